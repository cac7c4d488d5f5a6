"""The rules by which mandates are on the heaps of a review of the stock: one for each heap, with its words or dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from mandates import lexicon
from mandates.domain.deliverables import LASTING, REPORTS
from mandates.domain.kinds import Heap
from mandates.domain.status import CLOSED, State, Status
from mandates.domain.symbols import Symbol
from mandates.reference import calendar
from mandates.schema.items import ObligationRow

#: The number of successive texts with the same request from which it counts as renewed by habit.
TEXTS = 3
#: Statuses of obligations that were fulfilled.
_DONE = frozenset({Status.REPORTED, Status.IMPLEMENTED})
#: The length of a year in days, which counts as a session of a body without sessions.
_YEAR = 365.25


@lexicon.derived
def _reviews() -> re.Pattern[str]:
    return re.compile(str(lexicon.load("stock")["reviews"]["words"]), re.IGNORECASE)


class Mandate:
    """A mandate with all its obligations.

    Attributes:
        rows: its obligations on the day, in order. adopted_on: day of adoption of its resolution.
        reviewed: whether its resolution provides for its review.
        earlier: references of the mandates that it renews, the earliest first.
    """

    def __init__(
        self,
        rows: Sequence[ObligationRow],
        *,
        adopted_on: dt.date | None = None,
        reviewed: bool = False,
        earlier: Sequence[str] = (),
    ) -> None:
        self.rows = rows
        self.adopted_on = adopted_on
        self.reviewed = reviewed
        self.earlier = earlier

    @cached_property
    def shown(self) -> ObligationRow:
        """Its next open obligation, or the last one if none is open."""
        return next((row for row in self.rows if row.state not in CLOSED), self.rows[-1])

    @property
    def open(self) -> bool:
        """Whether any of its obligations is open."""
        return self.shown.state not in CLOSED

    @cached_property
    def body(self) -> str:
        """The organ that adopted it."""
        return Symbol.parse(self.shown.symbol).body

    @property
    def evidence(self) -> bool:
        """Whether there is a document that answers any of its obligations."""
        return any(row.evidence for row in self.rows)


class Sessions:
    """Counts the sessions of bodies that have closed by a day."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self._ends: dict[str, list[dt.date]] = {}

    def since(self, body: str, first: dt.date) -> int:
        """Return how many sessions of a body have closed after `first`; the number of years if it has no sessions."""
        if body not in self._ends:
            sessions = calendar.sessions(body, through=self.day)
            closed = (
                session.window_end or session.closes_on for session in sessions if str(session.session).isdecimal()
            )
            self._ends[body] = sorted(end for end in closed if end is not None and end <= self.day)
        ends = self._ends[body]
        return sum(end > first for end in ends) if ends else int((self.day - first).days / _YEAR)


def why(heap: Heap, mandate: Mandate, sessions: Sessions, least: int) -> str | None:
    """Return the reason why a mandate is on a heap, as text with its words or dates; None if it is not on it.

    Args:
        least: the number of sessions without a report after which a request is on the heap of never reported ones.
    """
    if heap is Heap.NEVER_REPORTED:
        return _never_reported(mandate, sessions, least)
    return _RULES[heap](mandate)


def _done(mandate: Mandate) -> str | None:
    if mandate.open or any(row.due and row.due.every for row in mandate.rows):
        return None
    last = mandate.rows[-1]
    if all(row.status in _DONE for row in mandate.rows):
        pieces = [
            " of ".join(filter(None, (piece.document, str(piece.on) if piece.on else None))) for piece in last.evidence
        ]
        return f"{last.status.value}{': ' if pieces else ''}{', '.join(filter(None, pieces))}"
    if last.deliverable == "agenda_item" and last.state is State.ENDED and last.ended_by is None:
        return f"its session is over: {_due_time(last)}"
    return None


def _expired(mandate: Mandate) -> str | None:
    last = mandate.shown
    if last.state is not State.ENDED or last.renewed_by is not None or last.deliverable == "agenda_item":
        return None
    if last.ended_by is not None:
        return f"ended by {last.ended_by}"
    if last.due is not None and (last.due.kind == "until" or last.due.ends_on):
        return f"until {last.due.ends_on or last.due.due_on}: “{last.due.phrase}”"
    return None


def _never_reported(mandate: Mandate, sessions: Sessions, least: int) -> str | None:
    first = mandate.shown
    if not mandate.open or first.deliverable not in REPORTS or mandate.evidence:
        return None
    if any(row.status is not Status.PENDING for row in mandate.rows):
        return None
    due = first.due
    since = due.due_on if due is not None else None
    if since is None:
        since, reason = mandate.adopted_on, "asked for without a date"
    else:
        reason = f"due {_due_time(first)}"
    if since is None:
        return None
    session_count = sessions.since((due.body if due else None) or mandate.body, since)
    if session_count < least:
        return None
    missed = f", {first.missed:,} times missed" if first.missed > 1 else ""
    return f"{reason}{missed}; no report in {session_count:,} sessions"


def _renewed(mandate: Mandate) -> str | None:
    if not mandate.open or len(mandate.earlier) + 1 < TEXTS:
        return None
    return f"asked for {len(mandate.earlier) + 1} times, first by {mandate.earlier[0]}"


def _no_end(mandate: Mandate) -> str | None:
    first = mandate.shown
    due = first.due
    if (
        not mandate.open
        or mandate.reviewed
        or any(row.due and (row.due.ends_on or row.due.kind == "until") for row in mandate.rows)
    ):
        return None
    if due is not None and due.every:
        return f"recurs: “{due.phrase}”; no end, and no review in {first.symbol}"
    if due is None and first.deliverable in (*REPORTS, *LASTING):
        return f"{first.deliverable} without a time; no end, and no review in {first.symbol}"
    return None


def _due_review(mandate: Mandate) -> str | None:
    first = mandate.shown
    if not mandate.open or first.deliverable != "review" or not is_review(mandate.body, first.owners, first.clause):
        return None
    return f"review {_due_time(first)}: “{first.due.phrase}”" if first.due else "review without a date"


def is_review(body: str, owners: Sequence[str], clause: str) -> bool:
    """Return whether a review is of the mandate itself: by the organ that adopted it, or by the words of the clause."""
    return body in owners or _reviews().search(clause) is not None


def _observance(mandate: Mandate) -> str | None:
    if mandate.shown.deliverable != "observance":
        return None
    due = mandate.shown.due
    return f"observance: “{due.phrase}”" if due is not None and due.phrase else "observance"


def _due_time(row: ObligationRow) -> str:
    """Return the session and date when a row is due: ``GA 75, 2021-09-13``; ``2019-12-01``."""
    due = row.due
    if due is None:
        return "no date"
    due_on = str(due.due_on) if due.due_on else ""
    name = f"{calendar.abbreviation(due.body) or due.body} {due.session}" if due.kind == "session" and due.body else ""
    return ", ".join(filter(None, (name, due_on))) or due.phrase


_RULES: Mapping[Heap, Callable[[Mandate], str | None]] = {
    Heap.DONE: _done,
    Heap.EXPIRED: _expired,
    Heap.RENEWED: _renewed,
    Heap.NO_END: _no_end,
    Heap.REVIEW: _due_review,
    Heap.OBSERVANCES: _observance,
}
