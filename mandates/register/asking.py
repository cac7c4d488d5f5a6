"""What filters ask for, completed with what the register knows of the session that they name."""

from __future__ import annotations

import dataclasses
import datetime as dt

from mandates.domain.filters import Filters
from mandates.reference.session import Session
from mandates.store.engine import Connection


def completed(connection: Connection, filters: Filters, day: dt.date) -> Filters:
    """Return filters with the dates of the session of a body that they name, as they were known on `day`.

    What is due then recurs up to its end, and what is due on a day in it is due then too: as a summary counts.
    """
    if filters.due_session is None or filters.body is None or filters.session_dates is not None:
        return filters
    window = session_on(connection, filters.body, filters.due_session, day)
    if window is None or window.opens_on is None or window.closes_on is None:
        return filters
    dates = (window.opens_on, window.closes_on)
    return dataclasses.replace(filters, session_dates=dates, through=filters.last_day(window.closes_on))


def session_on(connection: Connection, body: str, number: str, day: dt.date) -> Session | None:
    """Return a session with its dates as they were known on `day`; by the calendar where the register has it not."""
    from mandates.reference import calendar  # noqa: PLC0415 - only where a session is asked for
    from mandates.register.unit_of_work import calendars  # noqa: PLC0415 - the same

    full = calendar.resolve_body(body) or body
    return calendars(connection).of(day).session(full, number) or calendar.session(full, number)
