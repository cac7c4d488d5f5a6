"""From what a person types to the mandate or obligation meant, or to the nearest there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.domain.lifecycle import OPEN
from mandates.domain.references import Reference
from mandates.domain.symbols import Symbol
from mandates.store import changes, obligations, states, storable, texts
from mandates.store.engine import Connection
from mandates.store.obligations import ListedRow
from mandates.store.texts import MandateRow

#: How many open obligations an error lists.
_LISTED = 8


@dataclass(frozen=True, slots=True)
class Located:
    """A mandate that a reference leads to; `formerly` is the input reference if the mandate has another one now."""

    mandate: MandateRow
    formerly: str | None = None

    @property
    def notice(self) -> str | None:
        """A message for a user who entered an old reference; None for a current one."""
        return None if self.formerly is None else f"{self.formerly} is now {self.mandate.reference}"


def find_mandate(connection: Connection, text: str) -> Located:
    """Return the mandate that `text` means, with or without ``@``; else the mandate that had the reference before.

    Raises:
        UsageError: it is not a reference.
        UnknownReferenceError: nothing has it; names the nearest.
    """
    return _mandate(connection, Reference.parse(storable.text(text)))


def find_obligation(connection: Connection, text: str, as_of: dt.date, *, first: bool = False) -> ListedRow:
    """Return the obligation that `text` means, in its state on a day.

    A reference to a mandate means its only obligation, or the only one that is open; with `first`, the first one that
    is open, which lists show.

    Raises:
        UsageError: it is not a reference, or means several; lists them.
        UnknownReferenceError: nothing has it; names the nearest.
    """
    parsed = Reference.parse(storable.text(text))
    mandate = _mandate(connection, parsed).mandate
    rows = obligations.of_mandate(connection, mandate.id, as_of)
    if not rows:
        raise UnknownReferenceError(f"{parsed} was withdrawn with its text", f"see 'mandates history {parsed.mandate}'")
    if parsed.obligation is not None:
        key = parsed.obligation.casefold()
        matches = [row for row in rows if row.key.casefold() == key]
        if matches:
            return matches[0]
        raise UnknownReferenceError(f"nothing is expected as {parsed}", _options(rows))
    if len(rows) == 1:
        return rows[0]
    still_open = [row for row in rows if row.lifecycle == OPEN]
    if len(still_open) == 1 or (first and still_open):
        return min(still_open, key=lambda row: (row.sort_date, row.sort_key))
    raise UsageError(f"{parsed} stands for several obligations", _options(still_open or rows))


def find_occurrence(connection: Connection, mandate: MandateRow, reference: Reference) -> int:
    """Return the id of the obligation of a mandate that a reference with ``@`` means, whether or not it is still
    expected, and under the key that it had when it was moved.

    Raises:
        UnknownReferenceError: there never was one.
    """
    sought = (reference.obligation or "").casefold()
    for obligation_id, key in states.keys_of(connection, mandate.id).items():
        if key.casefold() == sought:
            return obligation_id
    moved = changes.obligation_once(connection, mandate.id, str(reference))
    if moved is None:
        raise UnknownReferenceError(
            f"nothing was expected as {reference}", f"see 'mandates history {mandate.reference}'"
        )
    return moved


def require_occurrence(connection: Connection, text: str) -> None:
    """Check that what a reference with ``@`` names was ever expected.

    Raises:
        UsageError: it is not a reference. UnknownReferenceError: nothing has it; names the nearest.
    """
    reference = Reference.parse(storable.text(text))
    if reference.obligation is not None:
        find_occurrence(connection, _mandate(connection, reference).mandate, reference)


def suggest_reference(connection: Connection, text: str, *, limit: int = 3) -> list[str]:
    """Return the references in the register that are most similar to `text`, best first; [] if none is similar."""
    head, _, tail = text.partition("#")
    symbols = _near_symbols(connection, head, limit)
    if not tail:
        return symbols[:limit]
    resolutions = texts.resolutions_of(connection, symbols)
    references = [
        mandate.reference
        for symbol in sorted(resolutions)
        for mandate in texts.mandates_of(connection, resolutions[symbol].id)
        if not mandate.reference.startswith("~")
    ]
    sought = f"{symbols[0] if symbols else head}#{''.join(tail.partition('@')[0].split())}"
    return _nearest(sought, references, limit)


def require_resolutions(connection: Connection, symbols: Iterable[str]) -> None:
    """Check that the register has these resolutions, or once had them: a past day may be asked about.

    Raises:
        UnknownReferenceError: it never had one of them; names the nearest.
    """
    wanted = list(dict.fromkeys(symbols))
    known = texts.resolutions_of(connection, wanted)
    for symbol in wanted:
        if symbol not in known:
            raise not_held(connection, symbol)


def not_held(connection: Connection, symbol: str) -> UnknownReferenceError:
    """Return the error that the register does not have a resolution; it names the nearest."""
    near = suggest_reference(connection, symbol, limit=1)
    return UnknownReferenceError(
        f"{symbol} is not in the register", f"did you mean {near[0]}" if near else "see 'mandates resolutions'"
    )


def _mandate(connection: Connection, parsed: Reference) -> Located:
    reference = str(parsed.mandate)
    exact = texts.mandate_by_reference(connection, reference)
    if exact is not None:
        return Located(exact)
    former = texts.mandate_formerly(connection, reference)
    if former is not None and former.in_text:
        return Located(former, reference)
    resolution = texts.resolutions_of(connection, [str(parsed.symbol)]).get(str(parsed.symbol))
    mandates = texts.mandates_of(connection, resolution.id) if resolution else []
    for row in mandates:
        if row.reference.casefold() == reference.casefold():
            return Located(row)
    if former is not None:
        return Located(former, reference)
    if resolution is not None and resolution.held:
        labels = {"".join((row.label or "").split()) for row in texts.paragraphs_of(connection, resolution.reading_id)}
        if parsed.label in labels and parsed.ordinal == 1:
            raise UnknownReferenceError(
                f"no mandate was read in paragraph {parsed.label} of {parsed.symbol}",
                f"enter one with: mandates add '{reference}' --verb VERB --owner NAME --due WHEN",
            )
    near = suggest_reference(connection, reference)
    label = reference.partition("#")[2]
    missing = f"{parsed.symbol} has no #{label}" if mandates else f"{reference} is not in the register"
    raise UnknownReferenceError(missing, f"did you mean {near[0]}" if near else "see 'mandates list'")


def _options(rows: Sequence[ListedRow]) -> str:
    names = [row.reference for row in rows[:_LISTED]]
    more = f" and {len(rows) - _LISTED} more" if len(rows) > _LISTED else ""
    return f"name one of {', '.join(names)}{more}"


def _near_symbols(connection: Connection, text: str, limit: int) -> list[str]:
    try:
        symbol = str(Symbol.parse(text))
    except UsageError:
        symbol = text.strip()
    if texts.resolutions_of(connection, [symbol]):
        return [symbol]
    # first those of the same session; a register may hold a hundred thousand symbols
    stem = symbol.rpartition("/")[0]
    near = _nearest(symbol, texts.near_symbols(connection, stem), limit) if stem else []
    return near or _nearest(symbol, texts.near_symbols(connection, ""), limit)


def _nearest(text: str, candidates: Sequence[str], limit: int) -> list[str]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only after a mistake

    return [match[0] for match in process.extract(text, candidates, scorer=fuzz.ratio, limit=limit, score_cutoff=75)]
