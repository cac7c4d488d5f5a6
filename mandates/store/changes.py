"""Changes and events: what happened, who did it, when. Appended to and never changed, but for what undid a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from mandates.domain.events import EVENT_VERSION, Event, EventKind
from mandates.domain.filters import ALL_EVENTS, EventFilters
from mandates.store import storable
from mandates.store.inserting import insert_rows
from mandates.store.rows import chunks, fetch, fetch_one
from mandates.store.tables import change, event, mandate, person


class ChangeRow(NamedTuple):
    """One change: what one command did, which `undo` takes back as one."""

    id: int
    at: dt.datetime
    on_day: dt.date
    command: str
    undoes_id: int | None
    undone_by_id: int | None


class EventRecord(NamedTuple):
    """One event as it is stored."""

    id: int
    change_id: int
    kind: EventKind
    version: int
    reference: str | None
    resolution_id: int | None
    mandate_id: int | None
    obligation_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    details: Mapping[str, Any]
    reason: str | None
    quiet: bool


class HistoryRow(NamedTuple):
    """One event with its change."""

    id: int
    change_id: int
    at: dt.datetime
    actor: str
    kind: EventKind
    reference: str | None
    resolution_id: int | None
    mandate_id: int | None
    obligation_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    details: Mapping[str, Any]
    reason: str | None
    undone: bool


#: The day on which the dates of a session changed, what they were and are.
Redating: TypeAlias = tuple[dt.date, Mapping[str, Any], Mapping[str, Any]]

_CHANGES: Select[Any] = select(*(change.c[name] for name in ChangeRow._fields))
_EVENTS: Select[Any] = select(*(event.c[name] for name in EventRecord._fields))


def person_id(connection: Connection, name: str) -> int:
    """Return the id of the person of this name, who is stored where there was none."""
    plain = storable.text(name)
    known = select(person.c.id).where(person.c.name == plain)
    found = connection.execute(known).scalar()
    if found is not None:
        return int(found)
    if connection.dialect.name == "postgresql":  # two may bring the same person in
        from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql  # noqa: PLC0415

        connection.execute(insert_on_postgresql(person).values(name=plain).on_conflict_do_nothing())
    else:
        connection.execute(insert(person).values(name=plain))
    return int(connection.execute(known).scalar_one())


def start(
    connection: Connection, *, actor: str, at: dt.datetime, on_day: dt.date, command: str, undoes: int | None = None
) -> int:
    """Store a change and return its number."""
    values = {
        "at": at,
        "on_day": on_day,
        "person_id": person_id(connection, actor),
        "command": command,
        "undoes_id": undoes,
    }
    return int(connection.execute(insert(change).values(values).returning(change.c.id)).scalar_one())


def append(connection: Connection, change_id: int, events: Sequence[Event]) -> None:
    """Append events to a change."""
    insert_rows(
        connection,
        event,
        [
            {
                "change_id": change_id,
                "kind": one.kind.value,
                "version": EVENT_VERSION,
                "reference": one.reference,
                "resolution_id": one.resolution_id,
                "mandate_id": one.mandate_id,
                "obligation_id": one.obligation_id,
                "before": storable.data(dict(one.before)),
                "after": storable.data(dict(one.after)),
                "details": storable.data(dict(one.details)),
                "reason": None if one.reason is None else storable.text(one.reason),
                "quiet": one.quiet,
            }
            for one in events
        ],
    )


def find(connection: Connection, change_id: int) -> ChangeRow | None:
    """Return a change by its number."""
    return fetch_one(connection, ChangeRow, _CHANGES.where(change.c.id == change_id))


def last_of(connection: Connection, actor: str) -> ChangeRow | None:
    """Return the last change of a person that did something, is no undo, and is in force."""
    of_actor = select(person.c.id).where(person.c.name == storable.text(actor)).scalar_subquery()
    in_force = change.c.undone_by_id.is_(None) & change.c.undoes_id.is_(None)
    did_something = select(event.c.id).where(event.c.change_id == change.c.id).exists()
    wanted = _CHANGES.where(change.c.person_id == of_actor, in_force, did_something)
    return fetch_one(connection, ChangeRow, wanted.order_by(change.c.id.desc()).limit(1))


def events_of(connection: Connection, change_id: int) -> list[EventRecord]:
    """Return the events of a change, the last first."""
    return _records(connection, _EVENTS.where(event.c.change_id == change_id).order_by(event.c.id.desc()))


def set_undone(connection: Connection, change_id: int, by: int | None) -> None:
    """Say by which change another is undone; None: it is in force again."""
    connection.execute(update(change).where(change.c.id == change_id).values(undone_by_id=by))


class TextChange(NamedTuple):
    """A change of a resolution as a whole: whether it is held, and which reading is in force."""

    resolution_id: int
    kind: EventKind
    before: Mapping[str, Any]


def text_changes_after(connection: Connection, day: dt.date) -> list[TextChange]:
    """Return the changes of resolutions as a whole made after a day, the last first."""
    whole = event.c.resolution_id.is_not(None) & event.c.mandate_id.is_(None)
    statement = (
        select(event.c.resolution_id, event.c.kind, event.c.before)
        .join(change, change.c.id == event.c.change_id)
        .where(change.c.on_day > day, whole)
        .order_by(event.c.id.desc())
    )
    return [row._replace(kind=EventKind(row.kind)) for row in fetch(connection, TextChange, statement)]


class MandateChange(NamedTuple):
    """What a mandate as a whole was before a change of it."""

    mandate_id: int
    before: Mapping[str, Any]


def mandate_changes_after(connection: Connection, day: dt.date) -> list[MandateChange]:
    """Return the changes of mandates as a whole made after a day, the last first."""
    whole = event.c.mandate_id.is_not(None) & event.c.obligation_id.is_(None)
    statement = (
        select(event.c.mandate_id, event.c.before)
        .join(change, change.c.id == event.c.change_id)
        .where(change.c.on_day > day, whole)
        .order_by(event.c.id.desc())
    )
    return fetch(connection, MandateChange, statement)


def any_after(connection: Connection, day: dt.date) -> bool:
    """Return whether something was changed after a day."""
    return connection.execute(select(change.c.id).where(change.c.on_day > day).limit(1)).first() is not None


def document_changes_after(connection: Connection, day: dt.date) -> list[Mapping[str, Any]]:
    """Return what documents and their answers were before each change made of them after a day, the last first."""
    neither = event.c.resolution_id.is_(None) & event.c.mandate_id.is_(None)
    statement = (
        select(event.c.before)
        .join(change, change.c.id == event.c.change_id)
        .where(change.c.on_day > day, neither, event.c.kind != EventKind.REDATED.value)
        .order_by(event.c.id.desc())
    )
    return [row for row in connection.execute(statement).scalars() if "issued_id" in row or "answer_id" in row]


def redatings(connection: Connection) -> list[Redating]:
    """Return the changes of dates of sessions, with the day of each, the first ones first.

    Events that only tell an obligation of one are left out, and so are those of earlier versions, which dated
    obligations one by one.
    """
    # written as the index of them has it, and with a plus, which keeps SQLite from the larger index of mandates
    of_session = and_(literal_column("event.kind = 'redated'"), literal_column("+event.mandate_id").is_(None))
    wanted = (
        select(change.c.on_day, event.c.before, event.c.after, event.c.kind)
        .join(change, change.c.id == event.c.change_id)
        .where(of_session)
        .order_by(event.c.id)
    )
    return [(row.on_day, row.before, row.after) for row in connection.execute(wanted)]


def about_resolution(resolution_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it concerns a resolution or anything in it."""
    mandates = select(mandate.c.id).where(mandate.c.resolution_id == resolution_id)
    return or_(event.c.resolution_id == resolution_id, event.c.mandate_id.in_(mandates))


