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
    """A resolution with its subject: its situation, else its title, else its symbol."""

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
    # with the id of the resolution, so that its primary key is used to find it from the reading
    in_force = (resolution.c.id == reading.c.resolution_id) & (resolution.c.reading_id == reading.c.id)
    return select(resolution.c.id, resolution.c.symbol, reading.c.adopted_on, _ABOUT).join(reading, in_force)


def of_resolutions(connection: Connection, resolution_ids: Sequence[int]) -> list[SituationRow]:
    """Return resolutions with their subjects."""
    return fetch_in(connection, SituationRow, _situations(), resolution.c.id, resolution_ids)


def on_situations(connection: Connection, names: Sequence[str]) -> list[SituationRow]:
    """Return all held resolutions on these subjects."""
    rows: list[SituationRow] = []
    for batch in chunks(sorted(set(names))):
        # one query each, by its own index
        about: tuple[ColumnElement[bool], ...] = (
            reading.c.situation.in_(batch),
            reading.c.situation.is_(None) & reading.c.title.in_(batch),
            reading.c.situation.is_(None) & reading.c.title.is_(None) & resolution.c.symbol.in_(batch),
        )
        for condition in about:
            rows += fetch(connection, SituationRow, _situations().where(condition, resolution.c.held))
    return rows


def timed_states(connection: Connection, resolution_ids: Sequence[int], day: dt.date) -> list[int]:
    """Return the ids of the states on `day` of obligations of these resolutions that have a due or are extensions.

    They are in no order, since sorting would make SQLite read the index of all states.
    """
    timed = or_(state.c.due_kind.is_not(None), state.c.due_on.is_not(None), state.c.deliverable == "extension")
    state_ids: list[int] = []
    for valid in valid_on(connection, day):
        for batch in chunks(sorted(resolution_ids)):
            statement = select(state.c.id).where(valid, state.c.resolution_id.in_(batch), timed)
            state_ids += connection.execute(statement).scalars()
    return state_ids


def relations(connection: Connection, version_ids: Sequence[int]) -> dict[int, RelationRow]:
    """Return the stored relations of versions of mandates, by version id."""
    rows = fetch_in(connection, RelationRow, columns_of(RelationRow, relation), relation.c.version_id, version_ids)
    return {row.version_id: row for row in rows}


def extended_of(row: RelationRow) -> Extended:
    """Return what a version of a mandate extends or ends, from its stored relation."""
    return Extended(
        subject=row.subject,
        names=frozenset(row.names),
        noun=row.noun,
        cites=frozenset(row.cites),
        ends=bool(row.ends),
        ends_on=row.ends_on,
        cited=row.cited,
    )
