"""The accounts of people who share a register: roles, limits, and the scopes of the tokens of their programs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mandates.domain.kinds import AccountRole


class Scope(StrEnum):
    """What a program may do with a token: never more than the person who owns it.

    ``feed`` is the scope of an address that returns a calendar or a list of changes, and nothing else.
    """

    READ = "read"
    TRACK = "track"
    INGEST = "ingest"
    ADMIN = "admin"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an editor may change: items of any of these owners or from any of these committees; if empty, all items."""

    owners: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether there are any limits."""
        return bool(self.owners or self.committees)

    def __str__(self) -> str:
        """Return the limits in words: ``OHCHR; Third``."""
        return "; ".join((*self.owners, *self.committees))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a person for the pages.

    Attributes:
        owners, committees, views: the items of the person, which the first page shows: those of any of these owners,
            from any of these committees, or in any of these views.
        days: the number of days for which the digest of the person shows what is new.
    """

    owners: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in.

    Attributes:
        password_hash: None until the person accepts the invitation.
        limits: what an editor may change. subject: the identifier of the person at an external sign-in provider.
    """

    id: int
    person_id: int
    name: str
    mail: str | None
    role: AccountRole
    password_hash: str | None
    disabled: bool
    created_at: dt.datetime
    limits: Limits = Limits()
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A session of a person who is signed in with a browser."""

    id: int
    account_id: int
    digest: str
    created_at: dt.datetime
    expires_at: dt.datetime
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token with which a program acts on behalf of a person."""

    id: int
    account_id: int
    name: str
    scopes: tuple[Scope, ...]
    created_at: dt.datetime
    expires_at: dt.datetime | None
