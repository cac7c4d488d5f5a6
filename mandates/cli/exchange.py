"""`mandates export` and `mandates import`: the register and parts of it as files."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import json
import sys
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

import click

from mandates.cli.console import FILE_FORMATS, Console
from mandates.cli.options import (
    TEXT_FORMATS,
    actor_option,
    as_of_option,
    dry_run_option,
    filter_options,
    output_options,
    register_option,
    yes_option,
)
from mandates.domain.errors import DatabaseUnavailableError, InputError, UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.filters import Filters
    from mandates.store.engine import Register

#: The format of the whole register with its history.
_REGISTER_FORMAT = "jsonl"
#: The format in which the registry of mandates has the paragraphs of a resolution.
_REGISTRY_FORMAT = "registry-json"
_SELECTION_FORMATS = (
    "ics",
    _REGISTRY_FORMAT,
    *FILE_FORMATS,
    *(form for form in TEXT_FORMATS if form not in ("table", _REGISTER_FORMAT)),
    "html",
)


@click.command("export")
@filter_options()
@click.option("--all", "-a", "everything", is_flag=True, help="Include settled items and past days.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a line of the jsonl format, and no data.")
@as_of_option
@register_option
@output_options(_REGISTER_FORMAT, *_SELECTION_FORMATS, default=_REGISTER_FORMAT)
def command_export(
    *, filters: Filters, everything: bool, schema: bool, as_of: dt.date, database: str | None, console: Console
) -> None:
    """Write the register, a workbook or a calendar to a file.

    Format jsonl is the whole register with its history, as a copy or for `import` elsewhere, between SQLite and
    PostgreSQL too. The other formats contain the open items that the filters select. Format ics is a calendar of the
    coming days: submission and issue of documents, opening and closing of sessions, and due dates; with --all, past
    days too. Format registry-json contains the paragraphs of the one resolution named, with what was extracted from
    each, in the form of the registry of mandates.

    \b
    Examples:
      mandates export --output register.jsonl
      mandates export --format ics --owner "Secretary-General" --output due.ics
      mandates export --format xlsx --session 73 --all --output ga73.xlsx
      mandates export --format registry-json --resolution 71/12 --output 71-12.json
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if schema:
        from mandates.register import exchange  # noqa: PLC0415 -- the same

        with console.text() as stream:
            stream.write(json.dumps(exchange.schema(), indent=2) + "\n")
        return
    if console.form == _REGISTER_FORMAT and (everything or filters != Filters()):
        raise UsageError(
            "jsonl always contains the whole register, without filters",
            "leave the filters out, or choose another --format",
        )
    with open_register(database) as register:
        if console.form == _REGISTER_FORMAT:
            _write_register(register, console)
        elif console.form == _REGISTRY_FORMAT:
            _write_registry(register, filters, console)
        else:
            _write_selection(register, filters, as_of, console, everything=everything)


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option("--marks", is_flag=True, help="Import the changes that people made in a workbook or CSV file.")
@click.option("--registry", is_flag=True, help="Import the budget's list of mandates, a CSV file.")
@click.option("--assign-lead", is_flag=True, help="With --registry: if only one entity cites a text, make it the lead.")
@dry_run_option
@yes_option
@actor_option
@register_option
@output_options()
def command_import(
    *,
    file: str,
    marks: bool,
    registry: bool,
    assign_lead: bool,
    dry_run: bool,
    yes: bool,
    actor: str,
    database: str | None,
    console: Console,
) -> None:
    """Read an exported register, a workbook with changes, or the budget's list of mandates.

    A register is read into an empty one, completely or not at all.

    With --marks, FILE is a workbook or CSV file written by `export`, `summary` or `forecast`, in which people changed
    status, document, document date, lead, focal point or note (the yellow columns). The differences are shown, and
    written once you confirm or with --yes, as one change. An item that was changed in the register meanwhile is
    reported as a conflict and left as it is.

    With --registry, FILE is the list of mandates cited in budget documents, as published by the registry of mandates:
    with the columns Symbol, Entity, Section, Programme, Programme Title and Origin Document. Lists then show which
    entities and programmes cite a resolution, and --entity and --programme filter by them.

    \b
    Examples:
      mandates import register.jsonl
      mandates init --db copy.sqlite && mandates import register.jsonl --db copy.sqlite
      mandates import --marks ours.xlsx --dry-run
      mandates import --marks ours.xlsx --yes
      mandates import --registry all_mandates.csv --assign-lead
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    if marks and registry:
        raise UsageError("both --marks and --registry are given", "give only one of them")
    if assign_lead and not registry:
        raise UsageError("--assign-lead belongs to --registry", "give both, with the budget's list of mandates")
    if registry:
        from mandates.cli import registry as registries  # noqa: PLC0415 -- `--help` is to be quick

        registries.take(file, leads=assign_lead, dry_run=dry_run, actor=actor, database=database, console=console)
        return
    if marks:
        from mandates.cli import apply_marks  # noqa: PLC0415 -- `--help` is to be quick

        apply_marks.bring(file, dry_run=dry_run, yes=yes, actor=actor, database=database, console=console)
        return
    from mandates.register import exchange  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same
    from mandates.store import optimizing  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database, writing=True) as register, _open_lines(file) as lines:
        with register.transaction() as connection:
            number = exchange.load(connection, lines)
        with contextlib.suppress(DatabaseUnavailableError), register.transaction() as connection:
            optimizing.analyze(connection)
    console.say(f"Read {count(number, 'row')} into {register.url}.")


def _write_register(register: Register, console: Console) -> None:
    from mandates.register import exchange  # noqa: PLC0415 -- `--help` is to be quick

    with register.transaction() as connection, console.text() as stream:
        for line in exchange.export(connection):
            stream.write(line)


def _write_registry(register: Register, filters: Filters, console: Console) -> None:
    from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import registry  # noqa: PLC0415 -- the same

    if len(filters.resolutions) != 1 or filters != Filters(resolutions=filters.resolutions):
        raise UsageError(
            f"{_REGISTRY_FORMAT} contains one whole resolution", "name it with --resolution, without other filters"
        )
    with register.transaction() as connection:
        paragraphs = registry.paragraphs(connection, filters.resolutions[0])
    with console.text() as stream:
        stream.write(json.dumps(paragraphs, ensure_ascii=False, indent=1) + "\n")


def _write_selection(
    register: Register, filters: Filters, as_of: dt.date, console: Console, *, everything: bool
) -> None:
    from mandates.register import named  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.lists import list_obligations  # noqa: PLC0415 -- the same
    from mandates.rendering.obligations import Obligations  # noqa: PLC0415 -- the same

    if not everything and not filters.statuses:
        filters = dataclasses.replace(filters, settled=False)
    with register.transaction() as connection:
        named.require(connection, filters)
        rows = list_obligations(connection, filters, as_of)
    if console.form == "ics":
        from mandates.rendering.formats import as_ics  # noqa: PLC0415 -- the same

        console.binary(as_ics.make(rows, as_of=as_of, past=everything))
    else:
        console.answer(Obligations(rows))


@contextlib.contextmanager
def _open_lines(file: str) -> Iterator[Iterable[str]]:
    """Yield the lines of a file, or of standard input for ``-``.

    Raises:
        InputError: the file cannot be read, or is not text.
    """
    from mandates.readers.opening import open_file  # noqa: PLC0415 -- `--help` is to be quick

    try:
        if file == "-":
            yield _lines_of(sys.stdin, file)
            return
        with open_file(file) as opened, io.TextIOWrapper(opened, encoding="utf-8", newline="\n") as stream:
            yield _lines_of(stream, file)
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror})", "check the path") from None


def _lines_of(stream: IO[str], file: str) -> Iterator[str]:
    """Yield the lines of `stream`, without the byte order mark that some programs write before the first."""
    try:
        yield next(stream, "").removeprefix("\ufeff")
        yield from stream
    except UnicodeDecodeError:
        raise InputError(f"{file} is not an exported register", "give a file that 'mandates export' wrote") from None
