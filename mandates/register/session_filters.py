"""What filters ask for, completed with what the register knows of the sessions that they name."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mandates.domain.filters import Filters, SessionDates
from mandates.store.engine import Connection
from mandates.timeline.ahead import AHEAD

if TYPE_CHECKING:  # the calendar is imported only if a session is requested
    from mandates.reference.calendar import Calendar
    from mandates.reference.session import Session


def completed(connection: Connection, filters: Filters, day: dt.date) -> Filters:
    """Return filters with the dates of the sessions that they name, as they were known on `day`.

    What is due on a day within a session counts as due at it, as in summaries. Without a body the sessions of all
    bodies are meant. Recurrences extend to the end of these sessions; without a body only of those that close while
    recurrences are stored, since some body has its session of any number in fifty years.
    """
    if not filters.due_sessions or filters.session_dates is not None:
        return filters
    windows = list(_windows(connection, filters, day))
    last_day = dt.date.max if filters.bodies else day + AHEAD
    through = max((closes_on for closes_on, _ in windows if closes_on <= last_day), default=day)
    dates = tuple(own_dates for _, own_dates in windows)
    return dataclasses.replace(filters, session_dates=dates, through=filters.last_day(through))


def _windows(connection: Connection, filters: Filters, day: dt.date) -> Iterator[tuple[dt.date, SessionDates]]:
    """Yield the closing day of each session whose dates are known, with the period of its own days."""
    from mandates.register.unit_of_work import calendars  # noqa: PLC0415 - only if a session is requested

    dated_calendar = calendars(connection).of(day)
    for body in filters.bodies or dated_calendar.bodies():
        for number in filters.due_sessions:
            session = session_on(connection, body, number, day)
            last_day = last_own_day(dated_calendar, session)
            if session is not None and session.opens_on and session.closes_on and last_day:
                yield session.closes_on, SessionDates(body, number, session.opens_on, last_day)


def session_on(connection: Connection, body: str, number: str, day: dt.date) -> Session | None:
    """Return a session with its dates as they were known on `day`; from the calendar if the register has none."""
    from mandates.reference import calendar  # noqa: PLC0415 - only if a session is requested
    from mandates.register.unit_of_work import calendars  # noqa: PLC0415 - the same

    full = calendar.resolve_body(body) or body
    return calendars(connection).of(day).session(full, number) or calendar.session(full, number)


def last_own_day(dates: Calendar, session: Session | None) -> dt.date | None:
    """Return the last day of a session that does not belong to the next one, which may open on its closing day."""
    if session is None or session.closes_on is None:
        return None
    following = dates.next_session(session.body, session.session)
    shared = following is not None and following.opens_on == session.closes_on
    return session.closes_on - dt.timedelta(days=1) if shared else session.closes_on
