"""Applying a command to what a person means by it: items named one by one, or all that filters select.

One way for one and for many: the items are found and locked, the command decides on each, and what it decides becomes
events of one change, which `undo` takes back as one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mandates.domain import notes
from mandates.domain.commands import Appraise, Assign, Command, Correct, Item, Note, Update
from mandates.domain.errors import ConflictError, TransitionError, UsageError
from mandates.domain.events import UNDECIDED, Event
from mandates.domain.filters import Filters
from mandates.domain.references import Reference
from mandates.domain.status import Status
from mandates.register import parties, projection, records
from mandates.register.event_text import Teller
from mandates.register.lists import ahead, in_order
from mandates.register.references import find_mandate, find_obligation
from mandates.register.rescheduling import moves_by_correction
from mandates.register.session_filters import completed
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import decisions, locks, obligations, storable, texts
from mandates.store.decisions import Subject
from mandates.store.obligations import ListedRow

#: Fields of which something was read.
_READ = frozenset({"owners", "verb", "deliverable", "dues", "due_on"})

#: Commands on a mandate as a whole, unless an obligation of it is named.
_ON_MANDATES = (Assign, Correct)
#: Commands on a mandate as a whole, whatever of it is named.
_ON_WHOLE = (Appraise,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Items named one by one, all or none of which change.

    Attributes:
        version: the version of the one item that the caller has seen; it fails where there is another now.
    """

    references: tuple[str, ...]
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """All obligations that filters select; those that cannot change are left as they are.

    Attributes:
        expected: how many the caller was told; another number changes nothing.
    """

    filters: Filters
    expected: int | None = None


