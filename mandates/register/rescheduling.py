"""Obligations whose due date or session was corrected: each keeps its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mandates.domain.due import due_from_plain
from mandates.domain.events import Event, EventKind
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import states, texts
from mandates.store.texts import MandateRow
from mandates.timeline.occurrences import Adopted, explicit

Dues = Sequence[Mapping[str, Any]]


def moves(work: UnitOfWork, mandate: MandateRow, before: Dues, after: Dues, *, now: Adopted) -> list[Event]:
    """Return events for the obligations of a mandate that get other keys when its text, adopted `now`, has new dues."""
    adopted_before = _adopted(work, mandate)
    return _key_changes(work, mandate, _keys(work, before, adopted_before), _keys(work, after, now))


def moves_by_correction(work: UnitOfWork, mandate: MandateRow, before: Dues, after: Dues) -> list[Event]:
    """Return events for the obligations of a mandate that get other keys when a person sets new dues."""
    return moves(work, mandate, before, after, now=_adopted(work, mandate))


def _adopted(work: UnitOfWork, mandate: MandateRow) -> Adopted:
    resolution = texts.resolution_by_id(work.connection, mandate.resolution_id)
    head = texts.reading_by_id(work.connection, resolution.reading_id)
    return Adopted(resolution.body, head.session, head.adopted_on)


def _keys(work: UnitOfWork, dues: Dues, adopted: Adopted) -> list[str]:
    calendar = work.calendars.of(work.day)
    return [occurrence.key for occurrence in explicit([due_from_plain(due) for due in dues], adopted, calendar)]


def _key_changes(work: UnitOfWork, mandate: MandateRow, before: Sequence[str], after: Sequence[str]) -> list[Event]:
    """Return events that give the obligations whose keys are gone, in order, the new keys that are free."""
    ids = {key: obligation_id for obligation_id, key in states.keys_of(work.connection, mandate.id).items()}
    freed = [key for key in before if key not in after and key in ids]
    added = [key for key in after if key not in before and key not in ids]
    return [
        Event(
            kind=EventKind.MOVED,
            reference=f"{mandate.reference}@{old}",
            resolution_id=mandate.resolution_id,
            mandate_id=mandate.id,
            obligation_id=ids[old],
            before={"key": old},
            after={"key": new},
        )
        for old, new in zip(freed, added, strict=False)
    ]
