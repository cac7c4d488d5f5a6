"""Accounts with their invitations, sign-ins and tokens. Secrets are known by their digests alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, insert, select, update

from mandates.domain.accounts import Account, Limits, Scope, SignIn, Token
from mandates.domain.kinds import AccountRole
from mandates.store import storable
from mandates.store.changes import person_id
from mandates.store.tables import account, account_event, invitation, person, sign_in, token

_ACCOUNTS: Select[Any] = select(account, person.c.name).join(person, person.c.id == account.c.person_id)


def listed(connection: Connection) -> list[Account]:
    """Return all accounts, by name."""
    return [_account(row) for row in connection.execute(_ACCOUNTS.order_by(person.c.name))]


def by_name(connection: Connection, name: str) -> Account | None:
    """Return the account of this name."""
    row = connection.execute(_ACCOUNTS.where(person.c.name == storable.text(name))).first()
    return _account(row) if row else None


def by_id(connection: Connection, account_id: int) -> Account:
    """Return an account by its id."""
    return _account(connection.execute(_ACCOUNTS.where(account.c.id == account_id)).one())


def by_mail(connection: Connection, mail: str) -> list[Account]:
    """Return the accounts of a mail address, in any case of letters."""
    matches = func.lower(account.c.mail) == storable.text(mail).lower()
    return [_account(row) for row in connection.execute(_ACCOUNTS.where(matches))]


def by_subject(connection: Connection, subject: str) -> Account | None:
    """Return the account that an identity provider identifies by `subject`."""
    row = connection.execute(_ACCOUNTS.where(account.c.subject == storable.text(subject))).first()
    return _account(row) if row else None


def add(connection: Connection, name: str, *, role: AccountRole, mail: str | None, at: dt.datetime) -> int:
    """Store an account and return its id."""
    values = {
        "person_id": person_id(connection, name),
        "mail": mail and storable.text(mail),
        "role": role.value,
        "disabled": False,
        "created_at": at,
    }
    return int(connection.execute(insert(account).values(values).returning(account.c.id)).scalar_one())


def change(connection: Connection, account_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of an account."""
    connection.execute(update(account).where(account.c.id == account_id).values(dict(values)))


def record(
    connection: Connection, account_id: int, *, at: dt.datetime, actor: str, action: str, details: str | None = None
) -> None:
    """Record an action on an account."""
    values = {"account_id": account_id, "at": at, "actor": storable.text(actor), "action": action, "details": details}
    connection.execute(insert(account_event).values(values))


def add_invitation(connection: Connection, account_id: int, *, digest: str, expires_at: dt.datetime) -> None:
    """Store an invitation."""
    values = {"account_id": account_id, "digest": digest, "expires_at": expires_at}
    connection.execute(insert(invitation).values(values))


def invited(connection: Connection, digest: str, at: dt.datetime) -> int | None:
    """Return the id of the account of an invitation that is neither used nor expired; None if there is none."""
    statement = select(invitation.c.account_id).where(
        invitation.c.digest == digest, invitation.c.used_at.is_(None), invitation.c.expires_at > at
    )
    account_id: int | None = connection.execute(statement).scalar()
    return account_id


def use_invitations(connection: Connection, account_id: int, at: dt.datetime) -> None:
    """Mark all invitations of an account as used."""
    unused = (invitation.c.account_id == account_id) & invitation.c.used_at.is_(None)
    connection.execute(update(invitation).where(unused).values(used_at=at))


def add_sign_in(
    connection: Connection, account_id: int, *, digest: str, at: dt.datetime, expires_at: dt.datetime, agent: str
) -> None:
    """Store a sign-in: a browser in which an account is signed in."""
    values = {
        "account_id": account_id,
        "digest": digest,
        "created_at": at,
        "expires_at": expires_at,
        "agent": storable.text(agent)[:200],
    }
    connection.execute(insert(sign_in).values(values))


def signed_in(connection: Connection, digest: str, at: dt.datetime) -> Account | None:
    """Return the account that is signed in with the cookie of this digest."""
    statement = _ACCOUNTS.join(sign_in, sign_in.c.account_id == account.c.id).where(
        sign_in.c.digest == digest, sign_in.c.ended_at.is_(None), sign_in.c.expires_at > at, ~account.c.disabled
    )
    row = connection.execute(statement).first()
    return _account(row) if row else None


def sign_ins(connection: Connection, account_id: int, at: dt.datetime) -> list[SignIn]:
    """Return the sign-ins of an account that are in force, the latest first."""
    statement = select(sign_in).where(
        sign_in.c.account_id == account_id, sign_in.c.ended_at.is_(None), sign_in.c.expires_at > at
    )
    return [
        SignIn(
            id=row.id,
            account_id=row.account_id,
            digest=row.digest,
            created_at=row.created_at,
            expires_at=row.expires_at,
            agent=row.agent,
        )
        for row in connection.execute(statement.order_by(sign_in.c.id.desc()))
    ]


def end_sign_ins(connection: Connection, account_id: int, at: dt.datetime, *, number: int | None = None) -> None:
    """End the sign-ins of an account: all of them, or the one with the id `number`."""
    _end(connection, sign_in, "ended_at", account_id, at, number=number)


def add_token(
    connection: Connection,
    account_id: int,
    *,
    name: str,
    digest: str,
    scopes: tuple[Scope, ...],
    at: dt.datetime,
    expires_at: dt.datetime | None,
) -> None:
    """Store a token."""
    values = {
        "account_id": account_id,
        "name": storable.text(name)[:200],
        "digest": digest,
        "scopes": " ".join(scopes),
        "created_at": at,
        "expires_at": expires_at,
    }
    connection.execute(insert(token).values(values))


def token_of(connection: Connection, digest: str, at: dt.datetime) -> tuple[Account, Token] | None:
    """Return a token that is still valid, with its account; None if it is not."""
    row = connection.execute(
        select(token).where(token.c.digest == digest, token.c.revoked_at.is_(None)).limit(1)
    ).first()
    if row is None or (row.expires_at is not None and row.expires_at <= at):
        return None
    owner = by_id(connection, row.account_id)
    return None if owner.disabled else (owner, _token(row))


def tokens(connection: Connection, account_id: int) -> list[Token]:
    """Return the tokens of an account that are not revoked."""
    statement = select(token).where(token.c.account_id == account_id, token.c.revoked_at.is_(None))
    return [_token(row) for row in connection.execute(statement.order_by(token.c.id))]


def revoke_tokens(connection: Connection, account_id: int, at: dt.datetime, *, number: int | None = None) -> None:
    """Revoke the tokens of an account: all of them, or the one with the id `number`."""
    _end(connection, token, "revoked_at", account_id, at, number=number)


def _end(
    connection: Connection, table: Table, column: str, account_id: int, at: dt.datetime, *, number: int | None
) -> None:
    condition = (table.c.account_id == account_id) & table.c[column].is_(None)
    if number is not None:
        condition &= table.c.id == number
    connection.execute(update(table).where(condition).values({column: at}))


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        mail=row.mail,
        role=AccountRole(row.role),
        password_hash=row.password_hash,
        disabled=bool(row.disabled),
        created_at=row.created_at,
        limits=Limits(**{name: tuple(values) for name, values in (row.limits or {}).items()}),
        subject=row.subject,
    )


def _token(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        scopes=tuple(Scope(word) for word in row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
