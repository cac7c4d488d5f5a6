"""Many rows put into a table at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Column, Date, Integer, MetaData, Table, select

from mandates.store.engine import Connection
from mandates.store.inserting import insert_rows, insert_values
from mandates.store.tables import Json, UtcDateTime

sample = Table(
    "sample",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("value", Json),
    Column("at", UtcDateTime),
    Column("day", Date),
    prefixes=["TEMPORARY"],
)


@pytest.fixture
def table(connection: Connection) -> Table:
    sample.create(connection)
    return sample


@pytest.mark.parametrize(
    "values",
    [
        [[]],
        [[], ["Secretary-General"], []],
        [[{"name": "a, b", "entity": None, "span": [0, 4]}], [], ["between"]],
        [{"after": {"due": "2019-12-01"}}, None, "plain", "é“”", 0.92, 2**53],
        [True, False, 0, 1, 7, "7", "", "null"],
        [[number] for number in range(1000)],
    ],
)
def test_values_are_stored_as_json(connection: Connection, table: Table, values: list[Any]) -> None:
    insert_rows(connection, table, [{"id": place, "value": value} for place, value in enumerate(values)])
    found = connection.execute(select(table.c.value).order_by(table.c.id)).scalars().all()
    assert found == values
    assert [type(one) for one in found] == [type(one) for one in values]


def test_other_columns_are_left_to_the_database_and_times_are_stored_as_such(
    connection: Connection, table: Table
) -> None:
    at = dt.datetime(2020, 1, 15, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    insert_rows(connection, table, [{"id": 1, "at": at, "day": at.date(), "unknown": "left out"}])
    insert_values(connection, table, ("id", "day"), [(2, at.date()), (3, None)])
    insert_rows(connection, table, [])
    insert_values(connection, table, ("id",), [])
    rows = connection.execute(select(table.c.at, table.c.day, table.c.value).order_by(table.c.id)).all()
    assert [tuple(row) for row in rows] == [(at, at.date(), None), (None, at.date(), None), (None, None, None)]
