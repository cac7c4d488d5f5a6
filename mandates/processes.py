"""Reading many files, one by one or in several processes at once; the results come in the order of the files.

No file is read in this process: one that ends its process, or exceeds its time or memory, gives a problem, and the
others are still read. A few files are read by one child (`mandates.bounded`), which starts at once. With several
processes a bounded number of results is in memory. The modules for several processes are imported only where they are
needed, as importing them would delay the reading of a few files.
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

#: Fewer files than this are read by one process sooner than several processes start.
FEW = 12

_AHEAD = 16  # files submitted ahead for each process: enough to keep it busy while results are stored
_POOL_MODULE = "concurrent.futures.process"  # the module of the classes of the pool's own threads
# The time a process has to finish its file before it is killed; killed while sending a result, it blocks its reader.
_GRACE_SECONDS = 1.0
# An interruption that arrives just as a wait begins is noticed only when the wait ends, so waits are short.
_WAIT_SECONDS = 0.5
# Loaded once by the server process from which the reading processes are forked.
_READERS = ["mandates.pipeline", "mandates.readers.pdf", "mandates.readers.text"]
# Each read by a process of its own: standard input, which pool processes lack, and files of many extractions, which are
# yielded one by one.
_ALONE = ("-", ".jsonl", ".ndjson")


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_all(
    work: Callable[[str], Iterable[T]], paths: Sequence[str], jobs: int, seconds: float = FILE_SECONDS
) -> Generator[tuple[str, Iterable[T | Problem]], None, None]:
    """Yield each path with the results of `work` for it, in the order of `paths`.

    The results of a path have to be used before the next path is requested. Closing the iterator, or an interruption,
    ends the processes.

    Args:
        work: the function to call with each path; defined in a module, so that other processes find it. Must not raise.
        jobs: the number of processes to use at most.
        seconds: how long one file may take, in elapsed time, where it is read by another process.
    """
    if jobs < 2 or len(paths) < FEW:
        yield from _one_by_one(work, paths, seconds)
        return
    yield from _read_side_by_side(work, paths, jobs, seconds)


def _read_side_by_side(
    work: Callable[[str], Iterable[T]], paths: Sequence[str], jobs: int, seconds: float
) -> Iterator[tuple[str, Iterable[T | Problem]]]:
    """Yield each path with the results of `work`, in the order of `paths`, from several processes."""
    waiting = deque(paths)
    while waiting:  # repeated only after a file has ended its process or was too slow
        yield from _read_until_fault(work, waiting, jobs, seconds)


def _read_until_fault(
    work: Callable[[str], Iterable[T]], waiting: deque[str], jobs: int, seconds: float
) -> Iterator[tuple[str, Iterable[T | Problem]]]:
    """Yield as `read_all` does, taking paths from `waiting`, until all are read or the processes cannot continue."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - see the module docstring

    ahead: deque[tuple[str, Future[list[T]] | None]] = deque()
    suspects: list[str] = []
    with _process_pool(jobs, work.__module__) as pool:
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
            except Exception as error:  # noqa: BLE001 - such as a result that cannot be sent; the others are still read
                message = f"could not be read: {error!r}; please report this"
                yield path, [Problem("program.fault", path, message)]
            else:
                yield path, result
    for path in suspects:  # one of them ended its process: read each in a process of its own
        yield from _one_by_one(work, [path], seconds)


def _fill(
    ahead: deque[tuple[str, Future[list[T]] | None]],
    waiting: deque[str],
    pool: ProcessPoolExecutor,
    work: Callable[[str], Iterable[T]],
    length: int,
) -> bool:
    """Submit paths until `length` are ahead; return whether any is: False if the processes have ended."""
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - see the module docstring

    while waiting and len(ahead) < length:
        path = waiting[0]
        try:
            ahead.append((path, None if path.endswith(_ALONE) else _submit(pool, work, path)))
        except BrokenProcessPool:
            break
        waiting.popleft()
    return bool(ahead)


