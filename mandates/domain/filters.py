"""The filters that every command which selects obligations shares; empty means all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mandates.domain.status import State, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which obligations are meant, and in which order.

    Attributes:
        statuses: any of these. owner: part of an owner's name, an alias or an entity's key.
        partner, recipient: the same of another party of the mandate.
        body: the body at which it is due, or that adopted it. session: due then or adopted then.
        due_session, adopted_session: one of the two. since, until: due on or after / on or before.
        settled: None for both; False for open ones only (what `list` shows without options).
        states: any of these on the day that is asked about.
        every: each missed occurrence of a recurrence, instead of one for all.
        search: words sought in paragraphs and notes. sort: a column, ``-`` before it for descending.
        session_dates: of `due_session` of `body`, where they are known: what is due on a day in them is due then too.
        through: also what will recur up to this day, where that is later than the one which is asked about.
    """

    statuses: tuple[Status, ...] = ()
    states: tuple[State, ...] = ()
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
    every: bool = False
    search: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    sort: str | None = None
    limit: int | None = None
    session_dates: tuple[dt.date, dt.date] | None = None
    through: dt.date | None = None

    def last_day(self, day: dt.date) -> dt.date:
        """Return up to which day recurrences are looked at, where `day` is asked about."""
        return max(day, self.through or day)

    @property
    def each_missed(self) -> bool:
        """Whether each missed occurrence of a recurrence counts: asked for, or a time is named in which it may lie."""
        return self.every or self.since is not None or self.due_session is not None or self.session is not None
