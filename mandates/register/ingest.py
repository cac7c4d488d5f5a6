"""Storing a reading: new, changed or unchanged, by its symbol. What a person did is never touched.

A text that is read again is compared paragraph by paragraph and mandate by mandate. Where nobody has worked on a
mandate, the new reading takes the old one's place; where somebody has, a reading that says something else is kept
beside it as a proposal, to be accepted or not (`mandates.register.proposals`). What is no longer in the text is
marked withdrawn with its history.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from mandates.model import Reading
from mandates.register import additions, ids, journal, locks, readings, rereading
from mandates.register.journal import Event
from mandates.register.readings import Rows
from mandates.register.tables import paragraph, resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestResult:
    """What became of one resolution.

    Attributes:
        outcome: ``new``, ``updated`` or ``unchanged``.
        mandates: mandates it has now.
        changes: one line for each mandate that is new, changed, renumbered, withdrawn or proposed.
        proposals: changed readings that wait for a person's word.
        batch: what to `undo`.
    """

    symbol: str
    outcome: str
    mandates: int
    changes: tuple[str, ...] = ()
    proposals: int = 0
    batch: int | None = None


def ingest_reading(
    session: Connection, reading: Reading, *, actor: str, at: dt.datetime, batch: int | None = None
) -> IngestResult:
    """Store a reading and return what became of it.

    Give `batch` (`mandates.register.journal.start_batch`) to make several readings one ingest that `undo` takes back
    as a whole; without it each is its own.
    """
    locks.many(session)
    symbol = reading.resolution.symbol
    known = session.execute(
        select(resolution.c.id, resolution.c.digest, resolution.c.withdrawn).where(resolution.c.symbol == symbol)
    ).first()
    rows = readings.rows_of(reading)
    if known is not None and known.digest == rows.resolution["digest"] and not known.withdrawn:
        return IngestResult(symbol=symbol, outcome="unchanged", mandates=len(reading.mandates), batch=batch)
    if batch is None:
        batch = journal.start_batch(session, actor=actor, at=at, command="ingest")
    if known is None:
        count = _store_new(session, rows, batch, as_of=at.date())
        return IngestResult(symbol=symbol, outcome="new", mandates=count, batch=batch)
    done = rereading.store(session, int(known.id), rows, batch, as_of=at.date())
    return IngestResult(
        symbol=symbol,
        outcome="updated",
        mandates=done.mandates,
        changes=tuple(done.changes),
        proposals=done.proposals,
        batch=batch,
    )


def _store_new(session: Connection, rows: Rows, batch: int, *, as_of: dt.date) -> int:
    (resolution_id,) = ids.allocate(session, resolution, 1)
    session.execute(insert(resolution), [{"id": resolution_id, **rows.resolution}])
    paragraph_ids = ids.allocate(session, paragraph, len(rows.paragraphs))
    if paragraph_ids:
        session.execute(
            insert(paragraph),
            [
                {"id": new_id, "resolution_id": resolution_id, **one}
                for new_id, one in zip(paragraph_ids, rows.paragraphs, strict=True)
            ],
        )
    for one in rows.mandates:
        one["resolution_id"] = resolution_id
        one["paragraph_id"] = paragraph_ids[one.pop("paragraph")]
    additions.add_mandates(session, rows.resolution, rows.mandates, as_of=as_of)
    counts = {"paragraphs": len(rows.paragraphs), "mandates": len(rows.mandates)}
    symbol = rows.resolution["symbol"]
    journal.write(
        session, batch, [Event(action="ingested", reference=symbol, resolution_id=resolution_id, after=counts)]
    )
    return len(rows.mandates)
