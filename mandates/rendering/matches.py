"""What documents answer, as an answer: each with the item, its own words, the request's words, and why not surer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.domain.kinds import MatchClass, MatchState
from mandates.domain.match import Reason, WhyNone
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.text import count, day
from mandates.schema.documents import DocumentReadingRecord, MatchRecord, ProposalRecord

#: Columns of the table that a person marks in a spreadsheet; `accept` reads it back.
COLUMNS = (
    *("accept", "document", "dated_on", "reference", "class", "score", "due_on", "days_late", "words", "page"),
    *("request", "reasons", "replaces", "partial", "state", "number", "title", "url", "names_unheld"),
    *("why_none", "source"),
)
_FLEXIBLE = ("words", "request", "title")
_STYLES = {MatchClass.CERTAIN: Style.DONE, MatchClass.LIKELY: Style.DUE, MatchClass.POSSIBLE: Style.QUIET}
_WHY = {
    WhyNone.KIND: "documents of this kind answer no request",
    WhyNone.NOTHING_NAMED: "it names no resolution as its ground, and no request has its title",
    WhyNone.NOT_HELD: "what it names is not in the register",
    WhyNone.NO_REQUEST: "what it names asks for nothing that it could be",
    WhyNone.CORRIGENDUM: "a corrigendum settles nothing",
}
#: Characters of a document's and of a request's words on a screen.
_WORDS = 320


@dataclass(frozen=True)
class Matches(Answer):
    """What `match` answers."""

    proposals: Sequence[ProposalRecord]
    title: str | None = None

    def records(self) -> Iterator[ProposalRecord]:
        """Yield one object a document."""
        return iter(self.proposals)

    def flat(self) -> Grid:
        """Return one row a match, and one for a document without any."""
        columns = tuple(Column(name, flexible=name in _FLEXIBLE) for name in COLUMNS)
        rows = [row for proposal in self.proposals for row in self._rows(proposal)]
        return Grid(columns, rows)

    def _rows(self, proposal: ProposalRecord) -> Iterator[tuple[Value, ...]]:
        for one in proposal.matches:
            yield (
                *("yes" if one.state is MatchState.ACCEPTED else None, proposal.document, proposal.dated_on),
                *(one.reference, one.match_class.value, one.score, one.due_on, one.days_late, one.words, one.page),
                *(
                    one.clause,
                    tuple(reason.value for reason in one.reasons),
                    one.replaces,
                    "yes" if one.partial else "no",
                ),
                *(one.state.value, one.number, proposal.title, proposal.url, proposal.names_unheld, None),
                proposal.source,
            )
        if not proposal.matches:
            known: dict[str, Value] = {
                "document": proposal.document,
                "dated_on": proposal.dated_on,
                "title": proposal.title,
                "url": proposal.url,
                "names_unheld": proposal.names_unheld,
                "why_none": proposal.why_none.value if proposal.why_none else None,
                "source": proposal.source,
            }
            yield tuple(known.get(name) for name in COLUMNS)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield each document with its matches, then those that answer nothing."""
        matched = [one for one in self.proposals if one.matches]
        for proposal in matched:
            yield Text(tuple(_lines(proposal)))
        rest = [one for one in self.proposals if not one.matches]
        if rest:
            columns = (Column("Answers nothing here"), Column("Why", flexible=True, minimum=30, lines=3))
            yield Grid(columns, [(one.document or one.title or one.source, why_words(one)) for one in rest])
        if not self.proposals:
            yield Text((("No issued document was found.",),))


def _lines(proposal: ProposalRecord) -> Iterator[tuple[str | Styled, ...]]:
    head = Styled(proposal.document or "without a symbol", Style.STRONG)
    dated = f", {day(proposal.dated_on)}" if proposal.dated_on else ""
    yield (head, f"  {proposal.title or proposal.kind.value}{dated}")
    for one in proposal.matches:
        yield from match_lines(one)
    if proposal.names_unheld:
        yield (f"  names {', '.join(proposal.names_unheld)}, not in the register",)


def match_lines(one: MatchRecord) -> Iterator[tuple[str | Styled, ...]]:
    """Yield the lines of one match: the item, the document's words, the request's words, why not surer."""
    late = f", {count(one.days_late, 'day')} late" if one.days_late else ""
    due = f", due {day(one.due_on)}{late}" if one.due_on else ", no date"
    state = "" if one.state is MatchState.PROPOSED else f" ({one.state.value})"
    yield (
        "  ",
        _number(one),
        Styled(one.match_class.value, _STYLES[one.match_class]),
        f"{state}  {one.reference}{due}",
    )
    page = f" (page {one.page})" if one.page else ""
    whose = "what it adds to" if Reason.AS_PARENT in one.reasons else "document"
    yield (f"    {whose}: “{_short(one.words)}”{page}",)
    yield (f"    request: “{_short(one.clause)}”",)
    if one.replaces:
        yield (f"    replaces: {', '.join(one.replaces)}, whose series ended with it",)
    if one.reasons:
        yield (Styled(f"    not surer: {', '.join(reason.value for reason in one.reasons)}", Style.QUIET),)


