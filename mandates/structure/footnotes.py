"""Footnotes: taken out of the flow of lines, their marks taken out of the text, the one attached to the other."""

from __future__ import annotations

import re

from mandates.model import Footnote
from mandates.readers.document import MARK_CLOSE, MARK_OPEN
from mandates.structure.lines import Line
from mandates.structure.shapes import MONTHS, OPERATIVE, closing_of

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = rf"{MARK_OPEN}(?P<raised>[^{MARK_CLOSE}]{{1,5}}){MARK_CLOSE}|(?P<small>[⁰¹²³⁴-⁹]{{1,3}})"
_RULE = re.compile(r"[_\u2014\u2015=-]{3,}|(?:[_*-]\s){2,}[_*-]|\|[\s|:-]*\|")
_HEADING = re.compile(r"\|?\s*(?:foot)?notes\s*:?\s*\|?", re.IGNORECASE)
_NOTE = re.compile(
    rf"\|?\s*(?:{_RAISED}|(?P<star>\*{{1,4}}|†|‡)|(?P<plain>\d{{1,3}})(?:/(?=\s|[A-Z])|(?=\s)))\s*(?P<text>.*)", re.DOTALL
)
_MONTH = re.compile(rf"(?:{'|'.join(MONTHS)})\b")

_MARK = re.compile(_RAISED)
_GLUED = re.compile(
    r"(?<=[a-z)\]”\"’])(?P<a>\d{1,3})(?=[\s,;.:)”\"]|$)|(?<=[a-z)\]”\"’0-9][,;:.])(?P<b>\d{1,3})(?=\s|$)|(?<=\s)(?P<c>\d{1,2})/(?=[\s,;.:]|$)"
)
_SPACED = re.compile(
    r"(?<=[,;:.)”\"])\s(?P<d>\d{1,3})(?=[\s,;.]|$)|(?<=[a-z])\s(?P<e>\d{1,3})(?=\s(?:and|of|to|in|that|on|for|which|as|by|with|the)\s|[;.,]|$)"
)
_ABBREVIATION = re.compile(r"(?:Add|Corr|Rev|No|Nos|L|SR|PV|paras?|chap|vol|sect|art|arts|pp?|Suppl|Sales|[A-Z])[.,]$")
_TAKES_NUMBER = re.compile(
    r"(?:paragraphs?|articles?|rules?|resolutions?|items?|chapters?|sections?|annex|part|of|and|to|than|by|least|most|on|the|or|in|from|at|until|between|about|number|table|figure|page|pages|regulation|principle|goal|target|session|sessions|phase|group|category|type|level|class)$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:k?m|c)$")


class Notes:
    """The footnotes of a document by their marks."""

    def __init__(self) -> None:
        self._by_mark: dict[str, list[tuple[int | None, str]]] = {}
        self._last = 0

    def __bool__(self) -> bool:
        return bool(self._by_mark)

    def add(self, mark: str, text: str, page: int | None) -> None:
        """Keep the footnote `text` that stands on `page` under `mark`."""
        self._by_mark.setdefault(mark, []).append((page, text))

    def follows(self, number: int) -> bool:
        """Tell whether `number` may be the next footnote's."""
        return not self._last or self._last < number <= self._last + 3

    def began(self, mark: str) -> None:
        """Say that the footnote with `mark` was the last one met."""
        if mark.isdigit():
            self._last = int(mark)

    def attached(self, marks: list[str], page: int | None) -> tuple[Footnote, ...]:
        """Return the footnotes whose `marks` stand in a paragraph that starts on `page`."""
        out = []
        for mark in marks:
            candidates = self._by_mark.get(mark, [])
            text = next((text for at, text in candidates if at == page), candidates[0][1] if candidates else "")
            out.append(Footnote(mark=mark, text=text))
        return tuple(out)

    def known(self) -> frozenset[str]:
        """Return all marks."""
        return frozenset(self._by_mark)


def take_notes(lines: list[Line], notes: Notes, *, paged: bool) -> list[Line]:
    """Return `lines` without footnotes and the rules above them, and add the footnotes to `notes`.

    Footnotes stand under a rule to the end of the page (`paged`) or to the first passage that is none; in text from
    converters also between paragraphs, told by their numbers.
    """
    body: list[Line] = []
    mark = ""
    parts: list[str] = []
    under_rule = cut = False
    seen: set[str] = set()
    for line in lines:
        text = line.text
        first = text[0]
        if MARK_OPEN in text[1:] or not text.isascii():
            seen.update(_mark(match) for match in _MARK.finditer(text, 1))
        if line.style == "footnote":
            notes.add((line.label or "").strip("[]() ."), text, line.page)
            continue
        if first.isalpha() and not parts and not under_rule and not cut:  # most lines
            body.append(line)
            continue
        if not first.isalnum() and (_RULE.fullmatch(text) or (under_rule and _HEADING.fullmatch(text))):
            under_rule, cut = True, True
            continue
        if _HEADING.fullmatch(text) and (under_rule or text[0] == "|" or text[-1] == ":"):
            under_rule, cut = True, True
            continue
        if first == MARK_OPEN and text[-1] == MARK_CLOSE and body and not under_rule and text.count(MARK_OPEN) == 1:
            body[-1].text += text  # a mark raised so high that it stands on a line of its own
            body[-1].soft = line.soft
            continue
        note = _note_of(line, notes, seen, sure=under_rule or bool(parts))
        if note is not None:
            _keep(notes, mark, parts, line.page)
            mark, parts = note[0], [note[1]] if note[1] else []
            notes.began(mark)
            parts = parts or [""]
            cut = True
            continue
        if parts and (not line.gap or parts == [""] or (paged and under_rule)):
            parts.append(text)
            continue
        _keep(notes, mark, parts, line.page)
        parts, under_rule = [], False
        line.cut = line.cut or cut
        cut = False
        body.append(line)
    _keep(notes, mark, parts, lines[-1].page if lines else None)
    return body


