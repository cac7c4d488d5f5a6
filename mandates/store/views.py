"""Filters saved under a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from mandates.store import storable
from mandates.store.tables import view


def all_views(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return the filters of all views as plain data, by name, in order of the names."""
    return {
        row.name: row.filters for row in connection.execute(select(view.c.name, view.c.filters).order_by(view.c.name))
    }


def put(connection: Connection, name: str, filters: dict[str, Any]) -> None:
    """Store filters under a name, replacing those stored under it before."""
    remove(connection, name)
    connection.execute(insert(view).values(name=storable.text(name), filters=storable.data(filters)))


def remove(connection: Connection, name: str) -> bool:
    """Delete a view, and return whether it existed."""
    return bool(connection.execute(delete(view).where(view.c.name == storable.text(name))).rowcount)
