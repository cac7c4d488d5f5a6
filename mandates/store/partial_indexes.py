"""Indexes over a part of a table, for what builds or compares a schema.

Apart from `mandates.store.tables`, because naming PostgreSQL in an index loads all of SQLAlchemy's dialect, which
would cost every command a tenth of its start-up.
"""

from __future__ import annotations

import functools

from sqlalchemy import Index, MetaData, text

from mandates.store import tables

_IS_SETTLED = "settled_on IS NOT NULL"
_IS_NO_MANDATE = "mandate_class <> 'mandate'"
_BY_CLASS = ("mandate_class", "ended_in", "lifecycle", "sort_date", "sort_key")

#: What has changed since a past day, with all that lists, parties and searches ask of it: it is read as a whole.
_OVER = (
    *("until", "since", "ended_in", "lifecycle", "sort_date", "sort_key", "ended_from", "follows"),
    *("mandate_id", "paragraph_text_id"),
)

#: What is the last of its recurrence that is stored, and when it was that.
_LAST = ("sort_date", "mandate_id", "until", "known_on")

#: Table, name, columns, and the rows that are in it: a truth value or a condition.
_PARTIAL: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("obligation_state", "ix_obligation_state_until", _OVER, f"ended_in < {tables.ONGOING}"),
    ("obligation_state", "ix_obligation_state_continues", _LAST, "continues"),
    ("obligation_state", "ix_obligation_state_superseded_by_id", ("superseded_by_id",), "superseded_by_id IS NOT NULL"),
    ("obligation_state", "ix_obligation_state_settled_on", ("at_body", "settled_on", "sort_date"), _IS_SETTLED),
    ("obligation_state", "ix_obligation_state_mandate_class", _BY_CLASS, _IS_NO_MANDATE),
    ("reading", "ix_reading_title", ("title",), "situation IS NULL"),
    ("decision", "uq_decision_mandate_id_field", ("mandate_id", "field"), "obligation_id IS NULL"),
    ("suggestion", "ix_suggestion_open", ("id",), "state = 'open'"),
    ("event", "ix_event_redated", ("id",), "kind = 'redated'"),
)


@functools.cache
def whole_metadata() -> MetaData:
    """Return the tables of a register with all their indexes."""
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
    """Return a condition as SQLite needs it, which has no truth values: one is written `= 1`."""
    return f"{where} = 1" if where.isidentifier() else where
