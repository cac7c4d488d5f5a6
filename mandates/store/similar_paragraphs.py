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

#: From here on a word is common, and is not counted further.
COMMON = 2000


class AskedRow(NamedTuple):
    """What a paragraph asks for on a day: one obligation of it."""

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
    """Return in how many paragraphs words stand, in any form, up to `COMMON`; without those that are in none."""
    found: dict[str, int] = {}
    for word in sorted(set(words)):
        number = search.count_paragraphs(connection, [([word], [])], COMMON)
        if number:
            found[word] = number
    return found


def sharing(connection: Connection, words: Sequence[str], *, every: bool, limit: int) -> list[int]:
    """Return the paragraphs that share most with `words`, the best first: of those with any of them, or `every` one."""
    wanted: search.Alternatives = [(list(words), [])] if every else [([word], []) for word in words]
    return search.best_paragraphs(connection, wanted, limit) if words else []


def asked(connection: Connection, paragraph_text_ids: Iterable[int], day: dt.date) -> list[AskedRow]:
    """Return what paragraphs ask for, as it stands on `day`."""
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
    found: list[AskedRow] = []
    for some in chunks(sorted(set(paragraph_text_ids))):
        for part in selection.valid_on(connection, day):
            found += fetch(connection, AskedRow, statement.where(state.c.paragraph_text_id.in_(some), part))
    return sorted(found)
