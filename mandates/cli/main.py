"""The `mandates` command: its subcommands, loaded when called, and the one place where errors become exit codes."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from mandates import __version__
from mandates.cli.command_hints import TRIED, extra_argument
from mandates.cli.suggest import did_you_mean
from mandates.domain.errors import MandatesError

#: The commands by task: name, module that holds it (as `command_<name>`), one-line help. This table is
#: all that `--help` loads.
GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "See what is due and what is late": {
        "list": ("listing", "What is pending, soonest first, overdue on top."),
        "overdue": ("listing", "What is late, and by how much."),
        "show": ("show", "One mandate: its paragraph, obligations, evidence, history."),
        "summary": ("summary", "One session, or several: due, new, carried over."),
        "compare-sessions": ("summary", "Two sessions compared."),
        "forecast": ("forecast", "What falls due over the coming sessions or months."),
        "digest": ("digest", "A mail of what is late, due soon and changed."),
        "cycles": ("forecast", "Reporting and mandate cycles of the Security Council."),
        "compare": ("lineage", "What became of each paragraph in a newer resolution."),
        "series": ("lineage", "Which resolutions continue each other, and their requests."),
        "renewals": ("renewals", "Requests that later resolutions renew; settle the older."),
        "check": ("check", "What a draft repeats, changes and leaves out."),
        "stock": ("stock", "Mandates grouped for a review of the stock; judgements."),
    },
    "Track": {
        "report": ("track", "Mark an item as reported, with the document."),
        "match": ("match", "Read issued documents and propose which items they answer."),
        "accept": ("match", "Accept what documents answer: by number or from a table."),
        "update": ("update", "Set status, date or note of one item or of many."),
        "assign": ("update", "Say who is to act."),
        "note": ("note", "Add a note to an item, with files and links."),
        "add": ("add", "Add a mandate that the extraction missed."),
        "review": ("review", "Check uncertain extractions, worst first, and correct them."),
        "history": ("show", "Who changed what, and when."),
        "undo": ("track", "Undo the last change, or one by its number."),
    },
    "Look up": {
        "documents": ("match", "The stored documents, and what each answers."),
        "resolutions": ("inventory", "The resolutions in the register."),
        "owners": ("inventory", "Who has to act, and how many items are open."),
        "sessions": ("inventory", "Sessions of a body: dates and document timetable."),
        "view": ("view", "Filters saved under a name, for use in any command."),
    },
    "Work in a browser": {
        "serve": ("serve", "The register in a browser, for yourself or a team."),
        "user": ("user", "Who may sign in to the pages of a team."),
    },
    "Import and export": {
        "ingest": ("ingest", "Read resolutions into the register."),
        "extract": ("extract", "Extract mandates and print them, without a register."),
        "export": ("exchange", "Write the register, a workbook or a calendar to a file."),
        "import": ("exchange", "Read a register, a filled-in workbook, or the budget's list."),
    },
    "Keep": {
        "init": ("store", "Make an empty register."),
        "db": ("store", "Upgrade, back up or check the register."),
        "help": ("help", "Explain a command, or the code of a problem."),
    },
}
COMMANDS: dict[str, tuple[str, str]] = {name: entry for group in GROUPS.values() for name, entry in group.items()}

_EPILOG = """\b
Start with:
  mandates init
  mandates ingest FOLDER
  mandates list

