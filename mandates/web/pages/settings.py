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
from mandates.rendering.lists import Views, filter_words
from mandates.web import parameters
from mandates.web.formats import ITEMS, LIST, in_other_format
from mandates.web.pages.items import OWN as OF_LISTS
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

#: The number of items shown of each part of a digest.
_SHOWN = 15

OWN = (Parameter("kept", typed.switch),)
DIGEST = (AS_OF, Parameter("days", typed.number, help="How far back what is new goes."))


def settings(visit: Visit) -> Page | Response:
    """Answer `/settings`."""
    with visit.reading() as connection:
        preferences = register.of_person(connection, visit.person.name)
        saved_views = views.all_of_them(connection)
    context = {"chosen": preferences, "views": list(saved_views), "kept": visit.asked.get("kept")}
    return Page("settings.html", name_of("/settings"), context)


def keep(visit: Visit) -> Page | Response:
    """Store the settings of a person."""
    preferences = Settings(
        owners=names(visit.sent("owners")),
        committees=names(visit.sent("committees")),
        views=tuple(visit.sent_all("view")),
        days=typed.number(visit.sent("days"), 1) if visit.sent("days") else Settings().days,
    )
    with visit.writing("settings", entrance=True) as work:
        register.keep(work.connection, visit.person.name, preferences)
    return RedirectResponse("/settings?kept=1", HTTPStatus.SEE_OTHER)


def all_views(visit: Visit) -> Page | Response:
    """Answer `/views`."""
    with visit.reading() as connection:
        saved_views = views.all_of_them(connection)
        own_views = register.of_person(connection, visit.person.name).views
    plain = {name: views.to_plain(filters) for name, filters in saved_views.items()}
    if visit.ending:
        return in_other_format(visit, Views(plain))
    context = {"views": {name: "; ".join(filter_words(filters)) for name, filters in plain.items()}, "mine": own_views}
    return Page("views.html", name_of("/views"), context, LIST)


def save(visit: Visit) -> Page | Response:
    """Save the filters of a list as a view."""
    name, query = visit.sent("name"), visit.sent("query")
    asked = visit.site.with_view(parameters.read(parse_qsl(query), OF_LISTS, filters=True))
    with visit.writing("view") as work:
        views.save(work.connection, name, asked.filters)
    return RedirectResponse(parameters.address("/items", [("view", name)]), HTTPStatus.SEE_OTHER)


def forget(visit: Visit) -> Page | Response:
    """Delete a view."""
    with visit.writing("view") as work:
        views.remove(work.connection, visit.sent("name"))
    return RedirectResponse("/views", HTTPStatus.SEE_OTHER)


def digest(visit: Visit) -> Page | Response:
    """Answer `/digest`: what is new for a person in the last days."""
    with visit.reading() as connection:
        preferences = register.of_person(connection, visit.person.name)
        selections: Sequence[Filters] = register.own(connection, preferences) or [Filters()]
        days = min(visit.asked.get("days") or preferences.days, 366)
        since = visit.as_of - dt.timedelta(days=days)
        news = digests.together(
            [
                digests.digest(connection, filters, since=since, as_of=visit.as_of, reader=visit.person.name)
                for filters in selections
            ]
        )  # fmt: skip
    answer = answer_of(news)
    if visit.ending:
        return in_other_format(visit, answer, list(answer.records()))
    context = {"answer": answer, "days": days, "news": news.has_news, "chosen": preferences, "shown": _SHOWN}
    return Page("digest.html", name_of("/digest"), context, ITEMS)


def names(text: str) -> tuple[str, ...]:
    """Return the names in a field, separated by line breaks or semicolons, without duplicates."""
    return tuple(dict.fromkeys(name.strip() for name in text.replace("\n", ";").split(";") if name.strip()))
