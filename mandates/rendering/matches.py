"""The matches of documents as an answer: each with its item, the words of both, and why it is not more certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.domain.kinds import MatchClass, MatchState
from mandates.domain.match import Reason, WhyNone
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.text import count, day
from mandates.schema.documents import DocumentReadingRecord, MatchRecord, ProposalRecord

#: Columns of the table that a person marks in a spreadsheet and that `accept` reads back.
COLUMNS = (
    *("accept", "document", "dated_on", "reference", "class", "score", "due_on", "days_late", "words", "page"),
    *("request", "reasons", "replaces", "partial", "state", "number", "title", "url", "names_unheld"),
    *("why_none", "source"),
)
_FLEXIBLE = ("words", "request", "title")
_STYLES = {MatchClass.CERTAIN: Style.DONE, MatchClass.LIKELY: Style.DUE, MatchClass.POSSIBLE: Style.QUIET}
_WHY_NONE = {
    WhyNone.KIND: "documents of this kind answer no request",
    WhyNone.NOTHING_NAMED: "it names no resolution as its basis, and no request has a similar title",
    WhyNone.NOT_HELD: "what it names is not in the register",
    WhyNone.NO_REQUEST: "the resolutions it names have no request that it could answer",
    WhyNone.CORRIGENDUM: "a corrigendum settles nothing",
}
#: The maximum length of a quotation from a document or a request on a screen, in characters.
_EXCERPT_LENGTH = 320


@dataclass(frozen=True)
class Matches(Answer):
    """The answer of `match`: the suggested matches of documents with requests."""

    proposals: Sequence[ProposalRecord]
    title: str | None = None

    def records(self) -> Iterator[ProposalRecord]:
        """Yield one object per document."""
        return iter(self.proposals)

    def flat(self) -> Grid:
        """Return one row per match, and one for each document without a match."""
        columns = tuple(Column(name, flexible=name in _FLEXIBLE) for name in COLUMNS)
        rows = [row for proposal in self.proposals for row in self._rows(proposal)]
        return Grid(columns, rows)

    def _rows(self, proposal: ProposalRecord) -> Iterator[tuple[Value, ...]]:
        for match in proposal.matches:
            yield (
                *("yes" if match.state is MatchState.ACCEPTED else None, proposal.document, proposal.dated_on),
                *(
                    match.reference,
                    match.match_class.value,
                    match.score,
                    match.due_on,
                    match.days_late,
                    match.words,
                    match.page,
                ),
                *(
                    match.clause,
                    tuple(reason.value for reason in match.reasons),
                    match.replaces,
                    "yes" if match.partial else "no",
                ),
                *(match.state.value, match.number, proposal.title, proposal.url, proposal.names_unheld, None),
                proposal.source,
            )
        if not proposal.matches:
            values: dict[str, Value] = {
                "document": proposal.document,
                "dated_on": proposal.dated_on,
                "title": proposal.title,
                "url": proposal.url,
                "names_unheld": proposal.names_unheld,
                "why_none": proposal.why_none.value if proposal.why_none else None,
                "source": proposal.source,
            }
            yield tuple(values.get(name) for name in COLUMNS)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield each document with its matches, then the documents without a match."""
        matched = [record for record in self.proposals if record.matches]
        for proposal in matched:
            yield Text(tuple(_lines(proposal)))
        unmatched = [record for record in self.proposals if not record.matches]
        if unmatched:
            columns = (Column("Answers no item"), Column("Why", flexible=True, minimum=30, lines=3))
            yield Grid(
                columns,
                [(record.document or record.title or record.source, why_words(record)) for record in unmatched],
            )
        if not self.proposals:
            yield Text((("No issued document was found.",),))


def _lines(proposal: ProposalRecord) -> Iterator[tuple[str | Styled, ...]]:
    symbol = Styled(proposal.document or "without a symbol", Style.STRONG)
    dated = f", {day(proposal.dated_on)}" if proposal.dated_on else ""
    yield (symbol, f"  {proposal.title or proposal.kind.value}{dated}")
    for match in proposal.matches:
        yield from match_lines(match)
    if proposal.names_unheld:
        yield (f"  names {', '.join(proposal.names_unheld)}, not in the register",)


def match_lines(match: MatchRecord) -> Iterator[tuple[str | Styled, ...]]:
    """Yield the lines of one match: the item, the quotation from the document, the request, what lowers the score."""
    late = f", {count(match.days_late, 'day')} late" if match.days_late else ""
    due = f", due {day(match.due_on)}{late}" if match.due_on else ", no date"
    state = "" if match.state is MatchState.PROPOSED else f" ({match.state.value})"
    yield (
        "  ",
        _number(match),
        Styled(match.match_class.value, _STYLES[match.match_class]),
        f"{state}  {match.reference}{due}",
    )
    page = f" (page {match.page})" if match.page else ""
    source = "what it adds to" if Reason.AS_PARENT in match.reasons else "document"
    yield (f"    {source}: “{_short(match.words)}”{page}",)
    yield (f"    request: “{_short(match.clause)}”",)
    if match.replaces:
        yield (f"    replaces: {', '.join(match.replaces)}, which ended with it",)
    if match.reasons:
        yield (Styled(f"    doubts: {', '.join(reason.value for reason in match.reasons)}", Style.QUIET),)