Targets = Named | Selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a command did to one item.

    Attributes:
        before, after: the fields that changed; both empty where everything was so already.
        opened: references of what is expected next, opened by this change.
        closed: those of what was expected of the same mandate, and is not any more.
    """

    reference: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    opened: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    notice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command did, or would do.

    Attributes:
        changed: the items, in the order in which they were meant. refused: references of those that filters select
            and that cannot change, each with why.
        confirmed: links to earlier requests that were confirmed with it, in words.
        change: number to give to `undo`; None where nothing was written.
    """

    changed: tuple[Changed, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    confirmed: tuple[str, ...] = ()
    change: int | None = None


@dataclass(frozen=True, slots=True)
class _Meant:
    """An item that is meant: what is decided on, and what the command is to know of it."""

    subject: Subject
    item: Item
    version_id: int
    read_due_on: dt.date | None = None
    read_due: Mapping[str, Any] | None = None
    notice: str | None = None


def apply(work: UnitOfWork, command: Command, targets: Targets) -> Outcome:
    """Apply a command to all that is meant, and return what it did.

    Raises:
        UnknownReferenceError, UsageError: a reference is none, or means several; the filters or the command make no
            sense.
        TransitionError: an item that is named is in a state in which this is not possible.
        ConflictError: somebody else changed it meanwhile.
    """
    if isinstance(targets, Selected):
        locks.many(work.connection)
    projection.reach_today(work)
    meant = _meant(work, command, targets)
    decided, refused = _decide(work, command, meant, forgiving=isinstance(targets, Selected))
    if not decided:
        return Outcome(refused=refused, change=work.change_id)
    mandate_ids = sorted({one.subject.mandate_id for one, _ in decided})
    before = _expected(work, mandate_ids) if isinstance(targets, Named) else {}
    events = _events(work, command, decided)
    records.put(work, events)
    projection.refresh(work, [event.mandate_id for event in events if event.mandate_id is not None])
    after = _expected(work, mandate_ids) if isinstance(targets, Named) else {}
    told = {(event.mandate_id, event.obligation_id): event for event in events if event.kind is command.kind}
    teller = Teller(work.connection, [values for event in told.values() for values in (event.before, event.after)])
    changed = []
    for one, _ in decided:
        event = told.get(one.subject)
        was, now = (expected.get(one.subject.mandate_id, ()) for expected in (before, after))
        if isinstance(targets, Named) or event is not None:
            changed.append(
                Changed(
                    reference=one.item.reference,
                    before=teller.told({**event.before, **event.details.get("before", {})}) if event else {},
                    after=teller.told({**event.after, **event.details.get("after", {})}) if event else {},
                    opened=tuple(name for name in now if name not in was),
                    closed=tuple(name for name in was if name not in now),
                    notice=one.notice,
                )
            )
    return Outcome(changed=tuple(changed), refused=refused, change=work.change_id)


def look(work: UnitOfWork, command: Command, targets: Selected) -> Outcome:
    """Return what `apply` would do to what filters select; writes nothing.

    Raises:
        UsageError: the filters or the command make no sense.
    """
    meant = _selected(work, targets)
    unstored = ahead(work.connection, targets.filters, work.day)
    if unstored:  # `apply` stores these first
        stored = obligations.of_obligations(
            work.connection, [one.subject.obligation_id for one in meant if one.subject.obligation_id], work.day
        )
        meant = [_of_row(row) for row in in_order([*stored, *unstored], targets.filters)]
    decided, refused = _decide(work, command, meant, forgiving=True)
    changed = tuple(Changed(reference=one.item.reference, before={}, after=values) for one, values in decided)
    return Outcome(changed=changed, refused=refused)


def superseding(work: UnitOfWork, command: Update, later: str, targets: Targets) -> Update:
    """Return `command` with the later mandate that takes the place of what is meant.

    Raises:
        UnknownReferenceError: `later` is not in the register. UsageError: it is meant itself.
    """
    found = find_mandate(work.connection, later).mandate
    if isinstance(targets, Named):
        for reference in targets.references:
            if find_mandate(work.connection, reference).mandate.id == found.id:
                raise UsageError(f"{found.reference} cannot supersede itself", "name the later mandate")
    return replace(command, superseded_by=found.id)


def _meant(work: UnitOfWork, command: Command, targets: Targets) -> list[_Meant]:
    """Return the items that are meant, which nobody else can change until the transaction ends."""
    if isinstance(targets, Selected):
        found = _selected(work, targets)
        locks.mandates(work.connection, [one.subject.mandate_id for one in found])
        return found
    whole = isinstance(command, (*_ON_MANDATES, *_ON_WHOLE))
    located = [find_mandate(work.connection, reference) for reference in targets.references]
    locks.mandates(work.connection, [one.mandate.id for one in located])
    found = []
    for reference, one in zip(targets.references, located, strict=True):
        of_one = Reference.parse(storable.text(reference)).obligation is not None and not isinstance(command, _ON_WHOLE)
        if whole and not of_one:
            item = Item(reference=one.mandate.reference)
            found.append(_Meant(Subject(one.mandate.id), item, one.mandate.version_id, notice=one.notice))
            continue
        row = find_obligation(work.connection, reference, work.day, first=isinstance(command, Note))
        if targets.version is not None and row.version != targets.version:
            raise ConflictError(
                f"{row.reference} was changed by someone else meanwhile",
                f"look at it again: mandates show {row.reference}",
            )
        found.append(replace(_of_row(row), notice=one.notice))
    return found


def _selected(work: UnitOfWork, targets: Selected) -> list[_Meant]:
    # what will only be expected later cannot be changed yet
    filters = replace(completed(work.connection, targets.filters, work.day), through=None)
    ids = obligations.ids(work.connection, filters, work.day)
    if targets.expected is not None and len(ids) != targets.expected:
        raise ConflictError(
            f"{len(ids)} obligations are selected now, not {targets.expected}: someone else changed the register",
            "look at them again",
        )
    return [_of_row(row) for row in obligations.of_obligations(work.connection, ids, work.day)]


def _of_row(row: ListedRow) -> _Meant:
    item = Item(
        reference=row.reference,
        status=Status(row.status),
        adopted_on=row.adopted_on,
        counts_from_event=row.due_after is not None,
    )
    return _Meant(Subject(row.mandate_id, row.obligation_id), item, row.version_id, row.read_due_on, _read_due(row))


def _read_due(row: ListedRow) -> Mapping[str, Any] | None:
    """Return when an obligation was read to be due, as plain data; None where a person has moved it or nothing says."""
    if row.due_kind is None or row.due_on != row.read_due_on:
        return None
    return {
        "kind": row.due_kind,
        "body": row.due_body,
        "session": int(number)
        if (number := row.due_session or "").isdecimal() and len(number) < 4
        else row.due_session,
        "date": row.read_due_on.isoformat() if row.read_due_on else None,
        "every": row.due_every,
        "phrase": row.due_phrase or "no date",
    }


def _decide(
    work: UnitOfWork, command: Command, meant: Sequence[_Meant], *, forgiving: bool
) -> tuple[list[tuple[_Meant, Mapping[str, Any]]], tuple[tuple[str, str], ...]]:
    """Return what the command decides on each item and, where that is `forgiving`, for which it cannot, with why."""
    held = decisions.of_mandates(work.connection, sorted({one.subject.mandate_id for one in meant}))
    decided: list[tuple[_Meant, Mapping[str, Any]]] = []
    refused: list[tuple[str, str]] = []
    for one in meant:
        known = replace(one, item=replace(one.item, decided=held.get(one.subject, {})))
        try:
            values = dict(command.decide(known.item, work.today))
            if values.get("lead"):
                values["lead"] = parties.own_name(values["lead"])
            if values.get("notes"):
                values["notes"] = notes.signed(values["notes"], work.actor)
            if values.get("owners"):
                values["owners"] = list(dict.fromkeys(parties.own_name(name) for name in values["owners"]))
            decided.append((known, values))
        except (TransitionError, UsageError) as error:
            if not forgiving:
                raise
            refused.append((one.item.reference, error.reason))
    return decided, tuple(refused)


def _events(work: UnitOfWork, command: Command, decided: Sequence[tuple[_Meant, Mapping[str, Any]]]) -> list[Event]:
    """Return an event for each item on which something changes, and those that follow."""
    events: list[Event] = []
    for one, values in decided:
        wished: dict[str, Any] = storable.data(dict(values))
        held = one.item.decided
        changed = {name: value for name, value in wished.items() if held.get(name, UNDECIDED.get(name)) != value}
        if not changed:
            continue
        if "dues" in changed and one.subject.obligation_id is None:
            events += _moves(work, one, changed["dues"])
        events.append(
            Event(
                kind=command.kind,
                reference=one.item.reference,
                mandate_id=one.subject.mandate_id,
                obligation_id=one.subject.obligation_id,
                before={name: held.get(name, UNDECIDED.get(name)) for name in changed},
                after=changed,
                reason=command.reason,
            )
        )
    events = _with_what_was_read(work, decided, events)
    with_evidence = [event.after for event in events if "evidence" in event.after]
    numbered = decisions.numbered(work.connection, [after["evidence"] for after in with_evidence])
    for after, pieces in zip(with_evidence, numbered, strict=True):
        after["evidence"] = pieces
    return events


def _with_what_was_read(
    work: UnitOfWork, decided: Sequence[tuple[_Meant, Mapping[str, Any]]], events: Sequence[Event]
) -> list[Event]:
    """Return events that say besides, for a person, what was read where a field falls back to that or came from it."""
    needed = {
        Subject(event.mandate_id, event.obligation_id)
        for event in events
        if event.mandate_id is not None
        and any(name in _READ and None in (event.before[name], value) for name, value in event.after.items())
    }
    meant = {one.subject: one for one, _ in decided if one.subject in needed}
    versions = texts.versions(work.connection, sorted({one.version_id for one in meant.values()}))
    found: list[Event] = []
    for event in events:
        one = meant.get(Subject(event.mandate_id or 0, event.obligation_id))
        if one is None:
            found.append(event)
            continue
        version = versions[one.version_id]
        read = {
            "owners": list(dict.fromkeys(party["name"] for party in version.owners)),
            "verb": version.verb,
            "deliverable": version.deliverable,
            "dues": version.dues if one.subject.obligation_id is None or one.read_due is None else [one.read_due],
            "due_on": one.read_due_on and one.read_due_on.isoformat(),
        }
        told = [
            {name: read[name] for name, value in values.items() if name in _READ and value is None}
            for values in (event.before, event.after)
        ]
        found.append(replace(event, details={"before": told[0], "after": told[1]}))
    return found


def _moves(work: UnitOfWork, one: _Meant, dues: Sequence[Mapping[str, Any]] | None) -> list[Event]:
    """Return which obligations keep their history under another key where a person gives a mandate other dues."""
    mandate = texts.mandate_by_id(work.connection, one.subject.mandate_id)
    read = texts.versions(work.connection, [mandate.version_id])[mandate.version_id].dues
    before = one.item.decided.get("dues", read)
    return moves_by_correction(work, mandate, before, read if dues is None else dues)


def _expected(work: UnitOfWork, mandate_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the references of what is expected of mandates, by their ids."""
    found: dict[int, list[str]] = {one: [] for one in mandate_ids}
    for row in obligations.of_mandates(work.connection, mandate_ids, work.day):
        found[row.mandate_id].append(row.reference)
    return found
