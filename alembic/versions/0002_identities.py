"""Things with identities, the versions of what was read of them, and states that are derived from these and events.

All that a register of the first revision holds is moved into new tables, within the one transaction of the migration:
copied by the database itself wherever that can be said in SQL, else in portions, so that memory does not grow with the
register. Old tables whose names are taken by new ones are called `old_...` meanwhile. What the program derives
(`obligation_state`, `party`, `remark`, `citation`, `relation`) and its reference data (`session`, most of `entity`) is
left to the program.

What events of the first revision say of texts becomes part of their details: they cannot be taken back any more.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Text that sorts by its bytes on every database.
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

_EVENT_KINDS = (
    "accepted added assign confirm correct ingested kept moved read redated renumbered report reread restored "
    "suggested undo update withdrawn"
)
_FIELDS = (
    "confirmed deliverable due_on dues evidence happened_on not_a_mandate note owners settled_on status superseded_by "
    "verb"
)

_tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _ref(table: str, *, name: str | None = None, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name or f"{table}_id", sa.ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=nullable)


def _one_of(column: str, words: str) -> sa.CheckConstraint:
    quoted = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({quoted})", name=column)


sa.Table(
    "register",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("uid", sa.String(32), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    # up to this day recurrences are worked out and stored
    sa.Column("horizon_on", sa.Date, nullable=False),
    sa.CheckConstraint("id = 1", name="only_row"),
)

sa.Table("person", _tables, _id(), sa.Column("name", _KEY, nullable=False, unique=True))

sa.Table(
    "body",
    _tables,
    _id(),
    sa.Column("name", _KEY, nullable=False, unique=True),
    sa.Column("abbreviation", sa.Text),
)

sa.Table(
    "session",
    _tables,
    _id(),
    _ref("body"),
    sa.Column("number", _KEY, nullable=False),
    sa.Column("opens_on", sa.Date),
    sa.Column("closes_on", sa.Date),
    sa.Column("exact", sa.Boolean, nullable=False),
    sa.UniqueConstraint("body_id", "number"),
)

sa.Table(
    "entity",
    _tables,
    _id(),
    # of the registry; NULL for what only texts name
    sa.Column("key", _KEY, unique=True),
    sa.Column("name", _KEY, nullable=False, unique=True),
    sa.Column("kind", sa.Text),
    sa.Column("abbreviation", sa.Text),
    _ref("entity", name="parent_id", nullable=True),
    _ref("entity", name="successor_id", nullable=True),
    sa.Column("valid_from", sa.Integer),
    sa.Column("valid_until", sa.Integer),
)

sa.Table(
    "document",
    _tables,
    _id(),
    sa.Column("symbol", _KEY, nullable=False, unique=True),
)

sa.Table(
    "change",
    _tables,
    _id(),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    # the day it counts from; that of `at` in UTC
    sa.Column("on_day", sa.Date, nullable=False),
    _ref("person"),
    sa.Column("command", sa.Text, nullable=False),
    _ref("change", name="undoes_id", nullable=True),
    _ref("change", name="undone_by_id", nullable=True),
    sa.Index("ix_change_person_id", "person_id"),
)

sa.Table(
    "resolution",
    _tables,
    _id(),
    sa.Column("symbol", _KEY, nullable=False, unique=True),
    sa.Column("sort_key", _KEY, nullable=False, index=True),
    _ref("body"),
    # False where its ingest was taken back
    sa.Column("held", sa.Boolean, nullable=False),
    # the reading in force; no foreign key, since each points to the other: `db check` proves it
    sa.Column("reading_id", sa.Integer, nullable=False),
    sa.Index("ix_resolution_body_id", "body_id"),
)

sa.Table(
    "reading",
    _tables,
    _id(),
    _ref("resolution"),
    sa.Column("title", sa.Text),
    sa.Column("session", sa.Text),
    sa.Column("adopted_on", sa.Date),
    sa.Column("agenda_items", _JSON, nullable=False),
    sa.Column("draft_symbol", sa.Text),
    sa.Column("committee", sa.Text),
    sa.Column("meeting", sa.Text),
    sa.Column("situation", _KEY),
    sa.Column("source", sa.Text),
    sa.Column("problems", _JSON, nullable=False),
    sa.Column("digest", sa.String(32), nullable=False),
    sa.Index("ix_reading_resolution_id", "resolution_id"),
    sa.Index("ix_reading_situation", "situation"),
)

sa.Table("paragraph", _tables, _id(), _ref("resolution"))

sa.Table(
    "paragraph_text",
    _tables,
    _id(),
    _ref("paragraph"),
    _ref("reading"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("label", sa.Text),
    sa.Column("numbered", sa.Boolean, nullable=False),
    sa.Column("section", sa.Text),
    sa.Column("parent", sa.Integer),
    sa.Column("page", sa.Integer),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("footnotes", _JSON, nullable=False),
    sa.Column("digest", sa.String(32), nullable=False),
    _one_of("kind", "annex heading operative preambular"),
    sa.Index("ix_paragraph_text_reading_id_position", "reading_id", "position"),
)

sa.Table(
    "mandate",
    _tables,
    _id(),
    _ref("resolution"),
    sa.Column("in_text", sa.Boolean, nullable=False),
    # the version in force; no foreign key, as above
    sa.Column("version_id", sa.Integer, nullable=False),
    sa.Column("reference", _KEY, nullable=False, unique=True),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Index("ix_mandate_resolution_id_position", "resolution_id", "position"),
)

sa.Table(
    "mandate_version",
    _tables,
    _id(),
    _ref("mandate"),
    _ref("paragraph_text"),
    sa.Column("clause", sa.Text, nullable=False),
    sa.Column("clause_start", sa.Integer, nullable=False),
    sa.Column("clause_end", sa.Integer, nullable=False),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("verb_start", sa.Integer),
    sa.Column("verb_end", sa.Integer),
    sa.Column("reiterated", sa.Boolean, nullable=False),
    sa.Column("deliverable", sa.Text, nullable=False),
    sa.Column("owners", _JSON, nullable=False),
    sa.Column("partners", _JSON, nullable=False),
    sa.Column("recipients", _JSON, nullable=False),
    sa.Column("dues", _JSON, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("reasons", _JSON, nullable=False),
    sa.Column("digest", sa.String(32), nullable=False),
    sa.Index("ix_mandate_version_mandate_id", "mandate_id"),
    sa.Index("ix_mandate_version_confidence", "confidence"),
)

sa.Table(
    "citation",
    _tables,
    _id(),
    _ref("paragraph_text"),
    _ref("mandate_version", name="version_id", nullable=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("symbol", _KEY, nullable=False),
    sa.Column("labels", _JSON, nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("stop", sa.Integer, nullable=False),
    _one_of("kind", "carries cites ends extends renews"),
    sa.Index("ix_citation_symbol", "symbol"),
    sa.Index("ix_citation_paragraph_text_id", "paragraph_text_id"),
)

sa.Table(
    "relation",
    _tables,
    sa.Column(
        "version_id", sa.ForeignKey("mandate_version.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    ),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("noun", sa.Text, nullable=False),
    sa.Column("names", _JSON, nullable=False),
    sa.Column("cites", _JSON, nullable=False),
    sa.Column("ends", sa.Boolean, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("cited", sa.Text),
)

sa.Table(
    "obligation",
    _tables,
    _id(),
    _ref("mandate"),
    # which one of its mandate's it is: what follows ``@`` in its reference
    sa.Column("key", _KEY, nullable=False),
    # counts the changes by people
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("mandate_id", "key"),
)

sa.Table(
    "decision",
    _tables,
    _id(),
    _ref("mandate"),
    _ref("obligation", nullable=True),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("value", _JSON, nullable=False),
    _one_of("field", _FIELDS),
    sa.Index("ix_decision_mandate_id", "mandate_id"),
    sa.Index("uq_decision_obligation_id_field", "obligation_id", "field", unique=True),
)

sa.Table(
    "evidence",
    _tables,
    _id(),
    _ref("obligation"),
    _ref("document", nullable=True),
    sa.Column("dated_on", sa.Date),
    sa.Column("note", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("partial", sa.Boolean, nullable=False),
    # False where it was taken back
    sa.Column("in_force", sa.Boolean, nullable=False),
    sa.Index("ix_evidence_obligation_id", "obligation_id"),
    sa.Index("ix_evidence_document_id", "document_id"),
)

sa.Table(
    "suggestion",
    _tables,
    _id(),
    _ref("mandate"),
    _ref("change"),
    _ref("mandate_version", name="version_id"),
    sa.Column("state", sa.Text, nullable=False),
    _one_of("state", "accepted kept open replaced undone"),
    sa.Index("ix_suggestion_mandate_id", "mandate_id"),
)

sa.Table(
    "event",
    _tables,
    _id(),
    _ref("change"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("version", sa.SmallInteger, nullable=False),
    sa.Column("reference", _KEY),
    _ref("resolution", nullable=True),
    _ref("mandate", nullable=True),
    _ref("obligation", nullable=True),
    sa.Column("before", _JSON, nullable=False),
    sa.Column("after", _JSON, nullable=False),
    sa.Column("details", _JSON, nullable=False),
    sa.Column("reason", sa.Text),
    _one_of("kind", _EVENT_KINDS),
    sa.Index("ix_event_change_id", "change_id"),
    sa.Index("ix_event_resolution_id", "resolution_id"),
    sa.Index("ix_event_mandate_id", "mandate_id"),
    sa.Index("ix_event_obligation_id", "obligation_id"),
)

sa.Table(
    "former_reference",
    _tables,
    _id(),
    sa.Column("reference", _KEY, nullable=False, index=True),
    _ref("mandate"),
    _ref("change"),
)

sa.Table(
    "obligation_state",
    _tables,
    _id(),
    _ref("obligation"),
    sa.Column("mandate_id", sa.Integer, nullable=False),
    sa.Column("resolution_id", sa.Integer, nullable=False),
    sa.Column("reading_id", sa.Integer, nullable=False),
    sa.Column("version_id", sa.Integer, nullable=False),
    sa.Column("paragraph_text_id", sa.Integer, nullable=False),
    # when it holds: from `since` to the day before `until`
    sa.Column("is_current", sa.Boolean, nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    # its place in its mandate
    sa.Column("key", _KEY, nullable=False),
    sa.Column("series", sa.Integer),
    sa.Column("occurrence", sa.Integer, nullable=False),
    # whether its passing will open the next of its series, which is not stored yet
    sa.Column("continues", sa.Boolean, nullable=False),
    # what is decided
    sa.Column("standing", sa.SmallInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("settled_on", sa.Date),
    sa.Column("owners", _JSON, nullable=False),
    sa.Column("evidence", _JSON, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("superseded_by_id", sa.Integer),
    # when it is due
    sa.Column("due_kind", sa.Text),
    sa.Column("due_phrase", sa.Text),
    sa.Column("due_body", sa.Text),
    sa.Column("due_session", sa.Text),
    sa.Column("due_every", sa.Text),
    sa.Column("due_after", sa.Text),
    sa.Column("due_event", sa.Text),
    sa.Column("opens_on", sa.Date),
    sa.Column("due_on", sa.Date),
    sa.Column("read_due_on", sa.Date),
    sa.Column("ends_on", sa.Date),
    sa.Column("timetable_on", sa.Date),
    # how it is found and sorted
    sa.Column("rank_on", sa.Date, nullable=False),
    sa.Column("sort_key", _KEY, nullable=False),
    sa.Column("reference", _KEY, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("at_body", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("adopted_session", sa.Text),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("deliverable", sa.Text, nullable=False),
    _one_of(
        "status",
        "discontinued implemented in_progress not_applicable not_implemented partly_reported pending reported "
        "submitted superseded",
    ),
    _one_of("due_kind", "date recurring relative session until"),
    sa.CheckConstraint("since < until", name="period"),
    sa.Index("ix_obligation_state_obligation_id_since", "obligation_id", "since"),
)

sa.Table(
    "party",
    _tables,
    sa.Column(
        "state_id", sa.ForeignKey("obligation_state.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    ),
    sa.Column("entity_id", sa.ForeignKey("entity.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("standing", sa.SmallInteger, nullable=False),
    sa.Column("rank_on", sa.Date, nullable=False),
    _one_of("role", "owner partner recipient"),
    sa.Index("ix_party_entity_id", "entity_id", "role", "standing", "rank_on", "state_id"),
)

sa.Table(
    "remark",
    _tables,
    sa.Column(
        "state_id", sa.ForeignKey("obligation_state.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    ),
    sa.Column("text", sa.Text, nullable=False),
)


_LISTED = ("standing", "rank_on", "sort_key", "since")

#: Indexes over a part of a table: table, name, columns, and the rows in it as PostgreSQL and as SQLite are told.
_PARTIAL = (
    ("obligation_state", "ix_obligation_state_listed", ("standing", "rank_on", "sort_key"), "is_current"),
    ("obligation_state", "ix_obligation_state_status", ("status", "rank_on", "sort_key"), "is_current"),
    ("obligation_state", "ix_obligation_state_sort_key", ("sort_key",), "is_current"),
    (
        "obligation_state",
        "ix_obligation_state_due_session",
        ("due_session", "at_body", *_LISTED, "deliverable", "status"),
        "is_current",
    ),
    ("obligation_state", "ix_obligation_state_at_body", ("at_body", *_LISTED, "settled_on"), "is_current"),
    ("obligation_state", "ix_obligation_state_adopted_session", ("adopted_session", "body", *_LISTED), "is_current"),
    ("obligation_state", "ix_obligation_state_resolution_id", ("resolution_id",), "is_current"),
    ("obligation_state", "ix_obligation_state_paragraph_text_id", ("paragraph_text_id",), "is_current"),
    ("obligation_state", "ix_obligation_state_continues", ("rank_on", "mandate_id"), "continues"),
    ("obligation_state", "ix_obligation_state_until", ("until",), "NOT is_current"),
    ("obligation_state", "ix_obligation_state_superseded_by_id", ("superseded_by_id",), "superseded_by_id IS NOT NULL"),
    ("decision", "uq_decision_mandate_id_field", ("mandate_id", "field"), "obligation_id IS NULL"),
    ("suggestion", "ix_suggestion_open", ("id",), "state = 'open'"),
    ("event", "ix_event_redated", ("id",), "kind = 'redated'"),
)
#: SQLite has no truth values: conditions on one are written `= 1` and `= 0`, and an index has to say the same.
_IN_SQLITE = {"is_current": "is_current = 1", "continues": "continues = 1", "NOT is_current": "is_current = 0"}

for _table, _name, _columns, _where in _PARTIAL:
    sa.Index(
        _name,
        *(_tables.tables[_table].c[_column] for _column in _columns),
        unique=_name.startswith("uq_"),
        sqlite_where=sa.text(_IN_SQLITE.get(_where, _where)),
        postgresql_where=sa.text(_where),
    )

_SQLITE_SEARCH = (
    """CREATE VIRTUAL TABLE paragraph_text_fts USING fts5(
    text, content='paragraph_text', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2")""",
    """INSERT INTO paragraph_text_fts(paragraph_text_fts) VALUES ('rebuild')""",
    """CREATE TRIGGER paragraph_text_fts_insert AFTER INSERT ON paragraph_text BEGIN
    INSERT INTO paragraph_text_fts(rowid, text) VALUES (new.id, new.text); END""",
    """CREATE TRIGGER paragraph_text_fts_delete AFTER DELETE ON paragraph_text BEGIN
    INSERT INTO paragraph_text_fts(paragraph_text_fts, rowid, text) VALUES ('delete', old.id, old.text); END""",
    """CREATE TRIGGER paragraph_text_fts_update AFTER UPDATE OF text ON paragraph_text
    WHEN old.text IS NOT new.text BEGIN
    INSERT INTO paragraph_text_fts(paragraph_text_fts, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO paragraph_text_fts(rowid, text) VALUES (new.id, new.text); END""",
    """CREATE VIRTUAL TABLE remark_fts USING fts5(
    text, content='remark', content_rowid='state_id', tokenize="porter unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER remark_fts_insert AFTER INSERT ON remark BEGIN
    INSERT INTO remark_fts(rowid, text) VALUES (new.state_id, new.text); END""",
    """CREATE TRIGGER remark_fts_delete AFTER DELETE ON remark BEGIN
    INSERT INTO remark_fts(remark_fts, rowid, text) VALUES ('delete', old.state_id, old.text); END""",
    """CREATE TRIGGER remark_fts_update AFTER UPDATE ON remark BEGIN
    INSERT INTO remark_fts(remark_fts, rowid, text) VALUES ('delete', old.state_id, old.text);
    INSERT INTO remark_fts(rowid, text) VALUES (new.state_id, new.text); END""",
)

