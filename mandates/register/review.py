"""Extractions to be checked: those with low confidence, and changed ones that wait for a decision; and the decision.

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

#: Extractions below this confidence should be reviewed.
UNCERTAIN = 0.8


def uncertain_mandates(
    connection: Connection, as_of: dt.date | None = None, *, below: float = UNCERTAIN, limit: int | None = None
) -> list[str]:
    """Return the references of mandates extracted with less confidence than `below` that nobody has confirmed or
    corrected, now or by a day; the least certain first.
    """
    if as_of is not None and changes.any_after(connection, as_of):
        return _uncertain_on(connection, as_of, below)[: limit or None]
    return low_confidence.references(connection, below=below, limit=limit)


def count_uncertain(connection: Connection, as_of: dt.date | None = None, *, below: float = UNCERTAIN) -> int:
    """Return the number of `uncertain_mandates` without a limit."""
    if as_of is not None and changes.any_after(connection, as_of):
        return len(_uncertain_on(connection, as_of, below))
    return low_confidence.count(connection, below=below)


def _uncertain_on(connection: Connection, day: dt.date, below: float) -> list[str]:
    """Return the current references of the mandates whose extraction was uncertain on a past day."""
    confirmed: dict[int, bool] = {}
    for row in changes.mandate_changes_after(connection, day):  # latest first, so that the earliest change wins
        if "confirmed" in row.before:
            confirmed[row.mandate_id] = bool(row.before["confirmed"])
    rows = low_confidence.on_day(connection, day, below=below)
    mandate_ids = [row.mandate_id for row in rows if not confirmed.get(row.mandate_id, row.confirmed)]
    names = texts.references_of(connection, mandate_ids)
    return [names[mandate_id] for mandate_id in mandate_ids]


def waiting(connection: Connection, as_of: dt.date | None = None, *, limit: int | None = None) -> list[SuggestionRow]:
    """Return the extractions that wait for review, now or on a day, in order of their references."""
    if as_of is not None and changes.any_after(connection, as_of):
        return _waiting_on(connection, as_of)[: limit or None]
    open_suggestions = suggestions.waiting(connection, limit=limit)
    return _rows(
        connection,
        open_suggestions,
        {
            suggestion.mandate_id: texts.mandate_by_id(connection, suggestion.mandate_id)
            for suggestion in open_suggestions
        },
    )


def _waiting_on(connection: Connection, day: dt.date) -> list[SuggestionRow]:
    """Return the extractions that waited for review on a past day."""
    states_then: dict[int, str | None] = {suggestion.id: OPEN for suggestion in suggestions.waiting(connection)}
    for change in changes.mandate_changes_after(connection, day):  # latest first
        if "suggestion_id" in change.before:
            states_then[change.before["suggestion_id"]] = change.before["state"]
    open_then = suggestions.by_ids(connection, sorted(number for number, state in states_then.items() if state == OPEN))
    mandates: dict[int, MandateRow] = {}
    for material in states.material(connection, sorted({suggestion.mandate_id for suggestion in open_then})):
        facts = facts_on(material.facts, material.events, day)
        if facts.in_text:
            row = texts.mandate_by_id(connection, facts.mandate_id)
            mandates[row.id] = row._replace(reference=facts.reference, version_id=facts.version_id)
    waiting_then = [suggestion for suggestion in open_then if suggestion.mandate_id in mandates]
    waiting_then.sort(key=lambda suggestion: mandates[suggestion.mandate_id].reference)
    return _rows(connection, waiting_then, mandates)


def _rows(
    connection: Connection, open_suggestions: Sequence[Suggestion], mandates: Mapping[int, MandateRow]
) -> list[SuggestionRow]:
    version_ids = [suggestion.version_id for suggestion in open_suggestions] + [
        mandate.version_id for mandate in mandates.values()
    ]
    versions = texts.versions(connection, version_ids)
    return [_row(suggestion, mandates[suggestion.mandate_id], versions) for suggestion in open_suggestions]


def judge(work: UnitOfWork, command: Judge, reference: str) -> Changed:
    """Accept the suggested extraction of a mandate or keep the current one; people's decisions still take precedence.

    Raises:
        UnknownReferenceError: there is no such mandate, or no suggestion for it waits.
    """
    projection.reach_today(work)
    located = find_mandate(work.connection, reference)
    mandate = located.mandate
    locks.mandates(work.connection, [mandate.id])
    open_suggestions = [
        suggestion for suggestion in suggestions.of_mandate(work.connection, mandate.id) if suggestion.state == OPEN
    ]
    if not open_suggestions:
        raise UnknownReferenceError(f"no new extraction of {mandate.reference} is waiting", "see 'mandates review'")
    latest = open_suggestions[-1]
    versions = texts.versions(work.connection, [latest.version_id, mandate.version_id])
    row = _row(latest, mandate, versions)
    before: dict[str, Any] = {"suggestion_id": latest.id, "state": OPEN}
    after: dict[str, Any] = {"suggestion_id": latest.id, "state": ACCEPTED if command.accept else KEPT}
    events: list[Event] = []
    if command.accept:
        before["version_id"], after["version_id"] = mandate.version_id, latest.version_id
        dues = versions[mandate.version_id].dues, versions[latest.version_id].dues
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
    from mandates.register import endings  # noqa: PLC0415 - only if an extraction is accepted or kept

    projection.refresh(work, [mandate.id, *endings.sync(work, [mandate.resolution_id])])
    return Changed(reference=mandate.reference, before=row.before, after=row.after, notice=located.notice)


def _has_own_dues(work: UnitOfWork, mandate: MandateRow) -> bool:
    """Return whether a person has set the dues of a mandate."""
    return "dues" in decisions.of_mandates(work.connection, [mandate.id]).get(Subject(mandate.id), {})


def _row(suggestion: Suggestion, mandate: MandateRow, versions: dict[int, VersionRow]) -> SuggestionRow:
    from mandates.register.preparing import material  # noqa: PLC0415 - only if an extraction waits

    before, after = (
        material(versions[mandate.version_id]._asdict()),
        material(versions[suggestion.version_id]._asdict()),
    )
    changed = [name for name in before if before[name] != after[name]]
    return SuggestionRow(
        id=suggestion.id,
        reference=mandate.reference,
        clause=versions[suggestion.version_id].clause,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
