"""Storing a reading: new, changed or unchanged, by its symbol. What a person did is never touched.

A text that is read again is compared paragraph by paragraph and mandate by mandate. Where nobody has worked on a
mandate, the new reading takes the old one's place; where somebody has, a reading that says something else is kept
beside it as a proposal, to be accepted or not (`mandates.register.proposals`). What is no longer in the text is
marked withdrawn with its history.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from mandates.errors import DatabaseUnavailableError
from mandates.model import Reading
from mandates.register import additions, ids, journal, locks, readings, rereading
from mandates.register.engine import Register
from mandates.register.inserting import insert_rows
from mandates.register.journal import Event
from mandates.register.readings import Rows
from mandates.register.tables import paragraph, resolution

#: A transaction that stores several readings is ended after this time, so that others can write.
_HELD_SECONDS = 0.2


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


def ingest_all(
    register: Register, readings: Sequence[Reading], *, actor: str, at: dt.datetime, batch: int | None = None
) -> Iterator[IngestResult]:
    """Store readings as one ingest and yield what became of each, in order, once it is in the register for good.

    Several go into one transaction, which takes a fraction of the time that one for each does, and keeps others who
    write waiting for `_HELD_SECONDS` and a reading at most. What is yielded stays, whatever happens to those after it.

    Raises:
        What `ingest_reading` and `Register.session` do, for the first that cannot be stored.
    """
    left = list(readings)
    while left:
        try:
            done = _some(register, left, actor=actor, at=at, batch=batch)
        except DatabaseUnavailableError:
            raise
        except BaseException:  # one of them cannot be stored, or the user interrupts: those before it can
            for reading in left:
                for result in _some(register, [reading], actor=actor, at=at, batch=batch):
                    batch = result.batch
                    yield result
            raise
        yield from done
        batch = done[-1].batch
        del left[: len(done)]


def _some(
    register: Register, readings: Sequence[Reading], *, actor: str, at: dt.datetime, batch: int | None
) -> list[IngestResult]:
    """Store readings in one transaction, until it has lasted long enough, and return what became of each."""
    done: list[IngestResult] = []
    with register.session() as session:
        end = time.monotonic() + _HELD_SECONDS
        for reading in readings:
            done.append(ingest_reading(session, reading, actor=actor, at=at, batch=batch))
            batch = done[-1].batch
            if time.monotonic() > end:
                break
    return done


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
    insert_rows(session, resolution, [{"id": resolution_id, **rows.resolution}])
    paragraph_ids = ids.allocate(session, paragraph, len(rows.paragraphs))
    texts = [
        {"id": new_id, "resolution_id": resolution_id, **one}
        for new_id, one in zip(paragraph_ids, rows.paragraphs, strict=True)
    ]
    insert_rows(session, paragraph, texts)
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
