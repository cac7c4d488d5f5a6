"""What later resolutions ask for anew, as an answer: both clauses with their differing words, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.domain.kinds import Becomes, LinkState
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.lineage import difference
from mandates.rendering.text import day
from mandates.rendering.words import status_words
from mandates.schema.renewals import OlderItem, RenewalRow

#: Columns of the flat table; an older request with several open items has a row for each.
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
_SURE = 0.9


@dataclass(frozen=True)
class Renewals(Answer):
    """What `renewals` lists."""

    rows: Sequence[RenewalRow]

    def records(self) -> Iterator[RenewalRow]:
        """Yield one object a link."""
        return iter(self.rows)

    def flat(self) -> Grid:
        """Return one row for each open item of an older request."""
        columns = tuple(Column(name, flexible=name in _FLEXIBLE, link=name == "documents") for name in COLUMNS)
        return Grid(columns, [row for one in self.rows for row in _flat(one)])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield each link: the words with their differences marked, and what is proposed for the older items."""
        for one in self.rows:
            yield Text(tuple(_lines(one)))
        if not self.rows:
            yield Text((("Nothing that is asked for anew waits for a word.",),))


def _flat(one: RenewalRow) -> Iterator[tuple[Value, ...]]:
    link = (
        one.number,
        one.score,
        one.state.value,
        one.older,
        one.newer,
        one.title,
        one.adopted_on,
        one.relation,
        one.basis,
    )
    for item in one.items:
        yield (
            *link,
            *(item.reference, item.due_on, item.status.value, item.proposed.value, item.documents, item.words),
            *(one.older_clause, one.newer_clause),
        )


def _lines(one: RenewalRow) -> Iterator[tuple[str | Styled, ...]]:
    said = "" if one.state is LinkState.PROPOSED else f" ({one.state.value})"
    score = Styled(f"{one.score:.2f}", Style.DONE if one.score >= _SURE else Style.DUE)
    adopted = f" of {day(one.adopted_on)}" if one.adopted_on else ""
    yield (f"{one.number}. ", score, f"{said}  ", Styled(one.older, Style.STRONG), f", anew in {one.newer}{adopted}")
    if one.title:
        yield (Styled(f"    {one.title}", Style.QUIET),)
    yield (f"    {difference(one.older_clause, one.newer_clause)}",)
    for item in one.items:
        due = f", due {day(item.due_on)}" if item.due_on else ""
        yield (f"    {item.reference}{due}: ", *proposed_words(item, one))
    yield (Styled(f"    {one.basis}, {status_words(one.relation)}", Style.QUIET),)


def proposed_words(item: OlderItem, one: RenewalRow) -> tuple[str | Styled, ...]:
    """Return what is proposed for an item of a renewal."""
    documents = ", ".join(item.documents)
    words = {
        Becomes.IMPLEMENTED: f" by {one.newer_resolution}, adopted under it",
        Becomes.REPORTED: f" by {documents}, of which {one.newer_resolution} takes note",
        Becomes.DELIVERED: f", probably: one of {documents}" if documents else ", probably: the text names no document",
        Becomes.SUPERSEDED: f" by {one.newer}, asked anew before it fell due",
        Becomes.STOPS: ": none is expected after that",
        Becomes.RENEWED: ": nothing to settle, lists show the newest",
    }[item.proposed]
    return (Styled(item.proposed.value, Style.STRONG if item.proposed.settles else Style.QUIET), words)
