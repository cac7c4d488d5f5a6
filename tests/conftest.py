"""Registers to test on: always a SQLite file, and a PostgreSQL server where the environment names one."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import gc
import os
import pathlib
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from alembic.util import pyfiles
from hypothesis import settings
from sqlalchemy import URL, create_engine, make_url, text

if TYPE_CHECKING:  # tests that need no register are not to load it
    from mandates.store.engine import Register

# The same examples each time, so that what passes once passes everywhere; MANDATES_RANDOM=1 looks for new ones.
settings.register_profile("suite", derandomize="MANDATES_RANDOM" not in os.environ, deadline=None)
settings.load_profile("suite")

#: Names a server and a database that the tests may make schemas in: postgresql+psycopg://postgres@127.0.0.1/test
POSTGRESQL = "MANDATES_TEST_POSTGRESQL"

NOW = dt.datetime(2020, 1, 15, 9, 30, tzinfo=dt.UTC)


#: A file system in memory, used where it has so many bytes left: files of tests then wait for no disk.
_MEMORY, _NEEDED = pathlib.Path("/dev/shm"), 2_000_000_000


def pytest_configure(config: pytest.Config) -> None:
    """Put the folders of tests in memory, unless somebody says where they are to be."""
    if config.option.basetemp is None and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _NEEDED:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process is still at it when the others have done all the rest."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


#: Objects made before garbage is looked for; what has been collected stays, and is not looked through again.
_GARBAGE = 50_000


def pytest_collection_finish() -> None:
    """Let garbage be looked for as the program does it, and not every 700 objects among a million that stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)


@pytest.fixture(scope="session", autouse=True)
def _migrations_are_loaded_once() -> Iterator[None]:
    """Keep migrations that have been loaded, which Alembic loads anew for each register."""
    load = pyfiles.load_module_py
    loaded: dict[tuple[str, int], Any] = {}

    def kept(name: str, path: Any) -> Any:
        if pathlib.Path(path).name == "env.py":  # which is there to be run each time
            return load(name, path)
        key = str(path), pathlib.Path(path).stat().st_mtime_ns
        if key not in loaded:
            loaded[key] = load(name, path)
        return loaded[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pyfiles, "load_module_py", kept)
        yield


class _Compiled(dict[Any, Any]):
    """Statements that were compiled, for all engines of a kind: each has a dialect of its own, of which there are two
    kinds.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), compiled)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Keep compiled statements from test to test: each has engines of its own, which would compile all of them anew."""
    from mandates.store import engine  # noqa: PLC0415 - only here

    made = functools.partial(engine.create_engine, execution_options={"compiled_cache": _Compiled()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "create_engine", made)
        yield


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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def fresh_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a register made for this test alone, for tests that change tables."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_register"))
    address: str = request.getfixturevalue("postgresql_url")
    _create(address)
    return address


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


#: Tables that tests fill, those that point to others first; of the `_SEEDED` only what a test adds to them is deleted.
_FILLED = (
    "token", "sign_in", "invitation", "account_event", "setting", "account", "view",
    "link", "attachment", "digest_sent", "budget_line", "party", "remark", "obligation_state", "former_reference",
    "event", "answer", "agenda_item", "issued_symbol", "issued", "suggestion", "evidence", "decision", "ending",
    "obligation", "relation", "citation", "mandate_version", "mandate", "paragraph_text", "paragraph", "reading",
    "resolution", "change", "document", "person",
)  # fmt: skip
_SEEDED = ("session", "entity", "body")
#: Tables without ids of their own.
_WITHOUT_ID = ("party", "remark", "relation", "issued_symbol")


@pytest.fixture
def postgresql_register(postgresql_emptied: str) -> str:
    """Give an empty register in a schema that no other test uses at the moment."""
    empty(postgresql_emptied)
    return postgresql_emptied


def empty(address: str) -> None:
    """Take away what tests have put into the register that `postgresql_emptied` gives."""
    # where so little is to be taken away, DELETE is many times faster than TRUNCATE
    statements = [f"DELETE FROM {name}" for name in _FILLED]
    statements += [f"SELECT setval('{name}_id_seq', 1, false)" for name in _FILLED if name not in _WITHOUT_ID]
    statements += [f"DELETE FROM {name} WHERE id NOT IN (SELECT id FROM seeded_{name})" for name in _SEEDED]
    statements += [
        (
            "UPDATE session SET opens_on = was.opens_on, closes_on = was.closes_on, exact = was.exact"
            " FROM seeded_session was WHERE was.id = session.id AND (was.opens_on, was.closes_on, was.exact)"
            " IS DISTINCT FROM (session.opens_on, session.closes_on, session.exact)"
        ),
        "UPDATE register SET horizon_on = was.horizon_on FROM seeded_register was",
    ]
    with _emptying[address].transaction():
        _emptying[address].execute(";".join(statements))  # type: ignore[arg-type] # many in one go


