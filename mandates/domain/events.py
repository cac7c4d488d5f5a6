"""What happens to a register, as typed events: a closed list of kinds, each with the fields that it may change.

Every event has the value of each field before and after it, so that it can be reversed exactly, and so that the state
on an earlier day can be computed by reversing later events (`mandates.timeline.periods`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mandates.domain.status import Status

#: The version of the contents of `before` and `after`; later programs can read events of earlier versions.
EVENT_VERSION = 2


class EventKind(StrEnum):
    """What happened."""

    # texts
    INGESTED = "ingested"  # a resolution or an issued document came into the register
    REREAD = "reread"  # its text was read again and differs
    ADDED = "added"  # a mandate that an earlier extraction from the text did not have
    READ = "read"  # the extraction of a mandate has changed
    RENUMBERED = "renumbered"  # a mandate has another reference
    MOVED = "moved"  # an obligation has another due date than before, and keeps its history
    WITHDRAWN = "withdrawn"  # a mandate is no longer in the text
    RESTORED = "restored"  # it is in the text again
    SUGGESTED = "suggested"  # a suggested change awaits the decision of a person
    # people
    REPORT = "report"
    UPDATE = "update"
    ASSIGN = "assign"
    CORRECT = "correct"
    CONFIRM = "confirm"
    NOTE = "note"
    JUDGE = "judge"  # the judgement on a mandate in a review of the stock
    ACCEPTED = "accepted"  # a suggested change, or a link between two texts
    KEPT = "kept"  # a suggested change, match or link was rejected
    # the register
    REDATED = "redated"  # a session has other dates
    UNDO = "undo"


#: The fields that people decide on an obligation and on a mandate. A field that is None has its extracted value. The
#: `dues` of an obligation hold the due to which it is extended, if that is more than a date.
OBLIGATION_DECISIONS = frozenset(
    {"status", "settled_on", "notes", "due_on", "dues", "happened_on", "superseded_by", "owners", "evidence"}
    | {"lead", "focal_point"}
)
MANDATE_DECISIONS = frozenset(
    {"owners", "lead", "focal_point", "verb", "deliverable", "dues", "not_a_mandate", "confirmed", "judgement"}
)

#: Fields that depend on the texts: of a resolution, a mandate, an obligation, a suggestion, a session.
_RESOLUTION_FIELDS = frozenset({"held", "reading_id", "digest"})
_MANDATE_FIELDS = frozenset({"in_text", "version_id", "reference", "label", "ordinal", "position"})
_OBLIGATION_FIELDS = frozenset({"key"})
_SUGGESTION_FIELDS = frozenset({"suggestion_id", "state"})
_SESSION_FIELDS = frozenset({"session_id", "opens_on", "closes_on", "exact"})
#: Fields of an issued document in the register, and of its suggested matches.
_ISSUED_FIELDS = frozenset({"issued_id", "held", "read"})
_ANSWER_FIELDS = frozenset({"answer_id", "state"})
#: Fields of a link between two resolutions or mandates.
_LINK_FIELDS = frozenset({"link_id", "state"})

#: The fields that an event of each kind may change.
FIELDS: Mapping[EventKind, frozenset[str]] = {
    EventKind.INGESTED: _RESOLUTION_FIELDS | _ISSUED_FIELDS,
    EventKind.REREAD: _RESOLUTION_FIELDS | _ISSUED_FIELDS,
    EventKind.ADDED: _MANDATE_FIELDS,
    EventKind.READ: _MANDATE_FIELDS,
    EventKind.RENUMBERED: _MANDATE_FIELDS,
    EventKind.MOVED: _OBLIGATION_FIELDS,
    EventKind.WITHDRAWN: _MANDATE_FIELDS,
    EventKind.RESTORED: _MANDATE_FIELDS,
    EventKind.SUGGESTED: _SUGGESTION_FIELDS,
    EventKind.REPORT: OBLIGATION_DECISIONS,
    EventKind.UPDATE: OBLIGATION_DECISIONS,
    EventKind.ASSIGN: frozenset({"owners", "lead", "focal_point"}),
    EventKind.CORRECT: MANDATE_DECISIONS,
    EventKind.CONFIRM: MANDATE_DECISIONS,
    EventKind.NOTE: frozenset({"notes"}),
    EventKind.JUDGE: frozenset({"judgement"}),
    EventKind.ACCEPTED: _SUGGESTION_FIELDS | _MANDATE_FIELDS | _LINK_FIELDS,
    EventKind.KEPT: _SUGGESTION_FIELDS | _ANSWER_FIELDS | _LINK_FIELDS,
    EventKind.REDATED: _SESSION_FIELDS,
    EventKind.UNDO: _RESOLUTION_FIELDS
    | _MANDATE_FIELDS
    | _OBLIGATION_FIELDS
    | _SUGGESTION_FIELDS
    | _SESSION_FIELDS
    | _ISSUED_FIELDS
    | _ANSWER_FIELDS
    | _LINK_FIELDS
    | OBLIGATION_DECISIONS
    | MANDATE_DECISIONS,
}

#: The value of a field on which nobody has decided, if that is not None.
UNDECIDED: Mapping[str, Any] = {"status": Status.PENDING.value, "evidence": [], "notes": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change of one object.

    Attributes:
        reference: the reference of the object at that time. before, after: the fields that changed.
        details: further information for people, such as the number of mandates extracted; not part of the state.
        quiet: whether it is of no interest to people, such as a new version with the same content; histories omit it.
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


def decides(after: Mapping[str, Any], *, of_mandate: bool) -> bool:
    """Return whether an event with these values is a decision of a person, or takes one back: it then makes a new
    version of its obligation or, of a mandate, of all its obligations.
    """
    names = set(after)
    return bool(names & MANDATE_DECISIONS) if of_mandate else bool(names - _OBLIGATION_FIELDS)