def _number(one: MatchRecord) -> str:
    """Return the number by which a proposal that waits is accepted."""
    return f"{one.number}. " if one.number is not None and one.state is MatchState.PROPOSED else ""


def why_words(proposal: ProposalRecord) -> str:
    """Return why a document answers nothing."""
    why = _WHY.get(proposal.why_none, "") if proposal.why_none else ""
    unheld = f"names {', '.join(proposal.names_unheld)}, not in the register" if proposal.names_unheld else ""
    return unheld if proposal.why_none is WhyNone.NOT_HELD else "; ".join(part for part in (why, unheld) if part)


def _short(text: str) -> str:
    return text if len(text) <= _WORDS else f"{text[:_WORDS].rsplit(' ', 1)[0]} ..."


_FACTS = (Column("Field", minimum=12), Column("As read", flexible=True, minimum=30, lines=8))

_ITEMS = (Column("Item"), Column("Title", flexible=True, minimum=30, lines=3), Column("Committee", lines=2))


@dataclass(frozen=True)
class IssuedDocumentAnswer(Answer):
    """What `show` answers for an issued document: its masthead, the words of what it answers, what it settled."""

    document: DocumentReadingRecord
    proposal: ProposalRecord
    many = False

    def records(self) -> Iterator[dict[str, object]]:
        """Yield the document with its matches."""
        yield {"document": self.document.document, "matches": self.proposal.matches, **_rest(self.proposal)}

    def flat(self) -> Grid:
        """Return the rows of its matches."""
        return Matches([self.proposal]).flat()

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the masthead, the grounds and the matches."""
        d = self.document.document
        yield Text(((Styled("-".join(d.symbols) or "without a symbol", Style.STRONG),), (d.title or "",)))
        session = f"{d.body} {d.session or ''}".strip() if d.body else None
        facts: list[tuple[Value, ...]] = [
            ("Kind", d.kind.value.replace("_", " ")),
            ("Says it is", d.form),
            ("Dated", d.dated_on),
            ("For", session),
            ("Agenda items", d.agenda_items),
            ("Relation", f"{d.relation.type} of {d.relation.of}" if d.relation else None),
            ("Covers", f"{day(d.period.first)} to {day(d.period.last)}" if d.period else None),
            *[(ground.resolution, f"“{_short(ground.words)}”") for ground in d.answers],
        ]
        yield Grid(_FACTS, [row for row in facts if row[1]])
        if d.entries:
            yield Grid(_ITEMS, [(one.item, one.title, one.committee) for one in d.entries])
        if self.proposal.matches:
            yield Text(tuple(line for one in self.proposal.matches for line in match_lines(one)))
        if self.proposal.names_unheld or not self.proposal.matches:
            yield Text(((why_words(self.proposal),),))


def _rest(proposal: ProposalRecord) -> dict[str, object]:
    return {"names_unheld": proposal.names_unheld, "why_none": proposal.why_none}


@dataclass(frozen=True)
class Documents(Answer):
    """What `documents` lists: each document that is kept, and what became of it."""

    proposals: Sequence[ProposalRecord]

    def records(self) -> Iterator[ProposalRecord]:
        """Yield one object a document."""
        return iter(self.proposals)

    def flat(self) -> Grid:
        """Return the rows of all matches."""
        return Matches(self.proposals).flat()

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield one row a document."""
        columns = (
            Column("Document"),
            Column("Dated", minimum=11),
            Column("Title", flexible=True, minimum=20, lines=2),
            Column("Answers", flexible=True, minimum=24, lines=4),
        )
        rows: list[tuple[Value, ...]] = [
            (Styled(one.document or "none", Style.STRONG), one.dated_on, one.title, _outcome(one))
            for one in self.proposals
        ]
        yield Grid(columns, rows, empty="No document is kept.")


def _outcome(proposal: ProposalRecord) -> str:
    if not proposal.matches:
        return why_words(proposal)
    return "; ".join(f"{_number(one)}{one.reference} ({_word(one)})" for one in proposal.matches)


def _word(match: MatchRecord) -> str:
    return match.match_class.value if match.state is MatchState.PROPOSED else match.state.value
