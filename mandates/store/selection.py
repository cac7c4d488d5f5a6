"""The filters that every command shares, as conditions and order in SQL.

`mandates.timeline.selection` says the same in Python, for what is not stored; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
)

from mandates.domain.errors import UsageError
from mandates.domain.filters import Criteria, Filters
from mandates.domain.status import ISSUE_BEFORE, ISSUED, STATE_SORTS, Role, State
from mandates.store import agendas, budget, reference_data
from mandates.store.rows import chunks
from mandates.store.search import Search, looked_up
from mandates.store.series import series
from mandates.store.tables import ONGOING, OPEN, SETTLED, UNDATED, change, ending, event, party, reading, resolution
from mandates.store.tables import obligation_state as state

#: What a list can be sorted by, each with its columns; by where things stand: within a state.
SORTS: dict[str, tuple[str, ...]] = {
    "due": ("sort_date",),
    "symbol": (),
    "reference": (),
    "status": ("status", "sort_date"),
    "verb": ("verb", "sort_date"),
    "deliverable": ("deliverable", "sort_date"),
    "body": ("at_body", "sort_date"),
    **dict.fromkeys(STATE_SORTS, ("sort_date",)),
}

#: States that ended since a past day are read as a whole where they are no more than these: in a tenth of a second.
_RECENT = 50_000

#: Conditions on `obligation_state` of which one holds for each that is meant and none for another. They are asked one
#: by one, since each has its index, and databases lose sight of that in one long OR.
Parts = Sequence[ColumnElement[bool]]


def valid_on(connection: Connection, day: dt.date, through: dt.date | None = None) -> Parts:
    """Return the conditions that a state holds on a day: what holds still and, on a past day, what held then.

    Of a state that a text or a person has changed since, the row of that time is looked at. With `through` what will
    recur up to a later day, as far as was known on `day`, is meant too.
    """
    ended = _last_end(connection)
    known = _known(day, through or day)
    current = and_(state.c.ended_in == ONGOING, *known)
    if ended is None or ended <= day:
        return (current,)
    return current, and_(state.c.ended_in.between(day.year, ended.year), state.c.until > day, *known)


def in_order_on(connection: Connection, day: dt.date, through: dt.date | None = None) -> Parts:
    """Return the same conditions, so many that each can be read in the order of lists: what has ended, year by year."""
    ended = _last_end(connection)
    known = _known(day, through or day)
    current = and_(state.c.ended_in == ONGOING, *known)
    if ended is None or ended <= day:
        return (current,)
    years = range(day.year, ended.year + 1)
    return current, *(and_(state.c.ended_in == year, state.c.until > day, *known) for year in years)


def selected_on(connection: Connection, filters: Filters, day: dt.date, *, in_order: bool = False) -> Parts:
    """Return conditions of which one holds for each state on `day`, as `filters` are answered best."""
    through = filters.last_day(day)
    if in_order and not parties_asked(filters):
        return in_order_on(connection, day, through)
    parts = valid_on(connection, day, through)
    # found by their parties, at once
    return (and_(*_held(day)),) if len(parts) > 1 and through == day and parties_asked(filters) else parts


def recent_on(connection: Connection, day: dt.date) -> tuple[ColumnElement[bool], ColumnElement[bool]] | None:
    """Return the conditions that a state holds on a past day still, and that it held then, where not much has changed
    since: what has is then read as a whole, and not found by a party or a word. None elsewhere.
    """
    is_over: ColumnElement[bool] = literal_column(f"obligation_state.ended_in < {ONGOING}")  # as the index says it
    since = select(state.c.id).where(is_over, state.c.until > day)
    few = connection.execute(select(func.count()).select_from(since.limit(_RECENT + 1).subquery())).scalar_one()
    if not 0 < few <= _RECENT:
        return None
    return and_(state.c.ended_in == ONGOING, state.c.since <= day), and_(is_over, *_held(day))


def numbered_on(ids: Iterable[int], day: dt.date) -> Parts:
    """Return the conditions that it is one of these states, of those that hold on a day. They name no year in which a
    state ended: SQLite would rather read all of that year than look these up.
    """
    return [and_(state.c.id.in_(some), *_held(day)) for some in chunks(sorted(ids))]


def _last_end(connection: Connection) -> dt.date | None:
    """Return the last day on which a state was followed by another."""
    # as the index says it, with the number in the words
    statement = select(func.max(state.c.until)).where(state.c.ended_in < literal_column(str(ONGOING)))
    last: dt.date | None = connection.execute(statement).scalar()
    return last


def _known(day: dt.date, through: dt.date) -> Parts:
    """Return the conditions that a state begins by `through`, and that this was known on `day`."""
    begins = state.c.since <= through
    return (begins,) if through <= day else (begins, state.c.known_on <= day)  # what has begun is known


def _held(day: dt.date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return state.c.until > day, state.c.since <= day


def conditions(
    connection: Connection, filters: Filters, day: dt.date, *, read_whole: bool = False
) -> list[ColumnElement[bool]]:
    """Return the conditions that `filters` put on a state that holds on `day`; all of them have to hold.

    With `read_whole` states are not to be found by their parties and words, but looked at one by one.

    Raises:
        UsageError: a filter makes no sense.
    """
    found = _ranked(state, filters, day)
    if not filters.each_missed:
        found.append(once(day))
    if not filters.classes:
        found.append(listed())
    if filters.overdue or filters.settled is False:
        stands = state.c.ended_from > day
        again = and_(state.c.sort_date == UNDATED, state.c.renewed)
        found.append(or_(stands, again) if filters.every else stands)
    if filters.renewed:
        found.append(renewed_on(day))
    if filters.not_renewed:
        found.append(not_(renewed_on(day)))
    if filters.unissued:
        found.append(in_state(State.UNISSUED, day))
    if filters.states:
        found.append(or_(*(in_state(one, day) for one in filters.states)))
    if filters.changed_since:
        one, whole = changed_between(filters.changed_since, day)
        found.append(or_(state.c.obligation_id.in_(one), state.c.mandate_id.in_(whole)))
    at_sessions = filters.due_sessions and filters.bodies
    if at_sessions:
        found.append(_due_at(filters))
    named = replace(filters, due_sessions=(), bodies=()) if at_sessions else filters
    found += _named(connection, named, day, _ranked(party, filters, day), read_whole=read_whole)
    if filters.sessions and filters.bodies:
        due = and_(state.c.due_session.in_(filters.sessions), state.c.at_body.in_(filters.bodies))
        found.append(or_(due, and_(state.c.adopted_session.in_(filters.sessions), state.c.body.in_(filters.bodies))))
    found += [not_(func.coalesce(one, false())) for one in _named(connection, filters.excluded, day, ())]
    if filters.search:
        found.append(Search(connection, filters.search).condition(read_whole=read_whole))
    return found


def renewed_on(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that it was known by a day that a later resolution asks for the same anew."""
    known = select(ending.c.mandate_id).where(ending.c.renewed, ending.c.since <= day, ending.c.until > day)
    return state.c.mandate_id.in_(known)


