"""Indexes over a part of a table, for what builds or compares a schema.

They are not in `mandates.store.tables`, because options for PostgreSQL in an index load the whole dialect of
SQLAlchemy, which would add a tenth to the start-up time of every command.
"""

from __future__ import annotations

import functools

from sqlalchemy import Index, MetaData, text

from mandates.store import tables

_IS_SETTLED = "settled_on IS NOT NULL"
_IS_NO_MANDATE = "mandate_class <> 'mandate'"
_CLASS_COLUMNS = ("mandate_class", "ended_in", "lifecycle", "sort_date", "sort_key")

#: For states that ended since a past day, which are scanned as a whole: all columns for lists, parties and searches.
_ENDED_COLUMNS = (
    *("until", "since", "ended_in", "lifecycle", "sort_date", "sort_key", "ended_from", "follows"),
    *("mandate_id", "paragraph_text_id"),
)

#: For the last stored occurrence of each recurrence, with the time for which it was that.
_CONTINUES_COLUMNS = ("sort_date", "mandate_id", "until", "known_on")

#: For what was settled since a session opened.
_SETTLED_COLUMNS = ("at_body", "settled_on", "sort_date", "ended_from", "since", "until", "due_session")

#: Table, name, columns, and the condition on the rows in the index: a boolean column or an SQL condition.
_PARTIAL: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("obligation_state", "ix_obligation_state_until", _ENDED_COLUMNS, f"ended_in < {tables.ONGOING}"),
    ("obligation_state", "ix_obligation_state_continues", _CONTINUES_COLUMNS, "continues"),
    ("obligation_state", "ix_obligation_state_superseded_by_id", ("superseded_by_id",), "superseded_by_id IS NOT NULL"),
    ("obligation_state", "ix_obligation_state_settled_on", _SETTLED_COLUMNS, _IS_SETTLED),
    ("obligation_state", "ix_obligation_state_mandate_class", _CLASS_COLUMNS, _IS_NO_MANDATE),
    ("reading", "ix_reading_title", ("title",), "situation IS NULL"),
    ("decision", "uq_decision_mandate_id_field", ("mandate_id", "field"), "obligation_id IS NULL"),
    ("suggestion", "ix_suggestion_open", ("id",), "state = 'open'"),
    ("event", "ix_event_redated", ("id",), "kind = 'redated'"),
)


@functools.cache
def whole_metadata() -> MetaData:
    """Return the metadata of the tables of a register with all their indexes."""
    for table_name, name, columns, where in _PARTIAL:
        table = tables.metadata.tables[table_name]
        Index(
            name,
            *(table.c[column] for column in columns),
            unique=name.startswith("uq_"),
            sqlite_where=text(_for_sqlite(where)),
            postgresql_where=text(where),
        )
    return tables.metadata


def _for_sqlite(where: str) -> str:
    """Return a condition for SQLite, which has no booleans: a boolean column is written with `= 1`."""
    return f"{where} = 1" if where.isidentifier() else where
