"""A session of a body: its number and its dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Confidence(StrEnum):
    """How well a session's dates are known; the words of `data/sessions.csv`, and two for what rules give."""

    HIGH = "high"  # printed in a document, on an official page or in two secondary sources
    MEDIUM = "medium"  # one weak source, or one of the two dates supplied
    PLANNED = "planned"  # announced before the session; the end can slip
    YEAR = "year"  # only the year is known: the window is that year, or the body's months of it
    RULE = "rule"  # the days follow from the rule of procedure in force
    WINDOW = "window"  # the rule in force gives the year or the months, not the days


class Timetable(NamedTuple):
    """When a document for a session is to be submitted and issued."""

    submit_by: dt.date
    issue_by: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session of a body.

    Attributes:
        body: full name. session: number; ``"2022"`` for a session named by its year; ``"special 32"``,
            ``"emergency 11"``.
        opens_on, closes_on: first and last day, both included; None where not known.
        exact: whether `opens_on` is the very day and not the edge of a window of months or a year.
        window_end: last day on which something can still count as of this session: for regular sessions of the
            Assembly the day the next one opens, whenever a source says that it closed (resolution 70/305 was adopted on
            the day the 71st opened).
        confidence: how well the dates are known. source: where they come from; never empty.
        note: parts of the session, topic or exceptions; may be empty.
    """

    body: str
    session: int | str
    opens_on: dt.date | None
    closes_on: dt.date | None
    exact: bool
    window_end: dt.date | None
    confidence: Confidence
    source: str
    place: str = ""
    note: str = ""

    @property
    def timetable(self) -> Timetable | None:
        """Submit 10 weeks, issue 6 weeks before it opens (DGACM's rule); None where the opening day is not known."""
        if self.opens_on is None or not self.exact:
            return None
        return Timetable(self.opens_on - dt.timedelta(weeks=10), self.opens_on - dt.timedelta(weeks=6))

    def includes(self, date: dt.date) -> bool:
        """Return whether `date` lies in it; a session that is still open includes every day from its first."""
        return (
            self.opens_on is not None and self.opens_on <= date and (self.closes_on is None or date <= self.closes_on)
        )
