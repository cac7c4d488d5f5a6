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
from mandates.domain.lifecycle import OPEN, SETTLED, UNDATED
from mandates.domain.status import ISSUE_BEFORE, ISSUED, STATE_SORTS, Role, State
from mandates.store import agendas, budget, reference_data
from mandates.store.rows import chunks
from mandates.store.search import Search, looked_up
from mandates.store.series import series
from mandates.store.tables import ONGOING, change, ending, event, party, reading, resolution
from mandates.store.tables import obligation_state as state

#: The sort orders of lists, each with its columns; the sorts by state apply within one state.
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

#: States that ended since a past day are scanned as a whole if there are at most this many, in a tenth of a second.
_RECENT = 50_000

#: Conditions on `obligation_state` of which exactly one holds for each selected row, and none for any other row. They
#: are queried one by one, since each has its own index, which databases do not use in one long OR.
Parts = Sequence[ColumnElement[bool]]


def valid_on(connection: Connection, day: dt.date, through: dt.date | None = None) -> Parts:
    """Return the conditions that a state is valid on a day: rows still valid and, for a past day, rows valid then.

    If a text or a person has changed a state since, the row of that time is selected. With `through`, recurrences up to
    that later day are selected too, as far as they were known on `day`.
    """
    ended = _last_end(connection)
    known = _known(day, through or day)
    current = and_(state.c.ended_in == ONGOING, *known)
    if ended is None or ended <= day:
        return (current,)
    return current, and_(state.c.ended_in.between(day.year, ended.year), state.c.until > day, *known)


def in_order_on(connection: Connection, day: dt.date, through: dt.date | None = None) -> Parts:
    """Return `valid_on` divided by the year in which states ended; each part can be read in the order of lists."""
    ended = _last_end(connection)
    known = _known(day, through or day)
    current = and_(state.c.ended_in == ONGOING, *known)
    if ended is None or ended <= day:
        return (current,)
    years = range(day.year, ended.year + 1)
    return current, *(and_(state.c.ended_in == year, state.c.until > day, *known) for year in years)


def selected_on(connection: Connection, filters: Filters, day: dt.date, *, in_order: bool = False) -> Parts:
    """Return the conditions of validity on `day`, divided in the way in which `filters` are answered fastest."""
    through = filters.last_day(day)
    if in_order and not parties_asked(filters):
        return in_order_on(connection, day, through)
    parts = valid_on(connection, day, through)
    # the index of parties finds the rows of all years in one query
    return (and_(*_held(day)),) if len(parts) > 1 and through == day and parties_asked(filters) else parts


def found_on(connection: Connection, filters: Filters, day: dt.date) -> Parts:
    """Return the conditions of validity on `day` for states that are found by ids, whatever the year of their end."""
    through = filters.last_day(day)
    return (and_(*_held(day)),) if through == day else valid_on(connection, day, through)


def recent_on(connection: Connection, day: dt.date) -> tuple[ColumnElement[bool], ColumnElement[bool]] | None:
    """Return two conditions of validity on a past day: for rows still valid, and for rows ended since.

    None if no row or more than `_RECENT` rows have ended since. Otherwise those that have are best scanned as a whole,
    not looked up by party or word.
    """
    is_over: ColumnElement[bool] = literal_column(f"obligation_state.ended_in < {ONGOING}")  # as in the index
    since = select(state.c.id).where(is_over, state.c.until > day)
    few = connection.execute(select(func.count()).select_from(since.limit(_RECENT + 1).subquery())).scalar_one()
    if not 0 < few <= _RECENT:
        return None
    return and_(state.c.ended_in == ONGOING, state.c.since <= day), and_(is_over, *_held(day))


def at_once_on(connection: Connection, day: dt.date, through: dt.date | None = None) -> ColumnElement[bool]:
    """Return `valid_on` as one condition, for counts: with its years in a list, an index is read on within each."""
    ended = _last_end(connection)
    known = _known(day, through or day)
    if ended is None or ended <= day:
        return and_(state.c.ended_in == ONGOING, *known)
    return and_(state.c.ended_in.in_([*range(day.year, ended.year + 1), ONGOING]), state.c.until > day, *known)


