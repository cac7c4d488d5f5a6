"""Things with identities, the versions of what was read of them, and states that are derived from these and events.

All that a register of the first revision holds is moved into new tables, within the one transaction of the migration:
copied by the database itself wherever that can be said in SQL, else in portions, so that memory does not grow with the
register. Old tables whose names are taken by new ones are called `old_...` meanwhile. What the program derives
(`obligation_state`, `party`, `remark`, `citation`, `relation`) and its reference data (`session`, most of `entity`) is
left to the program.

What events of the first revision say of texts becomes part of their details: they cannot be taken back any more.
"""

# ruff: noqa: S608 - statements are put together from names that stand here

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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

#: What lists are read from: in their order within a year, then when each holds.
_LISTED = ("ended_in", "standing", "rank_on", "sort_key", "since", "until")

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
    sa.Column("digest", sa.String(32), nullable=False),
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
    sa.Column("quiet", sa.Boolean, nullable=False),
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
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    # the year of `until`: what held on any day is read in the order of lists year by year, what holds still first
    sa.Column("ended_in", sa.SmallInteger, nullable=False),
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
    sa.Index("ix_obligation_state_listed", *_LISTED),
    sa.Index("ix_obligation_state_status", "ended_in", "status", "rank_on", "sort_key"),
    sa.Index("ix_obligation_state_sort_key", "ended_in", "sort_key"),
    # summaries count from these alone: in order of the list, then what the counts ask for
    sa.Index("ix_obligation_state_due_session", "due_session", "at_body", *_LISTED, "deliverable", "status"),
    sa.Index("ix_obligation_state_at_body", "at_body", *_LISTED),
    sa.Index("ix_obligation_state_adopted_session", "adopted_session", "body", *_LISTED),
    sa.Index("ix_obligation_state_resolution_id", "resolution_id", "ended_in"),
    sa.Index("ix_obligation_state_paragraph_text_id", "paragraph_text_id", "ended_in"),
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
    sqlite_with_rowid=False,  # its key is all there is to it
)

