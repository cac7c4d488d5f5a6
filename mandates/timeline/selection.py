"""The filters that every command shares, for states that are not stored: in SQL they are `mandates.store.selection`."""

from __future__ import annotations

import datetime as dt

from mandates.domain.filters import Filters
from mandates.domain.status import state_on
from mandates.timeline.planning import OPEN, SETTLED, UNDATED, ObligationState


def matches(filters: Filters, state: ObligationState, day: dt.date) -> bool:
    """Return whether filters select a state that holds on `day`, as far as its own columns tell: parties, resolution
    and search are for the caller.
    """
    open_ = state.standing == OPEN and day < state.ended_from
    overdue = open_ and state.rank_on < day
    if filters.overdue and not overdue:
        return False
    if overdue and state.follows and not filters.each_missed:
        return False
    if filters.states and state_on(state, day) not in filters.states:
        return False
    if not filters.overdue and filters.settled is not None:
        wanted = state.standing == SETTLED if filters.settled else open_
        if not wanted:
            return False
    dated = state.rank_on < UNDATED
    return all(
        (
            not filters.statuses or state.status in filters.statuses,
            not filters.verbs or state.verb in filters.verbs,
            not filters.deliverables or state.deliverable in filters.deliverables,
            not (filters.undated and dated),
            filters.since is None or (dated and state.rank_on >= filters.since),
            filters.until is None or state.rank_on <= filters.until,
            _of_session(filters, state),
        )
    )


def _of_session(filters: Filters, state: ObligationState) -> bool:
    due = filters.session is None or state.due_session == filters.session
    adopted = filters.session is None or state.adopted_session == filters.session
    due_there = due and (filters.body is None or state.at_body == filters.body)
    adopted_there = adopted and (filters.body is None or state.body == filters.body)
    return (
        (due_there or adopted_there or (filters.due_session is not None and filters.session is None))
        and _due_at(filters, state)
        and (filters.adopted_session is None or state.adopted_session == filters.adopted_session)
    )


def _due_at(filters: Filters, state: ObligationState) -> bool:
    """Return whether a state is due at the session asked for."""
    if filters.due_session is None:
        return True
    if filters.body is None:
        return state.due_session == filters.due_session
    dates = filters.session_dates
    by_day = dates is not None and state.due_session is None and dates[0] <= state.rank_on <= dates[1]
    return state.at_body == filters.body and (state.due_session == filters.due_session or by_day)
