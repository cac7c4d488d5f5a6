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
    """Return the first thing that a change touched and that is not within limits; None where all of it is.

    What was there before has to be within them as it was; what the change itself brought, as it is now.

    Args:
        before, after: the register without the change, and with it.
    """
    touched = history.history(after, filters=EventFilters(change_id=change))
    there, existed = _within(before, touched, limits, day), _mandates(before, Filters(), touched, day)
    now: set[int | str] | None = None
    for one in touched:
        of = _of(one)
        if of in existed:
            within = of in there
        else:
            now = _within(after, touched, limits, day) if now is None else now
            within = of in now
        if not within:
            return one.reference or "what belongs to no item"
    return None


def _of(event: EventRow) -> int | str | None:
    """Return the mandate that an event is about, by its number or, where it has none, its reference."""
    if event.mandate_id is not None:
        return event.mandate_id
    return event.reference.partition("@")[0] if event.reference and "#" in event.reference else None


def _within(connection: Connection, events: Sequence[EventRow], limits: Limits, day: dt.date) -> set[int | str]:
    wanted = [Filters(owners=limits.owners)] if limits.owners else []
    wanted += [Filters(committees=limits.committees)] if limits.committees else []
    return {name for one in wanted for name in _mandates(connection, one, events, day)}


def _mandates(connection: Connection, filters: Filters, events: Sequence[EventRow], day: dt.date) -> set[int | str]:
    """Return which mandates of the resolutions of some events filters select, by number and reference."""
    symbols = tuple(dict.fromkeys(one.reference.partition("#")[0] for one in events if one.reference))
    if not symbols:
        return set()
    rows = lists.list_obligations(connection, replace(filters, resolutions=symbols), day)
    return {name for row in rows for name in (row.mandate_id, row.mandate)}
