"""`mandates report` and `mandates undo`: mark an item as reported, and undo any change."""

from __future__ import annotations

import sys
from typing import Any

import click

from mandates.cli.console import Console
from mandates.cli.marks import document_symbol, mark_of_row, rows_of, tell_done, write
from mandates.cli.options import actor_option, now, output_options, register_option
from mandates.cli.targets import DECLINED, Targets, some, somebody_is_there, target_options
from mandates.cli.types import DATE, POSITIVE
from mandates.domain.errors import UsageError


@click.command("report")
@click.option("--document", "-d", metavar="SYMBOL", help="The document that answers it, such as A/73/328.")
@click.option("--title", metavar="TEXT", help="Title of a document that has no symbol.")
@click.option("--on", type=DATE, metavar="DATE", help="The document's date.  [default: today]")
@click.option("--note", metavar="TEXT", help="A remark on the document.")
@click.option("--url", metavar="URL", help="The address of the document.")
@click.option(
    "--from", "table", metavar="FILE", help="Mark all rows of a CSV file: reference, document, date, note, url."
)
@click.option("--partial", is_flag=True, help="The document answers only a part; more may follow.")
@click.option("--additional", is_flag=True, help="Add a document to an item that is already settled.")
@target_options("report")
def command_report(
    *, targets: Targets, document: str | None, title: str | None, table: str | None, **evidence: Any
) -> None:
    """Mark an item as reported, with the document that answers it.

    Several references answered by one document are marked together, all or none. So are the items that filters select,
    after a question, and the rows of a table, each with its own document. For a recurring request, the next occurrence
    is opened.

    \b
    Examples:
      mandates report 71/12#8 --document A/73/328 --on 2018-08-20
      mandates report "2349 (2017)#34@2018-06-30" --document S/2018/581 --partial
      mandates report 72/1#4 72/1#5 --document A/73/100 --on "20 July 2018"
      mandates report --from marks.csv
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.commands import Report  # noqa: PLC0415 -- `--help` is to be quick

    if table is not None:
        _from_table(targets, table, given=any((document, title, *evidence.values())))
        return
    if document is not None and not document.strip():  # such as a variable of a shell that is not set
        raise UsageError("--document names no document", "give its symbol, or leave the option out")
    if title:
        evidence["note"] = f"{title}; {evidence['note']}" if evidence["note"] else title
    command = Report(document=document_symbol(document) if document else None, **evidence)
    targets.apply(command, f"Mark as reported{f' with {command.document}' if command.document else ''}")


def _from_table(targets: Targets, table: str, *, given: bool) -> None:
    from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if given or targets.references or targets.filters != Filters():
        raise UsageError("--from cannot be combined with references, documents or filters", "give only one of them")
    marks = [mark_of_row(row, place) for place, row in rows_of(table, needed=("reference",)) if any(row.values())]
    if not marks:
        targets.console.say(f"{table} has no rows; nothing was changed.")
        return
    with open_register(targets.database, writing=True) as register:
        done = write(register, marks, actor=targets.actor, command=targets.command, dry_run=targets.dry_run)
    tell_done(targets.console, done, dry_run=targets.dry_run)


@click.command("undo")
@click.argument("change", required=False, type=POSITIVE)
@click.option("--yes", "-y", is_flag=True, help="Remove resolutions without asking.")
@actor_option
@register_option
@output_options()
def command_undo(*, change: int | None, yes: bool, actor: str, database: str | None, console: Console) -> None:
    """Undo your last change, or the change with this number.

    What was done together, such as an ingest or a change of many items, is undone together. If you give no number and
    resolutions would be removed, they are named and you are asked first. An undo is itself a change and can be undone.
    `mandates history` shows the numbers.

    \b
    Examples:
      mandates undo
      mandates undo 17
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register.undo import undo  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if change is None:
        change = _confirmed_last_change(database, actor, console, yes=yes)
    with (
        open_register(database, writing=True) as register,
        working(register, actor=actor, at=now(), command="undo") as work,
    ):
        undone = undo(work, change)
    console.say(f"Undid change {undone.undone} ({undone.command}): {some(undone.references)}.")


def _confirmed_last_change(database: str | None, actor: str, console: Console, *, yes: bool) -> int:
    """Return the number of the last change, after a question if taking it back removes resolutions.

    Raises:
        UsageError: nobody is at a terminal to be asked.
    """
    from mandates.register.undo import last  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        last_change = last(connection, actor)
    if last_change.removes and not yes:
        effect = f"removes {count(len(last_change.removes), 'resolution')}: {some(last_change.removes)}"
        what = f"undoing change {last_change.change} ({last_change.command}) {effect}"
        if not somebody_is_there():
            raise UsageError(what, f"add --yes, or name the change: mandates undo {last_change.change}")
        if not click.confirm(f"{what[0].upper()}{what[1:]}. Continue?", err=True):
            console.say("Nothing was changed.")
            sys.exit(DECLINED)
    return last_change.change
