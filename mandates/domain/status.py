"""What may become of an obligation: the statuses that a person gives it, and where it stands on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    """What a person says of an obligation."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    REPORTED = "reported"
    PARTLY_REPORTED = "partly_reported"
    IMPLEMENTED = "implemented"
    NOT_IMPLEMENTED = "not_implemented"
    SUPERSEDED = "superseded"
    DISCONTINUED = "discontinued"
    NOT_APPLICABLE = "not_applicable"

    @property
    def settled(self) -> bool:
        """Whether nothing more is expected."""
        return self not in UNSETTLED


#: The statuses with which more is expected; all others settle an obligation.
UNSETTLED = frozenset({Status.PENDING, Status.IN_PROGRESS, Status.SUBMITTED})
#: The statuses of an obligation that a document answers, in whole or in part.
ANSWERED = frozenset({Status.REPORTED, Status.PARTLY_REPORTED})

#: The statuses that can follow a settled one without reopening: the rest of a partial delivery, the result of a report.
FOLLOWS: Mapping[Status, tuple[Status, ...]] = {
    Status.REPORTED: (Status.IMPLEMENTED, Status.NOT_IMPLEMENTED),
    Status.PARTLY_REPORTED: (Status.REPORTED, Status.IMPLEMENTED, Status.NOT_IMPLEMENTED),
}


class State(StrEnum):
    """Where an obligation stands on the as-of date; derived for that day and never stored."""

    OVERDUE = "overdue"
    UNISSUED = "unissued"
    DUE = "due"
    UPCOMING = "upcoming"
    UNDATED = "undated"
    ENDED = "ended"
    SETTLED = "settled"


#: The states in which nothing more is expected.
CLOSED = frozenset({State.ENDED, State.SETTLED})


#: How long before a session opens its documents are submitted and issued (the slots of the document timetable).
SUBMIT_BEFORE, ISSUE_BEFORE = dt.timedelta(weeks=10), dt.timedelta(weeks=6)
#: The deliverable that is issued as a document.
ISSUED = "report"


#: The orders in which lists are sorted by state, each with the states from first to last.
STATE_SORTS: Mapping[str, tuple[State, ...]] = {
    "state": tuple(State),
    "unissued": (State.UNISSUED, *(one for one in State if one is not State.UNISSUED)),
}


class StateFacts(Protocol):
    """The facts from which the state of an obligation on a day is derived."""

    @property
    def status(self) -> str:
        """The status that a person gave it."""

    @property
    def opens_on(self) -> dt.date | None:
        """The first day on which it can be done."""

    @property
    def due_on(self) -> dt.date | None:
        """The day after which it is late."""

    @property
    def deliverable(self) -> str:
        """What is to be delivered."""

    @property
    def timetable_on(self) -> dt.date | None:
        """The opening day of the session that its document is for."""

    @property
    def ended_from(self) -> dt.date:
        """The day from which nothing more is expected, although nobody has settled it."""


class RecurrenceFacts(StateFacts, Protocol):
    """The facts from which it is derived whether an obligation counts beside the others of its recurrence."""

    @property
    def follows(self) -> bool:
        """Whether an earlier one of its recurrence is open and will be overdue before it."""


def state_on(obligation: StateFacts, day: dt.date) -> State:
    """Return the state of an obligation on a day."""
    if Status(obligation.status).settled:
        return State.SETTLED
    if obligation.ended_from <= day:
        return State.ENDED
    if obligation.due_on is None:
        return State.UNDATED
    if obligation.due_on < day:
        return State.OVERDUE
    if (
        obligation.deliverable == ISSUED
        and obligation.timetable_on is not None
        and obligation.timetable_on - ISSUE_BEFORE < day
    ):
        return State.UNISSUED
    if (obligation.opens_on or obligation.due_on) <= day:
        return State.DUE
    return State.UPCOMING


def counts_once(obligation: RecurrenceFacts, day: dt.date) -> bool:
    """Return whether an obligation is no missed occurrence represented by an earlier one of its recurrence.

    In SQL it is `mandates.store.selection.once`.
    """
    return not (obligation.follows and state_on(obligation, day) is State.OVERDUE)


class Role(StrEnum):
    """The role of a party in a mandate."""

    OWNER = "owner"
    PARTNER = "partner"
    RECIPIENT = "recipient"
    LEAD = "lead"  # the department that a user has put in charge
    FOCAL = "focal"  # the person in charge

    @property
    def words(self) -> str:
        """The role in words."""
        return "focal point" if self is Role.FOCAL else self.value
