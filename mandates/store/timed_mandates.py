"""The mandates that have a time, or extend, end or report something: what endings follow from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from mandates.domain.due import Due, DueKind, due_from_plain
from mandates.domain.events import EventKind
from mandates.domain.extended import Extended
from mandates.domain.kinds import MandateClass
from mandates.store.cycles import RelationRow, extended_of, relations
from mandates.store.rows import chunks, fetch_in
from mandates.store.tables import change, ending, event, mandate, mandate_version, reading, relation, resolution

#: What may be asked for anew without a time.
_TOLD = ("report", "briefing")


@dataclass(frozen=True, slots=True, kw_only=True)
class LastingDue:
    """When something is due, as far as it tells how long things last."""

    kind: str
    phrase: str
    every: str | None
    after: str | None
    due_on: dt.date | None
    ends_on: dt.date | None


class LastingRow(NamedTuple):
    """A mandate with a time, or one that extends, ends or reports something, as the text in force has it."""

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
    """Return the mandates of these resolutions, and of all held on the same situations, that have a time, or extend or
    end something, or on a situation report; in order of their resolutions.
    """
    names = fetch_in(connection, _Named, select(reading.c.situation), reading.c.resolution_id, resolution_ids)
    situations = sorted({one.situation for one in names if one.situation})
    in_force = (resolution.c.id == reading.c.resolution_id) & (resolution.c.reading_id == reading.c.id)
    held = (
        select(resolution.c.id, resolution.c.symbol, reading.c.adopted_on, reading.c.situation)
        .join(reading, in_force)
        .where(resolution.c.held)
    )
    rows = fetch_in(connection, _Head, held, resolution.c.id, resolution_ids)
    rows += fetch_in(connection, _Head, held, reading.c.situation, situations)
    alone = [one.id for one in rows if one.situation is None]
    related_to = _with_relations(connection, alone)  # without one nothing lasts as long as something beside it
    heads = {one.id: one for one in rows if one.situation is not None or one.id in related_to}
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
    found = fetch_in(connection, _Mandate, of_these, mandate.c.resolution_id, list(heads))
    related = relations(connection, [one.version_id for one in found])
    return sorted(
        _lasting(one, heads[one.resolution_id], related.get(one.version_id))
        for one in found
        if one.dues or one.version_id in related or (one.deliverable in _TOLD and heads[one.resolution_id].situation)
    )


def _with_relations(connection: Connection, resolution_ids: Sequence[int]) -> set[int]:
    """Return which of these resolutions extend or end something, or did when their ends were looked at last."""
    now = (
        select(mandate.c.resolution_id)
        .join(relation, relation.c.version_id == mandate.c.version_id)
        .where(mandate.c.in_text)
        .distinct()
    )
    then = select(mandate.c.resolution_id).join(ending, ending.c.mandate_id == mandate.c.id).distinct()
    found: set[int] = set()
    for some in chunks(resolution_ids):
        for statement in (now, then):
            found.update(connection.execute(statement.where(mandate.c.resolution_id.in_(some))).scalars())
    return found


def _lasting(one: _Mandate, head: _Head, relation: RelationRow | None) -> LastingRow:
    dues = _dues([due_from_plain(due) for due in one.dues])
    lasts = one.deliverable == "extension" or any(due.kind == DueKind.UNTIL for due in dues)
    return LastingRow(
        symbol=head.symbol,
        reference=one.reference,
        mandate_id=one.id,
        resolution_id=one.resolution_id,
        label=one.label,
        clause=one.clause,
        deliverable=one.deliverable,
        owners=tuple(party["name"] for party in one.owners),
        dues=dues,
        situation=head.situation,
        adopted_on=head.adopted_on,
        extended=extended_of(relation) if relation is not None and lasts else None,
    )


def _dues(dues: Sequence[Due]) -> tuple[LastingDue, ...]:
    """Return dues as far as they tell how long something lasts; an end beside a recurrence is its end."""
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
    """Return all resolutions that are held, in order of their numbers."""
    return list(
        connection.execute(select(resolution.c.id).where(resolution.c.held).order_by(resolution.c.id)).scalars()
    )


def first_days(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, dt.date]:
    """Return the day on which each of these resolutions came into the register, where that is told yet."""
    found: dict[int, dt.date] = {}
    told = select(event.c.resolution_id, func.min(change.c.on_day)).join(change, change.c.id == event.c.change_id)
    told = told.where(event.c.kind == EventKind.INGESTED.value).group_by(event.c.resolution_id)
    for some in chunks(resolution_ids):
        rows = connection.execute(told.where(event.c.resolution_id.in_(some)))
        found |= {row[0]: _as_day(row[1]) for row in rows}
    return found


def _as_day(value: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
