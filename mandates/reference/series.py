"""What the series of a document's symbol tells: the organ, and the session where the symbol names it.

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


class _SymbolSeries(NamedTuple):
    """A series of symbols: their pattern, the organ, and where the session is given."""

    pattern: re.Pattern[str]
    body: str
    session: str


@functools.cache
def _symbol_series() -> list[_SymbolSeries]:
    """Return the series of symbols, those with the longest prefix first."""
    text = resources.files(__package__).joinpath("data/series.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: len(row["series"]), reverse=True)
    sessions = {"number": r"(?P<session>\d{1,3})/", "year": r"(?P<session>\d{4})/"}
    no_session = r"(?:\d{4}/)?(?P<session>)"
    series_list = []
    for row in rows:
        prefix = re.escape(row["series"])
        series_list.append(
            _SymbolSeries(re.compile(prefix + sessions.get(row["session"], no_session)), row["body"], row["session"])
        )
    return series_list


def forum_of(symbol: str) -> tuple[str | None, int | str | None]:
    """Return the organ that the symbol of a document belongs to and the session in it; None for what is unknown."""
    for series in _symbol_series():
        match = series.pattern.match(symbol)
        if match is not None:
            session = match["session"]
            return series.body, None if not session else session if len(session) == len("2025") else int(session)
    return None, None


def has_session_on_masthead(symbol: str) -> bool:
    """Return whether the session on the masthead of a document is one of the organ that its symbol belongs to.

    >>> has_session_on_masthead("E/CN.6/2025/4"), has_session_on_masthead("A/HRC/EMRIP/2025/2")
    (True, False)
    """
    matching = next((series for series in _symbol_series() if series.pattern.match(symbol)), None)
    return matching is not None and matching.session == "masthead"
