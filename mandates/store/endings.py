"""What later texts ended or renewed, and from when to when that was known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, select

from mandates.store.inserting import insert_rows
from mandates.store.rows import chunks
from mandates.store.tables import ending
from mandates.timeline.facts import Ended


def of_mandates(connection: Connection, mandate_ids: Sequence[int]) -> Mapping[int, tuple[Ended, ...]]:
    """Return all that was ever known of the ends of these mandates, by their ids; () for all others."""
    found: dict[int, tuple[Ended, ...]] = defaultdict(tuple)
    for some in chunks(sorted(set(mandate_ids))):
        rows = connection.execute(select(ending).where(ending.c.mandate_id.in_(some)).order_by(ending.c.id))
        for row in rows:
            found[row.mandate_id] += (
                Ended(
                    stands_until=row.stands_until,
                    by=row.by_mandate_id,
                    renewed=bool(row.renewed),
                    since=row.since,
                    until=row.until,
                ),
            )
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
