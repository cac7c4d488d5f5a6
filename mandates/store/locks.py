"""Who waits for whom on PostgreSQL. On SQLite a writing transaction has the whole register already.

Locks are taken in an order that prevents deadlocks: first the lock for work on many items, which one transaction has
at a time; then the rows of mandates, by id. A change to a single mandate locks its row alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, text

from mandates.store.tables import mandate

_MANY = 714_000_002


def many(connection: Connection) -> None:
    """Wait until no other transaction works on many items, and keep others from doing so until this one ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MANY})


def mandates(connection: Connection, ids: Iterable[int]) -> None:
    """Lock these mandates with their obligations and decisions, waiting until no other transaction changes them."""
    if connection.dialect.name == "postgresql":
        rows = select(mandate.c.id).where(mandate.c.id.in_(sorted(set(ids)))).order_by(mandate.c.id)
        connection.execute(rows.with_for_update())
