"""Bodies and their sessions: names to bodies, sessions to dates, dates to sessions. Knows no clock.

>>> session("GA", 73).closes_on
datetime.date(2019, 9, 17)
"""

from __future__ import annotations

import datetime as dt

from mandates.reference.lookup import FILE_VARIABLE, Calendar, current
from mandates.reference.session import Confidence, Session, Timetable

__all__ = [
    "FILE_VARIABLE",
    "Calendar",
    "Confidence",
    "Session",
    "Timetable",
    "abbreviation",
    "bodies",
    "next_session",
    "resolve_body",
    "session",
    "session_at",
    "sessions",
]


def session(body: str, session: int | str) -> Session | None:
    """See `Calendar.session`."""
    return current().session(body, session)


def session_at(body: str, date: dt.date) -> Session | None:
    """See `Calendar.session_at`."""
    return current().session_at(body, date)


def sessions(body: str, through: dt.date | None = None) -> tuple[Session, ...]:
    """See `Calendar.sessions`."""
    return current().sessions(body, through)


def next_session(body: str, session: int | str) -> Session | None:
    """See `Calendar.next_session`."""
    return current().next_session(body, session)


def resolve_body(name: str) -> str | None:
    """See `Calendar.resolve_body`."""
    return current().resolve_body(name)


def abbreviation(body: str) -> str:
    """See `Calendar.abbreviation`."""
    return current().abbreviation(body)


def bodies() -> tuple[str, ...]:
    """See `Calendar.bodies`."""
    return current().bodies()
