"""Changed extractions of mandates that a person has worked on, which wait for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, insert, update

from mandates.store.rows import columns_of, fetch, fetch_in, fetch_one
from mandates.store.tables import mandate, suggestion

OPEN, ACCEPTED, KEPT, REPLACED, UNDONE = "open", "accepted", "kept", "replaced", "undone"


class Suggestion(NamedTuple):
    """A suggested change: a new version of a mandate from a later extraction."""

    id: int
    mandate_id: int
    change_id: int
    version_id: int
    state: str


_ALL: Select[Any] = columns_of(Suggestion, suggestion)


def of_mandate(connection: Connection, mandate_id: int) -> list[Suggestion]:
    """Return all suggestions for a mandate, the oldest first."""
    return fetch(connection, Suggestion, _ALL.where(suggestion.c.mandate_id == mandate_id).order_by(suggestion.c.id))


def by_id(connection: Connection, suggestion_id: int) -> Suggestion | None:
    """Return a suggestion by its id."""
    return fetch_one(connection, Suggestion, _ALL.where(suggestion.c.id == suggestion_id))


def waiting(connection: Connection, *, limit: int | None = None) -> list[Suggestion]:
    """Return the suggestions that wait for the decision of a person, in order of the references of their mandates."""
    statement = (
        _ALL.join(mandate, mandate.c.id == suggestion.c.mandate_id)
        .where(suggestion.c.state == OPEN, mandate.c.in_text)
        .order_by(mandate.c.reference)
    )
    return fetch(connection, Suggestion, statement.limit(limit) if limit else statement)


def by_ids(connection: Connection, suggestion_ids: Sequence[int]) -> list[Suggestion]:
    """Return suggestions by their ids."""
    return fetch_in(connection, Suggestion, _ALL, suggestion.c.id, suggestion_ids)


def add(connection: Connection, mandate_id: int, version_id: int, change_id: int) -> int:
    """Store a suggestion, which replaces an open one for the same mandate, and return its id."""
    close(connection, mandate_id)
    values = {"mandate_id": mandate_id, "version_id": version_id, "change_id": change_id, "state": OPEN}
    return int(connection.execute(insert(suggestion).values(values).returning(suggestion.c.id)).scalar_one())


def close(connection: Connection, mandate_id: int) -> None:
    """Close the open suggestion for a mandate: a later extraction equals the version in force, or replaces it."""
    waits = (suggestion.c.mandate_id == mandate_id) & (suggestion.c.state == OPEN)
    connection.execute(update(suggestion).where(waits).values(state=REPLACED))


def set_state(connection: Connection, suggestion_id: int, state: str) -> None:
    """Set the state of a suggestion."""
    connection.execute(update(suggestion).where(suggestion.c.id == suggestion_id).values(state=state))
