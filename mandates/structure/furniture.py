"""What a page carries besides its text: running heads, page numbers, job numbers, barcodes."""

from __future__ import annotations

import re

from mandates.structure.lines import Line
from mandates.structure.shapes import opening_of

#: The symbol of any document of the United Nations, as it is printed at the top of a page.
DOCUMENT_SYMBOL = (
    r"(?:A|S|E|T|ST|UNEP|ECE|CEDAW|CAT|CCPR|CRC|CERD|FCCC|TD|DP|HRI)/[A-Z0-9][\w./()&;-]*"
    r"(?:\s?\((?:\d{4}|[IVXLC]+)\))?(?:\s[A-Z](?:[-\u2013][A-Z])?)?\*{0,3}"
)

_JOB = r"(?:(?:GE\.|V\.|K)?\d\d-\d{5,6}\*{0,2}(?:\s?\([A-Z]\))?(?:\s\d{6})?|GE\.\d\d-\d{4,6}|\*[\dA-Z]{6,9}\*)"
_PAGE = r"(?:\d{1,3}/\d{1,3}|[Pp]age\s\d{1,3}(?:\s(?:of|/)\s\d{1,3})?|[-\u2013]\s?\d{1,3}\s?[-\u2013]|/\.\.\.|\d{1,3})"
_NUMBERS = re.compile(rf"(?:{_JOB}|{_PAGE})(?:\s+(?:{_JOB}|{_PAGE}))*")
_FOOT_IN_FLOW = re.compile(rf"(?:{_PAGE}\s+)?{_JOB}(?:\s+{_PAGE})?")
#: A symbol that, alone on a line, is not part of a sentence.
_SHORT_SYMBOL = re.compile(r"(?:WHA|EB)\d{1,3}\.R?\d{1,3}")
_BARCODE = re.compile(r"\*?\d{7}\*?")
_SYMBOL = re.compile(DOCUMENT_SYMBOL)
_BEGINS_WITH_SYMBOL = re.compile(rf"{DOCUMENT_SYMBOL}(?:\s|$)")
_ENDS_WITH_SYMBOL = re.compile(rf"(?:^|\s){DOCUMENT_SYMBOL}$")
_RUNNING_HEAD = re.compile(
    r"(?:\d{1,3}\s+)?(?:general assembly|economic and social council|security council)\s*[-\u2013\u2014]+\s*"
    r"[\w-]+(?:\s[\w-]+)?\s+(?:session|year)(?:\s+\d{1,3})?"
    r"|(?:[IVXl]+\.\s+)?resolutions?\s+ad\s?op\s?te?\s?d\s+"
    r"(?:on\s+the\s+reports?\s+of|without\s+reference\s+to)\s.{3,80}",
    re.IGNORECASE,
)
_REISSUED = re.compile(r"\W{0,3}(?:Re-?)?issued for technical reasons.{0,40}", re.IGNORECASE)
_PLEASE_RECYCLE = re.compile(r"Please recycle.*")
_MASTHEAD_FIRST = re.compile(rf"United Nations\s{DOCUMENT_SYMBOL}$")

#: The rule above the footnotes of a page.
_RULE = re.compile(r"_{3,}")

#: The maximum number of lines of a running head: a title of up to six lines, the symbol, page and job number.
_MAX_HEAD_LINES = 10
_MAX_NUMBERS_OR_SYMBOL = 60
_MAX_RUNNING_HEAD = 300
_FOOT_START = "0123456789*GVKPp-–/"
_RUNNING_HEAD_START = "0123456789gGeEsSrRIVXLivxl"


def is_numbers(text: str) -> bool:
    """Whether `text` is only page and job numbers: ``2/5 23-24966``, ``GE.20-09865``, ``*2324966*``."""
    return len(text) <= _MAX_NUMBERS_OR_SYMBOL and _NUMBERS.fullmatch(text) is not None