def about_mandate(mandate_id: int, resolution_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it concerns a mandate, its obligations or the text they stand in."""
    return or_(
        event.c.mandate_id == mandate_id, (event.c.resolution_id == resolution_id) & event.c.mandate_id.is_(None)
    )


def about_obligation(obligation_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it concerns an obligation."""
    return event.c.obligation_id == obligation_id


def after(event_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it follows another."""
    return event.c.id > event_id


#: The change of an event, looked up for each: where the two are joined, SQLite goes through all changes before it gives
#: the first event.
_OWN = change.alias()
_ON_DAY = select(_OWN.c.on_day).where(_OWN.c.id == event.c.change_id).scalar_subquery()
_LAST = select(event.c.id).where(bindparam("day") >= _ON_DAY).order_by(event.c.id.desc()).limit(1)


def last_event(connection: Connection, day: dt.date) -> int:
    """Return the number of the last event by a day; 0 where there is none."""
    return int(connection.execute(_LAST, {"day": day}).scalar() or 0)


def history(
    connection: Connection,
    *conditions: ColumnElement[bool],
    filters: EventFilters = ALL_EVENTS,
    limit: int | None = None,
    oldest_first: bool = False,
) -> list[HistoryRow]:
    """Return the events that filters select, with their changes, the latest first.

    Those that only keep the register's own records (new versions that read the same) are left out.
    """
    wanted = [*conditions, ~event.c.quiet]
    if filters.until is not None:
        wanted.append(filters.until >= _ON_DAY)
    if filters.actor is not None:
        wanted.append(person.c.name == storable.text(filters.actor))
    if filters.on is not None:
        begin = dt.datetime.combine(filters.on, dt.time(), dt.UTC)
        wanted += [change.c.at >= begin, change.c.at < begin + dt.timedelta(days=1)]
    if filters.since is not None:
        wanted.append(change.c.at >= dt.datetime.combine(filters.since, dt.time(), dt.UTC))
    if filters.change_id is not None:
        wanted.append(event.c.change_id == filters.change_id)
    order = event.c.id if oldest_first else event.c.id.desc()
    others = {
        "at": change.c.at,
        "actor": person.c.name,
        "undone": change.c.undone_by_id.is_not(None),
    }
    statement = (
        select(*(others.get(name, event.c.get(name)).label(name) for name in HistoryRow._fields))  # type: ignore[union-attr]
        .select_from(event)
        .join(change, change.c.id == event.c.change_id)
        .join(person, person.c.id == change.c.person_id)
        .order_by(order)
    )
    if limit and replace(filters, until=None) == ALL_EVENTS:  # the first ones by themselves, as for `_ON_DAY`
        first = connection.execute(select(event.c.id).where(*wanted).order_by(order).limit(limit)).scalars().all()
        wanted = [event.c.id.in_(first)]
    statement = statement.where(*wanted)
    rows = fetch(connection, HistoryRow, statement.limit(limit) if limit else statement)
    return [row._replace(kind=EventKind(row.kind), undone=bool(row.undone)) for row in rows]


def _records(connection: Connection, statement: Select[Any]) -> list[EventRecord]:
    return [row._replace(kind=EventKind(row.kind)) for row in fetch(connection, EventRecord, statement)]


def later_events(connection: Connection, than: int, done: Sequence[EventRecord]) -> list[EventRecord]:
    """Return the events of changes after `than` about what `done` is about: of changes in force, but for undos of
    later changes, which leave nothing.
    """
    bears = change.c.undone_by_id.is_(None) & (change.c.undoes_id.is_(None) | (change.c.undoes_id <= than))
    later = _EVENTS.join(change, change.c.id == event.c.change_id).where(event.c.change_id > than, bears)
    found: list[EventRecord] = []
    for some in chunks(touched(done)):
        found += _records(connection, later.where(event.c.mandate_id.in_(some)))
    of_whole = event.c.mandate_id.is_(None)
    whole = [one for one in done if one.mandate_id is None]
    for some in chunks(sorted({one.resolution_id for one in whole if one.resolution_id is not None})):
        found += _records(connection, later.where(event.c.resolution_id.in_(some), of_whole))
    if any(one.resolution_id is None for one in whole):  # sessions
        found += _records(connection, later.where(event.c.resolution_id.is_(None), of_whole))
    return found


def touched(events: Iterable[EventRecord]) -> list[int]:
    """Return the mandates that events name, in order."""
    return sorted({one.mandate_id for one in events if one.mandate_id is not None})
