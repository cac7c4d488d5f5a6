"""Views: filters that people keep under a name, to use them again in any command."""

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
    """Keep filters under a name, in place of what was kept under it.

    Raises:
        UsageError: there is no name, or nothing to keep.
    """
    if not name.strip():
        raise UsageError("the view has no name", "give it one: mandates view save NAME")
    if filters == Filters():
        raise UsageError(f"there are no filters to save as '{name}'", "give filters, such as --committee Second")
    views.put(connection, name.strip(), to_plain(filters))


def remove(connection: Connection, name: str) -> None:
    """Forget a view.

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


def joined(kept: Filters, given: Filters) -> Filters:
    """Return the filters of a view with those that are given besides, which count where both say something."""
    said = {
        one.name: getattr(given, one.name)
        for one in dataclasses.fields(Filters)
        if getattr(given, one.name) != getattr(Filters(), one.name) and one.name != "excluded"
    }
    left_out = {
        one.name: getattr(kept.excluded, one.name) + getattr(given.excluded, one.name)
        for one in dataclasses.fields(Criteria)
    }
    return dataclasses.replace(kept, **said, excluded=Criteria(**left_out))


def to_plain(filters: Filters) -> dict[str, Any]:
    """Return what filters say as plain data."""
    said: dict[str, Any] = {}
    for one in dataclasses.fields(Filters):
        value = getattr(filters, one.name)
        if value == getattr(Filters(), one.name):
            continue
        if isinstance(value, Criteria):
            said[one.name] = {
                each.name: [str(part) for part in getattr(value, each.name)]
                for each in dataclasses.fields(Criteria)
                if getattr(value, each.name)
            }
        elif isinstance(value, tuple):
            said[one.name] = [str(part) for part in value]
        else:
            said[one.name] = value.isoformat() if isinstance(value, dt.date) else value
    return said


def from_plain(said: dict[str, Any]) -> Filters:
    """Return the filters that `to_plain` wrote; what this program does not know is passed over."""
    known = {one.name for one in dataclasses.fields(Filters)}
    values = {name: _value(name, value) for name, value in said.items() if name in known and name != "excluded"}
    named = {one.name for one in dataclasses.fields(Criteria)}
    excluded = {name: _value(name, value) for name, value in said.get("excluded", {}).items() if name in named}
    return Filters(**values, excluded=Criteria(**excluded))


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return dt.date.fromisoformat(value)
    if name in _MEMBERS:
        return tuple(_MEMBERS[name](one) for one in value)
    return tuple(value) if isinstance(value, list) else value


def _unknown(connection: Connection, name: str) -> UnknownReferenceError:
    there = ", ".join(views.all_views(connection))
    remedy = f"there are {there}" if there else "save one with 'mandates view save'"
    return UnknownReferenceError(f"there is no view '{name}'", remedy)
