"""The history of a register: who changed what, when and why."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from mandates.domain.references import Reference
from mandates.domain.symbols import Symbol
from mandates.register.database import storable
from mandates.register.database.rows import fetch
from mandates.register.tables import batch, event, mandate, resolution
from mandates.register.views import EventView
from mandates.register.work import references


def history(
    session: Connection,
    reference: str | None = None,
    *,
    actor: str | None = None,
    on: dt.date | None = None,
    batch_id: int | None = None,
    limit: int | None = None,
) -> list[EventView]:
    """Return the changes of an obligation, mandate or resolution, or of all; by one person, on one day (UTC).

    The latest first.

    Raises:
        UsageError, UnknownReferenceError: `reference` is none, or not in the register.
    """
    wanted: list[ColumnElement[bool]] = []
    if reference is not None:
        wanted.append(_about(session, reference))
    if actor is not None:
        wanted.append(batch.c.actor == storable.text(actor))
    if on is not None:
        start = dt.datetime.combine(on, dt.time(), dt.UTC)
        wanted += [batch.c.at >= start, batch.c.at < start + dt.timedelta(days=1)]
    if batch_id is not None:
        wanted.append(event.c.batch_id == batch_id)
    statement = (
        select(event, batch.c.at, batch.c.actor, batch.c.undone_by_id)
        .join(batch, batch.c.id == event.c.batch_id)
        .where(*wanted)
        .order_by(event.c.id.desc())
    )
    return [
        EventView(
            id=row["id"],
            batch=row["batch_id"],
            at=row["at"],
            actor=row["actor"],
            action=row["action"],
            reference=row["reference"],
            before=_shown(row["before"]),
            after=_shown(row["after"]),
            reason=row["reason"],
            undone=row["undone_by_id"] is not None,
        )
        for row in fetch(session, statement.limit(limit) if limit else statement)
    ]


def of_mandate(mandate_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it concerns a mandate, its obligations or the text they stand in."""
    of_resolution = select(mandate.c.resolution_id).where(mandate.c.id == mandate_id).scalar_subquery()
    return or_(
        event.c.mandate_id == mandate_id,
        (event.c.resolution_id == of_resolution) & event.c.mandate_id.is_(None),
    )


def _about(session: Connection, reference: str) -> ColumnElement[bool]:
    if "#" not in reference:
        symbol = str(Symbol.parse(reference))
        found = session.execute(select(resolution.c.id).where(resolution.c.symbol == symbol)).scalar()
        if found is None:
            references.find_mandate(session, f"{symbol}#1")  # says what is near
        mandates = select(mandate.c.id).where(mandate.c.resolution_id == found)
        return or_(event.c.resolution_id == found, event.c.mandate_id.in_(mandates))
    if Reference.parse(reference).obligation is None:
        return of_mandate(int(references.find_mandate(session, reference)["id"]))
    return event.c.obligation_id == int(references.find_obligation(session, reference)["id"])


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """Return what changed without whole readings, which are kept for `undo` and not for reading."""
    return {name: value for name, value in values.items() if name not in ("reading", "proposal")}
