"""Printed labels to places in a resolution's order: which item hangs under which paragraph, and where numbers are missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mandates.structure.shapes import OPERATIVE, Label
from mandates.symbols import roman_to_int

_BIS = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


@dataclass(slots=True)
class Place:
    """Where a labelled paragraph stands.

    Attributes:
        label: printed label with those of the paragraphs above it: ``8 (a) (i)``.
        parent: index of the paragraph above it, in the same list that `index` counts in.
        top: whether it is a numbered paragraph, not an item.
    """

    label: str
    parent: int | None
    top: bool


@dataclass(slots=True)
class _Level:
    style: str
    value: int
    label: str
    index: int


@dataclass(slots=True)
class Numbering:
    """Follows the labels of one run of paragraphs, such as a section.

    Attributes:
        last: number of the last numbered paragraph; 0 before the first.
        missing: numbers that the run leaves out.
        repeated: labels that come again or out of order.
    """

    last: int = 0
    missing: list[int] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    _levels: list[_Level] = field(default_factory=list)
    _chapeau: bool = False
    _unnumbered: int = 0
    _after: int = 0

    def number(self, label: Label, index: int) -> Place:
        """Return the place of the numbered paragraph at `index`."""
        value = int(label.token)
        if self._is_inner(value, label):
            return self._item("number", value, f"({value})", index)
        if value > self.last + 1 and (self.last or value > 1):
            self.missing += range(self.last + 1, min(value, self.last + 1000))
        elif value <= self.last:
            self.repeated.append(label.token)
        self.last = value
        self._after = 0
        parent = self._levels[0].index if self._levels and self._levels[0].style == "unnumbered" else None
        base = [self._levels[0]] if parent is not None else []
        self._levels = [*base, _Level("top", value, label.token, index)]
        self._chapeau = label.rest.rstrip().endswith(":")
        return Place(label.token, parent, top=True)

    def unnumbered(self, index: int, *, chapeau: bool) -> Place:
        """Return the place of a paragraph without a label; `chapeau` where it ends as one."""
        if self.last:
            label = f"{self.last} {_BIS[self._after] if self._after < len(_BIS) else self._after + 2}"
            self._after += 1
        else:
            self._unnumbered += 1
            label = str(self._unnumbered)
        self._levels = [_Level("unnumbered" if chapeau and not self.last else "top", 0, label, index)]
        self._chapeau = chapeau
        return Place(label, None, top=False)

    def item(self, token: str, index: int, *, chapeau: bool, following: str | None = None) -> Place:
        """Return the place of the item with `token` at `index`; `following` is the next item's token."""
        style, value = self._read(token, following)
        place = self._item(style, value, f"({token})", index)
        self._chapeau = chapeau
        return place

    def _item(self, style: str, value: int, printed: str, index: int) -> Place:
        levels = self._levels
        depth = next(
            (d for d in range(len(levels) - 1, 0, -1) if levels[d].style == style and levels[d].value + 1 == value),
            None,
        )
        if depth is None and not (value == 1 or self._chapeau):
            depth = next((d for d in range(len(levels) - 1, 0, -1) if levels[d].style == style), None)
        if depth is not None:
            del levels[depth:]
        elif value == 1 and len(levels) > 1 and not self._chapeau:
            same = next((d for d in range(1, len(levels)) if levels[d].style == style), None)
            if same is not None:
                del levels[same:]
        above = levels[-1] if levels else None
        label = f"{above.label} {printed}" if above else printed
        levels.append(_Level(style, value, label, index))
        return Place(label, above.index if above else None, top=False)

    def _is_inner(self, value: int, label: Label) -> bool:
        """Tell whether a number belongs to a list inside a paragraph."""
        inner = next((level for level in self._levels[1:] if level.style == "number"), None)
        if inner is not None and value == inner.value + 1:
            return value != self.last + 1 or not OPERATIVE.match(label.rest)
        return value == 1 and self.last > 0 and self._chapeau and not OPERATIVE.match(label.rest)

    def _read(self, token: str, following: str | None) -> tuple[str, int]:
        """Return style and value of an item's token; ``i`` is the letter after ``h``, else the numeral."""
        if token.isdigit():
            return "figure", int(token)
        if token.isupper():
            return ("upper", ord(token) - 64) if len(token) == 1 else ("upper roman", _roman(token.lower()))
        roman = _roman(token)
        letter = _letter(token)
        if not roman or not letter:
            return ("roman", roman) if roman else ("letter", letter)
        for level in reversed(self._levels[1:]):
            if level.style == "letter" and level.value + 1 == letter and not (roman == 1 and following == "ii"):
                return "letter", letter
            if level.style == "roman" and level.value + 1 == roman:
                return "roman", roman
        return ("roman", roman) if roman == 1 or len(token) > 1 else ("letter", letter)


def _roman(token: str) -> int:
    return roman_to_int(token.upper()) if token and _ROMAN.fullmatch(token) else 0


def _letter(token: str) -> int:
    """Return the place of ``a`` to ``z``, ``aa`` (27) to ``zz``; 0 for others."""
    if len(token) == 1 and token.islower():
        return ord(token) - 96
    if len(token) == 2 and token[0] == token[1] and token.islower():
        return ord(token[0]) - 96 + 26
    return 0
