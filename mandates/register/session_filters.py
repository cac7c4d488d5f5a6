"""What filters ask for, completed with what the register knows of the sessions that they name."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mandates.domain.filters import Filters, SessionDates
from mandates.store.engine import Connection

if TYPE_CHECKING:  # the calendar is read only where a session is asked for
    from mandates.reference.calendar import Calendar
    from mandates.reference.session import Session


def completed(connection: Connection, filters: Filters, day: dt.date) -> Filters:
    """Return filters with the dates of the sessions of bodies that they name, as they were known on `day`.

    What is due then recurs up to their end, and what is due on a day in one is due then too: as a summary counts.
    """
    if not filters.due_sessions or not filters.bodies or filters.session_dates is not None:
        return filters
    windows = list(_windows(connection, filters, day))
    through = max((closes_on for closes_on, _ in windows), default=day)
    dates = tuple(own for _, own in windows)
    return dataclasses.replace(filters, session_dates=dates, through=filters.last_day(through))


def _windows(connection: Connection, filters: Filters, day: dt.date) -> Iterator[tuple[dt.date, SessionDates]]:
    """Yield the closing day of each session whose dates are known, with the days that are its own."""
    from mandates.register.unit_of_work import calendars  # noqa: PLC0415 - only where a session is asked for

    dates = calendars(connection).of(day)
    for body in filters.bodies:
        for number in filters.due_sessions:
            window = session_on(connection, body, number, day)
            last = last_own_day(dates, window)
            if window is not None and window.opens_on and window.closes_on and last:
                yield window.closes_on, SessionDates(body, number, window.opens_on, last)


def session_on(connection: Connection, body: str, number: str, day: dt.date) -> Session | None:
    """Return a session with its dates as they were known on `day`; by the calendar where the register has it not."""
    from mandates.reference import calendar  # noqa: PLC0415 - only where a session is asked for
    from mandates.register.unit_of_work import calendars  # noqa: PLC0415 - the same

    full = calendar.resolve_body(body) or body
    return calendars(connection).of(day).session(full, number) or calendar.session(full, number)


def last_own_day(dates: Calendar, session: Session | None) -> dt.date | None:
    """Return the last day of a session that is not one of the next: it closes on the day on which that opens."""
    if session is None or session.closes_on is None:
        return None
    following = dates.next_session(session.body, session.session)
    shared = following is not None and following.opens_on == session.closes_on
    return session.closes_on - dt.timedelta(days=1) if shared else session.closes_on
