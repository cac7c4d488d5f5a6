"""What a person should look at: uncertain readings, and readings that a later ingest proposes; and their word on it.

A correction is a decision on the mandate. It wins over what is read, now and in every later ingest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select, update

from mandates.domain.due import Due
from mandates.domain.errors import ConflictError, UnknownReferenceError
from mandates.interchange import due_to_json
from mandates.register.database import locks
from mandates.register.database.rows import Row, fetch, fetch_one
from mandates.register.state import projection
from mandates.register.storing import applying, readings
from mandates.register.storing.proposals import ACCEPTED, KEPT, OPEN
from mandates.register.tables import decision, mandate, proposal
from mandates.register.views import ProposalView
from mandates.register.work import journal, references
from mandates.register.work.changing import change
from mandates.register.work.decisions import Subject
from mandates.register.work.journal import Change, Event

#: Readings below this confidence are worth a look.
UNCERTAIN = 0.8


def uncertain(session: Connection, *, below: float = UNCERTAIN, limit: int | None = None) -> list[str]:
    """Return the references of mandates read with less confidence than `below` that nobody has confirmed or corrected.

    The least certain first; `mandates.register.queries.mandate_view` shows each.
    """
    statement = (
        select(mandate.c.reference).where(*_uncertain(below)).order_by(mandate.c.confidence, mandate.c.reference)
    )
    return list(session.execute(statement.limit(limit) if limit else statement).scalars())


def count_uncertain(session: Connection, *, below: float = UNCERTAIN) -> int:
    """Return how many `uncertain` gives without a limit."""
    return int(session.execute(select(func.count()).select_from(mandate).where(*_uncertain(below))).scalar_one())


def correct(
    session: Connection,
    reference: str,
    *,
    verb: str | None = None,
    owners: Sequence[str] | None = None,
    deliverable: str | None = None,
    due: Sequence[Due] | None = None,
    not_a_mandate: bool | None = None,
    reason: str | None = None,
    actor: str,
    at: dt.datetime,
    as_of: dt.date | None = None,
    batch: int | None = None,
) -> Change:
    """Say how a mandate is to be read; what is not given stays. Nothing given: it was read rightly.

    Args:
        due: all its dues; ``()`` for none. Obligations that fit them stay, with their history.
        not_a_mandate: True takes it off the lists, False puts it back.

    Raises:
        UnknownReferenceError: there is no such mandate.
    """
    found = references.find_mandate(session, reference)
    locks.mandates(session, [found["id"]])
    given: dict[str, Any] = {
        "verb": verb,
        "deliverable": deliverable,
        "owners": None if owners is None else list(owners),
        "dues": None if due is None else [due_to_json(one) for one in due],
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if not_a_mandate is not None:
        changes["not_a_mandate"] = not_a_mandate or None
    subject = Subject(mandate_id=found["id"], reference=found["reference"])
    return change(
        session,
        subject,
        {**changes, "confirmed": True},
        action="correct" if changes else "confirm",
        reason=reason,
        actor=actor,
        at=at,
        today=as_of or at.date(),
        batch=batch,
    )


def waiting(session: Connection, *, limit: int | None = None) -> list[ProposalView]:
    """Return the readings that wait for a person's word, in order of their references."""
    statement = (
        select(proposal.c.reading, mandate)
        .join(mandate, mandate.c.id == proposal.c.mandate_id)
        .where(proposal.c.state == OPEN, mandate.c.withdrawn.is_(False))
        .order_by(mandate.c.reference)
    )
    return [_view(row) for row in fetch(session, statement.limit(limit) if limit else statement)]


def accept(session: Connection, reference: str, *, actor: str, at: dt.datetime, batch: int | None = None) -> Change:
    """Put the proposed reading of a mandate in force. What people decided on its fields goes on winning over it.

    Raises:
        UnknownReferenceError: there is no such mandate, or nothing is proposed for it.
    """
    return _answer(session, reference, ACCEPTED, actor=actor, at=at, batch=batch)


def keep(session: Connection, reference: str, *, actor: str, at: dt.datetime, batch: int | None = None) -> Change:
    """Keep the reading of a mandate that is in force; the other is not proposed again.

    Raises:
        UnknownReferenceError: there is no such mandate, or nothing is proposed for it.
    """
    return _answer(session, reference, KEPT, actor=actor, at=at, batch=batch)


def reverse(session: Connection, one: Row) -> Event:
    """Take back an answer to a proposal (a row of `event`) and return the event that tells of it; refresh follows.

    Raises:
        ConflictError: the mandate was read or answered for again since.
    """
    found = fetch(session, select(mandate).where(mandate.c.id == one["mandate_id"]))[0]
    state = session.execute(select(proposal.c.state).where(proposal.c.id == one["after"]["proposal"])).scalar()
    now = one["after"].get("reading")
    if state != one["after"]["answer"] or (now and now["digest"] != found["digest"]):
        raise ConflictError(f"{found['reference']} was read again since", "take back the later change first")
    if now:
        applying.apply(session, found["id"], one["before"]["reading"])
    _set_state(session, one["after"]["proposal"], one["before"]["answer"])
    return Event(
        action="undo",
        reference=found["reference"],
        mandate_id=found["id"],
        before=one["after"],
        after={**one["before"], "proposal": one["after"]["proposal"]},
    )


def _uncertain(below: float) -> list[ColumnElement[bool]]:
    confirmed = select(decision.c.id).where(
        decision.c.mandate_id == mandate.c.id, decision.c.obligation_id.is_(None), decision.c.field == "confirmed"
    )
    return [mandate.c.withdrawn.is_(False), mandate.c.confidence < below, ~confirmed.exists()]


def _answer(
    session: Connection, reference: str, answer: str, *, actor: str, at: dt.datetime, batch: int | None
) -> Change:
    found = references.find_mandate(session, reference)
    locks.mandates(session, [found["id"]])
    open_one = select(proposal).where(proposal.c.mandate_id == found["id"], proposal.c.state == OPEN)
    one = fetch_one(session, open_one)
    if one is None:
        raise UnknownReferenceError(f"no other reading of {found['reference']} waits", "see 'mandates review'")
    view = _view({**found, "reading": one["reading"]})
    before: dict[str, Any] = {"answer": OPEN, "proposal": one["id"]}
    after: dict[str, Any] = {"answer": answer, "proposal": one["id"]}
    if answer == ACCEPTED:
        before |= {**view.before, "reading": {name: found[name] for name in readings.READ}}
        after |= {**view.after, "reading": one["reading"]}
        applying.apply(session, found["id"], one["reading"])
    _set_state(session, one["id"], answer)
    batch = batch or journal.start_batch(session, actor=actor, at=at, command="review")
    told = Event(action=answer, reference=found["reference"], mandate_id=found["id"], before=before, after=after)
    journal.write(session, batch, [told])
    projection.refresh(session, [found["id"]], as_of=at.date())
    return Change(batch=batch, reference=found["reference"], before=view.before, after=view.after)


def _view(row: Row) -> ProposalView:
    was, now = readings.material(row), readings.material(row["reading"])
    changed = [name for name in was if was[name] != now[name]]
    return ProposalView(
        reference=row["reference"],
        clause=row["reading"]["clause"],
        before={name: was[name] for name in changed},
        after={name: now[name] for name in changed},
    )


def _set_state(session: Connection, proposal_id: int, state: str) -> None:
    session.execute(update(proposal).where(proposal.c.id == proposal_id).values(state=state))
