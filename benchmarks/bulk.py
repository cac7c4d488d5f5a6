"""Filling an empty register fast: rows by the hundred thousand, indexes and search built once at the end.

The register is made by its own migration. Its secondary indexes, triggers and, on PostgreSQL, foreign keys are then
read from the database's catalogue, dropped while rows are inserted, and created again from the same definitions, which
checks them for all rows. All in one transaction: an interrupted run leaves an empty register.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, delete, select, text
from sqlalchemy.engine import make_url

from mandates.register import maintenance
from mandates.store import optimizing
from mandates.store.engine import connect_engine
from mandates.store.inserting import insert_rows
from mandates.store.tables import Json, metadata
from mandates.store.urls import to_url


class Filling(NamedTuple):
    """A register that is being filled.

    Attributes:
        write: adds rows to a table. connection: the connection of the transaction, for lookups.
    """

    write: Callable[[Table, Sequence[Mapping[str, Any]]], None]
    connection: Connection


_CACHE_KIB = 1_000_000

#: The number of rows that are copied at a time.
_CHUNK = 2000


@contextmanager
def filled(url: str, *, at: dt.datetime) -> Iterator[Filling]:
    """Make a register at `url` with its reference data, and give a `Filling`; it is complete when the block ends."""
    maintenance.create(url, at=at)
    engine = connect_engine(to_url(url), writing=True)
    try:
        with engine.connect() as connection:
            fill = _postgresql if connection.dialect.name == "postgresql" else _sqlite
            yield from fill(connection)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if connection.dialect.name == "postgresql":  # autovacuum would do this within minutes
                connection.exec_driver_sql(f"VACUUM (ANALYZE) {', '.join(metadata.tables)}")
    finally:
        engine.dispose()


def copy(source: str, target: str, *, at: dt.datetime) -> None:
    """Make a register at `target` with all rows of that at `source`."""
    engine = connect_engine(to_url(source), writing=False)
    try:
        with engine.connect() as connection, filled(target, at=at) as filling:
            for table in metadata.sorted_tables:
                filling.connection.execute(delete(table))  # its reference data is copied too
                for rows in connection.execute(select(table)).partitions(_CHUNK):
                    filling.write(table, [dict(row._mapping) for row in rows])  # noqa: SLF001 - the documented name
    finally:
        engine.dispose()


def drop_database(url: str) -> None:
    """Remove a PostgreSQL database if it exists."""
    _administer(url, "DROP DATABASE IF EXISTS {}")


def create_database(url: str) -> None:
    """Make an empty PostgreSQL database."""
    _administer(url, "CREATE DATABASE {}")


def _administer(url: str, statement: str) -> None:
    target = make_url(url)
    engine = connect_engine(to_url(target.set(database="postgres").render_as_string(hide_password=False)), writing=True)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = connection.dialect.identifier_preparer.quote_identifier(str(target.database))
            connection.exec_driver_sql(statement.format(name))
    finally:
        engine.dispose()


def _sqlite(connection: Connection) -> Iterator[Filling]:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", f"cache_size=-{_CACHE_KIB}"):
        connection.connection.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]  # it is open
    with connection.begin():
        definitions = connection.exec_driver_sql(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).all()
        for kind, name, _ in definitions:
            connection.exec_driver_sql(f'DROP {kind} "{name}"')
        yield Filling(lambda table, rows: insert_rows(connection, table, rows), connection)
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'").all():
            connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
        for *_, definition in definitions:
            connection.exec_driver_sql(definition)
        optimizing.analyze(connection)
    connection.connection.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]


def _postgresql(connection: Connection) -> Iterator[Filling]:
    with connection.begin():
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
        keys = connection.execute(
            text(
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace "
                "AND conrelid::regclass::text = ANY(:ours)"
            ),
            {"ours": list(metadata.tables)},
        ).all()
        indexes = connection.execute(
            text(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(:ours) AND schemaname = "
                "current_schema() AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            ),
            {"ours": list(metadata.tables)},
        ).all()
        for table, name, _ in keys:
            connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        yield Filling(lambda table, rows: _copy(connection, table, rows), connection)
        for _, definition in indexes:
            connection.exec_driver_sql(definition)
        for table, name, definition in keys:
            connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for table in metadata.sorted_tables:
            if "id" in table.c and table.c.id.autoincrement is not False:
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT COALESCE(MAX(id), 1) "
                    f"FROM {table.name}))"
                )


def _copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows by COPY, with values converted as by the columns' types."""
    if not rows:
        return
    columns = [column for column in table.c if column.name in rows[0]]
    sends = [_json if isinstance(column.type, Json) else _as_it_is for column in columns]
    names = ", ".join(f'"{column.name}"' for column in columns)
    fields = list(zip((column.name for column in columns), sends, strict=True))
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copier:
        for row in rows:
            copier.write_row([send(row[name]) for name, send in fields])
    cursor.close()


def _json(value: Any) -> str:
    return json.dumps(value)


def _as_it_is(value: Any) -> Any:
    return value
