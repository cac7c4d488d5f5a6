"""Putting many rows into a table in little time.

SQLAlchemy takes longer to prepare the values of a row than SQLite takes to store it. Here the columns of a table are
inspected once, and rows are passed to the driver as tuples.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.types import TypeEngine

from mandates.store.rows import chunks
from mandates.store.tables import Json, paragraph_text, remark

#: FTS5 writes out all its pending data before each statement that fires a trigger, as that could fail half-way. So rows
#: that a trigger makes searchable are inserted with few statements, not with one each.
_SEARCHABLE = (paragraph_text, remark)

#: The number of values that SQLite accepts in one statement, unless it was built to accept more.
_VALUES = 32_766

_Process = Callable[[Sequence[Any]], Sequence[Any]]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns of `table`; other columns get their defaults."""
    if not rows:
        return
    names = tuple(name for name in rows[0] if name in table.c)
    _insert(connection, table, names, map(operator.itemgetter(*names), rows) if len(names) > 1 else None, rows)


def insert_values(
    connection: Connection, table: Table, names: tuple[str, ...], values: Sequence[Sequence[Any]]
) -> None:
    """Insert rows given as the values of the columns `names`."""
    if values:
        _insert(connection, table, names, values, ())


def _insert(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    values: Any,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    prefix, placeholders, processes = _statement(table, names, connection.dialect)
    if values is None:
        values = [(row[names[0]],) for row in rows]
    columns = zip(*values, strict=True)
    processed = (process(column) if process else column for column, process in zip(columns, processes, strict=True))
    ready = list(zip(*processed, strict=True))
    if table in _SEARCHABLE and connection.dialect.name == "sqlite":
        for batch in chunks(ready, _VALUES // len(names)):
            connection.exec_driver_sql(
                prefix + ", ".join([placeholders] * len(batch)), tuple(itertools.chain.from_iterable(batch))
            )
    else:
        connection.exec_driver_sql(prefix + placeholders, ready)


@functools.lru_cache(maxsize=64)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, str, tuple[_Process | None, ...]]:
    """Return the statement up to its values, the placeholders of one row, and the bind processor of each column."""
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ",  # noqa: S608 - names of our own table
        f"({', '.join([mark] * len(names))})",
        tuple(_process(table.c[name].type, dialect) for name in names),
    )


def _process(column_type: TypeEngine[Any], dialect: Dialect) -> _Process | None:
    if isinstance(column_type, Json):
        return _as_json
    process = column_type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return None

    def few(values: Sequence[Any]) -> Sequence[Any]:  # dates and booleans have few distinct values
        processed = {value: process(value) for value in set(values)}
        return list(map(processed.__getitem__, values))

    return few


def _as_json(values: Sequence[Any]) -> Sequence[str | None]:
    """Return values as JSON text, which both databases accept; None stays None."""
    return [None if value is None else orjson.dumps(value).decode() for value in values]
