"""The filters that every command which selects obligations shares; empty means all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from mandates.domain.kinds import MandateClass
from mandates.domain.status import State, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What filters name, any of several values each; together they all have to hold.

    Attributes:
        owners, partners, recipients, leads, focal_points: parts of the names of parties, aliases or keys of entities.
        bodies: at which it is due, or that adopted it. sessions: due then or adopted then; with `bodies`, there.
        due_sessions, adopted_sessions: one of the two. resolutions: symbols.
        series: symbols; all resolutions that continue each other with one of them.
        committees: from which the text came, a part of the name, ``Fourth`` or ``C.4``; ``none`` for the plenary.
        classes: of mandates; where none is named, what is no mandate and has no date is left out.
        agenda_items: numbers such as ``71`` (with all in it) or ``71 (b)``, or words of the title.
        entities, programmes: that cite the text in the budget: a part of the entity's name; the number of the programme
            or a part of its title.
    """

    statuses: tuple[Status, ...] = ()
    owners: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    focal_points: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    due_sessions: tuple[str, ...] = ()
    adopted_sessions: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    deliverables: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    agenda_items: tuple[str, ...] = ()
    classes: tuple[MandateClass, ...] = ()
    entities: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()


class SessionDates(NamedTuple):
    """The days of a session, from the first to the last; the day on which the next one opens is the next one's."""

    body: str
    session: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(Criteria):
    """Which obligations are meant, and in which order.

    Attributes:
        excluded: what is left out: all that has any of these values.
        since, until: due on or after / on or before.
        changed_since: changed on this day or later, by a person or a text that was read again.
        settled: None for both; False for open ones only (what `list` shows without options).
        unissued: only reports that should be out by the document timetable and are not.
        states: any of these on the day that is asked about.
        renewed, not_renewed: only what a later resolution asks for anew, or what none does.
        every: each missed occurrence of a recurrence, instead of one for all; each time that a request without a date
            was asked anew, instead of the newest.
        search: words sought in paragraphs, titles and notes. sort: a column, ``-`` before it for descending.
        session_dates: of `due_sessions` of `bodies`, where they are known: what is due on a day in one is due then too.
        through: also what will recur up to this day, where that is later than the one which is asked about.
    """

    excluded: Criteria = Criteria()
    states: tuple[State, ...] = ()
    overdue: bool = False
    unissued: bool = False
    undated: bool = False
    renewed: bool = False
    not_renewed: bool = False
    settled: bool | None = None
    every: bool = False
    search: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    changed_since: dt.date | None = None
    sort: str | None = None
    limit: int | None = None
    session_dates: tuple[SessionDates, ...] | None = None
    through: dt.date | None = None

    def last_day(self, day: dt.date) -> dt.date:
        """Return up to which day recurrences are looked at, where `day` is asked about."""
        return max(day, self.through or day)

    @property
    def each_missed(self) -> bool:
        """Whether each missed occurrence of a recurrence counts: asked for, or a time is named in which it may lie."""
        return self.every or self.since is not None or bool(self.due_sessions or self.sessions)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilters:
    """Which events of the history are meant: by one person, of one change, or by their day (UTC).

    Attributes:
        on, since, until: on this day; on it or later; on it or earlier.
        change_id: of the change with this number.
    """

    actor: str | None = None
    on: dt.date | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    change_id: int | None = None


#: All events.
ALL_EVENTS = EventFilters()
