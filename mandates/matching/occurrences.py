"""Which obligation of a request a document answers: the one of its session, of its number, or the nearest in time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from mandates.domain.issued import IssuedDocument
from mandates.domain.match import Occurrence, Reason, Request
from mandates.matching import clauses
from mandates.reference.series import forum_of

_PERIOD = re.compile(r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?")
_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_DAYS = {"years": 365.25, "months": 30.44, "weeks": 7.0, "days": 1.0}
#: Of what is due once: so many days late or early a document still is the answer; beyond the first it is far.
_NEAR, _FAR = 120, 500
#: How well what has no date fits.
_UNDATED = 0.25
#: How well the first of a yearly series fits that has no day of its own.
_OF_YEAR = 0.6
#: Of a recurrence, so many days at least are near.
_LEAST = 8


class Fit(NamedTuple):
    """The obligation, how well it fits (0 to 1), why not better, and others that a joint document answers as well; None
    where none fits.
    """

    occurrence: Occurrence | None
    closeness: float
    reasons: tuple[Reason, ...] = ()
    also: tuple[Occurrence, ...] = ()


def days_late(dated_on: dt.date | None, due_on: dt.date | None, *, without: int | None) -> int | None:
    """Return how many days after the day of an obligation a document answers it; `without` a date of its own, how late
    the obligation is.
    """
    if dated_on is None or due_on is None:
        return without
    return max((dated_on - due_on).days, 0) or None


def forums(document: IssuedDocument) -> dict[str, str | None]:
    """Return the organs that a document is for, each with its session."""
    found: dict[str, str | None] = {}
    for symbol in document.symbols:
        body, session = forum_of(symbol)
        if body is not None:
            found[body] = str(session) if session is not None else None
    if document.body is not None and found.get(document.body) is None:
        found[document.body] = str(document.session) if document.session is not None else None
    return found


def fit(document: IssuedDocument, request: Request, known: dict[str, str | None] | None = None) -> Fit:
    """Return the obligation of `request` that `document` answers; `known` are its `forums`, where they are at hand."""
    known = forums(document) if known is None else known
    day = document.dated_on or (document.period[1] if document.period else None)
    of_session = [one for one in request.occurrences if one.due_session and one.due_body in known]
    at = [one for one in of_session if known[one.due_body or ""] == one.due_session]
    if at:
        first = document.body
        at.sort(key=lambda one: one.due_body != first)
        return Fit(at[0], 1.0, also=tuple(at[1:]))
    dated = [one for one in request.occurrences if one.due_on is not None and one not in of_session]
    lasting = [one for one in dated if one.due_kind == "until"]
    if lasting and day is not None:
        dated = [one for one in dated if one not in lasting]
        held = [one for one in lasting if (request.adopted_on or day) <= day <= (one.due_on or day)]
        if held:
            return Fit(held[0], 0.8)
    if day is not None:
        found = _by_day(document, day, dated, request.adopted_on)
        if found is not None:
            return found
        early = [one for one in of_session if one.opens_on and one.due_on and one.opens_on <= day <= one.due_on]
        if early and known.get(early[0].due_body or "") is None:
            return Fit(early[0], 0.8)
    undated = [one for one in request.occurrences if one.due_on is None]
    if undated:
        return Fit(undated[0], _UNDATED, (Reason.DUE_UNDATED,))
    if day is None and dated:
        year = _year_of(known) or _year_in(document.symbols)
        of_year = [one for one in dated if year is not None and one.due_on is not None and one.due_on.year == year]
        if of_year:
            return Fit(of_year[0], 0.5, (Reason.DUE_NO_DATE,))
        if year is None and len(dated) == 1:
            return Fit(dated[0], 0.4, (Reason.DUE_NO_DATE,))
    past = [one for one in dated if day is not None and one.due_on is not None and one.due_on < day]
    if past and clauses.continues(request.clause):
        return Fit(past[-1], _UNDATED, (Reason.DUE_UNDATED,))
    return Fit(None, 0.0, (Reason.DUE_NONE,))


def year_of(document: IssuedDocument) -> int | None:
    """Return the year of a document, or of the session that it is for; None where neither is known."""
    return document.dated_on.year if document.dated_on else _year_of(forums(document))


def _year_in(symbols: Sequence[str]) -> int | None:
    """Return the year that symbols name: 2025 of ``S/2025/153``."""
    return next((int(match[1]) for one in symbols if (match := _YEAR.search(one))), None)


def _year_of(known: dict[str, str | None]) -> int | None:
    """Return the year in which a session of the Assembly opens, or that of a yearly session."""
    number = known.get("General Assembly")
    if number is not None and number.isdecimal():
        return 1945 + int(number)
    year = known.get("Economic and Social Council")
    return int(year) if year is not None and year.isdecimal() else None


def _by_day(
    document: IssuedDocument, day: dt.date, dated: Sequence[Occurrence], adopted_on: dt.date | None
) -> Fit | None:
    """Return the obligation whose day is nearest; where a document has a number in its series, the one of that."""
    recurring = [one for one in dated if _length(one) is not None]
    if document.ordinal is not None:
        for one in recurring:
            if one.number == document.ordinal and _apart(one, day) <= max(_length(one) or 0.0, _LEAST):
                return Fit(one, 1.0)
    nearest = min(dated, key=lambda one: (_apart(one, day), one.due_on), default=None)
    if nearest is None:
        return None
    apart = _apart(nearest, day)
    every = _length(nearest)
    if every is not None:
        half = max(every / 2, _LEAST)
        if apart <= half:
            return Fit(nearest, 1.0 - 0.4 * apart / half)
        return Fit(nearest, _OF_YEAR) if _is_first_of_year(nearest, day, adopted_on) else None
    if apart <= _NEAR:
        return Fit(nearest, 1.0 - 0.3 * apart / _NEAR)
    if apart <= _FAR:
        return Fit(nearest, 0.45, (Reason.DUE_FAR,))
    return None


def _apart(one: Occurrence, day: dt.date) -> float:
    """Return how many days an obligation is from a day; none within the time that it may be done in."""
    assert one.due_on is not None  # noqa: S101 - only dated ones are asked
    if one.opens_on is not None and one.opens_on <= day <= one.due_on:
        return 0.0
    if _is_for_year(one) and one.due_on.year == day.year:
        return 0.0
    return float(abs((one.due_on - day).days))


def _is_for_year(one: Occurrence) -> bool:
    """Whether an obligation is due at any time in a year: annually, with no day."""
    return one.due_on is not None and (one.due_on.month, one.due_on.day) == (12, 31) and one.every == "P1Y"


def _is_first_of_year(one: Occurrence, day: dt.date, adopted_on: dt.date | None) -> bool:
    """Whether an obligation is the first of those that are due yearly, with no day but that of the adoption, and a day
    is in its year.
    """
    if adopted_on is None or one.due_on is None or one.every != "P1Y" or one.number != 1:
        return False
    yearly = (one.due_on.month, one.due_on.day) == (adopted_on.month, adopted_on.day)
    return yearly and adopted_on < day < one.due_on and day.year == one.due_on.year


def _length(one: Occurrence) -> float | None:
    """Return the days between two obligations of a recurrence; None for what is due once."""
    match = _PERIOD.fullmatch(one.every or "")
    if match is None or not match.group(0):
        return None
    days = sum(int(value) * _DAYS[name] for name, value in match.groupdict().items() if value)
    return days or None
