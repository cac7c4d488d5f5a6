"""What people ask for: each change of the register is one of these objects, whether typed, clicked or sent.

A command says by itself whether it is possible for an item and what it decides (`decide`); it knows no database.
`mandates.register.track` applies it to one item or to all that filters select.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol

from mandates.domain import notes
from mandates.domain.due import Due, DueKind, due_to_plain
from mandates.domain.errors import TransitionError, UsageError
from mandates.domain.events import EventKind
from mandates.domain.issued import DocumentSymbol
from mandates.domain.kinds import Judgement
from mandates.domain.status import FOLLOWS, Status

#: Decided values by field; see `mandates.domain.events.FIELDS`.
Decided = Mapping[str, Any]

_UNDO_REMEDY = "take it back with 'mandates undo'"
_REOPEN_REMEDY = f"{_UNDO_REMEDY}, or use --reopen"
_ADD_REMEDY = f"add one more document with --additional, or {_UNDO_REMEDY}"

#: The phrase of a due date that a person has set, and the prefix of the phrase if somebody granted it.
EXTENDED = "extended"
GRANTED = f"{EXTENDED} by "


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a command is applied to: a mandate as a whole, or one obligation of it, in its present state.

    Attributes:
        reference: the reference of the item. status: the status of the obligation.
        decided: the values decided on it so far, by field.
        adopted_on: the date of its resolution. counts_from_event: whether its due date is counted from an event.
    """

    reference: str
    status: Status = Status.PENDING
    decided: Decided = field(default_factory=dict)
    adopted_on: dt.date | None = None
    counts_from_event: bool = False

    @property
    def evidence(self) -> Sequence[Mapping[str, Any]]:
        """The documents that answer it, in the order of entry."""
        pieces: Sequence[Mapping[str, Any]] = self.decided.get("evidence") or ()
        return pieces

    @property
    def notes(self) -> notes.Notes:
        """The notes on it, in the order of entry."""
        item_notes: notes.Notes = self.decided.get("notes") or ()
        return item_notes


class Command(Protocol):
    """A change that a person requests."""

    @property
    def kind(self) -> EventKind:
        """The kind of event that the history records."""

    @property
    def reason(self) -> str | None:
        """The reason, which the history keeps."""

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the values that the command decides on `item`, by field.

        Raises:
            TransitionError: the command is not possible in the present state of the item.
            UsageError: a value is not valid.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document that answers an obligation.

    Attributes:
        on: the date of the document; the default is today. partial: whether it answers only a part.
        additional: whether it is a further document for a settled obligation, whose status then stays the same.
    """

    kind: ClassVar[EventKind] = EventKind.REPORT

    document: str | None = None
    on: dt.date | None = None
    note: str | None = None
    url: str | None = None
    partial: bool = False
    additional: bool = False
    reason: str | None = None

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the new evidence and, unless it is additional, the status; see `Command.decide`."""
        day = self.on or today
        _check_day(item, day, today)
        new_status = Status.PARTLY_REPORTED if self.partial else Status.REPORTED
        if self.document and any(evidence["document"] == self.document for evidence in item.evidence):
            raise TransitionError(f"{item.reference} already has {self.document} as evidence", _UNDO_REMEDY)
        if not item.status.settled:
            _require_more_than_a_correction(self.document)
        is_further_part = self.partial and item.status is Status.PARTLY_REPORTED
        if item.status.settled and not (
            self.additional or is_further_part or new_status in FOLLOWS.get(item.status, ())
        ):
            raise TransitionError(f"{item.reference} is already {_status_words(item)}", _ADD_REMEDY)
        evidence = {
            "document": self.document,
            "on": day.isoformat(),
            "note": self.note,
            "url": self.url,
            "partial": self.partial,
        }
        decided: dict[str, Any] = {"evidence": [*item.evidence, evidence]}
        if self.additional and item.status.settled:
            return decided
        return {**decided, "status": new_status.value, "settled_on": day.isoformat()}


