"""What texts say of the ends of each other's mandates, kept from the day on which it is known.

What is known follows from the texts in force alone (`mandates.timeline.endings`). Of a resolution that came into the
register today nobody has been told anything before: each ending counts from the adoption of the text that says so. Else
it counts from the day on which that text was read, so that the answer for a past day stays what it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mandates.domain.kinds import LinkState
from mandates.register import linking, renewal_links
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import endings as store
from mandates.store import links, timed_mandates
from mandates.store.engine import Connection
from mandates.store.rows import chunks
from mandates.store.timed_mandates import LastingRow
from mandates.timeline.endings import Known, Said, Timed, known_endings
from mandates.timeline.facts import Ended
from mandates.timeline.planning import ALWAYS, FOREVER


def sync(work: UnitOfWork, resolution_ids: Iterable[int]) -> list[int]:
    """Bring the links of these resolutions, and what is kept of ends that they have to do with, to the texts in force
    and to what people said; return the mandates of which that changed. `mandates.register.projection.refresh` has to
    follow for them.
    """
    ids = sorted(set(resolution_ids))
    looked_at = linking.sync(work.connection, ids)
    return sorted({*_by_situation(work, ids), *renewal_links.sync(work, looked_at)})


def _by_situation(work: UnitOfWork, resolution_ids: Sequence[int]) -> list[int]:
    """Do the same for what ends on the situations of these resolutions, or with a mandate beside it."""
    rows = timed_mandates.lasting(work.connection, resolution_ids)
    ids = {row.reference: row.mandate_id for row in rows}
    references = {row.mandate_id: row.reference for row in rows}
    symbols = {row.resolution_id: row.symbol for row in rows if row.situation}
    known = known_endings([_timed(row) for row in rows], said(work.connection, references, symbols))
    _keep_links(work, rows, known)
    first_days = timed_mandates.first_days(work.connection, sorted({row.resolution_id for row in rows}))
    kept = store.of_mandates(work.connection, list(ids.values()))
    of_mandate = {row.mandate_id: row.resolution_id for row in rows}
    gone: list[tuple[int, Ended]] = []
    came: list[tuple[int, Ended]] = []
    for row in rows:
        was = kept.get(row.mandate_id, ())
        if (
            row.situation is None
        ):  # what continues a resolution with a title is told by `mandates.register.renewal_links`
            was = tuple(one for one in was if of_mandate.get(one.by) == row.resolution_id)
        now = _ended(known.get(row.reference, []), ids)
        if first_days.get(row.resolution_id, work.day) < work.day:
            now = _from(work.day, was, now)
        gone += [(row.mandate_id, one) for one in was if one not in now]
        came += [(row.mandate_id, one) for one in now if one not in was]
    store.forget(work.connection, gone)
    store.add(work.connection, came)
    return sorted({mandate_id for mandate_id, _ in (*gone, *came)})


def said(connection: Connection, references: Mapping[int, str], symbols: Mapping[int, str]) -> Said:
    """Return what people said of links between mandates and between resolutions without a title, and what texts tell.

    Args:
        references: those of the mandates, by their ids. symbols: those of the resolutions.
    """
    found = links.to_older(connection, symbols)
    continued = {(row.older_id, row.resolution_id) for row in found if row.mandate_id is None and row.counts}
    apart: set[tuple[str, str]] = set()
    confirmed: set[tuple[str, str]] = set()
    rejected: set[tuple[str, str]] = set()
    linked: set[tuple[str, str]] = set()
    for one in found:
        if one.mandate_id is None or one.older_mandate_id is None:
            if one.is_rejected and one.resolution_id in symbols:
                apart.add((symbols[one.older_id], symbols[one.resolution_id]))
        elif one.mandate_id in references and one.older_mandate_id in references:
            pair = references[one.older_mandate_id], references[one.mandate_id]
            if one.state != LinkState.PROPOSED:
                (rejected if one.is_rejected else confirmed).add(pair)
            elif one.renews and not linking.by_situation(one) and (one.older_id, one.resolution_id) in continued:
                linked.add(pair)
    return Said(*map(frozenset, (confirmed, rejected, apart, linked)))


def _keep_links(work: UnitOfWork, rows: Sequence[LastingRow], known: Mapping[str, Known]) -> None:
    """Keep what ends mandates of other resolutions on the same situation as links, for people to say something of."""
    by_reference = {row.reference: row for row in rows if row.situation}
    found = set()
    for reference, several in known.items():
        older = by_reference.get(reference)
        for _, ending in several:
            newer = by_reference.get(ending.by or "")
            if older and newer and not ending.lasts and newer.resolution_id != older.resolution_id:
                ids = newer.resolution_id, newer.mandate_id, older.resolution_id, older.mandate_id
                found.add(linking.OnSituation(*ids, ending.renewed))
    linking.sync_situations(work.connection, sorted(found), [row.mandate_id for row in by_reference.values()])


def rebuild(work: UnitOfWork) -> None:
    """Bring what is kept of all ends to the texts in force."""
    for some in chunks(timed_mandates.all_resolution_ids(work.connection)):
        sync(work, some)


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


def _ended(known: Known, ids: dict[str, int]) -> tuple[Ended, ...]:
    """Return what is known by other mandates, each from the adoption of its text until the next says more."""
    days = [since or ALWAYS for since, _ in known]
    found = []
    for (_, ending), since, until in zip(known, days, [*days[1:], FOREVER], strict=False):
        if ending.by is not None and since < until:
            found.append(
                Ended(stands_until=ending.on, by=ids[ending.by], renewed=ending.renewed, since=since, until=until)
            )
    return tuple(found)


def _from(day: dt.date, was: Sequence[Ended], now: Sequence[Ended]) -> tuple[Ended, ...]:
    """Return what was known before `day`, and from then on what is known now."""
    found = [replace(one, until=min(one.until, day)) for one in was if one.since < day]
    for one in now:
        if one.until <= day:
            continue
        follows = replace(one, since=max(one.since, day))
        last = found[-1] if found else None
        if (
            last is not None
            and replace(follows, since=last.since, until=last.until) == last
            and last.until == follows.since
        ):
            found[-1] = replace(last, until=follows.until)
        else:
            found.append(follows)
    return tuple(found)
