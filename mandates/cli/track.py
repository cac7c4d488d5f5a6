"""`mandates report` and `mandates undo`: the change made most often, and the way back from any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mandates.cli.console import Console
from mandates.cli.options import actor_option, now, output_options, register_option
from mandates.cli.types import DATE

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.register.tracking import Change

#: References that a message names before it counts the others.
_NAMED = 5


@click.command("report")
@click.argument("references", nargs=-1, required=True, metavar="REFERENCE...")
@click.option("--document", "-d", metavar="SYMBOL", help="The document that answers it, such as A/73/328.")
@click.option("--on", type=DATE, metavar="DATE", help="The document's date.  [default: today]")
@click.option("--note", metavar="TEXT", help="A remark on the document.")
@click.option("--url", metavar="URL", help="Where the document is.")
@click.option("--partial", is_flag=True, help="It answers a part; more may follow.")
@click.option("--additional", is_flag=True, help="One more document for what is settled already.")
@actor_option
@register_option
@output_options()
def command_report(
    *, references: tuple[str, ...], actor: str, database: str | None, console: Console, **evidence: Any
) -> None:
    """Mark an item as reported, with the document that answers it.

    Several references that one document answers are marked together, all or none. What recurs opens its next
    expectation.

    \b
    Examples:
      mandates report 71/12#8 --document A/73/328 --on 2018-08-20
      mandates report "2349 (2017)#34@2018-06-30" --document S/2018/581 --partial
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import tracking  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.engine import open_register  # noqa: PLC0415 -- the same

    at = now()
    changes: list[Change] = []
    with open_register(database, writing=True) as register, register.session() as session:
        for reference in references:
            batch = changes[-1].batch if changes else None
            changes.append(tracking.report(session, reference, **evidence, actor=actor, at=at, batch=batch))
    for change in changes:
        say_change(console, change)


@click.command("undo")
@click.argument("change", required=False, type=click.IntRange(1))
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
    from mandates.register import undoing  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.engine import open_register  # noqa: PLC0415 -- the same
    from mandates.reporting.text import count  # noqa: PLC0415 -- the same

    with open_register(database, writing=True) as register, register.session() as session:
        undone = undoing.undo(session, batch=change, actor=actor, at=now())
    names = ", ".join(undone.references[:_NAMED])
    more = len(undone.references) - _NAMED
    others = f" and {count(more, 'other')}" if more > 0 else ""
    console.say(f"Took back change {undone.undone} ({undone.command}): {names}{others}.")


def say_change(console: Console, change: Change) -> None:
    """Say what a change did and how to take it back."""
    from mandates.reporting.history import difference_words  # noqa: PLC0415 -- `--help` is to be quick

    if not change.after and not change.before:
        console.say(f"{change.reference} is so already; nothing is changed.")
        return
    console.say(f"{change.reference}: {difference_words(change.before, change.after)}.")
    for opened in change.opened:
        console.say(f"Next expected: {opened}.")
    console.say(f"Take it back with: mandates undo {change.batch}", least=1)