def _require_more_than_a_correction(document: str | None) -> None:
    """Raise `UsageError` for a corrigendum, which does not settle anything."""
    for symbol in DocumentSymbol.all_in(document or ""):
        if symbol.relation is not None and symbol.relation.type == "corrigendum":
            raise UsageError(
                f"{symbol} only corrects {symbol.relation.of} and settles nothing", f"give {symbol.relation.of}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A change of status, note or date.

    Attributes:
        note: a further note; ``""`` removes the last one.
        due: a new date or session, which needs a `reason`; the extracted one is kept. original_due: whether to return
            to the extracted one.
        granted_by: the person, body or document that granted the new date.
        happened_on: the date of the event from which the due date is counted.
        superseded_by: the id of the later mandate that replaces it; the status is then ``superseded``.
        on: the day on which it was settled; the default is today. document: the document that settled it, which is
            kept as evidence.
        reopen: whether a settled obligation may become open or be settled differently.
    """

    kind: ClassVar[EventKind] = EventKind.UPDATE

    status: Status | None = None
    note: str | None = None
    due: dt.date | Due | None = None
    granted_by: str | None = None
    original_due: bool = False
    happened_on: dt.date | None = None
    superseded_by: int | None = None
    on: dt.date | None = None
    document: str | None = None
    reason: str | None = None
    reopen: bool = False

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the new status, note and dates; see `Command.decide`."""
        decided: dict[str, Any] = {**self._status(item, today), **self._dates(item, today)}
        if self.note is not None:
            decided["notes"] = _with_note(item, self.note, today) if self.note.strip() else list(item.notes[:-1])
        if not decided:
            raise UsageError(f"no change to {item.reference} is given", "give a status, a note, a date or an owner")
        return decided

    def _status(self, item: Item, today: dt.date) -> Decided:
        new_status = Status.SUPERSEDED if self.superseded_by is not None else self.status
        if new_status is None:
            return {}
        if new_status is item.status:
            raise TransitionError(f"{item.reference} is already {_status_name(item.status)}", "nothing to change")
        if item.status.settled and not self.reopen and new_status not in FOLLOWS.get(item.status, ()):
            raise TransitionError(f"{item.reference} is settled: {_status_name(item.status)}", _REOPEN_REMEDY)
        if not new_status.settled:
            return {"status": new_status.value, "settled_on": None, "superseded_by": None}
        day = self.on or today
        _check_day(item, day, today)
        decided = {"status": new_status.value, "settled_on": day.isoformat(), "superseded_by": self.superseded_by}
        return decided if self.document is None else {**decided, "evidence": [*item.evidence, self._piece(day)]}

    def _piece(self, day: dt.date) -> Decided:
        return {"document": self.document, "on": day.isoformat(), "note": None, "url": None, "partial": False}

    def _dates(self, item: Item, today: dt.date) -> Decided:
        decided: dict[str, Any] = {}
        if self.due is not None:
            if not (self.reason or "").strip():
                raise UsageError(f"the new date of {item.reference} has no reason", "give one: --reason TEXT")
            decided |= self._extended(self.due)
        elif self.granted_by is not None:
            raise UsageError("the new date is missing", "give the new date or session: --due WHEN")
        if self.original_due:
            decided |= {"due_on": None, "dues": None}
        if self.happened_on is not None:
            if not item.counts_from_event:
                raise UsageError(f"{item.reference} is not due after an event", "give its date: --due DATE")
            _check_day(item, self.happened_on, today)
            decided["happened_on"] = self.happened_on.isoformat()
        return decided

    def _extended(self, due: dt.date | Due) -> Decided:
        """Return the new due date: a plain date, or a session or granted date as a due with its phrase."""
        if isinstance(due, dt.date):
            if self.granted_by is None:
                return {"due_on": due.isoformat(), "dues": None}
            due = Due(kind=DueKind.DATE, phrase=due.isoformat(), date=due, opens_on=due, closes_on=due)
        words = f"{GRANTED}{self.granted_by.strip()}" if self.granted_by else EXTENDED
        return {"due_on": None, "dues": [due_to_plain(replace(due, phrase=words))]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A new note on an obligation, or the removal of a note.

    Attributes:
        text: the text; may be empty if something is attached.
        files: stored files as plain data: number, name, size. links: addresses.
        remove: the number, from 1, of a note to remove instead of adding one.
    """

    kind: ClassVar[EventKind] = EventKind.NOTE

    text: str = ""
    files: tuple[Mapping[str, Any], ...] = ()
    links: tuple[str, ...] = ()
    remove: int | None = None
    reason: str | None = None

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the notes; see `Command.decide`."""
        if self.remove is None:
            return {"notes": _with_note(item, self.text, today, files=self.files, links=self.links)}
        if not 1 <= self.remove <= len(item.notes):
            note_count = f"{len(item.notes)} of them" if item.notes else "none"
            raise TransitionError(f"{item.reference} has no note {self.remove}", f"there are {note_count}")
        return {"notes": [note for number, note in enumerate(item.notes, 1) if number != self.remove]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Who is to act, on a whole mandate or on one obligation.

    Attributes:
        owners: the owners instead of the extracted ones; None changes nothing, ``()`` restores the extracted ones.
        lead, focal_point: the department and the person in charge, in addition to the owners; ``""`` removes them.
    """

    kind: ClassVar[EventKind] = EventKind.ASSIGN

    owners: tuple[str, ...] | None = None
    lead: str | None = None
    focal_point: str | None = None
    reason: str | None = None

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the owners, the lead and the focal point; see `Command.decide`."""
        del item, today  # possible at any time
        decided: dict[str, Any] = {}
        if self.owners is not None:
            names = dict.fromkeys(" ".join(name.split()) for name in self.owners if name.strip())
            decided["owners"] = list(names) or None
        for field_name, name in (("lead", self.lead), ("focal_point", self.focal_point)):
            if name is not None:
                decided[field_name] = " ".join(name.split()) or None
        return decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraise:
    """A judgement on a whole mandate in a review of the stock; None removes the judgement.

    Attributes:
        reason: the reason, which a judgement needs and which is kept with it.
    """

    kind: ClassVar[EventKind] = EventKind.JUDGE

    judgement: Judgement | None
    reason: str | None = None

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the judgement with its reason; see `Command.decide`."""
        del today  # possible at any time
        if self.judgement is None:
            return {"judgement": None}
        reason = " ".join((self.reason or "").split())
        if not reason:
            raise UsageError(f"the judgement on {item.reference} has no reason", "give one: --reason TEXT")
        return {"judgement": {"word": self.judgement.value, "reason": reason}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """A correction of an extracted mandate; fields that are None stay. Without any, it confirms the extraction.

    Attributes:
        due: all its due dates; ``()`` for none. Obligations that match them stay, with their history.
        not_a_mandate: True removes it from the lists, False restores it.
    """

    verb: str | None = None
    owners: tuple[str, ...] | None = None
    deliverable: str | None = None
    due: tuple[Due, ...] | None = None
    not_a_mandate: bool | None = None
    reason: str | None = None

    @property
    def kind(self) -> EventKind:
        """``correct``, or ``confirm`` if no field is corrected."""
        return EventKind.CORRECT if self._given() else EventKind.CONFIRM

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the corrected fields and the mark that a person has confirmed it; see `Command.decide`."""
        del item, today  # possible at any time
        return {**self._given(), "confirmed": True}

    def _given(self) -> dict[str, Any]:
        values: dict[str, Any] = {
            "verb": self.verb,
            "deliverable": self.deliverable,
            "owners": None if self.owners is None else list(self.owners),
            "dues": None if self.due is None else [due_to_plain(due) for due in self.due],
        }
        corrections = {name: value for name, value in values.items() if value is not None}
        if self.not_a_mandate is not None:
            corrections["not_a_mandate"] = self.not_a_mandate or None
        return corrections


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A mandate that a person enters.

    Attributes:
        reference: the reference of its paragraph. text: the text of the paragraph, if the register does not have it.
        title, adopted_on: the title and date of a resolution that the register does not have.
    """

    reference: str
    verb: str
    owners: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    deliverable: str = "action"
    due: tuple[Due, ...] = ()
    text: str | None = None
    title: str | None = None
    adopted_on: dt.date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A decision on a suggested change: take it (`accept`), or keep the extraction in force."""

    accept: bool
    reason: str | None = None

    @property
    def kind(self) -> EventKind:
        """``accepted`` or ``kept``."""
        return EventKind.ACCEPTED if self.accept else EventKind.KEPT


def _check_day(item: Item, day: dt.date, today: dt.date) -> None:
    """Raise `UsageError` for a day in the future or before the adoption of the resolution."""
    if day > today:
        raise UsageError(f"{day} is in the future (today is {today})", "give the day on which it happened")
    if item.adopted_on is not None and day < item.adopted_on:
        raise UsageError(f"{day} is before the adoption of {item.reference} on {item.adopted_on}", "check the date")


def _with_note(item: Item, text: str, today: dt.date, **attached: Any) -> list[notes.Note]:
    """Return the notes of an item with a further one, unless the last one says the same."""
    note = notes.made(text, today, **attached)
    is_duplicate = bool(item.notes) and notes.same(item.notes[-1], note)
    return [*item.notes, *([] if is_duplicate else [note])]


def _status_words(item: Item) -> str:
    """Return the status of a settled obligation with its day and documents, for an error message."""
    documents = [piece["document"] for piece in item.evidence if piece["document"]]
    day = item.decided.get("settled_on")
    with_documents = f" with {', '.join(documents)}" if documents else ""
    return f"{_status_name(item.status)}{with_documents}{f' on {day}' if day else ''}"


def _status_name(status: Status) -> str:
    return status.value.replace("_", " ")
