"""Mandates that may be on a heap in a review of the stock, by what the columns of their states tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from mandates.domain.deliverables import LASTING, REPORTS
from mandates.domain.filters import Filters
from mandates.domain.kinds import Heap
from mandates.domain.status import Status
from mandates.store import selection
from mandates.store.rows import chunks, fetch
from mandates.store.tables import ending, evidence, mandate_version
from mandates.store.tables import obligation_state as state


class ReviewRow(NamedTuple):
    """A mandate of a resolution that asks for a review."""

    resolution_id: int
    body: str
    owners: list[str]
    clause: str


def mandates(connection: Connection, filters: Filters, heap: Heap, day: dt.date) -> list[int]:
    """Return the ids of mandates that may be on a heap, with an obligation that `filters` select on `day`, in order.

    Raises:
        UsageError: a filter makes no sense.
    """
    conditions = [*selection.conditions(connection, filters, day), _may_be(heap, day)]
    names, last_first = selection.order_names(filters)
    columns = [state.c[name] for name in names]
    rows = [
        tuple(row)
        for part in selection.selected_on(connection, filters, day)
        for row in connection.execute(select(*columns, state.c.mandate_id).where(part, *conditions))
    ]
    rows.sort(key=lambda row: row[:-1], reverse=last_first)
    return list(dict.fromkeys(row[-1] for row in rows))


def _may_be(heap: Heap, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that an obligation's mandate may be on a heap; see `mandates.register.stock_criteria`."""
    is_open, deliverable = selection.open_(day), state.c.deliverable
    past = or_(state.c.due_on.is_(None), state.c.due_on < day)
    endless = and_(state.c.ends_on.is_(None), func.coalesce(state.c.due_kind, "") != "until")
    lasting = and_(state.c.due_kind.is_(None), deliverable.in_((*REPORTS, *LASTING)))
    conditions: Mapping[Heap, ColumnElement[bool]] = {
        Heap.DONE: or_(selection.settled(), and_(deliverable == "agenda_item", selection.ended(day))),
        Heap.EXPIRED: and_(selection.ended(day), ~state.c.renewed, deliverable != "agenda_item"),
        Heap.NEVER_REPORTED: and_(is_open, deliverable.in_(REPORTS), state.c.status == Status.PENDING.value, past),
        Heap.RENEWED: and_(is_open, state.c.mandate_id.in_(select(ending.c.by_mandate_id).where(_renews(day)))),
        Heap.NO_END: and_(is_open, endless, or_(state.c.due_every.is_not(None), lasting)),
        Heap.REVIEW: and_(is_open, deliverable == "review"),
        Heap.OBSERVANCES: deliverable == "observance",
    }
    return conditions[heap]


def _renews(day: dt.date) -> ColumnElement[bool]:
    return and_(ending.c.renewed, ending.c.since <= day, ending.c.until > day)


def renewals(connection: Connection, day: dt.date) -> dict[int, int]:
    """Return the mandate that each renewing mandate renews, as known on a day; of several, the one of the highest id.

    Both are ids: of the mandate that asks again, and of the one that asked before.
    """
    pairs = select(ending.c.by_mandate_id, ending.c.mandate_id).where(_renews(day)).order_by(ending.c.mandate_id)
    return {row.by_mandate_id: row.mandate_id for row in connection.execute(pairs)}


def reviews(connection: Connection, resolution_ids: Iterable[int], day: dt.date) -> list[ReviewRow]:
    """Return the reviews for which resolutions ask, by their states on a day."""
    columns = (state.c.resolution_id, state.c.body, state.c.owners, mandate_version.c.clause)
    statement = (
        select(*columns)
        .join(mandate_version, mandate_version.c.id == state.c.version_id)
        .where(state.c.deliverable == "review")
    )
    rows: list[ReviewRow] = []
    for batch in chunks(sorted(set(resolution_ids))):
        for part in selection.valid_on(connection, day):
            rows += fetch(connection, ReviewRow, statement.where(state.c.resolution_id.in_(batch), part))
    return rows


def documents(connection: Connection, day: dt.date) -> int:
    """Return the number of documents that are evidence for an obligation on a day."""
    answered = select(evidence.c.obligation_id)
    symbols: set[str] = set()
    for part in selection.valid_on(connection, day):
        statement = select(state.c.evidence).where(state.c.obligation_id.in_(answered), part)
        for pieces in connection.execute(statement).scalars():
            symbols.update(piece["document"] for piece in pieces if piece["document"])
    return len(symbols)
