"""What an editor may change who is limited to owners or committees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from mandates.domain.accounts import Limits
from mandates.domain.filters import Filters
from mandates.register import history, lists
from mandates.schema.history import EventRow
from mandates.store.engine import Connection


def outside(before: Connection, after: Connection, change: int, limits: Limits, day: dt.date) -> str | None:
    """Return the first thing that a change touched and that is not within limits; None where all of it is.

    What was there before has to be within them as it was; what the change itself brought, as it is now.

    Args:
        before, after: the register without the change, and with it.
    """
    touched = history.history(after, change_id=change)
    there = _within(before, touched, limits, day)
    existed = _known(before, touched, day)
    now: set[int] | None = None
    for one in touched:
        if one.mandate_id is None:
            return one.reference or "what belongs to no item"
        if one.mandate_id in existed:
            if one.mandate_id not in there:
                return one.reference or f"mandate {one.mandate_id}"
            continue
        now = _within(after, touched, limits, day) if now is None else now
        if one.mandate_id not in now:
            return one.reference or f"mandate {one.mandate_id}"
    return None


def _symbols(events: Sequence[EventRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.reference.partition("#")[0] for one in events if one.reference))


def _within(connection: Connection, events: Sequence[EventRow], limits: Limits, day: dt.date) -> set[int]:
    wanted = [Filters(owners=limits.owners)] if limits.owners else []
    wanted += [Filters(committees=limits.committees)] if limits.committees else []
    return {number for one in wanted for number in _mandates(connection, one, events, day)}


def _known(connection: Connection, events: Sequence[EventRow], day: dt.date) -> set[int]:
    """Return the mandates that a register lists already."""
    return _mandates(connection, Filters(), events, day)


def _mandates(connection: Connection, filters: Filters, events: Sequence[EventRow], day: dt.date) -> set[int]:
    symbols = _symbols(events)
    if not symbols:
        return set()
    rows = lists.list_obligations(connection, replace(filters, resolutions=symbols), day)
    return {row.mandate_id for row in rows}
