"""What people decide, field by field: written, looked up, and told as events that say before and after.

Fields of an obligation: ``status``, ``settled_on``, ``note``, ``due_on`` (an extension), ``happened_on`` (of the event
that a relative due counts from), ``superseded_by``, ``owners``, ``evidence``. Of a mandate: ``owners``, ``verb``,
``deliverable``, ``dues``, ``not_a_mandate``, ``confirmed``. A field that is None is as it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from mandates.errors import ConflictError
from mandates.register.journal import Event
from mandates.register.rows import fetch, to_date
from mandates.register.tables import decision, evidence, obligation
from mandates.register.views import Status

#: What a field is worth while nobody has decided on it, where that is not None.
_UNDECIDED: Mapping[str, Any] = {"status": Status.PENDING.value, "evidence": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a decision is about: a mandate, or one obligation of it."""

    mandate_id: int
    reference: str
    obligation_id: int | None = None


def current(session: Connection, subject: Subject) -> dict[str, Any]:
    """Return all that is decided on `subject`, by field."""
    found = fetch(session, select(decision.c.field, decision.c.value).where(_on(subject)))
    values = {**_UNDECIDED, **{one["field"]: one["value"] for one in found}}
    if subject.obligation_id is not None:
        values["evidence"] = evidence_of(session, subject.obligation_id)
    return values


def decide(
    session: Connection, subject: Subject, changes: Mapping[str, Any], *, action: str, reason: str | None = None
) -> Event | None:
    """Write decisions and return the event that tells of them, None where they change nothing.

    `mandates.register.projection.refresh` has to follow.
    """
    held = current(session, subject)
    changed = {name: value for name, value in changes.items() if held.get(name) != value}
    if not changed:
        return None
    for name, value in changed.items():
        if name == "evidence":
            _write_evidence(session, subject, value)
        else:
            _write(session, subject, name, value)
    _count_version(session, subject)
    return Event(
        action=action,
        reference=subject.reference,
        mandate_id=subject.mandate_id,
        obligation_id=subject.obligation_id,
        before={name: held.get(name) for name in changed},
        after=changed,
        reason=reason,
    )


def evidence_of(session: Connection, obligation_id: int) -> list[dict[str, Any]]:
    """Return the evidence of an obligation as plain data, in the order it was given."""
    of_this = evidence.c.obligation_id == obligation_id
    return [
        {
            "document": one["document"],
            "on": one["dated_on"].isoformat() if one["dated_on"] else None,
            "note": one["note"],
            "url": one["url"],
            "partial": one["partial"],
        }
        for one in fetch(session, select(evidence).where(of_this).order_by(evidence.c.id))
    ]


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


def _on(subject: Subject) -> Any:
    if subject.obligation_id is not None:
        return decision.c.obligation_id == subject.obligation_id
    return (decision.c.mandate_id == subject.mandate_id) & decision.c.obligation_id.is_(None)


def _write(session: Connection, subject: Subject, name: str, value: Any) -> None:
    of_field = _on(subject) & (decision.c.field == name)
    if value is None or value == _UNDECIDED.get(name):
        session.execute(delete(decision).where(of_field))
    elif not session.execute(update(decision).where(of_field).values(value=value)).rowcount:
        values = {"mandate_id": subject.mandate_id, "obligation_id": subject.obligation_id}
        session.execute(insert(decision).values(field=name, value=value, **values))


def _write_evidence(session: Connection, subject: Subject, wanted: list[dict[str, Any]]) -> None:
    session.execute(delete(evidence).where(evidence.c.obligation_id == subject.obligation_id))
    rows = [
        {
            "obligation_id": subject.obligation_id,
            "document": one["document"],
            "dated_on": to_date(one["on"]),
            "note": one["note"],
            "url": one["url"],
            "partial": one["partial"],
        }
        for one in wanted
    ]
    if rows:
        session.execute(insert(evidence), rows)


def _count_version(session: Connection, subject: Subject) -> None:
    if subject.obligation_id is None:
        of_subject = obligation.c.mandate_id == subject.mandate_id
    else:
        of_subject = obligation.c.id == subject.obligation_id
    session.execute(update(obligation).where(of_subject).values(version=obligation.c.version + 1))
