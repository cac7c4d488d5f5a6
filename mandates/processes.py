"""Many files read: one after the other, or side by side in several processes; results in the order of the files.

No file is read in this process: one that takes its process along, or exceeds its time or memory, gives a problem, and
the others are read on. Small work is done by one child (`mandates.bounded`), which starts at once. Of several processes
a bounded number of results is in memory; their means are imported where they are needed: small work is not to wait for
them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from mandates import bounded
from mandates.domain.problems import Problem
from mandates.readers.limits import FILE_SECONDS

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.context import BaseContext

T = TypeVar("T")

#: Fewer files than this are read sooner by one process than several take to start.
FEW = 12

_AHEAD = 16  # files in work or done and waiting, for each process: enough to go on while results are stored
_POOL = "concurrent.futures.process"  # the module of the classes of the pool's own threads
# What a process may take to finish its file before it is killed; killed while it sends a result, it blocks its reader.
_GRACE_SECONDS = 1.0
# An interruption that comes just as the system begins to wait is noticed only when that wait ends: so waits are short.
_WAIT_SECONDS = 0.5
# Loaded once, before the processes that read are made from that one.
_READERS = ["mandates.pipeline", "mandates.readers.pdf", "mandates.readers.text"]
# Read by a process of their own: standard input, which others do not have, and files of many readings, one by one.
_ALONE = ("-", ".jsonl", ".ndjson")


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
    if jobs < 2 or len(paths) < FEW:
        yield from _one_by_one(work, paths, seconds)
        return
    yield from _read_side_by_side(work, paths, jobs, seconds)


def _read_side_by_side(
    work: Callable[[str], Iterable[T]], paths: Sequence[str], jobs: int, seconds: float
) -> Iterator[tuple[str, Iterable[T | Problem]]]:
    """Yield each path with what `work` gives for it, in the order of `paths`, from several processes."""
    waiting = deque(paths)
    while waiting:  # once, but for each time that a file takes its process with it
        yield from _read_until_fault(work, waiting, jobs, seconds)


def _read_until_fault(
    work: Callable[[str], Iterable[T]], waiting: deque[str], jobs: int, seconds: float
) -> Iterator[tuple[str, Iterable[T | Problem]]]:
    """Yield as `read_all` does, taking paths off `waiting`, until all are read or the processes cannot go on."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - see the head of the module

    ahead: deque[tuple[str, Future[list[T]] | None]] = deque()
    suspects: list[str] = []
    with _processes(jobs, work.__module__) as pool:
        while not suspects and (waiting or ahead):
            if not _fill(ahead, waiting, pool, work, jobs * _AHEAD):
                return
            path, future = ahead.popleft()
            if future is None:
                yield from _one_by_one(work, [path], seconds)
                continue
            try:
                result: list[T] = _result(future, seconds)
            except BrokenProcessPool:
                suspects = [path, *(path for path, _ in ahead)]
            except TimeoutError:
                waiting.extendleft(path for path, _ in reversed(ahead))
                yield path, [_too_slow(path, seconds)]
                return
            except Exception as error:  # noqa: BLE001 - such as a result that cannot be sent: the others are read on
                message = f"could not be read: {error!r}; please report this"
                yield path, [Problem("program.fault", path, message)]
            else:
                yield path, result
    for path in suspects:  # one of them ended its process: each is read in one of its own
        yield from _one_by_one(work, [path], seconds)


def _fill(
    ahead: deque[tuple[str, Future[list[T]] | None]],
    waiting: deque[str],
    pool: ProcessPoolExecutor,
    work: Callable[[str], Iterable[T]],
    length: int,
) -> bool:
    """Put paths to work until `length` are ahead; return whether any is, False where the processes are gone."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - see the head of the module

    while waiting and len(ahead) < length:
        path = waiting[0]
        try:
            ahead.append((path, None if path.endswith(_ALONE) else _submit(pool, work, path)))
        except BrokenProcessPool:
            break
        waiting.popleft()
    return bool(ahead)


def _result(future: Future[T], seconds: float) -> T:
    """Return the result of a file, or raise TimeoutError where there is none within `seconds`."""
    from concurrent.futures import wait  # noqa: PLC0415 - see the head of the module

    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if wait([future], min(left, _WAIT_SECONDS)).done:
            break
    return future.result(0)


def read_apart(work: Callable[[str], Iterable[T]], path: str, seconds: float) -> Iterable[T | Problem]:
    """Return what `work` gives for a path, read within `seconds` and bounds of memory; a problem beyond them."""
    with contextlib.closing(_one_by_one(work, [path], seconds)) as results:
        return [one for _, found in results for one in found]


def _one_by_one(
    work: Callable[[str], Iterable[T]], paths: Sequence[str], seconds: float
) -> Generator[tuple[str, Iterable[T | Problem]], None, None]:
    """Yield each path with what `work` gives for it, from one process where this system has the means."""
    if bounded.IS_AVAILABLE:
        return bounded.each(work, paths, seconds)
    return ((path, work(path)) for path in paths)


def _too_slow(path: str, seconds: float) -> Problem:
    return Problem("file.too_slow", path, f"was not read within {seconds:.0f} seconds; split it, or leave it out")


@contextlib.contextmanager
def _processes(jobs: int, module: str) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that are gone when the block is left, however it is left."""
    import multiprocessing  # noqa: PLC0415 - see the head of the module
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - the same

    before = set(multiprocessing.active_children())
    threads_before = set(threading.enumerate())
    pool = ProcessPoolExecutor(jobs, mp_context=_context(module), initializer=_begin)
    try:
        yield pool
    finally:
        with _interruption_held():
            threads = [one for one in set(threading.enumerate()) - threads_before if type(one).__module__ == _POOL]
            pool.shutdown(wait=False, cancel_futures=True)
            end = time.monotonic() + _GRACE_SECONDS
            for process in set(multiprocessing.active_children()) - before:
                process.join(max(0.0, end - time.monotonic()))
                process.kill()
            # The pool's threads give its semaphores back to the system as they end; a program that ended meanwhile
            # would leave them half given back, of which the system's tracker of resources complains.
            for thread in threads:
                thread.join(_GRACE_SECONDS)


def _context(module: str) -> BaseContext:
    """Return how processes are made: from a server process that has loaded `module` and the readers once and shares no
    database connection and no thread with this one; where the system has no such server, each from the start.
    """
    import multiprocessing  # noqa: PLC0415 - see the head of the module

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415 - not on every system

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module, *_READERS])
    resource_tracker.ensure_running()  # which lets interruptions through again, so it is started first
    with _interruption_held():
        forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _interruption_held() -> Iterator[None]:
    """Hold an interruption back until the block is left, and keep it from processes that are started in it: it is for
    this process to answer, and a half-started process could no longer be ended.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Prepare a process that reads: it leaves interruptions to its parent, ends when that is gone, and is bounded."""
    import multiprocessing  # noqa: PLC0415 - see the head of the module

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        bounded.bound_memory()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    from multiprocessing import connection  # noqa: PLC0415 - see the head of the module

    connection.wait([sentinel])
    os._exit(1)


def _submit(pool: ProcessPoolExecutor, work: Callable[[str], Iterable[T]], path: str) -> Future[list[T]]:
    with _interruption_held():  # the pool may start a process here
        return pool.submit(_listed, work, path)


def _listed(work: Callable[[str], Iterable[T]], path: str) -> list[T]:
    if sys.platform != "win32":
        bounded.bound_processor_time()
    return list(work(path))
