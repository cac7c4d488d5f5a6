"""From what a person types to the mandate or obligation meant, or to the nearest there is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, select

from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.domain.references import Reference
from mandates.domain.symbols import Symbol
from mandates.register.database import storable
from mandates.register.database.rows import Row, fetch, fetch_one
from mandates.register.tables import OPEN, WITHDRAWN, mandate, obligation, resolution
from mandates.register.work.decisions import Subject

#: How many open obligations an error lists.
_LISTED = 8


def find_mandate(session: Connection, text: str) -> Row:
    """Return the row of `mandate` that `text` means, with or without ``@``.

    Raises:
        UsageError: it is no reference.
        UnknownReferenceError: nothing has it; names the nearest.
    """
    return _mandate(session, Reference.parse(storable.text(text)))


def find_obligation(session: Connection, text: str, as_of: dt.date | None = None) -> Row:
    """Return the row of `obligation` that `text` means, with `adopted_on` of its resolution.

    A reference of a mandate as a whole means its only obligation, or the only one that is open. With `as_of`, what is
    not expected yet on that day is passed over.

    Raises:
        UsageError: it is no reference, or means several; lists them.
        UnknownReferenceError: nothing has it; names the nearest.
    """
    wanted = Reference.parse(storable.text(text))
    rows_of = select(obligation, resolution.c.adopted_on).join(
        resolution, resolution.c.id == obligation.c.resolution_id
    )
    exact = fetch_one(session, rows_of.where(obligation.c.reference == str(wanted)))
    if exact is not None and _is_shown(exact, as_of):
        return exact
    of = _mandate(session, wanted)
    rows = fetch(session, rows_of.where(obligation.c.mandate_id == of["id"]).order_by(obligation.c.sort_key))
    if exact is not None and exact["standing"] == WITHDRAWN:
        raise UnknownReferenceError(f"{wanted} was withdrawn with its text", f"see 'mandates history {wanted.mandate}'")
    shown = [row for row in rows if _is_shown(row, as_of)]
    if wanted.obligation is not None:
        key = wanted.obligation.casefold()
        named = [row for row in shown if row["key"].casefold() == key]
        if named:
            return named[0]
        raise UnknownReferenceError(f"nothing is expected as {wanted}", _there_are(shown))
    if len(shown) == 1:
        return shown[0]
    if not shown:
        raise UnknownReferenceError(f"{wanted} was withdrawn", f"see 'mandates history {wanted}'")
    still_open = [row for row in shown if row["standing"] == OPEN]
    if len(still_open) == 1:
        return still_open[0]
    raise UsageError(f"{wanted} stands for several obligations", _there_are(still_open or shown))


def _is_shown(row: Row, as_of: dt.date | None) -> bool:
    return row["standing"] != WITHDRAWN and (as_of is None or row["expected_from"] <= as_of)


def subject_of(row: Row) -> Subject:
    """Return the subject of decisions on an obligation."""
    return Subject(mandate_id=row["mandate_id"], obligation_id=row["id"], reference=row["reference"])


def suggest_reference(session: Connection, text: str, *, limit: int = 3) -> list[str]:
    """Return the references in the register that are nearest to `text`, best first; [] where none is near."""
    head, _, tail = text.partition("#")
    symbols = _near_symbols(session, head, limit)
    of_symbols = select(mandate.c.reference).join(resolution).where(resolution.c.symbol.in_(symbols))
    references = list(session.execute(of_symbols.order_by(mandate.c.reference)).scalars())
    if not tail:
        return symbols[:limit]
    wanted = f"{symbols[0] if symbols else head}#{''.join(tail.partition('@')[0].split())}"
    return _nearest(wanted, references, limit)


def _mandate(session: Connection, wanted: Reference) -> Row:
    whole = wanted.mandate
    exact = fetch_one(session, select(mandate).where(mandate.c.reference == str(whole)))
    if exact is not None:
        return exact
    of_symbol = select(mandate).join(resolution).where(resolution.c.symbol == str(wanted.symbol))
    rows = fetch(session, of_symbol)
    for row in rows:
        if row["reference"].casefold() == str(whole).casefold():
            return row
    near = suggest_reference(session, str(whole))
    known = session.execute(select(resolution.c.id).where(resolution.c.symbol == str(wanted.symbol))).first()
    missing = (
        f"{whole} is not in the register" if known is None or not rows else f"{wanted.symbol} has no #{_label(whole)}"
    )
    raise UnknownReferenceError(missing, f"did you mean {near[0]}?".rstrip("?") if near else "see 'mandates list'")


def _label(reference: Reference) -> str:
    return str(reference).partition("#")[2]


def _there_are(rows: Sequence[Row]) -> str:
    names = [row["reference"] for row in rows[:_LISTED]]
    more = f" and {len(rows) - _LISTED} more" if len(rows) > _LISTED else ""
    return f"name one of {', '.join(names)}{more}" if names else "see 'mandates show'"


def _near_symbols(session: Connection, text: str, limit: int) -> list[str]:
    try:
        wanted = str(Symbol.parse(text))
    except UsageError:
        wanted = text.strip()
    if session.execute(select(resolution.c.id).where(resolution.c.symbol == wanted)).first():
        return [wanted]
    # first those of the same session; a register may hold a hundred thousand symbols
    stem = wanted.rpartition("/")[0]
    near: list[str] = []
    if stem:
        same = select(resolution.c.symbol).where(resolution.c.symbol.startswith(f"{stem}/", autoescape=True))
        near = _nearest(wanted, list(session.execute(same).scalars()), limit)
    return near or _nearest(wanted, list(session.execute(select(resolution.c.symbol)).scalars()), limit)


def _nearest(wanted: str, known: Sequence[str], limit: int) -> list[str]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only after a mistake

    return [match[0] for match in process.extract(wanted, known, scorer=fuzz.ratio, limit=limit, score_cutoff=75)]
