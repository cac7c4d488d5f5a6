"""`/signin`, `/signout`, `/invitation/...`: how people of a team sign in and out."""

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

if TYPE_CHECKING:  # imported at run time only to sign in
    from argon2 import PasswordHasher

OWN = (Parameter("next", typed.line),)
#: The parameters that the identity provider sends back.
GIVEN = tuple(
    Parameter(name, typed.line)
    for name in ("code", "state", "iss", "session_state", "scope", "error", "error_description", "error_uri")
)

#: The path to which the identity provider sends a person back, and the cookie with the state of the browser.
BACK = "/signin/back"
_STATE = "mandates_started"

#: The form value that signs a person out of all browsers.
EVERYWHERE = "all"

#: The limits of a password's length; length matters more than special characters.
_SHORTEST, _LONGEST = 12, 500
_WRONG = "The name or the password is not right."
_NOT_COMPLETED = "Signing in at the other site was not completed. Try again."


@functools.cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 - only for signing in

    return PasswordHasher()


@functools.cache
def _dummy_hash() -> str:
    """Return the hash used for unknown names, so that checking their passwords takes as long as for known ones."""
    return _hasher().hash("of nobody")


def form(visit: Visit) -> Page | Response:
    """Answer `/signin`."""
    return _form(visit, visit.asked.get("next") or "/")


def sign_in(visit: Visit) -> Page | Response:
    """Sign in a person by name and password; the answer is the same whichever of the two is wrong."""
    name, password = visit.sent("name"), str(visit.form.get("password") or "")
    client = visit.request.client.host if visit.request.client else ""
    if visit.site.too_many(("name", name.casefold()), ("from", client)):
        return _form(visit, visit.sent("next"), "Too many attempts. Wait a minute and try again.", 429)
    with visit.reading() as connection:
        account = accounts.find(connection, name) if name else None
    password_hash = account.password_hash if account and account.password_hash else _dummy_hash()
    if not _is_right_password(password_hash, password) or account is None or account.password_hash is None:
        return _form(visit, visit.sent("next"), _WRONG, HTTPStatus.UNAUTHORIZED)
    with visit.site.writing("sign in", account.name, entrance=True) as work:
        if _hasher().check_needs_rehash(password_hash):
            accounts.rehash(work, account, _hasher().hash(password))
        secret = accounts.sign_in(work, account, visit.request.headers.get("user-agent", ""))
    answer = RedirectResponse(_local_target(visit.sent("next")), HTTPStatus.SEE_OTHER)
    set_cookie(answer, visit.site, secret)
    return answer


def elsewhere(visit: Visit) -> Page | Response:
    """Send a person to the identity provider; the cookie ties its answer to the same browser."""
    target, state = _provider(visit).start(_callback_address(visit), _local_target(visit.asked.get("next") or "/"))
    answer = RedirectResponse(target, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        _STATE, state, max_age=600, httponly=True, samesite="lax", path=BACK, secure=visit.site.secure
    )  # fmt: skip
    return answer


def back(visit: Visit) -> Page | Response:
    """Sign in a person whom the identity provider has identified, if the person has an account here."""
    provider = _provider(visit)
    state, code = visit.asked.get("state") or "", visit.asked.get("code") or ""
    cookie_state = visit.request.cookies.get(_STATE, "")
    if not (state and code and secrets.compare_digest(state.encode(), cookie_state.encode())):
        return _form(visit, "/", _NOT_COMPLETED, HTTPStatus.UNAUTHORIZED)
    try:
        identity, following = provider.finish(_callback_address(visit), state, code)
    except Refused:
        return _form(visit, "/", _NOT_COMPLETED, HTTPStatus.UNAUTHORIZED)
    with visit.site.writing("sign in", identity.name or "nobody", entrance=True) as work:
        account = accounts.known_elsewhere(work, identity.subject, identity.mail)
        secret = accounts.sign_in(work, account, visit.request.headers.get("user-agent", "")) if account else None
    if secret is None:
        message = "You have no account here, or none with your verified mail address. Ask an admin for one."
        return _form(visit, "/", message, HTTPStatus.FORBIDDEN)
    answer = RedirectResponse(following, HTTPStatus.SEE_OTHER)
    set_cookie(answer, visit.site, secret)
    answer.delete_cookie(_STATE, path=BACK)
    return answer


def _provider(visit: Visit) -> Provider:
    if visit.site.provider is None:
        raise UnknownReferenceError("signing in through another site is not set up", "sign in with a password")
    return visit.site.provider


def _callback_address(visit: Visit) -> str:
    return visit.site.public_url.rstrip("/") + BACK


def sign_out(visit: Visit) -> Page | Response:
    """Sign the person out: in this browser, or in the browser that the form names, or everywhere."""
    browser = visit.sent("browser")
    if visit.person.account is not None:
        with visit.writing("sign out", entrance=True) as work:
            if browser == EVERYWHERE:
                accounts.sign_out(work, visit.person.account)
            elif number := typed.number(browser) if browser else present(visit, work.connection):
                accounts.sign_out(work, visit.person.account, number)
    return RedirectResponse("/tokens" if browser and browser != EVERYWHERE else "/signin", HTTPStatus.SEE_OTHER)


def present(visit: Visit, connection: Connection) -> int | None:
    """Return the number of the sign-in of the requesting browser; None if it did not sign in itself."""
    if visit.person.account is None:
        return None
    digest = accounts.digest(visit.request.cookies.get(visit.site.cookie, ""))
    browsers = accounts.sign_ins(connection, visit.person.account, visit.site.clock())
    return next((browser.id for browser in browsers if browser.digest == digest), None)


def invitation(visit: Visit) -> Page | Response:
    """Answer `/invitation/...`: the form that sets a password."""
    return _invitation(visit, None)


def accept(visit: Visit) -> Page | Response:
    """Set the password of an invited person and sign the person in."""
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
    context = {"error": error, "shortest": _SHORTEST, "secret": visit.part("secret")}
    status = HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK
    return Page("invitation.html", f"Welcome, {account.name}", context, status=status)


def _invited(account: Account | None) -> Account:
    if account is None:
        raise UnknownReferenceError("this invitation was already used, or has expired", "ask for a new one")
    return account


def _form(visit: Visit, following: str, error: str | None = None, status: int = HTTPStatus.OK) -> Page:
    issuer = visit.site.provider.issuer if visit.site.provider else None
    context = {
        "error": error,
        "next": _local_target(following),
        "name": visit.sent("name"),
        "elsewhere": urlsplit(issuer).hostname if issuer else None,
    }
    return Page("signin.html", "Sign in", context, status=status)


def _local_target(target: str) -> str:
    """Return `target` if it is an address of this site, otherwise the home page."""
    is_local = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if is_local else "/"


def _is_right_password(password_hash: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - only for signing in

    try:
        return _hasher().verify(password_hash, password[: _LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
