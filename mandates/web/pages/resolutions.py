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
from mandates.web.site import Page, Visit

#: Rows shown unless asked for another number.
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
#: A part of a long text has about so many characters, its items counted as so many each and each paragraph besides.
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
        "values": {one.name: (visit.asked.given(one.name) or [""])[0] for one in LISTED},
        "more": visit.asked.address(visit.path, limit=limit * 5) if limit and len(rows) == limit else None,
    }
    return Page("resolutions.html", "Resolutions", context, LIST)


def resolution(visit: Visit) -> Page | Response:
    """Answer `/r/...`."""
    symbol = str(Symbol.parse(visit.part("symbol")))
    with visit.reading() as connection:
        found = whole(connection, symbol, visit.as_of)
        neighbours = lists.resolutions(connection, visit.as_of, symbols=(symbol,))
    if visit.ending:
        return in_other_format(visit, Obligations(found.items), found.items)
    parts = list(_parts(found.passages))
    part = min(visit.asked.get("part", 1), len(parts))
    kinds = Counter(passage.paragraph.kind for passage in found.passages)
    context = {
        "whole": found,
        "passages": parts[part - 1] if part else found.passages,
        "part": part,
        "parts": [(place, _labels(one)) for place, one in enumerate(parts, 1)],
        "counts": neighbours[0] if neighbours else None,
        "problems": list(dict.fromkeys(found.problems)),
        "operative": kinds[ParagraphKind.OPERATIVE],
        "annex": kinds[ParagraphKind.ANNEX],
    }
    return Page("resolution.html", symbol, context, ITEMS)


def _parts(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """Yield a text in parts that a page has room for: nearly always one."""
    part: list[Passage] = []
    weight = 0
    for passage in passages:
        more = len(passage.paragraph.text) + _ITEM * len(passage.items) + _PARAGRAPH
        if part and weight + more > _PART:
            yield part
            part, weight = [], 0
        part.append(passage)
        weight += more
    yield part


def _labels(part: Sequence[Passage]) -> str:
    """Return what a part holds: its first and its last labels."""
    labels = [one.paragraph.label for one in part if one.paragraph.label]
    return f"paragraphs {labels[0]} to {labels[-1]}" if labels else "the beginning"
