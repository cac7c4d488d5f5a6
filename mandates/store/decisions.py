"""What people decide, field by field, and the documents that they enter: looked up, and put in force.

`mandates.domain.events` lists the fields. A field whose value is None, or that of an undecided field, has no row. A
piece of evidence is plain data with the id of its row: ``{"id", "document", "on", "note", "url", "partial"}``; removed
evidence stays stored, out of force.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from mandates.domain.events import UNDECIDED, decides
from mandates.store import ids, storable
from mandates.store.rows import chunks
from mandates.store.tables import change, decision, document, event, evidence, obligation

Piece = dict[str, Any]


class Subject(NamedTuple):
    """The subject of a decision: a mandate, or one obligation of it."""

    mandate_id: int
    obligation_id: int | None = None


def of_mandates(connection: Connection, mandate_ids: Sequence[int]) -> dict[Subject, dict[str, Any]]:
    """Return the decisions in force on these mandates and their obligations, with evidence, by subject and field."""
    by_subject: dict[Subject, dict[str, Any]] = defaultdict(dict)
    for batch in chunks(mandate_ids):
        columns = (decision.c.mandate_id, decision.c.obligation_id, decision.c.field, decision.c.value)
        for row in connection.execute(select(*columns).where(decision.c.mandate_id.in_(batch))):
            by_subject[Subject(row.mandate_id, row.obligation_id)][row.field] = row.value
        for mandate_id, obligation_id, piece in _pieces(connection, batch):
            by_subject[Subject(mandate_id, obligation_id)].setdefault("evidence", []).append(piece)
    return by_subject


def _pieces(connection: Connection, mandate_ids: Sequence[int]) -> Iterable[tuple[int, int, Piece]]:
    statement = (
        select(
            obligation.c.mandate_id,
            evidence.c.obligation_id,
            evidence.c.id,
            document.c.symbol,
            evidence.c.dated_on,
            evidence.c.note,
            evidence.c.url,
            evidence.c.partial,
        )
        .join(obligation, obligation.c.id == evidence.c.obligation_id)
        .outerjoin(document, document.c.id == evidence.c.document_id)
        .where(obligation.c.mandate_id.in_(mandate_ids), evidence.c.in_force)
        .order_by(evidence.c.id)
    )
    for row in connection.execute(statement):
        yield (
            row.mandate_id,
            row.obligation_id,
            {
                "id": row.id,
                "document": row.symbol,
                "on": row.dated_on.isoformat() if row.dated_on else None,
                "note": row.note,
                "url": row.url,
                "partial": row.partial,
            },
        )


def put(connection: Connection, decisions: Mapping[Subject, Mapping[str, Any]]) -> None:
    """Replace the values of these fields of each subject; the value of `evidence` is a list of pieces that have ids."""
    fields = [(subject, name, value) for subject, values in decisions.items() for name, value in values.items()]
    plain = [(subject, name, value) for subject, name, value in fields if name != "evidence"]
    mandate_condition = (decision.c.mandate_id == bindparam("of")) & decision.c.obligation_id.is_(None)
    whole = [{"of": subject.mandate_id, "name": name} for subject, name, _ in plain if subject.obligation_id is None]
    single = [{"of": subject.obligation_id, "name": name} for subject, name, _ in plain if subject.obligation_id]
    for keys, subject_condition in ((whole, mandate_condition), (single, decision.c.obligation_id == bindparam("of"))):
        if keys:
            connection.execute(delete(decision).where(subject_condition, decision.c.field == bindparam("name")), keys)
    rows = [
        {"mandate_id": subject.mandate_id, "obligation_id": subject.obligation_id, "field": name, "value": value}
        for subject, name, value in plain
        if value is not None and value != UNDECIDED.get(name)
    ]
    if rows:
        connection.execute(insert(decision), rows)
    for subject, name, value in fields:
        if name == "evidence" and subject.obligation_id is not None:
            _put_evidence(connection, subject.obligation_id, value or ())


def numbered(connection: Connection, several: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """Return lists of pieces of evidence in which the new pieces have been given an id."""
    new = sum("id" not in piece for pieces in several for piece in pieces)
    fresh = iter(ids.allocate(connection, evidence, new))
    return [[piece if "id" in piece else {"id": next(fresh), **piece} for piece in pieces] for pieces in several]


def _put_evidence(connection: Connection, obligation_id: int, pieces: Sequence[Piece]) -> None:
    """Put exactly these pieces of evidence in force, storing those that are new."""
    piece_ids = [piece["id"] for piece in pieces]
    stored = set(connection.execute(select(evidence.c.id).where(evidence.c.id.in_(piece_ids))).scalars())
    connection.execute(
        update(evidence).where(evidence.c.obligation_id == obligation_id).values(in_force=evidence.c.id.in_(piece_ids))
    )
    for piece in pieces:
        if piece["id"] not in stored:
            connection.execute(
                insert(evidence).values(
                    id=piece["id"],
                    obligation_id=obligation_id,
                    document_id=_document_id(connection, piece["document"]),
                    dated_on=dt.date.fromisoformat(piece["on"]) if piece["on"] else None,
                    note=piece["note"],
                    url=piece["url"],
                    partial=piece["partial"],
                    in_force=True,
                )
            )


def _document_id(connection: Connection, symbol: str | None) -> int | None:
    """Return the id of the document of this symbol, which is stored first if unknown."""
    if symbol is None:
        return None
    plain = storable.text(symbol)
    statement = select(document.c.id).where(document.c.symbol == plain)
    existing = connection.execute(statement).scalar()
    if existing is None:
        if connection.dialect.name == "postgresql":  # two transactions may add the same document
            from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql  # noqa: PLC0415

            connection.execute(insert_on_postgresql(document).values(symbol=plain).on_conflict_do_nothing())
        else:
            connection.execute(insert(document).values(symbol=plain))
        existing = connection.execute(statement).scalar_one()
    return int(existing)


def count_versions(connection: Connection, subjects: Sequence[Subject]) -> None:
    """Increment the version of each of these obligations, and of all obligations of each of these mandates."""
    increment = update(obligation).values(version=obligation.c.version + 1)
    whole = [{"of": subject.mandate_id} for subject in subjects if subject.obligation_id is None]
    single = [{"of": subject.obligation_id} for subject in subjects if subject.obligation_id is not None]
    if whole:
        connection.execute(increment.where(obligation.c.mandate_id == bindparam("of")), whole)
    if single:
        connection.execute(increment.where(obligation.c.id == bindparam("of")), single)


def versions_after(connection: Connection, mandate_ids: Sequence[int], day: dt.date) -> Counter[Subject]:
    """Return how many versions of these mandates as a whole and of their obligations were made after a day."""
    begins_at = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
    later = change.c.at >= begins_at
    counts: Counter[Subject] = Counter()
    if connection.execute(select(change.c.id).where(later).limit(1)).first() is None:
        return counts
    statement = (
        select(event.c.mandate_id, event.c.obligation_id, event.c.after)
        .join(change, change.c.id == event.c.change_id)
        .where(later)
    )
    for batch in chunks(sorted(set(mandate_ids))):
        for mandate_id, obligation_id, values in connection.execute(statement.where(event.c.mandate_id.in_(batch))):
            if decides(values, of_mandate=obligation_id is None):
                counts[Subject(mandate_id, obligation_id)] += 1
    return counts


def has_any(connection: Connection, mandate_id: int) -> bool:
    """Return whether a decision or evidence of a person on a mandate or its obligations is in force."""
    decision_ids = select(decision.c.id).where(decision.c.mandate_id == mandate_id).limit(1)
    if connection.execute(decision_ids).first():
        return True
    obligation_ids = select(obligation.c.id).where(obligation.c.mandate_id == mandate_id)
    evidence_ids = (
        select(evidence.c.id).where(evidence.c.obligation_id.in_(obligation_ids), evidence.c.in_force).limit(1)
    )
    return connection.execute(evidence_ids).first() is not None
