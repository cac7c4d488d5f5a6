"""Obligations one by one, by the number that never changes, and the documents that answer them. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mandates.domain.errors import UnknownReferenceError
from mandates.register import lists
from mandates.register.references import find_obligation
from mandates.schema.items import ObligationRow
from mandates.store import evidence, obligations
from mandates.store.engine import Connection
from mandates.store.obligations import ListedRow


def by_id(connection: Connection, number: int, as_of: dt.date) -> ObligationRow:
    """Return the obligation with a number, as it stands on a day.

    Raises:
        UnknownReferenceError: there was none by then.
    """
    try:
        (row,) = obligations.of_obligations(connection, [number], as_of)
    except KeyError:
        raise UnknownReferenceError(f"there is no item {number}", "look for it in the list of items") from None
    return _shown(connection, row, as_of)


def by_reference(connection: Connection, reference: str, as_of: dt.date) -> ObligationRow:
    """Return the obligation that a reference means, as it stands on a day.

    Raises:
        UsageError: it is no reference, or means several. UnknownReferenceError: nothing has it; names the nearest.
    """
    return _shown(connection, find_obligation(connection, reference, as_of), as_of)


def documents(connection: Connection, as_of: dt.date) -> list[dict[str, Any]]:
    """Return the documents that are evidence with the references of what they answer, in order of their symbols."""
    found = evidence.documents(connection)
    names: dict[int, str] = {}
    for number in dict.fromkeys(one.obligation_id for one in found):
        try:
            names[number] = obligations.of_obligations(connection, [number], as_of)[0].reference
        except KeyError:  # of a text that is not held, or not yet
            continue
    answered: dict[tuple[int, str], list[str]] = {}
    for one in found:
        if one.obligation_id in names:
            answered.setdefault((one.id, one.symbol), []).append(names[one.obligation_id])
    return [{"id": number, "symbol": symbol, "answers": several} for (number, symbol), several in answered.items()]


def _shown(connection: Connection, row: ListedRow, as_of: dt.date) -> ObligationRow:
    rows: Sequence[ObligationRow] = lists.shown(connection, [row], as_of)
    return rows[0]
