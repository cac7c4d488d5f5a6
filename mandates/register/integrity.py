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
    """Return the inconsistencies of the register, one line each; [] if there are none."""
    problems = list(checks.findings(connection))
    after = 0
    while mandate_ids := states.all_mandate_ids(connection, after):
        problems += _states(connection, mandate_ids)
        problems += _decisions(connection, mandate_ids)
        after = mandate_ids[-1]
    return problems


def _states(connection: Connection, mandate_ids: Sequence[int]) -> Iterator[str]:
    """Yield a line for each stored state that differs from the one derived from texts and events."""
    horizon = horizons.horizon(connection)
    derived = projection.derived(connection, mandate_ids, calendars=calendars(connection), horizon=horizon)
    stored = states.stored_states(connection, mandate_ids)
    for state in derived:
        stored_values = stored.pop((state.obligation_id or 0, state.known_on), None)
        values = states.as_values(state)
        if stored_values is None:
            yield f"{state.reference}: has no state from {state.since} on"
        elif stored_values != values:
            wrong = sorted(name for name, value in values.items() if stored_values[name] != value)
            problem = f"does not follow from texts and events ({', '.join(wrong)})"
            yield f"{state.reference}: its state from {state.since} on {problem}"
    for values in stored.values():
        yield f"{values['reference']}: has a state from {values['since']} on that nothing leads to"
    remarks = states.stored_remarks(connection, mandate_ids)
    for state in derived:
        if remarks.pop((state.obligation_id or 0, state.known_on), None) != state.remarks:
            yield f"{state.reference}: its words are not found as they were noted"
    for obligation_id, since in remarks:
        yield f"obligation {obligation_id}: words are found from {since} on that nobody noted"
    parties = states.stored_parties(connection, mandate_ids)
    ids = projection.known_party_ids(connection, derived)
    for state in derived:
        expected = {(ids.get((party.name, party.entity), 0), role.value) for role, party in state.parties}
        if parties.get((state.obligation_id or 0, state.known_on), set()) != expected:
            yield f"{state.reference}: its parties are not those that were read or decided"


def _decisions(connection: Connection, mandate_ids: Sequence[int]) -> Iterator[str]:
    """Yield a line for each stored decision that differs from the result of replaying all events."""
    held = decisions.of_mandates(connection, mandate_ids)
    for material in states.material(connection, mandate_ids):
        by_history = _by_history(material)
        current = {
            subject: values for subject, values in held.items() if subject.mandate_id == material.facts.mandate_id
        }
        for subject in sorted({*by_history, *current}, key=str):
            current_values, history_values = current.get(subject, {}), by_history.get(subject, {})
            for name in sorted({*current_values, *history_values}):
                undecided = UNDECIDED.get(name)
                if current_values.get(name, undecided) != history_values.get(name, undecided):
                    yield f"{material.facts.reference}: its history does not lead to its {name}"
        forgotten = _earlier_references(material)
        if forgotten:
            forgotten -= set(texts.former_references(connection, material.facts.mandate_id))
        for reference in sorted(forgotten):
            yield f"{material.facts.reference}: its earlier reference {reference} is forgotten"


def _earlier_references(material: Material) -> set[str]:
    """Return the former references of a mandate, by its events."""
    references: set[str] = set()
    for event in material.events:
        reference = event.before.get("reference")
        if event.obligation_id is None and reference and not reference.startswith("~"):
            references.add(reference)
    return references - {material.facts.reference}


def _by_history(material: Material) -> Mapping[Subject, Mapping[str, Any]]:
    """Return the decisions that the events of a mandate result in, by their subject."""
    decided: dict[Subject, dict[str, Any]] = {}
    for event in material.events:
        fields = MANDATE_DECISIONS if event.obligation_id is None else OBLIGATION_DECISIONS
        values = {name: value for name, value in event.after.items() if name in fields}
        if not event.of_resolution and values:
            subject = Subject(material.facts.mandate_id, event.obligation_id)
            decided.setdefault(subject, {}).update(values)
    return {
        subject: {name: value for name, value in values.items() if value is not None}
        for subject, values in decided.items()
    }
