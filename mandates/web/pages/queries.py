"""`/search`, `/owners`, `/forecast`, `/cycles`, `/history`: other ways into the register."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateutil.relativedelta import relativedelta
from starlette.responses import RedirectResponse, Response

from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.domain.filters import EventFilters
from mandates.domain.status import Role
from mandates.register import lists, parties, typed
from mandates.register.history import history as history_of
from mandates.rendering.answer import Grid
from mandates.rendering.cycles import Cycles
from mandates.rendering.forecast import Forecast
from mandates.rendering.history import History
from mandates.rendering.lists import Owners
from mandates.rendering.obligations import Obligations
from mandates.rendering.words import abbreviation
from mandates.schema.items import ObligationRow
from mandates.web.formats import ITEMS, LIST, in_other_format
from mandates.web.pages.items import ROWS, unknown_name, why_none
from mandates.web.paging import portion
from mandates.web.parameters import AS_OF, Parameter, address, filter_parameters, filters_of
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

_MONTHS = 12
#: The maximum that `mandates forecast` accepts too.
_MOST_MONTHS = 240
_OWNERS, _EVENTS, _TITLES = 200, 100, 10
#: The maximum number of items that the forecast shows, in total and in each group.
_AHEAD, _OF_EACH = 50, 12

SEARCH = (AS_OF, Parameter("q", typed.line, help="The words."), Parameter("after", typed.line))
OWNERS = (
    AS_OF,
    Parameter("owner", typed.line, several=True, help="Only those with this in the name."),
    Parameter("role", typed.member_of(Role), help="Whom to list."),
    Parameter("limit", typed.number, help="At most so many."),
)
OWNER = (AS_OF, Parameter("after", typed.line))
FORECAST = (AS_OF, Parameter("months", typed.number, help="How far ahead."))
FORECAST_FILTERS = ("body", "owner", "deliverable")
CYCLES = (
    AS_OF,
    Parameter("since_year", typed.number, help="Only from resolutions of this year or later."),
    Parameter("ended", typed.switch, help="Also what has ended."),
)
HISTORY = (
    Parameter("reference", typed.line, help="Only changes of this mandate or resolution."),
    Parameter("actor", typed.line, help="Only what this person did."),
    Parameter("on", typed.day, help="Only on this day."),
    Parameter("limit", typed.number, help="At most so many."),
    Parameter("done", typed.number),
)


def search(visit: Visit) -> Page | Response:
    """Answer `/search`."""
    if any(not value.strip() for _, value in visit.request.query_params.multi_items() if value != visit.asked.get("q")):
        return RedirectResponse(visit.asked.address(visit.request.url.path), 303)
    query = visit.asked.get("q")
    if query is None:
        if visit.ending:
            return in_other_format(visit, Obligations([]), [])
        return Page("search.html", "Search", {"query": "", "groups": [], "total": 0, "titles": [], "next": None})
    filters = filters_of(search=query)
    with visit.reading() as connection:
        if visit.ending:
            rows = lists.list_obligations(connection, filters, visit.as_of)
            return in_other_format(visit, Obligations(rows), rows)
        made = lists.search_of(connection, filters)
        shown = portion(connection, filters, visit.as_of, visit.asked.get("after"), ROWS, search=made)
        total = lists.count_obligations(connection, filters, visit.as_of, at_most=10_000, search=made)
        titles = lists.resolutions(connection, visit.as_of, search=query, limit=_TITLES)
    groups: dict[str, list[ObligationRow]] = defaultdict(list)
    for row in shown.rows:
        groups[row.symbol].append(row)
    context = {
        "query": query,
        "groups": [(symbol, rows[0].title, rows) for symbol, rows in groups.items()],
        "total": total,
        "titles": titles,
        "next": visit.asked.address(visit.path, after=shown.after) if shown.after else None,
    }
    return Page("search.html", f"Search: {query}", context, ITEMS)


def owners(visit: Visit) -> Page | Response:
    """Answer `/owners`."""
    role = visit.asked.get("role") or Role.OWNER
    limit = visit.asked.get("limit") or (None if visit.ending else _OWNERS)
    names = visit.asked.get("owner", ())
    with visit.reading() as connection:
        rows = visit.kept(
            connection,
            ("owners", names, limit, role),
            lambda: lists.owners(connection, visit.as_of, names=names, limit=limit, role=role),
        )
        unknown = None if rows else why_none(connection, filters_of(**{role.value: names}))
    if visit.ending:
        return in_other_format(visit, Owners(rows, role=role))
    title = name_of("/owners") if role is Role.OWNER else f"{role.words}s".capitalize()
    context = {
        "rows": rows,
        "role": role.value,
        "role_words": role.words,
        "roles": [option.value for option in Role],
        "name": "; ".join(names),
        "unknown": unknown,
        "more": visit.asked.address(visit.path, limit=limit * 5) if limit and len(rows) == limit else None,
        "most": max((row.open for row in rows), default=0),
    }
    return Page("owners.html", title, context, LIST)


def owner(visit: Visit) -> Page | Response:
    """Answer `/owners/...`: one of them."""
    name = visit.part("name")
    with visit.reading() as connection:
        matches = [
            row for row in lists.owners(connection, visit.as_of, names=(name,)) if name in (row.name, row.entity)
        ]
        if not matches:
            parties.require(connection, filters_of(owner=name))
            raise UnknownReferenceError(f"no owner is called '{name}'", "see the page of owners")
        filters = replace(filters_of(owner=matches[0].entity or matches[0].name), settled=False)
        if visit.ending:
            rows = lists.list_obligations(connection, filters, visit.as_of)
            return in_other_format(visit, Obligations(rows), rows)
        shown = portion(connection, filters, visit.as_of, visit.asked.get("after"), ROWS)
    context = {
        "owner": matches[0],
        "portion": shown,
        "next": visit.asked.address(visit.path, after=shown.after) if shown.after else None,
        "all": address("/items", [("owner", matches[0].entity or matches[0].name), ("all", "1")]),
    }
    return Page("owner.html", matches[0].name, context, ITEMS)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A group of items that fall due together, as a page shows it, with the address of the full list."""

    name: str
    total: int
    rows: Sequence[ObligationRow]
    address: str
    submit_by: dt.date | None
    issue_by: dt.date | None


