"""A document's blocks to clean lines: characters made uniform, one line a printed line or paragraph."""

from __future__ import annotations

import itertools
import re
import statistics
from dataclasses import dataclass

from mandates.readers.document import MARK_CLOSE, Block, Document
from mandates.structure.shapes import COMPOUND_BEGINNINGS, TITLE_HALVES

_SPACES = "\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
#: Replacements of characters that look like others or are invisible.
_REPLACEMENTS: dict[str, str] = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", ""),
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufffe": "-\n",  # how PDFium writes a hyphen at the end of a line
    "\u2010": "-",
    "\u2011": "-",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}
#: A document is double-spaced if it has at least this many lines, and at least this share of them continue a sentence:
#: of printed lines about a third do, of paragraphs few.
_FEWEST_LINES = 8
_CONTINUING_SHARE = 0.15
_SENTENCE_SIGNS = ".,;:"
#: Of the lines of a PDF that continue a sentence, at least this share end in a space if the program writes those.
_WITH_SPACE_SHARE = 0.5
#: A line at least this long, as a share of the usual length of those, may have been broken for want of room.
_LONG_SHARE = 0.75
#: After these a line may be broken without a space.
_NO_SPACE_AFTER = f"{MARK_CLOSE}-\u2013\u2014/"
#: Cyrillic letters that look like Latin ones and are typed by mistake in English words, such as the C of "Calls upon".
_LOOKALIKES = dict(
    zip(
        "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456",
        "ABEKMHOPCTXIaeopcyxi",
        strict=True,
    )
)
_CYRILLIC = re.compile(rf"(?<=[A-Za-z])[{''.join(_LOOKALIKES)}]+|[{''.join(_LOOKALIKES)}]+(?=[A-Za-z])")
_DASHES = frozenset("\u2012\u2013\u2014\u2015\u2212")
_CONTROLS = frozenset(map(chr, (*range(9), 12, *range(14, 32), 127)))
_ORDINARY_BYTES = bytes((*b"\t\n\r", *range(32, 127)))
_ITALICS = re.compile(r"(?<![\w_])_+(?=[^\W_])|(?<=[^\W_])[_]+(?![\w_])|(?<=[,;:.])_+(?![\w_])")
_RUN_ON = re.compile(r"\t(?<=;\t)(?=\d{1,3}\.\t[A-Z])")  # two paragraphs on one line
#: A hyphen that is printed only at the end of a line; some programs write it instead of a real hyphen.
_SOFT_HYPHEN = re.compile(
    "(?P<first>[^\\W\\d_]*)\u00ad+(?P<end>[ \\t]*\n\\s*)?(?P<second>[^\\W\\d_]*)(?P<sign>[^\\s\u00ad]*)[ ]?"
)
_SHORT_HALF = 4  # letters: "re", "sub", "co" are mostly the first syllable of one word
#: What copies have instead of the hyphen of a title: "Secretary - General".
_TITLE_DASH = re.compile(rf"[\u2012-\u2015\u2212-] ?(?=({'|'.join(sorted({second for _, second in TITLE_HALVES}))})\b)")
#: "seventy" and "eighth" with another dash between them.
_NUMBER_DASH = re.compile(
    r"[\u2012-\u2015\u2212](?<=(?:wenty|hirty|forty|fifty|sixty|venty|ighty|inety).)(?=[a-z])", re.IGNORECASE
)
_MINUS = re.compile(r"\u2212(?<=[A-Za-z].)(?=[A-Za-z])")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\((?:[^()\s]|\([^()\s]*\)){0,500}\)")


@dataclass(slots=True)
class Line:
    """A printed line, or a whole paragraph if the format has paragraphs.

    Attributes:
        text: the text, never empty, without outer spaces.
        page: the page, if known.
        gap: whether an empty line precedes it.
        cut: whether it is the first of its page or something before it was removed: the text before may continue here.
        soft: whether the line was broken by the typesetter and not by the author: True if it ends in a space, False if
            it does not, None if the format does not show it.
        style, label: as in `Block`.
    """

    text: str
    page: int | None = None
    gap: bool = False
    cut: bool = False
    soft: bool | None = None
    style: str | None = None
    label: str | None = None


def clean(text: str, *, typed: bool = True) -> str:
    """Return `text` with uniform spaces, hyphens, ligatures and line ends, and without control characters.

    `typed`: the text may contain marks of emphasis and links, as converters leave them.
    """
    if "\t" in text:
        text = _RUN_ON.sub("\n", text).replace("\t", " ")
    unusual = unusual_in(text)
    if not text.isascii():
        for character in unusual & _REPLACEMENTS.keys():
            text = text.replace(character, _REPLACEMENTS[character])
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\u00ad" in unusual:
        text = _SOFT_HYPHEN.sub(_without_soft_hyphen, text)
    if not unusual.isdisjoint(_LOOKALIKES):
        text = _CYRILLIC.sub(_in_latin, text)
    dashes = unusual & _DASHES
    if dashes:
        text = _NUMBER_DASH.sub("-", text)
    if "\u2212" in dashes:
        text = _MINUS.sub("-", text)
    if dashes or " -" in text or "- " in text:
        text = _with_title_hyphens(text)
    for control in unusual & _CONTROLS:
        text = text.replace(control, "")
    if any("\ud800" <= character <= "\udfff" for character in unusual):
        text = text.encode("utf-8", "ignore").decode("utf-8")  # lone surrogates
    if typed and "_" in text:
        text = _ITALICS.sub("", text)
    if typed and "](" in text:
        text = _LINK.sub(r"\1", text)
    return text


