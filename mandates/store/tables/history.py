"""What happened and what people decided: changes, events, decisions, evidence, files of notes, suggestions."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
)

from mandates.domain.events import MANDATE_DECISIONS, OBLIGATION_DECISIONS, EventKind
from mandates.store.tables.columns import (
    Json,
    Key,
    UtcDateTime,
    identifier,
    metadata,
    one_of,
    pointer,
)

#: `suggestion.state`.
SUGGESTION_STATES = ("open", "accepted", "kept", "replaced", "undone")


attachment = Table(
    "attachment",
    metadata,
    identifier(),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)


change = Table(
    "change",
    metadata,
    identifier(),
    Column("at", UtcDateTime, nullable=False, index=True),
    # the day from which it counts: that of `at` in UTC
    Column("on_day", Date, nullable=False),
    pointer("person"),
    Column("command", Text, nullable=False),
    pointer("change", name="undoes_id", nullable=True),
    pointer("change", name="undone_by_id", nullable=True),
    Index("ix_change_person_id", "person_id"),
)


decision = Table(
    "decision",
    metadata,
    identifier(),
    pointer("mandate"),
    pointer("obligation", nullable=True),
    Column("field", Text, nullable=False),
    Column("value", Json, nullable=False),
    one_of("field", OBLIGATION_DECISIONS | MANDATE_DECISIONS),
    Index("ix_decision_mandate_id", "mandate_id"),
    Index("uq_decision_obligation_id_field", "obligation_id", "field", unique=True),
)


evidence = Table(
    "evidence",
    metadata,
    identifier(),
    pointer("obligation"),
    pointer("document", nullable=True),
    Column("dated_on", Date),
    Column("note", Text),
    Column("url", Text),
    Column("partial", Boolean, nullable=False),
    # False if it was removed or undone
    Column("in_force", Boolean, nullable=False),
    Index("ix_evidence_obligation_id", "obligation_id"),
    Index("ix_evidence_document_id", "document_id"),
)


suggestion = Table(
    "suggestion",
    metadata,
    identifier(),
    pointer("mandate"),
    pointer("change"),
    pointer("mandate_version", name="version_id"),
    Column("state", Text, nullable=False),
    one_of("state", SUGGESTION_STATES),
    Index("ix_suggestion_mandate_id", "mandate_id"),
)


event = Table(
    "event",
    metadata,
    identifier(),
    pointer("change"),
    Column("kind", Text, nullable=False),
    Column("version", SmallInteger, nullable=False),
    Column("reference", Key),
    pointer("resolution", nullable=True),
    pointer("mandate", nullable=True),
    pointer("obligation", nullable=True),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("details", Json, nullable=False),
    Column("reason", Text),
    Column("quiet", Boolean, nullable=False),
    one_of("kind", EventKind),
    Index("ix_event_change_id", "change_id"),
    Index("ix_event_resolution_id", "resolution_id"),
    Index("ix_event_mandate_id", "mandate_id"),
    Index("ix_event_obligation_id", "obligation_id"),
)


former_reference = Table(
    "former_reference",
    metadata,
    identifier(),
    Column("reference", Key, nullable=False, index=True),
    pointer("mandate"),
    pointer("change"),
)
