"""`/resolutions` and `/r/...`: the resolutions of the register, and one of them whole with what follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from starlette.responses import Response

from mandates.domain.resolution import ParagraphKind
from mandates.domain.symbols import Symbol
from mandates.register import lists, typed
from mandates.register.resolution import Passage, whole
from mandates.rendering.lists import Resolutions
from mandates.rendering.obligations import Obligations
from mandates.web.formats import ITEMS, LIST, in_other_format
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

#: The default number of rows shown.
_SHOWN = 200

LISTED = (
    AS_OF,
    Parameter("body", typed.body, several=True, help="Only those adopted by this body."),
    Parameter("session", typed.session, several=True, help="Only those adopted at this session."),
    Parameter("search", typed.line, help="Only those with this in the title."),
    Parameter("limit", typed.number, help="At most so many."),
)
ONE = (
    AS_OF,
    Parameter("part", typed.number, help="Which part of a long text, from 1 on; 0 for all of it."),
)
#: The size of a part of a long text in characters, and what each item and each paragraph adds to its size.
_PART, _ITEM, _PARAGRAPH = 100_000, 500, 300


def resolutions(visit: Visit) -> Page | Response:
    """Answer `/resolutions`."""
    get = visit.asked.get
    limit = get("limit") or (None if visit.ending else _SHOWN)
    with visit.reading() as connection:
        rows = lists.resolutions(
            connection,
            visit.as_of,
            bodies=get("body", ()),
            adopted_sessions=get("session", ()),
            search=get("search"),
            limit=limit,
        )
    if visit.ending:
        return in_other_format(visit, Resolutions(rows))
    context = {
        "rows": rows,
        "values": {parameter.name: (visit.asked.given(parameter.name) or [""])[0] for parameter in LISTED},
        "more": visit.asked.address(visit.path, limit=limit * 5) if limit and len(rows) == limit else None,
    }
    return Page("resolutions.html", name_of("/resolutions"), context, LIST)


def resolution(visit: Visit) -> Page | Response:
    """Answer `/r/...`."""
    symbol = str(Symbol.parse(visit.part("symbol")))
    with visit.reading() as connection:
        contents = whole(connection, symbol, visit.as_of)
        neighbours = lists.resolutions(connection, visit.as_of, symbols=(symbol,))
    if visit.ending:
        return in_other_format(visit, Obligations(contents.items), contents.items)
    parts = list(_parts(contents.passages))
    part = min(visit.asked.get("part", 1), len(parts))
    kinds = Counter(passage.paragraph.kind for passage in contents.passages)
    context = {
        "whole": contents,
        "passages": parts[part - 1] if part else contents.passages,
        "part": part,
        "parts": [(number, _labels(passages)) for number, passages in enumerate(parts, 1)],
        "counts": neighbours[0] if neighbours else None,
        "problems": list(dict.fromkeys(contents.problems)),
        "operative": kinds[ParagraphKind.OPERATIVE],
        "annex": kinds[ParagraphKind.ANNEX],
    }
    return Page("resolution.html", symbol, context, ITEMS)


def _parts(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Yield the passages of a text in parts of the size of a page; most texts have one part."""
    part: list[Passage] = []
    weight = 0
    for passage in passages:
        added_weight = len(passage.paragraph.text) + _ITEM * len(passage.items) + _PARAGRAPH
        if part and weight + added_weight > _PART:
            yield part
            part, weight = [], 0
        part.append(passage)
        weight += added_weight
    yield part


def _labels(part: Sequence[Passage]) -> str:
    """Return the title of a part: its first and last labels."""
    labels = [passage.paragraph.label for passage in part if passage.paragraph.label]
    return f"paragraphs {labels[0]} to {labels[-1]}" if labels else "the beginning"
