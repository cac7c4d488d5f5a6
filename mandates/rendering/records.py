"""Read models as JSON objects. Promise: keys are always present, ``null`` when unknown; added to, never removed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from mandates.register.views import (
    DueView,
    EventView,
    EvidenceView,
    GroupCount,
    MandateView,
    ObligationRow,
    ProposalView,
)


def iso(value: dt.date | dt.datetime | None) -> str | None:
    """Return a date or a moment as ISO 8601."""
    return value.isoformat() if value else None


def json_value(value: Any) -> Any:
    """Return dates as text, tuples as lists, enums as their words, and what they hold likewise."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return value


def fields_record(view: Any) -> dict[str, Any]:
    """Return a flat read model (a dataclass without others inside) as a JSON object of its fields."""
    return {field.name: json_value(getattr(view, field.name)) for field in dataclasses.fields(view)}


def due_record(due: DueView | None) -> dict[str, Any] | None:
    """Return when an obligation is due, or None."""
    if due is None:
        return None
    return {
        "kind": due.kind,
        "body": due.body,
        "session": due.session,
        "phrase": due.phrase,
        "opens_on": iso(due.opens_on),
        "due_on": iso(due.due_on),
        "every": due.every,
        "after": due.after,
        "event": due.event,
        "read_due_on": iso(due.read_due_on),
        "ends_on": iso(due.ends_on),
    }


def evidence_record(evidence: EvidenceView) -> dict[str, Any]:
    """Return one piece of evidence."""
    return {"document": evidence.document, "on": iso(evidence.on), "note": evidence.note, "url": evidence.url}


def obligation_record(row: ObligationRow) -> dict[str, Any]:
    """Return the row of `list` and `overdue` (the order of keys is the contract's)."""
    return {
        "reference": row.reference,
        "symbol": row.symbol,
        "label": row.label,
        "verb": row.verb,
        "owners": list(row.owners),
        "deliverable": row.deliverable,
        "status": row.status.value,
        "state": row.state.value,
        "days_late": row.days_late,
        "due": due_record(row.due),
        "clause": row.clause,
        "evidence": [evidence_record(e) for e in row.evidence],
        "note": row.note,
        "mandate": row.mandate,
        "title": row.title,
        "submit_by": iso(row.submit_by),
        "issue_by": iso(row.issue_by),
        "superseded_by": row.superseded_by,
        "version": row.version,
        "matched": [{"text": text, "found": found} for text, found in row.matched],
    }


def event_record(event: EventView) -> dict[str, Any]:
    """Return one change of the register."""
    return fields_record(event)


def group_record(group: GroupCount) -> dict[str, Any]:
    """Return the counts under one heading."""
    return fields_record(group)


def proposal_record(proposal: ProposalView) -> dict[str, Any]:
    """Return a reading that waits for a person's word."""
    return fields_record(proposal)


def mandate_record(mandate: MandateView) -> dict[str, Any]:
    """Return a mandate with its obligations and history."""
    nested = {
        "obligations": [obligation_record(row) for row in mandate.obligations],
        "history": [event_record(event) for event in mandate.history],
    }
    return {
        field.name: nested[field.name] if field.name in nested else json_value(getattr(mandate, field.name))
        for field in dataclasses.fields(mandate)
    }
