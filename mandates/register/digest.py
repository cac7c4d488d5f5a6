"""What somebody should be told of a part of the register: newly late, late, due soon, changed; and what was told.

Asking writes nothing; `remember` does, once a digest has gone out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from mandates.domain.filters import EventFilters, Filters
from mandates.domain.status import State
from mandates.register.history import history
from mandates.register.lists import list_obligations
from mandates.register.review import waiting
from mandates.register.views import to_plain
from mandates.schema.history import EventRow
from mandates.schema.items import ObligationRow
from mandates.store import digests
from mandates.store.digests import Said
from mandates.store.engine import Connection

#: How many days ahead work is told.
SOON, LATER = 30, 60


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What there is to tell, of what filters select.

    Attributes:
        newly_late: since the day up to which the last one told. late: longer than that, the latest first.
        unissued: reports whose day of issue is past while their session is still to come or on.
        soon, later: what is to be submitted or delivered within 30 and 60 days, the soonest first.
        changed: what others did since. to_check: references of new readings that wait for a word.
        last_event: the number of the last event that there was.
    """

    since: dt.date
    as_of: dt.date
    newly_late: tuple[ObligationRow, ...] = ()
    late: tuple[ObligationRow, ...] = ()
    unissued: tuple[ObligationRow, ...] = ()
    soon: tuple[ObligationRow, ...] = ()
    later: tuple[ObligationRow, ...] = ()
    changed: tuple[EventRow, ...] = ()
    to_check: tuple[str, ...] = ()
    last_event: int = 0

    @property
    def has_news(self) -> bool:
        """Whether there is anything to tell."""
        return any((self.newly_late, self.late, self.unissued, self.soon, self.later, self.changed, self.to_check))


def digest(
    connection: Connection,
    filters: Filters,
    *,
    since: dt.date,
    as_of: dt.date,
    reader: str,
    said: Said | None = None,
) -> Digest:
    """Return what there is to tell of what `filters` select on `as_of`, to whom the last digest told up to `since`.

    Args:
        reader: whose own changes are left out. said: what the last digest said, which is not new; else the day counts.
    """
    open_ones = list_obligations(connection, dataclasses.replace(filters, settled=False, sort="due"), as_of)
    late = [row for row in open_ones if row.state is State.OVERDUE]
    ahead = [row for row in open_ones if row.state is not State.OVERDUE]
    mandates = {row.mandate for row in open_ones}
    known = frozenset(said.said.get("late", ())) if said is not None else None
    told = [row for row in late if (row.id not in known if known is not None else _became_late(row, since))]
    after = said.said.get("event", 0) if said is not None else 0
    return Digest(
        since=since,
        as_of=as_of,
        newly_late=tuple(told),
        late=tuple(row for row in reversed(late) if row not in told),
        unissued=tuple(row for row in ahead if row.state is State.UNISSUED),
        soon=_within(ahead, as_of, as_of + dt.timedelta(days=SOON)),
        later=_within(ahead, as_of + dt.timedelta(days=SOON + 1), as_of + dt.timedelta(days=LATER)),
        changed=tuple(
            one
            for one in history(connection, filters=EventFilters(since=since))
            if one.id > after and one.actor != reader and (one.reference or "").partition("@")[0] in mandates
        ),
        to_check=tuple(one.reference for one in waiting(connection) if one.reference in mandates),
        last_event=digests.last_event(connection),
    )


def reader_of(filters: Filters, to: Iterable[str], reader: str) -> str:
    """Return what a register calls the reader of digests of what `filters` select, sent to these addresses."""
    told = json.dumps([to_plain(filters), sorted(to), reader], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def said_to(connection: Connection, reader: str, as_of: dt.date) -> Said | None:
    """Return what a reader was told last by `as_of`; None where that was nothing yet."""
    found = digests.find(connection, reader)
    return found if found is not None and found.on_day <= as_of else None


def remember(connection: Connection, reader: str, told: Digest) -> None:
    """Keep what a digest has said, so that the next one to the same reader does not say it as new."""
    late = sorted(row.id for row in (*told.newly_late, *told.late))
    digests.put(connection, reader, told.as_of, {"late": late, "event": told.last_event})


def _became_late(row: ObligationRow, since: dt.date) -> bool:
    return row.due is not None and row.due.due_on is not None and row.due.due_on >= since


def together(several: Sequence[Digest]) -> Digest:
    """Return what several digests tell, each thing once; they are of one day."""
    first = several[0]
    if len(several) == 1:
        return first
    found: dict[str, Any] = {
        name: tuple({row.id: row for one in several for row in getattr(one, name)}.values())
        for name in ("newly_late", "late", "unissued", "soon", "later", "changed")
    }
    found["to_check"] = tuple(dict.fromkeys(name for one in several for name in one.to_check))
    return dataclasses.replace(first, **found)


def next_day(row: ObligationRow, as_of: dt.date) -> dt.date | None:
    """Return the next day on which something is to be done: the document's submission, else when it is due."""
    if row.submit_by is not None and row.submit_by >= as_of:
        return row.submit_by
    return row.due.due_on if row.due is not None else None


def _within(rows: Iterable[ObligationRow], first: dt.date, last: dt.date) -> tuple[ObligationRow, ...]:
    found = [(day, row) for row in rows if (day := next_day(row, first)) is not None and first <= day <= last]
    return tuple(row for _, row in sorted(found, key=lambda one: one[0]))
