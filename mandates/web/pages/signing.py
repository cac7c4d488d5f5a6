"""`/signin`, `/signout`, `/invitation/...`: how the people of a team come in and go out."""

from __future__ import annotations

import functools
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from mandates.domain.accounts import Account
from mandates.domain.errors import UnknownReferenceError
from mandates.register import accounts, typed
from mandates.store.engine import Connection
from mandates.web.oidc import Provider, Refused
from mandates.web.parameters import Parameter
from mandates.web.security import set_cookie
from mandates.web.site import Page, Visit

if TYPE_CHECKING:  # imported where somebody signs in
    from argon2 import PasswordHasher

OWN = (Parameter("next", typed.line),)
#: What another site sends back.
GIVEN = tuple(
    Parameter(name, typed.line)
    for name in ("code", "state", "iss", "session_state", "scope", "error", "error_description", "error_uri")
)

#: Where another site sends a person back, and the cookie that says which browser set out.
BACK = "/signin/back"
_STATE = "mandates_started"

#: What a person signs out of instead of one browser.
EVERYWHERE = "all"

#: Passwords are long rather than odd; nobody types in more than this.
_SHORTEST, _LONGEST = 12, 500
_WRONG = "The name or the password is not right."


@functools.cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 - where somebody signs in

    return PasswordHasher()


@functools.cache
def _nobodys() -> str:
    """Return the hash that the password of an unknown name is compared with, so that it takes as long as any."""
    return _hasher().hash("of nobody")


def form(visit: Visit) -> Page | Response:
    """Answer `/signin`."""
    return _form(visit, visit.asked.get("next") or "/")


def sign_in(visit: Visit) -> Page | Response:
    """Let a person in whose name and password are right; the answer is the same whichever is wrong."""
    name, password = visit.sent("name"), str(visit.form.get("password") or "")
    client = visit.request.client.host if visit.request.client else ""
    if visit.site.too_many(("name", name.casefold()), ("from", client)):
        return _form(visit, visit.sent("next"), "Too many attempts. Wait a minute and try again.", 429)
    with visit.reading() as connection:
        account = accounts.find(connection, name) if name else None
    known = account.password_hash if account and account.password_hash else _nobodys()
    if not _right(known, password) or account is None or account.password_hash is None:
        return _form(visit, visit.sent("next"), _WRONG, HTTPStatus.UNAUTHORIZED)
    with visit.site.writing("sign in", account.name, entrance=True) as work:
        if _hasher().check_needs_rehash(known):
            accounts.rehash(work, account, _hasher().hash(password))
        secret = accounts.sign_in(work, account, visit.request.headers.get("user-agent", ""))
    answer = RedirectResponse(_own(visit.sent("next")), HTTPStatus.SEE_OTHER)
    set_cookie(answer, visit.site, secret)
    return answer


def elsewhere(visit: Visit) -> Page | Response:
    """Send a person to the other site to sign in there; what comes back has to come to the same browser."""
    target, state = _provider(visit).start(_back(visit), _own(visit.asked.get("next") or "/"))
    answer = RedirectResponse(target, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        _STATE, state, max_age=600, httponly=True, samesite="lax", path=BACK, secure=visit.site.secure
    )  # fmt: skip
    return answer


def back(visit: Visit) -> Page | Response:
    """Let a person in whom the other site has let in, and who has an account here."""
    provider = _provider(visit)
    state, code = visit.asked.get("state") or "", visit.asked.get("code") or ""
    brought = visit.request.cookies.get(_STATE, "")
    if not (state and code and secrets.compare_digest(state.encode(), brought.encode())):
        return _form(visit, "/", "Signing in there did not come to its end. Try again.", HTTPStatus.UNAUTHORIZED)
    try:
        known, following = provider.finish(_back(visit), state, code)
    except Refused:
        return _form(visit, "/", "Signing in there did not come to its end. Try again.", HTTPStatus.UNAUTHORIZED)
    with visit.site.writing("sign in", known.name or "nobody", entrance=True) as work:
        account = accounts.known_elsewhere(work, known.subject, known.mail)
        secret = accounts.sign_in(work, account, visit.request.headers.get("user-agent", "")) if account else None
    if secret is None:
        said = "You have no account here, or none with your verified mail address. Ask an admin for one."
        return _form(visit, "/", said, HTTPStatus.FORBIDDEN)
    answer = RedirectResponse(following, HTTPStatus.SEE_OTHER)
    set_cookie(answer, visit.site, secret)
    answer.delete_cookie(_STATE, path=BACK)
    return answer


