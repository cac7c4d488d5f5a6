"""Changes sent by forms: one item, or many after a look at what would change; and taking a change back.

Each form becomes a command of `mandates.domain.commands`, applied by the same functions as the commands of a terminal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.responses import RedirectResponse, Response

from mandates.domain.commands import Assign, Command, Correct, Judge, Note, Report, Update
from mandates.domain.errors import ConflictError, MandatesError, TransitionError, UnknownReferenceError, UsageError
from mandates.domain.filters import EventFilters
from mandates.domain.kinds import AccountRole
from mandates.domain.references import Reference
from mandates.domain.status import Status
from mandates.register import review, track, typed
from mandates.register.history import history
from mandates.register.references import find_obligation
from mandates.register.show import mandate_view
from mandates.register.track import Changed, Named, Selected
from mandates.register.unit_of_work import UnitOfWork
from mandates.rendering.history import difference_words
from mandates.schema.history import EventRow
from mandates.web import addresses, parameters
from mandates.web.pages.items import OWN, wanted
from mandates.web.pages.mandates import page as mandate_page
from mandates.web.pages.settings import names
from mandates.web.site import NotAllowed, Page, Visit

#: The page of the review queue; a change that is refused there is reported there.
QUEUE = "/review"

#: The maximum number of items that can be chosen at once, and that a preview of a bulk change shows.
MOST = 500


def report(visit: Visit) -> Page | Response:
    """Mark an obligation as reported."""
    return _change(visit, "report", lambda: _report(visit))


def extend(visit: Visit) -> Page | Response:
    """Change the due date of an obligation."""
    return _change(visit, "update", lambda: _extend(visit))


def status(visit: Visit) -> Page | Response:
    """Change the status of an obligation."""
    return _change(visit, "update", lambda: _update(visit))


def assign(visit: Visit) -> Page | Response:
    """Change the owners, the lead and the focal point of an item."""
    return _change(visit, "assign", lambda: _assign(visit))


def note(visit: Visit) -> Page | Response:
    """Add a note to an item."""
    return _change(visit, "note", lambda: _note(visit))


def correct(visit: Visit) -> Page | Response:
    """Correct the extraction of a mandate, or hide or show it."""
    return _change(visit, "review", lambda: _correct(visit), whole=True)


def confirm(visit: Visit) -> Page | Response:
    """Confirm the extraction of a mandate; if another one awaits review, accept it or keep the one in force."""
    return _change(visit, "review", lambda: Correct(reason=visit.sent("reason") or None), whole=True)


def judge(visit: Visit) -> Page | Response:
    """Accept a new extraction that awaits review, or keep the one in force."""
    answer = visit.sent("answer")
    if answer not in ("accept", "keep"):
        raise UsageError("no answer was given", "choose the new reading or the one in force")
    reference = _reference(visit)
    try:
        with visit.writing("review") as work:
            require_seen(visit, work, reference)
            review.judge(work, Judge(accept=answer == "accept", reason=visit.sent("reason") or None), reference)
    except (ConflictError, UnknownReferenceError):
        if queue_page := to_queue(visit):
            return queue_page
        raise
    return back(visit, addresses.of_mandate(reference), work.change_id)


def take_back(visit: Visit) -> Page | Response:
    """Undo a change."""
    from mandates.register import undo  # noqa: PLC0415 - not loaded for the first page

    change = typed.number(visit.sent("change")) if visit.sent("change") else None
    with undoing(visit) as work:
        require_own(visit, work, change)
        undone = undo.undo(work, change)
    target = visit.sent("back")
    fallback = (
        addresses.of_mandate(undone.references[0])
        if len(undone.references) == 1 and "#" in undone.references[0]
        else "/history"
    )
    return RedirectResponse(target if is_own(target) else fallback, HTTPStatus.SEE_OTHER)


def undoing(visit: Visit) -> AbstractContextManager[UnitOfWork]:
    """Give a unit of work that undoes a change, without limits: a change that was allowed when made may be undone."""
    return visit.site.writing("undo", visit.person.name)


def require_own(visit: Visit, work: UnitOfWork, change: int | None) -> None:
    """Raise `NotAllowed` if the change was made by somebody else and the person is not an admin."""
    if change is None or visit.person.may(AccountRole.ADMIN):
        return
    events = history(work.connection, filters=EventFilters(change_id=change), limit=1)
    if events and events[0].actor != visit.person.name:
        raise NotAllowed(f"change {change} was made by {events[0].actor}", "ask that person, or an admin")


def _change(visit: Visit, name: str, make_command: Callable[[], Command], *, whole: bool = False) -> Page | Response:
    """Apply a command to the item of a form; if it is refused, show the form again with the error."""
    reference = _reference(visit)
    try:
        command = make_command()
        version = typed.number(visit.sent("version")) if visit.sent("version") and not whole else None
        target = str(Reference.parse(reference).mandate) if whole else reference
        with visit.writing(name) as work:
            require_seen(visit, work, target)
            _require_version(work, command, target, version)
            track.apply(work, command, Named(references=(target,), version=version))
            change = work.change_id
    except MandatesError as error:
        if isinstance(error, ConflictError) and (queue_page := to_queue(visit)):
            return queue_page
        values = {key: value for key, value in visit.form.multi_items() if isinstance(value, str)}
        with visit.reading() as connection:
            return mandate_page(visit, connection, reference, error=error, form={**values, "action": _action(visit)})
    return back(visit, addresses.of_mandate(reference), change)


def require_seen(visit: Visit, work: UnitOfWork, reference: str) -> None:
    """Raise `ConflictError` if a mandate has an event after the form's field `seen`, its last event back then."""
    if not visit.sent("seen"):
        return
    events = mandate_view(work.connection, reference, work.day).history
    if typed.number(visit.sent("seen"), 0) != last_of(events):
        actor_words = f"by {events[0].actor} " if events else ""
        raise ConflictError(f"{reference} was changed {actor_words}meanwhile", "look at it again")


