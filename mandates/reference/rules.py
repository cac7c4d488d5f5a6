"""Dates of sessions that no source gives: what the rules in force say. The rules are rows of `data/rules.csv`."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from dateutil.relativedelta import MO, TU, relativedelta


def _september(year: int, **step: int | object) -> dt.date:
    return dt.date(year, 9, 1) + relativedelta(**step)  # type: ignore[arg-type]  # the stubs know no weekday for **


def _tuesday_of_week(year: int, week: int) -> dt.date:
    """Return the Tuesday of the nth week of September; the first week is that of the first working day (57/301)."""
    first = dt.date(year, 9, 1)
    if first.weekday() > 4:  # a weekend: the working week begins on the following Monday
        first = _september(year, weekday=MO(1))
    return first + relativedelta(weekday=MO(-1)) + dt.timedelta(days=7 * (week - 1) + 1)


#: Functions from a year to the opening day of the Assembly's session, by the values of the column `opening`.
OPENINGS: dict[str, Callable[[int], dt.date]] = {
    "third-tuesday": lambda year: _september(year, weekday=TU(3)),
    "tuesday-after-second-monday": lambda year: _september(year, weekday=MO(2)) + dt.timedelta(days=1),
    "tuesday-of-third-week": lambda year: _tuesday_of_week(year, 3),
    "tuesday-of-second-week": lambda year: _tuesday_of_week(year, 2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the rules: from session `first` (in `year`) to `last`, a round of sessions every `every` years.

    Attributes:
        months: the months within which each session of a round lies, ``((2, 4), (5, 7), (9, 10))`` for three a year;
            if the first month is later than the last, it is in the year before.
        opening: a name in `OPENINGS` if the rule gives the day; there are then no months. exact: whether that day was
            observed (the third Tuesday of September often was not).
    """

    body: str
    first: int
    last: int | None
    year: int
    every: int
    months: tuple[tuple[int, int], ...]
    opening: str
    exact: bool
    source: str
    note: str

    def covers(self, number: int) -> bool:
        """Return whether the rule applies to the session."""
        return self.first <= number and (self.last is None or number <= self.last)

    def window(self, number: int) -> tuple[dt.date, dt.date | None]:
        """Return (opening day, None), or the first and last day of the months within which the session lies."""
        round_number, index = divmod(number - self.first, len(self.months) or 1)
        year = self.year + round_number * self.every
        if self.opening:
            return OPENINGS[self.opening](year), None
        start, end = self.months[index]
        opens = dt.date(year - (start > end), start, 1)
        return opens, dt.date(year, end, monthrange(year, end)[1])