sa.Table(
    "remark",
    _tables,
    sa.Column(
        "state_id", sa.ForeignKey("obligation_state.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    ),
    sa.Column("text", sa.Text, nullable=False),
)


#: Indexes over a part of a table: table, name, columns, and the rows in it.
_PARTIAL = (
    ("obligation_state", "ix_obligation_state_until", ("until",), "ended_in < 9999"),
    ("obligation_state", "ix_obligation_state_continues", ("rank_on", "mandate_id"), "continues"),
    ("obligation_state", "ix_obligation_state_superseded_by_id", ("superseded_by_id",), "superseded_by_id IS NOT NULL"),
    (
        "obligation_state",
        "ix_obligation_state_settled_on",
        ("at_body", "settled_on", "rank_on"),
        "settled_on IS NOT NULL",
    ),
    ("reading", "ix_reading_title", ("title",), "situation IS NULL"),
    ("decision", "uq_decision_mandate_id_field", ("mandate_id", "field"), "obligation_id IS NULL"),
    ("suggestion", "ix_suggestion_open", ("id",), "state = 'open'"),
    ("event", "ix_event_redated", ("id",), "kind = 'redated'"),
)
#: SQLite has no truth values: a condition on one is written `= 1`, and an index has to say the same.
_IN_SQLITE = {"continues": "continues = 1"}

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


#: Tables whose rows are looked up while others are moved.
_INDEXED_EARLY = ("evidence", "former_reference", "event")

#: What was read in a mandate's clause.
_READ = (
    *("clause", "clause_start", "clause_end", "verb", "verb_start", "verb_end", "reiterated", "deliverable"),
    *("owners", "partners", "recipients", "dues", "confidence", "reasons", "digest"),
)

#: Rows that pass through the program's memory at a time.
_PORTION = 2000

#: Values in one IN (...).
_IN = 500

#: Events of texts: what they changed is told in their details.
_OF_TEXTS = "'reread', 'read', 'renumbered', 'withdrawn', 'restored', 'proposed', 'accepted', 'kept', 'redated'"

#: For how long after its last change a register of the first revision had its recurrences stored.
_AHEAD = 732


def upgrade() -> None:
    bind = op.get_bind()
    _put_aside(bind)
    _create_tables(bind)
    _move_texts(bind)
    _move_people(bind)
    _move_suggestions(bind)
    _move_events(bind)
    _move_decisions(bind)
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


def _move_texts(bind: sa.Connection) -> None:
    """Move what was read: each thing keeps its number, which its version gets too."""
    _copy(
        bind,
        "register",
        "old_register",
        id="id",
        uid="uid",
        created_at="created_at",
        horizon_on=_day(bind, "COALESCE((SELECT MAX(at) FROM old_batch), created_at)", days=_AHEAD),
    )
    _copy(bind, "body", "old_resolution GROUP BY body ORDER BY MIN(id)", name="body")
    others = f"due_body IS NOT NULL AND due_body{_bytes(bind)} NOT IN (SELECT name FROM body)"
    _copy(bind, "body", f"old_obligation WHERE {others} GROUP BY due_body ORDER BY MIN(id)", name="due_body")
    _copy(
        bind,
        "resolution",
        "old_resolution r",
        id="id",
        symbol="symbol",
        sort_key="sort_key",
        body_id=f"(SELECT id FROM body WHERE name = r.body{_bytes(bind)})",
        held="NOT withdrawn",
        reading_id="id",
        digest="digest",
    )
    head = _same("title session adopted_on agenda_items draft_symbol committee meeting source problems")
    _copy(bind, "reading", "old_resolution", id="id", resolution_id="id", digest="digest", **head)
    _restart(bind, "reading")
    _run(bind, "CREATE INDEX old_paragraph_gone ON old_paragraph (resolution_id, position) WHERE withdrawn")
    # paragraphs that are no longer in their text: of a reading that is not in force, and like no other
    gone = "id IN (SELECT resolution_id FROM old_paragraph WHERE withdrawn)"
    _copy(bind, "reading", f"old_resolution WHERE {gone} ORDER BY id", resolution_id="id", digest="''", **head)
    _copy(bind, "paragraph", "old_paragraph", **_same("id resolution_id"))
    printed = _same("kind label numbered section page text footnotes digest")
    places = {"reading_id": "resolution_id", **_same("position parent")}
    in_force = "old_paragraph WHERE NOT withdrawn"
    _copy(bind, "paragraph_text", in_force, id="id", paragraph_id="id", **places, **printed)
    _copy(
        bind,
        "paragraph_text",
        "old_paragraph p JOIN reading r ON r.resolution_id = p.resolution_id AND r.digest = '' WHERE p.withdrawn",
        id="p.id",
        paragraph_id="p.id",
        reading_id="r.id",
        position="ROW_NUMBER() OVER (PARTITION BY p.resolution_id ORDER BY p.position, p.id) - 1",
        **{name: f"p.{name}" for name in printed},
    )
    read = _same(" ".join(_READ))
    named = _same("id resolution_id reference label ordinal position")
    _copy(bind, "mandate", "old_mandate", in_text="NOT withdrawn", version_id="id", **named)
    _copy(bind, "mandate_version", "old_mandate", id="id", mandate_id="id", paragraph_text_id="paragraph_id", **read)
    _restart(bind, "mandate_version")
    _copy(bind, "obligation", "old_obligation", **_same("id mandate_id key version"))


def _move_people(bind: sa.Connection) -> None:
    """Move who did something, what for, and what with."""
    _copy(bind, "person", "old_batch GROUP BY actor ORDER BY MIN(id)", name="actor")
    _copy(
        bind,
        "change",
        "old_batch b",
        on_day=_day(bind, "at"),
        person_id=f"(SELECT id FROM person WHERE name = b.actor{_bytes(bind)})",
        **_same("id at command undoes_id undone_by_id"),
    )
    first = "id IN (SELECT MIN(id) FROM old_owner WHERE entity IS NOT NULL GROUP BY entity)"
    _copy(bind, "entity", f"old_owner WHERE entity IS NULL OR {first}", key="entity", **_same("id name"))
    documents = "old_evidence WHERE document IS NOT NULL GROUP BY document ORDER BY MIN(id)"
    _copy(bind, "document", documents, symbol="document")
    _copy(
        bind,
        "evidence",
        "old_evidence e",
        document_id=f"(SELECT id FROM document WHERE symbol = e.document{_bytes(bind)})",
        in_force="TRUE",
        **_same("id obligation_id dated_on note url partial"),
    )
    _create_indexes(bind, "evidence")


def _move_suggestions(bind: sa.Connection) -> None:
    """Move the readings that were proposed, each as a further version of its mandate."""
    number = _last(bind, "mandate_version")
    statement = """SELECT p.id, p.mandate_id, p.batch_id, p.state, CAST(p.reading AS TEXT) AS reading, m.paragraph_id
        FROM old_proposal p JOIN old_mandate m ON m.id = p.mandate_id WHERE p.id > :id ORDER BY p.id LIMIT :size"""
    for rows in _portions(bind, statement, "id"):
        versions, suggestions = [], []
        for row in rows:
            number += 1
            reading = json.loads(row["reading"])
            of = {"id": number, "mandate_id": row["mandate_id"], "paragraph_text_id": row["paragraph_id"]}
            versions.append({**of, **{name: reading[name] for name in _READ}})
            suggestions.append(
                {
                    "id": row["id"],
                    "mandate_id": row["mandate_id"],
                    "change_id": row["batch_id"],
                    "version_id": number,
                    "state": "undone" if row["state"] == "taken_back" else row["state"],
                }
            )
        _insert(bind, "mandate_version", versions)
        _insert(bind, "suggestion", suggestions)


def _move_events(bind: sa.Connection) -> None:
    """Move what happened: by SQL alone, but for what tells of evidence or of later mandates."""
    _run(bind, "CREATE INDEX old_event_of_obligation ON old_event (obligation_id, id)")
    _run(bind, "CREATE INDEX old_event_of_resolution ON old_event (resolution_id, id)")
    statement = """SELECT id, mandate_id, batch_id, CAST(before AS TEXT) AS before FROM old_event
        WHERE action = 'renumbered' AND id > :id ORDER BY id LIMIT :size"""
    for rows in _portions(bind, statement, "id"):
        renamed = [(row, json.loads(row["before"])["reference"]) for row in rows]
        found = [
            {"reference": was, "mandate_id": row["mandate_id"], "change_id": row["batch_id"]} for row, was in renamed
        ]
        _insert(bind, "former_reference", found)
    _create_indexes(bind, "former_reference")
    answered = f"({_has(bind, 'after', 'proposal')} OR {_has(bind, 'after', 'session')})"
    of_texts = f"(action IN ({_OF_TEXTS}) OR action = 'undo' AND {answered})"
    told = f"({_has(bind, 'after', 'evidence')} OR {_has(bind, 'after', 'superseded_by')})"
    by_hand = f"(obligation_id IS NOT NULL AND action IN ('report', 'update', 'undo') AND {told})"
    # a text that was read again after its ingest had been taken back came into the register by that
    latest = """SELECT p.action FROM old_event p WHERE p.resolution_id = e.resolution_id AND p.id < e.id
        AND p.action IN ('ingested', 'reread', 'removed') ORDER BY p.id DESC LIMIT 1"""
    back = f"(action = 'reread' AND ({latest}) = 'removed')"
    was, now = "CAST(before AS TEXT)", "CAST(after AS TEXT)"
    both = f"""'{{"before": ' || {was} || ', "after": ' || {now} || '}}'"""
    not_held, held = """'{"held": false}'""", """'{"held": true}'"""
    _copy(
        bind,
        "event",
        f"old_event e WHERE NOT {by_hand}",
        change_id="batch_id",
        kind="CASE action WHEN 'proposed' THEN 'suggested' WHEN 'removed' THEN 'undo' ELSE action END",
        version="1",
        before=f"""CASE WHEN action = 'ingested' OR {back} THEN {not_held} WHEN action = 'removed' THEN {held}
            WHEN {of_texts} THEN '{{}}' ELSE {was} END""",
        after=f"""CASE WHEN action = 'ingested' OR {back} THEN {held} WHEN action = 'removed' THEN {not_held}
            WHEN {of_texts} THEN '{{}}' ELSE {now} END""",
        quiet="FALSE",
        details=f"CASE WHEN action = 'ingested' THEN {now} WHEN {of_texts} THEN {both} ELSE '{{}}' END",
        **_same("id reference resolution_id mandate_id obligation_id reason"),
    )
    _Told(bind, by_hand).move()
    _create_indexes(bind, "event")


class _Told:
    """Events that tell of evidence, whose pieces get numbers, or of a later mandate, which is now told by its number.

    They are taken obligation after obligation. What is no longer stored of evidence comes back, as not in force.
    """

    def __init__(self, bind: sa.Connection, condition: str) -> None:
        self._bind = bind
        self._condition = condition
        self._last = _last(bind, "evidence")
        self._pieces: dict[tuple[Any, ...], list[int]] = {}
        self._new: list[dict[str, Any]] = []
        self._references = _References(bind, ())
        self._obligation: int | None = None
        #: Which mandates the references meant that its events named as later ones.
        self._meant: dict[str, int | None] = {}

    def move(self) -> None:
        columns = "id, batch_id, action, reference, resolution_id, mandate_id, obligation_id, reason"
        statement = f"""SELECT {columns}, CAST(before AS TEXT) AS before, CAST(after AS TEXT) AS after FROM old_event
            WHERE (obligation_id, id) > (:obligation_id, :id) AND {self._condition}
            ORDER BY obligation_id, id LIMIT :size"""
        for rows in _portions(self._bind, statement, "obligation_id", "id"):
            self._look_up(rows[0]["obligation_id"], rows[-1]["obligation_id"])
            read = [(row, json.loads(row["before"]), json.loads(row["after"])) for row in rows]
            named = [values.get("superseded_by") for _, *both in read for values in both]
            self._references = _References(self._bind, filter(None, named))
            events = [self._event(*one) for one in read]
            self._keep_evidence()
            _insert(self._bind, "event", events)

    def _look_up(self, first: int, last: int) -> None:
        """Find the numbers of all evidence for these obligations, between which no others have any."""
        self._pieces = defaultdict(list)
        evidence, document = _tables.tables["evidence"], _tables.tables["document"]
        found = sa.select(evidence, document.c.symbol).outerjoin(document)
        wanted = found.where(evidence.c.obligation_id.between(first, last)).order_by(evidence.c.id)
        for row in self._bind.execute(wanted):
            on = row.dated_on.isoformat() if row.dated_on else None
            self._pieces[row.obligation_id, row.symbol, on, row.note, row.url, row.partial].append(row.id)

    def _event(self, row: Any, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        if row["obligation_id"] != self._obligation:
            self._obligation, self._meant = row["obligation_id"], {}
        details: dict[str, Any] = {}
        if "superseded_by" in after:
            words = {"before": before.get("superseded_by"), "after": after["superseded_by"]}
            before["superseded_by"] = self._mandate(words["before"], row["batch_id"], known=True)
            after["superseded_by"] = self._mandate(words["after"], row["batch_id"], known=row["action"] == "undo")
            if any(words[name] and not one["superseded_by"] for name, one in (("before", before), ("after", after))):
                details["superseded_by"] = words
        for values in (before, after):
            if values.get("evidence"):
                values["evidence"] = self._numbered(values["evidence"])
        return {
            **{
                name: row[name]
                for name in ("id", "reference", "resolution_id", "mandate_id", "obligation_id", "reason")
            },
            "change_id": row["batch_id"],
            "kind": row["action"],
            "version": 1,
            "before": before,
            "after": after,
            "details": details,
            "quiet": False,
        }

    def _mandate(self, reference: str | None, batch: int, *, known: bool) -> int | None:
        """Return the mandate that a batch named; `known`: as an earlier batch meant the words."""
        if reference is None:
            return None
        if not (known and reference in self._meant):
            self._meant[reference] = self._references.mandate(reference, batch)
        return self._meant[reference]

    def _numbered(self, pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return pieces of evidence with their numbers."""
        seen: dict[tuple[Any, ...], int] = defaultdict(int)
        out = []
        for piece in pieces:
            key = (self._obligation, *[piece[name] for name in ("document", "on", "note", "url", "partial")])
            ids = self._pieces[key]
            if seen[key] == len(ids):
                self._last += 1
                ids.append(self._last)
                self._new.append({**piece, "id": self._last, "obligation_id": self._obligation})
            out.append({"id": ids[seen[key]], **piece})
            seen[key] += 1
        return out

    def _keep_evidence(self) -> None:
        """Store the pieces that are not stored any more."""
        new, self._new = self._new, []
        symbols = [{"symbol": symbol} for symbol in dict.fromkeys(one["document"] for one in new) if symbol is not None]
        if symbols:
            named = sa.text("INSERT INTO document (symbol) VALUES (:symbol) ON CONFLICT DO NOTHING")
            self._bind.execute(named, symbols)
        symbol = _tables.tables["document"].c.symbol
        ids = {row.symbol: row.id for row in _looked_up(self._bind, symbol, [one["symbol"] for one in symbols])}
        rows = [
            {
                **{name: one[name] for name in ("id", "obligation_id", "note", "url", "partial")},
                "document_id": ids.get(one["document"]),
                "dated_on": dt.date.fromisoformat(one["on"]) if one["on"] else None,
                "in_force": False,
            }
            for one in new
        ]
        _insert(self._bind, "evidence", rows)


def _move_decisions(bind: sa.Connection) -> None:
    """Move what is decided; a later mandate as its number, which the last event that named it has."""
    columns = _same("id mandate_id obligation_id field value")
    _copy(bind, "decision", "old_decision WHERE field <> 'superseded_by'", **columns)
    portion = """SELECT id, mandate_id, obligation_id, CAST(value AS TEXT) AS value FROM old_decision
        WHERE field = 'superseded_by' AND id > :id ORDER BY id LIMIT :size"""
    events = f"""SELECT d.id, CAST(e.after AS TEXT) AS after
        FROM old_decision d JOIN event e ON e.obligation_id = d.obligation_id
        WHERE d.field = 'superseded_by' AND d.id BETWEEN :first AND :last AND {_has(bind, "e.after", "superseded_by")}
        ORDER BY d.id, e.id"""
    for rows in _portions(bind, portion, "id"):
        found = bind.execute(sa.text(events), {"first": rows[0]["id"], "last": rows[-1]["id"]})
        told = {row.id: json.loads(row.after)["superseded_by"] for row in found}
        named = {row["id"]: json.loads(row["value"]) for row in rows}
        references = _References(bind, named.values())
        decided = [
            {**row, "field": "superseded_by", "value": told.get(row["id"]) or references.mandate(named[row["id"]])}
            for row in rows
        ]
        _insert(bind, "decision", [one for one in decided if one["value"] is not None])


class _References:
    """Which mandates references mean: now, and when a batch named them."""

    def __init__(self, bind: sa.Connection, references: Iterable[str]) -> None:
        wanted = sorted({reference.partition("@")[0] for reference in references})
        former, mandate = _tables.tables["former_reference"], _tables.tables["mandate"]
        self._now = {row.reference: row.id for row in _looked_up(bind, mandate.c.reference, wanted)}
        self._former: dict[str, list[Any]] = defaultdict(list)
        for row in _looked_up(bind, former.c.reference, wanted):
            self._former[row.reference].append(row)

    def mandate(self, reference: str, batch: int | None = None) -> int | None:
        """Return the number of the mandate that has a reference or, with `batch`, had it when that was written."""
        whole = reference.partition("@")[0]
        for row in self._former[whole] if batch is not None else ():
            if row.change_id > batch:
                return row.mandate_id
        return self._now.get(whole)


def _finish_tables(bind: sa.Connection) -> None:
    """Make the indexes, the search, and the foreign keys that have to wait on PostgreSQL."""
    for table in _tables.sorted_tables:
        if bind.dialect.name == "postgresql":
            for key in table.foreign_key_constraints:
                here, there = [one.parent.name for one in key.elements], [one.column.name for one in key.elements]
                op.create_foreign_key(key.name, table.name, key.referred_table.name, here, there, ondelete="RESTRICT")
        if table.name not in _INDEXED_EARLY:
            _create_indexes(bind, table.name)
        if "id" in table.c and table.name != "register":
            _restart(bind, table.name)
    if bind.dialect.name == "sqlite":
        for statement in _SQLITE_SEARCH:
            bind.exec_driver_sql(statement)
    else:
        for name in _SEARCHED:
            _run(bind, f"CREATE INDEX ix_{name}_search_vector ON {name} USING gin (search_vector)")
        _run(bind, f"ANALYZE {', '.join(sorted(_tables.tables))}")


def _create_indexes(bind: sa.Connection, table: str) -> None:
    for index in sorted(_tables.tables[table].indexes, key=lambda one: str(one.name)):
        bind.execute(CreateIndex(index))


def _drop_old(bind: sa.Connection) -> None:
    for table in (*_OLD, "register"):
        _run(bind, f"DROP TABLE old_{table}")


def _same(names: str) -> dict[str, str]:
    """Return the columns that go over as they are."""
    return {name: name for name in names.split()}


def _copy(bind: sa.Connection, table: str, source: str, /, **columns: str) -> None:
    """Fill a new table from `source`, what follows FROM, with an expression for each of its columns."""
    kinds = _tables.tables[table].c
    of_json = bind.dialect.name == "postgresql"
    values = [
        f"CAST({value} AS JSONB)" if of_json and isinstance(kinds[name].type, sa.JSON) else value
        for name, value in columns.items()
    ]
    _run(bind, f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {source}")


def _insert(bind: sa.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        bind.execute(sa.insert(_tables.tables[table]), rows)


def _portions(bind: sa.Connection, statement: str, *keys: str) -> Iterator[Sequence[sa.RowMapping]]:
    """Yield the rows of a statement, which names `keys` as those of the last row and `size`, a portion at a time."""
    last = dict.fromkeys(keys, 0)
    while rows := bind.execute(sa.text(statement), {**last, "size": _PORTION}).mappings().all():
        yield rows
        last = {key: rows[-1][key] for key in keys}


def _looked_up(bind: sa.Connection, column: sa.Column[Any], values: Sequence[str]) -> Iterator[sa.Row[Any]]:
    """Yield the rows that have one of `values` in `column`, in the order of their numbers within a portion."""
    for start in range(0, len(values), _IN):
        some = column.in_(values[start : start + _IN])
        yield from bind.execute(sa.select(column.table).where(some).order_by(column.table.c.id))


def _last(bind: sa.Connection, table: str) -> int:
    return int(bind.execute(sa.text(f"SELECT COALESCE(MAX(id), 0) FROM {table}")).scalar_one())


def _has(bind: sa.Connection, column: str, name: str) -> str:
    """Return the condition that an object has a member of this name."""
    if bind.dialect.name == "postgresql":
        return f"{column} -> '{name}' IS NOT NULL"
    return f"json_type({column}, '$.{name}') IS NOT NULL"


def _bytes(bind: sa.Connection) -> str:
    """Return what lets a text be compared with one that sorts by its bytes."""
    return ' COLLATE "C"' if bind.dialect.name == "postgresql" else ""


def _day(bind: sa.Connection, moment: str, *, days: int = 0) -> str:
    """Return the day of a moment in UTC, or one so many `days` later."""
    if bind.dialect.name == "postgresql":
        return f"CAST({moment} AT TIME ZONE 'UTC' AS DATE) + {days}"
    return f"date({moment}, '+{days} days')"


def _restart(bind: sa.Connection, table: str) -> None:
    """Let PostgreSQL go on numbering after the rows that were stored with their numbers."""
    if bind.dialect.name == "postgresql":
        _run(
            bind,
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 0) + 1, false) FROM {table}",
        )


def _run(bind: sa.Connection, statement: str) -> None:
    bind.execute(sa.text(statement))
