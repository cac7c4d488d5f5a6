"""What people have set for themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from mandates.store import storable
from mandates.store.changes import person_id
from mandates.store.tables import person, setting


def of_person(connection: Connection, name: str) -> dict[str, Any]:
    """Return what a person has set, as plain data; nothing where that is nothing."""
    whose = setting.join(person, person.c.id == setting.c.person_id)
    statement = select(setting.c.chosen).select_from(whose).where(person.c.name == storable.text(name))
    found: dict[str, Any] | None = connection.execute(statement).scalar()
    return found or {}


def put(connection: Connection, name: str, chosen: dict[str, Any]) -> None:
    """Keep what a person has set, in place of what was set before."""
    number = person_id(connection, name)
    connection.execute(delete(setting).where(setting.c.person_id == number))
    connection.execute(insert(setting).values(person_id=number, chosen=storable.data(chosen)))
