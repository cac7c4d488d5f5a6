"""`/series/...` and `/compare`: what a resolution continues, and what it kept, changed and dropped."""

from __future__ import annotations

from starlette.responses import Response

from mandates.domain.errors import UsageError
from mandates.register import typed
from mandates.rendering.lineage import Comparison, Series
from mandates.web.formats import LIST, in_other_format
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.site import Page, Visit

ONE = (AS_OF,)
COMPARED = (
    AS_OF,
    Parameter("older", typed.symbol, help="The earlier resolution; by default the one before it in its series."),
    Parameter("newer", typed.symbol, help="The later resolution."),
)


def chain(visit: Visit) -> Page | Response:
    """Answer `/series/...`."""
    from mandates.register.lineage import series  # noqa: PLC0415 - not loaded for the first page

    symbol = typed.symbol(visit.part("symbol"))
    with visit.reading() as connection:
        view = series(connection, symbol, visit.as_of)
    answer = Series(view)
    if visit.ending:
        return in_other_format(visit, answer)
    context = {"answer": answer, "symbol": symbol, "compared": bool(view.predecessors)}
    return Page("lineage.html", f"Series of {symbol}", context, LIST)


def comparison(visit: Visit) -> Page | Response:
    """Answer `/compare`."""
    from mandates.register.lineage import compare  # noqa: PLC0415 - not loaded for the first page

    newer = visit.asked.get("newer")
    if newer is None:
        raise UsageError("no resolution is named", "say which, as in /compare?newer=80/10")
    with visit.reading() as connection:
        answer = Comparison(compare(connection, visit.asked.get("older"), newer, visit.as_of))
    if visit.ending:
        return in_other_format(visit, answer)
    context = {"answer": answer, "view": answer.view, "symbol": newer}
    return Page("compare.html", f"{newer} compared", context, LIST)
