"""`/review`: everything that waits for a decision, one at a time; and the decision on a renewal."""

from __future__ import annotations

from starlette.responses import Response

from mandates.domain.errors import ConflictError, UsageError
from mandates.register import documents, renewals, review, review_queue, typed
from mandates.register.review_queue import Kind
from mandates.register.show import mandate_view
from mandates.rendering.mandate import reading_facts
from mandates.rendering.review import Review
from mandates.schema.documents import proposal_to_record
from mandates.web.formats import LIST, in_other_format
from mandates.web.pages.changes import back, last_of, require_waiting, to_queue
from mandates.web.parameters import Parameter
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

OWN = (
    Parameter("kind", typed.member_of(Kind), several=True, choices=tuple(Kind), help="Only what waits of this kind."),
    Parameter("skip", typed.number, help="How many to leave for later."),
    Parameter("done", typed.number),
    Parameter("faster", typed.switch),
)
#: The maximum number of extractions in other formats of the page.
_MOST = 1000
#: How many entries that were decided meanwhile are skipped.
_TRIES = 20

NAMES = {
    Kind.DIFFERENCE: "Corrected texts",
    Kind.MATCH: "Documents",
    Kind.RENEWAL: "Renewals",
    Kind.UNCERTAIN: "Uncertain readings",
}


def reviewing(visit: Visit) -> Page | Response:
    """Answer `/review`: differences, matches and renewals first, then uncertain readings, the least certain first."""
    if visit.ending:
        return _in_other_format(visit)
    kinds = visit.asked.several("kind")
    skip = visit.asked.get("skip") or 0
    with visit.reading() as connection:
        queue = review_queue.queue(connection, visit.as_of)
        waiting = queue.of(kinds)
        total = sum(waiting.counts.values())
        skip = skip if skip < total else 0
        places = range(skip, min(total, skip + _TRIES))
        position, entry = next(
            (
                (index, candidate)
                for index in places
                if (candidate := review_queue.entry(connection, waiting, index)) is not None
            ),
            (0, None),
        )
    viewers = visit.site.presence.update(visit.person.name, entry.key if entry else "", visit.site.clock())

    def at(number: int) -> str:
        return visit.asked.address(visit.path, "done", "faster", skip=number or None)

    context = {
        "entry": entry,
        "facts": reading_facts(entry.view) if entry else [],
        "seen": last_of(entry.view.history) if entry else 0,
        "kinds": [(NAMES[kind], kind.value, number, kind in kinds) for kind, number in queue.counts.items() if number],
        "all": sum(queue.counts.values()),
        "number": position + 1,
        "total": total,
        "here": at(position),
        "further": at(position + 1 if position + 1 < total else 0) if total > 1 else None,
        "before": at(position - 1) if position else None,
        "others": sorted(viewers),
        "beside": sorted(name for name, key in viewers.items() if entry is not None and key == entry.key),
        "verbs": typed.verbs(),
        "deliverables": typed.deliverables(),
        "change": visit.asked.get("done"),
        "faster": visit.asked.get("faster"),
    }
    return Page("review.html", name_of("/review"), context, LIST)


def _in_other_format(visit: Visit) -> Response:
    kinds = visit.asked.several("kind") or tuple(Kind)
    with visit.reading() as connection:
        references = review.uncertain_mandates(connection, visit.as_of, limit=_MOST) if Kind.UNCERTAIN in kinds else []
        answer = Review(
            [mandate_view(connection, reference, visit.as_of) for reference in references],
            review.waiting(connection, visit.as_of) if Kind.DIFFERENCE in kinds else [],
            [proposal_to_record(suggestion) for suggestion in documents.waiting(connection, visit.as_of)]
            if Kind.MATCH in kinds
            else [],
            renewals.waiting(connection, visit.as_of) if Kind.RENEWAL in kinds else [],
        )
        return in_other_format(visit, answer)


def judge_renewal(visit: Visit) -> Response:
    """Accept a renewal, which settles the older items, or reject it."""
    numbers = [typed.number(value) for value in visit.sent_all("renewal")]
    answer = visit.sent("answer")
    if not numbers or answer not in ("accept", "reject"):
        raise UsageError("no answer was given", "say whether the later text renews the request")
    try:
        with visit.writing("renewals") as work:
            require_waiting(numbers, renewals.numbers_waiting(work.connection, work.day))
            judge = renewals.accept if answer == "accept" else renewals.reject
            change = judge(work, numbers, reason=visit.sent("reason") or None).change
    except ConflictError:
        if queue_page := to_queue(visit):
            return queue_page
        raise
    return back(visit, "/review", change)
