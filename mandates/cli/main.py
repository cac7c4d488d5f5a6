"""The `mandates` command: its subcommands, loaded only when called, and the one place where errors become exit codes."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from mandates import __version__
from mandates.errors import MandatesError

#: Each command with the module that holds it (as `command_<name>`) and its one-line help.
COMMANDS: dict[str, tuple[str, str]] = {
    "extract": ("mandates.cli.extract", "Read resolutions and print what was read."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, f"command_{cmd_name.replace('-', '_')}")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mandates")
def cli() -> None:
    """Track the mandates of United Nations resolutions."""


def main(args: list[str] | None = None, **extra: Any) -> None:
    """Run the command line; turn our errors into one line on stderr and their exit code."""
    try:
        cli.main(args=args, prog_name="mandates", **extra)
    except MandatesError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
