"""`mandates list` and `mandates overdue`: obligations by filters, soonest first."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mandates.cli.console import FILE_FORMATS, Console
from mandates.cli.options import TEXT_FORMATS, as_of_option, filter_options, output_options, register_option

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.filters import Filters
    from mandates.schema.items import ObligationRow

#: The default number of rows on a terminal; a file or a pipe always gets all rows.
SCREENFUL = 100

#: The most items that are counted if not all are shown.
_MOST_COUNTED = 10_000


@click.command("list")
@filter_options()
@click.option("--all", "-a", "everything", is_flag=True, help="Include what is settled or has ended.")
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html", *FILE_FORMATS)
def command_list(filters: Filters, everything: bool, as_of: dt.date, database: str | None, console: Console) -> None:
    """List what is pending, soonest first, overdue on top.

    "!" marks what is overdue, ">" what is due now. Filters combine; a repeated filter means any of its values.

    \b
    Examples:
      mandates list
      mandates list --owner "Secretary-General" --due-session 73
      mandates list --body SC --until 2026-12-31 --deliverable report
      mandates list --resolution 71/12 --all --format csv > 71-12.csv
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    if not (everything or filters.statuses or filters.states or filters.renewed):
        filters = dataclasses.replace(filters, settled=False)
    _list(filters, as_of, database, console, empty="No pending item matches.")


@click.command("overdue")
@filter_options(without=("overdue", "unissued", "undated"))
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html", *FILE_FORMATS)
def command_overdue(filters: Filters, as_of: dt.date, database: str | None, console: Console) -> None:
    """List what is late, longest first: the due date or session is past, and the item is neither settled nor ended.

    Missed occurrences of one recurring request are one row with their number; --every shows each.

    \b
    Examples:
      mandates overdue
      mandates overdue --as-of 2019-12-01
      mandates overdue --owner OHCHR --format json
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.rendering.text import day  # noqa: PLC0415 -- `--help` is to be quick

    filters = dataclasses.replace(filters, overdue=True)
    _list(filters, as_of, database, console, empty=f"Nothing is late as of {day(as_of)}.")


def _list(filters: Filters, as_of: dt.date, database: str | None, console: Console, *, empty: str) -> None:
    from mandates.register import lists, named  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.obligations import Obligations  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    on_screen = console.form == "table" and console.output is None and sys.stdout.isatty()
    if filters.limit is None and on_screen:
        filters = dataclasses.replace(filters, limit=SCREENFUL)
    elif filters.limit == 0:
        filters = dataclasses.replace(filters, limit=None)
    with open_register(database) as register, register.transaction() as connection:
        named.require(connection, filters)
        search = lists.search_of(connection, filters)
        rows = lists.list_obligations(connection, filters, as_of, search=search)
        is_complete = filters.limit is None or len(rows) < filters.limit
        total = (
            len(rows)
            if is_complete
            else lists.count_obligations(connection, filters, as_of, at_most=_MOST_COUNTED + 1, search=search)
        )
        left_out = {} if rows or filters.classes else lists.left_out(connection, filters, as_of)
    console.answer(Obligations(rows, empty=empty))
    if rows:
        console.say(_tally(rows, total))
    if left_out:
        counts = ", ".join(f"{number:,} {name}" for name, number in left_out.items())
        console.say(f"Left out, as they are not mandates and have no date: {counts}. --class shows them.")


def _tally(rows: Sequence[ObligationRow], total: int) -> str:
    """Return a summary of the rows: ``12 items: 3 late, 2 due now, 7 upcoming``."""
    from mandates.domain.status import State  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same

    if total > len(rows):
        total_text = f"more than {_MOST_COUNTED:,}" if total > _MOST_COUNTED else f"{total:,}"
        return f"{len(rows):,} of {total_text} items are shown; --limit 0 shows all."
    states = Counter(row.state for row in rows)
    names = {
        State.OVERDUE: "late",
        State.UNISSUED: "not issued in time",
        State.DUE: "due now",
        State.UPCOMING: "upcoming",
        State.UNDATED: "without a date",
        State.ENDED: "ended",
        State.SETTLED: "settled",
    }
    return f"{count(total, 'item')}: {', '.join(f'{states[s]:,} {name}' for s, name in names.items() if states[s])}."
