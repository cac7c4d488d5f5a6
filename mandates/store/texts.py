"""Resolutions with their readings, paragraphs and mandates in their versions, and what they cite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, insert, or_, select, update

from mandates.store import ids
from mandates.store.inserting import insert_rows
from mandates.store.rows import columns_of, fetch, fetch_in, fetch_one
from mandates.store.tables import body as bodies
from mandates.store.tables import (
    citation,
    former_reference,
    mandate,
    mandate_version,
    paragraph,
    paragraph_text,
    reading,
    relation,
    resolution,
)


class ResolutionRow(NamedTuple):
    """A resolution, with the number of the reading in force.

    `held` is False once its ingest was undone: it then no longer counts.
    """

    id: int
    symbol: str
    sort_key: str
    body: str
    held: bool
    reading_id: int
    digest: str


class ReadingRow(NamedTuple):
    """What one extraction of a text says of the resolution as a whole."""

    id: int
    resolution_id: int
    title: str | None
    session: str | None
    adopted_on: dt.date | None
    agenda_items: list[str]
    draft_symbol: str | None
    committee: str | None
    meeting: str | None
    situation: str | None
    source: str | None
    problems: list[list[str]]
    digest: str


class ParagraphRow(NamedTuple):
    """A paragraph as one reading has it; `paragraph_id` is the same in all readings of the resolution."""

    id: int
    paragraph_id: int
    reading_id: int
    position: int
    kind: str
    label: str | None
    numbered: bool
    section: str | None
    parent: int | None
    page: int | None
    text: str
    footnotes: list[list[str]]
    digest: str


class MandateRow(NamedTuple):
    """A mandate, with the number of the version in force."""

    id: int
    resolution_id: int
    in_text: bool
    version_id: int
    reference: str
    label: str
    ordinal: int
    position: int


class VersionRow(NamedTuple):
    """One version of what was extracted from a mandate's clause."""

    id: int
    mandate_id: int
    paragraph_text_id: int
    clause: str
    clause_start: int
    clause_end: int
    verb: str
    verb_start: int | None
    verb_end: int | None
    reiterated: bool
    deliverable: str
    owners: list[dict[str, Any]]
    partners: list[dict[str, Any]]
    recipients: list[dict[str, Any]]
    dues: list[dict[str, Any]]
    confidence: float
    reasons: list[str]
    digest: str
    mandate_class: str
    parts: list[dict[str, Any]]
    enacted: dict[str, Any] | None


_RESOLUTIONS: Select[Any] = columns_of(ResolutionRow, resolution, body=bodies.c.name).join(
    bodies, bodies.c.id == resolution.c.body_id
)
_MANDATES: Select[Any] = columns_of(MandateRow, mandate)
_VERSIONS: Select[Any] = columns_of(VersionRow, mandate_version)


def resolutions_of(connection: Connection, symbols: Sequence[str]) -> dict[str, ResolutionRow]:
    """Return the resolutions with these symbols that the register knows, by symbol."""
    rows = fetch_in(connection, ResolutionRow, _RESOLUTIONS, resolution.c.symbol, symbols)
    return {row.symbol: row._replace(held=bool(row.held)) for row in rows}


def resolution_by_id(connection: Connection, resolution_id: int) -> ResolutionRow:
    """Return a resolution by its id."""
    return fetch(connection, ResolutionRow, _RESOLUTIONS.where(resolution.c.id == resolution_id))[0]


class ListedResolution(NamedTuple):
    """A resolution with what a list shows of one of its readings."""

    id: int
    symbol: str
    title: str | None
    body: str
    session: str | None
    adopted_on: dt.date | None
    paragraphs: int
    held: bool
    reading_id: int


class Asked(NamedTuple):
    """Criteria for resolutions, by their readings; any one of several values of a criterion suffices.

    `search` is a part of the title, in any case of letters; `by` is the last day of adoption, and resolutions with no
    known day pass.
    """

    symbols: Sequence[str] = ()
    bodies: Sequence[str] = ()
    sessions: Sequence[str] = ()
    search: str | None = None
    by: dt.date | None = None


def readings_where(connection: Connection, several: Sequence[ColumnElement[bool]]) -> list[frozenset[int]]:
    """Return, for each of these conditions, the ids of the readings that meet it."""
    return [frozenset(connection.execute(select(reading.c.id).where(condition)).scalars()) for condition in several]


def resolutions_where(connection: Connection, several: Sequence[ColumnElement[bool]]) -> list[frozenset[int]]:
    """Return, for each of these conditions, the ids of the resolutions that meet it."""
    return [frozenset(connection.execute(select(resolution.c.id).where(condition)).scalars()) for condition in several]


