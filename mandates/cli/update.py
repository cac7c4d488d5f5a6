"""`mandates update` and `mandates assign`: changing fields of one item or of many."""

from __future__ import annotations

import dataclasses
import inspect
import textwrap
from typing import TYPE_CHECKING, Any

import click

from mandates.cli.targets import Targets, target_options
from mandates.cli.types import DATE, EXTENSION, STATUS
from mandates.domain.errors import UsageError
from mandates.domain.status import Status

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.commands import Update

#: The width of the help without its indentation, in character cells.
_HELP_WIDTH = 76
_REASON = click.option("--reason", metavar="TEXT", help="Why; kept in the history.")

#: The fields of an update that say how the change is made and not what is changed.
_MODIFIERS = frozenset({"on", "reason", "reopen", "granted_by"})
#: The fields of an update that have other names in messages.
_FIELD_NAMES = {"due": "due date", "original_due": "due date to what was read", "happened_on": "date of the event"}


def _statuses() -> str:
    """Return the lines of the help that name the statuses."""
    unsettled, settled = (", ".join(status for status in Status if status.settled is one) for one in (False, True))
    text = f"Statuses: {unsettled}; and those that settle an item: {settled}."
    return textwrap.fill(text, _HELP_WIDTH, break_on_hyphens=False)


@click.command("update")
@click.option("--status", type=STATUS, help="Its new status.")
@click.option("--on", type=DATE, metavar="DATE", help="When it was settled.  [default: today]")
@click.option("--note", metavar="TEXT", help='Add a note; "" removes the last one.')
@click.option(
    "--due",
    type=EXTENSION,
    metavar="WHEN",
    help="A new date or session, with a --reason; the extracted one is kept.",
)
@click.option("--granted-by", metavar="WHO", help="The person or document that granted the new date.")
@click.option("--original-due", is_flag=True, help="Restore the extracted date.")
@click.option("--happened-on", type=DATE, metavar="DATE", help="The day of the event from which the due date counts.")
@click.option("--superseded-by", metavar="REFERENCE", help="The later mandate that supersedes it.")
@_REASON
@click.option("--reopen", is_flag=True, help="Allow changes to settled items.")
@click.option(
    "--from", "from_statuses", type=STATUS, multiple=True, help="Only items that have this status now; repeatable."
)
@target_options("update", without=("statuses",))
def command_update(
    *, from_statuses: tuple[Status, ...], superseded_by: str | None, targets: Targets, **values: Any
) -> None:
    """Set status, note or date of one item, or of all that the filters select.

    Named items are changed at once, all or none. Items selected by filters are shown and counted, and you are asked
    first; an item that cannot be changed is named and left as it is. One `mandates undo` takes all of it back.

    \b
    {statuses}

    \b
    Examples:
      mandates update 71/12#5 --status in_progress --note "with DPPA"
      mandates update 71/12#8 --due "GA 74" --granted-by A/DEC/73/555 --reason "late data"
      mandates update --resolution 71/12 --status implemented --on 2019-06-01
      mandates update --from submitted --session 73 --status reported --dry-run
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.commands import Update  # noqa: PLC0415 -- `--help` is to be quick

    command = Update(**values)
    descriptions = [*_descriptions(command), *([f"superseded by {superseded_by}"] if superseded_by else [])]
    if not descriptions:
        raise UsageError("no change is given", "give --status, --note, --due or another option")
    targets = dataclasses.replace(targets, filters=dataclasses.replace(targets.filters, statuses=from_statuses))
    targets.apply(command, f"Set {', '.join(descriptions)}", later=superseded_by or None)


command_update.help = inspect.cleandoc(command_update.help or "").format(statuses=_statuses())


@click.command("assign")
@click.option("--as-read", is_flag=True, help="Restore the extracted owners.")
@click.option(
    "--lead", "in_charge", metavar="NAME", help='The lead department, in addition to the owners; "" for none.'
)
@click.option("--focal", "focal_point", metavar="NAME", help='The focal point; "" for none.')
@_REASON
@target_options("assign", argument="[REFERENCE]... [OWNER]...", without=("leads", "focal_points"))
def command_assign(
    *, as_read: bool, in_charge: str | None, focal_point: str | None, reason: str | None, targets: Targets
) -> None:
    """Set who is to act, or who is in charge, for one item or for all that the filters select.

    The owners follow the references. They replace the extracted owners, which stay visible. For a mandate with several
    dates the change applies to all of them, unless you name one with "@". --lead and --focal set who is in charge, in
    addition to the owners.

    \b
    Examples:
      mandates assign 71/12#8 "Department of Political and Peacebuilding Affairs"
      mandates assign 71/12#8@75 OHCHR UNHCR
      mandates assign 71/12#8 --as-read
      mandates assign 71/12#8 --lead DESA --focal "Ms. Rivera"
      mandates assign "Executive Office" --owner "Secretary-General" --session 73 --dry-run
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.commands import Assign  # noqa: PLC0415 -- `--help` is to be quick

    names = targets.references
    owners = tuple(name for name in names if "#" not in name)
    has_charge = in_charge is not None or focal_point is not None
    if (owners and as_read) or not (owners or as_read or has_charge):
        raise UsageError(
            "both owners and --as-read are given" if as_read else "no owner is named",
            "give the owners' names after the references, or --as-read, --lead or --focal",
        )
    targets = dataclasses.replace(targets, references=tuple(name for name in names if "#" in name))
    assignees = "; ".join(filter(None, (*owners, in_charge, focal_point)))
    what = f"Assign to {assignees or 'nobody'}" if not as_read else "Restore the extracted owners"
    new_owners = owners if owners or as_read else None
    targets.apply(Assign(owners=new_owners, lead=in_charge, focal_point=focal_point, reason=reason), what)


def _descriptions(command: Update) -> list[str]:
    """Return a short description of each field that an update sets."""
    descriptions = []
    for field in dataclasses.fields(command):
        value = getattr(command, field.name)
        if field.name not in _MODIFIERS and value != field.default:
            name = _FIELD_NAMES.get(field.name, field.name.replace("_", " "))
            descriptions.append(name if value is True else f"{name} to {getattr(value, 'phrase', value)}")
    return descriptions
