"""Pages of a list: as many rows as are asked for, from where the last page ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mandates.domain.errors import UsageError
from mandates.domain.filters import Filters
from mandates.register import lists
from mandates.schema.items import ObligationRow
from mandates.store.engine import Connection

#: Rows of a page unless asked for another number, and at most.
ROWS, MOST_ROWS = 100, 1000


@dataclass(frozen=True, slots=True)
class Portion:
    """Rows of a list, and where the next begins.

    Attributes:
        after: what to ask for as `after` to go on; None at the end.
        start: how many rows come before.
    """

    rows: Sequence[ObligationRow]
    after: str | None
    start: int


def portion(connection: Connection, filters: Filters, as_of: dt.date, after: str | None, rows: int | None) -> Portion:
    """Return the rows of a list that come after those that were shown.

    A place in a list is the number of rows before it and the last of them: where the list has changed meanwhile, that
    row is found again, so that nothing is shown twice or left out.

    Raises:
        UsageError: `after` is no place in a list, or more rows are asked for than are given at once.
    """
    size = rows or ROWS
    if size > MOST_ROWS:
        raise UsageError(f"at most {MOST_ROWS:,} items are given at once", "ask for fewer and follow 'next'")
    before, last = _place(after)
    found = lists.list_obligations(connection, replace(filters, limit=before + size + 1), as_of)
    start = before
    if last is not None and (before > len(found) or before == 0 or found[before - 1].id != last):
        start = next((place for place, row in enumerate(found, 1) if row.id == last), before)
    shown = found[start : start + size]
    goes_on = len(found) > start + len(shown)
    return Portion(shown, f"{start + len(shown)}.{shown[-1].id}" if goes_on and shown else None, start)


def _place(after: str | None) -> tuple[int, int | None]:
    if after is None:
        return 0, None
    before, dot, last = after.partition(".")
    if not (dot and before.isascii() and before.isdecimal() and last.isascii() and last.isdecimal()) or len(after) > 24:
        raise UsageError(f"'{after}' is no place in this list", "begin again at its first page")
    return int(before), int(last)
