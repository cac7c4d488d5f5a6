"""Changing the fields of things, each change with its event, so that it can be shown and undone exactly.

Everything that is not derived is changed here only: references to texts, decisions, keys and sessions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from mandates.domain.events import MANDATE_DECISIONS, UNDECIDED, Event, decides
from mandates.domain.kinds import LinkState, MatchState
from mandates.register import agendas, documents_on_day
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import decisions, issued, links, reference_data, states, suggestions, texts
from mandates.store.decisions import Subject

_RESOLUTION = frozenset({"held", "reading_id", "digest"})
_MANDATE = frozenset({"in_text", "version_id", "reference", "label", "ordinal", "position"})
_SESSION_DATES = ("opens_on", "closes_on", "exact")


def put(work: UnitOfWork, events: Sequence[Event]) -> None:
    """Apply the values after `events`, append the events to the change, and increment versions.

    The caller has to call `mandates.register.projection.refresh` for the mandates of the events.
    """
    _remember_references(work, events)
    mandates: dict[int, dict[str, Any]] = defaultdict(dict)
    keys: dict[int, str] = {}
    decided: dict[Subject, dict[str, Any]] = defaultdict(dict)
    new_versions: list[Subject] = []
    for event in events:
        if event.mandate_id is not None and decides(event.after, of_mandate=event.obligation_id is None):
            new_versions.append(Subject(event.mandate_id, event.obligation_id))
        after = dict(event.after)
        if event.obligation_id is not None and event.mandate_id is not None:
            if "key" in after:
                keys[event.obligation_id] = after.pop("key")
            if after:
                decided[Subject(event.mandate_id, event.obligation_id)] |= after
        elif event.mandate_id is not None:
            if "suggestion_id" in after:
                state = after.pop("state") or suggestions.UNDONE
                suggestions.set_state(work.connection, after.pop("suggestion_id"), state)
            if "link_id" in after:
                links.set_state(work.connection, after.pop("link_id"), after.pop("state") or LinkState.PROPOSED)
            mandates[event.mandate_id] |= {name: value for name, value in after.items() if name in _MANDATE}
            on_mandate = {name: value for name, value in after.items() if name in MANDATE_DECISIONS}
            if on_mandate:
                decided[Subject(event.mandate_id)] |= on_mandate
        elif event.resolution_id is not None:
            if "link_id" in after:
                links.set_state(work.connection, after.pop("link_id"), after.pop("state") or LinkState.PROPOSED)
            values = {name: value for name, value in after.items() if name in _RESOLUTION}
            if values:
                texts.set_resolution(work.connection, event.resolution_id, values)
        elif "issued_id" in after:
            if after.get("read"):
                documents_on_day.put_back(work.connection, after["issued_id"], after["read"])
            if "held" in after:
                issued.set_held(work.connection, after["issued_id"], held=bool(after["held"]))
            agendas.sync(work.connection, after["issued_id"], work.day)
        elif "answer_id" in after:
            issued.set_state(work.connection, after["answer_id"], after["state"] or MatchState.PROPOSED)
        elif "session_id" in after:
            values = {name: _day(after[name]) if name != "exact" else after[name] for name in _SESSION_DATES}
            reference_data.set_session(work.connection, after["session_id"], values)
            work.forget_calendars()
    _put_mandates(work, mandates)
    states.set_keys(work.connection, keys)
    decisions.put(work.connection, decided)
    decisions.count_versions(work.connection, new_versions)
    work.append(events)


def current(work: UnitOfWork, event: Event, decisions: Mapping[Subject, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the current values of the fields that `event` changed; `decisions` has the decisions on its mandate."""
    names = set(event.after)
    if event.obligation_id is not None and event.mandate_id is not None:
        values = dict(decisions.get(Subject(event.mandate_id, event.obligation_id), {}))
        if "key" in names:
            values["key"] = states.keys_of(work.connection, event.mandate_id).get(event.obligation_id)
    elif event.mandate_id is not None:
        values = {**decisions.get(Subject(event.mandate_id), {})}
        if names & _MANDATE:
            values |= texts.mandate_by_id(work.connection, event.mandate_id)._asdict()
        if "suggestion_id" in names:
            suggestion = suggestions.by_id(work.connection, event.after["suggestion_id"])
            state = suggestion.state if suggestion else None
            values |= {"suggestion_id": event.after["suggestion_id"]}
            values["state"] = None if state == suggestions.UNDONE else state
    elif event.resolution_id is not None:
        values = texts.resolution_by_id(work.connection, event.resolution_id)._asdict()
    elif "issued_id" in names:
        document = issued.by_id(work.connection, event.after["issued_id"])
        values = {"issued_id": event.after["issued_id"]}
        if document is not None:
            values |= {"held": document.held, "read": documents_on_day.as_stored(document)}
    elif "answer_id" in names:
        (answer,) = issued.answers_by_ids(work.connection, [event.after["answer_id"]]) or (None,)
        values = {"answer_id": event.after["answer_id"], "state": answer.state if answer else None}
    else:
        session = {row.id: row for row in reference_data.sessions(work.connection)}.get(
            event.after.get("session_id", 0)
        )
        values = {}
        if session is not None:
            values = {"session_id": session.id, "exact": session.exact}
            values |= {"opens_on": _iso(session.opens_on), "closes_on": _iso(session.closes_on)}
    if "link_id" in names:
        link = links.by_ids(work.connection, [event.after["link_id"]]).get(event.after["link_id"])
        values |= {"link_id": event.after["link_id"], "state": link.state if link else None}
    return {name: values.get(name, UNDECIDED.get(name)) for name in names}


def _put_mandates(work: UnitOfWork, mandates: Mapping[int, Mapping[str, Any]]) -> None:
    """Set these values of mandates, which may exchange their references."""
    renamed_ids = [key for key, values in mandates.items() if "reference" in values]
    texts.release_references(work.connection, renamed_ids)
    for mandate_id, values in mandates.items():
        if values:
            texts.set_mandate(work.connection, mandate_id, values)


def _remember_references(work: UnitOfWork, events: Sequence[Event]) -> None:
    """Store the references that events take from mandates as former references, which still lead to them."""
    for event in events:
        former = event.before.get("reference")
        if event.mandate_id is None or not former or former == event.after.get("reference"):
            continue
        if not former.startswith("~"):
            texts.remember_reference(work.connection, event.mandate_id, former, work.started())


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None
