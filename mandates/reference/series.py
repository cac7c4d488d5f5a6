"""Whose documents a symbol counts: the organ, and the session where the symbol names it.

`data/series.csv` has what the symbols of each organ begin with, and where the session stands: in the symbol as a number
or a year, or on the masthead; nowhere for organs without sessions, and where the masthead has that of another organ.

>>> forum_of("A/80/272")
('General Assembly', 80)
>>> forum_of("E/2025/55")
('Economic and Social Council', '2025')
>>> forum_of("A/HRC/EMRIP/2025/2")
('Human Rights Council', None)
"""

from __future__ import annotations

import csv
import functools
import re
from importlib import resources
from typing import NamedTuple


class _Series(NamedTuple):
    """A series of symbols: what they look like, whose they are, and where the session stands."""

    pattern: re.Pattern[str]
    body: str
    session: str


@functools.cache
def _series() -> list[_Series]:
    """Return the series, the longest first."""
    text = resources.files(__package__).joinpath("data/series.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: -len(row["series"]))
    sessions = {"number": r"(?P<session>\d{1,3})/", "year": r"(?P<session>\d{4})/"}
    without = r"(?:\d{4}/)?(?P<session>)"
    found = []
    for row in rows:
        begins = re.escape(row["series"])
        found.append(_Series(re.compile(begins + sessions.get(row["session"], without)), row["body"], row["session"]))
    return found


def forum_of(symbol: str) -> tuple[str | None, int | str | None]:
    """Return the organ that a symbol of a document belongs to and the session that it names; None where unknown."""
    for series in _series():
        match = series.pattern.match(symbol)
        if match is not None:
            named = match["session"]
            return series.body, None if not named else named if len(named) == len("2025") else int(named)
    return None, None


def has_session_on_masthead(symbol: str) -> bool:
    """Whether the session on the masthead of a document is one of the organ that its symbol belongs to.

    >>> has_session_on_masthead("E/CN.6/2025/4"), has_session_on_masthead("A/HRC/EMRIP/2025/2")
    (True, False)
    """
    found = next((series for series in _series() if series.pattern.match(symbol)), None)
    return found is not None and found.session == "masthead"
