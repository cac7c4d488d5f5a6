"""Making the tables of a register, bringing them to the program's revision, copying a register.

What SQLite needs for a migration that either happens or does not (measured; Alembic alone loses rows or stops
half-way): connections of their own, which begin with BEGIN IMMEDIATE and do not let the driver commit before DDL;
foreign keys off before the transaction, because batch mode recreates tables and inside one the pragma does nothing;
`PRAGMA foreign_key_check` before the commit; a copy of the file first.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import pathlib
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, insert, select, text

from mandates import paths
from mandates.domain.errors import DatabaseUnavailableError, MandatesError, NotARegisterError, RevisionError, UsageError
from mandates.store import partial_indexes, revision, tables
from mandates.store.engine import connect_engine, open_register, require_file
from mandates.store.faults import translated
from mandates.store.urls import shown, to_url

#: Held while migrating on PostgreSQL, so that two people cannot at once; any number, the same in every version.
_ADVISORY_LOCK = 714_000_001


def create(
    url_or_path: str | os.PathLike[str] | None = None,
    *,
    at: dt.datetime,
    horizon: dt.date,
    fill: Callable[[Connection], None],
) -> str:
    """Make a register of the newest revision and return where it is, as it may be shown.

    `fill` puts in what every register has, in the same transaction.

    Raises:
        NotARegisterError: something else is there.
        UsageError: there is a register already.
        DatabaseUnavailableError: it cannot be made there.
    """
    url = to_url(url_or_path)
    place = shown(url)
    is_file = url.get_backend_name() == "sqlite"
    with _made_whole(str(url.database)) if is_file else contextlib.nullcontext():
        if is_file:
            _prepare_file(pathlib.Path(str(url.database)))
        _create(url, place, at=at, horizon=horizon, fill=fill)
    return place


def _create(url: URL, place: str, *, at: dt.datetime, horizon: dt.date, fill: Callable[[Connection], None]) -> None:
    with _migrating(url) as connection:
        if revision.read(connection) is not None:
            raise UsageError(f"there is a register at {place} already", "use it, or give another place with --db")
        if url.get_backend_name() == "sqlite" and _has_tables(connection):
            raise NotARegisterError(f"{place} already contains something else", "give another place with --db")
        command.upgrade(_config(connection), "head")
        row = {"id": 1, "uid": uuid.uuid4().hex, "created_at": at, "horizon_on": horizon}
        connection.execute(insert(tables.register).values(row))
        fill(connection)


def upgrade(
    url_or_path: str | os.PathLike[str] | None = None,
    *,
    remake: Callable[[Connection], None],
    copy_to: str | os.PathLike[str] | None = None,
    scripts: pathlib.Path | None = None,
) -> list[str]:
    """Bring a register to the program's revision and return the revisions applied; [] where there was nothing to do.

    A SQLite register is copied first, beside itself as ``NAME.REVISION.bak`` or to `copy_to`. A migration that fails
    leaves data and revision as they were. `remake` works out anew what is derived, in the same transaction. `scripts`
    is the folder of migrations, for tests.

    Raises:
        NotARegisterError: there is no register there.
        RevisionError: it is of a newer program, or a migration failed; names it and the cause.
    """
    url = to_url(url_or_path)
    place = shown(url)
    if url.get_backend_name() == "sqlite":
        require_file(url)
    with _migrating(url) as connection:
        before = revision.read(connection)
        if before is None:
            raise NotARegisterError(f"{place} is not a register of mandates", "make one with 'mandates init'")
        config = _config(connection, scripts)
        known = ScriptDirectory.from_config(config)
        head = known.get_current_head()
        if before == head:
            return []
        steps = _steps(known, before, place)
        if url.get_backend_name() == "sqlite":
            _copy(str(url.database), copy_to or f"{url.database}.{before}.bak")
        step = before
        try:
            for step in steps:
                command.upgrade(config, step)
            remake(connection)
        except MandatesError:
            raise
        except Exception as error:
            raise RevisionError(
                f"migration {step} failed and was taken back: {type(error).__name__}: {error}",
                f"the register {place} is unchanged at revision {before}; report this with the message",
            ) from error
    return steps


def current(url_or_path: str | os.PathLike[str] | None = None) -> str:
    """Return the revision of a register, whatever it is. Changes nothing.

    Raises:
        NotARegisterError, DatabaseUnavailableError: there is none.
    """
    url = to_url(url_or_path)
    if url.get_backend_name() == "sqlite":
        require_file(url)
    with _connection(url) as connection:
        found = revision.read(connection)
    if found is None:
        raise NotARegisterError(f"{shown(url)} is not a register of mandates", "make one with 'mandates init'")
    return found


def backup(url_or_path: str | os.PathLike[str] | None, target: str | os.PathLike[str]) -> str:
    """Copy a SQLite register while it is in use and return the copy's path.

    Raises:
        UsageError: the target exists, or the register is on PostgreSQL, which has tools of its own for this.
    """
    url = to_url(url_or_path)
    if url.get_backend_name() != "sqlite":
        raise UsageError(
            f"{shown(url)} is on PostgreSQL, which makes its own backups", "use pg_dump, or 'mandates export'"
        )
    open_register(url_or_path).close()
    if pathlib.Path(target).exists():
        raise UsageError(f"{target} exists already", "give a new file name")
    return _copy(str(url.database), target)


@contextlib.contextmanager
def _migrating(url: URL) -> Iterator[Connection]:
    """Give the connection a migration runs on: one transaction, checked before it is committed."""
    engine = connect_engine(url, writing=True)
    try:
        with translated(shown(url)), engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:
                driver: Any = connection.connection.driver_connection
                driver.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
                yield connection
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RevisionError(f"the migration would leave {len(broken)} rows that point nowhere")
    finally:
        engine.dispose()


@contextlib.contextmanager
def made(path: pathlib.Path, to: str) -> Iterator[Connection]:
    """Give a connection to a new SQLite register of an earlier revision, in one transaction; foreign keys are off."""
    url = to_url(path)
    _prepare_file(path)
    with _migrating(url) as connection:
        command.upgrade(_config(connection), to)
        yield connection


@contextlib.contextmanager
def _connection(url: URL) -> Iterator[Connection]:
    engine = connect_engine(url, writing=False)
    try:
        with translated(shown(url)), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _config(connection: Connection, scripts: pathlib.Path | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts or paths.migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = None
    return config


def _steps(known: ScriptDirectory, before: str, place: str) -> list[str]:
    """Return the revisions after `before`, oldest first."""
    steps: list[str] = []
    for script in known.walk_revisions():
        if script.revision == before:
            return steps[::-1]
        steps.append(script.revision)
    raise RevisionError(
        f"the register {place} is of revision {before}, which this program does not know", "upgrade the program"
    )


def schema_findings(connection: Connection) -> list[str]:
    """Return where the tables of a register are not those of the program, one line each."""
    options = {"compare_type": True, "include_name": _is_ours, "include_object": _is_ours_object}
    context = MigrationContext.configure(connection, opts={**options, "version_table": tables.REVISION_TABLE})
    differences = compare_metadata(context, partial_indexes.whole_metadata())
    return [f"schema: {_describe(difference)}" for difference in differences]


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out what the database keeps for full-text search, and tables of other programs in the same database."""
    if kind == "table":
        return name in tables.metadata.tables
    return not (kind == "column" and name == "search_vector")


