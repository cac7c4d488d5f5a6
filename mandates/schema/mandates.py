"""Mandates with all that is known of them, and new readings that wait for a person's word."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct, field

from mandates.domain.kinds import MandateClass
from mandates.schema.history import EventRow
from mandates.schema.items import ObligationRow, PartRow


class MandateView(Struct, frozen=True, kw_only=True, rename={"class_": "class"}):
    """One mandate with its obligations and history, as in `show`."""

    id: Annotated[int, Meta(description="Number of the mandate in the register; it never changes.")]
    reference: Annotated[str, Meta(description="Reference of the mandate: `A/RES/71/12#8`.")]
    symbol: Annotated[str, Meta(description="Symbol of the resolution.")]
    title: Annotated[str | None, Meta(description="Title of the resolution.")]
    label: Annotated[str, Meta(description="Label of the paragraph, as printed: `8`, `8 (a)`.")]
    text: Annotated[str, Meta(description="The whole paragraph.")]
    clause: Annotated[str, Meta(description="The words of the paragraph that are this mandate.")]
    class_: Annotated[
        MandateClass, Meta(description="`mandate`, or what it is of what is followed up beside mandates.")
    ] = MandateClass.MANDATE
    verb: Annotated[str, Meta(description="The operative verb.")]
    reiterated: Annotated[bool, Meta(description="Whether the organ repeats an earlier request.")]
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act.")]
    partners: Annotated[tuple[str, ...], Meta(description="With whom.")]
    recipients: Annotated[tuple[str, ...], Meta(description="To whom it is to be delivered.")]
    deliverable: Annotated[str, Meta(description="What is to be delivered.")]
    parts: Annotated[tuple[PartRow, ...], Meta(description="The list items that say what it asks for.")] = ()
    enacted: Annotated[
        dict[str, Any] | None, Meta(description="For what time it is, where it is done by its adoption; else `null`.")
    ] = None
    confidence: Annotated[float, Meta(description="Estimated probability, 0 to 1, that the whole reading is right.")]
    reasons: Annotated[tuple[str, ...], Meta(description="Codes of what was uncertain.")]
    spans: Annotated[
        dict[str, Any],
        Meta(description="Where `clause`, `verb`, `owners` and `due` stand in the text: pairs of character offsets."),
    ]
    obligations: Annotated[tuple[ObligationRow, ...], Meta(description="What follows from it.")]
    history: Annotated[tuple[EventRow, ...], Meta(description="What has changed.")]
    decided: Annotated[
        dict[str, Any], Meta(description="The fields that a person has set, which win over what was read.")
    ] = field(default_factory=dict)
    page: Annotated[int | None, Meta(description="Page of the document on which the paragraph starts.")] = None
    withdrawn: Annotated[bool, Meta(description="Whether the text as last read no longer has it.")] = False
    supersedes: Annotated[
        tuple[str, ...], Meta(description="References of the earlier obligations whose place it takes.")
    ] = ()
    resolution_id: Annotated[int, Meta(description="Number of the resolution in the register.")]
    paragraph_id: Annotated[int, Meta(description="Number of the paragraph in the register.")]
    former_references: Annotated[tuple[str, ...], Meta(description="References that it had before.")] = ()


class SuggestionRow(Struct, frozen=True, kw_only=True):
    """A later extraction of a mandate that somebody has worked on, which waits for a decision."""

    id: Annotated[int, Meta(description="Number of the suggestion in the register.")]
    reference: Annotated[str, Meta(description="Reference of the mandate.")]
    clause: Annotated[str, Meta(description="The words of the mandate as they are read now.")]
    before: Annotated[dict[str, Any], Meta(description="The fields that differ, as they are in force.")]
    after: Annotated[dict[str, Any], Meta(description="The same fields as they are read now.")]
