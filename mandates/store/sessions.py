"""What is due at a session, asked for at it, or carried into it, as conditions on states."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, or_

from mandates.store.selection import Parts, once
from mandates.store.tables import obligation_state as state


def due_at(body: str, number: str, opens_on: dt.date | None, closes_on: dt.date | None) -> Parts:
    """Return the conditions that something is due at a session: it names it, or its day lies in it."""
    named = and_(state.c.due_session == number, state.c.at_body == body)
    if opens_on is None or closes_on is None:
        return (named,)
    by_day = and_(state.c.due_session.is_(None), state.c.at_body == body, state.c.rank_on.between(opens_on, closes_on))
    return named, by_day


def asked_at(body: str, number: str, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a resolution of a session asks for it, what a recurrence missed by `day` once."""
    return and_(state.c.adopted_session == number, state.c.body == body, once(day))


def carried_into(body: str, opens_on: dt.date | None, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that something was due before a session opened and neither settled nor ended by then.

    What a recurrence missed by `day` is one.
    """
    first = opens_on or dt.date.min
    open_then = or_(state.c.settled_on.is_(None), state.c.settled_on >= first)
    return and_(state.c.at_body == body, state.c.rank_on < first, state.c.ended_from > first, open_then, once(day))
