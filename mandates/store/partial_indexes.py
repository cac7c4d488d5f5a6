"""Indexes over a part of a table, for what builds or compares a schema.

Apart from `mandates.store.tables`, because naming PostgreSQL in an index loads all of SQLAlchemy's dialect, which
would cost every command a tenth of its start-up.
"""

from __future__ import annotations

import functools

from sqlalchemy import Index, MetaData, text

from mandates.store import tables

_LISTED = ("standing", "rank_on", "sort_key", "since")
_CURRENT, _PAST = "ended_in IS NULL", "ended_in IS NOT NULL"
#: What held on a past day is read from one of these for each year, in the order of lists.
_ENDED = ("ended_in", *_LISTED, "until")

#: Table, name, columns, and the rows that are in it: a truth value or a condition.
_PARTIAL: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("obligation_state", "ix_obligation_state_listed", ("standing", "rank_on", "sort_key"), _CURRENT),
    ("obligation_state", "ix_obligation_state_status", ("status", "rank_on", "sort_key"), _CURRENT),
    ("obligation_state", "ix_obligation_state_sort_key", ("sort_key",), _CURRENT),
    # summaries count from these alone: in order of the list up to the sort key, then what the counts ask for
    (
        "obligation_state",
        "ix_obligation_state_due_session",
        ("due_session", "at_body", *_LISTED, "deliverable", "status"),
        _CURRENT,
    ),
    ("obligation_state", "ix_obligation_state_at_body", ("at_body", *_LISTED, "settled_on"), _CURRENT),
    ("obligation_state", "ix_obligation_state_adopted_session", ("adopted_session", "body", *_LISTED), _CURRENT),
    ("obligation_state", "ix_obligation_state_resolution_id", ("resolution_id",), _CURRENT),
    ("obligation_state", "ix_obligation_state_paragraph_text_id", ("paragraph_text_id",), _CURRENT),
    ("obligation_state", "ix_obligation_state_ended_listed", _ENDED, _PAST),
    (
        "obligation_state",
        "ix_obligation_state_ended_due_session",
        ("due_session", "at_body", *_ENDED, "deliverable", "status"),
        _PAST,
    ),
    ("obligation_state", "ix_obligation_state_ended_at_body", ("at_body", *_ENDED, "settled_on"), _PAST),
    ("obligation_state", "ix_obligation_state_ended_adopted_session", ("adopted_session", "body", *_ENDED), _PAST),
    ("obligation_state", "ix_obligation_state_ended_resolution_id", ("resolution_id", "ended_in"), _PAST),
    ("obligation_state", "ix_obligation_state_ended_paragraph_text_id", ("paragraph_text_id", "ended_in"), _PAST),
    ("obligation_state", "ix_obligation_state_until", ("until",), _PAST),
    ("obligation_state", "ix_obligation_state_continues", ("rank_on", "mandate_id"), "continues"),
    ("obligation_state", "ix_obligation_state_superseded_by_id", ("superseded_by_id",), "superseded_by_id IS NOT NULL"),
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