def _number(match: MatchRecord) -> str:
    """Return the number by which a pending suggestion is accepted."""
    return f"{match.number}. " if match.number is not None and match.state is MatchState.PROPOSED else ""


def why_words(proposal: ProposalRecord) -> str:
    """Return why a document has no match."""
    why = _WHY_NONE.get(proposal.why_none, "") if proposal.why_none else ""
    unheld = f"names {', '.join(proposal.names_unheld)}, not in the register" if proposal.names_unheld else ""
    return unheld if proposal.why_none is WhyNone.NOT_HELD else "; ".join(part for part in (why, unheld) if part)


def _short(text: str) -> str:
    return text if len(text) <= _EXCERPT_LENGTH else f"{text[:_EXCERPT_LENGTH].rsplit(' ', 1)[0]} ..."


_FACT_COLUMNS = (Column("Field", minimum=12), Column("As read", flexible=True, minimum=30, lines=8))

_ITEM_COLUMNS = (Column("Item"), Column("Title", flexible=True, minimum=30, lines=3), Column("Committee", lines=2))


@dataclass(frozen=True)
class IssuedDocumentAnswer(Answer):
    """The answer of `show` for an issued document: its masthead, the resolutions it says it answers, its matches."""

    document: DocumentReadingRecord
    proposal: ProposalRecord
    many = False

    def records(self) -> Iterator[dict[str, object]]:
        """Yield the document with its matches."""
        yield {"document": self.document.document, "matches": self.proposal.matches, **_unmatched(self.proposal)}

    def flat(self) -> Grid:
        """Return one row per match of the document."""
        return Matches([self.proposal]).flat()

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the masthead, the grounds and the matches."""
        document = self.document.document
        yield Text(((Styled("-".join(document.symbols) or "without a symbol", Style.STRONG),), (document.title or "",)))
        session = f"{document.body} {document.session or ''}".strip() if document.body else None
        facts: list[tuple[Value, ...]] = [
            ("Kind", document.kind.value.replace("_", " ")),
            ("Says it is", document.form),
            ("Dated", document.dated_on),
            ("For", session),
            ("Agenda items", document.agenda_items),
            ("Relation", f"{document.relation.type} of {document.relation.of}" if document.relation else None),
            ("Covers", f"{day(document.period.first)} to {day(document.period.last)}" if document.period else None),
            *[(ground.resolution, f"“{_short(ground.words)}”") for ground in document.answers],
        ]
        yield Grid(_FACT_COLUMNS, [row for row in facts if row[1]])
        if document.entries:
            yield Grid(_ITEM_COLUMNS, [(entry.item, entry.title, entry.committee) for entry in document.entries])
        if self.proposal.matches:
            yield Text(tuple(line for match in self.proposal.matches for line in match_lines(match)))
        if self.proposal.names_unheld or not self.proposal.matches:
            yield Text(((why_words(self.proposal),),))


def _unmatched(proposal: ProposalRecord) -> dict[str, object]:
    return {"names_unheld": proposal.names_unheld, "why_none": proposal.why_none}


@dataclass(frozen=True)
class Documents(Answer):
    """The answer of `documents`: each document in the register, with its matches."""

    proposals: Sequence[ProposalRecord]

    def records(self) -> Iterator[ProposalRecord]:
        """Yield one object per document."""
        return iter(self.proposals)

    def flat(self) -> Grid:
        """Return the rows of all matches."""
        return Matches(self.proposals).flat()

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield a grid with one row per document."""
        columns = (
            Column("Document"),
            Column("Dated", minimum=11),
            Column("Title", flexible=True, minimum=20, lines=2),
            Column("Answers", flexible=True, minimum=24, lines=4),
        )
        rows: list[tuple[Value, ...]] = [
            (Styled(proposal.document or "none", Style.STRONG), proposal.dated_on, proposal.title, _outcome(proposal))
            for proposal in self.proposals
        ]
        yield Grid(columns, rows, empty="No document is stored.")


def _outcome(proposal: ProposalRecord) -> str:
    if not proposal.matches:
        return why_words(proposal)
    return "; ".join(f"{_number(match)}{match.reference} ({_state_word(match)})" for match in proposal.matches)


def _state_word(match: MatchRecord) -> str:
    return match.match_class.value if match.state is MatchState.PROPOSED else match.state.value
