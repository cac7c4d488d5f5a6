"""Days, years and periods that an organ proclaims: "proclaims 5 May World Tide Day", "the year 2019"."""

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
    """What is proclaimed, and its tokens (first, after last).

    Attributes:
        first, after: tokens of the words that say when.
        day: (month, day) of a day of every year; None where the day moves ("the last Friday of April").
        last_year: the year, or the last of a period; None for a day of every year.
        lasts: whether it is a period of several years.
    """

    first: int
    after: int
    day: tuple[int, int] | None = None
    last_year: int | None = None
    lasts: bool = False


#: How many tokens after the verb the words may begin, and how far after them a period may stand.
_NEAR_VERB, _NEAR_PERIOD = 6, 30


def find_observance(found: Sequence[Token], verb: str) -> Observance | None:
    """Return what is proclaimed in a clause whose operative verb is `verb`, or None."""
    start = 0 if verb in listed("proclaiming") else None
    if start is None:
        near = range(min(_NEAR_VERB, len(found)))
        start = next((i + 1 for i in near if found[i].low in listed("proclaiming")), None)
    return None if start is None else _day(found, start) or _year(found, start) or _period(found, start)


def _day(found: Sequence[Token], start: int) -> Observance | None:
    """Return a day of every year: "5 May as", "the last Friday of April the"."""
    first = start + at(found, start, "the")
    read = day_and_month(found, first)
    if read is not None and not _is_year(found, read[2]):
        return Observance(start, read[2], day=read[:2])
    place = first
    while place < min(first + 3, len(found)) and found[place].low not in listed("weekdays"):
        place += 1
    named = place < len(found) and found[place].low in listed("weekdays") and at(found, place + 1, "of|in")
    if named and (before(found, place, "last") or ordinal_before(found, place) is not None):
        month = place + 2
        if month < len(found) and found[month].low in MONTHS and not _is_year(found, month + 1):
            return Observance(start, month + 1)
    return None


def _year(found: Sequence[Token], start: int) -> Observance | None:
    """Return a year: "2019 International Year", "the year 2019 as the International Year"."""
    place = start + (2 if at(found, start, "the", "year") else at(found, start, "year"))
    if _is_year(found, place) and not at(found, place + 1, "to|-|\u2013|and"):
        return Observance(start, place + 1, last_year=int(found[place].low))
    return None


def _period(found: Sequence[Token], start: int) -> Observance | None:
    """Return a period: "the period 2018-2027 as the Decade", "the Decade of Tides for the period from 2018 to 2027"."""
    for place in range(start, min(start + _NEAR_PERIOD, len(found))):
        if found[place].low in (";", "."):
            return None
        if found[place].low not in ("period", "decade", "years"):
            continue
        first = place + 1 + at(found, place + 1, ",")
        first += at(found, first, "from|beginning|of|starting")
        low = found[first].low if first < len(found) else ""
        opening, _, closing = low.partition("-")
        if YEAR.fullmatch(opening) and YEAR.fullmatch(closing):
            return Observance(place, first + 1, last_year=int(closing), lasts=True)
        if _is_year(found, first) and at(found, first + 1, "to|through|until|and") and _is_year(found, first + 2):
            return Observance(place, first + 3, last_year=int(found[first + 2].low), lasts=True)
    return None


def _is_year(found: Sequence[Token], place: int) -> bool:
    return place < len(found) and YEAR.fullmatch(found[place].low) is not None
