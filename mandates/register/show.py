"""All that is known of one mandate, as it stood on any day. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandates.domain.kinds import MandateClass
from mandates.register import lists
from mandates.register.history import of_mandate
from mandates.register.references import find_mandate
from mandates.schema.mandates import MandateView
from mandates.store import obligations, states, texts
from mandates.store.engine import Connection
from mandates.store.texts import VersionRow
from mandates.timeline.facts import names_of
from mandates.timeline.periods import facts_on

_MOST_EVENTS = 200


def mandate_view(connection: Connection, reference: str, as_of: dt.date) -> MandateView:
    """Return everything that was known on `as_of` about the mandate that `reference` means, with or without ``@``.

    Raises:
        UsageError: it is not a reference. UnknownReferenceError: it is not in the register; names the nearest.
    """
    return view_of(connection, find_mandate(connection, reference).mandate.id, as_of)


def view_of(connection: Connection, mandate_id: int, as_of: dt.date) -> MandateView:
    """Return the same for the mandate with an id."""
    (material,) = states.material(connection, [mandate_id])
    facts = facts_on(material.facts, material.events, as_of)
    version = texts.versions(connection, [facts.version_id])[facts.version_id]
    text = texts.paragraph_by_id(connection, version.paragraph_text_id)
    head = texts.reading_by_id(connection, facts.reading_id)
    resolution = texts.resolution_by_id(connection, facts.resolution_id)
    rows = lists.shown(connection, lists.of_mandate(connection, facts.mandate_id, as_of), as_of)
    decided = dict(facts.decided)
    earlier = obligations.superseded_by(connection, facts.mandate_id, as_of)
    former = texts.former_references(connection, facts.mandate_id)
    return MandateView(
        id=facts.mandate_id,
        reference=facts.reference,
        symbol=resolution.symbol,
        title=head.title,
        label=facts.label,
        text=text.text,
        clause=version.clause,
        class_=MandateClass(version.mandate_class),
        parts=lists.part_rows(version.parts),
        enacted=version.enacted,
        verb=str(decided.get("verb", version.verb)),
        reiterated=bool(version.reiterated),
        owners=tuple(decided.get("owners", names_of(states.parties_of(version.owners)))),
        partners=tuple(party["name"] for party in version.partners),
        recipients=tuple(party["name"] for party in version.recipients),
        deliverable=str(decided.get("deliverable", version.deliverable)),
        confidence=version.confidence,
        reasons=tuple(version.reasons),
        spans=_spans(version),
        obligations=tuple(rows),
        history=tuple(of_mandate(connection, facts.mandate_id, facts.resolution_id, as_of, _MOST_EVENTS)),
        decided=decided,
        page=text.page,
        withdrawn=not (facts.in_text and facts.held),
        supersedes=tuple(earlier),
        resolution_id=facts.resolution_id,
        paragraph_id=text.paragraph_id,
        former_references=tuple(former),
    )


def notice_of(connection: Connection, reference: str) -> str | None:
    """Return a message for a user who entered a former reference of a mandate; None for a current one."""
    return find_mandate(connection, reference).notice


def _spans(version: VersionRow) -> dict[str, Any]:
    """Return the spans of the clause, its verb, parties and dues in the paragraph, without those that are elsewhere."""
    parties = {
        role: [party["span"] for party in getattr(version, role) if party["span"]]
        for role in ("owners", "partners", "recipients")
    }
    return {
        "clause": [version.clause_start, version.clause_end],
        "verb": None if version.verb_start is None else [version.verb_start, version.verb_end],
        **parties,
        "due": [due["span"] for due in version.dues if due["span"]],
    }
