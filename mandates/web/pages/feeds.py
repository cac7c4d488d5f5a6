"""Addresses that a calendar or a news reader follows: what a list holds, and what has changed in it; for reading only.

Whoever has such an address sees its list, without signing in; it ends as its maker says, and with the maker's account.
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

#: Changes that are looked through for a feed, and shown in it.
_LOOKED, _SHOWN = 2000, 100


def make(visit: Visit) -> Page | Response:
    """Make the addresses by which a list can be followed, which are shown this once."""
    asked = visit.site.with_view(parameters.read(parse_qsl(visit.sent("query")), OF_LISTS, filters=True))
    kept = asked.address("", "as_of", "after", "done", "sort", "limit")
    with visit.writing("token", entrance=True) as work:
        secret = accounts.make_token(work, own_account(visit), visit.sent("name"), (Scope.FEED,), None)
    base = visit.site.public_url.rstrip("/")
    return tokens_page(visit, feeds=[f"{base}/feed/{secret}{ending}{kept}" for ending in (".ics", ".atom")])


def calendar(visit: Visit) -> Page | Response:
    """Give what a list holds as a calendar."""
    from mandates.rendering.formats import as_ics  # noqa: PLC0415 - only where a calendar is asked for

    _require_counts(visit)
    with visit.reading() as connection:
        rows = lists.list_obligations(connection, wanted(visit.asked), visit.as_of)
    return Response(as_ics.make(rows, as_of=visit.as_of), media_type="text/calendar; charset=utf-8")


def changes(visit: Visit) -> Page | Response:
    """Give what has changed last in a list as an Atom feed."""
    _require_counts(visit)
    with visit.reading() as connection:
        rows = lists.list_obligations(connection, visit.asked.filters, visit.as_of)
        mandates = {row.mandate_id for row in rows}
        events = history.history(connection, limit=_LOOKED)
    changed = [one for one in events if one.mandate_id in mandates and one.reference][:_SHOWN]
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


def _require_counts(visit: Visit) -> None:
    """Raise unless the address is one that was made and still counts; others learn nothing from the answer."""
    with visit.reading() as connection:
        found = accounts.token_of(connection, visit.part("secret"), visit.site.clock())
    if found is None or Scope.FEED not in found[1].scopes:
        raise UnknownReferenceError("this address is not valid, or not any more", "make a new one")
