"""People who work on one register together: what each may do, and for what a program may act in their name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mandates.domain.kinds import AccountRole


class Scope(StrEnum):
    """What a program may do with a token: no more than the person whose it is."""

    READ = "read"
    TRACK = "track"
    INGEST = "ingest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in.

    Attributes:
        password_hash: None until the invitation is taken up.
    """

    id: int
    person_id: int
    name: str
    mail: str | None
    role: AccountRole
    password_hash: str | None
    disabled: bool
    created_at: dt.datetime


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
