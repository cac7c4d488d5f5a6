"""Row numbers given out before inserting, so that many rows and what points to them go in with one statement each.

Returning the ids of inserted rows in order takes one statement per row on SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table, text


def allocate(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Return `count` ids for new rows of `table`, in order; only in a transaction that writes."""
    if not count:
        return ()
    if connection.dialect.name == "postgresql":
        statement = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return sorted(connection.execute(statement, {"name": table.name, "count": count}).scalars())
    # the transaction holds the only write lock
    first = int(connection.exec_driver_sql(f"SELECT COALESCE(MAX(id), 0) FROM {table.name}").scalar_one()) + 1  # noqa: S608 - our own table's name
    return range(first, first + count)
