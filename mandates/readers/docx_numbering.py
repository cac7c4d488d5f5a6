"""The automatic numbers that Word prints before paragraphs, which are not in the text of the file.

How they are made: ECMA-376 part 1, section 17.9 (numbering) and 17.9.23 (styles of paragraphs that carry a number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mandates.lexicon import numbers
from mandates.readers.docx_parts import child, integer, is_on, value, w
from mandates.readers.xml_parts import Element

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LEVEL_COUNT = 9  # the maximum in Word
_LARGEST_LETTERED = 26 * 5  # "zzzzz"; higher numbers are printed as decimal


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a paragraph in the lists of a document: the number of the list and the level, from 0."""

    number: str
    level: int


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int
    restart: int
    legal: bool
    style: str | None


@dataclass(slots=True)
class _List:
    """One ``w:num``: the key of the counters it shares with related lists, its levels, and its own start numbers."""

    shared: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document and their current counters."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {style.get(w("styleId"), ""): style for style in _children(styles, "style")}
        self._kinds = {kind.get(w("abstractNumId"), ""): kind for kind in _children(numbering, "abstractNum")}
        self._numbers = {number.get(w("numId"), ""): number for number in _children(numbering, "num")}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._by_style: dict[str, Place | None] = {}

    def place(self, properties: Element | None) -> Place | None:
        """Return the place in a list that the properties of a paragraph define, directly or through its style."""
        style = value(properties, "pStyle")
        inherited = self._style_place(style) if style else None
        own_numbering = child(properties, "numPr")
        if own_numbering is None:
            return inherited
        number = value(own_numbering, "numId") or (inherited.number if inherited else None)
        if number is None or number == "0":  # 0 removes the number of the style
            return None
        level = value(own_numbering, "ilvl")
        default = inherited.level if inherited and inherited.number == number else 0
        return Place(number, min(max(integer(level, default), 0), _LEVEL_COUNT - 1))

    def advance(self, place: Place) -> str | None:
        """Count one paragraph at `place` and return the number printed before it; None for a bullet or no number."""
        numbered = self._list(place.number)
        level = numbered.levels.get(place.level) if numbered else None
        if numbered is None or level is None:
            return None
        counters = self._counters.setdefault(numbered.shared, {})
        if place.level in numbered.starts:  # a restart takes effect once, where the list is first used
            counters[place.level] = numbered.starts.pop(place.level)
        else:
            counters[place.level] = counters.get(place.level, level.start - 1) + 1
        for deeper, other in numbered.levels.items():
            if deeper > place.level and (other.restart < 0 or place.level < other.restart):
                counters.pop(deeper, None)
        return _printed_number(level, numbered.levels, counters)

    def _style_place(self, style: str) -> Place | None:
        if style not in self._by_style:
            self._by_style[style] = None  # guards against a style based on itself
            self._by_style[style] = self._find_style_place(style)
        return self._by_style[style]

    def _find_style_place(self, style: str) -> Place | None:
        element = self._styles.get(style)
        own_numbering = child(element, "pPr/numPr")
        base = value(element, "basedOn")
        inherited = self._style_place(base) if base else None
        if own_numbering is None:
            return inherited
        number = value(own_numbering, "numId") or (inherited.number if inherited else None)
        if number is None or number == "0":
            return None
        numbered = self._list(number)
        linked = [index for index, level in numbered.levels.items() if level.style == style] if numbered else []
        level = linked[0] if linked else integer(value(own_numbering, "ilvl"))
        return Place(number, min(max(level, 0), _LEVEL_COUNT - 1))

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = None  # guards against a list style that refers to itself
            self._lists[number] = self._make_list(number)
        return self._lists[number]

    def _make_list(self, number: str) -> _List | None:
        element = self._numbers.get(number)
        shared = value(element, "abstractNumId")
        kind = self._kinds.get(shared or "")
        if element is None or shared is None or kind is None:
            return None
        link = value(kind, "numStyleLink")
        if link:  # the levels are those of a list style
            linked = self._list(value(self._styles.get(link), "pPr/numPr/numId") or "")
            levels = dict(linked.levels) if linked else {}
            shared = linked.shared if linked else shared
        else:
            levels = dict(_levels(kind))
        new_list = _List(shared, levels)
        for override in _children(element, "lvlOverride"):
            index = integer(override.get(w("ilvl")))
            levels.update(_levels(override))
            start = value(override, "startOverride")
            if start is not None:
                new_list.starts[index] = integer(start)
        return new_list


def _levels(parent: Element) -> Iterator[tuple[int, _Level]]:
    for element in _children(parent, "lvl"):
        restart = value(element, "lvlRestart")
        yield (
            integer(element.get(w("ilvl"))),
            _Level(
                form=value(element, "numFmt") or "decimal",
                text=value(element, "lvlText") or "",
                start=integer(value(element, "start")),
                restart=-1 if restart is None else integer(restart),
                legal=is_on(element, "isLgl"),
                style=value(element, "pStyle"),
            ),
        )


def _children(parent: Element | None, name: str) -> list[Element]:
    return [] if parent is None else parent.findall(w(name))


def _printed_number(level: _Level, levels: dict[int, _Level], counters: dict[int, int]) -> str | None:
    if level.form == "bullet":
        return None

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        other = levels.get(index)
        if other is None:
            return ""
        form = "decimal" if level.legal else other.form
        return format_number(counters.get(index, other.start), form)

    return re.sub(r"%([1-9])", number, level.text).strip() or None


def format_number(number: int, form: str) -> str:
    """Return `number` in one of Word's formats (``decimal``, ``lowerRoman`` ...); in an unknown format, as decimal.

    >>> [format_number(n, "lowerLetter") for n in (1, 26, 27, 53)]
    ['a', 'z', 'aa', 'aaa']
    """
    if form in {"none", "bullet"}:
        return ""
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= _LARGEST_LETTERED:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = ""
        for divisor, letter in _ROMAN:
            roman += letter * (number // divisor)
            number %= divisor
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02}"
    if form == "ordinal":
        return f"{number}{numbers.ending(number)}"
    if form in {"cardinalText", "ordinalText"}:
        return numbers.written(number, ordinal=form == "ordinalText").capitalize()
    return str(number)
