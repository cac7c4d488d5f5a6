"""What a person should look at: low_confidence readings, and new readings that wait for a word; and that word.

A correction (`mandates.domain.commands.Correct`) is applied by `mandates.register.track`, as every command is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from mandates.domain.commands import Judge
from mandates.domain.errors import UnknownReferenceError
from mandates.domain.events import Event
from mandates.register import projection, records
from mandates.register.references import find_mandate
from mandates.register.rescheduling import moves_by_correction
from mandates.register.track import Changed
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.mandates import SuggestionRow
from mandates.store import changes, decisions, locks, low_confidence, states, suggestions, texts
from mandates.store.decisions import Subject
from mandates.store.engine import Connection
from mandates.store.suggestions import ACCEPTED, KEPT, OPEN, Suggestion
from mandates.store.texts import MandateRow, VersionRow
from mandates.timeline.periods import facts_on

#: Readings below this confidence are worth a look.
UNCERTAIN = 0.8


def uncertain_mandates(
    connection: Connection, as_of: dt.date | None = None, *, below: float = UNCERTAIN, limit: int | None = None
) -> list[str]:
    """Return the references of mandates read with less confidence than `below` that nobody has confirmed or corrected,
    now or by a day.

    The least certain first.
    """
    if as_of is not None and changes.any_after(connection, as_of):
        return _uncertain_on(connection, as_of, below)[: limit or None]
    return low_confidence.references(connection, below=below, limit=limit)


def count_uncertain(connection: Connection, as_of: dt.date | None = None, *, below: float = UNCERTAIN) -> int:
    """Return how many `uncertain_mandates` gives without a limit."""
    if as_of is not None and changes.any_after(connection, as_of):
        return len(_uncertain_on(connection, as_of, below))
    return low_confidence.count(connection, below=below)


def _uncertain_on(connection: Connection, day: dt.date, below: float) -> list[str]:
    """Return the mandates that had an uncertain reading on a past day, by the references that lead to them now."""
    confirmed: dict[int, bool] = {}
    for one in changes.mandate_changes_after(connection, day):  # the last first: the first one says what was before
        if "confirmed" in one.before:
            confirmed[one.mandate_id] = bool(one.before["confirmed"])
    rows = low_confidence.on_day(connection, day, below=below)
    found = [row.mandate_id for row in rows if not confirmed.get(row.mandate_id, row.confirmed)]
    names = texts.references_of(connection, found)
    return [names[one] for one in found]


def waiting(connection: Connection, as_of: dt.date | None = None, *, limit: int | None = None) -> list[SuggestionRow]:
    """Return the readings that wait for a person's word, or waited on a day, in order of their references."""
    if as_of is not None and changes.any_after(connection, as_of):
        return _waiting_on(connection, as_of)[: limit or None]
    found = suggestions.waiting(connection, limit=limit)
    return _rows(connection, found, {one.mandate_id: texts.mandate_by_id(connection, one.mandate_id) for one in found})


def _waiting_on(connection: Connection, day: dt.date) -> list[SuggestionRow]:
    """Return the readings that waited on a past day."""
    states_then: dict[int, str | None] = {one.id: OPEN for one in suggestions.waiting(connection)}
    for change in changes.mandate_changes_after(connection, day):  # the last first
        if "suggestion_id" in change.before:
            states_then[change.before["suggestion_id"]] = change.before["state"]
    open_then = suggestions.by_ids(connection, sorted(one for one, state in states_then.items() if state == OPEN))
    mandates: dict[int, MandateRow] = {}
    for material in states.material(connection, sorted({one.mandate_id for one in open_then})):
        facts = facts_on(material.facts, material.events, day)
        if facts.in_text:
            row = texts.mandate_by_id(connection, facts.mandate_id)
            mandates[row.id] = row._replace(reference=facts.reference, version_id=facts.version_id)
    found = [one for one in open_then if one.mandate_id in mandates]
    found.sort(key=lambda one: mandates[one.mandate_id].reference)
    return _rows(connection, found, mandates)


def _rows(
    connection: Connection, found: Sequence[Suggestion], mandates: Mapping[int, MandateRow]
) -> list[SuggestionRow]:
    wanted = [one.version_id for one in found] + [one.version_id for one in mandates.values()]
    versions = texts.versions(connection, wanted)
    return [_row(one, mandates[one.mandate_id], versions) for one in found]


def judge(work: UnitOfWork, command: Judge, reference: str) -> Changed:
    """Put the suggested reading of a mandate in force, or keep the one that is; what people decided goes on winning.

    Raises:
        UnknownReferenceError: there is no such mandate, or nothing waits for it.
    """
    projection.reach_today(work)
    located = find_mandate(work.connection, reference)
    mandate = located.mandate
    locks.mandates(work.connection, [mandate.id])
    open_ones = [one for one in suggestions.of_mandate(work.connection, mandate.id) if one.state == OPEN]
    if not open_ones:
        raise UnknownReferenceError(f"no new extraction of {mandate.reference} is waiting", "see 'mandates review'")
    one = open_ones[-1]
    versions = texts.versions(work.connection, [one.version_id, mandate.version_id])
    row = _row(one, mandate, versions)
    before: dict[str, Any] = {"suggestion_id": one.id, "state": OPEN}
    after: dict[str, Any] = {"suggestion_id": one.id, "state": ACCEPTED if command.accept else KEPT}
    events: list[Event] = []
    if command.accept:
        before["version_id"], after["version_id"] = mandate.version_id, one.version_id
        dues = versions[mandate.version_id].dues, versions[one.version_id].dues
        if not _has_own_dues(work, mandate):
            events += moves_by_correction(work, mandate, *dues)
    events.append(
        Event(
            kind=command.kind,
            reference=mandate.reference,
            mandate_id=mandate.id,
            before=before,
            after=after,
            details={"before": row.before, "after": row.after},
            reason=command.reason,
        )
    )
    records.put(work, events)
    from mandates.register import endings  # noqa: PLC0415 - only where a reading is taken

    projection.refresh(work, [mandate.id, *endings.sync(work, [mandate.resolution_id])])
    return Changed(reference=mandate.reference, before=row.before, after=row.after, notice=located.notice)


def _has_own_dues(work: UnitOfWork, mandate: MandateRow) -> bool:
    """Whether a person has given a mandate its dues."""
    return "dues" in decisions.of_mandates(work.connection, [mandate.id]).get(Subject(mandate.id), {})


def _row(one: Suggestion, mandate: MandateRow, versions: dict[int, VersionRow]) -> SuggestionRow:
    from mandates.register.preparing import material  # noqa: PLC0415 - only where a reading waits

    was, now = material(versions[mandate.version_id]._asdict()), material(versions[one.version_id]._asdict())
    changed = [name for name in was if was[name] != now[name]]
    return SuggestionRow(
        id=one.id,
        reference=mandate.reference,
        clause=versions[one.version_id].clause,
        before={name: was[name] for name in changed},
        after={name: now[name] for name in changed},
    )
