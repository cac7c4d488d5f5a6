"""The resolutions that continue each other, for filters; all else about links is in `mandates.store.links`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from mandates.domain.kinds import LinkState
from mandates.store.rows import chunks
from mandates.store.tables import link, resolution


def counts(table: Any) -> ColumnElement[bool]:
    """Return the condition that a link of resolutions counts: `LinkRow.counts` in SQL."""
    return or_(
        table.c.state == LinkState.CONFIRMED.value, and_(table.c.sure, table.c.state == LinkState.PROPOSED.value)
    )


def series(connection: Connection, symbols: Iterable[str]) -> set[int]:
    """Return the ids of the resolutions in the series of these symbols: all that are connected by links that count."""
    statement = select(resolution.c.id).where(resolution.c.held)
    new_ids: set[int] = set()
    for batch in chunks(sorted(set(symbols))):
        new_ids.update(connection.execute(statement.where(resolution.c.symbol.in_(batch))).scalars())
    pairs = select(link.c.resolution_id, link.c.older_id).where(link.c.mandate_id.is_(None), counts(link))
    members: set[int] = set()
    while new_ids:
        members |= new_ids
        linked: set[int] = set()
        for new_batch in chunks(sorted(new_ids)):
            is_linked = or_(link.c.resolution_id.in_(new_batch), link.c.older_id.in_(new_batch))
            for newer, older in connection.execute(pairs.where(is_linked)):
                linked |= {newer, older}
        new_ids = linked - members
    return members
