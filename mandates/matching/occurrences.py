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
#: A document this many days before or after what is due once may answer it; beyond the first number it is far from it.
_NEAR_DAYS, _FAR_DAYS = 120, 500
#: How well an obligation without a date fits.
_UNDATED_CLOSENESS = 0.25
#: How well the first obligation of a yearly series fits that has no day of its own.
_FIRST_OF_YEAR_CLOSENESS = 0.6
#: For recurring obligations at least this many days count as near.
_LEAST_DAYS = 8


class Fit(NamedTuple):
    """The obligation that a document answers (None if none fits), and how well it fits, from 0 to 1.

    `reasons` say why it fits no better; `also` are further obligations that a joint document answers.
    """

    occurrence: Occurrence | None
    closeness: float
    reasons: tuple[Reason, ...] = ()
    also: tuple[Occurrence, ...] = ()


def days_late(dated_on: dt.date | None, due_on: dt.date | None, *, without: int | None) -> int | None:
    """Return how many days after `due_on` a document is dated; None if it is in time.

    Args:
        without: the result where one of the dates is unknown: how late the obligation is.
    """
    if dated_on is None or due_on is None:
        return without
    return max((dated_on - due_on).days, 0) or None


def forums(document: IssuedDocument) -> dict[str, str | None]:
    """Return the organs that a document is for, each with its session."""
    sessions: dict[str, str | None] = {}
    for symbol in document.symbols:
        body, session = forum_of(symbol)
        if body is not None:
            sessions[body] = str(session) if session is not None else None
    if document.body is not None and sessions.get(document.body) is None:
        sessions[document.body] = str(document.session) if document.session is not None else None
    return sessions


def fit(document: IssuedDocument, request: Request, known: dict[str, str | None] | None = None) -> Fit:
    """Return the obligation of `request` that `document` answers.

    Args:
        known: the `forums` of the document, if they have been computed already.
    """
    known = forums(document) if known is None else known
    day = document.dated_on or (document.period[1] if document.period else None)
    of_session = [
        occurrence for occurrence in request.occurrences if occurrence.due_session and occurrence.due_body in known
    ]
    in_session = [occurrence for occurrence in of_session if known[occurrence.due_body or ""] == occurrence.due_session]
    if in_session:
        own_body = document.body
        in_session.sort(key=lambda occurrence: occurrence.due_body != own_body)
        return Fit(in_session[0], 1.0, also=tuple(in_session[1:]))
    dated = [
        occurrence
        for occurrence in request.occurrences
        if occurrence.due_on is not None and occurrence not in of_session
    ]
    lasting = [occurrence for occurrence in dated if occurrence.due_kind == "until"]
    if lasting and day is not None:
        dated = [occurrence for occurrence in dated if occurrence not in lasting]
        current = [
            occurrence for occurrence in lasting if (request.adopted_on or day) <= day <= (occurrence.due_on or day)
        ]
        if current:
            return Fit(current[0], 0.8)
    if day is not None:
        by_day = _by_day(document, day, dated, request.adopted_on)
        if by_day is not None:
            return by_day
        open_early = [
            occurrence
            for occurrence in of_session
            if occurrence.opens_on and occurrence.due_on and occurrence.opens_on <= day <= occurrence.due_on
        ]
        if open_early and known.get(open_early[0].due_body or "") is None:
            return Fit(open_early[0], 0.8)
    undated = [occurrence for occurrence in request.occurrences if occurrence.due_on is None]
    if undated:
        return Fit(undated[0], _UNDATED_CLOSENESS, (Reason.DUE_UNDATED,))
    if day is None and dated:
        year = _year_of(known) or _year_in(document.symbols)
        of_year = [
            occurrence
            for occurrence in dated
            if year is not None and occurrence.due_on is not None and occurrence.due_on.year == year
        ]
        if of_year:
            return Fit(of_year[0], 0.5, (Reason.DUE_NO_DATE,))
        if year is None and len(dated) == 1:
            return Fit(dated[0], 0.4, (Reason.DUE_NO_DATE,))
    past = [
        occurrence
        for occurrence in dated
        if day is not None and occurrence.due_on is not None and occurrence.due_on < day
    ]
    if past and clauses.continues(request.clause):
        return Fit(past[-1], _UNDATED_CLOSENESS, (Reason.DUE_UNDATED,))
    return Fit(None, 0.0, (Reason.DUE_NONE,))


