"""`mandates user`: who may sign in to the pages that a team works on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import actor_option, now, output_options, register_option, today

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.register.unit_of_work import UnitOfWork

_ROLES = click.Choice(["reader", "editor", "admin"])
_URL = click.option(
    "--public-url",
    envvar="MANDATES_PUBLIC_URL",
    metavar="URL",
    default="",
    help="The address of the site, used in links.  [env: MANDATES_PUBLIC_URL]",
)


@click.group("user")
def command_user() -> None:
    """Manage who may sign in to the pages of a team, and what each may do.

    A reader sees everything, an editor changes items and adds documents, an admin also manages accounts. Whoever is
    added or invited gets a link to set a password; it works once, for seven days.

    \b
    Examples:
      mandates user add "Ada Lovelace" --role admin
      mandates user list
      mandates user role "Ada Lovelace" editor
    """  # noqa: D301 -- click's mark for lines that are not to be joined


@command_user.command("list")
@register_option
@output_options()
def command_list(database: str | None, console: Console) -> None:
    """List the accounts, with the role of each."""
    del console  # the list is the answer
    from mandates.register import accounts  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.text import plain  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        for account in accounts.listed(connection):
            state = "disabled" if account.disabled else "" if account.password_hash else "invited"
            limited = f"  only {plain(str(account.limits))}" if account.limits else ""
            click.echo(f"{account.role:<7}  {plain(account.name)}{f'  ({state})' if state else ''}{limited}")


@command_user.command("add")
@click.argument("name")
@click.option("--role", type=_ROLES, default="reader", show_default=True, help="What the person may do.")
@click.option("--mail", metavar="ADDRESS", help="The person's mail address.")
@_URL
@actor_option
@register_option
@output_options()
def command_add(
    *, name: str, role: str, mail: str | None, public_url: str, actor: str, database: str | None, console: Console
) -> None:
    """Add an account, and print the link to set a password."""
    from mandates.domain.kinds import AccountRole  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import accounts  # noqa: PLC0415 -- the same

    with _working(database, actor) as work:
        account = accounts.add(work, name, AccountRole(role), mail)
        secret = accounts.invite(work, account.name)
    console.say(f"{account.name} may sign in as {role}; this link works once, for seven days:")
    click.echo(f"{public_url.rstrip('/')}/invitation/{secret}")


@command_user.command("invite")
@click.argument("name")
@_URL
@actor_option
@register_option
@output_options()
def command_invite(*, name: str, public_url: str, actor: str, database: str | None, console: Console) -> None:
    """Print a new link to set a password, such as after one was forgotten."""
    del console  # the link is the answer
    from mandates.register import accounts  # noqa: PLC0415 -- `--help` is to be quick

    with _working(database, actor) as work:
        secret = accounts.invite(work, name)
    click.echo(f"{public_url.rstrip('/')}/invitation/{secret}")


@command_user.command("role")
@click.argument("name")
@click.argument("role", type=_ROLES)
@actor_option
@register_option
@output_options()
def command_role(*, name: str, role: str, actor: str, database: str | None, console: Console) -> None:
    """Change the role of a person."""
    from mandates.domain.kinds import AccountRole  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import accounts  # noqa: PLC0415 -- the same

    with _working(database, actor) as work:
        account = accounts.set_role(work, name, AccountRole(role))
    console.say(f"{account.name} is now {account.role}.")


@command_user.command("limit")
@click.argument("name")
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Only items of this owner; repeatable.")
@click.option(
    "--committee", "committees", multiple=True, metavar="NAME", help="Only items from this committee; repeatable."
)
@actor_option
@register_option
@output_options()
def command_limit(
    *,
    name: str,
    owners: tuple[str, ...],
    committees: tuple[str, ...],
    actor: str,
    database: str | None,
    console: Console,
) -> None:
    """Let an editor change only the items of some owners or from some committees; without options, all items again.

    \b
    Example:
      mandates user limit "Ada Lovelace" --owner OHCHR --committee Third
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.accounts import Limits  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import accounts  # noqa: PLC0415 -- the same

    with _working(database, actor) as work:
        account = accounts.set_limits(work, name, Limits(owners=owners, committees=committees))
    if account.limits:
        console.say(f"{account.name} may now change only items of {account.limits}.")
    else:
        console.say(f"{account.name} may now change all items.")


@command_user.command("disable")
@click.argument("name")
@click.option("--undo", "enable", is_flag=True, help="Enable the account again.")
@actor_option
@register_option
@output_options()
def command_disable(*, name: str, enable: bool, actor: str, database: str | None, console: Console) -> None:
    """Disable an account: sign the person out everywhere, and revoke all tokens."""
    from mandates.register import accounts  # noqa: PLC0415 -- `--help` is to be quick

    with _working(database, actor) as work:
        account = accounts.disable(work, name, disabled=not enable)
    console.say(f"{account.name} may {'sign in again' if enable else 'no longer sign in'}.")


@contextlib.contextmanager
def _working(database: str | None, actor: str) -> Iterator[UnitOfWork]:
    """Yield a unit of work on the register."""
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with (
        open_register(database, writing=True) as register,
        working(register, actor=actor, at=now(), command="user", today=today()) as work,
    ):
        yield work
