"""The stock of mandates: heaps for a review, and which mandates are on each, with the reason. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mandates.domain.filters import Filters
from mandates.domain.kinds import Heap
from mandates.register import lists
from mandates.register.session_filters import completed
from mandates.register.stock_criteria import Mandate, Sessions, is_review, why
from mandates.schema.items import ObligationRow
from mandates.schema.stock import HeapRow, StockRow, StockView
from mandates.store import obligations
from mandates.store import stock as store
from mandates.store.engine import Connection

#: The default number of sessions without a report after which a request is on the heap of never reported ones.
SESSIONS = 3


def stock(
    connection: Connection,
    filters: Filters,
    as_of: dt.date,
    *,
    heaps: Sequence[Heap] = (),
    sessions: int = SESSIONS,
) -> StockView:
    """Return the heaps of what `filters` select on a day, and the mandates that are on `heaps`, or on all heaps if it
    is empty. `Filters.limit` applies to each heap.

    Raises:
        UsageError: a filter is invalid.
    """
    unlimited = replace(completed(connection, filters, as_of), limit=None)
    session_counter = Sessions(as_of)
    heap_rows: list[HeapRow] = []
    items: list[StockRow] = []
    for heap in Heap:
        stock_rows = list(_rows_on(connection, heap, unlimited, session_counter, sessions))
        judged = sum(row.item.judgement is not None for row in stock_rows)
        heap_rows.append(HeapRow(heap=heap, number=len(stock_rows), judged=judged))
        if not heaps or heap in heaps:
            items += stock_rows[: filters.limit or None]
    return StockView(
        as_of=as_of,
        sessions=sessions,
        documents=store.documents(connection, as_of),
        heaps=tuple(heap_rows),
        items=tuple(items),
    )


def _rows_on(
    connection: Connection, heap: Heap, filters: Filters, session_counter: Sessions, sessions: int
) -> Iterator[StockRow]:
    """Yield the mandates on a heap, in the order of the filters, each with the reason."""
    ids = store.mandates(connection, filters, heap, session_counter.day)
    rows: dict[int, list[ObligationRow]] = defaultdict(list)
    listed = obligations.of_mandates(connection, ids, session_counter.day)
    for row in lists.shown(connection, listed, session_counter.day):
        rows[row.mandate_id].append(row)
    adopted = {row.resolution_id: row.adopted_on for row in listed}
    reviewed = _reviewed(connection, set(adopted), session_counter.day) if heap is Heap.NO_END else set()
    earlier = _earlier(connection, ids, session_counter.day) if heap is Heap.RENEWED else {}
    for mandate_id in ids:
        if mandate_id not in rows:
            continue
        resolution_id = rows[mandate_id][0].resolution_id
        mandate = Mandate(
            rows[mandate_id],
            adopted_on=adopted[resolution_id],
            reviewed=resolution_id in reviewed,
            earlier=earlier.get(mandate_id, ()),
        )
        reason = why(heap, mandate, session_counter, sessions)
        if reason is not None:
            yield StockRow(heap=heap, why=reason, item=mandate.shown)


def _reviewed(connection: Connection, resolution_ids: set[int], day: dt.date) -> set[int]:
    """Return the ids of those of these resolutions whose text provides for their review."""
    rows = store.reviews(connection, resolution_ids, day)
    return {row.resolution_id for row in rows if is_review(row.body, row.owners, row.clause)}


def _earlier(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> Mapping[int, Sequence[str]]:
    """Return the references of the mandates that each of these renews, directly or indirectly, the earliest first."""
    before = store.renewals(connection, day)
    chains: dict[int, list[int]] = {}
    for mandate_id in mandate_ids:
        chain: list[int] = []
        earlier_id = mandate_id
        while (earlier_id := before.get(earlier_id, 0)) and earlier_id not in chain:
            chain.insert(0, earlier_id)
        chains[mandate_id] = chain
    names = lists.references_on(connection, {earlier_id for chain in chains.values() for earlier_id in chain}, day)
    return {mandate_id: [names[earlier_id] for earlier_id in chain] for mandate_id, chain in chains.items()}
