"""What happens to a register, as typed events: a closed list of kinds, each with the fields that it may change.

Every event says what each field was before and is after, so that it can be reversed exactly, and so that the state
on an earlier day can be told by taking later events back (`mandates.timeline.periods`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mandates.domain.status import Status

#: Version of what `before` and `after` hold; a later program reads events of earlier versions.
EVENT_VERSION = 2


class EventKind(StrEnum):
    """What happened."""

    # texts
    INGESTED = "ingested"  # a resolution or an issued document came into the register
    REREAD = "reread"  # its text was read again and differs
    ADDED = "added"  # a mandate that an earlier reading of the text did not have
    READ = "read"  # a mandate reads differently
    RENUMBERED = "renumbered"  # a mandate has another reference
    MOVED = "moved"  # an obligation is due otherwise than was read before, and keeps its history
    WITHDRAWN = "withdrawn"  # a mandate is no longer in the text
    RESTORED = "restored"  # it is again
    SUGGESTED = "suggested"  # a new reading waits for a person's word
    # people
    REPORT = "report"
    UPDATE = "update"
    ASSIGN = "assign"
    CORRECT = "correct"
    CONFIRM = "confirm"
    NOTE = "note"
    JUDGE = "judge"  # what is to become of a mandate in a review of the stock
    ACCEPTED = "accepted"  # another reading, or that one text continues another
    KEPT = "kept"  # as it is: the reading in force, or an obligation that a document or later text has no part in
    # the register
    REDATED = "redated"  # a session has other dates
    UNDO = "undo"


#: What people decide on an obligation, on a mandate. A field that is None is as it was read. The `dues` of an
#: obligation are the one to which it is extended, where that is no date alone.
OBLIGATION_DECISIONS = frozenset(
    {"status", "settled_on", "notes", "due_on", "dues", "happened_on", "superseded_by", "owners", "evidence"}
    | {"lead", "focal_point"}
)
MANDATE_DECISIONS = frozenset(
    {"owners", "lead", "focal_point", "verb", "deliverable", "dues", "not_a_mandate", "confirmed", "judgement"}
)

#: Where things stand by the texts: fields of a resolution, a mandate, an obligation, a suggestion, a session.
_RESOLUTION = frozenset({"held", "reading_id", "digest"})
_MANDATE = frozenset({"in_text", "version_id", "reference", "label", "ordinal", "position"})
_OBLIGATION = frozenset({"key"})
_SUGGESTION = frozenset({"suggestion_id", "state"})
_SESSION = frozenset({"session_id", "opens_on", "closes_on", "exact"})
#: Of an issued document that is kept, with what was read of it, and of what it may answer.
_ISSUED = frozenset({"issued_id", "held", "read"})
_ANSWER = frozenset({"answer_id", "state"})
#: Of a link between two resolutions or mandates.
_LINK = frozenset({"link_id", "state"})

#: The fields that an event of each kind may change.
FIELDS: Mapping[EventKind, frozenset[str]] = {
    EventKind.INGESTED: _RESOLUTION | _ISSUED,
    EventKind.REREAD: _RESOLUTION | _ISSUED,
    EventKind.ADDED: _MANDATE,
    EventKind.READ: _MANDATE,
    EventKind.RENUMBERED: _MANDATE,
    EventKind.MOVED: _OBLIGATION,
    EventKind.WITHDRAWN: _MANDATE,
    EventKind.RESTORED: _MANDATE,
    EventKind.SUGGESTED: _SUGGESTION,
    EventKind.REPORT: OBLIGATION_DECISIONS,
    EventKind.UPDATE: OBLIGATION_DECISIONS,
    EventKind.ASSIGN: frozenset({"owners", "lead", "focal_point"}),
    EventKind.CORRECT: MANDATE_DECISIONS,
    EventKind.CONFIRM: MANDATE_DECISIONS,
    EventKind.NOTE: frozenset({"notes"}),
    EventKind.JUDGE: frozenset({"judgement"}),
    EventKind.ACCEPTED: _SUGGESTION | _MANDATE | _LINK,
    EventKind.KEPT: _SUGGESTION | _ANSWER | _LINK,
    EventKind.REDATED: _SESSION,
    EventKind.UNDO: _RESOLUTION
    | _MANDATE
    | _OBLIGATION
    | _SUGGESTION
    | _SESSION
    | _ISSUED
    | _ANSWER
    | _LINK
    | OBLIGATION_DECISIONS
    | MANDATE_DECISIONS,
}

#: What a field is worth while nobody has decided on it, where that is not None.
UNDECIDED: Mapping[str, Any] = {"status": Status.PENDING.value, "evidence": [], "notes": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change of one thing.

    Attributes:
        reference: its label at that time. before, after: the fields that changed.
        details: what a person is shown besides, such as how many mandates were read; changes nothing.
        quiet: it says nothing to a person, such as a new version that reads the same; histories leave it out.
    """

    kind: EventKind
    reference: str | None = None
    resolution_id: int | None = None
    mandate_id: int | None = None
    obligation_id: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    quiet: bool = False

    def __post_init__(self) -> None:
        unknown = (set(self.before) | set(self.after)) - FIELDS[self.kind]
        if unknown:
            raise ValueError(f"an event '{self.kind}' does not change {', '.join(sorted(unknown))}")
