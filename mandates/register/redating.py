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
    """Bring what is due at sessions to the dates that the calendar has now, and return the sessions that moved.

    So come sessions that only a person's own calendar knows. Dates that a person has set stay. With `dry_run` nothing
    is written.
    """
    if not dry_run:
        locks.many(work.connection)
        projection.reach_today(work)
    calendar = lookup.current()
    found: list[RedatedRow] = []
    events: list[Event] = []
    touched: set[int] = set()
    for known in [*reference_data.sessions(work.connection), *_unknown(work, calendar)]:
        one = known
        now = calendar.session(one.body, one.number)
        if now is None or now.opens_on is None:
            continue
        if (one.opens_on, one.closes_on, one.exact) == (now.opens_on, now.closes_on, now.exact):
            continue
        touched |= set(states.due_at_sessions_of(work.connection, one.body))
        if not one.id and not dry_run:
            one = _stored(work, one)
        expected = obligations.due_at(work.connection, one.body, one.number, work.day)
        events.append(_event(one, now.opens_on, now.closes_on, now.exact, quiet=bool(expected)))
        events += [_told(one, of, now.opens_on, now.closes_on) for of in expected]
        if not expected:
            continue
        found.append(
            RedatedRow(
                body=one.body,
                session=one.number,
                opens_on=(one.opens_on, now.opens_on),
                closes_on=(one.closes_on, now.closes_on),
                references=tuple(of.reference for of in expected),
            )
        )
    if not dry_run and events:
        records.put(work, events)
        projection.refresh(work, touched)
    return sorted(found, key=lambda row: (row.body, row.session))


def _unknown(work: UnitOfWork, calendar: Calendar) -> list[SessionRow]:
    """Return the sessions that a calendar knows and the register has no row of, with the dates that it has of them."""
    known = {(one.body, one.number) for one in reference_data.sessions(work.connection)}
    named = {*states.sessions_named(work.connection)}
    for body in calendar.bodies():
        several = (*calendar.sessions(body), *calendar.sessions(body, work.horizon))
        named |= {(body, str(one.session)) for one in several}
    before = work.calendars.of(work.day)
    found = []
    for body, number in sorted(named - known):
        one = before.session(body, number)
        dates = Dates(one.opens_on, one.closes_on, one.exact) if one else Dates(None, None, exact=False)
        found.append(SessionRow(0, body, number, dates.opens_on, dates.closes_on, dates.exact))
    return found


def _stored(work: UnitOfWork, one: SessionRow) -> SessionRow:
    """Return a session that the register did not have with the row that it has now."""
    dates = {(one.body, one.number): Dates(one.opens_on, one.closes_on, one.exact)}
    reference_data.add_sessions(work.connection, dates, reference_data.sessions(work.connection))
    return next(
        row for row in reference_data.sessions(work.connection) if (row.body, row.number) == (one.body, one.number)
    )


def _event(one: SessionRow, opens_on: dt.date, closes_on: dt.date | None, exact: bool, *, quiet: bool) -> Event:
    """Return the change of a session, which is told by what is due at it, where something is."""
    before: dict[str, Any] = {"session_id": one.id, "exact": one.exact, **_dates(one.opens_on, one.closes_on)}
    after: dict[str, Any] = {"session_id": one.id, "exact": exact, **_dates(opens_on, closes_on)}
    reference = None if quiet else f"{one.body}, session {one.number}"
    return Event(kind=EventKind.REDATED, reference=reference, before=before, after=after, quiet=quiet)


def _told(one: SessionRow, of: DueAt, opens_on: dt.date, closes_on: dt.date | None) -> Event:
    """Return what the history of an obligation says of the session at which it is due; it changes nothing itself."""
    before = {"session": one.number, **_dates(one.opens_on, one.closes_on)}
    after = {"session": one.number, **_dates(opens_on, closes_on)}
    return Event(
        kind=EventKind.REDATED,
        reference=of.reference,
        mandate_id=of.mandate_id,
        obligation_id=of.obligation_id,
        details={"before": before, "after": after},
    )


def _dates(opens_on: dt.date | None, closes_on: dt.date | None) -> dict[str, str | None]:
    return {
        "opens_on": opens_on.isoformat() if opens_on else None,
        "closes_on": closes_on.isoformat() if closes_on else None,
    }
