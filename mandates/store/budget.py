"""Programmes of the budget that cite texts as their mandates, whether the register holds these or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select

from mandates.store import storable
from mandates.store.inserting import insert_rows
from mandates.store.rows import chunks, fetch
from mandates.store.tables import budget_line, resolution


class BudgetLine(NamedTuple):
    """A citation of a text by a programme: the entity, the place in the budget, and the budget document."""

    symbol: str
    entity: str
    section: str | None
    section_title: str | None
    programme: str | None
    programme_title: str | None
    subprogramme: str | None
    subprogramme_title: str | None
    document: str


_LINES = select(*(budget_line.c[name] for name in BudgetLine._fields))


def replace(connection: Connection, lines: Sequence[BudgetLine]) -> None:
    """Store lines, replacing all lines of the same documents."""
    for batch in chunks(sorted({line.document for line in lines})):
        connection.execute(delete(budget_line).where(budget_line.c.document.in_(batch)))
    insert_rows(connection, budget_line, [storable.data(line._asdict()) for line in lines])


def of_symbols(connection: Connection, symbols: Iterable[str]) -> dict[str, list[BudgetLine]]:
    """Return the lines that cite these texts, by the symbols of the texts."""
    by_symbol: dict[str, list[BudgetLine]] = defaultdict(list)
    if connection.execute(select(budget_line.c.id).limit(1)).first() is None:
        return by_symbol
    for batch in chunks(sorted(set(symbols))):
        for line in fetch(
            connection, BudgetLine, _LINES.where(budget_line.c.symbol.in_(batch)).order_by(budget_line.c.id)
        ):
            by_symbol[line.symbol].append(line)
    return by_symbol


def citing(entities: Sequence[str], programmes: Sequence[str]) -> list[ColumnElement[bool]]:
    """Return a condition on resolutions for each of the two criteria that is set: a part of the name of the entity that
    cites them; the number of the citing programme, or a part of its title.
    """
    conditions = []
    if entities:
        conditions.append(_cited(or_(*(_has(budget_line.c.entity, name) for name in entities))))
    if programmes:
        named = [
            or_(budget_line.c.programme == programme, _has(budget_line.c.programme_title, programme))
            for programme in programmes
        ]
        conditions.append(_cited(or_(*named)))
    return conditions


def _cited(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return resolution.c.symbol.in_(select(budget_line.c.symbol).where(condition))


def _has(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    return func.lower(column).contains(words.lower(), autoescape=True)
