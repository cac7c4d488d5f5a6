"""What people have set for the pages: which items are theirs, and how far back a digest goes."""

from __future__ import annotations

import dataclasses
from typing import Any

from mandates.domain.accounts import Settings
from mandates.domain.errors import UsageError
from mandates.domain.filters import Filters
from mandates.register import parties, views
from mandates.store import settings as store
from mandates.store.engine import Connection

#: So many of a kind are enough for anybody.
_MOST = 50
_LONGEST_DIGEST = 92


def of_person(connection: Connection, name: str) -> Settings:
    """Return what a person has set; what this program does not know is passed over."""
    kept = store.of_person(connection, name)
    known = {one.name for one in dataclasses.fields(Settings)}
    said: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in kept.items() if key in known
    }
    return Settings(**said)


def keep(connection: Connection, name: str, chosen: Settings) -> None:
    """Keep what a person has set.

    Raises:
        UsageError: too much, or for too long. UnknownReferenceError: an owner or a view that is not in the register.
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
    """Return what selects a person's items, each something of them; nothing where nothing is set."""
    found = [Filters(owners=chosen.owners)] if chosen.owners else []
    found += [Filters(committees=chosen.committees)] if chosen.committees else []
    kept = views.all_of_them(connection) if chosen.views else {}
    return found + [kept[name] for name in chosen.views if name in kept]
