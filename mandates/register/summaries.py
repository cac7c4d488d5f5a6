"""What sessions of a body come to: what fell due, what they newly asked for, what was carried over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mandates.domain.errors import UnknownReferenceError
from mandates.domain.filters import Filters, SessionDates
from mandates.domain.kinds import MandateClass
from mandates.domain.status import ANSWERED, CLOSED, Role, State, state_on
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
from mandates.store.obligations import ListedRow
from mandates.store.selection import Parts
from mandates.store.tallies import Tally
from mandates.store.texts import Asked

#: Sessions that are counted ahead where somebody asks what is coming.
_COMING = 8

#: How many of the most pressing are shown, and of how many in the order of lists they are chosen.
PRESSING, _LOOKED_AT = 10, 500

#: How a group is called whose texts came from no committee.
PLENARY = "plenary"

#: What presses most, first: where it stands, then what it is.
_STATES = (State.OVERDUE, State.UNISSUED, State.DUE, State.UPCOMING, State.UNDATED)
_DOCUMENTS = ("report", "briefing", "review")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A session that is asked about: its days, and the conditions of what it comes to."""

    body: str
    session: str
    window: Session | None
    fell_due: Parts
    new: Parts
    carried: sessions.Carried
    through: dt.date
    far: Sequence[_Far]


