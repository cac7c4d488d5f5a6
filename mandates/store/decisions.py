"""What people decide, field by field, and the documents that they enter: looked up, and put in force.

`mandates.domain.events` says which fields there are. A field that is None, or worth what it is worth undecided, has no
row. A piece of evidence is plain data with the id of its row: ``{"id", "document", "on", "note", "url", "partial"}``;
what is taken back stays stored, out of force.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from mandates.domain.events import UNDECIDED
from mandates.store import ids, storable
from mandates.store.rows import chunks
from mandates.store.tables import decision, document, evidence, obligation

Piece = dict[str, Any]


class Subject(NamedTuple):
    """What is decided on: a mandate, or one obligation of it."""

    mandate_id: int
    obligation_id: int | None = None


def of_mandates(connection: Connection, mandate_ids: Sequence[int]) -> dict[Subject, dict[str, Any]]:
    """Return all that is decided on these mandates and their obligations, evidence too, by field."""
    found: dict[Subject, dict[str, Any]] = defaultdict(dict)
    for some in chunks(mandate_ids):
        columns = (decision.c.mandate_id, decision.c.obligation_id, decision.c.field, decision.c.value)
        for row in connection.execute(select(*columns).where(decision.c.mandate_id.in_(some))):
            found[Subject(row.mandate_id, row.obligation_id)][row.field] = row.value
        for mandate_id, obligation_id, piece in _pieces(connection, some):
            found[Subject(mandate_id, obligation_id)].setdefault("evidence", []).append(piece)
    return found


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


def put(connection: Connection, wanted: Mapping[Subject, Mapping[str, Any]]) -> None:
    """Put the fields of each subject in force in place of what was; `evidence` are pieces that have ids."""
    fields = [(subject, name, value) for subject, values in wanted.items() for name, value in values.items()]
    plain = [(subject, name, value) for subject, name, value in fields if name != "evidence"]
    of_mandate = (decision.c.mandate_id == bindparam("of")) & decision.c.obligation_id.is_(None)
    whole = [{"of": subject.mandate_id, "name": name} for subject, name, _ in plain if subject.obligation_id is None]
    single = [{"of": subject.obligation_id, "name": name} for subject, name, _ in plain if subject.obligation_id]
    for keys, of in ((whole, of_mandate), (single, decision.c.obligation_id == bindparam("of"))):
        if keys:
            connection.execute(delete(decision).where(of, decision.c.field == bindparam("name")), keys)
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
    """Return lists of pieces of evidence, of which new ones have got an id."""
    new = sum("id" not in piece for pieces in several for piece in pieces)
    fresh = iter(ids.allocate(connection, evidence, new))
    return [[piece if "id" in piece else {"id": next(fresh), **piece} for piece in pieces] for pieces in several]


def _put_evidence(connection: Connection, obligation_id: int, pieces: Sequence[Piece]) -> None:
    """Put these pieces of evidence in force and no others."""
    stored = set(connection.execute(select(evidence.c.id).where(evidence.c.obligation_id == obligation_id)).scalars())
    wanted = [piece["id"] for piece in pieces]
    connection.execute(
        update(evidence).where(evidence.c.obligation_id == obligation_id).values(in_force=evidence.c.id.in_(wanted))
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
    """Return the id of the document of this symbol, which is stored where it was not."""
    if symbol is None:
        return None
    plain = storable.text(symbol)
    known = select(document.c.id).where(document.c.symbol == plain)
    found = connection.execute(known).scalar()
    if found is None:
        if connection.dialect.name == "postgresql":  # two may enter the same document
            from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql  # noqa: PLC0415

            connection.execute(insert_on_postgresql(document).values(symbol=plain).on_conflict_do_nothing())
        else:
            connection.execute(insert(document).values(symbol=plain))
        found = connection.execute(known).scalar_one()
    return int(found)


def count_versions(connection: Connection, subjects: Sequence[Subject]) -> None:
    """Count one change more on each of these obligations, or on all of each mandate."""
    one_more = update(obligation).values(version=obligation.c.version + 1)
    whole = [{"of": one.mandate_id} for one in subjects if one.obligation_id is None]
    single = [{"of": one.obligation_id} for one in subjects if one.obligation_id is not None]
    if whole:
        connection.execute(one_more.where(obligation.c.mandate_id == bindparam("of")), whole)
    if single:
        connection.execute(one_more.where(obligation.c.id == bindparam("of")), single)


def has_any(connection: Connection, mandate_id: int) -> bool:
    """Return whether something that a person decided on a mandate or an obligation of it is in force."""
    on_it = select(decision.c.id).where(decision.c.mandate_id == mandate_id).limit(1)
    if connection.execute(on_it).first():
        return True
    of_mandate = select(obligation.c.id).where(obligation.c.mandate_id == mandate_id)
    entered = select(evidence.c.id).where(evidence.c.obligation_id.in_(of_mandate), evidence.c.in_force).limit(1)
    return connection.execute(entered).first() is not None
