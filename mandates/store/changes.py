"""Changes and events: what happened, who did it, when. Only appended to, except for what undid a change."""

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
    """One change: everything that one command did, which `undo` takes back as a whole."""

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


#: The day on which the dates of a session changed, and the dates before and after.
Redating: TypeAlias = tuple[dt.date, Mapping[str, Any], Mapping[str, Any]]

_CHANGES: Select[Any] = select(*(change.c[name] for name in ChangeRow._fields))
_EVENTS: Select[Any] = select(*(event.c[name] for name in EventRecord._fields))


def person_id(connection: Connection, name: str) -> int:
    """Return the id of the person of this name, who is stored first if unknown."""
    plain = storable.text(name)
    statement = select(person.c.id).where(person.c.name == plain)
    existing = connection.execute(statement).scalar()
    if existing is not None:
        return int(existing)
    if connection.dialect.name == "postgresql":  # two transactions may add the same person
        from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql  # noqa: PLC0415

        connection.execute(insert_on_postgresql(person).values(name=plain).on_conflict_do_nothing())
    else:
        connection.execute(insert(person).values(name=plain))
    return int(connection.execute(statement).scalar_one())


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
                "kind": entry.kind.value,
                "version": EVENT_VERSION,
                "reference": entry.reference,
                "resolution_id": entry.resolution_id,
                "mandate_id": entry.mandate_id,
                "obligation_id": entry.obligation_id,
                "before": storable.data(dict(entry.before)),
                "after": storable.data(dict(entry.after)),
                "details": storable.data(dict(entry.details)),
                "reason": None if entry.reason is None else storable.text(entry.reason),
                "quiet": entry.quiet,
            }
            for entry in events
        ],
    )


def find(connection: Connection, change_id: int) -> ChangeRow | None:
    """Return a change by its number."""
    return fetch_one(connection, ChangeRow, _CHANGES.where(change.c.id == change_id))


def last_of(connection: Connection, actor: str) -> ChangeRow | None:
    """Return the last change of a person that has events, is no undo, and is in force."""
    of_actor = select(person.c.id).where(person.c.name == storable.text(actor)).scalar_subquery()
    in_force = change.c.undone_by_id.is_(None) & change.c.undoes_id.is_(None)
    did_something = select(event.c.id).where(event.c.change_id == change.c.id).exists()
    statement = _CHANGES.where(change.c.person_id == of_actor, in_force, did_something)
    return fetch_one(connection, ChangeRow, statement.order_by(change.c.id.desc()).limit(1))


def events_of(connection: Connection, change_id: int) -> list[EventRecord]:
    """Return the events of a change, the last first."""
    return _records(connection, _EVENTS.where(event.c.change_id == change_id).order_by(event.c.id.desc()))


def set_undone(connection: Connection, change_id: int, by: int | None) -> None:
    """Set the change `by` which another is undone; None puts it in force again."""
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
    """A change of a mandate as a whole, with its values before."""

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
    """Return the values of documents and their answers before each change made after a day, the last change first."""
    neither = event.c.resolution_id.is_(None) & event.c.mandate_id.is_(None)
    statement = (
        select(event.c.before)
        .join(change, change.c.id == event.c.change_id)
        .where(change.c.on_day > day, neither, event.c.kind != EventKind.REDATED.value)
        .order_by(event.c.id.desc())
    )
    return [row for row in connection.execute(statement).scalars() if "issued_id" in row or "answer_id" in row]


def redatings(connection: Connection) -> list[Redating]:
    """Return the changes of the dates of sessions, with the day of each, the oldest first.

    Events that only report such a change for an obligation are left out, and so are those of earlier versions, which
    set the dates of each obligation separately.
    """
    # written like the condition of their partial index; the plus keeps SQLite from using the larger index of mandates
    of_session = and_(literal_column("event.kind = 'redated'"), literal_column("+event.mandate_id").is_(None))
    statement = (
        select(change.c.on_day, event.c.before, event.c.after, event.c.kind)
        .join(change, change.c.id == event.c.change_id)
        .where(of_session)
        .order_by(event.c.id)
    )
    return [(row.on_day, row.before, row.after) for row in connection.execute(statement)]


