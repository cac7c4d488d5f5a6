"""Storing readings: new, changed or unchanged, by their symbols. What a person did is never touched.

A text that is read again is compared paragraph by paragraph and mandate by mandate. Where nobody has worked on a
mandate, the new reading takes the old one's place; where somebody has, a reading that says something else is kept
beside it as a suggestion, to be accepted or not. What is no longer in the text leaves the lists with its history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mandates.domain.errors import DatabaseUnavailableError
from mandates.domain.events import Event, EventKind
from mandates.domain.mandate import Reading
from mandates.register import endings, projection, updating_texts
from mandates.register.new_rows import NewRows
from mandates.register.preparing import Prepared, prepare
from mandates.register.stored_extraction import completed, prepared_reading, stored_resolution
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import locks, reference_data, texts
from mandates.store.engine import Register
from mandates.store.states import version_of
from mandates.timeline.facts import Facts, Head, Version

#: What goes into one transaction at most: resolutions, and paragraphs of several; one or two tenths of a second.
_AT_ONCE, _PARAGRAPHS = 64, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestResult:
    """What became of one resolution.

    Attributes:
        outcome: ``new``, ``updated`` or ``unchanged``.
        mandates: mandates it has now. others: what is followed up beside them.
        changes: one line for each mandate that is new, changed, renumbered, withdrawn or waits for a person's word,
            and one for what was kept of a better copy.
        suggestions: changed readings that wait for a person's word.
        change: what to `undo`.
    """

    symbol: str
    outcome: str
    mandates: int
    others: int = 0
    changes: tuple[str, ...] = ()
    suggestions: int = 0
    change: int | None = None


def ingest_all(
    register: Register,
    given: Sequence[Reading | Prepared],
    *,
    actor: str,
    at: dt.datetime,
    change_id: int | None = None,
) -> Iterator[IngestResult]:
    """Store readings, or rows made of them, as one ingest and yield what became of each, in order, once it is in the
    register for good.

    Several go into one transaction, which takes a fraction of the time that one for each does. It is short, and rows
    are prepared before it begins, so that others who write find their turn. What is yielded stays, whatever happens to
    those after it.

    Raises:
        What `ingest_reading` and `Register.transaction` do, for the first that cannot be stored.
    """
    for some in _portions(given):
        try:
            done = _together(register, some, actor=actor, at=at, change_id=change_id)
        except DatabaseUnavailableError:
            raise
        except BaseException:  # one of them cannot be stored, or the user interrupts: those before it can
            for one in some:
                (result,) = _together(register, [one], actor=actor, at=at, change_id=change_id)
                change_id = result.change
                yield result
            raise
        change_id = done[-1].change
        yield from done


def _prepared(one: Reading | Prepared) -> Prepared:
    return one if isinstance(one, Prepared) else prepare(one)


def _portions(given: Iterable[Reading | Prepared]) -> Iterator[list[Reading | Prepared]]:
    """Yield readings in portions of at most `_AT_ONCE`, and of `_PARAGRAPHS` where more than one are so many."""
    some: list[Reading | Prepared] = []
    size = 0
    for one in given:
        more = len(one.paragraphs if isinstance(one, Prepared) else one.resolution.paragraphs)
        if some and (len(some) == _AT_ONCE or size + more > _PARAGRAPHS):
            yield some
            some, size = [], 0
        some.append(one)
        size += more
    if some:
        yield some


def _together(
    register: Register, some: Sequence[Reading | Prepared], *, actor: str, at: dt.datetime, change_id: int | None
) -> list[IngestResult]:
    """Store readings in one transaction and return what became of each."""
    prepared = [_prepared(one) for one in some]
    with register.transaction() as connection:
        work = UnitOfWork(connection, actor=actor, at=at, command="ingest", change_id=change_id)
        return _store(work, prepared)


def ingest_reading(work: UnitOfWork, reading: Reading) -> IngestResult:
    """Store a reading and return what became of it."""
    return _store(work, [prepare(reading)])[0]


def _store(work: UnitOfWork, given: Sequence[Prepared]) -> list[IngestResult]:
    """Store readings and return what became of each: those that are new with the same statements."""
    locks.many(work.connection)
    projection.reach_today(work)
    held = texts.resolutions_of(work.connection, [rows.symbol for rows in given])
    new: dict[str, Prepared] = {}
    results: list[IngestResult] = []
    for rows in given:
        symbol = rows.symbol
        if symbol in new:  # twice: the second is compared with the first
            _store_new(work, new)
            held |= texts.resolutions_of(work.connection, [symbol])
        known = held.get(symbol)
        if known is None:
            new[symbol] = rows
            change_id = work.started()
            results.append(
                IngestResult(
                    symbol=symbol,
                    outcome="new",
                    mandates=rows.number_of_mandates,
                    others=rows.number_of_others,
                    change=change_id,
                )
            )
            continue
        _store_new(work, new)
        results.append(_again(work, known, rows))
        held |= texts.resolutions_of(work.connection, [symbol])
    _store_new(work, new)
    return results


def _again(work: UnitOfWork, known: texts.ResolutionRow, rows: Prepared) -> IngestResult:
    """Store a reading of a resolution that the register has."""
    lines: list[str] = []
    if known.held and known.digest != rows.digest:
        whole, kept = completed(prepared_reading(rows), stored_resolution(work.connection, known))
        if kept:
            rows = prepare(whole)
            lines.append(f"{rows.symbol} keeps what this copy lacks: {', '.join(kept)}")
    unchanged = IngestResult(
        symbol=rows.symbol,
        outcome="unchanged",
        mandates=rows.number_of_mandates,
        others=rows.number_of_others,
        changes=tuple(lines),
        change=work.change_id,
    )
    if known.held and known.digest == rows.digest:
        return unchanged
    done = updating_texts.store(work, known, rows)
    if done is None:
        return unchanged
    return IngestResult(
        symbol=rows.symbol,
        outcome="updated",
        mandates=rows.number_of_mandates,
        others=rows.number_of_others,
        changes=(*lines, *done.lines),
        suggestions=done.suggestions,
        change=work.change_id,
    )


def _store_new(work: UnitOfWork, new: dict[str, Prepared]) -> None:
    """Store resolutions that the register does not have, and take them out of `new`."""
    if not new:
        return
    connection = work.connection
    several = list(new.values())
    bodies = reference_data.body_ids(connection, [rows.body for rows in several])
    heads = texts.allocate(connection, "resolution", len(several))
    readings = texts.allocate(connection, "reading", len(several))
    number = sum(len(rows.paragraphs) for rows in several)
    paragraphs = iter(texts.allocate(connection, "paragraph", number))
    passages = iter(texts.allocate(connection, "paragraph_text", number))
    number = sum(len(rows.mandates) for rows in several)
    mandates = iter(texts.allocate(connection, "mandate", number))
    versions = iter(texts.allocate(connection, "mandate_version", number))
    stored = NewRows()
    planned: list[tuple[Facts, Version, Head]] = []
    events: list[Event] = []
    for resolution_id, reading_id, rows in zip(heads, readings, several, strict=True):
        stored.resolutions.append(
            {
                "id": resolution_id,
                "symbol": rows.symbol,
                "sort_key": rows.sort_key,
                "body_id": bodies[rows.body],
                "held": True,
                "reading_id": reading_id,
                "digest": rows.digest,
            }
        )
        stored.readings.append({"id": reading_id, "resolution_id": resolution_id, **rows.reading})
        places = []
        for row in rows.paragraphs:
            paragraph_id, passage_id = next(paragraphs), next(passages)
            places.append(passage_id)
            stored.paragraphs.append({"id": paragraph_id, "resolution_id": resolution_id})
            row |= {"id": passage_id, "paragraph_id": paragraph_id, "reading_id": reading_id}
            stored.texts.append(row)
        stored.cite(rows.citations, places)
        head = Head(
            reading_id=reading_id,
            body=rows.body,
            session=rows.reading["session"],
            adopted_on=rows.reading["adopted_on"],
            sort_key=rows.sort_key,
        )
        for row in rows.mandates:
            mandate_id, version_id = next(mandates), next(versions)
            stored.add_mandate(mandate_id, resolution_id, version_id, row)
            stored.add_version(mandate_id, version_id, places[row["paragraph"]], row)
            facts = _facts(mandate_id, resolution_id, reading_id, version_id, row)
            planned.append(
                (facts, version_of({**row, "id": version_id, "paragraph_text_id": places[row["paragraph"]]}), head)
            )
        counts = {"paragraphs": len(rows.paragraphs), "mandates": rows.number_of_mandates}
        events.append(
            Event(
                kind=EventKind.INGESTED,
                reference=rows.symbol,
                resolution_id=resolution_id,
                before={"held": False},
                after={"held": True},
                details=counts,
            )
        )
    stored.insert(work)
    work.append(events)
    ended = set(endings.sync(work, heads))
    projection.add(work, [one for one in planned if one[0].mandate_id not in ended])
    projection.refresh(work, ended)
    new.clear()


def _facts(mandate_id: int, resolution_id: int, reading_id: int, version_id: int, row: dict[str, Any]) -> Facts:
    return Facts(
        mandate_id=mandate_id,
        resolution_id=resolution_id,
        held=True,
        reading_id=reading_id,
        in_text=True,
        version_id=version_id,
        reference=row["reference"],
        label=row["label"],
        position=row["position"],
    )
