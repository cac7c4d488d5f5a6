"""Who may work on a register through its pages: accounts, invitations, sign-ins, tokens; all told in the register.

A secret (of an invitation, a cookie, a token) is given out once; the register keeps its SHA-256, which is enough for
what is random and long. Passwords come here hashed.
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

#: How long an invitation can be taken up, and how long somebody stays signed in.
INVITED_FOR, SIGNED_IN_FOR = dt.timedelta(days=7), dt.timedelta(days=7)


def add(work: UnitOfWork, name: str, role: AccountRole, mail: str | None = None) -> Account:
    """Let a person in, with a role.

    Raises:
        UsageError: no name is given. TransitionError: there is an account of that name.
    """
    plain = " ".join(name.split())
    if not plain or len(plain) > 100:
        raise UsageError("no name is given, or it is too long", "give the name by which the person is known")
    if store.by_name(work.connection, plain) is not None:
        raise TransitionError(f"there is an account of {plain} already", "see 'mandates user list'")
    number = store.add(work.connection, plain, role=role, mail=mail, at=work.at)
    _record(work, number, "added", role.value)
    return store.by_id(work.connection, number)


def invite(work: UnitOfWork, name: str) -> str:
    """Return the secret of an invitation, with which a person sets a password; earlier ones count no more.

    Raises:
        UnknownReferenceError: there is no such account.
    """
    found = require(work.connection, name)
    store.use_invitations(work.connection, found.id, work.at)
    secret = secrets.token_urlsafe(32)
    store.add_invitation(work.connection, found.id, digest=digest(secret), expires_at=work.at + INVITED_FOR)
    _record(work, found.id, "invited")
    return secret


def set_role(work: UnitOfWork, name: str, role: AccountRole) -> Account:
    """Give a person another role.

    Raises:
        UnknownReferenceError: there is no such account. TransitionError: nobody would be left to let people in.
    """
    found = require(work.connection, name)
    if role is not AccountRole.ADMIN:
        _require_another_admin(work.connection, found)
    limits = {"limits": None} if role is AccountRole.ADMIN else {}
    store.change(work.connection, found.id, {"role": role.value, **limits})
    _record(work, found.id, "role", role.value)
    return store.by_id(work.connection, found.id)


def set_limits(work: UnitOfWork, name: str, limits: Limits) -> Account:
    """Say that a person may change only the items of some owners or committees; no limits: all items.

    Raises:
        UnknownReferenceError: there is no such account, or an owner is none in the register.
        TransitionError: the person is an admin, who cannot be limited.
    """
    found = require(work.connection, name)
    if limits and found.role is AccountRole.ADMIN:
        raise TransitionError(f"{found.name} is an admin, who cannot be limited", "make the person an editor first")
    parties.require(work.connection, Filters(owners=limits.owners))
    kept = {"owners": list(limits.owners), "committees": list(limits.committees)} if limits else None
    store.change(work.connection, found.id, {"limits": kept})
    _record(work, found.id, "limited", str(limits) or None)
    return store.by_id(work.connection, found.id)


def disable(work: UnitOfWork, name: str, *, disabled: bool = True) -> Account:
    """Let a person in no more, at once and everywhere; or again.

    Raises:
        UnknownReferenceError: there is no such account. TransitionError: nobody would be left to let people in.
    """
    found = require(work.connection, name)
    if disabled:
        _require_another_admin(work.connection, found)
        store.end_sign_ins(work.connection, found.id, work.at)
        store.revoke_tokens(work.connection, found.id, work.at)
        store.use_invitations(work.connection, found.id, work.at)
    store.change(work.connection, found.id, {"disabled": disabled})
    _record(work, found.id, "disabled" if disabled else "enabled")
    return store.by_id(work.connection, found.id)


def invited(connection: Connection, secret: str, at: dt.datetime) -> Account | None:
    """Return whom an invitation is for that still counts."""
    number = store.invited(connection, digest(secret), at)
    found = store.by_id(connection, number) if number is not None else None
    return None if found is None or found.disabled else found


def accept(work: UnitOfWork, secret: str, password_hash: str) -> Account:
    """Take up an invitation: from now on the password counts, and whoever was signed in before is out.

    Raises:
        UnknownReferenceError: the invitation does not count, or no more.
    """
    found = invited(work.connection, secret, work.at)
    if found is None:
        raise UnknownReferenceError("this invitation was already used, or has expired", "ask for a new one")
    store.use_invitations(work.connection, found.id, work.at)
    store.end_sign_ins(work.connection, found.id, work.at)
    store.change(work.connection, found.id, {"password_hash": password_hash})
    _record(work, found.id, "password")
    return found


def rehash(work: UnitOfWork, account: Account, password_hash: str) -> None:
    """Keep a password hashed as is usual now."""
    store.change(work.connection, account.id, {"password_hash": password_hash})


def sign_in(work: UnitOfWork, account: Account, agent: str) -> str:
    """Return the secret of a browser in which a person is now signed in."""
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
    """Return who is signed in with a secret."""
    return store.signed_in(connection, digest(secret), at)


def sign_ins(connection: Connection, account_id: int, at: dt.datetime) -> list[SignIn]:
    """Return the browsers in which a person is signed in."""
    return store.sign_ins(connection, account_id, at)


def sign_out(work: UnitOfWork, account_id: int, number: int | None = None) -> None:
    """Sign a person out, everywhere or in one browser."""
    store.end_sign_ins(work.connection, account_id, work.at, number=number)
    _record(work, account_id, "signed out", None if number is None else str(number))


def make_token(work: UnitOfWork, account_id: int, name: str, scopes: tuple[Scope, ...], days: int | None) -> str:
    """Return a new token; it is shown this once.

    Raises:
        UsageError: it has no name, or may do nothing.
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
    """Return whose token this is, and what it is for."""
    return store.token_of(connection, digest(secret), at)


