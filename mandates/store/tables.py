"""The tables of a register, as SQLAlchemy Core sees them. `alembic/versions` builds them; `db check` compares the two.

Kinds of table, so that reading a text again never touches what a person did:

* reference data: `body`, `session`, `entity`, `person`, `document`; filters kept under a name: `view`; what digests
  have said: `digest_sent`; programmes of the budget that cite texts: `budget_line`;
* issued documents that are kept, `issued` with `issued_symbol`, what each may answer, `answer`, and the items of
  agendas among them, `agenda_item`, with the days from `since` to the day before `until` on which they were known;
* what a machine read, in versions that never change: `reading`, `paragraph_text`, `mandate_version`, `citation`,
  `relation`; and the things that these are versions of: `resolution`, `paragraph`, `mandate`, `obligation`, whose ids
  never change and which point to the version in force;
* what a person decided: `decision`, `evidence`, and the files that notes have: `attachment`; what a later reading
  suggests: `suggestion`;
* what happened: `change`, `event`, only ever appended to; `former_reference`;
* which resolutions and mandates continue which, with what a person said of it: `link`;
* what later texts ended or renewed, and from when to when that was known: `ending`;
* who may sign in, and in what way: `account`, `invitation`, `sign_in`, `token`, `account_event`; what people have set
  for themselves: `setting`;
* derived by `mandates.timeline` from all these, and by nothing else: `obligation_state` with `party` and `remark`.
  A row holds from `since` to the day before `until`, so that lists are read from an index, whatever day they are for.

Indexes over a part of a table are in `mandates.store.partial_indexes`.

Core tables rather than mapped classes, because mapping costs every command 40 ms of start-up and every row of an
ingest several times its insert.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
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
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeEngine

from mandates.domain.citation import CitationKind
from mandates.domain.due import DueKind
from mandates.domain.events import MANDATE_DECISIONS, OBLIGATION_DECISIONS, EventKind
from mandates.domain.kinds import (
    AccountRole,
    DocumentKind,
    Judgement,
    LinkState,
    MandateClass,
    MatchClass,
    MatchState,
    Relation,
)
from mandates.domain.resolution import ParagraphKind
from mandates.domain.status import Role, Status

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

#: `obligation_state.standing`.
OPEN, SETTLED = 0, 1

#: `obligation_state.rank_on` of what has no date, which sorts after everything that has one; `until` of what holds.
UNDATED = FOREVER = dt.date(9999, 12, 31)

#: `obligation_state.since` of what was always expected.
ALWAYS = dt.date(1, 1, 1)

#: `obligation_state.ended_in` of what holds still.
ONGOING = FOREVER.year

#: What lists are read from: in their order within a year, then when each holds.
_LISTED = ("ended_in", "standing", "rank_on", "sort_key", "since", "until", "ended_from", "follows", "unlisted")

#: `suggestion.state`.
SUGGESTION_STATES = ("open", "accepted", "kept", "replaced", "undone")


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


class Json(TypeDecorator[Any]):
    """Plain data: ``jsonb`` on PostgreSQL, whose dialect is loaded only where it is spoken, ``JSON`` elsewhere."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 - see above

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


#: Text that sorts by its bytes on every database.
Key = Text().with_variant(Text(collation="C"), "postgresql")

metadata = MetaData(naming_convention=NAMING)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _ref(table: str, *, name: str | None = None, nullable: bool = False) -> Column[Any]:
    return Column(name or f"{table}_id", ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=nullable)


def _one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    quoted = ", ".join(f"'{word}'" for word in sorted(words))
    return CheckConstraint(f"{column} IN ({quoted})", name=column)


def _mandate_class() -> Column[str]:
    # its condition stands in the column, so that it can be added to a table that is there
    words = ", ".join(f"'{word}'" for word in sorted(MandateClass))
    condition = CheckConstraint(f"mandate_class IN ({words})", name="mandate_class")
    return Column("mandate_class", Text, condition, nullable=False, server_default=MandateClass.MANDATE.value)


