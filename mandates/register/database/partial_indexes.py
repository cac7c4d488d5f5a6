"""Indexes over a part of a table, for what builds or compares a schema.

Apart from `mandates.register.tables`, because naming PostgreSQL in an index loads all of SQLAlchemy's dialect, which
would cost every command a tenth of its start-up.
"""

from __future__ import annotations

import functools

from sqlalchemy import Index, MetaData, text

from mandates.register import tables

#: Name, columns, and the rows that are in it.
_PARTIAL: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("ix_obligation_head", ("rank_on", "mandate_id"), "head"),
    ("ix_obligation_superseded_by", ("superseded_by",), "superseded_by IS NOT NULL"),
    ("ix_obligation_settled_on", ("settled_on",), "settled_on IS NOT NULL"),
    ("uq_decision_mandate_field", ("mandate_id", "field"), "obligation_id IS NULL"),
    ("ix_proposal_open", ("id",), "state = 'open'"),
    ("ix_event_dated", ("batch_id",), "dated"),
)


@functools.cache
def whole_metadata() -> MetaData:
    """Return the tables of a register with all their indexes."""
    for name, columns, where in _PARTIAL:
        table = tables.metadata.tables[name.split("_")[1]]
        Index(
            name,
            *(table.c[column] for column in columns),
            unique=name.startswith("uq_"),
            # SQLite has no truth values: conditions on one are written `= 1`, and an index has to say the same
            sqlite_where=text(f"{where} = 1" if where.isidentifier() else where),
            postgresql_where=text(where),
        )
    return tables.metadata
