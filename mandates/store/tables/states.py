"""How obligations stand, derived by `mandates.timeline`: one row for each while that holds."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    false,
    text,
)

from mandates.domain.due import DueKind
from mandates.domain.kinds import (
    Judgement,
)
from mandates.domain.status import Role, Status
from mandates.store.tables.columns import (
    Json,
    Key,
    identifier,
    mandate_class,
    metadata,
    one_of,
    pointer,
)

#: The columns from which lists are read: their order within a year, then the validity of each row.
_LISTED = ("ended_in", "lifecycle", "sort_date", "sort_key", "since", "until", "ended_from", "follows", "unlisted")


obligation_state = Table(
    "obligation_state",
    metadata,
    identifier(),
    pointer("obligation"),
    Column("mandate_id", Integer, nullable=False),
    Column("resolution_id", Integer, nullable=False),
    Column("reading_id", Integer, nullable=False),
    Column("version_id", Integer, nullable=False),
    Column("paragraph_text_id", Integer, nullable=False),
    # valid from `since` to the day before `until`; if there is no such day, the state was replaced before it became
    # valid
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    # the year of `until`: states of a past day are read in the order of lists year by year, those still valid first
    Column("ended_in", SmallInteger, nullable=False),
    # the key of the obligation in its mandate
    Column("key", Key, nullable=False),
    Column("series", Integer),
    Column("occurrence", Integer, nullable=False),
    # whether the next occurrence, not stored yet, follows when this one has passed
    Column("continues", Boolean, nullable=False),
    # what people decided
    Column("lifecycle", SmallInteger, nullable=False),
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
    Column("sort_date", Date, nullable=False),
    Column("sort_key", Key, nullable=False),
    Column("reference", Key, nullable=False),
    Column("label", Text, nullable=False),
    Column("at_body", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("adopted_session", Text),
    Column("verb", Text, nullable=False),
    Column("deliverable", Text, nullable=False),
    # the day from which nothing is expected any more, although nobody settled it
    Column("ended_from", Date, nullable=False, server_default=text("'9999-12-31'")),
    # the mandate that ends it
    Column("ended_by_id", Integer),
    Column("renewed", Boolean, nullable=False, server_default=false()),
    # whether an earlier occurrence of its series is open, so that both are overdue once this one is
    Column("follows", Boolean, nullable=False, server_default=false()),
    # who is in charge, in addition to the owners
    Column("lead", Text),
    Column("focal_point", Text),
    # what a person thinks should become of it, and why
    Column("judgement", Text, one_of("judgement", Judgement)),
    Column("judgement_reason", Text),
    mandate_class(),
    # whether lists have it only with a filter on its class: it is no mandate, and has no date
    Column("unlisted", Boolean, nullable=False, server_default=false()),
    # all notes of people; `note` is the last of these in one line
    Column("notes", Json, nullable=False, server_default=text("'[]'")),
    # the state was known from this day to the day before `until`
    Column("known_on", Date, nullable=False, server_default=text("'0001-01-01'")),
    one_of("status", Status),
    one_of("due_kind", DueKind),
    CheckConstraint("known_on < until AND known_on <= since", name="period"),
    Index("ix_obligation_state_obligation_id_since", "obligation_id", "since"),
    # behind the columns of lists, those by which a search or a count of owners goes on from a state
    Index("ix_obligation_state_listed", *_LISTED, "mandate_id", "paragraph_text_id", "reading_id"),
    Index("ix_obligation_state_status", "ended_in", "status", "sort_date", "sort_key"),
    Index("ix_obligation_state_sort_key", "ended_in", "sort_key"),
    # summaries are counted from these columns alone: those of lists, then those of the counts, among them the one that
    # says whether a recurrence was already known on a past day
    Index(
        "ix_obligation_state_due_session",
        *("due_session", "at_body", *_LISTED, "deliverable", "status", "known_on", "reading_id", "timetable_on"),
    ),
    Index("ix_obligation_state_at_body", "at_body", *_LISTED, "due_session"),
    Index("ix_obligation_state_adopted_session", "adopted_session", "body", *_LISTED, "deliverable", "timetable_on"),
    Index("ix_obligation_state_resolution_id", "resolution_id", "ended_in"),
    # what a search finds is ordered and counted from these columns alone
    Index("ix_obligation_state_paragraph_text_id", "paragraph_text_id", *_LISTED),
)


#: The columns of the id and the validity of a row; all others, `STATE_COLUMNS`, describe the obligation.
_PERIOD = frozenset({"id", "known_on", "since", "until", "ended_in"})


STATE_COLUMNS = tuple(column.name for column in obligation_state.c if column.name not in _PERIOD)


party = Table(
    "party",
    metadata,
    Column("state_id", ForeignKey("obligation_state.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("entity_id", ForeignKey("entity.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("role", Text, primary_key=True),
    Column("lifecycle", SmallInteger, nullable=False),
    Column("sort_date", Date, nullable=False),
    one_of("role", Role),
    Index("ix_party_entity_id", "entity_id", "role", "lifecycle", "sort_date", "state_id"),
    sqlite_with_rowid=False,  # a row is little more than its key
)


remark = Table(
    "remark",
    metadata,
    Column("state_id", ForeignKey("obligation_state.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
)