def settled_on(day: dt.date) -> Parts:
    """Return the condition that a settled state is valid on a day. It names no year in which states ended: they are
    found by the day on which they were settled.
    """
    return (and_(*_held(day)),)


def _last_end(connection: Connection) -> dt.date | None:
    """Return the last day on which a state was replaced by another; None if there is none."""
    # as in the index: with the number as a literal, not as a parameter
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
    """Return the conditions that `filters` put on a state that is valid on `day`; all of them have to hold.

    With `read_whole` the conditions on parties and words avoid the indexes, for states that are scanned one by one.

    Raises:
        UsageError: a filter makes no sense.
    """
    required = _ranked(state, filters, day)
    if not filters.each_missed:
        required.append(once(day))
    if not filters.classes:
        required.append(listed())
    if filters.overdue or filters.settled is False:
        stands = state.c.ended_from > day
        again = and_(state.c.sort_date == UNDATED, state.c.renewed)
        required.append(or_(stands, again) if filters.every else stands)
    if filters.renewed:
        required.append(renewed_on(day))
    if filters.not_renewed:
        required.append(not_(renewed_on(day)))
    if filters.unissued:
        required.append(in_state(State.UNISSUED, day))
    if filters.states:
        required.append(or_(*(in_state(lifecycle, day) for lifecycle in filters.states)))
    if filters.changed_since:
        obligations, mandates = changed_between(filters.changed_since, day)
        required.append(or_(state.c.obligation_id.in_(obligations), state.c.mandate_id.in_(mandates)))
    if filters.due_sessions:
        required.append(_due_at(filters))
    criteria = replace(filters, due_sessions=(), bodies=()) if filters.due_sessions else filters
    required += _named(connection, criteria, day, _ranked(party, filters, day), read_whole=read_whole)
    if filters.sessions and filters.bodies:
        due = and_(state.c.due_session.in_(filters.sessions), state.c.at_body.in_(filters.bodies))
        required.append(or_(due, and_(state.c.adopted_session.in_(filters.sessions), state.c.body.in_(filters.bodies))))
    required += [not_(func.coalesce(condition, false())) for condition in _named(connection, filters.excluded, day, ())]
    if filters.search:
        required.append(Search(connection, filters.search).condition(read_whole=read_whole))
    return required


