"""What a session of a body comes to: what fell due, what it newly asked for, what was carried over."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from mandates.domain.errors import UnknownReferenceError
from mandates.domain.status import Role
from mandates.reference import calendar
from mandates.reference.session import Session
from mandates.register.asking import last_own_day, session_on
from mandates.register.lists import shown
from mandates.register.unit_of_work import calendars
from mandates.schema.summaries import GroupCount, SessionSummary
from mandates.store import obligations, sessions
from mandates.store.engine import Connection
from mandates.store.obligations import Tally
from mandates.store.selection import Parts

#: Sessions that are counted ahead where somebody asks what is coming.
_COMING = 8


def summary(
    connection: Connection, body: str, number: str, as_of: dt.date, *, limit: int | None = None
) -> SessionSummary:
    """Return the summary of session `number` of `body` as it stood on `as_of`; at most `limit` rows in each part.

    * Fell due: what names the session, and what the body asked for by a day in it.
    * Newly asked: what its resolutions of that session ask for.
    * Carried over: what was due at the body before the session opened and was not settled by then.

    Raises:
        UnknownReferenceError: the session is not known, and nothing in the register names it.
    """
    full = calendar.resolve_body(body) or body
    window = session_on(connection, full, number, as_of)
    opens_on, closes_on = (window.opens_on, window.closes_on) if window else (None, None)
    fell_due = sessions.due_at(full, number, opens_on, last_own_day(calendars(connection).of(as_of), window))
    new = (sessions.asked_at(full, number, as_of),)
    carried = sessions.carried_into(connection, full, number, opens_on, as_of)
    through = max(as_of, closes_on or as_of)
    tallies = obligations.tallies(connection, fell_due, as_of, ("deliverable", "status"), through=through)
    parts = {
        "fell due": _sum("fell due", tallies),
        "newly asked": _sum("newly asked", obligations.tallies(connection, new, as_of)),
        "carried over": _sum(
            "carried over", obligations.tallies(connection, carried.open, as_of, numbered=carried.settled)
        ),
    }
    if window is None and not any(part.total for part in parts.values()):
        raise UnknownReferenceError(
            f"no session {number} of the {full} is known", "see 'mandates sessions' for those that are"
        )
    earliest = min((one.earliest for one in tallies if one.earliest), default=None)

    def rows(
        of: Parts, through: dt.date | None = None, numbered: Sequence[int] = ()
    ) -> tuple[obligations.ListedRow, ...]:
        return tuple(obligations.firsts(connection, of, as_of, limit, numbered=numbered, through=through))

    return SessionSummary(
        body=full,
        session=number,
        opens_on=opens_on,
        closes_on=closes_on,
        as_of=as_of,
        fell_due=parts["fell due"],
        days_late=(as_of - earliest).days if earliest else None,
        newly_asked=parts["newly asked"],
        carried_over=parts["carried over"],
        by_owner=_groups(obligations.tallies_by_party(connection, fell_due, as_of, Role.OWNER, through=through), 0),
        by_deliverable=_groups(tallies, 0),
        by_status=_groups(tallies, 1),
        due_rows=tuple(shown(connection, rows(fell_due, through), as_of)),
        new_rows=tuple(shown(connection, rows(new), as_of)),
        carried_rows=tuple(shown(connection, rows(carried.open, numbered=carried.settled), as_of)),
    )


def coming(
    connection: Connection, body: str, number: str, as_of: dt.date, *, sessions_ahead: int = _COMING
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
    named = (sessions.named_at(full, *days),)
    for one in obligations.tallies(connection, named, as_of, ("due_session",), through=through):
        tallies[one.by[0]].append(one)
    # by their days, at once: to find what recurs of a large register for each session anew takes as many times as long
    for one in obligations.tallies(
        connection, sessions.between(full, days.values()), as_of, ("rank_on",), through=through
    ):
        for name, (first, last) in days.items():
            if first and last and first <= one.by[0] <= last:
                tallies[name].append(one)
    found = [_sum(name, several) for name, several in tallies.items()]
    while found and not found[-1].total:
        found.pop()
    return found


def _sum(name: str, tallies: Iterable[Tally]) -> GroupCount:
    several = list(tallies)
    return GroupCount(
        name=name,
        total=sum(one.total for one in several),
        done=sum(one.done for one in several),
        open=sum(one.open for one in several),
        overdue=sum(one.overdue for one in several),
        ended=sum(one.ended for one in several),
    )


def _groups(tallies: Iterable[Tally], place: int) -> tuple[GroupCount, ...]:
    """Return the counts by one of the things by which they are tallied, the most first."""
    grouped: dict[str, list[Tally]] = defaultdict(list)
    for one in tallies:
        grouped[one.by[place]].append(one)
    groups = (_sum(name, several) for name, several in grouped.items())
    return tuple(sorted(groups, key=lambda group: (-group.total, group.name)))
