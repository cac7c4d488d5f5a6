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

#: What a change may say of an item, and of a report: name and kind.
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
#: What a change of many takes beside filters.
_OF_MANY = (Parameter("all", typed.switch, help="Settled items too."),)
UNDO: Mapping[str, type] = {"change": int}

#: Answers to changes that were sent with a key, the last ones, so that one that is sent again is not made again.
_KEPT = 1000


def once(visit: Visit, make: Callable[[], Response]) -> Response:
    """Return the answer that a change had, where it was made already under its `Idempotency-Key`; else make it.

    Raises:
        UsageError: the key belongs to another change.
    """
    given = visit.request.headers.get("idempotency-key")
    if given is None:
        return make()
    key = (visit.person.name, given)
    said = (visit.request.method, visit.request.url.path, json.dumps(visit.body, sort_keys=True))
    digest = hashlib.sha256(repr(said).encode()).hexdigest()
    answers = visit.site.answers
    with answers.lock:
        if key in answers.known:
            was, known = answers.known[key]
            if was != digest:
                raise UsageError("the Idempotency-Key was used for another change", "give each change a key of its own")
            return known.again()
        made = make()
        if made.status_code < HTTPStatus.BAD_REQUEST:
            answers.known[key] = (digest, Answered(made.status_code, bytes(made.body), dict(made.headers)))
            while len(answers.known) > _KEPT:
                answers.known.pop(next(iter(answers.known)))
        return made


def patch(visit: Visit) -> Response:
    """Change an item: only where it is as the caller has seen it, as `If-Match` says."""
    said = fields(visit.body, PATCH)
    seen = visit.request.headers.get("if-match")
    if seen is None:
        error = UsageError("the change does not say which version of the item it is for", "send If-Match with its ETag")
        return problem(error, HTTPStatus.PRECONDITION_REQUIRED)
    commands = _commands(said)

    def make() -> Response:
        try:
            with visit.writing("update") as work:
                row = find(visit, work.connection)
                _require_seen(row, seen)
                version: int | None = row.version
                for command in commands:
                    track.apply(work, command, Named(references=(row.reference,), version=version))
                    version = None
                now = items.by_id(work.connection, row.id, work.day)
                change = work.change_id
        except ConflictError as error:
            return problem(error, more=_present(visit))
        return answer(now, headers=_headers(now, change))

    return once(visit, make)


def report(visit: Visit) -> Response:
    """Mark an item as reported."""

    def make() -> Response:
        command = _report(fields(visit.body, REPORT))
        seen = visit.request.headers.get("if-match")
        try:
            with visit.writing("report") as work:
                row = find(visit, work.connection)
                _require_seen(row, seen)
                outcome = track.apply(work, command, Named(references=(row.reference,), version=row.version))
                now = items.by_id(work.connection, row.id, work.day)
        except ConflictError as error:
            return problem(error, more=_present(visit))
        content = {"item": now, **_told(outcome)}
        return answer(
            content, HTTPStatus.CREATED, {**_headers(now, outcome.change), "Location": f"{BASE}/items/{now.id}"}
        )

    return once(visit, make)


def bulk(visit: Visit) -> Response:
    """Change all that filters select; with `dry_run` say what would change."""
    said = fields(visit.body, BULK)
    filters = _filters(visit, said.get("filters", {}))
    targets = Selected(filters=filters, expected=said.get("expected"))
    if ("change" in said) == ("report" in said):
        raise UsageError("a change of many is one thing", "give either 'change' or 'report'")
    commands = (
        _commands(fields(said["change"], PATCH)) if "change" in said else [_report(fields(said["report"], REPORT))]
    )
    if len(commands) != 1:
        raise UsageError("a change of many is one thing", "change owners, lead and focal point by themselves")
    if said.get("dry_run"):
        with visit.reading() as connection:
            at, today = visit.site.clock(), visit.site.today()
            work = UnitOfWork(connection, actor=visit.person.name, at=at, command="look", today=today)
            return answer({"dry_run": True, **_told(track.look(work, commands[0], targets))})

    def make() -> Response:
        with visit.writing("update") as work:
            outcome = track.apply(work, commands[0], targets)
        return answer({"dry_run": False, **_told(outcome)})

    return once(visit, make)


