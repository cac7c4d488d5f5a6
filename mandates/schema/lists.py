"""Resolutions, owners and sessions as the bare nouns list them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct


class ResolutionRow(Struct, frozen=True, kw_only=True):
    """One resolution in the register, with its counts."""

    id: Annotated[int, Meta(description="Number of the resolution in the register; it never changes.")]
    symbol: Annotated[str, Meta(description="Its symbol.")]
    title: Annotated[str | None, Meta(description="Its title.")]
    body: Annotated[str, Meta(description="Full name of the organ that adopted it.")]
    session: Annotated[str | None, Meta(description="The session of the organ; `null` for the Security Council.")]
    adopted_on: Annotated[dt.date | None, Meta(description="The day of its adoption.")]
    paragraphs: Annotated[int, Meta(description="How many paragraphs it has.")]
    mandates: Annotated[int, Meta(description="How many mandates it has.")]
    open: Annotated[int, Meta(description="How many obligations that follow from it are not settled.")]
    overdue: Annotated[int, Meta(description="How many of these are late.")]


class OwnerRow(Struct, frozen=True, kw_only=True):
    """One owner with its load."""

    id: Annotated[int, Meta(description="Number of the owner in the register.")]
    name: Annotated[str, Meta(description="Its name.")]
    entity: Annotated[str | None, Meta(description="Key of the entity that it is, where it is a known one.")]
    mandates: Annotated[int, Meta(description="How many mandates it has.")]
    open: Annotated[int, Meta(description="How many of its obligations are not settled.")]
    overdue: Annotated[int, Meta(description="How many of these are late.")]
    settled: Annotated[int, Meta(description="How many of its obligations are settled.")]


class SessionRow(Struct, frozen=True, kw_only=True):
    """One session of a body with its dates and the timetable of its documents."""

    body: Annotated[str, Meta(description="Full name of the body.")]
    session: Annotated[int | str, Meta(description="The session: its number, its year, or words.")]
    opens_on: Annotated[dt.date | None, Meta(description="Its first day.")]
    closes_on: Annotated[dt.date | None, Meta(description="Its last day.")]
    submit_by: Annotated[dt.date | None, Meta(description="The day to submit documents, 10 weeks before it opens.")]
    issue_by: Annotated[dt.date | None, Meta(description="The day to issue documents, 6 weeks before it opens.")]
    exact: Annotated[bool, Meta(description="Whether the dates are known to the day.")]
    confidence: Annotated[str, Meta(description="What the dates rest on.")]
    place: Annotated[str | None, Meta(description="Where it takes place.")]
    note: Annotated[str | None, Meta(description="A remark.")]
    source: Annotated[str, Meta(description="Where the dates are from.")]


class RedatedRow(Struct, frozen=True, kw_only=True):
    """A session whose dates changed: what they were and are, and what is due at it."""

    body: Annotated[str, Meta(description="Full name of the body.")]
    session: Annotated[str, Meta(description="The session.")]
    opens_on: Annotated[tuple[dt.date | None, dt.date | None], Meta(description="Its first day, before and now.")]
    closes_on: Annotated[tuple[dt.date | None, dt.date | None], Meta(description="Its last day, before and now.")]
    references: Annotated[tuple[str, ...], Meta(description="References of the obligations that are due at it.")]