def is_symbol(text: str) -> bool:
    """Whether `text` is the symbol of a document and nothing else."""
    return len(text) <= _MAX_NUMBERS_OR_SYMBOL and "/" in text and _SYMBOL.fullmatch(text) is not None


def is_number_or_symbol(text: str) -> bool:
    """Whether `text` is what is alone at the top or bottom of a page: numbers, or a symbol."""
    return len(text) <= _MAX_NUMBERS_OR_SYMBOL and (is_numbers(text) or is_symbol(text))


def strip_flow(lines: list[Line]) -> list[Line]:
    """Return the lines of a text without pages, without the running heads and page numbers that remained in it.

    The lines before the opening, or the first lines of a text without one, are the masthead and are not changed.
    """
    head = next(
        (i for i, line in enumerate(lines[:_MAX_HEAD_LINES]) if opening_of(line.text)), min(_MAX_HEAD_LINES, len(lines))
    )
    furniture = [_is_furniture_in_flow(line.text) for line in lines[head:]]
    if not any(furniture):
        return lines
    kept = lines[:head]
    cut = False
    for line, is_furniture, next_is_furniture in zip(lines[head:], furniture, [*furniture[1:], False], strict=True):
        if is_furniture or ((cut or next_is_furniture) and _may_be_furniture(line.text)):
            cut = True
            continue
        line.cut = line.cut or cut
        cut = False
        kept.append(line)
    return kept


def _is_furniture_in_flow(text: str) -> bool:
    """Whether `text` is certainly a running head or page foot, even if the pages are unknown."""
    if text[0] in _FOOT_START and len(text) <= _MAX_NUMBERS_OR_SYMBOL and _FOOT_IN_FLOW.fullmatch(text):
        return True
    if len(text) >= _MAX_RUNNING_HEAD:
        return False
    if _SHORT_SYMBOL.fullmatch(text):
        return True
    if text[0] in _RUNNING_HEAD_START and _RUNNING_HEAD.fullmatch(text):
        return True
    return "issued" in text and _REISSUED.fullmatch(text) is not None


def _may_be_furniture(text: str) -> bool:
    """Whether `text` is a running head or foot if it is beside a line that certainly is."""
    return is_number_or_symbol(text) or _BARCODE.fullmatch(text) is not None


def strip_page(lines: list[Line], *, first: bool) -> list[Line]:
    """Return the lines of one page without its running head and foot; the `first` page keeps its masthead."""
    end = len(lines)
    while end and _is_foot(lines[end - 1].text):
        end -= 1
    if first:
        return _masthead_first(lines[:end])
    return lines[_head_length(lines[:end]) : end]


def _is_foot(text: str) -> bool:
    return is_number_or_symbol(text) or _PLEASE_RECYCLE.fullmatch(text) is not None


def _head_length(lines: list[Line]) -> int:
    """Return the number of lines of the running head: up to the page number if a symbol is with it."""
    window = lines[:_MAX_HEAD_LINES]
    for last in range(len(window) - 1, -1, -1):
        if not is_numbers(window[last].text):
            continue
        head = window[: last + 1]
        symbol_begins = _BEGINS_WITH_SYMBOL.match(head[0].text) is not None
        if last == 0 or symbol_begins or (last and _ENDS_WITH_SYMBOL.search(head[last - 1].text)):
            return last + 1
    length = 0
    while length < len(window) and is_number_or_symbol(window[length].text):
        length += 1
    return length


def _masthead_first(lines: list[Line]) -> list[Line]:
    """Return `lines` with the head of the masthead moved to the front if the file has it after the text."""
    end = next((index for index, line in enumerate(lines) if _RULE.fullmatch(line.text)), len(lines))
    for index in range(max(end - _MAX_HEAD_LINES, 6), end):
        if _MASTHEAD_FIRST.match(lines[index].text):
            return lines[index:end] + lines[:index] + lines[end:]
    return lines
