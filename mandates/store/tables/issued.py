"""Issued documents that are kept, what each may answer, and the items of agendas among them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mandates.domain.kinds import (
    DocumentKind,
    MatchClass,
    MatchState,
)
from mandates.store.tables.columns import (
    Json,
    Key,
    identifier,
    metadata,
    one_of,
    pointer,
)

issued = Table(
    "issued",
    metadata,
    identifier(),
    # the first of its symbols
    Column("symbol", Key, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("title", Text),
    Column("dated_on", Date),
    # False if its ingest was undone
    Column("held", Boolean, nullable=False),
    # everything that was extracted from it, in the format of `extract`
    Column("reading", Json, nullable=False),
    Column("digest", String(32), nullable=False),
    one_of("kind", DocumentKind),
)


issued_symbol = Table(
    "issued_symbol",
    metadata,
    Column("symbol", Key, primary_key=True),
    pointer("issued"),
    Index("ix_issued_symbol_issued_id", "issued_id"),
)


answer = Table(
    "answer",
    metadata,
    identifier(),
    pointer("issued"),
    pointer("obligation"),
    # what a person decided about it; acceptance is recorded in `evidence`
    Column("state", Text, nullable=False),
    Column("class", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("words", Text, nullable=False),
    Column("page", Integer),
    Column("reasons", Json, nullable=False),
    Column("partial", Boolean, nullable=False),
    UniqueConstraint("issued_id", "obligation_id"),
    one_of("state", MatchState),
    one_of("class", MatchClass),
    Index("ix_answer_obligation_id", "obligation_id"),
)


agenda_item = Table(
    "agenda_item",
    metadata,
    identifier(),
    pointer("issued"),
    Column("body", Key, nullable=False),
    Column("session", Key, nullable=False),
    # as printed: "18 (b)"
    Column("item", Key, nullable=False),
    Column("title", Text, nullable=False),
    # the committee to which it is allocated, a row for each; "Plenary" for the plenary
    Column("committee", Text),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Index("ix_agenda_item_issued_id", "issued_id"),
    Index("ix_agenda_item_session", "body", "session"),
)
