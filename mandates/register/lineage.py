"""Series of resolutions, and two of them side by side, by the links that are kept. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mandates.domain.deliverables import REPORTS_AND_REVIEWS
from mandates.domain.errors import UnknownReferenceError
from mandates.domain.extended import Extended
from mandates.domain.filters import Filters
from mandates.domain.kinds import LinkState, Relation
from mandates.matching.alignment import Passage, align, carries, compared_due
from mandates.register import lists
from mandates.register.references import not_held
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

#: How many resolutions of a series are followed at most, so that it ends whatever links people confirmed.
_LONGEST = 100


def series(connection: Connection, symbol: str, as_of: dt.date) -> SeriesView:
    """Return what a resolution continues, the resolutions of its series, and the requests repeated in them.

    Raises:
        UnknownReferenceError: it is not in the register.
    """
    head = _head(connection, symbol)
    predecessor_links = _predecessors(connection, head)
    heads = {
        resolution.id: resolution
        for resolution in store.of_ids(connection, [head.id, *(row.older_id for row in predecessor_links)])
    }
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
            for row in predecessor_links
            if row.older_id in heads
        ),
        chain=tuple(_entry(resolution, row) for resolution, row in chain),
        requests=tuple(_requests(connection, [resolution for resolution, _ in chain], as_of)),
    )


def compare(connection: Connection, older: str | None, newer: str, as_of: dt.date) -> ComparisonView:
    """Return what became of each paragraph of a resolution in a newer one; of its predecessor, where `older` is None.

    Raises:
        UnknownReferenceError: one of them is not in the register, or no predecessor is.
    """
    newer_head = _head(connection, newer)
    predecessor_links = _predecessors(connection, newer_head)
    if older is None:
        older_head = _first_head(connection, predecessor_links, counting=True)
        if older_head is None:
            likely = _first_head(connection, predecessor_links, counting=False)
            raise UnknownReferenceError(
                f"nothing that {newer_head.symbol} surely continues is in the register",
                f"did you mean to compare it with {likely.symbol}" if likely else "name both",
            )
    else:
        older_head = _head(connection, older)
    older_passages, newer_passages = passages(connection, older_head), passages(connection, newer_head)
    confirmed, rejected = _judged(connection, older_head, newer_head, older_passages, newer_passages)
    rows = align(
        older_passages, newer_passages, symbol=older_head.symbol, known=dict.fromkeys(confirmed, 100.0), barred=rejected
    )
    open_ = _still_open(connection, older_head, as_of)
    return ComparisonView(
        older=older_head.symbol,
        newer=newer_head.symbol,
        basis=next((row.basis for row in predecessor_links if row.older_id == older_head.id), None),
        paragraphs=tuple(
            AlignedRow(
                older=pair.older.label if pair.older else None,
                newer=pair.newer.label if pair.newer else None,
                relation=pair.relation.value,
                due_before=_due_words(pair.older),
                due_after=_due_words(pair.newer),
                score=round(pair.score, 1),
                older_text=pair.older.text if pair.older else None,
                newer_text=pair.newer.text if pair.newer else None,
                owed=open_.get(pair.older.label, ())
                if pair.older and pair.relation in (Relation.DROPPED, Relation.CARRIED)
                else (),
            )
            for pair in rows
        ),
    )


def passages(connection: Connection, head: HeadRow) -> list[Passage]:
    """Return the operative paragraphs of a resolution in the form in which they are compared."""
    rows = [row for row in store.passages(connection, [head.reading_id])[head.reading_id] if row.label]
    ids = [row.id for row in rows]
    mandates_by_passage, cited = store.asked_in(connection, head.id), store.cited_in(connection, ids)
    extended = store.what_is_extended(
        connection, [mandate.version_id for asking in mandates_by_passage.values() for mandate in asking]
    )
    compared = []
    for row in rows:
        mandates = mandates_by_passage.get(row.id, [])
        extensions = [
            extended[mandate.version_id]
            for mandate in mandates
            if mandate.version_id in extended and may_extend(mandate.deliverable, mandate.dues)
        ]
        citations = [(citation.symbol, tuple(citation.labels)) for citation in cited.get(row.id, [])]
        compared.append(
            passage(
                row.label or "", row.text, [due for mandate in mandates for due in mandate.dues], extensions, citations
            )
        )
    return compared


def may_extend(deliverable: str, dues: Iterable[Mapping[str, Any]]) -> bool:
    """Whether what a mandate extends or ends identifies the subject of its paragraph."""
    return deliverable == "extension" or any(due["kind"] == "until" for due in dues)


def passage(
    label: str,
    text: str,
    dues: Iterable[Mapping[str, Any]],
    extended: Sequence[Extended],
    cited: Iterable[tuple[str, tuple[str, ...]]],
) -> Passage:
    """Return a paragraph as it is compared: with the dues of its mandates, what they extend, and what it cites."""
    return Passage(
        label=label,
        text=text,
        due=frozenset(compared_due(due) for due in dues),
        extended=extended[0] if extended else None,
        carries=tuple(citation for citation in cited if carries(text) or (extended and citation[1])),
    )


def _head(connection: Connection, symbol: str) -> HeadRow:
    """Return the resolution with a symbol.

    Raises:
        UnknownReferenceError: it is not in the register; names the nearest.
    """
    heads = store.of_symbols(connection, [symbol])
    if not heads:
        raise not_held(connection, symbol)
    return heads[0]


def _predecessors(connection: Connection, head: HeadRow) -> list[LinkRow]:
    """Return links to what a resolution continues or may continue, the most likely first, without rejected ones."""
    candidates = [
        row for row in links.of_newer(connection, [head.id]) if row.mandate_id is None and not row.is_rejected
    ]
    return sorted(
        candidates, key=lambda row: (not row.counts, row.state != LinkState.CONFIRMED, -row.score, row.older_id)
    )


def _first_head(connection: Connection, predecessor_links: Sequence[LinkRow], *, counting: bool) -> HeadRow | None:
    """Return the first older resolution of the links that count (or of those that do not), if any."""
    ids = [row.older_id for row in predecessor_links if row.counts == counting]
    heads = {head.id: head for head in store.of_ids(connection, ids)}
    return next((heads[resolution_id] for resolution_id in ids if resolution_id in heads), None)


def chain_to(connection: Connection, head: HeadRow) -> list[SeriesEntry]:
    """Return the series of a resolution up to it, the earliest first, each with its link to the previous one."""
    return [_entry(resolution, row) for resolution, row in _before(connection, head)]


def _entry(head: HeadRow, row: LinkRow | None) -> SeriesEntry:
    return SeriesEntry(
        symbol=head.symbol, title=head.title, adopted_on=head.adopted_on, basis=row.basis if row else None
    )


def _before(connection: Connection, head: HeadRow) -> list[tuple[HeadRow, LinkRow | None]]:
    chain: list[tuple[HeadRow, LinkRow | None]] = []
    current = head
    seen = {head.id}
    while len(seen) < _LONGEST:
        row = next((row for row in _predecessors(connection, current) if row.counts), None)
        older = next(iter(store.of_ids(connection, [row.older_id])), None) if row else None
        if row is None or older is None or older.id in seen:
            break
        chain.append((current, row))
        current = older
        seen.add(current.id)
    return [(current, None), *reversed(chain)]


def _chain(connection: Connection, head: HeadRow) -> list[tuple[HeadRow, LinkRow | None]]:
    """Return the series of a resolution, the earliest first, each with its link to the previous one."""
    chain = _before(connection, head)
    current = head
    seen = {resolution.id for resolution, _ in chain}
    while len(seen) < _LONGEST:
        rows = {row.resolution_id: row for row in links.to_older(connection, [current.id]) if row.mandate_id is None}
        rows = {resolution_id: row for resolution_id, row in rows.items() if row.counts and resolution_id not in seen}
        newer = sorted(
            store.of_ids(connection, sorted(rows)),
            key=lambda resolution: (resolution.adopted_on or dt.date.max, resolution.symbol),
        )
        if not newer:
            break
        current = newer[0]
        seen.add(current.id)
        chain.append((current, rows[current.id]))
    return chain


def _requests(connection: Connection, chain: Sequence[HeadRow], as_of: dt.date) -> list[RequestRow]:
    """Return the requests of a series, each traced through its resolutions, the most repeated first."""
    symbols = {resolution.id: resolution.symbol for resolution in chain}
    filters = Filters(resolutions=tuple(symbols.values()))
    items: dict[int, list[ObligationRow]] = defaultdict(list)
    for item in lists.list_obligations(connection, filters, as_of):
        items[item.mandate_id].append(item)
    positions = {symbol: position for position, symbol in enumerate(symbols.values())}
    strands: dict[int, list[int]] = {}
    for row in sorted(
        links.of_newer(connection, symbols), key=lambda row: (positions.get(symbols[row.resolution_id], 0), row.id)
    ):
        older, newer = row.older_mandate_id, row.mandate_id
        if older is None or newer is None or row.is_rejected or row.older_id not in symbols:
            continue
        strand = strands.setdefault(older, [older])
        if newer not in strands and newer not in strand:
            strand.append(newer)
            strands[newer] = strand
    requests = []
    reported: set[int] = set()
    for mandate_id in items:
        strand = strands.get(mandate_id, [mandate_id])
        if strand[0] in reported:
            continue
        reported.add(strand[0])
        asked_items = [
            (asked_id, sorted(items[asked_id], key=lambda item: item.reference))
            for asked_id in strand
            if items.get(asked_id)
        ]
        all_items = [item for _, mandate_items in asked_items for item in mandate_items]
        if any(item.due is not None or item.deliverable in REPORTS_AND_REVIEWS for item in all_items):
            requests.append(_request(asked_items))
    return sorted(requests, key=lambda request: (-request.times, positions.get(request.asked[0].symbol, 0)))


def _request(asked_items: Sequence[tuple[int, Sequence[ObligationRow]]]) -> RequestRow:
    newest = asked_items[-1][1][0]
    symbols = dict.fromkeys(items[0].symbol for _, items in asked_items)
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
            for _, items in asked_items
            for item in items
        ),
    )


def _judged(
    connection: Connection,
    older: HeadRow,
    newer: HeadRow,
    older_passages: Sequence[Passage],
    newer_passages: Sequence[Passage],
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the index pairs of paragraphs that a person confirmed to correspond, and those that a person rejected."""
    confirmed: set[tuple[int, int]] = set()
    rejected: set[tuple[int, int]] = set()
    judged = [
        row
        for row in links.of_newer(connection, [newer.id])
        if row.older_id == older.id and row.mandate_id is not None and row.state != LinkState.PROPOSED
    ]
    if judged:
        labels = {
            row.mandate_id: row.label
            for rows in store.requests(connection, [older.id, newer.id]).values()
            for row in rows
        }
        indexes = [
            {compared.label: index for index, compared in enumerate(side)} for side in (older_passages, newer_passages)
        ]
        for row in judged:
            i, j = (
                indexes[0].get(labels.get(row.older_mandate_id or 0, "")),
                indexes[1].get(labels.get(row.mandate_id or 0, "")),
            )
            if i is not None and j is not None:
                (rejected if row.is_rejected else confirmed).add((i, j))
    return confirmed, rejected


def _due_words(paragraph: Passage | None) -> str | None:
    if paragraph is None or not paragraph.due:
        return None
    return "; ".join(
        f"until {value}" if kind == "until" else f"every {value}" if kind == "recurring" else value
        for kind, value in sorted(paragraph.due)
    )


def _still_open(connection: Connection, head: HeadRow, as_of: dt.date) -> dict[str, tuple[str, ...]]:
    """Return the references of the open items of a resolution, by paragraph label."""
    references: dict[str, tuple[str, ...]] = {}
    for row in lists.list_obligations(connection, Filters(resolutions=(head.symbol,), settled=False), as_of):
        references[row.label] = (*references.get(row.label, ()), row.reference)
    return references