def _keep(notes: Notes, mark: str, parts: list[str], page: int | None) -> None:
    if parts:
        notes.add(mark, " ".join(" ".join(parts).split()).rstrip("| "), page)


def _note_of(line: Line, notes: Notes, seen: set[str], *, sure: bool) -> tuple[str, str] | None:
    """Return mark and text where `line` begins a footnote; `sure` where footnotes are expected here.

    A raised mark begins a footnote only where the text before has it; else it belongs to the line above.
    """
    match = _NOTE.match(line.text)
    if match is None:
        return None
    text = match["text"]
    if match["raised"] or match["small"]:
        mark = _mark(match)
        return (mark, text) if sure or (text and mark in seen and not text[0].islower()) else None
    if match["star"]:
        return (match["star"], text) if text[:1].isupper() and (sure or line.gap or line.cut) else None
    number = match["plain"]
    if not text:
        return (number, text) if sure and notes.follows(int(number)) else None
    if not sure and OPERATIVE.match(text):  # a paragraph whose number lost its full stop
        return None
    if _MONTH.match(text) or closing_of(line.text) or (text[0].islower() and not sure):
        return None
    if text[0] in "(.)/%" or not (sure or line.gap):
        return None
    return (number, text) if notes.follows(int(number)) or (sure and line.gap) else None


def _mark(match: re.Match[str]) -> str:
    """Return the mark of a match of `_RAISED`."""
    return (match["raised"] or match["small"]).translate(_SUPERSCRIPTS).strip()


class Marks:
    """Takes footnote marks out of paragraphs, in the order of the text."""

    def __init__(self, notes: Notes, *, raised_only: bool) -> None:
        """`raised_only`: the format tells all marks from the text, so that plain numbers are none."""
        self._known = notes.known()
        self._raised_only = raised_only
        numbers = [int(mark) for mark in self._known if mark.isdigit()]
        self._last = min(numbers) - 1 if numbers else 0

    def take(self, text: str) -> tuple[str, list[str]]:
        """Return `text` without the marks in it, and the marks."""
        marks: list[str] = []
        if MARK_OPEN in text or not text.isascii():
            text = _MARK.sub(lambda m: self._raised(m, marks), text)
        if not self._raised_only:
            text = _GLUED.sub(lambda m: self._plain(m, marks), text)
            if self._known:
                text = _SPACED.sub(lambda m: self._spaced(m, marks), text)
        if marks:
            text = re.sub(r"\s+([,;.:)])", r"\1", " ".join(text.split()))
        return text, marks

    def _raised(self, match: re.Match[str], marks: list[str]) -> str:
        if match["small"] and _UNIT.search(match.string[max(0, match.start() - 3) : match.start()]):  # km²
            return match[0]
        self._met(_mark(match), marks)
        return " " if match.end() < len(match.string) and match.string[match.end()].isalnum() else ""

    def _plain(self, match: re.Match[str], marks: list[str]) -> str:
        mark = match["a"] or match["b"] or match["c"]
        number = int(mark)
        if number == 0 or (mark not in self._known if self._known else number > self._last + 2):
            return match[0]
        before = match.string[max(0, match.start() - 6) : match.start()]
        if match["b"] and (before[-2:-1].isdigit() and mark not in self._known or _ABBREVIATION.search(before)):
            return match[0]
        if match["b"] and before[-2:-1].isdigit() and number != self._last + 1:
            return match[0]  # "1,300" is a number
        self._met(mark, marks)
        return ""

    def _spaced(self, match: re.Match[str], marks: list[str]) -> str:
        mark = match["d"] or match["e"]
        if mark not in self._known or int(mark) != self._last + 1:
            return match[0]
        before = match.string[max(0, match.start() - 15) : match.start()]
        if _TAKES_NUMBER.search(before) or _MONTH.match(match.string, match.end() + 1):
            return match[0]
        self._met(mark, marks)
        return ""

    def _met(self, mark: str, marks: list[str]) -> None:
        marks.append(mark)
        if mark.isdigit():
            self._last = max(self._last, int(mark))
