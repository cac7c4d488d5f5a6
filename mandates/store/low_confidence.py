"""Mandates that were read with little confidence and that nobody has confirmed or corrected."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, func, or_, select

from mandates.domain.kinds import MandateClass
from mandates.store.rows import fetch
from mandates.store.tables import decision, mandate, mandate_version, obligation, resolution
from mandates.store.tables import obligation_state as state


def references(connection: Connection, *, below: float, limit: int | None = None) -> list[str]:
    """Return the references of the mandates with a confidence under `below`, the least certain first."""
    statement = (
        select(mandate.c.reference)
        .join(mandate_version, _in_force())
        .join(resolution, resolution.c.id == mandate.c.resolution_id)
        .where(*_uncertain(below))
        .order_by(mandate_version.c.confidence, mandate.c.reference)
    )
    return list(connection.execute(statement.limit(limit) if limit else statement).scalars())


def count(connection: Connection, *, below: float) -> int:
    """Return the number of mandates with a confidence under `below`."""
    statement = (
        select(func.count())
        .select_from(mandate)
        .join(mandate_version, _in_force())
        .join(resolution, resolution.c.id == mandate.c.resolution_id)
    )
    return int(connection.execute(statement.where(*_uncertain(below))).scalar_one())


class RatedRow(NamedTuple):
    """A mandate with the confidence of its extraction, and whether it is confirmed now."""

    confidence: float
    reference: str
    mandate_id: int
    confirmed: bool


def on_day(connection: Connection, day: dt.date, *, below: float) -> list[RatedRow]:
    """Return the mandates of a past day by the versions that were in force then, the least certain first."""
    # joined from the few such versions to their states, which an index supports
    reference = func.min(state.c.reference)
    statement = (
        select(mandate_version.c.confidence, reference, mandate_version.c.mandate_id, _confirmed(mandate_version))
        .join(obligation, obligation.c.mandate_id == mandate_version.c.mandate_id)
        .join(state, state.c.obligation_id == obligation.c.id)
        .where(*_low(below), state.c.version_id == mandate_version.c.id, state.c.since <= day, state.c.until > day)
        .group_by(mandate_version.c.id)
    )
    rows = fetch(connection, RatedRow, statement)
    return sorted(row._replace(reference=row.reference.partition("@")[0]) for row in rows)


def _in_force() -> ColumnElement[bool]:
    """Return the condition that a version is that of its mandate; with both ids, the few versions can come first."""
    return (mandate_version.c.mandate_id == mandate.c.id) & (mandate_version.c.id == mandate.c.version_id)


def _uncertain(below: float) -> list[ColumnElement[bool]]:
    return [*_low(below), mandate.c.in_text, resolution.c.held, ~_confirmed(mandate_version)]


def _low(below: float) -> list[ColumnElement[bool]]:
    of_lists = or_(
        mandate_version.c.mandate_class == MandateClass.MANDATE.value, cast(mandate_version.c.dues, Text) != "[]"
    )
    return [of_lists, mandate_version.c.confidence < below]


def _confirmed(table: Table) -> ColumnElement[bool]:
    of_mandate = (decision.c.mandate_id == table.c.mandate_id) & decision.c.obligation_id.is_(None)
    return select(decision.c.id).where(of_mandate, decision.c.field == "confirmed").exists()