class _Far(NamedTuple):
    """What is due at a session that is further ahead than recurrences are stored."""

    row: ListedRow
    owners: Sequence[str]


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

    * Fell due: what names the session, and what the body asked for by a day in it.
    * Newly asked: what its resolutions of that session ask for.
    * Carried over: what was due at the body before the session opened and was not settled by then.

    Args:
        limit: at most so many rows in each part. items: whether the rows of each part are wanted at all.

    Raises:
        UnknownReferenceError: the session is not known, and nothing in the register names it.
    """
    asked = _asked(connection, body, number, as_of, filters)
    carried = asked.carried
    tallies = _fell_due(connection, asked, as_of)
    parts = {
        "fell due": _sum("fell due", tallies),
        "newly asked": _sum("newly asked", store_tallies.tallies(connection, asked.new, as_of)),
        "carried over": _sum(
            "carried over", store_tallies.tallies(connection, carried.open, as_of, numbered=carried.settled)
        ),
    }
    earliest = min((one.earliest for one in tallies if one.earliest), default=None)

    def rows(
        of: Parts, through: dt.date | None = None, most: int | None = limit, numbered: Sequence[int] = ()
    ) -> list[ObligationRow]:
        found = obligations.firsts(connection, of, as_of, most, numbered=numbered, through=through)
        if through is not None and asked.far:
            found = in_order([*found, *(one.row for one in asked.far)], Filters(limit=most))
        return shown(connection, tuple(found), as_of)

    open_rows = rows(sessions.still_open(asked.fell_due, as_of), asked.through, _LOOKED_AT)
    return SessionSummary(
        body=asked.body,
        session=number,
        opens_on=asked.window.opens_on if asked.window else None,
        closes_on=asked.window.closes_on if asked.window else None,
        as_of=as_of,
        fell_due=parts["fell due"],
        days_late=(as_of - earliest).days if earliest else None,
        newly_asked=parts["newly asked"],
        carried_over=parts["carried over"],
        by_owner=_by_owner(connection, asked, as_of),
        by_deliverable=_groups(tallies, 0),
        by_status=_groups(tallies, 1),
        by_committee=_by_committee(connection, asked, as_of),
        due_rows=tuple(rows(asked.fell_due, asked.through)) if items else (),
        new_rows=tuple(rows(asked.new)) if items else (),
        carried_rows=tuple(rows(carried.open, numbered=carried.settled)) if items else (),
        pressing=tuple(sorted((row for row in open_rows if row.state not in CLOSED), key=_pressure)[:PRESSING]),
        read=parts["newly asked"].total > 0 or _read(connection, asked, as_of),
    )


def burden(
    connection: Connection, body: str, numbers: Sequence[str], as_of: dt.date, *, filters: Filters | None = None
) -> Burden:
    """Return sessions of a body beside each other, as they stood on `as_of`, of what `filters` select.

    Raises:
        UnknownReferenceError: a session is not known, and nothing in the register names it.
    """
    found = []
    for number in numbers:
        asked = _asked(connection, body, number, as_of, filters)
        tallies = _fell_due(connection, asked, as_of)
        due, new = _sum("due", tallies), _sum("asked", store_tallies.tallies(connection, asked.new, as_of))
        found.append(
            SessionBurden(
                session=number,
                opens_on=asked.window.opens_on if asked.window else None,
                closes_on=asked.window.closes_on if asked.window else None,
                asked=new,
                due=due,
                reported=sum(one.total for one in tallies if one.by[1] in ANSWERED),
                by_owner=_by_owner(connection, asked, as_of),
                by_deliverable=_groups(tallies, 0),
                by_committee=_by_committee(connection, asked, as_of),
                read=new.total > 0 or _read(connection, asked, as_of),
            )
        )
    return Burden(body=calendar.resolve_body(body) or body, as_of=as_of, sessions=tuple(found))


def coming(
    connection: Connection,
    body: str,
    number: str,
    as_of: dt.date,
    *,
    sessions_ahead: int = _COMING,
    filters: Filters | None = None,
) -> list[GroupCount]:
    """Return what falls due at each of the sessions after `number`, up to the last that has something."""
    full = calendar.resolve_body(body) or body
    dates = calendars(connection).of(as_of)
    ahead: list[Session] = []
    following = dates.next_session(full, number)
    while following is not None and len(ahead) < sessions_ahead:
        ahead.append(following)
        following = dates.next_session(full, following.session)
    through = max([as_of, *(one.closes_on for one in ahead if one.closes_on)])
    days = {str(one.session): (one.opens_on, last_own_day(dates, one)) for one in ahead}
    tallies: dict[str, list[Tally]] = {name: [] for name in days}
    asked = completed(connection, filters, as_of) if filters is not None else Filters()
    named = sessions.narrowed(connection, (sessions.named_at(full, *days),), asked, as_of)
    for one in store_tallies.tallies(connection, named, as_of, ("due_session",), through=through):
        tallies[one.by[0]].append(one)
    # by their days, at once: to find what recurs of a large register for each session anew takes as many times as long
    by_day = sessions.narrowed(connection, sessions.between(full, days.values()), asked, as_of)
    for one in store_tallies.tallies(connection, by_day, as_of, ("sort_date",), through=through):
        for name, (first, last) in days.items():
            if first and last and first <= one.by[0] <= last:
                tallies[name].append(one)
    found = [_sum(name, several) for name, several in tallies.items()]
    while found and not found[-1].total:
        found.pop()
    return found


def _asked(connection: Connection, body: str, number: str, as_of: dt.date, filters: Filters | None) -> _Asked:
    full = calendar.resolve_body(body) or body
    window = session_on(connection, full, number, as_of)
    opens_on, closes_on = (window.opens_on, window.closes_on) if window else (None, None)
    fell_due = sessions.due_at(full, number, opens_on, last_own_day(calendars(connection).of(as_of), window))
    new: Parts = (sessions.asked_at(full, number, as_of),)
    carried = sessions.carried_into(connection, (full, number), opens_on, as_of)
    if window is None and not any(obligations.firsts(connection, of, as_of, 1) for of in (fell_due, new, carried.open)):
        raise UnknownReferenceError(
            f"no session {number} of the {full} is known", "see 'mandates sessions' for those that are"
        )
    besides = Filters()
    if filters is not None:
        besides = completed(connection, filters, as_of)
        fell_due, new = (sessions.narrowed(connection, parts, besides, as_of) for parts in (fell_due, new))
        carried = sessions.carried_into(connection, (full, number), opens_on, as_of, besides)
    through = max(as_of, closes_on or as_of)
    far = _far(connection, (full, number), window, replace(besides, every=True, through=through), as_of)
    return _Asked(full, number, window, fell_due, new, carried, through, far)


def _far(
    connection: Connection, at: tuple[str, str], window: Session | None, filters: Filters, as_of: dt.date
) -> list[_Far]:
    """Return what is due at a session, of what `filters` select, and not stored; as `sessions.due_at` has it."""
    found = far_occurrences.selected(connection, filters, as_of)
    if not found:
        return []
    from mandates.timeline.selection import matches  # noqa: PLC0415 - seldom anything is so far ahead

    body, number = at
    first, last = window.opens_on if window else None, last_own_day(calendars(connection).of(as_of), window)
    own = (SessionDates(body, number, first, last),) if first and last else ()
    there = Filters(bodies=(body,), due_sessions=(number,), session_dates=own, classes=tuple(MandateClass))
    due = [one for one in found if matches(there, one, as_of)]
    ids = [far_occurrences.parties(connection, one, Role.OWNER) for one in due]
    names = store_tallies.entity_names(connection, {owner for several in ids for owner in several})
    owners = {(one.mandate_id, one.key): [names[owner] for owner in of] for one, of in zip(due, ids, strict=True)}
    return [_Far(row, owners[row.mandate_id, row.key]) for row in rows_of(connection, due, as_of)]


def _fell_due(connection: Connection, asked: _Asked, as_of: dt.date) -> list[Tally]:
    """Return the counts of what fell due at a session by deliverable and status."""
    stored = store_tallies.tallies(connection, asked.fell_due, as_of, ("deliverable", "status"), through=asked.through)
    return stored + [_tally((one.row.deliverable, one.row.status), one.row, as_of) for one in asked.far]


def _tally(by: tuple[str | None, ...], row: ListedRow, as_of: dt.date) -> Tally:
    """Return the counts of one row."""
    state = state_on(row, as_of)
    late = state is State.OVERDUE
    return Tally(
        by=by,
        total=1,
        done=state is State.SETTLED,
        open=state not in CLOSED,
        overdue=late,
        unissued=state is State.UNISSUED,
        ended=state is State.ENDED,
        earliest=row.sort_date if late else None,
    )


def _read(connection: Connection, asked: _Asked, as_of: dt.date) -> bool:
    """Return whether the register held a resolution of a session, so that what it asked for can be counted."""
    of_session = Asked(bodies=[asked.body], sessions=[asked.session])
    return bool(resolutions_on(connection, as_of, of_session, 1))


def _pressure(row: ObligationRow) -> tuple[int, dt.date, bool]:
    """Return how little something presses: where it stands, the day by which something is to be done, what it is."""
    on = row.due.due_on if row.due is not None else None
    if row.state is State.UPCOMING and row.submit_by is not None:
        on = row.submit_by
    return _STATES.index(row.state), on or dt.date.max, row.deliverable not in _DOCUMENTS


def _by_owner(connection: Connection, asked: _Asked, as_of: dt.date) -> tuple[GroupCount, ...]:
    tallies = store_tallies.tallies_by_party(connection, asked.fell_due, as_of, Role.OWNER, through=asked.through)
    far = [_tally((name,), one.row, as_of) for one in asked.far for name in one.owners]
    return _groups([*tallies, *far], 0)


def _by_committee(connection: Connection, asked: _Asked, as_of: dt.date) -> tuple[GroupCount, ...]:
    tallies = store_tallies.tallies_by_committee(connection, asked.fell_due, as_of, through=asked.through)
    tallies += [_tally((one.row.committee,), one.row, as_of) for one in asked.far]
    return _groups([one._replace(by=(one.by[0] or PLENARY,)) for one in tallies], 0)


def _sum(name: str, tallies: Iterable[Tally]) -> GroupCount:
    several = list(tallies)
    return GroupCount(
        name=name,
        total=sum(one.total for one in several),
        done=sum(one.done for one in several),
        open=sum(one.open for one in several),
        overdue=sum(one.overdue for one in several),
        unissued=sum(one.unissued for one in several),
        ended=sum(one.ended for one in several),
    )


def _groups(tallies: Iterable[Tally], place: int) -> tuple[GroupCount, ...]:
    """Return the counts by one of the things by which they are tallied, the most first."""
    grouped: dict[str, list[Tally]] = defaultdict(list)
    for one in tallies:
        grouped[one.by[place]].append(one)
    groups = (_sum(name, several) for name, several in grouped.items())
    return tuple(sorted(groups, key=lambda group: (-group.total, group.name)))
