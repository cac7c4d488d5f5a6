"""People who work on one register together: what each may do, and for what a program may act in their name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mandates.domain.kinds import AccountRole


class Scope(StrEnum):
    """What a program may do with a token: no more than the person whose it is.

    ``feed`` is that of an address which gives a calendar or what has changed, and nothing else.
    """

    READ = "read"
    TRACK = "track"
    INGEST = "ingest"
    ADMIN = "admin"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an editor may change: the items of any of these owners, or from any of these committees; none: all."""

    owners: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.owners or self.committees)

    def __str__(self) -> str:
        """Return them in words: ``OHCHR; Third``."""
        return "; ".join((*self.owners, *self.committees))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person has set for the pages.

    Attributes:
        owners, committees, views: what is theirs: items of any of these owners, from any of these committees, or in any
            of these views are what their first page shows.
        days: how far back what is new goes in their digest.
    """

    owners: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in.

    Attributes:
        password_hash: None until the invitation is taken up.
        limits: what an editor may change. subject: by what another site that people sign in with knows the person.
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
    """A browser in which a person is signed in."""

    id: int
    account_id: int
    digest: str
    created_at: dt.datetime
    expires_at: dt.datetime
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token with which a program acts in a person's name."""

    id: int
    account_id: int
    name: str
    scopes: tuple[Scope, ...]
    created_at: dt.datetime
    expires_at: dt.datetime | None
