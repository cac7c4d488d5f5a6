"""Options that commands share, as decorators: the same words with the same meaning everywhere."""

from __future__ import annotations

import contextlib
import functools
import getpass
import os
import pathlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mandates.cli.clock import latest as latest  # noqa: PLC0414 -- commands import it from here
from mandates.cli.clock import now as now  # noqa: PLC0414 -- the same
from mandates.cli.clock import today as today  # noqa: PLC0414 -- the same
from mandates.cli.console import Console, refuse_register
from mandates.cli.types import BODY, CLASS, COUNT, DATE, DELIVERABLE, SESSION, STATE, STATUS, VERB
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.filters import Filters

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

as_of_option = click.option(
    "--as-of",
    type=DATE,
    metavar="DATE",
    default=latest,
    help="Show everything as known at the end of this day.  [default: today]",
)

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
yes_option = click.option("--yes", "-y", is_flag=True, help="Change many items without asking.")


def _actor() -> str:
    """Return the name of the current user: MANDATES_USER, else the login name."""
    try:
        return os.environ.get("MANDATES_USER") or getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user id without a name
        return "unknown"


actor_option = click.option(
    "--actor",
    metavar="NAME",
    default=_actor,
    help="Your name in the history.  [env: MANDATES_USER; default: your login]",
)


def output_options(*forms: str, default: str = "table", output: bool = True) -> Callable[[Command], Any]:
    """Add `--format`, `--colour`, `--output`, `-q` and `-v`; the command gets them as `console`.

    Without `forms` the command has no answer and gets only `-q` and `-v`; without `output` it writes its answer piece
    by piece, to standard output only.
    """

    def decorate(command: Command) -> Any:
        @functools.wraps(command)
        def run(
            *args: Any,
            quiet: int,
            verbose: int,
            form: str | None = None,
            colour: str = "auto",
            output_file: str | None = None,
            **rest: Any,
        ) -> Any:
            if output_file is not None and not output_file.strip():
                raise UsageError("--output names no file", "give a name, or leave the option out")
            name = None if output_file == "-" else output_file
            register = rest.get("database")
            form = _chosen_format(form, name, forms, register) or default
            console = Console(form, colour, verbose - quiet, name, register=register)
            return command(*args, console=console, **rest)

        options = [
            click.option("--quiet", "-q", count=True, help="Show fewer messages."),
            click.option("--verbose", "-v", count=True, help="Show more messages."),
        ]
        if forms:
            choice = click.Choice(forms, case_sensitive=False)
            options += [
                click.option(
                    "--format",
                    "form",
                    type=choice,
                    help=f"Output format.  [default: {default}{', or as the --output FILE ends' if output else ''}]",
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
                    help="Write to this file instead of the screen; its ending sets the format.",
                )
            )
        return _with(run, options)

    return decorate


#: The formats of files by the endings of their names.
_ENDINGS = {
    ".csv": "csv",
    ".eml": "eml",
    ".htm": "html",
    ".html": "html",
    ".ics": "ics",
    ".json": "json",
    ".jsonl": "jsonl",
    ".markdown": "md",
    ".md": "md",
    ".ndjson": "jsonl",
    ".txt": "table",
    ".xlsx": "xlsx",
}


def _chosen_format(
    requested: str | None, file_name: str | None, forms: tuple[str, ...], register: str | None
) -> str | None:
    """Return the requested format, else the one that the ending of the file name implies; None without either.

    Raises:
        UsageError: the command writes no files with that ending, no format is known by it, or another is requested.
    """
    ending = pathlib.PurePath(file_name or "").suffix.lower()
    implied = _ENDINGS.get(ending)
    endings = ", ".join(suffix for suffix, form in _ENDINGS.items() if form in forms)
    if file_name is not None and ending and implied is None and requested is None:
        with contextlib.suppress(OSError):
            refuse_register(file_name, register)  # such as register.db, of which that is the better message
        raise UsageError(
            f"no format is known by the ending {ending}", f"give --format, or a name that ends in one of {endings}"
        )
    if implied is None or implied == requested or (requested or "").endswith(f"-{implied}"):
        return requested
    if requested is not None:
        raise UsageError(
            f"the ending of {file_name} means {implied}, but --format is {requested}",
            "leave --format out, or name another file",
        )
    if implied not in forms:
        advice = "write one with 'mandates export', or " if implied == "ics" and "xlsx" in forms else ""
        raise UsageError(
            f"this command does not write {ending} files", f"{advice}give a name that ends in one of {endings}"
        )
    return implied


