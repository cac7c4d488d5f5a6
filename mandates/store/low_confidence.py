"""Mandates that were read with little confidence and that nobody has confirmed or corrected."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Text, cast, func, or_, select

from mandates.domain.kinds import MandateClass
from mandates.store.tables import decision, mandate, mandate_version, resolution


def references(connection: Connection, *, below: float, limit: int | None = None) -> list[str]:
    """Return their references, the least certain first."""
    statement = (
        select(mandate.c.reference)
        .join(mandate_version, mandate_version.c.id == mandate.c.version_id)
        .join(resolution, resolution.c.id == mandate.c.resolution_id)
        .where(*_uncertain(below))
        .order_by(mandate_version.c.confidence, mandate.c.reference)
    )
    return list(connection.execute(statement.limit(limit) if limit else statement).scalars())


def count(connection: Connection, *, below: float) -> int:
    """Return how many there are."""
    statement = (
        select(func.count())
        .select_from(mandate)
        .join(mandate_version, mandate_version.c.id == mandate.c.version_id)
        .join(resolution, resolution.c.id == mandate.c.resolution_id)
    )
    return int(connection.execute(statement.where(*_uncertain(below))).scalar_one())


def _uncertain(below: float) -> list[ColumnElement[bool]]:
    confirmed = select(decision.c.id).where(
        decision.c.mandate_id == mandate.c.id, decision.c.obligation_id.is_(None), decision.c.field == "confirmed"
    )
    of_lists = or_(
        mandate_version.c.mandate_class == MandateClass.MANDATE.value, cast(mandate_version.c.dues, Text) != "[]"
    )
    return [of_lists, mandate.c.in_text, resolution.c.held, mandate_version.c.confidence < below, ~confirmed.exists()]
