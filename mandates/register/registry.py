"""The paragraphs of a resolution as JSON in the form of the registry of mandates, for its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from mandates.domain.due import due_to_plain
from mandates.domain.mandate import Mandate, Party
from mandates.domain.resolution import Paragraph, ParagraphKind
from mandates.lexicon import load
from mandates.reference import entities
from mandates.register.references import not_held
from mandates.register.stored_extraction import stored
from mandates.store import texts
from mandates.store.engine import Connection


def paragraphs(connection: Connection, symbol: str) -> list[dict[str, Any]]:
    """Return the paragraphs of a resolution that is held, in order, each with its mandates, as plain data.

    Raises:
        UnknownReferenceError: it is not in the register; names the nearest.
    """
    row = texts.resolutions_of(connection, [symbol]).get(symbol)
    if row is None or not row.held:
        raise not_held(connection, symbol)
    reading = stored(connection, symbol)
    by_paragraph: dict[tuple[str, str], list[Mandate]] = defaultdict(list)
    for mandate in reading.mandates:
        by_paragraph[mandate.label, mandate.text].append(mandate)
    return [
        _paragraph(paragraph, by_paragraph.get((paragraph.label or "", paragraph.text), ()))
        for paragraph in reading.resolution.paragraphs
    ]


def _paragraph(paragraph: Paragraph, mandates: Sequence[Mandate]) -> dict[str, Any]:
    is_heading = paragraph.kind is ParagraphKind.HEADING
    level = 1 + (paragraph.label or "").count("(")
    return {
        "text": paragraph.text,
        "type": "heading" if is_heading else "paragraph",
        "heading_level": 1 if is_heading else None,
        "paragraph_type": None if is_heading else paragraph.kind.value,
        "paragraph_level": None if is_heading else level,
        "prefix": paragraph.label,
        "links": [],
        "mandates": [_mandate(mandate) for mandate in mandates],
        "section": paragraph.section,
        "page": paragraph.page,
    }


def _mandate(mandate: Mandate) -> dict[str, Any]:
    words = mandate.text[mandate.verb_span.start : mandate.verb_span.end] if mandate.verb_span else mandate.verb
    return {
        "action_verb": words,
        "action_verb_normalized": mandate.verb,
        "action_verb_type": _verb_type(mandate),
        "assignees": [_assignee(mandate, party) for party in mandate.owners],
        "deliverables": [{"deliverable": mandate.deliverable}],
        "mentioned_entities": [_mentioned(mandate, party) for party in (*mandate.partners, *mandate.recipients)],
        "reference": mandate.reference,
        "clause": mandate.clause,
        "due": [due_to_plain(due) for due in mandate.due],
        "confidence": mandate.confidence,
        "reasons": list(mandate.reasons),
    }


def _verb_type(mandate: Mandate) -> str:
    if mandate.reiterated:
        return "reinforcing"
    types = load("registry")["verb_types"]
    return next((name for name, verbs in types.items() if mandate.verb in verbs), "directive")


def _assignee(mandate: Mandate, party: Party) -> dict[str, Any]:
    entity = entities.entity(party.entity) if party.entity else None
    table = load("registry")
    kind = next((name for name, kinds in table["assignee_types"].items() if entity and entity.kind in kinds), "other")
    if kind == "other" and not set(table["states"]["words"]).isdisjoint(party.name.lower().split()):
        kind = "Member States"
    written = _written(mandate, party)
    return {"assignee": written, "assignee_normalized": party.name, "assignee_type": kind}


def _mentioned(mandate: Mandate, party: Party) -> dict[str, Any]:
    return {"entity": _written(mandate, party), "entity_normalized": party.name}


def _written(mandate: Mandate, party: Party) -> str:
    """Return the words with which the paragraph names a party; its name if their position is not known."""
    return mandate.text[party.span.start : party.span.end] if party.span else party.name
