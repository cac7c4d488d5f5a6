"""What tells which resolutions continue which: titles, citations, situations; and the passages that are compared."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Select, select

from mandates.domain.extended import Extended
from mandates.domain.kinds import MandateClass
from mandates.domain.resolution import ParagraphKind
from mandates.store.cycles import extended_of, relations
from mandates.store.rows import chunks, fetch, fetch_in
from mandates.store.tables import (
    body,
    citation,
    mandate,
    mandate_version,
    paragraph_text,
    reading,
    relation,
    resolution,
)


class HeadRow(NamedTuple):
    """The heading of a resolution that is held, by the reading in force."""

    id: int
    reading_id: int
    symbol: str
    body: str
    title: str | None
    adopted_on: dt.date | None
    situation: str | None
    stem: str | None


class PassageRow(NamedTuple):
    """An operative paragraph, or an item of one."""

    id: int
    reading_id: int
    label: str | None
    text: str


class CitedRow(NamedTuple):
    """A resolution that a paragraph or a clause cites, with the labels of the paragraphs of it that are cited."""

    place_id: int
    symbol: str
    labels: list[str]


class RequestRow(NamedTuple):
    """What a resolution asks for, with the words of its paragraph."""

    resolution_id: int
    mandate_id: int
    version_id: int
    label: str
    clause: str
    owners: list[dict[str, Any]]
    deliverable: str
    dues: list[dict[str, Any]]
    paragraph: str


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
        select(*columns, reading.c.title, reading.c.adopted_on, reading.c.situation, reading.c.stem)
        .join(reading, in_force)
        .join(body, body.c.id == resolution.c.body_id)
        .where(resolution.c.held)
    )


def of_symbols(connection: Connection, symbols: Iterable[str]) -> list[HeadRow]:
    """Return those of the resolutions with these symbols that are held."""
    return fetch_in(connection, HeadRow, _heads(), resolution.c.symbol, symbols)


def of_ids(connection: Connection, resolution_ids: Sequence[int]) -> list[HeadRow]:
    """Return those of these resolutions that are held."""
    return fetch_in(connection, HeadRow, _heads(), resolution.c.id, resolution_ids)


def of_stems(connection: Connection, stems: Iterable[str]) -> dict[tuple[str, str], list[HeadRow]]:
    """Return the resolutions whose titles have these stems, by body and stem."""
    return _by(connection, reading.c.stem, stems)


def of_situations(connection: Connection, situations: Iterable[str]) -> dict[tuple[str, str], list[HeadRow]]:
    """Return the resolutions on these situations, by body and situation."""
    return _by(connection, reading.c.situation, situations)


def _by(connection: Connection, column: Column[Any], values: Iterable[str]) -> dict[tuple[str, str], list[HeadRow]]:
    heads: dict[tuple[str, str], list[HeadRow]] = defaultdict(list)
    for row in fetch_in(connection, HeadRow, _heads(), column, values):
        heads[row.body, getattr(row, column.name)].append(row)
    return heads


def citing_any(connection: Connection, symbols: Sequence[str]) -> dict[str, list[HeadRow]]:
    """Return the resolutions whose text in force cites one of these symbols, by the cited symbol."""
    statement = select(citation.c.symbol, paragraph_text.c.reading_id).join(
        paragraph_text, citation.c.paragraph_text_id == paragraph_text.c.id
    )
    pairs: set[tuple[str, int]] = set()
    for batch in chunks(sorted(set(symbols))):
        pairs |= {(row[0], row[1]) for row in connection.execute(statement.where(citation.c.symbol.in_(batch)))}
    heads = {
        row.reading_id: row
        for row in fetch_in(connection, HeadRow, _heads(), reading.c.id, {reading_id for _, reading_id in pairs})
    }
    citing_heads: dict[str, list[HeadRow]] = defaultdict(list)
    for symbol, reading_id in sorted(pairs):
        if reading_id in heads:
            citing_heads[symbol].append(heads[reading_id])
    return citing_heads


def requests(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, list[RequestRow]]:
    """Return the requests of resolutions, by resolution id, in the order of the texts."""
    statement = (
        select(
            mandate.c.resolution_id,
            mandate.c.id,
            mandate_version.c.id,
            mandate.c.label,
            mandate_version.c.clause,
            mandate_version.c.owners,
            mandate_version.c.deliverable,
            mandate_version.c.dues,
            paragraph_text.c.text,
        )
        .join(mandate_version, mandate_version.c.id == mandate.c.version_id)
        .join(paragraph_text, paragraph_text.c.id == mandate_version.c.paragraph_text_id)
        .where(mandate.c.in_text, mandate_version.c.mandate_class == MandateClass.MANDATE.value)
        .order_by(mandate.c.resolution_id, mandate.c.position)
    )
    by_resolution: dict[int, list[RequestRow]] = defaultdict(list)
    for row in fetch_in(connection, RequestRow, statement, mandate.c.resolution_id, resolution_ids):
        by_resolution[row.resolution_id].append(row)
    return by_resolution


def citing(connection: Connection, symbol: str) -> list[HeadRow]:
    """Return the resolutions whose text in force cites `symbol`."""
    reading_ids = (
        select(paragraph_text.c.reading_id)
        .join(citation, citation.c.paragraph_text_id == paragraph_text.c.id)
        .where(citation.c.symbol == symbol)
    )
    return fetch(connection, HeadRow, _heads().where(reading.c.id.in_(reading_ids)).order_by(resolution.c.id))


def cited_by(connection: Connection, reading_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the symbols that readings cite, by reading id."""
    symbols: dict[int, set[str]] = defaultdict(set)
    statement = select(paragraph_text.c.reading_id, citation.c.symbol).join(
        citation, citation.c.paragraph_text_id == paragraph_text.c.id
    )
    for batch in chunks(sorted(set(reading_ids))):
        for reading_id, symbol in connection.execute(statement.where(paragraph_text.c.reading_id.in_(batch))):
            symbols[reading_id].add(symbol)
    return symbols


