"""Opening a register: one object that gives short transactions, on a SQLite file or a PostgreSQL server.

A register that is only read is opened read-only, so that the database itself refuses changes: ``mode=ro`` on SQLite, a
read-only transaction on PostgreSQL. A file on a read-only file system, where SQLite cannot create its own files, is
opened as one that does not change (sqlite.org/uri.html, "immutable").

SQLite is used as its documentation advises for several processes on one file: write-ahead log, a busy timeout, and a
transaction that is going to write takes the write lock at once (BEGIN IMMEDIATE), so that it cannot fail half-way.
Writers wait for that lock in turn (`mandates.store.turns`); reading the revision takes no lock.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import orjson
from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, event

from mandates.domain.errors import DatabaseUnavailableError, NotARegisterError
from mandates.store import revision, turns
from mandates.store.faults import translated
from mandates.store.urls import default_url, shown, to_url

__all__ = ["Connection", "Register", "connect_engine", "default_url", "open_register"]

#: How long to wait for another program's transaction before giving up, in seconds.
BUSY_SECONDS = 15.0

#: How much of a SQLite file is memory-mapped for reading, in bytes; halves the time of long counts.
_MAPPED = 2**31

#: The size of SQLite's own page cache for writing, in KiB: mapped pages would count as memory of the program, up to
#: the size of the register.
_CACHED = 2**13


class Register:
    """An open register. Use it as a context manager; give its connections to the functions of `mandates.register`.

    Attributes:
        url: the register as it may be shown: a file name, or a URL without password.
        dialect: ``sqlite`` or ``postgresql``.
        writing: whether its connections may change it.
    """

    def __init__(self, url: URL, *, writing: bool, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = shown(url)
        self.dialect = url.get_backend_name()
        self.writing = writing
        self._engine = connect_engine(url, writing=writing, busy_seconds=busy_seconds, keeping=True)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Yield a connection in one transaction, which is committed when the block ends and rolled back when it raises.

        Raises:
            DatabaseUnavailableError: locked for longer than the timeout, full, read-only, gone.
            ConflictError: two transactions conflicted.
        """
        with translated(self.url), self._engine.begin() as connection:
            yield connection

    def require_revision(self) -> None:
        """Raise unless the register is of the program's revision. Takes no lock, so it does not wait for writers.

        Raises:
            NotARegisterError, RevisionError: see `mandates.store.revision.require_head`.
        """
        with translated(self.url), self._engine.connect() as connection:
            revision.require_head(connection.execution_options(only_looking=True), self.url)

    def close(self) -> None:
        """Close the connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_register(
    url_or_path: str | os.PathLike[str] | None = None, *, writing: bool = False, busy_seconds: float = BUSY_SECONDS
) -> Register:
    """Open the register at a file name or database URL, or the default one.

    Raises:
        DatabaseUnavailableError: there is no register, or it cannot be reached.
        NotARegisterError: something else is there.
        RevisionError: it is of another revision than the program.
    """
    url = to_url(url_or_path)
    if url.get_backend_name() == "sqlite":
        require_file(url)
    register = Register(url, writing=writing, busy_seconds=busy_seconds)
    try:
        register.require_revision()
    except BaseException:
        register.close()
        raise
    return register


def require_file(url: URL) -> None:
    """Raise unless the file of a SQLite URL exists and is not empty."""
    path = pathlib.Path(str(url.database))
    try:
        if path.is_file() and path.stat().st_size:
            return
        exists = path.exists()
    except OSError as error:
        raise DatabaseUnavailableError(f"the register {path} cannot be opened ({error.strerror})") from None
    if exists:
        raise NotARegisterError(f"{path} is not a register of mandates", "make one with 'mandates init', or check --db")
    raise DatabaseUnavailableError(f"there is no register at {path}", "make one with 'mandates init', or check --db")


def connect_engine(url: URL, *, writing: bool, busy_seconds: float = BUSY_SECONDS, keeping: bool = False) -> Engine:
    """Return an engine for `url` whose connections behave as the module docstring says. Does not connect yet.

    With `keeping` one connection is kept open between transactions: reading the schema again, and on SQLite moving the
    log into the file at each closing, takes longer than storing a resolution.
    """
    pool: dict[str, Any] = {"poolclass": NullPool}
    if keeping:
        pool = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": -1, "pool_pre_ping": True}
    if url.get_backend_name() != "sqlite":
        url_options = url.query.get("options", "")
        options = f"{url_options} -c lock_timeout={int(busy_seconds * 1000)} -c timezone=UTC"
        if not writing:
            options += " -c default_transaction_read_only=on"
        return create_engine(
            url,
            connect_args={"connect_timeout": int(busy_seconds), "options": options.strip()},
            isolation_level="READ COMMITTED" if writing else "REPEATABLE READ",
            **pool,
        )
    return _sqlite(url, writing, busy_seconds, pool)


def _sqlite(url: URL, writing: bool, busy_seconds: float, pool: dict[str, Any]) -> Engine:
    path = pathlib.Path(str(url.database))

    def connect() -> Any:
        import sqlite3  # noqa: PLC0415 - its exceptions, where a file is opened

        if writing:
            return sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
        name = f"file:{_quoted(path)}?mode=ro"
        connection = sqlite3.connect(
            name, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            if _has_log(path):  # reading the file alone would miss what is in the log
                raise
            name = f"{name}&immutable=1"
            return sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False)
        return connection

    engine = create_engine("sqlite://", creator=connect, json_deserializer=_from_json, **pool)

    def set_up(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA cache_size=-{_CACHED}" if writing else f"PRAGMA mmap_size={_MAPPED}")

    def begin(connection: Connection) -> None:
        if not writing or connection.get_execution_options().get("only_looking"):
            connection.exec_driver_sql("BEGIN")
            return
        with turns.turn(path, busy_seconds):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin)
    if writing:
        event.listen(engine, "engine_disposed", lambda _engine: turns.remove_line(path))
    return engine


def _from_json(value: Any) -> Any:
    """Return a value stored as JSON; SQLite returns a plain number as a number, not as text."""
    return orjson.loads(value) if isinstance(value, str) else value


def _quoted(path: pathlib.Path) -> str:
    """Return a path in the quoted form of SQLite URIs."""
    import urllib.parse  # noqa: PLC0415 - only where a file is opened

    return urllib.parse.quote(path.as_posix())


def _has_log(path: pathlib.Path) -> bool:
    """Return whether the write-ahead log may have content that is not in the file yet."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0
