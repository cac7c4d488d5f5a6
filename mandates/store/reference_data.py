"""Bodies, their sessions, and entities, as the register knows them: seeded from the program's data and kept up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, func, insert, or_, select, update

from mandates.reference.lookup import Dates
from mandates.store import storable
from mandates.store.rows import fetch, fetch_in
from mandates.store.tables import body, entity, session


class EntityRow(NamedTuple):
    """An entity of the registry, or a name that only texts give."""

    id: int
    key: str | None
    name: str


class SessionRow(NamedTuple):
    """A session with the dates that the register was last brought to."""

    id: int
    body: str
    number: str
    opens_on: dt.date | None
    closes_on: dt.date | None
    exact: bool


class Identity(NamedTuple):
    """Who a name stands for: the key of the registry, where it is there, and the one name."""

    key: str | None
    name: str


class EntityData(NamedTuple):
    """What the registry says of an entity."""

    key: str
    name: str
    kind: str
    abbreviation: str | None
    parent: str | None
    successor: str | None
    valid_from: int | None
    valid_until: int | None


def body_ids(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return the ids of bodies by their full names, storing those that are new."""
    wanted = dict.fromkeys(names)
    found = _ids_by_name(connection, body, wanted)
    missing = [name for name in wanted if name not in found]
    if missing:
        _insert_new(connection, body, [{"name": name} for name in missing], "name")
        found |= _ids_by_name(connection, body, missing)
    return found


def set_abbreviations(connection: Connection, abbreviations: Mapping[str, str]) -> None:
    """Give bodies their abbreviations, by their full names."""
    known = body_ids(connection, abbreviations)
    for name, abbreviation in abbreviations.items():
        connection.execute(update(body).where(body.c.id == known[name]).values(abbreviation=abbreviation or None))


def entity_ids(
    connection: Connection, identities: Mapping[tuple[str, str | None], Identity]
) -> dict[tuple[str, str | None], int]:
    """Return the id of the entity that each party stands for, storing those that are new.

    A party is given by its name and its key in the registry as they were read.
    """
    plain = {given: one._replace(name=storable.text(one.name)) for given, one in identities.items()}
    wanted = dict.fromkeys(plain.values())
    found = _entities(connection, wanted)
    missing = [one for one in wanted if one not in found]
    if missing:
        rows = [{"key": one.key, "name": one.name} for one in missing]
        _insert_new(connection, entity, rows, "name")
        found |= _entities(connection, missing)
    return {given: found[one] for given, one in plain.items()}


def known_entity_ids(
    connection: Connection, identities: Mapping[tuple[str, str | None], Identity]
) -> dict[tuple[str, str | None], int]:
    """Return the id of the entity that each party stands for, of those that are stored."""
    found = _entities(connection, dict.fromkeys(identities.values()))
    return {given: found[one] for given, one in identities.items() if one in found}


def _entities(connection: Connection, wanted: Iterable[Identity]) -> dict[Identity, int]:
    columns = select(entity.c.id, entity.c.key, entity.c.name)
    given = list(wanted)
    by_key = fetch_in(connection, EntityRow, columns, entity.c.key, [one.key for one in given if one.key])
    keys = {row.key: row.id for row in by_key}
    unknown = [one.name for one in given if one.key not in keys]
    by_name = fetch_in(connection, EntityRow, columns, entity.c.name, unknown)
    names = {row.name: row.id for row in by_name}
    found: dict[Identity, int] = {}
    for one in given:
        known = keys.get(one.key) if one.key else None
        known = known if known is not None else names.get(one.name)
        if known is not None:
            found[one] = known
    return found


