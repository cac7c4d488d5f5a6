"""Which resolutions continue each other, and what became of their paragraphs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct


class PredecessorRow(Struct, frozen=True, kw_only=True):
    """An earlier resolution that one continues, or may continue."""

    symbol: Annotated[str, Meta(description="Symbol of the earlier resolution.")]
    state: Annotated[str, Meta(description="`linked`, or `proposed` where a person is to judge.")]
    basis: Annotated[str, Meta(description="What speaks for it.")]
    score: Annotated[float, Meta(description="How much speaks for it.")]


class SeriesEntry(Struct, frozen=True, kw_only=True):
    """A resolution of a series."""

    symbol: Annotated[str, Meta(description="Its symbol.")]
    title: Annotated[str | None, Meta(description="Its title.")]
    adopted_on: Annotated[dt.date | None, Meta(description="The day of its adoption.")]
    basis: Annotated[str | None, Meta(description="What links it to the one before it; `null` for the first.")] = None


class SeriesView(Struct, frozen=True, kw_only=True):
    """The series that a resolution belongs to."""

    resolution: Annotated[str, Meta(description="The resolution that was asked about.")]
    predecessors: Annotated[
        tuple[PredecessorRow, ...], Meta(description="What it continues, or may continue; the likeliest first.")
    ]
    chain: Annotated[tuple[SeriesEntry, ...], Meta(description="All of its series, the earliest first.")]


class AlignedRow(Struct, frozen=True, kw_only=True):
    """A paragraph with the one that it continues."""

    older: Annotated[str | None, Meta(description="Label in the older resolution; `null` for what is new.")]
    newer: Annotated[str | None, Meta(description="Label in the newer resolution; `null` for what was dropped.")]
    relation: Annotated[
        str,
        Meta(
            description="`same`, `reworded`, `due_moved`, `extended`, `split`, `merged`, `carried` (in force by "
            "reference), `new` or `dropped`."
        ),
    ]
    due_before: Annotated[str | None, Meta(description="When the older paragraph's requests are due.")] = None
    due_after: Annotated[str | None, Meta(description="When the newer paragraph's requests are due.")] = None
    score: Annotated[float, Meta(description="How alike the words are, of 100.")]
    older_text: Annotated[str | None, Meta(description="The older words.")] = None
    newer_text: Annotated[str | None, Meta(description="The newer words.")] = None
    owed: Annotated[
        tuple[str, ...], Meta(description="References of what was dropped or carried and is still open.")
    ] = ()


class ComparisonView(Struct, frozen=True, kw_only=True):
    """Two resolutions set side by side."""

    older: Annotated[str, Meta(description="Symbol of the older resolution.")]
    newer: Annotated[str, Meta(description="Symbol of the newer resolution.")]
    basis: Annotated[str | None, Meta(description="What links the two; `null` where both were named and nothing does.")]
    paragraphs: Annotated[
        tuple[AlignedRow, ...],
        Meta(description="In the order of the newer resolution; what was dropped at the end."),
    ]
