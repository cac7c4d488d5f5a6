"""Markdown (GitHub's dialect) to paste into a note or a mail: captions as headings, grids as tables."""

from __future__ import annotations

import datetime as dt
import re
from typing import IO

from mandates.rendering.answer import Answer, Grid, Style, Styled, Text, Value
from mandates.rendering.formats import Screen
from mandates.rendering.text import day, plain

#: Characters that have a meaning in Markdown or HTML. A dot, dash, plus or hash matters only at the start of a line.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])|^(\s*(?:[-+#]|\d+[.)](?=\s)))", re.MULTILINE)
_BOLD = (Style.OVERDUE, Style.STRONG)


def escape(text: str) -> str:
    """Return `text` escaped, so that Markdown shows it unchanged."""
    text = plain(text).replace("&", "&amp;")
    return _SPECIAL.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2][:-1]}\\{match[2][-1]}", text)


def cell(value: Value) -> str:
    """Return a value as the cell of a table."""
    if value is None:
        return ""
    if isinstance(value, Styled):
        text = escape(value.text)
        return f"**{text}**" if text.strip() and value.style in _BOLD else text
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, tuple):
        return "<br>".join(map(escape, value))
    return day(value) if isinstance(value, dt.date) else f"{value:,}"


def write(answer: Answer, out: IO[str], screen: Screen) -> None:  # noqa: ARG001 -- one interface for all formats
    """Write the title and the blocks of `answer`, separated by empty lines."""
    if answer.title:
        out.write(f"# {escape(answer.title)}\n")
    for number, block in enumerate(answer.blocks()):
        if number or answer.title:
            out.write("\n")
        if isinstance(block, Text):
            for line in block.lines:
                out.write("".join(cell(piece) for piece in line).strip() + "  \n")
        else:
            _write_grid(block, out)


def _write_grid(grid: Grid, out: IO[str]) -> None:
    if grid.caption:
        out.write(f"## {escape(grid.caption)}\n\n")
    if not grid.rows:
        out.write(f"{escape(grid.empty or 'None.')}\n")
        return
    out.write("| " + " | ".join(escape(column.title) for column in grid.columns) + " |\n")
    out.write("| " + " | ".join("---:" if column.number else "---" for column in grid.columns) + " |\n")
    for row in grid.rows:
        out.write("| " + " | ".join(cell(value) for value in row) + " |\n")
