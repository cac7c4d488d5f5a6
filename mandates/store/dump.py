"""All rows of a register as lines of JSON, and into the tables again."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    LargeBinary,
    Table,
    delete,
    insert,
    select,
    text,
)
from sqlalchemy import update as update_rows
from sqlalchemy.exc import DBAPIError, StatementError

from mandates.domain.errors import InputError
from mandates.store.tables import Json, UtcDateTime, change, metadata, resolution

_CHUNK = 2000

#: Tables in an order in which each refers only to earlier ones; `change` and `entity` also to rows of their own.
_ORDER = (
    "register",
    "person",
    "body",
    "session",
    "entity",
    "document",
    "attachment",
    "change",
    "resolution",
    "reading",
    "paragraph",
    "paragraph_text",
    "mandate",
    "mandate_version",
    "citation",
    "relation",
    "obligation",
    "ending",
    "link",
    "decision",
    "evidence",
    "suggestion",
    "issued",
    "issued_symbol",
    "answer",
    "agenda_item",
    "event",
    "former_reference",
    "view",
    "digest_sent",
    "budget_line",
    "obligation_state",
    "party",
    "remark",
)

#: Columns that refer to rows of their own table, possibly later ones; they are filled in at the end.
_LATER = {"change": ("undone_by_id",), "entity": ("parent_id", "successor_id")}

#: Tables that have rows in a new register; these rows are replaced by those of the file.
_SEEDED = ("session", "entity", "body", "register")


def lines(connection: Connection) -> Iterator[str]:
    """Yield all rows of the register, as a line each with its line feed, without holding them in memory."""
    for name in _ORDER:
        for row in _rows(connection, metadata.tables[name]):
            yield line({"table": name, **{column: _plain(value) for column, value in row.items()}})


def is_empty(connection: Connection) -> bool:
    """Whether the register has no resolutions and no history."""
    held = connection.execute(select(resolution.c.id).limit(1)).first()
    return held is None and connection.execute(select(change.c.id).limit(1)).first() is None


def fill(connection: Connection, numbered: Iterable[tuple[int, str]]) -> int:
    """Store numbered lines as the rows of an empty register, and return the number of rows.

    Raises:
        InputError: a line is no row of a register, or does not fit.
    """
    for name in _SEEDED:
        seeded = metadata.tables[name]
        if name in _LATER:
            connection.execute(update_rows(seeded).values(dict.fromkeys(_LATER[name])))
        connection.execute(delete(seeded))
    later: dict[str, list[dict[str, Any]]] = {name: [] for name in _LATER}
    pending: list[dict[str, Any]] = []
    count, table = 0, None
    for number, line in numbered:
        name, row = _parse(number, line)
        if name != table or len(pending) >= _CHUNK:
            _store(connection, table, pending, number)
            table, pending = name, []
        columns = _LATER.get(name, ())
        if any(row[column] is not None for column in columns):
            later[name].append({"this": row["id"], **{f"to_{column}": row[column] for column in columns}})
            row |= dict.fromkeys(columns)
        pending.append(row)
        count += 1
    _store(connection, table, pending, count + 1)
    for name, rows in later.items():
        target = metadata.tables[name]
        for row in rows:
            values = {column: row[f"to_{column}"] for column in _LATER[name]}
            connection.execute(update_rows(target).where(target.c.id == row["this"]).values(values))
    _restart_numbers(connection)
    return count


def row_schemas() -> list[dict[str, Any]]:
    """Return the JSON Schema of the lines of each table."""
    return [
        {
            "type": "object",
            "properties": {"table": {"const": name}, **{c.name: _kind(c) for c in metadata.tables[name].columns}},
            "required": ["table", *[c.name for c in metadata.tables[name].columns]],
            "additionalProperties": False,
        }
        for name in _ORDER
    ]


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table in the order of its primary key, reading `_CHUNK` rows at a time."""
    keys = list(table.primary_key.columns)
    first_key = keys[0]
    last: Any = None
    while True:
        statement = select(table).order_by(*keys).limit(_CHUNK)
        if last is not None:
            statement = statement.where(first_key > last)
        names = [column.name for column in table.c]
        rows = [dict(zip(names, row, strict=True)) for row in connection.execute(statement)]
        if len(rows) < _CHUNK:
            yield from rows
            return
        if len(keys) > 1:  # rows with the same first key, such as one state, stay together
            last_value = rows[-1][first_key.name]
            rows = [row for row in rows if row[first_key.name] != last_value]
        yield from rows
        last = rows[-1][first_key.name]


def line(value: dict[str, Any]) -> str:
    """Return plain data as a line of JSON with sorted keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def _parse(number: int, line: str) -> tuple[str, dict[str, Any]]:
    row: dict[str, Any] | None = None
    name = ""
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
        data = json.loads(line)
        name = data.pop("table")
        columns = metadata.tables[name].columns
        if set(data) == set(columns.keys()):
            row = {column.name: _value(column, data[column.name]) for column in columns}
    if row is None:
        raise InputError(f"line {number} is not a row of a register", "give a file that 'mandates export' wrote")
    return name, row


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return dt.datetime.fromisoformat(value)
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value, validate=True)
    return dt.date.fromisoformat(value) if isinstance(column.type, Date) else value


def _store(connection: Connection, name: str | None, rows: list[dict[str, Any]], number: int) -> None:
    if name is None or not rows:
        return
    try:
        connection.execute(insert(metadata.tables[name]), rows)
    except (DBAPIError, StatementError) as error:
        if isinstance(error, DBAPIError) and "Integrity" not in type(error).__name__:
            raise
        first_line = " ".join(str(error.orig).split("\n")[0].split())
        raise InputError(
            f"a row of '{name}' before line {number} does not fit: {first_line}", "export it again"
        ) from error


def _restart_numbers(connection: Connection) -> None:
    """Set the sequences of PostgreSQL to continue after the rows that were stored with their ids."""
    if connection.dialect.name != "postgresql":
        return
    for name in _ORDER:
        table = metadata.tables[name]
        if "id" in table.columns and name != "register":
            numbers = f"pg_get_serial_sequence('{name}', 'id')"
            connection.execute(text(f"SELECT setval({numbers}, COALESCE(MAX(id), 0) + 1, false) FROM {name}"))  # noqa: S608 - our own tables' names


def _kind(column: Column[Any]) -> dict[str, Any]:
    """Return the JSON Schema of a column's values."""
    if isinstance(column.type, JSON | Json):
        return {}
    if isinstance(column.type, UtcDateTime):
        kind: dict[str, Any] = {"type": "string", "format": "date-time"}
    elif isinstance(column.type, Date):
        kind = {"type": "string", "format": "date"}
    elif isinstance(column.type, Boolean):
        kind = {"type": "boolean"}
    elif isinstance(column.type, Integer):
        kind = {"type": "integer"}
    elif isinstance(column.type, LargeBinary):
        kind = {"type": "string", "contentEncoding": "base64"}
    elif isinstance(column.type, Float):
        kind = {"type": "number"}
    else:
        kind = {"type": "string"}
    return {**kind, "type": [kind["type"], "null"]} if column.nullable else kind
