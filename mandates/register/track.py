"""Applying a command to what a person means by it: items named one by one, or all that filters select.

One item and many are handled alike: the items are found and locked, the command decides on each, and its decisions
become events of one change, which `undo` takes back as a whole.
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
from mandates.register import named, parties, projection, records
from mandates.register.event_text import Teller
from mandates.register.lists import ahead, in_order
from mandates.register.references import find_mandate, find_obligation
from mandates.register.rescheduling import moves_by_correction
from mandates.register.session_filters import completed
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import decisions, locks, obligations, storable, texts
from mandates.store.decisions import Subject
from mandates.store.obligations import ListedRow

#: Fields that have an extracted value.
_EXTRACTED = frozenset({"owners", "verb", "deliverable", "dues", "due_on"})

#: Commands on whole mandates, unless an obligation of one is named.
_ON_MANDATES = (Assign, Correct)
#: Commands on whole mandates, even where an obligation of one is named.
_ON_WHOLE = (Appraise,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Items named one by one; all of them change, or none.

    Attributes:
        version: the version of the item that the caller has seen; the command fails where it is another by now.
    """

    references: tuple[str, ...]
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """All obligations that filters select; those that cannot change stay as they are.

    Attributes:
        expected: how many the caller was told; with another number the command fails.
    """

    filters: Filters
    expected: int | None = None


