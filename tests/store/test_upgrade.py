"""The upgrade from the first revision: its schema, what becomes of every row, and what a failure leaves."""

from __future__ import annotations

import pathlib
import re
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from mandates.store import partial_indexes, tables
from tests.store.upgrading import opened, upgrade


def made_by_tables(connection: Connection) -> dict[str, Any]:
    partial_indexes.whole_metadata().create_all(connection)
    return described(connection)


def described(connection: Connection) -> dict[str, Any]:
    """Return all that the database says of each table, but for what it keeps for search."""
    seen = inspect(connection)
    return {
        name: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], bool(one["default"]))
                for one in seen.get_columns(name)
                if one["name"] != "search_vector"
            ],
            "key": seen.get_pk_constraint(name),
            "foreign": sorted(map(str, seen.get_foreign_keys(name))),
            "unique": sorted(map(str, seen.get_unique_constraints(name))),
            "checks": sorted(map(str, seen.get_check_constraints(name))),
            "indexes": sorted(str(one) for one in seen.get_indexes(name) if "search_vector" not in str(one)),
        }
        for name in tables.metadata.tables
    }


def is_ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    if kind == "table":
        return name in tables.metadata.tables
    return not (name or "").endswith("search_vector")


def test_schema_is_that_of_the_tables(empty_url: str) -> None:
    upgrade(empty_url, "0001", "0002")
    with opened(empty_url) as connection:
        options = {"compare_type": True, "include_object": is_ours, "version_table": tables.REVISION_TABLE}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, partial_indexes.whole_metadata()) == []
        found = described(connection)
        for name in inspect(connection).get_table_names():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"DROP TABLE {name} CASCADE")
        if connection.dialect.name == "postgresql":
            assert found == made_by_tables(connection)


def test_file_says_of_tables_what_the_program_says(tmp_path: pathlib.Path) -> None:
    said = []
    upgrade(str(tmp_path / "upgraded"), "0001", "0002")
    for name in ("upgraded", "made"):
        with opened(str(tmp_path / name)) as connection:
            if name == "made":
                made_by_tables(connection)
            found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            said.append({one: re.sub(r"\s+", " ", sql) for one, sql in found if "_fts" not in one})
    said[0].pop(tables.REVISION_TABLE)
    assert said[0] == said[1]
