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

#: The number of unchanged words that are shown before and after a difference.
_CONTEXT_WORDS = 4


@dataclass(frozen=True)
class Comparison(Answer):
    """The answer of `compare`."""

    view: ComparisonView
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The two symbols."""
        return f"{self.view.newer} against {self.view.older}"

    def records(self) -> Iterator[ComparisonView]:
        """Yield one object: the whole comparison."""
        yield self.view

    def flat(self) -> Grid:
        """Return the paragraphs, one per row, with both texts."""
        names = ("older", "newer", "relation", "due_before", "due_after", "score", "older_text", "newer_text", "owed")
        rows = [tuple(getattr(row, name) for name in names) for row in self.view.paragraphs]
        return Grid(tuple(Column(name) for name in names), rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the counts, then each paragraph with its differences marked."""
        counts = Counter(row.relation for row in self.view.paragraphs)
        relations = ", ".join(f"{number} {status_words(name)}" for name, number in counts.most_common())
        basis = f" ({self.view.basis})" if self.view.basis else ""
        yield Text(((f"{count(len(self.view.paragraphs), 'paragraph')}: {relations}{basis}.",),))
        columns = (
            Column("Older"),
            Column("Newer"),
            Column("What"),
            Column("Due", flexible=True, minimum=12, lines=2, spare=True),
            Column("Words: [-removed-] {+added+}", flexible=True, minimum=40, lines=12, below=True),
        )
        yield Grid(columns, [_row(row) for row in self.view.paragraphs])


def _row(row: AlignedRow) -> tuple[Value, ...]:
    due = row.due_after or row.due_before
    if row.due_before != row.due_after and row.due_before and row.due_after:
        due = f"{row.due_before} -> {row.due_after}"
    what = status_words(row.relation)
    if row.owed:
        what = f"{what}, still open"
    style = Style.OVERDUE if row.owed else Style.QUIET if row.relation == "same" else Style.STRONG
    return (row.older, row.newer, Styled(what, style), due, difference(row.older_text, row.newer_text))


def difference(older: str | None, newer: str | None) -> str:
    """Return the words of the newer text, with those removed from the older one and those added marked.

    >>> difference("Requests the Board to report in 2024", "Requests the Board to report in 2026")
    'Requests the Board to report in [-2024-] {+2026+}'
    """
    if older is None or newer is None:
        return newer or older or ""
    marks = {Differs.OUT: "[-{}-]", Differs.IN: "{{+{}+}}", Differs.NOT: "{}"}
    return " ".join(marks[kind].format(words) for kind, words in differences(older, newer))


class Differs(Enum):
    """How words of two texts compare: in both, only in the older one, only in the newer one."""

    NOT = "both"
    OUT = "out"
    IN = "in"


def differences(older: str, newer: str) -> list[tuple[Differs, str]]:
    """Return the words of both texts in order; long unchanged passages are cut to their beginning and end."""
    before, after = older.split(), newer.split()
    pieces: list[tuple[Differs, str]] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            unchanged = after[k:m]
            long = len(unchanged) > 2 * _CONTEXT_WORDS + 1
            shown = (
                [*unchanged[:_CONTEXT_WORDS], "\u2026", *unchanged[-_CONTEXT_WORDS:]] if long and pieces else unchanged
            )
            pieces.append((Differs.NOT, " ".join(shown)))
            continue
        if i < j:
            pieces.append((Differs.OUT, " ".join(before[i:j])))
        if k < m:
            pieces.append((Differs.IN, " ".join(after[k:m])))
    return pieces


