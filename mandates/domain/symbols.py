"""Symbols of resolutions: parse what people type and print, compare, print canonically.

>>> str(Symbol.parse("a/res/71/12"))
'A/RES/71/12'
>>> str(Symbol.parse("2349 (2017)"))
'S/RES/2349 (2017)'

How symbols are built: UN Editorial Manual, "Document symbols"; series symbols in ST/LIB/SER.B/5/Rev.5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mandates.domain.errors import UsageError

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_FIGURES = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)

#: Adopting organs by the series that their resolutions' symbols begin with.
BODIES: dict[str, str] = {
    "A/RES": "General Assembly",
    "S/RES": "Security Council",
    "E/RES": "Economic and Social Council",
    "A/HRC/RES": "Human Rights Council",
    "UNEP/EA": "United Nations Environment Assembly",
}

_RESOLUTION = re.compile(r"^(RESOLUTION|RES\.?(?!/))")
_PART = r"(?P<part>[A-Z](?:-[A-Z])?)"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (series, re.compile(pattern, re.VERBOSE))
    for series, pattern in (
        # A/RES/3234 (XXIX), A/RES/2603 (XXIV) A, E/RES/920 (XXXIV); the stray slash of E/RES/106/(VI) is dropped
        ("roman", rf"(?:(?P<series>[AE])/RES/)?(?P<number>\d+)/?\((?P<session>[IVXLC]+)\){_PART}?"),
        # S/RES/2349 (2017)
        ("S/RES", r"(?:S/RES/)?(?P<number>\d+)/?\((?P<session>(?:19|20)\d\d)\)"),
        # A/HRC/RES/53/19, A/HRC/RES/S-32/1
        ("A/HRC/RES", r"A/HRC/RES/(?P<session>(?:S-)?\d+)/(?P<number>\d+)"),
        # A/RES/71/12, A/RES/48/218 B, A/RES/76/84 A-B, A/RES/S-32/1, A/RES/ES-10/20
        ("A/RES", rf"A/RES/(?P<session>(?:E?S-)?\d+)/(?P<number>\d+)[_/]?{_PART}?"),
        ("E/RES", r"E/RES/(?P<session>\d{4})/(?P<number>\d+)"),
        # UNEP/EA.4/RES.1, UNEP/EA.4/HLS.1
        ("UNEP/EA", r"UNEP/EA\.?(?P<session>\d+)/(?P<kind>RES|HLS)\.?(?P<number>\d+)"),
        # without a series: a year before the slash is the Economic and Social Council's, a session the Assembly's
        ("E/RES", r"(?P<session>(?:19|20)\d\d)/(?P<number>\d+)"),
        ("A/RES", rf"(?P<session>(?:E?S-)?\d{{1,3}})/(?P<number>\d+)[_/]?{_PART}?"),
    )
)


def int_to_roman(number: int) -> str:
    """Return `number` (1 to 3999) as a Roman numeral."""
    figures = ""
    for value, sign in _ROMAN_FIGURES:
        count, number = divmod(number, value)
        figures += sign * count
    return figures


def roman_to_int(text: str) -> int:
    """Return the value of a roman numeral in capitals (``XXIX`` -> 29)."""
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """The symbol of a resolution.

    Attributes:
        series: ``A/RES``, ``S/RES``, ``E/RES``, ``A/HRC/RES`` or ``UNEP/EA``.
        session: as it stands in the symbol: ``71``, ``S-32``, ``ES-10``, ``2020``, ``XXIX``; for the Security Council
            the year.
        number: the resolution's number.
        part: ``A``, ``B`` or ``A-B`` where the symbol names parts.
        kind: ``RES`` or, for the Environment Assembly, also ``HLS``.
    """

    series: str
    session: str
    number: int
    part: str | None = None
    kind: str = "RES"

    @classmethod
    def parse(cls, text: str) -> Symbol:
        """Return the symbol that `text` names, however it is spaced or capitalised, with or without its series.

        Raises:
            UsageError: `text` is no symbol of a resolution.
        """
        plain = "".join(text.replace("_", "").split()).upper()
        if plain.startswith("RES"):
            plain = _RESOLUTION.sub("", plain)
        for series, form in _FORMS:
            match = form.fullmatch(plain)
            if match is None:
                continue
            groups = match.groupdict()
            named = f"{groups['series'] or 'A'}/RES" if series == "roman" else series
            return cls(
                named, groups["session"], int(groups["number"]), groups.get("part") or None, groups.get("kind") or "RES"
            )
        raise UsageError(f"'{text}' is no symbol of a resolution", "write it like A/RES/71/12, 71/12 or 2349 (2017)")

    @property
    def body(self) -> str:
        """Full name of the adopting organ."""
        return BODIES[self.series]

    @property
    def body_session(self) -> int | str | None:
        """The organ's session: 71, ``"2020"``, ``"special 32"``, ``"emergency 10"``; None for the Security Council."""
        if self.series == "S/RES":
            return None
        if self.series == "E/RES" and self.session.isdigit():
            return self.session
        if self.session.startswith("ES-"):
            return f"emergency {int(self.session[3:])}"
        if self.session.startswith("S-"):
            return f"special {int(self.session[2:])}"
        return int(self.session) if self.session.isdigit() else roman_to_int(self.session)

    def __str__(self) -> str:
        if self.series == "UNEP/EA":
            return f"UNEP/EA.{self.session}/{self.kind}.{self.number}"
        if self.series == "S/RES" or not self.session[-1].isdigit():
            text = f"{self.series}/{self.number} ({self.session})"
        else:
            text = f"{self.series}/{self.session}/{self.number}"
        return f"{text} {self.part}" if self.part else text


def sort_key(symbol: str) -> str:
    """Return what sorts symbols as people count: 71/9 before 71/12."""
    return re.sub(r"\d+", lambda number: number[0].zfill(5), symbol)
