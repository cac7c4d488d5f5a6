"""`/people` and `/tokens`: the accounts, and the tokens of one's own programs."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from mandates.domain.accounts import Limits, Scope
from mandates.domain.errors import UsageError
from mandates.domain.kinds import AccountRole
from mandates.register import accounts, typed
from mandates.web.pages.settings import names
from mandates.web.pages.signing import present
from mandates.web.parameters import Parameter
from mandates.web.site import NotAllowed, Page, Visit

#: The scopes that a token may have, in words; feed addresses are made on the pages of their lists.
_SCOPES = {
    Scope.READ.value: "read everything",
    Scope.TRACK.value: "change items",
    Scope.INGEST.value: "add documents",
    Scope.ADMIN.value: "let people in",
}
TOKENS = (Parameter("feed", typed.line, help="The filters of a list that is to be followed."),)


def people(visit: Visit) -> Page | Response:
    """Answer `/people`."""
    return _people(visit)


def change(visit: Visit) -> Page | Response:
    """Add, invite, disable or enable a person, or change the person's role or limits."""
    name, action = visit.sent("name"), visit.sent("does")
    secret = None
    with visit.writing("user", entrance=True) as work:
        if action == "add":
            account = accounts.add(
                work, name, typed.member_of(AccountRole)(visit.sent("role")), visit.sent("mail") or None
            )
            secret = accounts.invite(work, account.name)
        elif action == "invite":
            secret = accounts.invite(work, name)
        elif action == "role":
            accounts.set_role(work, name, typed.member_of(AccountRole)(visit.sent("role")))
        elif action == "limit":
            accounts.set_limits(
                work, name, Limits(owners=names(visit.sent("owners")), committees=names(visit.sent("committees")))
            )
        elif action in ("disable", "enable"):
            accounts.disable(work, name, disabled=action == "disable")
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
        "roles": [role.value for role in AccountRole],
        "invited": invited,
        "link": f"{base}{link}" if link else None,
    }
    return Page("people.html", "People", context)


def tokens(visit: Visit) -> Page | Response:
    """Answer `/tokens`."""
    return tokens_page(visit)


def make_token(visit: Visit) -> Page | Response:
    """Make a token, which is shown only once."""
    scopes = tuple(typed.word_of("scope", lambda: _SCOPES)(value) for value in visit.sent_all("scope"))
    days = typed.number(visit.sent("days")) if visit.sent("days") else None
    with visit.writing("token", entrance=True) as work:
        secret = accounts.make_token(work, own_account(visit), visit.sent("name"), tuple(map(Scope, scopes)), days)
    return tokens_page(visit, secret)


def revoke(visit: Visit) -> Page | Response:
    """Revoke a token."""
    with visit.writing("token", entrance=True) as work:
        accounts.revoke(work, own_account(visit), typed.number(visit.sent("token")))
    return RedirectResponse("/tokens", HTTPStatus.SEE_OTHER)


def tokens_page(visit: Visit, secret: str | None = None, feeds: Sequence[str] = ()) -> Page:
    """Return the page of tokens, with a new token or new feed addresses, which are shown only once."""
    with visit.reading() as connection:
        context = {
            "rows": accounts.tokens(connection, own_account(visit)),
            "browsers": accounts.sign_ins(connection, own_account(visit), visit.site.clock()),
            "present": present(visit, connection),
            "scopes": _SCOPES,
            "secret": secret,
            "feeds": feeds,
            "feed": visit.asked.get("feed") or "",
        }
    return Page("tokens.html", "My tokens and browsers", context)


def own_account(visit: Visit) -> int:
    """Return the number of the account of the requesting person."""
    if visit.person.account is None:
        raise NotAllowed("you have no account here", "sign in")
    return visit.person.account
