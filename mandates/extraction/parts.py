"""The list items that say what a chapeau with its own action asks for."""

from __future__ import annotations

import re
from collections.abc import Collection

from mandates.domain.mandate import MandatePart
from mandates.domain.resolution import Resolution
from mandates.extraction.clause import Clause, Context
from mandates.extraction.clauses import inherit
from mandates.extraction.due import DueReading, find_due
from mandates.extraction.owners import find_parties

#: A body that is to act: "The Secretary-General shall report"; the subject of "shall be" is no actor.
_BODY_TO_ACT = re.compile(
    r"(?:The\s+)?[A-Z][\w\u2019-]*(?:[\s,]+[\w\u2019-]+){0,9}?\s+(?:shall|should|will|must)\s+(?!be\b)[a-z]+"
)
_DECIDES = "Decides"


def parts_of(
    resolution: Resolution, index: int, clause: Clause, own_due: DueReading, with_mandates: Collection[int]
) -> tuple[MandatePart, ...]:
    """Return the items under a paragraph that are no mandates themselves.

    Args:
        resolution: the whole resolution.
        index: the index of the paragraph.
        clause: its last clause, which the items continue.
        own_due: when that is to be done.
        with_mandates: the indexes of the paragraphs that have mandates of their own.
    """
    inside, of_others = {index}, set()  # paragraphs of the list; those that belong to other mandates
    parts = []
    chapeaus = {clause: own_due}
    for item_index in range(index + 1, len(resolution.paragraphs)):
        item = resolution.paragraphs[item_index]
        if item.parent not in inside:
            break  # the list ends
        inside.add(item_index)
        if item_index in with_mandates or item.parent in of_others:
            of_others.add(item_index)
            continue
        context = Context(resolution=resolution, index=item_index)
        due = find_due(inherit(item.text, clause, []), context, chapeaus)
        parts.append(MandatePart(label=item.label, text=item.text, owners=_owners(item.text, context), due=due.due))
    return tuple(parts)


def _owners(text: str, context: Context) -> tuple[str, ...]:
    """Return who is to act on an item by its own words: a known body that "shall" do something."""
    if not _BODY_TO_ACT.match(text):
        return ()
    statement = text[0].lower() + text[1:] if text.startswith("The ") else text
    decision = f"{_DECIDES} that {statement}"
    clause = Clause(text=decision, start=0, end=len(decision), verb="decide", verb_start=0, verb_end=len(_DECIDES))
    return tuple(party.name for party in find_parties(clause, context).owners if party.entity is not None)
