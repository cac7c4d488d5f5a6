"""Obligations as they stand on a day: lists and counts, all by indexes whatever the day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, union

from mandates.domain.filters import Filters
from mandates.domain.kinds import MandateClass
from mandates.domain.lifecycle import OPEN
from mandates.store import selection, tallies
from mandates.store.rows import chunks, fetch
from mandates.store.search import Found, Search
from mandates.store.selection import Parts
from mandates.store.tables import (
    mandate_version,
    obligation,
    reading,
    resolution,
)
from mandates.store.tables import obligation_state as state


class ListedRow(NamedTuple):
    """A state with everything else that a row of a list shows."""

    id: int
    obligation_id: int
    mandate_id: int
    resolution_id: int
    version_id: int
    reading_id: int
    key: str
    lifecycle: int
    status: str
    settled_on: dt.date | None
    owners: list[str]
    lead: str | None
    focal_point: str | None
    mandate_class: str
    judgement: str | None
    judgement_reason: str | None
    evidence: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    note: str | None
    superseded_by_id: int | None
    due_kind: str | None
    due_phrase: str | None
    due_body: str | None
    due_session: str | None
    due_every: str | None
    due_after: str | None
    due_event: str | None
    opens_on: dt.date | None
    due_on: dt.date | None
    read_due_on: dt.date | None
    ends_on: dt.date | None
    timetable_on: dt.date | None
    series: int | None
    ended_from: dt.date
    ended_by_id: int | None
    renewed: bool
    follows: bool
    sort_date: dt.date
    sort_key: str
    reference: str
    label: str
    at_body: str
    body: str
    verb: str
    deliverable: str
    clause: str
    parts: list[dict[str, Any]]
    symbol: str
    title: str | None
    committee: str | None
    agenda_items: list[str]
    adopted_on: dt.date | None
    version: int


_JOINED: Mapping[str, ColumnElement[Any]] = {
    "clause": mandate_version.c.clause,
    "parts": mandate_version.c.parts,
    "symbol": resolution.c.symbol,
    "title": reading.c.title,
    "committee": reading.c.committee,
    "agenda_items": reading.c.agenda_items,
    "adopted_on": reading.c.adopted_on,
    "version": obligation.c.version,
}


def _listed() -> Select[Any]:
    columns = [_JOINED.get(name, state.c.get(name)) for name in ListedRow._fields]
    return (
        select(*columns)  # type: ignore[arg-type]
        .select_from(state)
        .join(obligation, obligation.c.id == state.c.obligation_id)
        .join(mandate_version, mandate_version.c.id == state.c.version_id)
        .join(resolution, resolution.c.id == state.c.resolution_id)
        .join(reading, reading.c.id == state.c.reading_id)
    )


def listed(
    connection: Connection, filters: Filters, day: dt.date, *, after: Sequence[Any] | None = None
) -> list[ListedRow]:
    """Return the states on `day` that `filters` select, in the order they ask for; only those `after` a place in it.

    Raises:
        UsageError: a filter makes no sense.
    """
    parts = selection.in_order_on(connection, day, filters.last_day(day))
    if len(parts) == 1 and not filters.limit and after is None:
        conditions = selection.conditions(connection, filters, day)
        return fetch(connection, ListedRow, _listed().where(parts[0], *conditions).order_by(*selection.order(filters)))
    # ids first, from the index of the order, without joins, which may make the database choose another index
    return by_ids(connection, _in_order(connection, filters, day, state.c.id, after))


class _Part(NamedTuple):
    """A part of the states on a day: the condition of validity, the conditions of filters, and whether to scan the part
    as a whole.
    """

    holds: ColumnElement[bool]
    wanted: list[ColumnElement[bool]]
    read_whole: bool = False


def _parts(
    connection: Connection, filters: Filters, day: dt.date, *, in_order: bool = False, searched: bool = False
) -> list[_Part]:
    """Return the parts in which to query the states on `day` that filters select; `searched` are those among which many
    are to be found by a search.
    """
    conditions = selection.conditions(connection, filters, day)
    found_among_many = searched or selection.parties_asked(filters)
    recent = selection.recent_on(connection, day) if found_among_many and filters.last_day(day) == day else None
    if recent is not None:
        current, ended = recent
        whole_conditions = selection.conditions(connection, filters, day, read_whole=True)
        return [_Part(current, conditions), _Part(ended, whole_conditions, read_whole=True)]
    return [_Part(valid, conditions) for valid in selection.selected_on(connection, filters, day, in_order=in_order)]


def _found(
    connection: Connection, filters: Filters, day: dt.date, search: Search, *, in_order: bool = False
) -> Iterator[list[ColumnElement[bool]]]:
    """Yield the conditions under which a search finds states on `day` that filters select; one state may meet several.

    With `in_order` only the first of them are needed, in the order of the list.
    """
    filters = replace(filters, search=None)
    found = search.parts()
    if any(part.by_id for part in found):
        # the ids lead to the states, and so no other index has to
        conditions = selection.conditions(connection, filters, day, read_whole=True)
        for valid in selection.found_on(connection, filters, day):
            yield from ([valid, part.condition, *conditions] for part in found if part.by_id)
    if all(part.by_id for part in found):
        return
    for states in _parts(connection, filters, day, in_order=in_order, searched=True):
        for part in search.parts(read_whole=states.read_whole):
            if not part.by_id:
                yield [states.holds, part.condition, *states.wanted]


def _in_order(
    connection: Connection,
    filters: Filters,
    day: dt.date,
    column: ColumnElement[int],
    after: Sequence[Any] | None = None,
) -> list[int]:
    """Return a column of the states that `filters` select on `day`, in the order they ask for, from after a place."""
    rows: list[tuple[Any, ...]] = []
    names, last_first = selection.order_names(filters)
    parts = _parts(connection, filters, day, in_order=bool(filters.limit))
    beyond = [] if after is None else [selection.beyond(filters, after)]
    for part in parts:
        statement = select(*(state.c[name] for name in names), column).where(part.holds, *part.wanted, *beyond)
        statement = statement.order_by(*selection.order(filters))
        rows += connection.execute(statement.limit(filters.limit) if filters.limit else statement).all()
    if len(parts) > 1:
        rows.sort(key=lambda row: tuple(row)[:-1], reverse=last_first)
    return [row[-1] for row in rows[: filters.limit or None]]


def by_ids(connection: Connection, state_ids: Sequence[int]) -> list[ListedRow]:
    """Return states by their ids, in the order of `state_ids`."""
    rows: dict[int, ListedRow] = {}
    for batch in chunks(state_ids):
        rows |= {row.id: row for row in fetch(connection, ListedRow, _listed().where(state.c.id.in_(batch)))}
    return [rows[state_id] for state_id in state_ids]


def of_mandate(connection: Connection, mandate_id: int, day: dt.date) -> list[ListedRow]:
    """Return the states on `day` of a mandate's obligations, in their order."""
    own = obligation.c.mandate_id == mandate_id
    valid = (state.c.since <= day) & (state.c.until > day)
    return fetch(connection, ListedRow, _listed().where(own, valid).order_by(state.c.sort_key))


