"""The filters that every command shares, for states that are not stored: in SQL they are `mandates.store.selection`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mandates.domain.filters import Criteria, Filters
from mandates.domain.status import CLOSED, State, state_on
from mandates.timeline.planning import UNDATED, ObligationState


def matches(filters: Filters, state: ObligationState, day: dt.date) -> bool:
    """Return whether filters select a state that holds on `day`, as far as its own columns tell: parties, resolution
    and search are for the caller.
    """
    now = state_on(state, day)
    again = filters.every and state.renewed and state.sort_date >= UNDATED  # each time that it was asked for
    open_ = now not in CLOSED or (again and now is State.ENDED)
    overdue = now is State.OVERDUE
    if filters.overdue and not overdue:
        return False
    if overdue and state.follows and not filters.each_missed:
        return False
    if state.unlisted and not filters.classes:
        return False
    if filters.unissued and now is not State.UNISSUED:
        return False
    if filters.states and now not in filters.states:
        return False
    if not filters.overdue and filters.settled is not None:
        wanted = now is State.SETTLED if filters.settled else open_
        if not wanted:
            return False
    dated = state.sort_date < UNDATED
    at_sessions = filters.due_sessions and filters.bodies
    if at_sessions and not _due_at(filters, state):
        return False
    named = replace(filters, due_sessions=(), bodies=()) if at_sessions else filters
    return (
        not (filters.undated and dated)
        and (filters.since is None or (dated and state.sort_date >= filters.since))
        and (filters.until is None or state.sort_date <= filters.until)
        and all(_named(named, state))
        and _at_session(filters, state)
        and not any(_named(filters.excluded, state))
    )


def _named(named: Criteria, state: ObligationState) -> list[bool]:
    """Return for each thing that filters name whether the state has one of its values."""
    return [
        not set(values).isdisjoint(own)
        for values, *own in (
            (named.statuses, state.status),
            (named.verbs, state.verb),
            (named.deliverables, state.deliverable),
            ([one.value for one in named.classes], state.mandate_class),
            (named.bodies, state.at_body, state.body),
            (named.sessions, state.due_session, state.adopted_session),
            (named.due_sessions, state.due_session),
            (named.adopted_sessions, state.adopted_session),
        )
        if values
    ]


def _at_session(filters: Filters, state: ObligationState) -> bool:
    """Return whether it is due, or was adopted, at one of the sessions of one of the bodies, where both are named."""
    if not (filters.sessions and filters.bodies):
        return True
    return (state.due_session in filters.sessions and state.at_body in filters.bodies) or (
        state.adopted_session in filters.sessions and state.body in filters.bodies
    )


def _due_at(filters: Filters, state: ObligationState) -> bool:
    """Return whether a state is due at one of the sessions of the bodies that filters name."""
    if state.due_session is not None:
        return state.due_session in filters.due_sessions and state.at_body in filters.bodies
    dates = filters.session_dates or ()
    return any(one.body == state.at_body and one.first <= state.sort_date <= one.last for one in dates)
