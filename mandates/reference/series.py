"""Whose documents a symbol counts: the organ, and the session where the symbol names it.

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


@functools.cache
def _series() -> list[tuple[re.Pattern[str], str]]:
    """Return the patterns of the series with their organs, the longest first."""
    text = resources.files(__package__).joinpath("data/series.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: -len(row["series"]))
    sessions = {"number": r"(?P<session>\d{1,3})/", "year": r"(?P<session>\d{4})/", "": r"(?:\d{4}/)?(?P<session>)"}
    return [(re.compile(re.escape(row["series"]) + sessions[row["session"]]), row["body"]) for row in rows]


def forum_of(symbol: str) -> tuple[str | None, int | str | None]:
    """Return the organ that a symbol of a document belongs to and the session that it names; None where unknown."""
    for pattern, body in _series():
        match = pattern.match(symbol)
        if match is not None:
            named = match["session"]
            return body, None if not named else named if len(named) == len("2025") else int(named)
    return None, None
