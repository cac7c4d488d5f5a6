"""The stock of mandates, grouped for a review."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from mandates.domain.kinds import Heap
from mandates.schema.items import ObligationRow


class HeapRow(Struct, frozen=True, kw_only=True):
    """How many mandates are on a heap."""

    heap: Annotated[Heap, Meta(description="Its name.")]
    number: Annotated[int, Meta(description="How many mandates are on it.")]
    judged: Annotated[int, Meta(description="On how many of them a person has judged.")]


class StockRow(Struct, frozen=True, kw_only=True):
    """A mandate on a heap; it can be on several."""

    heap: Annotated[Heap, Meta(description="The heap.")]
    why: Annotated[str, Meta(description="The words or dates that put it there.")]
    item: Annotated[ObligationRow, Meta(description="Its next open obligation, or its last one, as a row of `list`.")]


class StockView(Struct, frozen=True, kw_only=True):
    """The stock of mandates."""

    as_of: Annotated[dt.date, Meta(description="The day that was asked about.")]
    sessions: Annotated[int, Meta(description="After so many sessions without a report a request is on its heap.")]
    documents: Annotated[
        int, Meta(description="How many documents answer a mandate in the register; of others it knows nothing.")
    ]
    heaps: Annotated[tuple[HeapRow, ...], Meta(description="All heaps with their numbers.")]
    items: Annotated[tuple[StockRow, ...], Meta(description="The mandates on the heaps requested.")]