def set_entities(connection: Connection, entities: Sequence[EntityData]) -> None:
    """Bring the registry's entities to what it says of them now; what texts named before it did is taken up by it."""
    columns = select(entity.c.id, entity.c.key, entity.c.name)
    rows = fetch(connection, EntityRow, columns)
    by_key = {row.key: row for row in rows if row.key}
    by_name = {row.name: row for row in rows}
    new: list[dict[str, Any]] = []
    known: dict[str, int] = {}
    for one in entities:
        row = by_key.get(one.key) or by_name.get(one.name)
        if row is None:
            new.append({"key": one.key, "name": one.name})
            continue
        known[one.key] = row.id
        other = by_name.get(one.name)
        name = one.name if other is None or other.id == row.id else row.name
        if (row.key, row.name) != (one.key, name):
            connection.execute(update(entity).where(entity.c.id == row.id).values(key=one.key, name=name))
    if new:
        connection.execute(insert(entity), new)
        added = fetch_in(connection, EntityRow, columns, entity.c.key, [row["key"] for row in new])
        known |= {row.key: row.id for row in added if row.key}
    connection.execute(
        update(entity).where(entity.c.id == bindparam("this")),
        [
            {
                "this": known[one.key],
                "kind": one.kind,
                "abbreviation": one.abbreviation,
                "parent_id": known.get(one.parent or ""),
                "successor_id": known.get(one.successor or ""),
                "valid_from": one.valid_from,
                "valid_until": one.valid_until,
            }
            for one in entities
        ],
    )


def find_entities(connection: Connection, part: str, keys: Sequence[str]) -> list[int]:
    """Return the ids of the entities that have `part` in the name, capitals or not, or one of these keys."""
    wanted = func.lower(entity.c.name).contains(part.lower(), autoescape=True)
    statement = select(entity.c.id).where(or_(wanted, entity.c.key.in_(keys)) if keys else wanted)
    return list(connection.execute(statement).scalars())


def entities_with_keys(connection: Connection, keys: Sequence[str]) -> list[int]:
    """Return the ids of the entities with these keys."""
    return list(connection.execute(select(entity.c.id).where(entity.c.key.in_(keys))).scalars())


def sessions(connection: Connection) -> list[SessionRow]:
    """Return the sessions that the register knows."""
    statement = (
        select(session.c.id, body.c.name, session.c.number, session.c.opens_on, session.c.closes_on, session.c.exact)
        .join(body, body.c.id == session.c.body_id)
        .order_by(body.c.name, session.c.number)
    )
    return fetch(connection, SessionRow, statement)


def add_sessions(
    connection: Connection, dates: Mapping[tuple[str, str], Dates], known: Sequence[SessionRow]
) -> Sequence[tuple[str, str]]:
    """Store sessions that are not among those `known`, by the full name of the body and the session; return which."""
    there = {(one.body, one.number) for one in known}
    new = {key: value for key, value in dates.items() if key not in there}
    if not new:
        return ()
    bodies = body_ids(connection, (name for name, _ in new))
    rows = [
        {
            "body_id": bodies[name],
            "number": number,
            "opens_on": value.opens_on,
            "closes_on": value.closes_on,
            "exact": value.exact,
        }
        for (name, number), value in new.items()
    ]
    _insert_new(connection, session, rows, "body_id", "number")
    return list(new)


def set_session(connection: Connection, session_id: int, values: Mapping[str, Any]) -> None:
    """Bring a session to these dates: ``opens_on``, ``closes_on``, ``exact``."""
    connection.execute(update(session).where(session.c.id == session_id).values(dict(values)))


def _ids_by_name(connection: Connection, table: Table, names: Iterable[str]) -> dict[str, int]:
    columns = select(table.c.id, table.c.name, table.c.name)
    rows = fetch_in(connection, EntityRow, columns, table.c.name, names)
    return {row.name: row.id for row in rows}


def _insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *unique: str) -> None:
    """Insert rows; those that another program has stored meanwhile are left."""
    from sqlalchemy.dialects import postgresql, sqlite  # noqa: PLC0415 - not to be loaded where lists are read

    kind = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(kind(table).on_conflict_do_nothing(index_elements=list(unique)), list(rows))
