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

#: A value of `every` that names each session of a body, and one without a length.
EVERY_SESSION, REGULAR = "session", "regular"

#: The last day that every month has.
_EVERY_MONTH = 28

_DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


@functools.lru_cache(maxsize=256)
def duration(iso: str) -> relativedelta:
    """Return the length that an ISO 8601 duration writes: ``P90D``, ``P1Y6M``, ``-P1M`` or ``P-30D``.

    Raises:
        ValueError: it is none, or of no length.
    """
    plain = iso.replace("P-", "-P", 1)
    match = _DURATION.fullmatch(plain)
    if match is None or not any(match.groups()[1:]):
        raise ValueError(f"'{iso}' is no duration such as P1Y, P6M or P90D")
    sign = -1 if match[1] else 1
    years, months, weeks, days = (sign * int(part or 0) for part in match.groups()[1:])
    return relativedelta(years=years, months=months, weeks=weeks, days=days)


def occurrences(every: str, first: dt.date, end: dt.date | None = None) -> Iterator[dt.date]:
    """Yield `first` and each date that follows it, `every` apart, up to and with `end`; without end when that is None.

    Months are counted from `first`, so that the 31st comes back after a shorter month. A recurrence without a length
    (``regular``, ``session``) yields `first` alone.
    """
    if every in (REGULAR, EVERY_SESSION):
        if end is None or first <= end:
            yield first
        return
    step, turn = duration(every), 0
    while True:
        date = _counted(first, step, turn)
        if end is not None and date > end:
            return
        yield date
        turn += 1


def next_occurrence(
    every: str, previous: dt.date, end: dt.date | None = None, anchor: dt.date | None = None
) -> dt.date | None:
    """Return the next date after `previous`, or None when there is none: past `end`, or no length is set.

    `anchor` is the first date of the row, from which months are counted; without it they are counted from `previous`.
    """
    if every in (REGULAR, EVERY_SESSION):
        return None
    first = anchor if anchor is not None and anchor <= previous else previous
    step = duration(every)
    if _counted(first, step, 1) <= first:  # a length back in time leads to nothing
        return None
    turn = (previous - first).days // _most_days(step)  # not after `previous` yet, however long the row is
    while (date := _counted(first, step, turn)) <= previous:
        turn += 1
    return None if end is not None and date > end else date


def _counted(first: dt.date, step: relativedelta, turn: int) -> dt.date:
    """Return ``first + step * turn`` in a fifth of its time: long rows ask for thousands of dates."""
    year, month = divmod(first.year * 12 + first.month - 1 + (step.years * 12 + step.months) * turn, 12)
    day = first.day if first.day <= _EVERY_MONTH else min(first.day, monthrange(year, month + 1)[1])
    return dt.date(year, month + 1, day) + dt.timedelta(step.days * turn)


def _most_days(step: relativedelta) -> int:
    """Return the most days that a length can take."""
    return max(1, step.years * 366 + step.months * 31 + step.days)


def next_due_session(every: str, body: str, previous: int | str, calendar: Calendar | None = None) -> Session | None:
    """Return the session of `body` at which a recurring mandate is due after `previous`; None where none is known.

    Each session for ``session`` and, for a length in years, as many sessions on as a yearly body holds in that time;
    for a body of several sessions a year the one that opens nearest to that long after `previous`. Without `calendar`
    by that of today.
    """
    calendar = calendar or current()
    following = calendar.next_session(body, previous)
    if every == EVERY_SESSION or following is None:
        return following
    start = calendar.session(body, previous)
    if every == REGULAR or start is None or start.opens_on is None:
        return None
    wanted = start.opens_on + duration(every)
    best = None
    while following is not None and following.opens_on is not None:
        if (
            best is not None
            and best.opens_on is not None
            and abs(following.opens_on - wanted) >= abs(best.opens_on - wanted)
        ):
            break
        best = following
        following = calendar.next_session(body, following.session)
    return best
