"""Taking a change back: every event of it reversed by a new one, nothing deleted from the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mandates.domain.errors import ConflictError, TransitionError, UnknownReferenceError
from mandates.domain.events import UNDECIDED, Event, EventKind
from mandates.register import documents, endings, projection, records
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import changes, decisions, links, locks, reference_data, states, texts
from mandates.store.changes import ChangeRow, EventRecord
from mandates.store.decisions import Subject
from mandates.store.engine import Connection

#: Events that brought extracted texts, on which later work of people depends.
_TEXT_KINDS = frozenset({EventKind.INGESTED, EventKind.REREAD, EventKind.ADDED, EventKind.RESTORED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was undone: the change, its command, the references it had changed; `change` is the undo itself."""

    undone: int
    command: str
    references: tuple[str, ...]
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last change of a person that is not undone yet.

    Attributes:
        removes: the symbols of the resolutions that it brought, which undoing it would remove.
    """

    change: int
    command: str
    removes: tuple[str, ...]


def last(connection: Connection, actor: str) -> Last:
    """Return the change that `undo` takes back without a `change_id`; writes nothing.

    Raises:
        UnknownReferenceError: there is nothing to undo.
    """
    change = _last(connection, actor)
    symbols = [
        event.reference
        for event in reversed(changes.events_of(connection, change.id))
        if event.resolution_id is not None
        and event.after.get("held")
        and not event.before.get("held")
        and event.reference
    ]
    return Last(change=change.id, command=change.command, removes=tuple(dict.fromkeys(symbols)))


def undo(work: UnitOfWork, change_id: int | None = None) -> Undone:
    """Undo a change; without `change_id`, the last one of the person that is not undone yet.

    Raises:
        UnknownReferenceError: there is no such change, or nothing to undo.
        TransitionError: it is undone already, or an earlier version of the program recorded too little of it.
        ConflictError: what it changed has been changed again since.
    """
    locks.many(work.connection)
    projection.reach_today(work)
    change = _find(work, change_id)
    done_events = changes.events_of(work.connection, change.id)
    mandate_ids = changes.touched(done_events)
    locks.mandates(work.connection, mandate_ids)
    _require_reversible(change, done_events)
    _require_unchanged(work, change, done_events, mandate_ids)
    undo_id = work.started(undoes=change.id)
    events = [
        _reversed(event) for event in done_events if event.before or event.after or event.kind is EventKind.REDATED
    ]
    _require_free(work, events)
    records.put(work, [*_vacating_moves(work, events), *events])
    _mark(work, change, undo_id)
    touched = {event.resolution_id for event in done_events if event.resolution_id is not None and _of_texts(event)}
    link_rows = links.by_ids(
        work.connection, [event.after["link_id"] for event in done_events if "link_id" in event.after]
    )
    touched |= {row.resolution_id for row in link_rows.values()}
    refreshed = [*mandate_ids, *_affected_mandates(work, done_events), *endings.sync(work, touched)]
    projection.refresh(work, refreshed, brings_dues=False)
    _match_again(work, done_events)
    visible = [event for event in reversed(done_events) if not event.quiet] or list(
        reversed(done_events)
    )  # without what only moved along
    references = tuple(dict.fromkeys(event.reference for event in visible if event.reference))
    return Undone(undone=change.id, command=change.command, references=references, change=undo_id)


def _match_again(work: UnitOfWork, done_events: Sequence[EventRecord]) -> None:
    """Propose again what documents may answer, where other extractions of them or of resolutions are in force now."""
    documents.propose_again(work, [event.after["issued_id"] for event in done_events if "issued_id" in event.after])
    resolution_events = [
        event
        for event in done_events
        if event.resolution_id is not None and event.mandate_id is None and _of_texts(event)
    ]
    documents.refresh(work, [event.reference for event in resolution_events if event.reference])


def _mark(work: UnitOfWork, change: ChangeRow, undo_id: int) -> None:
    """Mark a change as undone; if it was an undo itself, the change that it had undone is in force again, and so on."""
    changes.set_undone(work.connection, change.id, undo_id)
    in_force, current = False, change
    while current.undoes_id is not None:
        target = changes.find(work.connection, current.undoes_id)
        if target is None:
            return
        changes.set_undone(work.connection, target.id, current.id if in_force else None)
        in_force, current = not in_force, target


def _find(work: UnitOfWork, change_id: int | None) -> ChangeRow:
    if change_id is not None:
        change = changes.find(work.connection, change_id)
        if change is None:
            raise UnknownReferenceError(f"there is no change {change_id}", "see 'mandates history'")
        if change.undone_by_id is not None:
            raise TransitionError(
                f"change {change_id} is taken back already",
                f"take that back with 'mandates undo {change.undone_by_id}'",
            )
        return change
    return _last(work.connection, work.actor)


def _last(connection: Connection, actor: str) -> ChangeRow:
    change = changes.last_of(connection, actor)
    if change is None:
        raise UnknownReferenceError(
            f"{actor} has no change to undo", "name a change: 'mandates history' has their numbers"
        )
    return change


def _require_reversible(change: ChangeRow, done_events: Sequence[EventRecord]) -> None:
    """Raise for a change that an earlier version of the program recorded without the values needed to undo it."""
    if any(not (event.before or event.after) and event.version == 1 for event in done_events):
        raise TransitionError(
            f"change {change.id} was made by an earlier version of the program, which cannot be taken back any more",
            "correct what is wrong by hand: 'mandates review', 'mandates update', or ingest the right text",
        )


def _require_unchanged(
    work: UnitOfWork, change: ChangeRow, done_events: Sequence[EventRecord], mandate_ids: Sequence[int]
) -> None:
    """Raise where a value is not as the change left it, or is so again only because of other changes.

    Of several events of the change on the same field, the last one determines how it was left.
    """
    decided = decisions.of_mandates(work.connection, mandate_ids)
    changed_since = {
        (*_subject(event), name)
        for event in changes.later_events(work.connection, change.id, done_events)
        for name in event.after
        if not _same(event.before.get(name), event.after[name], name)
    }
    seen: set[tuple[Any, ...]] = set()
    for event in done_events:  # the latest first
        subject = _subject(event)
        fields = {name for name in event.after if (*subject, name) not in seen}
        seen |= {(*subject, name) for name in event.after}
        current = records.current(work, _as_event(event), decided)
        changed = sorted(
            name
            for name in fields
            if (*subject, name) in changed_since or not _same(current[name], event.after[name], name)
        )
        if not changed:
            continue
        if "session_id" in event.after:
            raise ConflictError("the dates of a session have changed since", "take back the later change first")
        if "answer_id" in event.after or "link_id" in event.after:
            raise ConflictError(f"{event.reference} has another judgement since", "take back the later change first")
        if event.mandate_id is None:
            raise ConflictError(f"{event.reference} was extracted again since", "take back the later ingest first")
        words = ", ".join(name.removesuffix("_id").replace("_", " ") for name in changed)
        raise ConflictError(f"{event.reference} was changed again since ({words})", "take back the later change first")
    _require_untouched(work, done_events)


#: Fields that identify the subject of an event that has neither a resolution nor a mandate.
_POINTERS = ("session_id", "suggestion_id", "issued_id", "answer_id", "link_id")


def _of_texts(event: EventRecord) -> bool:
    """Whether an event changed which texts are in force."""
    return not {"held", "reading_id", "in_text", "version_id", "reference", "label"}.isdisjoint(event.after)


def _subject(event: EventRecord) -> tuple[int | None, int | None, int | None, tuple[str, int] | None]:
    """Return the identity of the subject of an event."""
    resolution_id = event.resolution_id if event.mandate_id is None else None
    return (
        resolution_id,
        event.mandate_id,
        event.obligation_id,
        next(((name, event.after[name]) for name in _POINTERS if event.after.get(name) is not None), None),
    )


def _require_untouched(work: UnitOfWork, done_events: Sequence[EventRecord]) -> None:
    """Raise where somebody has worked on mandates of an ingest, which undoing it would remove."""
    for event in done_events:
        if event.kind not in _TEXT_KINDS or _stays(event):
            continue
        mandate_ids = (
            [event.mandate_id] if event.mandate_id is not None else _mandates_of(work, event.resolution_id or 0)
        )
        for mandate_id in mandate_ids:
            if decisions.has_any(work.connection, mandate_id):
                reference = texts.mandate_by_id(work.connection, mandate_id).reference
                raise ConflictError(
                    f"somebody has worked on {reference} since {event.reference} was read",
                    "take that back first: see 'mandates history'",
                )


def _stays(event: EventRecord) -> bool:
    """Whether the subject of the event exists without it too."""
    if event.mandate_id is not None:
        return bool(event.before.get("in_text"))
    return bool(event.before.get("held"))


def _mandates_of(work: UnitOfWork, resolution_id: int) -> list[int]:
    return [mandate.id for mandate in texts.mandates_of(work.connection, resolution_id)]


def _affected_mandates(work: UnitOfWork, done_events: Sequence[EventRecord]) -> list[int]:
    """Return the ids of mandates that events affect indirectly: all of a resolution, or those due at a session."""
    mandate_ids: list[int] = []
    for resolution_id in {event.resolution_id for event in done_events if event.resolution_id is not None}:
        mandate_ids += _mandates_of(work, resolution_id)
    session_ids = {event.after["session_id"] for event in done_events if "session_id" in event.after}
    for body in sorted(
        {session.body for session in reference_data.sessions(work.connection) if session.id in session_ids}
        if session_ids
        else ()
    ):
        mandate_ids += states.due_at_sessions_of(work.connection, body)
    return mandate_ids


def _reversed(event: EventRecord) -> Event:
    kind = EventKind.REDATED if event.kind is EventKind.REDATED else EventKind.UNDO
    details = dict(event.details)
    if "before" in details or "after" in details:
        details["before"], details["after"] = details.get("after", {}), details.get("before", {})
    else:
        details = {}
    return Event(
        kind=kind,
        reference=event.reference,
        resolution_id=event.resolution_id,
        mandate_id=event.mandate_id,
        obligation_id=event.obligation_id,
        before=dict(event.after),
        after={name: event.before.get(name) for name in event.after},
        details=details,
        quiet=event.quiet or (event.mandate_id is not None and event.resolution_id is not None),
    )


def _require_free(work: UnitOfWork, events: Sequence[Event]) -> None:
    """Raise where a mandate would regain a reference that another one has by now."""
    renamed = {event.mandate_id for event in events if "reference" in event.after}
    for reference in dict.fromkeys(event.after["reference"] for event in events if "reference" in event.after):
        other = texts.mandate_by_reference(work.connection, reference)
        if other is not None and other.id not in renamed:
            raise ConflictError(f"{reference} is now another mandate", "take back the later change first")


def _vacating_moves(work: UnitOfWork, events: Sequence[Event]) -> list[Event]:
    """Return the moves of obligations away from keys that others regain.

    Raises:
        ConflictError: somebody has worked on such an obligation, which could not be reached any more.
    """
    moves: list[Event] = []
    for mandate_id in sorted(
        {event.mandate_id for event in events if event.mandate_id is not None and "key" in event.after}
    ):
        moved = {
            event.obligation_id: event.after["key"]
            for event in events
            if event.mandate_id == mandate_id and "key" in event.after
        }
        decided = decisions.of_mandates(work.connection, [mandate_id])
        mandate = texts.mandate_by_id(work.connection, mandate_id)
        for obligation_id, key in states.keys_of(work.connection, mandate_id).items():
            if obligation_id in moved or key not in moved.values():
                continue
            reference = f"{mandate.reference}@{key}"
            if decided.get(Subject(mandate_id, obligation_id)):
                raise ConflictError(
                    f"somebody has worked on {reference} since", "take that back first: see 'mandates history'"
                )
            moves.append(
                Event(
                    kind=EventKind.MOVED,
                    reference=reference,
                    resolution_id=mandate.resolution_id,
                    mandate_id=mandate_id,
                    obligation_id=obligation_id,
                    before={"key": key},
                    after={"key": f"~{obligation_id}"},
                    quiet=True,
                )
            )
    return moves


def _as_event(event: EventRecord) -> Event:
    return Event(
        kind=event.kind,
        reference=event.reference,
        resolution_id=event.resolution_id,
        mandate_id=event.mandate_id,
        obligation_id=event.obligation_id,
        before=dict(event.before),
        after=dict(event.after),
    )


def _same(current: object, after: object, name: str) -> bool:
    default = UNDECIDED.get(name)
    return (default if current is None else current) == (default if after is None else after)
