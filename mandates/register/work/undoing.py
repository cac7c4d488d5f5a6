"""Taking a batch back: every event of it reversed by a new one, nothing deleted from the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from mandates.domain.errors import ConflictError, TransitionError, UnknownReferenceError
from mandates.interchange import reading_from_json, reading_to_json
from mandates.register.database import locks
from mandates.register.database.rows import Row, fetch, fetch_one
from mandates.register.state import projection, redating
from mandates.register.storing import applying, proposals, readings, rereading
from mandates.register.tables import batch as batches
from mandates.register.tables import event as events
from mandates.register.tables import mandate
from mandates.register.work import decisions, journal, review
from mandates.register.work.decisions import Subject
from mandates.register.work.journal import Event

#: Events of an ingest that follow from the one of their resolution, which is what is reversed.
_FOLLOWING = ("read", "renumbered", "proposed", "withdrawn", "restored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back: the batch, what it had been, the references it had changed; `batch` takes this back."""

    undone: int
    command: str
    references: tuple[str, ...]
    batch: int


def undo(session: Connection, *, batch: int | None = None, actor: str, at: dt.datetime) -> Undone:
    """Take back a batch; without `batch` the last one of `actor` that is not taken back yet.

    Raises:
        UnknownReferenceError: there is no such batch, or nothing to take back.
        TransitionError: it is taken back already.
        ConflictError: what it changed has been changed again since.
    """
    locks.many(session)
    of = _find(session, batch, actor)
    done = fetch(session, select(events).where(events.c.batch_id == of["id"]).order_by(events.c.id.desc()))
    new = journal.start_batch(session, actor=actor, at=at, command="undo", undoes=of["id"])
    locks.mandates(session, [one["mandate_id"] for one in done if one["mandate_id"] is not None])
    reversed_events: list[Event] = []
    touched: set[int] = set()
    for one in done:
        if one["action"] in _FOLLOWING:
            continue
        if one["action"] in ("ingested", "reread", "removed"):
            reversed_events += _undo_ingest(session, one, new, as_of=at.date())
        else:
            undo_one = _reversal(one)
            reversed_events.append(undo_one(session, one))
            touched.add(one["mandate_id"])
    projection.refresh(session, touched, as_of=at.date())
    proposals.take_back(session, of["id"])
    journal.write(session, new, reversed_events)
    session.execute(update(batches).where(batches.c.id == of["id"]).values(undone_by_id=new))
    if of["undoes_id"] is not None:
        session.execute(update(batches).where(batches.c.id == of["undoes_id"]).values(undone_by_id=None))
    names = tuple(dict.fromkeys(one["reference"] for one in reversed(done) if one["reference"]))
    return Undone(undone=of["id"], command=of["command"], references=names, batch=new)


def _reversal(one: Row) -> Callable[[Connection, Row], Event]:
    """Return what reverses an event of this kind."""
    if "proposal" in one["after"]:
        return review.reverse
    return redating.reverse if "session" in one["after"] else _undo_decision


def _find(session: Connection, wanted: int | None, actor: str) -> Row:
    if wanted is not None:
        found = fetch_one(session, select(batches).where(batches.c.id == wanted))
        if found is None:
            raise UnknownReferenceError(f"there is no change {wanted}", "see 'mandates history'")
        if found["undone_by_id"] is not None:
            raise TransitionError(
                f"change {wanted} is taken back already", f"take that back with 'mandates undo {found['undone_by_id']}'"
            )
        return found
    of_actor = (batches.c.actor == actor) & batches.c.undone_by_id.is_(None) & batches.c.undoes_id.is_(None)
    with_events = select(events.c.id).where(events.c.batch_id == batches.c.id).exists()
    last = select(batches).where(of_actor, with_events).order_by(batches.c.id.desc()).limit(1)
    found = fetch_one(session, last)
    if found is None:
        raise UnknownReferenceError(
            f"there is nothing of {actor} to take back", "name a change: 'mandates history' has their numbers"
        )
    return found


def _undo_decision(session: Connection, one: Row) -> Event:
    subject = Subject(
        mandate_id=one["mandate_id"], obligation_id=one["obligation_id"], reference=one["reference"] or ""
    )
    held = decisions.current(session, [subject])[subject]
    changed = [name for name, value in one["after"].items() if held.get(name) != value]
    if changed:
        raise ConflictError(
            f"{one['reference']} was changed again since ({', '.join(changed)})", "take back the later change first"
        )
    reverse = decisions.decide(session, {subject: one["before"]}, action="undo")
    if "dues" in one["before"]:
        applying.reconcile(session, one["mandate_id"])
    return reverse[0] if reverse else Event(action="undo", reference=one["reference"], mandate_id=one["mandate_id"])


def _undo_ingest(session: Connection, one: Row, batch: int, *, as_of: dt.date) -> list[Event]:
    resolution_id = one["resolution_id"]
    later = fetch_one(
        session,
        select(events.c.id)
        .join(batches)
        .where(
            events.c.resolution_id == resolution_id,
            events.c.id > one["id"],
            events.c.batch_id != one["batch_id"],
            events.c.action.in_(("ingested", "reread", "removed")),
            batches.c.undone_by_id.is_(None),
            batches.c.undoes_id.is_(None),
        )
        .limit(1),
    )
    if later is not None:
        raise ConflictError(f"{one['reference']} was read again since", "take back the later ingest first")
    if one["action"] == "ingested":
        _require_untouched(session, resolution_id, one["reference"])
        rereading.withdraw(session, resolution_id, as_of=as_of)
        return [_of_resolution("removed", one, {}, {})]
    if one["action"] == "removed":
        rereading.restore(session, resolution_id, as_of=as_of)
        return [_of_resolution("ingested", one, {}, {})]
    now = readings.stored(session, resolution_id)
    before = reading_from_json(one["before"]["reading"])
    rows = readings.rows_of(before)
    rereading.store(session, resolution_id, rows, batch, as_of=as_of, ask=False, told=False)
    return [_of_resolution("reread", one, {"reading": reading_to_json(now)}, {"mandates": len(before.mandates)})]


def _require_untouched(session: Connection, resolution_id: int, symbol: str) -> None:
    of_resolution = select(mandate.c.id, mandate.c.reference).where(mandate.c.resolution_id == resolution_id)
    for one in fetch(session, of_resolution.order_by(mandate.c.id)):
        if proposals.worked_on(session, one["id"]):
            raise ConflictError(
                f"somebody has worked on {one['reference']} since {symbol} was read",
                "take that back first: see 'mandates history'",
            )


def _of_resolution(action: str, one: Row, before: dict[str, Any], after: dict[str, Any]) -> Event:
    return Event(
        action=action, reference=one["reference"], resolution_id=one["resolution_id"], before=before, after=after
    )