#: The filters by named values, in the order of the help: parameter, option, type of the value, its name in the help,
#: and what it selects. All can be repeated, which selects items with any of the values, and have an option
#: ``--not-...``.
_NAMED_FILTERS: dict[str, tuple[str, click.ParamType[Any] | None, str | None, str]] = {
    "statuses": ("--status", STATUS, None, "with this status"),
    "owners": ("--owner", None, "NAME", "on which NAME is to act: a part of the name or an abbreviation"),
    "partners": ("--partner", None, "NAME", "to be done together with NAME"),
    "recipients": ("--recipient", None, "NAME", "to be delivered to NAME"),
    "leads": ("--lead", None, "NAME", "led by this department"),
    "focal_points": ("--focal", None, "NAME", "with this focal point"),
    "bodies": ("--body", BODY, "BODY", "due at this body, or adopted by it"),
    "sessions": ("--session", SESSION, "N", "due at this session, or adopted at it"),
    "due_sessions": ("--due-session", SESSION, "N", "due at this session of --body, or of any body"),
    "verbs": ("--verb", VERB, None, "with this verb"),
    "deliverables": ("--deliverable", DELIVERABLE, None, "of this kind"),
    "classes": (
        "--class",
        CLASS,
        None,
        "of this class, such as outcome (default: mandates, and others with a date)",
    ),
    "resolutions": ("--resolution", None, "SYMBOL", "from this resolution"),
    "series": ("--series", None, "SYMBOL", "from the series of this resolution: all that continue each other"),
    "committees": ("--committee", None, "NAME", "from this committee: Fourth, C.4; none for the plenary"),
    "agenda_items": ("--agenda-item", None, "ITEM", "under this agenda item: its number, or words of the title"),
    "entities": ("--entity", None, "NAME", "from resolutions that this entity cites in the budget"),
    "programmes": ("--programme", None, "NAME", "from resolutions that this programme of the budget cites"),
    "adopted_sessions": ("--adopted-session", SESSION, "N", "adopted at this session"),
}
#: The other filters.
_OTHER_FILTERS: dict[str, Callable[[Any], Any]] = {
    "states": click.option(
        "--state",
        "states",
        type=STATE,
        multiple=True,
        help="Only items in this state on the day of --as-of; repeatable.",
    ),
    "view": click.option("--view", metavar="NAME", help="Only what this saved view selects; see 'mandates view'."),
    "overdue": click.option("--overdue", is_flag=True, help="Only what is late."),
    "unissued": click.option(
        "--unissued", is_flag=True, help="Only reports that were not issued in time for their session."
    ),
    "every": click.option(
        "--every",
        is_flag=True,
        help="Show each missed occurrence and each repeated request in a separate row (default: one row for all).",
    ),
    "renewed": click.option("--renewed", is_flag=True, help="Only what a later resolution requests again."),
    "not_renewed": click.option("--not-renewed", is_flag=True, help="Only what no later resolution requests again."),
    "undated": click.option("--undated", is_flag=True, help="Only what has no date."),
    "search": click.option(
        "--search", metavar="WORDS", help="Only items with these words in the paragraph, the title or a note."
    ),
    "since": click.option("--since", type=DATE, metavar="DATE", help="Only items due on this day or later."),
    "changed_since": click.option(
        "--changed-since",
        type=DATE,
        metavar="DATE",
        help="Only items changed on this day (UTC) or later, such as Monday.",
    ),
    "until": click.option("--until", type=DATE, metavar="DATE", help="Only items due on this day or earlier."),
}
_ORDER: dict[str, Callable[[Any], Any]] = {
    "sort": click.option("--sort", metavar="COLUMN", help="Sort by this column; -COLUMN for the reverse."),
    "limit": click.option("--limit", type=COUNT, metavar="N", help="Show at most N; 0 for all."),
}