def last_of(events: Sequence[EventRow]) -> int:
    """Return the number of a mandate's latest event (`events` are newest first); 0 if there are none."""
    return events[0].id if events else 0


def _require_version(work: UnitOfWork, command: Command, reference: str, version: int | None) -> None:
    """Raise `ConflictError` if a form for a whole mandate was filled in on an older version of the obligation."""
    if version is None or not isinstance(command, Assign):
        return
    row = find_obligation(work.connection, reference, work.day)
    if row.version != version:
        raise ConflictError(f"{row.reference} was changed by someone else meanwhile", "look at it again")


def require_waiting(numbers: Sequence[int], waiting: Sequence[int]) -> None:
    """Raise `ConflictError` if one of these no longer awaits a decision."""
    if not set(numbers) <= set(waiting):
        raise ConflictError("somebody has already decided this", "look at what waits now")


def to_queue(visit: Visit) -> Response | None:
    """Redirect to the review queue with a note that somebody else was faster; None if the form came from elsewhere."""
    target = visit.sent("back")
    if not target.startswith(QUEUE):
        return None
    path, _, query = target.partition("?")
    return RedirectResponse(parameters.address(path, [*parse_qsl(query), ("faster", "1")]), HTTPStatus.SEE_OTHER)


def back_to(path: str, change: int | None) -> Response:
    """Redirect to a page with the number of the change, so that it can be undone."""
    page, _, query = path.partition("?")
    pairs = [*parse_qsl(query), *([("done", str(change))] if change is not None else [])]
    return RedirectResponse(parameters.address(page, pairs), HTTPStatus.SEE_OTHER)


def back(visit: Visit, otherwise: str, change: int | None) -> Response:
    """Redirect to the page of a form (its field `back`) with the number of the change, so that it can be undone."""
    target = visit.sent("back")
    return back_to(target if is_own(target) else otherwise, change)


def is_own(target: str) -> bool:
    """Whether an address is on this site."""
    return target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target


