"""What a session of a body comes to: what fell due, what it newly asked for, what was carried over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from mandates import calendar
from mandates.errors import UnknownReferenceError
from mandates.register import pastday
from mandates.register.asof import AsOf
from mandates.register.obligations import rows_statement, to_rows
from mandates.register.rows import fetch
from mandates.register.tables import SETTLED, obligation, obligation_owner, owner
from mandates.register.views import GroupCount, ObligationRow, SessionSummary

#: Sessions that are counted ahead where somebody asks what is coming.
_COMING = 8


def summary(session: Connection, body: str, number: str, as_of: dt.date, *, limit: int | None = None) -> SessionSummary:
    """Return the summary of session `number` of `body` as it stood on `as_of`; at most `limit` rows in each part.

    * Fell due: what names the session, and what the body asked for by a day in it.
    * Newly asked: what its resolutions of that session ask for.
    * Carried over: what was due at the body before the session opened and was not settled by then.

    Raises:
        UnknownReferenceError: the session is not known, and nothing in the register names it.
    """
    with pastday.on(session, as_of):
        return _summary(session, body, number, as_of, limit)


def _summary(session: Connection, body: str, number: str, as_of: dt.date, limit: int | None) -> SessionSummary:
    day = AsOf(session, as_of)
    full = calendar.resolve_body(body) or body
    window = calendar.session(full, number)
    opens_on, closes_on = (window.opens_on, window.closes_on) if window else (None, None)
    shown = and_(day.shown(), day.expected())
    fell_due = and_(shown, due_at(full, number, opens_on, closes_on))
    new = and_(shown, obligation.c.adopted_session == number, obligation.c.body == full)
    carried = and_(shown, _carried(full, opens_on))
    parts = {name: _count(session, name, where, day) for name, where in _named(fell_due, new, carried)}
    if window is None and not any(part.total for part in parts.values()):
        raise UnknownReferenceError(
            f"no session {number} of the {full} is known", "see 'mandates sessions' for those that are"
        )
    latest = select(func.min(obligation.c.due_on)).where(fell_due, day.overdue())
    earliest = session.execute(latest).scalar()
    return SessionSummary(
        body=full,
        session=number,
        opens_on=opens_on,
        closes_on=closes_on,
        as_of=as_of,
        fell_due=parts["fell due"],
        days_late=(as_of - earliest).days if earliest else None,
        newly_asked=parts["newly asked"],
        carried_over=parts["carried over"],
        by_owner=_by_owner(session, fell_due, day),
        by_deliverable=_by(session, obligation.c.deliverable, fell_due, day),
        by_status=_by(session, obligation.c.status, fell_due, day),
        due_rows=_rows(session, fell_due, day, limit),
        new_rows=_rows(session, new, day, limit),
        carried_rows=_rows(session, carried, day, limit),
    )


def coming(session: Connection, body: str, number: str, as_of: dt.date, *, sessions: int = _COMING) -> list[GroupCount]:
    """Return what falls due at each of the sessions after `number`, up to the last that has something."""
    with pastday.on(session, as_of):
        return _coming(session, body, number, as_of, sessions)


def _coming(session: Connection, body: str, number: str, as_of: dt.date, sessions: int) -> list[GroupCount]:
    day = AsOf(session, as_of)
    full = calendar.resolve_body(body) or body
    found: list[GroupCount] = []
    following = calendar.next_session(full, number)
    for _ in range(sessions):
        if following is None:
            break
        name = str(following.session)
        due = due_at(full, name, following.opens_on, following.closes_on)
        found.append(_count(session, name, and_(day.shown(), day.expected(), due), day))
        following = calendar.next_session(full, following.session)
    while found and not found[-1].total:
        found.pop()
    return found


def due_at(body: str, number: str, opens_on: dt.date | None, closes_on: dt.date | None) -> ColumnElement[bool]:
    """Return the condition that something is due at a session: it names it, or its day lies in it."""
    named = and_(obligation.c.due_session == number, obligation.c.at_body == body)
    if opens_on is None or closes_on is None:
        return named
    by_day = and_(
        obligation.c.due_session.is_(None),
        obligation.c.at_body == body,
        obligation.c.standing <= SETTLED,
        obligation.c.rank_on.between(opens_on, closes_on),
    )
    return or_(named, by_day)


def _carried(body: str, opens_on: dt.date | None) -> ColumnElement[bool]:
    earlier = and_(
        obligation.c.at_body == body,
        obligation.c.standing <= SETTLED,
        obligation.c.rank_on < (opens_on or dt.date.min),
    )
    open_then = or_(obligation.c.settled_on.is_(None), obligation.c.settled_on >= (opens_on or dt.date.min))
    return and_(earlier, open_then)


def _named(*parts: ColumnElement[bool]) -> list[tuple[str, ColumnElement[bool]]]:
    return list(zip(("fell due", "newly asked", "carried over"), parts, strict=True))


def _counts(day: AsOf) -> list[Any]:
    return [
        func.count().label("total"),
        func.count(case((day.settled(), 1))).label("done"),
        func.count(case((day.open(), 1))).label("open"),
        func.count(case((day.overdue(), 1))).label("overdue"),
    ]


def _count(session: Connection, name: str, where: ColumnElement[bool], day: AsOf) -> GroupCount:
    return GroupCount(name=name, **fetch(session, select(*_counts(day)).select_from(obligation).where(where))[0])


def _by(session: Connection, column: Any, where: ColumnElement[bool], day: AsOf) -> tuple[GroupCount, ...]:
    statement = select(column.label("name"), *_counts(day)).where(where).group_by(column)
    found = [GroupCount(**row) for row in fetch(session, statement)]
    return tuple(sorted(found, key=lambda group: (-group.total, group.name)))


def _by_owner(session: Connection, where: ColumnElement[bool], day: AsOf) -> tuple[GroupCount, ...]:
    statement = (
        select(owner.c.name, *_counts(day))
        .select_from(obligation)
        .join(obligation_owner, obligation_owner.c.obligation_id == obligation.c.id)
        .join(owner, owner.c.id == obligation_owner.c.owner_id)
        .where(where)
        .group_by(owner.c.id, owner.c.name)
    )
    found: Sequence[GroupCount] = [GroupCount(**row) for row in fetch(session, statement)]
    return tuple(sorted(found, key=lambda group: (-group.total, group.name)))


def _rows(session: Connection, where: ColumnElement[bool], day: AsOf, limit: int | None) -> tuple[ObligationRow, ...]:
    order = (obligation.c.standing, obligation.c.rank_on, obligation.c.sort_key)
    statement = rows_statement().where(where).order_by(*order)
    return tuple(to_rows(session, statement.limit(limit) if limit else statement, day))