def passages(connection: Connection, reading_ids: Sequence[int]) -> dict[int, list[PassageRow]]:
    """Return the operative paragraphs of readings, by reading id, in order."""
    columns = (paragraph_text.c.id, paragraph_text.c.reading_id, paragraph_text.c.label, paragraph_text.c.text)
    statement = select(*columns).where(paragraph_text.c.kind == ParagraphKind.OPERATIVE.value)
    by_reading: dict[int, list[PassageRow]] = defaultdict(list)
    for batch in chunks(sorted(set(reading_ids))):
        ordered = statement.where(paragraph_text.c.reading_id.in_(batch)).order_by(
            paragraph_text.c.reading_id, paragraph_text.c.position
        )
        for row in fetch(connection, PassageRow, ordered):
            by_reading[row.reading_id].append(row)
    return by_reading


def digests(connection: Connection, reading_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the digests of the operative paragraphs of readings, by reading id."""
    columns = select(paragraph_text.c.reading_id, paragraph_text.c.digest)
    by_reading: dict[int, set[str]] = defaultdict(set)
    for batch in chunks(sorted(set(reading_ids))):
        operative = columns.where(paragraph_text.c.kind == ParagraphKind.OPERATIVE.value)
        for reading_id, digest in connection.execute(operative.where(paragraph_text.c.reading_id.in_(batch))):
            by_reading[reading_id].add(digest)
    return by_reading


def cited_in(connection: Connection, paragraph_text_ids: Sequence[int]) -> dict[int, list[CitedRow]]:
    """Return the resolutions that paragraphs cite, by paragraph id."""
    columns = select(citation.c.paragraph_text_id, citation.c.symbol, citation.c.labels).order_by(citation.c.id)
    by_paragraph: dict[int, list[CitedRow]] = defaultdict(list)
    for row in fetch_in(connection, CitedRow, columns, citation.c.paragraph_text_id, paragraph_text_ids):
        by_paragraph[row.place_id].append(row)
    return by_paragraph


def cited_by_versions(connection: Connection, version_ids: Sequence[int]) -> dict[int, list[CitedRow]]:
    """Return the resolutions that the clauses of versions of mandates cite, by version id."""
    # joined by paragraph, which has an index
    columns = (
        select(citation.c.version_id, citation.c.symbol, citation.c.labels)
        .join(mandate_version, mandate_version.c.paragraph_text_id == citation.c.paragraph_text_id)
        .where(citation.c.version_id == mandate_version.c.id)
        .order_by(citation.c.id)
    )
    by_version: dict[int, list[CitedRow]] = defaultdict(list)
    for row in fetch_in(connection, CitedRow, columns, mandate_version.c.id, version_ids):
        by_version[row.place_id].append(row)
    return by_version


def asked_in(connection: Connection, resolution_id: int) -> dict[int, list[AskedRow]]:
    """Return the requests in the paragraphs of a resolution, by paragraph id."""
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
        .where(
            mandate.c.in_text,
            mandate.c.resolution_id == resolution_id,
            mandate_version.c.mandate_class == MandateClass.MANDATE.value,
        )
        .order_by(mandate.c.position)
    )
    by_paragraph: dict[int, list[AskedRow]] = defaultdict(list)
    for row in fetch(connection, AskedRow, statement):
        by_paragraph[row.paragraph_text_id].append(row)
    return by_paragraph


def extended_in(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the names of what resolutions extend or end, by resolution id."""
    statement = (
        select(mandate.c.resolution_id, relation.c.names)
        .join(relation, relation.c.version_id == mandate.c.version_id)
        .where(mandate.c.in_text)
    )
    by_resolution: dict[int, set[str]] = defaultdict(set)
    for batch in chunks(sorted(set(resolution_ids))):
        for resolution_id, names in connection.execute(statement.where(mandate.c.resolution_id.in_(batch))):
            by_resolution[resolution_id] |= set(names)
    return by_resolution


def what_is_extended(connection: Connection, version_ids: Sequence[int]) -> dict[int, Extended]:
    """Return what versions of mandates extend or end, by version id."""
    return {version_id: extended_of(row) for version_id, row in relations(connection, version_ids).items()}
