"""Putting many rows into a table in little time.

SQLAlchemy's own way takes longer to prepare the values of a row than SQLite to store it. Here a table's columns are
looked at once, and rows go to the driver as tuples.
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

#: FTS5 writes out all it has gathered before each statement that fires a trigger, as that could fail half-way: rows
#: that are made searchable by one go in with few statements, not with one each.
_SEARCHABLE = (paragraph_text, remark)

#: Values that SQLite takes in such a statement, unless it was built to take more.
_VALUES = 32_766

_Process = Callable[[Sequence[Any]], Sequence[Any]]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns of `table`; the others are left to the database."""
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
    lead, one, processes = _statement(table, names, connection.dialect)
    if values is None:
        values = [(row[names[0]],) for row in rows]
    columns = zip(*values, strict=True)
    processed = (process(column) if process else column for column, process in zip(columns, processes, strict=True))
    ready = list(zip(*processed, strict=True))
    if table in _SEARCHABLE and connection.dialect.name == "sqlite":
        for some in chunks(ready, _VALUES // len(names)):
            connection.exec_driver_sql(lead + ", ".join([one] * len(some)), tuple(itertools.chain.from_iterable(some)))
    else:
        connection.exec_driver_sql(lead + one, ready)


@functools.lru_cache(maxsize=64)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, str, tuple[_Process | None, ...]]:
    """Return the statement up to its values, the place of one row's, and what makes a column's values the driver's."""
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ",  # noqa: S608 - names of our own table
        f"({', '.join([mark] * len(names))})",
        tuple(_process(table.c[name].type, dialect) for name in names),
    )


def _process(kind: TypeEngine[Any], dialect: Dialect) -> _Process | None:
    if isinstance(kind, Json):
        return _as_json
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return None

    def few(values: Sequence[Any]) -> Sequence[Any]:  # dates and truth values, of which there are few
        processed = {value: process(value) for value in set(values)}
        return list(map(processed.__getitem__, values))

    return few


def _as_json(values: Sequence[Any]) -> Sequence[str | None]:
    """Return values as JSON, which both databases take as text; what there is none of stays so."""
    return [None if value is None else orjson.dumps(value).decode() for value in values]
