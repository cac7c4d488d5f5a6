"""What printing a long list costs, with our fitted tables and with rich's, in one run.

python -m benchmarks.tables [--rows N]
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from mandates.domain.status import State, Status
from mandates.rendering.formats import Screen, writer
from mandates.rendering.obligations import Obligations, screen_grid
from mandates.schema.items import DueRow, ObligationRow

_WIDTH = 120


def rows(number: int) -> list[ObligationRow]:
    """Return obligations of ordinary length."""
    due = DueRow(
        kind="session",
        phrase="at its seventy-third session",
        body="General Assembly",
        session=73,
        due_on=dt.date(2019, 9, 16),
    )
    clause = (
        "Requests the Secretary-General to submit to the General Assembly at its seventy-third session a report on the "
        "implementation of the present resolution"
    )
    return [
        ObligationRow(
            id=n,
            mandate_id=n,
            resolution_id=n,
            reference=f"A/RES/71/{n}#8",
            mandate=f"A/RES/71/{n}#8",
            symbol=f"A/RES/71/{n}",
            label="8",
            verb="request",
            owners=("Secretary-General",),
            deliverable="report",
            status=Status.PENDING,
            state=State.OVERDUE,
            days_late=76,
            due=due,
            clause=clause,
        )
        for n in range(number)
    ]


def ours(found: list[ObligationRow]) -> None:
    """Print with our tables."""
    writer("table")(Obligations(found), io.StringIO(), Screen(_WIDTH))


def rich(found: list[ObligationRow]) -> None:
    """Print the same cells with rich's tables."""
    grid = screen_grid(found)
    table = Table(*(column.title for column in grid.columns))
    for row in grid.rows:
        table.add_row(*(str(value) for value in row))
    Console(file=io.StringIO(), width=_WIDTH).print(table)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1000)
    found = rows(parser.parse_args().rows)
    ways: dict[str, Callable[[list[ObligationRow]], None]] = {"ours": ours, "rich": rich}
    for name, way in ways.items():
        start = time.process_time()
        way(found)
        taken = time.process_time() - start
        print(f"{name}: {taken * 1e6 / len(found):.0f} microseconds a row")


if __name__ == "__main__":
    main()
