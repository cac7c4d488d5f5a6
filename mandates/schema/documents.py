"""Issued documents and their matches: what `extract`, `match` and `documents` write of them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from mandates.domain.issued import AgendaEntry, Basis, Ground, IssuedDocument, Relation
from mandates.domain.kinds import DocumentKind, MatchClass, MatchState
from mandates.domain.match import Match, Proposal, Reason, WhyNone
from mandates.domain.problems import Problem
from mandates.schema.decoding import from_plain
from mandates.schema.encoding import to_json, to_plain
from mandates.schema.readings import ProblemRecord


class GroundRecord(Struct, frozen=True, kw_only=True):
    """A resolution that a document names as what it answers."""

    resolution: Annotated[str, Meta(description="Its symbol.")]
    labels: Annotated[tuple[str, ...], Meta(description="Labels of the paragraphs named; empty where none is.")] = ()
    words: Annotated[str, Meta(description="The sentence that names it.")] = ""
    page: Annotated[int | None, Meta(description="Page of the sentence; `null` without pages.")] = None
    basis: Annotated[
        Basis,
        Meta(
            description="How it is named: in a sentence about the document itself, by telling the request, in the "
            "title, or merely mentioned."
        ),
    ] = Basis.OWN


class RelationRecord(Struct, frozen=True, kw_only=True):
    """That a document adds to another, corrects it or takes its place."""

    type: Annotated[str, Meta(description="`addendum`, `corrigendum` or `revision`.")]
    of: Annotated[str, Meta(description="Symbol of the other document.")]


class PeriodRecord(Struct, frozen=True, kw_only=True):
    """The time that a document reports on."""

    first: Annotated[dt.date, Meta(description="Its first day.")]
    last: Annotated[dt.date, Meta(description="Its last day.")]


class AgendaEntryRecord(Struct, frozen=True, kw_only=True):
    """One item of an agenda."""

    item: Annotated[str, Meta(description="Its number: `18 (b)`.")]
    title: Annotated[str, Meta(description="Its title.")]
    committee: Annotated[str | None, Meta(description="The committee it goes to.")] = None


class DocumentRecord(Struct, frozen=True, kw_only=True):
    """One issued document: a report, note, letter, supplement or agenda."""

    symbol: Annotated[str | None, Meta(description="The first of its symbols.")] = None
    symbols: Annotated[tuple[str, ...], Meta(description="All symbols of a joint document.")] = ()
    kind: Annotated[DocumentKind, Meta(description="What kind of document it is.")] = DocumentKind.OTHER
    title: Annotated[str | None, Meta(description="Its own title.")] = None
    form: Annotated[str | None, Meta(description="The line by which it says what it is.")] = None
    author: Annotated[str | None, Meta(description="Who writes it, as written.")] = None
    dated_on: Annotated[dt.date | None, Meta(description="The day on its masthead.")] = None
    body: Annotated[str | None, Meta(description="Full name of the organ that it is for.")] = None
    session: Annotated[int | str | None, Meta(description="The session of that organ.")] = None
    agenda_items: Annotated[tuple[str, ...], Meta(description="Agenda items on its masthead.")] = ()
    agenda_titles: Annotated[tuple[str, ...], Meta(description="Their titles, where they are known.")] = ()
    series: Annotated[str | None, Meta(description="What its symbol begins with: `A/80`.")] = None
    relation: Annotated[RelationRecord | None, Meta(description="What it is to another document.")] = None
    answers: Annotated[tuple[GroundRecord, ...], Meta(description="The resolutions that it says it answers.")] = ()
    mentions: Annotated[tuple[GroundRecord, ...], Meta(description="Others named at its beginning.")] = ()
    period: Annotated[PeriodRecord | None, Meta(description="The time that it reports on.")] = None
    ordinal: Annotated[int | None, Meta(description="Its number in a series: 137 of a `137th monthly report`.")] = None
    partial: Annotated[bool, Meta(description="Whether it says that it is interim or a part.")] = False
    asks_time: Annotated[bool, Meta(description="Whether it asks for more time.")] = False
    entries: Annotated[tuple[AgendaEntryRecord, ...], Meta(description="The items of an agenda.")] = ()
    opening: Annotated[str, Meta(description="Its first sentences.")] = ""
    url: Annotated[str | None, Meta(description="Where it can be read.")] = None
    source: Annotated[str | None, Meta(description="The file it was read from, as given.")] = None


class DocumentReadingRecord(Struct, frozen=True, kw_only=True):
    """All that was read from one issued document."""

    document: Annotated[DocumentRecord, Meta(description="The document.")]
    problems: Annotated[tuple[ProblemRecord, ...], Meta(description="What could not be read with certainty.")] = ()


def document_to_record(document: IssuedDocument) -> DocumentReadingRecord:
    """Return an issued document as `extract` writes it."""
    d = document
    return DocumentReadingRecord(
        document=DocumentRecord(
            symbol=d.symbol,
            symbols=d.symbols,
            kind=d.kind,
            title=d.title,
            form=d.form,
            author=d.author,
            dated_on=d.dated_on,
            body=d.body,
            session=d.session,
            agenda_items=d.agenda_items,
            agenda_titles=d.agenda_titles,
            series=d.series,
            relation=RelationRecord(type=d.relation.type, of=d.relation.of) if d.relation else None,
            answers=tuple(map(_ground_record, d.answers)),
            mentions=tuple(map(_ground_record, d.mentions)),
            period=PeriodRecord(first=d.period[0], last=d.period[1]) if d.period else None,
            ordinal=d.ordinal,
            partial=d.partial,
            asks_time=d.asks_time,
            entries=tuple(
                AgendaEntryRecord(item=entry.number, title=entry.title, committee=entry.committee)
                for entry in d.entries
            ),
            opening=d.opening,
            url=d.url,
            source=d.source,
        ),
        problems=tuple(
            ProblemRecord(code=problem.code, where=problem.where, message=problem.message) for problem in d.problems
        ),
    )


def document_to_json(document: IssuedDocument, *, indented: bool = False) -> bytes:
    """Return an issued document as a JSON text in UTF-8, on one line unless `indented`."""
    record = document_to_record(document)
    try:
        text = msgspec.json.encode(record)
    except UnicodeEncodeError:  # a lone surrogate
        return to_json(record, indented=indented)
    return msgspec.json.format(text) if indented else text


def document_to_plain(document: IssuedDocument) -> dict[str, Any]:
    """Return an issued document as the plain data that its JSON holds."""
    data: dict[str, Any] = to_plain(document_to_record(document))
    return data


def document_from_plain(data: Any) -> IssuedDocument:
    """Return the issued document that plain data stands for, as `extract` wrote it.

    Raises:
        ValueError: the data does not follow the contract; says where.
    """
    record = from_plain(data, DocumentReadingRecord)
    document = record.document
    return IssuedDocument(
        symbols=document.symbols or ((document.symbol,) if document.symbol else ()),
        kind=document.kind,
        title=document.title,
        form=document.form,
        author=document.author,
        dated_on=document.dated_on,
        body=document.body,
        session=document.session,
        agenda_items=document.agenda_items,
        agenda_titles=document.agenda_titles,
        series=document.series,
        relation=Relation(document.relation.type, document.relation.of) if document.relation else None,
        answers=tuple(map(_ground, document.answers)),
        mentions=tuple(map(_ground, document.mentions)),
        period=(document.period.first, document.period.last) if document.period else None,
        ordinal=document.ordinal,
        partial=document.partial,
        asks_time=document.asks_time,
        entries=tuple(
            AgendaEntry(number=entry.item, title=entry.title, committee=entry.committee) for entry in document.entries
        ),
        opening=document.opening,
        url=document.url,
        source=document.source,
        problems=tuple(Problem(problem.code, problem.where, problem.message) for problem in record.problems),
    )


def _ground_record(ground: Ground) -> GroundRecord:
    return GroundRecord(
        resolution=ground.resolution, labels=ground.labels, words=ground.words, page=ground.page, basis=ground.basis
    )


def _ground(record: GroundRecord) -> Ground:
    return Ground(
        resolution=record.resolution,
        labels=record.labels,
        words=record.words,
        page=record.page,
        basis=record.basis,
    )


class MatchRecord(Struct, frozen=True, kw_only=True, rename={"match_class": "class"}):
    """That a document answers an obligation, as the program sees it."""

    reference: Annotated[str, Meta(description="The obligation, with `@` and which one of its mandate's it is.")]
    resolution: Annotated[str, Meta(description="Symbol of the resolution.")]
    label: Annotated[str, Meta(description="Label of the paragraph.")]
    match_class: Annotated[MatchClass, Meta(description="How sure it is.")]
    score: Annotated[float, Meta(description="How much speaks for it, 0 to 1.")]
    words: Annotated[str, Meta(description="The words of the document that say so, or its title.")]
    page: Annotated[int | None, Meta(description="Page of the document on which they stand.")] = None
    reasons: Annotated[tuple[Reason, ...], Meta(description="Codes of what makes it less certain.")] = ()
    due_on: Annotated[dt.date | None, Meta(description="The day after which the obligation is late.")] = None
    days_late: Annotated[
        int | None,
        Meta(
            description="Days by which the document is late; of one without a date those since then, while it is open."
        ),
    ] = None
    clause: Annotated[str, Meta(description="The words of the request.")] = ""
    partial: Annotated[bool, Meta(description="Whether it would be entered as a part.")] = False
    additional: Annotated[bool, Meta(description="Whether it would be one more document beside others.")] = False
    replaces: Annotated[
        tuple[str, ...], Meta(description="Earlier recurring requests that it replaced, and that ended with it.")
    ] = ()
    state: Annotated[MatchState, Meta(description="The decision of a person.")] = MatchState.PROPOSED
    number: Annotated[int | None, Meta(description="Its number in the register, if it is stored there.")] = None


class ProposalRecord(Struct, frozen=True, kw_only=True):
    """What an issued document answers."""

    document: Annotated[str | None, Meta(description="The first of its symbols.")] = None
    symbols: Annotated[tuple[str, ...], Meta(description="All its symbols.")] = ()
    kind: Annotated[DocumentKind, Meta(description="What kind of document it is.")] = DocumentKind.OTHER
    title: Annotated[str | None, Meta(description="Its title.")] = None
    dated_on: Annotated[dt.date | None, Meta(description="The day on its masthead.")] = None
    matches: Annotated[tuple[MatchRecord, ...], Meta(description="The obligations it may answer, surest first.")] = ()
    names_unheld: Annotated[
        tuple[str, ...], Meta(description="Resolutions that it answers and that are not in the register.")
    ] = ()
    why_none: Annotated[WhyNone | None, Meta(description="Why it answers nothing here, where it does not.")] = None
    url: Annotated[str | None, Meta(description="Where it can be read.")] = None
    source: Annotated[str | None, Meta(description="The file it was read from, as given.")] = None


def proposal_to_record(proposal: Proposal) -> ProposalRecord:
    """Return what was found for a document as `match` writes it."""
    document = proposal.document
    return ProposalRecord(
        document=document.symbol,
        symbols=document.symbols,
        kind=document.kind,
        title=document.title,
        dated_on=document.dated_on,
        matches=tuple(map(_match_record, proposal.matches)),
        names_unheld=proposal.names_unheld,
        why_none=proposal.why_none,
        url=document.url,
        source=document.source,
    )


def _match_record(match: Match) -> MatchRecord:
    return MatchRecord(
        reference=match.reference,
        resolution=match.resolution,
        label=match.label,
        match_class=match.match_class,
        score=match.score,
        words=match.words,
        page=match.page,
        reasons=match.reasons,
        due_on=match.due_on,
        days_late=match.days_late,
        clause=match.clause,
        partial=match.partial,
        additional=match.additional,
        replaces=match.replaces,
        state=match.state,
        number=match.number,
    )
