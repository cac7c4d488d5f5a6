"""What a command says: its answer on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import click

from mandates.domain.errors import InputError, UsageError

if TYPE_CHECKING:  # imported when an answer is printed: `--help` is to be quick
    from mandates.rendering.answer import Answer

#: Width of an answer that goes neither to a terminal nor has COLUMNS set.
WIDTH = 80
#: Formats that are files rather than text, with the module of `mandates.rendering.formats` that makes each.
FILE_FORMATS = {"xlsx": "as_xlsx"}


@dataclass(frozen=True, slots=True)
class Console:
    """How a command was asked to speak.

    Attributes:
        form: the format of its answer. output: a file to write it to, None for standard output.
        colour: ``auto``, ``always`` or ``never``.
        loudness: 0 as usual, negative for fewer messages, positive for more.
        register: the register in use, as the command line names it, which no answer may be written over.
    """

    form: str = "table"
    colour: str = "auto"
    loudness: int = 0
    output: str | None = None
    register: str | None = None

    def answer(self, answer: Answer) -> None:
        """Write an answer in the format asked for."""
        from mandates.rendering.formats import Screen, writer  # noqa: PLC0415 -- see above

        if self.form in FILE_FORMATS:
            import importlib  # noqa: PLC0415 -- rarely needed

            module = importlib.import_module(f"mandates.rendering.formats.{FILE_FORMATS[self.form]}")
            self.binary(module.make(answer))
            return
        write = writer(self.form)
        with self.text() as out:
            on_screen = self.output is None
            write(answer, out, Screen(self.width, self._coloured(out) if on_screen else self.colour == "always"))

    def say(self, message: str, *, least: int = 0) -> None:
        """Say something on standard error unless asked to be quieter; with `least` 1 only when asked for more."""
        if self.loudness >= least:
            with contextlib.suppress(OSError):  # whoever does not read messages still gets the answer
                click.echo("".join(c if c.isprintable() else "\ufffd" for c in message), err=True)

    def notice(self, notice: str | None) -> None:
        """Say what there is to know of a reference that was given, where there is anything."""
        if notice is not None:
            self.say(f"{notice}.")

    @property
    def width(self) -> int:
        """How many cells a line may take: COLUMNS, else the terminal's, else 80."""
        given = os.environ.get("COLUMNS", "")
        if given.isdecimal() and int(given):
            return int(given)
        for stream in (sys.stdout, sys.stderr):  # an answer that is piped is often read on the terminal all the same
            with contextlib.suppress(OSError, ValueError, AttributeError):
                return os.get_terminal_size(stream.fileno()).columns or WIDTH
        return WIDTH

    def _coloured(self, out: IO[str]) -> bool:
        if self.colour != "auto":
            return self.colour == "always"
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not plain and out.isatty()

    @contextlib.contextmanager
    def text(self) -> Iterator[IO[str]]:
        """Give where text goes: standard output, or the file asked for, which is there whole or not at all."""
        if self.output is None:
            yield sys.stdout
            return
        with (
            written_file(self.output, register=self.register) as path,
            path.open("w", encoding="utf-8", newline="") as out,
        ):
            yield out

    def binary(self, data: bytes) -> None:
        """Write a file's content to where the answer goes.

        Raises:
            UsageError: that is a terminal.
        """
        if self.output is not None:
            with written_file(self.output, register=self.register) as path:
                path.write_bytes(data)
            return
        if sys.stdout.isatty():
            raise UsageError(f"a {self.form} file cannot be shown on a terminal", "name a file with --output")
        sys.stdout.buffer.write(data)


@contextlib.contextmanager
def written_file(name: str, *, register: str | None = None) -> Iterator[pathlib.Path]:
    """Give a file to write beside `name`, which takes that name only once it is whole.

    A symbolic link stays one: the file that it leads to is written. A file that is there keeps its access rights.

    Raises:
        UsageError: a register is there, `register` (None for the default one) or any other.
        InputError: it cannot be written there.
    """
    target = pathlib.Path(name)
    if target.is_char_device() or target.is_fifo():  # such as /dev/stdout
        yield target
        return
    import tempfile  # noqa: PLC0415 - few commands write files

    from mandates.cli.registers import is_register  # noqa: PLC0415 - the same

    made: pathlib.Path | None = None
    try:
        target = _followed(target)
        if is_register(target, register):
            raise UsageError(f"{name} is a register and is not written over", "give another file with --output")
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        made = pathlib.Path(temporary)
        _give_rights(made, target)
        yield made
        made.replace(target)
    except OSError as error:
        raise InputError(f"{name} cannot be written ({error.strerror})", "give another place with --output") from None
    finally:
        if made is not None:
            made.unlink(missing_ok=True)


def _followed(path: pathlib.Path) -> pathlib.Path:
    """Return where a path leads in the end."""
    try:
        return path.resolve()
    except RuntimeError:  # how Python before 3.13 says that links lead round in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _give_rights(made: pathlib.Path, target: pathlib.Path) -> None:
    """Give a new file the owner and the access rights of the one it replaces, or those of any new file."""
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o666 & ~mask)
        return
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    import shutil  # noqa: PLC0415 - few commands write files

    was = target.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # who may not give files away keeps them
            os.chown(made, was.st_uid, was.st_gid)
        with contextlib.suppress(OSError):
            os.chown(made, -1, was.st_gid)
    shutil.copystat(target, made)  # with lists of access rights, where the system keeps such
