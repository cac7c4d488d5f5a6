"""The stock of mandates as an answer: heaps with their numbers, and the mandates on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.domain.kinds import Heap
from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.obligations import Obligations
from mandates.rendering.text import count, day
from mandates.schema.stock import StockRow, StockView

#: What is on each heap, in words; ``{sessions}`` stands for a number of sessions.
SAID = {
    Heap.DONE: "requested once and done, or an agenda item whose session is over",
    Heap.EXPIRED: "its last day has passed, or a later text ended it",
    Heap.NEVER_REPORTED: "a report was requested, and none was received in {sessions}",
    Heap.RENEWED: "requested by three texts or more, one after the other, in similar words",
    Heap.NO_END: "recurs or continues without an end, and its text provides no review",
    Heap.REVIEW: "provides for its review, usually with a date",
    Heap.OBSERVANCES: "days, weeks, years, decades and what is done on them",
}

_HEAP_COLUMNS = (
    Column("Heap"),
    Column("Mandates", number=True),
    Column("Judged", number=True),
    Column("What is on it", flexible=True, minimum=30),
)
_ITEM_COLUMNS = (
    Column("Reference", link=True),
    Column("Why", flexible=True, minimum=24, lines=3),
    Column("State", flexible=True, minimum=12, lines=2),
    Column("Judgement"),
    Column("Title", flexible=True, minimum=30, lines=2, below=True),
    Column("Clause", flexible=True, minimum=40, lines=2, below=True),
    Column("Judged because", flexible=True, minimum=30, lines=2, below=True),
)


@dataclass(frozen=True)
class Stock(Answer):
    """The answer of `stock`: the heaps or, with `listed`, the mandates on these heaps."""

    view: StockView
    listed: Sequence[Heap] = ()
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The stock as of a day."""
        return f"The stock of mandates as of {day(self.view.as_of)}"

    def records(self) -> Iterator[StockView]:
        """Yield one object: all heaps with their mandates."""
        yield self.view

    def flat(self) -> Grid:
        """Return the mandates, one row for each heap that a mandate is on."""
        return _flat(self.view.items)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the heaps, or the mandates on the heaps in `listed`."""
        if not self.listed:
            yield heaps_grid(self.view)
        for heap in self.listed:
            rows = [row for row in self.view.items if row.heap is heap]
            (number,) = (row.number for row in self.view.heaps if row.heap is heap)
            yield items_grid(rows, caption=f"{heap.value}: {count(number, 'mandate')}, {heap_words(heap, self.view)}")
        yield Text(tuple((note,) for note in self._notes()))

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield a sheet with the numbers and one for each heap."""
        yield "Heaps", heaps_grid(self.view)
        for heap in self.listed or Heap:
            yield words.status_words(heap), _flat([row for row in self.view.items if row.heap is heap])

    def _notes(self) -> Iterator[str]:
        if not self.listed:
            yield "A mandate can be on several heaps. To list one: mandates stock --heap done"
        if not self.view.documents:
            yield "No document in the register answers a mandate: what was reported is not known."


def heap_words(heap: Heap, view: StockView) -> str:
    """Return a description of what is on a heap."""
    return SAID[heap].format(sessions=count(view.sessions, "session"))


def heaps_grid(view: StockView) -> Grid:
    """Return the heaps with their numbers."""
    rows = [(row.heap.value, row.number, row.judged, heap_words(row.heap, view)) for row in view.heaps]
    return Grid(_HEAP_COLUMNS, rows)


def items_grid(rows: Sequence[StockRow], *, caption: str | None = None) -> Grid:
    """Return the mandates on a heap as a grid for people."""
    return Grid(_ITEM_COLUMNS, [_row(row) for row in rows], caption=caption, empty="No mandate is on this heap.")


def _row(row: StockRow) -> tuple[Value, ...]:
    item = row.item
    return (
        Styled(item.mandate, Style.STRONG),
        row.why,
        words.state_words(item),
        item.judgement.value if item.judgement else None,
        item.title,
        Styled(item.clause, Style.QUIET),
        item.judgement_reason,
    )


def _flat(rows: Sequence[StockRow]) -> Grid:
    grid = Obligations([row.item for row in rows]).flat()
    columns = (Column("heap", words=tuple(heap.value for heap in Heap)), Column("why", flexible=True), *grid.columns)
    return Grid(
        columns, [(row.heap.value, row.why, *cells) for row, cells in zip(rows, grid.rows, strict=True)], grid.caption
    )
