"""Which requests of an earlier resolution a later one renews, stored with the day from which that is known.

Which requests these are follows from the stored links (`mandates.register.linking`). A request that is renewed stands
until the adoption of the text that renews it; days count as in `mandates.register.endings`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from mandates.domain.lifecycle import FOREVER
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import endings as store
from mandates.store import links, timed_mandates
from mandates.timeline.facts import Ended


def sync(work: UnitOfWork, resolution_ids: Sequence[int]) -> list[int]:
    """Update the endings of requests that these resolutions renew from the stored links; return the ids of the mandates
    whose endings changed. The caller has to call `mandates.register.projection.refresh` for them.
    """
    renewals = {
        (link.older_mandate_id, link.mandate_id): (link.older_id, link.adopted_on or dt.date.max)
        for link in links.renewing(work.connection, resolution_ids)
    }
    kept = {(row.mandate_id, row.ended.by): row for row in store.renewed_by(work.connection, resolution_ids)}
    older_ids = {row.resolution_id for row in kept.values()} | {older_id for older_id, _ in renewals.values()}
    first_days = timed_mandates.first_days(work.connection, sorted(older_ids))
    removed: list[tuple[int, Ended]] = []
    added: list[tuple[int, Ended]] = []
    for key, row in kept.items():
        if key in renewals and row.ended.stands_until == renewals[key][1]:
            continue
        removed.append((row.mandate_id, row.ended))
        if first_days.get(row.resolution_id, work.day) < work.day and row.ended.since < work.day:
            added.append((row.mandate_id, replace(row.ended, until=work.day)))
    for (mandate_id, by), (older_id, renewed_on) in renewals.items():
        before = kept.get((mandate_id, by))
        if before is not None and before.ended.stands_until == renewed_on:
            continue
        since = max(renewed_on, work.day) if first_days.get(older_id, work.day) < work.day else renewed_on
        added.append((mandate_id, Ended(stands_until=renewed_on, by=by, renewed=True, since=since, until=FOREVER)))
    store.forget(work.connection, removed)
    store.add(work.connection, added)
    return sorted({mandate_id for mandate_id, _ in (*removed, *added)})
