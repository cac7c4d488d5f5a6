"""How the database finds the rows of each answer, in its own words, and whether it reads a whole table for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, select

from mandates.register import queries
from mandates.register.engine import open_register
from mandates.register.tables import obligation
from mandates.register.views import Filters
from mandates.register.work import references

#: Reading these as a whole is what must not happen. The others hold a row, or one for each owner.
_LARGE = (
    "resolution",
    "paragraph",
    "mandate",
    "obligation",
    "obligation_owner",
    "decision",
    "evidence",
    "event",
    "batch",
)

_LIMIT = 50

_COUNTED = 10_000

Statement = tuple[str, Any]


def show(url: str, as_of: dt.date, number: str) -> bool:
    """Print the plans of the answers that are timed; return whether all go by indexes."""
    sound = True
    with open_register(url) as register, register.session() as session:
        some = session.execute(select(obligation.c.reference).limit(1)).scalar_one()
        answers: dict[str, Callable[[], object]] = {
            "list": lambda: _rows(session, as_of, settled=False),
            "list --owner": lambda: _rows(session, as_of, settled=False, owner="Human Rights"),
            "list --all --sort symbol": lambda: _rows(session, as_of, sort="symbol"),
            "overdue": lambda: _rows(session, as_of, overdue=True),
            "list --search": lambda: _rows(session, as_of, settled=False, search="climate change"),
            "list --search (counting)": lambda: _count(session, as_of, settled=False, search="climate change"),
            f"summary --session {number}": lambda: queries.summary(
                session, "General Assembly", number, as_of, limit=_LIMIT
            ),
            "report REF (finding it)": lambda: references.find_obligation(session, some),
        }
        print(f"\n{register.dialect}: query plans")
        for name, answer in answers.items():
            with _listened() as statements:
                answer()
            print(f"\n{name}")
            for statement in dict.fromkeys((words, repr(values)) for words, values in statements):
                values = next(values for words, values in statements if (words, repr(values)) == statement)
                lines = list(_plan(session, statement[0], values))
                whole = [line for line in lines if _reads_whole(line)]
                sound = sound and not whole
                for line in lines:
                    print(f"    {line}{'   <-- reads the whole table' if line in whole else ''}")
    return sound


def _rows(session: Connection, as_of: dt.date, **filters: Any) -> object:
    return queries.list_obligations(session, Filters(limit=_LIMIT, **filters), as_of)


def _count(session: Connection, as_of: dt.date, **filters: Any) -> object:
    return queries.count_obligations(session, Filters(**filters), as_of, at_most=_COUNTED)


@contextmanager
def _listened() -> Iterator[list[Statement]]:
    """Collect the statements that are run meanwhile."""
    heard: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            heard.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def _plan(session: Connection, statement: str, values: Any) -> Iterator[str]:
    """Yield the steps of the plan that name a table or an index, or sort."""
    if session.dialect.name == "sqlite":
        for row in session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
            yield str(row[3])
        return
    for (line,) in session.exec_driver_sql(f"EXPLAIN {statement}", values):
        if re.search(r"(Scan|Sort|Index Cond|Recheck Cond)\b", line):
            yield str(line).strip().removeprefix("->").strip()


def _reads_whole(line: str) -> bool:
    found = re.match(r"SCAN (\w+)(?! USING)|Seq Scan on (\w+)", line)
    return found is not None and (found[1] or found[2]) in _LARGE
