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

#: Texts as they were read: what people did since hangs on them.
_TEXTS = frozenset({EventKind.INGESTED, EventKind.REREAD, EventKind.ADDED, EventKind.RESTORED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back: the change, what it had been, the references it had changed; `change` takes this back."""

    undone: int
    command: str
    references: tuple[str, ...]
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last change of a person that is not taken back yet.

    Attributes:
        removes: the symbols of the resolutions that it brought, which would go with it.
    """

    change: int
    command: str
    removes: tuple[str, ...]


def last(connection: Connection, actor: str) -> Last:
    """Return what `undo` takes back where no change is named; writes nothing.

    Raises:
        UnknownReferenceError: there is nothing to take back.
    """
    found = _last(connection, actor)
    brought = [
        one.reference
        for one in reversed(changes.events_of(connection, found.id))
        if one.resolution_id is not None and one.after.get("held") and not one.before.get("held") and one.reference
    ]
    return Last(change=found.id, command=found.command, removes=tuple(dict.fromkeys(brought)))


def undo(work: UnitOfWork, change_id: int | None = None) -> Undone:
    """Take back a change; without `change_id` the last one of the person that is not taken back yet.

    Raises:
        UnknownReferenceError: there is no such change, or nothing to take back.
        TransitionError: it is taken back already, or was made by a version of the program that kept too little of it.
        ConflictError: what it changed has been changed again since.
    """
    locks.many(work.connection)
    projection.reach_today(work)
    of = _find(work, change_id)
    done = changes.events_of(work.connection, of.id)
    mandate_ids = changes.touched(done)
    locks.mandates(work.connection, mandate_ids)
    _require_whole(of, done)
    _require_unchanged(work, of, done, mandate_ids)
    reversing = work.started(undoes=of.id)
    events = [_reversed(one) for one in done if one.before or one.after or one.kind is EventKind.REDATED]
    _require_free(work, events)
    records.put(work, [*_give_way(work, events), *events])
    _mark(work, of, reversing)
    touched = {one.resolution_id for one in done if one.resolution_id is not None and _of_texts(one)}
    judged = links.by_ids(work.connection, [one.after["link_id"] for one in done if "link_id" in one.after])
    touched |= {row.resolution_id for row in judged.values()}
    again = [*mandate_ids, *_also(work, done), *endings.sync(work, touched)]
    projection.refresh(work, again, brings_dues=False)
    _match_again(work, done)
    named = [one for one in reversed(done) if not one.quiet] or list(reversed(done))  # not what only moved with it
    names = tuple(dict.fromkeys(one.reference for one in named if one.reference))
    return Undone(undone=of.id, command=of.command, references=names, change=reversing)


def _match_again(work: UnitOfWork, done: Sequence[EventRecord]) -> None:
    """Propose anew what documents may answer, where other readings of them, or of resolutions, count now."""
    documents.propose_again(work, [one.after["issued_id"] for one in done if "issued_id" in one.after])
    whole = [one for one in done if one.resolution_id is not None and one.mandate_id is None and _of_texts(one)]
    documents.refresh(work, [one.reference for one in whole if one.reference])


def _mark(work: UnitOfWork, of: ChangeRow, by: int) -> None:
    """Say that a change is undone; what an undo that goes out of force had undone is in force again, and so on."""
    changes.set_undone(work.connection, of.id, by)
    in_force, one = False, of
    while one.undoes_id is not None:
        target = changes.find(work.connection, one.undoes_id)
        if target is None:
            return
        changes.set_undone(work.connection, target.id, one.id if in_force else None)
        in_force, one = not in_force, target


def _find(work: UnitOfWork, wanted: int | None) -> ChangeRow:
    if wanted is not None:
        found = changes.find(work.connection, wanted)
        if found is None:
            raise UnknownReferenceError(f"there is no change {wanted}", "see 'mandates history'")
        if found.undone_by_id is not None:
            raise TransitionError(
                f"change {wanted} is taken back already", f"take that back with 'mandates undo {found.undone_by_id}'"
            )
        return found
    return _last(work.connection, work.actor)


def _last(connection: Connection, actor: str) -> ChangeRow:
    found = changes.last_of(connection, actor)
    if found is None:
        raise UnknownReferenceError(
            f"{actor} has no change to undo", "name a change: 'mandates history' has their numbers"
        )
    return found


def _require_whole(of: ChangeRow, done: Sequence[EventRecord]) -> None:
    """Raise for a change of which an earlier version of the program kept what it was, but not how to take it back."""
    if any(not (one.before or one.after) and one.version == 1 for one in done):
        raise TransitionError(
            f"change {of.id} was made by an earlier version of the program, which cannot be taken back any more",
            "correct what is wrong by hand: 'mandates review', 'mandates update', or ingest the right text",
        )


def _require_unchanged(
    work: UnitOfWork, of: ChangeRow, done: Sequence[EventRecord], mandate_ids: Sequence[int]
) -> None:
    """Raise where something is not as the change left it, or has come to be so again by other changes.

    Of several events of one change on the same field the last one says how it was left.
    """
    held = decisions.of_mandates(work.connection, mandate_ids)
    since = {
        (*_subject(one), name)
        for one in changes.later_events(work.connection, of.id, done)
        for name in one.after
        if not _same(one.before.get(name), one.after[name], name)
    }
    seen: set[tuple[Any, ...]] = set()
    for one in done:  # the last first
        subject = _subject(one)
        fields = {name for name in one.after if (*subject, name) not in seen}
        seen |= {(*subject, name) for name in one.after}
        now = records.current(work, _as_event(one), held)
        changed = sorted(
            name for name in fields if (*subject, name) in since or not _same(now[name], one.after[name], name)
        )
        if not changed:
            continue
        if "session_id" in one.after:
            raise ConflictError("a session was dated again since", "take back the later change first")
        if "answer_id" in one.after or "link_id" in one.after:
            raise ConflictError(f"{one.reference} was judged again since", "take back the later change first")
        if one.mandate_id is None:
            raise ConflictError(f"{one.reference} was read again since", "take back the later ingest first")
        words = ", ".join(name.removesuffix("_id").replace("_", " ") for name in changed)
        raise ConflictError(f"{one.reference} was changed again since ({words})", "take back the later change first")
    _require_untouched(work, done)


#: Fields that say what an event is about, where neither a resolution nor a mandate does.
_POINTERS = ("session_id", "suggestion_id", "issued_id", "answer_id", "link_id")


def _of_texts(one: EventRecord) -> bool:
    """Whether an event changed which texts are in force."""
    return not {"held", "reading_id", "in_text", "version_id", "reference", "label"}.isdisjoint(one.after)


def _subject(one: EventRecord) -> tuple[int | None, int | None, int | None, tuple[str, int] | None]:
    """Return what an event is about."""
    resolution_id = one.resolution_id if one.mandate_id is None else None
    return (
        resolution_id,
        one.mandate_id,
        one.obligation_id,
        next(((name, one.after[name]) for name in _POINTERS if one.after.get(name) is not None), None),
    )


def _require_untouched(work: UnitOfWork, done: Sequence[EventRecord]) -> None:
    """Raise where somebody has worked on what an ingest brought, which would go with it."""
    for one in done:
        if one.kind not in _TEXTS or _stays(one):
            continue
        brought = [one.mandate_id] if one.mandate_id is not None else _mandates_of(work, one.resolution_id or 0)
        for mandate_id in brought:
            if decisions.has_any(work.connection, mandate_id):
                reference = texts.mandate_by_id(work.connection, mandate_id).reference
                raise ConflictError(
                    f"somebody has worked on {reference} since {one.reference} was read",
                    "take that back first: see 'mandates history'",
                )


def _stays(one: EventRecord) -> bool:
    """Whether what the event is about is there without it too."""
    if one.mandate_id is not None:
        return bool(one.before.get("in_text"))
    return bool(one.before.get("held"))


def _mandates_of(work: UnitOfWork, resolution_id: int) -> list[int]:
    return [one.id for one in texts.mandates_of(work.connection, resolution_id)]


def _also(work: UnitOfWork, done: Sequence[EventRecord]) -> list[int]:
    """Return the mandates that events concern without naming them: all of a resolution, or due at a session."""
    found: list[int] = []
    for resolution_id in {one.resolution_id for one in done if one.resolution_id is not None}:
        found += _mandates_of(work, resolution_id)
    dated = {one.after["session_id"] for one in done if "session_id" in one.after}
    for body in sorted(
        {one.body for one in reference_data.sessions(work.connection) if one.id in dated} if dated else ()
    ):
        found += states.due_at_sessions_of(work.connection, body)
    return found


def _reversed(one: EventRecord) -> Event:
    kind = EventKind.REDATED if one.kind is EventKind.REDATED else EventKind.UNDO
    details = dict(one.details)
    if "before" in details or "after" in details:
        details["before"], details["after"] = details.get("after", {}), details.get("before", {})
    else:
        details = {}
    return Event(
        kind=kind,
        reference=one.reference,
        resolution_id=one.resolution_id,
        mandate_id=one.mandate_id,
        obligation_id=one.obligation_id,
        before=dict(one.after),
        after={name: one.before.get(name) for name in one.after},
        details=details,
        quiet=one.quiet or (one.mandate_id is not None and one.resolution_id is not None),
    )


def _require_free(work: UnitOfWork, events: Sequence[Event]) -> None:
    """Raise where a mandate would get a reference back that another one has by now."""
    renamed = {one.mandate_id for one in events if "reference" in one.after}
    for reference in dict.fromkeys(one.after["reference"] for one in events if "reference" in one.after):
        other = texts.mandate_by_reference(work.connection, reference)
        if other is not None and other.id not in renamed:
            raise ConflictError(f"{reference} is now another mandate", "take back the later change first")


def _give_way(work: UnitOfWork, events: Sequence[Event]) -> list[Event]:
    """Return the moves of obligations that have come to keys since which others get back.

    Raises:
        ConflictError: somebody has worked on such an obligation, which nothing would lead to any more.
    """
    found: list[Event] = []
    for mandate_id in sorted({one.mandate_id for one in events if one.mandate_id is not None and "key" in one.after}):
        moved = {
            one.obligation_id: one.after["key"] for one in events if one.mandate_id == mandate_id and "key" in one.after
        }
        held = decisions.of_mandates(work.connection, [mandate_id])
        mandate = texts.mandate_by_id(work.connection, mandate_id)
        for obligation_id, key in states.keys_of(work.connection, mandate_id).items():
            if obligation_id in moved or key not in moved.values():
                continue
            reference = f"{mandate.reference}@{key}"
            if held.get(Subject(mandate_id, obligation_id)):
                raise ConflictError(
                    f"somebody has worked on {reference} since", "take that back first: see 'mandates history'"
                )
            found.append(
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
    return found


def _as_event(one: EventRecord) -> Event:
    return Event(
        kind=one.kind,
        reference=one.reference,
        resolution_id=one.resolution_id,
        mandate_id=one.mandate_id,
        obligation_id=one.obligation_id,
        before=dict(one.before),
        after=dict(one.after),
    )


def _same(now: object, after: object, name: str) -> bool:
    nothing = UNDECIDED.get(name)
    return (nothing if now is None else now) == (nothing if after is None else after)
