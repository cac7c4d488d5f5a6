"""Tables fitted to a terminal: columns share its width, what finds no room goes under its row.

Written here and not left to a library because lists are long, and libraries that print tables take many times longer
for a row.
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
#: The parts of a bar, told apart by how dense they are; a bar's label takes at most a third of the width.
_BLOCKS = "█░▓"
_LABEL_PART = 3
#: Flexible columns give way down to this width before others do; no column gets narrower than the second.
_READABLE, _LEAST = 10, 6

#: Terminal attributes of each style ("select graphic rendition"). Meaning never rests on them alone.
_CODES = {
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
    """Write title and blocks of `answer`, an empty line between them."""
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
    """Return a value as one line of harmless text."""
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
    """Which columns stand side by side and how wide, and which go under their row."""

    columns: Sequence[Column]
    across: Sequence[int]
    below: Sequence[int]
    widths: dict[int, int]


def lay_out(columns: Sequence[Column], texts: Sequence[Sequence[str]], room: int) -> _Layout:
    """Return how columns holding `texts` share `room` cells.

    1. An empty column is left out.  2. Where it helps, columns that may be spared are.  3. Where that does not
    suffice, those that may go below do.  4. What room is left goes to the flexible ones in equal parts, what is
    lacking is taken from the widest of them, then from the others.
    """
    natural = [max(width(column.title), *(width(row[i]) for row in texts)) for i, column in enumerate(columns)]
    wanted = [min(n, column.minimum) if column.flexible else n for n, column in zip(natural, columns, strict=True)]
    across = [i for i in range(len(columns)) if any(row[i] for row in texts)]
    below: list[int] = []
    spared = [i for i in across if columns[i].spare]
    if _total(wanted, [i for i in across if i not in spared]) > room:
        below = [i for i in across if columns[i].below]
        across = [i for i in across if i not in below]
    for i in reversed(spared):
        if _total(wanted, across) > room:
            across.remove(i)
    widths = {i: wanted[i] for i in across}
    left = room - _total(wanted, across)
    for giving, least in ([i for i in across if columns[i].flexible], _READABLE), (across, _LEAST):
        while left < 0 and any(widths[i] > least for i in giving):
            widths[max(giving, key=lambda i: widths[i])] -= 1
            left += 1
    wanting = [i for i in across if natural[i] > widths[i]]
    while left > 0 and wanting:
        part = max(left // len(wanting), 1)
        for i in list(wanting):
            grow = min(part, natural[i] - widths[i], left)
            widths[i] += grow
            left -= grow
            if widths[i] == natural[i]:
                wanting.remove(i)
    return _Layout(columns, across, below, widths)


def _total(widths: Sequence[int], across: Sequence[int]) -> int:
    return sum(widths[i] for i in across) + len(_GAP) * (len(across) - 1)


class _Printer:
    """Writes lines and grids to one screen."""

    def __init__(self, out: IO[str], screen: Screen) -> None:
        self._out = out
        self._screen = screen

    def line(self, pieces: Sequence[str | Styled]) -> None:
        """Write pieces one after the other, wrapped; a styled piece keeps its style over a break."""
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
        """Write caption, head and rows, or the sentence that says that there are none."""
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
        said: list[str] = []
        for row, cells in zip(grid.rows, texts, strict=True):
            self._row(layout, row, cells)
            below = [cells[i] for i in layout.below]
            if below != said:  # what stands under the row above need not be said again
                self._below(layout, row, cells)
            said = below
        if grid.chart is not None and grid.chart.in_text:
            self._bars(grid.chart)

    def _bars(self, chart: Chart) -> None:
        """Write a chart as bars of blocks, to one scale, each part at least one block wide."""
        names = [cut(plain(label), self._screen.width // _LABEL_PART) for label, _ in chart.bars]
        totals = [f"{sum(counts):,}" for _, counts in chart.bars]
        label_width = max(map(width, names), default=0)
        room = max(self._screen.width - label_width - max(map(len, totals), default=0) - 2 * len(_GAP), _LEAST)
        most = max((sum(counts) for _, counts in chart.bars), default=0) or 1
        room -= len(chart.parts)  # what small parts are widened by
        self._out.write("\n")
        legend = _GAP.join(f"{block} {name.lower()}" for block, name in zip(_BLOCKS, chart.parts, strict=False))
        self.line([f"{chart.title}: {legend}"])
        for name, (_, counts), total in zip(names, chart.bars, totals, strict=True):
            drawn = "".join(
                block * max(round(count * room / most), 1)
                for block, count in zip(_BLOCKS, counts, strict=False)
                if count
            )
            self._out.write(f"{pad(name, label_width)}{_GAP}{drawn}{_GAP if drawn else ''}{total}\n")

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
        """Return a stretch of `text`, painted run by run."""
        out = ""
        while start < end:
            stop = start
            while stop < end and styles[stop] == styles[start]:
                stop += 1
            out += self._paint(text[start:stop], styles[start])
            start = stop
        return out

    def _paint(self, text: str, style: Style | None) -> str:
        if style is None or not self._screen.colour or not text.strip():
            return text
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m"
