"""What a command answers, once, for every format: records for JSON, one flat table, and the grids a person reads."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Style(StrEnum):
    """The meaning of a styled text; each format decides how to show it, and never by colour alone."""

    OVERDUE = "overdue"
    DUE = "due"
    DONE = "done"
    QUIET = "quiet"
    STRONG = "strong"
    VERB = "verb"
    OWNER = "owner"
    DATE = "date"


class Styled(NamedTuple):
    """A text with its style."""

    text: str
    style: Style


#: The types of a cell. Dates stay dates, so that a workbook can sort them and a table can write them in words.
Value = str | int | float | dt.date | dt.datetime | tuple[str, ...] | Styled | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid.

    Attributes:
        flexible: whether it takes the width that the others leave, down to `minimum` characters; the others keep their
            natural width.
        lines: how many lines a cell may take on a terminal before it is cut with an ellipsis.
        below: whether, where there is not enough room, the cell goes on a line of its own under its row.
        spare: whether, where there is not enough room, the column is left out.
        number: whether it is aligned right. link: whether its cells are symbols of documents, which formats that can
            do so link to the documents.
        words: the values that a cell may have, if they are a closed list, which a workbook offers for selection.
        widest: the maximum width in a workbook, in characters. filled: whether people fill it in there and their
            entries are read back. hidden: whether it is hidden there. unprinted: whether it is shown there but not
            printed.

    A column without a title holds signs whose meaning the other columns give in words.
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
        bars: the label of each bar and its counts, one per part.
        in_text: whether a terminal draws it too, with block characters; otherwise only graphical formats draw it.
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
        chart: a chart above the table, for formats that can draw.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    caption: str | None = None
    empty: str | None = None
    chart: Chart | None = None


class Text(NamedTuple):
    """Lines of text between grids; each is a sequence of plain and styled pieces."""

    lines: tuple[tuple[str | Styled, ...], ...]


class Answer(ABC):
    """What a command answers. Each format asks for the form it needs; the other forms are not built.

    Attributes:
        title: a heading above all blocks; the blocks do not repeat it.
    """

    #: Whether the answer is a list of records (JSON array, JSON Lines) or one object.
    many: bool = True
    title: str | None = None

    @abstractmethod
    def records(self) -> Iterator[Any]:
        """Yield the objects of the JSON formats: values of the schema, or plain data that contains such values."""

    @abstractmethod
    def flat(self) -> Grid:
        """Return the single rectangular table for CSV."""

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the blocks for a human reader, in order, on a terminal or in Markdown."""
        yield self.flat()

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield the sheets of a workbook with their names."""
        yield self.title or "mandates", self.flat()
