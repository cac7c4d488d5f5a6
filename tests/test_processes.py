"""Many files through several processes: in order, complete, whatever becomes of a process."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Iterable, Iterator

import pytest

from mandates import processes
from mandates.domain.problems import Problem

PATHS = [f"{number}.txt" for number in range(40)]


def name_and_process(path: str) -> Iterator[tuple[str, int]]:
    yield path, os.getpid()
    yield path, os.getpid()


def die_on_seven(path: str) -> Iterator[str]:
    if path == "7.txt":
        os._exit(11)
    yield path


def hang_on_seven(path: str) -> Iterator[str]:
    if path == "7.txt":
        time.sleep(60)
    yield path


def unsendable_on_seven(path: str) -> Iterator[object]:
    yield (lambda: path) if path == "7.txt" else path


def read_all(work: object, paths: list[str], jobs: int, **more: float) -> list[tuple[str, list[object]]]:
    results: Iterable[tuple[str, Iterable[object]]] = processes.read_all(work, paths, jobs, **more)  # type: ignore[arg-type] # any work
    return [(path, list(items)) for path, items in results]


def test_results_come_in_order_from_several_processes() -> None:
    results = read_all(name_and_process, PATHS, 2)
    assert [path for path, _ in results] == PATHS
    assert all([item[0] for item in items] == [path] * 2 for path, items in results)  # type: ignore[index] # tuples
    processes = {item[1] for _, items in results for item in items}  # type: ignore[index] # tuples
    assert os.getpid() not in processes
    assert 1 <= len(processes) <= 2
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(("paths", "jobs"), [(PATHS, 1), (PATHS[:3], 8)])
def test_small_work_and_one_job_are_done_by_one_process(paths: list[str], jobs: int) -> None:
    results = read_all(name_and_process, paths, jobs)
    assert [path for path, _ in results] == paths
    (process,) = {item[1] for _, items in results for item in items}  # type: ignore[index] # tuples
    assert process != os.getpid()


def test_standard_input_and_files_of_many_readings_are_read_one_by_one() -> None:
    paths = ["-", "large.jsonl", *PATHS]
    results = read_all(name_and_process, paths, 2)
    assert [path for path, _ in results] == paths
    process = {path: items[0][1] for path, items in results}  # type: ignore[index] # tuples
    assert {process["-"], process["large.jsonl"]}.isdisjoint(process[path] for path in PATHS)
    assert os.getpid() not in process.values()


@pytest.mark.parametrize(
    ("work", "code", "seconds"),
    [(die_on_seven, "file.crash", 30.0), (hang_on_seven, "file.too_slow", 1.0), (unsendable_on_seven, "program", 30.0)],
)
def test_a_file_that_takes_its_process_along_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, work: object, code: str, seconds: float
) -> None:
    monkeypatch.setattr(processes, "_AHEAD", 1)
    monkeypatch.setattr(processes, "_GRACE_SECONDS", 0.1)
    results = read_all(work, PATHS, 2, seconds=seconds)
    assert [path for path, _ in results] == PATHS
    for path, (item,) in results:
        if path == "7.txt":
            assert isinstance(item, Problem)
            assert item.code.startswith(code)
            assert item.where == path
        else:
            assert item == path
    assert not multiprocessing.active_children()


def test_only_so_many_results_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted: list[str] = []
    submit = processes._submit

    def record(pool: object, work: object, path: str) -> object:
        submitted.append(path)
        return submit(pool, work, path)  # type: ignore[arg-type] # handed on

    monkeypatch.setattr(processes, "_submit", record)
    monkeypatch.setattr(processes, "_AHEAD", 4)
    results = processes.read_all(name_and_process, PATHS, 2)
    next(results)
    assert len(submitted) <= 8
    results.close()
    assert not multiprocessing.active_children()


def test_nothing_of_the_pool_is_left_where_results_are_no_longer_wanted() -> None:
    before = set(threading.enumerate())
    for _ in range(10):  # left to itself, the pool's thread ends in time now and then
        results = processes.read_all(name_and_process, PATHS, 2)
        next(results)
        results.close()
        assert set(threading.enumerate()) == before
        assert not multiprocessing.active_children()
