"""Which obligations of the register issued documents answer: the requests as they stand on a day, and the proposals."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mandates.domain.issued import Basis, DocumentSymbol, IssuedDocument
from mandates.domain.kinds import MatchState
from mandates.domain.match import Occurrence, Proposal, Request
from mandates.matching.agendas import answer_agenda
from mandates.matching.occurrences import forums
from mandates.matching.propose import Known, is_request, propose
from mandates.matching.titles import TitleIndex
from mandates.matching.words import without_author
from mandates.reference import lookup
from mandates.register.documents_on_day import DocumentsOnDay, documents_on
from mandates.register.replaced_series import with_replaced
from mandates.schema.documents import document_from_plain
from mandates.store import endings, issued
from mandates.store import requests as stored
from mandates.store.engine import Connection
from mandates.store.requests import RequestRow
from mandates.store.tables import OPEN

#: What is looked for by title.
_BY_TITLE = ("report", "briefing")
#: A document may be so much earlier or later than what it answers.
_AROUND = dt.timedelta(days=400)
#: So many times at most a request was made anew that is looked for.
_GENERATIONS = 12


def propose_all(connection: Connection, documents: Sequence[IssuedDocument], day: dt.date) -> list[Proposal]:
    """Return for each document the obligations that it may answer, as they stand on `day`. Nothing is written."""
    then = documents_on(connection, day)
    parents = [*documents, *_kept_parents(then, documents)]
    documents = [_with_grounds_of_parent(one, parents) for one in documents]
    named = _named(connection, documents, day)
    known = Known(
        by_resolution=named,
        titles=TitleIndex(_by_title(connection, documents, day)),
        successors=_successors(connection, [request.id for requests in named.values() for request in requests], day),
    )
    titles = Counter(_title_key(one) for one in documents if not one.answers)
    agendas = _agenda_items(connection, documents, day)
    found = [
        answer_agenda(one, agendas) if one.entries else propose(one, known, twice=titles[_title_key(one)] > 1)
        for one in documents
    ]
    answered = {one.id: one.documents for one in known.occurrences()}
    answered |= {one.id: one.documents for request in agendas for one in request.occurrences}
    rejected = _rejected(connection, then, documents)
    return with_replaced(connection, [_with_states(one, answered, rejected) for one in found])


def _successors(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> dict[int, list[Request]]:
    """Return the requests of later resolutions that make these anew, by their numbers, the nearest first."""
    next_of: dict[int, int] = {}
    wanted = set(mandate_ids)
    for _ in range(_GENERATIONS):
        fresh = endings.successors(connection, sorted(wanted - next_of.keys()))
        if not fresh:
            break
        next_of |= fresh
        wanted = set(fresh.values())
    rows = stored.of_mandates(connection, sorted(set(next_of.values())), day)
    requests = {one.id: one for one in _requests(connection, rows, day)}
    found: dict[int, list[Request]] = {}
    for first in mandate_ids:
        line: list[int] = []
        at = next_of.get(first)
        while at is not None and at not in line:
            line.append(at)
            at = next_of.get(at)
        if line:
            found[first] = [requests[one] for one in line if one in requests]
    return found


def _rejected(
    connection: Connection, then: DocumentsOnDay, documents: Sequence[IssuedDocument]
) -> set[tuple[str, int]]:
    """Return the obligations that a person said these documents do not answer, each with a symbol of the document."""
    symbols = defaultdict(list)
    for symbol, row in then.by_symbols([symbol for one in documents for symbol in one.symbols]).items():
        symbols[row.id].append(symbol)
    return {
        (symbol, one.obligation_id)
        for one in then.as_said(issued.answers_of(connection, sorted(symbols)))
        if one.state == MatchState.REJECTED
        for symbol in symbols[one.issued_id]
    }


def _with_states(proposal: Proposal, answered: Mapping[int, Sequence[str]], rejected: set[tuple[str, int]]) -> Proposal:
    """Return a proposal whose matches are accepted where the document answers the obligation already, and rejected
    where a person said that it does not.
    """
    own = set(proposal.document.symbols)
    matches = [
        replace(one, state=MatchState.ACCEPTED)
        if own & set(answered.get(one.obligation_id, ()))
        else replace(one, state=MatchState.REJECTED)
        if any((symbol, one.obligation_id) in rejected for symbol in own)
        else one
        for one in proposal.matches
    ]
    return replace(proposal, matches=tuple(matches))


def _kept_parents(then: DocumentsOnDay, documents: Sequence[IssuedDocument]) -> list[IssuedDocument]:
    """Return the documents that are kept and that these add to or take the place of."""
    wanted = {one.relation.of for one in documents if one.relation is not None and not one.answers}
    return [document_from_plain(row.reading) for row in then.by_symbols(sorted(wanted)).values()]


def _with_grounds_of_parent(document: IssuedDocument, documents: Sequence[IssuedDocument]) -> IssuedDocument:
    """Return a document that adds to another, or takes its place, with what that one answers, where it says nothing."""
    seen = document
    for _ in range(4):  # an addendum to a revision of a report
        if document.answers or seen.relation is None:
            return document
        parent = next((one for one in documents if seen.relation.of in one.symbols), None)
        if parent is None:
            return document
        if parent.answers:
            return replace(document, answers=tuple(replace(one, basis=Basis.PARENT) for one in parent.answers))
        seen = parent
    return document


def _title_key(document: IssuedDocument) -> tuple[object, ...]:
    """Return what two documents have in common that only their contents tell apart."""
    relation = document.relation.type if document.relation else None
    return without_author(document.title or "").lower(), document.body, str(document.session), relation, document.form


def _named(connection: Connection, documents: Sequence[IssuedDocument], day: dt.date) -> dict[str, list[Request]]:
    """Return the requests of the resolutions that documents name, by symbol; an entry for each that is held."""
    symbols = {ground.resolution for one in documents for ground in (*one.answers, *one.mentions)}
    found: dict[str, list[Request]] = {symbol: [] for symbol in stored.held(connection, sorted(symbols))}
    for request in _requests(connection, stored.of_resolutions(connection, sorted(found), day), day):
        found[request.resolution].append(request)
    return found


def _by_title(connection: Connection, documents: Sequence[IssuedDocument], day: dt.date) -> list[Request]:
    """Return the requests among which those of documents that name nothing are looked for."""
    unnamed = [one for one in documents if not one.answers and one.kind.answers and one.title]
    if not unnamed:
        return []
    first, last = _window(unnamed, day)
    rows = stored.of_deliverables(connection, _BY_TITLE, day, between=(first - _AROUND, last + _AROUND))
    return _requests(connection, rows, day)


def _agenda_items(connection: Connection, documents: Sequence[IssuedDocument], day: dt.date) -> list[Request]:
    """Return the decisions to include an item among which those that agendas answer are looked for."""
    agendas = [one for one in documents if one.entries]
    if not agendas:
        return []
    rows = stored.of_deliverables(connection, ("agenda_item",), day, between=_window(agendas, day))
    return _requests(connection, rows, day, every=True)


def _window(documents: Iterable[IssuedDocument], day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day that documents are for: their dates, their sessions."""
    calendar = lookup.program()
    days: set[dt.date] = set()
    for one in documents:
        if one.dated_on is not None:
            days.add(one.dated_on)
        for body, session in forums(one).items():
            found = calendar.session(body, int(session) if session.isdecimal() else session) if session else None
            days |= {each for each in (found.opens_on, found.closes_on) if each is not None} if found else set()
    return (min(days), max(days)) if days else (day, day)


