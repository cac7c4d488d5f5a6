"""`mandates report` and `mandates undo`: the change made most often, and the way back from any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mandates.cli.console import Console
from mandates.cli.options import (
    actor_option,
    dry_run_option,
    filter_options,
    now,
    output_options,
    register_option,
    yes_option,
)
from mandates.cli.targets import Targets
from mandates.cli.types import DATE, POSITIVE

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from sqlalchemy import Connection

    from mandates.register.views import Filters
    from mandates.register.work.bulk import BulkResult
    from mandates.register.work.journal import Change

#: References that a message names before it counts the others.
_NAMED = 5


@click.command("report")
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--document", "-d", metavar="SYMBOL", help="The document that answers it, such as A/73/328.")
@click.option("--on", type=DATE, metavar="DATE", help="The document's date.  [default: today]")
@click.option("--note", metavar="TEXT", help="A remark on the document.")
@click.option("--url", metavar="URL", help="Where the document is.")
@click.option("--partial", is_flag=True, help="It answers a part; more may follow.")
@click.option("--additional", is_flag=True, help="One more document for what is settled already.")
@filter_options(order=False)
@dry_run_option
@yes_option
@actor_option
@register_option
@output_options()
def command_report(
    *,
    references: tuple[str, ...],
    filters: Filters,
    dry_run: bool,
    yes: bool,
    actor: str,
    database: str | None,
    console: Console,
    **evidence: Any,
) -> None:
    """Mark an item as reported, with the document that answers it.

    Several references that one document answers are marked together, all or none; so are those that filters select,
    after a question. What recurs opens its next expectation.

    \b
    Examples:
      mandates report 71/12#8 --document A/73/328 --on 2018-08-20
      mandates report "2349 (2017)#34@2018-06-30" --document S/2018/581 --partial
      mandates report 72/1#4 72/1#5 --document A/73/100 --on "20 July 2018"
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import tracking  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.work import bulk  # noqa: PLC0415 -- `--help` is to be quick

    at = now()

    def one(session: Connection, reference: str, batch: int | None) -> Change:
        return tracking.report(session, reference, **evidence, actor=actor, at=at, batch=batch)

    def many(session: Connection, some: Filters, look: bool, expected: int | None) -> BulkResult:
        return bulk.report_many(session, some, **evidence, actor=actor, at=at, dry_run=look, expected=expected)

    Targets(
        references=references,
        filters=filters,
        what=f"Mark as reported{' with ' + evidence['document'] if evidence['document'] else ''}",
        dry_run=dry_run,
        yes=yes,
        database=database,
        console=console,
    ).apply(one, many)


@click.command("undo")
@click.argument("change", required=False, type=POSITIVE)
@actor_option
@register_option
@output_options()
def command_undo(*, change: int | None, actor: str, database: str | None, console: Console) -> None:
    """Take back your last change, or the one with this number.

    What was done together, such as an ingest or a change of many items, is taken back together. Taking back is a change
    itself and can be taken back. `mandates history` has the numbers.

    \b
    Examples:
      mandates undo
      mandates undo 17
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register.engine import open_register  # noqa: PLC0415 -- the same
    from mandates.register.work import undoing  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same

    with open_register(database, writing=True) as register, register.session() as session:
        undone = undoing.undo(session, batch=change, actor=actor, at=now())
    names = ", ".join(undone.references[:_NAMED])
    more = len(undone.references) - _NAMED
    others = f" and {count(more, 'other')}" if more > 0 else ""
    console.say(f"Took back change {undone.undone} ({undone.command}): {names}{others}.")
