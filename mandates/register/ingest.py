"""Storing a reading: new, changed or unchanged, by its symbol. What a person did is never touched.

A text that is read again is compared paragraph by paragraph and mandate by mandate. Where nobody has worked on a
mandate, the new reading takes the old one's place; where somebody has, a reading that says something else is kept
beside it as a proposal, to be accepted or not (`mandates.register.storing.proposals`). What is no longer in the text is
marked withdrawn with its history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from mandates.domain.errors import DatabaseUnavailableError
from mandates.domain.mandate import Reading
from mandates.register.database import ids, locks
from mandates.register.database.inserting import insert_rows
from mandates.register.database.rows import Row, fetch
from mandates.register.engine import Register
from mandates.register.storing import additions, readings, rereading
from mandates.register.storing.readings import Rows
from mandates.register.tables import paragraph, resolution
from mandates.register.work import journal
from mandates.register.work.journal import Event

#: What goes into one transaction at most: resolutions, and paragraphs of several; one or two tenths of a second.
_AT_ONCE, _PARAGRAPHS = 32, 2000


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
    register: Register, given: Sequence[Reading], *, actor: str, at: dt.datetime, batch: int | None = None
) -> Iterator[IngestResult]:
    """Store readings as one ingest and yield what became of each, in order, once it is in the register for good.

    Several go into one transaction, which takes a fraction of the time that one for each does. It is short, and rows
    are prepared before it begins, so that others who write find their turn. What is yielded stays, whatever happens to
    those after it.

    Raises:
        What `ingest_reading` and `Register.session` do, for the first that cannot be stored.
    """
    for some in _portions(given):
        try:
            done = _together(register, some, actor=actor, at=at, batch=batch)
        except DatabaseUnavailableError:
            raise
        except BaseException:  # one of them cannot be stored, or the user interrupts: those before it can
            for one in some:
                (result,) = _together(register, [one], actor=actor, at=at, batch=batch)
                batch = result.batch
                yield result
            raise
        batch = done[-1].batch
        yield from done


def _portions(given: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Yield readings in portions of at most `_AT_ONCE`, and of `_PARAGRAPHS` where more than one are so many."""
    some: list[Reading] = []
    size = 0
    for one in given:
        more = len(one.resolution.paragraphs)
        if some and (len(some) == _AT_ONCE or size + more > _PARAGRAPHS):
            yield some
            some, size = [], 0
        some.append(one)
        size += more
    if some:
        yield some


def _together(
    register: Register, some: Sequence[Reading], *, actor: str, at: dt.datetime, batch: int | None
) -> list[IngestResult]:
    """Store readings in one transaction and return what became of each."""
    prepared = [readings.rows_of(one) for one in some]
    with register.session() as session:
        return _store(session, prepared, actor=actor, at=at, batch=batch)


def ingest_reading(
    session: Connection, reading: Reading, *, actor: str, at: dt.datetime, batch: int | None = None
) -> IngestResult:
    """Store a reading and return what became of it.

    Give `batch` (`mandates.register.work.journal.start_batch`) to make several readings one ingest that `undo` takes
    back as a whole; without it each is its own.
    """
    return _store(session, [readings.rows_of(reading)], actor=actor, at=at, batch=batch)[0]


def _store(
    session: Connection, given: Sequence[Rows], *, actor: str, at: dt.datetime, batch: int | None
) -> list[IngestResult]:
    """Store readings and return what became of each: those that are new with the same statements."""
    locks.many(session)
    held = _held(session, [rows.resolution["symbol"] for rows in given])
    new: dict[str, Rows] = {}
    results: list[IngestResult] = []
    for rows in given:
        symbol, count = rows.resolution["symbol"], len(rows.mandates)
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
            results.append(IngestResult(symbol=symbol, outcome="new", mandates=count, batch=batch))
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
    texts = [one for rows in new.values() for one in rows.paragraphs]
    for text_id, one in zip(ids.allocate(session, paragraph, len(texts)), texts, strict=True):
        one["id"] = text_id
    heads = ids.allocate(session, resolution, len(new))
    for resolution_id, rows in zip(heads, new.values(), strict=True):
        rows.resolution["id"] = resolution_id
        for one in rows.paragraphs:
            one["resolution_id"] = resolution_id
        for one in rows.mandates:
            one["resolution_id"] = resolution_id
            one["paragraph_id"] = rows.paragraphs[one.pop("paragraph")]["id"]
    insert_rows(session, resolution, [rows.resolution for rows in new.values()])
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
