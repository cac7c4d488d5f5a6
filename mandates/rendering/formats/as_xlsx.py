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

#: The height of a line in points, and the maximum number of lines in a row: for printed cells, for others.
_LINE_HEIGHT, _MOST_LINES, _UNPRINTED_LINES = 14, 12, 4
#: Margins of a printed page, in inches.
_MARGINS = {"left": 0.3, "right": 0.3, "top": 0.4, "bottom": 0.5}
#: The border below each row.
_ROW_BORDER = {"bottom": 1, "bottom_color": "#C8CCD1"}
#: The number of links that Excel accepts in a sheet; further ones are written as text.
_LINK_LIMIT = 65_000
#: The maximum length of a cell and of the name of a sheet in Excel, in characters.
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
    """Return the sheets of `answer` as the bytes of an .xlsx file; the same answer gives the same bytes."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": plain(answer.title or "mandates"), "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 -- a fixed one
        formats = _Formats(
            head=book.add_format(
                {"bold": True, "bg_color": "#E8EEF4", "border": 1, "valign": "top", "text_wrap": True}
            ),
            filled=book.add_format(
                {"bold": True, "bg_color": "#FFF2CC", "border": 1, "valign": "top", "text_wrap": True}
            ),
            body=book.add_format({"text_wrap": True, "valign": "top", **_ROW_BORDER}),
            date=book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left", **_ROW_BORDER}),
            link=book.add_format(
                {"valign": "top", "font_color": "#0B5CAD", "underline": 1, "text_wrap": True, **_ROW_BORDER}
            ),
        )
        for name, grid in answer.sheets():
            sheet = book.add_worksheet(_sheet_name(name, [existing.name.lower() for existing in book.worksheets()]))
            _write_grid(sheet, grid, formats)
    return buffer.getvalue()


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """Return a name that Excel accepts and that no other sheet has; `taken` is in lower case."""
    short = _NOT_IN_NAMES.sub(" ", plain(name))[:_NAME_LIMIT]
    number = 2
    unique = short
    while unique.lower() in taken:
        unique = f"{short[: _NAME_LIMIT - len(str(number)) - 1]} {number}"
        number += 1
    return unique


def _write_grid(sheet: Worksheet, grid: Grid, formats: _Formats) -> None:
    """Write a grid that prints as wide as the page; its header stays visible and is printed on each page."""
    last_row = max(len(grid.rows), 1)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last_row, len(grid.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(**_MARGINS)
    sheet.set_footer("&L&A&RPage &P of &N")
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    printed = [number for number, column in enumerate(grid.columns) if not (column.unprinted or column.hidden)]
    if len(printed) < len(grid.columns):
        sheet.print_area(0, 0, last_row, printed[-1])
    widths = [_width(grid, number) for number in range(len(grid.columns))]
    sheet.set_row(0, _LINE_HEIGHT * max(len(column.title.split("_")) for column in grid.columns))
    for number, column in enumerate(grid.columns):
        title = column.title.replace("_", " ").capitalize()
        sheet.write_string(0, number, title, formats.filled if column.filled else formats.head)
        sheet.set_column(number, number, widths[number], None, {"hidden": column.hidden})
        if column.words:
            sheet.data_validation(1, number, last_row, number, {"validate": "list", "source": list(column.words)})
    for index, row in enumerate(grid.rows, 1):
        sheet.set_row(index, _LINE_HEIGHT * _lines(grid, row, widths))
        for number, value in enumerate(row):
            if grid.columns[number].link and value and index <= _LINK_LIMIT:
                symbol = _text(value)
                sheet.write_url(index, number, document_url(symbol), formats.link, symbol)
            else:
                _write_cell(sheet, (index, number), value, formats)


def _width(grid: Grid, number: int) -> int:
    """Return the width of a column in characters: that of its widest cell, within bounds."""
    column = grid.columns[number]
    values = (row[number] for row in grid.rows)
    widest = max([12 if isinstance(value, dt.date) else width(_text(value)) + 1 for value in values], default=0)
    longest_word = max(map(len, column.title.split("_"))) + 4
    least = column.minimum if column.filled else 0
    return max(min(max(widest, longest_word), column.widest), least)


def _lines(grid: Grid, row: Sequence[Value], widths: Sequence[int]) -> int:
    """Return the number of lines of the tallest cell in a row, up to the limit for printed and other cells."""
    lines = 1
    for column, value, cells in zip(grid.columns, row, widths, strict=True):
        if isinstance(value, str | tuple | Styled) and not column.hidden:
            limit = _UNPRINTED_LINES if column.unprinted else _MOST_LINES
            lines = max(lines, len(wrap(_text(value), max(cells - 1, 1), limit)))
    return lines


def _write_cell(sheet: Worksheet, position: tuple[int, int], value: Value, formats: _Formats) -> None:
    if value is None or value == "":
        sheet.write_blank(*position, None, formats.body)
    elif isinstance(value, dt.datetime):
        sheet.write_string(*position, value.isoformat(), formats.body)
    elif isinstance(value, dt.date):
        if value.year < 1900:  # workbooks have no earlier dates
            sheet.write_string(*position, value.isoformat(), formats.body)
        else:
            sheet.write_datetime(*position, dt.datetime(value.year, value.month, value.day), formats.date)  # noqa: DTZ001 -- a day
    elif isinstance(value, int | float):
        sheet.write_number(*position, value, formats.body)
    else:
        sheet.write_string(*position, _text(value), formats.body)


def _text(value: Value) -> str:
    """Return a value as text, which is always written as a string, so that Excel does not run it as a formula."""
    if value is None:
        return ""
    if isinstance(value, Styled):
        return plain(value.text)[:_CELL_LIMIT]
    return plain("; ".join(value) if isinstance(value, tuple) else str(value))[:_CELL_LIMIT]
