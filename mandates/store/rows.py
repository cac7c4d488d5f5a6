"""Rows of the database as typed values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, select

_T = TypeVar("_T")
_R = TypeVar("_R", bound=NamedTuple)

#: The number of values in one IN (...): both databases accept more, but plan such queries worse.
_CHUNK = 500


def columns_of(kind: type[_R], table: Table, **others: ColumnElement[Any]) -> Select[Any]:
    """Return a SELECT of the columns of `table` that are named like the fields of `kind`, in the order of the fields.

    The fields in `others` are selected from these expressions instead.
    """
    fields = kind._fields
    return select(*(others[name].label(name) if name in others else table.c[name] for name in fields))


def fetch(connection: Connection, kind: type[_R], statement: Select[Any]) -> list[_R]:
    """Return the rows of `statement`, whose columns are the fields of `kind` in their order."""
    return [kind._make(row) for row in connection.execute(statement)]


def fetch_one(connection: Connection, kind: type[_R], statement: Select[Any]) -> _R | None:
    """Return the first row of `statement`; None if there is none."""
    row = connection.execute(statement).first()
    return None if row is None else kind._make(row)


def fetch_in(
    connection: Connection, kind: type[_R], statement: Select[Any], column: ColumnElement[Any], values: Iterable[Any]
) -> list[_R]:
    """Return the rows of `statement` in which `column` has one of `values`, of which there may be any number."""
    rows: list[_R] = []
    for batch in chunks(sorted(set(values))):
        rows += fetch(connection, kind, statement.where(column.in_(batch)))
    return rows


def chunks(values: Sequence[_T], length: int = _CHUNK) -> Iterator[Sequence[_T]]:
    """Yield `values` in batches of at most `length`; by default in batches that fit into one IN (...)."""
    for start in range(0, len(values), length):
        yield values[start : start + length]