@dataclass(frozen=True)
class Series(Answer):
    """The answer of `series`."""

    view: SeriesView
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The symbol of the resolution."""
        return f"The series of {self.view.resolution}"

    def records(self) -> Iterator[SeriesView]:
        """Yield one object: the whole series."""
        yield self.view

    def flat(self) -> Grid:
        """Return the requests of the series, one per row, with the resolutions as columns."""
        symbols = [resolution.symbol for resolution in self.view.chain]
        names = ("times", "since", "deliverable", "owners", "clause", *symbols)
        rows: list[tuple[Value, ...]] = [
            (
                request.times,
                self._since(request),
                request.deliverable,
                request.owners,
                request.clause,
                *(
                    "; ".join(_labelled_outcome(row) for row in request.asked if row.symbol == symbol)
                    for symbol in symbols
                ),
            )
            for request in self.view.requests
        ]
        return Grid(tuple(Column(name) for name in names), rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the series, other possible predecessors, and each request over the years."""
        columns = (
            Column("Adopted"),
            Column("Symbol"),
            Column("Title", flexible=True, minimum=30, lines=2),
            Column("Linked by", flexible=True, minimum=16, lines=2, spare=True),
        )
        chosen = self.view.resolution
        chain: list[tuple[Value, ...]] = [
            (resolution.adopted_on, _marked(resolution.symbol, chosen), resolution.title, resolution.basis)
            for resolution in self.view.chain
        ]
        yield Grid(columns, chain)
        candidates = [resolution for resolution in self.view.predecessors if resolution.state != "linked"]
        if candidates:
            columns = (
                Column("Number", number=True),
                Column("Symbol"),
                Column("Basis", flexible=True),
                Column("Score", number=True),
            )
            rows = [
                (resolution.number, resolution.symbol, resolution.basis, resolution.score) for resolution in candidates
            ]
            yield Grid(columns, rows, caption=f"{self.view.resolution} may also continue")
        if self.view.requests:
            yield self._through_the_years()

    def _through_the_years(self) -> Grid:
        shown = [resolution.symbol for resolution in self.view.chain][-_MOST_COLUMNS:]
        columns = (
            *(Column(symbol.removeprefix("A/RES/"), flexible=True, minimum=9, lines=6) for symbol in shown),
            Column("What is asked for", flexible=True, minimum=26, lines=5),
        )
        rows = [
            (*(_cell(request, symbol) for symbol in shown), f"{self._times(request)}: {_short(request.clause)}")
            for request in self.view.requests
        ]
        left_out = len(self.view.chain) - len(shown)
        caption = "Requests over the years"
        if left_out > 0:
            caption = f"{caption} (the last {len(shown)} of {len(self.view.chain)}; --format csv has all)"
        return Grid(columns, rows, caption=caption)

    def _times(self, request: RequestRow) -> str:
        since = self._since(request)
        words = f"asked {_TIMES.get(request.times, f'{request.times} times')}"
        return words if since is None else f"{words} {'in' if request.times == 1 else 'since'} {since}"

    def _since(self, request: RequestRow) -> int | None:
        adopted = {entry.symbol: entry.adopted_on for entry in self.view.chain}
        first = adopted.get(request.asked[0].symbol)
        return first.year if first else None


#: The maximum number of resolutions side by side on a screen.
_MOST_COLUMNS = 4
#: The maximum length of a request on a screen, in characters.
_EXCERPT_LENGTH = 160
_TIMES = dict(
    enumerate(["once", "twice", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)
)
_TIMES |= {number: f"{word} times" for number, word in _TIMES.items() if number > 2}


def _short(text: str) -> str:
    return text if len(text) <= _EXCERPT_LENGTH else f"{text[:_EXCERPT_LENGTH].rsplit(' ', 1)[0]} ..."


def _marked(symbol: str, chosen: str) -> Value:
    return Styled(symbol, Style.STRONG) if symbol == chosen else symbol


def _cell(request: RequestRow, symbol: str) -> Value:
    """Return the outcome of a request in one resolution, for each time that it is due."""
    asked = [row for row in request.asked if row.symbol == symbol]
    if not asked:
        return None
    words = f"{asked[0].label}: {', '.join(dict.fromkeys(_outcome(row) for row in asked))}"
    late = any(row.state is State.OVERDUE for row in asked)
    return Styled(words, Style.OVERDUE) if late else words


def _outcome(row: AskedRow) -> str:
    """Return the documents that settled a request or, if there are none, its status or state."""
    if row.documents:
        return ", ".join(row.documents)
    return status_words(row.status if row.state is State.SETTLED else row.state)


def _labelled_outcome(row: AskedRow) -> str:
    due = f" due {row.due_on}" if row.due_on else ""
    return f"{row.label}{due}: {_outcome(row)}"
