"""Changes by the API: JSON becomes the commands that forms and the command line use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import Response

from mandates.domain.commands import Assign, Command, Entry, Report, Update
from mandates.domain.errors import ConflictError, MandatesError, UsageError
from mandates.domain.filters import Filters
from mandates.domain.references import Reference
from mandates.domain.status import Status
from mandates.register import documents, history, items, renewals, track, typed
from mandates.register.track import Named, Outcome, Selected
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.items import ObligationRow
from mandates.web import addresses, parameters
from mandates.web.api.answers import BASE, answer, problem
from mandates.web.api.questions import find, version_tag
from mandates.web.pages.adding import ingest, matches_of
from mandates.web.pages.changes import require_own, undoing
from mandates.web.pages.items import wanted
from mandates.web.parameters import Parameter
from mandates.web.site import Answered, Visit

#: The fields of a change of an item, and of a report: name and type.
PATCH: Mapping[str, type] = {
    "status": str, "note": str, "due": str, "granted_by": str, "original_due": bool, "happened_on": str, "on": str,
    "owners": list, "lead": str, "focal_point": str, "reason": str, "reopen": bool,
}  # fmt: skip
_ASSIGNS = ("owners", "lead", "focal_point")
REPORT: Mapping[str, type] = {
    "document": str, "on": str, "note": str, "url": str, "partial": bool, "additional": bool, "reason": str,
}  # fmt: skip
ENTRY: Mapping[str, type] = {
    "reference": str, "verb": str, "owners": list, "partners": list, "recipients": list, "deliverable": str,
    "due": list, "text": str, "title": str, "adopted_on": str, "reason": str,
}  # fmt: skip
BULK: Mapping[str, type] = {"filters": dict, "change": dict, "report": dict, "dry_run": bool, "expected": int}
REJECT: Mapping[str, type] = {"reason": str}
#: The parameters of a bulk change in addition to the filters.
_BULK_PARAMETERS = (Parameter("all", typed.switch, help="Include settled items."),)
UNDO: Mapping[str, type] = {"change": int}

#: The number of latest answers cached by `Idempotency-Key`, so that a repeated request is not applied twice.
_MAX_ANSWERS = 1000


def once(visit: Visit, make: Callable[[], Response]) -> Response:
    """Return the earlier answer if the change was already made under its `Idempotency-Key`; otherwise make it.

    Raises:
        UsageError: the key belongs to another change.
    """
    sent_key = visit.request.headers.get("idempotency-key")
    if sent_key is None:
        return make()
    key = (visit.person.name, sent_key)
    content = (visit.request.method, visit.request.url.path, json.dumps(visit.body, sort_keys=True))
    digest = hashlib.sha256(repr(content).encode()).hexdigest()
    answers = visit.site.answers
    with answers.lock:
        if key in answers.known:
            previous_digest, previous = answers.known[key]
            if previous_digest != digest:
                raise UsageError("the Idempotency-Key was used for another change", "give each change a key of its own")
            return previous.again()
        response = make()
        if response.status_code < HTTPStatus.BAD_REQUEST:
            answers.known[key] = (digest, Answered(response.status_code, bytes(response.body), dict(response.headers)))
            while len(answers.known) > _MAX_ANSWERS:
                answers.known.pop(next(iter(answers.known)))
        return response


def patch(visit: Visit) -> Response:
    """Change an item, if it is still in the version that `If-Match` names."""
    values = fields(visit.body, PATCH)
    if_match = visit.request.headers.get("if-match")
    if if_match is None:
        error = UsageError("the change does not say which version of the item it is for", "send If-Match with its ETag")
        return problem(error, HTTPStatus.PRECONDITION_REQUIRED)
    commands = _commands(values)

    def make() -> Response:
        try:
            with visit.writing("update") as work:
                row = find(visit, work.connection)
                _require_seen(row, if_match)
                version: int | None = row.version
                for command in commands:
                    track.apply(work, command, Named(references=(row.reference,), version=version))
                    version = None
                updated = items.by_id(work.connection, row.id, work.day)
                change = work.change_id
        except ConflictError as error:
            return problem(error, more=_current_state(visit))
        return answer(updated, headers=_headers(updated, change))

    return once(visit, make)


def report(visit: Visit) -> Response:
    """Mark an item as reported."""

    def make() -> Response:
        command = _report(fields(visit.body, REPORT))
        if_match = visit.request.headers.get("if-match")
        try:
            with visit.writing("report") as work:
                row = find(visit, work.connection)
                _require_seen(row, if_match)
                outcome = track.apply(work, command, Named(references=(row.reference,), version=row.version))
                updated = items.by_id(work.connection, row.id, work.day)
        except ConflictError as error:
            return problem(error, more=_current_state(visit))
        content = {"item": updated, **_outcome_content(outcome)}
        return answer(
            content, HTTPStatus.CREATED, {**_headers(updated, outcome.change), "Location": f"{BASE}/items/{updated.id}"}
        )

    return once(visit, make)


def bulk(visit: Visit) -> Response:
    """Change all items that filters select, or only show what would change."""
    values = fields(visit.body, BULK)
    filters = _filters(visit, values.get("filters", {}))
    targets = Selected(filters=filters, expected=values.get("expected"))
    if ("change" in values) == ("report" in values):
        raise UsageError("the request has not exactly one of 'change' and 'report'", "send one of them")
    commands = (
        _commands(fields(values["change"], PATCH))
        if "change" in values
        else [_report(fields(values["report"], REPORT))]
    )
    if len(commands) != 1:
        raise UsageError("'change' has more than one kind of change", "send one kind in each request")
    if values.get("dry_run"):
        with visit.reading() as connection:
            now, today = visit.site.clock(), visit.site.today()
            work = UnitOfWork(connection, actor=visit.person.name, at=now, command="look", today=today)
            return answer({"dry_run": True, **_outcome_content(track.look(work, commands[0], targets))})

    def make() -> Response:
        with visit.writing("update") as work:
            outcome = track.apply(work, commands[0], targets)
        return answer({"dry_run": False, **_outcome_content(outcome)})

    return once(visit, make)


def _filters(visit: Visit, criteria: Mapping[str, Any]) -> Filters:
    """Return the filters of a bulk change.

    Raises:
        UsageError: there are no filters, or one is unknown, of the wrong type or does not select items.
        UnknownReferenceError: there is no such view.
    """
    pairs = [
        (name, value)
        for name, values in criteria.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    if not pairs:
        raise UsageError("no filter is given", "send filters that select the items; 'all': 1 selects all")
    if [] in criteria.values():
        raise UsageError("a filter is an empty list", "leave it out, or give it a value")
    for name, value in pairs:
        if not isinstance(value, str | int) or not str(value).strip():
            raise UsageError(
                f"the filter '{name}' has a wrong type", "send a text that is not empty, or a list of texts"
            )
        if name in ("sort", "limit"):
            raise UsageError(f"'{name}' selects nothing", "leave it out; 'expected' limits how many items may change")
    asked = parameters.read([(name, str(value)) for name, value in pairs], _BULK_PARAMETERS, filters=True)
    return replace(wanted(visit.site.with_view(asked)), limit=None)


def take_back(visit: Visit) -> Response:
    """Undo a change: the one with this number, or your last one."""
    from mandates.register import undo  # noqa: PLC0415 - not loaded for the first page

    values = fields(visit.body, UNDO)

    def make() -> Response:
        with undoing(visit) as work:
            require_own(visit, work, values.get("change"))
            undone = undo.undo(work, values.get("change"))
        return answer({"undone": undone.undone, "references": list(undone.references), "change": undone.change})

    return once(visit, make)


def accept_match(visit: Visit) -> Response:
    """Accept a match: mark the item as reported by the document."""
    fields(visit.body, {})

    def make() -> Response:
        with visit.writing("accept") as work:
            outcome = documents.accept(work, [visit.number("match")], today=visit.site.today())
        return answer(_outcome_content(outcome))

    return once(visit, make)


def reject_match(visit: Visit) -> Response:
    """Reject a match: the document does not answer the item."""
    values = fields(visit.body, REJECT)

    def make() -> Response:
        with visit.writing("reject") as work:
            names = documents.reject(work, [visit.number("match")], reason=values.get("reason"))
            change = work.change_id
        return answer({"references": names, "change": change})

    return once(visit, make)


def accept_renewal(visit: Visit) -> Response:
    """Accept a renewal: settle the older items as proposed."""
    fields(visit.body, {})

    def make() -> Response:
        with visit.writing("renewals") as work:
            accepted = renewals.accept(work, [visit.number("renewal")])
        return answer(_outcome_content(Outcome(changed=accepted.changed, change=accepted.change)))

    return once(visit, make)


def reject_renewal(visit: Visit) -> Response:
    """Reject a renewal: the two requests are unrelated."""
    values = fields(visit.body, REJECT)

    def make() -> Response:
        with visit.writing("renewals") as work:
            rejected = renewals.reject(work, [visit.number("renewal")], reason=values.get("reason"))
        return answer({"links": list(rejected.links), "change": rejected.change})

    return once(visit, make)


def enter(visit: Visit) -> Response:
    """Add a mandate that the extraction missed, or one of a text that is not in the register."""
    from mandates.register import adding  # noqa: PLC0415 - not loaded for the first page

    values = fields(visit.body, ENTRY)
    if not values.get("reference"):
        raise UsageError("no paragraph is named", "send its 'reference', such as A/RES/71/12#8")
    entry = Entry(
        reference=str(Reference.parse(values["reference"])),
        verb=typed.verb(values.get("verb", "request")),
        owners=tuple(values.get("owners", ())),
        partners=tuple(values.get("partners", ())),
        recipients=tuple(values.get("recipients", ())),
        deliverable=typed.deliverable(values.get("deliverable", "action")),
        due=tuple(typed.due(text) for text in values.get("due", ())),
        text=values.get("text"),
        title=values.get("title"),
        adopted_on=typed.day(values["adopted_on"]) if "adopted_on" in values else None,
        reason=values.get("reason"),
    )

    def make() -> Response:
        with visit.writing("add") as work:
            added = adding.add(work, entry)
        location = f"{BASE}/mandates{addresses.of_mandate(added.reference).removeprefix('/m')}"
        content = {"reference": added.reference, "change": added.change}
        return answer(content, HTTPStatus.CREATED, {"Location": location})

    return once(visit, make)


def upload(visit: Visit) -> Response:
    """Read resolutions and other documents, sent as files of a form, and store them."""
    sent = [file for file in visit.form.getlist("files") if isinstance(file, UploadFile) and file.filename]
    if not sent:
        raise UsageError("no document was sent", "send it as the field 'files' of a form")
    outcomes, change = ingest(visit, [(str(file.filename), file) for file in sent])
    waiting = matches_of(visit, outcomes)
    content = [
        {
            "file": outcome.name,
            "results": [
                {
                    "symbol": result.symbol,
                    "outcome": result.outcome,
                    "mandates": result.mandates,
                    "changes": list(result.changes),
                }
                for result in outcome.results
            ],
            "documents": [
                {
                    "symbol": document.symbol,
                    "outcome": document.outcome,
                    "matches": list(waiting.get(document.symbol or "", ())),
                }
                for document in outcome.documents
            ],
            "problems": [
                {"code": issue.code, "where": issue.where, "message": issue.message} for issue in outcome.problems
            ],
        }
        for outcome in outcomes
    ]
    return answer({"items": content, "change": change}, HTTPStatus.CREATED)


def _require_seen(row: ObligationRow, if_match: str | None) -> None:
    """Raise `ConflictError` if the item has changed since the caller read it."""
    if if_match not in (None, "*", version_tag(row)):
        raise ConflictError(f"{row.reference} was changed by someone else meanwhile", "request the item again")


def fields(body: Any, known: Mapping[str, type]) -> dict[str, Any]:
    """Return the fields of a change and their values; fields that are null are left out.

    Raises:
        UsageError: `body` is not an object, has an unknown field, or a value of the wrong type.
    """
    if not isinstance(body, dict):
        raise UsageError("this is not a JSON object", f"send one with {', '.join(known)}" if known else "send {}")
    for name, value in body.items():
        kind = known.get(name)
        if kind is None:
            raise UsageError(f"there is no field '{name}'", f"known are {', '.join(known)}" if known else "send {}")
        wrong = not isinstance(value, kind) or (kind is int and isinstance(value, bool))
        if value is not None and (wrong or (kind is int and not 0 <= value <= typed.MOST)):
            raise UsageError(f"'{name}' has a wrong type", f"send a {_KINDS[kind]}")
        if kind is list and value is not None and not all(isinstance(element, str) for element in value):
            raise UsageError(f"'{name}' has a wrong type", "send a list of texts")
    return {name: value for name, value in body.items() if value is not None}


_KINDS = {str: "text", bool: "true or false", list: "list of texts", dict: "JSON object", int: "number"}


def _commands(values: Mapping[str, Any]) -> list[Command]:
    """Return the commands that correspond to the fields of a change."""
    commands: list[Command] = []
    reason = values.get("reason")
    update = {name: value for name, value in values.items() if name not in (*_ASSIGNS, "reason")}
    if update:
        commands.append(
            Update(
                status=typed.member_of(Status)(update["status"]) if "status" in update else None,
                note=update.get("note"),
                due=typed.extension(update["due"]) if "due" in update else None,
                granted_by=update.get("granted_by"),
                original_due=update.get("original_due", False),
                happened_on=typed.day(update["happened_on"]) if "happened_on" in update else None,
                on=typed.day(update["on"]) if "on" in update else None,
                reopen=update.get("reopen", False),
                reason=reason,
            )
        )
    if any(name in values for name in _ASSIGNS):
        owners = tuple(values["owners"]) if "owners" in values else None
        commands.append(
            Assign(owners=owners, lead=values.get("lead"), focal_point=values.get("focal_point"), reason=reason)
        )
    if not commands:
        raise UsageError("the request contains no change", f"send some of {', '.join(PATCH)}")
    return commands


def _report(values: Mapping[str, Any]) -> Report:
    if not (values.get("document") or values.get("note") or values.get("url")):
        raise UsageError("no document is named", "send its symbol as 'document', or a note")
    url = values.get("url")
    if url and not url.startswith(("https://", "http://")):
        raise UsageError(f"'{url}' is not the address of a page", "write it with https://")
    on = typed.day(values["on"]) if "on" in values else None
    return Report(**{**{name: value for name, value in values.items() if name != "on"}, "on": on})


def _outcome_content(outcome: Outcome) -> dict[str, Any]:
    return {
        "changed": [
            {
                "reference": changed.reference,
                "before": dict(changed.before),
                "after": dict(changed.after),
                "opened": list(changed.opened),
            }
            for changed in outcome.changed
        ],
        "refused": [{"reference": reference, "reason": reason} for reference, reason in outcome.refused],
        "change": outcome.change,
    }


def _headers(row: ObligationRow, change: int | None) -> dict[str, str]:
    return {"ETag": version_tag(row), **({"X-Change": str(change)} if change is not None else {})}


def _current_state(visit: Visit) -> dict[str, Any]:
    """Return the current state of an item, and who changed it last."""
    try:
        with visit.reading() as connection:
            row = find(visit, connection)
            events: Sequence[Any] = history.history(connection, row.reference, limit=1)
    except MandatesError:
        return {}
    latest = events[0] if events else None
    return {"item": row, "changed_by": latest.actor if latest else None, "changed_at": latest.at if latest else None}