#: The text search configuration `mandates` is there since the first revision.
_POSTGRESQL_SEARCH = """ALTER TABLE {table} ADD COLUMN search_vector tsvector
    GENERATED ALWAYS AS (to_tsvector('mandates', translate(left(text, 200000), '/-._@', '     '))) STORED"""
_SEARCHED = ("paragraph_text", "remark")

#: Old tables that are read, each before those it points to; then those that held what is derived anew.
_OLD = (
    "event",
    "proposal",
    "evidence",
    "decision",
    "obligation",
    "mandate",
    "paragraph",
    "resolution",
    "owner",
    "batch",
)
_DERIVED = ("obligation_owner", "remark")


def upgrade() -> None:
    bind = op.get_bind()
    _put_aside(bind)
    _create_tables(bind)
    _finish_tables(bind)
    _drop_old(bind)


def downgrade() -> None:
    raise NotImplementedError("what the second revision knows has no place in the first: go back to a copy")


def _put_aside(bind: sa.Connection) -> None:
    """Take the names of the old tables, and of all that hangs on them, out of the way."""
    for table in _DERIVED:
        if bind.dialect.name == "sqlite" and table == "remark":
            _run(bind, "DROP TABLE remark_fts")
        _run(bind, f"DROP TABLE {table}")
    old = (*_OLD, "register")
    if bind.dialect.name == "sqlite":
        for trigger in ("insert", "delete", "update"):
            _run(bind, f"DROP TRIGGER paragraph_fts_{trigger}")
        _run(bind, "DROP TABLE paragraph_fts")
        found = sa.text("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN :old")
        for name in _names(bind, found, old):
            _run(bind, f'DROP INDEX "{name}"')
    else:
        found = sa.text("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN :old")
        for name in _names(bind, found, old):
            _run(bind, f'ALTER INDEX "{name}" RENAME TO "old_{name}"')
        for table in _OLD:
            _run(bind, f"ALTER SEQUENCE IF EXISTS {table}_id_seq RENAME TO old_{table}_id_seq")
    for table in old:
        _run(bind, f"ALTER TABLE {table} RENAME TO old_{table}")


