"""Registers to test on: always a SQLite file, and a PostgreSQL server where the environment names one."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pathlib
import shutil
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url, text

#: Names a server and a database that the tests may make schemas in: postgresql+psycopg://postgres@127.0.0.1/test
POSTGRESQL = "MANDATES_TEST_POSTGRESQL"

NOW = dt.datetime(2020, 1, 15, 9, 30, tzinfo=dt.UTC)

#: Tables that every register has rows of, with the columns of these that work on it may change.
_SEEDED = {
    "register": ("uid", "horizon_on"),
    "body": ("name",),
    "session": ("opens_on", "closes_on", "exact"),
    "entity": ("key", "name", "parent_id", "successor_id"),
}


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """Return the address of the PostgreSQL server; a server that is named but does not answer is an error."""
    address = os.environ.get(POSTGRESQL)
    if not address:
        pytest.skip(f"no PostgreSQL server: set {POSTGRESQL} to its address")
    engine = create_engine(address, connect_args={"connect_timeout": 10})
    with engine.connect():
        pass
    engine.dispose()
    return address


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """Give the URL of an empty schema of its own, dropped afterwards."""
    with schema_of_its_own(postgresql_server) as address:
        yield address


@pytest.fixture
def sqlite_url(tmp_path: pathlib.Path) -> str:
    """Return the name of a SQLite file that is not there yet."""
    return str(tmp_path / "register.sqlite")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_url(request: pytest.FixtureRequest) -> str:
    """Give an address with nothing there, on each database."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
def fresh_url(empty_url: str) -> str:
    """Give the address of a register made for this test alone, for tests that change tables."""
    _create(empty_url)
    return empty_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty register, on each database."""
    address: str = request.getfixturevalue(f"{request.param}_register")
    return address


@pytest.fixture
def sqlite_register(sqlite_url: str, _sqlite_template: pathlib.Path) -> str:
    """Give an empty register in a file of its own."""
    shutil.copy(_sqlite_template, sqlite_url)
    return sqlite_url


@pytest.fixture
def postgresql_register(_postgresql_emptied: str) -> str:
    """Give an empty register in a schema that no other test uses at the moment."""
    from mandates.store.tables import metadata  # noqa: PLC0415 - as below

    engine = create_engine(_postgresql_emptied)
    with engine.begin() as connection:  # where so little is to be taken away, DELETE is many times faster than TRUNCATE
        connection.execute(text("UPDATE change SET undoes_id = NULL, undone_by_id = NULL"))
        for table in reversed(metadata.sorted_tables):
            seeded = f"seeded_{table.name}"
            if table.name in _SEEDED:
                connection.execute(text(f"DELETE FROM {table.name} WHERE id NOT IN (SELECT id FROM {seeded})"))
            else:
                connection.execute(text(f"DELETE FROM {table.name}"))
                if "id" in table.c:
                    connection.execute(text(f"ALTER SEQUENCE {table.name}_id_seq RESTART"))
        for name, columns in _SEEDED.items():  # what a test may have changed
            changed = f"({', '.join(f't.{column}' for column in columns)})"
            values = f"({', '.join(f's.{column}' for column in columns)})"
            sets = ", ".join(f"{column} = s.{column}" for column in columns)
            differ = f"{changed} IS DISTINCT FROM {values}"
            connection.execute(text(f"UPDATE {name} t SET {sets} FROM seeded_{name} s WHERE t.id = s.id AND {differ}"))
    engine.dispose()
    return _postgresql_emptied


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Make a register once, to be copied: migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "register.sqlite"
    _create(str(path))
    return path


@pytest.fixture(scope="session")
def _postgresql_emptied(postgresql_server: str) -> Iterator[str]:
    """Make a register once, to be emptied for each test."""
    with schema_of_its_own(postgresql_server) as address:
        _create(address)
        engine = create_engine(address)
        with engine.begin() as connection:
            for name in _SEEDED:
                connection.execute(text(f"CREATE TABLE seeded_{name} AS SELECT * FROM {name}"))
        engine.dispose()
        yield address


def _create(address: str) -> None:
    from mandates.register import maintenance  # noqa: PLC0415 - tests that need no register are not to load it

    maintenance.create(address, at=NOW)


@contextlib.contextmanager
def schema_of_its_own(server: str) -> Iterator[str]:
    """Give the URL of a schema of its own, dropped afterwards."""
    schema = f"mandates_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        url = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()
