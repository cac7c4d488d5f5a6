"""What was read of texts, in versions that never change; the things that these are versions of; their links."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from mandates.domain.citation import CitationKind
from mandates.domain.kinds import (
    LinkState,
    Relation,
)
from mandates.domain.resolution import ParagraphKind
from mandates.store.tables.columns import (
    Json,
    Key,
    identifier,
    mandate_class,
    metadata,
    one_of,
    pointer,
)

resolution = Table(
    "resolution",
    metadata,
    identifier(),
    Column("symbol", Key, nullable=False, unique=True),
    Column("sort_key", Key, nullable=False, index=True),
    pointer("body"),
    # False if its ingest was undone
    Column("held", Boolean, nullable=False),
    # the reading in force; no foreign key, since each refers to the other: `db check` verifies it
    Column("reading_id", Integer, nullable=False),
    # of everything in the last extraction, to find out quickly whether anything differs
    Column("digest", String(32), nullable=False),
    Index("ix_resolution_body_id", "body_id"),
)


reading = Table(
    "reading",
    metadata,
    identifier(),
    pointer("resolution"),
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
    # the title without the parts that change from year to year; texts of one series share it
    Column("stem", Key),
    Index("ix_reading_resolution_id", "resolution_id"),
    Index("ix_reading_situation", "situation"),
    Index("ix_reading_stem", "stem"),
    Index("ix_reading_adopted_on", "adopted_on"),
)


paragraph = Table("paragraph", metadata, identifier(), pointer("resolution"))


paragraph_text = Table(
    "paragraph_text",
    metadata,
    identifier(),
    pointer("paragraph"),
    pointer("reading"),
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
    one_of("kind", ParagraphKind),
    Index("ix_paragraph_text_reading_id_position", "reading_id", "position"),
)


mandate = Table(
    "mandate",
    metadata,
    identifier(),
    pointer("resolution"),
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
    identifier(),
    pointer("mandate"),
    pointer("paragraph_text"),
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
    mandate_class(),
    # the list items that specify what it asks for
    Column("parts", Json, nullable=False, server_default=text("'[]'")),
    # how long it lasts, if its adoption fulfils it
    Column("enacted", Json),
    Index("ix_mandate_version_mandate_id", "mandate_id"),
    Index("ix_mandate_version_confidence", "confidence", "mandate_class", "mandate_id"),
)


citation = Table(
    "citation",
    metadata,
    identifier(),
    pointer("paragraph_text"),
    pointer("mandate_version", name="version_id", nullable=True),
    Column("kind", Text, nullable=False),
    Column("symbol", Key, nullable=False),
    Column("labels", Json, nullable=False),
    Column("words", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    one_of("kind", CitationKind),
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
    identifier(),
    pointer("mandate"),
    # identifies it within its mandate: the part of its reference after ``@``
    Column("key", Key, nullable=False),
    # the number of changes by people
    Column("version", Integer, nullable=False),
    UniqueConstraint("mandate_id", "key"),
)


ending = Table(
    "ending",
    metadata,
    identifier(),
    pointer("mandate"),
    # the mandate whose text ends it: of another resolution, or of the same for a cycle that lasts as long as the other
    pointer("mandate", name="by_mandate_id"),
    # the last day on which it is in force
    Column("stands_until", Date, nullable=False),
    # whether the ending mandate asks for the same again
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
    identifier(),
    # the newer side: a resolution, or a mandate of it
    pointer("resolution"),
    pointer("mandate", nullable=True),
    # the older side, which it continues
    pointer("resolution", name="older_id"),
    pointer("mandate", name="older_mandate_id", nullable=True),
    Column("relation", Text, nullable=False),
    # of resolutions: whether it counts without confirmation by a person
    Column("sure", Boolean, nullable=False),
    # of mandates: whether the newer one asks for the same again, so that the older one is no longer expected
    Column("renews", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    Column("basis", Text, nullable=False),
    # what a person decided about it
    Column("state", Text, nullable=False),
    one_of("relation", set(Relation) - {Relation.NEW, Relation.DROPPED}),
    one_of("state", LinkState),
    Index("ix_link_resolution_id", "resolution_id"),
    Index("ix_link_older_id", "older_id"),
    Index("ix_link_mandate_id", "mandate_id"),
    Index("ix_link_older_mandate_id", "older_mandate_id"),
)