def _provider(visit: Visit) -> Provider:
    if visit.site.provider is None:
        raise UnknownReferenceError("signing in through another site is not set up", "sign in with a password")
    return visit.site.provider


def _back(visit: Visit) -> str:
    return visit.site.public_url.rstrip("/") + BACK


def sign_out(visit: Visit) -> Page | Response:
    """Sign the person out, in this browser or, where that is asked, in another one or everywhere."""
    asked = visit.sent("browser")
    if visit.person.account is not None:
        with visit.writing("sign out", entrance=True) as work:
            if asked == EVERYWHERE:
                accounts.sign_out(work, visit.person.account)
            elif number := typed.number(asked) if asked else present(visit, work.connection):
                accounts.sign_out(work, visit.person.account, number)
    return RedirectResponse("/tokens" if asked and asked != EVERYWHERE else "/signin", HTTPStatus.SEE_OTHER)


def present(visit: Visit, connection: Connection) -> int | None:
    """Return the number of the browser that asks; None where it has not signed in itself."""
    if visit.person.account is None:
        return None
    own = accounts.digest(visit.request.cookies.get(visit.site.cookie, ""))
    known = accounts.sign_ins(connection, visit.person.account, visit.site.clock())
    return next((one.id for one in known if one.digest == own), None)


def invitation(visit: Visit) -> Page | Response:
    """Answer `/invitation/...`: the form that sets a password."""
    return _invitation(visit, None)


def accept(visit: Visit) -> Page | Response:
    """Set the password of an invited person, who is let in."""
    password, again = (str(visit.form.get(name) or "") for name in ("password", "again"))
    if password != again:
        return _invitation(visit, "The two passwords differ.")
    if not _SHORTEST <= len(password) <= _LONGEST:
        return _invitation(visit, f"A password has at least {_SHORTEST} characters; several words make a good one.")
    hashed = _hasher().hash(password)
    with visit.reading() as connection:
        account = _invited(accounts.invited(connection, visit.part("secret"), visit.site.clock()))
    with visit.site.writing("invitation", account.name, entrance=True) as work:
        accounts.accept(work, visit.part("secret"), hashed)
        secret = accounts.sign_in(work, account, visit.request.headers.get("user-agent", ""))
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    set_cookie(answer, visit.site, secret)
    return answer


def _invitation(visit: Visit, error: str | None) -> Page:
    with visit.reading() as connection:
        account = _invited(accounts.invited(connection, visit.part("secret"), visit.site.clock()))
    context = {"name": account.name, "error": error, "shortest": _SHORTEST, "secret": visit.part("secret")}
    status = HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK
    return Page("invitation.html", "Welcome", context, status=status)


def _invited(account: Account | None) -> Account:
    if account is None:
        raise UnknownReferenceError("this invitation was already used, or has expired", "ask for a new one")
    return account


def _form(visit: Visit, following: str, error: str | None = None, status: int = HTTPStatus.OK) -> Page:
    issuer = visit.site.provider.issuer if visit.site.provider else None
    context = {
        "error": error,
        "next": _own(following),
        "name": visit.sent("name"),
        "elsewhere": urlsplit(issuer).hostname if issuer else None,
    }
    return Page("signin.html", "Sign in", context, status=status)


def _own(target: str) -> str:
    """Return an address of this site; where another is given, that of the first page."""
    own = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if own else "/"


def _right(known: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - where somebody signs in

    try:
        return _hasher().verify(known, password[: _LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
