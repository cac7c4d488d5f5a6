"""The filters that every command shares, as conditions and order in SQL.

`mandates.timeline.selection` says the same in Python, for what is not stored; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, not_, or_, select

from mandates.domain.errors import UsageError
from mandates.domain.filters import Filters
from mandates.domain.status import Role, State
from mandates.store import reference_data
from mandates.store.search import Search
from mandates.store.tables import ONGOING, OPEN, SETTLED, UNDATED, party, resolution
from mandates.store.tables import obligation_state as state

#: The columns a list can be sorted by.
SORTS: dict[str, tuple[str, ...]] = {
    "due": ("rank_on",),
    "symbol": (),
    "reference": (),
    "status": ("status", "rank_on"),
    "verb": ("verb", "rank_on"),
    "deliverable": ("deliverable", "rank_on"),
    "body": ("at_body", "rank_on"),
}

#: Conditions on `obligation_state` of which one holds for each that is meant and none for another. They are asked one
#: by one, since each has its index, and databases lose sight of that in one long OR.
Parts = Sequence[ColumnElement[bool]]


def valid_on(connection: Connection, day: dt.date, through: dt.date | None = None) -> Parts:
    """Return the conditions that a state holds on a day: what holds still and, on a past day, what held then.

    Of a state that a text or a person has changed since, the row of that time is looked at. With `through` what will
    recur up to a later day is meant too.
    """
    ended = _last_end(connection)
    current = _current(through or day)
    if ended is None or ended <= day:
        return (current,)
    return current, and_(state.c.ended_in.between(day.year, ended.year), *_held(day))


def in_order_on(connection: Connection, day: dt.date, through: dt.date | None = None) -> Parts:
    """Return the same conditions, so many that each can be read in the order of lists: what has ended, year by year."""
    ended = _last_end(connection)
    current = _current(through or day)
    if ended is None or ended <= day:
        return (current,)
    years = range(day.year, ended.year + 1)
    return current, *(and_(state.c.ended_in == year, *_held(day)) for year in years)


def _last_end(connection: Connection) -> dt.date | None:
    """Return the last day on which a state was followed by another."""
    # as the index says it, with the number in the words
    statement = select(func.max(state.c.until)).where(state.c.ended_in < literal_column(str(ONGOING)))
    last: dt.date | None = connection.execute(statement).scalar()
    return last


def _current(day: dt.date) -> ColumnElement[bool]:
    return and_(state.c.ended_in == ONGOING, state.c.since <= day)


def _held(day: dt.date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return state.c.until > day, state.c.since <= day


def conditions(connection: Connection, filters: Filters, day: dt.date) -> list[ColumnElement[bool]]:
    """Return the conditions that `filters` put on a state that holds on `day`; all of them have to hold.

    Raises:
        UsageError: a filter makes no sense.
    """
    found = _standing(filters, day)
    if filters.statuses:
        found.append(state.c.status.in_([status.value for status in filters.statuses]))
    if filters.verbs:
        found.append(state.c.verb.in_(filters.verbs))
    if filters.deliverables:
        found.append(state.c.deliverable.in_(filters.deliverables))
    if filters.undated:
        found.append(state.c.rank_on == UNDATED)
    if filters.since:
        found += [state.c.rank_on >= filters.since, state.c.rank_on < UNDATED]
    if filters.until:
        found.append(state.c.rank_on <= filters.until)
    found += _sessions(filters)
    if filters.resolution:
        of_symbol = select(resolution.c.id).where(resolution.c.symbol == filters.resolution)
        found.append(state.c.resolution_id.in_(of_symbol))
    for name, role in parties_asked(filters):
        found.append(has_party(entity_ids(connection, name), role))
    if filters.search:
        found.append(Search(connection, filters.search).condition())
    return found


def order_names(filters: Filters) -> tuple[tuple[str, ...], bool]:
    """Return the columns by which a list is sorted, and whether the last comes first: as asked, else open before
    settled, soonest first, undated last.

    Raises:
        UsageError: nothing can be sorted by that.
    """
    if not filters.sort:
        return ("standing", "rank_on", "sort_key"), False
    name = filters.sort.removeprefix("-")
    if name not in SORTS:
        raise UsageError(f"a list cannot be sorted by '{name}'", f"sort by {', '.join(SORTS)}, or -due for the reverse")
    return (*SORTS[name], "sort_key"), filters.sort.startswith("-")


def order(filters: Filters, of: Any = None) -> list[Any]:
    """Return the order of a list in SQL, of the columns of `of` (by default of the states themselves)."""
    names, last_first = order_names(filters)
    columns = [(state.c if of is None else of)[name] for name in names]
    return [column.desc() for column in columns] if last_first else columns


def parties_asked(filters: Filters) -> list[tuple[str, Role]]:
    """Return the parties that filters ask for, with their roles."""
    asked = ((filters.owner, Role.OWNER), (filters.partner, Role.PARTNER), (filters.recipient, Role.RECIPIENT))
    return [(name, role) for name, role in asked if name]


def entity_ids(connection: Connection, text: str) -> list[int]:
    """Return the entities with `text` in their name, capitals or not, or that it names: key, alias, initials."""
    from mandates.reference import entities  # noqa: PLC0415 - reads the registry, which only this filter needs

    plain = " ".join(text.split())
    keys = [plain.lower().replace(" ", "-"), *(one.key for one in entities.find(plain))]
    return reference_data.find_entities(connection, plain, keys)


def has_party(ids: Sequence[int], role: Role) -> ColumnElement[bool]:
    """Return the condition that one of these entities has a part in it."""
    theirs = select(party.c.state_id).where(party.c.entity_id.in_(ids), party.c.role == role.value)
    return state.c.id.in_(theirs)


def open_(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that something is expected still: it is not settled, and has not ended."""
    return and_(state.c.standing == OPEN, state.c.ended_from > day)


