"""Taking turns at writing to a SQLite file.

SQLite lets a writer who waits ask again at ever longer intervals, while one who has just finished may begin again at
once: with several programs that write without a pause, some never get in. So writers stand in line: only the first in
line waits for the database, the others wait behind it, and who wants to write again does so too. The line is a lock on
an empty file beside the register; the system lets it go when a program dies. It makes for fairness alone: what may be
written is settled by SQLite's own locks, and where such a lock cannot be had (Windows, some network folders), nothing
but fairness is lost.
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

#: Stands behind the name of a register in the name of the file that is its line.
ENDING = "-turn"

#: How long to wait before asking again whether the one before has got in, in seconds.
_PAUSE = 0.005


@contextlib.contextmanager
def turn(register: pathlib.Path, seconds: float) -> Iterator[bool]:
    """Stand in line to write to the file `register`, and keep the first place in it during the block.

    Gives whether the place was got within `seconds`; without it the block goes on and is at SQLite's mercy.
    """
    try:
        line = os.open(_line(register), os.O_RDONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError:
        yield False
        return
    try:
        yield _taken(line, time.monotonic() + seconds)
    finally:
        os.close(line)


def remove_line(register: pathlib.Path) -> None:
    """Take away the file that is the line of `register`, where nobody stands in it."""
    with contextlib.suppress(OSError):
        line = os.open(_line(register), os.O_RDONLY)
        try:
            if _taken(line, 0.0):
                _line(register).unlink()
        finally:
            os.close(line)


def _line(register: pathlib.Path) -> pathlib.Path:
    return register.with_name(register.name + ENDING)


def _taken(line: int, until: float) -> bool:
    """Lock an open file, and return whether that was possible before `until`."""
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
