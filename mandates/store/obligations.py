"""Obligations as they stand on a day: lists, counts and tallies, all by indexes whatever the day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select, union

from mandates.domain.filters import Filters
from mandates.domain.kinds import MandateClass
from mandates.domain.status import CLOSED, Role, State
from mandates.store import selection
from mandates.store.rows import chunks, fetch
from mandates.store.search import Found, Search
from mandates.store.selection import Parts
from mandates.store.tables import (
    OPEN,
    entity,
    mandate_version,
    obligation,
    party,
    reading,
    resolution,
)
from mandates.store.tables import obligation_state as state


class ListedRow(NamedTuple):
    """A state with what a row of a list shows besides."""

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


class Tally(NamedTuple):
    """Counts of obligations that share something."""

    by: tuple[Any, ...]
    total: int
    done: int
    open: int
    overdue: int
    unissued: int
    ended: int
    earliest: dt.date | None


_OTHERS: Mapping[str, ColumnElement[Any]] = {
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
    columns = [_OTHERS.get(name, state.c.get(name)) for name in ListedRow._fields]
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
    """Return the states on `day` that `filters` select, in the order they ask for; those after a place in that order.

    Raises:
        UsageError: a filter makes no sense.
    """
    parts = selection.in_order_on(connection, day, filters.last_day(day))
    if len(parts) == 1 and not filters.limit and after is None:
        wanted = selection.conditions(connection, filters, day)
        return fetch(connection, ListedRow, _listed().where(parts[0], *wanted).order_by(*selection.order(filters)))
    # the first ones from the index of the order, by themselves: a join may lead the database elsewhere
    return by_ids(connection, _in_order(connection, filters, day, state.c.id, after))


class _Part(NamedTuple):
    """States on a day by the condition that they hold, with those that filters put on them, and whether these are to be
    read as a whole.
    """

    holds: ColumnElement[bool]
    wanted: list[ColumnElement[bool]]
    read_whole: bool = False


def _parts(
    connection: Connection, filters: Filters, day: dt.date, *, in_order: bool = False, search: Search | None = None
) -> list[_Part]:
    """Return in which parts the states on `day` are asked for that filters, and a search beside them, select."""
    wanted = selection.conditions(connection, filters, day)
    found_among_many = selection.parties_asked(filters) or (search is not None and not search.ranked)
    recent = selection.recent_on(connection, day) if found_among_many and filters.last_day(day) == day else None
    if recent is not None:
        still, since = recent
        beside = selection.conditions(connection, filters, day, read_whole=True)
        return [_Part(still, wanted), _Part(since, beside, read_whole=True)]
    return [_Part(one, wanted) for one in selection.selected_on(connection, filters, day, in_order=in_order)]


def _in_order(
    connection: Connection,
    filters: Filters,
    day: dt.date,
    column: ColumnElement[int],
    after: Sequence[Any] | None = None,
) -> list[int]:
    """Return a column of the states that `filters` select on `day`, in the order they ask for; those after a place."""
    found: list[tuple[Any, ...]] = []
    names, last_first = selection.order_names(filters)
    parts = _parts(connection, filters, day, in_order=bool(filters.limit))
    beyond = [] if after is None else [selection.beyond(filters, after)]
    for part in parts:
        statement = select(*(state.c[name] for name in names), column).where(part.holds, *part.wanted, *beyond)
        statement = statement.order_by(*selection.order(filters))
        found += connection.execute(statement.limit(filters.limit) if filters.limit else statement).all()
    if len(parts) > 1:
        found.sort(key=lambda row: tuple(row)[:-1], reverse=last_first)
    return [row[-1] for row in found[: filters.limit or None]]


def by_ids(connection: Connection, state_ids: Sequence[int]) -> list[ListedRow]:
    """Return states in the order of their ids as given."""
    found: dict[int, ListedRow] = {}
    for some in chunks(state_ids):
        found |= {row.id: row for row in fetch(connection, ListedRow, _listed().where(state.c.id.in_(some)))}
    return [found[one] for one in state_ids]


def of_mandate(connection: Connection, mandate_id: int, day: dt.date) -> list[ListedRow]:
    """Return the states on `day` of a mandate's obligations, in their order."""
    own = obligation.c.mandate_id == mandate_id
    valid = (state.c.since <= day) & (state.c.until > day)
    return fetch(connection, ListedRow, _listed().where(own, valid).order_by(state.c.sort_key))


