"""What a draft repeats, changes and leaves out of what is asked for already."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from mandates.schema.items import DueRow, ObligationRow
from mandates.schema.lineage import PredecessorRow, SeriesEntry


class DraftRow(Struct, frozen=True, kw_only=True):
    """The draft as it was read."""

    source: Annotated[str | None, Meta(description="The file, as it was given.")]
    symbol: Annotated[str | None, Meta(description="Symbol of the draft: `A/C.2/80/L.12`; `null` where it has none.")]
    title: Annotated[str | None, Meta(description="Its title.")]
    body: Annotated[str, Meta(description="The organ whose text it is.")]
    session: Annotated[int | str | None, Meta(description="The session of that organ.")]
    paragraphs: Annotated[int, Meta(description="How many operative paragraphs and items it has.")]


class ExistingRow(Struct, frozen=True, kw_only=True):
    """A mandate that says what a clause of the draft says."""

    reference: Annotated[str, Meta(description="Its reference, or that of a paragraph that asks for nothing.")]
    symbol: Annotated[str, Meta(description="Symbol of its resolution.")]
    title: Annotated[str | None, Meta(description="Title of its resolution.")]
    clause: Annotated[str, Meta(description="Its words.")]
    in_series: Annotated[bool, Meta(description="Whether it is of the series that the draft continues.")]
    score: Annotated[float, Meta(description="How alike the words are, of 100; across series those of the subject.")]
    item: Annotated[
        ObligationRow | None, Meta(description="How it stands, as a row of `list`: what is expected next of it.")
    ]


class CheckedClause(Struct, frozen=True, kw_only=True):
    """A clause of the draft with what is asked for already."""

    label: Annotated[str, Meta(description="Label of its paragraph.")]
    clause: Annotated[str, Meta(description="Its words.")]
    verb: Annotated[str, Meta(description="The operative verb.")]
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act.")]
    deliverable: Annotated[str, Meta(description="What is to be delivered.")]
    due: Annotated[tuple[DueRow, ...], Meta(description="When it is due.")]
    relation: Annotated[
        str,
        Meta(
            description="What it does with the paragraph of the series: `same`, `reworded`, `due_moved`, `extended`, "
            "`split` or `merged`; `elsewhere` where only other series have it, `new` where nothing has."
        ),
    ]
    existing: Annotated[tuple[ExistingRow, ...], Meta(description="The mandates that say the same, likeliest first.")]


class LeftOut(Struct, frozen=True, kw_only=True):
    """What the series asks for and the draft does not."""

    item: Annotated[ObligationRow, Meta(description="How it stands, as a row of `list`.")]
    relation: Annotated[
        str, Meta(description="`dropped`; `carried` where the draft keeps it in force by naming its paragraph.")
    ]
    owed: Annotated[bool, Meta(description="Whether it is still open.")]


class AlsoOwed(Struct, frozen=True, kw_only=True):
    """What an owner owes besides on the subject of the draft, at the session at which the draft asks for something."""

    labels: Annotated[tuple[str, ...], Meta(description="The paragraphs of the draft that ask for it.")]
    item: Annotated[ObligationRow, Meta(description="How it stands, as a row of `list`.")]
    shared: Annotated[tuple[str, ...], Meta(description="The words that say that it is on the same subject.")]


class CheckView(Struct, frozen=True, kw_only=True):
    """A draft beside the register."""

    draft: Annotated[DraftRow, Meta(description="The draft.")]
    predecessors: Annotated[
        tuple[PredecessorRow, ...], Meta(description="What it continues, or may continue; the likeliest first.")
    ]
    chain: Annotated[tuple[SeriesEntry, ...], Meta(description="The series that it continues, the earliest first.")]
    clauses: Annotated[tuple[CheckedClause, ...], Meta(description="Its clauses that ask for something, in order.")]
    left_out: Annotated[tuple[LeftOut, ...], Meta(description="What the series has and the draft leaves out.")]
    also_owed: Annotated[
        tuple[AlsoOwed, ...], Meta(description="What the same owners owe on this subject at the same sessions.")
    ]
