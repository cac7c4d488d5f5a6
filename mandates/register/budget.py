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
    """What was taken over: lines, texts that they cite, how many of these are held; and the change that set leads."""

    lines: int
    cited: int
    held: int
    leads: int = 0
    change: int | None = None


def take(work: UnitOfWork, lines: Sequence[BudgetLine], *, leads: bool) -> Taken:
    """Keep the lines of budget documents in place of what these said before.

    With `leads` the mandates of a resolution that one entity alone cites get it as their lead, unless they have one.
    """
    budget.replace(work.connection, lines)
    symbols = sorted({one.symbol for one in lines})
    held = {symbol: one for symbol, one in texts.resolutions_of(work.connection, symbols).items() if one.held}
    taken = Taken(lines=len(lines), cited=len(symbols), held=len(held))
    if not leads or not held:
        return taken
    locks.many(work.connection)
    by_lead: dict[str, list[str]] = defaultdict(list)
    for symbol, citing in budget.of_symbols(work.connection, held).items():
        entities = {one.entity for one in citing}
        if len(entities) == 1:
            by_lead[entities.pop()] += _without_lead(work, held[symbol].id)
    for lead, references in by_lead.items():
        if references:
            track.apply(
                work, Assign(lead=lead, reason="cited in the budget"), track.Named(references=tuple(references))
            )
    number = sum(map(len, by_lead.values()))
    return Taken(lines=taken.lines, cited=taken.cited, held=taken.held, leads=number, change=work.change_id)


def _without_lead(work: UnitOfWork, resolution_id: int) -> list[str]:
    """Return the references of the mandates of a resolution that nobody leads on."""
    mandates = [one for one in texts.mandates_of(work.connection, resolution_id) if one.in_text]
    decided = decisions.of_mandates(work.connection, [one.id for one in mandates])
    return [one.reference for one in mandates if not decided.get(Subject(one.id), {}).get("lead")]
