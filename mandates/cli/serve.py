"""`mandates serve`: the register in a browser."""

from __future__ import annotations

import importlib

import click

from mandates.cli.console import Console
from mandates.cli.options import actor_option, now, output_options, register_option
from mandates.domain.errors import DatabaseUnavailableError


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port.  [default: a free one]")
@click.option("--browser/--no-browser", default=True, help="Whether to open the pages in a browser.  [default: open]")
@click.option("--read-only", is_flag=True, help="Show the register and change nothing.")
@actor_option
@register_option
@output_options()
def command_serve(
    *, port: int, browser: bool, read_only: bool, actor: str, database: str | None, console: Console
) -> None:
    """Open the register in a browser: lists, items, sessions, review, search, and forms to change them.

    Prints the address, which works once and for this machine alone; it stays until you press Ctrl+C. Where there is no
    register in your data folder yet, an empty one is made.

    \b
    Examples:
      mandates serve
      mandates serve --db register.db --port 8080 --no-browser
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    # The two ends of the program never import each other: the pages are named here, as commands are in `main`.
    pages = importlib.import_module("mandates.web.serve")
    if database is None and not read_only:
        _make_first(console)
    pages.serve(
        database,
        port=port,
        actor=actor,
        clock=now,
        read_only=read_only,
        browser=browser,
        say=click.echo,
    )


def _make_first(console: Console) -> None:
    """Make an empty register in the user's data folder where there is none."""
    from mandates.register import maintenance  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    try:
        open_register(None).close()
    except DatabaseUnavailableError as error:
        if not error.reason.startswith("there is no register"):
            raise
        console.say(f"Made an empty register: {maintenance.create(at=now())}")
