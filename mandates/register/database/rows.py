"""Rows of the database as plain dictionaries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Select

Row = dict[str, Any]

_T = TypeVar("_T")

#: How many values go into one IN (...): both databases take more, but plan worse.
_CHUNK = 500


def fetch(session: Connection, statement: Select[Any]) -> list[Row]:
    """Return all rows of `statement`, columns by name."""
    result = session.execute(statement)
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def fetch_one(session: Connection, statement: Select[Any]) -> Row | None:
    """Return the row of `statement`, None where there is none."""
    row = session.execute(statement).first()
    return None if row is None else dict(row._mapping)  # noqa: SLF001 - the documented name


def to_date(value: dt.date | str | None) -> dt.date | None:
    """Return a date that was stored as one or, in JSON, as ISO text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def chunks(values: Sequence[_T], length: int = _CHUNK) -> Iterator[Sequence[_T]]:
    """Yield `values` in pieces of at most `length`; without it in pieces that fit into one IN (...)."""
    for start in range(0, len(values), length):
        yield values[start : start + length]
