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

#: What is decided, by field; see `mandates.domain.events.FIELDS`.
Decided = Mapping[str, Any]

_UNDO = "take it back with 'mandates undo'"
_REOPEN = f"{_UNDO}, or use --reopen"
_ADD = f"add one more document with --additional, or {_UNDO}"

#: What the words of a time are that a person has set, and what they begin with where somebody granted it.
EXTENDED = "extended"
GRANTED = f"{EXTENDED} by "


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a command is applied to: a mandate as a whole, or one obligation of it, as it stands.

    Attributes:
        reference: its label. status: of the obligation.
        decided: what is decided on it already, by field.
        adopted_on: of its resolution. counts_from_event: whether its due date is counted from an event.
    """

    reference: str
    status: Status = Status.PENDING
    decided: Decided = field(default_factory=dict)
    adopted_on: dt.date | None = None
    counts_from_event: bool = False

    @property
    def evidence(self) -> Sequence[Mapping[str, Any]]:
        """The documents that answer it, in the order in which they were entered."""
        pieces: Sequence[Mapping[str, Any]] = self.decided.get("evidence") or ()
        return pieces

    @property
    def notes(self) -> notes.Notes:
        """What people noted of it, in the order in which they did."""
        found: notes.Notes = self.decided.get("notes") or ()
        return found


class Command(Protocol):
    """A change that a person asks for."""

    @property
    def kind(self) -> EventKind:
        """What the history calls it."""

    @property
    def reason(self) -> str | None:
        """Why; kept in the history."""

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return what it decides on `item`, by field.

        Raises:
            TransitionError: the item is in a state in which this is not possible.
            UsageError: a value that cannot be.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document that answers an obligation.

    Attributes:
        on: date of the document; by default today. partial: it answers a part; more may follow.
        additional: one more document for what is settled already; the status stays.
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
        wanted = Status.PARTLY_REPORTED if self.partial else Status.REPORTED
        if self.document and any(piece["document"] == self.document for piece in item.evidence):
            raise TransitionError(f"{item.reference} has {self.document} as evidence already", _UNDO)
        if not item.status.settled:
            _require_more_than_a_correction(self.document)
        more = self.partial and item.status is Status.PARTLY_REPORTED
        if item.status.settled and not (self.additional or more or wanted in FOLLOWS.get(item.status, ())):
            raise TransitionError(f"{item.reference} is {_status_words(item)} already", _ADD)
        piece = {
            "document": self.document,
            "on": day.isoformat(),
            "note": self.note,
            "url": self.url,
            "partial": self.partial,
        }
        decided: dict[str, Any] = {"evidence": [*item.evidence, piece]}
        if self.additional and item.status.settled:
            return decided
        return {**decided, "status": wanted.value, "settled_on": day.isoformat()}


def _require_more_than_a_correction(document: str | None) -> None:
    """Raise for a corrigendum, which settles nothing by itself."""
    for symbol in DocumentSymbol.all_in(document or ""):
        if symbol.relation is not None and symbol.relation.type == "corrigendum":
            raise UsageError(
                f"{symbol} only corrects {symbol.relation.of}, which settles nothing", f"give {symbol.relation.of}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A change of status, note or date.

    Attributes:
        note: one more note; ``""`` takes the last one away.
        due: a new date or session, with a `reason`; the one that was read is kept. original_due: back to that one.
        granted_by: who or which document allowed the new one.
        happened_on: when the event happened that a due is counted from.
        superseded_by: id of the later mandate that takes its place; the status is then ``superseded``.
        on: when it was settled; by default today. document: the one by which it was, kept as evidence.
        reopen: allow a settled one to become open, or to be settled otherwise.
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
            decided["notes"] = _noted(item, self.note, today) if self.note.strip() else list(item.notes[:-1])
        if not decided:
            raise UsageError(f"nothing to change of {item.reference}", "give a status, a note, a date or an owner")
        return decided

    def _status(self, item: Item, today: dt.date) -> Decided:
        wanted = Status.SUPERSEDED if self.superseded_by is not None else self.status
        if wanted is None:
            return {}
        if wanted is item.status:
            raise TransitionError(f"{item.reference} is {_plain(item.status)} already", "nothing to change")
        if item.status.settled and not self.reopen and wanted not in FOLLOWS.get(item.status, ()):
            raise TransitionError(f"{item.reference} is settled: {_plain(item.status)}", _REOPEN)
        if not wanted.settled:
            return {"status": wanted.value, "settled_on": None, "superseded_by": None}
        day = self.on or today
        _check_day(item, day, today)
        decided = {"status": wanted.value, "settled_on": day.isoformat(), "superseded_by": self.superseded_by}
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
            raise UsageError("what is granted is not named", "give the new date or session: --due WHEN")
        if self.original_due:
            decided |= {"due_on": None, "dues": None}
        if self.happened_on is not None:
            if not item.counts_from_event:
                raise UsageError(f"{item.reference} does not count from an event", "give its date: --due DATE")
            _check_day(item, self.happened_on, today)
            decided["happened_on"] = self.happened_on.isoformat()
        return decided

    def _extended(self, due: dt.date | Due) -> Decided:
        """Return the new time: a day by itself, a session or what somebody granted with the words for it."""
        if isinstance(due, dt.date):
            if self.granted_by is None:
                return {"due_on": due.isoformat(), "dues": None}
            due = Due(kind=DueKind.DATE, phrase=due.isoformat(), date=due, opens_on=due, closes_on=due)
        words = f"{GRANTED}{self.granted_by.strip()}" if self.granted_by else EXTENDED
        return {"due_on": None, "dues": [due_to_plain(replace(due, phrase=words))]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One more note on an obligation, or one less.

    Attributes:
        text: what it says; may be empty where something is attached.
        files: that are kept, as plain data: number, name, size. links: addresses.
        remove: take away the note of this number, counted from 1, instead of adding one.
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
            return {"notes": _noted(item, self.text, today, files=self.files, links=self.links)}
        if not 1 <= self.remove <= len(item.notes):
            there = f"{len(item.notes)} of them" if item.notes else "none"
            raise TransitionError(f"{item.reference} has no note {self.remove}", f"there are {there}")
        return {"notes": [one for number, one in enumerate(item.notes, 1) if number != self.remove]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """Who is to act, for a whole mandate or for one obligation.

    Attributes:
        owners: in place of those that were read; None leaves them, and none at all are those that were read again.
        lead, focal_point: the department and the person in charge, beside the owners; ``""`` takes them away.
    """

    kind: ClassVar[EventKind] = EventKind.ASSIGN

    owners: tuple[str, ...] | None = None
    lead: str | None = None
    focal_point: str | None = None
    reason: str | None = None

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the owners; see `Command.decide`."""
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
    """What is to become of a whole mandate in a review of the stock; None takes the judgement away.

    Attributes:
        reason: why; kept with the judgement, which needs one.
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
    """How a mandate is to be read; what is not given stays. Nothing given: it was read rightly.

    Attributes:
        due: all its dues; ``()`` for none. Obligations that fit them stay, with their history.
        not_a_mandate: True takes it off the lists, False puts it back.
    """

    verb: str | None = None
    owners: tuple[str, ...] | None = None
    deliverable: str | None = None
    due: tuple[Due, ...] | None = None
    not_a_mandate: bool | None = None
    reason: str | None = None

    @property
    def kind(self) -> EventKind:
        """``correct``, or ``confirm`` where nothing is given."""
        return EventKind.CORRECT if self._given() else EventKind.CONFIRM

    def decide(self, item: Item, today: dt.date) -> Decided:
        """Return the corrected fields and that somebody has looked; see `Command.decide`."""
        del item, today  # possible at any time
        return {**self._given(), "confirmed": True}

    def _given(self) -> dict[str, Any]:
        given: dict[str, Any] = {
            "verb": self.verb,
            "deliverable": self.deliverable,
            "owners": None if self.owners is None else list(self.owners),
            "dues": None if self.due is None else [due_to_plain(one) for one in self.due],
        }
        found = {name: value for name, value in given.items() if value is not None}
        if self.not_a_mandate is not None:
            found["not_a_mandate"] = self.not_a_mandate or None
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A mandate that a person enters.

    Attributes:
        reference: of its paragraph. text: the paragraph's words, where the register does not have them.
        title, adopted_on: of a text that the register does not have.
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
    """A person's word on a suggested reading: take it (`accept`), or keep the one in force."""

    accept: bool
    reason: str | None = None

    @property
    def kind(self) -> EventKind:
        """``accepted`` or ``kept``."""
        return EventKind.ACCEPTED if self.accept else EventKind.KEPT


def _check_day(item: Item, day: dt.date, today: dt.date) -> None:
    """Raise for a day that is still to come or before the resolution was adopted."""
    if day > today:
        raise UsageError(f"{day} is in the future (today is {today})", "give the day on which it happened")
    if item.adopted_on is not None and day < item.adopted_on:
        raise UsageError(f"{day} is before the adoption of {item.reference} on {item.adopted_on}", "check the date")


def _noted(item: Item, text: str, today: dt.date, **attached: Any) -> list[notes.Note]:
    """Return the notes of an item with one more, unless the last one says the same."""
    new = notes.made(text, today, **attached)
    same = bool(item.notes) and notes.same(item.notes[-1], new)
    return [*item.notes, *([] if same else [new])]


def _status_words(item: Item) -> str:
    """Return the status of a settled obligation with its day and documents, for an error."""
    documents = [piece["document"] for piece in item.evidence if piece["document"]]
    day = item.decided.get("settled_on")
    with_documents = f" with {', '.join(documents)}" if documents else ""
    return f"{_plain(item.status)}{with_documents}{f' on {day}' if day else ''}"


def _plain(status: Status) -> str:
    return status.value.replace("_", " ")
