"""`/settings`, `/digest` and saved views: what a person's own pages show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response

from mandates.domain.accounts import Settings
from mandates.domain.filters import Filters
from mandates.register import digest as digests
from mandates.register import settings as register
from mandates.register import typed, views
from mandates.rendering.digest import answer_of
from mandates.rendering.lists import Views, said
from mandates.web import parameters
from mandates.web.formats import ITEMS, LIST, in_other_format
from mandates.web.pages.items import OWN as OF_LISTS
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.site import Page, Visit

#: Items shown of each part of a digest.
_SHOWN = 15

OWN = (Parameter("kept", typed.switch),)
DIGEST = (AS_OF, Parameter("days", typed.number, help="How far back what is new goes."))


def settings(visit: Visit) -> Page | Response:
    """Answer `/settings`."""
    with visit.reading() as connection:
        chosen = register.of_person(connection, visit.person.name)
        kept = views.all_of_them(connection)
    context = {"chosen": chosen, "views": list(kept), "kept": visit.asked.get("kept")}
    return Page("settings.html", "Settings", context)


def keep(visit: Visit) -> Page | Response:
    """Keep what a person has set."""
    chosen = Settings(
        owners=names(visit.sent("owners")),
        committees=names(visit.sent("committees")),
        views=tuple(visit.sent_all("view")),
        days=typed.number(visit.sent("days"), 1) if visit.sent("days") else Settings().days,
    )
    with visit.writing("settings", entrance=True) as work:
        register.keep(work.connection, visit.person.name, chosen)
    return RedirectResponse("/settings?kept=1", HTTPStatus.SEE_OTHER)


def all_views(visit: Visit) -> Page | Response:
    """Answer `/views`."""
    with visit.reading() as connection:
        kept = views.all_of_them(connection)
        mine = register.of_person(connection, visit.person.name).views
    plain = {name: views.to_plain(filters) for name, filters in kept.items()}
    if visit.ending:
        return in_other_format(visit, Views(plain))
    context = {"views": {name: "; ".join(said(filters)) for name, filters in plain.items()}, "mine": mine}
    return Page("views.html", "Saved views", context, LIST)


def save(visit: Visit) -> Page | Response:
    """Keep the filters of a list under a name."""
    name, query = visit.sent("name"), visit.sent("query")
    asked = visit.site.with_view(parameters.read(parse_qsl(query), OF_LISTS, filters=True))
    with visit.writing("view") as work:
        views.save(work.connection, name, asked.filters)
    return RedirectResponse(parameters.address("/items", [("view", name)]), HTTPStatus.SEE_OTHER)


def forget(visit: Visit) -> Page | Response:
    """Forget a view."""
    with visit.writing("view") as work:
        views.remove(work.connection, visit.sent("name"))
    return RedirectResponse("/views", HTTPStatus.SEE_OTHER)


def digest(visit: Visit) -> Page | Response:
    """Answer `/digest`: what is new for a person since some days."""
    with visit.reading() as connection:
        chosen = register.of_person(connection, visit.person.name)
        own: Sequence[Filters] = register.own(connection, chosen) or [Filters()]
        days = min(visit.asked.get("days") or chosen.days, 366)
        since = visit.as_of - dt.timedelta(days=days)
        told = digests.together(
            [
                digests.digest(connection, one, since=since, as_of=visit.as_of, reader=visit.person.name)
                for one in own
            ]
        )  # fmt: skip
    answer = answer_of(told)
    if visit.ending:
        return in_other_format(visit, answer, list(answer.records()))
    context = {"answer": answer, "days": days, "news": told.has_news, "chosen": chosen, "shown": _SHOWN}
    return Page("digest.html", "Digest", context, ITEMS)


def names(text: str) -> tuple[str, ...]:
    """Return the names of a field, each on a line of its own or with a semicolon between them."""
    return tuple(dict.fromkeys(name.strip() for name in text.replace("\n", ";").split(";") if name.strip()))
