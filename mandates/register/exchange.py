"""A whole register as JSON Lines and back: the same bytes again, from either database into either.

The first line says what the file is. Every further line is a row: ``{"table": "mandate", "id": 7, ...}``, tables in
the order in which they point to each other, rows in the order of their numbers, keys sorted. `schema` describes it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Float, Integer, Table, delete, insert, select, text
from sqlalchemy import update as update_rows
from sqlalchemy.exc import DBAPIError, StatementError

from mandates.domain.errors import InputError, UsageError
from mandates.register.database import checks, locks, revision
from mandates.register.database.rows import fetch
from mandates.register.tables import UtcDateTime, batch, metadata, register, resolution

#: Version of the format; a change that older programs cannot read raises it.
FORMAT = 1

_CHUNK = 2000

#: Tables in an order in which each points only to those before it (and `batch` to itself).
_ORDER = (
    "register",
    "batch",
    "resolution",
    "paragraph",
    "mandate",
    "obligation",
    "remark",
    "owner",
    "obligation_owner",
    "decision",
    "evidence",
    "proposal",
    "event",
)


def export(session: Connection) -> Iterator[str]:
    """Yield the lines of the whole register, each with its line feed; nothing is held in memory."""
    yield _line({"format": FORMAT, "revision": revision.HEAD, "what": "register of mandates"})
    for name in _ORDER:
        for row in _rows(session, metadata.tables[name]):
            yield _line({"table": name, **{column: _plain(value) for column, value in row.items()}})


def load(session: Connection, lines: Iterable[str]) -> int:
    """Fill an empty register with the lines that `export` gave, and return how many rows it has now.

    Raises:
        UsageError: the register has resolutions already.
        InputError: a line is not of this format, or the whole does not hold together; nothing is stored when the
            caller's transaction is taken back.
    """
    locks.many(session)
    if session.execute(select(resolution.c.id).limit(1)).first() or session.execute(select(batch.c.id)).first():
        raise UsageError("the register to read into is not empty", "make a new one with 'mandates init'")
    numbered = enumerate(lines, 1)
    _check_head(next(numbered, (1, ""))[1])
    session.execute(delete(register))
    undone: list[dict[str, Any]] = []
    waiting: list[dict[str, Any]] = []
    count, table = 0, None
    for number, line in numbered:
        name, row = _parse(number, line)
        if name != table or len(waiting) >= _CHUNK:
            _store(session, table, waiting, number)
            table, waiting = name, []
        if name == "batch" and row["undone_by_id"] is not None:
            undone.append({"this": row["id"], "by": row["undone_by_id"]})
            row["undone_by_id"] = None
        waiting.append(row)
        count += 1
    _store(session, table, waiting, count + 1)
    for one in undone:
        session.execute(update_rows(batch).where(batch.c.id == one["this"]).values(undone_by_id=one["by"]))
    _restart_numbers(session)
    broken = checks.findings(session)
    if broken:
        raise InputError(f"the file does not hold together: {broken[0]}", "export it again")
    return count


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line (2020-12)."""
    head = {
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "revision": {"type": "string"}, "what": {"type": "string"}},
        "required": ["format", "revision", "what"],
        "additionalProperties": False,
    }
    rows = [
        {
            "type": "object",
            "properties": {"table": {"const": name}, **{c.name: _kind(c) for c in metadata.tables[name].columns}},
            "required": ["table", *[c.name for c in metadata.tables[name].columns]],
            "additionalProperties": False,
        }
        for name in _ORDER
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of an exported register of mandates",
        "oneOf": [head, *rows],
    }


def _rows(session: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table in the order of their numbers, a piece at a time."""
    keys = list(table.primary_key.columns)
    lead = keys[0]
    last: Any = None
    while True:
        statement = select(table).order_by(*keys).limit(_CHUNK)
        if last is not None:
            statement = statement.where(lead > last)
        found = fetch(session, statement)
        if len(found) == _CHUNK and len(keys) > 1:  # the rows of one obligation stay together
            cut = found[-1][lead.name]
            found = [row for row in found if row[lead.name] != cut]
        yield from found
        if len(found) < _CHUNK and len(keys) == 1:
            return
        if not found:
            return
        last = found[-1][lead.name]


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def _check_head(line: str) -> None:
    try:
        head = json.loads(line)
        found, at = head["format"], head["revision"]
    except (ValueError, KeyError, TypeError):
        raise InputError("this is no exported register", "give a file that 'mandates export' wrote") from None
    if found != FORMAT or at != revision.HEAD:
        raise InputError(
            f"the file is of format {found} and revision {at}, this program reads {FORMAT} and {revision.HEAD}",
            "export it again with this program's version",
        )


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
        raise InputError(f"line {number} is no row of a register", "give a file that 'mandates export' wrote")
    return name, row


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return dt.datetime.fromisoformat(value)
    return dt.date.fromisoformat(value) if isinstance(column.type, Date) else value


def _store(session: Connection, name: str | None, rows: list[dict[str, Any]], number: int) -> None:
    if name is None or not rows:
        return
    try:
        session.execute(insert(metadata.tables[name]), rows)
    except (DBAPIError, StatementError) as error:
        if isinstance(error, DBAPIError) and "Integrity" not in type(error).__name__:
            raise
        first = " ".join(str(error.orig).split("\n")[0].split())
        raise InputError(f"a row of '{name}' before line {number} does not fit: {first}", "export it again") from error


def _restart_numbers(session: Connection) -> None:
    """Let PostgreSQL go on numbering after the rows that were stored with their numbers."""
    if session.dialect.name != "postgresql":
        return
    for name in _ORDER:
        table = metadata.tables[name]
        if "id" in table.columns and name != "register":
            numbers = f"pg_get_serial_sequence('{name}', 'id')"
            session.execute(text(f"SELECT setval({numbers}, COALESCE(MAX(id), 0) + 1, false) FROM {name}"))  # noqa: S608 - our own tables' names


def _kind(column: Column[Any]) -> dict[str, Any]:
    """Return the JSON Schema of a column's values."""
    if isinstance(column.type, JSON):
        return {}
    if isinstance(column.type, UtcDateTime):
        kind: dict[str, Any] = {"type": "string", "format": "date-time"}
    elif isinstance(column.type, Date):
        kind = {"type": "string", "format": "date"}
    elif isinstance(column.type, Boolean):
        kind = {"type": "boolean"}
    elif isinstance(column.type, Integer):
        kind = {"type": "integer"}
    elif isinstance(column.type, Float):
        kind = {"type": "number"}
    else:
        kind = {"type": "string"}
    return {**kind, "type": [kind["type"], "null"]} if column.nullable else kind
