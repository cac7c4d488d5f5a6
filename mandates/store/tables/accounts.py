"""Who may sign in, and in what way; what people have set for themselves."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Table,
    Text,
    UniqueConstraint,
)

from mandates.domain.kinds import (
    AccountRole,
)
from mandates.store.tables.columns import (
    Json,
    Key,
    UtcDateTime,
    identifier,
    metadata,
    one_of,
    pointer,
)

account = Table(
    "account",
    metadata,
    identifier(),
    pointer("person"),
    Column("mail", Text),
    Column("role", Text, nullable=False),
    Column("password_hash", Text),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("limits", Json),
    Column("subject", Key),
    UniqueConstraint("person_id"),
    one_of("role", AccountRole),
    Index("ix_account_subject", "subject", unique=True),
)


# the settings of a person for the web pages, by the names of the fields of `mandates.domain.accounts.Settings`
setting = Table(
    "setting",
    metadata,
    identifier(),
    pointer("person"),
    Column("chosen", Json, nullable=False),
    UniqueConstraint("person_id"),
)


# secrets are stored as digests only
invitation = Table(
    "invitation",
    metadata,
    identifier(),
    pointer("account"),
    Column("digest", Key, nullable=False, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Index("ix_invitation_account_id", "account_id"),
)


sign_in = Table(
    "sign_in",
    metadata,
    identifier(),
    pointer("account"),
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
    identifier(),
    pointer("account"),
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
    identifier(),
    pointer("account"),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("details", Text),
    Index("ix_account_event_account_id", "account_id"),
)
