"""What a draft repeats, changes and leaves out of the mandates in the register."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from mandates.schema.items import DueRow, ObligationRow
from mandates.schema.lineage import PredecessorRow, SeriesEntry


class DraftRow(Struct, frozen=True, kw_only=True):
    """The draft as it was read."""

    source: Annotated[str | None, Meta(description="The file, as it was named.")]
    symbol: Annotated[str | None, Meta(description="Symbol of the draft: `A/C.2/80/L.12`; `null` if it has none.")]
    title: Annotated[str | None, Meta(description="Its title.")]
    body: Annotated[str, Meta(description="The organ that is to adopt it.")]
    session: Annotated[int | str | None, Meta(description="The session of this organ.")]
    paragraphs: Annotated[int, Meta(description="Number of operative paragraphs and items.")]


class ExistingRow(Struct, frozen=True, kw_only=True):
    """A mandate that asks for the same as a clause of the draft."""

    reference: Annotated[str, Meta(description="Its reference, or that of a paragraph without a mandate.")]
    symbol: Annotated[str, Meta(description="Symbol of its resolution.")]
    title: Annotated[str | None, Meta(description="Title of its resolution.")]
    clause: Annotated[str, Meta(description="Its words.")]
    in_series: Annotated[bool, Meta(description="Whether it belongs to the series that the draft continues.")]
    score: Annotated[
        float, Meta(description="Similarity of the words, from 0 to 100; in other series, of the words of the subject.")
    ]
    item: Annotated[
        ObligationRow | None, Meta(description="Its next open obligation, or its last one, as a row of `list`.")
    ]


class CheckedClause(Struct, frozen=True, kw_only=True):
    """A clause of the draft, with the mandates that ask for the same."""

    label: Annotated[str, Meta(description="Label of its paragraph.")]
    clause: Annotated[str, Meta(description="Its words.")]
    verb: Annotated[str, Meta(description="The operative verb.")]
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act.")]
    deliverable: Annotated[str, Meta(description="What is to be delivered.")]
    due: Annotated[tuple[DueRow, ...], Meta(description="When it is due.")]
    relation: Annotated[
        str,
        Meta(
            description="Its relation to the paragraph of the series: `same`, `reworded`, `due_moved`, `extended`, "
            "`split` or `merged`; `elsewhere` if only other series have it, `new` if none has."
        ),
    ]
    existing: Annotated[
        tuple[ExistingRow, ...], Meta(description="The mandates that ask for the same, most similar first.")
    ]


class LeftOut(Struct, frozen=True, kw_only=True):
    """An obligation of the series that the draft does not repeat."""

    item: Annotated[ObligationRow, Meta(description="The obligation, as a row of `list`.")]
    relation: Annotated[
        str, Meta(description="`dropped`; `carried` if the draft keeps it in force by naming its paragraph.")
    ]
    owed: Annotated[bool, Meta(description="Whether it is still open.")]


class AlsoOwed(Struct, frozen=True, kw_only=True):
    """Another report on the subject of the draft, which the same owner owes at the same session."""

    labels: Annotated[tuple[str, ...], Meta(description="The paragraphs of the draft that ask for it.")]
    item: Annotated[ObligationRow, Meta(description="The obligation, as a row of `list`.")]
    shared: Annotated[tuple[str, ...], Meta(description="The words that it shares with the subject of the draft.")]


class CheckView(Struct, frozen=True, kw_only=True):
    """A draft compared with the register."""

    draft: Annotated[DraftRow, Meta(description="The draft.")]
    predecessors: Annotated[
        tuple[PredecessorRow, ...],
        Meta(description="The resolutions that it continues or may continue, most probable first."),
    ]
    chain: Annotated[tuple[SeriesEntry, ...], Meta(description="The series that it continues, earliest first.")]
    clauses: Annotated[tuple[CheckedClause, ...], Meta(description="Its clauses with mandates, in order.")]
    left_out: Annotated[tuple[LeftOut, ...], Meta(description="What the series has and the draft leaves out.")]
    also_owed: Annotated[
        tuple[AlsoOwed, ...], Meta(description="What else the same owners owe on this subject at the same sessions.")
    ]
