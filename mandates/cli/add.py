"""`mandates add`: a mandate that reading missed, or one of a text that is not in the register."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import actor_option, dry_run_option, now, output_options, register_option, today
from mandates.cli.types import DATE, DELIVERABLE, DUE, VERB

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from mandates.domain.due import Due


@click.command("add")
@click.argument("reference", metavar="REFERENCE")
@click.option("--verb", type=VERB, default="request", show_default=True, help="Its verb.")
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Who is to act; repeatable.")
@click.option("--partner", "partners", multiple=True, metavar="NAME", help="A partner of the owner; repeatable.")
@click.option("--recipient", "recipients", multiple=True, metavar="NAME", help="Who receives it; repeatable.")
@click.option("--deliverable", type=DELIVERABLE, default="action", show_default=True, help="What is to be delivered.")
@click.option("--due", type=DUE, multiple=True, help="When it is due (see above); repeatable.")
@click.option("--text", metavar="WORDS", help="The words of the paragraph, if its text is not in the register.")
@click.option("--title", metavar="TITLE", help="The title of the text, if it is not in the register.")
@click.option(
    "--adopted-on", type=DATE, metavar="DATE", help="The adoption date of the text, if it is not in the register."
)
@click.option("--reason", metavar="TEXT", help="Why; kept in the history.")
@dry_run_option
@actor_option
@register_option
@output_options()
def command_add(
    *,
    reference: str,
    verb: str,
    owners: tuple[str, ...],
    partners: tuple[str, ...],
    recipients: tuple[str, ...],
    deliverable: str,
    due: tuple[Due, ...],
    text: str | None,
    title: str | None,
    adopted_on: dt.date | None,
    reason: str | None,
    dry_run: bool,
    actor: str,
    database: str | None,
    console: Console,
) -> None:
    """Add a mandate that the extraction missed: in a paragraph that is in the register or, with --text, in one that is
    not.

    It is treated like an extracted mandate and stays when its text is ingested again; the history says who added it.

    \b
    WHEN is "GA 73", 2019-05-31, "until 2019-05-31", "every 90 days" or "every session".

    \b
    Examples:
      mandates add 80/15#6 --owner SG --deliverable report --due "GA 81"
      mandates add 80/16#2 --owner SG --due "GA 81" --adopted-on 2025-12-01 \\
        --text "Requests the Secretary-General to report;"
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.commands import Entry  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.adding import add  # noqa: PLC0415 -- the same
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    entry = Entry(
        reference=reference,
        verb=verb,
        owners=owners,
        partners=partners,
        recipients=recipients,
        deliverable=deliverable,
        due=due,
        text=text,
        title=title,
        adopted_on=adopted_on,
        reason=reason,
    )
    with (
        open_register(database, writing=True) as register,
        working(register, actor=actor, at=now(), command="add", today=today()) as work,
    ):
        done = add(work, entry)
        if dry_run:
            work.connection.rollback()
    if dry_run:
        console.say(f"{done.reference} would be added; nothing was changed.")
    else:
        console.say(f"{done.reference} is added. Take it back with: mandates undo {done.change}")