def year_of(document: IssuedDocument) -> int | None:
    """Return the year of a document, or of the session that it is for; None where neither is known."""
    return document.dated_on.year if document.dated_on else _year_of(forums(document))


def _year_in(symbols: Sequence[str]) -> int | None:
    """Return the first year in `symbols`: 2025 for ``S/2025/153``; None if there is none."""
    return next((int(match[1]) for symbol in symbols if (match := _YEAR.search(symbol))), None)


def _year_of(sessions: dict[str, str | None]) -> int | None:
    """Return the year in which the Assembly's session opens, or that of a yearly session of the Council; else None."""
    number = sessions.get("General Assembly")
    if number is not None and number.isdecimal():
        return 1945 + int(number)
    year = sessions.get("Economic and Social Council")
    return int(year) if year is not None and year.isdecimal() else None


def _by_day(
    document: IssuedDocument, day: dt.date, dated: Sequence[Occurrence], adopted_on: dt.date | None
) -> Fit | None:
    """Return the dated obligation with the document's number in its series, else the nearest; None if none is near."""
    recurring = [occurrence for occurrence in dated if _interval(occurrence) is not None]
    if document.ordinal is not None:
        for occurrence in recurring:
            if occurrence.number == document.ordinal and _days_apart(occurrence, day) <= max(
                _interval(occurrence) or 0.0, _LEAST_DAYS
            ):
                return Fit(occurrence, 1.0)
    nearest = min(dated, key=lambda occurrence: (_days_apart(occurrence, day), occurrence.due_on), default=None)
    if nearest is None:
        return None
    days = _days_apart(nearest, day)
    interval = _interval(nearest)
    if interval is not None:
        half_interval = max(interval / 2, _LEAST_DAYS)
        if days <= half_interval:
            return Fit(nearest, 1.0 - 0.4 * days / half_interval)
        return Fit(nearest, _FIRST_OF_YEAR_CLOSENESS) if _is_first_of_year(nearest, day, adopted_on) else None
    if days <= _NEAR_DAYS:
        return Fit(nearest, 1.0 - 0.3 * days / _NEAR_DAYS)
    if days <= _FAR_DAYS:
        return Fit(nearest, 0.45, (Reason.DUE_FAR,))
    return None


def _days_apart(occurrence: Occurrence, day: dt.date) -> float:
    """Return how many days an obligation is from a day; 0 within the period in which it may be done."""
    assert occurrence.due_on is not None  # noqa: S101 - callers pass only dated obligations
    if occurrence.opens_on is not None and occurrence.opens_on <= day <= occurrence.due_on:
        return 0.0
    if _is_for_year(occurrence) and occurrence.due_on.year == day.year:
        return 0.0
    return float(abs((occurrence.due_on - day).days))


def _is_for_year(occurrence: Occurrence) -> bool:
    """Whether an obligation is due at any time of a year: annually, without a day."""
    return (
        occurrence.due_on is not None
        and (occurrence.due_on.month, occurrence.due_on.day) == (12, 31)
        and occurrence.every == "P1Y"
    )


def _is_first_of_year(occurrence: Occurrence, day: dt.date, adopted_on: dt.date | None) -> bool:
    """Whether an obligation is the first of a yearly series whose only day is that of the adoption, and `day` is in the
    year in which it is due.
    """
    if adopted_on is None or occurrence.due_on is None or occurrence.every != "P1Y" or occurrence.number != 1:
        return False
    yearly = (occurrence.due_on.month, occurrence.due_on.day) == (adopted_on.month, adopted_on.day)
    return yearly and adopted_on < day < occurrence.due_on and day.year == occurrence.due_on.year


def _interval(occurrence: Occurrence) -> float | None:
    """Return the days between two obligations of a recurring request; None for one that is due once."""
    match = _PERIOD.fullmatch(occurrence.every or "")
    if match is None or not match.group(0):
        return None
    days = sum(int(value) * _DAYS[name] for name, value in match.groupdict().items() if value)
    return days or None
