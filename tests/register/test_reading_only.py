"""Asking changes nothing, and needs no right to change anything."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, make_url, text

from mandates.domain.commands import Update
from mandates.domain.errors import DatabaseUnavailableError
from mandates.domain.filters import EventFilters, Filters
from mandates.domain.status import Role, Status
from mandates.reference import calendar
from mandates.register import exchange, integrity, lists, maintenance, redating, review, track
from mandates.register.cycles import cycles
from mandates.register.history import history
from mandates.register.references import find_mandate, find_obligation, suggest_reference
from mandates.register.show import mandate_view, notice_of
from mandates.register.stored_extraction import stored
from mandates.register.summaries import coming, summary
from mandates.register.track import Selected
from mandates.register.unit_of_work import UnitOfWork
from mandates.store.engine import Connection, open_register
from tests.conftest import NOW
from tests.register.conftest import does
from tests.register.damaged import fill
from tests.register.samples import SYMBOL

#: Before it was read, the day itself, and one beyond what is worked out ahead.
DAYS = [dt.date(2019, 6, 1), dt.date(2020, 1, 17), dt.date(2031, 1, 1)]

SOME = Filters(
    statuses=tuple(Status),
    owners=("secretary",),
    sessions=("73",),
    verbs=("request",),
    since=dt.date(2018, 1, 1),
    search="report",
)


def looks(connection: Connection, day: dt.date) -> Any:
    work = UnitOfWork(connection, actor="Anna", at=dt.datetime.combine(day, dt.time(12), dt.UTC), command="look")
    return track.look(work, Update(note="seen"), Selected(filters=Filters()))


def redates(connection: Connection, day: dt.date) -> Any:
    work = UnitOfWork(connection, actor="Anna", at=dt.datetime.combine(day, dt.time(12), dt.UTC), command="redate")
    return redating.redate(work, dry_run=True)


#: All that can be asked of a register.
QUESTIONS: dict[str, Callable[[Connection, dt.date], Any]] = {
    "list": lambda c, day: lists.list_obligations(c, Filters(), day),
    "list of some": lambda c, day: lists.list_obligations(c, SOME, day),
    "list from the last": lambda c, day: lists.list_obligations(c, Filters(sort="-due", limit=2), day),
    "overdue": lambda c, day: lists.list_obligations(c, Filters(overdue=True), day),
    "search": lambda c, day: lists.list_obligations(c, Filters(search="report or matter"), day),
    "count": lambda c, day: lists.count_obligations(c, Filters(), day),
    "count found": lambda c, day: lists.count_obligations(c, SOME, day, at_most=3),
    "owners": lists.owners,
    "an owner": lambda c, day: lists.owners(c, day, names=("bureau",)),
    "recipients": lambda c, day: lists.owners(c, day, role=Role.RECIPIENT),
    "resolutions": lambda c, day: lists.resolutions(c, day, search="cooperation"),
    "summary": lambda c, day: summary(c, "GA", "73", day),
    "coming": lambda c, day: coming(c, "GA", "73", day),
    "cycles": lambda c, day: cycles(c, Filters(), day),
    "show": lambda c, day: mandate_view(c, f"{SYMBOL}#8", day),
    "show by an old reference": lambda c, day: (mandate_view(c, f"{SYMBOL}#10", day), notice_of(c, f"{SYMBOL}#10")),
    "history": lambda c, _: history(c),
    "history of one": lambda c, _: history(c, f"{SYMBOL}#9@2020-05-15"),
    "history of a text": lambda c, _: history(c, SYMBOL, EventFilters(actor="Anna"), limit=3),
    "waiting": lambda c, _: review.waiting(c),
    "uncertain": lambda c, _: (review.uncertain_mandates(c), review.count_uncertain(c)),
    "find": lambda c, day: (find_mandate(c, "71/500#8"), find_obligation(c, f"{SYMBOL}#8", day)),
    "suggest": lambda c, _: suggest_reference(c, "A/RES/71/50#8"),
    "text": lambda c, _: stored(c, SYMBOL),
    "export": lambda c, _: list(exchange.export(c)),
    "check": lambda c, _: integrity.findings(c),
    "look": looks,
    "dates": redates,
}

_READS = re.compile(r"\s*(SELECT|WITH|PRAGMA (quick_check|foreign_key_check)\b|BEGIN\s*$)", re.IGNORECASE)
_CHANGES = re.compile(r"\b(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|nextval|setval|pg_advisory\w+|FOR UPDATE)\b")


def ask_all(connection: Connection) -> dict[str, Any]:
    """Return all answers."""
    return {f"{name} on {day}": ask(connection, day) for name, ask in QUESTIONS.items() for day in DAYS}


@pytest.fixture
def postponed(filled_url: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The register after somebody has entered other dates of a session, so that there is something to move."""
    own = tmp_path / "sessions.csv"
    head = "body,session,year,opens_on,closes_on,source,confidence\n"
    own.write_text(f"{head}General Assembly,75,2020,2020-09-20,2021-10-31,letter of the President,high\n")
    monkeypatch.setenv(calendar.FILE_VARIABLE, str(own))
    return filled_url