def _result(future: Future[T], seconds: float) -> T:
    """Return the result of a file.

    Raises:
        TimeoutError: there is none within `seconds`.
    """
    from concurrent.futures import wait  # noqa: PLC0415 - see the module docstring

    deadline = time.monotonic() + seconds
    while (remaining := deadline - time.monotonic()) > 0:
        if wait([future], min(remaining, _WAIT_SECONDS)).done:
            break
    return future.result(0)


def read_apart(work: Callable[[str], Iterable[T]], path: str, seconds: float) -> Iterable[T | Problem]:
    """Return the results of `work` for a path, or a problem if it exceeds `seconds` or the bounds of memory."""
    with contextlib.closing(_one_by_one(work, [path], seconds)) as results:
        return [result for _, path_results in results for result in path_results]


def _one_by_one(
    work: Callable[[str], Iterable[T]], paths: Sequence[str], seconds: float
) -> Generator[tuple[str, Iterable[T | Problem]], None, None]:
    """Yield each path with the results of `work`, from one child process, or from this one if it cannot fork."""
    if bounded.IS_AVAILABLE:
        return bounded.each(work, paths, seconds)
    return ((path, work(path)) for path in paths)


def _too_slow(path: str, seconds: float) -> Problem:
    return Problem("file.too_slow", path, f"was not read within {seconds:.0f} seconds; split it, or leave it out")


@contextlib.contextmanager
def _process_pool(jobs: int, module: str) -> Iterator[ProcessPoolExecutor]:
    """Provide a pool of processes that have ended when the block is left, in whatever way."""
    import multiprocessing  # noqa: PLC0415 - see the module docstring
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - see the module docstring

    processes_before = set(multiprocessing.active_children())
    threads_before = set(threading.enumerate())
    pool = ProcessPoolExecutor(jobs, mp_context=_context(module), initializer=_prepare_process)
    try:
        yield pool
    finally:
        with _interruptions_blocked():
            threads = [
                running
                for running in set(threading.enumerate()) - threads_before
                if type(running).__module__ == _POOL_MODULE
            ]
            pool.shutdown(wait=False, cancel_futures=True)
            deadline = time.monotonic() + _GRACE_SECONDS
            for process in set(multiprocessing.active_children()) - processes_before:
                process.join(max(0.0, deadline - time.monotonic()))
                process.kill()
            # The pool's threads release its semaphores as they end. If the program ended before they have, the
            # resource tracker would warn of leaked semaphores.
            for thread in threads:
                thread.join(_GRACE_SECONDS)


def _context(module: str) -> BaseContext:
    """Return the context that starts processes.

    They are forked from a server process that has loaded `module` and the readers once, and that shares no database
    connection and no thread with this process. Where the system has no such server, each process is spawned.
    """
    import multiprocessing  # noqa: PLC0415 - see the module docstring

    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415 - not on every system

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module, *_READERS])
    resource_tracker.ensure_running()  # started first, as it unblocks interruptions again
    with _interruptions_blocked():
        forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _interruptions_blocked() -> Iterator[None]:
    """Block interruptions until the block is left, for this process and for those that are started in it.

    This process has to handle them, and a process that is interrupted while it starts could not be ended any more.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    previous_mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous_mask)


def _prepare_process() -> None:
    """Prepare a reading process: ignore interruptions, which its parent handles, end with it, and bound the memory."""
    import multiprocessing  # noqa: PLC0415 - see the module docstring

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        bounded.bound_memory()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with_parent, args=(parent.sentinel,), daemon=True).start()


def _end_with_parent(sentinel: int) -> None:
    from multiprocessing import connection  # noqa: PLC0415 - see the module docstring

    connection.wait([sentinel])
    os._exit(1)


def _submit(pool: ProcessPoolExecutor, work: Callable[[str], Iterable[T]], path: str) -> Future[list[T]]:
    with _interruptions_blocked():  # the pool may start a process here
        return pool.submit(_work_list, work, path)


def _work_list(work: Callable[[str], Iterable[T]], path: str) -> list[T]:
    if sys.platform != "win32":
        bounded.bound_processor_time()
    return list(work(path))