def _names(bind: sa.Connection, found: sa.TextClause, tables: tuple[str, ...]) -> list[str]:
    wanted = found.bindparams(sa.bindparam("old", expanding=True))
    return sorted(bind.execute(wanted, {"old": tables}).scalars())


def _create_tables(bind: sa.Connection) -> None:
    """Make the new tables, without what is quicker made once they are full."""
    for table in _tables.sorted_tables:
        keys = None if bind.dialect.name == "sqlite" else ()
        bind.execute(CreateTable(table, include_foreign_key_constraints=keys))
    if bind.dialect.name == "postgresql":
        for name in _SEARCHED:
            _run(bind, _POSTGRESQL_SEARCH.format(table=name))


def _finish_tables(bind: sa.Connection) -> None:
    """Make the indexes, the search, and the foreign keys that have to wait on PostgreSQL."""
    for table in _tables.sorted_tables:
        if bind.dialect.name == "postgresql":
            for key in table.foreign_key_constraints:
                here, there = [one.parent.name for one in key.elements], [one.column.name for one in key.elements]
                op.create_foreign_key(key.name, table.name, key.referred_table.name, here, there, ondelete="RESTRICT")
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            bind.execute(CreateIndex(index))
    if bind.dialect.name == "sqlite":
        for statement in _SQLITE_SEARCH:
            bind.exec_driver_sql(statement)
    else:
        for name in _SEARCHED:
            _run(bind, f"CREATE INDEX ix_{name}_search_vector ON {name} USING gin (search_vector)")


def _drop_old(bind: sa.Connection) -> None:
    for table in (*_OLD, "register"):
        _run(bind, f"DROP TABLE old_{table}")


def _run(bind: sa.Connection, statement: str) -> None:
    bind.execute(sa.text(statement))
