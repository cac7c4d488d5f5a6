"""What people decide, field by field: written, looked up, and told as events that say before and after.

Fields of an obligation: ``status``, ``settled_on``, ``note``, ``due_on`` (an extension), ``happened_on`` (of the event
that a relative due counts from), ``superseded_by``, ``owners``, ``evidence``. Of a mandate: ``owners``, ``verb``,
``deliverable``, ``dues``, ``not_a_mandate``, ``confirmed``. A field that is None is as it was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from mandates.domain.errors import ConflictError
from mandates.register.database import storable
from mandates.register.database.rows import Row, chunks, fetch, to_date
from mandates.register.tables import decision, evidence, obligation
from mandates.register.views import Status
from mandates.register.work.journal import Event

#: What a field is worth while nobody has decided on it, where that is not None.
UNDECIDED: Mapping[str, Any] = {"status": Status.PENDING.value, "evidence": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a decision is about: a mandate, or one obligation of it."""

    mandate_id: int
    reference: str
    obligation_id: int | None = None


def current(session: Connection, subjects: Sequence[Subject]) -> dict[Subject, dict[str, Any]]:
    """Return all that is decided on each of `subjects`, by field."""
    found: dict[Subject, dict[str, Any]] = {one: dict(UNDECIDED) for one in subjects}
    mandates = {one.mandate_id: one for one in subjects if one.obligation_id is None}
    obligations = {one.obligation_id: one for one in subjects if one.obligation_id is not None}
    for ids in chunks(sorted(mandates)):
        on_whole = decision.c.mandate_id.in_(ids) & decision.c.obligation_id.is_(None)
        for row in fetch(session, select(decision).where(on_whole)):
            found[mandates[row["mandate_id"]]][row["field"]] = row["value"]
    for ids in chunks(sorted(obligations)):
        for row in fetch(session, select(decision).where(decision.c.obligation_id.in_(ids))):
            found[obligations[row["obligation_id"]]][row["field"]] = row["value"]
        of_these = evidence.c.obligation_id.in_(ids)
        for row in fetch(session, select(evidence).where(of_these).order_by(evidence.c.id)):
            values = found[obligations[row["obligation_id"]]]
            values["evidence"] = [*values["evidence"], piece(row)]
    return found


def decide(
    session: Connection,
    wanted: Mapping[Subject, Mapping[str, Any]],
    *,
    action: str,
    reason: str | None = None,
) -> list[Event]:
    """Write decisions on each subject and return an event for each on which they change something.

    `mandates.register.state.projection.refresh` has to follow.
    """
    held = current(session, list(wanted))
    events: list[Event] = []
    for subject, changes in wanted.items():
        before = held[subject]
        wished = storable.data(dict(changes))
        changed = {name: value for name, value in wished.items() if before.get(name) != value}
        if changed:
            events.append(
                Event(
                    action=action,
                    reference=subject.reference,
                    mandate_id=subject.mandate_id,
                    obligation_id=subject.obligation_id,
                    before={name: before.get(name) for name in changed},
                    after=changed,
                    reason=None if reason is None else storable.text(reason),
                )
            )
    _write(session, events)
    _count_versions(session, events)
    return events


def require_version(session: Connection, obligation_id: int, reference: str, expected: int | None) -> None:
    """Raise unless an obligation is still as the caller saw it.

    Raises:
        ConflictError: somebody has changed it since.
    """
    if expected is None:
        return
    version = session.execute(select(obligation.c.version).where(obligation.c.id == obligation_id)).scalar_one()
    if version != expected:
        raise ConflictError(
            f"{reference} was changed by someone else meanwhile", f"look at it again: mandates show {reference}"
        )


def piece(row: Row) -> dict[str, Any]:
    """Return a piece of evidence as plain data."""
    return {
        "document": row["document"],
        "on": row["dated_on"].isoformat() if row["dated_on"] else None,
        "note": row["note"],
        "url": row["url"],
        "partial": row["partial"],
    }


def _write(session: Connection, events: Sequence[Event]) -> None:
    """Put what the events say in the place of what was decided: one statement for each kind of thing."""
    fields = [(one, name) for one in events for name in one.after if name != "evidence"]
    whole = [{"of": one.mandate_id, "name": name} for one, name in fields if one.obligation_id is None]
    single = [{"of": one.obligation_id, "name": name} for one, name in fields if one.obligation_id is not None]
    of_mandate = (decision.c.mandate_id == bindparam("of")) & decision.c.obligation_id.is_(None)
    for keys, of in ((whole, of_mandate), (single, decision.c.obligation_id == bindparam("of"))):
        if keys:
            session.execute(delete(decision).where(of, decision.c.field == bindparam("name")), keys)
    rows = [
        {"mandate_id": one.mandate_id, "obligation_id": one.obligation_id, "field": name, "value": one.after[name]}
        for one, name in fields
        if one.after[name] is not None and one.after[name] != UNDECIDED.get(name)
    ]
    if rows:
        session.execute(insert(decision), rows)
    documented = [one for one in events if "evidence" in one.after]
    if documented:
        of_one = evidence.c.obligation_id == bindparam("of")
        session.execute(delete(evidence).where(of_one), [{"of": one.obligation_id} for one in documented])
    pieces = [
        {
            "obligation_id": one.obligation_id,
            "document": piece["document"],
            "dated_on": to_date(piece["on"]),
            "note": piece["note"],
            "url": piece["url"],
            "partial": piece["partial"],
        }
        for one in documented
        for piece in one.after["evidence"]
    ]
    if pieces:
        session.execute(insert(evidence), pieces)


def _count_versions(session: Connection, events: Sequence[Event]) -> None:
    one_more = update(obligation).values(version=obligation.c.version + 1)
    whole = [{"of": one.mandate_id} for one in events if one.obligation_id is None]
    single = [{"of": one.obligation_id} for one in events if one.obligation_id is not None]
    if whole:
        session.execute(one_more.where(obligation.c.mandate_id == bindparam("of")), whole)
    if single:
        session.execute(one_more.where(obligation.c.id == bindparam("of")), single)
