"""What may become of an obligation: the statuses that a person gives it, and where it stands on a day."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


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
        return self not in (Status.PENDING, Status.IN_PROGRESS, Status.SUBMITTED)


#: From a settled status these can follow without reopening: the rest of a partial delivery, and what came of a report.
FOLLOWS: Mapping[Status, tuple[Status, ...]] = {
    Status.REPORTED: (Status.IMPLEMENTED, Status.NOT_IMPLEMENTED),
    Status.PARTLY_REPORTED: (Status.REPORTED, Status.IMPLEMENTED, Status.NOT_IMPLEMENTED),
}


class State(StrEnum):
    """Where an obligation stands on the as-of date; derived for that day and never stored."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"
    UNDATED = "undated"
    SETTLED = "settled"


class Role(StrEnum):
    """What a party is to a mandate."""

    OWNER = "owner"
    PARTNER = "partner"
    RECIPIENT = "recipient"
    LEAD = "lead"  # the department that a user put in charge
    FOCAL = "focal"  # the person
