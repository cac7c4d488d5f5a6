"""Issued documents that are kept, and what each may answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, insert, select, update

from mandates.domain.kinds import MatchClass, MatchState
from mandates.domain.match import Match
from mandates.store import ids
from mandates.store.rows import chunks, columns_of, fetch, fetch_in, fetch_one
from mandates.store.tables import answer, document, evidence, issued, issued_symbol


class IssuedRow(NamedTuple):
    """A document, with everything that was extracted from it."""

    id: int
    symbol: str
    kind: str
    title: str | None
    dated_on: dt.date | None
    held: bool
    reading: dict[str, Any]
    digest: str


class AnswerRow(NamedTuple):
    """An answer: that a document may fulfil an obligation."""

    id: int
    issued_id: int
    obligation_id: int
    state: str
    sureness: str
    score: float
    words: str
    page: int | None
    reasons: list[str]
    partial: bool


_ISSUED: Select[Any] = columns_of(IssuedRow, issued)
_ANSWERS: Select[Any] = columns_of(AnswerRow, answer, sureness=answer.c["class"])


def by_id(connection: Connection, issued_id: int) -> IssuedRow | None:
    """Return a document by its id."""
    return fetch_one(connection, IssuedRow, _ISSUED.where(issued.c.id == issued_id))


def by_ids(connection: Connection, issued_ids: Sequence[int]) -> dict[int, IssuedRow]:
    """Return documents by their ids, in the order in which they were added."""
    statement = _ISSUED.order_by(issued.c.id)
    return {row.id: row for row in fetch_in(connection, IssuedRow, statement, issued.c.id, issued_ids)}


def by_symbols(connection: Connection, symbols: Sequence[str]) -> dict[str, IssuedRow]:
    """Return the documents that have one of `symbols`, held or not, by that symbol."""
    issued_ids: dict[str, int] = {}
    for batch in chunks(sorted(set(symbols))):
        rows = connection.execute(select(issued_symbol).where(issued_symbol.c.symbol.in_(batch)))
        issued_ids |= {row.symbol: row.issued_id for row in rows}
    rows_by_id = by_ids(connection, sorted(set(issued_ids.values())))
    return {symbol: rows_by_id[issued_id] for symbol, issued_id in issued_ids.items()}


def all_held(connection: Connection) -> list[IssuedRow]:
    """Return all documents that are held, in the order in which they were added."""
    return fetch(connection, IssuedRow, _ISSUED.where(issued.c.held).order_by(issued.c.id))


def all_known(connection: Connection) -> list[IssuedRow]:
    """Return all documents, including those whose ingest was undone, in the order in which they were added."""
    return fetch(connection, IssuedRow, _ISSUED.order_by(issued.c.id))


def add(connection: Connection, values: Mapping[str, Any], symbols: Sequence[str]) -> int:
    """Store a document with its symbols, and return its id."""
    (issued_id,) = ids.allocate(connection, issued, 1)
    connection.execute(insert(issued).values(id=issued_id, **values))
    connection.execute(insert(issued_symbol), [{"symbol": symbol, "issued_id": issued_id} for symbol in symbols])
    return issued_id


def set_reading(connection: Connection, issued_id: int, values: Mapping[str, Any], symbols: Sequence[str]) -> None:
    """Replace the extraction of a document by a new one; symbols that another document has stay with it."""
    connection.execute(update(issued).where(issued.c.id == issued_id).values(**values))
    known = by_symbols(connection, symbols)
    new = [{"symbol": symbol, "issued_id": issued_id} for symbol in symbols if symbol not in known]
    if new:
        connection.execute(insert(issued_symbol), new)


def set_held(connection: Connection, issued_id: int, *, held: bool) -> None:
    """Set whether a document is held."""
    connection.execute(update(issued).where(issued.c.id == issued_id).values(held=held))


def answers_by_ids(connection: Connection, answer_ids: Sequence[int]) -> list[AnswerRow]:
    """Return answers by their ids, in the order of `answer_ids`; unknown ones are left out."""
    rows = {row.id: row for row in fetch_in(connection, AnswerRow, _ANSWERS, answer.c.id, answer_ids)}
    return [rows[answer_id] for answer_id in answer_ids if answer_id in rows]


def answers_of(connection: Connection, issued_ids: Sequence[int]) -> list[AnswerRow]:
    """Return the answers of documents, in the order of their ids."""
    return sorted(fetch_in(connection, AnswerRow, _ANSWERS, answer.c.issued_id, issued_ids))


def proposed(connection: Connection) -> list[AnswerRow]:
    """Return the proposed answers of documents that are held, in the order of their ids."""
    statement = _ANSWERS.join(issued, issued.c.id == answer.c.issued_id)
    statement = statement.where(answer.c.state == MatchState.PROPOSED, issued.c.held)
    return fetch(connection, AnswerRow, statement.order_by(answer.c.id))


def count_proposed(connection: Connection) -> int:
    """Return the number of proposed answers of held documents that are not yet entered as evidence."""
    return int(connection.execute(_proposed(func.count())).scalar_one())


def proposed_numbers(connection: Connection) -> list[int]:
    """Return the ids of the answers that `count_proposed` counts, the most certain first."""
    classes = list(MatchClass)
    rank = case(
        {match_class.value: position for position, match_class in enumerate(classes)},
        value=answer.c["class"],
        else_=len(classes),
    )
    return list(connection.execute(_proposed(answer.c.id).order_by(rank, answer.c.score.desc(), answer.c.id)).scalars())


def _proposed(column: ColumnElement[int]) -> Select[Any]:
    entered = (
        select(evidence.c.id)
        .join(document, document.c.id == evidence.c.document_id)
        .join(issued_symbol, issued_symbol.c.symbol == document.c.symbol)
        .where(
            evidence.c.in_force,
            evidence.c.obligation_id == answer.c.obligation_id,
            issued_symbol.c.issued_id == answer.c.issued_id,
        )
    )
    return (
        select(column)
        .select_from(answer)
        .join(issued, issued.c.id == answer.c.issued_id)
        .where(answer.c.state == MatchState.PROPOSED, issued.c.held, ~entered.exists())
    )


def put_answers(connection: Connection, issued_id: int, matches: Sequence[Match]) -> None:
    """Replace the proposed answers of a document by `matches`; answers that a person rejected stay so."""
    known = {row.obligation_id: row for row in answers_of(connection, [issued_id])}
    obligation_ids = {match.obligation_id for match in matches}
    gone = [
        row.id for row in known.values() if row.obligation_id not in obligation_ids and row.state == MatchState.PROPOSED
    ]
    if gone:
        connection.execute(delete(answer).where(answer.c.id.in_(gone)))
    new = [match for match in matches if match.obligation_id not in known]
    for match in matches:
        if match.obligation_id in known:
            connection.execute(
                update(answer).where(answer.c.id == known[match.obligation_id].id).values(_match_values(match))
            )
    if new:
        numbers = ids.allocate(connection, answer, len(new))
        rows = [
            {
                "id": number,
                "issued_id": issued_id,
                "obligation_id": match.obligation_id,
                "state": MatchState.PROPOSED.value,
                **_match_values(match),
            }
            for number, match in zip(numbers, new, strict=True)
        ]
        connection.execute(insert(answer), rows)


def _match_values(match: Match) -> dict[str, Any]:
    return {
        "class": match.match_class.value,
        "score": match.score,
        "words": match.words,
        "page": match.page,
        "reasons": [reason.value for reason in match.reasons],
        "partial": match.partial,
    }


def set_state(connection: Connection, answer_id: int, state: str) -> None:
    """Set the state of an answer: what a person decided about it."""
    connection.execute(update(answer).where(answer.c.id == answer_id).values(state=str(state)))
