"""What revisions of the database share (`alembic/versions`): a closed list of words that grows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import Connection, text


def allow(connection: Connection, table: str, column: str, words: Iterable[str]) -> None:
    """Let a column have these words and no others: replace its CHECK constraint ``ck_TABLE_COLUMN``.

    SQLite changes no constraint (https://www.sqlite.org/lang_altertable.html, section 7): there the table is made anew
    as it was but for that, with its rows and indexes.
    """
    quoted = ", ".join(f"'{word}'" for word in sorted(words))
    condition = f"{column} IN ({quoted})"
    name = f"ck_{table}_{column}"
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})"))
        return
    made = str(
        connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": table})
        .scalars()
        .one()
    )
    indexes = text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL")
    kept = list(connection.execute(indexes, {"name": table}).scalars())
    check = re.compile(rf"(CONSTRAINT {name} CHECK )\(.*?\)\)", re.DOTALL)
    new = re.sub(rf"\ACREATE TABLE \"?{table}\"?", f"CREATE TABLE new_{table}", check.sub(rf"\1({condition})", made))
    connection.exec_driver_sql(new)  # under another name first: others that point to it go on pointing to its own
    connection.exec_driver_sql(f"INSERT INTO new_{table} SELECT * FROM {table}")  # noqa: S608 -- names of our own
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE new_{table} RENAME TO {table}")
    for index in kept:
        connection.exec_driver_sql(index)
