"""The filters that every command which selects obligations shares; empty means all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mandates.domain.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which obligations are meant, and in which order.

    Attributes:
        statuses: any of these. owner: part of an owner's name, an alias or an entity's key.
        partner, recipient: the same of another party of the mandate.
        body: the body at which it is due, or that adopted it. session: due then or adopted then.
        due_session, adopted_session: one of the two. since, until: due on or after / on or before.
        settled: None for both; False for open ones only (what `list` shows without options).
        search: words sought in paragraphs and notes. sort: a column, ``-`` before it for descending.
    """

    statuses: tuple[Status, ...] = ()
    owner: str | None = None
    partner: str | None = None
    recipient: str | None = None
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
