"""`mandates serve`: the register in a browser."""

from __future__ import annotations

import importlib
import os

import click

from mandates.cli.console import Console
from mandates.cli.options import actor_option, now, output_options, register_option
from mandates.cli.types import number
from mandates.domain.errors import DatabaseUnavailableError, UsageError

#: The environment variable with the secret of this site at the other site that people sign in with.
SECRET_VARIABLE = "MANDATES_OIDC_SECRET"  # noqa: S105 - the name of a variable


@click.command("serve")
@click.option("--port", type=number(0, 65_535), default=0, metavar="N", help="The port.  [default: a free one]")
@click.option("--browser/--no-browser", default=True, help="Whether to open the pages in a browser.  [default: open]")
@click.option("--team", is_flag=True, help="Serve a team, whose members sign in with an account (see 'mandates user').")
@click.option(
    "--public-url",
    envvar="MANDATES_PUBLIC_URL",
    metavar="URL",
    help="For --team: the address by which people reach the site.  [env: MANDATES_PUBLIC_URL]",
)
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    show_default=True,
    help="The address to listen on; an address that others can reach needs --team.",
)
@click.option(
    "--proxy-header", metavar="NAME", help="For --team: the header in which the server in front names the person."
)
@click.option(
    "--proxy-network",
    "proxy_networks",
    multiple=True,
    metavar="NETWORK",
    help="The network of that server, such as 10.1.0.0/16; the header is ignored from elsewhere. Repeatable.",
)
@click.option(
    "--oidc-issuer", metavar="URL", help="For --team: the site through which people sign in (OpenID Connect)."
)
@click.option(
    "--oidc-client",
    metavar="NAME",
    help=f"The client name of this register at that site; its secret is read from {SECRET_VARIABLE}.",
)
@click.option("--read-only", is_flag=True, help="Allow no changes.")
@actor_option
@register_option
@output_options()
def command_serve(
    *,
    port: int,
    browser: bool,
    team: bool,
    public_url: str | None,
    host: str,
    proxy_header: str | None,
    proxy_networks: tuple[str, ...],
    oidc_issuer: str | None,
    oidc_client: str | None,
    read_only: bool,
    actor: str,
    database: str | None,
    console: Console,
) -> None:
    """Open the register in a browser: lists, items, sessions, review, search, and forms to change them.

    Prints an address that works once and on this machine only, and runs until you press Ctrl+C. If there is no register
    in your data folder yet, an empty one is made.

    With --team, people sign in, with a password, through another site (--oidc-issuer), or through the server in front
    (--proxy-header). This needs a server in front that speaks TLS and forwards requests for --public-url.

    \b
    Examples:
      mandates serve
      mandates serve --db register.db --port 8080 --no-browser
      mandates serve --team --public-url https://mandates.example.org --port 8080
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    # The command line and the pages never import each other: the pages are imported by name, like commands in `main`.
    pages = importlib.import_module("mandates.web.serve")
    if team and not public_url:
        raise UsageError("--team is given without --public-url", "give the address by which people reach the site")
    if bool(oidc_issuer) != bool(oidc_client):
        raise UsageError("--oidc-issuer and --oidc-client belong together", "give both, or neither")
    if database is None and not read_only and not team:
        _make_first(console)
    pages.serve(
        database,
        port=port,
        actor=actor,
        clock=now,
        read_only=read_only,
        browser=browser,
        say=click.echo,
        access=pages.Access(
            host=host,
            public_url=public_url if team else None,
            proxy_header=proxy_header,
            proxy_networks=proxy_networks,
            oidc=(oidc_issuer, oidc_client, os.environ.get(SECRET_VARIABLE)) if oidc_issuer else None,
        ),
    )


def _make_first(console: Console) -> None:
    """Make an empty register in the user's data folder where there is none."""
    from mandates.register import maintenance  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    try:
        open_register(None).close()
    except DatabaseUnavailableError as error:
        if not error.reason.startswith("there is no register"):
            raise
        console.say(f"Made an empty register: {maintenance.create(at=now())}")
