"""`mandates forecast` and `mandates cycles`: what is coming, and what comes again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import click

from mandates.cli.console import FILE_FORMATS, Console
from mandates.cli.options import TEXT_FORMATS, as_of_option, filter_options, output_options, register_option
from mandates.cli.types import number
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.filters import Filters

#: The default number of months that a forecast covers.
_DEFAULT_MONTHS = 12


@click.command("forecast")
@click.option("--months", type=number(1, 240), metavar="N", help="Number of months ahead, at most 240.  [default: 12]")
@click.option(
    "--sessions",
    "session_count",
    type=number(1, 40),
    metavar="N",
    help="Number of sessions of --body ahead, at most 40.",
)
@click.option(
    "--by",
    type=click.Choice(["committee", "owner", "lead", "month"]),
    help="Group by this instead of by session, or month for dates.",
)
@filter_options(without=("overdue", "undated", "since", "until", "changed_since"), order=False)
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html", *FILE_FORMATS)
def command_forecast(
    *,
    months: int | None,
    session_count: int | None,
    by: str | None,
    filters: Filters,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Show what falls due over the coming sessions or months.

    By session of each body, with the days on which documents are to be submitted and issued; by month for items with a
    due date, as with the Security Council; and the number of items of each owner. --by groups differently; an item with
    two owners is counted for both.

    \b
    Examples:
      mandates forecast
      mandates forecast --view mine --by committee
      mandates forecast --body SC --months 6
      mandates forecast --body GA --sessions 2 --format xlsx --output forecast.xlsx
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import named  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.lists import list_obligations  # noqa: PLC0415 -- the same
    from mandates.rendering.forecast import Forecast  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if months is not None and session_count is not None:
        raise UsageError("both --months and --sessions are given", "give one of them")
    if session_count and len(filters.bodies) > 1:
        raise UsageError(
            "--sessions counts the sessions of one body, and several bodies are named",
            "name one --body, or use --months",
        )
    body = filters.bodies[0] if filters.bodies else "General Assembly"
    until = _after_sessions(body, as_of, session_count) if session_count else _after(as_of, months)
    filters = dataclasses.replace(filters, settled=False, since=as_of, until=until, through=until, sort="due")
    with open_register(database) as register, register.transaction() as connection:
        named.require(connection, filters)
        rows = list_obligations(connection, filters, as_of)
    console.answer(Forecast(rows, as_of, until, by))


@click.command("cycles")
@filter_options(without=("statuses", "overdue", "undated", "since", "until", "changed_since"), order=False)
@click.option("--since", type=number(1946, 2200), metavar="YEAR", help="Only from resolutions of this year or later.")
@click.option("--ended", is_flag=True, help="Also show what has ended, at the end.")
@click.option("--all", "-a", "everything", is_flag=True, help="Include settled items.")
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html", *FILE_FORMATS)
def command_cycles(
    *,
    filters: Filters,
    since: int | None,
    ended: bool,
    everything: bool,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Show reporting and mandate cycles: situation, what, cycle with the next date, legal basis.

    Everything that a body (by default the Security Council) requested with a date, an end or a recurrence, by
    situation, like the tables of the Security Council's secretariat: reports and briefings at intervals, mandates and
    sanctions until a date. Resolutions of the Council have no title; the situation is the one that the text names most.

    What has ended is left out: past dates, and cycles whose mandate has ended or that a later resolution in the
    register ended or replaced. --ended shows it, with the paragraph that ended it.

    \b
    Examples:
      mandates cycles --since 2015
      mandates cycles --search Libya --format md
      mandates cycles --resolution "2636 (2022)" --ended
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.status import State  # noqa: PLC0415 -- the same
    from mandates.register import named  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.cycles import cycles  # noqa: PLC0415 -- the same
    from mandates.rendering.cycles import Cycles  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    filters = dataclasses.replace(
        filters,
        bodies=filters.bodies or ("Security Council",),
        states=() if everything else tuple(state for state in State if state is not State.SETTLED),
        every=True,
        sort="symbol",
    )
    with open_register(database) as register, register.transaction() as connection:
        named.require(connection, filters)
        rows = cycles(connection, filters, as_of)
    recent_rows = [
        row for row in rows if since is None or (row.adopted_on is not None and row.adopted_on.year >= since)
    ]
    console.answer(Cycles(recent_rows, as_of, ended=ended))


def _after(date: dt.date, months: int | None) -> dt.date:
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 -- `--help` is to be quick

    return date + relativedelta(months=months or _DEFAULT_MONTHS)


def _after_sessions(body: str, as_of: dt.date, number: int) -> dt.date:
    """Return the closing date of the `number`-th session, counted from the current one.

    Raises:
        UsageError: the dates of so many sessions are not known.
    """
    from mandates.reference import calendar  # noqa: PLC0415 -- `--help` is to be quick

    session = calendar.session_at(body, as_of)
    for _ in range(number - 1):
        session = calendar.next_session(body, session.session) if session else None
    if session is None or session.closes_on is None:
        raise UsageError(f"the dates of {number} sessions of the {body} are not known", "use --months")
    return session.closes_on
