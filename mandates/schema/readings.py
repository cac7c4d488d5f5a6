"""What was read from one resolution, as `extract` writes it and `ingest` takes it back: one object a resolution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from mandates.domain.due import Due, DueKind, due_from_plain, due_to_plain
from mandates.domain.errors import UsageError
from mandates.domain.mandate import Enacted, Mandate, MandatePart, Party, Reading
from mandates.domain.problems import Problem
from mandates.domain.resolution import Footnote, Paragraph, ParagraphKind, Resolution, Span
from mandates.domain.symbols import Symbol
from mandates.schema.decoding import from_plain
from mandates.schema.encoding import to_json, to_plain

_Phrase = Annotated[str, Meta(description="The words that say when.")]
_Opens = Annotated[dt.date | None, Meta(description="The first day on which it can be done; `null` where not known.")]
_Closes = Annotated[dt.date | None, Meta(description="The day after which it is late; `null` where not known.")]
_Place = Annotated[Span | None, Meta(description="Where the words stand in the text, where they stand there.")]
_Event = Annotated[str | None, Meta(description="The event that it is counted from.")]


class SessionDue(Struct, frozen=True, kw_only=True, tag_field="kind", tag="session"):
    """Due at a session of a body."""

    body: Annotated[str | None, Meta(description="Full name of the body.")] = None
    session: Annotated[
        int | str | None, Meta(description="The session: its number, its year, `special 32` or `next`.")
    ] = None
    phrase: _Phrase = ""
    opens_on: _Opens = None
    closes_on: _Closes = None
    span: _Place = None


class DateDue(Struct, frozen=True, kw_only=True, tag_field="kind", tag="date"):
    """Due on a day."""

    date: Annotated[dt.date | None, Meta(description="The day.")] = None
    phrase: _Phrase = ""
    opens_on: _Opens = None
    closes_on: _Closes = None
    span: _Place = None


class UntilDue(Struct, frozen=True, kw_only=True, tag_field="kind", tag="until"):
    """Lasts until a day."""

    date: Annotated[dt.date | None, Meta(description="The last day.")] = None
    phrase: _Phrase = ""
    opens_on: _Opens = None
    closes_on: _Closes = None
    span: _Place = None


class RelativeDue(Struct, frozen=True, kw_only=True, tag_field="kind", tag="relative"):
    """Due some time after or before an event."""

    after: Annotated[
        str | None, Meta(description="How long after the event: an ISO 8601 duration, negative for before it.")
    ] = None
    event: _Event = None
    phrase: _Phrase = ""
    opens_on: _Opens = None
    closes_on: _Closes = None
    span: _Place = None


class RecurringDue(Struct, frozen=True, kw_only=True, tag_field="kind", tag="recurring"):
    """Due again and again."""

    every: Annotated[
        str | None, Meta(description="How often: an ISO 8601 duration, `session` for each session, or `regular`.")
    ] = None
    event: _Event = None
    phrase: _Phrase = ""
    opens_on: _Opens = None
    closes_on: _Closes = None
    span: _Place = None


DueRecord = SessionDue | DateDue | UntilDue | RelativeDue | RecurringDue

_DUES: Mapping[DueKind, type[Any]] = {
    DueKind.SESSION: SessionDue,
    DueKind.DATE: DateDue,
    DueKind.UNTIL: UntilDue,
    DueKind.RELATIVE: RelativeDue,
    DueKind.RECURRING: RecurringDue,
}


class ResolutionRecord(Struct, frozen=True, kw_only=True):
    """One adopted text."""

    symbol: Annotated[str, Meta(description="Its symbol.")]
    title: Annotated[str | None, Meta(description="Its title.")] = None
    body: Annotated[str, Meta(description="Full name of the organ that adopted it.")]
    session: Annotated[
        int | str | None,
        Meta(
            description="The organ's session: its number, its year, `special 32` or `emergency 11`; `null` for the "
            "Security Council."
        ),
    ] = None
    adopted_on: Annotated[dt.date | None, Meta(description="The day of its adoption.")] = None
    agenda_items: Annotated[tuple[str, ...], Meta(description="Agenda items it was adopted under: `18 (b)`.")] = ()
    draft_symbol: Annotated[str | None, Meta(description="Symbol of its draft.")] = None
    committee: Annotated[str | None, Meta(description="The committee that recommended it.")] = None
    meeting: Annotated[str | None, Meta(description="The meeting that adopted it.")] = None
    source: Annotated[str | None, Meta(description="The file it was read from, as given.")] = None


class FootnoteRecord(Struct, frozen=True, kw_only=True):
    """A footnote, kept apart from the text it is attached to."""

    mark: Annotated[str, Meta(description="Its mark, as printed.")]
    text: Annotated[str, Meta(description="Its words.")]


class ParagraphRecord(Struct, frozen=True, kw_only=True):
    """One paragraph or list item, whole, without its printed label."""

    label: Annotated[
        str | None,
        Meta(description="Its label: `8`, `8 (a)`; with its part, `II.4`, only where the number alone is ambiguous."),
    ] = None
    kind: Annotated[ParagraphKind, Meta(description="What it is in the resolution.")]
    section: Annotated[str | None, Meta(description="The heading or part it stands under.")] = None
    text: Annotated[str, Meta(description="Its words.")]
    page: Annotated[int | None, Meta(description="Page on which it starts, from 1; `null` without pages.")] = None
    numbered: Annotated[bool, Meta(description="Whether the label is printed, and not counted by us.")] = True
    parent: Annotated[
        int | None, Meta(description="Place in this list, from 0, of the paragraph that it is an item of.")
    ] = None
    footnotes: Annotated[tuple[FootnoteRecord, ...], Meta(description="Footnotes marked in it.")] = ()


class EntitiesRecord(Struct, frozen=True, kw_only=True):
    """The known entities that the parties of a mandate are, in the same order."""

    owners: Annotated[tuple[str | None, ...], Meta(description="Keys of the entities that are to act.")] = ()
    partners: Annotated[tuple[str | None, ...], Meta(description="Keys of the entities with whom.")] = ()
    recipients: Annotated[tuple[str | None, ...], Meta(description="Keys of the entities to whom.")] = ()


class SpansRecord(Struct, frozen=True, kw_only=True):
    """Where words stand in the paragraph's text: pairs of character offsets, `null` where they stand elsewhere."""

    clause: Annotated[Span | None, Meta(description="Where the clause stands.")] = None
    verb: Annotated[Span | None, Meta(description="Where the verb stands.")] = None
    owners: Annotated[tuple[Span | None, ...], Meta(description="Where each owner stands.")] = ()
    partners: Annotated[tuple[Span | None, ...], Meta(description="Where each partner stands.")] = ()
    recipients: Annotated[tuple[Span | None, ...], Meta(description="Where each recipient stands.")] = ()


