"""`mandates stock`: heaps of mandates for a review, and a person's judgement on each mandate."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import (
    TEXT_FORMATS,
    actor_option,
    as_of_option,
    dry_run_option,
    filter_options,
    now,
    output_options,
    register_option,
    today,
    yes_option,
)
from mandates.cli.targets import DECLINED, confirmed
from mandates.cli.types import HEAP, JUDGEMENT, NO_JUDGEMENT, POSITIVE
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from collections.abc import Sequence

    from mandates.domain.commands import Appraise
    from mandates.domain.filters import Filters
    from mandates.domain.kinds import Heap
    from mandates.store.engine import Register


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Options:
    """The options with which a judgement is stored."""

    actor: str
    dry_run: bool
    yes: bool
    console: Console


@click.command("stock")
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--heap", "heaps", type=HEAP, multiple=True, help="List the mandates on this heap; repeatable.")
@click.option(
    "--unreported",
    "unreported",
    type=POSITIVE,
    metavar="N",
    default=3,
    show_default=True,
    help="Number of sessions without a report that put a request on the heap never_reported.",
)
@click.option(
    "--judge",
    "judgement",
    type=JUDGEMENT,
    help="The recommended action for the mandates named, or for all in the group; 'none' removes it.",
)
@click.option("--reason", metavar="TEXT", help="Why; kept with the judgement.")
@filter_options()
@dry_run_option
@yes_option
@actor_option
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html", "xlsx")
def command_stock(
    *,
    references: tuple[str, ...],
    heaps: tuple[Heap, ...],
    unreported: int,
    judgement: str | None,
    reason: str | None,
    filters: Filters,
    dry_run: bool,
    yes: bool,
    actor: str,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Group the stock of mandates into heaps for a review, each with the words or dates that put it there.

    Heaps: done, expired, never_reported, renewed, no_end, review, observances. A mandate can be on several. --judge
    stores a judgement (retain, adapt, merge, replace or retire) with a --reason, for the mandates named or for all on a
    heap that the filters select. One `mandates undo` takes it back.

    \b
    Examples:
      mandates stock
      mandates stock --heap never_reported --unreported 5 --committee Second
      mandates stock --output stock.xlsx
      mandates stock 71/12#8 --judge retire --reason "reported under 79/12"
      mandates stock --heap done --until 2015-12-31 --judge retire --reason "done" --dry-run
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.commands import Appraise  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.domain.kinds import Judgement  # noqa: PLC0415 -- the same
    from mandates.register import named  # noqa: PLC0415 -- the same
    from mandates.register.stock import stock  # noqa: PLC0415 -- the same
    from mandates.rendering.stock import Stock  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    options = _Options(actor=actor, dry_run=dry_run, yes=yes, console=console)
    if judgement is None:
        _require_no_judgement(references, reason, dry_run=dry_run)
        with open_register(database) as register, register.transaction() as connection:
            named.require(connection, filters)
            view = stock(connection, filters, as_of, heaps=heaps, sessions=unreported)
        console.answer(Stock(view, heaps))
        return
    command = Appraise(judgement=None if judgement == NO_JUDGEMENT else Judgement(judgement), reason=reason)
    with open_register(database, writing=True) as register:
        if not references:
            if not heaps:
                raise UsageError("no mandate is named", "give references such as 71/12#8, or --heap")
            with register.transaction() as connection:
                named.require(connection, filters)
                view = stock(connection, filters, as_of, heaps=heaps, sessions=unreported)
            references = tuple(dict.fromkeys(row.item.mandate for row in view.items))
            if not references:
                console.say("No mandate on the heap matches; nothing was changed.")
                return
            if dry_run or not yes:
                Console(colour=console.colour).answer(Stock(view, heaps))
            if not dry_run and not confirmed(f"Judge them: {judgement}", len(references), yes=yes):
                console.say("Nothing was changed.")
                sys.exit(DECLINED)
        _judge(register, command, references, options)


def _judge(register: Register, command: Appraise, references: Sequence[str], options: _Options) -> None:
    """Store a judgement on mandates, all or none, and report what was done."""
    from mandates.cli.marks import tell_done  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import track  # noqa: PLC0415 -- the same
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same

    with working(register, actor=options.actor, at=now(), command="stock", today=today()) as work:
        done = track.apply(work, command, track.Named(references=tuple(references)))
        if options.dry_run:
            work.connection.rollback()
    tell_done(options.console, done, dry_run=options.dry_run)


def _require_no_judgement(references: Sequence[str], reason: str | None, *, dry_run: bool) -> None:
    """Raise UsageError for references and options that need a judgement, where none is given."""
    if references:
        raise UsageError("no judgement is given", "give one, such as --judge retire, or leave the references out")
    if reason is not None or dry_run:
        option = "--reason" if reason is not None else "--dry-run"
        raise UsageError(f"{option} needs a judgement", "add --judge retain, adapt, merge, replace or retire")
