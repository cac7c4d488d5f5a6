"""Opening files that people name, without waiting for what may never come."""

from __future__ import annotations

import errno
import os
import pathlib
import stat
from typing import BinaryIO

#: Where systems show the open files of a process: ``/dev/stdin`` and ``/dev/fd/63`` lead there.
_OPEN = ("/proc/", "/dev/fd/")


def may_block(path: str) -> bool:
    """Return whether reading a file may block: it exists, is not a regular file or folder, and is not open already, as
    standard input and what a shell passes as a file are.
    """
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - the path as it is written
    except (OSError, ValueError):
        return False  # opening the file reports the problem
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or os.path.realpath(path).startswith(_OPEN))


def open_file(path: str) -> BinaryIO:
    """Open a file to read its bytes.

    Raises:
        OSError: it cannot be opened, or `may_block`.
    """
    if may_block(path):
        raise OSError(errno.EINVAL, "it is a pipe or a device")
    return pathlib.Path(path).open("rb")
