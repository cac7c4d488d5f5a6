"""What is expected on days further ahead than recurrences are stored: worked out when asked for, and never stored.

They are stored up to the register's horizon, and those that were expected until something changed as far ahead of that.
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

if TYPE_CHECKING:  # lists are to be quick, and seldom for days so far ahead
    from mandates.timeline.planning import ObligationState


def beyond(connection: Connection, day: dt.date, through: dt.date | None = None) -> list[ObligationState]:
    """Return the states that hold on `day` and are not stored, because the day is beyond the register's horizon.

    With `through` also what will recur up to that day, as far as was known on `day`.
    """
    last = max(day, through or day)
    stored_through = horizon(connection)
    if last <= stored_through and last - day <= AHEAD:
        return []
    from mandates.register import projection  # noqa: PLC0415 - see above
    from mandates.register.unit_of_work import calendars  # noqa: PLC0415 - the same
    from mandates.store import states  # noqa: PLC0415 - the same

    behind = states.continuing_on(connection, day, last)
    if not behind:
        return []
    dates = calendars(connection)
    found = projection.derived(connection, behind, calendars=dates, horizon=stored_through, through=last)
    stored = states.stored_states(connection, behind)
    known = {number for (number, known_on), values in stored.items() if known_on <= day < values["until"]}
    return [
        one for one in found if one.known_on <= day < one.until and one.since <= last and one.obligation_id not in known
    ]


def selected(connection: Connection, filters: Filters, day: dt.date) -> list[ObligationState]:
    """Return those of `beyond` that `filters` select."""
    found = beyond(connection, day, filters.through)
    if not found:
        return []
    from mandates.timeline.selection import matches  # noqa: PLC0415 - see above

    found = [one for one in found if matches(filters, one, day)]
    if found:
        wanted, unwanted = _elsewhere(connection, filters, day), _elsewhere(connection, filters.excluded, day)
        found = [one for one in found if all(is_of(one) for is_of in wanted)]
        found = [one for one in found if not any(is_of(one) for is_of in unwanted)]
    if found and (filters.renewed or filters.not_renewed):
        anew = selection.renewed_mandates(connection, day, [one.mandate_id for one in found])
        found = [one for one in found if not filters.renewed or one.mandate_id in anew]
        found = [one for one in found if not (filters.not_renewed and one.mandate_id in anew)]
    if found and filters.changed_since:
        one_by_one, whole = (
            set(connection.execute(part).scalars()) for part in selection.changed_between(filters.changed_since, day)
        )
        found = [one for one in found if one.obligation_id in one_by_one or one.mandate_id in whole]
    if found and filters.search:
        search = Search(connection, filters.search)
        matching = search.finds([one.paragraph_text_id for one in found])
        titled = search.finds_titles([one.reading_id for one in found])
        found = [one for one in found if one.paragraph_text_id in matching or one.reading_id in titled]
    return found


def _elsewhere(connection: Connection, named: Criteria, day: dt.date) -> list[Callable[[ObligationState], bool]]:
    """Return for each thing that filters name and a state's own columns do not tell what says whether it has it."""
    found: list[Callable[[ObligationState], bool]] = []
    if named.resolutions:
        ids = {one.id for one in texts.resolutions_of(connection, named.resolutions).values()}
        found.append(lambda one: one.resolution_id in ids)
    if named.series:
        family = series(connection, named.series)
        found.append(lambda one: one.resolution_id in family)
    cited = texts.resolutions_where(connection, selection.resolutions_cited(named))
    found += [_of_resolution(ids) for ids in cited]
    found += [
        _of_reading(ids) for ids in texts.readings_where(connection, selection.readings_asked(connection, named, day))
    ]
    for names, role in selection.parties_asked(named):
        theirs = frozenset(selection.entity_ids(connection, names))
        found.append(
            lambda one, theirs=theirs, role=role: not theirs.isdisjoint(parties(connection, one, role))  # type: ignore[misc]
        )
    return found


def _of_resolution(ids: frozenset[int]) -> Callable[[ObligationState], bool]:
    return lambda one: one.resolution_id in ids


def _of_reading(ids: frozenset[int]) -> Callable[[ObligationState], bool]:
    return lambda one: one.reading_id in ids


def parties(connection: Connection, state: ObligationState, role: Role) -> set[int]:
    """Return the ids of the entities that have this role in a state."""
    from mandates.register import projection  # noqa: PLC0415 - see above

    ids = projection.known_party_ids(connection, [state])
    return {
        ids[party.name, party.entity] for of, party in state.parties if of is role and (party.name, party.entity) in ids
    }
