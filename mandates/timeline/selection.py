"""The filters that every command shares, for states that are not stored: in SQL they are `mandates.store.selection`."""

from __future__ import annotations

import datetime as dt

from mandates.domain.filters import Criteria, Filters
from mandates.timeline.planning import OPEN, UNDATED, ObligationState


def matches(filters: Filters, state: ObligationState, day: dt.date) -> bool:
    """Return whether filters select a state that holds on `day`, as far as its own columns tell: parties, resolution
    and search are for the caller.
    """
    open_ = state.standing == OPEN
    if filters.overdue and not (open_ and state.rank_on < day):
        return False
    if not filters.overdue and filters.settled is not None and filters.settled == open_:
        return False
    dated = state.rank_on < UNDATED
    return (
        not (filters.undated and dated)
        and (filters.since is None or (dated and state.rank_on >= filters.since))
        and (filters.until is None or state.rank_on <= filters.until)
        and all(_named(filters, state))
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