def renewed_mandates(connection: Connection, day: dt.date, mandate_ids: Sequence[int]) -> set[int]:
    """Return which of these mandates it was known by a day that a later resolution asks for anew."""
    found: set[int] = set()
    for some in chunks(sorted(set(mandate_ids))):
        known = select(ending.c.mandate_id).where(ending.c.renewed, ending.c.since <= day, ending.c.until > day)
        found.update(connection.execute(known.where(ending.c.mandate_id.in_(some))).scalars())
    return found


def _due_at(filters: Filters) -> ColumnElement[bool]:
    """Return the condition that it is due at one of the sessions of the bodies that filters name: it names it, or its
    day is one of the session's own.
    """
    named = and_(state.c.due_session.in_(filters.due_sessions), state.c.at_body.in_(filters.bodies))
    by_day = [
        and_(state.c.due_session.is_(None), state.c.at_body == one.body, state.c.sort_date.between(one.first, one.last))
        for one in filters.session_dates or ()
    ]
    return or_(named, *by_day)


def _ranked(of: Table, filters: Filters, day: dt.date) -> list[ColumnElement[bool]]:
    """Return the conditions that depend on where a state stands in lists, which its parties know too."""
    found = []
    if filters.overdue:
        found += [of.c.lifecycle == OPEN, of.c.sort_date < day]
    elif filters.settled is not None:
        found.append(of.c.lifecycle == (SETTLED if filters.settled else OPEN))
    if filters.undated:
        found.append(of.c.sort_date == UNDATED)
    if filters.since:
        found += [of.c.sort_date >= filters.since, of.c.sort_date < UNDATED]
    if filters.until:
        found.append(of.c.sort_date <= filters.until)
    return found


