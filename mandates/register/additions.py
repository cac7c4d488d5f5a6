"""Storing mandates that the register does not have yet, with what is expected of them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from mandates.register import ids, projection, readings
from mandates.register.expectations import expected
from mandates.register.inserting import insert_rows
from mandates.register.rows import Row
from mandates.register.tables import mandate


def add_mandates(session: Connection, resolution_row: Row, rows: list[Row], *, as_of: dt.date) -> None:
    """Store these rows of `mandate` and their obligations."""
    if not rows:
        return
    for new_id, one in zip(ids.allocate(session, mandate, len(rows)), rows, strict=True):
        one["id"] = new_id
    insert_rows(session, mandate, rows)
    of_resolution = {
        "adopted_on": resolution_row["adopted_on"],
        "body": resolution_row["body"],
        "session": resolution_row["session"],
        "sort_key": resolution_row["sort_key"],
        "resolution_withdrawn": False,
    }
    planned: list[Row] = []
    for one in rows:
        wanted = expected(
            readings.dues_of(one),
            body=resolution_row["body"],
            session=resolution_row["session"],
            adopted_on=resolution_row["adopted_on"],
        )
        planned += projection.plan(
            {**one, **of_resolution},
            [projection.read_columns(expectation, given=True) for expectation in wanted],
            decisions=projection.Decisions(),
            as_of=as_of,
        )
    projection.insert_planned(session, planned)
