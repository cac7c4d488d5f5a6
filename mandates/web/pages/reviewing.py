"""`/review`: what waits for a person, one at a time."""

from __future__ import annotations

from starlette.responses import Response

from mandates.register import documents, review, typed
from mandates.register.show import mandate_view
from mandates.rendering.mandate import reading_facts
from mandates.rendering.review import Review
from mandates.web.parameters import Parameter
from mandates.web.site import Page, Visit
from mandates.web.twins import LIST, twin

OWN = (
    Parameter("skip", typed.number, help="How many to leave for later."),
    Parameter("done", typed.number),
)
#: Readings in the list under the one that is shown, and in other forms.
_NEXT = 20
_MOST = 1000


def reviewing(visit: Visit) -> Page | Response:
    """Answer `/review`: new readings that wait first, then uncertain ones, the least certain first."""
    skip = visit.asked.get("skip") or 0
    with visit.reading() as connection:
        waiting = review.waiting(connection)
        uncertain = review.count_uncertain(connection)
        matches = documents.count_waiting(connection)
        if visit.ending:
            references = review.uncertain_mandates(connection, limit=_MOST)
            return twin(visit, Review([mandate_view(connection, one, visit.as_of) for one in references], waiting))
        total = len(waiting) + uncertain
        skip = skip if skip < total else 0
        suggestion = waiting[skip] if skip < len(waiting) else None
        references = review.uncertain_mandates(connection, limit=max(skip - len(waiting), 0) + _NEXT)
        view = None
        if suggestion is not None:
            view = mandate_view(connection, suggestion.reference, visit.as_of)
        elif total:
            view = mandate_view(connection, references[skip - len(waiting)], visit.as_of)
    others = visit.site.looking.says(visit.person.name, view.reference if view else "", visit.site.clock())
    context = {
        "others": sorted(others),
        "here": sorted(name for name, at in others.items() if view is not None and at == view.reference),
        "view": view,
        "suggestion": suggestion,
        "facts": reading_facts(view) if view else [],
        "matches": matches,
        "skip": skip,
        "total": total,
        "verbs": typed.verbs(),
        "deliverables": typed.deliverables(),
        "change": visit.asked.get("done"),
    }
    return Page("review.html", "Review", context, LIST)