def _named(
    connection: Connection,
    named: Criteria,
    day: dt.date,
    ranked: Sequence[ColumnElement[bool]],
    *,
    read_whole: bool = False,
) -> list[ColumnElement[bool]]:
    """Return a condition for each thing that filters name; `ranked` also holds for every party that matters."""
    found = [
        or_(*(column.in_(values) for column in columns))
        for values, *columns in (
            ([status.value for status in named.statuses], state.c.status),
            (named.verbs, state.c.verb),
            (named.deliverables, state.c.deliverable),
            ([one.value for one in named.classes], state.c.mandate_class),
            (named.bodies, state.c.at_body, state.c.body),
            (named.sessions, state.c.due_session, state.c.adopted_session),
            (named.due_sessions, state.c.due_session),
            (named.adopted_sessions, state.c.adopted_session),
        )
        if values
    ]
    if named.resolutions:
        of_symbols = select(resolution.c.id).where(resolution.c.symbol.in_(named.resolutions))
        found.append(state.c.resolution_id.in_(of_symbols))
    if named.series:
        found.append(state.c.resolution_id.in_(sorted(series(connection, named.series))))
    found += [state.c.resolution_id.in_(select(resolution.c.id).where(of)) for of in resolutions_cited(named)]
    found += [state.c.reading_id.in_(select(reading.c.id).where(of)) for of in readings_asked(connection, named, day)]
    for names, role in parties_asked(named):
        found.append(has_party(entity_ids(connection, names), role, *ranked, read_whole=read_whole))
    return found


def resolutions_cited(named: Criteria) -> list[ColumnElement[bool]]:
    """Return a condition on resolutions for each thing that filters name and that the budget says of them."""
    if not (named.entities or named.programmes):
        return []
    from mandates.reference import entities  # noqa: PLC0415 - reads the registry, which only this filter needs

    short = [entities.abbreviated(" ".join(name.split())) for name in named.entities]
    names = [one.name if one is not None else name for one, name in zip(short, named.entities, strict=True)]
    return budget.citing(names, named.programmes)


def readings_asked(connection: Connection, named: Criteria, day: dt.date) -> list[ColumnElement[bool]]:
    """Return a condition on readings of texts for each thing that filters name and that stands in the text's head, or
    that agendas known on `day` say of its items.
    """
    found = []
    if named.committees:
        by_item = agendas.committees(connection, day)
        found.append(or_(*(_of_committee(name, by_item) for name in named.committees)))
    if named.agenda_items:
        found.append(or_(*(_under_item(connection, item, day) for item in named.agenda_items)))
    return found


#: What people call having no committee.
_PLENARY = frozenset({"none", "plenary"})


def _of_committee(name: str, by_item: Mapping[int, str]) -> ColumnElement[bool]:
    """Return the condition that a text came from a committee: a part of its name, an alias or its abbreviation;
    `by_item`: the committees of texts that do not say it themselves.
    """
    from mandates.reference import entities  # noqa: PLC0415 - reads the registry, which only this filter needs

    plain = " ".join(name.lower().split())
    if plain in _PLENARY:
        return and_(reading.c.committee.is_(None), not_(_one_of(by_item)))
    short = entities.abbreviated(plain)
    meant = [short] if short else [one for one in entities.find(plain) if one.kind == "subsidiary_body"]
    names = {form for one in meant for form in (one.name, *one.aliases)}
    parts = [] if short else [func.lower(reading.c.committee).contains(plain, autoescape=True)]
    listed = [one for one, of in by_item.items() if of in names or (not short and plain in of.lower())]
    return or_(reading.c.committee.in_(sorted(names)), *parts, _one_of(listed))


