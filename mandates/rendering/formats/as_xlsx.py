"""Workbooks: a sheet for each part, heads that stay in sight, filters, real dates, and no cell that would run."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mandates.rendering.answer import Answer, Grid, Styled, Value
from mandates.rendering.text import document_url, plain, width, wrap

#: Height of a line, and how many lines a row grows to: for what is printed, for what is not.
_LINE, _MOST_LINES, _UNPRINTED_LINES = 14, 12, 4
#: Inches of white around a printed page.
_MARGINS = {"left": 0.3, "right": 0.3, "top": 0.4, "bottom": 0.5}
#: The line under each row.
_RULE = {"bottom": 1, "bottom_color": "#C8CCD1"}
#: Links that Excel takes in a sheet; what comes after them is text.
_MOST_LINKS = 65_000
#: What Excel takes in a cell and in a name of a sheet.
_CELL_LIMIT = 32_767
_NAME_LIMIT = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


class _Formats(NamedTuple):
    head: Format
    filled: Format
    body: Format
    date: Format
    link: Format


def make(answer: Answer) -> bytes:
    """Return the sheets of `answer` as an .xlsx file; the same answer gives the same bytes."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": plain(answer.title or "mandates"), "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 -- a fixed one
        formats = _Formats(
            head=book.add_format(
                {"bold": True, "bg_color": "#E8EEF4", "border": 1, "valign": "top", "text_wrap": True}
            ),
            filled=book.add_format(
                {"bold": True, "bg_color": "#FFF2CC", "border": 1, "valign": "top", "text_wrap": True}
            ),
            body=book.add_format({"text_wrap": True, "valign": "top", **_RULE}),
            date=book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left", **_RULE}),
            link=book.add_format(
                {"valign": "top", "font_color": "#0B5CAD", "underline": 1, "text_wrap": True, **_RULE}
            ),
        )
        for name, grid in answer.sheets():
            sheet = book.add_worksheet(_sheet_name(name, [one.name.lower() for one in book.worksheets()]))
            _fill(sheet, grid, formats)
    return out.getvalue()


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """Return a name as Excel takes it, another than those of the other sheets."""
    short = _NOT_IN_NAMES.sub(" ", plain(name))[:_NAME_LIMIT]
    number = 2
    found = short
    while found.lower() in taken:
        found = f"{short[: _NAME_LIMIT - len(str(number)) - 1]} {number}"
        number += 1
    return found


def _fill(sheet: Worksheet, grid: Grid, formats: _Formats) -> None:
    """Write a grid: heads that stay in sight and are printed on each page, as wide as the page."""
    last = max(len(grid.rows), 1)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(grid.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(**_MARGINS)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    printed = [number for number, column in enumerate(grid.columns) if not (column.unprinted or column.hidden)]
    if len(printed) < len(grid.columns):
        sheet.print_area(0, 0, last, printed[-1])
    widths = [_width(grid, number) for number in range(len(grid.columns))]
    sheet.set_row(0, _LINE * max(len(column.title.split("_")) for column in grid.columns))
    for number, column in enumerate(grid.columns):
        title = column.title.replace("_", " ").capitalize()
        sheet.write_string(0, number, title, formats.filled if column.filled else formats.head)
        sheet.set_column(number, number, widths[number], None, {"hidden": column.hidden})
        if column.words:
            sheet.data_validation(1, number, last, number, {"validate": "list", "source": list(column.words)})
    for index, row in enumerate(grid.rows, 1):
        sheet.set_row(index, _LINE * _lines(grid, row, widths))
        for number, value in enumerate(row):
            if grid.columns[number].link and value and index <= _MOST_LINKS:
                symbol = _text(value)
                sheet.write_url(index, number, document_url(symbol), formats.link, symbol)
            else:
                _write(sheet, (index, number), value, formats)


def _width(grid: Grid, number: int) -> int:
    """Return how wide a column is, in characters: as its widest cell, within bounds."""
    column = grid.columns[number]
    values = (row[number] for row in grid.rows)
    widest = max([12 if isinstance(v, dt.date) else width(_text(v)) + 1 for v in values], default=0)
    longest_word = max(map(len, column.title.split("_"))) + 4
    least = column.minimum if column.filled else 0
    return max(min(max(widest, longest_word), column.widest), least)


def _lines(grid: Grid, row: Sequence[Value], widths: Sequence[int]) -> int:
    """Return how many lines the highest cell of a row takes, at most so many as are readable."""
    found = 1
    for column, value, cells in zip(grid.columns, row, widths, strict=True):
        if isinstance(value, str | tuple | Styled) and not column.hidden:
            most = _UNPRINTED_LINES if column.unprinted else _MOST_LINES
            found = max(found, len(wrap(_text(value), max(cells - 1, 1), most)))
    return found


def _write(sheet: Worksheet, place: tuple[int, int], value: Value, formats: _Formats) -> None:
    if value is None or value == "":
        sheet.write_blank(*place, None, formats.body)
    elif isinstance(value, dt.datetime):
        sheet.write_string(*place, value.isoformat(), formats.body)
    elif isinstance(value, dt.date):
        if value.year < 1900:  # before a workbook's first day
            sheet.write_string(*place, value.isoformat(), formats.body)
        else:
            sheet.write_datetime(*place, dt.datetime(value.year, value.month, value.day), formats.date)  # noqa: DTZ001 -- a day
    elif isinstance(value, int | float):
        sheet.write_number(*place, value, formats.body)
    else:
        sheet.write_string(*place, _text(value), formats.body)


def _text(value: Value) -> str:
    """Return a value as text; Excel runs no cell that is written as a string, whatever it begins with."""
    if value is None:
        return ""
    if isinstance(value, Styled):
        return plain(value.text)[:_CELL_LIMIT]
    return plain("; ".join(value) if isinstance(value, tuple) else str(value))[:_CELL_LIMIT]
