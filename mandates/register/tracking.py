"""What people do with obligations: report, update, assign. Each change is one event in a batch that `undo` reverses.

Nothing here prints or asks. `at` is the moment of the change, `as_of` the day it is made for (by default that of
`at`); neither is ever taken from a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from mandates.errors import TransitionError, UsageError
from mandates.register import decisions, locks, references, rolling
from mandates.register.changing import change
from mandates.register.decisions import Subject
from mandates.register.journal import Change
from mandates.register.rows import Row, to_date
from mandates.register.tables import resolution
from mandates.register.undoing import Undone, undo
from mandates.register.views import Status

__all__ = ["FOLLOWS", "Change", "Undone", "assign", "report", "undo", "update"]

#: From a settled status these can follow without reopening: the rest of a partial delivery, and what came of a report.
FOLLOWS: Mapping[Status, tuple[Status, ...]] = {
    Status.REPORTED: (Status.IMPLEMENTED, Status.NOT_IMPLEMENTED),
    Status.PARTLY_REPORTED: (Status.REPORTED, Status.IMPLEMENTED, Status.NOT_IMPLEMENTED),
}


def report(
    session: Connection,
    reference: str,
    *,
    document: str | None = None,
    on: dt.date | None = None,
    note: str | None = None,
    url: str | None = None,
    partial: bool = False,
    additional: bool = False,
    actor: str,
    at: dt.datetime,
    as_of: dt.date | None = None,
    expected_version: int | None = None,
    batch: int | None = None,
) -> Change:
    """Mark an obligation as reported, with the document that answers it.

    Args:
        on: date of the document; by default `as_of`.
        partial: the document answers a part; more may follow.
        additional: one more document for what is settled already; the status stays.
        expected_version: version the caller has seen; the change fails where there is another now.

    Raises:
        UnknownReferenceError, UsageError: see `references.find_obligation`; or a date that cannot be.
        TransitionError: it is settled already, or has this document.
        ConflictError: someone else changed it meanwhile.
    """
    today = as_of or at.date()
    row = _locked(session, reference, today, expected_version)
    day = on or today
    _check_day(session, row, day, today)
    held = decisions.current(session, references.subject_of(row))
    status = Status(row["status"])
    wanted = Status.PARTLY_REPORTED if partial else Status.REPORTED
    if document and any(one["document"] == document for one in held["evidence"]):
        raise TransitionError(f"{row['reference']} has {document} as evidence already", _UNDO)
    follows = not status.settled or wanted is status or wanted in FOLLOWS.get(status, ())
    if status is Status.REPORTED and not additional:
        follows = False
    if not follows and not additional:
        raise TransitionError(f"{row['reference']} is {_words(row, held)} already", _UNDO)
    piece = {"document": document, "on": day.isoformat(), "note": note, "url": url, "partial": partial}
    changes: dict[str, Any] = {"evidence": [*held["evidence"], piece]}
    if not (additional and status.settled):
        changes |= {"status": wanted.value, "settled_on": day.isoformat()}
    return change(
        session, references.subject_of(row), changes, action="report", actor=actor, at=at, today=today, batch=batch
    )


def update(
    session: Connection,
    reference: str,
    *,
    status: Status | str | None = None,
    note: str | None = None,
    due: dt.date | None = None,
    original_due: bool = False,
    happened_on: dt.date | None = None,
    superseded_by: str | None = None,
    on: dt.date | None = None,
    reason: str | None = None,
    reopen: bool = False,
    actor: str,
    at: dt.datetime,
    as_of: dt.date | None = None,
    expected_version: int | None = None,
    batch: int | None = None,
) -> Change:
    """Change an obligation: its status, note or date.

    Args:
        note: ``""`` takes the note away.
        due: a new date, with a `reason`; the one that was read is kept. original_due: back to that one.
        happened_on: when the event happened that a relative due counts from.
        superseded_by: reference of the later mandate that takes its place; the status is then ``superseded``.
        on: when it was settled; by default `as_of`.
        reopen: allow a settled one to become open, or to be settled otherwise.

    Raises:
        UnknownReferenceError, UsageError, TransitionError, ConflictError: as `report`.
    """
    today = as_of or at.date()
    row = _locked(session, reference, today, expected_version)
    subject = references.subject_of(row)
    changes = changes_for(
        session,
        row,
        status=None if status is None else Status(status),
        note=note,
        due=due,
        original_due=original_due,
        happened_on=happened_on,
        superseded_by=superseded_by,
        on=on,
        reason=reason,
        reopen=reopen,
        today=today,
    )
    return change(
        session, subject, changes, action="update", reason=reason, actor=actor, at=at, today=today, batch=batch
    )


def assign(
    session: Connection,
    reference: str,
    owners: Sequence[str],
    *,
    reason: str | None = None,
    actor: str,
    at: dt.datetime,
    as_of: dt.date | None = None,
    batch: int | None = None,
) -> Change:
    """Say who is to act, for a whole mandate or, with ``@``, for one obligation; no owners: as it was read.

    Raises:
        UnknownReferenceError, UsageError, ConflictError: as `report`.
    """
    names = list(dict.fromkeys(" ".join(name.split()) for name in owners if name.strip()))
    if "@" in reference:
        subject = references.subject_of(_locked(session, reference, as_of or at.date()))
    else:
        found = references.find_mandate(session, reference)
        locks.mandates(session, [found["id"]])
        subject = Subject(mandate_id=found["id"], reference=found["reference"])
    return change(
        session,
        subject,
        {"owners": names or None},
        action="assign",
        reason=reason,
        actor=actor,
        at=at,
        today=as_of or at.date(),
        batch=batch,
    )


def changes_for(
    session: Connection,
    row: Row,
    *,
    status: Status | None = None,
    note: str | None = None,
    due: dt.date | None = None,
    original_due: bool = False,
    happened_on: dt.date | None = None,
    superseded_by: str | None = None,
    on: dt.date | None = None,
    reason: str | None = None,
    reopen: bool = False,
    today: dt.date,
) -> dict[str, Any]:
    """Return the decisions that an update makes of an obligation, or raise as `update` does."""
    changes: dict[str, Any] = {}
    if superseded_by is not None:
        other = references.find_mandate(session, superseded_by)
        if other["id"] == row["mandate_id"]:
            raise UsageError(f"{row['reference']} cannot supersede itself", "name the later mandate")
        status, changes["superseded_by"] = Status.SUPERSEDED, other["reference"]
    if status is not None:
        _check_transition(row, status, reopen=reopen)
        if status.settled:
            day = on or today
            _check_day(session, row, day, today)
            changes["settled_on"] = day.isoformat()
        else:
            changes |= {"settled_on": None, "superseded_by": None}
        changes["status"] = status.value
    if note is not None:
        changes["note"] = note.strip() or None
    if due is not None or original_due:
        if not (reason or "").strip() and not original_due:
            raise UsageError(f"the new date of {row['reference']} has no reason", "give one: --reason TEXT")
        changes["due_on"] = None if original_due or due is None else due.isoformat()
    if happened_on is not None:
        if not row["due_after"]:
            raise UsageError(f"{row['reference']} does not count from an event", "give its date: --due DATE")
        _check_day(session, row, happened_on, today)
        changes["happened_on"] = happened_on.isoformat()
    if not changes:
        raise UsageError(f"nothing to change of {row['reference']}", "give a status, a note, a date or an owner")
    return changes


_UNDO = "take it back with 'mandates undo', or use --reopen"


def _check_transition(row: Row, wanted: Status, *, reopen: bool) -> None:
    status = Status(row["status"])
    if wanted is status:
        raise TransitionError(f"{row['reference']} is {_plain(status)} already", "nothing to change")
    if status.settled and not reopen and wanted not in FOLLOWS.get(status, ()):
        raise TransitionError(f"{row['reference']} is settled: {_plain(status)}", _UNDO)


def _check_day(session: Connection, row: Row, day: dt.date, today: dt.date) -> None:
    """Raise for a day that is still to come or before the resolution was adopted."""
    if day > today:
        raise UsageError(f"{day} is in the future (today is {today})", "give the day on which it happened")
    adopted = session.execute(
        select(resolution.c.adopted_on).where(resolution.c.id == row["resolution_id"])
    ).scalar_one()
    if adopted is not None and day < adopted:
        raise UsageError(f"{day} is before the adoption of {row['reference']} on {adopted}", "check the date")


def _locked(session: Connection, reference: str, today: dt.date, expected_version: int | None = None) -> Row:
    """Return the obligation meant, which nobody else can change until the transaction ends."""
    of = references.find_mandate(session, reference)
    locks.mandates(session, [of["id"]])
    rolling.advance(session, today, mandate_id=of["id"])
    row = references.find_obligation(session, reference)
    decisions.require_version(session, row["id"], row["reference"], expected_version)
    return row


def _words(row: Row, held: Mapping[str, Any]) -> str:
    """Return the status of a settled obligation with its day and documents, for an error."""
    documents = [one["document"] for one in held["evidence"] if one["document"]]
    day = to_date(held.get("settled_on"))
    with_documents = f" with {', '.join(documents)}" if documents else ""
    return f"{_plain(Status(row['status']))}{with_documents}{f' on {day}' if day else ''}"


def _plain(status: Status) -> str:
    return status.value.replace("_", " ")
