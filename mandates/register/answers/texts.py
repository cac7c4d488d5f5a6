"""The paragraphs of resolutions as they were read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from mandates.register.database.rows import chunks
from mandates.register.tables import paragraph, resolution


def paragraph_texts(session: Connection, symbols: Sequence[str]) -> dict[str, list[str]]:
    """Return the texts of each resolution's paragraphs in their order, without annexes and what was withdrawn."""
    found: dict[str, list[str]] = {symbol: [] for symbol in symbols}
    for some in chunks(symbols):
        statement = (
            select(resolution.c.symbol, paragraph.c.text)
            .join(paragraph, paragraph.c.resolution_id == resolution.c.id)
            .where(resolution.c.symbol.in_(some), paragraph.c.kind != "annex", paragraph.c.withdrawn.is_(False))
            .order_by(paragraph.c.resolution_id, paragraph.c.position)
        )
        for symbol, text in session.execute(statement):
            found[symbol].append(text)
    return found