register = Table(
    "register",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("uid", String(32), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # up to this day recurrences are worked out and stored
    Column("horizon_on", Date, nullable=False),
    CheckConstraint("id = 1", name="only_row"),
)

person = Table("person", metadata, _id(), Column("name", Key, nullable=False, unique=True))

body = Table(
    "body",
    metadata,
    _id(),
    Column("name", Key, nullable=False, unique=True),
    Column("abbreviation", Text),
)

session = Table(
    "session",
    metadata,
    _id(),
    _ref("body"),
    Column("number", Key, nullable=False),
    Column("opens_on", Date),
    Column("closes_on", Date),
    Column("exact", Boolean, nullable=False),
    UniqueConstraint("body_id", "number"),
)

entity = Table(
    "entity",
    metadata,
    _id(),
    # of the registry; NULL for what only texts name
    Column("key", Key, unique=True),
    Column("name", Key, nullable=False, unique=True),
    Column("kind", Text),
    Column("abbreviation", Text),
    _ref("entity", name="parent_id", nullable=True),
    _ref("entity", name="successor_id", nullable=True),
    Column("valid_from", Integer),
    Column("valid_until", Integer),
)

document = Table(
    "document",
    metadata,
    _id(),
    Column("symbol", Key, nullable=False, unique=True),
)

attachment = Table(
    "attachment",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

change = Table(
    "change",
    metadata,
    _id(),
    Column("at", UtcDateTime, nullable=False, index=True),
    # the day it counts from; that of `at` in UTC
    Column("on_day", Date, nullable=False),
    _ref("person"),
    Column("command", Text, nullable=False),
    _ref("change", name="undoes_id", nullable=True),
    _ref("change", name="undone_by_id", nullable=True),
    Index("ix_change_person_id", "person_id"),
)

resolution = Table(
    "resolution",
    metadata,
    _id(),
    Column("symbol", Key, nullable=False, unique=True),
    Column("sort_key", Key, nullable=False, index=True),
    _ref("body"),
    # False where its ingest was taken back
    Column("held", Boolean, nullable=False),
    # the reading in force; no foreign key, since each points to the other: `db check` proves it
    Column("reading_id", Integer, nullable=False),
    # of all that was read when it was last read, to tell at once whether anything differs
    Column("digest", String(32), nullable=False),
    Index("ix_resolution_body_id", "body_id"),
)

reading = Table(
    "reading",
    metadata,
    _id(),
    _ref("resolution"),
    Column("title", Text),
    Column("session", Text),
    Column("adopted_on", Date),
    Column("agenda_items", Json, nullable=False),
    Column("draft_symbol", Text),
    Column("committee", Text),
    Column("meeting", Text),
    Column("situation", Key),
    Column("source", Text),
    Column("problems", Json, nullable=False),
    Column("digest", String(32), nullable=False),
    # its title without what changes from year to year, which texts of one series share
    Column("stem", Key),
    Index("ix_reading_resolution_id", "resolution_id"),
    Index("ix_reading_situation", "situation"),
    Index("ix_reading_stem", "stem"),
    Index("ix_reading_adopted_on", "adopted_on"),
)

paragraph = Table("paragraph", metadata, _id(), _ref("resolution"))

paragraph_text = Table(
    "paragraph_text",
    metadata,
    _id(),
    _ref("paragraph"),
    _ref("reading"),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("label", Text),
    Column("numbered", Boolean, nullable=False),
    Column("section", Text),
    Column("parent", Integer),
    Column("page", Integer),
    Column("text", Text, nullable=False),
    Column("footnotes", Json, nullable=False),
    Column("digest", String(32), nullable=False),
    _one_of("kind", ParagraphKind),
    Index("ix_paragraph_text_reading_id_position", "reading_id", "position"),
)

mandate = Table(
    "mandate",
    metadata,
    _id(),
    _ref("resolution"),
    Column("in_text", Boolean, nullable=False),
    # the version in force; no foreign key, as above
    Column("version_id", Integer, nullable=False),
    Column("reference", Key, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Index("ix_mandate_resolution_id_position", "resolution_id", "position"),
)

mandate_version = Table(
    "mandate_version",
    metadata,
    _id(),
    _ref("mandate"),
    _ref("paragraph_text"),
    Column("clause", Text, nullable=False),
    Column("clause_start", Integer, nullable=False),
    Column("clause_end", Integer, nullable=False),
    Column("verb", Text, nullable=False),
    Column("verb_start", Integer),
    Column("verb_end", Integer),
    Column("reiterated", Boolean, nullable=False),
    Column("deliverable", Text, nullable=False),
    Column("owners", Json, nullable=False),
    Column("partners", Json, nullable=False),
    Column("recipients", Json, nullable=False),
    Column("dues", Json, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("digest", String(32), nullable=False),
    _mandate_class(),
    # the list items that say what it asks for
    Column("parts", Json, nullable=False, server_default=text("'[]'")),
    # until when it lasts where it is done by its adoption
    Column("enacted", Json),
    Index("ix_mandate_version_mandate_id", "mandate_id"),
    Index("ix_mandate_version_confidence", "confidence"),
)

citation = Table(
    "citation",
    metadata,
    _id(),
    _ref("paragraph_text"),
    _ref("mandate_version", name="version_id", nullable=True),
    Column("kind", Text, nullable=False),
    Column("symbol", Key, nullable=False),
    Column("labels", Json, nullable=False),
    Column("words", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    _one_of("kind", CitationKind),
    Index("ix_citation_symbol", "symbol"),
    Index("ix_citation_paragraph_text_id", "paragraph_text_id"),
)

relation = Table(
    "relation",
    metadata,
    Column("version_id", ForeignKey("mandate_version.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("noun", Text, nullable=False),
    Column("names", Json, nullable=False),
    Column("cites", Json, nullable=False),
    Column("ends", Boolean, nullable=False),
    Column("ends_on", Date),
    Column("cited", Text),
)

obligation = Table(
    "obligation",
    metadata,
    _id(),
    _ref("mandate"),
    # which one of its mandate's it is: what follows ``@`` in its reference
    Column("key", Key, nullable=False),
    # counts the changes by people
    Column("version", Integer, nullable=False),
    UniqueConstraint("mandate_id", "key"),
)

ending = Table(
    "ending",
    metadata,
    _id(),
    _ref("mandate"),
    # the mandate whose text ends it: one of another resolution, or of the same for a cycle that lasts as long as it
    _ref("mandate", name="by_mandate_id"),
    # the last day on which it stands
    Column("stands_until", Date, nullable=False),
    # whether that asks for the same anew
    Column("renewed", Boolean, nullable=False),
    # when this was known: from `since` to the day before `until`
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    CheckConstraint("since < until", name="period"),
    Index("ix_ending_mandate_id", "mandate_id"),
    Index("ix_ending_by_mandate_id", "by_mandate_id"),
)

link = Table(
    "link",
    metadata,
    _id(),
    # what continues another: a resolution, or a mandate of it
    _ref("resolution"),
    _ref("mandate", nullable=True),
    # what it continues
    _ref("resolution", name="older_id"),
    _ref("mandate", name="older_mandate_id", nullable=True),
    Column("relation", Text, nullable=False),
    # of resolutions: whether it counts without a person's word
    Column("sure", Boolean, nullable=False),
    # of mandates: whether the newer one asks for the same anew, so that nobody waits for the older one any more
    Column("renews", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    Column("basis", Text, nullable=False),
    # what a person said of it
    Column("state", Text, nullable=False),
    _one_of("relation", set(Relation) - {Relation.NEW, Relation.DROPPED}),
    _one_of("state", LinkState),
    Index("ix_link_resolution_id", "resolution_id"),
    Index("ix_link_older_id", "older_id"),
    Index("ix_link_mandate_id", "mandate_id"),
    Index("ix_link_older_mandate_id", "older_mandate_id"),
)

decision = Table(
    "decision",
    metadata,
    _id(),
    _ref("mandate"),
    _ref("obligation", nullable=True),
    Column("field", Text, nullable=False),
    Column("value", Json, nullable=False),
    _one_of("field", OBLIGATION_DECISIONS | MANDATE_DECISIONS),
    Index("ix_decision_mandate_id", "mandate_id"),
    Index("uq_decision_obligation_id_field", "obligation_id", "field", unique=True),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    _ref("obligation"),
    _ref("document", nullable=True),
    Column("dated_on", Date),
    Column("note", Text),
    Column("url", Text),
    Column("partial", Boolean, nullable=False),
    # False where it was taken back
    Column("in_force", Boolean, nullable=False),
    Index("ix_evidence_obligation_id", "obligation_id"),
    Index("ix_evidence_document_id", "document_id"),
)

issued = Table(
    "issued",
    metadata,
    _id(),
    # the first of its symbols
    Column("symbol", Key, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("title", Text),
    Column("dated_on", Date),
    # False where its ingest was taken back
    Column("held", Boolean, nullable=False),
    # all that was read of it, as `extract` writes it
    Column("reading", Json, nullable=False),
    Column("digest", String(32), nullable=False),
    _one_of("kind", DocumentKind),
)

issued_symbol = Table(
    "issued_symbol",
    metadata,
    Column("symbol", Key, primary_key=True),
    _ref("issued"),
    Index("ix_issued_symbol_issued_id", "issued_id"),
)

answer = Table(
    "answer",
    metadata,
    _id(),
    _ref("issued"),
    _ref("obligation"),
    # what a person said of it; that it was accepted is told by the evidence
    Column("state", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("words", Text, nullable=False),
    Column("page", Integer),
    Column("reasons", Json, nullable=False),
    Column("partial", Boolean, nullable=False),
    UniqueConstraint("issued_id", "obligation_id"),
    _one_of("state", MatchState),
    _one_of("class", MatchClass),
    Index("ix_answer_obligation_id", "obligation_id"),
)

agenda_item = Table(
    "agenda_item",
    metadata,
    _id(),
    _ref("issued"),
    Column("body", Key, nullable=False),
    Column("session", Key, nullable=False),
    # as printed: "18 (b)"
    Column("item", Key, nullable=False),
    Column("title", Text, nullable=False),
    # to which it is allocated, a row for each; "Plenary" for the plenary
    Column("committee", Text),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Index("ix_agenda_item_issued_id", "issued_id"),
    Index("ix_agenda_item_session", "body", "session"),
)

suggestion = Table(
    "suggestion",
    metadata,
    _id(),
    _ref("mandate"),
    _ref("change"),
    _ref("mandate_version", name="version_id"),
    Column("state", Text, nullable=False),
    _one_of("state", SUGGESTION_STATES),
    Index("ix_suggestion_mandate_id", "mandate_id"),
)

event = Table(
    "event",
    metadata,
    _id(),
    _ref("change"),
    Column("kind", Text, nullable=False),
    Column("version", SmallInteger, nullable=False),
    Column("reference", Key),
    _ref("resolution", nullable=True),
    _ref("mandate", nullable=True),
    _ref("obligation", nullable=True),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("details", Json, nullable=False),
    Column("reason", Text),
    Column("quiet", Boolean, nullable=False),
    _one_of("kind", EventKind),
    Index("ix_event_change_id", "change_id"),
    Index("ix_event_resolution_id", "resolution_id"),
    Index("ix_event_mandate_id", "mandate_id"),
    Index("ix_event_obligation_id", "obligation_id"),
)

former_reference = Table(
    "former_reference",
    metadata,
    _id(),
    Column("reference", Key, nullable=False, index=True),
    _ref("mandate"),
    _ref("change"),
)

obligation_state = Table(
    "obligation_state",
    metadata,
    _id(),
    _ref("obligation"),
    Column("mandate_id", Integer, nullable=False),
    Column("resolution_id", Integer, nullable=False),
    Column("reading_id", Integer, nullable=False),
    Column("version_id", Integer, nullable=False),
    Column("paragraph_text_id", Integer, nullable=False),
    # when it holds: from `since` to the day before `until`
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    # the year of `until`: what held on any day is read in the order of lists year by year, what holds still first
    Column("ended_in", SmallInteger, nullable=False),
    # its place in its mandate
    Column("key", Key, nullable=False),
    Column("series", Integer),
    Column("occurrence", Integer, nullable=False),
    # whether its passing will open the next of its series, which is not stored yet
    Column("continues", Boolean, nullable=False),
    # what is decided
    Column("standing", SmallInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("settled_on", Date),
    Column("owners", Json, nullable=False),
    Column("evidence", Json, nullable=False),
    Column("note", Text),
    Column("superseded_by_id", Integer),
    # when it is due
    Column("due_kind", Text),
    Column("due_phrase", Text),
    Column("due_body", Text),
    Column("due_session", Text),
    Column("due_every", Text),
    Column("due_after", Text),
    Column("due_event", Text),
    Column("opens_on", Date),
    Column("due_on", Date),
    Column("read_due_on", Date),
    Column("ends_on", Date),
    Column("timetable_on", Date),
    # how it is found and sorted
    Column("rank_on", Date, nullable=False),
    Column("sort_key", Key, nullable=False),
    Column("reference", Key, nullable=False),
    Column("label", Text, nullable=False),
    Column("at_body", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("adopted_session", Text),
    Column("verb", Text, nullable=False),
    Column("deliverable", Text, nullable=False),
    # from this day on nothing is expected any more, though nobody settled it
    Column("ended_from", Date, nullable=False, server_default=text("'9999-12-31'")),
    # the mandate that ends it
    Column("ended_by_id", Integer),
    Column("renewed", Boolean, nullable=False, server_default=false()),
    # whether an earlier one of its series is open, so that both are late together once this one is
    Column("follows", Boolean, nullable=False, server_default=false()),
    # who is in charge, beside the owners
    Column("lead", Text),
    Column("focal_point", Text),
    # what a person would have become of it, and why
    Column("judgement", Text, _one_of("judgement", Judgement)),
    Column("judgement_reason", Text),
    _mandate_class(),
    # whether lists have it only where its class is asked for: it is no mandate, and has no date
    Column("unlisted", Boolean, nullable=False, server_default=false()),
    # all that people noted; `note` is the last of these in a line
    Column("notes", Json, nullable=False, server_default=text("'[]'")),
    _one_of("status", Status),
    _one_of("due_kind", DueKind),
    CheckConstraint("since < until", name="period"),
    Index("ix_obligation_state_obligation_id_since", "obligation_id", "since"),
    Index("ix_obligation_state_listed", *_LISTED),
    Index("ix_obligation_state_status", "ended_in", "status", "rank_on", "sort_key"),
    Index("ix_obligation_state_sort_key", "ended_in", "sort_key"),
    # summaries count from these alone: in order of the list, then what the counts ask for, then what tells of a past
    # day whether a recurrence was to be
    Index(
        "ix_obligation_state_due_session",
        *("due_session", "at_body", *_LISTED, "deliverable", "status", "mandate_id", "reading_id"),
    ),
    Index("ix_obligation_state_at_body", "at_body", *_LISTED),
    Index("ix_obligation_state_adopted_session", "adopted_session", "body", *_LISTED),
    Index("ix_obligation_state_resolution_id", "resolution_id", "ended_in"),
    Index("ix_obligation_state_paragraph_text_id", "paragraph_text_id", "ended_in"),
)

#: The columns that say what an obligation is like while it holds, apart from when that is.
_PERIOD = frozenset({"id", "since", "until", "ended_in"})
STATE_COLUMNS = tuple(column.name for column in obligation_state.c if column.name not in _PERIOD)

party = Table(
    "party",
    metadata,
    Column("state_id", ForeignKey("obligation_state.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("entity_id", ForeignKey("entity.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("standing", SmallInteger, nullable=False),
    Column("rank_on", Date, nullable=False),
    _one_of("role", Role),
    Index("ix_party_entity_id", "entity_id", "role", "standing", "rank_on", "state_id"),
    sqlite_with_rowid=False,  # its key is all there is to it
)

view = Table(
    "view",
    metadata,
    _id(),
    Column("name", Key, nullable=False, unique=True),
    Column("filters", Json, nullable=False),
)

# what the digests of a view or a person have said, so that it is said as new once
digest_sent = Table(
    "digest_sent",
    metadata,
    _id(),
    Column("reader", Key, nullable=False, unique=True),
    Column("on_day", Date, nullable=False),
    Column("said", Json, nullable=False),
)

# a programme of the budget that cites a text as its mandate, whether the register holds that or not
budget_line = Table(
    "budget_line",
    metadata,
    _id(),
    Column("symbol", Key, nullable=False, index=True),
    Column("entity", Text, nullable=False),
    Column("section", Text),
    Column("section_title", Text),
    Column("programme", Text),
    Column("programme_title", Text),
    Column("subprogramme", Text),
    Column("subprogramme_title", Text),
    # the budget document that cites it
    Column("document", Text, nullable=False),
)

remark = Table(
    "remark",
    metadata,
    Column("state_id", ForeignKey("obligation_state.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)

account = Table(
    "account",
    metadata,
    _id(),
    _ref("person"),
    Column("mail", Text),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("limits", Json),
    Column("subject", Key),
    UniqueConstraint("person_id"),
    _one_of("role", AccountRole),
    Index("ix_account_subject", "subject", unique=True),
)

# What a person has set for the pages, under the names of `mandates.domain.accounts.Settings`.
setting = Table(
    "setting",
    metadata,
    _id(),
    _ref("person"),
    Column("chosen", Json, nullable=False),
    UniqueConstraint("person_id"),
)

# Of secrets only digests are kept.
invitation = Table(
    "invitation",
    metadata,
    _id(),
    _ref("account"),
    Column("digest", Key, nullable=False, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Index("ix_invitation_account_id", "account_id"),
)

sign_in = Table(
    "sign_in",
    metadata,
    _id(),
    _ref("account"),
    Column("digest", Key, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("agent", Text, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("ix_sign_in_account_id", "account_id"),
)

token = Table(
    "token",
    metadata,
    _id(),
    _ref("account"),
    Column("name", Text, nullable=False),
    Column("digest", Key, nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Index("ix_token_account_id", "account_id"),
)

account_event = Table(
    "account_event",
    metadata,
    _id(),
    _ref("account"),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("details", Text),
    Index("ix_account_event_account_id", "account_id"),
)
