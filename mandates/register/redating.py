"""Dates of sessions against the calendar of today: a postponed session moves what is due at it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandates.domain.events import Event, EventKind
from mandates.reference import lookup
from mandates.register import projection, records
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.lists import RedatedRow
from mandates.store import locks, obligations, reference_data, states
from mandates.store.reference_data import SessionRow


def redate(work: UnitOfWork, *, dry_run: bool = False) -> list[RedatedRow]:
    """Bring what is due at sessions to the dates that the calendar has now, and return the sessions that moved.

    Dates that a person has set stay. With `dry_run` nothing is written.
    """
    if not dry_run:
        locks.many(work.connection)
    calendar = lookup.current()
    found: list[RedatedRow] = []
    events: list[Event] = []
    touched: set[int] = set()
    for one in reference_data.sessions(work.connection):
        now = calendar.session(one.body, one.number)
        if now is None or now.opens_on is None:
            continue
        if (one.opens_on, one.closes_on, one.exact) == (now.opens_on, now.closes_on, now.exact):
            continue
        due = states.due_at_session(work.connection, one.id)
        touched |= set(due)
        events.append(_event(one, now.opens_on, now.closes_on, now.exact))
        references = obligations.due_at(work.connection, one.body, one.number, work.day)
        if not references:
            continue
        found.append(
            RedatedRow(
                body=one.body,
                session=one.number,
                opens_on=(one.opens_on, now.opens_on),
                closes_on=(one.closes_on, now.closes_on),
                references=tuple(references),
            )
        )
    if not dry_run and events:
        records.put(work, events)
        projection.refresh(work, touched)
    return sorted(found, key=lambda row: (row.body, row.session))


def _event(one: SessionRow, opens_on: dt.date, closes_on: dt.date | None, exact: bool) -> Event:
    before: dict[str, Any] = {"session_id": one.id, "exact": one.exact}
    after: dict[str, Any] = {"session_id": one.id, "exact": exact}
    for values, first, last in ((before, one.opens_on, one.closes_on), (after, opens_on, closes_on)):
        values["opens_on"] = first.isoformat() if first else None
        values["closes_on"] = last.isoformat() if last else None
    return Event(
        kind=EventKind.REDATED,
        reference=None,
        before=before,
        after=after,
        details={"before": {"body": one.body, "session": one.number}, "after": {}},
    )
