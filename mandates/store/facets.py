"""How many of a selection have each value of a column, beside the values that filters could ask for instead."""

from __future__ import annotations

import datetime as dt
import functools
import operator

from sqlalchemy import Connection, true

from mandates.domain.filters import Filters
from mandates.store import selection, tallies


def counts(connection: Connection, filters: Filters, day: dt.date, column: str) -> dict[str, int]:
    """Return how many obligations that `filters` select on `day` have each value of a column of states.

    Raises:
        UsageError: a filter makes no sense.
    """
    condition = functools.reduce(operator.and_, selection.conditions(connection, filters, day), true())
    by_value = tallies.tallies(connection, (condition,), day, (column,))
    return {str(tally.by[0]): tally.total for tally in by_value if tally.by[0] not in (None, "")}
