"""The list items that say what a chapeau with its own action asks for."""

from __future__ import annotations

from collections.abc import Collection

from mandates.domain.mandate import MandatePart
from mandates.domain.resolution import Resolution
from mandates.extraction.clause import Clause, Context
from mandates.extraction.clauses import inherit
from mandates.extraction.due import find_due


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
        found = find_due(inherit(item.text, clause, []), Context(resolution=resolution, index=at))
        parts.append(MandatePart(label=item.label, text=item.text, due=found.due))
    return tuple(parts)
