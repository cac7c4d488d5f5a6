"""`mandates note`: add a note with files and links to an item, list its notes, save an attached file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pathlib
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import (
    TEXT_FORMATS,
    actor_option,
    as_of_option,
    dry_run_option,
    now,
    output_options,
    register_option,
    today,
)
from mandates.cli.types import POSITIVE
from mandates.domain.errors import InputError, UsageError

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from mandates.register.notes import File


@click.command("note")
@click.argument("reference")
@click.argument("text", required=False)
@click.option("--attach", "files", metavar="FILE", multiple=True, help="Keep this file with the note; repeatable.")
@click.option("--link", "links", metavar="URL", multiple=True, help="A link to keep with the note; repeatable.")
@click.option("--remove", type=POSITIVE, metavar="N", help="Remove the note with this number.")
@click.option(
    "--file", "wanted", type=POSITIVE, metavar="N", help="Write the attached file with this number to --save."
)
@click.option("--save", "target", metavar="FILE", help="Where to write it.  [default: standard output]")
@dry_run_option
@actor_option
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_note(
    *,
    reference: str,
    text: str | None,
    files: tuple[str, ...],
    links: tuple[str, ...],
    remove: int | None,
    wanted: int | None,
    target: str | None,
    dry_run: bool,
    actor: str,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Add a note to an item, with files or links; without a text, show its notes.

    Notes are kept in order, each with its day and author. Lists show the latest note, `show` all of them, and --search
    finds their words. Files are kept in the register. If several dates of the mandate are open, the note goes to the
    first, unless you name one with "@".

    \b
    Examples:
      mandates note 71/12#8 "DPPA asks for two more weeks"
      mandates note 71/12#8 "Their letter" --attach letter.pdf --link https://docs.un.org/A/73/328
      mandates note 71/12#8
      mandates note 71/12#8 --file 3 --save letter.pdf
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    has_note = bool(text is not None or files or links)
    if has_note + (remove is not None) + (wanted is not None) > 1:
        raise UsageError("more than one action is given", "give only one of: a note, --remove, --file")
    if target is not None and wanted is None:
        raise UsageError("the file to save is not named", "give its number: --file N")
    if wanted is not None:
        _write(database, wanted, dataclasses.replace(console, output=target, form="binary"))
    elif has_note or remove is not None:
        _change(
            reference,
            text or "",
            _read(files),
            links,
            remove,
            dry_run=dry_run,
            actor=actor,
            database=database,
            console=console,
        )
    else:
        _show(reference, as_of, database, console)


def _change(
    reference: str,
    text: str,
    files: list[File],
    links: tuple[str, ...],
    remove: int | None,
    *,
    dry_run: bool,
    actor: str,
    database: str | None,
    console: Console,
) -> None:
    from mandates.domain.commands import Note  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import notes, track  # noqa: PLC0415 -- the same
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same
    from mandates.rendering.history import difference_words  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with (
        open_register(database, writing=True) as register,
        working(register, actor=actor, at=now(), command="note", today=today()) as work,
    ):
        command = Note(text=text, files=notes.attach(work, files), links=links, remove=remove)
        (done,) = track.apply(work, command, track.Named(references=(reference,))).changed
        if dry_run:
            work.connection.rollback()
    console.notice(done.notice)
    words = difference_words(done.before, done.after) or "already so; nothing was changed"
    console.say(f"{done.reference}: {words}.")
    if dry_run:
        console.say("Nothing was changed.")


def _show(reference: str, as_of: dt.date, database: str | None, console: Console) -> None:
    from mandates.register.show import mandate_view  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.mandate import Notes  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        view = mandate_view(connection, reference, as_of)
    console.answer(Notes(view.obligations))


def _write(database: str | None, number: int, console: Console) -> None:
    from mandates.register.notes import file_of  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        file = file_of(connection, number)
    console.binary(file.content)


def _read(names: tuple[str, ...]) -> list[File]:
    """Return the files of these names.

    Raises:
        InputError: a file cannot be read.
    """
    from mandates.domain.notes import LARGEST  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.notes import File  # noqa: PLC0415 -- the same

    files = []
    for name in names:
        path = pathlib.Path(name)
        try:
            if not path.is_file():
                raise InputError(f"{name} is not a file that can be attached", "check the path")
            with path.open("rb") as stream:
                files.append(File(path.name, stream.read(LARGEST + 1)))
        except OSError as error:
            raise InputError(f"{name} cannot be read ({error.strerror})", "check the path") from None
    return files