def renewed_on(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a later resolution, known by `day`, asks for the same again."""
    known = select(ending.c.mandate_id).where(ending.c.renewed, ending.c.since <= day, ending.c.until > day)
    return state.c.mandate_id.in_(known)


def renewed_mandates(connection: Connection, day: dt.date, mandate_ids: Sequence[int]) -> set[int]:
    """Return those of these mandates for which a later resolution, known by `day`, asks again."""
    renewed: set[int] = set()
    for batch in chunks(sorted(set(mandate_ids))):
        known = select(ending.c.mandate_id).where(ending.c.renewed, ending.c.since <= day, ending.c.until > day)
        renewed.update(connection.execute(known.where(ending.c.mandate_id.in_(batch))).scalars())
    return renewed


def _due_at(filters: Filters) -> ColumnElement[bool]:
    """Return the condition that an obligation is due at one of the sessions, of the bodies if filters name any: it
    names the session, or its due date is within the dates of the session.
    """
    named: ColumnElement[bool] = state.c.due_session.in_(filters.due_sessions)
    if filters.bodies:
        named = and_(named, state.c.at_body.in_(filters.bodies))
    by_day = [
        and_(
            state.c.due_session.is_(None),
            state.c.at_body == session.body,
            state.c.sort_date.between(session.first, session.last),
        )
        for session in filters.session_dates or ()
    ]
    return or_(named, *by_day)


def _ranked(table: Table, filters: Filters, day: dt.date) -> list[ColumnElement[bool]]:
    """Return the conditions on lifecycle and sort date, columns that `obligation_state` and `party` both have."""
    ranked = []
    if filters.overdue:
        ranked += [table.c.lifecycle == OPEN, table.c.sort_date < day]
    elif filters.settled is not None:
        ranked.append(table.c.lifecycle == (SETTLED if filters.settled else OPEN))
    if filters.undated:
        ranked.append(table.c.sort_date == UNDATED)
    if filters.since:
        ranked += [table.c.sort_date >= filters.since, table.c.sort_date < UNDATED]
    if filters.until:
        ranked.append(table.c.sort_date <= filters.until)
    return ranked


def _named(
    connection: Connection,
    criteria: Criteria,
    day: dt.date,
    ranked: Sequence[ColumnElement[bool]],
    *,
    read_whole: bool = False,
) -> list[ColumnElement[bool]]:
    """Return a condition for each criterion that is set; `ranked` are further conditions on the rows of `party`."""
    required = [
        or_(*(column.in_(values) for column in columns))
        for values, *columns in (
            ([status.value for status in criteria.statuses], state.c.status),
            (criteria.verbs, state.c.verb),
            (criteria.deliverables, state.c.deliverable),
            ([mandate_class.value for mandate_class in criteria.classes], state.c.mandate_class),
            (criteria.bodies, state.c.at_body, state.c.body),
            (criteria.sessions, state.c.due_session, state.c.adopted_session),
            (criteria.due_sessions, state.c.due_session),
            (criteria.adopted_sessions, state.c.adopted_session),
        )
        if values
    ]
    if criteria.resolutions:
        of_symbols = select(resolution.c.id).where(resolution.c.symbol.in_(criteria.resolutions))
        required.append(state.c.resolution_id.in_(of_symbols))
    if criteria.series:
        required.append(state.c.resolution_id.in_(sorted(series(connection, criteria.series))))
    required += [
        state.c.resolution_id.in_(select(resolution.c.id).where(condition)) for condition in resolutions_cited(criteria)
    ]
    required += [
        state.c.reading_id.in_(select(reading.c.id).where(condition))
        for condition in readings_asked(connection, criteria, day)
    ]
    for names, role in parties_asked(criteria):
        required.append(has_party(entity_ids(connection, names), role, *ranked, read_whole=read_whole))
    return required


def resolutions_cited(named: Criteria) -> list[ColumnElement[bool]]:
    """Return a condition on resolutions for each criterion on the budget that is set: citing entity, programme."""
    if not (named.entities or named.programmes):
        return []
    from mandates.reference import entity_search  # noqa: PLC0415 - reads the registry, which only this filter needs

    abbreviated = [entity_search.abbreviated(" ".join(name.split())) for name in named.entities]
    names = [
        entity.name if entity is not None else name for entity, name in zip(abbreviated, named.entities, strict=True)
    ]
    return budget.citing(names, named.programmes)


def readings_asked(connection: Connection, named: Criteria, day: dt.date) -> list[ColumnElement[bool]]:
    """Return a condition on readings for each criterion on committee and agenda item that is set. These come from the
    heading of a text, or from agendas known on `day`.
    """
    required = []
    if named.committees:
        by_item = agendas.committees(connection, day)
        required.append(or_(*(_of_committee(name, by_item) for name in named.committees)))
    if named.agenda_items:
        required.append(or_(*(_under_item(connection, item, day) for item in named.agenda_items)))
    return required


def is_committee(connection: Connection, name: str) -> bool:
    """Whether `name` is that of a committee, or a part of the name of one from which a text in the register came."""
    from mandates.reference import entity_search  # noqa: PLC0415 - see above

    plain = " ".join(name.lower().split())
    if plain in _PLENARY or any(entity.kind == "subsidiary_body" for entity in entity_search.find(plain)):
        return True
    came_from = _of_committee(name, agendas.committees(connection, dt.date.max))
    return connection.execute(select(reading.c.id).where(came_from).limit(1)).first() is not None


def cites_any(connection: Connection, named: Criteria) -> bool:
    """Whether any resolution in the register is cited by the entities and programmes of the budget that are named."""
    return connection.execute(select(resolution.c.id).where(*resolutions_cited(named)).limit(1)).first() is not None


#: Names for having no committee.
_PLENARY = frozenset({"none", "plenary"})


def _of_committee(name: str, by_item: Mapping[int, str]) -> ColumnElement[bool]:
    """Return the condition that a text came from a committee, by a part of its name, an alias or its abbreviation.

    `by_item` has the committees of the readings that do not name one, by reading id.
    """
    from mandates.reference import entity_search  # noqa: PLC0415 - reads the registry, which only this filter needs

    plain = " ".join(name.lower().split())
    if plain in _PLENARY:
        return and_(reading.c.committee.is_(None), not_(_one_of(by_item)))
    abbreviated = entity_search.abbreviated(plain)
    committees = (
        [abbreviated]
        if abbreviated
        else [entity for entity in entity_search.find(plain) if entity.kind == "subsidiary_body"]
    )
    names = {spelling for entity in committees for spelling in (entity.name, *entity.aliases)}
    parts = [] if abbreviated else [func.lower(reading.c.committee).contains(plain, autoescape=True)]
    listed = [
        reading_id
        for reading_id, committee in by_item.items()
        if committee in names or (not abbreviated and plain in committee.lower())
    ]
    return or_(reading.c.committee.in_(sorted(names)), *parts, _one_of(listed))


def _one_of(reading_ids: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition that a reading is one of these; any number of ids is rendered into the statement."""
    ids = sorted(reading_ids)
    parameter: BindParameter[Any] = bindparam("reading_ids", ids, expanding=True, literal_execute=True, unique=True)
    return reading.c.id.in_(parameter)


def _under_item(connection: Connection, item: str, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that a text was adopted under an agenda item: by the number of the item, or by words in the
    title of the text or of the item.
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
    """Return the obligations that were changed between two days, and the mandates that were changed as a whole."""
    happened = (
        select(event.c.obligation_id, event.c.mandate_id)
        .join(change, change.c.id == event.c.change_id)
        .where(change.c.on_day.between(first, last), ~event.c.quiet, event.c.mandate_id.is_not(None))
        .subquery()
    )
    whole = select(happened.c.mandate_id).where(happened.c.obligation_id.is_(None))
    return select(happened.c.obligation_id).where(happened.c.obligation_id.is_not(None)), whole


def order_names(filters: Filters) -> tuple[tuple[str, ...], bool]:
    """Return the columns by which a list is sorted, and whether the order is descending.

    By default open obligations come before settled ones, the soonest first, undated ones last.

    Raises:
        UsageError: nothing can be sorted by that.
    """
    if not filters.sort:
        return ("lifecycle", "sort_date", "sort_key"), False
    sort_name = filters.sort.removeprefix("-")
    if sort_name not in SORTS:
        raise UsageError(
            f"a list cannot be sorted by '{sort_name}'", f"sort by {', '.join(SORTS)}, or -due for the reverse"
        )
    return (*SORTS[sort_name], "sort_key"), filters.sort.startswith("-")


def order(filters: Filters, table: Any = None) -> list[Any]:
    """Return the ORDER BY expressions of a list, on the columns of `table` (by default those of `obligation_state`)."""
    names, last_first = order_names(filters)
    columns = [(state.c if table is None else table)[name] for name in names]
    return [column.desc() for column in columns] if last_first else columns


def order_kinds(filters: Filters) -> list[type]:
    """Return the Python types of the columns of `order_names`."""
    return [state.c[name].type.python_type for name in order_names(filters)[0]]


def beyond(filters: Filters, place: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition that a state comes after a place in a list, given as values of the `order_names` columns."""
    names, last_first = order_names(filters)
    columns = [state.c[name] for name in names]
    there = tuple_(*(literal(value, column.type) for value, column in zip(place, columns, strict=True)))
    return tuple_(*columns) < there if last_first else tuple_(*columns) > there


def parties_asked(named: Criteria) -> list[tuple[tuple[str, ...], Role]]:
    """Return the names of parties that filters ask for, with the role; of several names any one suffices."""
    asked = (
        (named.owners, Role.OWNER),
        (named.partners, Role.PARTNER),
        (named.recipients, Role.RECIPIENT),
        (named.leads, Role.LEAD),
        (named.focal_points, Role.FOCAL),
    )
    return [(names, role) for names, role in asked if names]


def entity_ids(connection: Connection, names: Iterable[str]) -> list[int]:
    """Return the ids of the entities whose name contains one of these, in any case of letters, or whose key or alias it
    is.

    An abbreviation matches its entity alone: "OLA" is not looked for within "Angola".
    """
    from mandates.reference import entity_search  # noqa: PLC0415 - reads the registry, which only this filter needs

    matches: dict[int, None] = {}
    for name in names:
        plain = " ".join(name.split())
        abbreviated = entity_search.abbreviated(plain)
        if abbreviated is not None:
            matches |= dict.fromkeys(reference_data.entities_with_keys(connection, [abbreviated.key]))
            continue
        keys = [plain.lower().replace(" ", "-"), *(entity.key for entity in entity_search.find(plain))]
        matches |= dict.fromkeys(reference_data.find_entities(connection, plain, keys))
    return list(matches)


def has_party(
    ids: Sequence[int], role: Role, *alike: ColumnElement[bool], read_whole: bool = False
) -> ColumnElement[bool]:
    """Return the condition that one of these entities has this role; `alike` are further conditions on `party`."""
    state_ids = select(party.c.state_id).where(party.c.entity_id.in_(ids), party.c.role == role.value, *alike)
    return looked_up(state.c.id, read_whole=read_whole).in_(state_ids)


def open_(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that an obligation is open: not settled, and not ended."""
    return and_(state.c.lifecycle == OPEN, state.c.ended_from > day)


def ended(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that an obligation has ended without being settled."""
    return and_(state.c.lifecycle == OPEN, state.c.ended_from <= day)


def settled() -> ColumnElement[bool]:
    """Return the condition that an obligation is settled."""
    return state.c.lifecycle == SETTLED


def overdue(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that an obligation is open and its date has passed."""
    return and_(open_(day), state.c.sort_date < day)


def once(day: dt.date) -> ColumnElement[bool]:
    """Return the condition that an obligation is no missed occurrence represented by an earlier one of its series."""
    return not_(and_(state.c.follows, overdue(day)))


def listed() -> ColumnElement[bool]:
    """Return the condition that an obligation is in lists without a filter on class: it is a mandate, or has a date."""
    return state.c.unlisted == false()


def in_state(wanted: State, day: dt.date) -> ColumnElement[bool]:
    """Return the condition that an obligation is in this state on a day: `mandates.domain.status.state_on` in SQL."""
    begun = func.coalesce(state.c.opens_on, state.c.due_on) <= day
    slot_passed = func.coalesce(state.c.timetable_on, UNDATED) < day + ISSUE_BEFORE
    unissued = and_(state.c.deliverable == ISSUED, slot_passed)
    # an undated obligation has the last sort date of all; `due_on` is not in the indexes that counts are read from
    ahead = and_(state.c.sort_date < UNDATED, state.c.sort_date >= day, open_(day))
    upcoming = and_(ahead, not_(unissued))
    return {
        State.SETTLED: settled(),
        State.ENDED: ended(day),
        State.UNDATED: and_(open_(day), state.c.due_on.is_(None)),
        State.OVERDUE: overdue(day),
        State.UNISSUED: and_(ahead, unissued),
        State.DUE: and_(upcoming, begun),
        State.UPCOMING: and_(upcoming, not_(begun)),
    }[wanted]
