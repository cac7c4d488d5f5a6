"""Work in one child process: in order, as it comes, and within bounds whatever a file does."""

from __future__ import annotations

import faulthandler
import os
import pathlib
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from mandates import bounded
from mandates.domain.problems import Problem

pytestmark = pytest.mark.skipif(not bounded.IS_AVAILABLE, reason="processes are not made by a fork here")

PATHS = ["1", "2", "3", "4"]


def two_each(path: str) -> Iterator[tuple[str, int]]:
    yield path, os.getpid()
    yield path, os.getpid()


def takes_memory(path: str) -> Iterator[object]:
    if path == "2":
        yield len(bytearray(2 * bounded.FILE_MEMORY))
    yield path


def takes_memory_in_a_library(path: str) -> Iterator[str]:
    if path == "2":
        kept = []
        try:
            while True:
                kept.append(b"x" * 10_000_000)
        except MemoryError:
            faulthandler.disable()
            os.abort()  # as a library in C does
    yield path


def takes_processor_time(path: str) -> Iterator[str]:
    while path == "2":
        pass
    yield path


def waits(path: str) -> Iterator[str]:
    if path == "2":
        time.sleep(60)
    yield path


def dies(path: str) -> Iterator[str]:
    yield path
    if path == "2":
        faulthandler.disable()
        os.kill(os.getpid(), signal.SIGSEGV)


def cannot_be_sent(path: str) -> Iterator[object]:
    yield (lambda: path) if path == "2" else path


def raises(path: str) -> Iterator[str]:
    yield path
    if path == "2":
        raise ValueError("what no work should do")


def read(work: object, seconds: float = 30.0) -> dict[str, list[object]]:
    return {path: list(items) for path, items in bounded.each(work, PATHS, seconds)}  # type: ignore[arg-type] # any work


def test_results_come_in_order_from_one_other_process() -> None:
    found = read(two_each)
    assert list(found) == PATHS
    assert [item[0] for items in found.values() for item in items] == ["1", "1", "2", "2", "3", "3", "4", "4"]  # type: ignore[index]
    (process,) = {item[1] for items in found.values() for item in items}  # type: ignore[index]
    assert process != os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="pipes hold what they hold")
def test_the_process_reads_ahead_while_what_it_read_is_used(tmp_path: pathlib.Path) -> None:
    def large(path: str) -> Iterator[str]:
        yield "x" * 200_000
        (tmp_path / path).touch()

    for _, items in bounded.each(large, PATHS, 30.0):
        next(iter(items))
        end = time.monotonic() + 10
        while not (tmp_path / PATHS[-1]).exists() and time.monotonic() < end:
            time.sleep(0.01)
        break
    assert (tmp_path / PATHS[-1]).exists()


@pytest.mark.parametrize(
    ("work", "code", "words"),
    [
        (takes_memory, "file.too_large", "800 MB of memory"),
        pytest.param(
            takes_memory_in_a_library,
            "file.too_large",
            "800 MB of memory",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="the system bounds no memory"),
        ),
        (takes_processor_time, "file.too_slow", "seconds of processor time"),
        (waits, "file.too_slow", "within 0 seconds"),
        (dies, "file.crash", "built to do harm"),
        (cannot_be_sent, "program.fault", "please report this"),
        (raises, "program.fault", "what no work should do"),
    ],
)
def test_a_file_beyond_bounds_gives_a_problem_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, work: object, code: str, words: str
) -> None:
    monkeypatch.setattr(bounded, "_WAIT_SECONDS", 0.05)
    if work is takes_processor_time:
        monkeypatch.setattr(bounded, "FILE_CPU_SECONDS", 0.2)
    if code == "file.too_large":
        monkeypatch.setattr(bounded, "FILE_MEMORY", 300_000_000)
    if code == "file.crash":  # and not for the memory that the tests before have taken
        monkeypatch.setattr(bounded, "FILE_MEMORY", 30_000_000_000)
    found = read(work, 0.3 if work is waits else 30.0)
    assert list(found) == PATHS
    problem = found["2"][-1]
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where) == (code, "2")
    assert words in problem.message
    assert [found[path] for path in ("1", "3", "4")] == [["1"], ["3"], ["4"]]


def test_what_is_not_wanted_of_a_file_is_left_out() -> None:
    firsts = [next(iter(items)) for _, items in bounded.each(two_each, PATHS, 30.0)]
    assert [path for path, _ in firsts] == PATHS  # type: ignore[misc]


def test_the_process_is_gone_when_no_more_is_wanted() -> None:
    results = bounded.each(two_each, PATHS, 30.0)
    _, items = next(results)
    process = next(iter(items))[1]  # type: ignore[index]
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
