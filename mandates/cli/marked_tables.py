"""Tables in which people marked items, as workbooks and CSV, read as lines of `mandates.register.marks`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from mandates.cli.marks import rows_of
from mandates.cli.types import DATE
from mandates.domain.errors import InputError, UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.readers.workbook import Cell
    from mandates.register.marks import Line

#: The date of day number 0 in workbooks, and the end of the day numbers that are read as dates.
_DAY_ZERO, _LAST_DAY = dt.date(1899, 12, 30), 110_000

_DATE_COLUMNS = frozenset({"document_date"})


def lines_of(path: str) -> list[Line]:
    """Return the lines of a workbook, of all its sheets that name items, or of a CSV file.

    Raises:
        InputError: the file cannot be read. UsageError: it contains no items, or a date is not valid.
    """
    lines = list(_workbook(path) if _is_workbook(path) else _csv(path))
    if not lines:
        raise UsageError(f"{path} contains no items", "give a workbook or CSV file that 'mandates export' wrote")
    return lines


def _is_workbook(path: str) -> bool:
    from mandates.readers.opening import open_file  # noqa: PLC0415 -- `--help` is to be quick

    try:
        with open_file(path) as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise InputError(f"{path} cannot be opened ({error.strerror})", "check the name") from None


def _csv(path: str) -> Iterator[Line]:
    for place, row in rows_of(path, needed=("reference",)):
        if row.get("reference", "").strip():
            yield _line(place, {_column_name(name): value.strip() for name, value in row.items()})


def _workbook(path: str) -> Iterator[Line]:
    from mandates.readers import limits, workbook  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.readers.opening import open_file  # noqa: PLC0415 -- the same

    try:
        with open_file(path) as file:
            sheets = workbook.sheets(limits.read_bounded(file))
    except OSError as error:
        raise InputError(f"{path} cannot be opened ({error.strerror})", "check the name") from None
    except limits.Refusal as refusal:
        raise InputError(f"{path} {refusal.message}") from None
    for sheet in sheets:
        names: list[str] = []
        for number, cells in sheet.rows:
            if not names:
                names = [_column_name(_cell_text(cell, "")) for cell in cells]
                if "reference" not in names:
                    break
                continue
            row = {name: _cell_text(cell, name) for name, cell in zip(names, cells, strict=False) if name}
            row |= {name: "" for name in names[len(cells) :] if name}
            if row.get("reference"):
                yield _line(f"{sheet.name}, row {number}", row)


def _column_name(heading: str) -> str:
    """Return the name of a column from its heading: ``Focal point`` is ``focal_point``."""
    return "_".join(heading.strip().lower().split())


def _cell_text(cell: Cell, name: str) -> str:
    """Return the content of a cell as text; in a date column a day number becomes its date."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if name in _DATE_COLUMNS and 0 < cell < _LAST_DAY:
        return (_DAY_ZERO + dt.timedelta(days=int(cell))).isoformat()
    return str(int(cell)) if cell == int(cell) else str(cell)


def _line(place: str, row: Mapping[str, str]) -> Line:
    from mandates.register.marks import Line  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.schema.marks import MARKED, WRITTEN  # noqa: PLC0415 -- the same

    cells = {name: row[name] for name in MARKED if name in row}
    for name in _DATE_COLUMNS & set(cells):
        if cells[name]:
            cells[name] = _day(cells[name], place)
    if "status" in cells:
        cells["status"] = _column_name(cells["status"])
    return Line(
        place=place,
        reference=row["reference"],
        id=_number(row.get("id", "")),
        version=_number(row.get("version", "")),
        cells=cells,
        written=_written(row.get(WRITTEN, "")),
    )


def _written(text: str) -> dict[str, str] | None:
    """Return the cells of a line as they were when the table was written; None if that is lost."""
    try:
        cells = json.loads(text)
    except ValueError:
        return None
    return {str(name): str(value) for name, value in cells.items()} if isinstance(cells, dict) else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _day(text: str, place: str) -> str:
    try:
        return DATE.convert(text, None, None).isoformat()
    except click.BadParameter as error:
        raise UsageError(f"{place}: {error.message}") from None
