"""What a resolution asks for anew of the one that it continues, kept from the day on which it is known.

Resolutions with titles are linked by `mandates.matching.lineage`, their requests by `mandates.matching.renewals`. What
is asked for anew stands until the adoption of the text that does so; days count as in `mandates.register.endings`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mandates.matching.lineage import LONG, Text, predecessors, surely
from mandates.matching.renewals import Request, renewed
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import endings as store
from mandates.store import lasting
from mandates.store import lineage as texts
from mandates.store.engine import Connection
from mandates.store.lineage import HeadRow
from mandates.timeline.facts import Ended
from mandates.timeline.planning import FOREVER

#: What is waited for without a date too; what else has none stands beside what is asked anew.
_STANDING = frozenset({"report", "briefing", "review"})
#: Of the resolutions under one title so many are looked at: the last before, and the first after one.
_BEFORE, _AFTER = 6, 3


def sync(work: UnitOfWork, resolution_ids: Iterable[int]) -> list[int]:
    """Bring what is kept of requests that these resolutions, and those after them, ask for anew to the texts in force;
    return the mandates of which that changed. `mandates.register.projection.refresh` has to follow for them.
    """
    ids = sorted(set(resolution_ids))
    links = _links(work.connection, [one for one in texts.of_ids(work.connection, ids) if one.title])
    wanted = _wanted(work.connection, [(older, newer) for newer, older in links if older is not None])
    looked_at = sorted({*ids, *(newer.id for newer, _ in links)})
    kept = {(row.mandate_id, row.ended.by): row for row in store.renewed_by(work.connection, looked_at)}
    others = {row.resolution_id for row in kept.values()} | {older for older, _ in wanted.values()}
    first_days = lasting.first_days(work.connection, sorted(others))
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


def _links(connection: Connection, heads: Sequence[HeadRow]) -> list[tuple[HeadRow, HeadRow | None]]:
    """Return these resolutions, and those after them that may continue them, each with what it surely continues."""
    titled = texts.of_titles(connection, {one.title for one in heads if one.title})
    citing = texts.citing_any(connection, [one.symbol for one in heads])
    newer = {one.id: one for one in heads}
    for head in heads:
        after = [
            one for one in (*titled[head.body, head.title or ""], *citing.get(head.symbol, ())) if _after(one, head)
        ]
        for one in sorted({one.id: one for one in after}.values(), key=_in_time)[:_AFTER]:
            newer.setdefault(one.id, one)
    titled |= texts.of_titles(connection, {one.title for one in newer.values() if one.title} - {t for _, t in titled})
    cited = texts.cited_by(connection, [one.reading_id for one in newer.values()])
    named = {
        one.symbol: one for one in texts.of_symbols(connection, {symbol for some in cited.values() for symbol in some})
    }
    reader = _Reader(connection)
    found: list[tuple[HeadRow, HeadRow | None]] = []
    for one in newer.values():
        before = {
            other.id: other
            for other in (
                *sorted((t for t in titled[one.body, one.title or ""] if _after(one, t)), key=_in_time)[-_BEFORE:],
                *(named[symbol] for symbol in cited.get(one.reading_id, ()) if symbol in named),
            )
            if other.title and _after(one, other)
        }
        symbol = reader.predecessor(one, list(before.values()), cited.get(one.reading_id, set()))
        found.append((one, next((other for other in before.values() if other.symbol == symbol), None)))
    return found


class _Reader:
    """Reads the words of resolutions where titles and citations do not tell enough, each once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._read: dict[int, Text] = {}

    def predecessor(self, newer: HeadRow, earlier: Sequence[HeadRow], cited: set[str]) -> str | None:
        """Return the symbol of what a resolution surely continues."""
        if not earlier:
            return None
        told = surely(_text(newer, cited, ()), [_text(one, set(), ()) for one in earlier])
        if told is not None:
            return told
        unread = [one for one in (newer, *earlier) if one.id not in self._read]
        words = texts.passages(self.connection, [one.reading_id for one in unread])
        for one in unread:
            passages = [row.text for row in words.get(one.reading_id, ())]
            self._read[one.id] = _text(one, cited if one is newer else set(), passages)
        this = replace(self._read[newer.id], cited=frozenset(cited))
        found = predecessors(this, [self._read[one.id] for one in earlier])
        return next((one.symbol for one in found if one.linked), None)


def _text(head: HeadRow, cited: set[str], operative: Sequence[str]) -> Text:
    return Text(
        symbol=head.symbol,
        body=head.body,
        title=head.title,
        adopted_on=head.adopted_on,
        cited=frozenset(cited),
        operative=operative,
    )


def _wanted(
    connection: Connection, pairs: Sequence[tuple[HeadRow, HeadRow]]
) -> dict[tuple[int, int], tuple[int, dt.date]]:
    """Return what is asked for anew: the mandates of both texts, with the older resolution and the day of the newer."""
    asked = texts.requests(connection, [one.id for pair in pairs for one in pair])
    requests = {
        resolution_id: [
            Request(row.mandate_id, row.clause, frozenset(one["name"] for one in row.owners), row.deliverable)
            for row in rows
            if row.dues or row.deliverable in _STANDING
        ]
        for resolution_id, rows in asked.items()
    }
    found: dict[tuple[int, int], tuple[int, dt.date]] = {}
    for older, newer in pairs:
        for one in renewed(requests.get(older.id, []), requests.get(newer.id, [])):
            found[one.older, one.newer] = (older.id, newer.adopted_on or dt.date.max)
    return found


def _after(one: HeadRow, other: HeadRow) -> bool:
    """Whether one was adopted after another, and not so long after it that it cannot continue it."""
    if one.adopted_on is None or other.adopted_on is None or one.body != other.body:
        return False
    return other.adopted_on < one.adopted_on <= other.adopted_on + LONG


def _in_time(one: HeadRow) -> tuple[dt.date, str]:
    return one.adopted_on or dt.date.min, one.symbol
