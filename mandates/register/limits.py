"""What an editor may change who is limited to owners or committees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from mandates.domain.accounts import Limits
from mandates.domain.filters import EventFilters, Filters
from mandates.register import history, lists
from mandates.schema.history import EventRow
from mandates.store.engine import Connection


def outside(before: Connection, after: Connection, change: int, limits: Limits, day: dt.date) -> str | None:
    """Return the first reference that a change affected outside the limits; None if all of the change is within them.

    Mandates that existed before have to be within the limits in their earlier state; those that the change added, in
    their new state.

    Args:
        before, after: the register without and with the change.
    """
    events = history.history(after, filters=EventFilters(change_id=change))
    within_before, existed = _mandates_within(before, events, limits, day), _mandates(before, Filters(), events, day)
    within_after: set[int | str] | None = None
    for event in events:
        key = _mandate_key(event)
        if key in existed:
            is_within = key in within_before
        else:
            within_after = _mandates_within(after, events, limits, day) if within_after is None else within_after
            is_within = key in within_after
        if not is_within:
            return event.reference or "what belongs to no item"
    return None


def _mandate_key(event: EventRow) -> int | str | None:
    """Return the id of the mandate that an event is about, else its reference; None if it is about no mandate."""
    if event.mandate_id is not None:
        return event.mandate_id
    return event.reference.partition("@")[0] if event.reference and "#" in event.reference else None


def _mandates_within(
    connection: Connection, events: Sequence[EventRow], limits: Limits, day: dt.date
) -> set[int | str]:
    filters_of_limits = [Filters(owners=limits.owners)] if limits.owners else []
    filters_of_limits += [Filters(committees=limits.committees)] if limits.committees else []
    return {key for filters in filters_of_limits for key in _mandates(connection, filters, events, day)}


def _mandates(connection: Connection, filters: Filters, events: Sequence[EventRow], day: dt.date) -> set[int | str]:
    """Return the ids and references of the mandates that filters select in the resolutions that events are about."""
    symbols = tuple(dict.fromkeys(event.reference.partition("#")[0] for event in events if event.reference))
    if not symbols:
        return set()
    rows = lists.list_obligations(connection, replace(filters, resolutions=symbols), day)
    return {key for row in rows for key in (row.mandate_id, row.mandate)}
