"""Work done in one child process, path by path, within bounds of processor time and memory.

Files come from anywhere, and a few hundred bytes can describe a page that takes gigabytes to draw. The child is a fork,
which takes a few thousandths of a second; what the work yields comes back one by one. A path that exceeds its bounds,
or ends the process, gives one problem, and a new child goes on with the next.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from mandates.domain.problems import Problem
from mandates.readers.limits import FILE_CPU_SECONDS, FILE_MEMORY, takes_too_much_memory

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

#: Whether this system makes processes by a fork; where not, the work is done in this process.
IS_AVAILABLE = hasattr(os, "fork") and sys.platform != "win32"

_SPLIT = "split it, or leave it out"
# An interruption that comes just as the system begins to wait is noticed only when that wait ends: so waits are short.
_WAIT_SECONDS = 0.5
#: What may be read and not taken yet, in bytes: what a system gives every user.
_AHEAD = 2**20


def each(
    work: Callable[[str], Iterable[T]], paths: Sequence[str], seconds: float
) -> Generator[tuple[str, Iterable[T | Problem]], None, None]:
    """Yield each path with what `work` gives for it, in order.

    What comes with a path is to be used before the next is asked for. Closing the iterator ends the process.

    Args:
        work: must not raise; what it yields has to be picklable.
        seconds: how long one path may take by the clock. Standard input, which may be typed, takes as long as it likes.
    """
    left = deque(paths)
    while left:
        with contextlib.closing(_Child(work, left)) as child:
            while left and child.status is None:
                path = left.popleft()
                items = child.items(path, None if path == "-" else seconds)
                yield path, items
                deque(items, maxlen=0)  # what was not wanted of it


def bound_memory() -> None:
    """Let this process take no more than `FILE_MEMORY` beyond what it has."""
    import resource  # noqa: PLC0415 - not on every system

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = _address_space() + FILE_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def bound_processor_time() -> None:
    """Let the system end this process where it takes more than `FILE_CPU_SECONDS` from now on."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, FILE_CPU_SECONDS)


def _address_space() -> int:
    """Return how many bytes of address space this process has; 0 where the system does not say."""
    try:
        statistics = pathlib.Path("/proc/self/statm").read_text(encoding="ascii")
        return int(statistics.split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


class _Child:
    """A process that works on paths in order, until one takes it along.

    Attributes:
        status: how it ended; None while it goes on.
    """

    def __init__(self, work: Callable[[str], Iterable[Any]], paths: Iterable[str]) -> None:
        from multiprocessing import connection  # noqa: PLC0415 - what reads no files is not to wait for it

        todo = list(paths)
        self._results, results = connection.Pipe(duplex=False)
        _widen(results.fileno())
        self.status: int | None = None
        self._memory = 0
        self._pid = os.fork()
        if not self._pid:
            self._results.close()
            _work(work, todo, results)
        results.close()

    def items(self, path: str, seconds: float | None) -> Iterator[Any]:
        """Yield what the work gives for the next path, and a problem where it takes the process along."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            try:
                while not self._results.poll(_WAIT_SECONDS):
                    if end is not None and time.monotonic() > end:
                        self.close()
                        yield Problem("file.too_slow", path, f"was not read within {seconds:.0f} seconds; {_SPLIT}")
                        return
                item, is_last = self._results.recv()
            except EOFError:
                self._wait()
                yield self._fault(path)
                return
            if is_last:
                return
            yield item

    def close(self) -> None:
        """End the process, whatever it does."""
        if self.status is None:
            os.kill(self._pid, signal.SIGKILL)
            self._wait()
        self._results.close()

    def _wait(self) -> None:
        _, self.status, usage = os.wait4(self._pid, 0)
        self._memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    def _fault(self, path: str) -> Problem:
        """Return why a path ended the process."""
        ended_by = os.WTERMSIG(self.status or 0)
        if ended_by == signal.SIGPROF:
            message = f"took more than {FILE_CPU_SECONDS:.0f} seconds of processor time; {_SPLIT}"
            return Problem("file.too_slow", path, message)
        if self._memory > FILE_MEMORY // 2:
            return takes_too_much_memory(path)
        message = "ended the process that read it; it is damaged, or built to do harm: leave it out"
        return Problem("file.crash", path, message)


def _widen(pipe: int) -> None:
    """Let a pipe hold as much as the system gives, so that the child goes on while its parent is at other things."""
    if sys.platform != "linux":
        return
    import fcntl  # noqa: PLC0415 - not on every system

    with contextlib.suppress(OSError):  # a user who has many pipes may not have large ones
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _AHEAD)


def _work(work: Callable[[str], Iterable[Any]], paths: Iterable[str], results: Connection) -> NoReturn:
    """Do the work in the child and end it, leaving nothing of its parent's undone or done twice."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # which is for the parent to answer
        bound_memory()
        for path in paths:
            bound_processor_time()
            try:
                for item in work(path):
                    results.send((item, False))
            except MemoryError:
                results.send((takes_too_much_memory(path), False))
            except Exception as error:  # noqa: BLE001 - such as a result that cannot be sent: the others are read on
                message = f"could not be read: {error!r}; please report this"
                results.send((Problem("program.fault", path, message), False))
            results.send((None, True))
    except BaseException:  # noqa: BLE001 - nobody waits for more, or the parent says which path it was
        os._exit(1)
    os._exit(0)
