"""What a resolution asks for anew of the one that it continues, kept from the day on which it is known.

Which requests these are is told by the links that are kept (`mandates.register.linking`). What is asked for anew stands
until the adoption of the text that does so; days count as in `mandates.register.endings`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from mandates.register.unit_of_work import UnitOfWork
from mandates.store import endings as store
from mandates.store import links, timed_mandates
from mandates.timeline.facts import Ended
from mandates.timeline.planning import FOREVER


def sync(work: UnitOfWork, resolution_ids: Sequence[int]) -> list[int]:
    """Bring what is kept of requests that these resolutions ask for anew to the links that are kept; return the
    mandates of which that changed. `mandates.register.projection.refresh` has to follow for them.
    """
    wanted = {
        (one.older_mandate_id, one.mandate_id): (one.older_id, one.adopted_on or dt.date.max)
        for one in links.renewing(work.connection, resolution_ids)
    }
    kept = {(row.mandate_id, row.ended.by): row for row in store.renewed_by(work.connection, resolution_ids)}
    others = {row.resolution_id for row in kept.values()} | {older for older, _ in wanted.values()}
    first_days = timed_mandates.first_days(work.connection, sorted(others))
    gone: list[tuple[int, Ended]] = []
    came: list[tuple[int, Ended]] = []
    for key, row in kept.items():
        if key in wanted and row.ended.stands_until == wanted[key][1]:
            continue
        gone.append((row.mandate_id, row.ended))
        if first_days.get(row.resolution_id, work.day) < work.day and row.ended.since < work.day:
            came.append((row.mandate_id, replace(row.ended, until=work.day)))
    for (mandate_id, by), (older, on) in wanted.items():
        was = kept.get((mandate_id, by))
        if was is not None and was.ended.stands_until == on:
            continue
        since = max(on, work.day) if first_days.get(older, work.day) < work.day else on
        came.append((mandate_id, Ended(stands_until=on, by=by, renewed=True, since=since, until=FOREVER)))
    store.forget(work.connection, gone)
    store.add(work.connection, came)
    return sorted({mandate_id for mandate_id, _ in (*gone, *came)})
