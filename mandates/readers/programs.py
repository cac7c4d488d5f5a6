"""Programs of others that turn a file into one that is read: found on PATH, run within bounds of time and memory."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence

from mandates.readers import limits
from mandates.readers.limits import Refusal

#: Whether this system bounds what a process takes, and ends it with all that it has started.
_HAS_BOUNDS = os.name == "posix"


def find(*names: str) -> str | None:
    """Return the path of the first of these programs that is on PATH, or beside the Python that runs this one."""
    beside = str(pathlib.Path(sys.executable).parent)
    for name in names:
        found = shutil.which(name) or shutil.which(name, path=beside)
        if found:
            return found
    return None


@contextlib.contextmanager
def folder() -> Iterator[pathlib.Path]:
    """Give a folder for what a program reads and writes, which is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="mandates-") as path:
        yield pathlib.Path(path)


def run(command: Sequence[str], at: pathlib.Path) -> subprocess.CompletedProcess[bytes]:
    """Run a program in the folder `at` and return how it ended, with what it said.

    Raises:
        Refusal: it took longer than `PROGRAM_SECONDS`, and was ended with all that it had started; or it cannot be run.
    """
    name = pathlib.Path(command[0]).name
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and the program is one that was found on PATH
            command,
            cwd=at,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_bound if _HAS_BOUNDS else None,  # noqa: PLW1509 - reading is done by one thread
        )
    except OSError as error:
        raise Refusal("file.unreadable", f"was not read: {name} cannot be run ({error.strerror})") from error
    with process:
        try:
            out, said = process.communicate(timeout=limits.PROGRAM_SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
            message = f"was not read by {name} within {limits.PROGRAM_SECONDS:.0f} seconds; split it, or leave it out"
            raise Refusal("file.too_slow", message) from None
        except BaseException:
            _end(process)
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, said)


def last_line(said: bytes) -> str:
    """Return the last line of what a program said, as far as a message has room for it."""
    lines = said.decode("utf-8", "replace").split("\n")
    return next((" ".join(line.split())[:200] for line in reversed(lines) if line.strip()), "no word why")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if _HAS_BOUNDS:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _bound() -> None:
    """Bound what each process of a program may take; what this process may take is no measure for it."""
    import resource  # noqa: PLC0415 - not on every system

    bounds = ((resource.RLIMIT_AS, limits.PROGRAM_MEMORY), (resource.RLIMIT_CPU, int(limits.PROGRAM_SECONDS) + 1))
    for what, most in bounds:
        _, hard = resource.getrlimit(what)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))
