"""What later texts ended or renewed, and from when to when that was known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, select

from mandates.store.inserting import insert_rows
from mandates.store.rows import chunks
from mandates.store.tables import FOREVER, ending, mandate, reading, resolution
from mandates.timeline.facts import Ended


def of_mandates(connection: Connection, mandate_ids: Sequence[int]) -> Mapping[int, tuple[Ended, ...]]:
    """Return all that was ever known of the ends of these mandates, by their ids; () for all others."""
    found: dict[int, tuple[Ended, ...]] = defaultdict(tuple)
    for some in chunks(sorted(set(mandate_ids))):
        rows = connection.execute(select(ending).where(ending.c.mandate_id.in_(some)).order_by(ending.c.id))
        for row in rows:
            found[row.mandate_id] += (_ended(row),)
    return found


def _ended(row: Any) -> Ended:
    return Ended(
        stands_until=row.stands_until,
        by=row.by_mandate_id,
        renewed=bool(row.renewed),
        since=row.since,
        until=row.until,
    )


def successors(connection: Connection, mandate_ids: Sequence[int]) -> dict[int, int]:
    """Return which mandate asks for each of these anew, as it is known still; those that are not are left out."""
    found: dict[int, int] = {}
    for some in chunks(sorted(set(mandate_ids))):
        statement = (
            select(ending.c.mandate_id, ending.c.by_mandate_id)
            .where(ending.c.mandate_id.in_(some), ending.c.renewed, ending.c.until == FOREVER)
            .where(ending.c.by_mandate_id.is_not(None))
            .order_by(ending.c.stands_until.desc(), ending.c.id)
        )
        found |= {row.mandate_id: row.by_mandate_id for row in connection.execute(statement)}
    return found


class RenewedRow(NamedTuple):
    """A mandate that another resolution's asks for anew, as it is known still."""

    mandate_id: int
    resolution_id: int
    by_resolution_id: int
    ended: Ended


def renewed_by(connection: Connection, resolution_ids: Sequence[int]) -> list[RenewedRow]:
    """Return the mandates of other resolutions, without a situation, that are ended by some of these."""
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
    found: list[RenewedRow] = []
    for some in chunks(sorted(set(resolution_ids))):
        rows = connection.execute(statement.where(later.c.resolution_id.in_(some)))
        found += [RenewedRow(row.mandate_id, row.resolution_id, row.by_resolution_id, _ended(row)) for row in rows]
    return found


def add(connection: Connection, ends: Sequence[tuple[int, Ended]]) -> None:
    """Store what is known of the ends of mandates, from now on."""
    rows = [
        {
            "mandate_id": mandate_id,
            "by_mandate_id": one.by,
            "stands_until": one.stands_until,
            "renewed": one.renewed,
            "since": one.since,
            "until": one.until,
        }
        for mandate_id, one in ends
    ]
    insert_rows(connection, ending, rows)


def forget(connection: Connection, ends: Sequence[tuple[int, Ended]]) -> None:
    """Take away what was known of the ends of mandates."""
    for mandate_id, one in ends:
        connection.execute(
            delete(ending).where(
                ending.c.mandate_id == mandate_id,
                ending.c.by_mandate_id == one.by,
                ending.c.stands_until == one.stands_until,
                ending.c.since == one.since,
                ending.c.until == one.until,
            )
        )
