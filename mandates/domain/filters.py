"""The filters that every command which selects obligations shares; empty means all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from mandates.domain.kinds import MandateClass
from mandates.domain.status import State, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """The values that filters name: any value of a filter may match, and all filters must match.

    Attributes:
        owners, partners, recipients, leads, focal_points: parts of the names of parties, aliases or keys of entities.
        bodies: the bodies at which an obligation is due, or that adopted its text.
        sessions: the sessions at which it is due or was adopted; with `bodies`, the sessions of these.
        due_sessions, adopted_sessions: only the sessions at which it is due, or was adopted; without `bodies`, those of
            any body.
        resolutions: symbols.
        series: symbols; they stand for all resolutions of the series to which they belong.
        committees: the committees from which the text came: a part of the name, ``Fourth`` or ``C.4``; ``none`` for the
            plenary.
        classes: the classes of mandates; if none is named, what is not a mandate and has no date is left out.
        agenda_items: numbers such as ``71`` (with all its sub-items) or ``71 (b)``, or words of the title.
        entities, programmes: those that cite the text in the budget: a part of the name of the entity; the number of
            the programme or a part of its title.
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
    """The first and last day of a session; the opening day of the next session belongs to the next one."""

    body: str
    session: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(Criteria):
    """Which obligations are selected, and in which order.

    Attributes:
        excluded: obligations with any of these values are left out.
        since, until: the obligation is due on or after / on or before this day.
        changed_since: it changed on this day or later, by a person or because its text was read again.
        settled: None for both; False for open obligations only (what `list` shows without options).
        unissued: only reports that should have been issued according to the document timetable and were not.
        states: it has any of these states on the as-of date.
        renewed, not_renewed: only what a later resolution requests again, or what none does.
        every: each missed occurrence of a recurrence, instead of one for all; each renewal of a request without a
            date, instead of the newest.
        search: words sought in paragraphs, titles and notes. sort: a column, with ``-`` before it for descending.
        session_dates: the dates of the `due_sessions` of `bodies`, or of all bodies, if known: what is due on a day
            within one of them matches as well.
        through: also occurrences up to this day, if it is later than the as-of date.
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
        """Return the day up to which recurrences are considered if `day` is the as-of date."""
        return max(day, self.through or day)

    @property
    def each_missed(self) -> bool:
        """Whether each missed occurrence of a recurrence counts: this is requested, or a period or session is named."""
        return self.every or self.since is not None or bool(self.due_sessions or self.sessions)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilters:
    """Which events of the history are selected: those of one person, of one change, or of certain days (UTC).

    Attributes:
        on, since, until: the event is on this day; on it or later; on it or earlier.
        change_id: the event belongs to the change with this number.
    """

    actor: str | None = None
    on: dt.date | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    change_id: int | None = None


#: All events.
ALL_EVENTS = EventFilters()