def filter_options(*, without: tuple[str, ...] = (), order: bool = True) -> Callable[[Command], Any]:
    """Add the filters; the command gets them as `filters`, a `mandates.domain.filters.Filters`."""
    named = [name for name in _NAMED_FILTERS if name not in without]
    others = {name: option for name, option in _OTHER_FILTERS.items() if name not in without} | (
        _ORDER if order else {}
    )

    def decorate(command: Command) -> Any:
        @functools.wraps(command)
        def run(*args: Any, **rest: Any) -> Any:
            from mandates.domain.filters import Criteria, Filters  # noqa: PLC0415 -- `--help` is to be quick

            included, excluded = ({name: rest.pop(f"{sign}{name}") for name in named} for sign in ("", "not_"))
            for values in (included, excluded):
                for name in ("resolutions", "series"):
                    values[name] = tuple(map(symbol, values.get(name, ())))
            values = {name: rest.pop(name) for name in others}
            for sign, criteria in (("", included | values), ("not-", excluded)):
                _require_values(sign, criteria)
            view = values.pop("view", None)
            if values.get("since") and values.get("until") and values["since"] > values["until"]:
                raise UsageError("--since is later than --until", "swap the two")
            filters = Filters(**included, **values, excluded=Criteria(**excluded))
            if view is not None:
                filters = _of_view(rest.get("database"), view, filters)
            return command(*args, filters=filters, **rest)

        return _with(run, [option for name in named for option in _named_options(name)] + list(others.values()))

    return decorate


def _require_values(sign: str, criteria: dict[str, Any]) -> None:
    """Raise UsageError for a filter with an empty value, such as a variable of a shell that is not set: as part of a
    name it would select nearly everything, or nothing.
    """
    for name, value in criteria.items():
        texts = value if isinstance(value, tuple) else (value,)
        if any(isinstance(text, str) and not text.strip() for text in texts):
            option = _NAMED_FILTERS[name][0] if name in _NAMED_FILTERS else f"--{name}"
            raise UsageError(
                f"--{sign}{option.removeprefix('--')} has an empty value", "give one, or leave the option out"
            )


def _of_view(database: str | None, name: str, explicit: Filters) -> Filters:
    """Return the filters of a view, joined with the explicit ones."""
    from mandates.register import views  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        return views.joined(views.find(connection, name), explicit)


def _named_options(parameter: str) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Return the option of a filter, and the hidden option that leaves its items out."""
    name, kind, metavar, description = _NAMED_FILTERS[parameter]
    without = f"--not-{name.removeprefix('--')}"
    help_text = f"Only items {description}; repeatable; {without} leaves them out."
    return (
        click.option(name, parameter, type=kind, metavar=metavar, multiple=True, help=help_text),
        click.option(
            without,
            f"not_{parameter}",
            type=kind,
            metavar=metavar,
            multiple=True,
            hidden=True,
            help=f"No items {description}.",
        ),
    )


def symbol(text: str) -> str:
    """Return the canonical symbol that `text` means.

    Raises:
        UsageError: it is not a symbol.
    """
    from mandates.domain.symbols import Symbol  # noqa: PLC0415 -- patterns are compiled on import

    return str(Symbol.parse(text))


def _with(command: Any, options: list[Callable[[Any], Any]]) -> Any:
    """Return `command` with `options`, which help shows in this order."""
    for option in reversed(options):
        command = option(command)
    return command