def _is_ours_object(_object: Any, name: str | None, _kind: str, _reflected: bool, _compare_to: Any) -> bool:
    return not (name or "").endswith("_search_vector")


def _describe(difference: Any) -> str:
    if isinstance(difference, list):
        return "; ".join(_describe(part) for part in difference)
    return " ".join(str(getattr(part, "name", part)) for part in difference if part is not None)


def _has_tables(connection: Connection) -> bool:
    return bool(connection.execute(select(text("1")).select_from(text("sqlite_master"))).first())


@contextlib.contextmanager
def _made_whole(path: str | os.PathLike[str]) -> Iterator[None]:
    """Take away again what an attempt leaves that fails, such as on a full disk, where no file was before."""
    file = pathlib.Path(path)
    there = file.exists()
    try:
        yield
    except BaseException:
        if not there:
            for end in ("", "-wal", "-shm", "-journal"):
                with contextlib.suppress(OSError):
                    file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
        raise


def _prepare_file(path: pathlib.Path) -> None:
    """Make the folder, and the file with a write-ahead log, which has to be asked for outside a transaction."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                connection.execute("PRAGMA journal_mode=WAL")
    except (OSError, sqlite3.OperationalError) as error:
        raise _not_made("register", path, error) from None
    except sqlite3.DatabaseError:
        raise NotARegisterError(f"{path} already contains something else", "give another place with --db") from None


def _copy(source: str, target: str | os.PathLike[str]) -> str:
    """Copy a SQLite database with its online backup, which sees a consistent state whoever is writing."""
    try:
        with (
            _made_whole(target),
            contextlib.closing(sqlite3.connect(f"file:{pathlib.Path(source).as_posix()}?mode=ro", uri=True)) as there,
            contextlib.closing(sqlite3.connect(target)) as here,
        ):
            there.backup(here)
    except sqlite3.Error as error:
        raise _not_made("copy", target, error) from None
    return str(target)


def _not_made(what: str, place: str | os.PathLike[str], error: Exception) -> DatabaseUnavailableError:
    """Return the error that no register or copy can be made at a place."""
    if "full" in str(error) or getattr(error, "errno", None) == errno.ENOSPC:
        return DatabaseUnavailableError(f"no {what} can be made at {place}: the disk is full", "make room there")
    return DatabaseUnavailableError(f"no {what} can be made at {place} ({error})", "check the path")
