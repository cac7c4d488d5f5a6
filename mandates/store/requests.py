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
    """An obligation with the words of its mandate and the head of its resolution."""

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
    """The words of a version of a mandate."""

    id: int
    clause: str
    recipients: list[dict[str, Any]]


class Head(NamedTuple):
    """What a reading of a resolution says of it; `situation` is what it is about, for one without a title."""

    id: int
    title: str | None
    situation: str | None
    agenda_items: list[str]
    adopted_on: dt.date | None


#: What a document may answer: what somebody is asked for, and what is looked forward to.
_ANSWERED = (MandateClass.MANDATE.value, MandateClass.OUTCOME.value, MandateClass.EXPECTED.value)


def _rows() -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        resolution.c.symbol if name == "symbol" else state.c[name] for name in RequestRow._fields
    ]
    return (
        select(*columns)
        .select_from(state)
        .join(obligation, obligation.c.id == state.c.obligation_id)
        .join(resolution, resolution.c.id == state.c.resolution_id)
        .where(state.c.mandate_class.in_(_ANSWERED))
    )


def of_resolutions(connection: Connection, symbols: Sequence[str], day: dt.date) -> list[RequestRow]:
    """Return all that is asked by resolutions, as it stands on `day`."""
    found: list[RequestRow] = []
    for some in chunks(sorted(set(symbols))):
        ids = select(resolution.c.id).where(resolution.c.symbol.in_(some), resolution.c.held)
        for part in selection.valid_on(connection, day):
            found += fetch(connection, RequestRow, _rows().where(part, state.c.resolution_id.in_(ids)))
    return found


def of_mandates(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> list[RequestRow]:
    """Return what is asked by mandates, as it stands on `day`."""
    found: list[RequestRow] = []
    for some in chunks(sorted(set(mandate_ids))):
        for part in selection.valid_on(connection, day):
            found += fetch(connection, RequestRow, _rows().where(part, state.c.mandate_id.in_(some)))
    return found


def of_deliverables(
    connection: Connection,
    deliverables: Sequence[str],
    day: dt.date,
    *,
    between: tuple[dt.date, dt.date],
) -> list[RequestRow]:
    """Return what is asked that is one of `deliverables` and due, or may be done, within a time; or has no date."""
    first, last = between
    near = or_(
        state.c.due_on.is_(None),
        (state.c.due_on >= first) & (or_(state.c.opens_on.is_(None), state.c.opens_on <= last)),
    )
    found: list[RequestRow] = []
    for part in selection.valid_on(connection, day):
        found += fetch(connection, RequestRow, _rows().where(part, state.c.deliverable.in_(deliverables), near))
    return found


def held(connection: Connection, symbols: Sequence[str]) -> set[str]:
    """Return those of `symbols` whose resolutions are in the register."""
    found: set[str] = set()
    for some in chunks(sorted(set(symbols))):
        statement = select(resolution.c.symbol).where(resolution.c.symbol.in_(some), resolution.c.held)
        found |= set(connection.execute(statement).scalars())
    return found


def words(connection: Connection, version_ids: Sequence[int]) -> dict[int, Words]:
    """Return the words of versions of mandates, by their ids."""
    found: dict[int, Words] = {}
    for some in chunks(sorted(set(version_ids))):
        statement = select(mandate_version.c.id, mandate_version.c.clause, mandate_version.c.recipients)
        rows = fetch(connection, Words, statement.where(mandate_version.c.id.in_(some)))
        found |= {row.id: row for row in rows}
    return found


class ItemRow(NamedTuple):
    """An item of a list in a paragraph of a reading."""

    reading_id: int
    label: str
    text: str


def items(connection: Connection, reading_ids: Sequence[int]) -> list[ItemRow]:
    """Return the operative items of lists in readings, in their order: ``5 (f)``."""
    columns = (paragraph_text.c.reading_id, paragraph_text.c.label, paragraph_text.c.text)
    found: list[ItemRow] = []
    for some in chunks(sorted(set(reading_ids))):
        statement = select(*columns).where(
            paragraph_text.c.reading_id.in_(some),
            paragraph_text.c.kind == ParagraphKind.OPERATIVE,
            paragraph_text.c.label.like("%(%"),
        )
        found += fetch(connection, ItemRow, statement.order_by(paragraph_text.c.reading_id, paragraph_text.c.position))
    return found


def heads(connection: Connection, reading_ids: Sequence[int]) -> dict[int, Head]:
    """Return what readings say of their resolutions, by their ids."""
    found: dict[int, Head] = {}
    for some in chunks(sorted(set(reading_ids))):
        columns = (reading.c.id, reading.c.title, reading.c.situation, reading.c.agenda_items, reading.c.adopted_on)
        rows = fetch(connection, Head, select(*columns).where(reading.c.id.in_(some)))
        found |= {row.id: row for row in rows}
    return found
