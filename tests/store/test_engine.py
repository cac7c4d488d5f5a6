from __future__ import annotations

import os
import pathlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from mandates.domain.commands import Report
from mandates.domain.errors import DatabaseUnavailableError, NotARegisterError, UsageError
from mandates.register import maintenance
from mandates.store import turns, urls
from mandates.store.engine import open_register
from tests.conftest import NOW
from tests.register.conftest import does, ingests, listed
from tests.register.samples import SYMBOL, clause, reading, session_due


def test_no_file_says_how_to_make_one(tmp_path: pathlib.Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match="mandates init"):
        open_register(tmp_path / "none.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"A/RES/71/12\n" * 500])
def test_file_that_is_no_database(tmp_path: pathlib.Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(NotARegisterError):
        open_register(path)
    assert path.read_bytes() == content


def test_database_that_is_no_register(tmp_path: pathlib.Path) -> None:
    connection = sqlite3.connect(tmp_path / "other.sqlite")
    connection.execute("CREATE TABLE shopping (item)")
    connection.close()
    with pytest.raises(NotARegisterError, match="is not a register"):
        open_register(tmp_path / "other.sqlite")


@pytest.mark.postgresql
def test_schema_that_is_no_register(postgresql_url: str) -> None:
    with pytest.raises(NotARegisterError, match="is not a register"):
        open_register(postgresql_url)


def test_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(DatabaseUnavailableError, match="does not answer") as caught:
        open_register("postgresql://anna:secret@127.0.0.1:1/none", busy_seconds=2)
    assert "secret" not in str(caught.value)


def test_locked_file_is_told_after_the_timeout_and_free_afterwards(sqlite_url: str) -> None:
    maintenance.create(sqlite_url, at=NOW)
    with (
        open_register(sqlite_url, writing=True) as holder,
        open_register(sqlite_url, writing=True, busy_seconds=0.05) as other,
        open_register(sqlite_url) as reader,
    ):
        with holder.transaction() as connection:
            connection.execute(text("UPDATE register SET uid = 'held'"))
            with pytest.raises(DatabaseUnavailableError, match="in use"), other.transaction():
                pass
            with reader.transaction() as reading:  # a reader is not kept waiting, and sees what was committed
                assert reading.execute(text("SELECT uid FROM register")).scalar() != "held"
        with other.transaction() as connection:
            assert connection.execute(text("SELECT uid FROM register")).scalar() == "held"


def test_opening_to_write_waits_for_nobody(sqlite_register: str) -> None:
    with (
        open_register(sqlite_register, writing=True) as holder,
        holder.transaction(),
        open_register(sqlite_register, writing=True, busy_seconds=0),
    ):
        pass


def test_who_wrote_last_lets_those_who_wait_go_first(sqlite_register: str) -> None:
    """SQLite alone lets the one who has just finished begin again before those who wait have asked once more."""
    order: list[str] = []
    path = pathlib.Path(sqlite_register)

    def write(name: str) -> None:
        with open_register(sqlite_register, writing=True) as register, register.transaction():
            order.append(name)

    with open_register(sqlite_register, writing=True) as first, ThreadPoolExecutor(1) as pool:
        with first.transaction():
            waiting = pool.submit(write, "second")
            while not stood_in(path):
                assert not waiting.done()
        for _ in range(3):
            with first.transaction():
                order.append("first")
        waiting.result()
    assert order == ["second", "first", "first", "first"]


def stood_in(path: pathlib.Path) -> bool:
    """Return whether somebody is first in the line of writers."""
    with turns.turn(path, 0) as got:
        return not got


def test_the_line_is_gone_when_the_last_writer_has_left(sqlite_register: str) -> None:
    folder = pathlib.Path(sqlite_register).parent
    with open_register(sqlite_register, writing=True) as register:
        with register.transaction():
            assert sorted(folder.glob("*-turn"))
        with turns.turn(pathlib.Path(sqlite_register), 0) as got, open_register(sqlite_register, writing=True):
            assert got
        assert sorted(folder.glob("*-turn")), "somebody stood in it"
    assert not sorted(folder.glob("*-turn"))


def test_without_a_line_writers_are_at_the_mercy_of_sqlite(
    sqlite_register: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "fcntl", None)
    with open_register(sqlite_register, writing=True) as register, register.transaction() as connection:
        connection.execute(text("UPDATE register SET uid = 'written'"))
    with open_register(sqlite_register) as register, register.transaction() as connection:
        assert connection.execute(text("SELECT uid FROM register")).scalar() == "written"


def test_failing_block_takes_its_transaction_back(url: str) -> None:
    with open_register(url, writing=True) as register:

        def fail() -> None:
            with register.transaction() as connection:
                connection.execute(text("UPDATE register SET uid = 'gone'"))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        with register.transaction() as connection:
            assert connection.execute(text("SELECT uid FROM register")).scalar() != "gone"


def test_full_disk_is_told_and_nothing_is_lost(sqlite_url: str) -> None:
    maintenance.create(sqlite_url, at=NOW)
    with open_register(sqlite_url, writing=True) as register:

        def fill() -> None:
            with register.transaction() as connection:
                connection.execute(text("PRAGMA max_page_count = 1"))  # SQLite then answers as on a full disk
                for _ in range(200):
                    connection.execute(text("INSERT INTO person (name) VALUES (hex(randomblob(4000)))"))

        with pytest.raises(DatabaseUnavailableError, match="disk is full"):
            fill()
        with register.transaction() as connection:
            assert connection.execute(text("SELECT COUNT(*) FROM person")).scalar() == 0
    assert maintenance.check(sqlite_url) == []


def test_register_that_can_only_be_read_is_told_and_nothing_is_lost(url: str) -> None:
    """Also for an administrator, whom no rights on files hold back: the database is told to take no changes."""
    with open_register(url, writing=True) as register, register.transaction() as connection:
        ingests(connection, reading(clause("8", session_due(73))))

    def write() -> None:
        with open_register(url, writing=True) as register, register.transaction() as connection:
            sqlite = connection.dialect.name == "sqlite"
            connection.execute(text("PRAGMA query_only = ON" if sqlite else "SET TRANSACTION READ ONLY"))
            does(connection, Report(document="A/73/1"), f"{SYMBOL}#8")

    with pytest.raises(DatabaseUnavailableError, match="can only be read"):
        write()
    with open_register(url) as register, register.transaction() as connection:
        assert [row.status for row in listed(connection)] == ["pending"]
    assert maintenance.check(url) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="rights on files do not hold an administrator back")
@pytest.mark.parametrize("folder_too", [False, True])
def test_file_without_the_right_to_write_is_left_as_it_is(sqlite_register: str, folder_too: bool) -> None:
    path = pathlib.Path(sqlite_register)
    before = path.read_bytes()
    path.chmod(0o444)
    path.parent.chmod(0o555 if folder_too else 0o755)
    try:
        with pytest.raises(DatabaseUnavailableError, match="can only be read"):  # noqa: SIM117 - either may say so
            with open_register(path, writing=True) as register, register.transaction() as connection:
                ingests(connection, reading(clause("8")))
        assert path.read_bytes() == before
    finally:
        path.parent.chmod(0o755)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("postgresql://anna:geheim@host/db", "postgresql://anna:***@host/db"),
        ("postgres://host/db", "postgresql://host/db"),
        ("postgresql+psycopg://host/db", "postgresql://host/db"),
        ("sqlite:////registers/a.sqlite", "/registers/a.sqlite"),
        ("/registers/a b.sqlite", "/registers/a b.sqlite"),
    ],
)
def test_places_as_they_may_be_shown(given: str, expected: str) -> None:
    assert urls.shown(urls.to_url(given)) == expected


@pytest.mark.parametrize(
    "given", ["mysql://a:geheim@host/db", "sqlite://", "http://x:geheim@y/z", "postgresql://a:b:c"]
)
def test_places_that_no_register_can_be_at(given: str) -> None:
    with pytest.raises(UsageError) as caught:
        urls.to_url(given)
    assert "geheim" not in str(caught.value)


def test_default_is_the_environment_else_the_users_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MANDATES_DB", "/somewhere/team.sqlite")
    assert urls.shown(urls.to_url(None)) == "/somewhere/team.sqlite"
    monkeypatch.delenv("MANDATES_DB")
    assert urls.default_url().endswith("register.sqlite")
