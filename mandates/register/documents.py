"""Stored issued documents: adding them, what each may answer as the register grows, and a person's decision on that."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mandates.domain.commands import Report
from mandates.domain.errors import TransitionError, UnknownReferenceError
from mandates.domain.events import Event, EventKind
from mandates.domain.issued import DocumentSymbol, IssuedDocument
from mandates.domain.kinds import MatchClass, MatchState
from mandates.domain.lifecycle import OPEN
from mandates.domain.match import Match, Proposal, Reason
from mandates.matching.occurrences import days_late
from mandates.register import records, replaced_requests
from mandates.register.accepting import Mark, mark_all
from mandates.register.documents_on_day import as_stored, documents_on
from mandates.register.track import Outcome
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.documents import document_from_plain, document_to_json, document_to_plain
from mandates.store import issued, locks, obligations, storable
from mandates.store.engine import Connection
from mandates.store.issued import AnswerRow, IssuedRow
from mandates.store.obligations import ListedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """The outcome for one document: ``new``, ``updated``, ``unchanged``; ``failed`` where it has no symbol."""

    symbol: str | None
    outcome: str
    change: int | None = None


def keep(work: UnitOfWork, documents: Sequence[IssuedDocument], *, only_new: bool = False) -> list[StoredDocument]:
    """Store documents, propose what each may answer, and return the outcome of each, in order. With `only_new`,
    documents that are held already stay as they were extracted.
    """
    locks.many(work.connection)
    if only_new:
        documents = unknown(work.connection, documents)
    results: list[StoredDocument] = []
    changed_ids: list[int] = []
    for document in documents:
        result, issued_id = _keep(work, document)
        results.append(result)
        if issued_id is not None and result.outcome != "unchanged":
            changed_ids.append(issued_id)
    if changed_ids:
        propose_again(work, changed_ids)
    return results


def unknown(connection: Connection, documents: Sequence[IssuedDocument]) -> list[IssuedDocument]:
    """Return those documents that are not held."""
    symbols = [symbol for document in documents for symbol in document.symbols]
    held_symbols = {symbol for symbol, row in issued.by_symbols(connection, symbols).items() if row.held}
    return [document for document in documents if not held_symbols & set(document.symbols)]


def completed(document: IssuedDocument, listed: IssuedDocument) -> IssuedDocument:
    """Return a document completed with what another extraction of it, or a list, says."""
    return replace(
        document,
        title=document.title or listed.title,
        dated_on=document.dated_on or listed.dated_on,
        agenda_items=document.agenda_items or listed.agenda_items,
        agenda_titles=tuple(dict.fromkeys((*document.agenda_titles, *listed.agenda_titles))),
        answers=document.answers or listed.answers,
        url=document.url or listed.url,
    )


def _keep(work: UnitOfWork, document: IssuedDocument) -> tuple[StoredDocument, int | None]:
    symbols = document.symbols
    if not symbols:
        return StoredDocument(symbol=None, outcome="failed"), None
    known = issued.by_symbols(work.connection, symbols)
    row = next((known[symbol] for symbol in symbols if symbol in known), None)
    digest = _digest(document)
    if row is not None and row.held and row.digest == digest:
        return StoredDocument(symbol=row.symbol, outcome="unchanged", change=work.change_id), row.id
    values = {
        "kind": document.kind.value,
        "title": _text(document.title),
        "dated_on": document.dated_on,
        "reading": storable.data(document_to_plain(replace(document, problems=()))),
        "digest": digest,
    }
    if row is None:
        issued_id = issued.add(work.connection, {"symbol": symbols[0], "held": False, **values}, symbols)
        before: dict[str, Any] = {"issued_id": issued_id, "held": False}
        after: dict[str, Any] = {"issued_id": issued_id, "held": True}
        records.put(work, [Event(kind=EventKind.INGESTED, reference=symbols[0], before=before, after=after)])
        return StoredDocument(symbol=symbols[0], outcome="new", change=work.change_id), issued_id
    before = {"issued_id": row.id, "held": row.held, "read": as_stored(row)}
    after = {"issued_id": row.id, "held": True, "read": as_stored(row._replace(**values))}
    kind = EventKind.REREAD if row.held else EventKind.INGESTED
    details = {"title": document.title} if row.held and document.title != row.title else {}
    records.put(work, [Event(kind=kind, reference=row.symbol, before=before, after=after, details=details)])
    return StoredDocument(symbol=row.symbol, outcome="updated" if row.held else "new", change=work.change_id), row.id


def _digest(document: IssuedDocument) -> str:
    """Return the digest of an extraction of a document: of all of it but the source file and the problems."""
    text = document_to_json(replace(document, source=None, problems=()))
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _text(text: str | None) -> str | None:
    return storable.text(text) if text else None


def refresh(work: UnitOfWork, symbols: Iterable[str]) -> None:
    """Propose again what documents may answer that cite one of the resolutions `symbols`, or have no sure match."""
    cited = set(symbols)
    if not cited:
        return
    rows = issued.all_held(work.connection)
    if not rows:
        return
    locks.many(work.connection)
    answers = issued.answers_of(work.connection, [row.id for row in rows])
    matched_ids = {answer.issued_id for answer in answers if answer.sureness != MatchClass.POSSIBLE}
    affected = [
        row
        for row in rows
        if row.id not in matched_ids or cited & {ground["resolution"] for ground in row.reading["document"]["answers"]}
    ]
    _propose(work.connection, affected, work.day)


def propose_again(work: UnitOfWork, issued_ids: Iterable[int]) -> None:
    """Propose again what documents may answer, where another extraction of them is in force now."""
    rows = issued.by_ids(work.connection, sorted(set(issued_ids)))
    _propose(work.connection, [row for row in rows.values() if row.held], work.day)


def _propose(connection: Connection, rows: Sequence[IssuedRow], day: dt.date) -> None:
    """Store the suggested matches of documents in place of their earlier ones; rejected ones stay."""
    for row, proposal in zip(rows, _proposals(connection, rows, day), strict=True):
        issued.put_answers(connection, row.id, proposal.matches)


def _proposals(connection: Connection, rows: Sequence[IssuedRow], day: dt.date) -> list[Proposal]:
    from mandates.register.document_matches import propose_all  # noqa: PLC0415 - only where documents are looked at

    return propose_all(connection, [document_from_plain(row.reading) for row in rows], day)


def proposals(connection: Connection, day: dt.date, *, symbol: str | None = None) -> list[Proposal]:
    """Return what the stored documents, or one of them, answer as of a day.

    Raises:
        UsageError: `symbol` is not a symbol. UnknownReferenceError: no document has it.
    """
    rows = documents_on(connection, day).documents
    if symbol is not None:
        canonical = DocumentSymbol.parse(symbol).text
        row = next((candidate for candidate in rows if canonical in candidate.reading["document"]["symbols"]), None)
        if row is None:
            raise UnknownReferenceError(f"{canonical} is not among the documents kept", "see 'mandates documents'")
        rows = [row]
    answers = {
        (answer.issued_id, answer.obligation_id): answer
        for answer in issued.answers_of(connection, [row.id for row in rows])
    }
    return [
        replace(
            proposal,
            matches=tuple(_numbered(match, answers.get((row.id, match.obligation_id))) for match in proposal.matches),
        )
        for row, proposal in zip(rows, _proposals(connection, rows, day), strict=True)
    ]


def _numbered(match: Match, row: AnswerRow | None) -> Match:
    return match if row is None else replace(match, number=row.id)


def count_waiting(connection: Connection, day: dt.date | None = None) -> int:
    """Return how many suggested matches nobody has decided on, now or by a day."""
    if day is not None and documents_on(connection, day).is_past:
        return sum(len(proposal.matches) for proposal in waiting(connection, day))
    return issued.count_proposed(connection)


def numbers_waiting(connection: Connection) -> list[int]:
    """Return the numbers of the suggested matches that wait for a decision, the surest first."""
    return issued.proposed_numbers(connection)


def waiting(
    connection: Connection, day: dt.date, *, limit: int | None = None, numbers: Sequence[int] | None = None
) -> list[Proposal]:
    """Return the suggested matches that wait for a decision, grouped by document; each match has its number.

    With `numbers`, only these are returned; for a past day, those that would have waited then.
    """
    if documents_on(connection, day).is_past:
        past = [_waiting(proposal, numbers) for proposal in proposals(connection, day)]
        return [proposal for proposal in past if proposal.matches][: limit or None]
    rows = issued.proposed(connection)
    if numbers is not None:
        rows = [row for row in rows if row.id in numbers]
    documents = issued.by_ids(connection, sorted({row.issued_id for row in rows}))
    listed = {
        obligation.obligation_id: obligation
        for obligation in obligations.of_obligations_there(connection, sorted({row.obligation_id for row in rows}), day)
    }
    matches_by_document: dict[int, list[Match]] = {}
    for row in rows:
        obligation = listed.get(row.obligation_id)
        document = documents[row.issued_id]
        if obligation is None or _is_evidence(document, obligation):
            continue
        due_on = obligation.due_on
        days_overdue = (
            (day - due_on).days if obligation.lifecycle == OPEN and due_on is not None and due_on < day else None
        )
        matches_by_document.setdefault(row.issued_id, []).append(
            Match(
                obligation_id=row.obligation_id,
                mandate_id=obligation.mandate_id,
                reference=obligation.reference
                if "@" in obligation.reference
                else f"{obligation.reference}@{obligation.key}",
                resolution=obligation.symbol,
                label=obligation.label,
                match_class=MatchClass(row.sureness),
                score=row.score,
                words=row.words,
                page=row.page,
                clause=obligation.clause,
                due_on=due_on,
                days_late=days_late(document.dated_on, due_on, without=days_overdue),
                reasons=tuple(Reason(reason) for reason in row.reasons),
                partial=row.partial,
                number=row.id,
            )
        )
    proposed = [
        Proposal(document=document_from_plain(documents[issued_id].reading), matches=tuple(matches))
        for issued_id, matches in matches_by_document.items()
    ]
    return replaced_requests.with_replaced(connection, proposed[: limit or None])


def _waiting(proposal: Proposal, numbers: Sequence[int] | None) -> Proposal:
    matches = tuple(
        match
        for match in proposal.matches
        if match.state is MatchState.PROPOSED
        and match.number is not None
        and (numbers is None or match.number in numbers)
    )
    return replace(proposal, matches=matches)


def accept(work: UnitOfWork, numbers: Sequence[int], *, today: dt.date) -> Outcome:
    """Mark the obligations of suggested matches as reported, all or none.

    Raises:
        UnknownReferenceError: there is no such suggestion. TransitionError: it was rejected.
    """
    marks = []
    answers = _named(work.connection, numbers)
    obligation_rows = obligations.of_obligations_there(
        work.connection, [row.obligation_id for row, _ in answers], work.day
    )
    by_id = {obligation.obligation_id: obligation for obligation in obligation_rows}
    earlier_requests = replaced_requests.replaced(
        work.connection, (obligation.mandate_id for obligation in obligation_rows)
    )
    for row, document in answers:
        if row.state == MatchState.REJECTED:
            raise TransitionError(f"proposal {row.id} was rejected", "take that back with 'mandates undo' first")
        obligation = by_id.get(row.obligation_id)
        if obligation is None:
            raise UnknownReferenceError(
                f"what proposal {row.id} answers is not there any more", "see 'mandates review'"
            )
        day = document.dated_on if document.dated_on and document.dated_on <= today else None
        report = Report(
            document=document.symbol,
            on=day,
            url=document.reading["document"]["url"],
            partial=row.partial,
            additional=True,
        )
        reference = obligation.reference if "@" in obligation.reference else f"{obligation.reference}@{obligation.key}"
        grounds = {ground["resolution"] for ground in document.reading["document"]["answers"]}
        replaces = replaced_requests.references(earlier_requests, obligation.mandate_id, grounds)
        marks.append(Mark(reference=reference, report=report, place=f"proposal {row.id}", replaces=replaces))
    return mark_all(work, marks)


def reject(work: UnitOfWork, numbers: Sequence[int], *, reason: str | None = None) -> list[str]:
    """Reject suggested matches for good and return the references of their obligations.

    Raises:
        UnknownReferenceError: there is no such suggestion.
        TransitionError: the document settled the obligation already.
    """
    events, names = [], []
    for row, document in _named(work.connection, numbers):
        if row.state == MatchState.REJECTED:
            continue
        (obligation,) = obligations.of_obligations_there(work.connection, [row.obligation_id], work.day) or (None,)
        if obligation is not None and _is_evidence(document, obligation):
            raise TransitionError(
                f"{document.symbol} is already evidence of {obligation.reference}",
                "take it back with 'mandates undo' first",
            )
        name = obligation.reference if obligation is not None else document.symbol
        names.append(name)
        events.append(
            Event(
                kind=EventKind.KEPT,
                reference=name,
                before={"answer_id": row.id, "state": MatchState.PROPOSED.value},
                after={"answer_id": row.id, "state": MatchState.REJECTED.value},
                reason=reason or f"{document.symbol} does not answer it",
            )
        )
    records.put(work, events)
    return names


def _is_evidence(document: IssuedRow, obligation: ListedRow) -> bool:
    """Whether a document is evidence of an obligation, whoever entered it."""
    symbols = document.reading["document"]["symbols"]
    return any(piece["document"] in symbols for piece in obligation.evidence)


def _named(connection: Connection, numbers: Sequence[int]) -> list[tuple[AnswerRow, IssuedRow]]:
    rows = issued.answers_by_ids(connection, list(dict.fromkeys(numbers)))
    missing = sorted(set(numbers) - {row.id for row in rows})
    if missing:
        raise UnknownReferenceError(
            f"there is no proposal {missing[0]}", "see 'mandates review' or 'mandates documents'"
        )
    documents = issued.by_ids(connection, sorted({row.issued_id for row in rows}))
    return [(row, documents[row.issued_id]) for row in rows]
