"""Dates of sessions against the calendar of today: a postponed session moves what is due at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from mandates.domain.errors import ConflictError
from mandates.reference import calendar
from mandates.register.database import locks
from mandates.register.database.rows import Row, chunks, fetch, to_date
from mandates.register.state import projection
from mandates.register.tables import WITHDRAWN, obligation
from mandates.register.work import journal
from mandates.register.work.journal import Event

_DATES = (obligation.c.read_opens_on, obligation.c.read_due_on, obligation.c.timetable_on)
_GROUP = (obligation.c.due_body, obligation.c.due_session, *_DATES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redated:
    """A session whose dates changed: what they were and are, and what is due at it."""

    body: str
    session: str
    opens_on: tuple[dt.date | None, dt.date | None]
    closes_on: tuple[dt.date | None, dt.date | None]
    references: tuple[str, ...]


def redate(
    session: Connection, *, actor: str, at: dt.datetime, dry_run: bool = False, batch: int | None = None
) -> list[Redated]:
    """Bring what is due at sessions to the dates that the calendar has now, and return the sessions that moved.

    Dates that a person has set stay. With `dry_run` nothing is written.
    """
    if not dry_run:
        locks.many(session)
    found: list[Redated] = []
    for group in fetch(session, select(*_GROUP).where(obligation.c.due_session.is_not(None)).distinct()):
        known = calendar.session(group["due_body"], group["due_session"])
        if known is None or known.opens_on is None:
            continue
        now = {
            "read_opens_on": known.opens_on,
            "read_due_on": known.closes_on,
            "timetable_on": known.opens_on if known.exact else None,
        }
        if any(group[name] != value for name, value in now.items()):
            rows = fetch(session, select(obligation).where(*_same(group)).order_by(obligation.c.sort_key))
            if not dry_run:
                batch = batch or journal.start_batch(session, actor=actor, at=at, command="redate")
                _move(session, rows, now, batch, at.date())
            shown = tuple(row["reference"] for row in rows if row["standing"] != WITHDRAWN)
            found.append(
                Redated(
                    body=group["due_body"],
                    session=group["due_session"],
                    opens_on=(group["read_opens_on"], known.opens_on),
                    closes_on=(group["read_due_on"], known.closes_on),
                    references=shown,
                )
            )
    return sorted(found, key=lambda one: (one.body, one.session))


def reverse(session: Connection, one: Row) -> Event:
    """Give an obligation the dates back that an event took from it; refresh follows.

    Raises:
        ConflictError: it was given others since.
    """
    row = fetch(session, select(obligation).where(obligation.c.id == one["obligation_id"]))[0]
    if _told(row) != one["after"]:
        raise ConflictError(f"{row['reference']} was dated again since", "take back the later change first")
    dates = {column.name: to_date(one["before"][column.name]) for column in _DATES}
    session.execute(update(obligation).where(obligation.c.id == row["id"]).values(dates))
    return _event("undo", row, one["after"], one["before"])


def _move(session: Connection, rows: Sequence[Row], now: dict[str, Any], batch: int, as_of: dt.date) -> None:
    mandates = sorted({row["mandate_id"] for row in rows})
    locks.mandates(session, mandates)
    for some in chunks([row["id"] for row in rows]):
        session.execute(update(obligation).where(obligation.c.id.in_(some)).values(now))
    journal.write(session, batch, [_event("redated", row, _told(row), _told({**row, **now})) for row in rows])
    projection.refresh(session, mandates, as_of=as_of)


def _same(group: Row) -> list[ColumnElement[bool]]:
    """Return the condition that an obligation is of this session with these dates."""
    return [column.is_(None) if group[column.name] is None else column == group[column.name] for column in _GROUP]


def _told(row: Row) -> dict[str, Any]:
    """Return the dates of a row as an event has them."""
    dates = {column.name: row[column.name].isoformat() if row[column.name] else None for column in _DATES}
    return {"session": row["due_session"], **dates}


def _event(action: str, row: Row, before: dict[str, Any], after: dict[str, Any]) -> Event:
    return Event(
        action=action,
        reference=row["reference"],
        mandate_id=row["mandate_id"],
        obligation_id=row["id"],
        before=before,
        after=after,
    )
