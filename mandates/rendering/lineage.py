"""Two resolutions side by side, and a series of them, as answers."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from mandates.domain.status import State
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.text import count
from mandates.rendering.words import status_words
from mandates.schema.lineage import AlignedRow, AskedRow, ComparisonView, RequestRow, SeriesView

#: What is the same in two texts is shown with so many words around what differs.
_AROUND = 4


@dataclass(frozen=True)
class Comparison(Answer):
    """What `compare` shows."""

    view: ComparisonView
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The two symbols."""
        return f"{self.view.newer} against {self.view.older}"

    def records(self) -> Iterator[ComparisonView]:
        """Yield the one object."""
        yield self.view

    def flat(self) -> Grid:
        """Return the paragraphs, one row each, with both texts."""
        names = ("older", "newer", "relation", "due_before", "due_after", "score", "older_text", "newer_text", "owed")
        rows = [tuple(getattr(row, name) for name in names) for row in self.view.paragraphs]
        return Grid(tuple(Column(name) for name in names), rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the counts, then each paragraph with the words that differ marked."""
        counts = Counter(row.relation for row in self.view.paragraphs)
        said = ", ".join(f"{number} {status_words(name)}" for name, number in counts.most_common())
        basis = f" ({self.view.basis})" if self.view.basis else ""
        yield Text(((f"{count(len(self.view.paragraphs), 'paragraph')}: {said}{basis}.",),))
        columns = (
            Column("Older"),
            Column("Newer"),
            Column("What"),
            Column("Due", flexible=True, minimum=12, lines=2, spare=True),
            Column("Words: [-taken out-] {+put in+}", flexible=True, minimum=40, lines=12, below=True),
        )
        yield Grid(columns, [_row(row) for row in self.view.paragraphs])


def _row(row: AlignedRow) -> tuple[Value, ...]:
    due = row.due_after or row.due_before
    if row.due_before != row.due_after and row.due_before and row.due_after:
        due = f"{row.due_before} -> {row.due_after}"
    what = status_words(row.relation)
    if row.owed:
        what = f"{what}, still owed"
    style = Style.OVERDUE if row.owed else Style.QUIET if row.relation == "same" else Style.STRONG
    return (row.older, row.newer, Styled(what, style), due, difference(row.older_text, row.newer_text))


def difference(older: str | None, newer: str | None) -> str:
    """Return the words of a newer text with what was taken out of the older one and put in marked.

    >>> difference("Requests the Board to report in 2024", "Requests the Board to report in 2026")
    'Requests the Board to report in [-2024-] {+2026+}'
    """
    if older is None or newer is None:
        return newer or older or ""
    marks = {Differs.OUT: "[-{}-]", Differs.IN: "{{+{}+}}", Differs.NOT: "{}"}
    return " ".join(marks[kind].format(words) for kind, words in differences(older, newer))


class Differs(Enum):
    """How words of two texts compare: in both, taken out of the older one, put into the newer one."""

    NOT = "both"
    OUT = "out"
    IN = "in"


def differences(older: str, newer: str) -> list[tuple[Differs, str]]:
    """Return the words of both texts in order; of long passages that did not change the beginning and the end."""
    before, after = older.split(), newer.split()
    pieces: list[tuple[Differs, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            same = after[k:m]
            long = len(same) > 2 * _AROUND + 1
            kept = [*same[:_AROUND], "\u2026", *same[-_AROUND:]] if long and pieces else same
            pieces.append((Differs.NOT, " ".join(kept)))
            continue
        if i < j:
            pieces.append((Differs.OUT, " ".join(before[i:j])))
        if k < m:
            pieces.append((Differs.IN, " ".join(after[k:m])))
    return pieces


@dataclass(frozen=True)
class Series(Answer):
    """What `series` shows."""

    view: SeriesView
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The symbol."""
        return f"The series of {self.view.resolution}"

    def records(self) -> Iterator[SeriesView]:
        """Yield the one object."""
        yield self.view

    def flat(self) -> Grid:
        """Return what the series asks for, one row a request, its resolutions as columns."""
        symbols = [one.symbol for one in self.view.chain]
        names = ("times", "since", "deliverable", "owners", "clause", *symbols)
        rows: list[tuple[Value, ...]] = [
            (
                one.times,
                self._since(one),
                one.deliverable,
                one.owners,
                one.clause,
                *("; ".join(_became(row) for row in one.asked if row.symbol == symbol) for symbol in symbols),
            )
            for one in self.view.requests
        ]
        return Grid(tuple(Column(name) for name in names), rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the series, what else it may continue, and each request through the years."""
        columns = (
            Column("Adopted"),
            Column("Symbol"),
            Column("Title", flexible=True, minimum=30, lines=2),
            Column("Linked by", flexible=True, minimum=16, lines=2, spare=True),
        )
        chosen = self.view.resolution
        chain: list[tuple[Value, ...]] = [
            (one.adopted_on, _marked(one.symbol, chosen), one.title, one.basis) for one in self.view.chain
        ]
        yield Grid(columns, chain)
        others = [one for one in self.view.predecessors if one.state != "linked"]
        if others:
            columns = (
                Column("Number", number=True),
                Column("Symbol"),
                Column("What speaks for it", flexible=True),
                Column("Score", number=True),
            )
            rows = [(one.number, one.symbol, one.basis, one.score) for one in others]
            yield Grid(columns, rows, caption=f"{self.view.resolution} may also continue")
        if self.view.requests:
            yield self._through_the_years()

    def _through_the_years(self) -> Grid:
        shown = [one.symbol for one in self.view.chain][-_SHOWN:]
        columns = (
            *(Column(symbol.removeprefix("A/RES/"), flexible=True, minimum=9, lines=6) for symbol in shown),
            Column("What is asked for", flexible=True, minimum=26, lines=5),
        )
        rows = [
            (*(_cell(one, symbol) for symbol in shown), f"{self._times(one)}: {_short(one.clause)}")
            for one in self.view.requests
        ]
        left_out = len(self.view.chain) - len(shown)
        caption = "What is asked for through the years"
        if left_out > 0:
            caption = f"{caption} (the last {len(shown)} of {len(self.view.chain)}; --format csv has all)"
        return Grid(columns, rows, caption=caption)

    def _times(self, one: RequestRow) -> str:
        since = self._since(one)
        words = f"asked {_TIMES.get(one.times, f'{one.times} times')}"
        return words if since is None else f"{words} {'in' if one.times == 1 else 'since'} {since}"

    def _since(self, one: RequestRow) -> int | None:
        adopted = {entry.symbol: entry.adopted_on for entry in self.view.chain}
        first = adopted.get(one.asked[0].symbol)
        return first.year if first else None


#: Resolutions of a series that stand side by side on a screen.
_SHOWN = 4
#: Characters of a request on a screen.
_WORDS = 160
_TIMES = dict(
    enumerate(["once", "twice", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)
)
_TIMES |= {number: f"{word} times" for number, word in _TIMES.items() if number > 2}


def _short(text: str) -> str:
    return text if len(text) <= _WORDS else f"{text[:_WORDS].rsplit(' ', 1)[0]} ..."


def _marked(symbol: str, chosen: str) -> Value:
    return Styled(symbol, Style.STRONG) if symbol == chosen else symbol


def _cell(one: RequestRow, symbol: str) -> Value:
    """Return what became of a request of one resolution, each time that it is due."""
    asked = [row for row in one.asked if row.symbol == symbol]
    if not asked:
        return None
    words = f"{asked[0].label}: {', '.join(dict.fromkeys(_stands(row) for row in asked))}"
    late = any(row.state is State.OVERDUE for row in asked)
    return Styled(words, Style.OVERDUE) if late else words


def _stands(row: AskedRow) -> str:
    """Return where it stands, with the documents that settled it."""
    if row.documents:
        return ", ".join(row.documents)
    return status_words(row.status if row.state is State.SETTLED else row.state)


def _became(row: AskedRow) -> str:
    due = f" due {row.due_on}" if row.due_on else ""
    return f"{row.label}{due}: {_stands(row)}"