def _filters(visit: Visit, said: Mapping[str, Any]) -> Filters:
    """Return what filters of a change of many select.

    Raises:
        UsageError: there is none, or one is not known, of another kind or none that selects. UnknownReferenceError:
        there is no such view.
    """
    pairs = [(name, one) for name, value in said.items() for one in (value if isinstance(value, list) else [value])]
    if not pairs:
        raise UsageError("no filter is given", "say which items are meant; all=1 for all of them")
    if [] in said.values():
        raise UsageError("a filter is an empty list", "leave it out, or say what is meant")
    for name, one in pairs:
        if not isinstance(one, str | int) or not str(one).strip():
            raise UsageError(
                f"the filter '{name}' has a wrong type", "it is a text, not an empty one, or a list of texts"
            )
        if name in ("sort", "limit"):
            raise UsageError(f"'{name}' selects nothing", "narrow it with filters; 'expected' says how many may change")
    asked = parameters.read([(name, str(one)) for name, one in pairs], _OF_MANY, filters=True)
    return replace(wanted(visit.site.with_view(asked)), limit=None)


def take_back(visit: Visit) -> Response:
    """Take a change back; without a number the last one of the person."""
    from mandates.register import undo  # noqa: PLC0415 - the first page does not wait for it

    said = fields(visit.body, UNDO)

    def make() -> Response:
        with undoing(visit) as work:
            require_own(visit, work, said.get("change"))
            done = undo.undo(work, said.get("change"))
        return answer({"undone": done.undone, "references": list(done.references), "change": done.change})

    return once(visit, make)


def accept_match(visit: Visit) -> Response:
    """Mark what a document answers as reported."""
    fields(visit.body, {})

    def make() -> Response:
        with visit.writing("accept") as work:
            outcome = documents.accept(work, [typed.number(visit.part("match"))], today=visit.site.today())
        return answer(_told(outcome))

    return once(visit, make)


def reject_match(visit: Visit) -> Response:
    """Say that a document does not answer what was proposed."""
    said = fields(visit.body, REJECT)

    def make() -> Response:
        with visit.writing("reject") as work:
            names = documents.reject(work, [typed.number(visit.part("match"))], reason=said.get("reason"))
            change = work.change_id
        return answer({"references": names, "change": change})

    return once(visit, make)


def accept_renewal(visit: Visit) -> Response:
    """Confirm that a later resolution asks for something anew, and settle what that settles."""
    fields(visit.body, {})

    def make() -> Response:
        with visit.writing("renewals") as work:
            done = renewals.accept(work, [typed.number(visit.part("renewal"))])
        return answer(_told(Outcome(changed=done.changed, change=done.change)))

    return once(visit, make)


def reject_renewal(visit: Visit) -> Response:
    """Say that a later resolution does not ask for it anew."""
    said = fields(visit.body, REJECT)

    def make() -> Response:
        with visit.writing("renewals") as work:
            done = renewals.reject(work, [typed.number(visit.part("renewal"))], reason=said.get("reason"))
        return answer({"links": list(done.links), "change": done.change})

    return once(visit, make)


def enter(visit: Visit) -> Response:
    """Enter a mandate that reading missed, or one of a text that the register does not have."""
    from mandates.register import adding  # noqa: PLC0415 - the first page does not wait for it

    said = fields(visit.body, ENTRY)
    if not said.get("reference"):
        raise UsageError("no paragraph is named", "send its 'reference', such as A/RES/71/12#8")
    entry = Entry(
        reference=str(Reference.parse(said["reference"])),
        verb=typed.verb(said.get("verb", "request")),
        owners=tuple(said.get("owners", ())),
        partners=tuple(said.get("partners", ())),
        recipients=tuple(said.get("recipients", ())),
        deliverable=typed.deliverable(said.get("deliverable", "action")),
        due=tuple(typed.due(one) for one in said.get("due", ())),
        text=said.get("text"),
        title=said.get("title"),
        adopted_on=typed.day(said["adopted_on"]) if "adopted_on" in said else None,
        reason=said.get("reason"),
    )

    def make() -> Response:
        with visit.writing("add") as work:
            done = adding.add(work, entry)
        location = f"{BASE}/mandates{addresses.of_mandate(done.reference).removeprefix('/m')}"
        content = {"reference": done.reference, "change": done.change}
        return answer(content, HTTPStatus.CREATED, {"Location": location})

    return once(visit, make)


