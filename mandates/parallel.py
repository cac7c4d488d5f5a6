"""Many files read: in this process, or side by side in several; results in the order of the files either way.

Small work stays in this process, so that a few files are read as quickly as one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import TypeVar

from mandates.model import Problem
from mandates.readers.limits import FILE_SECONDS

T = TypeVar("T")

#: Fewer files than this are read sooner in this process than others take to start.
IN_PROCESS = 12


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    work: Callable[[str], Iterable[T]], paths: Sequence[str], jobs: int, seconds: float = FILE_SECONDS
) -> Generator[tuple[str, Iterable[T | Problem]], None, None]:
    """Yield each path with what `work` gives for it, in the order of `paths`.

    What comes with a path is to be used before the next is asked for. Closing the iterator, or an interruption, ends
    the processes.

    Args:
        work: what to do with a path; a function of a module, so that other processes find it. Must not raise.
        jobs: processes to use at most.
        seconds: what one file may take where several processes are used.
    """
    if jobs < 2 or len(paths) < IN_PROCESS:
        yield from ((path, work(path)) for path in paths)
        return
    from mandates import processes  # noqa: PLC0415 - what is read here is not to wait for the means of others

    yield from processes.read(work, paths, jobs, seconds)
