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
from mandates.register import facets, lists, named, typed, views
from mandates.rendering import words as rendered
from mandates.rendering.obligations import Obligations
from mandates.rendering.text import count
from mandates.store.engine import Connection
from mandates.store.search import Search
from mandates.web.errors import sentence
from mandates.web.formats import ITEMS, in_other_format
from mandates.web.paging import MOST_ROWS, portion
from mandates.web.parameters import AS_OF, VIEW, Asked, Parameter, filter_parameters
from mandates.web.places import name_of
from mandates.web.remedies import on_pages
from mandates.web.site import Page, Visit

OWN = (
    AS_OF,
    Parameter("all", typed.switch, help="Settled items too."),
    Parameter("after", typed.line, help="Where the page begins."),
    Parameter("done", typed.number),
)

#: The default number of rows of a page.
ROWS = 50
#: The maximum number of items that are counted; for more, the values of filters are not counted either.
COUNTED = 20_000
#: The maximum number of values shown next to the list for each filter.
_VALUES = 8
#: The filters whose values are offered as choices, with their titles.
_TITLES = {
    "status": "Status",
    "deliverable": "What",
    "class": "Class",
    "body": "Body",
    "due_session": "Due at session",
    "verb": "Verb",
}
#: The filters of the form above the list, with their labels.
FIELDS = {
    "owner": "Owner",
    "committee": "Committee",
    "body": "Body",
    "due_session": "Due at session",
    "resolution": "Resolution",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter that is applied to a list, or could be."""

    name: str
    value: str
    number: int
    address: str
    chosen: bool


def items(visit: Visit) -> Page | Response:
    """Answer `/items`."""
    if any(not value.strip() for _, value in visit.request.query_params.multi_items()):
        return RedirectResponse(visit.asked.address(visit.request.url.path), 303)  # a form also sends its empty fields
    with visit.reading() as connection:
        filters = wanted(visit.asked)
        unknown = unknown_name(visit, connection, filters)
        if visit.ending:
            rows = lists.list_obligations(connection, filters, visit.as_of)
            return in_other_format(visit, Obligations(rows), rows)
        search = lists.search_of(connection, filters)
        shown = portion(
            connection, filters, visit.as_of, visit.asked.get("after"), filters.limit or ROWS, search=search
        )
        total, late, counted = visit.kept(
            connection, ("items", filters), lambda: _counted(connection, filters, visit.as_of, search)
        )
        context = {
            "portion": shown,
            "total": total,
            "total_words": total_words(total),
            "late": late,
            "facets": _facets(visit, counted),
            "chosen": list(chosen(visit.asked, visit.path)),
            "fields": {name: title for name, title in FIELDS.items() if name in filter_parameters()},
            "unknown": unknown,
            "everything": _everything(visit.asked),
            "sorts": _sorts(visit.asked, visit.path),
            "most": MOST_ROWS,
            "statuses": [status.value for status in Status],
            "next": visit.asked.address(visit.path, after=shown.after) if shown.after else None,
            "views": list(views.all_of_them(connection)),
            "query": visit.asked.address("", "done", "after")[1:],
            "change": visit.asked.get("done"),
        }
    return Page("items.html", name_of("/items"), context, ITEMS)


def wanted(asked: Asked) -> Filters:
    """Return the filters of a list: only open items, unless all are requested or a status is named."""
    filters = asked.filters
    if asked.get("all") or any(map(asked.given, ("status", "state", "renewed"))):
        return filters
    return replace(filters, settled=False)


def total_words(total: int) -> str:
    """Return the number of items in words, up to the maximum that is counted."""
    return f"more than {COUNTED:,} items" if total > COUNTED else count(total, "item")


def chosen(asked: Asked, path: str) -> Iterable[Choice]:
    """Yield the filters that are applied to a list, each with the address without it."""
    for name, value in asked.pairs:
        if name == VIEW.name:
            yield Choice(f"view: {value}", value, 0, asked.without_value(path, name, value), True)
        elif name in filter_parameters() and name not in ("sort", "limit"):
            title = name.replace("_", " ")
            is_switch = filter_parameters()[name].is_switch
            yield Choice(
                title if is_switch else f"{title}: {value}", value, 0, asked.without_value(path, name, value), True
            )


def unknown_name(visit: Visit, connection: Connection, filters: Filters) -> str | None:
    """Return the error for a name in the filters that the register does not have, for a page to show; None if it has
    them all.

    Raises:
        UnknownReferenceError: the register does not have one, and data are requested, which cannot show it.
    """
    if visit.ending:
        named.require(connection, filters)
        return None
    return why_none(connection, filters)


def why_none(connection: Connection, filters: Filters) -> str | None:
    """Return the error for an unknown name in the filters, with similar names; None if all are known."""
    try:
        named.require(connection, filters)
    except UnknownReferenceError as error:
        return f"{sentence(error.reason)} {sentence(on_pages(error.remedy))}"
    return None


def _everything(asked: Asked) -> bool:
    return bool(asked.get("all"))


def _counted(
    connection: Connection, filters: Filters, on: dt.date, search: Search | None
) -> tuple[int, int, Mapping[str, Mapping[str, int]]]:
    """Return the number of items the filters select, the number that are late, and the counts by filter value."""

    def count(asked: Filters) -> int:
        return lists.count_obligations(connection, asked, on, at_most=COUNTED + 1, search=search)

    total = count(filters)
    late = count(replace(filters, overdue=True)) if total else 0
    parameters = filter_parameters()
    without = {name: str(parameters[name].field) for name in facets.COUNTED if name in parameters}
    return total, late, facets.count(connection, filters, on, without=without) if total <= COUNTED else {}


def _facets(visit: Visit, counted: Mapping[str, Mapping[str, int]]) -> dict[str, list[Choice]]:
    return {
        _TITLES[name]: values
        for name in _TITLES
        if name in counted and len(values := _choices(visit, name, counted[name])) >= _min_choices(name, counted[name])
    }


def _min_choices(name: str, counted: Mapping[str, int]) -> int:
    """Return how many values a filter needs to be offered: one if lists exclude that value by default, else two."""
    return 1 if name == "class" and MandateClass.MANDATE not in counted else 2


def _choices(visit: Visit, name: str, counted: Mapping[str, int]) -> list[Choice]:
    reader = filter_parameters()[name].read
    chosen_values = {str(reader(value)): value for value in visit.asked.given(name)}
    choices = []
    for value, number in list(counted.items())[:_VALUES]:
        written_value = chosen_values.get(value)
        target = (
            visit.asked.without_value(visit.path, name, written_value)
            if written_value is not None
            else visit.asked.with_value(visit.path, name, value)
        )
        choices.append(Choice(_name(name, value), value, number, target, written_value is not None))
    return choices


def _name(name: str, value: str) -> str:
    if name == "body":
        return rendered.abbreviation(value) or value
    return rendered.status_words(value)


def _sorts(asked: Asked, path: str) -> dict[str, dict[str, Any]]:
    """Return the address that sorts by each sortable column, and its current order."""
    current = asked.filters.sort or ""
    sorts: dict[str, dict[str, Any]] = {}
    for column in ("symbol", "deliverable", "due", "status"):
        descending = current == f"-{column}"
        ascending = current == column
        target = asked.address(path, "after", sort=f"-{column}" if ascending else column)
        sorts[column] = {"address": target, "aria": "descending" if descending else "ascending" if ascending else None}
    return sorts
