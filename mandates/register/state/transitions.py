"""What may become of an obligation: the rules of statuses, days and dates, without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mandates.domain.errors import TransitionError, UsageError
from mandates.register.database.rows import Row, to_date
from mandates.register.views import Status

#: From a settled status these can follow without reopening: the rest of a partial delivery, and what came of a report.
FOLLOWS: Mapping[Status, tuple[Status, ...]] = {
    Status.REPORTED: (Status.IMPLEMENTED, Status.NOT_IMPLEMENTED),
    Status.PARTLY_REPORTED: (Status.REPORTED, Status.IMPLEMENTED, Status.NOT_IMPLEMENTED),
}

_UNDO = "take it back with 'mandates undo', or use --reopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document that answers an obligation; see `mandates.register.tracking.report`."""

    document: str | None = None
    on: dt.date | None = None
    note: str | None = None
    url: str | None = None
    partial: bool = False
    additional: bool = False

    def decisions(self, row: Row, held: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
        """Return what it decides on the obligation `row`, on which `held` is decided.

        Raises:
            TransitionError: it is settled already, or has this document.
            UsageError: a day that cannot be.
        """
        day = self.on or today
        _check_day(row, day, today)
        status = Status(row["status"])
        wanted = Status.PARTLY_REPORTED if self.partial else Status.REPORTED
        if self.document and any(one["document"] == self.document for one in held["evidence"]):
            raise TransitionError(f"{row['reference']} has {self.document} as evidence already", _UNDO)
        more = self.partial and status is Status.PARTLY_REPORTED
        if status.settled and not (self.additional or more or wanted in FOLLOWS.get(status, ())):
            raise TransitionError(f"{row['reference']} is {_words(row, held)} already", _UNDO)
        piece = {
            "document": self.document,
            "on": day.isoformat(),
            "note": self.note,
            "url": self.url,
            "partial": self.partial,
        }
        changes: dict[str, Any] = {"evidence": [*held["evidence"], piece]}
        if self.additional and status.settled:
            return changes
        return {**changes, "status": wanted.value, "settled_on": day.isoformat()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A change of status, note, date or owners; see `mandates.register.tracking.update`.

    `superseded_by` is the reference of a mandate that is in the register.
    """

    status: Status | None = None
    note: str | None = None
    due: dt.date | None = None
    original_due: bool = False
    happened_on: dt.date | None = None
    superseded_by: str | None = None
    owners: tuple[str, ...] | None = None
    on: dt.date | None = None
    reason: str | None = None
    reopen: bool = False

    def decisions(self, row: Row, held: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
        """Return what it decides on the obligation `row`.

        Raises:
            TransitionError: the status cannot follow the one it has.
            UsageError: nothing to change, a day that cannot be, no reason for a new date.
        """
        del held  # the interface
        changes: dict[str, Any] = {**self._status(row, today), **self._dates(row, today)}
        if self.note is not None:
            changes["note"] = self.note.strip() or None
        if self.owners is not None:
            changes["owners"] = list(self.owners) or None
        if not changes:
            raise UsageError(f"nothing to change of {row['reference']}", "give a status, a note, a date or an owner")
        return changes

    def _status(self, row: Row, today: dt.date) -> dict[str, Any]:
        wanted = Status.SUPERSEDED if self.superseded_by else self.status
        if wanted is None:
            return {}
        status = Status(row["status"])
        if wanted is status:
            raise TransitionError(f"{row['reference']} is {_plain(status)} already", "nothing to change")
        if status.settled and not self.reopen and wanted not in FOLLOWS.get(status, ()):
            raise TransitionError(f"{row['reference']} is settled: {_plain(status)}", _UNDO)
        if not wanted.settled:
            return {"status": wanted.value, "settled_on": None, "superseded_by": None}
        day = self.on or today
        _check_day(row, day, today)
        return {"status": wanted.value, "settled_on": day.isoformat(), "superseded_by": self.superseded_by}

    def _dates(self, row: Row, today: dt.date) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        if self.due is not None:
            if not (self.reason or "").strip():
                raise UsageError(f"the new date of {row['reference']} has no reason", "give one: --reason TEXT")
            changes["due_on"] = self.due.isoformat()
        if self.original_due:
            changes["due_on"] = None
        if self.happened_on is not None:
            if not row["due_after"]:
                raise UsageError(f"{row['reference']} does not count from an event", "give its date: --due DATE")
            _check_day(row, self.happened_on, today)
            changes["happened_on"] = self.happened_on.isoformat()
        return changes


def _check_day(row: Row, day: dt.date, today: dt.date) -> None:
    """Raise for a day that is still to come or before the resolution was adopted."""
    if day > today:
        raise UsageError(f"{day} is in the future (today is {today})", "give the day on which it happened")
    adopted = row["adopted_on"]
    if adopted is not None and day < adopted:
        raise UsageError(f"{day} is before the adoption of {row['reference']} on {adopted}", "check the date")


def _words(row: Row, held: Mapping[str, Any]) -> str:
    """Return the status of a settled obligation with its day and documents, for an error."""
    documents = [one["document"] for one in held["evidence"] if one["document"]]
    day = to_date(held.get("settled_on"))
    with_documents = f" with {', '.join(documents)}" if documents else ""
    return f"{_plain(Status(row['status']))}{with_documents}{f' on {day}' if day else ''}"


def _plain(status: Status) -> str:
    return status.value.replace("_", " ")
