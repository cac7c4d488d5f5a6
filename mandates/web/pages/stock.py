"""`/stock`: heaps of mandates for a review, and a person's judgement on each mandate."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from mandates.domain.commands import Appraise
from mandates.domain.errors import UsageError
from mandates.domain.kinds import Heap, Judgement
from mandates.register import track, typed
from mandates.register.stock import SESSIONS, stock
from mandates.rendering.stock import Stock, heap_words
from mandates.rendering.words import status_words
from mandates.web.formats import LIST, in_other_format
from mandates.web.pages.changes import back_to, chosen
from mandates.web.pages.items import chosen as narrowed
from mandates.web.pages.items import unknown_name
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

OWN = (
    AS_OF,
    Parameter("heap", typed.member_of(Heap), several=True, choices=tuple(Heap), help="Only the mandates on this heap."),
    Parameter("unreported", typed.number, help="Sessions without a report that put a request on its heap."),
    Parameter("done", typed.number),
)
#: The default number of rows of a page; CSV and JSON have all.
ROWS = 200
#: The form value that removes a judgement.
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Pile:
    """A heap as a page shows it: its name, its counts, its description, the address of its list, whether it is open."""

    name: str
    number: int
    judged: int
    says: str
    address: str
    shown: bool


def heaps(visit: Visit) -> Page | Response:
    """Answer `/stock`."""
    filters, chosen_heaps = visit.asked.filters, visit.asked.several("heap")
    sessions = visit.asked.get("unreported") or SESSIONS
    with visit.reading() as connection:
        unknown = unknown_name(visit, connection, filters)
        view = stock(connection, filters, visit.as_of, heaps=chosen_heaps, sessions=sessions)
    if visit.ending:
        return in_other_format(visit, Stock(view, chosen_heaps))
    piles = [
        Pile(
            status_words(row.heap),
            row.number,
            row.judged,
            heap_words(row.heap, view),
            visit.asked.address(visit.path, "heap", "done", heap=row.heap),
            row.heap in chosen_heaps,
        )
        for row in view.heaps
    ]
    shown = view.items[: filters.limit or ROWS] if chosen_heaps else ()
    context = {
        "piles": piles,
        "rows": shown,
        "unknown": unknown,
        "hidden": len(view.items) - len(shown) if chosen_heaps else 0,
        "listed": bool(chosen_heaps),
        "documents": view.documents,
        "chosen": list(narrowed(visit.asked, visit.path)),
        "judgements": [*(judgement.value for judgement in Judgement), _NONE],
        "back": visit.asked.address(visit.path, "done"),
        "change": visit.asked.get("done"),
    }
    return Page("stock.html", name_of("/stock"), context, LIST)


def judge(visit: Visit) -> Response:
    """Store a judgement on all chosen mandates; if one is refused, on none."""
    word = visit.sent("judgement")
    if not word:
        raise UsageError("no judgement was chosen", "choose what is to become of the mandates")
    command = Appraise(
        judgement=None if word == _NONE else typed.member_of(Judgement)(word), reason=visit.sent("reason") or None
    )
    with visit.writing("stock") as work:
        track.apply(work, command, track.Named(references=tuple(chosen(visit))))
        change = work.change_id
    return back_to(visit.sent("back"), change) if visit.sent("back").startswith("/stock") else back_to("/stock", change)