class PartRecord(Struct, frozen=True, kw_only=True):
    """A list item that says a part of what its paragraph asks for."""

    label: Annotated[str | None, Meta(description="Its label: `8 (a)`.")] = None
    text: Annotated[str, Meta(description="Its words.")]
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act on it, where it says so itself.")] = ()
    due: Annotated[tuple[DueRecord, ...], Meta(description="When it is due, where it says so itself.")] = ()


class EnactedRecord(Struct, frozen=True, kw_only=True):
    """That something is done by its adoption, such as an appropriation."""

    phrase: Annotated[str | None, Meta(description="The words that say for what time it is.")] = None
    ends_on: Annotated[dt.date | None, Meta(description="The last day of that time.")] = None


class MandateRecord(Struct, frozen=True, kw_only=True, rename={"class_": "class"}):
    """One clause of an operative paragraph that directs someone to act or decides that something happens."""

    reference: Annotated[str, Meta(description="Its reference: `A/RES/71/12#8`; `#8.2` for the paragraph's second.")]
    label: Annotated[str, Meta(description="Label of its paragraph.")]
    text: Annotated[str, Meta(description="The whole paragraph.")]
    clause: Annotated[str, Meta(description="The words of the paragraph that are this mandate.")]
    verb: Annotated[str, Meta(description="The operative verb.")]
    reiterated: Annotated[bool, Meta(description="Whether the organ repeats an earlier request.")] = False
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act.")] = ()
    partners: Annotated[tuple[str, ...], Meta(description="With whom.")] = ()
    recipients: Annotated[tuple[str, ...], Meta(description="To whom it is to be delivered.")] = ()
    deliverable: Annotated[str, Meta(description="What is to be delivered.")]
    due: Annotated[tuple[DueRecord, ...], Meta(description="When it is due.")] = ()
    class_: Annotated[str, Meta(description="What sort of mandate it is.")] = "mandate"
    parts: Annotated[tuple[PartRecord, ...], Meta(description="The list items that say what it asks for.")] = ()
    confidence: Annotated[
        float, Meta(ge=0, le=1, description="Estimated probability, 0 to 1, that the whole reading is right.")
    ] = 1.0
    reasons: Annotated[tuple[str, ...], Meta(description="Codes of what was uncertain.")] = ()
    entities: Annotated[EntitiesRecord, Meta(description="The known entities that its parties are.")] = EntitiesRecord()
    spans: Annotated[SpansRecord, Meta(description="Where its words stand in the text.")] = SpansRecord()
    enacted: Annotated[
        EnactedRecord | None, Meta(description="For what time it is, where it is done by its adoption; else `null`.")
    ] = None


