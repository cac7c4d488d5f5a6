"""Indexes for large registers: searches, summaries and owners are answered from them alone; words of titles are found.

Titles are searched as paragraphs are: by an FTS5 table filled by triggers on SQLite, by an index over an expression on
PostgreSQL. Here the words are not stemmed, since titles are searched by the beginnings of their words.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_LISTED = ("ended_in", "lifecycle", "sort_date", "sort_key", "since", "until", "ended_from", "follows", "unlisted")
_DUE = ("due_session", "at_body", *_LISTED, "deliverable", "status", "known_on", "reading_id", "timetable_on")
_SETTLED = ("at_body", "settled_on", "sort_date", "ended_from", "since", "until", "due_session")

_INDEXES = {
    "ix_obligation_state_listed": (*_LISTED, "mandate_id", "paragraph_text_id", "reading_id"),
    "ix_obligation_state_due_session": _DUE,
    "ix_obligation_state_at_body": ("at_body", *_LISTED, "due_session"),
    "ix_obligation_state_adopted_session": ("adopted_session", "body", *_LISTED, "deliverable", "timetable_on"),
    "ix_obligation_state_paragraph_text_id": ("paragraph_text_id", *_LISTED),
    "ix_obligation_state_settled_on": _SETTLED,
}

_SQLITE_TITLES = (
    """CREATE VIRTUAL TABLE reading_fts USING fts5(
    title, content='reading', content_rowid='id', tokenize="unicode61 remove_diacritics 2")""",
    """INSERT INTO reading_fts(reading_fts) VALUES ('rebuild')""",
    """CREATE TRIGGER reading_fts_insert AFTER INSERT ON reading BEGIN
    INSERT INTO reading_fts(rowid, title) VALUES (new.id, new.title); END""",
    """CREATE TRIGGER reading_fts_delete AFTER DELETE ON reading BEGIN
    INSERT INTO reading_fts(reading_fts, rowid, title) VALUES ('delete', old.id, old.title); END""",
    """CREATE TRIGGER reading_fts_update AFTER UPDATE OF title ON reading
    WHEN old.title IS NOT new.title BEGIN
    INSERT INTO reading_fts(reading_fts, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO reading_fts(rowid, title) VALUES (new.id, new.title); END""",
)
_POSTGRESQL_TITLES = (
    """CREATE INDEX ix_reading_search_vector ON reading USING gin
    (to_tsvector('pg_catalog.simple', regexp_replace(lower(title), '[^a-z0-9]+', ' ', 'g')))""",
)


def upgrade() -> None:
    """Replace the indexes, and add those over titles."""
    for name, columns in _INDEXES.items():
        where = sa.text("settled_on IS NOT NULL") if columns is _SETTLED else None
        op.drop_index(name, "obligation_state")
        op.create_index(name, "obligation_state", [*columns], sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_mandate_version_confidence", "mandate_version")
    op.create_index("ix_mandate_version_confidence", "mandate_version", ["confidence", "mandate_class", "mandate_id"])
    for statement in _POSTGRESQL_TITLES if op.get_bind().dialect.name == "postgresql" else _SQLITE_TITLES:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Refuse: the register of before is in the copy that the upgrade made."""
    raise NotImplementedError("a register cannot be brought back to an earlier revision; use the copy")
