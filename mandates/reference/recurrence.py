"""When a recurring mandate falls due next."""

from __future__ import annotations

import datetime as dt
import functools
import re
from calendar import monthrange
from collections.abc import Iterator

from dateutil.relativedelta import relativedelta

from mandates.reference.lookup import Calendar, current
from mandates.reference.session import Session

#: Values of `every`: at each session of a body, and regularly without a fixed interval.
EVERY_SESSION, REGULAR = "session", "regular"

#: The last day of the month that every month has.
_SHORTEST_MONTH = 28

_DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


@functools.lru_cache(maxsize=256)
def duration(iso: str) -> relativedelta:
    """Return an ISO 8601 duration as a time delta: ``P90D``, ``P1Y6M``, ``-P1M`` or ``P-30D``.

    Raises:
        ValueError: `iso` is not a duration, or has no parts.
    """
    normalized = iso.replace("P-", "-P", 1)
    match = _DURATION.fullmatch(normalized)
    if match is None or not any(match.groups()[1:]):
        raise ValueError(f"'{iso}' is not a duration such as P1Y, P6M or P90D")
    sign = -1 if match[1] else 1
    years, months, weeks, days = (sign * int(part or 0) for part in match.groups()[1:])
    return relativedelta(years=years, months=months, weeks=weeks, days=days)


def in_days(iso: str) -> str:
    """Return an ISO 8601 duration of weeks as one of days, ``P-6W`` as ``P-42D``; any other as it is."""
    return re.sub(r"(\d+)W\Z", lambda weeks: f"{int(weeks[1]) * 7}D", iso)


def occurrences(every: str, first: dt.date, end: dt.date | None = None) -> Iterator[dt.date]:
    """Yield `first` and each further date at the interval `every`, up to and including `end`; endlessly if it is None.

    Months are counted from `first`, so that the 31st returns after a shorter month. A recurrence without an interval
    (``regular``, ``session``) yields only `first`.
    """
    if every in (REGULAR, EVERY_SESSION):
        if end is None or first <= end:
            yield first
        return
    step, count = duration(every), 0
    while True:
        date = _date_after_steps(first, step, count)
        if end is not None and date > end:
            return
        yield date
        count += 1


def next_occurrence(
    every: str, previous: dt.date, end: dt.date | None = None, anchor: dt.date | None = None
) -> dt.date | None:
    """Return the next date after `previous`, or None if it is after `end` or the recurrence has no interval.

    `anchor` is the first date of the series, from which months are counted; the default is `previous`.
    """
    if every in (REGULAR, EVERY_SESSION):
        return None
    first = min(anchor or previous, previous)
    step = duration(every)
    if _date_after_steps(first, step, 1) <= first:  # a negative interval has no next date
        return None
    count = (previous - first).days // _most_days(step)  # never after `previous`, however long the series is
    while (date := _date_after_steps(first, step, count)) <= previous:
        count += 1
    return None if end is not None and date > end else date


def _date_after_steps(first: dt.date, step: relativedelta, count: int) -> dt.date:
    """Return ``first + step * count``, five times as fast, since long series have thousands of dates."""
    year, month = divmod(first.year * 12 + first.month - 1 + (step.years * 12 + step.months) * count, 12)
    day = first.day if first.day <= _SHORTEST_MONTH else min(first.day, monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day) + dt.timedelta(step.days * count)


def _most_days(step: relativedelta) -> int:
    """Return the maximum number of days in an interval, at least 1."""
    return max(1, step.years * 366 + step.months * 31 + step.days)


def next_due_session(every: str, body: str, previous: int | str, calendar: Calendar | None = None) -> Session | None:
    """Return the session of `body` at which a recurring mandate is due after `previous`; None if none is known.

    For ``session`` this is the next session. For an interval it is the session whose opening is nearest to that long
    after the opening of `previous`. Without `calendar`, the current one is used.
    """
    calendar = calendar or current()
    following = calendar.next_session(body, previous)
    if every == EVERY_SESSION or following is None:
        return following
    start = calendar.session(body, previous)
    if every == REGULAR or start is None or start.opens_on is None:
        return None
    target = start.opens_on + duration(every)
    nearest = None
    while following is not None and following.opens_on is not None:
        if (
            nearest is not None
            and nearest.opens_on is not None
            and abs(following.opens_on - target) >= abs(nearest.opens_on - target)
        ):
            break
        nearest = following
        following = calendar.next_session(body, following.session)
    return nearest
