"""`/items`: the list with its filters, and the counts of what it could be narrowed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import RedirectResponse, Response

from mandates.domain.errors import UnknownReferenceError
from mandates.domain.filters import Filters
from mandates.domain.kinds import MandateClass
from mandates.domain.status import Status
from mandates.register import facets, lists, parties, typed, views
from mandates.rendering import words as rendered
from mandates.rendering.obligations import Obligations
from mandates.rendering.text import count
from mandates.store.engine import Connection
from mandates.web.errors import on_pages, sentence
from mandates.web.formats import ITEMS, in_other_format
from mandates.web.paging import MOST_ROWS, portion
from mandates.web.parameters import AS_OF, VIEW, Asked, Parameter, filter_parameters
from mandates.web.site import Page, Visit

OWN = (
    AS_OF,
    Parameter("all", typed.switch, help="Settled items too."),
    Parameter("after", typed.line, help="Where the page begins."),
    Parameter("done", typed.number),
)

#: Rows of a page unless asked for another number.
ROWS = 50
#: Up to so many items are counted, and the values of filters with them.
COUNTED = 20_000
#: Values shown beside the list for each filter.
_VALUES = 8
#: Filters of which the values are offered as a list to choose from.
_TITLES = {
    "status": "Status",
    "deliverable": "What",
    "class": "Class",
    "body": "Body",
    "due_session": "Due at session",
    "verb": "Verb",
}
#: The filters of the form above the list, with their names.
FIELDS = {
    "owner": "Owner",
    "committee": "Committee",
    "body": "Body",
    "due_session": "Due at session",
    "resolution": "Resolution",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a list can be narrowed to, or is."""

    name: str
    value: str
    number: int
    address: str
    chosen: bool


def items(visit: Visit) -> Page | Response:
    """Answer `/items`."""
    if any(not value.strip() for _, value in visit.request.query_params.multi_items()):
        return RedirectResponse(visit.asked.address(visit.request.url.path), 303)  # a form names empty fields too
    with visit.reading() as connection:
        filters = wanted(visit.asked)
        if visit.ending:
            rows = lists.list_obligations(connection, filters, visit.as_of)
            return in_other_format(visit, Obligations(rows), rows)
        shown = portion(connection, filters, visit.as_of, visit.asked.get("after"), filters.limit or ROWS)
        total, late, counted = visit.kept(
            connection, ("items", filters), lambda: _counted(connection, filters, visit.as_of)
        )
        context = {
            "portion": shown,
            "total": total,
            "total_words": total_words(total),
            "late": late,
            "facets": _facets(visit, counted),
            "chosen": list(chosen(visit.asked, visit.path)),
            "fields": {name: title for name, title in FIELDS.items() if name in filter_parameters()},
            "unknown": None if shown.rows else why_none(connection, filters),
            "everything": _everything(visit.asked),
            "sorts": _sorts(visit.asked, visit.path),
            "most": MOST_ROWS,
            "statuses": [one.value for one in Status],
            "next": visit.asked.address(visit.path, after=shown.after) if shown.after else None,
            "views": list(views.all_of_them(connection)),
            "query": visit.asked.address("", "done", "after")[1:],
            "change": visit.asked.get("done"),
        }
    return Page("items.html", "Items", context, ITEMS)


def wanted(asked: Asked) -> Filters:
    """Return the filters of a list: what is open, unless all is asked for or a status is named."""
    filters = asked.filters
    if asked.get("all") or any(map(asked.given, ("status", "state", "renewed"))):
        return filters
    return replace(filters, settled=False)


def total_words(total: int) -> str:
    """Return how many items there are, as far as they were counted."""
    return f"more than {COUNTED:,} items" if total > COUNTED else count(total, "item")


def chosen(asked: Asked, path: str) -> Iterable[Choice]:
    """Yield what a list is narrowed to, each with the address without it."""
    for name, value in asked.pairs:
        if name == VIEW.name:
            yield Choice(f"view: {value}", value, 0, asked.without_value(path, name, value), True)
        elif name in filter_parameters() and name not in ("sort", "limit"):
            title = name.replace("_", " ")
            on = filter_parameters()[name].is_switch
            yield Choice(title if on else f"{title}: {value}", value, 0, asked.without_value(path, name, value), True)


def why_none(connection: Connection, filters: Filters) -> str | None:
    """Return what is wrong with a name that filters seek, and which are near; None where all are known."""
    try:
        parties.require(connection, filters)
    except UnknownReferenceError as error:
        return f"{sentence(error.reason)} {sentence(on_pages(error.remedy))}"
    return None


def _everything(asked: Asked) -> bool:
    return bool(asked.get("all"))


def _counted(connection: Connection, filters: Filters, on: dt.date) -> tuple[int, int, Mapping[str, Mapping[str, int]]]:
    """Return how many items filters select and how many are late, and what the list could be narrowed to."""
    total = lists.count_obligations(connection, filters, on, at_most=COUNTED + 1)
    late = lists.count_obligations(connection, replace(filters, overdue=True), on, at_most=COUNTED + 1) if total else 0
    known = filter_parameters()
    without = {name: str(known[name].field) for name in facets.COUNTED if name in known}
    return total, late, facets.count(connection, filters, on, without=without) if total <= COUNTED else {}


def _facets(visit: Visit, counted: Mapping[str, Mapping[str, int]]) -> dict[str, list[Choice]]:
    return {
        _TITLES[name]: values
        for name in _TITLES
        if name in counted and len(values := _choices(visit, name, counted[name])) >= _fewest(name, counted[name])
    }


def _fewest(name: str, counted: Mapping[str, int]) -> int:
    """Return how many values a filter has to have to be offered: one, where a list leaves it out by itself."""
    return 1 if name == "class" and MandateClass.MANDATE not in counted else 2


def _choices(visit: Visit, name: str, counted: Mapping[str, int]) -> list[Choice]:
    reader = filter_parameters()[name].read
    chosen_now = {str(reader(value)): value for value in visit.asked.given(name)}
    found = []
    for value, number in list(counted.items())[:_VALUES]:
        given = chosen_now.get(value)
        target = (
            visit.asked.without_value(visit.path, name, given)
            if given is not None
            else visit.asked.with_value(visit.path, name, value)
        )
        found.append(Choice(_name(name, value), value, number, target, given is not None))
    return found


def _name(name: str, value: str) -> str:
    if name == "body":
        return rendered.abbreviation(value) or value
    return rendered.status_words(value)


def _sorts(asked: Asked, path: str) -> dict[str, dict[str, Any]]:
    """Return for each column that sorts: the address, and how it is sorted now."""
    now = asked.filters.sort or ""
    found: dict[str, dict[str, Any]] = {}
    for column in ("symbol", "deliverable", "due", "status"):
        falling = now == f"-{column}"
        rising = now == column
        target = asked.address(path, "after", sort=f"-{column}" if rising else column)
        found[column] = {"address": target, "aria": "descending" if falling else "ascending" if rising else None}
    return found
