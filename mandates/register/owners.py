"""The owners of obligations: each name once, with the entity it stands for, linked for lists by owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mandates.register.inserting import insert_rows
from mandates.register.tables import obligation_owner, owner


def ids_of(session: Connection, parties: Mapping[str, str | None]) -> dict[str, int]:
    """Return the id of each name, storing new names; the entity where one is given is kept up to date."""
    if not parties:
        return {}
    known = select(owner.c.name, owner.c.id, owner.c.entity).where(owner.c.name.in_(sorted(parties)))
    found = {row.name: row for row in session.execute(known)}
    missing = sorted(set(parties) - set(found))
    if missing:
        from sqlalchemy.dialects import postgresql, sqlite  # noqa: PLC0415 - not to be loaded where lists are read

        kind = postgresql.insert if session.dialect.name == "postgresql" else sqlite.insert
        rows = [{"name": name, "entity": parties[name]} for name in missing]
        session.execute(kind(owner).on_conflict_do_nothing(index_elements=["name"]), rows)
        found = {row.name: row for row in session.execute(known)}
    for name, entity in sorted(parties.items()):
        if entity is not None and found[name].entity != entity:
            session.execute(update(owner).where(owner.c.id == found[name].id).values(entity=entity))
    return {name: int(row.id) for name, row in found.items()}


def link(session: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Link obligations that have no links (rows with `id`, `owners`, `parties`, `standing`, `rank_on`)."""
    parties = {party["name"]: party["entity"] for row in rows for party in row["parties"]}
    ids = ids_of(session, parties)
    links = [
        {"obligation_id": row["id"], "owner_id": owner_id, "standing": row["standing"], "rank_on": row["rank_on"]}
        for row in rows
        for owner_id in dict.fromkeys(ids[name] for name in row["owners"])
    ]
    insert_rows(session, obligation_owner, links)


def unlink(session: Connection, obligation_ids: Sequence[int]) -> None:
    """Take away the links of obligations."""
    session.execute(delete(obligation_owner).where(obligation_owner.c.obligation_id.in_(obligation_ids)))
