"""`/m/...`: one mandate with its words, its obligations and its history; and the forms that change it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from mandates.domain.errors import ConflictError, MandatesError
from mandates.domain.references import Reference
from mandates.domain.status import CLOSED, Status
from mandates.register import show, typed
from mandates.register.notes import file_of
from mandates.rendering.mandate import Mandate, reading_facts
from mandates.schema.mandates import MandateView
from mandates.store.engine import Connection
from mandates.web import addresses
from mandates.web.errors import sentence, status_of
from mandates.web.formats import ITEMS, in_other_format
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.remedies import on_pages
from mandates.web.site import Page, Visit

OWN = (AS_OF, Parameter("formerly", typed.line), Parameter("done", typed.number))


def mandate(visit: Visit) -> Page | Response:
    """Answer `/m/...`."""
    reference = str(Reference.parse(addresses.reference_at(visit.part("reference"))))
    with visit.reading() as connection:
        view = show.mandate_view(connection, reference, visit.as_of)
    requested = str(Reference.parse(reference).mandate)
    if requested != view.reference and requested in view.former_references:
        target = addresses.of_mandate(view.reference)
        return RedirectResponse(visit.asked.address(target + visit.ending, formerly=requested), 301)
    if visit.ending:
        return in_other_format(visit, Mandate(view), view.obligations)
    return _page(visit, view, reference)


def page(
    visit: Visit,
    connection: Connection,
    reference: str,
    *,
    error: MandatesError | None = None,
    form: Mapping[str, str] | None = None,
) -> Page:
    """Return the page of a mandate; after a refused change with the error and the submitted values."""
    return _page(visit, show.mandate_view(connection, reference, visit.as_of), reference, error=error, form=form)


def _page(
    visit: Visit,
    view: MandateView,
    reference: str,
    *,
    error: MandatesError | None = None,
    form: Mapping[str, str] | None = None,
) -> Page:
    names_obligation = Reference.parse(reference).obligation
    open_rows = [row for row in view.obligations if row.state not in CLOSED]
    chosen = next((row for row in view.obligations if names_obligation and row.reference == reference), None)
    if chosen is None and view.obligations:
        chosen = (open_rows or list(view.obligations))[0]
    context: dict[str, Any] = {
        "view": view,
        "row": chosen,
        "facts": reading_facts(view),
        "formerly": visit.asked.get("formerly"),
        "change": visit.asked.get("done"),
        "verbs": typed.verbs(),
        "deliverables": typed.deliverables(),
        "statuses": [status_option.value for status_option in Status],
        "error": sentence(error.reason) if error else None,
        "remedy": sentence(on_pages(error.remedy)) if error else None,
        "faster": view.history[0] if isinstance(error, ConflictError) and view.history else None,
        "form": form or {},
        "today": visit.site.today(),
    }
    status = status_of(error) if error else HTTPStatus.OK
    return Page("mandate.html", view.reference, context, ITEMS, status=status)


def file(visit: Visit) -> Response:
    """Answer `/files/3`: a file attached to a note, as a download and not inline, since its content is not trusted."""
    with visit.reading() as connection:
        attachment = file_of(connection, visit.number("number"))
    name = quote(attachment.name, safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(attachment.content, media_type="application/octet-stream", headers=headers)
