"""The mandates that have a time, or extend, end or report something: what endings follow from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from mandates.domain.deliverables import REPORTS
from mandates.domain.due import Due, DueKind, due_from_plain
from mandates.domain.events import EventKind
from mandates.domain.extended import Extended
from mandates.domain.kinds import MandateClass
from mandates.store.cycles import RelationRow, extended_of, relations
from mandates.store.rows import chunks, fetch_in
from mandates.store.tables import change, ending, event, mandate, mandate_version, reading, relation, resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingDue:
    """A due date or recurrence, reduced to what determines how long a mandate lasts."""

    kind: str
    phrase: str
    every: str | None
    after: str | None
    due_on: dt.date | None
    ends_on: dt.date | None


class LastingRow(NamedTuple):
    """A mandate with a due, or one that extends, ends or reports something, as the text in force has it."""

    symbol: str
    reference: str
    mandate_id: int
    resolution_id: int
    label: str
    clause: str
    deliverable: str
    owners: tuple[str, ...]
    dues: tuple[LastingDue, ...]
    situation: str | None
    adopted_on: dt.date | None
    extended: Extended | None


class _Named(NamedTuple):
    situation: str | None


class _Head(NamedTuple):
    id: int
    symbol: str
    adopted_on: dt.date | None
    situation: str | None


class _Mandate(NamedTuple):
    id: int
    resolution_id: int
    reference: str
    label: str
    version_id: int
    clause: str
    deliverable: str
    owners: list[dict[str, Any]]
    dues: list[dict[str, Any]]


def lasting(connection: Connection, resolution_ids: Sequence[int]) -> list[LastingRow]:
    """Return the mandates of these resolutions, and of all held resolutions on the same situations, that have a due,
    that extend or end something, or that ask for a report on a situation; in order of their resolutions.
    """
    name_rows = fetch_in(connection, _Named, select(reading.c.situation), reading.c.resolution_id, resolution_ids)
    situations = sorted({name_row.situation for name_row in name_rows if name_row.situation})
    in_force = (resolution.c.id == reading.c.resolution_id) & (resolution.c.reading_id == reading.c.id)
    held = (
        select(resolution.c.id, resolution.c.symbol, reading.c.adopted_on, reading.c.situation)
        .join(reading, in_force)
        .where(resolution.c.held)
    )
    rows = fetch_in(connection, _Head, held, resolution.c.id, resolution_ids)
    rows += fetch_in(connection, _Head, held, reading.c.situation, situations)
    without_situation = [head.id for head in rows if head.situation is None]
    related_to = _with_relations(
        connection, without_situation
    )  # without a relation, no other mandate in it can last as long
    heads = {head.id: head for head in rows if head.situation is not None or head.id in related_to}
    columns = (
        mandate.c.id,
        mandate.c.resolution_id,
        mandate.c.reference,
        mandate.c.label,
        mandate_version.c.id,
        mandate_version.c.clause,
        mandate_version.c.deliverable,
        mandate_version.c.owners,
        mandate_version.c.dues,
    )
    of_these = (
        select(*columns)
        .join(mandate_version, mandate_version.c.id == mandate.c.version_id)
        .where(mandate.c.in_text, mandate_version.c.mandate_class == MandateClass.MANDATE.value)
    )
    mandate_rows = fetch_in(connection, _Mandate, of_these, mandate.c.resolution_id, list(heads))
    related = relations(connection, [mandate_row.version_id for mandate_row in mandate_rows])
    return sorted(
        _lasting(mandate_row, heads[mandate_row.resolution_id], related.get(mandate_row.version_id))
        for mandate_row in mandate_rows
        if mandate_row.dues
        or mandate_row.version_id in related
        or (mandate_row.deliverable in REPORTS and heads[mandate_row.resolution_id].situation)
    )


def _with_relations(connection: Connection, resolution_ids: Sequence[int]) -> set[int]:
    """Return those of these resolutions that extend or end something, or for whose mandates an end is stored."""
    now = (
        select(mandate.c.resolution_id)
        .join(relation, relation.c.version_id == mandate.c.version_id)
        .where(mandate.c.in_text)
        .distinct()
    )
    then = select(mandate.c.resolution_id).join(ending, ending.c.mandate_id == mandate.c.id).distinct()
    related: set[int] = set()
    for batch in chunks(resolution_ids):
        for statement in (now, then):
            related.update(connection.execute(statement.where(mandate.c.resolution_id.in_(batch))).scalars())
    return related


def _lasting(row: _Mandate, head: _Head, relation_row: RelationRow | None) -> LastingRow:
    dues = _dues([due_from_plain(due) for due in row.dues])
    lasts = row.deliverable == "extension" or any(due.kind == DueKind.UNTIL for due in dues)
    return LastingRow(
        symbol=head.symbol,
        reference=row.reference,
        mandate_id=row.id,
        resolution_id=row.resolution_id,
        label=row.label,
        clause=row.clause,
        deliverable=row.deliverable,
        owners=tuple(party["name"] for party in row.owners),
        dues=dues,
        situation=head.situation,
        adopted_on=head.adopted_on,
        extended=extended_of(relation_row) if relation_row is not None and lasts else None,
    )


def _dues(dues: Sequence[Due]) -> tuple[LastingDue, ...]:
    """Return dues in the form of `LastingDue`; an end date next to a recurrence becomes the end of the recurrence."""
    end = max((due.date for due in dues if due.kind is DueKind.UNTIL and due.date), default=None)
    recurs = any(due.every for due in dues)
    return tuple(
        LastingDue(
            kind=due.kind.value,
            phrase=due.phrase,
            every=due.every,
            after=due.after,
            due_on=due.date,
            ends_on=end if due.every else None,
        )
        for due in dues
        if not (recurs and due.kind is DueKind.UNTIL)
    )


def all_resolution_ids(connection: Connection) -> list[int]:
    """Return the ids of all resolutions that are held, in order."""
    return list(
        connection.execute(select(resolution.c.id).where(resolution.c.held).order_by(resolution.c.id)).scalars()
    )


def first_days(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, dt.date]:
    """Return the day on which each of these resolutions was first ingested; those without that event are left out."""
    days: dict[int, dt.date] = {}
    statement = select(event.c.resolution_id, func.min(change.c.on_day)).join(change, change.c.id == event.c.change_id)
    statement = statement.where(event.c.kind == EventKind.INGESTED.value).group_by(event.c.resolution_id)
    for batch in chunks(resolution_ids):
        rows = connection.execute(statement.where(event.c.resolution_id.in_(batch)))
        days |= {row[0]: _as_day(row[1]) for row in rows}
    return days


def _as_day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
