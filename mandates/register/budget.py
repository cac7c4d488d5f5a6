"""The budget's list of mandates: which programme of which entity cites a resolution, and who leads on it by that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mandates.domain.commands import Assign
from mandates.register import track
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import budget, decisions, locks, texts
from mandates.store.budget import BudgetLine
from mandates.store.decisions import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The result of `take`: counts of lines, cited texts, texts held and leads set, and the change that set them."""

    lines: int
    cited: int
    held: int
    leads: int = 0
    change: int | None = None


def take(work: UnitOfWork, lines: Sequence[BudgetLine], *, leads: bool) -> Taken:
    """Store the lines of budget documents, in place of the earlier lines of these documents.

    With `leads`, an entity that alone cites a resolution becomes the lead of those of its mandates that have none.
    """
    budget.replace(work.connection, lines)
    symbols = sorted({line.symbol for line in lines})
    held = {symbol: row for symbol, row in texts.resolutions_of(work.connection, symbols).items() if row.held}
    taken = Taken(lines=len(lines), cited=len(symbols), held=len(held))
    if not leads or not held:
        return taken
    locks.many(work.connection)
    by_lead: dict[str, list[str]] = defaultdict(list)
    for symbol, citing in budget.of_symbols(work.connection, held).items():
        entities = {line.entity for line in citing}
        if len(entities) == 1:
            by_lead[entities.pop()] += _without_lead(work, held[symbol].id)
    for lead, references in by_lead.items():
        if references:
            track.apply(
                work, Assign(lead=lead, reason="cited in the budget"), track.Named(references=tuple(references))
            )
    count = sum(map(len, by_lead.values()))
    return Taken(lines=taken.lines, cited=taken.cited, held=taken.held, leads=count, change=work.change_id)


def _without_lead(work: UnitOfWork, resolution_id: int) -> list[str]:
    """Return the references of the mandates of a resolution that have no lead."""
    mandates = [mandate for mandate in texts.mandates_of(work.connection, resolution_id) if mandate.in_text]
    decided = decisions.of_mandates(work.connection, [mandate.id for mandate in mandates])
    return [mandate.reference for mandate in mandates if not decided.get(Subject(mandate.id), {}).get("lead")]
