"""Tables fitted to a terminal: columns share its width, what finds no room goes under its row.

This is not left to a library because lists are long, and libraries that print tables take many times longer per row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from mandates.rendering.answer import Answer, Chart, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.formats import Screen
from mandates.rendering.text import cut, day, pad, plain, width, wrap

_GAP = "  "
_INDENT = "      "
#: Blocks for the parts of a bar, distinguished by density. A label takes at most a third of the width.
_BLOCKS = "█░▓"
_LABEL_SHARE = 3
#: Flexible columns shrink to the first width before other columns shrink; no column gets narrower than the second.
_LEAST_FLEXIBLE, _LEAST_WIDTH = 10, 6

#: Terminal codes of each style ("select graphic rendition"). They never carry meaning alone.
_STYLE_CODES = {
    Style.OVERDUE: "1;31",
    Style.DUE: "33",
    Style.DONE: "32",
    Style.QUIET: "2",
    Style.STRONG: "1",
    Style.VERB: "1;36",
    Style.OWNER: "1;35",
    Style.DATE: "1;33",
}


def write(answer: Answer, out: IO[str], screen: Screen) -> None:
    """Write the title and the blocks of `answer`, separated by empty lines."""
    printer = _Printer(out, screen)
    if answer.title:
        printer.line([Styled(answer.title, Style.STRONG)])
    for number, block in enumerate(answer.blocks()):
        if number or answer.title:
            out.write("\n")
        if isinstance(block, Text):
            for line in block.lines:
                printer.line(line)
        else:
            printer.grid(block)


def shown(value: Value) -> str:
    """Return a value as one line of text without control characters."""
    if value is None:
        return ""
    if isinstance(value, Styled):
        return plain(value.text)
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        return plain("; ".join(value))
    return day(value) if isinstance(value, dt.date) else f"{value:,}"


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns side by side with their widths, and those that go below their row, by index."""

    columns: Sequence[Column]
    across: Sequence[int]
    below: Sequence[int]
    widths: dict[int, int]