Targets = Named | Selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a command did to one item.

    Attributes:
        before, after: the fields that changed; both are empty where nothing changed.
        opened: references of the obligations of the mandate that this change opened.
        closed: references of the obligations of the mandate that are not expected any more.
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
        changed: the items, in the order of the targets. refused: references of the selected items that cannot change,
            each with the reason.
        confirmed: links to earlier requests that were confirmed with it, in words.
        change: the number for `undo`; None where nothing was written.
    """

    changed: tuple[Changed, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    confirmed: tuple[str, ...] = ()
    change: int | None = None


@dataclass(frozen=True, slots=True)
class _Target:
    """An item that a command applies to: its subject, and what the command has to know about it."""

    subject: Subject
    item: Item
    version_id: int
    read_due_on: dt.date | None = None
    read_due: Mapping[str, Any] | None = None
    notice: str | None = None


def apply(work: UnitOfWork, command: Command, targets: Targets) -> Outcome:
    """Apply a command to all its targets and return what it did.

    Raises:
        UnknownReferenceError, UsageError: a reference is not valid, or is ambiguous; the filters or the command are not
            valid.
        TransitionError: the state of a named item does not allow the command.
        ConflictError: somebody else changed an item in the meantime.
    """
    if isinstance(targets, Selected):
        locks.many(work.connection)
    projection.reach_today(work)
    found_targets = _find_targets(work, command, targets)
    decided, refused = _decide(work, command, found_targets, forgiving=isinstance(targets, Selected))
    if not decided:
        return Outcome(refused=refused, change=work.change_id)
    mandate_ids = sorted({target.subject.mandate_id for target, _ in decided})
    before = _expected(work, mandate_ids) if isinstance(targets, Named) else {}
    events = _events(work, command, decided)
    records.put(work, events)
    projection.refresh(work, [event.mandate_id for event in events if event.mandate_id is not None])
    after = _expected(work, mandate_ids) if isinstance(targets, Named) else {}
    events_by_subject = {
        (event.mandate_id, event.obligation_id): event for event in events if event.kind is command.kind
    }
    teller = Teller(
        work.connection, [values for event in events_by_subject.values() for values in (event.before, event.after)]
    )
    changed = []
    for target, _ in decided:
        event = events_by_subject.get(target.subject)
        names_before, names_after = (expected.get(target.subject.mandate_id, ()) for expected in (before, after))
        if isinstance(targets, Named) or event is not None:
            changed.append(
                Changed(
                    reference=target.item.reference,
                    before=teller.described({**event.before, **event.details.get("before", {})}) if event else {},
                    after=teller.described({**event.after, **event.details.get("after", {})}) if event else {},
                    opened=tuple(name for name in names_after if name not in names_before),
                    closed=tuple(name for name in names_before if name not in names_after),
                    notice=target.notice,
                )
            )
    return Outcome(changed=tuple(changed), refused=refused, change=work.change_id)


def look(work: UnitOfWork, command: Command, targets: Selected) -> Outcome:
    """Return what `apply` would do to the selected items; writes nothing.

    Raises:
        UsageError: the filters or the command are not valid.
        UnknownReferenceError: the filters name what the register does not have.
    """
    found_targets = _selected(work, targets)
    unstored = ahead(work.connection, targets.filters, work.day)
    if unstored:  # `apply` stores these first
        stored = obligations.of_obligations(
            work.connection,
            [target.subject.obligation_id for target in found_targets if target.subject.obligation_id],
            work.day,
        )
        found_targets = [_of_row(row) for row in in_order([*stored, *unstored], targets.filters)]
    decided, refused = _decide(work, command, found_targets, forgiving=True)
    changed = tuple(Changed(reference=target.item.reference, before={}, after=values) for target, values in decided)
    return Outcome(changed=changed, refused=refused)


def superseding(work: UnitOfWork, command: Update, later: str, targets: Targets) -> Update:
    """Return `command` with the later mandate that supersedes the targets.

    Raises:
        UnknownReferenceError: `later` is not in the register. UsageError: it is one of the targets itself.
    """
    later_mandate = find_mandate(work.connection, later).mandate
    if isinstance(targets, Named):
        for reference in targets.references:
            if find_mandate(work.connection, reference).mandate.id == later_mandate.id:
                raise UsageError(f"{later_mandate.reference} cannot supersede itself", "name the later mandate")
    return replace(command, superseded_by=later_mandate.id)


def _find_targets(work: UnitOfWork, command: Command, targets: Targets) -> list[_Target]:
    """Return the targets, locked against changes by others until the transaction ends."""
    if isinstance(targets, Selected):
        found_targets = _selected(work, targets)
        locks.mandates(work.connection, [target.subject.mandate_id for target in found_targets])
        return found_targets
    on_mandates = isinstance(command, (*_ON_MANDATES, *_ON_WHOLE))
    located = [find_mandate(work.connection, reference) for reference in targets.references]
    locks.mandates(work.connection, [located_mandate.mandate.id for located_mandate in located])
    found_targets = []
    for reference, located_mandate in zip(targets.references, located, strict=True):
        names_obligation = Reference.parse(storable.text(reference)).obligation is not None and not isinstance(
            command, _ON_WHOLE
        )
        if on_mandates and not names_obligation:
            item = Item(reference=located_mandate.mandate.reference)
            found_targets.append(
                _Target(
                    Subject(located_mandate.mandate.id),
                    item,
                    located_mandate.mandate.version_id,
                    notice=located_mandate.notice,
                )
            )
            continue
        row = find_obligation(work.connection, reference, work.day, first=isinstance(command, Note))
        if targets.version is not None and row.version != targets.version:
            raise ConflictError(
                f"{row.reference} was changed by someone else meanwhile",
                f"look at it again: mandates show {row.reference}",
            )
        found_targets.append(replace(_of_row(row), notice=located_mandate.notice))
    return found_targets


def _selected(work: UnitOfWork, targets: Selected) -> list[_Target]:
    named.require(work.connection, targets.filters)
    # occurrences that are expected only later cannot be changed yet
    filters = replace(completed(work.connection, targets.filters, work.day), through=None)
    ids = obligations.ids(work.connection, filters, work.day)
    if targets.expected is not None and len(ids) != targets.expected:
        raise ConflictError(
            f"{len(ids)} obligations are selected now, not {targets.expected}: someone else changed the register",
            "look at them again",
        )
    return [_of_row(row) for row in obligations.of_obligations(work.connection, ids, work.day)]


def _of_row(row: ListedRow) -> _Target:
    item = Item(
        reference=row.reference,
        status=Status(row.status),
        adopted_on=row.adopted_on,
        counts_from_event=row.due_after is not None,
    )
    return _Target(Subject(row.mandate_id, row.obligation_id), item, row.version_id, row.read_due_on, _read_due(row))


def _read_due(row: ListedRow) -> Mapping[str, Any] | None:
    """Return the extracted due date of an obligation as plain data; None where a person moved it or there is none."""
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
    work: UnitOfWork, command: Command, targets: Sequence[_Target], *, forgiving: bool
) -> tuple[list[tuple[_Target, Mapping[str, Any]]], tuple[tuple[str, str], ...]]:
    """Return what the command decides on each item and, if `forgiving`, the items that refuse it, with the reasons."""
    decided_before = decisions.of_mandates(work.connection, sorted({target.subject.mandate_id for target in targets}))
    decided: list[tuple[_Target, Mapping[str, Any]]] = []
    refused: list[tuple[str, str]] = []
    for target in targets:
        target_with_decisions = replace(
            target, item=replace(target.item, decided=decided_before.get(target.subject, {}))
        )
        try:
            values = dict(command.decide(target_with_decisions.item, work.today))
            if values.get("lead"):
                values["lead"] = parties.own_name(values["lead"])
            if values.get("notes"):
                values["notes"] = notes.signed(values["notes"], work.actor)
            if values.get("owners"):
                values["owners"] = list(dict.fromkeys(parties.own_name(name) for name in values["owners"]))
            decided.append((target_with_decisions, values))
        except (TransitionError, UsageError) as error:
            if not forgiving:
                raise
            refused.append((target.item.reference, error.reason))
    return decided, tuple(refused)


def _events(work: UnitOfWork, command: Command, decided: Sequence[tuple[_Target, Mapping[str, Any]]]) -> list[Event]:
    """Return an event for each item that changes, and the events that follow from these."""
    events: list[Event] = []
    for target, values in decided:
        new_values: dict[str, Any] = storable.data(dict(values))
        decided_before = target.item.decided
        changed = {
            name: value for name, value in new_values.items() if decided_before.get(name, UNDECIDED.get(name)) != value
        }
        if not changed:
            continue
        if "dues" in changed and target.subject.obligation_id is None:
            events += _moves(work, target, changed["dues"])
        events.append(
            Event(
                kind=command.kind,
                reference=target.item.reference,
                mandate_id=target.subject.mandate_id,
                obligation_id=target.subject.obligation_id,
                before={name: decided_before.get(name, UNDECIDED.get(name)) for name in changed},
                after=changed,
                reason=command.reason,
            )
        )
    events = _with_extracted_values(work, decided, events)
    with_evidence = [event.after for event in events if "evidence" in event.after]
    numbered = decisions.numbered(work.connection, [after["evidence"] for after in with_evidence])
    for after, pieces in zip(with_evidence, numbered, strict=True):
        after["evidence"] = pieces
    return events


def _with_extracted_values(
    work: UnitOfWork, decided: Sequence[tuple[_Target, Mapping[str, Any]]], events: Sequence[Event]
) -> list[Event]:
    """Return events with the extracted values in their details, for fields reset to these or changed from them."""
    subjects = {
        Subject(event.mandate_id, event.obligation_id)
        for event in events
        if event.mandate_id is not None
        and any(name in _EXTRACTED and None in (event.before[name], value) for name, value in event.after.items())
    }
    targets = {target.subject: target for target, _ in decided if target.subject in subjects}
    versions = texts.versions(work.connection, sorted({target.version_id for target in targets.values()}))
    completed_events: list[Event] = []
    for event in events:
        target = targets.get(Subject(event.mandate_id or 0, event.obligation_id))
        if target is None:
            completed_events.append(event)
            continue
        version = versions[target.version_id]
        extracted = {
            "owners": list(dict.fromkeys(party["name"] for party in version.owners)),
            "verb": version.verb,
            "deliverable": version.deliverable,
            "dues": version.dues
            if target.subject.obligation_id is None or target.read_due is None
            else [target.read_due],
            "due_on": target.read_due_on and target.read_due_on.isoformat(),
        }
        details = [
            {name: extracted[name] for name, value in values.items() if name in _EXTRACTED and value is None}
            for values in (event.before, event.after)
        ]
        completed_events.append(replace(event, details={"before": details[0], "after": details[1]}))
    return completed_events


def _moves(work: UnitOfWork, target: _Target, dues: Sequence[Mapping[str, Any]] | None) -> list[Event]:
    """Return the moves of obligations, with their history, to other keys where a person corrects dues of a mandate."""
    mandate = texts.mandate_by_id(work.connection, target.subject.mandate_id)
    extracted = texts.versions(work.connection, [mandate.version_id])[mandate.version_id].dues
    before = target.item.decided.get("dues", extracted)
    return moves_by_correction(work, mandate, before, extracted if dues is None else dues)


def _expected(work: UnitOfWork, mandate_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the references of the obligations of mandates, by mandate id."""
    references: dict[int, list[str]] = {mandate_id: [] for mandate_id in mandate_ids}
    for row in obligations.of_mandates(work.connection, mandate_ids, work.day):
        references[row.mandate_id].append(row.reference)
    return references
