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
    """What every change of the register is made with.

    Attributes:
        connection: in the one transaction. actor: who does it. at: when. day: the day from which it counts, in UTC.
        today: the day where the person sits. command: what is done, for the history.
        reason: why; kept with every event that has no reason of its own.
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
        """Begin nothing yet: a change is started with the first event.

        Args:
            change_id: a change begun before, to which this belongs.
            today: by default `day`.

        Raises:
            UsageError: nobody is named.
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
        """Return the number of the change, which is begun where it was not."""
        if self.change_id is None:
            self.change_id = changes.start(
                self.connection, actor=self.actor, at=self.at, on_day=self.day, command=self.command, undoes=undoes
            )
        return self.change_id

    def append(self, events: Sequence[Event]) -> None:
        """Append events to the change."""
        if self.reason is not None:
            events = [replace(one, reason=self.reason) if one.reason is None else one for one in events]
        if events:
            changes.append(self.connection, self.started(), events)

    @functools.cached_property
    def horizon(self) -> dt.date:
        """Up to which day recurrences are worked out."""
        return horizons.horizon(self.connection)

    @functools.cached_property
    def sessions(self) -> list[SessionRow]:
        """The sessions that the register knows."""
        return reference_data.sessions(self.connection)

    @functools.cached_property
    def calendars(self) -> Calendars:
        """The calendar as the register had it on each day."""
        return _calendars(self.sessions, changes.redatings(self.connection))

    def forget_sessions(self) -> None:
        """Look the sessions up anew, after some have been added."""
        self.__dict__.pop("sessions", None)

    def forget_calendars(self) -> None:
        """Look the calendar up anew, after dates of sessions have changed."""
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
    """Give a unit of work in a transaction of its own: kept when the block ends, taken back when it raises."""
    with register.transaction() as connection:
        yield UnitOfWork(connection, actor=actor, at=at, command=command, change_id=change_id, today=today)


def calendars(connection: Connection) -> Calendars:
    """Return the calendar as a register had it on each day: its own dates of sessions, the program's for all others.

    What a person's own calendar says besides comes into a register by `mandates.register.redating` or with the first
    text about a body that only that calendar knows: what is worked out is the same for whoever asks.
    """
    return _calendars(reference_data.sessions(connection), changes.redatings(connection))


#: The calendars that were made last, and of what: from one portion of an ingest to the next nothing of that changes.
_last: list[tuple[object, Calendars]] = []


def _calendars(known: Sequence[SessionRow], redatings: Sequence[Redating]) -> Calendars:
    """Return the calendar on each day for sessions with the dates that they have now, and how these have changed."""
    base = lookup.program()
    of_these = (base, known, redatings)
    if not _last or _last[0][0] != of_these:
        _last[:] = [(of_these, _make(base, known, redatings))]
    return _last[0][1]


def _make(base: Calendar, known: Sequence[SessionRow], redatings: Sequence[Redating]) -> Calendars:
    now = {(one.body, one.number): Dates(one.opens_on, one.closes_on, one.exact) for one in known}
    names = {one.id: (one.body, one.number) for one in known}
    made: dict[dt.date, Calendar] = {}

    def of(day: dt.date) -> Calendar:
        later = [one for one in redatings if one[0] > day]
        key = later[0][0] if later else dt.date.max
        if key not in made:
            dates = dict(now)
            for _, before, _after in reversed(later):
                dates[names[before["session_id"]]] = _dates(before)
            made[key] = DatedCalendar(base, dates)
        return made[key]

    return Calendars(of=of, changed=sorted({day for day, _, _ in redatings}))


def _dates(values: Mapping[str, str | bool | None]) -> Dates:
    """Return the dates of a session as an event has them."""
    opens_on, closes_on = values["opens_on"], values["closes_on"]
    return Dates(
        dt.date.fromisoformat(opens_on) if isinstance(opens_on, str) else None,
        dt.date.fromisoformat(closes_on) if isinstance(closes_on, str) else None,
        bool(values["exact"]),
    )
