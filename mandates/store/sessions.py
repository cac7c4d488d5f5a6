"""What is due at a session, asked for at it, or carried into it, as conditions on states."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, and_, select

from mandates.domain.filters import Filters
from mandates.store.selection import Parts, conditions, listed, once, open_
from mandates.store.tables import OPEN, SETTLED
from mandates.store.tables import obligation_state as state


def due_at(body: str, number: str, first: dt.date | None, last: dt.date | None) -> Parts:
    """Return the conditions that something is due at a session: it names it, or its day is one of the session's own,
    from the `first` to the `last`.
    """
    named = and_(state.c.due_session == number, state.c.at_body == body)
    if first is None or last is None:
        return (named,)
    by_day = and_(
        state.c.due_session.is_(None),
        state.c.at_body == body,
        state.c.standing.in_((OPEN, SETTLED)),  # all of them: the index leads to the days of each
        state.c.rank_on.between(first, last),
    )
    return named, by_day


def asked_at(body: str, number: str, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a resolution of a session asks for it, what a recurrence missed by `day` once."""
    return and_(state.c.adopted_session == number, state.c.body == body, once(day), listed())


def carried_into(body: str, number: str, opens_on: dt.date | None, day: dt.date) -> Parts:
    """Return the conditions that something was due before a session opened, or at one that closed that day, and was
    neither settled nor ended by then. What a recurrence missed by `day` is one.
    """
    first = opens_on or dt.date.min
    before, on_that_day = state.c.rank_on < first, state.c.rank_on == first
    of_another = and_(state.c.due_session.is_not(None), state.c.due_session != number)
    still_open = and_(state.c.at_body == body, state.c.standing == OPEN, state.c.ended_from > first, once(day))
    later = state.alias("later")
    settled = select(later.c.id).where(later.c.at_body == body, later.c.ended_from > first)
    return (
        and_(still_open, before),
        and_(still_open, on_that_day, of_another, state.c.ended_from > first + dt.timedelta(days=1)),
        and_(state.c.id.in_(settled.where(later.c.settled_on >= first, later.c.rank_on < first))),
        and_(state.c.id.in_(settled.where(later.c.settled_on > first, later.c.rank_on == first)), of_another),
    )


def narrowed(connection: Connection, parts: Parts, filters: Filters, day: dt.date) -> Parts:
    """Return `parts` with what filters ask besides; each missed occurrence counts where it does in `parts`.

    Raises:
        UsageError: a filter makes no sense.
    """
    if filters == Filters():
        return parts
    wanted = conditions(connection, replace(filters, every=True), day)
    return tuple(and_(part, *wanted) for part in parts)


def still_open(parts: Parts, day: dt.date) -> Parts:
    """Return `parts` with the condition that something is expected still."""
    return tuple(and_(part, open_(day)) for part in parts)
