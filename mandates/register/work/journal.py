"""Batches and events: what happened, who did it, when. Appended to and never changed, but for what undid a batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert

from mandates.domain.errors import UsageError
from mandates.register.database import storable
from mandates.register.tables import batch, event
from mandates.register.views import Status

#: Decisions that say when an obligation is due.
DATING = frozenset({"due_on", "happened_on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change to be written down; `before` and `after` hold the fields that changed."""

    action: str
    reference: str | None = None
    resolution_id: int | None = None
    mandate_id: int | None = None
    obligation_id: int | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change did.

    Attributes:
        batch: number to give to `undo`. reference: what was changed.
        before, after: the fields that changed; both empty where everything was so already.
        opened: references of what is expected next, opened by this change.
    """

    batch: int | None
    reference: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    opened: tuple[str, ...] = ()


def start_batch(session: Connection, *, actor: str, at: dt.datetime, command: str, undoes: int | None = None) -> int:
    """Begin a batch, which `undo` can take back as one, and return its number.

    Raises:
        UsageError: nobody is named.
    """
    if not actor.strip():
        raise UsageError("nobody is named as the author of the change", "give --actor NAME")
    values = {"at": at, "actor": storable.text(actor.strip()), "command": command, "undoes_id": undoes}
    return int(session.execute(insert(batch).values(values).returning(batch.c.id)).scalar_one())


def _dated(one: Event) -> bool:
    """Return whether a past day looks otherwise without this event: it moved a date, or opened what was settled."""
    before = one.before.get("status")
    reopened = before is not None and Status(before).settled
    return one.obligation_id is not None and (reopened or not DATING.isdisjoint(one.after))


def write(session: Connection, batch_id: int, events: list[Event]) -> None:
    """Append events to a batch."""
    if events:
        session.execute(
            insert(event),
            [
                {
                    "batch_id": batch_id,
                    "action": one.action,
                    "reference": one.reference,
                    "resolution_id": one.resolution_id,
                    "mandate_id": one.mandate_id,
                    "obligation_id": one.obligation_id,
                    "before": dict(one.before),
                    "after": dict(one.after),
                    "reason": one.reason,
                    "dated": _dated(one),
                }
                for one in events
            ],
        )
