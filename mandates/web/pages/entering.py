"""`/enter`: a mandate that reading missed, or one of a text that is not in the register."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from mandates.domain.commands import Entry
from mandates.domain.errors import MandatesError
from mandates.domain.references import Reference
from mandates.register import typed
from mandates.register.resolution import whole
from mandates.web import addresses
from mandates.web.errors import sentence, status_of
from mandates.web.pages.changes import back_to
from mandates.web.pages.settings import names
from mandates.web.parameters import Parameter
from mandates.web.places import name_of
from mandates.web.remedies import on_pages
from mandates.web.site import Page, Visit

OWN = (Parameter("reference", typed.line, help="The paragraph, such as A/RES/71/12#8."),)


def entering(visit: Visit) -> Page | Response:
    """Answer `/enter`."""
    return _form(visit, {"reference": visit.asked.get("reference") or ""})


def enter(visit: Visit) -> Page | Response:
    """Enter a mandate; if it is refused, show the form again with the error."""
    from mandates.register import adding  # noqa: PLC0415 - not loaded for the first page

    try:
        with visit.writing("add") as work:
            added = adding.add(work, _entry(visit))
    except MandatesError as error:
        return _form(visit, {key: str(value) for key, value in visit.form.multi_items()}, error)
    return back_to(addresses.of_mandate(added.reference), added.change)


def _entry(visit: Visit) -> Entry:
    return Entry(
        reference=str(Reference.parse(visit.sent("reference"))),
        verb=typed.verb(visit.sent("verb") or "request"),
        owners=names(visit.sent("owners")),
        partners=names(visit.sent("partners")),
        recipients=names(visit.sent("recipients")),
        deliverable=typed.deliverable(visit.sent("deliverable") or "action"),
        due=tuple(typed.due(text) for text in names(visit.sent("due"))),
        text=visit.sent("text") or None,
        title=typed.line(visit.sent("title")) or None,
        adopted_on=typed.day(visit.sent("adopted_on")) if visit.sent("adopted_on") else None,
        reason=visit.sent("reason") or None,
    )


def _form(visit: Visit, values: Mapping[str, str], error: MandatesError | None = None) -> Page:
    context = {
        "form": values,
        "paragraph": _paragraph(visit, values.get("reference", "")),
        "verbs": typed.verbs(),
        "deliverables": typed.deliverables(),
        "error": sentence(error.reason) if error else None,
        "remedy": sentence(on_pages(error.remedy)) if error else None,
    }
    return Page("enter.html", name_of("/enter"), context, status=status_of(error) if error else HTTPStatus.OK)


def _paragraph(visit: Visit, reference: str) -> str | None:
    """Return the text of the paragraph with this reference; None if the register does not have it."""
    try:
        paragraph_reference = Reference.parse(reference)
        with visit.reading() as connection:
            resolution = whole(connection, str(paragraph_reference.symbol), visit.as_of)
    except MandatesError:
        return None
    labels = ((passage.paragraph.label, passage.paragraph.text) for passage in resolution.passages)
    return next((text for label, text in labels if label and "".join(label.split()) == paragraph_reference.label), None)
