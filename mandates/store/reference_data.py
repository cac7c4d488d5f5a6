"""Bodies, their sessions, and entities, as the register knows them: from the program's data."""

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
    """An entity of the registry, or one that is known only by a name in texts."""

    id: int
    key: str | None
    name: str


class SessionRow(NamedTuple):
    """A session with its dates in the register."""

    id: int
    body: str
    number: str
    opens_on: dt.date | None
    closes_on: dt.date | None
    exact: bool


class Identity(NamedTuple):
    """The entity for which a name stands: its key, if it is in the registry, and its canonical name."""

    key: str | None
    name: str


class EntityData(NamedTuple):
    """The data of an entity in the registry."""

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
    unique_names = dict.fromkeys(names)
    by_name = _ids_by_name(connection, body, unique_names)
    missing = [name for name in unique_names if name not in by_name]
    if missing:
        _insert_new(connection, body, [{"name": name} for name in missing], "name")
        by_name |= _ids_by_name(connection, body, missing)
    return by_name


def set_abbreviations(connection: Connection, abbreviations: Mapping[str, str]) -> None:
    """Set the abbreviations of bodies, by their full names."""
    ids = body_ids(connection, abbreviations)
    for name, abbreviation in abbreviations.items():
        connection.execute(update(body).where(body.c.id == ids[name]).values(abbreviation=abbreviation or None))


def entity_ids(
    connection: Connection, identities: Mapping[tuple[str, str | None], Identity]
) -> dict[tuple[str, str | None], int]:
    """Return the id of the entity for which each party stands, storing entities that are new.

    A party is a name and a key in the registry, as they were extracted from a text.
    """
    storable_identities = {
        party: identity._replace(name=storable.text(identity.name)) for party, identity in identities.items()
    }
    distinct = dict.fromkeys(storable_identities.values())
    by_identity = _entities(connection, distinct)
    missing = [identity for identity in distinct if identity not in by_identity]
    if missing:
        rows = [{"key": identity.key, "name": identity.name} for identity in missing]
        _insert_new(connection, entity, rows, "name")
        by_identity |= _entities(connection, missing)
    return {party: by_identity[identity] for party, identity in storable_identities.items()}


def known_entity_ids(
    connection: Connection, identities: Mapping[tuple[str, str | None], Identity]
) -> dict[tuple[str, str | None], int]:
    """Return the id of the entity for which each party stands; parties whose entity is not stored are left out."""
    by_identity = _entities(connection, dict.fromkeys(identities.values()))
    return {party: by_identity[identity] for party, identity in identities.items() if identity in by_identity}


def _entities(connection: Connection, identities: Iterable[Identity]) -> dict[Identity, int]:
    columns = select(entity.c.id, entity.c.key, entity.c.name)
    identity_list = list(identities)
    by_key = fetch_in(
        connection, EntityRow, columns, entity.c.key, [identity.key for identity in identity_list if identity.key]
    )
    keys = {row.key: row.id for row in by_key}
    unknown = [identity.name for identity in identity_list if identity.key not in keys]
    by_name = fetch_in(connection, EntityRow, columns, entity.c.name, unknown)
    names = {row.name: row.id for row in by_name}
    by_identity: dict[Identity, int] = {}
    for identity in identity_list:
        entity_id = keys.get(identity.key) if identity.key else None
        entity_id = entity_id if entity_id is not None else names.get(identity.name)
        if entity_id is not None:
            by_identity[identity] = entity_id
    return by_identity


def set_entities(connection: Connection, entities: Sequence[EntityData]) -> None:
    """Store the current data of the registry; an entity known so far only by its name in texts gets its key."""
    columns = select(entity.c.id, entity.c.key, entity.c.name)
    rows = fetch(connection, EntityRow, columns)
    by_key = {row.key: row for row in rows if row.key}
    by_name = {row.name: row for row in rows}
    new: list[dict[str, Any]] = []
    ids_by_key: dict[str, int] = {}
    for data in entities:
        row = by_key.get(data.key) or by_name.get(data.name)
        if row is None:
            new.append({"key": data.key, "name": data.name})
            continue
        ids_by_key[data.key] = row.id
        other = by_name.get(data.name)
        name = data.name if other is None or other.id == row.id else row.name
        if (row.key, row.name) != (data.key, name):
            connection.execute(update(entity).where(entity.c.id == row.id).values(key=data.key, name=name))
    if new:
        connection.execute(insert(entity), new)
        added = fetch_in(connection, EntityRow, columns, entity.c.key, [row["key"] for row in new])
        ids_by_key |= {row.key: row.id for row in added if row.key}
    connection.execute(
        update(entity).where(entity.c.id == bindparam("this")),
        [
            {
                "this": ids_by_key[data.key],
                "kind": data.kind,
                "abbreviation": data.abbreviation,
                "parent_id": ids_by_key.get(data.parent or ""),
                "successor_id": ids_by_key.get(data.successor or ""),
                "valid_from": data.valid_from,
                "valid_until": data.valid_until,
            }
            for data in entities
        ],
    )


def find_entities(connection: Connection, part: str, keys: Sequence[str]) -> list[int]:
    """Return the ids of the entities that have `part` in the name, in any case of letters, or one of these keys."""
    name_matches = func.lower(entity.c.name).contains(part.lower(), autoescape=True)
    statement = select(entity.c.id).where(or_(name_matches, entity.c.key.in_(keys)) if keys else name_matches)
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
    """Store the sessions that are not among `known`, by full name of the body and number, and return these."""
    known_keys = {(session_row.body, session_row.number) for session_row in known}
    new = {key: value for key, value in dates.items() if key not in known_keys}
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
    """Set the dates of a session: ``opens_on``, ``closes_on``, ``exact``."""
    connection.execute(update(session).where(session.c.id == session_id).values(dict(values)))


def _ids_by_name(connection: Connection, table: Table, names: Iterable[str]) -> dict[str, int]:
    columns = select(table.c.id, table.c.name, table.c.name)
    rows = fetch_in(connection, EntityRow, columns, table.c.name, names)
    return {row.name: row.id for row in rows}


def _insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *unique: str) -> None:
    """Insert rows, ignoring those that another program has stored in the meantime."""
    from sqlalchemy.dialects import postgresql, sqlite  # noqa: PLC0415 - not loaded for reading lists

    insert_into = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert_into(table).on_conflict_do_nothing(index_elements=list(unique)), list(rows))
