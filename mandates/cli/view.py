"""`mandates view`: filters saved under a name, for any command with `--view`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import TEXT_FORMATS, filter_options, output_options, register_option

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.filters import Filters


class _Views(click.Group):
    """The group of commands, which says how to use a view if only the name of one is given."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begin with."""
        if args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            advice = (
                f"to use a view: mandates list --view NAME; to save one: {ctx.command_path} save NAME --FILTER VALUE"
            )
            raise click.UsageError(f"there is no command '{ctx.info_name} {args[0]}'; {advice}", ctx)
        return super().resolve_command(ctx, args)


@click.group("view", cls=_Views, invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")
@register_option
@output_options(*TEXT_FORMATS)
@click.pass_context
def command_view(context: click.Context, *, database: str | None, console: Console) -> None:
    """List the views: filters saved under a name, to use in any command with `--view NAME`.

    \b
    Examples:
      mandates view save mine --committee Second --not-deliverable agenda_item
      mandates list --view mine
      mandates view
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    if context.invoked_subcommand is not None:
        return
    from mandates.register import views  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.lists import Views  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        kept = {name: views.to_plain(filters) for name, filters in views.all_of_them(connection).items()}
    console.answer(Views(kept))


@command_view.command("save")
@click.argument("name")
@filter_options(without=("view",))
@register_option
@output_options()
def save(*, name: str, filters: Filters, database: str | None, console: Console) -> None:
    """Save filters under a name, replacing what was saved under it.

    \b
    Example:
      mandates view save mine --committee Second --not-deliverable agenda_item
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import views  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database, writing=True) as register, register.transaction() as connection:
        views.save(connection, name, filters)
    console.say(f"View '{name}' is saved. Use it with: mandates list --view '{name}'")


@command_view.command("remove")
@click.argument("name")
@register_option
@output_options()
def remove(*, name: str, database: str | None, console: Console) -> None:
    """Remove a view.

    \b
    Example:
      mandates view remove mine
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import views  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database, writing=True) as register, register.transaction() as connection:
        views.remove(connection, name)
    console.say(f"View '{name}' was removed.")
