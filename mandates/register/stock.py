"""The stock of mandates: heaps for a review, and which mandates are on each, with why. Nothing here writes."""

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

#: After so many sessions without a report a request is on the heap of those, unless another number is asked for.
SESSIONS = 3


def stock(
    connection: Connection,
    filters: Filters,
    as_of: dt.date,
    *,
    heaps: Sequence[Heap] = (),
    sessions: int = SESSIONS,
) -> StockView:
    """Return the heaps of what `filters` select on a day, and the mandates that are on `heaps`, on all where none is
    named. `Filters.limit` counts for each heap.

    Raises:
        UsageError: a filter makes no sense.
    """
    wanted = replace(completed(connection, filters, as_of), limit=None)
    counted = Sessions(as_of)
    numbers: list[HeapRow] = []
    items: list[StockRow] = []
    for heap in Heap:
        found = list(_on(connection, heap, wanted, counted, sessions))
        judged = sum(row.item.judgement is not None for row in found)
        numbers.append(HeapRow(heap=heap, number=len(found), judged=judged))
        if not heaps or heap in heaps:
            items += found[: filters.limit or None]
    return StockView(
        as_of=as_of,
        sessions=sessions,
        documents=store.documents(connection, as_of),
        heaps=tuple(numbers),
        items=tuple(items),
    )


def _on(connection: Connection, heap: Heap, filters: Filters, counted: Sessions, sessions: int) -> Iterator[StockRow]:
    """Yield the mandates on a heap, in the order of the filters, each with why."""
    ids = store.mandates(connection, filters, heap, counted.day)
    rows: dict[int, list[ObligationRow]] = defaultdict(list)
    stored = obligations.of_mandates(connection, ids, counted.day)
    for row in lists.shown(connection, stored, counted.day):
        rows[row.mandate_id].append(row)
    adopted = {row.resolution_id: row.adopted_on for row in stored}
    reviewed = _reviewed(connection, set(adopted), counted.day) if heap is Heap.NO_END else set()
    earlier = _earlier(connection, ids, counted.day) if heap is Heap.RENEWED else {}
    for one in ids:
        if one not in rows:
            continue
        resolution_id = rows[one][0].resolution_id
        mandate = Mandate(
            rows[one],
            adopted_on=adopted[resolution_id],
            reviewed=resolution_id in reviewed,
            earlier=earlier.get(one, ()),
        )
        said = why(heap, mandate, counted, sessions)
        if said is not None:
            yield StockRow(heap=heap, why=said, item=mandate.shown)


def _reviewed(connection: Connection, resolution_ids: set[int], day: dt.date) -> set[int]:
    """Return those of these resolutions that say that they are to be reviewed."""
    rows = store.reviews(connection, resolution_ids, day)
    return {row.resolution_id for row in rows if is_review(row.body, row.owners, row.clause)}


def _earlier(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> Mapping[int, Sequence[str]]:
    """Return the references of the mandates that asked for the same before each of these, the earliest first."""
    before = store.renewals(connection, day)
    chains: dict[int, list[int]] = {}
    for one in mandate_ids:
        chain: list[int] = []
        at = one
        while (at := before.get(at, 0)) and at not in chain:
            chain.insert(0, at)
        chains[one] = chain
    names = lists.references_on(connection, {at for chain in chains.values() for at in chain}, day)
    return {one: [names[at] for at in chain] for one, chain in chains.items()}
