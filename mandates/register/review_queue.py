"""The queue of all that waits for a person's decision: the number of each kind, and one entry in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mandates.domain.match import Match, Proposal
from mandates.register import documents, renewals, review
from mandates.register.show import mandate_view, view_of
from mandates.schema.mandates import MandateView, SuggestionRow
from mandates.schema.renewals import RenewalRow
from mandates.store import suggestions
from mandates.store.engine import Connection


class Kind(StrEnum):
    """The kinds of entries, in the order in which they are shown."""

    DIFFERENCE = "difference"
    MATCH = "match"
    RENEWAL = "renewal"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the queue.

    Attributes:
        key: identifies the entry. view: the mandate that it is about; for a renewal, the older one.
        suggestion: for a difference, the other extraction. proposal, match: the document and what it may answer.
        renewal: the later request that renews the mandate.
    """

    kind: Kind
    key: str
    view: MandateView
    suggestion: SuggestionRow | None = None
    proposal: Proposal | None = None
    match: Match | None = None
    renewal: RenewalRow | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits on a day: the differences, the ids of matches and renewals, and the count of uncertain extractions."""

    on: dt.date
    differences: Sequence[SuggestionRow]
    matches: Sequence[int]
    renewals: Sequence[int]
    uncertain: int

    @property
    def counts(self) -> Mapping[Kind, int]:
        """The number of entries of each kind."""
        return {
            Kind.DIFFERENCE: len(self.differences),
            Kind.MATCH: len(self.matches),
            Kind.RENEWAL: len(self.renewals),
            Kind.UNCERTAIN: self.uncertain,
        }

    def of(self, kinds: Sequence[Kind]) -> Queue:
        """Return the queue with only these kinds; the whole queue if `kinds` is empty."""
        if not kinds:
            return self
        return replace(
            self,
            differences=self.differences if Kind.DIFFERENCE in kinds else (),
            matches=self.matches if Kind.MATCH in kinds else (),
            renewals=self.renewals if Kind.RENEWAL in kinds else (),
            uncertain=self.uncertain if Kind.UNCERTAIN in kinds else 0,
        )


def queue(connection: Connection, on: dt.date) -> Queue:
    """Return the queue of what waits for a decision by a person on a day."""
    return Queue(
        on,
        review.waiting(connection, on),
        documents.numbers_waiting(connection),
        renewals.numbers_waiting(connection, on),
        review.count_uncertain(connection, on),
    )


def entry(connection: Connection, waiting: Queue, place: int) -> Entry | None:
    """Return the entry at a place of a queue, counted from 0; None if there is none, or no longer.

    In each kind the most certain come first, but of uncertain extractions the least certain.
    """
    if place < len(waiting.differences):
        suggestion = waiting.differences[place]
        (row,) = suggestions.by_ids(connection, [suggestion.id])
        view = view_of(connection, row.mandate_id, waiting.on)
        return Entry(kind=Kind.DIFFERENCE, key=f"difference {suggestion.id}", view=view, suggestion=suggestion)
    place -= len(waiting.differences)
    if place < len(waiting.matches):
        return _match(connection, waiting.matches[place], waiting.on)
    place -= len(waiting.matches)
    if place < len(waiting.renewals):
        return _renewal(connection, waiting.renewals[place], waiting.on)
    place -= len(waiting.renewals)
    if place < waiting.uncertain:
        references = review.uncertain_mandates(connection, waiting.on, limit=place + 1)
        if place < len(references):
            view = mandate_view(connection, references[place], waiting.on)
            return Entry(kind=Kind.UNCERTAIN, key=f"uncertain {view.id}", view=view)
    return None


def _match(connection: Connection, number: int, on: dt.date) -> Entry | None:
    for proposal in documents.waiting(connection, on, numbers=[number]):
        (match,) = proposal.matches
        view = mandate_view(connection, match.reference, on)
        return Entry(kind=Kind.MATCH, key=f"match {number}", view=view, proposal=proposal, match=match)
    return None


def _renewal(connection: Connection, number: int, on: dt.date) -> Entry | None:
    for row in renewals.waiting(connection, on, numbers=[number]):
        view = mandate_view(connection, row.older, on)
        return Entry(kind=Kind.RENEWAL, key=f"renewal {number}", view=view, renewal=row)
    return None
