"""A session of a body: its number and its dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Confidence(StrEnum):
    """How well the dates of a session are known: the values in `data/sessions.csv`, and two for dates from rules."""

    HIGH = "high"  # printed in a document, on an official page or in two secondary sources
    MEDIUM = "medium"  # one weak source, or one of the two dates supplied
    PLANNED = "planned"  # announced before the session; the end can change
    YEAR = "year"  # only the year is known: the window is that year, or the body's months of it
    RULE = "rule"  # the days follow from the rule of procedure in force
    WINDOW = "window"  # the rule in force gives the year or the months, not the days


class Timetable(NamedTuple):
    """The days by which a document for a session is to be submitted and issued."""

    submit_by: dt.date
    issue_by: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session of a body.

    Attributes:
        body: the full name of the body. session: the number; ``"2022"`` for a session named by its year;
            ``"special 32"``, ``"emergency 11"``.
        opens_on, closes_on: the first and last day, inclusive; None if not known.
        exact: whether `opens_on` is the exact day, not the start of a window of months or a year.
        window_end: the last day on which something can still belong to this session: for regular sessions of the
            Assembly the day on which the next one opens, even if a source says that it closed earlier (resolution
            70/305 was adopted on the day the 71st opened).
        confidence: how well the dates are known. source: the source of the dates; never empty.
        note: parts of the session, its topic, or exceptions; may be empty.
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
        """Submission 10 weeks, issuance 6 weeks before the opening (DGACM's rule); None if that day is not known."""
        if self.opens_on is None or not self.exact:
            return None
        return Timetable(self.opens_on - dt.timedelta(weeks=10), self.opens_on - dt.timedelta(weeks=6))

    def includes(self, date: dt.date) -> bool:
        """Return whether `date` is within the session; without a closing day, every day from its opening on is."""
        return (
            self.opens_on is not None and self.opens_on <= date and (self.closes_on is None or date <= self.closes_on)
        )
