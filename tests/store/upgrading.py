"""Registers of a revision, made and upgraded by the migrations alone: without the program, which is of one revision."""

from __future__ import annotations

import contextlib
import gzip
import pathlib
from collections.abc import Iterator
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, NullPool, create_engine, event, make_url, select

from mandates import paths
from mandates.store.revision import HEAD
from tests.register.keep_revision import FOLDER, SCHEMA


def engine_of(address: str) -> Engine:
    """Return an engine whose transactions hold all that is done in them, as those of a migration have to."""
    if "://" in address:
        return create_engine(address, poolclass=NullPool)
    engine = create_engine(f"sqlite:///{address}", poolclass=NullPool, connect_args={"isolation_level": None})

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def connect(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")

    event.listen(engine, "begin", begin)
    event.listen(engine, "connect", connect)
    return engine


@contextlib.contextmanager
def opened(address: str) -> Iterator[Connection]:
    """Give a transaction on a register, whatever its revision."""
    engine = engine_of(address)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def migrate(connection: Connection, revision: str, scripts: pathlib.Path | None = None) -> None:
    """Bring a register, or nothing, to `revision`; by the migrations in `scripts` or our own."""
    config = Config()
    config.set_main_option("script_location", str(scripts or paths.migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = None
    command.upgrade(config, revision)


def upgrade(address: str, revision: str = HEAD, scripts: pathlib.Path | None = None) -> None:
    """Bring a register, or nothing, to `revision` in one transaction."""
    with opened(address) as connection:
        migrate(connection, revision, scripts)


def reflected(connection: Connection) -> MetaData:
    """Return all tables as they are called now, without what is kept for search."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: "_fts" not in name and not name.startswith("sqlite_"))
    return found


def stored(connection: Connection, known: MetaData | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of all tables, or of those that are `known`, by the names of these."""
    return {
        name: [
            {column: value for column, value in row._mapping.items() if column != "search_vector"}
            for row in connection.execute(select(table).order_by(*table.primary_key.columns))
        ]
        for name, table in (known or reflected(connection)).tables.items()
    }


def unpack(name: str, address: str) -> str:
    """Put a kept register where `address` says, and return that."""
    if "://" not in address:
        pathlib.Path(address).write_bytes(gzip.decompress((FOLDER / f"{name}.sqlite.gz").read_bytes()))
        return address
    schema = str(make_url(address).query["options"]).rpartition("=")[2]
    words = gzip.decompress((FOLDER / f"{name}.sql.gz").read_bytes()).decode().replace(SCHEMA, schema)
    with opened(address) as connection:
        connection.exec_driver_sql(words.replace("%", "%%"))
    return address
