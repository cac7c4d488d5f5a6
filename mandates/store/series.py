"""The resolutions that continue each other, apart from all else that is known of links: filters ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from mandates.domain.kinds import LinkState
from mandates.store.rows import chunks
from mandates.store.tables import link, resolution


def counts(of: Any) -> ColumnElement[bool]:
    """Return the condition that a link of resolutions counts, as `LinkRow.counts` says it."""
    return or_(of.c.state == LinkState.CONFIRMED.value, and_(of.c.sure, of.c.state == LinkState.PROPOSED.value))


def series(connection: Connection, symbols: Iterable[str]) -> set[int]:
    """Return the resolutions of the series of these symbols: all that continue each other."""
    named = select(resolution.c.id).where(resolution.c.held)
    fresh: set[int] = set()
    for some in chunks(sorted(set(symbols))):
        fresh.update(connection.execute(named.where(resolution.c.symbol.in_(some))).scalars())
    pairs = select(link.c.resolution_id, link.c.older_id).where(link.c.mandate_id.is_(None), counts(link))
    found: set[int] = set()
    while fresh:
        found |= fresh
        near: set[int] = set()
        for here in chunks(sorted(fresh)):
            beside = or_(link.c.resolution_id.in_(here), link.c.older_id.in_(here))
            for newer, older in connection.execute(pairs.where(beside)):
                near |= {newer, older}
        fresh = near - found
    return found
