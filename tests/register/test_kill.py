"""A process that is killed at any statement leaves a register that opens, is sound, and lets the work be finished."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
from collections.abc import Callable

import pytest
from mandates.register.database import revision
from mandates.register.engine import open_register
from mandates.register.views import Filters
from mandates.register.work import bulk
from sqlalchemy import Engine, event

from mandates.register import migrate, queries, tracking
from mandates.register.ingest import ingest_all, ingest_reading
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due
from tests.register.test_migrate import RECREATE, scripts

ANNA = {"actor": "Anna", "at": NOW}
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
    with open_register(url, writing=True) as register, register.session() as session:
        ingest_reading(session, SECOND, **ANNA)


def ingest_many(url: str) -> None:
    with open_register(url, writing=True) as register:
        list(ingest_all(register, [SECOND, OTHER], **ANNA))


def report(url: str) -> None:
    with open_register(url, writing=True) as register, register.session() as session:
        tracking.report(session, f"{SYMBOL}#9@2019-05-15", document="A/73/1", **ANNA)


def change_many(url: str) -> None:
    with open_register(url, writing=True) as register, register.session() as session:
        bulk.update_many(session, Filters(), note="seen", **ANNA)


def state(url: str) -> object:
    with open_register(url) as register, register.session() as session:
        return queries.list_obligations(session, Filters(), NOW.date()), queries.history(session)


@pytest.mark.parametrize("work", [ingest, ingest_many, report, change_many])
def test_killed_at_any_statement_leaves_what_was_before(url: str, work: Callable[[str], None]) -> None:
    with open_register(url, writing=True) as register, register.session() as session:
        ingest_reading(session, FIRST, **ANNA)
    before = state(url)
    at = 1
    while killed_at(at, lambda: work(url)):
        assert state(url) == before
        at = later(at)
    assert at > 10
    assert state(url) != before  # the last run was not killed, and finished the work
    assert migrate.check(url) == []


def test_migration_killed_at_any_statement(fresh_url: str, tmp_path: pathlib.Path) -> None:
    with open_register(fresh_url, writing=True) as register, register.session() as session:
        ingest_reading(session, FIRST, **ANNA)
    steps = scripts(tmp_path / "s", RECREATE)
    copies = tmp_path / "copies"
    copies.mkdir()
    at = 1
    while killed_at(at, lambda: migrate.upgrade(fresh_url, scripts=steps, copy_to=copies / "copy")):
        assert migrate.current(fresh_url) == revision.HEAD
        assert migrate.check(fresh_url) == []
        at = later(at)
    assert at > 5
    assert migrate.current(fresh_url) == "0002"
    shutil.rmtree(copies)
