"""The stored states of obligations, computed from texts and events: after every change, for a check, or all anew.

`mandates.timeline.periods` computes them; only this module writes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from mandates.domain.lifecycle import ALWAYS
from mandates.reference import calendar as sessions
from mandates.reference import lookup
from mandates.reference.lookup import Dates
from mandates.reference.recurrence import EVERY_SESSION
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import horizon as horizons
from mandates.store import locks, reference_data, states
from mandates.store.engine import Connection
from mandates.store.reference_data import Identity
from mandates.store.rows import chunks
from mandates.timeline.ahead import AHEAD
from mandates.timeline.facts import Facts, Happened, Head, Version
from mandates.timeline.periods import Calendars, Texts, periods
from mandates.timeline.planning import ObligationState, plan


def refresh(work: UnitOfWork, mandate_ids: Iterable[int], *, brings_dues: bool = True) -> None:
    """Update the stored states of these mandates' obligations from texts and events.

    Args:
        brings_dues: whether this may be the first time that a session of a body is named. False when earlier states are
            restored, for example by an undo: they stay the same, whatever the user's own calendar says now.
    """
    for chunk in chunks(sorted(set(mandate_ids))):
        new_states = derived(work.connection, chunk, calendars=work.calendars, horizon=work.horizon)
        if brings_dues and _learn(work, new_states):
            new_states = derived(work.connection, chunk, calendars=work.calendars, horizon=work.horizon)
        states.add_obligations(work.connection, new_states)
        _add_sessions(work, new_states)
        states.replace_states(work.connection, chunk, new_states, party_ids(work.connection, new_states))


def derived(
    connection: Connection,
    mandate_ids: Sequence[int],
    *,
    calendars: Calendars,
    horizon: dt.date,
    through: dt.date = ALWAYS,
) -> list[ObligationState]:
    """Return the states of these mandates' obligations on all days, derived from texts and events up to `horizon`, or
    up to `through` if that is later.
    """
    derived_states: list[ObligationState] = []
    for material in states.material(connection, mandate_ids):
        derived_states += periods(
            material.facts, material.events, material.texts, calendars=calendars, horizon=horizon, through=through
        )
    return derived_states


def add(work: UnitOfWork, new: Iterable[tuple[Facts, Version, Head]]) -> None:
    """Store the states of mandates that are new in the register."""
    mandates = list(new)
    planned = [state for mandate in mandates for state in _planned(work, *mandate)]
    if _learn(work, planned):
        planned = [state for mandate in mandates for state in _planned(work, *mandate)]
    states.add_obligations(work.connection, planned)
    _add_sessions(work, planned)
    states.insert_states(work.connection, planned, party_ids(work.connection, planned))


def _planned(work: UnitOfWork, facts: Facts, version: Version, head: Head) -> list[ObligationState]:
    """Return the states of a new mandate on all days: the same on every day unless dates of sessions changed today."""
    if work.day not in work.calendars.changed:
        return plan(facts, version, head, calendar=work.calendars.of(work.day), horizon=work.horizon)
    added = Happened(
        id=0, day=work.day, of_resolution=True, obligation_id=None, before={"held": False}, after={"held": True}
    )
    texts = Texts(versions={version.id: version}, heads={head.reading_id: head})
    return periods(facts, [added], texts, calendars=work.calendars, horizon=work.horizon)


def party_ids(connection: Connection, planned: Sequence[ObligationState]) -> dict[tuple[str, str | None], int]:
    """Return the ids of the entities that are parties in these states, after storing new ones."""
    return reference_data.entity_ids(connection, _identities(planned))


def known_party_ids(connection: Connection, planned: Sequence[ObligationState]) -> dict[tuple[str, str | None], int]:
    """Return the ids of the entities that are parties in these states, of those that are stored."""
    return reference_data.known_entity_ids(connection, _identities(planned))


def _identities(obligation_states: Sequence[ObligationState]) -> dict[tuple[str, str | None], Identity]:
    """Return the identity of each party in these states, by its name and entity key."""
    from mandates.reference import entities  # noqa: PLC0415 - lists do not need the registry

    identities: dict[tuple[str, str | None], Identity] = {}
    for name, key in states.parties_in(obligation_states):
        entity = entities.entity(key) if key else None
        if entity is not None:
            identities[name, key] = Identity(entity.key, entity.name)
        else:
            identity = entities.identify(name)
            identities[name, key] = Identity(identity.key, identity.name)
    return identities


def extend_horizon(work: UnitOfWork) -> None:
    """Extend the computed recurrences to `AHEAD` from today if half of that period has passed."""
    if work.horizon > work.day + AHEAD / 2:
        return
    locks.many(work.connection)
    horizon = work.day + AHEAD
    mandate_ids = states.continuing(work.connection, horizon)
    locks.mandates(work.connection, mandate_ids)
    horizons.set_horizon(work.connection, horizon)
    work.__dict__["horizon"] = horizon
    refresh(work, mandate_ids, brings_dues=False)


def reach_today(work: UnitOfWork) -> None:
    """Extend the computed recurrences if today is beyond the stored horizon.

    Every change begins with it: what a change ends today has to be stored up to today, since
    `mandates.register.far_occurrences` computes only what continues.
    """
    if work.day > work.horizon:
        extend_horizon(work)


def rebuild(work: UnitOfWork) -> None:
    """Recompute all states."""
    after = 0
    while mandate_ids := states.all_mandate_ids(work.connection, after):
        refresh(work, mandate_ids, brings_dues=False)
        after = mandate_ids[-1]


def _learn(work: UnitOfWork, planned: Sequence[ObligationState]) -> bool:
    """Store the sessions of bodies that only the user's own calendar knows, and return whether there were any.

    This happens with the first text that names a session of such a body; later sessions are added by
    `mandates.register.redating`.
    """
    bodies = dict.fromkeys(state.at_body for state in planned if state.due_session or state.due_every == EVERY_SESSION)
    unknown_bodies = [name for name in bodies if name not in lookup.program().bodies()]
    if not unknown_bodies:
        return False
    known_bodies = {session.body for session in work.sessions}
    own_calendar = lookup.current()
    dates: dict[tuple[str, str], Dates] = {}
    for name in unknown_bodies:
        if name in known_bodies or states.due_at_sessions_of(work.connection, name):
            continue
        for session in (*own_calendar.sessions(name), *own_calendar.sessions(name, work.horizon)):
            dates[name, str(session.session)] = Dates(session.opens_on, session.closes_on, session.exact)
    if not dates:
        return False
    reference_data.add_sessions(work.connection, dates, work.sessions)
    work.forget_calendars()
    return True


def _add_sessions(work: UnitOfWork, planned: Sequence[ObligationState]) -> None:
    """Store the sessions at which something is due, with the dates that were used."""
    body_sessions = dict.fromkeys((state.at_body, state.due_session) for state in planned if state.due_session)
    dates: dict[tuple[str, str], Dates] = {}
    calendar = work.calendars.of(work.day)
    for body, number in body_sessions:
        session = calendar.session(body, number) if number else None
        if session is not None and number is not None:
            dates[sessions.resolve_body(body) or body, number] = Dates(
                session.opens_on, session.closes_on, session.exact
            )
    if reference_data.add_sessions(work.connection, dates, work.sessions):
        work.forget_sessions()
