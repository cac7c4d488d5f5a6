"""`/documents`: the stored documents and the items that each may answer, to accept or reject."""

from __future__ import annotations

from starlette.responses import Response

from mandates.domain.errors import ConflictError, UsageError
from mandates.register import documents as register
from mandates.register import typed
from mandates.rendering.matches import Documents
from mandates.schema.documents import proposal_to_record
from mandates.web.formats import LIST, in_other_format
from mandates.web.pages.changes import back, require_waiting, to_queue
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

OWN = (AS_OF, Parameter("done", typed.number))
#: The number of documents that one page shows for a decision.
_SHOWN = 50


def documents(visit: Visit) -> Page | Response:
    """Answer `/documents`."""
    with visit.reading() as connection:
        if visit.ending:
            suggestions = register.proposals(connection, visit.as_of)
            return in_other_format(visit, Documents([proposal_to_record(suggestion) for suggestion in suggestions]))
        waiting = register.waiting(connection, visit.as_of, limit=_SHOWN)
        total = register.count_waiting(connection, visit.as_of)
    certain = [
        match.number
        for proposal in waiting
        for match in proposal.matches
        if match.match_class == "certain" and match.number is not None
    ]
    context = {"waiting": waiting, "total": total, "certain": certain, "change": visit.asked.get("done")}
    return Page("documents.html", name_of("/documents"), context, LIST)


def judge(visit: Visit) -> Page | Response:
    """Accept matches of documents, which marks the items as reported, or reject them."""
    numbers = [typed.number(value) for value in visit.sent_all("match")]
    answer = visit.sent("answer")
    if not numbers or answer not in ("accept", "reject"):
        raise UsageError("no answer was given", "say whether the document answers the item")
    try:
        with visit.writing(answer) as work:
            require_waiting(numbers, register.numbers_waiting(work.connection))
            if answer == "accept":
                register.accept(work, numbers, today=visit.site.today())
            else:
                register.reject(work, numbers, reason=visit.sent("reason") or None)
            change = work.change_id
    except ConflictError:
        if queue_page := to_queue(visit):
            return queue_page
        raise
    return back(visit, "/documents", change)
