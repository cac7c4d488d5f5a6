"""Questions to a register, answered with the read models of `mandates.register.views`: all in one place to call."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, select

from mandates.register.answers import pastday
from mandates.register.answers.lists import owners, resolutions
from mandates.register.answers.obligations import count_obligations, list_obligations, rows_statement, to_rows
from mandates.register.answers.summaries import coming, summary
from mandates.register.database.rows import Row, fetch, fetch_one
from mandates.register.state.asof import AsOf
from mandates.register.tables import obligation, paragraph, resolution
from mandates.register.views import MandateView
from mandates.register.work import decisions, references
from mandates.register.work.decisions import Subject
from mandates.register.work.events import history
from mandates.register.work.references import suggest_reference

__all__ = [
    "coming",
    "count_obligations",
    "history",
    "list_obligations",
    "mandate_view",
    "owners",
    "resolutions",
    "suggest_reference",
    "summary",
]

_HISTORY = 200


def mandate_view(session: Connection, reference: str, as_of: dt.date) -> MandateView:
    """Return all that is known of the mandate that `reference` means, with or without ``@``.

    Raises:
        UsageError: it is no reference. UnknownReferenceError: it is not in the register; names the nearest.
    """
    found = references.find_mandate(session, reference)
    with pastday.on(session, as_of):
        day = AsOf(session, as_of)
        of_mandate = obligation.c.mandate_id == found["id"]
        rows = rows_statement().where(of_mandate, day.shown(), day.expected()).order_by(obligation.c.sort_key)
        obligations = tuple(to_rows(session, rows, day))
    earlier = select(obligation.c.reference).where(obligation.c.superseded_by == found["reference"])
    text = fetch(session, select(paragraph).where(paragraph.c.id == found["paragraph_id"]))[0]
    head = fetch_one(session, select(resolution).where(resolution.c.id == found["resolution_id"])) or {}
    decided: dict[str, Any] = _decided(session, found)
    read = [party["name"] for party in found["owners"]]
    return MandateView(
        reference=found["reference"],
        symbol=head["symbol"],
        title=head["title"],
        label=found["label"],
        text=text["text"],
        clause=found["clause"],
        verb=str(decided.get("verb", found["verb"])),
        reiterated=found["reiterated"],
        owners=tuple(decided.get("owners", read)),
        partners=tuple(party["name"] for party in found["partners"]),
        recipients=tuple(party["name"] for party in found["recipients"]),
        deliverable=str(decided.get("deliverable", found["deliverable"])),
        confidence=found["confidence"],
        reasons=tuple(found["reasons"]),
        spans=_spans(found),
        obligations=obligations,
        history=tuple(history(session, found["reference"], limit=_HISTORY)),
        decided=decided,
        page=text["page"],
        withdrawn=bool(found["withdrawn"] or head["withdrawn"]),
        supersedes=tuple(session.execute(earlier.order_by(obligation.c.sort_key)).scalars()),
    )


def _decided(session: Connection, found: Row) -> dict[str, Any]:
    subject = Subject(mandate_id=found["id"], reference=found["reference"])
    values = decisions.current(session, [subject])[subject]
    return {name: value for name, value in values.items() if name not in ("status", "evidence")}


def _spans(found: Row) -> dict[str, Any]:
    """Return where in the paragraph the clause, its verb, owners and dues stand; what stands elsewhere is left out."""
    verb = [found["verb_start"], found["verb_end"]]
    parties = {
        role: [party["span"] for party in found[role] if party["span"]] for role in ("owners", "partners", "recipients")
    }
    return {
        "clause": [found["clause_start"], found["clause_end"]],
        "verb": None if verb[0] is None else verb,
        **parties,
        "due": [due["span"] for due in found["dues"] if due["span"]],
    }
