"""Proposals of which obligations issued documents answer, from the requests as they stand on a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mandates.domain.deliverables import REPORTS
from mandates.domain.issued import Basis, DocumentSymbol, IssuedDocument
from mandates.domain.kinds import MatchState
from mandates.domain.lifecycle import OPEN
from mandates.domain.match import Occurrence, Proposal, Request
from mandates.matching.agendas import answer_agenda
from mandates.matching.occurrences import forums
from mandates.matching.propose import Known, is_request, propose
from mandates.matching.titles import TitleIndex
from mandates.matching.words import without_author
from mandates.reference import lookup
from mandates.register.documents_on_day import DocumentsOnDay, documents_on
from mandates.register.replaced_requests import with_replaced
from mandates.schema.documents import document_from_plain
from mandates.store import endings, issued
from mandates.store import requests as stored
from mandates.store.engine import Connection
from mandates.store.requests import RequestRow

#: How much earlier or later than what it answers a document may be.
_WINDOW_MARGIN = dt.timedelta(days=400)
#: How many renewals of a request are followed at most.
_MAX_GENERATIONS = 12


def propose_all(connection: Connection, documents: Sequence[IssuedDocument], day: dt.date) -> list[Proposal]:
    """Return for each document the obligations that it may answer, as of `day`; writes nothing."""
    on_day = documents_on(connection, day)
    parents = [*documents, *_kept_parents(on_day, documents)]
    documents = [_with_grounds_of_parent(document, parents) for document in documents]
    by_resolution = _requests_by_resolution(connection, documents, day)
    known = Known(
        by_resolution=by_resolution,
        titles=TitleIndex(_by_title(connection, documents, day)),
        successors=_successors(
            connection, [request.id for requests in by_resolution.values() for request in requests], day
        ),
    )
    titles = Counter(_title_key(document) for document in documents if not document.answers)
    agendas = _agenda_items(connection, documents, day)
    proposals = [
        answer_agenda(document, agendas)
        if document.entries
        else propose(document, known, twice=titles[_title_key(document)] > 1)
        for document in documents
    ]
    answered = {occurrence.id: occurrence.documents for occurrence in known.occurrences()}
    answered |= {occurrence.id: occurrence.documents for request in agendas for occurrence in request.occurrences}
    rejected = _rejected(connection, on_day, documents)
    return with_replaced(connection, [_with_states(proposal, answered, rejected) for proposal in proposals])


def _successors(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> dict[int, list[Request]]:
    """Return the requests of later resolutions that renew these mandates, by mandate id, the nearest first."""
    successor_of: dict[int, int] = {}
    ids = set(mandate_ids)
    for _ in range(_MAX_GENERATIONS):
        new_successors = endings.successors(connection, sorted(ids - successor_of.keys()))
        if not new_successors:
            break
        successor_of |= new_successors
        ids = set(new_successors.values())
    rows = stored.of_mandates(connection, sorted(set(successor_of.values())), day)
    requests = {request.id: request for request in _requests(connection, rows, day)}
    by_mandate: dict[int, list[Request]] = {}
    for mandate_id in mandate_ids:
        chain: list[int] = []
        current = successor_of.get(mandate_id)
        while current is not None and current not in chain:
            chain.append(current)
            current = successor_of.get(current)
        if chain:
            by_mandate[mandate_id] = [requests[successor_id] for successor_id in chain if successor_id in requests]
    return by_mandate


def _rejected(
    connection: Connection, on_day: DocumentsOnDay, documents: Sequence[IssuedDocument]
) -> set[tuple[str, int]]:
    """Return the rejected matches of these documents as pairs of a symbol of the document and an obligation id."""
    symbols = defaultdict(list)
    for symbol, row in on_day.by_symbols([symbol for document in documents for symbol in document.symbols]).items():
        symbols[row.id].append(symbol)
    return {
        (symbol, answer.obligation_id)
        for answer in on_day.as_said(issued.answers_of(connection, sorted(symbols)))
        if answer.state == MatchState.REJECTED
        for symbol in symbols[answer.issued_id]
    }


def _with_states(proposal: Proposal, answered: Mapping[int, Sequence[str]], rejected: set[tuple[str, int]]) -> Proposal:
    """Return a proposal whose matches are accepted where the document answers the obligation already, and rejected
    where a person rejected them.
    """
    own = set(proposal.document.symbols)
    matches = [
        replace(match, state=MatchState.ACCEPTED)
        if own & set(answered.get(match.obligation_id, ()))
        else replace(match, state=MatchState.REJECTED)
        if any((symbol, match.obligation_id) in rejected for symbol in own)
        else match
        for match in proposal.matches
    ]
    return replace(proposal, matches=tuple(matches))


def _kept_parents(on_day: DocumentsOnDay, documents: Sequence[IssuedDocument]) -> list[IssuedDocument]:
    """Return the stored documents that these supplement or replace."""
    symbols = {document.relation.of for document in documents if document.relation is not None and not document.answers}
    return [document_from_plain(row.reading) for row in on_day.by_symbols(sorted(symbols)).values()]


def _with_grounds_of_parent(document: IssuedDocument, documents: Sequence[IssuedDocument]) -> IssuedDocument:
    """Return a document that supplements or replaces another with the grounds of that one, if it has none itself."""
    current = document
    for _ in range(4):  # an addendum to a revision of a report
        if document.answers or current.relation is None:
            return document
        parent = next((candidate for candidate in documents if current.relation.of in candidate.symbols), None)
        if parent is None:
            return document
        if parent.answers:
            return replace(document, answers=tuple(replace(ground, basis=Basis.PARENT) for ground in parent.answers))
        current = parent
    return document


def _title_key(document: IssuedDocument) -> tuple[object, ...]:
    """Return the key that is the same for documents that only their contents tell apart."""
    relation = document.relation.type if document.relation else None
    return without_author(document.title or "").lower(), document.body, str(document.session), relation, document.form


def _requests_by_resolution(
    connection: Connection, documents: Sequence[IssuedDocument], day: dt.date
) -> dict[str, list[Request]]:
    """Return the requests of the resolutions that documents cite, by symbol; an entry for each that is held."""
    symbols = {ground.resolution for document in documents for ground in (*document.answers, *document.mentions)}
    requests: dict[str, list[Request]] = {symbol: [] for symbol in stored.held(connection, sorted(symbols))}
    for request in _requests(connection, stored.of_resolutions(connection, sorted(requests), day), day):
        requests[request.resolution].append(request)
    return requests


def _by_title(connection: Connection, documents: Sequence[IssuedDocument], day: dt.date) -> list[Request]:
    """Return the requests among which those of documents that cite nothing are searched for."""
    unnamed = [document for document in documents if not document.answers and document.kind.answers and document.title]
    if not unnamed:
        return []
    first, last = _window(unnamed, day)
    rows = stored.of_deliverables(connection, REPORTS, day, between=(first - _WINDOW_MARGIN, last + _WINDOW_MARGIN))
    return _requests(connection, rows, day)


def _agenda_items(connection: Connection, documents: Sequence[IssuedDocument], day: dt.date) -> list[Request]:
    """Return the decisions to include an item among which those that agendas answer are searched for."""
    agendas = [document for document in documents if document.entries]
    if not agendas:
        return []
    rows = stored.of_deliverables(connection, ("agenda_item",), day, between=_window(agendas, day))
    return _requests(connection, rows, day, every=True)


def _window(documents: Iterable[IssuedDocument], day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of the dates and sessions of documents; `day` twice where they have none."""
    calendar = lookup.program()
    days: set[dt.date] = set()
    for document in documents:
        if document.dated_on is not None:
            days.add(document.dated_on)
        for body, session in forums(document).items():
            window = calendar.session(body, int(session) if session.isdecimal() else session) if session else None
            days |= (
                {boundary for boundary in (window.opens_on, window.closes_on) if boundary is not None}
                if window
                else set()
            )
    return (min(days), max(days)) if days else (day, day)


