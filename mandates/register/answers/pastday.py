"""A register as it stands on any day, past or to come, without changing it.

On a past day, a document counts from its own date, whenever it was entered: that is in `settled_on`, and lists ask for
it. A date that was moved, and a status that was opened again, count from the day on which somebody did so: they are
taken from the history. What was undone never was.

On a later day, more of a recurrence is expected than is stored. Both are worked out inside a savepoint and taken back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from mandates.register.database.rows import fetch
from mandates.register.state import recurring
from mandates.register.tables import batch, event


@contextlib.contextmanager
def on(session: Connection, as_of: dt.date) -> Iterator[None]:
    """Let everything inside see the register as it stands on `as_of`.

    Where nothing may be written, on a read-only server or a file that is being written to, it is seen as it is stored.
    """
    later = _later(session, as_of)
    if not later and not recurring.lapsed(session, as_of):
        yield
        return
    savepoint = session.begin_nested()
    try:
        if later:
            _take_back(session, later, as_of)
        recurring.advance(session, as_of)
    except DBAPIError:
        savepoint.rollback()
    try:
        yield
    finally:
        if savepoint.is_active:
            savepoint.rollback()


def _later(session: Connection, as_of: dt.date) -> list[dict[str, Any]]:
    """Return the changes of dates and reopenings made after `as_of` that are in force, the first ones first."""
    end = dt.datetime.combine(as_of, dt.time(), dt.UTC) + dt.timedelta(days=1) if as_of < dt.date.max else None
    if end is None:
        return []
    made = (batch.c.at >= end) & batch.c.undone_by_id.is_(None) & batch.c.undoes_id.is_(None)
    columns = (event.c.id, event.c.mandate_id, event.c.obligation_id, event.c.reference, event.c.before)
    # both conditions lead the databases to the small index of such events; an order would lead SQLite through them all
    dated = event.c.dated & (event.c.batch_id > 0)
    return sorted(fetch(session, select(*columns).join(batch).where(made, dated)), key=lambda row: int(row["id"]))


def _take_back(session: Connection, later: list[dict[str, Any]], as_of: dt.date) -> None:
    from mandates.register.state import projection  # noqa: PLC0415 - loads what lists seldom need
    from mandates.register.work import decisions  # noqa: PLC0415 - loads what lists seldom need

    wanted: dict[decisions.Subject, dict[str, Any]] = {}
    subjects: dict[int, decisions.Subject] = {}
    for one in later:
        subject = subjects.setdefault(
            one["obligation_id"],
            decisions.Subject(
                mandate_id=one["mandate_id"], obligation_id=one["obligation_id"], reference=one["reference"]
            ),
        )
        before = wanted.setdefault(subject, {})
        for name, value in one["before"].items():
            if name in _REPLAYED:
                before.setdefault(name, value)
    decisions.decide(session, wanted, action="as of")
    projection.refresh(session, [one.mandate_id for one in wanted], as_of=as_of)


_REPLAYED = frozenset({"status", "settled_on", "superseded_by", "due_on", "happened_on"})
