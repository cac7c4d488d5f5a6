"""What a session of a body comes to: what fell due, what it newly asked for, what was carried over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from mandates.domain.errors import UnknownReferenceError
from mandates.reference import calendar
from mandates.register.answers import pastday
from mandates.register.answers.obligations import rows_by_id
from mandates.register.database.rows import Row, chunks, fetch
from mandates.register.state.asof import AsOf
from mandates.register.tables import OPEN, SETTLED, obligation, obligation_owner, owner
from mandates.register.views import GroupCount, ObligationRow, SessionSummary

#: Sessions that are counted ahead where somebody asks what is coming.
_COMING = 8

#: Conditions on `obligation` of which one holds for each that is meant and none for another. They are asked one by one,
#: since each has its index, and databases lose sight of that in one long OR.
Parts = Sequence[ColumnElement[bool]]

_SHOWN = obligation.c.standing.in_((OPEN, SETTLED))

_COUNTED = ("total", "done", "open", "overdue")


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
    fell_due = _due_at(full, number, opens_on, closes_on)
    new = (and_(obligation.c.adopted_session == number, obligation.c.body == full, day.shown()),)
    carried = (_carried(full, opens_on),)
    tallies = _tallies(session, fell_due, day)
    parts = {
        "fell due": _sum("fell due", tallies),
        "newly asked": _count(session, "newly asked", new, day),
        "carried over": _count(session, "carried over", carried, day),
    }
    if window is None and not any(part.total for part in parts.values()):
        raise UnknownReferenceError(
            f"no session {number} of the {full} is known", "see 'mandates sessions' for those that are"
        )
    earliest = min((one["earliest"] for one in tallies if one["earliest"]), default=None)
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
        by_deliverable=_by("deliverable", tallies),
        by_status=_by("status", tallies),
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
        due = _due_at(full, name, following.opens_on, following.closes_on)
        found.append(_count(session, name, due, day))
        following = calendar.next_session(full, following.session)
    while found and not found[-1].total:
        found.pop()
    return found


def _due_at(body: str, number: str, opens_on: dt.date | None, closes_on: dt.date | None) -> Parts:
    """Return the conditions that something is due at a session: it names it, or its day lies in it."""
    named = and_(obligation.c.due_session == number, obligation.c.at_body == body, _SHOWN)
    if opens_on is None or closes_on is None:
        return (named,)
    by_day = and_(
        obligation.c.due_session.is_(None),
        obligation.c.at_body == body,
        _SHOWN,
        obligation.c.rank_on.between(opens_on, closes_on),
    )
    return named, by_day


def _carried(body: str, opens_on: dt.date | None) -> ColumnElement[bool]:
    first = opens_on or dt.date.min
    open_then = or_(obligation.c.settled_on.is_(None), obligation.c.settled_on >= first)
    return and_(obligation.c.at_body == body, _SHOWN, obligation.c.rank_on < first, open_then)


def _counts(day: AsOf) -> list[Any]:
    return [
        func.count().label("total"),
        func.count(case((day.settled(), 1))).label("done"),
        func.count(case((day.open(), 1))).label("open"),
        func.count(case((day.overdue(), 1))).label("overdue"),
    ]


def _tallies(session: Connection, parts: Parts, day: AsOf) -> list[Row]:
    """Return the counts of obligations by deliverable and status, with the earliest day of what is late."""
    earliest = func.min(case((day.overdue(), obligation.c.rank_on))).label("earliest")
    by = (obligation.c.deliverable, obligation.c.status)
    tally = select(*by, *_counts(day), earliest).group_by(*by)
    return [row for part in parts for row in fetch(session, tally.where(part, day.expected()))]


def _count(session: Connection, name: str, parts: Parts, day: AsOf) -> GroupCount:
    counted = select(*_counts(day)).select_from(obligation)
    return _sum(name, [row for part in parts for row in fetch(session, counted.where(part, day.expected()))])


def _sum(name: str, tallies: Iterable[Row]) -> GroupCount:
    rows = list(tallies)
    return GroupCount(name=name, **{field: sum(row[field] for row in rows) for field in _COUNTED})


def _by(column: str, tallies: Iterable[Row]) -> tuple[GroupCount, ...]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in tallies:
        grouped[row[column]].append(row)
    return _most_first(_sum(name, rows) for name, rows in grouped.items())


def _by_owner(session: Connection, parts: Parts, day: AsOf) -> tuple[GroupCount, ...]:
    counted = (
        select(obligation_owner.c.owner_id, *_counts(day))
        .select_from(obligation)
        .join(obligation_owner, obligation_owner.c.obligation_id == obligation.c.id)
        .group_by(obligation_owner.c.owner_id)
    )
    grouped: dict[int, list[Row]] = defaultdict(list)
    for part in parts:
        for row in fetch(session, counted.where(part, day.expected())):
            grouped[row["owner_id"]].append(row)
    names: dict[int, str] = {}
    for ids in chunks(sorted(grouped)):
        names |= {
            row.id: row.name for row in session.execute(select(owner.c.id, owner.c.name).where(owner.c.id.in_(ids)))
        }
    return _most_first(_sum(names[owner_id], rows) for owner_id, rows in grouped.items())


def _most_first(groups: Iterable[GroupCount]) -> tuple[GroupCount, ...]:
    return tuple(sorted(groups, key=lambda group: (-group.total, group.name)))


def _rows(session: Connection, parts: Parts, day: AsOf, limit: int | None) -> tuple[ObligationRow, ...]:
    """Return the obligations of all parts, or the first ones: each part gives its first, in order of its index."""
    order = (obligation.c.standing, obligation.c.rank_on, obligation.c.sort_key)
    places: list[Any] = []
    for part in parts:
        statement = select(*order, obligation.c.id).where(part, day.expected()).order_by(*order)
        places += session.execute(statement.limit(limit) if limit else statement).all()
    ids = [place.id for place in sorted(places)[: limit or None]]
    return tuple(rows_by_id(session, ids, day))
