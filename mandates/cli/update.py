"""`mandates update` and `mandates assign`: what a person sets, of one item or of many."""

from __future__ import annotations

import dataclasses
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
from mandates.cli.types import DATE, STATUS
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from sqlalchemy import Connection

    from mandates.register.views import Filters
    from mandates.register.work.bulk import BulkResult
    from mandates.register.work.journal import Change

_REASON = click.option("--reason", metavar="TEXT", help="Why; kept in the history.")


@click.command("update")
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--status", type=STATUS, help="Its new status.")
@click.option("--on", type=DATE, metavar="DATE", help="When it was settled.  [default: today]")
@click.option("--note", metavar="TEXT", help='A note on it; "" takes the note away.')
@click.option("--due", type=DATE, metavar="DATE", help="A new date, with a --reason; the one that was read is kept.")
@click.option("--original-due", is_flag=True, help="Back to the date that was read.")
@click.option("--happened-on", type=DATE, metavar="DATE", help="When the event happened that its date counts from.")
@click.option("--superseded-by", metavar="REFERENCE", help="The later mandate that takes its place.")
@_REASON
@click.option("--reopen", is_flag=True, help="Allow to change what is settled.")
@click.option(
    "--from", "from_statuses", type=STATUS, multiple=True, help="Only items with this status now; repeatable."
)
@filter_options(without=("statuses",), order=False)
@dry_run_option
@yes_option
@actor_option
@register_option
@output_options()
def command_update(
    *,
    references: tuple[str, ...],
    from_statuses: tuple[str, ...],
    filters: Filters,
    dry_run: bool,
    yes: bool,
    actor: str,
    database: str | None,
    console: Console,
    **values: Any,
) -> None:
    """Set status, note or date of one item, or of all that the filters select.

    Named items are changed at once, all or none. What filters select is shown and counted, and you are asked first; an
    item that cannot change so is named and stays as it is. One `mandates undo` takes all back.

    \b
    Statuses: pending, in_progress, submitted; and those that settle an item:
    reported, partly_reported, implemented, not_implemented, superseded,
    discontinued, not_applicable.

    \b
    Examples:
      mandates update 71/12#5 --status in_progress --note "with DPPA"
      mandates update 71/12#8 --due 2019-12-31 --reason "extended by decision 73/555"
      mandates update --resolution 71/12 --status implemented --on 2019-06-01
      mandates update --from submitted --session 73 --status reported --dry-run
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import tracking  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.views import Status  # noqa: PLC0415 -- the same
    from mandates.register.work import bulk  # noqa: PLC0415 -- `--help` is to be quick

    asked = any(values[name] for name in ("status", "due", "original_due", "happened_on", "superseded_by"))
    if not asked and values["note"] is None:
        raise UsageError("nothing to change is named", "give --status, --note, --due or another of its options")
    filters = dataclasses.replace(filters, statuses=tuple(Status(word) for word in from_statuses))
    at = now()

    def one(session: Connection, reference: str, batch: int | None) -> Change:
        return tracking.update(session, reference, **values, actor=actor, at=at, batch=batch)

    def many(session: Connection, some: Filters, look: bool, expected: int | None) -> BulkResult:
        return bulk.update_many(session, some, **values, actor=actor, at=at, dry_run=look, expected=expected)

    Targets(
        references=references,
        filters=filters,
        what=f"Set {', '.join(_words(values))}",
        dry_run=dry_run,
        yes=yes,
        database=database,
        console=console,
    ).apply(one, many)


@click.command("assign")
@click.argument("names", nargs=-1, metavar="[REFERENCE]... OWNER...")
@click.option("--as-read", is_flag=True, help="Back to the owners that were read.")
@_REASON
@filter_options(order=False)
@dry_run_option
@yes_option
@actor_option
@register_option
@output_options()
def command_assign(
    *,
    names: tuple[str, ...],
    as_read: bool,
    reason: str | None,
    filters: Filters,
    dry_run: bool,
    yes: bool,
    actor: str,
    database: str | None,
    console: Console,
) -> None:
    """Say who is to act on one item, or on all that the filters select.

    The owners follow the references and replace those that were read, which are kept and shown as such. Of a mandate
    with several dates all are meant, unless one is named with "@".

    \b
    Examples:
      mandates assign 71/12#8 "Department of Political and Peacebuilding Affairs"
      mandates assign 71/12#8@75 OHCHR UNHCR
      mandates assign 71/12#8 --as-read
      mandates assign "Executive Office" --owner "Secretary-General" --session 73 --dry-run
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import tracking  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.work import bulk  # noqa: PLC0415 -- `--help` is to be quick

    references = tuple(name for name in names if "#" in name)
    owners = tuple(name for name in names if "#" not in name)
    if bool(owners) == as_read:
        raise UsageError(
            "both owners and --as-read are given" if as_read else "no owner is named",
            "give the owners' names after the references, or --as-read",
        )
    at = now()

    def one(session: Connection, reference: str, batch: int | None) -> Change:
        return tracking.assign(session, reference, owners, reason=reason, actor=actor, at=at, batch=batch)

    def many(session: Connection, some: Filters, look: bool, expected: int | None) -> BulkResult:
        return bulk.update_many(
            session, some, owners=owners, reason=reason, actor=actor, at=at, dry_run=look, expected=expected
        )

    Targets(
        references=references,
        filters=filters,
        what=f"Assign to {'; '.join(owners)}" if owners else "Back to the owners that were read",
        dry_run=dry_run,
        yes=yes,
        database=database,
        console=console,
    ).apply(one, many)


def _words(values: dict[str, Any]) -> list[str]:
    names = {"status": "status", "note": "note", "due": "due date", "happened_on": "date of the event"}
    words = [f"{name} to {values[key]}" for key, name in names.items() if values[key] is not None]
    if values["original_due"]:
        words.append("due date to what was read")
    if values["superseded_by"]:
        words.append(f"superseded by {values['superseded_by']}")
    return words
