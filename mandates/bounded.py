"""Work on one path after the other in a child process, with limits of processor time and memory.

Files come from any source, and a few hundred bytes can describe a page that takes gigabytes to draw. The child is a
fork, which takes a few milliseconds; it sends back the results one by one. A path that exceeds its bounds, or ends the
process, gives one problem, and a new child continues with the next path.
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

#: Whether this system can fork processes; if not, the work is done in this process.
IS_AVAILABLE = hasattr(os, "fork") and sys.platform != "win32"

_ADVICE = "split it, or leave it out"
# An interruption that arrives just as a wait begins is noticed only when the wait ends, so waits are short.
_WAIT_SECONDS = 0.5
#: The size of the pipe in bytes, that is, how far the child may be ahead: the most that Linux gives every user.
_PIPE_SIZE = 2**20


def each(
    work: Callable[[str], Iterable[T]], paths: Sequence[str], seconds: float
) -> Generator[tuple[str, Iterable[T | Problem]], None, None]:
    """Yield each path with the results of `work` for it, in order.

    The results of a path have to be used before the next path is requested. Closing the iterator ends the process.

    Args:
        work: the function to call with each path; it must not raise, and its results must be picklable.
        seconds: how long one path may take in elapsed time. Standard input, which may be typed, has no limit.
    """
    waiting = deque(paths)
    while waiting:
        with contextlib.closing(_Child(work, waiting)) as child:
            while waiting and child.status is None:
                path = waiting.popleft()
                items = child.items(path, None if path == "-" else seconds)
                yield path, items
                deque(items, maxlen=0)  # discard the results that the caller has not used


def bound_memory() -> None:
    """Limit the memory of this process to `FILE_MEMORY` bytes more than it uses now."""
    import resource  # noqa: PLC0415 - not on every system

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = _address_space() + FILE_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def bound_processor_time() -> None:
    """Let the system end this process if it takes more than `FILE_CPU_SECONDS` of processor time from now on."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, FILE_CPU_SECONDS)


def _address_space() -> int:
    """Return the size of the address space of this process in bytes; 0 if the system does not tell it."""
    try:
        statistics = pathlib.Path("/proc/self/statm").read_text(encoding="ascii")
        return int(statistics.split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


class _Child:
    """A process that works on paths in order, until one of them ends it.

    Attributes:
        status: the exit status of the process; None while it runs.
    """

    def __init__(self, work: Callable[[str], Iterable[Any]], paths: Iterable[str]) -> None:
        from multiprocessing import connection  # noqa: PLC0415 - slow, and needed only where files are read

        remaining = list(paths)
        self._results, results = connection.Pipe(duplex=False)
        _widen(results.fileno())
        self.status: int | None = None
        self._memory = 0
        self._pid = os.fork()
        if not self._pid:
            self._results.close()
            _work(work, remaining, results)
        results.close()

    def items(self, path: str, seconds: float | None) -> Iterator[Any]:
        """Yield the results for the next path, and a problem if the path ends the process or takes too long."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            try:
                while not self._results.poll(_WAIT_SECONDS):
                    if deadline is not None and time.monotonic() > deadline:
                        self.close()
                        yield Problem("file.too_slow", path, f"was not read within {seconds:.0f} seconds; {_ADVICE}")
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
        """End the process, even if it is still working."""
        if self.status is None:
            os.kill(self._pid, signal.SIGKILL)
            self._wait()
        self._results.close()

    def _wait(self) -> None:
        _, self.status, usage = os.wait4(self._pid, 0)
        self._memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    def _fault(self, path: str) -> Problem:
        """Return the problem that says why a path ended the process."""
        end_signal = os.WTERMSIG(self.status or 0)
        if end_signal == signal.SIGPROF:
            message = f"took more than {FILE_CPU_SECONDS:.0f} seconds of processor time; {_ADVICE}"
            return Problem("file.too_slow", path, message)
        if self._memory > FILE_MEMORY // 2:
            return takes_too_much_memory(path)
        message = "ended the process that read it; it is damaged, or built to do harm: leave it out"
        return Problem("file.crash", path, message)


def _widen(pipe: int) -> None:
    """Enlarge a pipe as far as the system allows, so that the child can continue while its parent is busy."""
    if sys.platform != "linux":
        return
    import fcntl  # noqa: PLC0415 - not on every system

    with contextlib.suppress(OSError):  # a user with many pipes may be refused large ones
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)


def _work(work: Callable[[str], Iterable[Any]], paths: Iterable[str], results: Connection) -> NoReturn:
    """Do the work in the child and end it by `os._exit`: exit handlers and buffers of its parent stay unused."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles it
        bound_memory()
        for path in paths:
            bound_processor_time()
            try:
                for item in work(path):
                    results.send((item, False))
            except MemoryError:
                results.send((takes_too_much_memory(path), False))
            except Exception as error:  # noqa: BLE001 - such as a result that cannot be sent; the other paths are still read
                message = f"could not be read: {error!r}; please report this"
                results.send((Problem("program.fault", path, message), False))
            results.send((None, True))
    except BaseException:  # noqa: BLE001 - the parent has gone, or it reports the path
        os._exit(1)
    os._exit(0)