def lay_out(columns: Sequence[Column], texts: Sequence[Sequence[str]], room: int) -> _Layout:
    """Return how columns with the cells `texts` share a width of `room` character cells.

    1. Empty columns are left out.  2. If the width does not suffice, columns marked `spare` are left out.  3. If it
    still does not suffice, columns marked `below` go below their row.  4. Remaining width goes to the columns that need
    it in equal parts; missing width is taken from the widest flexible columns, then from the others.
    """
    natural = [max(width(column.title), *(width(row[i]) for row in texts)) for i, column in enumerate(columns)]
    minimal = [min(n, column.minimum) if column.flexible else n for n, column in zip(natural, columns, strict=True)]
    across = [i for i in range(len(columns)) if any(row[i] for row in texts)]
    below: list[int] = []
    spared = [i for i in across if columns[i].spare]
    if _total(minimal, [i for i in across if i not in spared]) > room:
        below = [i for i in across if columns[i].below]
        across = [i for i in across if i not in below]
    for i in reversed(spared):
        if _total(minimal, across) > room:
            across.remove(i)
    widths = {i: minimal[i] for i in across}
    remaining = room - _total(minimal, across)
    for shrinkable, least in ([i for i in across if columns[i].flexible], _LEAST_FLEXIBLE), (across, _LEAST_WIDTH):
        while remaining < 0 and any(widths[i] > least for i in shrinkable):
            widths[max(shrinkable, key=lambda i: widths[i])] -= 1
            remaining += 1
    growable = [i for i in across if natural[i] > widths[i]]
    while remaining > 0 and growable:
        share = max(remaining // len(growable), 1)
        for i in list(growable):
            grow = min(share, natural[i] - widths[i], remaining)
            widths[i] += grow
            remaining -= grow
            if widths[i] == natural[i]:
                growable.remove(i)
    return _Layout(columns, across, below, widths)


def _total(widths: Sequence[int], across: Sequence[int]) -> int:
    return sum(widths[i] for i in across) + len(_GAP) * (len(across) - 1)


class _Printer:
    """Writes lines and grids to a screen."""

    def __init__(self, out: IO[str], screen: Screen) -> None:
        self._out = out
        self._screen = screen

    def line(self, pieces: Sequence[str | Styled]) -> None:
        """Write the concatenated pieces, wrapped; a styled piece keeps its style across line breaks."""
        text, styles = "", list[Style | None]()
        for piece in pieces:
            for char in shown(piece):
                if char != " " or text[-1:].strip() or not text.strip():  # lines are broken at single spaces
                    text += char
                    styles.append(piece.style if isinstance(piece, Styled) else None)
        position = indent = len(text) - len(text.lstrip())
        for line in wrap(text[indent:], self._screen.width - indent):
            start = text.index(line[:1], position) if line else position
            position = start + len(line)
            self._out.write(" " * indent + self._runs(text, styles, start, position) + "\n")

    def grid(self, grid: Grid) -> None:
        """Write the caption, the header and the rows, or the sentence for an empty grid."""
        if grid.caption:
            self.line([Styled(grid.caption, Style.STRONG)])
        if not grid.rows:
            self.line([grid.empty or "None."])
            return
        texts = [[shown(value) for value in row] for row in grid.rows]
        layout = lay_out(grid.columns, texts, self._screen.width)
        titles = [Styled(column.title, Style.STRONG) for column in grid.columns]
        self._row(layout, titles, [title.text for title in titles])
        self._out.write(_GAP.join("-" * layout.widths[i] for i in layout.across) + "\n")
        previous_below: list[str] = []
        for row, cells in zip(grid.rows, texts, strict=True):
            self._row(layout, row, cells)
            below = [cells[i] for i in layout.below]
            if below != previous_below:  # not repeated if the row above has the same below it
                self._below(layout, row, cells)
            previous_below = below
        if grid.chart is not None and grid.chart.in_text:
            self._bars(grid.chart)

    def _bars(self, chart: Chart) -> None:
        """Write a chart as bars of block characters, to one scale, each part at least one block wide."""
        names = [cut(plain(label), self._screen.width // _LABEL_SHARE) for label, _ in chart.bars]
        totals = [f"{sum(counts):,}" for _, counts in chart.bars]
        label_width = max(map(width, names), default=0)
        room = max(self._screen.width - label_width - max(map(len, totals), default=0) - 2 * len(_GAP), _LEAST_WIDTH)
        largest_total = max((sum(counts) for _, counts in chart.bars), default=0) or 1
        room -= len(chart.parts)  # reserve, since small parts are widened to one block
        self._out.write("\n")
        legend = _GAP.join(f"{block} {name.lower()}" for block, name in zip(_BLOCKS, chart.parts, strict=False))
        self.line([f"{chart.title}: {legend}"])
        for name, (_, counts), total in zip(names, chart.bars, totals, strict=True):
            blocks = "".join(
                block * max(round(count * room / largest_total), 1)
                for block, count in zip(_BLOCKS, counts, strict=False)
                if count
            )
            self._out.write(f"{pad(name, label_width)}{_GAP}{blocks}{_GAP if blocks else ''}{total}\n")

    def _row(self, layout: _Layout, row: Sequence[Value], cells: Sequence[str]) -> None:
        columns, widths = layout.columns, layout.widths
        parts = [
            [cells[i]] if width(cells[i]) <= widths[i] else wrap(cells[i], widths[i], columns[i].lines)
            for i in layout.across
        ]
        for number in range(max(map(len, parts))):
            line = ""
            for i, lines in zip(layout.across, parts, strict=True):
                text = pad(lines[number] if number < len(lines) else "", widths[i], right=columns[i].number)
                value = row[i]
                line += (self._paint(text, value.style) if isinstance(value, Styled) else text) + _GAP
            self._out.write(line.rstrip() + "\n")

    def _below(self, layout: _Layout, row: Sequence[Value], cells: Sequence[str]) -> None:
        for i in layout.below:
            value = row[i]
            for line in wrap(cells[i], self._screen.width - len(_INDENT), layout.columns[i].lines):
                text = self._paint(line, value.style) if isinstance(value, Styled) else line
                self._out.write(f"{_INDENT}{text}\n")

    def _runs(self, text: str, styles: Sequence[Style | None], start: int, end: int) -> str:
        """Return `text` from `start` to `end`, with each run of characters of one style painted."""
        painted = ""
        while start < end:
            stop = start
            while stop < end and styles[stop] == styles[start]:
                stop += 1
            painted += self._paint(text[start:stop], styles[start])
            start = stop
        return painted

    def _paint(self, text: str, style: Style | None) -> str:
        if style is None or not self._screen.colour or not text.strip():
            return text
        return f"\x1b[{_STYLE_CODES[style]}m{text}\x1b[0m"