def listed_resolutions(
    connection: Connection,
    asked: Asked,
    *,
    readings: Sequence[int] | None = None,
    limit: int | None = None,
) -> list[ListedResolution]:
    """Return resolutions in order of their symbols, as the readings in force or these `readings` describe them."""
    conditions: list[ColumnElement[bool]] = []
    if asked.symbols:
        conditions.append(resolution.c.symbol.in_(asked.symbols))
    if asked.bodies:
        conditions.append(bodies.c.name.in_(asked.bodies))
    if asked.sessions:
        conditions.append(reading.c.session.in_(asked.sessions))
    if asked.search:
        conditions.append(func.lower(reading.c.title).contains(asked.search.lower(), autoescape=True))
    if asked.by is not None:
        conditions.append(or_(reading.c.adopted_on.is_(None), reading.c.adopted_on <= asked.by))
    if readings is None:
        conditions += [resolution.c.held, reading.c.id == resolution.c.reading_id]
    else:
        conditions.append(reading.c.id.in_(readings))
    counted = select(func.count()).correlate(resolution, reading)
    of_text = paragraph_text.c.reading_id == reading.c.id
    statement = (
        select(
            resolution.c.id,
            resolution.c.symbol,
            reading.c.title,
            bodies.c.name,
            reading.c.session,
            reading.c.adopted_on,
            counted.select_from(paragraph_text).where(of_text).scalar_subquery(),
            resolution.c.held,
            reading.c.id,
        )
        .select_from(resolution)
        .join(reading, reading.c.resolution_id == resolution.c.id)
        .join(bodies, bodies.c.id == resolution.c.body_id)
        .where(*conditions)
        .order_by(resolution.c.sort_key)
    )
    return fetch(connection, ListedResolution, statement.limit(limit) if limit else statement)


def readings_in_force(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, int]:
    """Return the ids of the readings in force of those of these resolutions that are held, by resolution id."""

    class _InForce(NamedTuple):
        id: int
        reading_id: int

    statement = select(resolution.c.id, resolution.c.reading_id).where(resolution.c.held)
    rows = fetch_in(connection, _InForce, statement, resolution.c.id, resolution_ids)
    return {row.id: row.reading_id for row in rows}


def near_symbols(connection: Connection, stem: str) -> list[str]:
    """Return the symbols that begin with `stem` and a slash, or all symbols if `stem` is empty."""
    all_symbols = select(resolution.c.symbol)
    if stem:
        all_symbols = all_symbols.where(resolution.c.symbol.startswith(f"{stem}/", autoescape=True))
    return list(connection.execute(all_symbols).scalars())


def reading_by_id(connection: Connection, reading_id: int) -> ReadingRow:
    """Return a reading by its id."""
    return fetch(connection, ReadingRow, columns_of(ReadingRow, reading).where(reading.c.id == reading_id))[0]


def paragraphs_of(connection: Connection, reading_id: int) -> list[ParagraphRow]:
    """Return the paragraphs of a reading in their order."""
    statement = columns_of(ParagraphRow, paragraph_text).where(paragraph_text.c.reading_id == reading_id)
    return fetch(connection, ParagraphRow, statement.order_by(paragraph_text.c.position))


def paragraph_by_id(connection: Connection, paragraph_text_id: int) -> ParagraphRow:
    """Return one version of a paragraph."""
    statement = columns_of(ParagraphRow, paragraph_text).where(paragraph_text.c.id == paragraph_text_id)
    return fetch(connection, ParagraphRow, statement)[0]


class PassageRow(NamedTuple):
    """A version of a paragraph, with the id of the paragraph."""

    id: int
    paragraph_id: int


def paragraph_ids(connection: Connection, paragraph_text_ids: Sequence[int]) -> list[PassageRow]:
    """Return the paragraph of which each of these texts is a version."""
    statement = select(paragraph_text.c.id, paragraph_text.c.paragraph_id)
    return fetch_in(connection, PassageRow, statement, paragraph_text.c.id, paragraph_text_ids)


def all_paragraphs_of(connection: Connection, resolution_id: int) -> list[ParagraphRow]:
    """Return the newest version of every paragraph that a resolution has had, those of newer readings first."""
    of_resolution = select(reading.c.id).where(reading.c.resolution_id == resolution_id)
    statement = columns_of(ParagraphRow, paragraph_text).where(paragraph_text.c.reading_id.in_(of_resolution))
    newest: dict[int, ParagraphRow] = {}
    for row in fetch(
        connection, ParagraphRow, statement.order_by(paragraph_text.c.reading_id.desc(), paragraph_text.c.position)
    ):
        newest.setdefault(row.paragraph_id, row)
    return list(newest.values())


def mandates_of(connection: Connection, resolution_id: int) -> list[MandateRow]:
    """Return the mandates of a resolution in their order, including those that are no longer in its text."""
    statement = _MANDATES.where(mandate.c.resolution_id == resolution_id).order_by(mandate.c.position, mandate.c.id)
    return fetch(connection, MandateRow, statement)


def mandate_by_reference(connection: Connection, reference: str) -> MandateRow | None:
    """Return the mandate that has this reference."""
    return fetch_one(connection, MandateRow, _MANDATES.where(mandate.c.reference == reference))