def _requests(
    connection: Connection, rows: Sequence[RequestRow], day: dt.date, *, every: bool = False
) -> list[Request]:
    """Return the mandates that rows are obligations of: those that ask for something a document may be, or `every`."""
    by_mandate: dict[int, list[RequestRow]] = defaultdict(list)
    for row in rows:
        by_mandate[row.mandate_id].append(row)
    words = stored.words(connection, [some[0].version_id for some in by_mandate.values()])
    heads = stored.heads(connection, [some[0].reading_id for some in by_mandate.values()])
    lists = [some[0] for some in by_mandate.values() if words[some[0].version_id].clause.rstrip().endswith(":")]
    items = _items(connection, lists)
    found = []
    for some in by_mandate.values():
        first = some[0]
        said, head = words[first.version_id], heads[first.reading_id]
        request = Request(
            id=first.mandate_id,
            reference=first.reference.partition("@")[0],
            resolution=first.symbol,
            label=first.label,
            clause=said.clause,
            verb=first.verb,
            deliverable=first.deliverable,
            owners=tuple(first.owners),
            recipients=tuple(party["name"] for party in said.recipients),
            title=head.title or head.situation,
            agenda_items=tuple(head.agenda_items),
            adopted_on=head.adopted_on,
            occurrences=tuple(_occurrence(row, day) for row in sorted(some, key=_order)),
            items=items.get(first.mandate_id, ()),
        )
        if every or is_request(request):
            found.append(request)
    return found


def _items(connection: Connection, rows: Sequence[RequestRow]) -> dict[int, tuple[str, ...]]:
    """Return the items of the lists that mandates introduce, by the mandates."""
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
    """Return the symbols of a piece of evidence: all of a joint one."""
    return [one.text for one in DocumentSymbol.all_in(text)] or [text]


def _order(row: RequestRow) -> tuple[dt.date, int, int]:
    return row.due_on or dt.date.max, row.occurrence, row.obligation_id


def _occurrence(row: RequestRow, day: dt.date) -> Occurrence:
    late = row.lifecycle == OPEN and row.due_on is not None and row.due_on < day
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
        days_late=(day - row.due_on).days if late and row.due_on else None,
        documents=tuple(
            symbol for piece in row.evidence if piece["document"] for symbol in _symbols(piece["document"])
        ),
    )
