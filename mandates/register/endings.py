"""What texts say of the ends of each other's mandates, kept from the day on which it is known.

What is known follows from the texts in force alone (`mandates.timeline.endings`). Of a resolution that came into the
register today nobody has been told anything before: each ending counts from the adoption of the text that says so. Else
it counts from the day on which that text was read, so that the answer for a past day stays what it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mandates.register import renewing
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import endings as store
from mandates.store import lasting
from mandates.store.lasting import LastingRow
from mandates.store.rows import chunks
from mandates.timeline.endings import Known, Timed, known_endings
from mandates.timeline.facts import Ended
from mandates.timeline.planning import ALWAYS, FOREVER


def sync(work: UnitOfWork, resolution_ids: Iterable[int]) -> list[int]:
    """Bring what is kept of ends that these resolutions have to do with to the texts in force; return the mandates of
    which that changed. `mandates.register.projection.refresh` has to follow for them.
    """
    ids = sorted(set(resolution_ids))
    return sorted({*_by_situation(work, ids), *renewing.sync(work, ids)})


def _by_situation(work: UnitOfWork, resolution_ids: Sequence[int]) -> list[int]:
    """Do the same for what ends on the situations of these resolutions, or with a mandate beside it."""
    rows = lasting.lasting(work.connection, resolution_ids)
    known = known_endings([_timed(row) for row in rows])
    ids = {row.reference: row.mandate_id for row in rows}
    first_days = lasting.first_days(work.connection, sorted({row.resolution_id for row in rows}))
    kept = store.of_mandates(work.connection, list(ids.values()))
    of_mandate = {row.mandate_id: row.resolution_id for row in rows}
    gone: list[tuple[int, Ended]] = []
    came: list[tuple[int, Ended]] = []
    for row in rows:
        was = kept.get(row.mandate_id, ())
        if row.situation is None:  # what continues a resolution with a title is told by `mandates.register.renewing`
            was = tuple(one for one in was if of_mandate.get(one.by) == row.resolution_id)
        now = _ended(known.get(row.reference, []), ids)
        if first_days.get(row.resolution_id, work.day) < work.day:
            now = _from(work.day, was, now)
        gone += [(row.mandate_id, one) for one in was if one not in now]
        came += [(row.mandate_id, one) for one in now if one not in was]
    store.forget(work.connection, gone)
    store.add(work.connection, came)
    return sorted({mandate_id for mandate_id, _ in (*gone, *came)})


def rebuild(work: UnitOfWork) -> None:
    """Bring what is kept of all ends to the texts in force."""
    for some in chunks(lasting.all_resolution_ids(work.connection)):
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
