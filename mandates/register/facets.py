"""The values of each filter by which a list can be narrowed further, with the number of items that each would leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from mandates.domain.filters import Filters
from mandates.domain.kinds import MandateClass
from mandates.register.session_filters import completed
from mandates.store import facets
from mandates.store.engine import Connection

#: The parameters that are counted, each with the column of the states that holds its values.
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
    """Return, for each counted parameter, its values with their counts, the highest count first.

    The counts of a parameter ignore the filter that is already set for that parameter.

    Args:
        without: the field of the filters that each parameter sets, as in ``{"status": "statuses"}``.
    """
    defaults: dict[str, Any] = {filter_field.name: filter_field.default for filter_field in fields(Filters)}
    values_by_parameter: dict[str, dict[str, int]] = {}
    for name, column in COUNTED.items():
        field = without.get(name)
        others = replace(filters, **{field: defaults[field]}) if field else filters
        if field == "classes":  # including those that lists omit by default
            others = replace(others, classes=tuple(MandateClass))
        numbers = facets.counts(connection, completed(connection, others, as_of), as_of, column)
        values_by_parameter[name] = dict(sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0])))
    return values_by_parameter
