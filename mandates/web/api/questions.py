"""Questions of the API: what they answer is what the commands of the same names give as JSON."""

from __future__ import annotations

import dataclasses

from starlette.responses import Response

from mandates import __version__
from mandates.domain.errors import UsageError
from mandates.domain.kinds import Heap
from mandates.domain.status import Role
from mandates.domain.symbols import Symbol
from mandates.reference import calendar
from mandates.register import (
    documents,
    history,
    items,
    lists,
    named,
    references,
    renewals,
    review,
    show,
    summaries,
    typed,
)
from mandates.register import stock as stocktaking
from mandates.register.resolution import whole
from mandates.rendering.lists import Sessions
from mandates.schema.documents import proposal_to_record
from mandates.schema.items import ObligationRow
from mandates.store.engine import Connection
from mandates.web import addresses, paging
from mandates.web.api.answers import answer, list_tag, listed, portion, size, tagged
from mandates.web.pages.items import wanted
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.site import Visit

AFTER = Parameter("after", typed.line, help="Where the portion begins: the value in `next` of the previous one.")
LIMIT = Parameter("limit", typed.number, help="The number of rows, at most 1,000.")
ITEMS = (AS_OF, AFTER, Parameter("all", typed.switch, help="Include settled items."))
RESOLUTIONS = (
    AS_OF,
    AFTER,
    LIMIT,
    Parameter("body", typed.body, several=True, help="Only those adopted by this body."),
    Parameter("session", typed.session, several=True, help="Only those adopted at this session."),
    Parameter("search", typed.line, help="Only those with these words in the title."),
)
SESSIONS = (AS_OF, AFTER, LIMIT, Parameter("body", typed.body, help="The body; by default the General Assembly."))
OWNERS = (
    AS_OF,
    AFTER,
    LIMIT,
    Parameter("owner", typed.line, several=True, help="Only those with this in the name."),
    Parameter("role", typed.member_of(Role), choices=tuple(Role), help="Whom to list."),
)
PLAIN = (AS_OF, AFTER, LIMIT)
STOCK = (
    AS_OF,
    AFTER,
    Parameter("heap", typed.member_of(Heap), several=True, choices=tuple(Heap), help="Only what is on this heap."),
    Parameter(
        "unreported",
        typed.number,
        help="Number of sessions without a report, for the heap never_reported.",
    ),
)
EVENTS = (
    AS_OF,
    Parameter("after", typed.number, help="Only events that follow the one with this number."),
    LIMIT,
)
ONE = (AS_OF,)


def all_items(visit: Visit) -> Response:
    """List items."""
    with visit.reading() as connection:
        filters = wanted(visit.asked)
        named.require(connection, filters)
        page = paging.portion(connection, filters, visit.as_of, visit.asked.get("after"), filters.limit)
        return listed(visit, connection, page.rows, page.after)


def item(visit: Visit) -> Response:
    """Show one item, by its number or its reference."""
    with visit.reading() as connection:
        row = find(visit, connection)
        return tagged(visit, version_tag(row), row)


def mandate(visit: Visit) -> Response:
    """Show one mandate with its obligations, evidence and history, by its reference."""
    with visit.reading() as connection:
        reference = addresses.reference_at(visit.part("key"))
        references.require_occurrence(connection, reference)
        view = show.mandate_view(connection, reference, visit.as_of)
        return tagged(visit, list_tag(visit, connection), view)


def all_resolutions(visit: Visit) -> Response:
    """List resolutions."""
    get = visit.asked.get
    with visit.reading() as connection:
        rows = lists.resolutions(
            connection, visit.as_of, bodies=get("body", ()), adopted_sessions=get("session", ()), search=get("search")
        )
        return listed(visit, connection, *portion(visit, rows, "symbol"))


def resolution(visit: Visit) -> Response:
    """Show one resolution with its paragraphs and their items."""
    symbol = str(Symbol.parse(visit.part("key")))
    with visit.reading() as connection:
        contents = whole(connection, symbol, visit.as_of)
        text = dataclasses.asdict(contents.resolution)
        text["paragraphs"] = [
            {**dataclasses.asdict(passage.paragraph), "items": list(passage.items)} for passage in contents.passages
        ]
        text["problems"] = [dataclasses.asdict(issue) for issue in dict.fromkeys(contents.problems)]
        return tagged(visit, list_tag(visit, connection), text)