def _one_of(reading_ids: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition that a reading is one of these; their numbers stand in the statement, however many."""
    ids = sorted(reading_ids)
    of: BindParameter[Any] = bindparam("reading_ids", ids, expanding=True, literal_execute=True, unique=True)
    return reading.c.id.in_(of)


def _under_item(connection: Connection, item: str, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a text was adopted under an agenda item: by its number, or words of the title, its own
    or that of the item.
    """
    number = re.fullmatch(r"(\d+)\s*((?:\([a-z]+\)\s*)*)", item.strip().lower())
    if number is None:
        words = item.lower().split()
        titled = and_(*(func.lower(reading.c.title).contains(word, autoescape=True) for word in words))
        return or_(titled, _one_of(agendas.under_titles(connection, words, day)))
    printed = " ".join([number[1], *re.findall(r"\([a-z]+\)", number[2])])
    listed = cast(reading.c.agenda_items, Text)
    return or_(listed.contains(f'"{printed}"', autoescape=True), listed.contains(f'"{printed} (', autoescape=True))


def changed_between(first: dt.date, last: dt.date) -> tuple[Select[Any], Select[Any]]:
    """Return the obligations that were changed on these days, and the mandates that were changed as a whole."""
    happened = (
        select(event.c.obligation_id, event.c.mandate_id)
        .join(change, change.c.id == event.c.change_id)
        .where(change.c.on_day.between(first, last), ~event.c.quiet, event.c.mandate_id.is_not(None))
        .subquery()
    )
    whole = select(happened.c.mandate_id).where(happened.c.obligation_id.is_(None))
    return select(happened.c.obligation_id).where(happened.c.obligation_id.is_not(None)), whole


def order_names(filters: Filters) -> tuple[tuple[str, ...], bool]:
    """Return the columns by which a list is sorted, and whether the last comes first: as asked, else open before
    settled, soonest first, undated last.

    Raises:
        UsageError: nothing can be sorted by that.
    """
    if not filters.sort:
        return ("lifecycle", "sort_date", "sort_key"), False
    name = filters.sort.removeprefix("-")
    if name not in SORTS:
        raise UsageError(f"a list cannot be sorted by '{name}'", f"sort by {', '.join(SORTS)}, or -due for the reverse")
    return (*SORTS[name], "sort_key"), filters.sort.startswith("-")


def order(filters: Filters, of: Any = None) -> list[Any]:
    """Return the order of a list in SQL, of the columns of `of` (by default of the states themselves)."""
    names, last_first = order_names(filters)
    columns = [(state.c if of is None else of)[name] for name in names]
    return [column.desc() for column in columns] if last_first else columns


def order_kinds(filters: Filters) -> list[type]:
    """Return of what kind the values of `order_names` are."""
    return [state.c[name].type.python_type for name in order_names(filters)[0]]


def beyond(filters: Filters, place: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition that a state stands after a place in a list: the values there of `order_names`."""
    names, last_first = order_names(filters)
    columns = [state.c[name] for name in names]
    there = tuple_(*(literal(value, column.type) for value, column in zip(place, columns, strict=True)))
    return tuple_(*columns) < there if last_first else tuple_(*columns) > there


def parties_asked(named: Criteria) -> list[tuple[tuple[str, ...], Role]]:
    """Return the parties that filters ask for, any of several names for each role."""
    asked = (
        (named.owners, Role.OWNER),
        (named.partners, Role.PARTNER),
        (named.recipients, Role.RECIPIENT),
        (named.leads, Role.LEAD),
        (named.focal_points, Role.FOCAL),
    )
    return [(names, role) for names, role in asked if names]


def entity_ids(connection: Connection, names: Iterable[str]) -> list[int]:
    """Return the entities that have one of these in their name, capitals or not, or that it names: key or alias.

    An abbreviation is nobody but whose it is: "OLA" is no part of Angola.
    """
    from mandates.reference import entities  # noqa: PLC0415 - reads the registry, which only this filter needs

    found: dict[int, None] = {}
    for name in names:
        plain = " ".join(name.split())
        short = entities.abbreviated(plain)
        if short is not None:
            found |= dict.fromkeys(reference_data.entities_with_keys(connection, [short.key]))
            continue
        keys = [plain.lower().replace(" ", "-"), *(one.key for one in entities.find(plain))]
        found |= dict.fromkeys(reference_data.find_entities(connection, plain, keys))
    return list(found)


def has_party(
    ids: Sequence[int], role: Role, *alike: ColumnElement[bool], read_whole: bool = False
) -> ColumnElement[bool]:
    """Return the condition that one of these entities has a part in it; `alike` narrows the parties looked at."""
    theirs = select(party.c.state_id).where(party.c.entity_id.in_(ids), party.c.role == role.value, *alike)
    return looked_up(state.c.id, read_whole=read_whole).in_(theirs)


def open_(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that something is expected still: it is not settled, and has not ended."""
    return and_(state.c.lifecycle == OPEN, state.c.ended_from > day)


def ended(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that nothing is expected any more, though nobody settled it."""
    return and_(state.c.lifecycle == OPEN, state.c.ended_from <= day)


def settled() -> ColumnElement[bool]:
    """Return the condition that it is settled."""
    return state.c.lifecycle == SETTLED


def overdue(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that it is open and its time has passed."""
    return and_(open_(day), state.c.sort_date < day)


def once(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that it is not a missed occurrence of a recurrence that an earlier one stands for."""
    return not_(and_(state.c.follows, overdue(day)))


def listed() -> ColumnElement[bool]:
    """Return the condition that it is in lists that ask for no class: it is a mandate, or has a date."""
    return state.c.unlisted == false()


def in_state(one: State, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that it stands so on a day; `mandates.domain.status.state_on` in SQL."""
    begun = func.coalesce(state.c.opens_on, state.c.due_on) <= day
    slot_passed = func.coalesce(state.c.timetable_on, UNDATED) < day + ISSUE_BEFORE
    unissued = and_(state.c.deliverable == ISSUED, slot_passed)
    ahead = and_(open_(day), state.c.sort_date >= day, state.c.due_on.is_not(None))
    upcoming = and_(ahead, not_(unissued))
    return {
        State.SETTLED: settled(),
        State.ENDED: ended(day),
        State.UNDATED: and_(open_(day), state.c.due_on.is_(None)),
        State.OVERDUE: overdue(day),
        State.UNISSUED: and_(ahead, unissued),
        State.DUE: and_(upcoming, begun),
        State.UPCOMING: and_(upcoming, not_(begun)),
    }[one]
