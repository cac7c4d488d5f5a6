"""Making the tables of a register, bringing them to the program's revision, copying a register.

What SQLite needs for atomic migrations (measured; Alembic alone loses rows or stops half-way): separate connections,
which begin with BEGIN IMMEDIATE and do not let the driver commit before DDL; foreign keys off before the transaction,
because batch mode recreates tables and the pragma has no effect inside a transaction; `PRAGMA foreign_key_check` before
the commit; a copy of the file first.
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

#: The lock for migrating on PostgreSQL, so that only one process does so at a time; any number, the same in every
#: version of the program.
_ADVISORY_LOCK = 714_000_001


def create(
    url_or_path: str | os.PathLike[str] | None = None,
    *,
    at: dt.datetime,
    horizon: dt.date,
    fill: Callable[[Connection], None],
) -> str:
    """Create a register of the newest revision and return its place, in a form without secrets.

    `fill` inserts the initial data of every register, in the same transaction.

    Raises:
        NotARegisterError: something else is there.
        UsageError: a register is there already.
        DatabaseUnavailableError: it cannot be created there.
    """
    url = to_url(url_or_path)
    place = shown(url)
    is_file = url.get_backend_name() == "sqlite"
    with _removed_on_failure(str(url.database)) if is_file else contextlib.nullcontext():
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
    """Upgrade a register to the program's revision and return the revisions applied; [] if there was nothing to do.

    A SQLite register is copied first, to ``NAME.REVISION.bak`` in the same folder or to `copy_to`. A migration that
    fails leaves data and revision as they were. `remake` computes derived data again, in the same transaction.
    `scripts` is the folder of migrations, for tests.

    Raises:
        NotARegisterError: there is no register there.
        RevisionError: it is of a newer program, or a migration failed; the message has the migration and the cause.
    """
    url = to_url(url_or_path)
    place = shown(url)
    if url.get_backend_name() == "sqlite":
        require_file(url)
    with _migrating(url) as connection:
        old_revision = revision.read(connection)
        if old_revision is None:
            raise NotARegisterError(f"{place} is not a register of mandates", "make one with 'mandates init'")
        config = _config(connection, scripts)
        script_directory = ScriptDirectory.from_config(config)
        head = script_directory.get_current_head()
        if old_revision == head:
            return []
        steps = _steps(script_directory, old_revision, place)
        if url.get_backend_name() == "sqlite":
            _copy(str(url.database), copy_to or f"{url.database}.{old_revision}.bak")
        step = old_revision
        try:
            for step in steps:
                command.upgrade(config, step)
            remake(connection)
        except MandatesError:
            raise
        except Exception as error:
            raise RevisionError(
                f"migration {step} failed and was taken back: {type(error).__name__}: {error}",
                f"the register {place} is unchanged at revision {old_revision}; report this with the message",
            ) from error
    return steps


def current(url_or_path: str | os.PathLike[str] | None = None) -> str:
    """Return the revision of a register, whether or not the program supports it. Changes nothing.

    Raises:
        NotARegisterError, DatabaseUnavailableError: there is no register.
    """
    url = to_url(url_or_path)
    if url.get_backend_name() == "sqlite":
        require_file(url)
    with _connection(url) as connection:
        current_revision = revision.read(connection)
    if current_revision is None:
        raise NotARegisterError(f"{shown(url)} is not a register of mandates", "make one with 'mandates init'")
    return current_revision


def backup(url_or_path: str | os.PathLike[str] | None, target: str | os.PathLike[str]) -> str:
    """Copy a SQLite register, which may be in use, and return the path of the copy.

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
    """Yield the connection for a migration, in one transaction that is checked before it is committed."""
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
    """Yield a connection to a new SQLite register of the revision `to`, in one transaction; foreign keys are off."""
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


def _steps(script_directory: ScriptDirectory, old_revision: str, place: str) -> list[str]:
    """Return the revisions after `old_revision`, oldest first."""
    steps: list[str] = []
    for script in script_directory.walk_revisions():
        if script.revision == old_revision:
            return steps[::-1]
        steps.append(script.revision)
    raise RevisionError(
        f"the register {place} is of revision {old_revision}, which this program does not know", "upgrade the program"
    )


def schema_findings(connection: Connection) -> list[str]:
    """Return the differences between the tables of a register and those of the program, one line each."""
    options = {"compare_type": True, "include_name": _is_ours, "include_object": _is_ours_object}
    context = MigrationContext.configure(connection, opts={**options, "version_table": tables.REVISION_TABLE})
    differences = compare_metadata(context, partial_indexes.whole_metadata())
    return [f"schema: {_describe(difference)}" for difference in differences]


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Exclude tables and columns of full-text search, and tables of other programs in the same database."""
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
def _removed_on_failure(path: str | os.PathLike[str]) -> Iterator[None]:
    """Remove the files that a failed attempt left, for example on a full disk, unless the file existed before."""
    file = pathlib.Path(path)
    existed = False
    with contextlib.suppress(OSError):  # a name that is too long for the disk
        existed = file.exists()
    try:
        yield
    except BaseException:
        if not existed:
            for suffix in ("", "-wal", "-shm", "-journal"):
                with contextlib.suppress(OSError):
                    file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)
        raise


def _prepare_file(path: pathlib.Path) -> None:
    """Create the folder, and the file with a write-ahead log, which must be set up outside a transaction."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                connection.execute("PRAGMA journal_mode=WAL")
    except (OSError, sqlite3.OperationalError) as error:
        raise _creation_error("register", path, error) from None
    except sqlite3.DatabaseError:
        raise NotARegisterError(f"{path} already contains something else", "give another place with --db") from None


def _copy(source: str, target: str | os.PathLike[str]) -> str:
    """Copy a SQLite database by its online backup, which sees a consistent state even while others write."""
    try:
        with (
            _removed_on_failure(target),
            contextlib.closing(
                sqlite3.connect(f"file:{pathlib.Path(source).as_posix()}?mode=ro", uri=True)
            ) as source_connection,
            contextlib.closing(sqlite3.connect(target)) as target_connection,
        ):
            source_connection.backup(target_connection)
    except sqlite3.Error as error:
        raise _creation_error("copy", target, error) from None
    return str(target)


def _creation_error(what: str, place: str | os.PathLike[str], error: Exception) -> DatabaseUnavailableError:
    """Return the error that no register or copy can be created at a place."""
    if "full" in str(error) or getattr(error, "errno", None) == errno.ENOSPC:
        return DatabaseUnavailableError(f"no {what} can be made at {place}: the disk is full", "make room there")
    return DatabaseUnavailableError(f"no {what} can be made at {place} ({error})", "check the path")
