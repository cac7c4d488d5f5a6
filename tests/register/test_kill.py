"""A process that is killed at any statement, or while it writes, leaves a register that opens, is sound, and lets the
work be finished.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import subprocess
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event

from mandates.domain.commands import Report, Update
from mandates.domain.filters import Filters
from mandates.register import maintenance
from mandates.register.history import history
from mandates.register.ingest import ingest_all
from mandates.store import revision
from mandates.store.engine import open_register
from tests.conftest import NOW
from tests.register.conftest import does, does_to_all, ingests, listed, undoes
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due
from tests.register.test_maintenance import RECREATE, after, scripts

FIRST = reading(clause("8", session_due(73)), clause("9", date_due("2019-05-15"), every("P1Y")), clause("10"))
SECOND = reading(clause("8", session_due(74)), clause("9"), clause("11", session_due(75)))
OTHER = reading(clause("1", session_due(73), symbol="A/RES/71/501"), symbol="A/RES/71/501")


def killed_at(statement: int, work: Callable[[], object]) -> bool:
    """Run `work` in a process that kills itself before a statement; return whether it came to that."""
    child = os.fork()
    if not child:
        count = 0

        def before(*_: object) -> None:
            nonlocal count
            count += 1
            if count == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", before)
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def later(statement: int) -> int:
    """Return the next statement to kill at: the first ones, then fewer of the many that follow, for time."""
    return statement + 1 + statement // 2


def ingest(url: str) -> None:
    with open_register(url, writing=True) as register:
        ingests(register, SECOND)


def ingest_many(url: str) -> None:
    with open_register(url, writing=True) as register:
        list(ingest_all(register, [SECOND, OTHER], actor="Anna", at=NOW))


def report(url: str) -> None:
    with open_register(url, writing=True) as register:
        does(register, Report(document="A/73/1"), f"{SYMBOL}#9@2019-05-15")


def change_many(url: str) -> None:
    with open_register(url, writing=True) as register:
        does_to_all(register, Update(note="seen"), Filters())


def undo(url: str) -> None:
    with open_register(url, writing=True) as register:
        undoes(register)


WORK = {work.__name__: work for work in (ingest, ingest_many, report, change_many, undo)}


def state(url: str) -> object:
    with open_register(url) as register, register.transaction() as connection:
        return listed(connection), history(connection)


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_killed_at_any_statement_leaves_what_was_before(url: str, work: Callable[[str], None]) -> None:
    with open_register(url, writing=True) as register:
        ingests(register, FIRST)
    before = state(url)
    at = 1
    while killed_at(at, lambda: work(url)):
        assert state(url) == before
        at = later(at)
    assert at > 10
    assert state(url) != before  # the last run was not killed, and finished the work
    assert maintenance.check(url) == []


def test_migration_killed_at_any_statement(fresh_url: str, tmp_path: pathlib.Path) -> None:
    with open_register(fresh_url, writing=True) as register:
        ingests(register, FIRST)
    steps = scripts(tmp_path / "s", RECREATE)
    copies = tmp_path / "copies"
    copies.mkdir()
    at = 1
    while killed_at(at, lambda: maintenance.upgrade(fresh_url, at=NOW, scripts=steps, copy_to=copies / "copy")):
        assert maintenance.current(fresh_url) == revision.HEAD
        assert maintenance.check(fresh_url) == []
        at = later(at)
    assert at > 5
    assert maintenance.current(fresh_url) == after(1)
    shutil.rmtree(copies)


# The moment at which a transaction is committed, which no statement stands for: the writes to the file themselves

_STRACE = shutil.which("strace")


def traced(work: Callable[[str], object], url: str, *options: str) -> int:
    """Do the work in a process whose writes are traced; return how that ended."""
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(tell)
        os.read(told, 1)  # until it is traced
        try:
            work(url)
        finally:
            os._exit(0)
    os.close(told)
    try:
        command = [str(_STRACE), "-e", "trace=pwrite64", "-e", "signal=none", *options, "-p", str(child)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
            said = tracer.stderr.readline() if tracer.stderr else ""
            attached = "attached" in said
            if attached:
                os.write(tell, b"!")
            else:
                os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            tracer.communicate(timeout=60)
    finally:
        os.close(tell)
    if not attached:
        pytest.skip(f"strace may not trace here: {said.strip()}")
    return os.waitstatus_to_exitcode(status)


@pytest.mark.skipif(_STRACE is None, reason="needs strace")
@pytest.mark.parametrize("work", ["ingest_many", "report", "undo"])
def test_killed_at_a_write_leaves_all_or_nothing(sqlite_register: str, tmp_path: pathlib.Path, work: str) -> None:
    with open_register(sqlite_register, writing=True) as register:
        ingests(register, FIRST)
    before = state(sqlite_register)
    whole, log = shutil.copy(sqlite_register, tmp_path / "whole.sqlite"), tmp_path / "log"
    assert traced(WORK[work], str(whole), "-o", str(log)) == 0
    after = state(str(whole))
    assert after != before
    writes = sum("pwrite64(" in line for line in log.read_text(errors="replace").splitlines())
    assert writes > 5
    seen = []
    for number in sorted({1, *range(3, writes, max(1, writes // 8)), writes - 1, writes}):
        path = str(shutil.copy(sqlite_register, tmp_path / f"killed{number}.sqlite"))
        killed = ("-o", os.devnull, "-e", f"inject=pwrite64:signal=KILL:when={number}")
        assert traced(WORK[work], path, *killed) == -signal.SIGKILL
        assert maintenance.check(path) == []
        left = state(path)
        assert left in (before, after), f"half of the work at write {number} of {writes}"
        seen.append(left == after)
        if left == before:  # and it can be done now
            WORK[work](path)
            assert state(path) == after
    assert seen == sorted(seen)  # first nothing, then all
    assert (seen[0], seen[-1]) == (False, True)


@pytest.mark.skipif(_STRACE is None, reason="needs strace")
def test_migration_killed_at_a_write_leaves_the_old_or_the_new(sqlite_register: str, tmp_path: pathlib.Path) -> None:
    with open_register(sqlite_register, writing=True) as register:
        ingests(register, FIRST)
    steps = scripts(tmp_path / "s", RECREATE)

    def upgrade(path: str) -> object:
        return maintenance.upgrade(path, at=NOW, scripts=steps, copy_to=pathlib.Path(f"{path}.copy"))

    whole, log = str(shutil.copy(sqlite_register, tmp_path / "whole.sqlite")), tmp_path / "log"
    assert traced(upgrade, whole, "-o", str(log)) == 0
    writes = sum("pwrite64(" in line for line in log.read_text(errors="replace").splitlines())
    assert writes > 5
    seen = []
    for number in sorted({1, *range(3, writes, max(1, writes // 6)), writes - 1, writes}):
        path = str(shutil.copy(sqlite_register, tmp_path / f"killed{number}.sqlite"))
        killed = ("-o", os.devnull, "-e", f"inject=pwrite64:signal=KILL:when={number}")
        assert traced(upgrade, path, *killed) == -signal.SIGKILL
        current = maintenance.current(path)
        assert current in (revision.HEAD, after(1)), f"half of the upgrade at write {number} of {writes}"
        seen.append(current == after(1))
        if current == revision.HEAD:  # and it can be done now, or the register used as it is
            assert maintenance.check(path) == []
            pathlib.Path(f"{path}.copy").unlink(missing_ok=True)
            upgrade(path)
        assert maintenance.current(path) == after(1)
    assert seen == sorted(seen)  # first the old, then the new
    assert not seen[0]