class ProblemRecord(Struct, frozen=True, kw_only=True):
    """Something in a document that could not be read with certainty."""

    code: Annotated[str, Meta(description="What sort of problem: `numbering.gap`.")]
    where: Annotated[str, Meta(description="The place: a file, a symbol, a reference or a page.")]
    message: Annotated[str, Meta(description="What is wrong and what to do, in one line.")]


class ReadingRecord(Struct, frozen=True, kw_only=True):
    """All that was read from one resolution."""

    resolution: Annotated[ResolutionRecord, Meta(description="The resolution.")]
    paragraphs: Annotated[tuple[ParagraphRecord, ...], Meta(description="Its paragraphs, in order.")] = ()
    mandates: Annotated[tuple[MandateRecord, ...], Meta(description="Its mandates, in order.")] = ()
    problems: Annotated[tuple[ProblemRecord, ...], Meta(description="What could not be read with certainty.")] = ()


def reading_to_record(reading: Reading) -> ReadingRecord:
    """Return a reading as `extract` writes it."""
    resolution = reading.resolution
    return ReadingRecord(
        resolution=ResolutionRecord(
            symbol=resolution.symbol,
            title=resolution.title,
            body=resolution.body,
            session=resolution.session,
            adopted_on=resolution.adopted_on,
            agenda_items=resolution.agenda_items,
            draft_symbol=resolution.draft_symbol,
            committee=resolution.committee,
            meeting=resolution.meeting,
            source=resolution.source,
        ),
        paragraphs=tuple(map(_paragraph_record, resolution.paragraphs)),
        mandates=tuple(map(_mandate_record, reading.mandates)),
        problems=tuple(
            ProblemRecord(code=problem.code, where=problem.where, message=problem.message)
            for problem in reading.problems
        ),
    )


def reading_to_json(reading: Reading, *, indented: bool = False) -> bytes:
    """Return a reading as a JSON text in UTF-8, on one line unless `indented`."""
    record = reading_to_record(reading)
    try:
        text = msgspec.json.encode(record)  # in one step, as a record has no moments
    except UnicodeEncodeError:  # a lone surrogate
        return to_json(record, indented=indented)
    return msgspec.json.format(text) if indented else text


def reading_to_plain(reading: Reading) -> dict[str, Any]:
    """Return a reading as the plain data that its JSON holds."""
    data: dict[str, Any] = to_plain(reading_to_record(reading))
    return data


def reading_from_plain(data: Any) -> Reading:
    """Return the reading that plain data stands for, as `extract` wrote it. Keys that were added later than the first
    contract may be missing, unknown ones are passed over.

    Raises:
        ValueError: the data does not follow the contract; says where.
    """
    return reading_from_record(from_plain(data, ReadingRecord))


def reading_from_record(record: ReadingRecord) -> Reading:
    """Return the reading that `reading_to_record` wrote.

    Raises:
        ValueError: its values contradict each other; says where.
    """
    resolution_record = record.resolution
    return Reading(
        resolution=Resolution(
            symbol=_canonical(resolution_record.symbol),
            title=resolution_record.title,
            body=resolution_record.body,
            session=resolution_record.session,
            adopted_on=resolution_record.adopted_on,
            agenda_items=resolution_record.agenda_items,
            draft_symbol=resolution_record.draft_symbol,
            committee=resolution_record.committee,
            meeting=resolution_record.meeting,
            source=resolution_record.source,
            paragraphs=tuple(_paragraph(paragraph, index) for index, paragraph in enumerate(record.paragraphs)),
        ),
        mandates=tuple(_mandate(mandate, f"mandates[{index}]") for index, mandate in enumerate(record.mandates)),
        problems=tuple(Problem(problem.code, problem.where, problem.message) for problem in record.problems),
    )


def due_to_record(due: Due) -> DueRecord:
    """Return a due as `extract` writes it."""
    record: DueRecord = msgspec.convert(due_to_plain(due), _DUES[due.kind])
    return record


def _paragraph_record(paragraph: Paragraph) -> ParagraphRecord:
    return ParagraphRecord(
        label=paragraph.label,
        kind=paragraph.kind,
        section=paragraph.section,
        text=paragraph.text,
        page=paragraph.page,
        numbered=paragraph.numbered,
        parent=paragraph.parent,
        footnotes=tuple(FootnoteRecord(mark=footnote.mark, text=footnote.text) for footnote in paragraph.footnotes)
        if paragraph.footnotes
        else (),
    )


