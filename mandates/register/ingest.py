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
from mandates.register.rows import Row, chunks, fetch
from mandates.register.tables import paragraph, resolution

#: A transaction that stores several readings is ended after this time, so that others can write.
_HELD_SECONDS = 0.2

#: So many are stored with the same statements.
_AT_ONCE = 16


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
        for few in chunks(readings, _AT_ONCE):
            done += ingest_readings(session, few, actor=actor, at=at, batch=batch)
            batch = done[-1].batch
            if time.monotonic() > end:
                break
    return done


def ingest_reading(
    session: Connection, reading: Reading, *, actor: str, at: dt.datetime, batch: int | None = None
) -> IngestResult:
    """Store a reading and return what became of it: see `ingest_readings`."""
    return ingest_readings(session, [reading], actor=actor, at=at, batch=batch)[0]


def ingest_readings(
    session: Connection, given: Sequence[Reading], *, actor: str, at: dt.datetime, batch: int | None = None
) -> list[IngestResult]:
    """Store readings and return what became of each.

    Give `batch` (`mandates.register.journal.start_batch`) to make them part of an ingest that `undo` takes back as a
    whole; without it they are one by themselves.
    """
    locks.many(session)
    held = _held(session, [reading.resolution.symbol for reading in given])
    new: dict[str, Rows] = {}
    results: list[IngestResult] = []
    for reading in given:
        symbol, count, rows = reading.resolution.symbol, len(reading.mandates), readings.rows_of(reading)
        if symbol in new:  # twice: the second is compared with the first
            _store_new(session, new, batch, as_of=at.date())
            held |= _held(session, [symbol])
        known = held.get(symbol)
        if known is not None and known["digest"] == rows.resolution["digest"] and not known["withdrawn"]:
            results.append(IngestResult(symbol=symbol, outcome="unchanged", mandates=count, batch=batch))
            continue
        if batch is None:
            batch = journal.start_batch(session, actor=actor, at=at, command="ingest")
        if known is None:
            new[symbol] = rows
            results.append(IngestResult(symbol=symbol, outcome="new", mandates=len(rows.mandates), batch=batch))
            continue
        _store_new(session, new, batch, as_of=at.date())
        done = rereading.store(session, int(known["id"]), rows, batch, as_of=at.date())
        held |= _held(session, [symbol])
        results.append(
            IngestResult(
                symbol=symbol,
                outcome="updated",
                mandates=done.mandates,
                changes=tuple(done.changes),
                proposals=done.proposals,
                batch=batch,
            )
        )
    _store_new(session, new, batch, as_of=at.date())
    return results


def _held(session: Connection, symbols: Sequence[str]) -> dict[str, Row]:
    """Return what the register has of these resolutions, by symbol: number, hash and whether it is withdrawn."""
    columns = select(resolution.c.symbol, resolution.c.id, resolution.c.digest, resolution.c.withdrawn)
    return {row["symbol"]: row for row in fetch(session, columns.where(resolution.c.symbol.in_(symbols)))}


def _store_new(session: Connection, new: dict[str, Rows], batch: int | None, *, as_of: dt.date) -> None:
    """Store resolutions that the register does not have, and take them out of `new`."""
    if not new or batch is None:
        return
    texts: list[Row] = []
    heads = ids.allocate(session, resolution, len(new))
    places = iter(ids.allocate(session, paragraph, sum(len(rows.paragraphs) for rows in new.values())))
    for resolution_id, rows in zip(heads, new.values(), strict=True):
        mine = [{"id": next(places), "resolution_id": resolution_id, **one} for one in rows.paragraphs]
        for one in rows.mandates:
            one["resolution_id"] = resolution_id
            one["paragraph_id"] = mine[one.pop("paragraph")]["id"]
        texts += mine
    insert_rows(
        session, resolution, [{"id": one, **rows.resolution} for one, rows in zip(heads, new.values(), strict=True)]
    )
    insert_rows(session, paragraph, texts)
    additions.add_mandates(session, [(rows.resolution, rows.mandates) for rows in new.values()], as_of=as_of)
    events = [
        Event(
            action="ingested",
            reference=symbol,
            resolution_id=resolution_id,
            after={"paragraphs": len(rows.paragraphs), "mandates": len(rows.mandates)},
        )
        for resolution_id, (symbol, rows) in zip(heads, new.items(), strict=True)
    ]
    journal.write(session, batch, events)
    new.clear()
