"""`/resolutions` and `/r/...`: the resolutions of the register, and one of them whole with what follows from it."""

from __future__ import annotations

from collections import Counter

from starlette.responses import Response

from mandates.domain.resolution import ParagraphKind
from mandates.domain.symbols import Symbol
from mandates.register import lists, typed
from mandates.register.resolution import whole
from mandates.rendering.lists import Resolutions
from mandates.rendering.obligations import Obligations
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.site import Page, Visit
from mandates.web.twins import ITEMS, LIST, twin

#: Rows shown unless asked for another number.
_SHOWN = 200

LISTED = (
    AS_OF,
    Parameter("body", typed.body, several=True, help="Only those adopted by this body."),
    Parameter("session", typed.session, several=True, help="Only those adopted at this session."),
    Parameter("search", typed.line, help="Only those with this in the title."),
    Parameter("limit", typed.number, help="At most so many."),
)
ONE = (AS_OF,)


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
        return twin(visit, Resolutions(rows))
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
        return twin(visit, Obligations(found.items), found.items)
    kinds = Counter(passage.paragraph.kind for passage in found.passages)
    context = {
        "whole": found,
        "counts": neighbours[0] if neighbours else None,
        "problems": list(dict.fromkeys(found.problems)),
        "operative": kinds[ParagraphKind.OPERATIVE],
        "annex": kinds[ParagraphKind.ANNEX],
    }
    return Page("resolution.html", symbol, context, ITEMS)
