"""Taking turns at writing to a SQLite file.

A waiting writer of SQLite retries at ever longer intervals, while one that has just finished may begin again at once:
with several programs that write without a pause, some never get the lock. So writers queue: only the first in the queue
waits for the database, the others wait behind it, and so does a writer that wants to write again. The queue is a lock
on an empty file next to the register; the system releases it when a program dies. It provides fairness alone: SQLite's
own locks protect the data, and where no such lock is available (Windows, some network folders), only fairness is lost.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import time
from collections.abc import Iterator
from types import ModuleType

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None

#: The suffix that is added to the name of a register for the file that is locked.
ENDING = "-turn"

#: How long to wait before trying again to get the lock, in seconds.
_PAUSE = 0.005


@contextlib.contextmanager
def turn(register: pathlib.Path, seconds: float) -> Iterator[bool]:
    """Wait for the turn to write to the file `register`, and keep it during the block.

    Yields whether the turn was obtained within `seconds`; if not, the block runs anyway and relies on SQLite's locks.
    """
    try:
        line = os.open(_line(register), os.O_RDONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError:
        yield False
        return
    try:
        yield _try_lock(line, time.monotonic() + seconds)
    finally:
        os.close(line)


def remove_line(register: pathlib.Path) -> None:
    """Remove the lock file of `register`, unless another program holds the lock."""
    with contextlib.suppress(OSError):
        line = os.open(_line(register), os.O_RDONLY)
        try:
            if _try_lock(line, 0.0):
                _line(register).unlink()
        finally:
            os.close(line)


def _line(register: pathlib.Path) -> pathlib.Path:
    return register.with_name(register.name + ENDING)


def _try_lock(line: int, until: float) -> bool:
    """Lock an open file, and return whether that succeeded before `until`, in seconds of the monotonic clock."""
    if fcntl is None:
        return False
    while True:
        try:
            fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE)
        except OSError:
            return False
        else:
            return True
