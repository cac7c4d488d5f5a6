"""`mandates renewals`: requests that later resolutions renew, and a person's decision on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.marks import tell_done
from mandates.cli.options import (
    TEXT_FORMATS,
    actor_option,
    as_of_option,
    dry_run_option,
    now,
    output_options,
    register_option,
    symbol,
    today,
)
from mandates.cli.proposal_numbers import is_numbers, numbers_of
from mandates.cli.types import COUNT
from mandates.domain.errors import UnknownReferenceError, UsageError

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from mandates.register.renewals import Judged
    from mandates.schema.renewals import RenewalRow
    from mandates.store.engine import Connection

#: The default number of links that are shown.
_DEFAULT_LIMIT = 20
#: The most links that are described one by one.
_MOST_DESCRIBED = 12


@click.command("renewals")
@click.argument("named", nargs=-1, metavar="[NUMBER|N-M|SYMBOL]...")
@click.option("--accept", is_flag=True, help="Confirm: settle the older items as proposed.")
@click.option("--reject", is_flag=True, help="Reject: the requests are unrelated; do not propose this again.")
@click.option("--above", type=click.FloatRange(0, 1), metavar="X", help="Only those with at least this score.")
@click.option("--reason", metavar="TEXT", help="Why; kept in the history.")
@click.option("--limit", type=COUNT, metavar="N", help=f"Show at most N; 0 for all.  [default: {_DEFAULT_LIMIT}]")
@dry_run_option
@actor_option
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_renewals(
    *,
    named: tuple[str, ...],
    accept: bool,
    reject: bool,
    above: float | None,
    reason: str | None,
    limit: int | None,
    dry_run: bool,
    actor: str,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """List requests that later resolutions renew, and settle the older items.

    The most certain come first. Each shows the clause with words [-removed-] and {+added+}, and what is proposed for
    the open items of the older request. An agenda item is implemented by the resolution adopted under it; a report that
    was due by then is reported by the document of which the newer text takes note; a request that was renewed before it
    fell due is superseded. Nothing is settled until you accept it: by numbers, by the symbols of resolutions, or all
    --above a score. It is one change, and one undo takes it back.

    \b
    Examples:
      mandates renewals
      mandates renewals --accept 12 14-19
      mandates renewals 80/96 --accept
      mandates renewals --above 0.9 --accept --dry-run
      mandates renewals 13 --reject --reason "another fund"
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import renewals  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same
    from mandates.rendering.renewals import Renewals  # noqa: PLC0415 -- the same
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if accept and reject:
        raise UsageError("two options contradict each other", "give --accept or --reject")
    numbers = numbers_of([text for text in named if is_numbers(text)], "a renewal")
    symbols = [symbol(text) for text in named if not is_numbers(text)]
    if not (accept or reject):
        with open_register(database) as register, register.transaction() as connection:
            rows = _selected_rows(connection, numbers, symbols, above, as_of)
        shown = rows[: (_DEFAULT_LIMIT if limit is None else limit) or None]
        console.answer(Renewals(shown))
        if len(shown) < len(rows):
            console.say(f"{len(shown):,} of {count(len(rows), 'renewal')} are shown; --limit 0 shows all.")
        return
    if not named and above is None:
        raise UsageError("no renewal is named", "give numbers such as 12 14-19, a resolution, or --above 0.9")
    with (
        open_register(database, writing=True) as register,
        working(register, actor=actor, at=now(), command="renewals", today=today()) as work,
    ):
        if symbols or not numbers:
            numbers += renewals.numbers_of(_selected_rows(work.connection, [], symbols, above, work.day))
        judge = renewals.accept if accept else renewals.reject
        done = judge(work, numbers, reason=reason)
        if dry_run:
            work.connection.rollback()
    _tell(console, done, accept=accept, dry_run=dry_run)


def _selected_rows(
    connection: Connection, numbers: Sequence[int], symbols: Sequence[str], above: float | None, as_of: dt.date
) -> list[RenewalRow]:
    """Return the waiting renewals, only those of these numbers and symbols if there are any.

    Raises:
        UnknownReferenceError: nothing waits under one of the numbers, or a resolution is not in the register.
    """
    from mandates.register import references, renewals  # noqa: PLC0415 -- `--help` is to be quick

    references.require_resolutions(connection, symbols)
    rows = renewals.waiting(connection, as_of, resolutions=symbols, above=above)
    if not numbers:
        return rows
    missing = sorted(set(numbers) - {row.number for row in rows})
    if missing:
        raise UnknownReferenceError(f"there is no waiting renewal {missing[0]}", "see 'mandates renewals'")
    return [row for row in rows if row.number in set(numbers)]


def _tell(console: Console, done: Judged, *, accept: bool, dry_run: bool) -> None:
    """Write what was confirmed or rejected, what was settled, and how to take it back, to standard error."""
    from mandates.register.track import Outcome  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same

    if not done.links:
        console.say("No waiting renewal matches; nothing was changed.")
        return
    shown = done.links if console.loudness > 0 else done.links[:_MOST_DESCRIBED]
    for description in shown:
        console.say(f"{description}.")
    if len(done.links) > len(shown):
        console.say(f"The same for {len(done.links) - len(shown):,} others; -v lists them.")
    if done.changed:
        tell_done(console, Outcome(changed=done.changed, change=done.change), dry_run=dry_run)
        return
    summary = f"{count(len(done.links), 'renewal')} {'confirmed' if accept else 'rejected'}"
    if dry_run:
        console.say(f"{summary} (dry run: nothing was changed).")
    elif done.change is not None:
        console.say(f"{summary}. Take it back with: mandates undo {done.change}")
    else:
        console.say("This is already the case; nothing was changed.")
