"""Obligations one by one, by the number that never changes. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mandates.domain.errors import UnknownReferenceError
from mandates.register import lists
from mandates.register.references import find_obligation
from mandates.schema.items import ObligationRow
from mandates.store import obligations
from mandates.store.engine import Connection
from mandates.store.obligations import ListedRow


def by_id(connection: Connection, number: int, as_of: dt.date) -> ObligationRow:
    """Return the obligation with a number, in its state on a day.

    Raises:
        UnknownReferenceError: there was none on that day.
    """
    try:
        (row,) = obligations.of_obligations(connection, [number], as_of)
    except KeyError:
        raise UnknownReferenceError(f"there is no item {number}", "look for it in the list of items") from None
    return _shown(connection, row, as_of)


def by_reference(connection: Connection, reference: str, as_of: dt.date) -> ObligationRow:
    """Return the obligation that a reference means, in its state on a day.

    Raises:
        UsageError: it is not a reference, or means several. UnknownReferenceError: nothing has it; names the nearest.
    """
    return _shown(connection, find_obligation(connection, reference, as_of), as_of)


def _shown(connection: Connection, row: ListedRow, as_of: dt.date) -> ObligationRow:
    rows: Sequence[ObligationRow] = lists.shown(connection, [row], as_of)
    return rows[0]