def mandate_by_id(connection: Connection, mandate_id: int) -> MandateRow:
    """Return a mandate by its id."""
    return fetch(connection, MandateRow, _MANDATES.where(mandate.c.id == mandate_id))[0]


def mandate_formerly(connection: Connection, reference: str) -> MandateRow | None:
    """Return the mandate that once had this reference; of several, the one that had it last."""
    statement = (
        _MANDATES.join(former_reference, former_reference.c.mandate_id == mandate.c.id)
        .where(former_reference.c.reference == reference)
        .order_by(former_reference.c.id.desc())
        .limit(1)
    )
    return fetch_one(connection, MandateRow, statement)


def former_references(connection: Connection, mandate_id: int) -> list[str]:
    """Return the references that a mandate once had and no longer has, the latest first."""
    now = select(mandate.c.reference).where(mandate.c.id == mandate_id).scalar_subquery()
    statement = (
        select(former_reference.c.reference)
        .where(former_reference.c.mandate_id == mandate_id, former_reference.c.reference != now)
        .order_by(former_reference.c.id.desc())
    )
    return list(dict.fromkeys(connection.execute(statement).scalars()))


def references_of(connection: Connection, mandate_ids: Sequence[int]) -> dict[int, str]:
    """Return the references of mandates, by their ids."""

    class _Named(NamedTuple):
        id: int
        reference: str

    rows = fetch_in(connection, _Named, select(mandate.c.id, mandate.c.reference), mandate.c.id, mandate_ids)
    return {row.id: row.reference for row in rows}


def versions(connection: Connection, version_ids: Sequence[int]) -> dict[int, VersionRow]:
    """Return versions by their ids."""
    rows = fetch_in(connection, VersionRow, _VERSIONS, mandate_version.c.id, version_ids)
    return {row.id: row for row in rows}


def forget_relations(connection: Connection) -> None:
    """Delete what all texts cite, extend and end, before it is extracted again."""
    connection.execute(delete(citation))
    connection.execute(delete(relation))


def set_situation(connection: Connection, reading_id: int, situation: str | None, stem: str | None) -> None:
    """Set the situation that a reading is about, and the stem that its title shares with others of its series."""
    connection.execute(update(reading).where(reading.c.id == reading_id).values(situation=situation, stem=stem))


def insert_texts(
    connection: Connection,
    *,
    resolutions: Sequence[Mapping[str, Any]],
    readings: Sequence[Mapping[str, Any]],
    paragraphs: Sequence[Mapping[str, Any]],
    texts: Sequence[Mapping[str, Any]],
    mandates: Sequence[Mapping[str, Any]],
    versions: Sequence[Mapping[str, Any]],
    citations: Sequence[Mapping[str, Any]],
    relations: Sequence[Mapping[str, Any]],
) -> None:
    """Store new rows, all with their ids."""
    insert_rows(connection, resolution, resolutions)
    insert_rows(connection, reading, readings)
    insert_rows(connection, paragraph, paragraphs)
    insert_rows(connection, paragraph_text, texts)
    insert_rows(connection, mandate, mandates)
    insert_rows(connection, mandate_version, versions)
    insert_rows(connection, citation, citations)
    insert_rows(connection, relation, relations)


def allocate(connection: Connection, what: str, count: int) -> Sequence[int]:
    """Return ids for new rows of ``resolution``, ``reading``, ``paragraph``, ``paragraph_text``, ``mandate`` or
    ``mandate_version``.
    """
    tables = {
        "resolution": resolution,
        "reading": reading,
        "paragraph": paragraph,
        "paragraph_text": paragraph_text,
        "mandate": mandate,
        "mandate_version": mandate_version,
    }
    return ids.allocate(connection, tables[what], count)


def set_resolution(connection: Connection, resolution_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of a resolution: ``held``, ``reading_id``, ``digest``."""
    connection.execute(update(resolution).where(resolution.c.id == resolution_id).values(dict(values)))


def set_mandate(connection: Connection, mandate_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of a mandate."""
    connection.execute(update(mandate).where(mandate.c.id == mandate_id).values(dict(values)))


def release_references(connection: Connection, mandate_ids: Sequence[int]) -> None:
    """Replace the references of mandates, which are unique, by placeholders, before other mandates take them over."""
    if mandate_ids:
        connection.execute(
            update(mandate).where(mandate.c.id == bindparam("this")).values(reference=bindparam("free")),
            [{"this": mandate_id, "free": f"~{mandate_id}"} for mandate_id in mandate_ids],
        )


def remember_reference(connection: Connection, mandate_id: int, reference: str, change_id: int) -> None:
    """Record that a mandate had a reference up to a change."""
    values = {"mandate_id": mandate_id, "reference": reference, "change_id": change_id}
    connection.execute(insert(former_reference).values(values))


def spare_reference(connection: Connection, reference: str) -> str:
    """Return a free reference for a mandate that left the text and whose number another one has now: ``...#8!1``."""
    number = 1
    while connection.execute(select(mandate.c.id).where(mandate.c.reference == f"{reference}!{number}")).first():
        number += 1
    return f"{reference}!{number}"
