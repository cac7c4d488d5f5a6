"""Printed labels to places in a resolution: which item hangs under which paragraph, and which numbers are missing."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from mandates.domain.symbols import int_to_roman, roman_to_int
from mandates.structure.shapes import Label, operative_at

#: The token of an item that has a bullet for a label.
BULLET = "•"
#: The maximum depth: paragraph, (a), (i) and two more levels.
_MAX_LEVELS = 5
#: If a token may be a letter or a numeral, a reading that leaves out more items than this is not considered.
_MAX_OMITTED = 6
_LATIN_SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


def _letters(number: int) -> str:
    """Return ``a`` for 1, ``aa`` for 27."""
    return chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26)


def _numeral(number: int) -> str:
    return int_to_roman(number).lower()


#: The styles of items in which gaps are reported, with the token of a number; figures and bullets may be anything.
_TOKEN_OF_STYLE: dict[str, Callable[[int], str]] = {"letter": _letters, "roman": _numeral}


@dataclass(slots=True)
class Place:
    """The position of a labelled paragraph.

    Attributes:
        printed: its own label: ``8``, ``(a)``; the ordinal of a bullet.
        above: the place of its parent.
        index: the index of its paragraph in the caller's list.
        top: whether it is a paragraph of its own, not an item.
        numbered: whether its label is printed.
    """

    printed: str
    index: int
    above: Place | None = None
    top: bool = False
    numbered: bool = True

    @property
    def label(self) -> str:
        """Its label prefixed with those of its parents: ``8 (a) (i)``."""
        parent = self.above
        return self.printed if parent is None or self.top else f"{parent.label} {self.printed}"

    @property
    def root(self) -> Place:
        """The place of the paragraph that contains it."""
        return self if self.above is None or self.top else self.above.root


@dataclass(slots=True)
class _Level:
    style: str
    value: int
    place: Place | None


@dataclass(slots=True)
class Numbering:
    """Tracks the labels of one run of paragraphs, such as a section.

    Attributes:
        last: the number of the last numbered paragraph; 0 before the first.
        missing: labels that the run leaves out: ``5``, ``7-9``, ``8 (c)``.
        repeated: labels that are repeated or out of order.
    """

    last: int = 0
    missing: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    _levels: list[_Level] = field(default_factory=list)
    _chapeau: bool = False
    _waiting: list[Place] = field(default_factory=list)
    _reached: dict[str, int] = field(default_factory=dict)  # the last value of each style, under any item

    def number(self, label: Label, index: int) -> Place:
        """Return the place of the numbered paragraph at `index`."""
        value = int(label.token)
        if label.suffix and value == self.last:  # "OP3 bis" after "OP3"
            place = Place(f"{value} {label.suffix}", index, top=True)
            self._levels = [_Level("top", value, place)]
            self._reached.clear()
        elif self._is_inner(value, label):
            place = self._item("number", value, f"({value})", index)
        else:
            self._follow(value, label.token)
            parent = self._levels[0].place if self._levels and self._levels[0].style == "unnumbered" else None
            place = Place(label.token, index, parent, top=True)
            self._levels = [*(self._levels[:1] if parent else ()), _Level("top", value, place)]
            self._reached.clear()
        self._chapeau = label.rest.rstrip().endswith(":")
        return place

    def _follow(self, value: int, token: str) -> None:
        """Advance to the number `value`; unnumbered paragraphs before it receive the numbers that were skipped."""
        waiting, self._waiting = self._waiting, []
        if waiting and value == self.last + 1 + len(waiting):
            for number, place in enumerate(waiting, start=self.last + 1):
                place.printed = str(number)
        elif not self.last:
            for number, place in enumerate(waiting):  # before paragraph 1
                place.printed = f"chapeau {_latin(number - 1)}" if number else "chapeau"
        elif value > self.last + 1 and not waiting:
            self.missing.append(f"{self.last + 1}" if value == self.last + 2 else f"{self.last + 1}-{value - 1}")
        elif value <= self.last:
            self.repeated.append(token)
        self.last = value

    @property
    def announces(self) -> bool:
        """Whether the last paragraph is an unnumbered chapeau: “Adopts the following declaration:”."""
        return bool(self._levels) and self._levels[0].style == "unnumbered"

    def resumes(self, value: int, between: Numbering) -> bool:
        """Return whether `value` is the next number, with or without the unnumbered paragraphs of `between` counted.

        If it is the next with them, they are moved to this run.
        """
        if value == self.last + 1:
            return True
        if value == self.last + 1 + len(between._waiting):
            self._waiting, between._waiting = between._waiting, []
            return True
        return False

    def unnumbered(self, index: int, *, chapeau: bool) -> Place:
        """Return the place of a paragraph without a label; `chapeau`: whether it ends as one."""
        if self.last:
            count = len(self._waiting)
            printed = f"{self.last} {_latin(count)}"
        else:
            printed = str(len(self._waiting) + 1)
        place = Place(printed, index, top=True, numbered=False)
        self._waiting.append(place)
        self._reached.clear()
        self._levels = [_Level("unnumbered" if chapeau and not self.last else "top", 0, place)]
        self._chapeau = chapeau
        return place

    def item(self, token: str, index: int, *, chapeau: bool, following: str | None = None) -> Place:
        """Return the place of the item with `token` at `index`; `following` is the token of the next item."""
        token = self._mended(token, following)
        style, value = self._read(token, following)
        printed = str(value) if token == BULLET else token.rstrip(".")
        place = self._item(style, value, f"({printed})", index)
        place.numbered = token != BULLET
        self._chapeau = chapeau
        return place

    def _item(self, style: str, value: int, printed: str, index: int) -> Place:
        levels = self._levels
        same_style_depths = [depth for depth in range(1, len(levels)) if levels[depth].style == style]
        depth = next(
            (same_depth for same_depth in reversed(same_style_depths) if levels[same_depth].value + 1 == value), None
        )
        if depth is None and same_style_depths and not self._chapeau:
            depth = same_style_depths[0] if value == 1 else same_style_depths[-1]
        previous_value = levels[depth].value if depth is not None else 0
        if depth is not None:
            del levels[depth:]
        del levels[_MAX_LEVELS:]
        if not levels:
            levels.append(_Level("none", 0, None))  # items without a parent
        place = Place(printed, index, levels[-1].place)
        if style in _TOKEN_OF_STYLE:
            if value not in (1, previous_value + 1, self._reached.get(style, 0) + 1):
                self._out_of_order(style, previous_value, value, place)
            self._reached[style] = value
        levels.append(_Level(style, value, place))
        return place

    def _out_of_order(self, style: str, before: int, value: int, place: Place) -> None:
        """Record that an item is repeated, or which are missing after the item number `before` (0: none)."""
        if value <= before:
            self.repeated.append(place.label)
        else:
            parent_label = f"{place.above.label} " if place.above is not None else ""
            first, last = (
                f"{parent_label}({_letters(number) if style == 'letter' else int_to_roman(number).lower()})"
                for number in (before + 1, value - 1)
            )
            self.missing.append(first if first == last else f"{first} to {last}")

    def _is_inner(self, value: int, label: Label) -> bool:
        """Whether a number belongs to a list or a quotation within a paragraph."""
        levels = self._levels[1:]
        inner = next((level for level in levels if level.style == "number"), None) if levels else None
        if inner is not None and value == inner.value + 1:
            return value != self.last + 1 or not operative_at(label.rest)
        return value != self.last + 1 and self.last > 0 and self._chapeau and not operative_at(label.rest)

    def _mended(self, token: str, following: str | None) -> str:
        """Return the token that comes next in the list if optical recognition turned it into figures or nonsense."""
        if token == BULLET or token.isupper() or token[-1] == "." or _letter(token) or _roman(token):
            return token
        level = next(
            (candidate for candidate in reversed(self._levels[1:]) if candidate.style in _TOKEN_OF_STYLE), None
        )
        if level is None:
            return "i" if token == "1" and following == "ii" else token  # noqa: S105 - a label
        count = _TOKEN_OF_STYLE[level.style]
        sure = not token.isdigit() or following == count(level.value + 2) or (token == "6" and level.value == 1)  # noqa: S105
        return count(level.value + 1) if sure else token

    def _read(self, token: str, following: str | None) -> tuple[str, int]:
        """Return the style and value of an item's token; ``i`` is the letter after ``h``, otherwise the numeral."""
        if token == BULLET:
            last_bullet = next((level for level in self._levels[1:] if level.style == "bullet"), None)
            return "bullet", last_bullet.value + 1 if last_bullet is not None and not self._chapeau else 1
        if token.isdigit():
            return "figure", int(token)
        if token[-1] == ".":
            return "plain letter", _letter(token[:-1])
        if token.isupper():
            return ("upper", ord(token) - 64) if len(token) == 1 else ("upper roman", _roman(token.lower()))
        roman = _roman(token)
        letter = _letter(token)
        if not roman or not letter:
            return ("roman", roman) if roman else ("letter", letter)
        if following == _letters(letter + 1) and letter > self._reached.get("letter", letter):
            return "letter", letter
        values = {"letter": letter, "roman": roman}
        omitted = {
            level.style: values[level.style] - level.value - 1
            for level in self._levels[1:]
            if level.style in values and 0 < values[level.style] - level.value <= _MAX_OMITTED
        }
        if roman == 1 and (omitted.get("letter") or following == "ii"):
            omitted.pop("letter", None)
        if omitted:
            style = min(reversed(omitted), key=omitted.__getitem__)
            return style, values[style]
        return ("roman", roman) if roman == 1 or len(token) > 1 else ("letter", letter)


def _latin(number: int) -> str:
    """Return ``bis`` for 0, ``ter`` for 1 and so on."""
    return _LATIN_SUFFIXES[number] if number < len(_LATIN_SUFFIXES) else str(number + 2)


@functools.lru_cache(maxsize=256)
def _roman(token: str) -> int:
    return roman_to_int(token.upper()) if token and _ROMAN.fullmatch(token) else 0


def _letter(token: str) -> int:
    """Return the position in the alphabet of ``a`` to ``z`` and of ``aa`` (27) to ``zz``; 0 for other tokens."""
    if len(token) == 1 and token.islower():
        return ord(token) - 96
    if len(token) == 2 and token[0] == token[1] and token.islower():
        return ord(token[0]) - 96 + 26
    return 0
