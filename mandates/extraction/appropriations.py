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

#: An assessment in money, apart from one of progress, which is done later.
_MONEY = re.compile(r"\bdollars?\b|\bamounts?\b|\bappropriat|\bapportion|\bresources\b|\bbudget\b", re.IGNORECASE)


@lexicon.derived
def _said() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one['said']})" for one in lexicon.load("classes")["enacted"]), re.IGNORECASE)


@lexicon.derived
def _periods() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one["said"]) for one in lexicon.load("classes")["period"])


def enacted_by(clause: Clause) -> Enacted | None:
    """Return until when what `clause` decides lasts where it is done by its adoption; None where it asks for more."""
    said = clause.text[clause.verb_start : clause.end]
    if clause.verb_end == clause.verb_start or not _said().match(said) or not _MONEY.search(said):
        return None
    period = next(filter(None, (one.search(said) for one in _periods())), None)
    return Enacted() if period is None else Enacted(phrase=period[0], ends_on=_last_day(period))


def _last_day(period: re.Match[str]) -> dt.date | None:
    """Return the last day of a period: of the year that is its last, or the later of its days."""
    years = period.groupdict()
    if years.get("first"):
        last = years.get("last") or years["first"]
        return dt.date(int(years["first"][: 4 - len(last)] + last), 12, 31)
    return max((one.closes_on for one in find_dates(tokens(period[0], 0, len(period[0])))), default=None)
