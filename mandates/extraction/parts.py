"""The list items that say what a chapeau with its own action asks for."""

from __future__ import annotations

import re
from collections.abc import Collection

from mandates.domain.mandate import MandatePart
from mandates.domain.resolution import Resolution
from mandates.extraction.clause import Clause, Context
from mandates.extraction.clauses import inherit
from mandates.extraction.due import find_due
from mandates.extraction.owners import find_parties

#: "The Secretary-General shall report"; what "shall be" something is no actor.
_BODY_ACTS = re.compile(
    r"(?:The\s+)?[A-Z][\w\u2019-]*(?:[\s,]+[\w\u2019-]+){0,9}?\s+(?:shall|should|will|must)\s+(?!be\b)[a-z]+"
)
_AS_DECIDED = "Decides"


def parts_of(
    resolution: Resolution, index: int, clause: Clause, with_mandates: Collection[int]
) -> tuple[MandatePart, ...]:
    """Return the items under the paragraph at `index`, whose last clause is `clause`, that are no mandates themselves.

    `with_mandates`: the indexes of the paragraphs that have mandates of their own.
    """
    inside, elsewhere = {index}, set()  # paragraphs of the list; those of them that belong to other mandates
    parts = []
    for at in range(index + 1, len(resolution.paragraphs)):
        item = resolution.paragraphs[at]
        if item.parent not in inside:
            break  # the list ends
        inside.add(at)
        if at in with_mandates or item.parent in elsewhere:
            elsewhere.add(at)
            continue
        context = Context(resolution=resolution, index=at)
        found = find_due(inherit(item.text, clause, []), context)
        parts.append(MandatePart(label=item.label, text=item.text, owners=_owners(item.text, context), due=found.due))
    return tuple(parts)


def _owners(text: str, context: Context) -> tuple[str, ...]:
    """Return who is to act on an item by its own words: a body that is known and "shall" do something."""
    if not _BODY_ACTS.match(text):
        return ()
    lower = text[0].lower() + text[1:] if text.startswith("The ") else text
    said = f"{_AS_DECIDED} that {lower}"
    whole = Clause(text=said, start=0, end=len(said), verb="decide", verb_start=0, verb_end=len(_AS_DECIDED))
    return tuple(party.name for party in find_parties(whole, context).owners if party.entity is not None)
