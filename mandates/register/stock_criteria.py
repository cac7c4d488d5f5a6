"""What puts a mandate on a heap in a review of the stock: one rule a heap, each giving the words or dates that do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from mandates import lexicon
from mandates.domain.kinds import Heap
from mandates.domain.status import CLOSED, State, Status
from mandates.domain.symbols import Symbol
from mandates.reference import calendar
from mandates.schema.items import ObligationRow
from mandates.store.stock import LASTING, TOLD

#: Requests that so many texts have made, one after the other, are renewed as a habit.
TEXTS = 3
#: Statuses of what was done.
_DONE = frozenset({Status.REPORTED, Status.IMPLEMENTED})
#: A year, for a body without sessions.
_YEAR = 365.25


@lexicon.derived
def _reviews() -> re.Pattern[str]:
    return re.compile(str(lexicon.load("stock")["reviews"]["words"]), re.IGNORECASE)


class Mandate:
    """A mandate with all that is expected of it.

    Attributes:
        rows: its obligations on the day, in order. adopted_on: of its resolution.
        reviewed: whether its resolution says that it is to be reviewed.
        earlier: references of those that asked for the same before, the earliest first.
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
        """What is expected next of it; where nothing is any more, what was last."""
        return next((row for row in self.rows if row.state not in CLOSED), self.rows[-1])

    @property
    def open(self) -> bool:
        """Whether anything is expected of it still."""
        return self.shown.state not in CLOSED

    @cached_property
    def body(self) -> str:
        """The organ that adopted it."""
        return Symbol.parse(self.shown.symbol).body

    @property
    def evidence(self) -> bool:
        """Whether a document answers any part of it."""
        return any(row.evidence for row in self.rows)


class Sessions:
    """Counts the sessions of bodies that are over."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self._ends: dict[str, list[dt.date]] = {}

    def since(self, body: str, first: dt.date) -> int:
        """Return how many sessions of a body have closed after a day; years where it has none."""
        if body not in self._ends:
            held = calendar.sessions(body, through=self.day)
            closed = (one.window_end or one.closes_on for one in held if str(one.session).isdecimal())
            self._ends[body] = sorted(end for end in closed if end is not None and end <= self.day)
        ends = self._ends[body]
        return sum(end > first for end in ends) if ends else int((self.day - first).days / _YEAR)


def why(heap: Heap, one: Mandate, sessions: Sessions, least: int) -> str | None:
    """Return the words or dates that put a mandate on a heap; None where it is not on it.

    Args:
        least: after so many sessions without a report a request is on the heap of those.
    """
    if heap is Heap.NEVER_REPORTED:
        return _never_reported(one, sessions, least)
    return _RULES[heap](one)


def _done(one: Mandate) -> str | None:
    if one.open or any(row.due and row.due.every for row in one.rows):
        return None
    last = one.rows[-1]
    if all(row.status in _DONE for row in one.rows):
        pieces = [" of ".join(filter(None, (e.document, str(e.on) if e.on else None))) for e in last.evidence]
        return f"{last.status.value}{': ' if pieces else ''}{', '.join(filter(None, pieces))}"
    if last.deliverable == "agenda_item" and last.state is State.ENDED and last.ended_by is None:
        return f"its session is over: {_session(last)}"
    return None


def _expired(one: Mandate) -> str | None:
    last = one.shown
    if last.state is not State.ENDED or last.renewed_by is not None or last.deliverable == "agenda_item":
        return None
    if last.ended_by is not None:
        return f"ended by {last.ended_by}"
    if last.due is not None and (last.due.kind == "until" or last.due.ends_on):
        return f"until {last.due.ends_on or last.due.due_on}: “{last.due.phrase}”"
    return None


def _never_reported(one: Mandate, sessions: Sessions, least: int) -> str | None:
    first = one.shown
    if not one.open or first.deliverable not in TOLD or one.evidence:
        return None
    if any(row.status is not Status.PENDING for row in one.rows):
        return None
    due = first.due
    since = due.due_on if due is not None else None
    if since is None:
        since, said = one.adopted_on, "asked for without a date"
    else:
        said = f"due {_session(first)}"
    if since is None:
        return None
    over = sessions.since((due.body if due else None) or one.body, since)
    if over < least:
        return None
    missed = f", {first.missed:,} times missed" if first.missed > 1 else ""
    return f"{said}{missed}; no report in {over:,} sessions"


def _renewed(one: Mandate) -> str | None:
    if not one.open or len(one.earlier) + 1 < TEXTS:
        return None
    return f"asked for {len(one.earlier) + 1} times, first by {one.earlier[0]}"


def _no_end(one: Mandate) -> str | None:
    first = one.shown
    due = first.due
    if (
        not one.open
        or one.reviewed
        or any(row.due and (row.due.ends_on or row.due.kind == "until") for row in one.rows)
    ):
        return None
    if due is not None and due.every:
        return f"recurs: “{due.phrase}”; no end, and no review in {first.symbol}"
    if due is None and first.deliverable in (*TOLD, *LASTING):
        return f"{first.deliverable} without a time; no end, and no review in {first.symbol}"
    return None


def _review(one: Mandate) -> str | None:
    first = one.shown
    if not one.open or first.deliverable != "review" or not is_review(one.body, first.owners, first.clause):
        return None
    return f"review {_session(first)}: “{first.due.phrase}”" if first.due else "review without a date"


def is_review(body: str, owners: Sequence[str], clause: str) -> bool:
    """Whether a review is one of the mandate itself: the organ that adopted it undertakes it, or its words tell."""
    return body in owners or _reviews().search(clause) is not None


def _observance(one: Mandate) -> str | None:
    if one.shown.deliverable != "observance":
        return None
    due = one.shown.due
    return f"observance: “{due.phrase}”" if due is not None and due.phrase else "observance"


def _session(row: ObligationRow) -> str:
    """Return when a row is due: ``GA 75, 2021-09-13``; ``2019-12-01``."""
    due = row.due
    if due is None:
        return "no date"
    on = str(due.due_on) if due.due_on else ""
    name = f"{calendar.abbreviation(due.body) or due.body} {due.session}" if due.kind == "session" and due.body else ""
    return ", ".join(filter(None, (name, on))) or due.phrase


_RULES: Mapping[Heap, Callable[[Mandate], str | None]] = {
    Heap.DONE: _done,
    Heap.EXPIRED: _expired,
    Heap.RENEWED: _renewed,
    Heap.NO_END: _no_end,
    Heap.REVIEW: _review,
    Heap.OBSERVANCES: _observance,
}
