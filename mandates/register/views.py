"""Views: filters saved under a name, for any command."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.domain.filters import Criteria, Filters
from mandates.domain.kinds import MandateClass
from mandates.domain.status import Status
from mandates.store import views
from mandates.store.engine import Connection

_DAYS = ("since", "until", "changed_since")
_MEMBERS = {"statuses": Status, "classes": MandateClass}


def save(connection: Connection, name: str, filters: Filters) -> None:
    """Store filters as a view with a name, in place of an earlier one with that name.

    Raises:
        UsageError: the name or the filters are empty.
    """
    if not name.strip():
        raise UsageError("the view has no name", "give it one: mandates view save NAME")
    if filters == Filters():
        raise UsageError(f"there are no filters to save as '{name}'", "give filters, such as --committee Second")
    views.put(connection, name.strip(), to_plain(filters))


def remove(connection: Connection, name: str) -> None:
    """Delete a view.

    Raises:
        UnknownReferenceError: there is none of that name.
    """
    if not views.remove(connection, name):
        raise _unknown(connection, name)


def find(connection: Connection, name: str) -> Filters:
    """Return the filters of a view.

    Raises:
        UnknownReferenceError: there is none of that name.
    """
    kept = views.all_views(connection).get(name)
    if kept is None:
        raise _unknown(connection, name)
    return from_plain(kept)


def all_of_them(connection: Connection) -> dict[str, Filters]:
    """Return all views by their names."""
    return {name: from_plain(kept) for name, kept in views.all_views(connection).items()}


def joined(saved: Filters, explicit: Filters) -> Filters:
    """Return the filters of a view combined with explicit ones, which take precedence; exclusions are added up."""
    changed_values = {
        field.name: getattr(explicit, field.name)
        for field in dataclasses.fields(Filters)
        if getattr(explicit, field.name) != getattr(Filters(), field.name) and field.name != "excluded"
    }
    exclusions = {
        criterion.name: getattr(saved.excluded, criterion.name) + getattr(explicit.excluded, criterion.name)
        for criterion in dataclasses.fields(Criteria)
    }
    return dataclasses.replace(saved, **changed_values, excluded=Criteria(**exclusions))


def to_plain(filters: Filters) -> dict[str, Any]:
    """Return the values of filters that differ from the defaults, as plain data."""
    plain: dict[str, Any] = {}
    for field in dataclasses.fields(Filters):
        value = getattr(filters, field.name)
        if value == getattr(Filters(), field.name):
            continue
        if isinstance(value, Criteria):
            plain[field.name] = {
                criterion.name: [str(item) for item in getattr(value, criterion.name)]
                for criterion in dataclasses.fields(Criteria)
                if getattr(value, criterion.name)
            }
        elif isinstance(value, tuple):
            plain[field.name] = [str(item) for item in value]
        else:
            plain[field.name] = value.isoformat() if isinstance(value, dt.date) else value
    return plain


def from_plain(plain: dict[str, Any]) -> Filters:
    """Return the filters that `to_plain` wrote; names that this program does not know are ignored."""
    known = {field.name for field in dataclasses.fields(Filters)}
    values = {name: _value(name, value) for name, value in plain.items() if name in known and name != "excluded"}
    criteria_names = {field.name for field in dataclasses.fields(Criteria)}
    excluded = {
        name: _value(name, value) for name, value in plain.get("excluded", {}).items() if name in criteria_names
    }
    return Filters(**values, excluded=Criteria(**excluded))


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return dt.date.fromisoformat(value)
    if name in _MEMBERS:
        return tuple(_MEMBERS[name](item) for item in value)
    return tuple(value) if isinstance(value, list) else value


def _unknown(connection: Connection, name: str) -> UnknownReferenceError:
    names = ", ".join(views.all_views(connection))
    remedy = f"there are {names}" if names else "save one with 'mandates view save'"
    return UnknownReferenceError(f"there is no view '{name}'", remedy)
