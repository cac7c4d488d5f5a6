"""Indexes over a part of a table are there, over that part: the comparison of schemas looks at no conditions."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from mandates.domain.commands import Correct
from mandates.store import partial_indexes
from mandates.store.engine import Connection
from mandates.store.tables import decision
from tests.register.conftest import does, ingests
from tests.register.samples import SYMBOL, clause, reading

INDEXES = {
    index.name: index
    for table in partial_indexes.whole_metadata().tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}


def plain(condition: str) -> str:
    """Return a condition without what a database adds to it."""
    return re.sub(r"::\w+|[()]", "", condition).casefold().strip()


def in_database(connection: Connection) -> dict[str, tuple[list[str], str]]:
    """Return the columns and the condition of each index that has one."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    else:
        mine = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
        found = connection.execute(text(mine))
    indexes = {}
    for name, sql in found:
        match = re.search(r"\(([\w, ]+)\)\s+WHERE\s+(.*)", sql, re.DOTALL)
        if match:
            indexes[name] = (match[1].split(", "), plain(match[2]))
    return indexes


def test_each_is_there_over_its_part_and_no_other(connection: Connection) -> None:
    dialect = connection.dialect.name
    wanted = {
        name: ([column.name for column in index.columns], plain(str(index.dialect_options[dialect]["where"])))
        for name, index in INDEXES.items()
    }
    assert in_database(connection) == wanted


def test_a_field_of_a_mandate_is_decided_once(connection: Connection) -> None:
    ingests(connection, reading(clause("8")))
    does(connection, Correct(verb="urge"), f"{SYMBOL}#8")
    again = insert(decision).values(mandate_id=1, obligation_id=None, field="verb", value="decide")
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(again)
