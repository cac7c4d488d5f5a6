"""From what a person types to the mandate or obligation meant, or to the nearest there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.domain.references import Reference
from mandates.domain.symbols import Symbol
from mandates.store import obligations, storable, texts
from mandates.store.engine import Connection
from mandates.store.obligations import ListedRow
from mandates.store.tables import OPEN
from mandates.store.texts import MandateRow

#: How many open obligations an error lists.
_LISTED = 8


@dataclass(frozen=True, slots=True)
class Located:
    """A mandate that a reference leads to; `formerly` is the reference that was given, where it has another now."""

    mandate: MandateRow
    formerly: str | None = None

    @property
    def notice(self) -> str | None:
        """A line for a person who gave an old reference."""
        return None if self.formerly is None else f"{self.formerly} is now {self.mandate.reference}"


def find_mandate(connection: Connection, text: str) -> Located:
    """Return the mandate that `text` means, with or without ``@``; one that it once meant, where it means none now.

    Raises:
        UsageError: it is no reference.
        UnknownReferenceError: nothing has it; names the nearest.
    """
    return _mandate(connection, Reference.parse(storable.text(text)))


def find_obligation(connection: Connection, text: str, as_of: dt.date, *, first: bool = False) -> ListedRow:
    """Return the obligation that `text` means, as it stands on a day.

    A reference of a mandate as a whole means its only obligation, or the only one that is open; with `first` the first
    one that is open, which lists show.

    Raises:
        UsageError: it is no reference, or means several; lists them.
        UnknownReferenceError: nothing has it; names the nearest.
    """
    wanted = Reference.parse(storable.text(text))
    mandate = _mandate(connection, wanted).mandate
    rows = obligations.of_mandate(connection, mandate.id, as_of)
    if not rows:
        raise UnknownReferenceError(f"{wanted} was withdrawn with its text", f"see 'mandates history {wanted.mandate}'")
    if wanted.obligation is not None:
        key = wanted.obligation.casefold()
        named = [row for row in rows if row.key.casefold() == key]
        if named:
            return named[0]
        raise UnknownReferenceError(f"nothing is expected as {wanted}", _there_are(rows))
    if len(rows) == 1:
        return rows[0]
    still_open = [row for row in rows if row.lifecycle == OPEN]
    if len(still_open) == 1 or (first and still_open):
        return min(still_open, key=lambda row: (row.sort_date, row.sort_key))
    raise UsageError(f"{wanted} stands for several obligations", _there_are(still_open or rows))


def suggest_reference(connection: Connection, text: str, *, limit: int = 3) -> list[str]:
    """Return the references in the register that are nearest to `text`, best first; [] where none is near."""
    head, _, tail = text.partition("#")
    symbols = _near_symbols(connection, head, limit)
    if not tail:
        return symbols[:limit]
    known = texts.resolutions_of(connection, symbols)
    references = [
        one.reference
        for symbol in sorted(known)
        for one in texts.mandates_of(connection, known[symbol].id)
        if not one.reference.startswith("~")
    ]
    wanted = f"{symbols[0] if symbols else head}#{''.join(tail.partition('@')[0].split())}"
    return _nearest(wanted, references, limit)


def _mandate(connection: Connection, wanted: Reference) -> Located:
    whole = str(wanted.mandate)
    exact = texts.mandate_by_reference(connection, whole)
    if exact is not None:
        return Located(exact)
    former = texts.mandate_formerly(connection, whole)
    if former is not None and former.in_text:
        return Located(former, whole)
    known = texts.resolutions_of(connection, [str(wanted.symbol)]).get(str(wanted.symbol))
    mandates = texts.mandates_of(connection, known.id) if known else []
    for one in mandates:
        if one.reference.casefold() == whole.casefold():
            return Located(one)
    if former is not None:
        return Located(former, whole)
    if known is not None and known.held:
        labels = {"".join((one.label or "").split()) for one in texts.paragraphs_of(connection, known.reading_id)}
        if wanted.label in labels and wanted.ordinal == 1:
            raise UnknownReferenceError(
                f"no mandate was read in paragraph {wanted.label} of {wanted.symbol}",
                f"enter one with: mandates add '{whole}' --verb VERB --owner NAME --due WHEN",
            )
    near = suggest_reference(connection, whole)
    label = whole.partition("#")[2]
    missing = f"{wanted.symbol} has no #{label}" if mandates else f"{whole} is not in the register"
    raise UnknownReferenceError(missing, f"did you mean {near[0]}" if near else "see 'mandates list'")


def _there_are(rows: Sequence[ListedRow]) -> str:
    names = [row.reference for row in rows[:_LISTED]]
    more = f" and {len(rows) - _LISTED} more" if len(rows) > _LISTED else ""
    return f"name one of {', '.join(names)}{more}"


def _near_symbols(connection: Connection, text: str, limit: int) -> list[str]:
    try:
        wanted = str(Symbol.parse(text))
    except UsageError:
        wanted = text.strip()
    if texts.resolutions_of(connection, [wanted]):
        return [wanted]
    # first those of the same session; a register may hold a hundred thousand symbols
    stem = wanted.rpartition("/")[0]
    near = _nearest(wanted, texts.near_symbols(connection, stem), limit) if stem else []
    return near or _nearest(wanted, texts.near_symbols(connection, ""), limit)


def _nearest(wanted: str, known: Sequence[str], limit: int) -> list[str]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only after a mistake

    return [match[0] for match in process.extract(wanted, known, scorer=fuzz.ratio, limit=limit, score_cutoff=75)]