def _action(visit: Visit) -> str:
    return visit.request.url.path.rpartition("/")[2]


def _reference(visit: Visit) -> str:
    reference = visit.sent("reference")
    if not reference:
        raise UsageError("no item is named", "go to the page of the item")
    return str(Reference.parse(reference))


def _optional_day(visit: Visit, name: str) -> dt.date | None:
    return typed.day(visit.sent(name)) if visit.sent(name) else None


def _report(visit: Visit) -> Report:
    document = visit.sent("document") or None
    if document is None and not visit.sent("note") and not visit.sent("url"):
        raise UsageError("no document is named", "write its symbol, such as A/73/328, or a note of what was done")
    return Report(
        document=document,
        on=_optional_day(visit, "on"),
        note=visit.sent("note") or None,
        url=_link(visit.sent("url")),
        partial=bool(visit.sent("partial")),
        additional=bool(visit.sent("additional")),
        reason=visit.sent("reason") or None,
    )


def _link(url: str) -> str | None:
    if url and not url.startswith(("https://", "http://")):
        raise UsageError(f"'{url}' is not the address of a page", "write it with https://")
    return url or None


def _extend(visit: Visit) -> Update:
    if visit.sent("original"):
        return Update(original_due=True, reason=visit.sent("reason") or None)
    if not visit.sent("due"):
        raise UsageError("no new date is given", "give the new date, and why")
    return Update(
        due=typed.extension(visit.sent("due")),
        granted_by=visit.sent("granted_by") or None,
        reason=visit.sent("reason") or None,
    )


def _update(visit: Visit) -> Update:
    return Update(
        status=typed.member_of(Status)(visit.sent("status")),
        on=_optional_day(visit, "on"),
        reason=visit.sent("reason") or None,
        reopen=bool(visit.sent("reopen")),
    )


def _assign(visit: Visit) -> Assign:
    """Return the command that assigns an item; values of the form that were not changed are left out."""
    sent = {name: visit.sent(name) for name in ("owners", "lead", "focal_point") if name in visit.form}
    changed = {name: value for name, value in sent.items() if value != visit.sent(f"was_{name}") or not value}
    return Assign(
        owners=names(sent["owners"]) if "owners" in changed else None,
        lead=changed.get("lead"),
        focal_point=changed.get("focal_point"),
        reason=visit.sent("reason") or None,
    )


def _correct(visit: Visit) -> Correct:
    if visit.sent("is"):
        is_hidden = visit.sent("is") == "hidden"
        return Correct(not_a_mandate=is_hidden, reason=visit.sent("reason") or None)
    old = {name: visit.sent(f"was_{name}") for name in ("verb", "owners", "deliverable", "due")}
    new = {name: visit.sent(name) for name in old}
    changes = {name: value for name, value in new.items() if value != old[name]}
    if not changes:
        raise UsageError("nothing was corrected", "change what is wrong, or confirm the extraction")
    return Correct(
        verb=typed.verb(changes["verb"]) if changes.get("verb") else None,
        owners=names(changes["owners"]) if "owners" in changes else None,
        deliverable=typed.deliverable(changes["deliverable"]) if changes.get("deliverable") else None,
        due=tuple(typed.due(text) for text in names(changes["due"])) if "due" in changes else None,
        reason=visit.sent("reason") or None,
    )


# Many items -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """The effect of a change on one item, in words."""

    reference: str
    words: str


def bulk(visit: Visit) -> Page | Response:
    """Preview a change of many items, or apply it once it is confirmed."""
    command, name = _bulk_command(visit)
    selected = visit.sent("scope") == "all"
    if visit.sent("confirmed"):
        return _apply(visit, command, name, selected=selected)
    lines, refused, expected = _try_on_selected(visit, command) if selected else _try_on_chosen(visit, command, name)
    context = {
        "lines": lines[:MOST],
        "number": len(lines),
        "refused": refused[:MOST],
        "refused_number": len(refused),
        "fields": [
            (key, value)
            for key, value in visit.form.multi_items()
            if isinstance(value, str) and key not in ("confirmed", "expected", "item")
        ],
        "items": [] if selected else [line.reference for line in lines],
        "expected": expected,
        "back": f"/items?{visit.sent('query')}" if visit.sent("query") else "/items",
    }
    return Page("preview.html", "What would change", context)


