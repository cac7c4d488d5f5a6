"""Occurrences further ahead than recurrences are stored: computed when requested, and never stored.

They are stored up to the register's horizon; those that were expected before a change, as far ahead of that change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from mandates.domain.filters import Criteria, Filters
from mandates.domain.status import Role
from mandates.store import selection, texts
from mandates.store.engine import Connection
from mandates.store.horizon import horizon
from mandates.store.search import Search
from mandates.store.series import series
from mandates.timeline.ahead import AHEAD

if TYPE_CHECKING:  # imported late: lists have to be fast, and rarely need it
    from mandates.timeline.planning import ObligationState


def beyond(connection: Connection, day: dt.date, through: dt.date | None = None) -> list[ObligationState]:
    """Return the states that hold on `day` and are not stored because the day is beyond the register's horizon.

    With `through`, include later occurrences up to that day, as they were known on `day`.
    """
    last = max(day, through or day)
    stored_through = horizon(connection)
    if last <= stored_through and last - day <= AHEAD:
        return []
    from mandates.register import projection  # noqa: PLC0415 - see above
    from mandates.register.unit_of_work import calendars  # noqa: PLC0415 - the same
    from mandates.store import states  # noqa: PLC0415 - the same

    mandate_ids = states.continuing_on(connection, day, last)
    if not mandate_ids:
        return []
    calendars_by_day = calendars(connection)
    derived = projection.derived(
        connection, mandate_ids, calendars=calendars_by_day, horizon=stored_through, through=last
    )
    stored = states.stored_states(connection, mandate_ids)
    known_ids = {
        obligation_id for (obligation_id, known_on), values in stored.items() if known_on <= day < values["until"]
    }
    return [
        state
        for state in derived
        if state.known_on <= day < state.until and state.since <= last and state.obligation_id not in known_ids
    ]


def selected(connection: Connection, filters: Filters, day: dt.date) -> list[ObligationState]:
    """Return the states of `beyond` that `filters` select."""
    states = beyond(connection, day, filters.through)
    if not states:
        return []
    from mandates.timeline.selection import matches  # noqa: PLC0415 - see above

    states = [state for state in states if matches(filters, state, day)]
    if states:
        included, excluded = _predicates(connection, filters, day), _predicates(connection, filters.excluded, day)
        states = [state for state in states if all(has_criterion(state) for has_criterion in included)]
        states = [state for state in states if not any(has_criterion(state) for has_criterion in excluded)]
    if states and (filters.renewed or filters.not_renewed):
        renewed = selection.renewed_mandates(connection, day, [state.mandate_id for state in states])
        states = [state for state in states if not filters.renewed or state.mandate_id in renewed]
        states = [state for state in states if not (filters.not_renewed and state.mandate_id in renewed)]
    if states and filters.changed_since:
        obligation_ids, mandate_ids = (
            set(connection.execute(part).scalars()) for part in selection.changed_between(filters.changed_since, day)
        )
        states = [state for state in states if state.obligation_id in obligation_ids or state.mandate_id in mandate_ids]
    if states and filters.search:
        search = Search(connection, filters.search)
        matching = search.finds([state.paragraph_text_id for state in states])
        matching_titles = search.finds_titles([state.reading_id for state in states])
        states = [
            state for state in states if state.paragraph_text_id in matching or state.reading_id in matching_titles
        ]
    return states


def _predicates(connection: Connection, criteria: Criteria, day: dt.date) -> list[Callable[[ObligationState], bool]]:
    """Return predicates of states for the criteria that a state's own columns do not decide, one for each criterion."""
    predicates: list[Callable[[ObligationState], bool]] = []
    if criteria.resolutions:
        ids = {row.id for row in texts.resolutions_of(connection, criteria.resolutions).values()}
        predicates.append(lambda state: state.resolution_id in ids)
    if criteria.series:
        family = series(connection, criteria.series)
        predicates.append(lambda state: state.resolution_id in family)
    cited = texts.resolutions_where(connection, selection.resolutions_cited(criteria))
    predicates += [_of_resolution(ids) for ids in cited]
    predicates += [
        _of_reading(ids)
        for ids in texts.readings_where(connection, selection.readings_asked(connection, criteria, day))
    ]
    for names, role in selection.parties_asked(criteria):
        entity_ids = frozenset(selection.entity_ids(connection, names))
        predicates.append(
            lambda state, members=entity_ids, role=role: not members.isdisjoint(parties(connection, state, role))  # type: ignore[misc]
        )
    return predicates


def _of_resolution(ids: frozenset[int]) -> Callable[[ObligationState], bool]:
    return lambda state: state.resolution_id in ids


def _of_reading(ids: frozenset[int]) -> Callable[[ObligationState], bool]:
    return lambda state: state.reading_id in ids


def parties(connection: Connection, state: ObligationState, role: Role) -> set[int]:
    """Return the ids of the entities that have this role in a state."""
    from mandates.register import projection  # noqa: PLC0415 - see above

    ids = projection.known_party_ids(connection, [state])
    return {
        ids[party.name, party.entity]
        for party_role, party in state.parties
        if party_role is role and (party.name, party.entity) in ids
    }
