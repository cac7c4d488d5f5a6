"""The settings of people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from mandates.store import storable
from mandates.store.changes import person_id
from mandates.store.tables import person, setting


def of_person(connection: Connection, name: str) -> dict[str, Any]:
    """Return the settings of a person as plain data; an empty dictionary if there are none."""
    with_person = setting.join(person, person.c.id == setting.c.person_id)
    statement = select(setting.c.chosen).select_from(with_person).where(person.c.name == storable.text(name))
    chosen: dict[str, Any] | None = connection.execute(statement).scalar()
    return chosen or {}


def put(connection: Connection, name: str, chosen: dict[str, Any]) -> None:
    """Store the settings of a person, replacing those before."""
    owner_id = person_id(connection, name)
    connection.execute(delete(setting).where(setting.c.person_id == owner_id))
    connection.execute(insert(setting).values(person_id=owner_id, chosen=storable.data(chosen)))
