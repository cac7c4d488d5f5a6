"""Obligations as `list`, `overdue` and every export show them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from msgspec import Meta, Struct

from mandates.domain.kinds import Judgement, MandateClass
from mandates.domain.status import State, Status


class DueRow(Struct, frozen=True, kw_only=True):
    """When an obligation is due."""

    kind: Annotated[str, Meta(description="`session`, `date`, `relative`, `recurring` or `until`.")]
    body: Annotated[str | None, Meta(description="The body at whose session it is due.")] = None
    session: Annotated[
        int | str | None, Meta(description="The session: its number, its year, or words such as `special 32`.")
    ] = None
    phrase: Annotated[str, Meta(description="The words of the paragraph that say when.")]
    opens_on: Annotated[dt.date | None, Meta(description="The first day on which it can be done.")] = None
    due_on: Annotated[dt.date | None, Meta(description="The day after which it is late.")] = None
    every: Annotated[
        str | None,
        Meta(description="How often it recurs: an ISO 8601 duration, `session` or `regular`."),
    ] = None
    after: Annotated[
        str | None, Meta(description="How long after the event: an ISO 8601 duration, negative for before it.")
    ] = None
    event: Annotated[str | None, Meta(description="The event that it is counted from.")] = None
    read_due_on: Annotated[
        dt.date | None, Meta(description="The day as it was read, where a person has set another.")
    ] = None
    extended_from: Annotated[
        str | None,
        Meta(description="When it was read to be due, such as `GA 81`, where a person has moved it to another time."),
    ] = None
    ends_on: Annotated[dt.date | None, Meta(description="The last day of a recurrence that has an end.")] = None


class EvidenceRow(Struct, frozen=True, kw_only=True):
    """A document that answers an obligation, wholly or in part."""

    id: Annotated[int, Meta(description="Number of the piece of evidence in the register.")]
    document: Annotated[str | None, Meta(description="Symbol of the document.")]
    on: Annotated[dt.date | None, Meta(description="The day it is of.")]
    note: Annotated[str | None, Meta(description="The note of a person.")] = None
    url: Annotated[str | None, Meta(description="Where it can be read.")] = None


class NoteFile(Struct, frozen=True, kw_only=True):
    """A file that a note has."""

    id: Annotated[int, Meta(description="Number of the file in the register.")]
    name: Annotated[str, Meta(description="Its name.")]
    size: Annotated[int, Meta(description="Its size in bytes.")]


class NoteRow(Struct, frozen=True, kw_only=True):
    """What a person noted of an obligation."""

    text: Annotated[str, Meta(description="The words; may be empty where something is attached.")]
    on: Annotated[dt.date | None, Meta(description="The day on which it was noted.")]
    by: Annotated[str | None, Meta(description="Who noted it.")]
    files: Annotated[tuple[NoteFile, ...], Meta(description="Files that are attached.")] = ()
    links: Annotated[tuple[str, ...], Meta(description="Links that are attached.")] = ()


class Snippet(Struct, frozen=True):
    """A piece of the words around what a search found."""

    text: Annotated[str, Meta(description="The words.")]
    found: Annotated[bool, Meta(description="Whether they are what was sought.")]


class PartRow(Struct, frozen=True, kw_only=True):
    """A list item that says a part of what a mandate asks for."""

    label: Annotated[str | None, Meta(description="Its label: `8 (a)`.")] = None
    text: Annotated[str, Meta(description="Its words.")]
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act on it, where it says so itself.")] = ()
    due: Annotated[
        tuple[dict[str, Any], ...], Meta(description="When it is due, where it says so itself, as it was read.")
    ] = ()


class ObligationRow(Struct, frozen=True, kw_only=True, rename={"class_": "class"}):
    """One obligation of a mandate, in its state on the as-of date."""

    id: Annotated[int, Meta(description="Number of the obligation in the register; it never changes.")]
    reference: Annotated[
        str, Meta(description="The mandate's own reference where it has one obligation only, else with `@` and when.")
    ]
    symbol: Annotated[str, Meta(description="Symbol of the resolution.")]
    label: Annotated[str, Meta(description="Label of the paragraph, as printed: `8`, `8 (a)`.")]
    verb: Annotated[str, Meta(description="The operative verb.")]
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act.")]
    deliverable: Annotated[str, Meta(description="What is to be delivered.")]
    status: Annotated[Status, Meta(description="The status that a person has set.")]
    state: Annotated[State, Meta(description="Its state on the as-of date.")]
    days_late: Annotated[
        int | None, Meta(description="Days since it was due, while it is open and overdue; otherwise `null`.")
    ]
    due: Annotated[DueRow | None, Meta(description="When it is due; `null` where no time was read.")]
    clause: Annotated[str, Meta(description="The words that ask for it.")]
    evidence: Annotated[tuple[EvidenceRow, ...], Meta(description="The documents that answer it.")] = ()
    note: Annotated[str | None, Meta(description="The newest note on it, in a line.")] = None
    mandate: Annotated[str, Meta(description="Reference of the mandate.")]
    mandate_id: Annotated[int, Meta(description="Number of the mandate in the register.")]
    resolution_id: Annotated[int, Meta(description="Number of the resolution in the register.")]
    class_: Annotated[
        MandateClass, Meta(description="`mandate`, or what it is of what is followed up beside mandates.")
    ] = MandateClass.MANDATE
    parts: Annotated[
        tuple[PartRow, ...], Meta(description="The list items of the mandate that say what it asks for.")
    ] = ()
    title: Annotated[str | None, Meta(description="Title of the resolution.")] = None
    lead: Annotated[str | None, Meta(description="The department that was put in charge, beside the owners.")] = None
    focal_point: Annotated[str | None, Meta(description="The person who was put in charge.")] = None
    judgement: Annotated[
        Judgement | None, Meta(description="What a person would have become of the mandate in a review of the stock.")
    ] = None
    judgement_reason: Annotated[str | None, Meta(description="Why, in that person's words.")] = None
    committee: Annotated[
        str | None, Meta(description="Committee that the resolution came from; `null` for the plenary.")
    ] = None
    agenda_items: Annotated[
        tuple[str, ...], Meta(description="Agenda items it was adopted under, by their numbers at that session.")
    ] = ()
    submit_by: Annotated[
        dt.date | None,
        Meta(description="For a report to a session: the day to submit the document, 10 weeks before the opening."),
    ] = None
    issue_by: Annotated[
        dt.date | None,
        Meta(description="For a report to a session: the day to issue the document, 6 weeks before the opening."),
    ] = None
    superseded_by: Annotated[str | None, Meta(description="Reference of the later mandate in its place.")] = None
    superseded_by_id: Annotated[int | None, Meta(description="Number of that mandate in the register.")] = None
    missed: Annotated[
        int,
        Meta(
            description="How many occurrences of a recurrence have passed unanswered: counted at the first, which "
            "stands for all."
        ),
    ] = 0
    ended_by: Annotated[
        str | None, Meta(description="Reference of the mandate that ended it, where it has ended by another.")
    ] = None
    renewed_by: Annotated[
        str | None, Meta(description="Reference of the later mandate that asks for the same anew.")
    ] = None
    version: Annotated[
        int,
        Meta(description="Number of changes by people; a change sent with an older number is refused."),
    ] = 1
    entities: Annotated[
        tuple[str, ...], Meta(description="Entities whose programmes cite the resolution in the budget, where known.")
    ] = ()
    programmes: Annotated[
        tuple[str, ...], Meta(description="These programmes, by number and title: `20 Human rights`.")
    ] = ()
    notes: Annotated[tuple[NoteRow, ...], Meta(description="All notes on it, the newest last.")] = ()
    matched: Annotated[
        tuple[Snippet, ...], Meta(description="After a search: the words around what was found, in order.")
    ] = ()
