"""Which resolutions continue each other, and what became of their paragraphs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from mandates.domain.status import State, Status


class PredecessorRow(Struct, frozen=True, kw_only=True):
    """An earlier resolution that one continues, or may continue."""

    number: Annotated[
        int | None, Meta(description="Number of the link, by which a person confirms or rejects it; none of a draft.")
    ]
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


class AskedRow(Struct, frozen=True, kw_only=True):
    """One of the times that a series made a request, and what became of it."""

    symbol: Annotated[str, Meta(description="Symbol of the resolution.")]
    reference: Annotated[str, Meta(description="Reference of the obligation.")]
    label: Annotated[str, Meta(description="Label of the paragraph.")]
    status: Annotated[Status, Meta(description="Its status.")]
    state: Annotated[State, Meta(description="Its state on the as-of date.")]
    due_on: Annotated[dt.date | None, Meta(description="When it is due.")]
    phrase: Annotated[str | None, Meta(description="When it is due, in the words of the text.")]
    documents: Annotated[tuple[str, ...], Meta(description="The documents that settled it.")] = ()


class RequestRow(Struct, frozen=True, kw_only=True):
    """What a series asks for: one request through the years."""

    clause: Annotated[str, Meta(description="Its words in the newest resolution.")]
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act.")]
    deliverable: Annotated[str, Meta(description="What is to be delivered.")]
    times: Annotated[int, Meta(description="Number of resolutions with the request.")]
    asked: Annotated[tuple[AskedRow, ...], Meta(description="Each time the request was made, earliest first.")]


class SeriesView(Struct, frozen=True, kw_only=True):
    """The series that a resolution belongs to."""

    resolution: Annotated[str, Meta(description="The resolution that was asked about.")]
    predecessors: Annotated[
        tuple[PredecessorRow, ...], Meta(description="What it continues, or may continue; the likeliest first.")
    ]
    chain: Annotated[tuple[SeriesEntry, ...], Meta(description="All of its series, the earliest first.")]
    requests: Annotated[
        tuple[RequestRow, ...],
        Meta(description="What it asks for, through the years; what was asked most often first."),
    ] = ()


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
