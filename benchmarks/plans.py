"""How the database finds the rows of each answer, in its own words, and whether it reads a whole table for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, select

from mandates.domain.commands import Report
from mandates.domain.filters import Filters
from mandates.domain.lifecycle import OPEN
from mandates.register import cycles, lists, summaries, track
from mandates.register.track import Named
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import tables
from mandates.store.engine import open_register
from mandates.store.tables import obligation_state, resolution

#: No table may be read as a whole, except those that are small in any register.
_SMALL = ("register", "person", "body", "session", "entity")
_LARGE = frozenset(tables.metadata.tables) - frozenset(_SMALL)

_LIMIT = 50

_COUNTED = 10_000

Statement = tuple[str, Any]


def show(url: str, as_of: dt.date, number: str) -> bool:
    """Print the query plans of the timed answers; return whether all of them use indexes."""
    all_indexed = True
    with open_register(url, writing=True) as register, register.transaction() as connection:
        print(f"\n{register.dialect}: query plans")
        for name, answer in _answers(connection, as_of, number).items():
            with _listened() as statements:
                answer()
            print(f"\n{name}")
            for statement in dict.fromkeys((text, repr(values)) for text, values in statements):
                values = next(values for text, values in statements if (text, repr(values)) == statement)
                lines = list(_plan(connection, statement[0], values))
                full_scans = [line for line in lines if _reads_whole(line)]
                all_indexed = all_indexed and not full_scans
                for line in lines:
                    print(f"    {line}{'   <-- reads the whole table' if line in full_scans else ''}")
        connection.rollback()  # undo the trial report
    return all_indexed


def _answers(connection: Connection, today: dt.date, number: str) -> dict[str, Callable[[], object]]:
    """Return functions that query each answer, by name, as of today and as of a year before."""
    state = obligation_state.c
    open_ = (state.lifecycle == OPEN) & (state.ended_in == tables.ONGOING) & state.series.is_(None)
    reference = connection.execute(select(state.reference).where(open_, state.since <= today).limit(1)).scalar_one()
    symbol = connection.execute(select(resolution.c.symbol).limit(1)).scalar_one()
    answers: dict[str, Callable[[], object]] = {}
    for day, when in ((today, ""), (today - dt.timedelta(days=365), ", a year ago")):

        def rows(day: dt.date = day, **filters: Any) -> Callable[[], object]:
            return lambda: lists.list_obligations(connection, Filters(limit=_LIMIT, **filters), day)

        def count(day: dt.date = day, **filters: Any) -> Callable[[], object]:
            return lambda: lists.count_obligations(connection, Filters(**filters), day, at_most=_COUNTED)

        def summary(day: dt.date = day) -> object:
            return summaries.summary(connection, "General Assembly", number, day, limit=_LIMIT)

        def coming(day: dt.date = day) -> object:
            return summaries.coming(connection, "General Assembly", number, day)

        def cycled(day: dt.date = day) -> object:
            return cycles.cycles(connection, Filters(resolutions=(symbol,), sort="symbol"), day)

        answers |= {
            f"list{when}": rows(settled=False),
            f"list (counting){when}": count(settled=False),
            f"list --owner{when}": rows(settled=False, owners=("Human Rights",)),
            f"list --all --sort symbol{when}": rows(sort="symbol"),
            f"overdue{when}": rows(overdue=True),
            f"list --search{when}": rows(settled=False, search="climate change"),
            f"list --search (counting){when}": count(settled=False, search="climate change"),
            f"summary --session {number}{when}": summary,
            f"summary (sessions to come){when}": coming,
            f"cycles --resolution{when}": cycled,
        }
    moment = dt.datetime.combine(today, dt.time(12), tzinfo=dt.UTC)
    work = UnitOfWork(connection, actor="amina", at=moment, command="report")
    answers["report REF"] = lambda: track.apply(work, Report(document="A/81/100"), Named(references=(reference,)))
    return answers


@contextmanager
def _listened() -> Iterator[list[Statement]]:
    """Collect the SELECT statements that are run inside the block."""
    statements: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def _plan(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    """Yield the steps of the plan that name a table or an index, or sort."""
    if connection.dialect.name == "sqlite":
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
            yield str(row[3])
        return
    for (line,) in connection.exec_driver_sql(f"EXPLAIN {statement}", values):
        if re.search(r"(Scan|Sort|Index Cond|Recheck Cond)\b", line):
            yield str(line).strip().removeprefix("->").strip()


def _reads_whole(line: str) -> bool:
    match = re.match(r"SCAN (\w+)(?! USING)|Seq Scan on (\w+)", line)
    return match is not None and (match[1] or match[2]) in _LARGE
