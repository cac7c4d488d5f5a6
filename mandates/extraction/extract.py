"""A resolution to its mandates."""

from __future__ import annotations

from mandates.extraction.chapeau import leaves_action_to_items
from mandates.extraction.clause import Clause
from mandates.extraction.clauses import clauses_at, inherit, openings
from mandates.extraction.deliverables import deliverable_of
from mandates.model import Mandate, ParagraphKind, Reading, Resolution, Span
from mandates.symbols import Reference, Symbol


def extract(resolution: Resolution) -> Reading:
    """Return the reading of `resolution`."""
    mandates = []
    symbol = Symbol.parse(resolution.symbol)
    for index, clauses in enumerate(clauses_of(resolution)):
        paragraph = resolution.paragraphs[index]
        for ordinal, clause in enumerate(clauses, 1):
            label = paragraph.label or ""
            mandates.append(
                Mandate(
                    reference=str(Reference.of(symbol, label, ordinal)),
                    label=label,
                    text=clause.text,
                    clause=clause.text[clause.start : clause.end],
                    clause_span=Span(clause.start, clause.end),
                    verb=clause.verb,
                    verb_span=Span(clause.verb_start, clause.verb_end) if clause.verb_end > clause.verb_start else None,
                    reiterated=clause.reiterated,
                    deliverable=deliverable_of(clause, clauses[ordinal] if ordinal < len(clauses) else None),
                )
            )
    return Reading(resolution=resolution, mandates=tuple(mandates), problems=resolution.problems)


def clauses_of(resolution: Resolution) -> list[list[Clause]]:
    """Return the mandate clauses of each paragraph, items with what they inherit from their chapeau."""
    found: list[list[Clause]] = []
    leaves: dict[int, Clause] = {}  # chapeaux that leave the action to their items
    with_items = {paragraph.parent for paragraph in resolution.paragraphs}
    for index, paragraph in enumerate(resolution.paragraphs):
        clauses: list[Clause] = []
        if paragraph.kind is ParagraphKind.OPERATIVE:
            found_openings = list(openings(paragraph.text, resolution.body))
            clauses = clauses_at(paragraph.text, found_openings)
            chapeau = leaves.get(paragraph.parent) if paragraph.parent is not None else None
            if chapeau is not None and (not found_openings or found_openings[0].boundary > 0):
                clauses = [inherit(paragraph.text, chapeau), *clauses]
            if clauses and index in with_items and leaves_action_to_items(clauses[-1]):
                leaves[index] = clauses.pop()
        found.append(clauses)
    return found
