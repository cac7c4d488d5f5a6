"""What else a list could be narrowed to: for each filter its values, with how many items each would leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from mandates.domain.filters import Filters
from mandates.domain.kinds import MandateClass
from mandates.store import facets
from mandates.store.engine import Connection

#: The parameters that are counted, each with the column of states that holds its values.
COUNTED: Mapping[str, str] = {
    "status": "status",
    "body": "at_body",
    "due_session": "due_session",
    "deliverable": "deliverable",
    "class": "mandate_class",
    "verb": "verb",
}


def count(
    connection: Connection, filters: Filters, as_of: dt.date, *, without: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Return for each counted parameter its values with their numbers, the most first.

    What the list is narrowed to by a parameter already does not count for that parameter itself.

    Args:
        without: the field of the filters that each parameter stands for, as in ``{"status": "statuses"}``.
    """
    defaults: dict[str, Any] = {one.name: one.default for one in fields(Filters)}
    found: dict[str, dict[str, int]] = {}
    for name, column in COUNTED.items():
        field = without.get(name)
        others = replace(filters, **{field: defaults[field]}) if field else filters
        if field == "classes":  # with those that lists leave out unless they are asked for
            others = replace(others, classes=tuple(MandateClass))
        numbers = facets.counts(connection, others, as_of, column)
        found[name] = dict(sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0])))
    return found
