"""What is due at a session, asked for at it, or carried into it, as conditions on states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, or_

from mandates.domain.filters import Filters
from mandates.domain.lifecycle import OPEN, SETTLED
from mandates.store.selection import Parts, conditions, listed, once, open_
from mandates.store.tables import obligation_state as state


def due_at(body: str, number: str, first: dt.date | None, last: dt.date | None) -> Parts:
    """Return the conditions that an obligation is due at a session: it names the session, or its due date is one of the
    days of the session, from `first` to `last`.
    """
    return named_at(body, number), *between(body, [(first, last)])


def named_at(body: str, *numbers: str) -> ColumnElement[bool]:
    """Return the condition that an obligation is due at one of these sessions, which it names."""
    return and_(state.c.due_session.in_(numbers), state.c.at_body == body)


def between(body: str, windows: Iterable[tuple[dt.date | None, dt.date | None]]) -> Parts:
    """Return the conditions that an obligation towards a body is due on a day within the span of these windows."""
    days = [(first, last) for first, last in windows if first and last]
    if not days:
        return ()
    by_day = and_(
        state.c.due_session.is_(None),
        state.c.at_body == body,
        state.c.sort_date.between(min(first for first, _ in days), max(last for _, last in days)),
    )
    # one condition for open and one for settled states, since the index has the dates within each lifecycle
    return tuple(and_(by_day, state.c.lifecycle == lifecycle) for lifecycle in (OPEN, SETTLED))


def asked_at(body: str, number: str, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a resolution of a session asks for an obligation; missed occurrences count once."""
    return and_(state.c.adopted_session == number, state.c.body == body, once(day), listed())


class Carried(NamedTuple):
    """Obligations carried into a session: conditions on those still open, and on those settled since."""

    open: Parts
    settled: Parts


def carried_into(
    connection: Connection,
    session: tuple[str, str],
    opens_on: dt.date | None,
    day: dt.date,
    filters: Filters | None = None,
) -> Carried:
    """Return the obligations carried into a session, of those that `filters` select.

    They were due before the session opened, or at another session that closed on that day, and were neither settled nor
    ended by then. The occurrences of a recurrence that are missed by `day` count as one.

    Args:
        session: the body and the number of the session.
    """
    body, number = session
    filters = filters or Filters()
    first = opens_on or dt.date.min
    before, on_that_day = state.c.sort_date < first, state.c.sort_date == first
    of_another = and_(state.c.due_session.is_not(None), state.c.due_session != number)
    still_open = and_(state.c.at_body == body, state.c.lifecycle == OPEN, state.c.ended_from > first, once(day))
    parts = (
        and_(still_open, before),
        and_(still_open, on_that_day, of_another, state.c.ended_from > first + dt.timedelta(days=1)),
    )
    # one condition, since both would go through all that was settled since
    settled = and_(
        state.c.at_body == body,
        state.c.ended_from > first,
        state.c.settled_on >= first,
        or_(before, and_(state.c.settled_on > first, on_that_day, of_another)),
    )
    return Carried(narrowed(connection, parts, filters, day), narrowed(connection, (settled,), filters, day))


def narrowed(connection: Connection, parts: Parts, filters: Filters, day: dt.date) -> Parts:
    """Return `parts` with the conditions of filters added; missed occurrences count as they do in `parts`.

    Raises:
        UsageError: a filter makes no sense.
    """
    extra = _filter_conditions(connection, filters, day)
    return tuple(and_(part, *extra) for part in parts) if extra else parts


def _filter_conditions(connection: Connection, filters: Filters, day: dt.date) -> list[ColumnElement[bool]]:
    return [] if filters == Filters() else conditions(connection, replace(filters, every=True), day)


def still_open(parts: Parts, day: dt.date) -> Parts:
    """Return `parts` with the condition that an obligation is open."""
    return tuple(and_(part, open_(day)) for part in parts)
