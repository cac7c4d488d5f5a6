"""One change by a person: written as decisions, told as an event in a batch, and brought into effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from mandates.register.state import projection
from mandates.register.storing import applying
from mandates.register.tables import obligation
from mandates.register.work import decisions, journal
from mandates.register.work.decisions import Subject
from mandates.register.work.journal import Change


def change(
    session: Connection,
    subject: Subject,
    changes: Mapping[str, Any],
    *,
    action: str,
    actor: str,
    at: dt.datetime,
    today: dt.date,
    reason: str | None = None,
    batch: int | None = None,
) -> Change:
    """Decide `changes` on `subject` and return what that did; the caller holds its lock."""
    known = _expected(session, subject.mandate_id, today)
    events = decisions.decide(session, {subject: changes}, action=action, reason=reason)
    if not events:
        return Change(batch=batch, reference=subject.reference, before={}, after={})
    (event,) = events
    batch = batch or journal.start_batch(session, actor=actor, at=at, command=action)
    journal.write(session, batch, [event])
    if "dues" in event.after:
        applying.reconcile(session, subject.mandate_id)
    projection.refresh(session, [subject.mandate_id], as_of=today)
    opened = tuple(one for one in _expected(session, subject.mandate_id, today) if one not in known)
    return Change(batch=batch, reference=subject.reference, before=event.before, after=event.after, opened=opened)


def _expected(session: Connection, mandate_id: int, today: dt.date) -> list[str]:
    of_mandate = (obligation.c.mandate_id == mandate_id) & (obligation.c.expected_from <= today)
    ordered = select(obligation.c.reference).where(of_mandate).order_by(obligation.c.sort_key)
    return list(session.execute(ordered).scalars())
