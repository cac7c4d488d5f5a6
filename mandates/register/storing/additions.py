"""Storing mandates that the register does not have yet, with what is expected of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection

from mandates.register.database import ids
from mandates.register.database.inserting import insert_rows
from mandates.register.database.rows import Row
from mandates.register.state import planning, projection
from mandates.register.state.expectations import expected
from mandates.register.storing import readings
from mandates.register.tables import mandate

#: Nobody has decided on what is new.
_NONE = planning.Decisions()


def add_mandates(session: Connection, new: Sequence[tuple[Row, list[Row]]], *, as_of: dt.date) -> None:
    """Store rows of `mandate` and their obligations, those of each resolution with the row of `resolution`."""
    rows = [one for _, several in new for one in several]
    for new_id, one in zip(ids.allocate(session, mandate, len(rows)), rows, strict=True):
        one["id"] = new_id
    insert_rows(session, mandate, rows)
    planned: list[Row] = []
    for head, several in new:
        of_resolution = {
            "adopted_on": head["adopted_on"],
            "body": head["body"],
            "session": head["session"],
            "sort_key": head["sort_key"],
            "resolution_withdrawn": False,
        }
        for one in several:
            one.update(of_resolution)
            wanted = expected(
                readings.dues_of(one), body=head["body"], session=head["session"], adopted_on=head["adopted_on"]
            )
            planned += planning.plan(
                one,
                [planning.read_columns(expectation, given=True) for expectation in wanted],
                decisions=_NONE,
                as_of=as_of,
            )
    projection.insert_planned(session, planned)
