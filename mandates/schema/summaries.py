"""Counts, and what one session of a body requested and received."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from mandates.schema.items import ObligationRow


class GroupCount(Struct, frozen=True, kw_only=True):
    """Counts of obligations under one heading: an owner, a deliverable, a status."""

    name: Annotated[str, Meta(description="The heading.")]
    total: Annotated[int, Meta(description="How many there are.")]
    done: Annotated[int, Meta(description="How many of them are settled.")]
    open: Annotated[int, Meta(description="How many of them are neither settled nor ended.")]
    overdue: Annotated[int, Meta(description="How many of the open ones are late.")]
    unissued: Annotated[
        int, Meta(description="How many of the open ones are reports that should be out and are not.")
    ] = 0
    ended: Annotated[
        int, Meta(description="How many ended without being settled: expired, renewed, or come about by themselves.")
    ] = 0


class SessionSummary(Struct, frozen=True, kw_only=True):
    """One session of a body: what fell due, what it newly requested, and what was carried over from earlier."""

    body: Annotated[str, Meta(description="Full name of the body.")]
    session: Annotated[str, Meta(description="The session.")]
    opens_on: Annotated[dt.date | None, Meta(description="Its first day.")]
    closes_on: Annotated[dt.date | None, Meta(description="Its last day.")]
    as_of: Annotated[dt.date, Meta(description="The day for which all is counted.")]
    fell_due: Annotated[GroupCount, Meta(description="What fell due at the session.")]
    days_late: Annotated[int | None, Meta(description="How late the latest of what fell due is, in days.")]
    newly_asked: Annotated[GroupCount, Meta(description="What the resolutions of the session ask for.")]
    carried_over: Annotated[GroupCount, Meta(description="What was still open from earlier sessions.")]
    by_owner: Annotated[tuple[GroupCount, ...], Meta(description="What fell due, by owner.")]
    by_deliverable: Annotated[tuple[GroupCount, ...], Meta(description="What fell due, by deliverable.")]
    by_status: Annotated[tuple[GroupCount, ...], Meta(description="What fell due, by status.")]
    due_rows: Annotated[tuple[ObligationRow, ...], Meta(description="The obligations that fell due.")]
    new_rows: Annotated[tuple[ObligationRow, ...], Meta(description="The newly requested obligations.")]
    carried_rows: Annotated[tuple[ObligationRow, ...], Meta(description="The obligations carried over.")]
    coming: Annotated[
        tuple[GroupCount, ...], Meta(description="What falls due at the sessions that follow, one count a session.")
    ] = ()
    by_committee: Annotated[
        tuple[GroupCount, ...], Meta(description="What fell due, by the committee of the text; `plenary` for none.")
    ] = ()
    pressing: Annotated[
        tuple[ObligationRow, ...],
        Meta(description="The ten that press most of what fell due and is open: late, not issued, due, then by day."),
    ] = ()
    read: Annotated[bool, Meta(description="Whether the register holds a resolution of the session.")] = True


class SessionBurden(Struct, frozen=True, kw_only=True):
    """One of several sessions: what it requested, and what became of what was due at it."""

    session: Annotated[str, Meta(description="The session.")]
    opens_on: Annotated[dt.date | None, Meta(description="Its first day.")]
    closes_on: Annotated[dt.date | None, Meta(description="Its last day.")]
    asked: Annotated[GroupCount, Meta(description="What the resolutions of the session ask for.")]
    due: Annotated[GroupCount, Meta(description="What is due at the session.")]
    reported: Annotated[
        int, Meta(description="How many of what is due have a document: `reported` or `partly_reported`.")
    ]
    by_owner: Annotated[tuple[GroupCount, ...], Meta(description="What is due, by owner.")]
    by_deliverable: Annotated[tuple[GroupCount, ...], Meta(description="What is due, by deliverable.")]
    by_committee: Annotated[tuple[GroupCount, ...], Meta(description="What is due, by the committee of the text.")]
    read: Annotated[bool, Meta(description="Whether the register holds a resolution of the session.")] = True


class Burden(Struct, frozen=True, kw_only=True):
    """Several sessions of a body beside each other."""

    body: Annotated[str, Meta(description="Full name of the body.")]
    as_of: Annotated[dt.date, Meta(description="The day for which all is counted.")]
    sessions: Annotated[tuple[SessionBurden, ...], Meta(description="The sessions, in order.")]
