"""Pages of a list: as many rows as are asked for, from where the last page ended."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mandates.domain.errors import UsageError
from mandates.domain.filters import Filters
from mandates.register import lists
from mandates.schema.items import ObligationRow
from mandates.store.engine import Connection

#: Rows of a page unless asked for another number, and at most.
ROWS, MOST_ROWS = 100, 1000
#: So many rows of a list whose order is not one of columns are gone through at most.
_FAR = 20_000
#: A number in an address has at most so many figures.
_FIGURES = 10


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

    A place in a list is the number of rows before it and where the last of them stands in its order, so that nothing is
    shown twice or left out where the list has changed meanwhile, and the last page costs no more than the first. In a
    list that is not ordered by columns, such as what a search finds, it is the last row itself, which is found again.

    Raises:
        UsageError: `after` is no place in a list, or more rows are asked for than are given at once.
    """
    size = rows or ROWS
    if size > MOST_ROWS:
        raise UsageError(f"at most {MOST_ROWS:,} items are given at once", "ask for fewer and follow 'next'")
    before, mark = _split(after)
    if not lists.has_places(filters):
        if mark is not None and not (mark.isascii() and mark.isdecimal() and len(mark) <= _FIGURES):
            raise _no_place(after)
        return _found_again(
            connection, replace(filters, limit=size), as_of, before, None if mark is None else int(mark)
        )
    place = None if mark is None else _opened(after, mark, filters)
    shown, last = lists.rows_after(connection, filters, as_of, place, size)
    return Portion(shown, None if last is None else f"{before + len(shown)}.{_closed(last, filters)}", before)


def _found_again(connection: Connection, filters: Filters, as_of: dt.date, before: int, last: int | None) -> Portion:
    """Return as many rows as the filters' limit after one that had so many before it: the last of those, by number."""
    if before > _FAR:
        raise UsageError(f"only the first {_FAR:,} items of such a list are given", "narrow it, or sort it by 'due'")
    size = filters.limit or ROWS
    found = lists.list_obligations(connection, replace(filters, limit=before + size + 1), as_of)
    start = before
    if last is not None and (before > len(found) or before == 0 or found[before - 1].id != last):
        start = next((place for place, row in enumerate(found, 1) if row.id == last), before)
    shown = found[start : start + size]
    goes_on = len(found) > start + len(shown)
    return Portion(shown, f"{start + len(shown)}.{shown[-1].id}" if goes_on and shown else None, start)


def _split(after: str | None) -> tuple[int, str | None]:
    if after is None:
        return 0, None
    before, dot, mark = after.partition(".")
    if not (dot and mark and before.isascii() and before.isdecimal() and len(before) <= _FIGURES):
        raise _no_place(after)
    return int(before), mark


def _closed(place: Sequence[Any], filters: Filters) -> str:
    """Return a place as a word of an address, with the order that it is one of."""
    values = [one.isoformat() if isinstance(one, dt.date) else one for one in place]
    text = json.dumps([filters.sort or "", *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _opened(after: str | None, mark: str, filters: Filters) -> list[Any]:
    """Return the place that `_closed` made a word of.

    Raises:
        UsageError: it is none, or one of another order.
    """
    kinds = lists.kinds_of_order(filters)
    try:
        sort, *values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        place = [
            dt.date.fromisoformat(value) if kind is dt.date else value
            for kind, value in zip(kinds, values, strict=True)
        ]
    except (ValueError, TypeError):
        raise _no_place(after) from None
    fits = all(type(value) is kind for kind, value in zip(kinds, place, strict=True))
    if sort != (filters.sort or "") or not fits or not all(map(_can_be, place)):
        raise _no_place(after)
    return place


def _can_be(value: Any) -> bool:
    """Whether a database takes a value: no number too large, no text that is none."""
    if isinstance(value, str):
        return "\0" not in value and value.isprintable()
    return not isinstance(value, int) or 0 <= value < 2**15


def _no_place(after: str | None) -> UsageError:
    return UsageError(f"'{after}' is not a place in this list", "begin again at its first page")
