"""What later texts ended or renewed, and from when to when that was known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from mandates.domain.lifecycle import FOREVER
from mandates.store.inserting import insert_rows
from mandates.store.rows import chunks
from mandates.store.tables import ending, mandate, reading, resolution
from mandates.timeline.facts import Ended


def of_mandates(connection: Connection, mandate_ids: Sequence[int]) -> Mapping[int, tuple[Ended, ...]]:
    """Return all ends of these mandates that are or were known, by mandate id; () for mandates without any."""
    by_mandate: dict[int, tuple[Ended, ...]] = defaultdict(tuple)
    for batch in chunks(sorted(set(mandate_ids))):
        rows = connection.execute(select(ending).where(ending.c.mandate_id.in_(batch)).order_by(ending.c.id))
        for row in rows:
            by_mandate[row.mandate_id] += (_ended(row),)
    return by_mandate


def _ended(row: Any) -> Ended:
    return Ended(
        stands_until=row.stands_until,
        by=row.by_mandate_id,
        renewed=bool(row.renewed),
        since=row.since,
        until=row.until,
    )


def successors(connection: Connection, mandate_ids: Sequence[int]) -> dict[int, int]:
    """Return the mandate that asks again for each of these, as currently known; those without one are left out."""
    by_mandate: dict[int, int] = {}
    for batch in chunks(sorted(set(mandate_ids))):
        statement = (
            select(ending.c.mandate_id, ending.c.by_mandate_id)
            .where(ending.c.mandate_id.in_(batch), ending.c.renewed, ending.c.until == FOREVER)
            .where(ending.c.by_mandate_id.is_not(None))
            .order_by(ending.c.stands_until.desc(), ending.c.id)
        )
        by_mandate |= {row.mandate_id: row.by_mandate_id for row in connection.execute(statement)}
    return by_mandate


class RenewedRow(NamedTuple):
    """A mandate that is ended by a mandate of another resolution, as currently known."""

    mandate_id: int
    resolution_id: int
    by_resolution_id: int
    ended: Ended


def renewed_by(connection: Connection, resolution_ids: Sequence[int]) -> list[RenewedRow]:
    """Return the mandates of other resolutions, without a situation, that mandates of these resolutions end."""
    later = mandate.alias("later")
    statement = (
        select(ending, mandate.c.resolution_id, later.c.resolution_id.label("by_resolution_id"))
        .join(mandate, mandate.c.id == ending.c.mandate_id)
        .join(later, later.c.id == ending.c.by_mandate_id)
        .join(resolution, resolution.c.id == mandate.c.resolution_id)
        .join(reading, reading.c.id == resolution.c.reading_id)
        .where(later.c.resolution_id != mandate.c.resolution_id, reading.c.situation.is_(None))
        .where(ending.c.until == FOREVER)
        .order_by(ending.c.id)
    )
    renewed: list[RenewedRow] = []
    for batch in chunks(sorted(set(resolution_ids))):
        rows = connection.execute(statement.where(later.c.resolution_id.in_(batch)))
        renewed += [RenewedRow(row.mandate_id, row.resolution_id, row.by_resolution_id, _ended(row)) for row in rows]
    return renewed


def add(connection: Connection, ends: Sequence[tuple[int, Ended]]) -> None:
    """Store ends of mandates, by mandate id."""
    rows = [
        {
            "mandate_id": mandate_id,
            "by_mandate_id": end.by,
            "stands_until": end.stands_until,
            "renewed": end.renewed,
            "since": end.since,
            "until": end.until,
        }
        for mandate_id, end in ends
    ]
    insert_rows(connection, ending, rows)


def forget(connection: Connection, ends: Sequence[tuple[int, Ended]]) -> None:
    """Delete ends of mandates, by mandate id."""
    for mandate_id, end in ends:
        connection.execute(
            delete(ending).where(
                ending.c.mandate_id == mandate_id,
                ending.c.by_mandate_id == end.by,
                ending.c.stands_until == end.stands_until,
                ending.c.since == end.since,
                ending.c.until == end.until,
            )
        )
