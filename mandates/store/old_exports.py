"""Registers of earlier revisions from the files that their programs exported, to be upgraded as any other."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import pathlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, MetaData, Table, delete, insert
from sqlalchemy.exc import SQLAlchemyError

from mandates.domain.errors import InputError
from mandates.store import migrations
from mandates.store.tables import REVISION_TABLE, UtcDateTime

#: The format and the revision that these files declare.
KNOWN = frozenset({(1, "0001"), (2, "0002"), (2, "0006")})

_CHUNK = 2000


def fill(path: pathlib.Path, lines: Iterator[str], revision: str) -> dt.datetime:
    """Create a register of an earlier revision at `path` from the rows in `lines`, and return when it last changed.

    Raises:
        InputError: a line is no row of such a register, or does not fit.
    """
    with migrations.made(path, revision) as connection:
        metadata = MetaData()
        metadata.reflect(connection, only=lambda name, _: name != REVISION_TABLE and "_fts" not in name)
        connection.execute(delete(metadata.tables["register"]))
        last_at: dt.datetime | None = None
        name, pending = "", list[dict[str, Any]]()
        for number, line in enumerate(lines, 2):
            table, row = _parse(number, line, metadata)
            if table.name == "register":
                last_at = row["created_at"]
            elif table.name == "change" and (last_at is None or row["at"] > last_at):
                last_at = row["at"]
            if table.name != name or len(pending) >= _CHUNK:
                _store(connection, metadata, name, pending, number)
                name, pending = table.name, []
            pending.append(row)
        _store(connection, metadata, name, pending, 0)
    return last_at or dt.datetime.now(dt.UTC)


def _parse(number: int, line: str, metadata: MetaData) -> tuple[Table, dict[str, Any]]:
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        data = json.loads(line)
        table = metadata.tables[data.pop("table")]
        if set(data) == set(table.columns.keys()):
            return table, {column.name: _value(column.type, data[column.name]) for column in table.columns}
    raise InputError(f"line {number} is not a row of a register", "give a file that 'mandates export' wrote")


def _value(column_type: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column_type, DateTime | UtcDateTime):
        return dt.datetime.fromisoformat(value)
    if isinstance(column_type, Date):
        return dt.date.fromisoformat(value)
    return bool(value) if isinstance(column_type, Boolean) else value


def _store(connection: Any, metadata: MetaData, name: str, rows: list[dict[str, Any]], number: int) -> None:
    if not rows:
        return
    try:
        connection.execute(insert(metadata.tables[name]), rows)
    except SQLAlchemyError as error:
        first_line = " ".join(str(error.__cause__ or error).split("\n")[0].split())
        raise InputError(
            f"a row of '{name}' before line {number} does not fit: {first_line}", "export it again"
        ) from error
