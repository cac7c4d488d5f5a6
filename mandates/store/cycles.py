"""What cycles are made of: the resolutions on one situation, what they ask for with a time, what they extend or end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, or_, select

from mandates.domain.extended import Extended
from mandates.store.rows import chunks, columns_of, fetch, fetch_in
from mandates.store.selection import valid_on
from mandates.store.tables import obligation_state as state
from mandates.store.tables import reading, relation, resolution


class SituationRow(NamedTuple):
    """A resolution with what it is about: its situation, else its title, else itself."""

    id: int
    symbol: str
    adopted_on: dt.date | None
    situation: str


class RelationRow(NamedTuple):
    """What a version of a mandate extends or ends; see `mandates.domain.extended.Extended`."""

    version_id: int
    subject: str
    noun: str
    names: list[str]
    cites: list[str]
    ends: bool
    ends_on: dt.date | None
    cited: str | None


_ABOUT = func.coalesce(reading.c.situation, reading.c.title, resolution.c.symbol)


def _situations() -> Any:
    # the number of the resolution too, so that it is found from the reading by its own index
    in_force = (resolution.c.id == reading.c.resolution_id) & (resolution.c.reading_id == reading.c.id)
    return select(resolution.c.id, resolution.c.symbol, reading.c.adopted_on, _ABOUT).join(reading, in_force)


def of_resolutions(connection: Connection, resolution_ids: Sequence[int]) -> list[SituationRow]:
    """Return what resolutions are about."""
    return fetch_in(connection, SituationRow, _situations(), resolution.c.id, resolution_ids)


def on_situations(connection: Connection, names: Sequence[str]) -> list[SituationRow]:
    """Return all resolutions held on these situations."""
    found: list[SituationRow] = []
    for some in chunks(sorted(set(names))):
        # one by one, each by its own index
        about: tuple[ColumnElement[bool], ...] = (
            reading.c.situation.in_(some),
            reading.c.situation.is_(None) & reading.c.title.in_(some),
            reading.c.situation.is_(None) & reading.c.title.is_(None) & resolution.c.symbol.in_(some),
        )
        for one in about:
            found += fetch(connection, SituationRow, _situations().where(one, resolution.c.held))
    return found


def timed_states(connection: Connection, resolution_ids: Sequence[int], day: dt.date) -> list[int]:
    """Return the states on `day` of what these resolutions ask for with a time, or extend, in no order: to be read in
    one leads SQLite through the index of all.
    """
    timed = or_(state.c.due_kind.is_not(None), state.c.due_on.is_not(None), state.c.deliverable == "extension")
    found: list[int] = []
    for valid in valid_on(connection, day):
        for some in chunks(sorted(resolution_ids)):
            statement = select(state.c.id).where(valid, state.c.resolution_id.in_(some), timed)
            found += connection.execute(statement).scalars()
    return found


def relations(connection: Connection, version_ids: Sequence[int]) -> dict[int, RelationRow]:
    """Return what versions extend or end, by their ids."""
    found = fetch_in(connection, RelationRow, columns_of(RelationRow, relation), relation.c.version_id, version_ids)
    return {row.version_id: row for row in found}


def extended_of(row: RelationRow) -> Extended:
    """Return what a version of a mandate extends or ends."""
    return Extended(
        subject=row.subject,
        names=frozenset(row.names),
        noun=row.noun,
        cites=frozenset(row.cites),
        ends=bool(row.ends),
        ends_on=row.ends_on,
        cited=row.cited,
    )