def _requests(
    connection: Connection, rows: Sequence[RequestRow], day: dt.date, *, every: bool = False
) -> list[Request]:
    """Return the mandates of rows as requests: those that a document can answer, or `every` mandate."""
    by_mandate: dict[int, list[RequestRow]] = defaultdict(list)
    for row in rows:
        by_mandate[row.mandate_id].append(row)
    words = stored.words(connection, [mandate_rows[0].version_id for mandate_rows in by_mandate.values()])
    heads = stored.heads(connection, [mandate_rows[0].reading_id for mandate_rows in by_mandate.values()])
    list_rows = [
        mandate_rows[0]
        for mandate_rows in by_mandate.values()
        if words[mandate_rows[0].version_id].clause.rstrip().endswith(":")
    ]
    items = _items(connection, list_rows)
    requests = []
    for mandate_rows in by_mandate.values():
        first = mandate_rows[0]
        version_words, head = words[first.version_id], heads[first.reading_id]
        request = Request(
            id=first.mandate_id,
            reference=first.reference.partition("@")[0],
            resolution=first.symbol,
            label=first.label,
            clause=version_words.clause,
            verb=first.verb,
            deliverable=first.deliverable,
            owners=tuple(first.owners),
            recipients=tuple(party["name"] for party in version_words.recipients),
            title=head.title or head.situation,
            agenda_items=tuple(head.agenda_items),
            adopted_on=head.adopted_on,
            occurrences=tuple(_occurrence(row, day) for row in sorted(mandate_rows, key=_order)),
            items=items.get(first.mandate_id, ()),
        )
        if every or is_request(request):
            requests.append(request)
    return requests


def _items(connection: Connection, rows: Sequence[RequestRow]) -> dict[int, tuple[str, ...]]:
    """Return the items of the lists that mandates introduce, by mandate id."""
    by_reading: dict[int, list[stored.ItemRow]] = defaultdict(list)
    for item in stored.items(connection, [row.reading_id for row in rows]):
        by_reading[item.reading_id].append(item)
    return {
        row.mandate_id: tuple(
            item.text for item in by_reading[row.reading_id] if item.label.startswith(f"{row.label} (")
        )
        for row in rows
    }


def _symbols(text: str) -> list[str]:
    """Return the symbols in a piece of evidence, all those of a joint document; the text itself if it has none."""
    return [symbol.text for symbol in DocumentSymbol.all_in(text)] or [text]


def _order(row: RequestRow) -> tuple[dt.date, int, int]:
    return row.due_on or dt.date.max, row.occurrence, row.obligation_id


def _occurrence(row: RequestRow, day: dt.date) -> Occurrence:
    is_overdue = row.lifecycle == OPEN and row.due_on is not None and row.due_on < day
    return Occurrence(
        id=row.obligation_id,
        reference=row.reference if "@" in row.reference else f"{row.reference}@{row.key}",
        due_on=row.due_on,
        opens_on=row.opens_on,
        due_body=row.at_body,
        due_session=row.due_session,
        due_kind=row.due_kind,
        every=row.due_every,
        number=row.occurrence,
        settled=row.lifecycle != OPEN,
        days_late=(day - row.due_on).days if is_overdue and row.due_on else None,
        documents=tuple(
            symbol for piece in row.evidence if piece["document"] for symbol in _symbols(piece["document"])
        ),
    )
