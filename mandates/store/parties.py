"""The entities that have a part in obligations: their names, and how many obligations each has on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, func, select, union

from mandates.domain.status import CLOSED, Role, State
from mandates.store import selection
from mandates.store.rows import chunks
from mandates.store.tables import entity, party
from mandates.store.tables import obligation_state as state


def has_part(connection: Connection, entity_ids: Sequence[int], role: Role) -> bool:
    """Return whether one of these entities has this role in any obligation, on any day."""
    with_role = select(party.c.state_id).where(party.c.role == role.value)
    return any(
        connection.execute(with_role.where(party.c.entity_id.in_(batch)).limit(1)).first()
        for batch in chunks(entity_ids)
    )


def party_names(connection: Connection, role: Role) -> dict[str, str | None]:
    """Return the names of the entities that have this role in any obligation, each with its key in the registry."""
    entity_ids = select(party.c.entity_id).where(party.c.role == role.value)
    statement = select(entity.c.name, entity.c.key).where(entity.c.id.in_(entity_ids)).order_by(entity.c.name)
    rows = connection.execute(statement)
    return {row.name: row.key for row in rows}


class OwnerLoad(NamedTuple):
    """The numbers of mandates and obligations in which one entity has a role."""

    id: int
    name: str
    key: str | None
    mandates: int
    open: int
    overdue: int
    settled: int


def loads(
    connection: Connection,
    day: dt.date,
    *,
    role: Role,
    only: Sequence[int] | None = None,
    more: Iterable[tuple[int, int, State]] = (),
) -> list[OwnerLoad]:
    """Return the load of each entity with this role on `day`, the busiest first; with `only`, of these entities alone.

    `more` are obligations that are not stored: entity id, mandate id, and state of each.
    """
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    mandates: dict[int, int] = {}
    party_conditions = [party.c.role == role.value, *([] if only is None else [party.c.entity_id.in_(only)])]
    parts = selection.valid_on(connection, day)
    counted = (selection.once(day), selection.listed())
    for valid in parts:
        statement = (
            select(
                party.c.entity_id,
                func.count(state.c.mandate_id.distinct()),
                func.count(case((selection.open_(day), 1))),
                func.count(case((selection.overdue(day), 1))),
                func.count(case((selection.settled(), 1))),
            )
            .select_from(state)
            .join(party, party.c.state_id == state.c.id)
            .where(*party_conditions, valid, *counted)
            .group_by(party.c.entity_id)
        )
        for entity_id, mandates[entity_id], *results in connection.execute(statement):
            counts[entity_id] = [old + new for old, new in zip(counts[entity_id], results, strict=True)]
    pairs = [
        select(party.c.entity_id, state.c.mandate_id)
        .join(state, party.c.state_id == state.c.id)
        .where(*party_conditions, valid, *counted)
        .distinct()
        for valid in parts
    ]
    if len(parts) > 1:  # a mandate may be in both parts: one obligation unchanged, another decided on since
        each = union(*pairs).subquery()
        by_entity = select(each.c.entity_id, func.count()).group_by(each.c.entity_id)
        mandates = {row[0]: row[1] for row in connection.execute(by_entity)}
    unstored = [entry for entry in more if only is None or entry[0] in only]
    known: set[tuple[int, int]] = set()
    for batch in chunks(sorted({mandate_id for _, mandate_id, _ in unstored})):
        for pair in pairs:
            known |= {(row[0], row[1]) for row in connection.execute(pair.where(state.c.mandate_id.in_(batch)))}
    for entity_id, mandate_id, lifecycle in unstored:
        added = (lifecycle not in CLOSED, lifecycle is State.OVERDUE, lifecycle is State.SETTLED)
        counts[entity_id] = [old + new for old, new in zip(counts[entity_id], added, strict=True)]
        mandates[entity_id] = mandates.get(entity_id, 0) + ((entity_id, mandate_id) not in known)
        known.add((entity_id, mandate_id))
    totals = {holder_id: (mandates[holder_id], *numbers) for holder_id, numbers in counts.items()}
    named: dict[int, Any] = {}
    for batch in chunks(sorted(totals)):
        rows = connection.execute(select(entity.c.id, entity.c.name, entity.c.key).where(entity.c.id.in_(batch)))
        named |= {row.id: row for row in rows}
    results = [
        OwnerLoad(holder_id, named[holder_id].name, named[holder_id].key, *counts)
        for holder_id, counts in totals.items()
    ]
    return sorted(results, key=lambda load: (-load.open, load.name))
