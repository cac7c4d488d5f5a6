"""Counts of obligations as they stand on a day, by columns of their states, by party or by committee."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from mandates.domain.lifecycle import OPEN
from mandates.domain.status import Role, State
from mandates.store import selection
from mandates.store.rows import chunks
from mandates.store.selection import Parts
from mandates.store.tables import entity, party, reading
from mandates.store.tables import obligation_state as state


class Tally(NamedTuple):
    """Counts of the obligations that share the values `by`; `earliest` is the earliest date among the overdue ones."""

    by: tuple[Any, ...]
    total: int
    done: int
    open: int
    overdue: int
    unissued: int
    ended: int
    earliest: dt.date | None


def _counted(day: dt.date) -> tuple[ColumnElement[Any], ...]:
    """Return the SQL expressions of the counts of a `Tally`, in its order."""
    return (
        func.count(),
        func.count(case((selection.settled(), 1))),
        func.count(case((selection.open_(day), 1))),
        func.count(case((selection.overdue(day), 1))),
        func.count(case((selection.in_state(State.UNISSUED, day), 1))),
        func.count(case((selection.ended(day), 1))),
        func.min(case((selection.overdue(day), state.c.sort_date))),
    )


def tallies(
    connection: Connection,
    parts: Parts,
    day: dt.date,
    by: Sequence[str] = (),
    *,
    through: dt.date | None = None,
) -> list[Tally]:
    """Return the counts of the states that the conditions `parts` select, by the columns `by`.

    With `through` recurrences up to that day count too.
    """
    columns = [state.c[name] for name in by]
    statement = select(*columns, *_counted(day)).select_from(state)
    if columns:
        statement = statement.group_by(*columns)
    return _summed(connection, statement, _holding(connection, parts, day, through), len(columns))


def total(connection: Connection, parts: Parts, day: dt.date) -> Tally:
    """Return the counts of all states that the conditions `parts` select.

    They may be very many. They are counted by lifecycle and date, in whose order the indexes have them, since a count
    for each question takes several times longer.
    """
    columns = (state.c.lifecycle, state.c.sort_date)
    counts = (
        func.count(),
        func.count(case((state.c.ended_from <= day, 1))),
        func.count(case((selection.in_state(State.UNISSUED, day), 1))),
    )
    statement = select(*columns, *counts).select_from(state).group_by(*columns)
    done = opened = late = unissued = ended = 0
    earliest = None
    for valid in selection.in_order_on(connection, day):
        for part in parts:
            for lifecycle, sort_date, number, over, behind in connection.execute(statement.where(valid, part)):
                if lifecycle != OPEN:
                    done += number
                    continue
                opened += number - over
                ended += over
                unissued += behind
                if sort_date < day and number > over:
                    late += number - over
                    earliest = min(sort_date, earliest or sort_date)
    return Tally((), done + opened + ended, done, opened, late, unissued, ended, earliest)


def settled(connection: Connection, parts: Parts, day: dt.date) -> Tally:
    """Return the count of the settled states that the conditions `parts` select."""
    done = 0
    for valid in selection.settled_on(day):
        for part in parts:
            statement = select(func.count()).select_from(state).where(valid, part)
            done += int(connection.execute(statement).scalar_one())
    return Tally((), done, done, 0, 0, 0, 0, None)


def tallies_by_party(
    connection: Connection, parts: Parts, day: dt.date, role: Role, *, through: dt.date | None = None
) -> list[Tally]:
    """Return the counts of the states that the conditions `parts` select, by the name of each entity with this role."""
    counted = (
        select(party.c.entity_id, *_counted(day))
        .select_from(state)
        .join(party, party.c.state_id == state.c.id)
        .where(party.c.role == role.value)
        .group_by(party.c.entity_id)
    )
    summed = _summed(connection, counted, _holding(connection, parts, day, through), 1)
    names = entity_names(connection, [tally.by[0] for tally in summed])
    return [tally._replace(by=(names[tally.by[0]],)) for tally in summed]


def tallies_by_committee(
    connection: Connection, parts: Parts, day: dt.date, *, through: dt.date | None = None
) -> list[Tally]:
    """Return the counts of the states that `parts` select, by the committee of the text; None for the plenary."""
    counted = (
        select(reading.c.committee, *_counted(day))
        .select_from(state)
        .join(reading, reading.c.id == state.c.reading_id)
        .group_by(reading.c.committee)
    )
    return _summed(connection, counted, _holding(connection, parts, day, through), 1)


def entity_names(connection: Connection, entity_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of entities, by their ids."""
    names: dict[int, str] = {}
    for batch in chunks(sorted(set(entity_ids))):
        rows = connection.execute(select(entity.c.id, entity.c.name).where(entity.c.id.in_(batch)))
        names |= {row.id: row.name for row in rows}
    return names


def _holding(connection: Connection, parts: Parts, day: dt.date, through: dt.date | None) -> list[ColumnElement[bool]]:
    """Return the conditions `parts`, each combined with the condition of validity on `day`."""
    valid = selection.at_once_on(connection, day, through)
    return [and_(valid, part) for part in parts]


def _summed(connection: Connection, statement: Select[Any], parts: Parts, keys: int) -> list[Tally]:
    """Return the tallies of `statement` over all parts, added up by its first `keys` columns."""
    sums: dict[tuple[Any, ...], list[Any]] = defaultdict(lambda: [0, 0, 0, 0, 0, 0, None])
    for part in parts:
        for row in connection.execute(statement.where(part)):
            by, (*counts, earliest) = tuple(row[:keys]), row[keys:]
            total = sums[by]
            for position, value in enumerate(counts):
                total[position] += value
            total[-1] = min(filter(None, (total[-1], _as_day(earliest))), default=None)
    return [Tally(by, *values) for by, values in sums.items()]


def _as_day(value: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
