"""What people do with obligations: report, update, assign. Each change is one event in a batch that `undo` reverses.

Nothing here prints or asks. `at` is the moment of the change, `as_of` the day it is made for (by default that of
`at`); neither is ever taken from a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection

from mandates.domain.errors import UsageError
from mandates.register.database import locks
from mandates.register.database.rows import Row
from mandates.register.state import recurring
from mandates.register.state.transitions import Report, Update
from mandates.register.views import Status
from mandates.register.work import decisions, references
from mandates.register.work.changing import change
from mandates.register.work.decisions import Subject
from mandates.register.work.journal import Change
from mandates.register.work.undoing import Undone, undo

__all__ = ["Change", "Undone", "assign", "report", "undo", "update"]


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
    wanted = Report(document=document, on=on, note=note, url=url, partial=partial, additional=additional)
    return _single(session, reference, "report", wanted, expected_version, actor=actor, at=at, as_of=as_of, batch=batch)


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
    if superseded_by is not None:
        superseded_by = _later(session, reference, superseded_by)
    wanted = Update(
        status=None if status is None else Status(status),
        note=note,
        due=due,
        original_due=original_due,
        happened_on=happened_on,
        superseded_by=superseded_by,
        on=on,
        reason=reason,
        reopen=reopen,
    )
    return _single(session, reference, "update", wanted, expected_version, actor=actor, at=at, as_of=as_of, batch=batch)


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
    names = list(clean_names(owners))
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


def clean_names(owners: Sequence[str]) -> tuple[str, ...]:
    """Return names without stray spaces, each once."""
    return tuple(dict.fromkeys(" ".join(name.split()) for name in owners if name.strip()))


def later_mandate(session: Connection, reference: str) -> str:
    """Return the canonical reference of the mandate that takes another's place."""
    return str(references.find_mandate(session, reference)["reference"])


def _locked(session: Connection, reference: str, today: dt.date, expected_version: int | None = None) -> Row:
    """Return the obligation meant, which nobody else can change until the transaction ends."""
    of = references.find_mandate(session, reference)
    locks.mandates(session, [of["id"]])
    recurring.advance(session, today, mandate_id=of["id"])
    row = references.find_obligation(session, reference, today)
    decisions.require_version(session, row["id"], row["reference"], expected_version)
    return row


def _later(session: Connection, reference: str, later: str) -> str:
    found = later_mandate(session, later)
    if found == references.find_mandate(session, reference)["reference"]:
        raise UsageError(f"{found} cannot supersede itself", "name the later mandate")
    return found


def _single(
    session: Connection,
    reference: str,
    action: str,
    wanted: Report | Update,
    expected_version: int | None,
    *,
    actor: str,
    at: dt.datetime,
    as_of: dt.date | None,
    batch: int | None,
) -> Change:
    today = as_of or at.date()
    row = _locked(session, reference, today, expected_version)
    subject = references.subject_of(row)
    changes = wanted.decisions(row, decisions.current(session, [subject])[subject], today)
    reason = wanted.reason if isinstance(wanted, Update) else None
    return change(session, subject, changes, action=action, reason=reason, actor=actor, at=at, today=today, batch=batch)
