"""The register as first released: resolutions, mandates, obligations, decisions, history, full-text search.

Full-text search is kept by the database itself: FTS5 tables filled by triggers on SQLite, generated tsvector columns
on PostgreSQL. A later migration that recreates `paragraph` or `remark` on SQLite drops their triggers and has to
make them again; `mandates db check` notices.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_SEARCH = """
CREATE VIRTUAL TABLE paragraph_fts USING fts5(
    text, content='paragraph', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2");
CREATE TRIGGER paragraph_fts_insert AFTER INSERT ON paragraph BEGIN
    INSERT INTO paragraph_fts(rowid, text) VALUES (new.id, new.text); END;
CREATE TRIGGER paragraph_fts_delete AFTER DELETE ON paragraph BEGIN
    INSERT INTO paragraph_fts(paragraph_fts, rowid, text) VALUES ('delete', old.id, old.text); END;
CREATE TRIGGER paragraph_fts_update AFTER UPDATE OF text ON paragraph WHEN old.text IS NOT new.text BEGIN
    INSERT INTO paragraph_fts(paragraph_fts, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO paragraph_fts(rowid, text) VALUES (new.id, new.text); END;
CREATE VIRTUAL TABLE remark_fts USING fts5(
    text, content='remark', content_rowid='obligation_id', tokenize="porter unicode61 remove_diacritics 2");
CREATE TRIGGER remark_fts_insert AFTER INSERT ON remark BEGIN
    INSERT INTO remark_fts(rowid, text) VALUES (new.obligation_id, new.text); END;
CREATE TRIGGER remark_fts_delete AFTER DELETE ON remark BEGIN
    INSERT INTO remark_fts(remark_fts, rowid, text) VALUES ('delete', old.obligation_id, old.text); END;
CREATE TRIGGER remark_fts_update AFTER UPDATE ON remark BEGIN
    INSERT INTO remark_fts(remark_fts, rowid, text) VALUES ('delete', old.obligation_id, old.text);
    INSERT INTO remark_fts(rowid, text) VALUES (new.obligation_id, new.text); END
"""

# A configuration of its own, which does as FTS5's porter does, so that both databases find the same: same stems, and
# no word left out ("WHO" is a word to look for). Without the signs that hold words together there are no compounds,
# such as paths and negative numbers, for PostgreSQL to find in "A/71/12". A tsvector holds a megabyte; what is longer
# than that is no paragraph.
_POSTGRESQL_SEARCH = """
CREATE TEXT SEARCH DICTIONARY mandates_stem (TEMPLATE = snowball, Language = porter);
CREATE TEXT SEARCH CONFIGURATION mandates (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION mandates ALTER MAPPING REPLACE english_stem WITH mandates_stem;
ALTER TABLE paragraph ADD COLUMN search_vector tsvector
    GENERATED ALWAYS AS (to_tsvector('mandates', translate(left(text, 200000), '/-._@', '     '))) STORED;
CREATE INDEX ix_paragraph_search_vector ON paragraph USING gin (search_vector);
ALTER TABLE remark ADD COLUMN search_vector tsvector
    GENERATED ALWAYS AS (to_tsvector('mandates', translate(left(text, 200000), '/-._@', '     '))) STORED;
CREATE INDEX ix_remark_search_vector ON remark USING gin (search_vector)
"""


def _key() -> sa.Text:
    """Text that sorts by its bytes on every database."""
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes_id"], ["batch.id"], name="fk_batch_undoes_id_batch", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["batch.id"], name="fk_batch_undone_by_id_batch", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
    )
    op.create_index("ix_batch_actor", "batch", ["actor"], unique=False)
    op.create_index("ix_batch_at", "batch", ["at"], unique=False)
    op.create_table(
        "owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", _key(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_owner"),
        sa.UniqueConstraint("name", name="uq_owner_name"),
    )
    op.create_index("ix_owner_entity", "owner", ["entity"], unique=False)
    op.create_table(
        "register",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_register_only_row"),
        sa.PrimaryKeyConstraint("id", name="pk_register"),
    )
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("symbol", _key(), nullable=False),
        sa.Column("sort_key", _key(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("agenda_items", sa.JSON(), nullable=False),
        sa.Column("draft_symbol", sa.Text(), nullable=True),
        sa.Column("committee", sa.Text(), nullable=True),
        sa.Column("meeting", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resolution"),
        sa.UniqueConstraint("symbol", name="uq_resolution_symbol"),
    )
    op.create_index("ix_resolution_body_session", "resolution", ["body", "session"], unique=False)
    op.create_index("ix_resolution_sort_key", "resolution", ["sort_key"], unique=False)
    op.create_table(
        "paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("numbered", sa.Boolean(), nullable=False),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("footnotes", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name="fk_paragraph_resolution_id_resolution", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paragraph"),
    )
    op.create_index("ix_paragraph_resolution_id_position", "paragraph", ["resolution_id", "position"], unique=False)
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("reference", _key(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("clause_start", sa.Integer(), nullable=False),
        sa.Column("clause_end", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("verb_start", sa.Integer(), nullable=True),
        sa.Column("verb_end", sa.Integer(), nullable=True),
        sa.Column("reiterated", sa.Boolean(), nullable=False),
        sa.Column("deliverable", sa.Text(), nullable=False),
        sa.Column("owners", sa.JSON(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("dues", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name="fk_mandate_paragraph_id_paragraph", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name="fk_mandate_resolution_id_resolution", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mandate"),
        sa.UniqueConstraint("reference", name="uq_mandate_reference"),
    )
    op.create_index("ix_mandate_paragraph_id", "mandate", ["paragraph_id"], unique=False)
    op.create_index("ix_mandate_resolution_id_position", "mandate", ["resolution_id", "position"], unique=False)
    op.create_index("ix_mandate_withdrawn_confidence", "mandate", ["withdrawn", "confidence"], unique=False)
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("resolution_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("reference", _key(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("series", sa.Integer(), nullable=True),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("head", sa.Boolean(), nullable=False),
        sa.Column("due_kind", sa.Text(), nullable=True),
        sa.Column("due_phrase", sa.Text(), nullable=True),
        sa.Column("due_body", sa.Text(), nullable=True),
        sa.Column("due_session", sa.Text(), nullable=True),
        sa.Column("due_every", sa.Text(), nullable=True),
        sa.Column("due_after", sa.Text(), nullable=True),
        sa.Column("due_event", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("read_opens_on", sa.Date(), nullable=True),
        sa.Column("read_due_on", sa.Date(), nullable=True),
        sa.Column("timetable_on", sa.Date(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("rank_on", sa.Date(), nullable=False),
        sa.Column("expected_from", sa.Date(), nullable=False),
        sa.Column("sort_key", _key(), nullable=False),
        sa.Column("at_body", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("adopted_session", sa.Text(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("deliverable", sa.Text(), nullable=False),
        sa.Column("owners", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("superseded_by", _key(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandate.id"], name="fk_obligation_mandate_id_mandate", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name="fk_obligation_paragraph_id_paragraph", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name="fk_obligation_resolution_id_resolution", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_obligation"),
        sa.UniqueConstraint("mandate_id", "key", name="uq_obligation_mandate_id_key"),
        sa.UniqueConstraint("reference", name="uq_obligation_reference"),
    )
    op.create_index(
        "ix_obligation_adopted_session",
        "obligation",
        ["adopted_session", "body", "standing", "rank_on", "sort_key", "expected_from", "settled_on"],
        unique=False,
    )
    op.create_index(
        "ix_obligation_head",
        "obligation",
        ["rank_on", "mandate_id"],
        unique=False,
        sqlite_where=sa.text("head = 1"),
        postgresql_where=sa.text("head"),
    )
    op.create_index(
        "ix_obligation_superseded_by",
        "obligation",
        ["superseded_by"],
        unique=False,
        sqlite_where=sa.text("superseded_by IS NOT NULL"),
        postgresql_where=sa.text("superseded_by IS NOT NULL"),
    )
    op.create_index(
        "ix_obligation_at_body",
        "obligation",
        ["at_body", "standing", "rank_on", "sort_key", "expected_from", "settled_on"],
        unique=False,
    )
    op.create_index(
        "ix_obligation_due_session",
        "obligation",
        [
            "due_session",
            "at_body",
            "standing",
            "rank_on",
            "sort_key",
            "expected_from",
            "settled_on",
            "deliverable",
            "status",
        ],
        unique=False,
    )
    op.create_index("ix_obligation_paragraph_id", "obligation", ["paragraph_id"], unique=False)
    op.create_index("ix_obligation_sort_key", "obligation", ["sort_key"], unique=False)
    op.create_index("ix_obligation_resolution_id", "obligation", ["resolution_id"], unique=False)
    op.create_index(
        "ix_obligation_settled_on",
        "obligation",
        ["settled_on"],
        unique=False,
        sqlite_where=sa.text("settled_on IS NOT NULL"),
        postgresql_where=sa.text("settled_on IS NOT NULL"),
    )
    op.create_index(
        "ix_obligation_standing_rank_on_sort_key", "obligation", ["standing", "rank_on", "sort_key"], unique=False
    )
    op.create_index(
        "ix_obligation_status_rank_on_sort_key", "obligation", ["status", "rank_on", "sort_key"], unique=False
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_proposal_batch_id_batch", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandate.id"], name="fk_proposal_mandate_id_mandate", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_mandate_id", "proposal", ["mandate_id"], unique=False)
    op.create_index(
        "ix_proposal_open",
        "proposal",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandate.id"], name="fk_decision_mandate_id_mandate", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name="fk_decision_obligation_id_obligation", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_mandate_id", "decision", ["mandate_id"], unique=False)
    op.create_index(
        "uq_decision_mandate_field",
        "decision",
        ["mandate_id", "field"],
        unique=True,
        sqlite_where=sa.text("obligation_id IS NULL"),
        postgresql_where=sa.text("obligation_id IS NULL"),
    )
    op.create_index("uq_decision_obligation_field", "decision", ["obligation_id", "field"], unique=True)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reference", _key(), nullable=True),
        sa.Column("resolution_id", sa.Integer(), nullable=True),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("obligation_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("dated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_event_batch_id_batch", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandate.id"], name="fk_event_mandate_id_mandate", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name="fk_event_obligation_id_obligation", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolution.id"], name="fk_event_resolution_id_resolution", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index(
        "ix_event_dated",
        "event",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("dated = 1"),
        postgresql_where=sa.text("dated"),
    )
    op.create_index("ix_event_batch_id", "event", ["batch_id"], unique=False)
    op.create_index("ix_event_mandate_id", "event", ["mandate_id"], unique=False)
    op.create_index("ix_event_obligation_id", "event", ["obligation_id"], unique=False)
    op.create_index("ix_event_resolution_id", "event", ["resolution_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("obligation_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name="fk_evidence_obligation_id_obligation", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_document", "evidence", ["document"], unique=False)
    op.create_index("ix_evidence_obligation_id", "evidence", ["obligation_id"], unique=False)
    op.create_table(
        "remark",
        sa.Column("obligation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name="fk_remark_obligation_id_obligation", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("obligation_id", name="pk_remark"),
    )
    op.create_table(
        "obligation_owner",
        sa.Column("obligation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.SmallInteger(), nullable=False),
        sa.Column("rank_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["obligation.id"],
            name="fk_obligation_owner_obligation_id_obligation",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owner.id"], name="fk_obligation_owner_owner_id_owner", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("obligation_id", "owner_id", name="pk_obligation_owner"),
    )
    op.create_index(
        "ix_obligation_owner_owner_id",
        "obligation_owner",
        ["owner_id", "standing", "rank_on", "obligation_id"],
        unique=False,
    )

    if op.get_bind().dialect.name == "postgresql":
        statements = _POSTGRESQL_SEARCH.split(";\n")
    else:
        statements = re.split(r";\n(?=CREATE)", _SQLITE_SEARCH)
    for statement in statements:
        op.execute(statement.strip())


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first revision")