The register is a file in your data folder; --db or MANDATES_DB names another file or a PostgreSQL database."""

#: The number of new objects after which garbage is collected. Loading a command makes tens of thousands that all stay;
#: collecting every 700, as Python does, takes a seventh of the time of `mandates list` (benchmarks/startup.py).
_COLLECTION_THRESHOLD = 50_000

INTERRUPTED = 130
PIPE_CLOSED = 141


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that `--help` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        """Import and return a command, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mandates.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"command_{cmd_name.replace('-', '_')}")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begin with; for an unknown one raise UsageError with the likely one."""
        name = args[0]
        if name in TRIED:
            raise click.UsageError(f"there is no command '{name}'; {TRIED[name]}", ctx)
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(f"there is no command '{name}'{did_you_mean(name, COMMANDS)}", ctx)
        resolved = super().resolve_command(ctx, args)
        if resolved[1] is not None:
            _require_once(resolved[1], resolved[2])
        return resolved

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- the same
        """Write the table of commands without importing them."""
        for title, commands in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(name, text) for name, (_, text) in commands.items()])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line and exit with its code; an error of the user is one line on standard error."""
        prog_name = "mandates"
        if not standalone_mode or "_MANDATES_COMPLETE" in os.environ:
            return super().main(args, prog_name, complete_var, standalone_mode, **extra)
        code: Any
        try:
            # as in `main` of click, which would use its own exit code if the reader of a pipe has gone
            with self.make_context(prog_name, list(sys.argv[1:] if args is None else args), **extra) as context:
                code = self.invoke(context)
            sys.stdout.flush()
        except click.exceptions.Exit as end:
            code = end.exit_code
            sys.stdout.flush()
        except MandatesError as error:
            code = _fail(_sentences(error), error.exit_code)
        except click.ClickException as error:
            code = _fail(_usage(error), error.exit_code)
        except (KeyboardInterrupt, EOFError):
            code = _fail("interrupted.", INTERRUPTED, after="\n")  # ends the line that was typed on the terminal
        except click.Abort:
            code = _fail("interrupted.", INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more is to be written at exit
            code = PIPE_CLOSED
        except OSError as error:
            if error.filename is not None:
                raise
            code = _fail(
                f"the answer cannot be written ({error.strerror}). Free some space, or write to another place.", 1
            )
        sys.exit(code if isinstance(code, int) else 0)


def _require_once(command: click.Command, args: list[str]) -> None:
    """Raise UsageError for an option that is given twice but takes one value: no value is lost silently."""
    context = click.Context(command, info_name=command.name, parent=click.get_current_context())
    try:
        _, remaining, parameters = command.make_parser(context).parse_args(args=list(args))
    except click.UsageError:
        return  # the command reports it itself
    single_options = [
        option
        for option in parameters
        if isinstance(option, click.Option) and not (option.multiple or option.count or option.is_flag)
    ]
    for option in single_options:
        if single_options.count(option) > 1:
            raise click.UsageError(f"{option.opts[0]} is given twice: give it once", context)
    if isinstance(command, click.Group) and remaining:
        subcommand = command.get_command(context, remaining[0])
        if subcommand is not None:
            _require_once(subcommand, remaining[1:])


def _fail(message: str, code: int, *, after: str = "") -> int:
    text = "".join(char if char.isprintable() else "\ufffd" for char in message)
    with contextlib.suppress(OSError):  # nobody reads the message, and the exit code tells the failure
        click.echo(f"{after}Error: {text}", err=True)
    return code


def _sentences(error: MandatesError) -> str:
    """Return reason and remedy as two sentences."""
    if not error.remedy:
        return f"{error.reason}."
    end = "?" if error.remedy.startswith("did you mean") else "."
    return f"{error.reason}. {error.remedy[0].upper()}{error.remedy[1:]}{end}"


def _usage(error: click.ClickException) -> str:
    """Return an error of click on one line, with a pointer to the help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):  # its message is the whole help
        group = error.ctx.command
        names = f": {', '.join(group.commands)}" if isinstance(group, click.Group) else ""
        return f"'{error.ctx.command_path}' needs a command{names}. See '{error.ctx.command_path} --help'."
    message = extra_argument(error) or " ".join(error.format_message().split())
    message = re.sub(r"\((Did you mean .*\?)\)$", r"\1", message)
    context = getattr(error, "ctx", None)
    if message and message[-1] not in ".?!":
        message += "."
    return f"{message} See '{context.command_path} --help'." if context else message


@click.group(
    cls=LazyGroup,
    subcommand_metavar="[COMMAND] [ARGS]...",  # the same with every version of click
    invoke_without_command=True,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="mandates")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Track the mandates of United Nations resolutions: who has to do what by when, what was done, and what is late."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run() -> NoReturn:
    """Run the command line and end the process at once, without the cleanup of the interpreter.

    By then registers and files are closed. Freeing the objects of the program one by one, before the system takes back
    the memory as a whole, takes a sixth of the time of `mandates list` (benchmarks/startup.py); mypy ends likewise.
    """
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    atexit._run_exitfuncs()  # noqa: SLF001 - releases the resources of other processes
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(code if isinstance(code, int) else 0)


def _open_closed_streams() -> None:
    """Replace closed standard streams by an empty input, an output that cannot be written, messages that nobody reads.

    Otherwise the next file that is opened would get the file descriptor of the stream.
    """
    for name, flags, mode in (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode))


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; ends with `SystemExit`."""
    gc.set_threshold(_COLLECTION_THRESHOLD)
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # characters that the encoding lacks become question marks
            stream.reconfigure(errors="replace")
    cli.main(args=args)
