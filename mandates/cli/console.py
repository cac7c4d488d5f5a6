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

#: The width in characters of an answer that does not go to a terminal, if COLUMNS is not set.
WIDTH = 80
#: Formats that are files rather than text, with the module of `mandates.rendering.formats` that makes each.
FILE_FORMATS = {"xlsx": "as_xlsx"}


@dataclass(frozen=True, slots=True)
class Console:
    """How a command writes its answer and its messages.

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
        with self.text() as stream:
            on_screen = self.output is None
            write(answer, stream, Screen(self.width, self._coloured(stream) if on_screen else self.colour == "always"))

    def say(self, message: str, *, least: int = 0) -> None:
        """Write a message to standard error if the loudness is at least `least`: with 1 only if more is asked for."""
        if self.loudness >= least:
            with contextlib.suppress(OSError):  # the answer is written even if nobody reads the messages
                click.echo("".join(char if char.isprintable() else "\ufffd" for char in message), err=True)

    def notice(self, notice: str | None) -> None:
        """Write a notice about a reference to standard error; do nothing if there is none."""
        if notice is not None:
            self.say(f"{notice}.")

    @property
    def width(self) -> int:
        """The number of character cells in a line: COLUMNS, else that of the terminal, else 80."""
        columns = os.environ.get("COLUMNS", "")
        if columns.isdecimal() and int(columns):
            return int(columns)
        for stream in (sys.stdout, sys.stderr):  # a piped answer is often read on the terminal nevertheless
            with contextlib.suppress(OSError, ValueError, AttributeError):
                return os.get_terminal_size(stream.fileno()).columns or WIDTH
        return WIDTH

    def _coloured(self, stream: IO[str]) -> bool:
        if self.colour != "auto":
            return self.colour == "always"
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not plain and stream.isatty()

    @contextlib.contextmanager
    def text(self) -> Iterator[IO[str]]:
        """Yield the stream for text: standard output, or the output file, which is written as a whole or not at all."""
        if self.output is None:
            yield sys.stdout
            return
        with (
            written_file(self.output, register=self.register) as path,
            path.open("w", encoding="utf-8", newline="") as stream,
        ):
            yield stream

    def binary(self, data: bytes) -> None:
        """Write the content of a file to the output file or to standard output.

        Raises:
            UsageError: standard output is a terminal.
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
    """Yield a temporary file in the folder of `name`, which is renamed to `name` once it is complete.

    A symbolic link stays one: the file that it points to is written. An existing file keeps its access rights.

    Raises:
        UsageError: the file is a register, `register` (None for the default one) or any other.
        InputError: the file cannot be written.
    """
    target = pathlib.Path(name)
    if target.is_char_device() or target.is_fifo():  # such as /dev/stdout
        yield target
        return
    import tempfile  # noqa: PLC0415 - few commands write files

    temporary_path: pathlib.Path | None = None
    try:
        target = refuse_register(name, register)
        handle, temporary_name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        temporary_path = pathlib.Path(temporary_name)
        _give_rights(temporary_path, target)
        yield temporary_path
        temporary_path.replace(target)
    except OSError as error:
        raise InputError(f"{name} cannot be written ({error.strerror})", "give another place with --output") from None
    finally:
        if temporary_path is not None:
            temporary_path.unlink(missing_ok=True)


def refuse_register(name: str, register: str | None) -> pathlib.Path:
    """Return the path of the file `name`, with symbolic links followed.

    Raises:
        UsageError: the file is a register, `register` (None for the default one) or any other.
    """
    from mandates.cli.registers import is_register  # noqa: PLC0415 - few commands write files

    target = _followed(pathlib.Path(name))
    if is_register(target, register):
        raise UsageError(f"{name} is a register and is not overwritten", "give another file with --output")
    return target


def _followed(path: pathlib.Path) -> pathlib.Path:
    """Return a path with all symbolic links followed."""
    try:
        return path.resolve()
    except RuntimeError:  # raised by Python before 3.13 for a cycle of links
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _give_rights(new: pathlib.Path, target: pathlib.Path) -> None:
    """Give a new file the owner and the access rights of the one it replaces, or those of any new file."""
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        new.chmod(0o666 & ~mask)
        return
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    import shutil  # noqa: PLC0415 - few commands write files

    old_status = target.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # not everybody may give files to another owner
            os.chown(new, old_status.st_uid, old_status.st_gid)
        with contextlib.suppress(OSError):
            os.chown(new, -1, old_status.st_gid)
    shutil.copystat(target, new)  # with access control lists, where the system has them
