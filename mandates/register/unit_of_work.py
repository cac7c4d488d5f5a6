"""A unit of work: one transaction, in which one person does something at one moment."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mandates.domain.errors import UsageError
from mandates.domain.events import Event
from mandates.reference import lookup
from mandates.reference.lookup import Calendar, DatedCalendar, Dates
from mandates.store import changes, reference_data
from mandates.store import horizon as horizons
from mandates.store.changes import Redating
from mandates.store.engine import Connection, Register
from mandates.store.reference_data import SessionRow
from mandates.timeline.periods import Calendars


class UnitOfWork:
    """The context in which every change of the register is made.

    Attributes:
        connection: in the transaction. actor: who makes the change. at: when.
        day: the day from which it counts, in UTC. today: the day in the user's time zone.
        command: what is done, for the history.
        reason: why; stored with every event that has no reason of its own.
    """

    reason: str | None = None

    def __init__(
        self,
        connection: Connection,
        *,
        actor: str,
        at: dt.datetime,
        command: str,
        change_id: int | None = None,
        today: dt.date | None = None,
    ) -> None:
        """Prepare a unit of work; its change is started with the first event.

        Args:
            change_id: an existing change to which this belongs.
            today: by default `day`.

        Raises:
            UsageError: `actor` is empty.
        """
        if not actor.strip():
            raise UsageError("nobody is named as the author of the change", "give --actor NAME")
        self.connection = connection
        self.actor = actor.strip()
        self.at = at
        self.day = at.astimezone(dt.UTC).date()
        self.today = today or self.day
        self.command = command
        self.change_id = change_id

    def started(self, *, undoes: int | None = None) -> int:
        """Return the number of the change, after starting it if necessary."""
        if self.change_id is None:
            self.change_id = changes.start(
                self.connection, actor=self.actor, at=self.at, on_day=self.day, command=self.command, undoes=undoes
            )
        return self.change_id

    def append(self, events: Sequence[Event]) -> None:
        """Append events to the change."""
        if self.reason is not None:
            events = [replace(event, reason=self.reason) if event.reason is None else event for event in events]
        if events:
            changes.append(self.connection, self.started(), events)

    @functools.cached_property
    def horizon(self) -> dt.date:
        """The day up to which recurrences are computed."""
        return horizons.horizon(self.connection)

    @functools.cached_property
    def sessions(self) -> list[SessionRow]:
        """The sessions that the register knows."""
        return reference_data.sessions(self.connection)

    @functools.cached_property
    def calendars(self) -> Calendars:
        """The calendar as the register knew it on each day."""
        return _calendars(self.sessions, changes.redatings(self.connection))

    def forget_sessions(self) -> None:
        """Drop the cached sessions, after some have been added."""
        self.__dict__.pop("sessions", None)

    def forget_calendars(self) -> None:
        """Drop the cached calendars and sessions, after dates of sessions have changed."""
        self.forget_sessions()
        self.__dict__.pop("calendars", None)


@contextlib.contextmanager
def working(
    register: Register,
    *,
    actor: str,
    at: dt.datetime,
    command: str,
    change_id: int | None = None,
    today: dt.date | None = None,
) -> Iterator[UnitOfWork]:
    """Provide a unit of work in its own transaction: committed when the block ends, rolled back when it raises."""
    with register.transaction() as connection:
        yield UnitOfWork(connection, actor=actor, at=at, command=command, change_id=change_id, today=today)


def calendars(connection: Connection) -> Calendars:
    """Return the calendar as a register knew it on each day: its own dates of sessions, the program's for all others.

    A user's own calendar enters a register only by `mandates.register.redating`, or with the first text about a body
    that only that calendar knows; so the results do not depend on who asks.
    """
    return _calendars(reference_data.sessions(connection), changes.redatings(connection))


#: The inputs and the result of the last call: they do not change between the portions of an ingest.
_last: list[tuple[object, Calendars]] = []


def _calendars(session_rows: Sequence[SessionRow], redatings: Sequence[Redating]) -> Calendars:
    """Return the calendar on each day, from the current dates of sessions and from the changes of these dates."""
    base = lookup.program()
    inputs = (base, session_rows, redatings)
    if not _last or _last[0][0] != inputs:
        _last[:] = [(inputs, _make(base, session_rows, redatings))]
    return _last[0][1]


def _make(base: Calendar, session_rows: Sequence[SessionRow], redatings: Sequence[Redating]) -> Calendars:
    current_dates = {
        (session.body, session.number): Dates(session.opens_on, session.closes_on, session.exact)
        for session in session_rows
    }
    sessions_by_id = {session.id: (session.body, session.number) for session in session_rows}
    by_day: dict[dt.date, Calendar] = {}

    def of(day: dt.date) -> Calendar:
        later_redatings = [redating for redating in redatings if redating[0] > day]
        key = later_redatings[0][0] if later_redatings else dt.date.max
        if key not in by_day:
            dates = dict(current_dates)
            for _, before, _after in reversed(later_redatings):
                dates[sessions_by_id[before["session_id"]]] = _dates(before)
            by_day[key] = DatedCalendar(base, dates)
        return by_day[key]

    return Calendars(of=of, changed=sorted({day for day, _, _ in redatings}))


def _dates(values: Mapping[str, str | bool | None]) -> Dates:
    """Return the dates of a session from the values of an event."""
    opens_on, closes_on = values["opens_on"], values["closes_on"]
    return Dates(
        dt.date.fromisoformat(opens_on) if isinstance(opens_on, str) else None,
        dt.date.fromisoformat(closes_on) if isinstance(closes_on, str) else None,
        bool(values["exact"]),
    )
