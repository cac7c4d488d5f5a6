"""Days that an organ proclaims: "proclaims 5 May World Tide Day", "the last Friday of April as the Day of Tides"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mandates.extraction.times.dates import MONTHS, day_and_month
from mandates.extraction.times.ordinals import ordinal_before
from mandates.extraction.times.sessions import YEAR
from mandates.extraction.times.tokens import Token, at, before
from mandates.extraction.times.words import listed


@dataclass(frozen=True, slots=True)
class Observance:
    """A day of every year, and the tokens of its words (first, after last).

    Attributes:
        day: (month, day); None where it moves ("the last Friday of April").
    """

    first: int
    after: int
    day: tuple[int, int] | None = None


#: How many tokens after the operative verb the one of proclaiming may stand.
_NEAR_VERB = 6


def find_observance(found: Sequence[Token], verb: str) -> Observance | None:
    """Return the day of every year that a clause with the operative verb `verb` proclaims, or None.

    A year or decade that is proclaimed ("2019 as the International Year") is no time of the proclaiming.
    """
    start = 0 if verb in listed("proclaiming") else None
    if start is None:
        near = range(min(_NEAR_VERB, len(found)))
        start = next((i + 1 for i in near if found[i].low in listed("proclaiming")), None)
    return None if start is None else _fixed(found, start) or _moving(found, start)


def _fixed(found: Sequence[Token], start: int) -> Observance | None:
    """Return "5 May" or "May 5" at `start`."""
    read = day_and_month(found, start + at(found, start, "the"))
    if read is None or _is_year(found, read[2]):
        return None
    return Observance(start, read[2], day=read[:2])


def _moving(found: Sequence[Token], start: int) -> Observance | None:
    """Return "the last Friday of April" at `start`."""
    place = start + at(found, start, "the") + 1
    if not at(found, place, "|".join(sorted(listed("weekdays")))) or not at(found, place + 1, "of|in"):
        return None
    month = place + 2
    ordinal = before(found, place, "last") or ordinal_before(found, place) is not None
    if not ordinal or month >= len(found) or found[month].low not in MONTHS or _is_year(found, month + 1):
        return None
    return Observance(start, month + 1)


def _is_year(found: Sequence[Token], place: int) -> bool:
    return place < len(found) and YEAR.fullmatch(found[place].low) is not None
