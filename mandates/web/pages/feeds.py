"""Addresses that a calendar or a news reader follows: what a list holds, and what has changed in it; for reading only.

Anyone with such an address sees its list without signing in; it is valid until its maker revokes it or the maker's
account is disabled.
"""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.responses import Response

from mandates.domain.accounts import Scope
from mandates.domain.errors import UnknownReferenceError
from mandates.register import accounts, history, lists, typed
from mandates.web import parameters
from mandates.web.pages.items import OWN as OF_LISTS
from mandates.web.pages.items import wanted
from mandates.web.pages.people import own_account, tokens_page
from mandates.web.parameters import Parameter
from mandates.web.site import Page, Visit
from mandates.web.templates import environment

OWN = (Parameter("all", typed.switch, help="Settled items too."),)

#: The number of latest events that are searched for a feed, and the number that it shows.
_MAX_EVENTS, _SHOWN = 2000, 100


def make(visit: Visit) -> Page | Response:
    """Make the feed addresses of a list, which are shown only once."""
    asked = visit.site.with_view(parameters.read(parse_qsl(visit.sent("query")), OF_LISTS, filters=True))
    query = asked.address("", "as_of", "after", "done", "sort", "limit")
    with visit.writing("token", entrance=True) as work:
        secret = accounts.make_token(work, own_account(visit), visit.sent("name"), (Scope.FEED,), None)
    base = visit.site.public_url.rstrip("/")
    return tokens_page(visit, feeds=[f"{base}/feed/{secret}{ending}{query}" for ending in (".ics", ".atom")])


def calendar(visit: Visit) -> Page | Response:
    """Answer with the items of a list as a calendar."""
    from mandates.rendering.formats import as_ics  # noqa: PLC0415 - only where a calendar is asked for

    _require_valid_token(visit)
    with visit.reading() as connection:
        rows = lists.list_obligations(connection, wanted(visit.asked), visit.as_of)
    return Response(as_ics.make(rows, as_of=visit.as_of), media_type="text/calendar; charset=utf-8")


def changes(visit: Visit) -> Page | Response:
    """Answer with the latest changes in a list as an Atom feed."""
    _require_valid_token(visit)
    with visit.reading() as connection:
        rows = lists.list_obligations(connection, visit.asked.filters, visit.as_of)
        mandates = {row.mandate_id for row in rows}
        events = history.history(connection, limit=_MAX_EVENTS)
    changed = [event for event in events if event.mandate_id in mandates and event.reference][:_SHOWN]
    text = (
        environment()
        .get_template("feed.xml")
        .render(
            home=visit.site.public_url.rstrip("/"),
            query=visit.asked.address("", "done")[1:],
            title="; ".join(f"{name.replace('_', ' ')} {value}" for name, value in visit.asked.pairs) or "all items",
            updated=changed[0].at if changed else visit.site.clock(),
            changed=changed,
        )
    )
    return Response(text, HTTPStatus.OK, media_type="application/atom+xml")


def _require_valid_token(visit: Visit) -> None:
    """Raise `UnknownReferenceError` unless the address has a valid token; the answer does not tell why."""
    with visit.reading() as connection:
        account_and_token = accounts.token_of(connection, visit.part("secret"), visit.site.clock())
    if account_and_token is None or Scope.FEED not in account_and_token[1].scopes:
        raise UnknownReferenceError("this address is not valid, or no longer valid", "make a new one")
