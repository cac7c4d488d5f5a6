"""Read models: what queries return and reporting shows. Plain values; no database behind them.

All that depends on the date (`state`, `days_late`) is derived for the as-of date of the query and never stored.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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


class State(StrEnum):
    """Where an obligation stands on the as-of date."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"
    UNDATED = "undated"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters shared by every command that selects obligations; empty means all.

    Attributes:
        statuses: any of these. owner: part of an owner's name, an alias or an entity's key.
        body: the body at which it is due, or that adopted it. session: due then or adopted then.
        due_session, adopted_session: one of the two. since, until: due on or after / on or before.
        settled: None for both; False for open ones only (what `list` shows without options).
        search: words sought in paragraphs and notes. sort: a column, ``-`` before it for descending.
    """

    statuses: tuple[Status, ...] = ()
    owner: str | None = None
    body: str | None = None
    session: str | None = None
    due_session: str | None = None
    adopted_session: str | None = None
    verbs: tuple[str, ...] = ()
    deliverables: tuple[str, ...] = ()
    resolution: str | None = None
    overdue: bool = False
    undated: bool = False
    settled: bool | None = None
    search: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    sort: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueView:
    """When an obligation is due, as the row of `list` has it.

    Attributes:
        due_on: the day after which it is late. read_due_on: the day as it was read, where a person has extended it.
        ends_on: last day of a recurrence that has an end.
    """

    kind: str
    phrase: str
    body: str | None = None
    session: int | str | None = None
    every: str | None = None
    after: str | None = None
    event: str | None = None
    opens_on: dt.date | None = None
    due_on: dt.date | None = None
    read_due_on: dt.date | None = None
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A document that answers an obligation, wholly or in part."""

    document: str | None
    on: dt.date | None
    note: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationRow:
    """One obligation, as `list`, `overdue` and every export show it.

    Attributes:
        reference: of the obligation: the mandate's own where it has one only, else with ``@``.
        days_late: days from the close of the due window to the as-of date, while open and overdue; else None.
        superseded_by: the later mandate that took its place. version: counts the changes by people; give it back as
            `expected_version` to be told when somebody else was faster.
        matched: after a search, the words around what was found: pieces in order, each with whether it was.
        submit_by, issue_by: 10 and 6 weeks before the session opens (DGACM's timetable), for reports to a session.
    """

    reference: str
    mandate: str
    symbol: str
    label: str
    verb: str
    owners: tuple[str, ...]
    deliverable: str
    status: Status
    state: State
    days_late: int | None
    due: DueView | None
    clause: str
    evidence: tuple[EvidenceView, ...] = ()
    note: str | None = None
    title: str | None = None
    submit_by: dt.date | None = None
    issue_by: dt.date | None = None
    superseded_by: str | None = None
    version: int = 1
    matched: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One change: when, who, what before and after, why."""

    id: int
    batch: int
    at: dt.datetime
    actor: str
    action: str
    reference: str | None
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateView:
    """One mandate with all that is known of it, as `show` prints it.

    Attributes:
        spans: character ranges in `text`: ``clause``, ``verb``, ``owners``, ``due`` (lists of pairs).
        decided: fields a person has set, with their values; these win over what was read.
        supersedes: obligations of earlier mandates whose place it takes.
    """

    reference: str
    symbol: str
    title: str | None
    label: str
    text: str
    clause: str
    verb: str
    reiterated: bool
    owners: tuple[str, ...]
    partners: tuple[str, ...]
    recipients: tuple[str, ...]
    deliverable: str
    confidence: float
    reasons: tuple[str, ...]
    spans: dict[str, Any]
    obligations: tuple[ObligationRow, ...]
    history: tuple[EventView, ...]
    decided: dict[str, Any] = field(default_factory=dict)
    page: int | None = None
    withdrawn: bool = False
    supersedes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A reading that a later ingest made of a mandate somebody has worked on, against the one in force.

    Attributes:
        clause: as it is read now. before, after: the fields that differ.
    """

    reference: str
    clause: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """Counts of obligations under one heading (an owner, a deliverable, a status)."""

    name: str
    total: int
    done: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """One session of a body: what fell due, what it newly asked for, what was carried over from earlier."""

    body: str
    session: str
    opens_on: dt.date | None
    closes_on: dt.date | None
    as_of: dt.date
    fell_due: GroupCount
    days_late: int | None
    newly_asked: GroupCount
    carried_over: GroupCount
    by_owner: tuple[GroupCount, ...]
    by_deliverable: tuple[GroupCount, ...]
    by_status: tuple[GroupCount, ...]
    due_rows: tuple[ObligationRow, ...]
    new_rows: tuple[ObligationRow, ...]
    carried_rows: tuple[ObligationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRow:
    """One resolution in the register."""

    symbol: str
    title: str | None
    body: str
    session: str | None
    adopted_on: dt.date | None
    paragraphs: int
    mandates: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRow:
    """One owner with its load."""

    name: str
    entity: str | None
    mandates: int
    open: int
    overdue: int
    settled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleRow:
    """One mandate with a time, as the table of cycles shows it.

    Attributes:
        obligations: those of the mandate, in order of their dates, settled ones too.
        situation: what its resolution is about. subject: what it extends ("mandate of UNMISS").
        ends_on: the last day on which it stands: its own end, that of the mandate that it reports on, or the day on
            which a later resolution ended it or set another in its place; None where no end is known.
        ended_by: reference of what says so, where that is another mandate. renewed: that extends the same anew.
    """

    obligations: tuple[ObligationRow, ...]
    situation: str
    adopted_on: dt.date | None = None
    subject: str | None = None
    ends_on: dt.date | None = None
    ended_by: str | None = None
    renewed: bool = False
