"""Changing many obligations at once, by the filters of a list: looked at first, then as one batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from mandates.domain.errors import ConflictError, TransitionError, UsageError
from mandates.register import tracking
from mandates.register.answers import pastday, selection
from mandates.register.database import locks
from mandates.register.database.rows import chunks, fetch
from mandates.register.state import projection, recurring
from mandates.register.state.asof import AsOf
from mandates.register.state.transitions import Report, Update
from mandates.register.tables import obligation, resolution
from mandates.register.views import Filters, Status
from mandates.register.work import decisions, journal, references


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkResult:
    """What a change of many did, or would do.

    Attributes:
        changed: references of what changes, in order of the list.
        refused: references of what cannot change, each with why; it is left as it was.
        batch: number to give to `undo`; None where nothing was written.
    """

    changed: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    batch: int | None = None


def update_many(
    session: Connection,
    filters: Filters,
    *,
    status: Status | str | None = None,
    note: str | None = None,
    due: dt.date | None = None,
    original_due: bool = False,
    happened_on: dt.date | None = None,
    superseded_by: str | None = None,
    owners: Sequence[str] | None = None,
    on: dt.date | None = None,
    reason: str | None = None,
    reopen: bool = False,
    actor: str,
    at: dt.datetime,
    as_of: dt.date | None = None,
    dry_run: bool = False,
    expected: int | None = None,
) -> BulkResult:
    """Do to all obligations that `filters` select what `tracking.update` and `assign` do to one.

    Args:
        dry_run: say what would change and write nothing.
        expected: how many the caller was told; another number changes nothing.

    Raises:
        UsageError: the filters or the change make no sense.
        ConflictError: there are not as many as `expected` any more.
    """
    if superseded_by is not None:
        superseded_by = tracking.later_mandate(session, superseded_by)
    wanted = Update(
        status=None if status is None else Status(status),
        note=note,
        due=due,
        original_due=original_due,
        happened_on=happened_on,
        superseded_by=superseded_by,
        owners=None if owners is None else tracking.clean_names(owners),
        on=on,
        reason=reason,
        reopen=reopen,
    )
    return _many(session, filters, wanted, actor=actor, at=at, as_of=as_of, dry_run=dry_run, expected=expected)


def report_many(
    session: Connection,
    filters: Filters,
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
    dry_run: bool = False,
    expected: int | None = None,
) -> BulkResult:
    """Mark all obligations that `filters` select as answered by one document, as `tracking.report` does one.

    Raises:
        UsageError, ConflictError: as `update_many`.
    """
    wanted = Report(document=document, on=on, note=note, url=url, partial=partial, additional=additional)
    return _many(session, filters, wanted, actor=actor, at=at, as_of=as_of, dry_run=dry_run, expected=expected)


def _many(
    session: Connection,
    filters: Filters,
    wanted: Report | Update,
    *,
    actor: str,
    at: dt.datetime,
    as_of: dt.date | None,
    dry_run: bool,
    expected: int | None,
) -> BulkResult:
    today = as_of or at.date()
    if dry_run:
        with pastday.on(session, today):
            changes, refused = _decisions(session, _selected(session, filters, today), wanted, today)
        return BulkResult(changed=tuple(one.reference for one in changes), refused=refused)
    locks.many(session)
    recurring.advance(session, today)
    ids = _selected(session, filters, today)
    if expected is not None and len(ids) != expected:
        raise ConflictError(
            f"{len(ids)} obligations are meant now, not {expected}: someone else changed the register",
            "look at them again",
        )
    mandates = [found for some in chunks(ids) for found in _mandates_of(session, some)]
    locks.mandates(session, mandates)
    changes, refused = _decisions(session, ids, wanted, today)
    if not changes:
        return BulkResult(changed=(), refused=refused)
    action = "report" if isinstance(wanted, Report) else "update"
    reason = wanted.reason if isinstance(wanted, Update) else None
    events = decisions.decide(session, changes, action=action, reason=reason)
    batch = journal.start_batch(session, actor=actor, at=at, command=action)
    journal.write(session, batch, events)
    projection.refresh(session, [one.mandate_id for one in changes], as_of=today)
    return BulkResult(changed=tuple(str(one.reference) for one in events), refused=refused, batch=batch)


def _selected(session: Connection, filters: Filters, today: dt.date) -> list[int]:
    conditions = selection.conditions(session, filters, AsOf(session, today))
    statement = select(obligation.c.id).where(*conditions).order_by(*selection.order(filters))
    return list(session.execute(statement.limit(filters.limit) if filters.limit else statement).scalars())


def _mandates_of(session: Connection, ids: Sequence[int]) -> Sequence[int]:
    return session.execute(select(obligation.c.mandate_id).where(obligation.c.id.in_(ids)).distinct()).scalars().all()


def _decisions(
    session: Connection, ids: Sequence[int], wanted: Report | Update, today: dt.date
) -> tuple[dict[decisions.Subject, dict[str, object]], tuple[tuple[str, str], ...]]:
    """Return what is decided on each obligation, and for which it cannot be, with why."""
    rows = {}
    for some in chunks(ids):
        found = select(obligation, resolution.c.adopted_on).join(
            resolution, resolution.c.id == obligation.c.resolution_id
        )
        rows.update({row["id"]: row for row in fetch(session, found.where(obligation.c.id.in_(some)))})
    subjects = {one: references.subject_of(rows[one]) for one in ids}
    held = decisions.current(session, list(subjects.values()))
    changes: dict[decisions.Subject, dict[str, object]] = {}
    refused: list[tuple[str, str]] = []
    for one, subject in subjects.items():
        try:
            changes[subject] = wanted.decisions(rows[one], held[subject], today)
        except (TransitionError, UsageError) as error:
            refused.append((subject.reference, error.reason))
    return changes, tuple(refused)