def all_sessions(visit: Visit) -> Response:
    """List sessions of a body with their timetables."""
    body_sessions = list(calendar.sessions(visit.asked.get("body") or "General Assembly"))
    rows = list(Sessions(body_sessions, visit.as_of).records())
    with visit.reading() as connection:
        return listed(visit, connection, *portion(visit, rows, "session"))


def session(visit: Visit) -> Response:
    """Summarize one session."""
    body, number = typed.body(visit.part("body")), typed.session(visit.part("session"))
    with visit.reading() as connection:
        summary = summaries.summary(connection, body, number, visit.as_of)
        return tagged(visit, list_tag(visit, connection), summary)


def all_owners(visit: Visit) -> Response:
    """List owners with the number of their items."""
    role = visit.asked.get("role") or Role.OWNER
    with visit.reading() as connection:
        rows = lists.owners(connection, visit.as_of, names=visit.asked.get("owner", ()), role=role)
        return listed(visit, connection, *portion(visit, rows, "id"))


def all_documents(visit: Visit) -> Response:
    """List the stored documents with the items that each answers or may answer."""
    with visit.reading() as connection:
        rows = [proposal_to_record(suggestion) for suggestion in documents.proposals(connection, visit.as_of)]
        return listed(visit, connection, *portion(visit, rows, "document"))


def stock_on_heaps(visit: Visit) -> Response:
    """List the mandates on heaps for a review of the stock, each with the reason."""
    get = visit.asked.get
    filters = dataclasses.replace(visit.asked.filters, limit=None)
    with visit.reading() as connection:
        named.require(connection, filters)
        view = stocktaking.stock(
            connection,
            filters,
            visit.as_of,
            heaps=visit.asked.several("heap"),
            sessions=get("unreported") or stocktaking.SESSIONS,
        )
        rows = [
            {"key": f"{entry.heap} {entry.item.mandate}", "heap": entry.heap, "why": entry.why, "item": entry.item}
            for entry in view.items
        ]
        return listed(visit, connection, *portion(visit, rows, "key"))


def all_review(visit: Visit) -> Response:
    """List what waits for a decision: changed extractions, matches, renewals, then uncertain extractions."""
    limit = size(visit)
    with visit.reading() as connection:
        waiting = [
            {"kind": "proposed", "key": f"proposed {difference.id}", "suggestion": difference}
            for difference in review.waiting(connection, visit.as_of)
        ]
        waiting += [
            {"kind": "match", "key": f"match {match.number}", "document": document.document, "match": match}
            for document in map(proposal_to_record, documents.waiting(connection, visit.as_of))
            for match in document.matches
        ]
        waiting += [
            {"kind": "renewal", "key": f"renewal {renewal.number}", "renewal": renewal}
            for renewal in renewals.waiting(connection, visit.as_of)
        ]
        names = review.uncertain_mandates(connection, visit.as_of)
        rows = waiting + [{"kind": "uncertain", "key": name, "mandate": None} for name in names]
        shown, after = portion(visit, rows, "key")
        full = [
            {**row, "mandate": show.mandate_view(connection, str(row["key"]), visit.as_of)}
            if row["kind"] == "uncertain"
            else row
            for row in shown[:limit]
        ]
        return listed(visit, connection, full, after)


def events(visit: Visit) -> Response:
    """List events in the order in which they happened."""
    limit = size(visit)
    after = visit.asked.get("after") or 0
    with visit.reading() as connection:
        rows = history.events_after(connection, after, limit + 1)
        shown = rows[:limit]
        return listed(visit, connection, shown, str(shown[-1].id) if len(rows) > limit else None)


def health(visit: Visit) -> Response:
    """Check that the register answers."""
    with visit.reading() as connection:
        return answer({"status": "ok", "version": __version__, "event": history.last_event(connection, visit.as_of)})


def find(visit: Visit, connection: Connection) -> ObligationRow:
    """Return the obligation that an address names by its number or its reference.

    Raises:
        UsageError, UnknownReferenceError: the address does not name an obligation.
    """
    key = visit.part("key")
    if key.isascii() and key.isdecimal():
        return items.by_id(connection, visit.number("key"), visit.as_of)
    if "/" not in key:
        raise UsageError(f"'{key}' is neither an item number nor a reference", "write it like 12 or A/RES/71/12/8")
    return items.by_reference(connection, addresses.reference_at(key), visit.as_of)


def version_tag(row: ObligationRow) -> str:
    """Return the entity tag of an obligation: its version, which a change sends as `If-Match`."""
    return f'"v{row.version}"'
