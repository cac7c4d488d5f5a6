"""Pages of a list: the requested number of rows, from where the last page ended."""

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
from mandates.store.search import Search

#: The default and the maximum number of rows of a page.
ROWS, MOST_ROWS = 100, 1000
#: The maximum number of rows before a page in a list that is not ordered by columns.
_MAX_ROWS_BEFORE = 20_000
#: The maximum number of digits of a number in an address.
_MAX_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Portion:
    """Rows of a list, and the place of the next portion.

    Attributes:
        after: the value of `after` for the next page; None at the end.
        start: the number of rows before these.
    """

    rows: Sequence[ObligationRow]
    after: str | None
    start: int


def portion(
    connection: Connection,
    filters: Filters,
    as_of: dt.date,
    after: str | None,
    rows: int | None,
    *,
    search: Search | None = None,
) -> Portion:
    """Return the rows of a list after those already shown.

    A place in a list is the number of rows before it and the sort values of the last of them, so that no row is
    repeated or omitted if the list has changed meanwhile, and the last page costs no more than the first. In a
    list that is not ordered by columns, such as the results of a search, it is the number of the last row, which is
    looked up again.

    `search` is the search of the filters if it was made before.

    Raises:
        UsageError: `after` is not a place in this list, or too many rows are requested at once.
    """
    size = rows or ROWS
    if size > MOST_ROWS:
        raise UsageError(f"at most {MOST_ROWS:,} items are given at once", "ask for fewer and follow 'next'")
    before, mark = _split(after)
    if not lists.has_places(filters):
        if mark is not None and not (mark.isascii() and mark.isdecimal() and len(mark) <= _MAX_DIGITS):
            raise _invalid_place(after)
        return _portion_after_row(
            connection, replace(filters, limit=size), as_of, before, None if mark is None else int(mark), search=search
        )
    place = None if mark is None else _decoded(after, mark, filters)
    shown, last = lists.rows_after(connection, filters, as_of, place, size)
    return Portion(shown, None if last is None else f"{before + len(shown)}.{_encoded(last, filters)}", before)


def _portion_after_row(
    connection: Connection,
    filters: Filters,
    as_of: dt.date,
    before: int,
    last: int | None,
    *,
    search: Search | None,
) -> Portion:
    """Return the next page of a list without column order: after row `last`, with `before` rows up to it."""
    if before > _MAX_ROWS_BEFORE:
        raise UsageError(
            f"only the first {_MAX_ROWS_BEFORE:,} items of such a list are given", "narrow it, or sort it by 'due'"
        )
    size = filters.limit or ROWS
    rows = lists.list_obligations(connection, replace(filters, limit=before + size + 1), as_of, search=search)
    start = before
    if last is not None and (before > len(rows) or before == 0 or rows[before - 1].id != last):
        start = next((position for position, row in enumerate(rows, 1) if row.id == last), before)
    shown = rows[start : start + size]
    has_more = len(rows) > start + len(shown)
    return Portion(shown, f"{start + len(shown)}.{shown[-1].id}" if has_more and shown else None, start)


def _split(after: str | None) -> tuple[int, str | None]:
    if after is None:
        return 0, None
    before, dot, mark = after.partition(".")
    if not (dot and mark and before.isascii() and before.isdecimal() and len(before) <= _MAX_DIGITS):
        raise _invalid_place(after)
    return int(before), mark


def _encoded(place: Sequence[Any], filters: Filters) -> str:
    """Return a place and its sort order as text for an address."""
    values = [value.isoformat() if isinstance(value, dt.date) else value for value in place]
    text = json.dumps([filters.sort or "", *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(after: str | None, mark: str, filters: Filters) -> list[Any]:
    """Return the place that `_encoded` turned into text.

    Raises:
        UsageError: the text is not a place, or a place of another order.
    """
    kinds = lists.kinds_of_order(filters)
    try:
        sort, *values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        place = [
            dt.date.fromisoformat(value) if kind is dt.date else value
            for kind, value in zip(kinds, values, strict=True)
        ]
    except (ValueError, TypeError, RecursionError):  # the last by thousands of nested brackets
        raise _invalid_place(after) from None
    fits = all(type(value) is kind for kind, value in zip(kinds, place, strict=True))
    if sort != (filters.sort or "") or not fits or not all(map(_is_storable, place)):
        raise _invalid_place(after)
    return place


def _is_storable(value: Any) -> bool:
    """Whether a database accepts a value: numbers in range, printable text."""
    if isinstance(value, str):
        return "\0" not in value and value.isprintable()
    return not isinstance(value, int) or 0 <= value < 2**15


def _invalid_place(after: str | None) -> UsageError:
    return UsageError(f"'{after}' is not a place in this list", "begin again at its first page")
