"""Issued documents that are kept: coming in, what each may answer as the register grows, and a person's word on it."""

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
from mandates.domain.match import Match, Proposal, Reason
from mandates.matching.occurrences import days_late
from mandates.register import records, replaced_series
from mandates.register.accepting import Mark, mark_all
from mandates.register.documents_on_day import documents_on, told
from mandates.register.track import Outcome
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.documents import document_from_plain, document_to_json, document_to_plain
from mandates.store import issued, locks, obligations, storable
from mandates.store.engine import Connection
from mandates.store.issued import AnswerRow, IssuedRow
from mandates.store.obligations import ListedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """What became of one document: ``new``, ``updated``, ``unchanged``; ``failed`` without a symbol."""

    symbol: str | None
    outcome: str
    change: int | None = None


def keep(work: UnitOfWork, documents: Sequence[IssuedDocument], *, only_new: bool = False) -> list[StoredDocument]:
    """Store documents, propose what each may answer, and return what became of each, in order; where `only_new`, what
    is held already stays as it was read.
    """
    locks.many(work.connection)
    if only_new:
        documents = unknown(work.connection, documents)
    results: list[StoredDocument] = []
    fresh: list[int] = []
    for one in documents:
        done, number = _keep(work, one)
        results.append(done)
        if number is not None and done.outcome != "unchanged":
            fresh.append(number)
    if fresh:
        propose_again(work, fresh)
    return results


def unknown(connection: Connection, documents: Sequence[IssuedDocument]) -> list[IssuedDocument]:
    """Return those documents that are not held."""
    symbols = [symbol for one in documents for symbol in one.symbols]
    held = {symbol for symbol, row in issued.by_symbols(connection, symbols).items() if row.held}
    return [one for one in documents if not held & set(one.symbols)]


def completed(document: IssuedDocument, listed: IssuedDocument) -> IssuedDocument:
    """Return a document with what another reading of it, or a list, says besides."""
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
        number = issued.add(work.connection, {"symbol": symbols[0], "held": False, **values}, symbols)
        before: dict[str, Any] = {"issued_id": number, "held": False}
        after: dict[str, Any] = {"issued_id": number, "held": True}
        records.put(work, [Event(kind=EventKind.INGESTED, reference=symbols[0], before=before, after=after)])
        return StoredDocument(symbol=symbols[0], outcome="new", change=work.change_id), number
    before = {"issued_id": row.id, "held": row.held, "read": told(row)}
    after = {"issued_id": row.id, "held": True, "read": told(row._replace(**values))}
    kind = EventKind.REREAD if row.held else EventKind.INGESTED
    details = {"title": document.title} if row.held and document.title != row.title else {}
    records.put(work, [Event(kind=kind, reference=row.symbol, before=before, after=after, details=details)])
    return StoredDocument(symbol=row.symbol, outcome="updated" if row.held else "new", change=work.change_id), row.id


def _digest(document: IssuedDocument) -> str:
    """Return what tells a reading of a document from another: all of it but the file that it was read from."""
    text = document_to_json(replace(document, source=None, problems=()))
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _text(text: str | None) -> str | None:
    return storable.text(text) if text else None


def refresh(work: UnitOfWork, symbols: Iterable[str]) -> None:
    """Propose anew what documents may answer that name one of the resolutions `symbols`, or answer nothing surely."""
    wanted = set(symbols)
    if not wanted:
        return
    rows = issued.all_held(work.connection)
    if not rows:
        return
    locks.many(work.connection)
    answers = issued.answers_of(work.connection, [row.id for row in rows])
    matched = {one.issued_id for one in answers if one.sureness != MatchClass.POSSIBLE}
    touched = [
        row
        for row in rows
        if row.id not in matched or wanted & {ground["resolution"] for ground in row.reading["document"]["answers"]}
    ]
    _propose(work.connection, touched, work.day)


def propose_again(work: UnitOfWork, issued_ids: Iterable[int]) -> None:
    """Propose anew what documents answer of which another reading counts now."""
    rows = issued.by_ids(work.connection, sorted(set(issued_ids)))
    _propose(work.connection, [row for row in rows.values() if row.held], work.day)


def _propose(connection: Connection, rows: Sequence[IssuedRow], day: dt.date) -> None:
    """Store what documents may answer, and was not answered by them already."""
    for row, proposal in zip(rows, _proposals(connection, rows, day), strict=True):
        issued.put_answers(connection, row.id, proposal.matches)


def _proposals(connection: Connection, rows: Sequence[IssuedRow], day: dt.date) -> list[Proposal]:
    from mandates.register.document_matches import propose_all  # noqa: PLC0415 - only where documents are looked at

    return propose_all(connection, [document_from_plain(row.reading) for row in rows], day)


def proposals(connection: Connection, day: dt.date, *, symbol: str | None = None) -> list[Proposal]:
    """Return what the documents that are kept answer, or one of them, as it stands on a day.

    Raises:
        UsageError: `symbol` is none. UnknownReferenceError: no document has it.
    """
    rows = documents_on(connection, day).documents
    if symbol is not None:
        named = DocumentSymbol.parse(symbol).text
        row = next((one for one in rows if named in one.reading["document"]["symbols"]), None)
        if row is None:
            raise UnknownReferenceError(f"{named} is not among the documents kept", "see 'mandates documents'")
        rows = [row]
    numbers = {(one.issued_id, one.obligation_id): one for one in issued.answers_of(connection, [r.id for r in rows])}
    return [
        replace(
            proposal,
            matches=tuple(_numbered(match, numbers.get((row.id, match.obligation_id))) for match in proposal.matches),
        )
        for row, proposal in zip(rows, _proposals(connection, rows, day), strict=True)
    ]


