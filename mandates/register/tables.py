"""The tables of a register, as SQLAlchemy Core sees them. `alembic/versions` builds them; `db check` compares the two.

Three kinds of table, so that reading a text again never touches what a person did:

* what a machine read: `resolution`, `paragraph`, `mandate`, and the `read_`, `due_` and series columns of `obligation`;
* what a person decided: `decision`, `evidence`; what a later reading proposes: `proposal`;
* what happened: `batch`, `event`, only ever appended to.

The other columns of `obligation`, and `obligation_owner` and `remark` (the words people added, for search), are
effective values worked out from the first two by `mandates.register.state.projection` and by nothing else, kept so that
lists are read from an index.

Indexes over a part of a table are in `mandates.register.database.partial_indexes`.

Core tables rather than mapped classes, because mapping costs every command 40 ms of start-up and every row of an
ingest several times its insert.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

#: Name patterns of constraints and indexes, so that migrations can name what they change.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

#: Where the revision of a register's schema stands; its own name, so that a shared PostgreSQL database does not mix
#: it up with another program's.
REVISION_TABLE = "mandates_revision"

#: `obligation.standing`: open, settled, or withdrawn with its text (no longer shown, kept with its history).
OPEN, SETTLED, WITHDRAWN = 0, 1, 2

#: `obligation.rank_on` of what has no date: it sorts after everything that has one.
UNDATED = dt.date(9999, 12, 31)

#: `obligation.expected_from` of what was always expected.
ALWAYS = dt.date(1, 1, 1)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment, stored in UTC and given back aware of it, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the interface
        """Give the moment to the database in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the interface
        """Make what the database gives aware of being UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


#: Text that sorts by its bytes on every database.
Key = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData(naming_convention=NAMING)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _ref(table: str, *, name: str | None = None, nullable: bool = False) -> Column[Any]:
    return Column(name or f"{table}_id", ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=nullable)


register = Table(
    "register",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("uid", String(32), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="only_row"),
)

batch = Table(
    "batch",
    metadata,
    _id(),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("actor", Text, nullable=False, index=True),
    Column("command", Text, nullable=False),
    _ref("batch", name="undoes_id", nullable=True),
    _ref("batch", name="undone_by_id", nullable=True),
)

resolution = Table(
    "resolution",
    metadata,
    _id(),
    Column("symbol", Key, nullable=False, unique=True),
    Column("sort_key", Key, nullable=False, index=True),
    Column("title", Text),
    Column("body", Text, nullable=False),
    Column("session", Text),
    Column("adopted_on", Date),
    Column("agenda_items", JSON, nullable=False),
    Column("draft_symbol", Text),
    Column("committee", Text),
    Column("meeting", Text),
    Column("source", Text),
    Column("problems", JSON, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index("ix_resolution_body_session", "body", "session"),
)

paragraph = Table(
    "paragraph",
    metadata,
    _id(),
    _ref("resolution"),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("label", Text),
    Column("numbered", Boolean, nullable=False),
    Column("section", Text),
    Column("parent", Integer),
    Column("page", Integer),
    Column("text", Text, nullable=False),
    Column("footnotes", JSON, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index("ix_paragraph_resolution_id_position", "resolution_id", "position"),
)

mandate = Table(
    "mandate",
    metadata,
    _id(),
    _ref("resolution"),
    _ref("paragraph"),
    Column("reference", Key, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("clause", Text, nullable=False),
    Column("clause_start", Integer, nullable=False),
    Column("clause_end", Integer, nullable=False),
    Column("verb", Text, nullable=False),
    Column("verb_start", Integer),
    Column("verb_end", Integer),
    Column("reiterated", Boolean, nullable=False),
    Column("deliverable", Text, nullable=False),
    Column("owners", JSON, nullable=False),
    Column("partners", JSON, nullable=False),
    Column("recipients", JSON, nullable=False),
    Column("dues", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index("ix_mandate_resolution_id_position", "resolution_id", "position"),
    Index("ix_mandate_paragraph_id", "paragraph_id"),
    Index("ix_mandate_withdrawn_confidence", "withdrawn", "confidence"),
)

_LISTED = ("standing", "rank_on", "sort_key")
_COUNTED = ("expected_from", "settled_on")

obligation = Table(
    "obligation",
    metadata,
    _id(),
    _ref("mandate"),
    _ref("resolution"),
    _ref("paragraph"),
    # which one of its mandate's it is
    Column("reference", Key, nullable=False, unique=True),
    Column("key", Text, nullable=False),
    Column("series", Integer),
    Column("occurrence", Integer, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("head", Boolean, nullable=False),
    # what was read
    Column("due_kind", Text),
    Column("due_phrase", Text),
    Column("due_body", Text),
    Column("due_session", Text),
    Column("due_every", Text),
    Column("due_after", Text),
    Column("due_event", Text),
    Column("ends_on", Date),
    Column("read_opens_on", Date),
    Column("read_due_on", Date),
    Column("timetable_on", Date),
    Column("dropped", Boolean, nullable=False),
    # effective values
    Column("standing", SmallInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("settled_on", Date),
    Column("opens_on", Date),
    Column("due_on", Date),
    Column("rank_on", Date, nullable=False),
    Column("expected_from", Date, nullable=False),
    Column("sort_key", Key, nullable=False),
    Column("at_body", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("adopted_session", Text),
    Column("verb", Text, nullable=False),
    Column("deliverable", Text, nullable=False),
    Column("owners", JSON, nullable=False),
    Column("note", Text),
    Column("superseded_by", Key),
    Column("version", Integer, nullable=False),
    UniqueConstraint("mandate_id", "key"),
    Index("ix_obligation_standing_rank_on_sort_key", "standing", "rank_on", "sort_key"),
    Index("ix_obligation_status_rank_on_sort_key", "status", "rank_on", "sort_key"),
    Index("ix_obligation_sort_key", "sort_key"),
    # summaries count from these alone: in order of the list up to the sort key, then what the counts ask for
    Index("ix_obligation_due_session", "due_session", "at_body", *_LISTED, *_COUNTED, "deliverable", "status"),
    Index("ix_obligation_at_body", "at_body", *_LISTED, *_COUNTED),
    Index("ix_obligation_adopted_session", "adopted_session", "body", *_LISTED, *_COUNTED),
    Index("ix_obligation_resolution_id", "resolution_id"),
    Index("ix_obligation_paragraph_id", "paragraph_id"),
)

remark = Table(
    "remark",
    metadata,
    Column("obligation_id", ForeignKey("obligation.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

owner = Table(
    "owner",
    metadata,
    _id(),
    Column("name", Key, nullable=False, unique=True),
    Column("entity", Text, index=True),
)

obligation_owner = Table(
    "obligation_owner",
    metadata,
    Column("obligation_id", ForeignKey("obligation.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("owner_id", ForeignKey("owner.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("standing", SmallInteger, nullable=False),
    Column("rank_on", Date, nullable=False),
    Index("ix_obligation_owner_owner_id", "owner_id", "standing", "rank_on", "obligation_id"),
)

decision = Table(
    "decision",
    metadata,
    _id(),
    _ref("mandate"),
    _ref("obligation", nullable=True),
    Column("field", Text, nullable=False),
    Column("value", JSON, nullable=False),
    Index("ix_decision_mandate_id", "mandate_id"),
    Index("uq_decision_obligation_field", "obligation_id", "field", unique=True),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    _ref("obligation"),
    Column("document", Text, index=True),
    Column("dated_on", Date),
    Column("note", Text),
    Column("url", Text),
    Column("partial", Boolean, nullable=False),
    Index("ix_evidence_obligation_id", "obligation_id"),
)

proposal = Table(
    "proposal",
    metadata,
    _id(),
    _ref("mandate"),
    _ref("batch"),
    Column("reading", JSON, nullable=False),
    Column("state", Text, nullable=False),
    Index("ix_proposal_mandate_id", "mandate_id"),
)

event = Table(
    "event",
    metadata,
    _id(),
    _ref("batch"),
    Column("action", Text, nullable=False),
    Column("reference", Key),
    _ref("resolution", nullable=True),
    _ref("mandate", nullable=True),
    _ref("obligation", nullable=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("reason", Text),
    Column("dated", Boolean, nullable=False),
    Index("ix_event_batch_id", "batch_id"),
    Index("ix_event_resolution_id", "resolution_id"),
    Index("ix_event_mandate_id", "mandate_id"),
    Index("ix_event_obligation_id", "obligation_id"),
)
