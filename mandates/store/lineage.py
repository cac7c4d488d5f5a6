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
    """What a resolution that is held says of itself, by the reading in force."""

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
    """A resolution that a paragraph, or a clause, names, with the labels of the paragraphs that it names of it."""

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
    """Return the resolutions of these symbols, as far as they are held."""
    return fetch_in(connection, HeadRow, _heads(), resolution.c.symbol, symbols)


def of_ids(connection: Connection, resolution_ids: Sequence[int]) -> list[HeadRow]:
    """Return these resolutions, as far as they are held."""
    return fetch_in(connection, HeadRow, _heads(), resolution.c.id, resolution_ids)


def of_stems(connection: Connection, stems: Iterable[str]) -> dict[tuple[str, str], list[HeadRow]]:
    """Return the resolutions whose titles have these stems, by body and stem."""
    return _by(connection, reading.c.stem, stems)


def of_situations(connection: Connection, situations: Iterable[str]) -> dict[tuple[str, str], list[HeadRow]]:
    """Return the resolutions on these situations, by body and situation."""
    return _by(connection, reading.c.situation, situations)


def _by(connection: Connection, column: Column[Any], values: Iterable[str]) -> dict[tuple[str, str], list[HeadRow]]:
    found: dict[tuple[str, str], list[HeadRow]] = defaultdict(list)
    for row in fetch_in(connection, HeadRow, _heads(), column, values):
        found[row.body, getattr(row, column.name)].append(row)
    return found


def citing_any(connection: Connection, symbols: Sequence[str]) -> dict[str, list[HeadRow]]:
    """Return the resolutions whose text in force names one of these, by its symbol."""
    named = select(citation.c.symbol, paragraph_text.c.reading_id).join(
        paragraph_text, citation.c.paragraph_text_id == paragraph_text.c.id
    )
    pairs: set[tuple[str, int]] = set()
    for some in chunks(sorted(set(symbols))):
        pairs |= {(row[0], row[1]) for row in connection.execute(named.where(citation.c.symbol.in_(some)))}
    heads = {
        row.reading_id: row
        for row in fetch_in(connection, HeadRow, _heads(), reading.c.id, {reading_id for _, reading_id in pairs})
    }
    found: dict[str, list[HeadRow]] = defaultdict(list)
    for symbol, reading_id in sorted(pairs):
        if reading_id in heads:
            found[symbol].append(heads[reading_id])
    return found


def requests(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, list[RequestRow]]:
    """Return what resolutions ask for, by their ids, in the order of the texts."""
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
    found: dict[int, list[RequestRow]] = defaultdict(list)
    for row in fetch_in(connection, RequestRow, statement, mandate.c.resolution_id, resolution_ids):
        found[row.resolution_id].append(row)
    return found


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


def digests(connection: Connection, reading_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return what tells the operative paragraphs of readings apart, by their ids."""
    columns = select(paragraph_text.c.reading_id, paragraph_text.c.digest)
    found: dict[int, set[str]] = defaultdict(set)
    for some in chunks(sorted(set(reading_ids))):
        operative = columns.where(paragraph_text.c.kind == ParagraphKind.OPERATIVE.value)
        for reading_id, digest in connection.execute(operative.where(paragraph_text.c.reading_id.in_(some))):
            found[reading_id].add(digest)
    return found


def cited_in(connection: Connection, paragraph_text_ids: Sequence[int]) -> dict[int, list[CitedRow]]:
    """Return what paragraphs name, by their ids."""
    columns = select(citation.c.paragraph_text_id, citation.c.symbol, citation.c.labels).order_by(citation.c.id)
    found: dict[int, list[CitedRow]] = defaultdict(list)
    for row in fetch_in(connection, CitedRow, columns, citation.c.paragraph_text_id, paragraph_text_ids):
        found[row.place_id].append(row)
    return found


def cited_by_versions(connection: Connection, version_ids: Sequence[int]) -> dict[int, list[CitedRow]]:
    """Return what the clauses of versions of mandates name, by the ids of the versions."""
    # found by the paragraphs, which have an index
    columns = (
        select(citation.c.version_id, citation.c.symbol, citation.c.labels)
        .join(mandate_version, mandate_version.c.paragraph_text_id == citation.c.paragraph_text_id)
        .where(citation.c.version_id == mandate_version.c.id)
        .order_by(citation.c.id)
    )
    found: dict[int, list[CitedRow]] = defaultdict(list)
    for row in fetch_in(connection, CitedRow, columns, mandate_version.c.id, version_ids):
        found[row.place_id].append(row)
    return found


def asked_in(connection: Connection, resolution_id: int) -> dict[int, list[AskedRow]]:
    """Return what the paragraphs of a resolution ask for, by their ids."""
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
    found: dict[int, list[AskedRow]] = defaultdict(list)
    for row in fetch(connection, AskedRow, statement):
        found[row.paragraph_text_id].append(row)
    return found


def extended_in(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return the names of what resolutions extend or end, by their ids."""
    statement = (
        select(mandate.c.resolution_id, relation.c.names)
        .join(relation, relation.c.version_id == mandate.c.version_id)
        .where(mandate.c.in_text)
    )
    found: dict[int, set[str]] = defaultdict(set)
    for some in chunks(sorted(set(resolution_ids))):
        for resolution_id, names in connection.execute(statement.where(mandate.c.resolution_id.in_(some))):
            found[resolution_id] |= set(names)
    return found


def what_is_extended(connection: Connection, version_ids: Sequence[int]) -> dict[int, Extended]:
    """Return what versions of mandates extend or end, by their ids."""
    return {version_id: extended_of(row) for version_id, row in relations(connection, version_ids).items()}
