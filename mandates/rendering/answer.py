"""What a command answers, once, for every format: records for JSON, one flat table, and the grids a person reads."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Style(StrEnum):
    """What a marked text means; each format decides how to show it, and never by colour alone."""

    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"
    QUIET = "quiet"
    STRONG = "strong"
    VERB = "verb"
    OWNER = "owner"
    DATE = "date"


class Styled(NamedTuple):
    """A text with its meaning."""

    text: str
    style: Style


#: What a cell may hold. Dates stay dates, so that a workbook sorts them and a table writes them out.
Value = str | int | float | dt.date | dt.datetime | tuple[str, ...] | Styled | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid.

    Attributes:
        flexible: takes what width the others leave, down to `minimum` characters; the others keep their own width.
        lines: how many lines a cell may take on a terminal before it is cut with an ellipsis.
        below: where there is no room, the cell goes on a line of its own under its row, instead of a column.
        spare: where there is no room, the column is left out.
        number: aligned right. link: its cells are symbols of documents, which lead to these where a format can.
        words: those that a cell may hold, where they are a closed list that a workbook offers.
        widest: characters to which a workbook lets it grow. filled: whether people write into it there, and what they
            wrote is read back. hidden: not shown there. unprinted: shown there and not printed.

    A column without a title holds signs that the other columns say in words.
    """

    title: str
    flexible: bool = False
    minimum: int = 12
    lines: int = 3
    below: bool = False
    spare: bool = False
    number: bool = False
    link: bool = False
    words: tuple[str, ...] = ()
    widest: int = 60
    filled: bool = False
    hidden: bool = False
    unprinted: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars of stacked counts, for formats that can draw.

    Attributes:
        parts: names of the stacked parts, the same for every bar: at most three, told apart by pattern.
        bars: each bar's label and its counts, one for each part.
        in_text: whether a terminal draws it too, of blocks; elsewhere only formats that can draw do.
    """

    title: str
    parts: tuple[str, ...]
    bars: tuple[tuple[str, tuple[int, ...]], ...]
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to read: a caption, columns, and rows of values.

    Attributes:
        empty: the sentence shown instead of a table without rows.
        chart: what is drawn above the table where that can be done.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    caption: str | None = None
    empty: str | None = None
    chart: Chart | None = None


class Text(NamedTuple):
    """Lines to read between grids: each a sequence of plain and styled pieces."""

    lines: tuple[tuple[str | Styled, ...], ...]


class Answer(ABC):
    """One answer. Formats ask for the form they need; the others are not built.

    Attributes:
        title: a heading over all blocks, which do not repeat it.
    """

    #: Whether the answer is a list of records (JSON array, JSON Lines) or one object.
    many: bool = True
    title: str | None = None

    @abstractmethod
    def records(self) -> Iterator[Any]:
        """Yield values of the schema, or plain data with such values in it, which JSON has as objects."""

    @abstractmethod
    def flat(self) -> Grid:
        """Return the one rectangular table of CSV."""

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield what a person reads, in order, on a terminal or in Markdown."""
        yield self.flat()

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield the sheets of a workbook with their names."""
        yield self.title or "mandates", self.flat()
