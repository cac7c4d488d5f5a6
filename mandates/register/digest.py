"""What is new for a person in a part of the register: newly late, late, due soon, changed; and what was sent before.

Computing a digest writes nothing; `remember` does, once a digest has been sent.
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
from mandates.store.digests import LastDigest
from mandates.store.engine import Connection

#: How many days ahead upcoming work is included.
SOON, LATER = 30, 60


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The news about the items that filters select.

    Attributes:
        newly_late: overdue since the last digest. late: overdue for longer, the latest first.
        unissued: reports whose day of issue is past while their session is still to come or in progress.
        soon, later: what is to be submitted or delivered within 30 and 60 days, the soonest first.
        changed: changes by others since. to_check: references of new extractions that wait for review.
        last_event: the number of the last event included.
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
        """Whether the digest has any content."""
        return any((self.newly_late, self.late, self.unissued, self.soon, self.later, self.changed, self.to_check))


def digest(
    connection: Connection,
    filters: Filters,
    *,
    since: dt.date,
    as_of: dt.date,
    reader: str,
    last_digest: LastDigest | None = None,
) -> Digest:
    """Return the digest on `as_of` of the items that `filters` select, for a reader whose last digest was of `since`.

    Args:
        reader: the actor whose own changes are left out.
        last_digest: its contents are not new; without it, what became overdue since `since` is new.
    """
    open_rows = list_obligations(connection, dataclasses.replace(filters, settled=False, sort="due"), as_of)
    late = [row for row in open_rows if row.state is State.OVERDUE]
    upcoming = [row for row in open_rows if row.state is not State.OVERDUE]
    mandates = {row.mandate for row in open_rows}
    known_late = frozenset(last_digest.said.get("late", ())) if last_digest is not None else None
    newly_late = [
        row for row in late if (row.id not in known_late if known_late is not None else _became_late(row, since))
    ]
    last_known_event = last_digest.said.get("event", 0) if last_digest is not None else 0
    return Digest(
        since=since,
        as_of=as_of,
        newly_late=tuple(newly_late),
        late=tuple(row for row in reversed(late) if row not in newly_late),
        unissued=tuple(row for row in upcoming if row.state is State.UNISSUED),
        soon=_within(upcoming, as_of, as_of + dt.timedelta(days=SOON)),
        later=_within(upcoming, as_of + dt.timedelta(days=SOON + 1), as_of + dt.timedelta(days=LATER)),
        changed=tuple(
            event
            for event in history(connection, filters=EventFilters(since=since))
            if event.id > last_known_event
            and event.actor != reader
            and (event.reference or "").partition("@")[0] in mandates
        ),
        to_check=tuple(suggestion.reference for suggestion in waiting(connection) if suggestion.reference in mandates),
        last_event=digests.last_event(connection),
    )


def reader_of(filters: Filters, to: Iterable[str], reader: str) -> str:
    """Return the key of a reader of digests: a hash of the filters, the addresses and the reader's name."""
    identity = json.dumps([to_plain(filters), sorted(to), reader], sort_keys=True)
    return hashlib.sha256(identity.encode()).hexdigest()[:32]


def last_sent(connection: Connection, reader: str, as_of: dt.date) -> LastDigest | None:
    """Return the contents of a reader's last digest by `as_of`; None if there was none."""
    last = digests.find(connection, reader)
    return last if last is not None and last.on_day <= as_of else None


def remember(connection: Connection, reader: str, sent: Digest) -> None:
    """Store what a digest contains, so that the next one to the same reader does not present it as new."""
    late = sorted(row.id for row in (*sent.newly_late, *sent.late))
    digests.put(connection, reader, sent.as_of, {"late": late, "event": sent.last_event})


def _became_late(row: ObligationRow, since: dt.date) -> bool:
    return row.due is not None and row.due.due_on is not None and row.due.due_on >= since


def together(several: Sequence[Digest]) -> Digest:
    """Return the digests of one day merged, without duplicates."""
    first = several[0]
    if len(several) == 1:
        return first
    values: dict[str, Any] = {
        name: tuple({row.id: row for each_digest in several for row in getattr(each_digest, name)}.values())
        for name in ("newly_late", "late", "unissued", "soon", "later", "changed")
    }
    values["to_check"] = tuple(dict.fromkeys(name for each_digest in several for name in each_digest.to_check))
    return dataclasses.replace(first, **values)


def next_day(row: ObligationRow, as_of: dt.date) -> dt.date | None:
    """Return the next day on which something is to be done: the submission of the document, else the due date."""
    if row.submit_by is not None and row.submit_by >= as_of:
        return row.submit_by
    return row.due.due_on if row.due is not None else None


def _within(rows: Iterable[ObligationRow], first: dt.date, last: dt.date) -> tuple[ObligationRow, ...]:
    dated = [(day, row) for row in rows if (day := next_day(row, first)) is not None and first <= day <= last]
    return tuple(row for _, row in sorted(dated, key=lambda pair: pair[0]))
