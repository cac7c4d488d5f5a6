"""The settings of people for the pages: which items are theirs, and how far back a digest goes."""

from __future__ import annotations

import dataclasses
from typing import Any

from mandates.domain.accounts import Settings
from mandates.domain.errors import UsageError
from mandates.domain.filters import Filters
from mandates.register import parties, views
from mandates.store import settings as store
from mandates.store.engine import Connection

#: The most names of each kind that a person may set, and the most days that a digest may cover.
_MOST = 50
_LONGEST_DIGEST = 92


def of_person(connection: Connection, name: str) -> Settings:
    """Return the settings of a person; stored settings that this program does not know are ignored."""
    kept = store.of_person(connection, name)
    known = {settings_field.name for settings_field in dataclasses.fields(Settings)}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in kept.items() if key in known
    }
    return Settings(**values)


def keep(connection: Connection, name: str, chosen: Settings) -> None:
    """Store the settings of a person.

    Raises:
        UsageError: there are too many names, or the digest covers too many days.
        UnknownReferenceError: an owner or a view is not in the register.
    """
    if max(len(chosen.owners), len(chosen.committees), len(chosen.views)) > _MOST:
        raise UsageError(f"more than {_MOST} names are given", "give fewer; a view can select many at once")
    if not 1 <= chosen.days <= _LONGEST_DIGEST:
        raise UsageError(f"a digest goes back 1 to {_LONGEST_DIGEST} days", "give a number of days")
    parties.require(connection, Filters(owners=chosen.owners))
    for view in chosen.views:
        views.find(connection, view)
    store.put(connection, name, dataclasses.asdict(chosen))


def own(connection: Connection, chosen: Settings) -> list[Filters]:
    """Return the filters that together select a person's items; [] if nothing is set."""
    filters = [Filters(owners=chosen.owners)] if chosen.owners else []
    filters += [Filters(committees=chosen.committees)] if chosen.committees else []
    kept = views.all_of_them(connection) if chosen.views else {}
    return filters + [kept[name] for name in chosen.views if name in kept]
