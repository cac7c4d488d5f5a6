"""The owners of obligations: each name once, with the entity it stands for, linked for lists by owner."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mandates.register.database.inserting import insert_rows
from mandates.register.database.rows import chunks
from mandates.register.tables import obligation_owner, owner


def ids_of(session: Connection, parties: Mapping[str, str | None]) -> dict[str, int]:
    """Return the id of each name, storing new ones in their order; an entity that is given is kept up to date."""
    found = _known(session, parties)
    missing = [name for name in parties if name not in found]
    if missing:
        from sqlalchemy.dialects import postgresql, sqlite  # noqa: PLC0415 - not to be loaded where lists are read

        kind = postgresql.insert if session.dialect.name == "postgresql" else sqlite.insert
        rows = [{"name": name, "entity": parties[name]} for name in missing]
        session.execute(kind(owner).on_conflict_do_nothing(index_elements=["name"]), rows)
        found |= _known(session, missing)
    for name, entity in sorted(parties.items()):
        if entity is not None and found[name].entity != entity:
            session.execute(update(owner).where(owner.c.id == found[name].id).values(entity=entity))
    return {name: int(row.id) for name, row in found.items()}


def _known(session: Connection, names: Iterable[str]) -> dict[str, Any]:
    """Return the rows of those of these owners that are stored, by name."""
    columns = select(owner.c.name, owner.c.id, owner.c.entity)
    some = (session.execute(columns.where(owner.c.name.in_(part))) for part in chunks(sorted(names)))
    return {row.name: row for rows in some for row in rows}


def _parties(rows: Sequence[Mapping[str, Any]]) -> dict[str, str | None]:
    """Return the names in `rows` with their entities, resolution by resolution, in order within each."""
    found: dict[str, str | None] = {}
    for _, several in itertools.groupby(rows, key=lambda row: row["resolution_id"]):
        here = {party["name"]: party["entity"] for row in several for party in row["parties"]}
        for name in sorted(here):
            found[name] = here[name] or found.get(name)
    return found


def link(session: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Link obligations that have no links.

    Args:
        rows: with `id`, `resolution_id`, `owners` (each once), `parties`, `standing`, `rank_on`; those of a resolution
            together.
    """
    ids = ids_of(session, _parties(rows))
    links = [
        {"obligation_id": row["id"], "owner_id": owner_id, "standing": row["standing"], "rank_on": row["rank_on"]}
        for row in rows
        for owner_id in map(ids.__getitem__, row["owners"])
    ]
    insert_rows(session, obligation_owner, links)


def unlink(session: Connection, obligation_ids: Sequence[int]) -> None:
    """Take away the links of obligations."""
    session.execute(delete(obligation_owner).where(obligation_owner.c.obligation_id.in_(obligation_ids)))
