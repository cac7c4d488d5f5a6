"""Options that commands share, as decorators: the same words with the same meaning everywhere."""

from __future__ import annotations

import datetime as dt
import functools
import getpass
import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from mandates.cli.console import Console
from mandates.cli.types import BODY, COUNT, DATE, DELIVERABLE, SESSION, STATE, STATUS, VERB
from mandates.domain.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])

#: Formats of answers that are lists.
TEXT_FORMATS = ("table", "json", "jsonl", "csv", "md")

register_option = click.option(
    "--db",
    "database",
    envvar="MANDATES_DB",
    metavar="FILE|URL",
    help="The register: a file, or a PostgreSQL URL.  [env: MANDATES_DB; default: a file in your data folder]",
)

#: Gives the moment; tests put another clock in its place.
clock = functools.partial(dt.datetime.now, dt.UTC)


def now() -> dt.datetime:
    """Return the moment for the record of changes."""
    return clock()


def today() -> dt.date:
    """Return the day where the person sits."""
    return now().astimezone().date()


def latest() -> dt.date:
    """Return the day that answers are for unless another is asked for: today, with all that was done by now.

    What was done counts from its day in UTC, which west of Greenwich begins before the person's own is over.
    """
    return max(today(), now().date())


as_of_option = click.option(
    "--as-of",
    type=DATE,
    metavar="DATE",
    default=latest,
    help="Show everything as it stood at the end of this day.  [default: today]",
)

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask before changing many items.")


def _actor() -> str:
    """Return who is at work: MANDATES_USER, else the name logged in with."""
    try:
        return os.environ.get("MANDATES_USER") or getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user id without a name
        return "unknown"


actor_option = click.option(
    "--actor", metavar="NAME", default=_actor, help="Who does it.  [env: MANDATES_USER; default: your login]"
)


def output_options(*forms: str, default: str = "table", output: bool = True) -> Callable[[Command], Any]:
    """Add `--format`, `--colour`, `--output`, `-q` and `-v`; the command gets them as `console`.

    Without `forms` the command gives no answer and gets `-q` and `-v` alone; without `output` it writes its answer
    piece by piece, to standard output only.
    """

    def decorate(command: Command) -> Any:
        @functools.wraps(command)
        def run(
            *args: Any,
            quiet: int,
            verbose: int,
            form: str = default,
            colour: str = "auto",
            output_file: str | None = None,
            **rest: Any,
        ) -> Any:
            name = None if output_file == "-" else output_file
            console = Console(form, colour, verbose - quiet, name, register=rest.get("database"))
            return command(*args, console=console, **rest)

        options = [
            click.option("--quiet", "-q", count=True, help="Say less on standard error."),
            click.option("--verbose", "-v", count=True, help="Say more on standard error."),
        ]
        if forms:
            choice = click.Choice(forms, case_sensitive=False)
            options += [
                click.option(
                    "--format", "form", type=choice, default=default, show_default=True, help="How to answer."
                ),
                click.option(
                    "--colour",
                    "--color",
                    "colour",
                    type=click.Choice(["auto", "always", "never"]),
                    default="auto",
                    show_default=True,
                    help="When to use colour.",
                ),
            ]
        if forms and output:
            options.append(
                click.option(
                    "--output",
                    "-o",
                    "output_file",
                    metavar="FILE",
                    help="Write the answer to this file instead of the screen.",
                )
            )
        return _with(run, options)

    return decorate


owner_option = click.option(
    "--owner", metavar="NAME", help="Only items on which NAME is to act: a part of the name or an abbreviation."
)
deliverable_option = click.option(
    "--deliverable", "deliverables", type=DELIVERABLE, multiple=True, help="Only items of this kind; repeatable."
)
resolution_option = click.option("--resolution", metavar="SYMBOL", help="Only items from this resolution.")
search_option = click.option(
    "--search", metavar="WORDS", help="Only items with these words in the paragraph or in a note."
)

#: The filters, in the order in which help shows them: parameter, option and its help. One table for all commands.
_FILTERS: dict[str, Callable[[Any], Any]] = {
    "statuses": click.option(
        "--status", "statuses", type=STATUS, multiple=True, help="Only items with this status; repeatable."
    ),
    "states": click.option(
        "--state",
        "states",
        type=STATE,
        multiple=True,
        help="Only items that stand so on the day asked about; repeatable.",
    ),
    "owner": owner_option,
    "partner": click.option(
        "--partner",
        metavar="NAME",
        help="Only items to be done together with NAME: a part of the name or an abbreviation.",
    ),
    "recipient": click.option(
        "--recipient", metavar="NAME", help="Only items to be delivered to NAME: a part of the name or an abbreviation."
    ),
    "body": click.option("--body", type=BODY, metavar="BODY", help="Only items due at this body, or adopted by it."),
    "session": click.option(
        "--session", type=SESSION, metavar="N", help="Only items due at this session, or adopted at it."
    ),
    "due_session": click.option("--due-session", type=SESSION, metavar="N", help="Only items due at this session."),
    "verbs": click.option("--verb", "verbs", type=VERB, multiple=True, help="Only items with this verb; repeatable."),
    "deliverables": deliverable_option,
    "resolution": resolution_option,
    "adopted_session": click.option(
        "--adopted-session", type=SESSION, metavar="N", help="Only items adopted at this session."
    ),
    "overdue": click.option("--overdue", is_flag=True, help="Only what is late."),
    "every": click.option("--every", is_flag=True, help="Each missed occurrence of a recurrence, not one for all."),
    "undated": click.option("--undated", is_flag=True, help="Only what has no date."),
    "search": search_option,
    "since": click.option("--since", type=DATE, metavar="DATE", help="Only items due on this day or later."),
    "until": click.option("--until", type=DATE, metavar="DATE", help="Only items due on this day or earlier."),
}
_ORDER: dict[str, Callable[[Any], Any]] = {
    "sort": click.option("--sort", metavar="COLUMN", help="Sort by this column; -COLUMN for the reverse."),
    "limit": click.option("--limit", type=COUNT, metavar="N", help="At most so many; 0 for all."),
}


def filter_options(*, without: tuple[str, ...] = (), order: bool = True) -> Callable[[Command], Any]:
    """Add the filters; the command gets them as `filters`, a `mandates.domain.filters.Filters`."""
    table = {name: option for name, option in _FILTERS.items() if name not in without} | (_ORDER if order else {})

    def decorate(command: Command) -> Any:
        @functools.wraps(command)
        def run(*args: Any, **rest: Any) -> Any:
            from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick

            values = {name: rest.pop(name) for name in table if name in rest}
            if values.get("resolution"):
                values["resolution"] = symbol(values["resolution"])
            if values.get("since") and values.get("until") and values["since"] > values["until"]:
                raise UsageError("--since is later than --until", "exchange the two")
            return command(*args, filters=Filters(**values), **rest)

        return _with(run, list(table.values()))

    return decorate


def symbol(text: str) -> str:
    """Return the canonical symbol that `text` means.

    Raises:
        UsageError: it means none.
    """
    from mandates.domain.symbols import Symbol  # noqa: PLC0415 -- patterns are compiled on import

    return str(Symbol.parse(text))


def _with(command: Any, options: list[Callable[[Any], Any]]) -> Any:
    """Return `command` with `options`, which help shows in this order."""
    for option in reversed(options):
        command = option(command)
    return command
