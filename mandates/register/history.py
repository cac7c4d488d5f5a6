"""The history of a register: who changed what, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mandates.domain.filters import ALL_EVENTS, EventFilters
from mandates.domain.references import Reference
from mandates.domain.symbols import Symbol
from mandates.register.event_text import Teller
from mandates.register.references import find_mandate, find_occurrence, not_held
from mandates.schema.history import EventRow
from mandates.store import changes, texts
from mandates.store.changes import HistoryRow
from mandates.store.engine import Connection


def history(
    connection: Connection,
    reference: str | None = None,
    filters: EventFilters = ALL_EVENTS,
    *,
    limit: int | None = None,
) -> list[EventRow]:
    """Return the events of an obligation, mandate or resolution, or of all, that filters select; the latest first.

    Raises:
        UsageError: `reference` is not a reference. UnknownReferenceError: it is not in the register.
    """
    about = [] if reference is None else [_about(connection, reference)]
    rows = changes.history(connection, *about, filters=filters, limit=limit)
    return _shown(connection, rows)


def events_after(connection: Connection, after: int, limit: int) -> list[EventRow]:
    """Return at most `limit` events that follow the one with the number `after`, the oldest first."""
    rows = changes.history(connection, changes.after(after), limit=limit, oldest_first=True)
    return _shown(connection, rows)


def last_event(connection: Connection, as_of: dt.date) -> int:
    """Return the number of the last event by a day, which grows with every change; 0 if there is none."""
    return changes.last_event(connection, as_of)


def of_mandate(
    connection: Connection, mandate_id: int, resolution_id: int, as_of: dt.date, limit: int
) -> list[EventRow]:
    """Return the events of a mandate up to a day, the latest first."""
    about = changes.about_mandate(mandate_id, resolution_id)
    rows = changes.history(connection, about, filters=EventFilters(until=as_of), limit=limit)
    return _shown(connection, rows)


def _about(connection: Connection, reference: str) -> Any:
    if "#" not in reference:
        symbol = str(Symbol.parse(reference))
        resolution = texts.resolutions_of(connection, [symbol]).get(symbol)
        if resolution is None:
            raise not_held(connection, symbol)
        return changes.about_resolution(resolution.id)
    mandate = find_mandate(connection, reference).mandate
    parsed = Reference.parse(reference)
    if parsed.obligation is None:
        return changes.about_mandate(mandate.id, mandate.resolution_id)
    return changes.about_obligation(find_occurrence(connection, mandate, parsed))


def _shown(connection: Connection, rows: Sequence[HistoryRow]) -> list[EventRow]:
    """Return events as they are shown to people."""
    teller = Teller(connection, [values for row in rows for values in (row.before, row.after)])
    return [_event(row, teller) for row in rows]


def _event(row: HistoryRow, teller: Teller) -> EventRow:
    before, after = dict(row.before), dict(row.after)
    if "before" in row.details or "after" in row.details:
        before |= row.details.get("before", {})
        after |= row.details.get("after", {})
    else:
        after |= row.details
    return EventRow(
        id=row.id,
        change=row.change_id,
        at=row.at,
        actor=row.actor,
        kind=row.kind.value,
        reference=row.reference,
        before=teller.described(before),
        after=teller.described(after),
        reason=row.reason,
        undone=row.undone,
        resolution_id=row.resolution_id,
        mandate_id=row.mandate_id,
        obligation_id=row.obligation_id,
    )
