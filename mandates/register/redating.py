"""Dates of sessions against the calendar of today: a postponed session moves what is due at it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandates.domain.events import Event, EventKind
from mandates.reference import lookup
from mandates.reference.lookup import Calendar, Dates
from mandates.register import projection, records
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.lists import RedatedRow
from mandates.store import locks, obligations, reference_data, states
from mandates.store.obligations import DueAt
from mandates.store.reference_data import SessionRow


def redate(work: UnitOfWork, *, dry_run: bool = False) -> list[RedatedRow]:
    """Update what is due at sessions to the current dates of the calendar, and return the sessions that moved.

    This also adds sessions that only the user's own calendar knows. Dates that a person has set stay. With `dry_run`
    nothing is written.
    """
    if not dry_run:
        locks.many(work.connection)
        projection.reach_today(work)
    calendar = lookup.current()
    redated: list[RedatedRow] = []
    events: list[Event] = []
    touched: set[int] = set()
    for candidate in [*reference_data.sessions(work.connection), *_unknown(work, calendar)]:
        session = candidate
        dates = calendar.session(session.body, session.number)
        if dates is None or dates.opens_on is None:
            continue
        if (session.opens_on, session.closes_on, session.exact) == (dates.opens_on, dates.closes_on, dates.exact):
            continue
        touched |= set(states.due_at_sessions_of(work.connection, session.body))
        if not session.id and not dry_run:
            session = _stored(work, session)
        expected = obligations.due_at(work.connection, session.body, session.number, work.day)
        events.append(_event(session, dates.opens_on, dates.closes_on, dates.exact, quiet=bool(expected)))
        events += [_obligation_event(session, obligation, dates.opens_on, dates.closes_on) for obligation in expected]
        if not expected:
            continue
        redated.append(
            RedatedRow(
                body=session.body,
                session=session.number,
                opens_on=(session.opens_on, dates.opens_on),
                closes_on=(session.closes_on, dates.closes_on),
                references=tuple(obligation.reference for obligation in expected),
            )
        )
    if not dry_run and events:
        records.put(work, events)
        projection.refresh(work, touched)
    return sorted(redated, key=lambda row: (row.body, row.session))


def _unknown(work: UnitOfWork, calendar: Calendar) -> list[SessionRow]:
    """Return the sessions in a calendar that the register has no row of, with the dates that were used so far."""
    known = {(row.body, row.number) for row in reference_data.sessions(work.connection)}
    body_sessions = {*states.sessions_named(work.connection)}
    for body in calendar.bodies():
        sessions = (*calendar.sessions(body), *calendar.sessions(body, work.horizon))
        body_sessions |= {(body, str(session.session)) for session in sessions}
    calendar_before = work.calendars.of(work.day)
    unknown = []
    for body, number in sorted(body_sessions - known):
        earlier = calendar_before.session(body, number)
        dates = Dates(earlier.opens_on, earlier.closes_on, earlier.exact) if earlier else Dates(None, None, exact=False)
        unknown.append(SessionRow(0, body, number, dates.opens_on, dates.closes_on, dates.exact))
    return unknown


def _stored(work: UnitOfWork, session: SessionRow) -> SessionRow:
    """Store a session that is new in the register and return its row."""
    body_session = session.body, session.number
    dates = {body_session: Dates(session.opens_on, session.closes_on, session.exact)}
    reference_data.add_sessions(work.connection, dates, reference_data.sessions(work.connection))
    rows = {(row.body, row.number): row for row in reference_data.sessions(work.connection)}
    return rows[body_session]


def _event(session: SessionRow, opens_on: dt.date, closes_on: dt.date | None, exact: bool, *, quiet: bool) -> Event:
    """Return the event for a session; `quiet` if the events of obligations due at it show the change."""
    before: dict[str, Any] = {
        "session_id": session.id,
        "exact": session.exact,
        **_dates(session.opens_on, session.closes_on),
    }
    after: dict[str, Any] = {"session_id": session.id, "exact": exact, **_dates(opens_on, closes_on)}
    reference = None if quiet else f"{session.body}, session {session.number}"
    return Event(kind=EventKind.REDATED, reference=reference, before=before, after=after, quiet=quiet)


def _obligation_event(session: SessionRow, obligation: DueAt, opens_on: dt.date, closes_on: dt.date | None) -> Event:
    """Return the event that shows the change in the history of an obligation due at the session; it changes nothing."""
    before = {"session": session.number, **_dates(session.opens_on, session.closes_on)}
    after = {"session": session.number, **_dates(opens_on, closes_on)}
    return Event(
        kind=EventKind.REDATED,
        reference=obligation.reference,
        mandate_id=obligation.mandate_id,
        obligation_id=obligation.obligation_id,
        details={"before": before, "after": after},
    )


def _dates(opens_on: dt.date | None, closes_on: dt.date | None) -> dict[str, str | None]:
    return {
        "opens_on": opens_on.isoformat() if opens_on else None,
        "closes_on": closes_on.isoformat() if closes_on else None,
    }
