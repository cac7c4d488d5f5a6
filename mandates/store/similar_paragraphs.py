"""Paragraphs that share rare words with a text, by the index of the full-text search, and what they ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from mandates.store import search, selection
from mandates.store.rows import chunks, fetch
from mandates.store.tables import mandate_version, reading, resolution
from mandates.store.tables import obligation_state as state

#: A word in at least this many paragraphs is common; counting stops there.
COMMON = 2000


class AskedRow(NamedTuple):
    """An obligation in a paragraph, by its state on a day."""

    id: int
    paragraph_text_id: int
    mandate_id: int
    resolution_id: int
    reading_id: int
    symbol: str
    title: str | None
    clause: str
    owners: list[str]
    deliverable: str


def rarities(connection: Connection, words: Iterable[str]) -> dict[str, int]:
    """Return in how many paragraphs words occur, in any form, up to `COMMON`; words in none are left out."""
    counts: dict[str, int] = {}
    for word in sorted(set(words)):
        number = search.count_paragraphs(connection, [([word], [])], COMMON)
        if number:
            counts[word] = number
    return counts


def sharing(connection: Connection, words: Sequence[str], *, every: bool, limit: int) -> list[int]:
    """Return the ids of the paragraphs that match any of `words`, or `every` one, the best matches first."""
    alternatives: search.Alternatives = [(list(words), [])] if every else [([word], []) for word in words]
    return search.best_paragraphs(connection, alternatives, limit) if words else []


def asked(connection: Connection, paragraph_text_ids: Iterable[int], day: dt.date) -> list[AskedRow]:
    """Return the obligations in paragraphs, by their states on `day`."""
    columns = [
        {"symbol": resolution.c.symbol, "title": reading.c.title, "clause": mandate_version.c.clause}.get(
            name, state.c.get(name)
        )
        for name in AskedRow._fields
    ]
    statement = (
        select(*columns)  # type: ignore[arg-type]
        .select_from(state)
        .join(mandate_version, mandate_version.c.id == state.c.version_id)
        .join(resolution, resolution.c.id == state.c.resolution_id)
        .join(reading, reading.c.id == state.c.reading_id)
    )
    rows: list[AskedRow] = []
    for batch in chunks(sorted(set(paragraph_text_ids))):
        for part in selection.valid_on(connection, day):
            rows += fetch(connection, AskedRow, statement.where(state.c.paragraph_text_id.in_(batch), part))
    return sorted(rows)
