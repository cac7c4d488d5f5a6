"""Storing readings: new, changed or unchanged, by their symbols. What a person did is never touched.

Another extraction of a stored text is compared paragraph by paragraph and mandate by mandate. Where nobody has worked
on a mandate, the new extraction replaces the old one; where somebody has, an extraction that differs is stored as a
suggestion, to be accepted or not. Mandates that are no longer in the text leave the lists but keep their history.
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

#: The most that one transaction stores: resolutions, and paragraphs if it has several resolutions. It takes one or two
#: tenths of a second.
_MAX_RESOLUTIONS, _MAX_PARAGRAPHS = 64, 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestResult:
    """The outcome of storing one resolution.

    Attributes:
        outcome: ``new``, ``updated`` or ``unchanged``.
        mandates: number of mandates that it has now. others: number of its items of other classes.
        changes: one line for each mandate that is new, changed, renumbered, withdrawn or waits for a decision,
            and one for what was kept of a better copy.
        suggestions: number of changed extractions that wait for a decision.
        change: number of the change, for `undo`.
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
    items: Sequence[Reading | Prepared],
    *,
    actor: str,
    at: dt.datetime,
    change_id: int | None = None,
) -> Iterator[IngestResult]:
    """Store extractions, or rows made of them, as one ingest and yield the outcome of each, in order, once it is
    committed.

    Several share one transaction, which takes a fraction of the time of one for each. Transactions are short, and rows
    are prepared before they begin, so that others can write in between. What is yielded stays stored, whatever happens
    to the later ones.

    Raises:
        What `ingest_reading` and `Register.transaction` raise, for the first that cannot be stored.
    """
    for portion in _portions(items):
        try:
            results = _store_together(register, portion, actor=actor, at=at, change_id=change_id)
        except DatabaseUnavailableError:
            raise
        except BaseException:  # one of them cannot be stored, or the user interrupts: store those before it
            for item in portion:
                (result,) = _store_together(register, [item], actor=actor, at=at, change_id=change_id)
                change_id = result.change
                yield result
            raise
        change_id = results[-1].change
        yield from results


def _prepared(item: Reading | Prepared) -> Prepared:
    return item if isinstance(item, Prepared) else prepare(item)


def _portions(items: Iterable[Reading | Prepared]) -> Iterator[list[Reading | Prepared]]:
    """Yield extractions in portions of at most `_MAX_RESOLUTIONS` and, unless one has more, `_MAX_PARAGRAPHS`."""
    portion: list[Reading | Prepared] = []
    size = 0
    for item in items:
        length = len(item.paragraphs if isinstance(item, Prepared) else item.resolution.paragraphs)
        if portion and (len(portion) == _MAX_RESOLUTIONS or size + length > _MAX_PARAGRAPHS):
            yield portion
            portion, size = [], 0
        portion.append(item)
        size += length
    if portion:
        yield portion


def _store_together(
    register: Register, items: Sequence[Reading | Prepared], *, actor: str, at: dt.datetime, change_id: int | None
) -> list[IngestResult]:
    """Store extractions in one transaction and return the outcome of each."""
    prepared = [_prepared(item) for item in items]
    with register.transaction() as connection:
        work = UnitOfWork(connection, actor=actor, at=at, command="ingest", change_id=change_id)
        return _store(work, prepared)


def ingest_reading(work: UnitOfWork, reading: Reading) -> IngestResult:
    """Store an extraction and return the outcome."""
    return _store(work, [prepare(reading)])[0]


def _store(work: UnitOfWork, prepared: Sequence[Prepared]) -> list[IngestResult]:
    """Store extractions and return the outcome of each; new resolutions share their SQL statements."""
    locks.many(work.connection)
    projection.reach_today(work)
    known_rows = texts.resolutions_of(work.connection, [rows.symbol for rows in prepared])
    new: dict[str, Prepared] = {}
    results: list[IngestResult] = []
    for rows in prepared:
        symbol = rows.symbol
        if symbol in new:  # given twice: the second is compared with the first
            _store_new(work, new)
            known_rows |= texts.resolutions_of(work.connection, [symbol])
        known = known_rows.get(symbol)
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
        results.append(_store_again(work, known, rows))
        known_rows |= texts.resolutions_of(work.connection, [symbol])
    _store_new(work, new)
    return results


