"""Readings to be checked as an answer: each with its words marked, what was read, what was uncertain or differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import asdict

from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.history import value_words
from mandates.rendering.mandate import confidence_words, reading_facts
from mandates.rendering.marking import marked
from mandates.rendering.matches import Matches
from mandates.rendering.renewals import Renewals
from mandates.schema.documents import ProposalRecord
from mandates.schema.mandates import MandateView, SuggestionRow
from mandates.schema.renewals import RenewalRow

_FACT_COLUMNS = (Column("Field", minimum=12), Column("As read", flexible=True, minimum=30, lines=6))
_CHANGE_COLUMNS = (
    Column("Field", minimum=12),
    Column("In force", flexible=True, minimum=24, lines=6),
    Column("As read now", flexible=True, minimum=24, lines=6),
)


@dataclass(frozen=True)
class Review(Answer):
    """The answer of `review`: uncertain extractions, suggested changes, suggested matches of documents, and renewals by
    later resolutions.
    """

    uncertain: Sequence[MandateView]
    waiting: Sequence[SuggestionRow]
    documents: Sequence[ProposalRecord] = ()
    renewals: Sequence[RenewalRow] = ()

    def records(self) -> Iterator[Any]:
        """Yield one object per entry, its `kind` first: ``uncertain`` for an extraction, ``proposed`` for a suggested
        change, ``answer`` for a document, ``renewal`` for a renewal.
        """
        for view in self.uncertain:
            yield {"kind": "uncertain", **asdict(view)}
        for proposal in self.waiting:
            yield {"kind": "proposed", **asdict(proposal)}
        for document in self.documents:
            yield {"kind": "answer", "proposal": document}
        for renewal in self.renewals:
            yield {"kind": "renewal", "renewal": renewal}

    def flat(self) -> Grid:
        """Return one row per entry, for a document one per match."""
        names = ("kind", "reference", "confidence", "reasons", "verb", "owners", "deliverable", "clause")
        columns = tuple(Column(name, flexible=name in ("owners", "clause")) for name in names)
        rows: list[tuple[Value, ...]] = [
            (
                "uncertain",
                view.reference,
                view.confidence,
                view.reasons,
                view.verb,
                view.owners,
                view.deliverable,
                view.clause,
            )
            for view in self.uncertain
        ]
        rows += [
            ("proposed", change.reference, None, tuple(change.after), None, None, None, change.clause)
            for change in self.waiting
        ]
        rows += [
            (
                "answer",
                match.reference,
                match.score,
                tuple(reason.value for reason in match.reasons),
                None,
                None,
                None,
                match.clause,
            )
            for document in self.documents
            for match in document.matches
        ]
        rows += [
            ("renewal", renewal.older, renewal.score, (renewal.basis,), None, None, None, renewal.newer_clause)
            for renewal in self.renewals
        ]
        return Grid(columns, rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the matches of documents and the renewals, then each extraction with its paragraph and fields."""
        if not (self.uncertain or self.waiting or self.documents or self.renewals):
            yield Text((("Nothing is waiting for review.",),))
        if self.documents:
            yield from Matches(self.documents).blocks()
        if self.renewals:
            yield from Renewals(self.renewals).blocks()
        for view in self.uncertain:
            heading = (
                Styled(view.reference, Style.STRONG),
                f"  confidence {confidence_words(view.confidence, view.reasons)}",
            )
            title = ((Styled(view.title, Style.QUIET),),) if view.title else ()
            yield Text((heading, *title, (f"{view.label}. ", *marked(view.text, view.spans))))
            yield Grid(_FACT_COLUMNS, reading_facts(view))
        for proposal in self.waiting:
            yield Text(((Styled(proposal.reference, Style.STRONG), "  has a new extraction"), (proposal.clause,)))
            rows: list[tuple[Value, ...]] = [
                (
                    words.status_words(name).capitalize(),
                    value_words(proposal.before.get(name)) or "none",
                    value_words(proposal.after.get(name)) or "none",
                )
                for name in proposal.after
            ]
            yield Grid(_CHANGE_COLUMNS, rows)
