"""Who waits for whom on PostgreSQL. On SQLite a writing transaction has the whole register already.

The order that keeps transactions from waiting for each other in a ring: first the lock of work on many items, which
one transaction has at a time; then the rows of mandates, by id. A change to a single mandate takes its row alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, text

from mandates.store.tables import mandate

_MANY = 714_000_002


def many(connection: Connection) -> None:
    """Wait until no other transaction works on many items, and keep others from it until this one ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MANY})


def mandates(connection: Connection, ids: Iterable[int]) -> None:
    """Wait until nobody else changes these mandates, their obligations or decisions, and keep others from it."""
    if connection.dialect.name == "postgresql":
        wanted = select(mandate.c.id).where(mandate.c.id.in_(sorted(set(ids)))).order_by(mandate.c.id)
        connection.execute(wanted.with_for_update())
