"""The stored issued documents and the decisions on what they answer, as they stood on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from mandates.domain.kinds import MatchState
from mandates.schema.documents import document_from_plain
from mandates.store import changes, issued
from mandates.store.engine import Connection
from mandates.store.issued import AnswerRow, IssuedRow

#: The columns extracted from a document, which an event stores and an undo restores.
_READ = ("kind", "title", "dated_on", "reading", "digest")


class DocumentsOnDay(NamedTuple):
    """The documents and answers that were stored on a day.

    Attributes:
        documents: those held, in the order in which they were added. answers: the state on that day of each answer that
            was changed since, by its id.
        is_past: whether anything was changed since.
    """

    documents: list[IssuedRow]
    answers: dict[int, str]
    is_past: bool

    def by_symbols(self, symbols: Sequence[str]) -> dict[str, IssuedRow]:
        """Return the documents that have one of `symbols`, by that symbol."""
        wanted = set(symbols)
        return {
            symbol: row for row in self.documents for symbol in row.reading["document"]["symbols"] if symbol in wanted
        }

    def as_said(self, answers: Sequence[AnswerRow]) -> list[AnswerRow]:
        """Return answers with the state that each had on the day."""
        return [row._replace(state=self.answers.get(row.id, row.state)) for row in answers]


def documents_on(connection: Connection, day: dt.date) -> DocumentsOnDay:
    """Return what was stored on a day: the current documents without the changes made since."""
    values_before = changes.document_changes_after(connection, day)
    if not values_before:
        return DocumentsOnDay(issued.all_held(connection), {}, is_past=False)
    rows = {row.id: row for row in issued.all_known(connection)}
    answers: dict[int, str] = {}
    for before in values_before:
        if "answer_id" in before:
            answers[before["answer_id"]] = before["state"] or MatchState.PROPOSED
        else:
            row = rows[before["issued_id"]]
            rows[row.id] = row._replace(held=bool(before.get("held", row.held)), **columns(before.get("read") or {}))
    return DocumentsOnDay([row for row in rows.values() if row.held], answers, is_past=True)


def as_stored(row: IssuedRow) -> dict[str, Any]:
    """Return the extracted columns of a document as an event stores them."""
    values = {name: getattr(row, name) for name in _READ}
    return {**values, "dated_on": row.dated_on.isoformat() if row.dated_on else None}


def columns(read: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a document from what an event stored; {} if it stored nothing."""
    if not read:
        return {}
    return {**read, "dated_on": dt.date.fromisoformat(read["dated_on"]) if read["dated_on"] else None}


def put_back(connection: Connection, issued_id: int, read: dict[str, Any]) -> None:
    """Restore the columns of a document that an event stored."""
    issued.set_reading(connection, issued_id, columns(read), document_from_plain(read["reading"]).symbols)