def _store_again(work: UnitOfWork, known: texts.ResolutionRow, rows: Prepared) -> IngestResult:
    """Store an extraction of a resolution that the register has already."""
    lines: list[str] = []
    if known.held and known.digest != rows.extraction_digest:
        completed_reading, additions = completed(prepared_reading(rows), stored_resolution(work.connection, known))
        if additions:
            rows = prepare(completed_reading)
            lines.append(f"{rows.symbol} keeps what this copy lacks: {', '.join(additions)}")
    unchanged = IngestResult(
        symbol=rows.symbol,
        outcome="unchanged",
        mandates=rows.number_of_mandates,
        others=rows.number_of_others,
        changes=tuple(lines),
        change=work.change_id,
    )
    if known.held and known.digest == rows.extraction_digest:
        return unchanged
    reread = updating_texts.store(work, known, rows)
    if reread is None:
        return unchanged
    return IngestResult(
        symbol=rows.symbol,
        outcome="updated",
        mandates=rows.number_of_mandates,
        others=rows.number_of_others,
        changes=(*lines, *reread.lines),
        suggestions=reread.suggestions,
        change=work.change_id,
    )


def _store_new(work: UnitOfWork, new: dict[str, Prepared]) -> None:
    """Store resolutions that the register does not have, and clear `new`."""
    if not new:
        return
    connection = work.connection
    resolutions = list(new.values())
    bodies = reference_data.body_ids(connection, [rows.body for rows in resolutions])
    resolution_ids = texts.allocate(connection, "resolution", len(resolutions))
    reading_ids = texts.allocate(connection, "reading", len(resolutions))
    count = sum(len(rows.paragraphs) for rows in resolutions)
    paragraph_ids = iter(texts.allocate(connection, "paragraph", count))
    text_ids = iter(texts.allocate(connection, "paragraph_text", count))
    count = sum(len(rows.mandates) for rows in resolutions)
    mandate_ids = iter(texts.allocate(connection, "mandate", count))
    version_ids = iter(texts.allocate(connection, "mandate_version", count))
    new_rows = NewRows()
    planned: list[tuple[Facts, Version, Head]] = []
    events: list[Event] = []
    for resolution_id, reading_id, rows in zip(resolution_ids, reading_ids, resolutions, strict=True):
        new_rows.resolutions.append(
            {
                "id": resolution_id,
                "symbol": rows.symbol,
                "sort_key": rows.sort_key,
                "body_id": bodies[rows.body],
                "held": True,
                "reading_id": reading_id,
                "digest": rows.extraction_digest,
            }
        )
        new_rows.readings.append({"id": reading_id, "resolution_id": resolution_id, **rows.reading})
        own_text_ids = []
        for row in rows.paragraphs:
            paragraph_id, text_id = next(paragraph_ids), next(text_ids)
            own_text_ids.append(text_id)
            new_rows.paragraphs.append({"id": paragraph_id, "resolution_id": resolution_id})
            row |= {"id": text_id, "paragraph_id": paragraph_id, "reading_id": reading_id}
            new_rows.texts.append(row)
        new_rows.cite(rows.citations, own_text_ids)
        head = Head(
            reading_id=reading_id,
            body=rows.body,
            session=rows.reading["session"],
            adopted_on=rows.reading["adopted_on"],
            sort_key=rows.sort_key,
        )
        for row in rows.mandates:
            mandate_id, version_id = next(mandate_ids), next(version_ids)
            new_rows.add_mandate(mandate_id, resolution_id, version_id, row)
            new_rows.add_version(mandate_id, version_id, own_text_ids[row["paragraph"]], row)
            facts = _facts(mandate_id, resolution_id, reading_id, version_id, row)
            planned.append(
                (
                    facts,
                    version_of({**row, "id": version_id, "paragraph_text_id": own_text_ids[row["paragraph"]]}),
                    head,
                )
            )
        details = {"paragraphs": len(rows.paragraphs), "mandates": rows.number_of_mandates}
        events.append(
            Event(
                kind=EventKind.INGESTED,
                reference=rows.symbol,
                resolution_id=resolution_id,
                before={"held": False},
                after={"held": True},
                details=details,
            )
        )
    new_rows.insert(work)
    work.append(events)
    ended_ids = set(endings.sync(work, resolution_ids))
    projection.add(work, [entry for entry in planned if entry[0].mandate_id not in ended_ids])
    projection.refresh(work, ended_ids)
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
