"""What an organ does by the decision itself, such as to appropriate money, and until when that lasts.

The patterns are in `classes.toml`.
"""

from __future__ import annotations

import datetime as dt
import re

from mandates import lexicon
from mandates.domain.mandate import Enacted
from mandates.extraction.clause import Clause
from mandates.extraction.times.dates import find_dates
from mandates.extraction.times.tokens import tokens

#: An assessment in money; one of progress is still to be made.
_MONEY = re.compile(r"\bdollars?\b|\bamounts?\b|\bappropriat|\bapportion|\bresources\b|\bbudget\b", re.IGNORECASE)


@lexicon.derived
def _enacting_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['said']})" for entry in lexicon.load("classes")["enacted"]), re.IGNORECASE)


@lexicon.derived
def _periods() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(entry["said"]) for entry in lexicon.load("classes")["period"])


def enacted_by(clause: Clause) -> Enacted | None:
    """Return until when the decision of `clause` lasts if it is done by its adoption; None if it asks for more."""
    text = clause.text[clause.verb_start : clause.end]
    if clause.verb_end == clause.verb_start or not _enacting_pattern().match(text) or not _MONEY.search(text):
        return None
    period = next(filter(None, (pattern.search(text) for pattern in _periods())), None)
    return Enacted() if period is None else Enacted(phrase=period[0], ends_on=_last_day(period))


def _last_day(period: re.Match[str]) -> dt.date | None:
    """Return the last day of a period: 31 December of its last year, or the last of its dates."""
    years = period.groupdict()
    if years.get("first"):
        last = years.get("last") or years["first"]
        return dt.date(int(years["first"][: 4 - len(last)] + last), 12, 31)
    return max((date.closes_on for date in find_dates(tokens(period[0], 0, len(period[0])))), default=None)