def ended(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that nothing is expected any more, though nobody settled it."""
    return and_(state.c.standing == OPEN, state.c.ended_from <= day)


def settled() -> ColumnElement[bool]:
    """Return the condition that it is settled."""
    return state.c.standing == SETTLED


def overdue(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that it is open and its time has passed."""
    return and_(open_(day), state.c.rank_on < day)


def once(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that it is not a missed occurrence of a recurrence that an earlier one stands for."""
    return not_(and_(state.c.follows, overdue(day)))


def _in_state(one: State, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that it stands so on a day; `mandates.timeline.selection.state_on` in SQL."""
    begun = func.coalesce(state.c.opens_on, UNDATED) <= day
    upcoming = and_(open_(day), state.c.rank_on >= day, state.c.due_on.is_not(None))
    return {
        State.SETTLED: settled(),
        State.ENDED: ended(day),
        State.UNDATED: and_(open_(day), state.c.due_on.is_(None)),
        State.OVERDUE: overdue(day),
        State.DUE: and_(upcoming, begun),
        State.UPCOMING: and_(upcoming, not_(begun)),
    }[one]


def _standing(filters: Filters, day: dt.date) -> list[ColumnElement[bool]]:
    found = [] if filters.each_missed else [once(day)]
    if filters.states:
        found.append(or_(*(_in_state(one, day) for one in filters.states)))
    if filters.overdue:
        found.append(overdue(day))
    elif filters.settled is not None:
        found.append(settled() if filters.settled else open_(day))
    return found


def _sessions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    due_then, adopted_then = state.c.due_session, state.c.adopted_session
    at_body, by_body = state.c.at_body, state.c.body
    if filters.due_session and filters.body:
        there = and_(due_then == filters.due_session, at_body == filters.body)
        if filters.session_dates is not None:
            by_day = and_(due_then.is_(None), at_body == filters.body, state.c.rank_on.between(*filters.session_dates))
            there = or_(there, by_day)
        found.append(there)
    elif filters.due_session:
        found.append(due_then == filters.due_session)
    if filters.session and filters.body:
        due = and_(due_then == filters.session, at_body == filters.body)
        found.append(or_(due, and_(adopted_then == filters.session, by_body == filters.body)))
    elif filters.session:
        found.append(or_(due_then == filters.session, adopted_then == filters.session))
    elif filters.body and not filters.due_session:
        found.append(or_(at_body == filters.body, by_body == filters.body))
    if filters.adopted_session:
        found.append(adopted_then == filters.adopted_session)
    return found