def about_resolution(resolution_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it concerns a resolution or anything in it."""
    mandates = select(mandate.c.id).where(mandate.c.resolution_id == resolution_id)
    return or_(event.c.resolution_id == resolution_id, event.c.mandate_id.in_(mandates))


def about_mandate(mandate_id: int, resolution_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it concerns a mandate, its obligations or the text that contains them."""
    return or_(
        event.c.mandate_id == mandate_id, (event.c.resolution_id == resolution_id) & event.c.mandate_id.is_(None)
    )


def about_obligation(obligation_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it concerns an obligation."""
    return event.c.obligation_id == obligation_id


def obligation_once(connection: Connection, mandate_id: int, reference: str) -> int | None:
    """Return the id of the obligation of a mandate that had a reference at an event, the last one; None if none had."""
    named = (event.c.mandate_id == mandate_id) & (event.c.reference == reference) & event.c.obligation_id.is_not(None)
    obligation_id: int | None = connection.execute(
        select(event.c.obligation_id).where(named).order_by(event.c.id.desc()).limit(1)
    ).scalar()
    return obligation_id


def after(event_id: int) -> ColumnElement[bool]:
    """Return the condition on `event` that it follows another."""
    return event.c.id > event_id


#: The change of an event, as a scalar subquery: if the two are joined, SQLite goes through all changes before it
#: returns the first event.
_OWN = change.alias()
_ON_DAY = select(_OWN.c.on_day).where(_OWN.c.id == event.c.change_id).scalar_subquery()
_LAST = select(event.c.id).where(bindparam("day") >= _ON_DAY).order_by(event.c.id.desc()).limit(1)


def last_event(connection: Connection, day: dt.date) -> int:
    """Return the number of the last event made on or before a day; 0 if there is none."""
    return int(connection.execute(_LAST, {"day": day}).scalar() or 0)


def history(
    connection: Connection,
    *conditions: ColumnElement[bool],
    filters: EventFilters = ALL_EVENTS,
    limit: int | None = None,
    oldest_first: bool = False,
) -> list[HistoryRow]:
    """Return the events that filters select, with their changes, the latest first.

    Quiet events, which are mere bookkeeping of the register (new versions with the same content), are left out.
    """
    required = [*conditions, ~event.c.quiet]
    if filters.until is not None:
        required.append(filters.until >= _ON_DAY)
    if filters.actor is not None:
        required.append(person.c.name == storable.text(filters.actor))
    if filters.on is not None:
        begin = dt.datetime.combine(filters.on, dt.time(), dt.UTC)
        required += [change.c.at >= begin, change.c.at < begin + dt.timedelta(days=1)]
    if filters.since is not None:
        required.append(change.c.at >= dt.datetime.combine(filters.since, dt.time(), dt.UTC))
    if filters.change_id is not None:
        required.append(event.c.change_id == filters.change_id)
    order = event.c.id if oldest_first else event.c.id.desc()
    computed = {
        "at": change.c.at,
        "actor": person.c.name,
        "undone": change.c.undone_by_id.is_not(None),
    }
    statement = (
        select(*(computed.get(name, event.c.get(name)).label(name) for name in HistoryRow._fields))  # type: ignore[union-attr]
        .select_from(event)
        .join(change, change.c.id == event.c.change_id)
        .join(person, person.c.id == change.c.person_id)
        .order_by(order)
    )
    if limit and replace(filters, until=None) == ALL_EVENTS:  # select these first, without joins: see `_OWN`
        first_ids = connection.execute(select(event.c.id).where(*required).order_by(order).limit(limit)).scalars().all()
        required = [event.c.id.in_(first_ids)]
    statement = statement.where(*required)
    rows = fetch(connection, HistoryRow, statement.limit(limit) if limit else statement)
    return [row._replace(kind=EventKind(row.kind), undone=bool(row.undone)) for row in rows]


def _records(connection: Connection, statement: Select[Any]) -> list[EventRecord]:
    return [row._replace(kind=EventKind(row.kind)) for row in fetch(connection, EventRecord, statement)]


def later_events(connection: Connection, than: int, done: Sequence[EventRecord]) -> list[EventRecord]:
    """Return the events of changes after `than` about the same mandates, resolutions or sessions as `done`.

    Only changes in force count, and no undos of later changes, since these cancel out.
    """
    bears = change.c.undone_by_id.is_(None) & (change.c.undoes_id.is_(None) | (change.c.undoes_id <= than))
    later = _EVENTS.join(change, change.c.id == event.c.change_id).where(event.c.change_id > than, bears)
    records: list[EventRecord] = []
    for batch in chunks(touched(done)):
        records += _records(connection, later.where(event.c.mandate_id.in_(batch)))
    of_whole = event.c.mandate_id.is_(None)
    whole = [record for record in done if record.mandate_id is None]
    for batch in chunks(sorted({record.resolution_id for record in whole if record.resolution_id is not None})):
        records += _records(connection, later.where(event.c.resolution_id.in_(batch), of_whole))
    if any(record.resolution_id is None for record in whole):  # sessions
        records += _records(connection, later.where(event.c.resolution_id.is_(None), of_whole))
    return records


def touched(events: Iterable[EventRecord]) -> list[int]:
    """Return the ids of the mandates that events name, sorted."""
    return sorted({record.mandate_id for record in events if record.mandate_id is not None})
