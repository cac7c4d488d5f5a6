"""`/people` and `/tokens`: who may come in, and what programs may do in one's own name."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from mandates.domain.accounts import Scope
from mandates.domain.errors import UsageError
from mandates.domain.kinds import AccountRole
from mandates.lexicon import typed
from mandates.register import accounts
from mandates.web.site import NotAllowed, Page, Visit


def people(visit: Visit) -> Page | Response:
    """Answer `/people`."""
    return _people(visit)


def change(visit: Visit) -> Page | Response:
    """Add or invite a person, give another role, or let the person in no more."""
    name, does = visit.sent("name"), visit.sent("does")
    secret = None
    with visit.writing("user") as work:
        if does == "add":
            account = accounts.add(
                work, name, typed.member_of(AccountRole)(visit.sent("role")), visit.sent("mail") or None
            )
            secret = accounts.invite(work, account.name)
        elif does == "invite":
            secret = accounts.invite(work, name)
        elif does == "role":
            accounts.set_role(work, name, typed.member_of(AccountRole)(visit.sent("role")))
        elif does in ("disable", "enable"):
            accounts.disable(work, name, disabled=does == "disable")
        else:
            raise UsageError("no change was chosen", "use the buttons of the page")
    if secret is None:
        return RedirectResponse("/people", HTTPStatus.SEE_OTHER)
    return _people(visit, name, f"/invitation/{secret}")


def _people(visit: Visit, invited: str | None = None, link: str | None = None) -> Page:
    with visit.reading() as connection:
        rows = accounts.listed(connection)
    base = visit.site.public_url.rstrip("/")
    context = {
        "rows": rows,
        "roles": [one.value for one in AccountRole],
        "invited": invited,
        "link": f"{base}{link}" if link else None,
    }
    return Page("people.html", "People", context)


def tokens(visit: Visit) -> Page | Response:
    """Answer `/tokens`."""
    return _tokens(visit, None)


def make_token(visit: Visit) -> Page | Response:
    """Make a token, which is shown this once."""
    scopes = tuple(typed.member_of(Scope)(one) for one in visit.sent_all("scope"))
    days = typed.number(visit.sent("days")) if visit.sent("days") else None
    with visit.writing("token") as work:
        secret = accounts.make_token(work, _own(visit), visit.sent("name"), scopes, days)
    return _tokens(visit, secret)


def revoke(visit: Visit) -> Page | Response:
    """Let a token count no more."""
    with visit.writing("token") as work:
        accounts.revoke(work, _own(visit), typed.number(visit.sent("token")))
    return RedirectResponse("/tokens", HTTPStatus.SEE_OTHER)


def _tokens(visit: Visit, secret: str | None) -> Page:
    with visit.reading() as connection:
        context = {
            "rows": accounts.tokens(connection, _own(visit)),
            "browsers": accounts.sign_ins(connection, _own(visit), visit.site.clock()),
            "scopes": [one.value for one in Scope],
            "secret": secret,
        }
    return Page("tokens.html", "My tokens and browsers", context)


def _own(visit: Visit) -> int:
    if visit.person.account is None:
        raise NotAllowed("you have no account here", "sign in")
    return visit.person.account
