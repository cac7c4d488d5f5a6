"""`mandates summary`: one session of a body, or several side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mandates.cli.console import FILE_FORMATS, Console
from mandates.cli.options import TEXT_FORMATS, as_of_option, filter_options, output_options, register_option
from mandates.cli.types import BODY, POSITIVE, SESSION, SESSIONS
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.filters import Filters

#: The filters that the commands here have as options of their own.
_OWN_OPTIONS = ("bodies", "sessions", "due_sessions", "adopted_sessions")

_body_option = click.option(
    "--body", type=BODY, default="GA", metavar="BODY", help="The body.  [default: General Assembly]"
)


@click.command("summary")
@click.option("--session", "number", type=SESSION, metavar="N", help="The session.  [default: the current one]")
@click.option("--sessions", "numbers", type=SESSIONS, metavar="A-B", help="Several sessions: 76-81 or 76,81.")
@_body_option
@click.option("--full", is_flag=True, help="All groups and all items, even if they do not fit the screen.")
@click.option("--brief", is_flag=True, help="All groups, without items.")
@click.option("--limit", type=POSITIVE, metavar="N", help="At most N items in each part of --full.")
@filter_options(without=_OWN_OPTIONS, order=False)
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html", *FILE_FORMATS)
def command_summary(
    *,
    number: str | None,
    numbers: tuple[str, ...] | None,
    body: str,
    full: bool,
    brief: bool,
    limit: int | None,
    filters: Filters,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Summarize one session of a body, or several.

    Shows what is due at the session (done, open, late, ended), what the session newly requested, and what was carried
    over from earlier; by committee and by owner; and the ten most pressing items. --full gives every group and item, as
    files always do. As html it is a page to mail or print, with charts.

    With --sessions: what each of them requested, and what became of what was due, in one table and a chart.

    \b
    Examples:
      mandates summary --session 81
      mandates summary --session 81 --committee Second --full
      mandates summary --session 55 --body HRC --as-of 2024-06-01
      mandates summary --sessions 76-81 --deliverable report
      mandates summary --session 73 --format html --output ga73.html
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.reference import calendar  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import named, summaries  # noqa: PLC0415 -- the same
    from mandates.rendering.summary import Summary  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if numbers is not None:
        if number is not None:
            raise UsageError("both --session and --sessions are given", "give one of them")
        _compare(body, numbers, filters, as_of, database=database, console=console, full=full)
        return
    if number is None:
        current = calendar.session_at(body, as_of)
        if current is None:
            raise UsageError(f"no session of the {body} is known for {as_of}", "name one with --session")
        number = str(current.session)
    one_screen = console.form == "table" and not (full or brief)
    chosen_filters = _filters_or_none(filters)
    with open_register(database) as register, register.transaction() as connection:
        named.require(connection, filters)
        items = not brief and not one_screen
        summary = summaries.summary(connection, body, number, as_of, limit=limit, filters=chosen_filters, items=items)
        coming = () if one_screen else summaries.coming(connection, body, number, as_of, filters=chosen_filters)
    console.answer(Summary(summary, coming=coming, items=not brief, one_screen=one_screen))
    if one_screen:
        console.say("--full shows every group and every item.")


@click.command("compare-sessions")
@click.argument("first", type=SESSION, metavar="A")
@click.argument("second", type=SESSION, metavar="B")
@_body_option
@click.option("--full", is_flag=True, help="All groups, not only the largest.")
@filter_options(without=_OWN_OPTIONS, order=False)
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html", *FILE_FORMATS)
def command_compare_sessions(
    *,
    first: str,
    second: str,
    body: str,
    full: bool,
    filters: Filters,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Compare two sessions of a body: what each requested, and what became of what was due.

    Like `summary --sessions` for two sessions, with the difference between them.

    \b
    Examples:
      mandates compare-sessions 79 80
      mandates compare-sessions 79 80 --committee Third --format html --output third.html
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    if first == second:
        raise UsageError(f"session {first} is given twice", "give two different sessions")
    _compare(body, (first, second), filters, as_of, database=database, console=console, full=full)


def _compare(
    body: str,
    numbers: Sequence[str],
    filters: Filters,
    as_of: dt.date,
    *,
    database: str | None,
    console: Console,
    full: bool,
) -> None:
    """Answer with a comparison of sessions."""
    from mandates.register import named, summaries  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.sessions_compared import BurdenAnswer  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        named.require(connection, filters)
        burden = summaries.burden(connection, body, numbers, as_of, filters=_filters_or_none(filters))
    console.answer(BurdenAnswer(burden, whole=full or console.form != "table"))


def _filters_or_none(filters: Filters) -> Filters | None:
    """Return filters, or None if they select everything."""
    from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick

    return None if filters == Filters() else filters