def of_mandates(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> list[ListedRow]:
    """Return the states on `day` of all obligations of these mandates, in order of symbols."""
    valid = (state.c.since <= day) & (state.c.until > day)
    found: list[ListedRow] = []
    for some in chunks(mandate_ids):
        found += fetch(connection, ListedRow, _listed().where(obligation.c.mandate_id.in_(some), valid))
    return sorted(found, key=lambda row: row.sort_key)


def of_obligations(connection: Connection, obligation_ids: Sequence[int], day: dt.date) -> list[ListedRow]:
    """Return the states on `day` of these obligations, in their order."""
    valid = (state.c.since <= day) & (state.c.until > day)
    found: dict[int, ListedRow] = {}
    for some in chunks(obligation_ids):
        rows = fetch(connection, ListedRow, _listed().where(state.c.obligation_id.in_(some), valid))
        found |= {row.obligation_id: row for row in rows}
    return [found[one] for one in obligation_ids]


def missed(connection: Connection, mandate_ids: Iterable[int], day: dt.date) -> dict[tuple[int, int], int]:
    """Return how many occurrences of each recurrence of these mandates are overdue on `day`, by mandate and series."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    for some in chunks(sorted(set(mandate_ids))):
        # by their numbers, and by nothing else that has an index: else the database may go through all that is overdue
        own = connection.execute(select(obligation.c.id).where(obligation.c.mandate_id.in_(some))).scalars().all()
        for ids in chunks(own):
            held = (state.c.since <= day) & (state.c.until > day)
            late = (state.c.lifecycle + 0 == OPEN) & (state.c.ended_from > day)  # as a value that no index knows
            wanted = state.c.obligation_id.in_(ids) & held & late & state.c.series.is_not(None)
            for row in connection.execute(select(state.c.mandate_id, state.c.series, state.c.sort_date).where(wanted)):
                if row.sort_date < day:
                    found[row.mandate_id, row.series] += 1
    return found


def of_obligations_there(connection: Connection, obligation_ids: Sequence[int], day: dt.date) -> list[ListedRow]:
    """Return the states on `day` of those of these obligations that have one, in their order."""
    valid = (state.c.since <= day) & (state.c.until > day)
    found: dict[int, ListedRow] = {}
    for some in chunks(obligation_ids):
        rows = fetch(connection, ListedRow, _listed().where(state.c.obligation_id.in_(some), valid))
        found |= {row.obligation_id: row for row in rows}
    return [found[one] for one in obligation_ids if one in found]


def superseded_by(connection: Connection, mandate_id: int, day: dt.date) -> list[str]:
    """Return the references of the obligations whose place a mandate takes on `day`."""
    valid = (state.c.since <= day) & (state.c.until > day)
    statement = select(state.c.reference).where(state.c.superseded_by_id == mandate_id, valid)
    return list(connection.execute(statement.order_by(state.c.sort_key)).scalars())


def count(connection: Connection, filters: Filters, day: dt.date, *, at_most: int | None = None) -> int:
    """Return how many obligations `filters` select on `day`, whatever its limit.

    With `at_most` counting stops there, so that it takes no longer in a large register than in a small one.
    """
    search = Search(connection, filters.search) if filters.search else None
    total = 0
    for part in _parts(connection, replace(filters, search=None), day, search=search):
        found = select(state.c.id).where(part.holds, *part.wanted).limit(at_most)
        if search is not None:
            # each by its own index: asked with OR, PostgreSQL reads the whole table to see which rows are among them
            each = [found.where(one).subquery() for one in search.parts(read_whole=part.read_whole)]
            found = select(union(*(select(one.c.id) for one in each)).subquery().c.id).limit(at_most)
        total += int(connection.execute(select(func.count()).select_from(found.subquery())).scalar_one())
        if at_most is not None and total >= at_most:
            return at_most
    return total


def ids(connection: Connection, filters: Filters, day: dt.date) -> list[int]:
    """Return the obligations that `filters` select on `day`, in the order they ask for."""
    return _in_order(connection, filters, day, state.c.obligation_id)


def selected_mandates(connection: Connection, filters: Filters, day: dt.date) -> dict[int, int]:
    """Return the mandates of the obligations that `filters` select on `day`, each with its resolution."""
    wanted = selection.conditions(connection, filters, day)
    found: dict[int, int] = {}
    for part in selection.valid_on(connection, day):
        statement = select(state.c.mandate_id, state.c.resolution_id).where(part, *wanted).distinct()
        found |= {row.mandate_id: row.resolution_id for row in connection.execute(statement)}
    return found


class DueAt(NamedTuple):
    """An obligation that is due at a session."""

    sort_key: str
    reference: str
    mandate_id: int
    obligation_id: int


def due_at(connection: Connection, body_name: str, number: str, day: dt.date) -> list[DueAt]:
    """Return what is due at a session, as it stands on `day`, in order of symbols."""
    at = (state.c.due_session == number) & (state.c.at_body == body_name)
    columns = [state.c[name] for name in DueAt._fields]
    found: list[DueAt] = []
    for part in selection.valid_on(connection, day):
        found += fetch(connection, DueAt, select(*columns).where(part, at))
    return sorted(found)


def searched(
    connection: Connection, filters: Filters, day: dt.date, query: str
) -> list[tuple[ListedRow, tuple[tuple[str, bool], ...]]]:
    """Return what a search finds, each with the words around the match in pieces, each with whether it was sought.

    The best first, unless so much matches that no rank means anything, or an order is asked for.
    """
    search = Search(connection, query)
    names, last_first = selection.order_names(filters)
    by_rank = search.ranked and not filters.sort
    limited = bool(filters.limit) and not by_rank
    rows: dict[int, Any] = {}
    for part in _parts(connection, replace(filters, search=None), day, in_order=limited, search=search):
        for found_by in search.parts(read_whole=part.read_whole):
            columns = (*(state.c[name] for name in names), state.c.id, state.c.paragraph_text_id)
            statement = select(*columns).where(part.holds, found_by, *part.wanted)
            if limited:
                statement = statement.order_by(*selection.order(filters)).limit(filters.limit)
            rows |= {row.id: row for row in connection.execute(statement)}
    in_order = sorted(rows.values(), key=lambda row: tuple(row)[: len(names)], reverse=last_first)
    found = [Found(row.id, row.paragraph_text_id) for row in in_order]
    if by_rank:
        found = search.best_first(found)
    found = found[: filters.limit or None]
    listed_rows = by_ids(connection, [one.id for one in found])
    return list(zip(listed_rows, search.snippets(found), strict=True))


def _counted(day: dt.date) -> tuple[ColumnElement[Any], ...]:
    """Return the counts of a `Tally`, in its order."""
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
    numbered: Sequence[int] = (),
    through: dt.date | None = None,
) -> list[Tally]:
    """Return the counts of what the conditions `parts` select, and of the states `numbered`, by the columns `by`.

    With `through` what will recur up to that day counts too.
    """
    columns = [state.c[name] for name in by]
    statement = select(*columns, *_counted(day)).select_from(state)
    if columns:
        statement = statement.group_by(*columns)
    selected = [*_holding(connection, parts, day, through), *selection.numbered_on(numbered, day)]
    return _summed(connection, statement, selected, len(columns))


def tallies_by_party(
    connection: Connection, parts: Parts, day: dt.date, role: Role, *, through: dt.date | None = None
) -> list[Tally]:
    """Return the counts of what the conditions `parts` select, by the name of each entity with this role."""
    counted = (
        select(party.c.entity_id, *_counted(day))
        .select_from(state)
        .join(party, party.c.state_id == state.c.id)
        .where(party.c.role == role.value)
        .group_by(party.c.entity_id)
    )
    found = _summed(connection, counted, _holding(connection, parts, day, through), 1)
    names = entity_names(connection, [tally.by[0] for tally in found])
    return [tally._replace(by=(names[tally.by[0]],)) for tally in found]


def tallies_by_committee(
    connection: Connection, parts: Parts, day: dt.date, *, through: dt.date | None = None
) -> list[Tally]:
    """Return the counts of what the conditions `parts` select, by the committee of the text; None for the plenary."""
    counted = (
        select(reading.c.committee, *_counted(day))
        .select_from(state)
        .join(reading, reading.c.id == state.c.reading_id)
        .group_by(reading.c.committee)
    )
    return _summed(connection, counted, _holding(connection, parts, day, through), 1)


def has_part(connection: Connection, entity_ids: Sequence[int], role: Role) -> bool:
    """Return whether one of these entities has this role in any obligation, on whatever day."""
    theirs = select(party.c.state_id).where(party.c.role == role.value)
    return any(
        connection.execute(theirs.where(party.c.entity_id.in_(some)).limit(1)).first() for some in chunks(entity_ids)
    )


def party_names(connection: Connection, role: Role) -> dict[str, str | None]:
    """Return the names of the entities that have this role somewhere, each with its key in the registry."""
    theirs = select(party.c.entity_id).where(party.c.role == role.value)
    statement = select(entity.c.name, entity.c.key).where(entity.c.id.in_(theirs)).order_by(entity.c.name)
    rows = connection.execute(statement)
    return {row.name: row.key for row in rows}


def entity_names(connection: Connection, entity_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of entities, by their ids."""
    names: dict[int, str] = {}
    for some in chunks(sorted(set(entity_ids))):
        rows = connection.execute(select(entity.c.id, entity.c.name).where(entity.c.id.in_(some)))
        names |= {row.id: row.name for row in rows}
    return names


def _holding(connection: Connection, parts: Parts, day: dt.date, through: dt.date | None) -> list[ColumnElement[bool]]:
    """Return the conditions `parts` of what holds still and of what held then."""
    return [and_(valid, part) for valid in selection.valid_on(connection, day, through) for part in parts]


def _summed(connection: Connection, statement: Select[Any], parts: Parts, keys: int) -> list[Tally]:
    """Return the tallies of all parts together."""
    sums: dict[tuple[Any, ...], list[Any]] = defaultdict(lambda: [0, 0, 0, 0, 0, 0, None])
    for part in parts:
        for row in connection.execute(statement.where(part)):
            by, (*counts, earliest) = tuple(row[:keys]), row[keys:]
            total = sums[by]
            for place, value in enumerate(counts):
                total[place] += value
            total[-1] = min(filter(None, (total[-1], _as_day(earliest))), default=None)
    return [Tally(by, *values) for by, values in sums.items()]


def _as_day(value: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def firsts(
    connection: Connection,
    parts: Parts,
    day: dt.date,
    limit: int | None,
    *,
    numbered: Sequence[int] = (),
    through: dt.date | None = None,
) -> list[ListedRow]:
    """Return the states that the conditions `parts` select and those `numbered`, or the first ones of all, in the order
    of lists.
    """
    order = (state.c.lifecycle, state.c.sort_date, state.c.sort_key)
    places: list[Any] = []
    for valid in selection.in_order_on(connection, day, through):
        for part in parts:
            statement = select(*order, state.c.id).where(valid, part).order_by(*order)
            places += connection.execute(statement.limit(limit) if limit else statement).all()
    for part in selection.numbered_on(numbered, day):
        places += connection.execute(select(*order, state.c.id).where(part)).all()
    state_ids = [place.id for place in sorted(places)[: limit or None]]
    return by_ids(connection, state_ids)


def counts_by_resolution(
    connection: Connection, resolution_ids: Sequence[int], day: dt.date
) -> dict[int, tuple[int, int]]:
    """Return how many obligations of each resolution are open on `day`, and how many of these are overdue."""
    found: dict[int, tuple[int, int]] = {}
    for some in chunks(resolution_ids):
        of_these = and_(state.c.resolution_id.in_(some), selection.once(day), selection.listed())
        for tally in tallies(connection, (of_these,), day, ("resolution_id",)):
            found[tally.by[0]] = (tally.open, tally.overdue)
    return found


def mandates_by_resolution(connection: Connection, resolution_ids: Sequence[int], day: dt.date) -> dict[int, int]:
    """Return how many mandates each resolution has on `day`, without what is followed up beside mandates."""
    found: dict[int, int] = {}
    wanted = (state.c.mandate_class == MandateClass.MANDATE.value, state.c.since <= day, state.c.until > day)
    counted = select(state.c.resolution_id, func.count(state.c.mandate_id.distinct())).where(*wanted)
    for some in chunks(resolution_ids):
        rows = connection.execute(counted.where(state.c.resolution_id.in_(some)).group_by(state.c.resolution_id))
        found |= {row[0]: row[1] for row in rows}
    return found


class OwnerLoad(NamedTuple):
    """What one entity has to do."""

    id: int
    name: str
    key: str | None
    mandates: int
    open: int
    overdue: int
    settled: int


def loads(
    connection: Connection,
    day: dt.date,
    *,
    role: Role,
    only: Sequence[int] | None = None,
    more: Iterable[tuple[int, int, State]] = (),
) -> list[OwnerLoad]:
    """Return the load of each entity with this role on `day`, the busiest first; `only` of these entities.

    `more` are obligations that are not stored: entity, mandate, and where each stands.
    """
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    mandates: dict[int, int] = {}
    theirs = [party.c.role == role.value, *([] if only is None else [party.c.entity_id.in_(only)])]
    parts = selection.valid_on(connection, day)
    counted = (selection.once(day), selection.listed())
    for valid in parts:
        statement = (
            select(
                party.c.entity_id,
                func.count(state.c.mandate_id.distinct()),
                func.count(case((selection.open_(day), 1))),
                func.count(case((selection.overdue(day), 1))),
                func.count(case((selection.settled(), 1))),
            )
            .select_from(state)
            .join(party, party.c.state_id == state.c.id)
            .where(*theirs, valid, *counted)
            .group_by(party.c.entity_id)
        )
        for entity_id, mandates[entity_id], *found in connection.execute(statement):
            counts[entity_id] = [old + new for old, new in zip(counts[entity_id], found, strict=True)]
    pairs = [
        select(party.c.entity_id, state.c.mandate_id)
        .join(state, party.c.state_id == state.c.id)
        .where(*theirs, valid, *counted)
        .distinct()
        for valid in parts
    ]
    if len(parts) > 1:  # of a mandate, one obligation may stand as it did then, and another be decided on since
        each = union(*pairs).subquery()
        by_entity = select(each.c.entity_id, func.count()).group_by(each.c.entity_id)
        mandates = {row[0]: row[1] for row in connection.execute(by_entity)}
    beside = [one for one in more if only is None or one[0] in only]
    known: set[tuple[int, int]] = set()
    for some in chunks(sorted({mandate_id for _, mandate_id, _ in beside})):
        for pair in pairs:
            known |= {(row[0], row[1]) for row in connection.execute(pair.where(state.c.mandate_id.in_(some)))}
    for entity_id, mandate_id, lifecycle in beside:
        added = (lifecycle not in CLOSED, lifecycle is State.OVERDUE, lifecycle is State.SETTLED)
        counts[entity_id] = [old + new for old, new in zip(counts[entity_id], added, strict=True)]
        mandates[entity_id] = mandates.get(entity_id, 0) + ((entity_id, mandate_id) not in known)
        known.add((entity_id, mandate_id))
    seen = {one: (mandates[one], *several) for one, several in counts.items()}
    named: dict[int, Any] = {}
    for some in chunks(sorted(seen)):
        rows = connection.execute(select(entity.c.id, entity.c.name, entity.c.key).where(entity.c.id.in_(some)))
        named |= {row.id: row for row in rows}
    found = [OwnerLoad(one, named[one].name, named[one].key, *counts) for one, counts in seen.items()]
    return sorted(found, key=lambda load: (-load.open, load.name))
