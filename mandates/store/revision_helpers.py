"""What revisions of the database share (`alembic/versions`): another condition on the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import Connection, text

_WORD = re.compile(r"'(\w+)'")


def allow_also(connection: Connection, table: str, column: str, *words: str, instead_of: Iterable[str] = ()) -> None:
    """Allow a column these words, in addition to those already allowed or, for some of them, instead."""
    allow(connection, table, column, {*_allowed(connection, table, column), *words} - {*instead_of})


def _allowed(connection: Connection, table: str, column: str) -> list[str]:
    name = f"ck_{table}_{column}"
    if connection.dialect.name == "postgresql":
        statement = text(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conname = :name AND conrelid = CAST(:table AS regclass)"
        )
        return _WORD.findall(str(connection.execute(statement, {"name": name, "table": table}).scalar_one()))
    create_statement = _create_statement(connection, table)
    return [word for match in _check(name).finditer(create_statement) for word in _WORD.findall(match[0])]


def _create_statement(connection: Connection, table: str) -> str:
    """Return the CREATE TABLE statement of a table in SQLite."""
    statement = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    return str(connection.execute(statement, {"name": table}).scalar_one())


def _check(name: str) -> re.Pattern[str]:
    return re.compile(rf"(CONSTRAINT {name} CHECK )\((?:[^()]|\([^()]*\))*\)")


def allow(connection: Connection, table: str, column: str, words: Iterable[str]) -> None:
    """Allow a column exactly these words, by replacing its CHECK constraint ``ck_TABLE_COLUMN``."""
    quoted = ", ".join(f"'{word}'" for word in sorted(words))
    replace_check(connection, table, column, f"{column} IN ({quoted})")


def replace_check(connection: Connection, table: str, of: str, condition: str) -> None:
    """Replace the CHECK constraint ``ck_TABLE_OF`` of a table.

    SQLite cannot change a constraint (https://www.sqlite.org/lang_altertable.html, section 7): there the table is
    recreated with the new constraint, with its rows and indexes.
    """
    name = f"ck_{table}_{of}"
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})"))
        return
    create_statement = _create_statement(connection, table)
    indexes = text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL")
    index_statements = list(connection.execute(indexes, {"name": table}).scalars())
    check = _check(name)
    # so that foreign keys to the table keep referring to it by its name (https://www.sqlite.org/pragma.html)
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO old_{table}")
    connection.exec_driver_sql(check.sub(rf"\1({condition})", create_statement))
    connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM old_{table}")  # noqa: S608 -- names of our own
    connection.exec_driver_sql(f"DROP TABLE old_{table}")
    connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
    for index in index_statements:
        connection.exec_driver_sql(index)
