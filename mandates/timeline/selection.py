"""The filters that every command shares, for states that are not stored: in SQL they are `mandates.store.selection`."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from mandates.domain.filters import Criteria, Filters
from mandates.domain.lifecycle import OPEN, UNDATED
from mandates.domain.status import CLOSED, State, counts_once, state_on
from mandates.timeline.planning import ObligationState


def matches(filters: Filters, state: ObligationState, day: dt.date) -> bool:
    """Return whether filters select a state that holds on `day`, by its own columns; the caller checks parties,
    resolution and search.
    """
    current_state = state_on(state, day)
    was_renewed = filters.every and state.renewed and state.sort_date >= UNDATED  # every time that it was requested
    open_ = current_state not in CLOSED or (was_renewed and current_state is State.ENDED)
    overdue = current_state is State.OVERDUE
    if filters.overdue and not overdue:
        return False
    if not filters.each_missed and not counts_once(state, day):
        return False
    if state.unlisted and not filters.classes:
        return False
    if filters.unissued and current_state is not State.UNISSUED:
        return False
    if filters.states and current_state not in filters.states:
        return False
    if not filters.overdue and filters.settled is not None:
        is_selected = current_state is State.SETTLED if filters.settled else open_
        if not is_selected:
            return False
    dated = state.sort_date < UNDATED
    if filters.due_sessions and not _due_at(filters, state):
        return False
    criteria = replace(filters, due_sessions=(), bodies=()) if filters.due_sessions else filters
    return (
        not (filters.undated and dated)
        and (filters.since is None or (dated and state.sort_date >= filters.since))
        and (filters.until is None or state.sort_date <= filters.until)
        and all(_criteria_met(criteria, state))
        and _at_session(filters, state)
        and not any(_criteria_met(filters.excluded, state))
    )


def _criteria_met(criteria: Criteria, state: ObligationState) -> list[bool]:
    """Return, for each criterion that has values, whether the state has one of them."""
    return [
        not set(values).isdisjoint(actual)
        for values, *actual in (
            (criteria.statuses, state.status),
            (criteria.verbs, state.verb),
            (criteria.deliverables, state.deliverable),
            ([mandate_class.value for mandate_class in criteria.classes], state.mandate_class),
            (criteria.bodies, state.at_body, state.body),
            (criteria.sessions, state.due_session, state.adopted_session),
            (criteria.due_sessions, state.due_session),
            (criteria.adopted_sessions, state.adopted_session),
        )
        if values
    ]


def _at_session(filters: Filters, state: ObligationState) -> bool:
    """Return whether a state is due, or was adopted, at the sessions of one of the bodies; True unless both are set."""
    if not (filters.sessions and filters.bodies):
        return True
    return (state.due_session in filters.sessions and state.at_body in filters.bodies) or (
        state.adopted_session in filters.sessions and state.body in filters.bodies
    )


def _due_at(filters: Filters, state: ObligationState) -> bool:
    """Return whether a state is due at one of the sessions in `filters`, of the bodies if there are any."""
    if state.due_session is not None:
        is_of_body = not filters.bodies or state.at_body in filters.bodies
        return is_of_body and state.due_session in filters.due_sessions
    session_dates = filters.session_dates or ()
    return any(
        session.body == state.at_body and session.first <= state.sort_date <= session.last for session in session_dates
    )


def carried_into(state: ObligationState, body: str, number: str, opens_on: dt.date) -> bool:
    """Return whether an open state is carried into a session: it was due before that opened, or at another session that
    closed on that day, and had not ended by then.
    """
    if state.at_body != body or state.lifecycle != OPEN or state.ended_from <= opens_on:
        return False
    if state.sort_date == opens_on:
        is_of_another = state.due_session is not None and state.due_session != number
        return is_of_another and state.ended_from > opens_on + dt.timedelta(days=1)
    return state.sort_date < opens_on