@functools.cache
def kept_answers(place: str) -> dict[str, Any]:
    """Return all answers of a register that is filled once and that nobody changes."""
    return answers_of(place)


@contextlib.contextmanager
def statements() -> Iterator[list[str]]:
    """Give what is sent to any database meanwhile."""
    sent: list[str] = []

    def before(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", before)


@pytest.mark.parametrize("writing", [False, True])
def test_nothing_but_reading_is_asked_of_the_database(postponed: str, writing: bool) -> None:
    with open_register(postponed, writing=writing) as register:
        for name, ask in QUESTIONS.items():
            for day in DAYS:
                with register.transaction() as connection, statements() as sent:
                    ask(connection, day)
                assert sent, name
                other = [one for one in sent if not _READS.match(one) or _CHANGES.search(one)]
                assert other == [], f"{name} on {day}"


def test_asking_gives_something_to_tell(postponed: str) -> None:
    """So that the questions above are no questions after nothing."""
    with open_register(postponed) as register, register.transaction() as connection:
        answers = ask_all(connection)
    nothing = {name for name in QUESTIONS if all(answers[f"{name} on {day}"] in ([], 0, ([], 0)) for day in DAYS)}
    assert nothing == {"recipients", "uncertain", "check"}


def test_what_only_asks_cannot_change_anything(filled_url: str) -> None:
    with open_register(filled_url) as register, register.transaction() as connection:
        with pytest.raises(DatabaseUnavailableError, match="can only be read"), open_register(filled_url) as other:
            does(other, Update(note="x"), f"{SYMBOL}#8")
        assert connection.execute(text("SELECT COUNT(*) FROM change")).scalar_one() > 0


def test_answers_are_the_same_to_who_may_write(filled_url: str) -> None:
    with open_register(filled_url, writing=True) as register, register.transaction() as connection:
        assert ask_all(connection) == kept_answers(filled_url)


# SQLite


def answers_of(place: str | pathlib.Path) -> dict[str, Any]:
    with open_register(place) as register, register.transaction() as connection:
        return ask_all(connection)


def change(place: str | pathlib.Path) -> None:
    with open_register(place, writing=True) as register:
        does(register, Update(note="x"), f"{SYMBOL}#8")


def content(file: str) -> bytes:
    return pathlib.Path(file).read_bytes()


def test_a_file_that_somebody_writes_to_is_read_at_once(filled_file: str, filled_sqlite: str) -> None:
    before = kept_answers(filled_sqlite)
    holder = sqlite3.connect(filled_file, isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        holder.execute("UPDATE mandate SET label = 'being written'")
        begun = time.monotonic()
        with open_register(filled_file, busy_seconds=30) as register, register.transaction() as connection:
            during = ask_all(connection)
        assert time.monotonic() - begun < 25
        assert during == before
    finally:
        holder.close()


def test_a_file_is_read_beside_a_program_that_writes_on_and_on(filled_file: str, filled_sqlite: str) -> None:
    first = kept_answers(filled_sqlite)
    with open_register(filled_file) as reader, reader.transaction() as connection:
        connection.execute(text("SELECT COUNT(*) FROM change"))  # from here on its state is what it sees
        with open_register(filled_file, writing=True) as writer:
            for turn in range(3):
                does(writer, Update(note=f"turn {turn}"), f"{SYMBOL}#9@2020-05-15", at="2020-01-18")
        assert ask_all(connection) == first  # one transaction sees one state
    assert answers_of(filled_file) != first
    assert maintenance.check(filled_file) == []


def test_asking_leaves_a_file_as_it_is(filled_file: str) -> None:
    with sqlite3.connect(filled_file) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    own.close()
    before = content(filled_file)
    answers_of(filled_file)
    assert content(filled_file) == before
    log = pathlib.Path(f"{filled_file}-wal")
    assert not log.exists() or log.stat().st_size == 0


@pytest.fixture
def sealed(filled_file: str, tmp_path: pathlib.Path) -> Iterator[pathlib.Path]:
    """The register on a file system that nobody can write to."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only an administrator can make a file system that nobody can write to")
    folder = tmp_path / "sealed"
    folder.mkdir()
    made = subprocess.run([mount, "-t", "tmpfs", "tmpfs", folder], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no file system can be made here: {made.stderr.strip()}")
    try:
        shutil.copy(filled_file, folder / "register.sqlite")
        subprocess.run([mount, "-o", "remount,ro", folder], check=True)
        yield folder / "register.sqlite"
    finally:
        subprocess.run([umount, folder], check=True)


def test_a_file_where_nobody_can_write_is_read(filled_sqlite: str, sealed: pathlib.Path) -> None:
    assert answers_of(sealed) == kept_answers(filled_sqlite)
    assert maintenance.check(sealed) == []
    with pytest.raises(DatabaseUnavailableError, match=r"can only be read|cannot be opened"):
        change(sealed)


# PostgreSQL


@pytest.fixture
def reader_url(filled_postgresql: str) -> Iterator[str]:
    """The address of the register for somebody who may only read it."""
    name = f"reader_{uuid.uuid4().hex[:12]}"
    engine = create_engine(filled_postgresql)
    with engine.begin() as connection:
        schema = connection.execute(text("SELECT current_schema()")).scalar_one()
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'reads'"))
        connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {name}"))
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}"))
    try:
        yield make_url(filled_postgresql).set(username=name, password="reads").render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {name}"))
            connection.execute(text(f"DROP ROLE {name}"))
        engine.dispose()


@pytest.mark.postgresql
def test_who_may_only_read_gets_every_answer(reader_url: str, filled_postgresql: str) -> None:
    assert answers_of(reader_url) == kept_answers(filled_postgresql)
    assert maintenance.check(reader_url) == []
    with pytest.raises(DatabaseUnavailableError, match="does not let this user"):
        change(reader_url)


@pytest.mark.postgresql
def test_asking_leaves_no_dead_rows(postgresql_url: str) -> None:
    # in a schema of its own: connections that are kept may tell of their changes many seconds later
    maintenance.create(postgresql_url, at=NOW)
    fill(postgresql_url)
    engine = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:

        def dead() -> dict[str, tuple[int, int]]:
            """Return the rows changed so far and left dead, by table, when all sessions have told theirs."""
            time.sleep(1.2)
            connection.execute(text("SELECT pg_stat_force_next_flush()"))
            connection.execute(text("SELECT pg_stat_clear_snapshot()"))
            found = connection.execute(
                text(
                    "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del, n_dead_tup FROM pg_stat_user_tables"
                    " WHERE schemaname = current_schema()"
                )
            )
            return {name: (changed, left) for name, changed, left in found}

        before = dead()
        assert sum(changed for changed, _ in before.values()) > 0
        with open_register(postgresql_url) as register:
            for days in range(20):
                with register.transaction() as asking:
                    lists.list_obligations(asking, Filters(), DAYS[0] + dt.timedelta(days=30 * days))
        after = dead()
    engine.dispose()
    # counts of dead rows only grow by changes: the server may have cleaned up meanwhile
    assert {name: changed for name, (changed, _) in after.items()} == {
        name: changed for name, (changed, _) in before.items()
    }
    assert all(left <= before[name][1] for name, (_, left) in after.items())