def _ahead(answer: Forecast) -> Iterator[Ahead]:
    """Yield the groups of items that fall due together, cut to the room on a page, the soonest first."""
    room = _AHEAD
    for group in answer.groups():
        shown = group.rows[: min(room, _OF_EACH)]
        room -= len(shown)
        pairs = [("body", abbreviation(group.body) or group.body)] if group.body else []
        if group.session is not None:
            pairs.append(("due_session", str(group.session)))
        else:
            last_day = group.first + relativedelta(months=1, days=-1)
            pairs += [("since", group.first.isoformat()), ("until", last_day.isoformat())]
        dated = next((row for row in group.rows if row.submit_by and row.issue_by), None)
        yield Ahead(
            group.name,
            len(group.rows),
            shown,
            address("/items", pairs),
            dated.submit_by if dated else None,
            dated.issue_by if dated else None,
        )


def forecast(visit: Visit) -> Page | Response:
    """Answer `/forecast`."""
    months = visit.asked.get("months") or _MONTHS
    if months > _MOST_MONTHS:
        raise UsageError(f"{months:,} months are too many", f"ask for at most {_MOST_MONTHS}")
    on = visit.as_of
    until = on + relativedelta(months=months)
    filters = replace(visit.asked.filters, settled=False, since=on, until=until, through=until, sort="due")
    with visit.reading() as connection:
        unknown = unknown_name(visit, connection, filters)
        rows = lists.list_obligations(connection, filters, on)
    answer = Forecast(rows, on, until)
    if visit.ending:
        return in_other_format(visit, answer, rows)
    context = {
        "charts": [block for block in answer.blocks() if isinstance(block, Grid) and block.chart],
        "groups": list(_ahead(answer)),
        "unknown": unknown,
        "until": until,
        "months": months,
        "values": {name: (visit.asked.given(name) or [""])[0] for name in FORECAST_FILTERS},
        "deliverables": typed.deliverables(),
    }
    return Page("forecast.html", name_of("/forecast"), context, ITEMS)


def cycles(visit: Visit) -> Page | Response:
    """Answer `/cycles`."""
    from mandates.register.cycles import cycles as cycles_of  # noqa: PLC0415 - not loaded for the first page

    body = (visit.asked.given("body") or ["SC"])[0]
    filters = replace(visit.asked.filters, settled=False, sort="symbol")
    if not visit.asked.given("body"):
        body_filters = filters_of(body=body)
        field = str(filter_parameters()["body"].field)
        filters = replace(filters, **{field: getattr(body_filters, field)})
    since = visit.asked.get("since_year")
    with visit.reading() as connection:
        unknown = unknown_name(visit, connection, filters)
        rows = cycles_of(connection, filters, visit.as_of)
    recent = [row for row in rows if since is None or (row.adopted_on is not None and row.adopted_on.year >= since)]
    answer = Cycles(recent, visit.as_of, ended=bool(visit.asked.get("ended")))
    if visit.ending:
        return in_other_format(visit, answer, [obligation for row in recent for obligation in row.obligations])
    context = {
        "answer": answer,
        "unknown": unknown,
        "body": body,
        "search": (visit.asked.given("search") or [""])[0],
        "since_year": since or "",
        "ended": bool(visit.asked.get("ended")),
    }
    return Page("cycles.html", name_of("/cycles"), context, ITEMS)


def history(visit: Visit) -> Page | Response:
    """Answer `/history`."""
    get = visit.asked.get
    limit = get("limit") or (None if visit.ending else _EVENTS)
    with visit.reading() as connection:
        filters = EventFilters(actor=get("actor"), on=get("on"))
        events = history_of(connection, get("reference"), filters, limit=limit)
    if visit.ending:
        return in_other_format(visit, History(events))
    context = {
        "events_shown": events,
        "values": {parameter.name: (visit.asked.given(parameter.name) or [""])[0] for parameter in HISTORY},
        "more": visit.asked.address(visit.path, limit=limit * 5) if limit and len(events) == limit else None,
        "change": get("done"),
    }
    return Page("history.html", name_of("/history"), context, LIST)
