"""The contents of the last digest of each reader, so that nothing is presented as new twice."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from mandates.store.rows import fetch_one
from mandates.store.tables import digest_sent, event


class LastDigest(NamedTuple):
    """The content of the last digest, and its day."""

    on_day: dt.date
    said: dict[str, Any]


def find(connection: Connection, reader: str) -> LastDigest | None:
    """Return the last digest of a reader; None if there was none yet."""
    columns = [digest_sent.c[name] for name in LastDigest._fields]
    return fetch_one(connection, LastDigest, select(*columns).where(digest_sent.c.reader == reader))


def put(connection: Connection, reader: str, on_day: dt.date, said: dict[str, Any]) -> None:
    """Store the last digest of a reader, replacing the one before."""
    connection.execute(delete(digest_sent).where(digest_sent.c.reader == reader))
    connection.execute(insert(digest_sent).values(reader=reader, on_day=on_day, said=said))


def last_event(connection: Connection) -> int:
    """Return the id of the last event; 0 if there is none."""
    return int(connection.execute(select(func.max(event.c.id))).scalar() or 0)
