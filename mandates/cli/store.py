"""`mandates init` and `mandates db`: creating and maintaining a register."""

from __future__ import annotations

import sys

import click

from mandates.cli.console import Console
from mandates.cli.options import TEXT_FORMATS, actor_option, dry_run_option, now, output_options, register_option

_EXIT_PROBLEMS = 1


@click.command("init")
@register_option
@output_options()
def command_init(database: str | None, console: Console) -> None:
    """Make an empty register.

    \b
    Examples:
      mandates init
      mandates init --db team.sqlite
      mandates init --db postgresql://user@host/database
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import maintenance  # noqa: PLC0415 -- `--help` is to be quick

    place = maintenance.create(database, at=now())
    console.say(f"Made an empty register at {place}. Read resolutions into it with 'mandates ingest FOLDER'.")


@click.group("db")
def command_db() -> None:
    """Upgrade, back up or check the register."""


@command_db.command("upgrade")
@register_option
@output_options()
def upgrade(database: str | None, console: Console) -> None:
    """Upgrade the register to the revision of this program; a SQLite file is copied first."""
    from mandates.register import maintenance  # noqa: PLC0415 -- `--help` is to be quick

    steps = maintenance.upgrade(database, at=now())
    if steps:
        console.say(f"Upgraded to revision {steps[-1]} in {len(steps)} {'step' if len(steps) == 1 else 'steps'}.")
    else:
        console.say("The register is up to date.")


@command_db.command("current")
@register_option
@output_options()
def current(database: str | None, console: Console) -> None:
    """Print the revision of the register."""
    from mandates.register import maintenance  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store import revision  # noqa: PLC0415 -- the same

    current_revision = maintenance.current(database)
    click.echo(current_revision)
    if current_revision != revision.HEAD:
        console.say(f"This program needs revision {revision.HEAD}.")


@command_db.command("backup")
@click.argument("target", metavar="FILE")
@register_option
@output_options()
def backup(target: str, database: str | None, console: Console) -> None:
    """Copy a SQLite register to FILE while it is in use.

    A register on PostgreSQL is copied with pg_dump, or with `mandates export`.
    """
    from mandates.register import maintenance  # noqa: PLC0415 -- `--help` is to be quick

    console.say(f"Copied the register to {maintenance.backup(database, target)}.")


@command_db.command("check")
@register_option
@output_options()
def check(database: str | None, console: Console) -> None:
    """Check the register for errors and print them; exits with 1 if there are any."""
    from mandates.register import maintenance  # noqa: PLC0415 -- `--help` is to be quick

    findings = maintenance.check(database)
    for finding in findings:
        click.echo(finding)
    if findings:
        console.say("The register has errors. Go back to a copy, or report this.")
        sys.exit(_EXIT_PROBLEMS)
    console.say("The register has no errors, and its tables are those of this program.")


@command_db.command("redate")
@dry_run_option
@actor_option
@register_option
@output_options(*TEXT_FORMATS)
def redate(*, dry_run: bool, actor: str, database: str | None, console: Console) -> None:
    """Update session due dates to the calendar of this program, and show the sessions that moved.

    Run it after an upgrade of the program, or a change of your own calendar file. Dates that a person has set stay.
    """
    from mandates.register.redating import redate as bring_to_calendar  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same
    from mandates.rendering.rescheduled import Moved  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with (
        open_register(database, writing=not dry_run) as register,
        working(register, actor=actor, at=now(), command="redate") as work,
    ):
        moved = bring_to_calendar(work, dry_run=dry_run)
    console.answer(Moved(moved))
    if moved:
        console.say("Nothing was changed: this was a dry run." if dry_run else "Take it back with: mandates undo")
