"""Series of resolutions, and two of them side by side, by the links that are kept. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mandates.domain.errors import UnknownReferenceError
from mandates.domain.extended import Extended
from mandates.domain.filters import Filters
from mandates.domain.kinds import LinkState, Relation
from mandates.matching.alignment import Passage, align, carries, compared_due
from mandates.register import lists
from mandates.schema.items import ObligationRow
from mandates.schema.lineage import (
    AlignedRow,
    AskedRow,
    ComparisonView,
    PredecessorRow,
    RequestRow,
    SeriesEntry,
    SeriesView,
)
from mandates.store import lineage as store
from mandates.store import links
from mandates.store.engine import Connection
from mandates.store.lineage import HeadRow
from mandates.store.links import LinkRow

#: A series is followed so far, so that it comes to an end whatever people said of links.
_LONGEST = 100
#: What is followed through a series without a date too.
_STANDING = frozenset({"report", "briefing", "review"})


def series(connection: Connection, symbol: str, as_of: dt.date) -> SeriesView:
    """Return what a resolution continues, all that belongs to its series, and what was asked for again and again in it.

    Raises:
        UnknownReferenceError: it is not in the register.
    """
    head = _head(connection, symbol)
    found = _predecessors(connection, head)
    heads = {one.id: one for one in store.of_ids(connection, [head.id, *(row.older_id for row in found)])}
    chain = _chain(connection, head)
    return SeriesView(
        resolution=head.symbol,
        predecessors=tuple(
            PredecessorRow(
                number=row.id,
                symbol=heads[row.older_id].symbol,
                state="linked" if row.counts else "proposed",
                basis=row.basis,
                score=row.score,
            )
            for row in found
            if row.older_id in heads
        ),
        chain=tuple(_entry(one, row) for one, row in chain),
        requests=tuple(_requests(connection, [one for one, _ in chain], as_of)),
    )


def compare(connection: Connection, older: str | None, newer: str, as_of: dt.date) -> ComparisonView:
    """Return what became of each paragraph of a resolution in a newer one; of its predecessor, where `older` is None.

    Raises:
        UnknownReferenceError: one is not in the register, or nothing that it continues is.
    """
    after = _head(connection, newer)
    found = _predecessors(connection, after)
    if older is None:
        before = _of_id(connection, found, counting=True)
        if before is None:
            near = _of_id(connection, found, counting=False)
            raise UnknownReferenceError(
                f"nothing that {after.symbol} surely continues is in the register",
                f"did you mean to compare it with {near.symbol}" if near else "name both",
            )
    else:
        before = _head(connection, older)
    was, now = passages(connection, before), passages(connection, after)
    confirmed, rejected = _judged(connection, before, after, was, now)
    rows = align(was, now, symbol=before.symbol, known=dict.fromkeys(confirmed, 100.0), barred=rejected)
    open_ = _still_open(connection, before, as_of)
    return ComparisonView(
        older=before.symbol,
        newer=after.symbol,
        basis=next((row.basis for row in found if row.older_id == before.id), None),
        paragraphs=tuple(
            AlignedRow(
                older=one.older.label if one.older else None,
                newer=one.newer.label if one.newer else None,
                relation=one.relation.value,
                due_before=_due_words(one.older),
                due_after=_due_words(one.newer),
                score=round(one.score, 1),
                older_text=one.older.text if one.older else None,
                newer_text=one.newer.text if one.newer else None,
                owed=open_.get(one.older.label, ())
                if one.older and one.relation in (Relation.DROPPED, Relation.CARRIED)
                else (),
            )
            for one in rows
        ),
    )


def passages(connection: Connection, head: HeadRow) -> list[Passage]:
    """Return the operative paragraphs of a resolution as they are compared."""
    rows = [row for row in store.passages(connection, [head.reading_id])[head.reading_id] if row.label]
    ids = [row.id for row in rows]
    asked, cited = store.asked_in(connection, head.id), store.cited_in(connection, ids)
    extended = store.what_is_extended(connection, [one.version_id for some in asked.values() for one in some])
    found = []
    for row in rows:
        mandates = asked.get(row.id, [])
        what = [
            extended[one.version_id]
            for one in mandates
            if one.version_id in extended and may_extend(one.deliverable, one.dues)
        ]
        named = [(one.symbol, tuple(one.labels)) for one in cited.get(row.id, [])]
        found.append(passage(row.label or "", row.text, [due for one in mandates for due in one.dues], what, named))
    return found


def may_extend(deliverable: str, dues: Iterable[Mapping[str, Any]]) -> bool:
    """Whether what a mandate extends or ends tells what its paragraph is about."""
    return deliverable == "extension" or any(due["kind"] == "until" for due in dues)


def passage(
    label: str,
    text: str,
    dues: Iterable[Mapping[str, Any]],
    extended: Sequence[Extended],
    cited: Iterable[tuple[str, tuple[str, ...]]],
) -> Passage:
    """Return a paragraph as it is compared: with the dues of its mandates, what they extend, and what it names."""
    return Passage(
        label=label,
        text=text,
        due=frozenset(compared_due(due) for due in dues),
        extended=extended[0] if extended else None,
        carries=tuple(one for one in cited if carries(text) or (extended and one[1])),
    )


def _head(connection: Connection, symbol: str) -> HeadRow:
    """Return a resolution.

    Raises:
        UnknownReferenceError: it is not in the register.
    """
    found = store.of_symbols(connection, [symbol])
    if not found:
        raise UnknownReferenceError(f"{symbol} is not in the register", "see 'mandates resolutions'")
    return found[0]


def _predecessors(connection: Connection, head: HeadRow) -> list[LinkRow]:
    """Return what a resolution continues or may continue, the likeliest first; nothing that a person rejected."""
    found = [row for row in links.of_newer(connection, [head.id]) if row.mandate_id is None and not row.is_rejected]
    return sorted(found, key=lambda row: (not row.counts, row.state != LinkState.CONFIRMED, -row.score, row.older_id))


def _of_id(connection: Connection, found: Sequence[LinkRow], *, counting: bool) -> HeadRow | None:
    """Return the first resolution of these links, of those that count or of the others."""
    ids = [row.older_id for row in found if row.counts == counting]
    heads = {one.id: one for one in store.of_ids(connection, ids)}
    return next((heads[one] for one in ids if one in heads), None)


def chain_to(connection: Connection, head: HeadRow) -> list[SeriesEntry]:
    """Return the series of a resolution up to it, the earliest first, each with what links it to the one before."""
    return [_entry(one, row) for one, row in _before(connection, head)]


def _entry(head: HeadRow, row: LinkRow | None) -> SeriesEntry:
    return SeriesEntry(
        symbol=head.symbol, title=head.title, adopted_on=head.adopted_on, basis=row.basis if row else None
    )


def _before(connection: Connection, head: HeadRow) -> list[tuple[HeadRow, LinkRow | None]]:
    found: list[tuple[HeadRow, LinkRow | None]] = []
    here = head
    seen = {head.id}
    while len(seen) < _LONGEST:
        row = next((row for row in _predecessors(connection, here) if row.counts), None)
        older = next(iter(store.of_ids(connection, [row.older_id])), None) if row else None
        if row is None or older is None or older.id in seen:
            break
        found.append((here, row))
        here = older
        seen.add(here.id)
    return [(here, None), *reversed(found)]


def _chain(connection: Connection, head: HeadRow) -> list[tuple[HeadRow, LinkRow | None]]:
    """Return the series of a resolution, the earliest first, each with what links it to the one before."""
    chain = _before(connection, head)
    here = head
    seen = {one.id for one, _ in chain}
    while len(seen) < _LONGEST:
        rows = {row.resolution_id: row for row in links.to_older(connection, [here.id]) if row.mandate_id is None}
        rows = {one: row for one, row in rows.items() if row.counts and one not in seen}
        newer = sorted(
            store.of_ids(connection, sorted(rows)), key=lambda one: (one.adopted_on or dt.date.max, one.symbol)
        )
        if not newer:
            break
        here = newer[0]
        seen.add(here.id)
        chain.append((here, rows[here.id]))
    return chain


def _requests(connection: Connection, chain: Sequence[HeadRow], as_of: dt.date) -> list[RequestRow]:
    """Return what a series asks for, each request through its resolutions, those asked most often first."""
    symbols = {one.id: one.symbol for one in chain}
    filters = Filters(resolutions=tuple(symbols.values()))
    items: dict[int, list[ObligationRow]] = defaultdict(list)
    for item in lists.list_obligations(connection, filters, as_of):
        items[item.mandate_id].append(item)
    order = {one: place for place, one in enumerate(symbols.values())}
    strands: dict[int, list[int]] = {}
    for row in sorted(
        links.of_newer(connection, symbols), key=lambda row: (order.get(symbols[row.resolution_id], 0), row.id)
    ):
        older, newer = row.older_mandate_id, row.mandate_id
        if older is None or newer is None or row.is_rejected or row.older_id not in symbols:
            continue
        strand = strands.setdefault(older, [older])
        if newer not in strands and newer not in strand:
            strand.append(newer)
            strands[newer] = strand
    found = []
    told: set[int] = set()
    for mandate_id in items:
        strand = strands.get(mandate_id, [mandate_id])
        if strand[0] in told:
            continue
        told.add(strand[0])
        asked = [(one, sorted(items[one], key=lambda item: item.reference)) for one in strand if items.get(one)]
        several = [item for _, some in asked for item in some]
        if any(item.due is not None or item.deliverable in _STANDING for item in several):
            found.append(_request(asked))
    return sorted(found, key=lambda one: (-one.times, order.get(one.asked[0].symbol, 0)))


def _request(asked: Sequence[tuple[int, Sequence[ObligationRow]]]) -> RequestRow:
    newest = asked[-1][1][0]
    symbols = dict.fromkeys(some[0].symbol for _, some in asked)
    return RequestRow(
        clause=newest.clause,
        owners=newest.owners,
        deliverable=newest.deliverable,
        times=len(symbols),
        asked=tuple(
            AskedRow(
                symbol=item.symbol,
                reference=item.reference,
                label=item.label,
                status=item.status,
                state=item.state,
                due_on=item.due.due_on if item.due else None,
                phrase=item.due.phrase if item.due else None,
                documents=tuple(piece.document for piece in item.evidence if piece.document),
            )
            for _, some in asked
            for item in some
        ),
    )


def _judged(
    connection: Connection, before: HeadRow, after: HeadRow, was: Sequence[Passage], now: Sequence[Passage]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the places of paragraphs of which a person said that they belong together, and that they do not."""
    confirmed: set[tuple[int, int]] = set()
    rejected: set[tuple[int, int]] = set()
    judged = [
        row
        for row in links.of_newer(connection, [after.id])
        if row.older_id == before.id and row.mandate_id is not None and row.state != LinkState.PROPOSED
    ]
    if judged:
        labels = {
            row.mandate_id: row.label
            for some in store.requests(connection, [before.id, after.id]).values()
            for row in some
        }
        places = [{one.label: place for place, one in enumerate(several)} for several in (was, now)]
        for row in judged:
            i, j = (
                places[0].get(labels.get(row.older_mandate_id or 0, "")),
                places[1].get(labels.get(row.mandate_id or 0, "")),
            )
            if i is not None and j is not None:
                (rejected if row.is_rejected else confirmed).add((i, j))
    return confirmed, rejected


def _due_words(passage: Passage | None) -> str | None:
    if passage is None or not passage.due:
        return None
    return "; ".join(
        f"until {value}" if kind == "until" else f"every {value}" if kind == "recurring" else value
        for kind, value in sorted(passage.due)
    )


def _still_open(connection: Connection, head: HeadRow, as_of: dt.date) -> dict[str, tuple[str, ...]]:
    """Return the references of what a resolution asks for and is still open, by the labels of its paragraphs."""
    found: dict[str, tuple[str, ...]] = {}
    for row in lists.list_obligations(connection, Filters(resolutions=(head.symbol,), settled=False), as_of):
        found[row.label] = (*found.get(row.label, ()), row.reference)
    return found
