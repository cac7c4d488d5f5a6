"""`mandates import --registry`: the budget's list of mandates, as the registry of mandates publishes it in CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandates.cli.console import Console
from mandates.cli.marks import rows_of
from mandates.cli.options import now, today
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.store.budget import BudgetLine

#: Columns of the file that name the same thing, the better one first.
_SYMBOLS = ("full document symbol", "symbol")
_ENTITIES = ("entity-long", "entity")
_DOCUMENTS = ("origin document", "file")


def take(file: str, *, leads: bool, dry_run: bool, actor: str, database: str | None, console: Console) -> None:
    """Take over a list of mandates.

    Raises:
        InputError: the file cannot be read. UsageError: it is not a list of mandates.
    """
    from mandates.register import budget  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    lines, unread = _lines(file, console)
    with (
        open_register(database, writing=True) as register,
        working(register, actor=actor, at=now(), command="import", today=today()) as work,
    ):
        taken = budget.take(work, lines, leads=leads)
        if dry_run:
            work.connection.rollback()
    console.say(
        f"{count(taken.lines, 'line')}, citing {count(taken.cited, 'resolution')}; "
        f"{taken.held:,} of these are in the register."
    )
    if unread:
        console.say(f"{count(unread, 'line')} without a known symbol; -v lists them.")
    if dry_run:
        would = f"{count(taken.leads, 'mandate')} would get a lead; nothing" if leads else "Nothing"
        console.say(f"{would} was changed.")
    elif taken.leads:
        console.say(f"{count(taken.leads, 'mandate')} got a lead. Take it back with: mandates undo {taken.change}")


def _lines(file: str, console: Console) -> tuple[list[BudgetLine], int]:
    """Return the lines of a file, and the number of lines without a known symbol."""
    from mandates.domain.symbols import Symbol  # noqa: PLC0415 -- patterns are compiled on import
    from mandates.register.parties import own_name  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.budget import BudgetLine  # noqa: PLC0415 -- the same

    lines: dict[BudgetLine, None] = {}
    unread = 0
    for place, row in rows_of(file, needed=("entity",)):
        symbol_text = _first(row, _SYMBOLS)
        entity = _first(row, _ENTITIES)
        if not symbol_text or not entity:
            continue
        try:
            symbol = str(Symbol.parse(symbol_text))
        except UsageError:
            unread += 1
            console.say(f"{place}: '{symbol_text}' is not a known symbol.", least=1)
            continue
        short_name = _cell(row, "entity")
        own = own_name(short_name)
        lines[
            BudgetLine(
                symbol=symbol,
                entity=own if own != short_name else entity,
                section=_cell(row, "section") or None,
                section_title=_cell(row, "section title") or None,
                programme=_cell(row, "programme") or None,
                programme_title=_cell(row, "programme title") or None,
                subprogramme=_cell(row, "subprogramme") or None,
                subprogramme_title=_cell(row, "subprogramme title") or None,
                document=_first(row, _DOCUMENTS) or "budget",
            )
        ] = None
    if not lines:
        raise UsageError(f"{file} cites no resolution", "its first row must have the columns Symbol and Entity")
    return list(lines), unread


def _first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((cell for name in names if (cell := _cell(row, name))), "")


def _cell(row: dict[str, str], name: str) -> str:
    """Return the content of a cell on one line."""
    return " ".join(row.get(name, "").split())
