"""Footnotes: taken out of the flow of lines, their marks taken out of the text, the one attached to the other."""

from __future__ import annotations

import itertools
import re

from mandates.domain.resolution import Footnote
from mandates.readers.document import MARK_CLOSE, MARK_OPEN, without_marks
from mandates.structure.lines import Line, unusual_in
from mandates.structure.masthead import parse_symbol
from mandates.structure.shapes import MONTHS, closing_of, label_of
from mandates.structure.titles import title_of

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK_CHARACTERS = frozenset(f"{MARK_OPEN}{MARK_CLOSE}⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED_MARK = rf"{MARK_OPEN}(?P<raised>[^{MARK_CLOSE}]{{1,8}}){MARK_CLOSE}|(?P<small>[⁰¹²³⁴-⁹]{{1,3}})"
_RULE = re.compile(r"[_\u2013\u2014\u2015=-]{3,}|(?:[_*-]\s){2,}[_*-]|\|[\s|:-]*\|")
_HEADING = re.compile(r"\|?\s*(?:foot)?notes\s*:?\s*\|?", re.IGNORECASE)
_HEADING_START = "|FNfn"
_NOTE_START = re.compile(
    rf"\|?\s*(?:{_RAISED_MARK}|(?P<star>\*{{1,4}}|†|‡)|(?P<plain>\d{{1,3}})(?:/(?=\s|[A-Z])|(?=\s)))\s*(?P<text>.*)",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"(?:See\b|Documents?\s[AES]/"
    r"|And, where applicable|Ibid|Op\. cit|Idem"
    r"|Official Records|Resolutions? \d|Resolutions [Aa]dopted|United Nations, Treaty"
    r"|United Nations publication|[AES]/[A-Z\d]|ST/|UNEP/|TD/|E/CN)"
)
#: A footnote between two items of a list: its number and a reference.
_BETWEEN = re.compile(rf"(?:\d{{1,3}}|\*{{1,3}})\s+(?={_REFERENCE.pattern})")
_ENDS_ITEM = (";", "; and", "; or")
_MONTH = re.compile(rf"(?:{'|'.join((*MONTHS, *map(str.upper, MONTHS)))})\b")

_MARK = re.compile(_RAISED_MARK)
#: Figures that may be a mark according to the characters beside them: at most three, or a year and a mark after it. The
#: first figure precedes the lookbehind, as a pattern whose first character is of one class is found fastest.
_FIGURES = re.compile(
    r"""[1-9](?<![\d/(A-Z\[\u2013-][1-9])(?:\d{0,2}|\d{4,6})(?:(?=[ ,;.:)”"])|(?=/[ ,;.:])|(?=/?\Z))"""
)
_DIGITS = "0123456789"
_OTHER_BYTES = bytes(set(range(256)) - set(_DIGITS.encode()))
_LONGEST_MARK = 3
_YEAR = re.compile(r"(?:19|20)\d\d$")
_CONTINUES = re.compile(r"\s(?:and|of|to|in|that|on|for|which|as|by|with|the)\s|[;.,]|$")
_CLOSING_SIGNS = ')]”"’'
_ABBREVIATION = re.compile(
    r"(?:\b(?:Add|Corr|Rev|Nos?|L|SR|PV|paras?|chap|vol|sect|arts?|pp?|Suppl|Sales|[A-Z])|/[\w.]{1,12})[.,]$"
)
_TAKES_NUMBER = re.compile(
    r"\b(?:agenda|paragraphs?|articles?|rules?|resolutions?|items?|chapters?|sections?|annex|part|of|and|to|than|by|least|most"
    r"|on|the|or|in|from|at|until|between|about|numbers?|tables?|figures?|pages?|regulations?|principles?|goals?|targets?|sessions?"
    r"|phase|group|category|type|level|class|over|some|only|all|these|those)$",
    re.IGNORECASE,
)
_STRAY_SPACE = re.compile(r"\s(?=[,;.:)])")
_SYMBOL_AHEAD = re.compile(r"[A-Z]/[\w./]+[,;]?\s$")
_SLASH_NUMBER = re.compile(r"[\d/+]*[/+]\d{1,4},$")  # "resolution 43/47,": not a thousands separator
_UNIT = re.compile(r"(?:k?m|c)$")


class Notes:
    """The footnotes of a document by their marks."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, int | None], str] = {}
        self._first: dict[str, str] = {}
        self._last = 0

    def add(self, mark: str, text: str, page: int | None) -> None:
        """Add the footnote `text` with `mark` on `page`."""
        self._texts.setdefault((mark, page), text)
        self._first.setdefault(mark, text)

    def follows(self, number: int) -> bool:
        """Whether `number` may be that of the next footnote."""
        return not self._last or self._last < number <= self._last + 3

    def began(self, mark: str) -> None:
        """Record that the footnote with `mark` was the last one found."""
        if mark.isdigit():
            self._last = int(mark)

    def attached(self, marks: list[str], page: int | None) -> tuple[Footnote, ...]:
        """Return the footnotes for the `marks` in a paragraph that starts on `page`."""
        return tuple(
            Footnote(mark=mark, text=self._texts.get((mark, page)) or self._first.get(mark, "")) for mark in marks
        )

    def known(self) -> frozenset[str]:
        """Return the marks of all footnotes."""
        return frozenset(self._first)


def take_notes(lines: list[Line], notes: Notes, *, paged: bool) -> list[Line]:
    """Return `lines` without footnotes and the rules above them, and add the footnotes to `notes`.

    Footnotes follow a rule, up to the end of the page (`paged`) or up to the first passage that is not a footnote; in
    text from converters they also stand between paragraphs and are recognized by their numbers.
    """
    body: list[Line] = []
    mark = ""
    parts: list[str] = []
    under_rule = removed = in_list = False
    at_page_top = False  # whether the page begins with footnotes, before its text
    seen: set[str] = set()
    for line, following in itertools.zip_longest(lines, lines[1:]):
        text = line.text
        first = text[0]
        if not text.isascii() and _may_hold_marks(text):
            seen.update(_mark(match) for match in _MARK.finditer(text, 1))
        if line.style == "footnote":
            notes.add((line.label or "").strip("[]() ."), text, line.page)
            continue
        if first.isalpha() and not parts and not under_rule and not removed:  # most lines
            body.append(line)
            continue
        if not first.isalnum() and (_RULE.fullmatch(text) or (under_rule and _HEADING.fullmatch(text))):
            under_rule, removed = True, True
            continue
        if first in _HEADING_START and _HEADING.fullmatch(text) and (under_rule or text[0] == "|" or text[-1] == ":"):
            under_rule, removed = True, True
            continue
        if first == MARK_OPEN and text[-1] == MARK_CLOSE and body and not under_rule and text.count(MARK_OPEN) == 1:
            body[-1].text += text  # a mark raised so high that it is on a line of its own
            body[-1].soft = line.soft
            continue
        numbered = first.isdigit() and text.lstrip(_DIGITS)[0:1] == "."  # a paragraph
        text_with_number = f"{text} {following.text}" if first.isdigit() and text.isdecimal() and following else text
        if parts and in_list and parts[-1].endswith(".") and label_of(text) is not None:
            _add_note(notes, mark, parts, line.page)
            parts = []
        between_items = (
            bool(body) and body[-1].text.endswith(_ENDS_ITEM) and _BETWEEN.match(text_with_number) is not None
        )
        at_page_top = at_page_top or (paged and not body and first == MARK_OPEN and _occurs_again(text, lines))
        note = (
            None
            if numbered
            else _note_of(line, notes, seen, sure=under_rule or bool(parts) or between_items or at_page_top)
        )
        if note is None and between_items:
            note = (text, "") if text.isdecimal() else None
        if note is not None:
            _add_note(notes, mark, parts, line.page)
            mark, parts = note[0], [note[1]] if note[1] else []
            in_list = between_items or in_list
            notes.began(mark)
            parts = parts or [""]
            removed = True
            continue
        if (
            parts
            and (not line.gap or parts == [""] or (paged and under_rule))
            and not (at_page_top and _is_whole(parts))
        ):
            parts.append(text)
            continue
        at_page_top = False
        if parts:
            _add_note(notes, mark, parts, line.page)
            parts = []
        under_rule = in_list = False
        line.cut = line.cut or removed
        removed = False
        body.append(line)
    _add_note(notes, mark, parts, lines[-1].page if lines else None)
    return body


def _occurs_again(text: str, lines: list[Line]) -> bool:
    """Whether the raised mark at the start of `text` is also in another of `lines`: in the text that it belongs to."""
    mark, _, note_text = text.partition(MARK_CLOSE)
    return note_text.strip()[:1].isupper() and sum(f"{mark}{MARK_CLOSE}" in line.text for line in lines) > 1


def _is_whole(parts: list[str]) -> bool:
    """Whether a footnote is complete, so that text follows it."""
    return parts[-1].endswith((".", ".)", ".”"))


def _add_note(notes: Notes, mark: str, parts: list[str], page: int | None) -> None:
    if parts:
        notes.add(mark, " ".join(" ".join(parts).split()).rstrip("| "), page)


def _note_of(line: Line, notes: Notes, seen: set[str], *, sure: bool) -> tuple[str, str] | None:
    """Return the mark and the text of the footnote that `line` begins, or None; `sure`: footnotes are expected here.

    A raised mark begins a footnote only if it was seen in the text before; otherwise it belongs to the previous line.
    """
    match = _NOTE_START.match(line.text)
    if match is None:
        return None
    text = match["text"]
    if match["raised"] or match["small"]:
        mark = _mark(match)
        return (mark, text) if sure or (text and mark in seen and not text[0].islower()) else None
    if match["star"]:
        is_start = text[:1].isupper() and (sure or line.gap or line.cut)
        return (match["star"], text) if is_start or (sure and not text) else None
    number = match["plain"]
    if not text:
        return (number, text) if sure and notes.follows(int(number)) else None
    if not sure and label_of(line.text) is not None:  # a paragraph whose number lacks its full stop: "5 - Requests"
        return None
    if _MONTH.match(text) or closing_of(line.text) or title_of(line.text) or (text[0].islower() and not sure):
        return None
    if text[0] in "(.)/%" or not (sure or line.gap):
        return None
    if "/" in text and parse_symbol(line.text) is not None:  # “41 C/Resolution 15”
        return None
    follows = notes.follows(int(number)) or _REFERENCE.match(text) is not None or (sure and line.gap)
    return (number, text) if follows else None


def _may_hold_marks(text: str) -> bool:
    return not _MARK_CHARACTERS.isdisjoint(unusual_in(text))


def _mark(match: re.Match[str]) -> str:
    """Return the mark in a match of `_RAISED_MARK`."""
    return (match["raised"] or match["small"]).translate(_SUPERSCRIPTS).strip()


class Marks:
    """Removes footnote marks from paragraphs, in the order of the text."""

    def __init__(self, notes: Notes, *, raised_only: bool) -> None:
        """`raised_only`: the format distinguishes all marks from the text, so plain numbers are not marks."""
        self._known = notes.known()
        self._raised_only = raised_only
        numbers = [int(mark) for mark in self._known if mark.isdigit()]
        self._last = min(numbers) - 1 if numbers else 0

    def take(self, text: str) -> tuple[str, list[str]]:
        """Return `text` without its footnote marks, and the marks."""
        marks: list[str] = []
        if not text.isascii() and _may_hold_marks(text):
            text = without_marks(_MARK.sub(lambda m: self._raised(m, marks), text))
        if not self._raised_only:
            text = self._without_plain(text, marks)
        if marks:
            text = _STRAY_SPACE.sub("", " ".join(text.split()))
        return text, marks

    def _raised(self, match: re.Match[str], marks: list[str]) -> str:
        if match["small"] and _UNIT.search(match.string[max(0, match.start() - 3) : match.start()]):  # km²
            return match[0]
        self._met(_mark(match), marks)
        return " " if match.end() < len(match.string) and match.string[match.end()].isalnum() else ""

    def _without_plain(self, text: str, marks: list[str]) -> str:
        """Return `text` without the marks that optical recognition or a converter turned into plain figures."""
        if not text.encode("utf-8", "replace").translate(None, _OTHER_BYTES):  # searching bytes is fastest
            return text
        parts: list[str] = []
        copied = 0
        for match in _FIGURES.finditer(text):
            start, end = match.span()
            if not start:
                continue
            span = self._plain_mark(text, start, end, listed=bool(parts) and text[copied:start] in (", ", ","))
            if span is None:
                continue
            start, end = span
            self._met(text[start:end].strip(" /"), marks)
            between = text[copied:start]
            parts.append("" if parts and between in (", ", ",") else between)
            copied = end
        return "".join((*parts, text[copied:])) if parts else text

    def _plain_mark(self, text: str, start: int, end: int, *, listed: bool) -> tuple[int, int] | None:
        """Return the span to remove if the figures at `start` are a mark; `listed`: they follow a mark and a comma."""
        before, after = text[start - 1], text[end : end + 1]
        if end - start > _LONGEST_MARK:  # "19492": a year and its mark
            number = text[start + 4 : end]
            is_mark = before == " " and _YEAR.match(text[start : start + 4]) is not None and self._expected(number)
            return (start + 4, end) if is_mark else None
        number = text[start:end]
        if after == "/":  # "resolution; 11/ and"
            return (start, end + 1) if before == " " and len(number) < _LONGEST_MARK else None
        context = text[max(0, start - 16) : start]
        if listed and not after:
            is_mark = True
        elif before == " ":
            is_mark = self._is_mark_apart(text, number, context, end)
        elif before in ",;.:":
            is_mark = _is_mark_after_sign(text, number, context, end)
        elif before.islower() and context[-3:].isalpha():
            is_mark = number in self._known or not _TAKES_NUMBER.search(context)
        else:
            is_mark = before in _CLOSING_SIGNS
        return (start, end) if is_mark else None

    def _is_mark_apart(self, text: str, number: str, context: str, end: int) -> bool:
        """Whether figures after a space are a mark: they end the text, or are the number of the next footnote."""
        if number not in self._known and end < len(text):  # most figures
            return False
        if number in self._known and int(number) == self._last and _SYMBOL_AHEAD.search(context):
            return True  # the last mark repeated: "S/8483, 22 S/8484 22"
        sign = context[-2:-1]
        after_year = _YEAR.search(context[:-2]) is not None
        if end == len(text) and sign in (",", ";"):
            return context[-3:-2].isalpha() or context[-3:-2] in _CLOSING_SIGNS or after_year
        if number not in self._known or not self._expected(number) or _TAKES_NUMBER.search(context[:-1]):
            return False
        within = (sign.isalpha() or _YEAR.search(context[:-1]) is not None) and _CONTINUES.match(text, end) is not None
        return (within or sign in ',;:.)”"') and not _MONTH.match(text, end + 1)

    def _expected(self, number: str) -> bool:
        """Whether `number` is that of the next footnote."""
        return number.isdigit() and int(number) == self._last + 1 and (not self._known or number in self._known)

    def _met(self, mark: str, marks: list[str]) -> None:
        marks.append(mark)
        if mark.isdigit():
            self._last = max(self._last, int(mark))


def _is_mark_after_sign(text: str, number: str, context: str, end: int) -> bool:
    """Whether figures directly after a sign are a mark: “Secretary-General;4”, but not “1,300” or “Add.1”."""
    after, letter = text[end : end + 1], context[-2:-1]
    after_closing_sign = letter in _CLOSING_SIGNS
    if context[-1] in ".:":
        ends_sentence = not after or text[end + 1 : end + 2].isupper()
        return ends_sentence and (letter.islower() or after_closing_sign) and not _ABBREVIATION.search(context)
    if after not in ("", " ", ","):
        return False
    after_year = _YEAR.search(context[:-1]) is not None and (len(number) < _LONGEST_MARK or not after)
    after_number = letter.isdigit() and (
        context[-1] == ";" or (not after and _SLASH_NUMBER.search(context) is not None)
    )
    return letter.isalpha() or after_closing_sign or after_year or after_number
