"""Reference data: bodies, sessions, entities, people, documents; views, what digests have said, budget programmes."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mandates.store.tables.columns import (
    Json,
    Key,
    UtcDateTime,
    identifier,
    metadata,
    pointer,
)

register = Table(
    "register",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("uid", String(32), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # the day up to which recurrences are computed and stored
    Column("horizon_on", Date, nullable=False),
    CheckConstraint("id = 1", name="only_row"),
)


person = Table("person", metadata, identifier(), Column("name", Key, nullable=False, unique=True))


body = Table(
    "body",
    metadata,
    identifier(),
    Column("name", Key, nullable=False, unique=True),
    Column("abbreviation", Text),
)


session = Table(
    "session",
    metadata,
    identifier(),
    pointer("body"),
    Column("number", Key, nullable=False),
    Column("opens_on", Date),
    Column("closes_on", Date),
    Column("exact", Boolean, nullable=False),
    UniqueConstraint("body_id", "number"),
)


entity = Table(
    "entity",
    metadata,
    identifier(),
    # the key in the registry; NULL for entities that only texts name
    Column("key", Key, unique=True),
    Column("name", Key, nullable=False, unique=True),
    Column("kind", Text),
    Column("abbreviation", Text),
    pointer("entity", name="parent_id", nullable=True),
    pointer("entity", name="successor_id", nullable=True),
    Column("valid_from", Integer),
    Column("valid_until", Integer),
)


document = Table(
    "document",
    metadata,
    identifier(),
    Column("symbol", Key, nullable=False, unique=True),
)


view = Table(
    "view",
    metadata,
    identifier(),
    Column("name", Key, nullable=False, unique=True),
    Column("filters", Json, nullable=False),
)


# what the digests of a view or a person have reported, so that nothing is reported as new twice
digest_sent = Table(
    "digest_sent",
    metadata,
    identifier(),
    Column("reader", Key, nullable=False, unique=True),
    Column("on_day", Date, nullable=False),
    Column("said", Json, nullable=False),
)


# a programme of the budget that cites a text as its mandate, whether or not the register holds that text
budget_line = Table(
    "budget_line",
    metadata,
    identifier(),
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