def _mandate_record(mandate: Mandate) -> MandateRecord:
    return MandateRecord(
        reference=mandate.reference,
        label=mandate.label,
        text=mandate.text,
        clause=mandate.clause,
        verb=mandate.verb,
        reiterated=mandate.reiterated,
        owners=_names(mandate.owners),
        partners=_names(mandate.partners),
        recipients=_names(mandate.recipients),
        deliverable=mandate.deliverable,
        due=tuple(map(due_to_record, mandate.due)),
        class_=mandate.class_,
        parts=tuple(
            PartRecord(label=part.label, text=part.text, owners=part.owners, due=tuple(map(due_to_record, part.due)))
            for part in mandate.parts
        ),
        enacted=EnactedRecord(phrase=mandate.enacted.phrase, ends_on=mandate.enacted.ends_on)
        if mandate.enacted
        else None,
        confidence=mandate.confidence,
        reasons=mandate.reasons,
        entities=EntitiesRecord(
            owners=_entities(mandate.owners),
            partners=_entities(mandate.partners),
            recipients=_entities(mandate.recipients),
        ),
        spans=SpansRecord(
            clause=mandate.clause_span,
            verb=mandate.verb_span,
            owners=_places(mandate.owners),
            partners=_places(mandate.partners),
            recipients=_places(mandate.recipients),
        ),
    )


def _names(parties: tuple[Party, ...]) -> tuple[str, ...]:
    return tuple([party.name for party in parties]) if parties else ()


def _entities(parties: tuple[Party, ...]) -> tuple[str | None, ...]:
    return tuple([party.entity for party in parties]) if parties else ()


def _places(parties: tuple[Party, ...]) -> tuple[Span | None, ...]:
    return tuple([party.span for party in parties]) if parties else ()


def _canonical(symbol: str) -> str:
    try:
        return str(Symbol.parse(symbol))
    except UsageError as error:
        raise ValueError(f"resolution.symbol: {error.reason}") from error


def _paragraph(record: ParagraphRecord, index: int) -> Paragraph:
    if record.parent is not None and not 0 <= record.parent < index:
        raise ValueError(f"paragraphs[{index}].parent is not an earlier paragraph")
    return Paragraph(
        kind=record.kind,
        text=record.text,
        label=record.label,
        numbered=record.numbered,
        section=record.section,
        parent=record.parent,
        page=record.page,
        footnotes=tuple(Footnote(mark=footnote.mark, text=footnote.text) for footnote in record.footnotes),
    )


def _mandate(record: MandateRecord, place: str) -> Mandate:
    start = record.text.find(record.clause)
    clause_span = _in_order(record.spans.clause, f"{place}.spans.clause") or Span(start, start + len(record.clause))
    if start < 0 or record.text[clause_span.start : clause_span.end] != record.clause:
        raise ValueError(f"{place}.clause does not stand in the text where it is said to")
    return Mandate(
        reference=record.reference,
        label=record.label,
        text=record.text,
        clause=record.clause,
        clause_span=clause_span,
        verb=record.verb,
        verb_span=_in_order(record.spans.verb, f"{place}.spans.verb"),
        reiterated=record.reiterated,
        owners=_parties(record.owners, record.entities.owners, record.spans.owners, f"{place}.owners"),
        partners=_parties(record.partners, record.entities.partners, record.spans.partners, f"{place}.partners"),
        recipients=_parties(
            record.recipients, record.entities.recipients, record.spans.recipients, f"{place}.recipients"
        ),
        deliverable=record.deliverable,
        due=tuple(_due(due, f"{place}.due[{index}]") for index, due in enumerate(record.due)),
        class_=record.class_,
        parts=tuple(
            MandatePart(
                label=part.label,
                text=part.text,
                owners=part.owners,
                due=tuple(_due(due, f"{place}.parts[{index}].due") for due in part.due),
            )
            for index, part in enumerate(record.parts)
        ),
        enacted=Enacted(phrase=record.enacted.phrase, ends_on=record.enacted.ends_on) if record.enacted else None,
        confidence=record.confidence,
        reasons=record.reasons,
    )


def _parties(
    names: tuple[str, ...], entities: tuple[str | None, ...], spans: tuple[Span | None, ...], place: str
) -> tuple[Party, ...]:
    if not (names or entities or spans):
        return ()
    unknown = (None,) * len(names)
    entities, spans = entities or unknown, spans or unknown
    if not len(names) == len(entities) == len(spans):
        raise ValueError(f"{place}: as many names as entities and spans are needed")
    return tuple(
        Party(name=name, entity=entity, span=_in_order(span, place))
        for name, entity, span in zip(names, entities, spans, strict=True)
    )


def _due(record: DueRecord, place: str) -> Due:
    _in_order(record.span, f"{place}.span")
    return due_from_plain(msgspec.to_builtins(record))


def _in_order(span: Span | None, place: str) -> Span | None:
    if span is not None and not 0 <= span.start <= span.end:
        raise ValueError(f"{place} is no pair of character offsets")
    return span
