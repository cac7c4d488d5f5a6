"""Requests that documents may answer: mandates with their obligations as they stand on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from mandates.domain.kinds import MandateClass
from mandates.domain.resolution import ParagraphKind
from mandates.store import selection
from mandates.store.rows import chunks, fetch
from mandates.store.tables import mandate_version, obligation, paragraph_text, reading, resolution
from mandates.store.tables import obligation_state as state


class RequestRow(NamedTuple):
    """An obligation with data of its mandate and the symbol of its resolution."""

    obligation_id: int
    mandate_id: int
    version_id: int
    reading_id: int
    symbol: str
    reference: str
    key: str
    label: str
    verb: str
    deliverable: str
    owners: list[str]
    lifecycle: int
    evidence: list[dict[str, Any]]
    occurrence: int
    due_kind: str | None
    due_every: str | None
    due_session: str | None
    at_body: str
    opens_on: dt.date | None
    due_on: dt.date | None


class Words(NamedTuple):
    """The clause and the recipients of a version of a mandate."""

    id: int
    clause: str
    recipients: list[dict[str, Any]]


class Head(NamedTuple):
    """The heading of a resolution by one of its readings; `situation` is its subject, if it has no title."""

    id: int
    title: str | None
    situation: str | None
    agenda_items: list[str]
    adopted_on: dt.date | None


#: The classes of mandates that a document may answer: requests, and things that are expected.
_ANSWERED_CLASSES = (MandateClass.MANDATE.value, MandateClass.OUTCOME.value, MandateClass.EXPECTED.value)


def _rows() -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        resolution.c.symbol if name == "symbol" else state.c[name] for name in RequestRow._fields
    ]
    return (
        select(*columns)
        .select_from(state)
        .join(obligation, obligation.c.id == state.c.obligation_id)
        .join(resolution, resolution.c.id == state.c.resolution_id)
        .where(state.c.mandate_class.in_(_ANSWERED_CLASSES))
    )


def of_resolutions(connection: Connection, symbols: Sequence[str], day: dt.date) -> list[RequestRow]:
    """Return all requests of held resolutions, by their states on `day`."""
    rows: list[RequestRow] = []
    for batch in chunks(sorted(set(symbols))):
        ids = select(resolution.c.id).where(resolution.c.symbol.in_(batch), resolution.c.held)
        for part in selection.valid_on(connection, day):
            rows += fetch(connection, RequestRow, _rows().where(part, state.c.resolution_id.in_(ids)))
    return rows


def of_mandates(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> list[RequestRow]:
    """Return the requests of mandates, by their states on `day`."""
    rows: list[RequestRow] = []
    for batch in chunks(sorted(set(mandate_ids))):
        for part in selection.valid_on(connection, day):
            rows += fetch(connection, RequestRow, _rows().where(part, state.c.mandate_id.in_(batch)))
    return rows


def of_deliverables(
    connection: Connection,
    deliverables: Sequence[str],
    day: dt.date,
    *,
    between: tuple[dt.date, dt.date],
) -> list[RequestRow]:
    """Return the requests for one of `deliverables` that are due, or may be fulfilled, in a period; or have no date."""
    first, last = between
    in_window = or_(
        state.c.due_on.is_(None),
        (state.c.due_on >= first) & (or_(state.c.opens_on.is_(None), state.c.opens_on <= last)),
    )
    rows: list[RequestRow] = []
    for part in selection.valid_on(connection, day):
        rows += fetch(connection, RequestRow, _rows().where(part, state.c.deliverable.in_(deliverables), in_window))
    return rows


def held(connection: Connection, symbols: Sequence[str]) -> set[str]:
    """Return those of `symbols` whose resolutions are held."""
    held_symbols: set[str] = set()
    for batch in chunks(sorted(set(symbols))):
        statement = select(resolution.c.symbol).where(resolution.c.symbol.in_(batch), resolution.c.held)
        held_symbols |= set(connection.execute(statement).scalars())
    return held_symbols


def words(connection: Connection, version_ids: Sequence[int]) -> dict[int, Words]:
    """Return the clauses and recipients of versions of mandates, by version id."""
    by_version: dict[int, Words] = {}
    for batch in chunks(sorted(set(version_ids))):
        statement = select(mandate_version.c.id, mandate_version.c.clause, mandate_version.c.recipients)
        rows = fetch(connection, Words, statement.where(mandate_version.c.id.in_(batch)))
        by_version |= {row.id: row for row in rows}
    return by_version


class ItemRow(NamedTuple):
    """An item of a list in a paragraph of a reading."""

    reading_id: int
    label: str
    text: str


def items(connection: Connection, reading_ids: Sequence[int]) -> list[ItemRow]:
    """Return the list items in operative paragraphs of readings, such as ``5 (f)``, in their order."""
    columns = (paragraph_text.c.reading_id, paragraph_text.c.label, paragraph_text.c.text)
    rows: list[ItemRow] = []
    for batch in chunks(sorted(set(reading_ids))):
        statement = select(*columns).where(
            paragraph_text.c.reading_id.in_(batch),
            paragraph_text.c.kind == ParagraphKind.OPERATIVE,
            paragraph_text.c.label.like("%(%"),
        )
        rows += fetch(connection, ItemRow, statement.order_by(paragraph_text.c.reading_id, paragraph_text.c.position))
    return rows


def heads(connection: Connection, reading_ids: Sequence[int]) -> dict[int, Head]:
    """Return the headings of resolutions, by reading id."""
    by_reading: dict[int, Head] = {}
    for batch in chunks(sorted(set(reading_ids))):
        columns = (reading.c.id, reading.c.title, reading.c.situation, reading.c.agenda_items, reading.c.adopted_on)
        rows = fetch(connection, Head, select(*columns).where(reading.c.id.in_(batch)))
        by_reading |= {row.id: row for row in rows}
    return by_reading