def _with_title_hyphens(text: str) -> str:
    parts: list[str] = []
    copied = 0
    for match in _TITLE_DASH.finditer(text):
        end = match.start() - (text[match.start() - 1] == " ")
        if match[0] == "-" and end == match.start():  # correct already
            continue
        first = next(
            (first for first, second in TITLE_HALVES if second == match[1] and text.endswith(first, 0, end)), ""
        )
        if first:
            parts += text[copied:end], "-"
            copied = match.end()
    return "".join((*parts, text[copied:])) if parts else text


def _in_latin(match: re.Match[str]) -> str:
    """Return the Latin letters for the Cyrillic ones in a match of `_CYRILLIC`."""
    return "".join(_LOOKALIKES[letter] for letter in match[0])


def _without_soft_hyphen(match: re.Match[str]) -> str:
    """Return the joined word of a match of `_SOFT_HYPHEN`; the line end, if any, comes after it."""
    first, second = match["first"], match["second"]
    compound = second[:1].isupper() or (len(first) > _SHORT_HALF and first.lower() in COMPOUND_BEGINNINGS)
    word = f"{first}{'-' if compound else ''}{second}{match['sign']}"
    space = match[0][-1:] if match[0].endswith(" ") else ""
    return f"{word}{match['end'].strip(' ')}" if match["end"] else f"{word}{space}"


def unusual_in(text: str) -> set[str]:
    """Return the characters of `text` except printable ASCII characters, tabs and line ends.

    They are searched for in its bytes, which is many times faster.
    """
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ORDINARY_BYTES).decode("utf-8", "surrogatepass"))


def lines_of(document: Document) -> list[list[Line]]:
    """Return the lines of `document`, a list for each page or block."""
    if not document.by_line:
        return [
            [Line(text, block.page, gap=True, soft=False, style=block.style, label=block.label)]
            for block in document.blocks
            if (text := _on_one_line(block.text))
        ]
    spaced = document.format == "pdf"
    groups = [lines for block in document.blocks if (lines := _printed_lines(block, spaced=spaced))]
    if spaced:
        _forget_missing_spaces(groups)
    return groups


def _forget_missing_spaces(groups: list[list[Line]]) -> None:
    """Let long lines of a PDF say nothing of how they were broken if its program wrote no spaces at their ends.

    Most word processors write the spaces at which they break lines. Whether this one did is told by the lines that
    certainly continue a sentence, as the next one begins in lower case. A line that is much shorter than those was
    broken by the author all the same.
    """
    continuing = [
        previous
        for lines in groups
        for previous, line in itertools.pairwise(lines)
        if line.text[0].islower() and previous.text[-1] not in _NO_SPACE_AFTER
    ]
    if sum(bool(line.soft) for line in continuing) >= len(continuing) * _WITH_SPACE_SHARE:
        return
    long = statistics.median(len(line.text) for line in continuing) * _LONG_SHARE
    for line in itertools.chain.from_iterable(groups):
        if len(line.text) >= long:
            line.soft = None


def _on_one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _printed_lines(block: Block, *, spaced: bool) -> list[Line]:
    """Return the lines of `block`; `spaced`: a space at the end of a line means that its sentence continues."""
    lines: list[Line] = []
    gap = True
    soft: bool | None = None
    for raw in clean(block.text, typed=not spaced).split("\n"):
        text = raw.strip()
        if text[-1:] == "|" and text[0] != "|":
            text = text.replace("|", " ").strip()  # a masthead in the form of a table
        if not text:
            gap = True
            continue
        if spaced:
            if raw[0] == " " and lines and lines[-1].text[-1] == MARK_CLOSE:
                lines[-1].soft = True  # the line continues after a raised mark
            soft = raw[-1] == " "
        if "  " in text:
            text = " ".join(text.split())
        lines.append(Line(text, block.page, gap, not lines and block.page is not None, soft, block.style, block.label))
        gap = False
    if not spaced and _is_double_spaced(lines):
        for line in lines:
            line.gap = False
    return lines


def _is_double_spaced(lines: list[Line]) -> bool:
    """Whether an empty line precedes every line, including those that continue a sentence."""
    if len(lines) < _FEWEST_LINES or not all(line.gap for line in lines):
        return False
    continuing = sum(
        line.text[0].islower() and previous.text[-1] not in _SENTENCE_SIGNS
        for previous, line in itertools.pairwise(lines)
    )
    return continuing >= len(lines) * _CONTINUING_SHARE
