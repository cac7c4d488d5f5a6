"""Requests that later resolutions renew, as an answer: both clauses with the words that differ, and the proposal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.domain.kinds import Becomes, LinkState
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.lineage import difference
from mandates.rendering.text import day
from mandates.rendering.words import status_words
from mandates.schema.renewals import OlderItem, RenewalRow

#: Columns of the flat table. An older request with several open items has one row for each of them.
COLUMNS = (
    *(
        "number",
        "score",
        "state",
        "older",
        "newer",
        "title",
        "adopted_on",
        "relation",
        "basis",
        "item",
        "due_on",
        "status",
    ),
    *("proposed", "documents", "words", "older_clause", "newer_clause"),
)
_FLEXIBLE = ("title", "words", "older_clause", "newer_clause")
_HIGH_SCORE = 0.9


@dataclass(frozen=True)
class Renewals(Answer):
    """The answer of `renewals`: requests of later resolutions that renew older ones."""

    rows: Sequence[RenewalRow]

    def records(self) -> Iterator[RenewalRow]:
        """Yield one object per renewal."""
        return iter(self.rows)

    def flat(self) -> Grid:
        """Return one row for each open item of an older request."""
        columns = tuple(Column(name, flexible=name in _FLEXIBLE, link=name == "documents") for name in COLUMNS)
        return Grid(columns, [row for renewal in self.rows for row in _flat_rows(renewal)])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield each renewal: the clause with its differences marked, and the changes suggested for the older items."""
        for renewal in self.rows:
            yield Text(tuple(_lines(renewal)))
        if not self.rows:
            yield Text((("No renewal is waiting for a decision.",),))


def _flat_rows(renewal: RenewalRow) -> Iterator[tuple[Value, ...]]:
    link = (
        renewal.number,
        renewal.score,
        renewal.state.value,
        renewal.older,
        renewal.newer,
        renewal.title,
        renewal.adopted_on,
        renewal.relation,
        renewal.basis,
    )
    for item in renewal.items:
        yield (
            *link,
            *(item.reference, item.due_on, item.status.value, item.proposed.value, item.documents, item.words),
            *(renewal.older_clause, renewal.newer_clause),
        )


def _lines(renewal: RenewalRow) -> Iterator[tuple[str | Styled, ...]]:
    state = "" if renewal.state is LinkState.PROPOSED else f" ({renewal.state.value})"
    score = Styled(f"{renewal.score:.2f}", Style.DONE if renewal.score >= _HIGH_SCORE else Style.DUE)
    adopted = f" of {day(renewal.adopted_on)}" if renewal.adopted_on else ""
    yield (
        f"{renewal.number}. ",
        score,
        f"{state}  ",
        Styled(renewal.older, Style.STRONG),
        f", anew in {renewal.newer}{adopted}",
    )
    if renewal.title:
        yield (Styled(f"    {renewal.title}", Style.QUIET),)
    yield (f"    {difference(renewal.older_clause, renewal.newer_clause)}",)
    for item in renewal.items:
        due = f", due {day(item.due_on)}" if item.due_on else ""
        yield (f"    {item.reference}{due}: ", *proposed_words(item, renewal))
    yield (Styled(f"    {renewal.basis}, {status_words(renewal.relation)}", Style.QUIET),)


def proposed_words(item: OlderItem, renewal: RenewalRow) -> tuple[str | Styled, ...]:
    """Return the change suggested for an older item of a renewal, with its reason."""
    documents = ", ".join(item.documents)
    words = {
        Becomes.IMPLEMENTED: f" by {renewal.newer_resolution}, adopted under it",
        Becomes.REPORTED: f" by {documents}, of which {renewal.newer_resolution} takes note",
        Becomes.DELIVERED: f", probably: one of {documents}" if documents else ", probably: the text names no document",
        Becomes.SUPERSEDED: f" by {renewal.newer}, renewed before it fell due",
        Becomes.STOPS: ": none is expected after that",
        Becomes.RENEWED: ": nothing to settle; lists show the newest",
    }[item.proposed]
    return (Styled(item.proposed.value, Style.STRONG if item.proposed.settles else Style.QUIET), words)
