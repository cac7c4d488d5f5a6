"""`mandates summary`: one session of a body on a page."""

from __future__ import annotations

import datetime as dt

import click

from mandates.cli.console import FILE_FORMATS, Console
from mandates.cli.options import TEXT_FORMATS, as_of_option, output_options, register_option
from mandates.cli.types import BODY, POSITIVE, SESSION
from mandates.domain.errors import UsageError


@click.command("summary")
@click.option("--session", "number", type=SESSION, metavar="N", help="The session.  [default: the one at that date]")
@click.option("--body", type=BODY, default="GA", metavar="BODY", help="The body.  [default: General Assembly]")
@click.option("--brief", is_flag=True, help="Counts only, not the items themselves.")
@click.option("--limit", type=POSITIVE, metavar="N", help="At most so many items in each part.")
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html", *FILE_FORMATS)
def command_summary(
    *,
    number: str | None,
    body: str,
    brief: bool,
    limit: int | None,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Summarise one session of a body.

    What fell due then (done, open, late by how many days), what the session newly asked for, what was carried over
    from earlier, and the load by owner, deliverable and status. As html it is a page to mail or print, with charts.

    \b
    Examples:
      mandates summary --session 73
      mandates summary --session 55 --body HRC --as-of 2024-06-01
      mandates summary --session 73 --format html --output ga73.html
      mandates summary --session 73 --format xlsx --output ga73.xlsx
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.reference import calendar  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import summaries  # noqa: PLC0415 -- the same
    from mandates.rendering.summary import Summary  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if number is None:
        current = calendar.session_at(body, as_of)
        if current is None:
            raise UsageError(f"no session of the {body} is known for {as_of}", "name one with --session")
        number = str(current.session)
    with open_register(database) as register, register.transaction() as connection:
        found = summaries.summary(connection, body, number, as_of, limit=limit)
        coming = summaries.coming(connection, body, number, as_of)
    console.answer(Summary(found, coming=coming, items=not brief))
