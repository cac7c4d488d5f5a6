"""CSV for spreadsheets: a head, one row a line, ISO dates, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
from typing import IO

from mandates.rendering.answer import Answer, Styled, Value
from mandates.rendering.formats import Screen
from mandates.rendering.text import plain

#: Characters that begin a formula in spreadsheets (OWASP, "CSV Injection"), full-width forms included.
_FORMULA_PREFIXES = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe_text(text: str) -> str:
    """Return `text` on one line, with an apostrophe before it if a spreadsheet would run it as a formula."""
    text = plain(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_PREFIXES) else text


def cell(value: Value) -> str | int | float:
    """Return a value as the cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, Styled):
        return safe_text(value.text)
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, tuple):
        return safe_text("; ".join(value))
    return value.isoformat() if isinstance(value, dt.date) else value


def write(answer: Answer, out: IO[str], screen: Screen) -> None:  # noqa: ARG001 -- one interface for all formats
    """Write the flat table of `answer`."""
    grid = answer.flat()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([column.title for column in grid.columns])
    # strict: a missing value would shift all that follow it to the wrong columns
    table.writerows([cell(value) for _, value in zip(grid.columns, row, strict=True)] for row in grid.rows)
