"""Who may work on a register through its pages: accounts, invitations, sign-ins, tokens; all changes are recorded.

A secret (of an invitation, a cookie, a token) is returned once; the register stores its SHA-256, which is enough for a
long random value. Passwords are hashed before they come here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from mandates.domain.accounts import Account, Limits, Scope, SignIn, Token
from mandates.domain.errors import TransitionError, UnknownReferenceError, UsageError
from mandates.domain.filters import Filters
from mandates.domain.kinds import AccountRole
from mandates.register import parties
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import accounts as store
from mandates.store.engine import Connection

#: How long an invitation is valid, and how long somebody stays signed in.
INVITED_FOR, SIGNED_IN_FOR = dt.timedelta(days=7), dt.timedelta(days=7)


def add(work: UnitOfWork, name: str, role: AccountRole, mail: str | None = None) -> Account:
    """Create an account with a role, and return it.

    Raises:
        UsageError: the name is empty or too long. TransitionError: there is an account of that name.
    """
    full_name = " ".join(name.split())
    if not full_name or len(full_name) > 100:
        raise UsageError("no name is given, or it is too long", "give the name by which the person is known")
    if store.by_name(work.connection, full_name) is not None:
        raise TransitionError(f"there is an account of {full_name} already", "see 'mandates user list'")
    account_id = store.add(work.connection, full_name, role=role, mail=mail, at=work.at)
    _record(work, account_id, "added", role.value)
    return store.by_id(work.connection, account_id)


def invite(work: UnitOfWork, name: str) -> str:
    """Return the secret of an invitation, with which a person sets a password; earlier invitations become invalid.

    Raises:
        UnknownReferenceError: there is no such account.
    """
    account = require(work.connection, name)
    store.use_invitations(work.connection, account.id, work.at)
    secret = secrets.token_urlsafe(32)
    store.add_invitation(work.connection, account.id, digest=digest(secret), expires_at=work.at + INVITED_FOR)
    _record(work, account.id, "invited")
    return secret


def set_role(work: UnitOfWork, name: str, role: AccountRole) -> Account:
    """Give a person another role, and return the account.

    Raises:
        UnknownReferenceError: there is no such account. TransitionError: no admin would be left.
    """
    account = require(work.connection, name)
    if role is not AccountRole.ADMIN:
        _require_another_admin(work.connection, account)
    limits = {"limits": None} if role is AccountRole.ADMIN else {}
    store.change(work.connection, account.id, {"role": role.value, **limits})
    _record(work, account.id, "role", role.value)
    return store.by_id(work.connection, account.id)


def set_limits(work: UnitOfWork, name: str, limits: Limits) -> Account:
    """Let a person change only the items of some owners or committees; empty limits allow all items.

    Raises:
        UnknownReferenceError: there is no such account, or an owner is not in the register.
        TransitionError: the person is an admin, who cannot be limited.
    """
    account = require(work.connection, name)
    if limits and account.role is AccountRole.ADMIN:
        raise TransitionError(f"{account.name} is an admin, who cannot be limited", "make the person an editor first")
    parties.require(work.connection, Filters(owners=limits.owners))
    stored_limits = {"owners": list(limits.owners), "committees": list(limits.committees)} if limits else None
    store.change(work.connection, account.id, {"limits": stored_limits})
    _record(work, account.id, "limited", str(limits) or None)
    return store.by_id(work.connection, account.id)


def disable(work: UnitOfWork, name: str, *, disabled: bool = True) -> Account:
    """Disable an account, which signs the person out everywhere at once; or enable it again.

    Raises:
        UnknownReferenceError: there is no such account. TransitionError: no admin would be left.
    """
    account = require(work.connection, name)
    if disabled:
        _require_another_admin(work.connection, account)
        store.end_sign_ins(work.connection, account.id, work.at)
        store.revoke_tokens(work.connection, account.id, work.at)
        store.use_invitations(work.connection, account.id, work.at)
    store.change(work.connection, account.id, {"disabled": disabled})
    _record(work, account.id, "disabled" if disabled else "enabled")
    return store.by_id(work.connection, account.id)


def invited(connection: Connection, secret: str, at: dt.datetime) -> Account | None:
    """Return the account that an invitation is for, if the invitation is valid."""
    account_id = store.invited(connection, digest(secret), at)
    account = store.by_id(connection, account_id) if account_id is not None else None
    return None if account is None or account.disabled else account


def accept(work: UnitOfWork, secret: str, password_hash: str) -> Account:
    """Accept an invitation: set the password of its account and end all earlier sign-ins.

    Raises:
        UnknownReferenceError: the invitation is not valid, or not any more.
    """
    account = invited(work.connection, secret, work.at)
    if account is None:
        raise UnknownReferenceError("this invitation was already used, or has expired", "ask for a new one")
    store.use_invitations(work.connection, account.id, work.at)
    store.end_sign_ins(work.connection, account.id, work.at)
    store.change(work.connection, account.id, {"password_hash": password_hash})
    _record(work, account.id, "password")
    return account


def rehash(work: UnitOfWork, account: Account, password_hash: str) -> None:
    """Store a password hash that uses the current parameters."""
    store.change(work.connection, account.id, {"password_hash": password_hash})


def sign_in(work: UnitOfWork, account: Account, agent: str) -> str:
    """Sign a person in with a browser, and return the secret for its cookie."""
    secret = secrets.token_urlsafe(32)
    store.add_sign_in(
        work.connection,
        account.id,
        digest=digest(secret),
        at=work.at,
        expires_at=work.at + SIGNED_IN_FOR,
        agent=agent,
    )
    _record(work, account.id, "signed in")
    return secret


def signed_in(connection: Connection, secret: str, at: dt.datetime) -> Account | None:
    """Return the account that is signed in with a secret, if any."""
    return store.signed_in(connection, digest(secret), at)


def sign_ins(connection: Connection, account_id: int, at: dt.datetime) -> list[SignIn]:
    """Return the browsers in which a person is signed in."""
    return store.sign_ins(connection, account_id, at)


def sign_out(work: UnitOfWork, account_id: int, number: int | None = None) -> None:
    """Sign a person out, everywhere or in one browser."""
    store.end_sign_ins(work.connection, account_id, work.at, number=number)
    _record(work, account_id, "signed out", None if number is None else str(number))


def make_token(work: UnitOfWork, account_id: int, name: str, scopes: tuple[Scope, ...], days: int | None) -> str:
    """Return the secret of a new token, which cannot be shown again.

    Args:
        days: after how many days the token expires; None for never.

    Raises:
        UsageError: it has no name or no scopes.
    """
    if not name.strip() or not scopes:
        raise UsageError("the token has no name, or may do nothing", "say what it is for, and choose what it may do")
    secret = f"mnd_{secrets.token_urlsafe(32)}"
    expires_at = None if days is None else work.at + dt.timedelta(days=days)
    store.add_token(
        work.connection,
        account_id,
        name=name.strip(),
        digest=digest(secret),
        scopes=scopes,
        at=work.at,
        expires_at=expires_at,
    )
    _record(work, account_id, "token made", name.strip())
    return secret


def token_of(connection: Connection, secret: str, at: dt.datetime) -> tuple[Account, Token] | None:
    """Return the account and the token of a secret, if there is one."""
    return store.token_of(connection, digest(secret), at)


def tokens(connection: Connection, account_id: int) -> list[Token]:
    """Return the tokens of a person."""
    return store.tokens(connection, account_id)


def revoke(work: UnitOfWork, account_id: int, number: int) -> None:
    """Revoke a token."""
    store.revoke_tokens(work.connection, account_id, work.at, number=number)
    _record(work, account_id, "token revoked", str(number))


def listed(connection: Connection) -> list[Account]:
    """Return all accounts, by name."""
    return store.listed(connection)


def find(connection: Connection, name: str) -> Account | None:
    """Return the account of a name, if it exists and may sign in."""
    account = find_any(connection, name)
    return None if account is None or account.disabled else account


def find_any(connection: Connection, name: str) -> Account | None:
    """Return the account of a name, even if it is disabled."""
    return store.by_name(connection, " ".join(name.split()))


def find_by_mail(connection: Connection, mail: str) -> Account | None:
    """Return the account of a mail address, if exactly one has it and may sign in."""
    matches = store.by_mail(connection, mail.strip())
    return matches[0] if len(matches) == 1 and not matches[0].disabled else None


def known_elsewhere(work: UnitOfWork, subject: str, mail: str | None) -> Account | None:
    """Return the account of a person whom another site has signed in: by the subject, else by the mail address.

    An account is found by its address only once, if it has no other subject; from then on by the subject alone.
    """
    account = store.by_subject(work.connection, subject)
    if account is None and mail:
        account = find_by_mail(work.connection, mail)
        if account is None or account.subject is not None:
            return None
        store.change(work.connection, account.id, {"subject": subject})
        _record(work, account.id, "linked", mail)
    return None if account is None or account.disabled else account


def require(connection: Connection, name: str) -> Account:
    """Return the account of a name.

    Raises:
        UnknownReferenceError: there is no such account.
    """
    account = find_any(connection, name)
    if account is None:
        raise UnknownReferenceError(f"there is no account of {name}", "see 'mandates user list'")
    return account


def has_admin(connection: Connection) -> bool:
    """Whether there is an admin who can sign in."""
    return any(account.role is AccountRole.ADMIN and not account.disabled for account in store.listed(connection))


def digest(secret: str) -> str:
    """Return the SHA-256 digest of a secret, by which the register identifies it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _require_another_admin(connection: Connection, account: Account) -> None:
    others: list[Any] = [
        other
        for other in store.listed(connection)
        if other.role is AccountRole.ADMIN and not other.disabled and other.id != account.id
    ]
    if account.role is AccountRole.ADMIN and not account.disabled and not others:
        raise TransitionError(f"{account.name} is the only admin", "make somebody else an admin first")


def _record(work: UnitOfWork, account_id: int, action: str, details: str | None = None) -> None:
    store.record(work.connection, account_id, at=work.at, actor=work.actor, action=action, details=details)