def _numbered(match: Match, row: AnswerRow | None) -> Match:
    return match if row is None else replace(match, number=row.id)


def count_waiting(connection: Connection, day: dt.date | None = None) -> int:
    """Return how many proposals nobody has said anything of, now or by a day."""
    if day is not None and documents_on(connection, day).is_past:
        return sum(len(one.matches) for one in waiting(connection, day))
    return issued.count_proposed(connection)


def numbers_waiting(connection: Connection) -> list[int]:
    """Return the numbers of the proposals that wait for a person's word, the surest first."""
    return issued.proposed_numbers(connection)


def waiting(
    connection: Connection, day: dt.date, *, limit: int | None = None, numbers: Sequence[int] | None = None
) -> list[Proposal]:
    """Return the proposals that wait for a person's word, by the documents, the numbers of the matches with them; where
    `numbers` are given, only these; on a past day those that would have waited.
    """
    if documents_on(connection, day).is_past:
        found_then = [_waiting(one, numbers) for one in proposals(connection, day)]
        return [one for one in found_then if one.matches][: limit or None]
    rows = issued.proposed(connection)
    if numbers is not None:
        rows = [row for row in rows if row.id in numbers]
    documents = issued.by_ids(connection, sorted({row.issued_id for row in rows}))
    listed = {
        one.obligation_id: one
        for one in obligations.of_obligations_there(connection, sorted({row.obligation_id for row in rows}), day)
    }
    found: dict[int, list[Match]] = {}
    for row in rows:
        at = listed.get(row.obligation_id)
        document = documents[row.issued_id]
        if at is None or _is_evidence(document, at):
            continue
        late = at.lifecycle == 0 and at.due_on is not None and at.due_on < day
        found.setdefault(row.issued_id, []).append(
            Match(
                obligation_id=row.obligation_id,
                mandate_id=at.mandate_id,
                reference=at.reference if "@" in at.reference else f"{at.reference}@{at.key}",
                resolution=at.symbol,
                label=at.label,
                match_class=MatchClass(row.sureness),
                score=row.score,
                words=row.words,
                page=row.page,
                clause=at.clause,
                due_on=at.due_on,
                days_late=days_late(
                    document.dated_on, at.due_on, without=(day - at.due_on).days if late and at.due_on else None
                ),
                reasons=tuple(Reason(reason) for reason in row.reasons),
                partial=row.partial,
                number=row.id,
            )
        )
    whole = [
        Proposal(document=document_from_plain(documents[number].reading), matches=tuple(matches))
        for number, matches in found.items()
    ]
    return replaced_series.with_replaced(connection, whole[: limit or None])


def _waiting(proposal: Proposal, numbers: Sequence[int] | None) -> Proposal:
    matches = tuple(
        one
        for one in proposal.matches
        if one.state is MatchState.PROPOSED and one.number is not None and (numbers is None or one.number in numbers)
    )
    return replace(proposal, matches=matches)


def accept(work: UnitOfWork, numbers: Sequence[int], *, today: dt.date) -> Outcome:
    """Mark what proposals answer as reported, all or none.

    Raises:
        UnknownReferenceError: there is no such proposal. TransitionError: it was rejected.
    """
    marks = []
    named = _named(work.connection, numbers)
    there = obligations.of_obligations_there(work.connection, [row.obligation_id for row, _ in named], work.day)
    listed = {one.obligation_id: one for one in there}
    series = replaced_series.replaced(work.connection, (one.mandate_id for one in there))
    for row, document in named:
        if row.state == MatchState.REJECTED:
            raise TransitionError(f"proposal {row.id} was rejected", "take that back with 'mandates undo' first")
        at = listed.get(row.obligation_id)
        if at is None:
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
        reference = at.reference if "@" in at.reference else f"{at.reference}@{at.key}"
        grounds = {ground["resolution"] for ground in document.reading["document"]["answers"]}
        replaces = replaced_series.references(series, at.mandate_id, grounds)
        marks.append(Mark(reference=reference, report=report, place=f"proposal {row.id}", replaces=replaces))
    return mark_all(work, marks)


def reject(work: UnitOfWork, numbers: Sequence[int], *, reason: str | None = None) -> list[str]:
    """Say that documents do not answer what was proposed, for good, and return the obligations' references.

    Raises:
        UnknownReferenceError: there is no such proposal. TransitionError: the document settled the obligation already.
    """
    events, names = [], []
    for row, document in _named(work.connection, numbers):
        if row.state == MatchState.REJECTED:
            continue
        (at,) = obligations.of_obligations_there(work.connection, [row.obligation_id], work.day) or (None,)
        if at is not None and _is_evidence(document, at):
            raise TransitionError(
                f"{document.symbol} is already evidence of {at.reference}", "take it back with 'mandates undo' first"
            )
        name = at.reference if at is not None else document.symbol
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


def _is_evidence(document: IssuedRow, at: ListedRow) -> bool:
    """Whether a document is evidence of an obligation, whoever entered it."""
    symbols = document.reading["document"]["symbols"]
    return any(piece["document"] in symbols for piece in at.evidence)


def _named(connection: Connection, numbers: Sequence[int]) -> list[tuple[AnswerRow, IssuedRow]]:
    rows = issued.answers_by_ids(connection, list(dict.fromkeys(numbers)))
    missing = sorted(set(numbers) - {row.id for row in rows})
    if missing:
        raise UnknownReferenceError(
            f"there is no proposal {missing[0]}", "see 'mandates review' or 'mandates documents'"
        )
    documents = issued.by_ids(connection, sorted({row.issued_id for row in rows}))
    return [(row, documents[row.issued_id]) for row in rows]