def _bulk_command(visit: Visit) -> tuple[Command, str]:
    kind = visit.sent("what")
    if kind == "status":
        return _update(visit), "update"
    if kind == "report":
        return _report(visit), "report"
    if kind == "assign":
        parties = {name: visit.sent(name) for name in ("owners", "lead", "focal_point") if visit.sent(name)}
        if not parties:
            raise UsageError("nobody is named", "write who is to act, who leads or who is the focal point")
        return Assign(
            owners=names(parties["owners"]) if "owners" in parties else None,
            lead=parties.get("lead"),
            focal_point=parties.get("focal_point"),
            reason=visit.sent("reason") or None,
        ), "assign"
    if kind == "note":
        return _note(visit), "note"
    if kind == "due":
        return _extend(visit), "update"
    raise UsageError("no change was chosen", "choose what is to change")


def _note(visit: Visit) -> Note:
    links = tuple(visit.sent("link").split())
    return Note(text=visit.sent("note"), links=links, reason=visit.sent("reason") or None)


def chosen(visit: Visit) -> Sequence[str]:
    """Return the references that were chosen in a list.

    Raises:
        UsageError: none were chosen, or too many.
    """
    references = list(dict.fromkeys(visit.sent_all("item")))
    if not references:
        raise UsageError("no item was chosen", "go back and mark some in the first column")
    if len(references) > MOST:
        raise UsageError(f"more than {MOST} items were chosen", "choose fewer at a time")
    return references


def _try_on_chosen(visit: Visit, command: Command, name: str) -> tuple[list[Line], list[tuple[str, str]], int]:
    """Return what a command would do to each chosen item, and the refusals; the changes are rolled back."""
    lines: list[Line] = []
    refused: list[tuple[str, str]] = []
    marked = chosen(visit)
    with visit.trying(name) as work:
        for reference in marked:
            try:
                outcome = track.apply(work, command, Named(references=(reference,)))
            except (TransitionError, UsageError) as error:
                refused.append((reference, error.reason))
            else:
                lines += [Line(reference, _words(changed)) for changed in outcome.changed]
    return lines, refused, len(lines)


def _words(changed: Changed) -> str:
    return difference_words(changed.before, changed.after) or "stays as it is"


def _filters(visit: Visit) -> Selected:
    asked = visit.site.with_view(parameters.read(parse_qsl(visit.sent("query")), OWN, filters=True))
    return Selected(filters=replace(wanted(asked), limit=None))


def _try_on_selected(visit: Visit, command: Command) -> tuple[list[Line], list[tuple[str, str]], int]:
    """Return what a command would do to all items that the filters select."""
    now = visit.site.clock()
    with visit.reading() as connection:
        work = UnitOfWork(connection, actor=visit.person.name, at=now, command="look", today=visit.site.today())
        outcome = track.look(work, command, _filters(visit))
    lines = [Line(changed.reference, difference_words(changed.before, changed.after)) for changed in outcome.changed]
    return lines, list(outcome.refused), len(lines) + len(outcome.refused)


def _apply(visit: Visit, command: Command, name: str, *, selected: bool) -> Response:
    with visit.writing(name) as work:
        if selected:
            expected = typed.number(visit.sent("expected"))
            track.apply(work, command, replace(_filters(visit), expected=expected))
        else:
            track.apply(work, command, Named(references=tuple(chosen(visit))))
        change = work.change_id
    pairs = [pair for pair in parse_qsl(visit.sent("query")) if pair[0] != "done"]
    pairs += [("done", str(change))] if change is not None else []
    return RedirectResponse(parameters.address("/items", pairs), HTTPStatus.SEE_OTHER)
