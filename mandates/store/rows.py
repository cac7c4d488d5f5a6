"""Rows of the database as typed values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, select

_T = TypeVar("_T")
_R = TypeVar("_R", bound=NamedTuple)

#: How many values go into one IN (...): both databases take more, but plan worse.
_CHUNK = 500


def columns_of(kind: type[_R], table: Table, **others: ColumnElement[Any]) -> Select[Any]:
    """Return the select of the columns of `table` that the fields of `kind` name, in their order; `others` of them are
    taken from elsewhere.
    """
    fields = kind._fields
    return select(*(others[name].label(name) if name in others else table.c[name] for name in fields))


def fetch(connection: Connection, kind: type[_R], statement: Select[Any]) -> list[_R]:
    """Return the rows of `statement`, whose columns are the fields of `kind` in their order."""
    return [kind._make(row) for row in connection.execute(statement)]


def fetch_one(connection: Connection, kind: type[_R], statement: Select[Any]) -> _R | None:
    """Return the first row of `statement`, None where there is none."""
    row = connection.execute(statement).first()
    return None if row is None else kind._make(row)


def fetch_in(
    connection: Connection, kind: type[_R], statement: Select[Any], column: ColumnElement[Any], values: Iterable[Any]
) -> list[_R]:
    """Return the rows of `statement` in which `column` has one of `values`, however many those are."""
    found: list[_R] = []
    for some in chunks(sorted(set(values))):
        found += fetch(connection, kind, statement.where(column.in_(some)))
    return found


def chunks(values: Sequence[_T], length: int = _CHUNK) -> Iterator[Sequence[_T]]:
    """Yield `values` in pieces of at most `length`; without it in pieces that fit into one IN (...)."""
    for start in range(0, len(values), length):
        yield values[start : start + length]
