"""Other programs that convert files: found on PATH, run with limits of time and memory."""

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

#: Whether this system can limit the resources of a process and kill it with all its children.
_HAS_BOUNDS = os.name == "posix"


def find(*names: str) -> str | None:
    """Return the path of the first of these programs that is on PATH or in the folder of this Python, or None."""
    python_folder = str(pathlib.Path(sys.executable).parent)
    for name in names:
        path = shutil.which(name) or shutil.which(name, path=python_folder)
        if path:
            return path
    return None


@contextlib.contextmanager
def folder() -> Iterator[pathlib.Path]:
    """Provide a temporary folder for the files of a program, which is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="mandates-") as path:
        yield pathlib.Path(path)


def run(command: Sequence[str], at: pathlib.Path) -> subprocess.CompletedProcess[bytes]:
    """Run a program in the folder `at` and return the completed process with its output.

    Raises:
        Refusal: it took longer than `PROGRAM_SECONDS` and was killed with its children, or it cannot be run.
    """
    name = pathlib.Path(command[0]).name
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and the program was found on PATH
            command,
            cwd=at,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_set_limits if _HAS_BOUNDS else None,  # noqa: PLW1509 - the reading process has one thread
        )
    except OSError as error:
        raise Refusal("file.unreadable", f"was not read: {name} cannot be run ({error.strerror})") from error
    with process:
        try:
            output, errors = process.communicate(timeout=limits.PROGRAM_SECONDS)
        except subprocess.TimeoutExpired:
            _kill(process)
            message = f"was not read by {name} within {limits.PROGRAM_SECONDS:.0f} seconds; split it, or leave it out"
            raise Refusal("file.too_slow", message) from None
        except BaseException:
            _kill(process)
            raise
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def last_line(said: bytes) -> str:
    """Return the last line of the output of a program, cut to the length for a message."""
    lines = said.decode("utf-8", "replace").split("\n")
    return next((" ".join(line.split())[:200] for line in reversed(lines) if line.strip()), "no word why")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and its children."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if _HAS_BOUNDS:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _set_limits() -> None:
    """Set the limits of memory and processor time for an external program, which differ from those of this process."""
    import resource  # noqa: PLC0415 - not on every system

    maxima = ((resource.RLIMIT_AS, limits.PROGRAM_MEMORY), (resource.RLIMIT_CPU, int(limits.PROGRAM_SECONDS) + 1))
    for resource_kind, maximum in maxima:
        _, hard = resource.getrlimit(resource_kind)
        soft = maximum if hard == resource.RLIM_INFINITY else min(maximum, hard)
        resource.setrlimit(resource_kind, (soft, hard))
