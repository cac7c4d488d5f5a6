"""When mandates end according to other texts, stored with the day from which that is known.

What is known follows from the texts in force alone (`mandates.timeline.endings`). For a resolution that was added to
the register today there are no earlier answers: each ending counts from the adoption of the text that states it.
Otherwise it counts from the day on which that text was read, so that the answer for a past day stays the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mandates.domain.kinds import LinkState
from mandates.domain.lifecycle import ALWAYS, FOREVER
from mandates.register import linking, renewal_links
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import endings as store
from mandates.store import links, timed_mandates
from mandates.store.engine import Connection
from mandates.store.rows import chunks
from mandates.store.timed_mandates import LastingRow
from mandates.timeline.endings import Known, KnownLinks, Timed, known_endings
from mandates.timeline.facts import Ended


def sync(work: UnitOfWork, resolution_ids: Iterable[int]) -> list[int]:
    """Update the links of these resolutions and the stored endings that they affect, from the texts in force and from
    people's decisions; return the ids of the mandates whose endings changed. The caller has to call
    `mandates.register.projection.refresh` for them.
    """
    ids = sorted(set(resolution_ids))
    linked_ids = linking.sync(work.connection, ids)
    return sorted({*_by_situation(work, ids), *renewal_links.sync(work, linked_ids)})


def _by_situation(work: UnitOfWork, resolution_ids: Sequence[int]) -> list[int]:
    """Do the same for endings on the situations of these resolutions, or by a mandate of the same resolution."""
    rows = timed_mandates.lasting(work.connection, resolution_ids)
    id_of = {row.reference: row.mandate_id for row in rows}
    reference_of = {row.mandate_id: row.reference for row in rows}
    symbols = {row.resolution_id: row.symbol for row in rows if row.situation}
    known = known_endings([_timed(row) for row in rows], known_links(work.connection, reference_of, symbols))
    _keep_links(work, rows, known)
    first_days = timed_mandates.first_days(work.connection, sorted({row.resolution_id for row in rows}))
    stored_endings = store.of_mandates(work.connection, list(id_of.values()))
    resolution_of = {row.mandate_id: row.resolution_id for row in rows}
    removed: list[tuple[int, Ended]] = []
    added: list[tuple[int, Ended]] = []
    for row in rows:
        before = stored_endings.get(row.mandate_id, ())
        if row.situation is None:  # links to resolutions with a title are handled by `mandates.register.renewal_links`
            before = tuple(ended for ended in before if resolution_of.get(ended.by) == row.resolution_id)
        after = _endings_by_others(known.get(row.reference, []), id_of)
        if first_days.get(row.resolution_id, work.day) < work.day:
            after = _changed_from(work.day, before, after)
        removed += [(row.mandate_id, ended) for ended in before if ended not in after]
        added += [(row.mandate_id, ended) for ended in after if ended not in before]
    store.forget(work.connection, removed)
    store.add(work.connection, added)
    return sorted({mandate_id for mandate_id, _ in (*removed, *added)})


def known_links(connection: Connection, references: Mapping[int, str], symbols: Mapping[int, str]) -> KnownLinks:
    """Return the decisions on links between mandates and between resolutions without a title, and links from the texts.

    Args:
        references: references of the mandates, by their ids. symbols: symbols of the resolutions, by their ids.
    """
    link_rows = links.to_older(connection, symbols)
    continued = {(row.older_id, row.resolution_id) for row in link_rows if row.mandate_id is None and row.counts}
    apart: set[tuple[str, str]] = set()
    confirmed: set[tuple[str, str]] = set()
    rejected: set[tuple[str, str]] = set()
    linked: set[tuple[str, str]] = set()
    for link in link_rows:
        if link.mandate_id is None or link.older_mandate_id is None:
            if link.is_rejected and link.resolution_id in symbols:
                apart.add((symbols[link.older_id], symbols[link.resolution_id]))
        elif link.mandate_id in references and link.older_mandate_id in references:
            pair = references[link.older_mandate_id], references[link.mandate_id]
            if link.state != LinkState.PROPOSED:
                (rejected if link.is_rejected else confirmed).add(pair)
            elif link.renews and not linking.by_situation(link) and (link.older_id, link.resolution_id) in continued:
                linked.add(pair)
    return KnownLinks(*map(frozenset, (confirmed, rejected, apart, linked)))


def _keep_links(work: UnitOfWork, rows: Sequence[LastingRow], known: Mapping[str, Known]) -> None:
    """Store endings by other resolutions on the same situation as links, for people to confirm or reject."""
    by_reference = {row.reference: row for row in rows if row.situation}
    on_situation = set()
    for reference, mandate_endings in known.items():
        older = by_reference.get(reference)
        for _, ending in mandate_endings:
            newer = by_reference.get(ending.by or "")
            if older and newer and not ending.lasts and newer.resolution_id != older.resolution_id:
                ids = newer.resolution_id, newer.mandate_id, older.resolution_id, older.mandate_id
                on_situation.add(linking.OnSituation(*ids, ending.renewed))
    linking.sync_situations(work.connection, sorted(on_situation), [row.mandate_id for row in by_reference.values()])


def rebuild(work: UnitOfWork) -> None:
    """Update all stored endings from the texts in force."""
    for resolution_ids in chunks(timed_mandates.all_resolution_ids(work.connection)):
        sync(work, resolution_ids)


def _timed(row: LastingRow) -> Timed:
    return Timed(
        reference=row.reference,
        symbol=row.symbol,
        label=row.label,
        clause=row.clause,
        deliverable=row.deliverable,
        owners=row.owners,
        dues=row.dues,
        situation=row.situation or row.symbol,
        adopted_on=row.adopted_on or dt.date.min,
        extended=row.extended,
    )


def _endings_by_others(known: Known, ids: dict[str, int]) -> tuple[Ended, ...]:
    """Return the endings by other mandates, each known from the adoption of its text until the next supersedes it."""
    days = [since or ALWAYS for since, _ in known]
    endings = []
    for (_, ending), since, until in zip(known, days, [*days[1:], FOREVER], strict=False):
        if ending.by is not None and since < until:
            endings.append(
                Ended(stands_until=ending.on, by=ids[ending.by], renewed=ending.renewed, since=since, until=until)
            )
    return tuple(endings)


def _changed_from(day: dt.date, before: Sequence[Ended], after: Sequence[Ended]) -> tuple[Ended, ...]:
    """Return the endings `before` up to `day`, and the endings `after` from then on; equal neighbours are merged."""
    endings = [replace(ended, until=min(ended.until, day)) for ended in before if ended.since < day]
    for ended in after:
        if ended.until <= day:
            continue
        later = replace(ended, since=max(ended.since, day))
        last = endings[-1] if endings else None
        if (
            last is not None
            and replace(later, since=last.since, until=last.until) == last
            and last.until == later.since
        ):
            endings[-1] = replace(last, until=later.until)
        else:
            endings.append(later)
    return tuple(endings)