def tokens(connection: Connection, account_id: int) -> list[Token]:
    """Return the tokens of a person."""
    return store.tokens(connection, account_id)


def revoke(work: UnitOfWork, account_id: int, number: int) -> None:
    """Let a token count no more."""
    store.revoke_tokens(work.connection, account_id, work.at, number=number)
    _record(work, account_id, "token revoked", str(number))


def listed(connection: Connection) -> list[Account]:
    """Return all accounts, by name."""
    return store.listed(connection)


def find(connection: Connection, name: str) -> Account | None:
    """Return the account of a name that may sign in."""
    found = find_any(connection, name)
    return None if found is None or found.disabled else found


def find_any(connection: Connection, name: str) -> Account | None:
    """Return the account of a name, also one that is disabled."""
    return store.by_name(connection, " ".join(name.split()))


def find_by_mail(connection: Connection, mail: str) -> Account | None:
    """Return the one account of a mail address that may sign in; None where none or several have it."""
    found = store.by_mail(connection, mail.strip())
    return found[0] if len(found) == 1 and not found[0].disabled else None


def known_elsewhere(work: UnitOfWork, subject: str, mail: str | None) -> Account | None:
    """Return the account of a person whom another site has let in: known by its subject, else by the mail address.

    An account is found by its address once, where no other subject has taken it; from then on by the subject alone.
    """
    found = store.by_subject(work.connection, subject)
    if found is None and mail:
        found = find_by_mail(work.connection, mail)
        if found is None or found.subject is not None:
            return None
        store.change(work.connection, found.id, {"subject": subject})
        _record(work, found.id, "linked", mail)
    return None if found is None or found.disabled else found


def require(connection: Connection, name: str) -> Account:
    """Return the account of a name.

    Raises:
        UnknownReferenceError: there is none.
    """
    found = find_any(connection, name)
    if found is None:
        raise UnknownReferenceError(f"there is no account of {name}", "see 'mandates user list'")
    return found


def has_admin(connection: Connection) -> bool:
    """Whether somebody can let people in."""
    return any(one.role is AccountRole.ADMIN and not one.disabled for one in store.listed(connection))


def digest(secret: str) -> str:
    """Return by what a secret is known."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _require_another_admin(connection: Connection, account: Account) -> None:
    others: list[Any] = [
        one
        for one in store.listed(connection)
        if one.role is AccountRole.ADMIN and not one.disabled and one.id != account.id
    ]
    if account.role is AccountRole.ADMIN and not account.disabled and not others:
        raise TransitionError(f"{account.name} is the only admin", "make somebody else an admin first")


def _record(work: UnitOfWork, account_id: int, action: str, details: str | None = None) -> None:
    store.record(work.connection, account_id, at=work.at, actor=work.actor, action=action, details=details)
