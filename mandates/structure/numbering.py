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
#: Paragraph, (a), (i) and two more; what goes deeper is no list.
_DEEPEST = 5
#: Where a token may be letter or numeral, the one that leaves out more is not considered.
_MOST_LEFT_OUT = 6
_BIS = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


def _letters(number: int) -> str:
    """Return ``a`` for 1, ``aa`` for 27."""
    return chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26)


def _numeral(number: int) -> str:
    return int_to_roman(number).lower()


#: How the items are counted whose gaps are told; those with figures or bullets may be anything.
_COUNTED: dict[str, Callable[[int], str]] = {"letter": _letters, "roman": _numeral}


@dataclass(slots=True)
class Place:
    """Where a labelled paragraph stands.

    Attributes:
        printed: its own label: ``8``, ``(a)``; of a bullet its ordinal.
        above: the place of the paragraph it hangs under.
        index: of its paragraph, in the list that the caller counts in.
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
        """Its label with those of the paragraphs above it: ``8 (a) (i)``."""
        above = self.above
        return self.printed if above is None or self.top else f"{above.label} {self.printed}"

    @property
    def root(self) -> Place:
        """The place of the paragraph that it stands in."""
        return self if self.above is None or self.top else self.above.root


@dataclass(slots=True)
class _Level:
    style: str
    value: int
    place: Place | None


@dataclass(slots=True)
class Numbering:
    """Follows the labels of one run of paragraphs, such as a section.

    Attributes:
        last: number of the last numbered paragraph; 0 before the first.
        missing: labels that the run leaves out: ``5``, ``7-9``, ``8 (c)``.
        repeated: labels that come again or out of order.
    """

    last: int = 0
    missing: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    _levels: list[_Level] = field(default_factory=list)
    _chapeau: bool = False
    _waiting: list[Place] = field(default_factory=list)
    _reached: dict[str, int] = field(default_factory=dict)  # the last item of each style, also under another item

    def number(self, label: Label, index: int) -> Place:
        """Return the place of the numbered paragraph at `index`."""
        value = int(label.token)
        if label.suffix and value == self.last:  # "OP3 bis" behind "OP3"
            place = Place(f"{value} {label.suffix}", index, top=True)
            self._levels = [_Level("top", value, place)]
            self._reached.clear()
        elif self._is_inner(value, label):
            place = self._item("number", value, f"({value})", index)
        else:
            self._follow(value, label.token)
            above = self._levels[0].place if self._levels and self._levels[0].style == "unnumbered" else None
            place = Place(label.token, index, above, top=True)
            self._levels = [*(self._levels[:1] if above else ()), _Level("top", value, place)]
            self._reached.clear()
        self._chapeau = label.rest.rstrip().endswith(":")
        return place

    def _follow(self, value: int, token: str) -> None:
        """Go on to the number `value`; what stood without a number before it takes those left out."""
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
        """Whether the last paragraph has no number and ends as a chapeau: “Adopts the following declaration:”."""
        return bool(self._levels) and self._levels[0].style == "unnumbered"

    def resumes(self, value: int, between: Numbering) -> bool:
        """Tell whether `value` is the next number, those `between` counted or not, and if so take them over."""
        if value == self.last + 1:
            return True
        if value == self.last + 1 + len(between._waiting):
            self._waiting, between._waiting = between._waiting, []
            return True
        return False

    def unnumbered(self, index: int, *, chapeau: bool) -> Place:
        """Return the place of a paragraph without a label; `chapeau` where it ends as one."""
        if self.last:
            after = len(self._waiting)
            printed = f"{self.last} {_latin(after)}"
        else:
            printed = str(len(self._waiting) + 1)
        place = Place(printed, index, top=True, numbered=False)
        self._waiting.append(place)
        self._reached.clear()
        self._levels = [_Level("unnumbered" if chapeau and not self.last else "top", 0, place)]
        self._chapeau = chapeau
        return place

    def item(self, token: str, index: int, *, chapeau: bool, following: str | None = None) -> Place:
        """Return the place of the item with `token` at `index`; `following` is the next item's token."""
        token = self._mended(token, following)
        style, value = self._read(token, following)
        printed = str(value) if token == BULLET else token.rstrip(".")
        place = self._item(style, value, f"({printed})", index)
        place.numbered = token != BULLET
        self._chapeau = chapeau
        return place

    def _item(self, style: str, value: int, printed: str, index: int) -> Place:
        levels = self._levels
        same = [depth for depth in range(1, len(levels)) if levels[depth].style == style]
        depth = next((d for d in reversed(same) if levels[d].value + 1 == value), None)
        if depth is None and same and not self._chapeau:
            depth = same[0] if value == 1 else same[-1]
        before = levels[depth].value if depth is not None else 0
        if depth is not None:
            del levels[depth:]
        del levels[_DEEPEST:]
        if not levels:
            levels.append(_Level("none", 0, None))  # items that hang under nothing
        place = Place(printed, index, levels[-1].place)
        if style in _COUNTED:
            if value not in (1, before + 1, self._reached.get(style, 0) + 1):
                self._out_of_order(style, before, value, place)
            self._reached[style] = value
        levels.append(_Level(style, value, place))
        return place

    def _out_of_order(self, style: str, before: int, value: int, place: Place) -> None:
        """Keep what an item leaves out that comes after the item numbered `before` (0: first of its list)."""
        if value <= before:
            self.repeated.append(place.label)
        else:
            above = f"{place.above.label} " if place.above is not None else ""
            first, last = (
                f"{above}({_letters(number) if style == 'letter' else int_to_roman(number).lower()})"
                for number in (before + 1, value - 1)
            )
            self.missing.append(first if first == last else f"{first} to {last}")

    def _is_inner(self, value: int, label: Label) -> bool:
        """Tell whether a number belongs to a list or a quotation inside a paragraph."""
        levels = self._levels[1:]
        inner = next((level for level in levels if level.style == "number"), None) if levels else None
        if inner is not None and value == inner.value + 1:
            return value != self.last + 1 or not operative_at(label.rest)
        return value != self.last + 1 and self.last > 0 and self._chapeau and not operative_at(label.rest)

    def _mended(self, token: str, following: str | None) -> str:
        """Return the token that a list has next where optical recognition made figures or nonsense of it."""
        if token == BULLET or token.isupper() or token[-1] == "." or _letter(token) or _roman(token):
            return token
        last = next((level for level in reversed(self._levels[1:]) if level.style in _COUNTED), None)
        if last is None:
            return "i" if token == "1" and following == "ii" else token  # noqa: S105 - a label
        count = _COUNTED[last.style]
        sure = not token.isdigit() or following == count(last.value + 2) or (token == "6" and last.value == 1)  # noqa: S105
        return count(last.value + 1) if sure else token

    def _read(self, token: str, following: str | None) -> tuple[str, int]:
        """Return style and value of an item's token; ``i`` is the letter after ``h``, else the numeral."""
        if token == BULLET:
            last = next((level for level in self._levels[1:] if level.style == "bullet"), None)
            return "bullet", last.value + 1 if last is not None and not self._chapeau else 1
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
        read = {"letter": letter, "roman": roman}
        left_out = {
            level.style: read[level.style] - level.value - 1
            for level in self._levels[1:]
            if level.style in read and 0 < read[level.style] - level.value <= _MOST_LEFT_OUT
        }
        if roman == 1 and (left_out.get("letter") or following == "ii"):
            left_out.pop("letter", None)
        if left_out:
            style = min(reversed(left_out), key=left_out.__getitem__)
            return style, read[style]
        return ("roman", roman) if roman == 1 or len(token) > 1 else ("letter", letter)


def _latin(number: int) -> str:
    """Return ``bis`` for 0, ``ter`` for 1 and so on."""
    return _BIS[number] if number < len(_BIS) else str(number + 2)


@functools.lru_cache(maxsize=256)
def _roman(token: str) -> int:
    return roman_to_int(token.upper()) if token and _ROMAN.fullmatch(token) else 0


def _letter(token: str) -> int:
    """Return the place of ``a`` to ``z``, ``aa`` (27) to ``zz``; 0 for others."""
    if len(token) == 1 and token.islower():
        return ord(token) - 96
    if len(token) == 2 and token[0] == token[1] and token.islower():
        return ord(token[0]) - 96 + 26
    return 0
