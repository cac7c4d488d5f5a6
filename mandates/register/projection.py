"""The states of obligations, brought to what texts and events say: written after every change, checked, remade.

`mandates.timeline.periods` works them out; nothing else writes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

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
from mandates.timeline.planning import ALWAYS, ObligationState, plan


def refresh(work: UnitOfWork, mandate_ids: Iterable[int], *, brings_dues: bool = True) -> None:
    """Bring the states of these mandates' obligations to what texts and events say.

    Args:
        brings_dues: whether this may be the first time that a session of a body is named. What was before, such as
            after an undo, is as it was, whatever a person's calendar says by now.
    """
    for some in chunks(sorted(set(mandate_ids))):
        wanted = derived(work.connection, some, calendars=work.calendars, horizon=work.horizon)
        if brings_dues and _learn(work, wanted):
            wanted = derived(work.connection, some, calendars=work.calendars, horizon=work.horizon)
        states.add_obligations(work.connection, wanted)
        _add_sessions(work, wanted)
        states.replace_states(work.connection, some, wanted, party_ids(work.connection, wanted))


def derived(
    connection: Connection,
    mandate_ids: Sequence[int],
    *,
    calendars: Calendars,
    horizon: dt.date,
    through: dt.date = ALWAYS,
) -> list[ObligationState]:
    """Return the states of these mandates' obligations on all days, as texts and events say, and as far as they are
    stored; with `through` up to that day.
    """
    found: list[ObligationState] = []
    for one in states.material(connection, mandate_ids):
        found += periods(one.facts, one.events, one.texts, calendars=calendars, horizon=horizon, through=through)
    return found


def add(work: UnitOfWork, new: Iterable[tuple[Facts, Version, Head]]) -> None:
    """Store the states of mandates that the register did not have."""
    several = list(new)
    planned = [state for one in several for state in _planned(work, *one)]
    if _learn(work, planned):
        planned = [state for one in several for state in _planned(work, *one)]
    states.add_obligations(work.connection, planned)
    _add_sessions(work, planned)
    states.insert_states(work.connection, planned, party_ids(work.connection, planned))


def _planned(work: UnitOfWork, facts: Facts, version: Version, head: Head) -> list[ObligationState]:
    """Return the states of a new mandate on all days: the same on each, unless dates of sessions changed today."""
    if work.day not in work.calendars.changed:
        return plan(facts, version, head, calendar=work.calendars.of(work.day), horizon=work.horizon)
    brought_in = Happened(
        id=0, day=work.day, of_resolution=True, obligation_id=None, before={"held": False}, after={"held": True}
    )
    texts = Texts(versions={version.id: version}, heads={head.reading_id: head})
    return periods(facts, [brought_in], texts, calendars=work.calendars, horizon=work.horizon)


def party_ids(connection: Connection, wanted: Sequence[ObligationState]) -> dict[tuple[str, str | None], int]:
    """Return the ids of the entities that have a part in these states, storing those that are new."""
    return reference_data.entity_ids(connection, _identities(wanted))


def known_party_ids(connection: Connection, wanted: Sequence[ObligationState]) -> dict[tuple[str, str | None], int]:
    """Return the ids of the entities that have a part in these states, as far as they are stored."""
    return reference_data.known_entity_ids(connection, _identities(wanted))


def _identities(wanted: Sequence[ObligationState]) -> dict[tuple[str, str | None], Identity]:
    """Return who each party of these states stands for."""
    from mandates.reference import entities  # noqa: PLC0415 - a registry that lists do without

    identities: dict[tuple[str, str | None], Identity] = {}
    for name, key in states.parties_in(wanted):
        known = entities.entity(key) if key else None
        if known is not None:
            identities[name, key] = Identity(known.key, known.name)
        else:
            found = entities.identify(name)
            identities[name, key] = Identity(found.key, found.name)
    return identities


def extend_horizon(work: UnitOfWork) -> None:
    """Work recurrences out further where half of what was ahead has passed."""
    if work.horizon > work.day + AHEAD / 2:
        return
    locks.many(work.connection)
    horizon = work.day + AHEAD
    behind = states.continuing(work.connection, horizon)
    locks.mandates(work.connection, behind)
    horizons.set_horizon(work.connection, horizon)
    work.__dict__["horizon"] = horizon
    refresh(work, behind, brings_dues=False)


def reach_today(work: UnitOfWork) -> None:
    """Work recurrences out further where nobody has for so long that today is beyond what is stored.

    Every change begins with it: what a change ends today has to be known up to today, since
    `mandates.register.far_occurrences` works out only what goes on.
    """
    if work.day > work.horizon:
        extend_horizon(work)


def rebuild(work: UnitOfWork) -> None:
    """Work all states out anew."""
    after = 0
    while some := states.all_mandate_ids(work.connection, after):
        refresh(work, some, brings_dues=False)
        after = some[-1]


def _learn(work: UnitOfWork, planned: Sequence[ObligationState]) -> bool:
    """Take over the sessions of bodies that the program does not know from a person's own calendar, and return whether
    there are any: with the first text that names a session of them. Later ones come by `mandates.register.redating`.
    """
    named = dict.fromkeys(one.at_body for one in planned if one.due_session or one.due_every == EVERY_SESSION)
    new = [name for name in named if name not in lookup.program().bodies()]
    if not new:
        return False
    known = {one.body for one in work.sessions}
    own = lookup.current()
    dates: dict[tuple[str, str], Dates] = {}
    for name in new:
        if name in known or states.due_at_sessions_of(work.connection, name):
            continue
        for one in (*own.sessions(name), *own.sessions(name, work.horizon)):
            dates[name, str(one.session)] = Dates(one.opens_on, one.closes_on, one.exact)
    if not dates:
        return False
    reference_data.add_sessions(work.connection, dates, work.sessions)
    work.forget_calendars()
    return True


def _add_sessions(work: UnitOfWork, planned: Sequence[ObligationState]) -> None:
    """Keep the sessions at which something is due, with the dates that it was worked out by."""
    named = dict.fromkeys((one.at_body, one.due_session) for one in planned if one.due_session)
    wanted: dict[tuple[str, str], Dates] = {}
    calendar = work.calendars.of(work.day)
    for body, number in named:
        known = calendar.session(body, number) if number else None
        if known is not None and number is not None:
            wanted[sessions.resolve_body(body) or body, number] = Dates(known.opens_on, known.closes_on, known.exact)
    if reference_data.add_sessions(work.connection, wanted, work.sessions):
        work.forget_sessions()