#: Connections that empty registers, by their addresses: each new one would have to read again what the tables are.
_emptying: dict[str, psycopg.Connection[Any]] = {}


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """Make a register once, to be copied: migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "register.sqlite"
    _create(str(path))
    return path


@pytest.fixture(scope="session")
def postgresql_emptied(postgresql_server: str) -> Iterator[str]:
    """Make a register once, to be emptied for each test."""
    with schema_of_its_own(postgresql_server) as address:
        _create(address)
        engine = create_engine(address)
        with engine.begin() as connection:
            for name in (*_SEEDED, "register"):
                connection.execute(text(f"CREATE TABLE seeded_{name} AS SELECT * FROM {name}"))
        engine.dispose()
        url = make_url(address)
        given = url.translate_connect_args(username="user", database="dbname") | dict(url.query)
        with psycopg.connect(**given) as _emptying[address]:
            yield address
        del _emptying[address]


@pytest.fixture(scope="session")
def postgresql_opened(postgresql_emptied: str) -> Iterator[Register]:
    """Open that register once: a new connection has to learn anew what the tables and the statements are."""
    from mandates.store.engine import open_register  # noqa: PLC0415 - tests that need no register are not to load it

    with open_register(postgresql_emptied, writing=True) as register:
        yield register


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def filled_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a register with something of everything, for tests that leave it as it is."""
    address: str = request.getfixturevalue(f"filled_{request.param}")
    return address


@pytest.fixture(scope="session")
def filled_sqlite(_sqlite_template: pathlib.Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give a file with something of everything, for tests that copy it or leave it as it is."""
    path = str(shutil.copy(_sqlite_template, tmp_path_factory.mktemp("filled") / "register.sqlite"))
    _fill(path)
    yield path
    _still_sound(path)


@pytest.fixture(scope="session")
def filled_postgresql(postgresql_server: str) -> Iterator[str]:
    """Give a schema with something of everything, for tests that leave it as it is."""
    with schema_of_its_own(postgresql_server) as address:
        _create(address)
        _fill(address)
        yield address
        _still_sound(address)


@pytest.fixture
def filled_file(filled_sqlite: str, sqlite_url: str) -> str:
    """Give a file of one's own with something of everything."""
    shutil.copy(filled_sqlite, sqlite_url)
    return sqlite_url


def _fill(address: str) -> None:
    from tests.register import damaged  # noqa: PLC0415 - tests that need no register are not to load it

    damaged.fill(address)
    _still_sound(address)


def _still_sound(address: str) -> None:
    from mandates.register import maintenance  # noqa: PLC0415 - tests that need no register are not to load it

    assert maintenance.check(address) == []


@pytest.fixture
def quick_init(_sqlite_template: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new SQLite registers be copies of one: what `init` does by itself is tested with the store."""
    from mandates.store import migrations  # noqa: PLC0415 - tests that need no register are not to load it

    made = migrations._create

    def create(url: URL, place: str, *, at: dt.datetime, horizon: dt.date, **rest: Any) -> None:
        if url.get_backend_name() != "sqlite":
            made(url, place, at=at, horizon=horizon, **rest)
            return
        with (
            contextlib.closing(sqlite3.connect(_sqlite_template)) as template,
            contextlib.closing(sqlite3.connect(str(url.database))) as register,
        ):
            assert not register.execute("SELECT 1 FROM sqlite_master").fetchone(), "a register is there already"
            template.backup(register)
            named = (uuid.uuid4().hex, f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S.%f}", horizon.isoformat())
            register.execute("UPDATE register SET uid = ?, created_at = ?, horizon_on = ?", named)
            register.commit()

    monkeypatch.setattr(migrations, "_create", create)


def _create(address: str) -> None:
    from mandates.register import maintenance  # noqa: PLC0415 - tests that need no register are not to load it

    maintenance.create(address, at=NOW)


@contextlib.contextmanager
def schema_of_its_own(server: str) -> Iterator[str]:
    """Give the URL of a schema of its own, dropped afterwards."""
    schema = f"mandates_{uuid.uuid4().hex[:12]}"
    # nobody needs the rows of tests after a failure of the machine, which commits would wait for the disk for
    quick = "-csynchronous_commit=off"
    engine = create_engine(server, connect_args={"options": quick})
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        url = make_url(server).update_query_dict({"options": f"{quick} -csearch_path={schema}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()
