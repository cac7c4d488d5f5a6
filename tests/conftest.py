"""Registers to test on: always a SQLite file, and a PostgreSQL server where the environment names one."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url, text

#: Names a server and a database that the tests may make schemas in: postgresql+psycopg://postgres@127.0.0.1/test
POSTGRESQL = "MANDATES_TEST_POSTGRESQL"

NOW = dt.datetime(2020, 1, 15, 9, 30, tzinfo=dt.UTC)


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
    """Give the URL of a schema of its own, dropped afterwards."""
    schema = f"mandates_{uuid.uuid4().hex[:12]}"
    engine = create_engine(postgresql_server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        url = make_url(postgresql_server).update_query_dict({"options": f"-csearch_path={schema}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


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
def url(empty_url: str) -> str:
    """Give the address of an empty register, on each database."""
    from mandates.register import migrate  # noqa: PLC0415 - tests that need no register are not to load it

    migrate.create(empty_url, at=NOW)
    return empty_url
