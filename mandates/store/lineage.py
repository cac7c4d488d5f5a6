"""What tells which resolutions continue which: titles, citations, situations; and the passages that are compared."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from mandates.domain.extended import Extended
from mandates.domain.resolution import ParagraphKind
from mandates.store.cycles import extended_of, relations
from mandates.store.rows import chunks, fetch, fetch_in
from mandates.store.tables import body, citation, mandate, mandate_version, paragraph_text, reading, resolution


class HeadRow(NamedTuple):
    """What a resolution that is held says of itself, by the reading in force."""

    id: int
    reading_id: int
    symbol: str
    body: str
    title: str | None
    adopted_on: dt.date | None
    situation: str | None


class PassageRow(NamedTuple):
    """An operative paragraph, or an item of one."""

    id: int
    reading_id: int
    label: str | None
    text: str


class CitedRow(NamedTuple):
    """A resolution that a paragraph names, with the labels of the paragraphs that it names of it."""

    paragraph_text_id: int
    symbol: str
    labels: list[str]


class AskedRow(NamedTuple):
    """What a paragraph asks for, with its dues as plain data."""

    paragraph_text_id: int
    mandate_id: int
    version_id: int
    reference: str
    deliverable: str
    dues: list[dict[str, Any]]


def _heads() -> Select[Any]:
    in_force = (resolution.c.id == reading.c.resolution_id) & (resolution.c.reading_id == reading.c.id)
    columns = (resolution.c.id, reading.c.id, resolution.c.symbol, body.c.name)
    return (
        select(*columns, reading.c.title, reading.c.adopted_on, reading.c.situation)
        .join(reading, in_force)
        .join(body, body.c.id == resolution.c.body_id)
        .where(resolution.c.held)
    )


def of_symbols(connection: Connection, symbols: Iterable[str]) -> list[HeadRow]:
    """Return the resolutions of these symbols, as far as they are held."""
    return fetch_in(connection, HeadRow, _heads(), resolution.c.symbol, symbols)


def of_body(connection: Connection, name: str) -> list[HeadRow]:
    """Return all resolutions of a body."""
    return fetch(connection, HeadRow, _heads().where(body.c.name == name).order_by(resolution.c.id))


def citing(connection: Connection, symbol: str) -> list[HeadRow]:
    """Return the resolutions whose text in force names one."""
    named = (
        select(paragraph_text.c.reading_id)
        .join(citation, citation.c.paragraph_text_id == paragraph_text.c.id)
        .where(citation.c.symbol == symbol)
    )
    return fetch(connection, HeadRow, _heads().where(reading.c.id.in_(named)).order_by(resolution.c.id))


def cited_by(connection: Connection, reading_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the symbols that readings name."""
    found: dict[int, set[str]] = defaultdict(set)
    statement = select(paragraph_text.c.reading_id, citation.c.symbol).join(
        citation, citation.c.paragraph_text_id == paragraph_text.c.id
    )
    for some in chunks(sorted(set(reading_ids))):
        for reading_id, symbol in connection.execute(statement.where(paragraph_text.c.reading_id.in_(some))):
            found[reading_id].add(symbol)
    return found


def passages(connection: Connection, reading_ids: Sequence[int]) -> dict[int, list[PassageRow]]:
    """Return the operative paragraphs of readings, in order."""
    columns = (paragraph_text.c.id, paragraph_text.c.reading_id, paragraph_text.c.label, paragraph_text.c.text)
    statement = select(*columns).where(paragraph_text.c.kind == ParagraphKind.OPERATIVE.value)
    found: dict[int, list[PassageRow]] = defaultdict(list)
    for some in chunks(sorted(set(reading_ids))):
        ordered = statement.where(paragraph_text.c.reading_id.in_(some)).order_by(
            paragraph_text.c.reading_id, paragraph_text.c.position
        )
        for row in fetch(connection, PassageRow, ordered):
            found[row.reading_id].append(row)
    return found


def cited_in(connection: Connection, paragraph_text_ids: Sequence[int]) -> dict[int, list[CitedRow]]:
    """Return what paragraphs name, by their ids."""
    columns = select(citation.c.paragraph_text_id, citation.c.symbol, citation.c.labels).order_by(citation.c.id)
    found: dict[int, list[CitedRow]] = defaultdict(list)
    for row in fetch_in(connection, CitedRow, columns, citation.c.paragraph_text_id, paragraph_text_ids):
        found[row.paragraph_text_id].append(row)
    return found


def asked_in(connection: Connection, paragraph_text_ids: Sequence[int]) -> dict[int, list[AskedRow]]:
    """Return what paragraphs ask for, by their ids."""
    statement = (
        select(
            mandate_version.c.paragraph_text_id,
            mandate.c.id,
            mandate_version.c.id,
            mandate.c.reference,
            mandate_version.c.deliverable,
            mandate_version.c.dues,
        )
        .join(mandate, mandate.c.version_id == mandate_version.c.id)
        .where(mandate.c.in_text)
        .order_by(mandate.c.position)
    )
    found: dict[int, list[AskedRow]] = defaultdict(list)
    for row in fetch_in(connection, AskedRow, statement, mandate_version.c.paragraph_text_id, paragraph_text_ids):
        found[row.paragraph_text_id].append(row)
    return found


def extended_in(connection: Connection, reading_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the names of what readings extend or end, by their ids."""
    statement = select(paragraph_text.c.reading_id, mandate_version.c.id).join(
        mandate_version, mandate_version.c.paragraph_text_id == paragraph_text.c.id
    )
    versions: dict[int, int] = {}
    for some in chunks(sorted(set(reading_ids))):
        rows = connection.execute(statement.where(paragraph_text.c.reading_id.in_(some)))
        versions |= {version_id: reading_id for reading_id, version_id in rows}
    found: dict[int, set[str]] = defaultdict(set)
    for version_id, row in relations(connection, list(versions)).items():
        found[versions[version_id]] |= set(row.names)
    return found


def what_is_extended(connection: Connection, version_ids: Sequence[int]) -> dict[int, Extended]:
    """Return what versions of mandates extend or end, by their ids."""
    return {version_id: extended_of(row) for version_id, row in relations(connection, version_ids).items()}