def upload(visit: Visit) -> Response:
    """Read resolutions and other documents that are sent as a form's files, and store what is in them."""
    sent = [one for one in visit.form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    if not sent:
        raise UsageError("no document was sent", "send it as the field 'files' of a form")
    outcomes, change = ingest(visit, [(str(one.filename), one) for one in sent])
    waiting = matches_of(visit, outcomes)
    content = [
        {
            "file": one.name,
            "results": [
                {
                    "symbol": result.symbol,
                    "outcome": result.outcome,
                    "mandates": result.mandates,
                    "changes": list(result.changes),
                }
                for result in one.results
            ],
            "documents": [
                {"symbol": kept.symbol, "outcome": kept.outcome, "matches": list(waiting.get(kept.symbol or "", ()))}
                for kept in one.documents
            ],
            "problems": [{"code": each.code, "where": each.where, "message": each.message} for each in one.problems],
        }
        for one in outcomes
    ]
    return answer({"items": content, "change": change}, HTTPStatus.CREATED)


def _require_seen(row: ObligationRow, seen: str | None) -> None:
    """Raise where an item is not as the caller has seen it."""
    if seen not in (None, "*", version_tag(row)):
        raise ConflictError(f"{row.reference} was changed by someone else meanwhile", "look at it again")


def fields(body: Any, known: Mapping[str, type]) -> dict[str, Any]:
    """Return what a change says, field by field; what is null was not said.

    Raises:
        UsageError: it is no object, has a field that is not known, or a value of another kind.
    """
    if not isinstance(body, dict):
        raise UsageError("this is not a JSON object", f"send one with {', '.join(known)}" if known else "send {}")
    for name, value in body.items():
        kind = known.get(name)
        if kind is None:
            raise UsageError(f"there is no field '{name}'", f"known are {', '.join(known)}" if known else "send {}")
        wrong = not isinstance(value, kind) or (kind is int and isinstance(value, bool))
        if value is not None and (wrong or (kind is int and not 0 <= value <= typed.MOST)):
            raise UsageError(f"'{name}' has a wrong type", f"it is a {_KINDS[kind]}")
        if kind is list and value is not None and not all(isinstance(one, str) for one in value):
            raise UsageError(f"'{name}' has a wrong type", "it is a list of texts")
    return {name: value for name, value in body.items() if value is not None}


_KINDS = {str: "text", bool: "true or false", list: "list of texts", dict: "JSON object", int: "number"}


def _commands(said: Mapping[str, Any]) -> list[Command]:
    """Return the commands that the fields of a change mean."""
    found: list[Command] = []
    reason = said.get("reason")
    update = {name: value for name, value in said.items() if name not in (*_ASSIGNS, "reason")}
    if update:
        found.append(
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
    if any(name in said for name in _ASSIGNS):
        owners = tuple(said["owners"]) if "owners" in said else None
        found.append(Assign(owners=owners, lead=said.get("lead"), focal_point=said.get("focal_point"), reason=reason))
    if not found:
        raise UsageError("nothing is to change", f"send some of {', '.join(PATCH)}")
    return found


def _report(said: Mapping[str, Any]) -> Report:
    if not (said.get("document") or said.get("note") or said.get("url")):
        raise UsageError("no document is named", "send its symbol as 'document', or a note")
    url = said.get("url")
    if url and not url.startswith(("https://", "http://")):
        raise UsageError(f"'{url}' is not the address of a page", "write it with https://")
    on = typed.day(said["on"]) if "on" in said else None
    return Report(**{**{name: value for name, value in said.items() if name != "on"}, "on": on})


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "changed": [
            {
                "reference": one.reference,
                "before": dict(one.before),
                "after": dict(one.after),
                "opened": list(one.opened),
            }
            for one in outcome.changed
        ],
        "refused": [{"reference": reference, "reason": reason} for reference, reason in outcome.refused],
        "change": outcome.change,
    }


def _headers(row: ObligationRow, change: int | None) -> dict[str, str]:
    return {"ETag": version_tag(row), **({"X-Change": str(change)} if change is not None else {})}


def _present(visit: Visit) -> dict[str, Any]:
    """Return how an item stands now, and who changed it last."""
    try:
        with visit.reading() as connection:
            row = find(visit, connection)
            events: Sequence[Any] = history.history(connection, row.reference, as_of=visit.as_of, limit=1)
    except MandatesError:
        return {}
    last = events[0] if events else None
    return {"item": row, "changed_by": last.actor if last else None, "changed_at": last.at if last else None}