def of_mandates(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> list[ListedRow]:
    """Return the states on `day` of all obligations of these mandates, in order of symbols."""
    valid = (state.c.since <= day) & (state.c.until > day)
    rows: list[ListedRow] = []
    for batch in chunks(mandate_ids):
        rows += fetch(connection, ListedRow, _listed().where(obligation.c.mandate_id.in_(batch), valid))
    return sorted(rows, key=lambda row: row.sort_key)


def of_obligations(connection: Connection, obligation_ids: Sequence[int], day: dt.date) -> list[ListedRow]:
    """Return the states on `day` of these obligations, in the order of `obligation_ids`; each must have one."""
    valid = (state.c.since <= day) & (state.c.until > day)
    by_obligation: dict[int, ListedRow] = {}
    for batch in chunks(obligation_ids):
        rows = fetch(connection, ListedRow, _listed().where(state.c.obligation_id.in_(batch), valid))
        by_obligation |= {row.obligation_id: row for row in rows}
    return [by_obligation[obligation_id] for obligation_id in obligation_ids]


def missed(connection: Connection, mandate_ids: Iterable[int], day: dt.date) -> dict[tuple[int, int], int]:
    """Return how many occurrences of each recurrence of these mandates are overdue on `day`, by mandate and series."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for batch in chunks(sorted(set(mandate_ids))):
        # by ids and no other indexed column: otherwise the database may go through everything that is overdue
        obligation_ids = (
            connection.execute(select(obligation.c.id).where(obligation.c.mandate_id.in_(batch))).scalars().all()
        )
        for id_batch in chunks(obligation_ids):
            valid = (state.c.since <= day) & (state.c.until > day)
            late = (state.c.lifecycle + 0 == OPEN) & (state.c.ended_from > day)  # no index applies
            condition = state.c.obligation_id.in_(id_batch) & valid & late & state.c.series.is_not(None)
            for row in connection.execute(
                select(state.c.mandate_id, state.c.series, state.c.sort_date).where(condition)
            ):
                if row.sort_date < day:
                    counts[row.mandate_id, row.series] += 1
    return counts


def of_obligations_there(connection: Connection, obligation_ids: Sequence[int], day: dt.date) -> list[ListedRow]:
    """Return the states on `day` of these obligations, in the order of `obligation_ids`; some may have none."""
    valid = (state.c.since <= day) & (state.c.until > day)
    by_obligation: dict[int, ListedRow] = {}
    for batch in chunks(obligation_ids):
        rows = fetch(connection, ListedRow, _listed().where(state.c.obligation_id.in_(batch), valid))
        by_obligation |= {row.obligation_id: row for row in rows}
    return [by_obligation[obligation_id] for obligation_id in obligation_ids if obligation_id in by_obligation]


def superseded_by(connection: Connection, mandate_id: int, day: dt.date) -> list[str]:
    """Return the references of the obligations that a mandate supersedes on `day`."""
    valid = (state.c.since <= day) & (state.c.until > day)
    statement = select(state.c.reference).where(state.c.superseded_by_id == mandate_id, valid)
    return list(connection.execute(statement.order_by(state.c.sort_key)).scalars())


def count(
    connection: Connection,
    filters: Filters,
    day: dt.date,
    *,
    at_most: int | None = None,
    search: Search | None = None,
) -> int:
    """Return how many obligations `filters` select on `day`, whatever their limit; `search` is their search if it was
    made before.

    Counting stops at `at_most`, so that it takes no longer in a large register than in a small one.
    """
    if filters.search:
        search = search or Search(connection, filters.search)
        subqueries = [
            select(state.c.id).where(*conditions).limit(at_most).subquery()
            for conditions in _found(connection, filters, day, search)
        ]
        if not subqueries:
            return 0
        # a UNION, each part by its own index: with OR, PostgreSQL reads the whole table
        matching = union(*(select(subquery.c.id) for subquery in subqueries)).subquery()
        return _counted(connection, select(matching.c.id).limit(at_most))
    total = 0
    for part in _parts(connection, filters, day):
        total += _counted(connection, select(state.c.id).where(part.holds, *part.wanted).limit(at_most))
        if at_most is not None and total >= at_most:
            return at_most
    return total


def _counted(connection: Connection, statement: Select[Any]) -> int:
    """Return how many rows a query gives."""
    return int(connection.execute(select(func.count()).select_from(statement.subquery())).scalar_one())


def ids(connection: Connection, filters: Filters, day: dt.date) -> list[int]:
    """Return the ids of the obligations that `filters` select on `day`, in the order they ask for."""
    return _in_order(connection, filters, day, state.c.obligation_id)


def selected_mandates(connection: Connection, filters: Filters, day: dt.date) -> dict[int, int]:
    """Return the ids of the mandates with an obligation that `filters` select on `day`, each with its resolution id."""
    conditions = selection.conditions(connection, filters, day)
    mandates: dict[int, int] = {}
    for part in selection.valid_on(connection, day):
        statement = select(state.c.mandate_id, state.c.resolution_id).where(part, *conditions).distinct()
        mandates |= {row.mandate_id: row.resolution_id for row in connection.execute(statement)}
    return mandates


class DueAt(NamedTuple):
    """An obligation that is due at a session."""

    sort_key: str
    reference: str
    mandate_id: int
    obligation_id: int


def due_at(connection: Connection, body_name: str, number: str, day: dt.date) -> list[DueAt]:
    """Return the obligations that are due at a session, by their states on `day`, in order of symbols."""
    at_session = (state.c.due_session == number) & (state.c.at_body == body_name)
    columns = [state.c[name] for name in DueAt._fields]
    rows: list[DueAt] = []
    for part in selection.valid_on(connection, day):
        rows += fetch(connection, DueAt, select(*columns).where(part, at_session))
    return sorted(rows)


def searched(
    connection: Connection, filters: Filters, day: dt.date, search: Search
) -> list[tuple[ListedRow, tuple[tuple[str, bool], ...]]]:
    """Return the states that a search finds, each with a snippet in pieces: text, and whether it is part of the match.

    The best matches come first, unless there are too many to rank, or filters ask for an order.
    """
    names, last_first = selection.order_names(filters)
    by_rank = search.ranked and not filters.sort
    limited = bool(filters.limit) and not by_rank
    rows: dict[int, Any] = {}
    columns = (*(state.c[name] for name in names), state.c.id, state.c.paragraph_text_id)
    for conditions in _found(connection, filters, day, search, in_order=limited):
        statement = select(*columns).where(*conditions)
        if limited:
            statement = statement.order_by(*selection.order(filters)).limit(filters.limit)
        rows |= {row.id: row for row in connection.execute(statement)}
    in_order = sorted(rows.values(), key=lambda row: tuple(row)[: len(names)], reverse=last_first)
    matches = [Found(row.id, row.paragraph_text_id) for row in in_order]
    if by_rank:
        matches = search.best_first(matches)
    matches = matches[: filters.limit or None]
    listed_rows = by_ids(connection, [match.id for match in matches])
    return list(zip(listed_rows, search.snippets(matches), strict=True))


class OpenRow(NamedTuple):
    """An open state with its place in a list, and with what decides how pressing it is."""

    lifecycle: int
    sort_date: dt.date
    sort_key: str
    id: int
    status: str
    ended_from: dt.date
    opens_on: dt.date | None
    due_on: dt.date | None
    deliverable: str
    timetable_on: dt.date | None


#: The columns of the order of lists, with which an `OpenRow` begins.
_PLACE = ("lifecycle", "sort_date", "sort_key", "id")


def firsts(
    connection: Connection,
    parts: Parts,
    day: dt.date,
    limit: int | None,
    *,
    settled: Parts = (),
    through: dt.date | None = None,
) -> list[ListedRow]:
    """Return the states that the conditions `parts` select, and those settled ones that `settled` do, in the order of
    lists; at most `limit`.
    """
    places = _places(connection, _PLACE, parts, day, limit, settled=settled, through=through)
    return by_ids(connection, [place[_PLACE.index("id")] for place in places])


def first_open(connection: Connection, parts: Parts, day: dt.date, limit: int, *, through: dt.date) -> list[OpenRow]:
    """Return the first `limit` states, in the order of lists, of those that the conditions `parts` select."""
    return [OpenRow(*row) for row in _places(connection, OpenRow._fields, parts, day, limit, through=through)]


def _places(
    connection: Connection,
    columns: Sequence[str],
    parts: Parts,
    day: dt.date,
    limit: int | None,
    *,
    settled: Parts = (),
    through: dt.date | None = None,
) -> list[Any]:
    """Return the first `limit` states in the order of lists, as rows of `columns`, which begin with `_PLACE`."""
    order = [state.c[name] for name in _PLACE[:-1]]
    conditions = [(valid, part) for valid in selection.in_order_on(connection, day, through) for part in parts]
    conditions += [(valid, part) for valid in selection.settled_on(day) for part in settled]
    rows: list[Any] = []
    for condition in conditions:
        statement = select(*(state.c[name] for name in columns)).where(*condition).order_by(*order)
        rows += connection.execute(statement.limit(limit) if limit else statement).all()
    return sorted(rows, key=lambda row: tuple(row[: len(_PLACE)]))[: limit or None]


def counts_by_resolution(
    connection: Connection, resolution_ids: Sequence[int], day: dt.date
) -> dict[int, tuple[int, int]]:
    """Return how many obligations of each resolution are open on `day`, and how many of these are overdue."""
    counts: dict[int, tuple[int, int]] = {}
    for batch in chunks(resolution_ids):
        of_these = and_(state.c.resolution_id.in_(batch), selection.once(day), selection.listed())
        for tally in tallies.tallies(connection, (of_these,), day, ("resolution_id",)):
            counts[tally.by[0]] = (tally.open, tally.overdue)
    return counts


def mandates_by_resolution(connection: Connection, resolution_ids: Sequence[int], day: dt.date) -> dict[int, int]:
    """Return how many mandates each resolution has on `day`; other classes that are followed up do not count."""
    counts: dict[int, int] = {}
    conditions = (state.c.mandate_class == MandateClass.MANDATE.value, state.c.since <= day, state.c.until > day)
    counted = select(state.c.resolution_id, func.count(state.c.mandate_id.distinct())).where(*conditions)
    for batch in chunks(resolution_ids):
        rows = connection.execute(counted.where(state.c.resolution_id.in_(batch)).group_by(state.c.resolution_id))
        counts |= {row[0]: row[1] for row in rows}
    return counts
