"""Days and years that an organ proclaims: "proclaims 5 May World Tide Day", "2026 as the Year of Tides"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mandates.extraction.times.dates import MONTHS, day_and_month
from mandates.extraction.times.ordinals import ordinal_before
from mandates.extraction.times.sessions import YEAR
from mandates.extraction.times.tokens import at, before
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token


@dataclass(frozen=True, slots=True)
class Observance:
    """A day of every year, with the index of its first token and that after its last.

    Attributes:
        day: (month, day), or None if the date moves ("the last Friday of April").
    """

    first: int
    after: int
    day: tuple[int, int] | None = None


#: Maximum number of tokens between the operative verb and a verb of proclaiming.
_NEAR_VERB = 6


def proclaimed_year(tokens: Sequence[Token], verb: str) -> int | None:
    """Return the index of the year in "proclaims *2026* the International Year of Tides", or None."""
    start = _proclaimed(tokens, verb)
    if start is None:
        return None
    start += 2 * at(tokens, start, "the", "year")
    named = at(tokens, start + 1, "as", "the|an|a") or at(tokens, start + 1, "the|international|as|to")
    return start if _is_year(tokens, start) and named else None


def _proclaimed(tokens: Sequence[Token], verb: str) -> int | None:
    """Return the index of what the clause proclaims, or None."""
    if verb in listed("proclaiming"):
        return 0
    near = range(min(_NEAR_VERB, len(tokens)))
    return next((i + 1 for i in near if tokens[i].lower in listed("proclaiming")), None)


def find_observance(tokens: Sequence[Token], verb: str) -> Observance | None:
    """Return the day of every year that a clause with the operative verb `verb` proclaims, or None.

    A proclaimed year or decade ("2019 as the International Year") is not a day of every year: see `proclaimed_year`.
    """
    start = _proclaimed(tokens, verb)
    return None if start is None else _fixed_day(tokens, start) or _moving_day(tokens, start)


def _fixed_day(tokens: Sequence[Token], start: int) -> Observance | None:
    """Return the observance "5 May" or "May 5" at `start`, or None."""
    date = day_and_month(tokens, start + at(tokens, start, "the"))
    if date is None or _is_year(tokens, date[2]):
        return None
    return Observance(start, date[2], day=date[:2])


def _moving_day(tokens: Sequence[Token], start: int) -> Observance | None:
    """Return the observance "the last Friday of April" at `start`, or None."""
    position = start + at(tokens, start, "the") + 1
    if not at(tokens, position, "|".join(sorted(listed("weekdays")))) or not at(tokens, position + 1, "of|in"):
        return None
    month = position + 2
    ordinal = before(tokens, position, "last") or ordinal_before(tokens, position) is not None
    if not ordinal or month >= len(tokens) or tokens[month].lower not in MONTHS or _is_year(tokens, month + 1):
        return None
    return Observance(start, month + 1)


def _is_year(tokens: Sequence[Token], position: int) -> bool:
    return position < len(tokens) and YEAR.fullmatch(tokens[position].lower) is not None
