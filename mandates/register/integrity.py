"""Whether a register is sound: its tables, its states against texts and events, its decisions against its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mandates.domain.events import MANDATE_DECISIONS, OBLIGATION_DECISIONS, UNDECIDED
from mandates.register import projection
from mandates.register.unit_of_work import calendars
from mandates.store import checks, decisions, states, texts
from mandates.store import horizon as horizons
from mandates.store.decisions import Subject
from mandates.store.engine import Connection
from mandates.store.states import Material


def findings(connection: Connection) -> list[str]:
    """Return what is broken in the register, one line each; [] when all holds."""
    found = list(checks.findings(connection))
    after = 0
    while some := states.all_mandate_ids(connection, after):
        found += _states(connection, some)
        found += _decisions(connection, some)
        after = some[-1]
    return found


def _states(connection: Connection, mandate_ids: Sequence[int]) -> Iterator[str]:
    """Yield where stored states are not those that follow from texts and events."""
    horizon = horizons.horizon(connection)
    wanted = projection.derived(connection, mandate_ids, calendars=calendars(connection), horizon=horizon)
    stored = states.stored_states(connection, mandate_ids)
    for state in wanted:
        before = stored.pop((state.obligation_id or 0, state.known_on), None)
        values = states.as_values(state)
        if before is None:
            yield f"{state.reference}: has no state from {state.since} on"
        elif before != values:
            wrong = sorted(name for name, value in values.items() if before[name] != value)
            told = f"does not follow from texts and events ({', '.join(wrong)})"
            yield f"{state.reference}: its state from {state.since} on {told}"
    for values in stored.values():
        yield f"{values['reference']}: has a state from {values['since']} on that nothing leads to"
    remarks = states.stored_remarks(connection, mandate_ids)
    for state in wanted:
        if remarks.pop((state.obligation_id or 0, state.known_on), None) != state.remarks:
            yield f"{state.reference}: its words are not found as they were noted"
    for obligation_id, since in remarks:
        yield f"obligation {obligation_id}: words are found from {since} on that nobody noted"
    parties = states.stored_parties(connection, mandate_ids)
    ids = projection.known_party_ids(connection, wanted)
    for state in wanted:
        named = {(ids.get((one.name, one.entity), 0), role.value) for role, one in state.parties}
        if parties.get((state.obligation_id or 0, state.known_on), set()) != named:
            yield f"{state.reference}: its parties are not those that were read or decided"


def _decisions(connection: Connection, mandate_ids: Sequence[int]) -> Iterator[str]:
    """Yield where what is decided is not what the history leads to, told from the first event on."""
    held = decisions.of_mandates(connection, mandate_ids)
    for one in states.material(connection, mandate_ids):
        led_to = _led_to(one)
        of_this = {subject: values for subject, values in held.items() if subject.mandate_id == one.facts.mandate_id}
        for subject in sorted({*led_to, *of_this}, key=str):
            now, then = of_this.get(subject, {}), led_to.get(subject, {})
            for name in sorted({*now, *then}):
                nothing = UNDECIDED.get(name)
                if now.get(name, nothing) != then.get(name, nothing):
                    yield f"{one.facts.reference}: its history does not lead to its {name}"
        forgotten = _earlier_references(one)
        if forgotten:
            forgotten -= set(texts.former_references(connection, one.facts.mandate_id))
        for reference in sorted(forgotten):
            yield f"{one.facts.reference}: its earlier reference {reference} is forgotten"


def _earlier_references(one: Material) -> set[str]:
    """Return the references that a mandate had before, by its events."""
    found: set[str] = set()
    for event in one.events:
        was = event.before.get("reference")
        if event.obligation_id is None and was and not was.startswith("~"):
            found.add(was)
    return found - {one.facts.reference}


def _led_to(one: Material) -> Mapping[Subject, Mapping[str, Any]]:
    """Return what the events of a mandate lead to, by what is decided on."""
    found: dict[Subject, dict[str, Any]] = {}
    for event in one.events:
        fields = MANDATE_DECISIONS if event.obligation_id is None else OBLIGATION_DECISIONS
        values = {name: value for name, value in event.after.items() if name in fields}
        if not event.of_resolution and values:
            subject = Subject(one.facts.mandate_id, event.obligation_id)
            found.setdefault(subject, {}).update(values)
    return {
        subject: {name: value for name, value in values.items() if value is not None}
        for subject, values in found.items()
    }
