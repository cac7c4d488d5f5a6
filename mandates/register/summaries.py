"""Summaries of the sessions of a body: what fell due, what they newly requested, what was carried over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mandates.domain.deliverables import REPORTS_AND_REVIEWS
from mandates.domain.errors import UnknownReferenceError
from mandates.domain.filters import Filters, SessionDates
from mandates.domain.kinds import MandateClass
from mandates.domain.status import ANSWERED, CLOSED, ISSUED, SUBMIT_BEFORE, Role, State, counts_once, state_on
from mandates.reference import calendar
from mandates.reference.session import Session
from mandates.register import far_occurrences
from mandates.register.lists import in_order, resolutions_on, rows_of, shown
from mandates.register.session_filters import completed, last_own_day, session_on
from mandates.register.unit_of_work import calendars
from mandates.schema.items import ObligationRow
from mandates.schema.summaries import Burden, GroupCount, SessionBurden, SessionSummary
from mandates.store import obligations, sessions
from mandates.store import tallies as store_tallies
from mandates.store.engine import Connection
from mandates.store.obligations import ListedRow, OpenRow
from mandates.store.selection import Parts
from mandates.store.tallies import Tally
from mandates.store.texts import Asked

#: How many sessions `coming` counts ahead by default.
_COMING = 8

#: How many of the most pressing items are shown, and from how many, in list order, they are chosen.
PRESSING, _CONSIDERED = 10, 500

#: The name of the group of texts that came from no committee.
PLENARY = "plenary"

#: The order of pressing items: states from the most urgent, and the deliverables that come first within one.
_STATES_BY_PRESSURE = (State.OVERDUE, State.UNISSUED, State.DUE, State.UPCOMING, State.UNDATED)


@dataclass(frozen=True, slots=True)
class _SessionScope:
    """A session to be summarised: its days, and the conditions that select its obligations."""

    body: str
    session: str
    window: Session | None
    fell_due: Parts
    new: Parts
    carried: sessions.Carried
    through: dt.date
    far: _FarItems


class _FarItem(NamedTuple):
    """An item due at a session that is further ahead than recurrences are stored."""

    row: ListedRow
    owners: Sequence[str]


class _FarItems(NamedTuple):
    """The items of a summary that are further ahead than recurrences are stored, by its parts."""

    due: Sequence[_FarItem]
    new: Sequence[ListedRow]
    carried: Sequence[ListedRow]


def summary(
    connection: Connection,
    body: str,
    number: str,
    as_of: dt.date,
    *,
    limit: int | None = None,
    filters: Filters | None = None,
    items: bool = True,
) -> SessionSummary:
    """Return the summary of session `number` of `body` as it stood on `as_of`, of what `filters` select.

    * Fell due: what names the session as its due date, and what the body asked for by a day in it.
    * Newly asked: what the resolutions of that session ask for.
    * Carried over: what was due at the body before the session opened and was not settled by then.

    Args:
        limit: the maximum number of rows in each part. items: whether to return the rows of each part at all.

    Raises:
        UnknownReferenceError: the session is not known, and nothing in the register names it.
    """
    scope = _session_scope(connection, body, number, as_of, filters)
    carried = scope.carried
    tallies = _fell_due(connection, scope, as_of)
    parts = {
        "fell due": _group_count("fell due", tallies),
        "newly asked": _group_count("newly asked", _newly_asked(connection, scope, as_of)),
        "carried over": _group_count(
            "carried over",
            [
                store_tallies.total(connection, carried.open, as_of),
                store_tallies.settled(connection, carried.settled, as_of),
                *(_row_tally((), row, as_of) for row in scope.far.carried),
            ],
        ),
    }
    earliest = min((tally.earliest for tally in tallies if tally.earliest), default=None)

    def rows(
        of: Parts, far: Sequence[ListedRow], through: dt.date | None = None, settled: Parts = ()
    ) -> list[ObligationRow]:
        listed = obligations.firsts(connection, of, as_of, limit, settled=settled, through=through)
        if far:
            listed = in_order([*listed, *far], Filters(limit=limit))
        return shown(connection, tuple(listed), as_of)

    return SessionSummary(
        body=scope.body,
        session=number,
        opens_on=scope.window.opens_on if scope.window else None,
        closes_on=scope.window.closes_on if scope.window else None,
        as_of=as_of,
        fell_due=parts["fell due"],
        days_late=(as_of - earliest).days if earliest else None,
        newly_asked=parts["newly asked"],
        carried_over=parts["carried over"],
        by_owner=_by_owner(connection, scope, as_of),
        by_deliverable=_groups(tallies, 0),
        by_status=_groups(tallies, 1),
        by_committee=_by_committee(connection, scope, as_of),
        due_rows=tuple(rows(scope.fell_due, [item.row for item in scope.far.due], scope.through)) if items else (),
        new_rows=tuple(rows(scope.new, scope.far.new)) if items else (),
        carried_rows=tuple(rows(carried.open, scope.far.carried, settled=carried.settled)) if items else (),
        pressing=_pressing(connection, scope, as_of),
        read=parts["newly asked"].total > 0 or _has_resolutions(connection, scope, as_of),
    )


def burden(
    connection: Connection, body: str, numbers: Sequence[str], as_of: dt.date, *, filters: Filters | None = None
) -> Burden:
    """Return a comparison of sessions of a body, as they stood on `as_of`, of what `filters` select.

    Raises:
        UnknownReferenceError: a session is not known, and nothing in the register names it.
    """
    session_burdens = []
    for number in numbers:
        scope = _session_scope(connection, body, number, as_of, filters)
        tallies = _fell_due(connection, scope, as_of)
        due, new = (
            _group_count("due", tallies),
            _group_count("asked", _newly_asked(connection, scope, as_of)),
        )
        session_burdens.append(
            SessionBurden(
                session=number,
                opens_on=scope.window.opens_on if scope.window else None,
                closes_on=scope.window.closes_on if scope.window else None,
                asked=new,
                due=due,
                reported=sum(tally.total for tally in tallies if tally.by[1] in ANSWERED),
                by_owner=_by_owner(connection, scope, as_of),
                by_deliverable=_groups(tallies, 0),
                by_committee=_by_committee(connection, scope, as_of),
                read=new.total > 0 or _has_resolutions(connection, scope, as_of),
            )
        )
    return Burden(body=calendar.resolve_body(body) or body, as_of=as_of, sessions=tuple(session_burdens))


def coming(
    connection: Connection,
    body: str,
    number: str,
    as_of: dt.date,
    *,
    sessions_ahead: int = _COMING,
    filters: Filters | None = None,
) -> list[GroupCount]:
    """Return the counts of what falls due at each session after `number`, up to the last session with something due."""
    full_name = calendar.resolve_body(body) or body
    dates = calendars(connection).of(as_of)
    ahead: list[Session] = []
    following = dates.next_session(full_name, number)
    while following is not None and len(ahead) < sessions_ahead:
        ahead.append(following)
        following = dates.next_session(full_name, following.session)
    through = max([as_of, *(entry.closes_on for entry in ahead if entry.closes_on)])
    days = {str(entry.session): (entry.opens_on, last_own_day(dates, entry)) for entry in ahead}
    tallies: dict[str, list[Tally]] = {name: [] for name in days}
    completed_filters = completed(connection, filters, as_of) if filters is not None else Filters()
    by_name = sessions.narrowed(connection, (sessions.named_at(full_name, *days),), completed_filters, as_of)
    for entry in store_tallies.tallies(connection, by_name, as_of, ("due_session",), through=through):
        tallies[entry.by[0]].append(entry)
    # one query for all days: with one for each session, a large register's recurring items are searched every time
    by_day = sessions.narrowed(connection, sessions.between(full_name, days.values()), completed_filters, as_of)
    for entry in store_tallies.tallies(connection, by_day, as_of, ("sort_date",), through=through):
        for name, (first, last) in days.items():
            if first and last and first <= entry.by[0] <= last:
                tallies[name].append(entry)
    counts = [_group_count(name, session_tallies) for name, session_tallies in tallies.items()]
    while counts and not counts[-1].total:
        counts.pop()
    return counts


def _session_scope(
    connection: Connection, body: str, number: str, as_of: dt.date, filters: Filters | None
) -> _SessionScope:
    full_name = calendar.resolve_body(body) or body
    window = session_on(connection, full_name, number, as_of)
    opens_on, closes_on = (window.opens_on, window.closes_on) if window else (None, None)
    fell_due = sessions.due_at(full_name, number, opens_on, last_own_day(calendars(connection).of(as_of), window))
    new: Parts = (sessions.asked_at(full_name, number, as_of),)
    carried = sessions.carried_into(connection, (full_name, number), opens_on, as_of)
    if window is None and not any(
        obligations.firsts(connection, parts, as_of, 1) for parts in (fell_due, new, carried.open)
    ):
        raise UnknownReferenceError(
            f"no session {number} of the {full_name} is known", "see 'mandates sessions' for those that are"
        )
    completed_filters = Filters()
    if filters is not None:
        completed_filters = completed(connection, filters, as_of)
        fell_due, new = (sessions.narrowed(connection, parts, completed_filters, as_of) for parts in (fell_due, new))
        carried = sessions.carried_into(connection, (full_name, number), opens_on, as_of, completed_filters)
    through = max(as_of, closes_on or as_of)
    far = _far_items(
        connection, (full_name, number), window, replace(completed_filters, every=True, through=through), as_of
    )
    return _SessionScope(full_name, number, window, fell_due, new, carried, through, far)


def _far_items(
    connection: Connection, body_session: tuple[str, str], window: Session | None, filters: Filters, as_of: dt.date
) -> _FarItems:
    """Return the items of a summary that `filters` select and that are not stored.

    They are due, newly asked for or carried over by the conditions of `mandates.store.sessions`.
    """
    states = far_occurrences.selected(connection, filters, as_of)
    if not states:
        return _FarItems((), (), ())
    from mandates.timeline import selection  # noqa: PLC0415 - rarely is anything so far ahead

    body, number = body_session
    first, last = window.opens_on if window else None, last_own_day(calendars(connection).of(as_of), window)
    session_dates = (SessionDates(body, number, first, last),) if first and last else ()
    due_filters = Filters(
        bodies=(body,), due_sessions=(number,), session_dates=session_dates, classes=tuple(MandateClass)
    )
    due_states = [state for state in states if selection.matches(due_filters, state, as_of)]
    ids = [far_occurrences.parties(connection, state, Role.OWNER) for state in due_states]
    names = store_tallies.entity_names(connection, {owner for owner_ids in ids for owner in owner_ids})
    owners = {
        (state.mandate_id, state.key): [names[owner] for owner in owner_ids]
        for state, owner_ids in zip(due_states, ids, strict=True)
    }
    current = [state for state in states if state.since <= as_of and counts_once(state, as_of)]
    new = [state for state in current if (state.body, state.adopted_session) == (body, number)]
    carried = [state for state in current if first and selection.carried_into(state, body, number, first)]
    return _FarItems(
        due=[_FarItem(row, owners[row.mandate_id, row.key]) for row in rows_of(connection, due_states, as_of)],
        new=rows_of(connection, new, as_of),
        carried=rows_of(connection, carried, as_of),
    )


def _newly_asked(connection: Connection, scope: _SessionScope, as_of: dt.date) -> list[Tally]:
    """Return the counts of what the resolutions of a session ask for."""
    stored = store_tallies.total(connection, scope.new, as_of)
    return [stored, *(_row_tally((), row, as_of) for row in scope.far.new)]


def _fell_due(connection: Connection, scope: _SessionScope, as_of: dt.date) -> list[Tally]:
    """Return the counts of what fell due at a session by deliverable and status."""
    stored = store_tallies.tallies(connection, scope.fell_due, as_of, ("deliverable", "status"), through=scope.through)
    return stored + [
        _row_tally((far_item.row.deliverable, far_item.row.status), far_item.row, as_of) for far_item in scope.far.due
    ]


def _row_tally(by: tuple[str | None, ...], row: ListedRow, as_of: dt.date) -> Tally:
    """Return the counts of one row."""
    state = state_on(row, as_of)
    is_overdue = state is State.OVERDUE
    return Tally(
        by=by,
        total=1,
        done=state is State.SETTLED,
        open=state not in CLOSED,
        overdue=is_overdue,
        unissued=state is State.UNISSUED,
        ended=state is State.ENDED,
        earliest=row.sort_date if is_overdue else None,
    )


def _has_resolutions(connection: Connection, scope: _SessionScope, as_of: dt.date) -> bool:
    """Return whether the register held a resolution of the session, without which its requests cannot be counted."""
    of_session = Asked(bodies=[scope.body], sessions=[scope.session])
    return bool(resolutions_on(connection, as_of, of_session, 1))


def _pressing(connection: Connection, scope: _SessionScope, as_of: dt.date) -> tuple[ObligationRow, ...]:
    """Return the most pressing items due at a session; only what is shown is read as a whole."""
    still_open = sessions.still_open(scope.fell_due, as_of)
    first = obligations.first_open(connection, still_open, as_of, _CONSIDERED, through=scope.through)
    far_rows = [far_item.row for far_item in scope.far.due if state_on(far_item.row, as_of) not in CLOSED]
    considered: list[OpenRow | ListedRow] = [*first, *far_rows]
    if far_rows:
        considered = sorted(considered, key=lambda row: (row.lifecycle, row.sort_date, row.sort_key))[:_CONSIDERED]
    pressing = sorted(considered, key=lambda row: _pressure(row, as_of))[:PRESSING]
    stored = iter(obligations.by_ids(connection, [row.id for row in pressing if isinstance(row, OpenRow)]))
    return tuple(shown(connection, [next(stored) if isinstance(row, OpenRow) else row for row in pressing], as_of))


def _pressure(row: OpenRow | ListedRow, as_of: dt.date) -> tuple[int, dt.date, bool]:
    """Return the sort key of pressing items: by state, the next day by which something is to be done, deliverable."""
    state, day = state_on(row, as_of), row.due_on
    if state is State.UPCOMING and row.timetable_on is not None and row.deliverable == ISSUED:
        day = row.timetable_on - SUBMIT_BEFORE
    return _STATES_BY_PRESSURE.index(state), day or dt.date.max, row.deliverable not in REPORTS_AND_REVIEWS


def _by_owner(connection: Connection, scope: _SessionScope, as_of: dt.date) -> tuple[GroupCount, ...]:
    tallies = store_tallies.tallies_by_party(connection, scope.fell_due, as_of, Role.OWNER, through=scope.through)
    far_tallies = [_row_tally((name,), far_item.row, as_of) for far_item in scope.far.due for name in far_item.owners]
    return _groups([*tallies, *far_tallies], 0)


def _by_committee(connection: Connection, scope: _SessionScope, as_of: dt.date) -> tuple[GroupCount, ...]:
    tallies = store_tallies.tallies_by_committee(connection, scope.fell_due, as_of, through=scope.through)
    tallies += [_row_tally((far_item.row.committee,), far_item.row, as_of) for far_item in scope.far.due]
    return _groups([tally._replace(by=(tally.by[0] or PLENARY,)) for tally in tallies], 0)


def _group_count(name: str, tallies: Iterable[Tally]) -> GroupCount:
    counted = list(tallies)
    return GroupCount(
        name=name,
        total=sum(tally.total for tally in counted),
        done=sum(tally.done for tally in counted),
        open=sum(tally.open for tally in counted),
        overdue=sum(tally.overdue for tally in counted),
        unissued=sum(tally.unissued for tally in counted),
        ended=sum(tally.ended for tally in counted),
    )


def _groups(tallies: Iterable[Tally], index: int) -> tuple[GroupCount, ...]:
    """Return the counts by the tally key at `index`, the largest first."""
    grouped: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        grouped[tally.by[index]].append(tally)
    groups = (_group_count(name, members) for name, members in grouped.items())
    return tuple(sorted(groups, key=lambda group: (-group.total, group.name)))
