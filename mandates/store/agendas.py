"""Items of agendas, with the committees to which they are allocated, and the readings adopted under them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, insert, select, tuple_, update

from mandates.domain.issued import PLENARY
from mandates.domain.lifecycle import FOREVER
from mandates.store import ids
from mandates.store.rows import chunks, columns_of, fetch
from mandates.store.tables import agenda_item, body, reading, resolution

#: A draft of the plenary: its resolution was adopted without reference to a committee, whatever its agenda item.
_OF_PLENARY = re.compile(r"[A-Z]+/(?:\w+/)*\d+/L\.\d")


class AgendaItemRow(NamedTuple):
    """An agenda item with one committee to which it is allocated, or None, as known from `since` to before `until`."""

    id: int
    issued_id: int
    body: str
    session: str
    item: str
    title: str
    committee: str | None
    since: dt.date
    until: dt.date


_ITEMS: Select[Any] = columns_of(AgendaItemRow, agenda_item)


def of_document(connection: Connection, issued_id: int) -> list[AgendaItemRow]:
    """Return the items in force of one agenda, in the order in which they were stored."""
    statement = _ITEMS.where(agenda_item.c.issued_id == issued_id, agenda_item.c.until == FOREVER)
    return fetch(connection, AgendaItemRow, statement.order_by(agenda_item.c.id))


def known_on(connection: Connection, day: dt.date, reading_ids: Collection[int] | None = None) -> list[AgendaItemRow]:
    """Return the agenda items that were known on a day: all, or those of the sessions of the readings `reading_ids`."""
    statement = _ITEMS.where(agenda_item.c.since <= day, agenda_item.c.until > day).order_by(agenda_item.c.id)
    if reading_ids is None:
        return fetch(connection, AgendaItemRow, statement)
    sessions = (
        select(body.c.name, reading.c.session)
        .join(resolution, resolution.c.body_id == body.c.id)
        .join(reading, reading.c.resolution_id == resolution.c.id)
    )
    rows: dict[int, AgendaItemRow] = {}
    for batch in chunks(sorted(reading_ids)):
        of_these = tuple_(agenda_item.c.body, agenda_item.c.session).in_(sessions.where(reading.c.id.in_(batch)))
        rows |= {row.id: row for row in fetch(connection, AgendaItemRow, statement.where(of_these))}
    return list(rows.values())


def add(connection: Connection, rows: Sequence[AgendaItemRow]) -> None:
    """Store items, with new ids."""
    if rows:
        numbers = ids.allocate(connection, agenda_item, len(rows))
        values = [{**row._asdict(), "id": number} for number, row in zip(numbers, rows, strict=True)]
        connection.execute(insert(agenda_item), values)


def end(connection: Connection, item_ids: Collection[int], day: dt.date) -> None:
    """Set the last day on which items were known to the day before `day`; those known only since then are deleted."""
    for batch in chunks(sorted(item_ids)):
        connection.execute(update(agenda_item).where(agenda_item.c.id.in_(batch)).values(until=day))
    connection.execute(delete(agenda_item).where(agenda_item.c.until <= agenda_item.c.since))


class _UnderRow(NamedTuple):
    id: int
    session: str
    name: str
    agenda_items: list[str]
    committee: str | None
    draft_symbol: str | None


def committees(connection: Connection, day: dt.date, reading_ids: Iterable[int] | None = None) -> dict[int, str]:
    """Return the committees of readings that do not name one, from the agenda items under which they were adopted.

    They are by reading id, of all readings or of `reading_ids`. Readings that came from the plenary, or may have come
    from several committees, are left out.
    """
    readings = None if reading_ids is None else set(reading_ids)
    items = known_on(connection, day, readings)
    allocated: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for item in items:
        if item.committee is not None:
            allocated[item.body, item.session, item.item].add(item.committee)
    if not allocated:
        return {}
    by_reading = {}
    for row in _under(connection, items, readings):
        if row.committee is not None or (row.draft_symbol and _OF_PLENARY.match(row.draft_symbol)):
            continue
        candidates = {
            committee
            for printed in row.agenda_items
            for committee in _first(allocated, [(row.name, row.session, item) for item in _with_whole(printed)])
        }
        if len(candidates) == 1 and candidates != {PLENARY}:
            by_reading[row.id] = candidates.pop()
    return by_reading


def under_titles(connection: Connection, words: Sequence[str], day: dt.date) -> set[int]:
    """Return the ids of readings of resolutions adopted under agenda items whose titles contain all of `words`."""
    items = [item for item in known_on(connection, day) if all(word in item.title.lower() for word in words)]
    item_keys = {(item.body, item.session, item.item) for item in items}
    return {
        row.id
        for row in _under(connection, items, None)
        if any(
            (row.name, row.session, item) in item_keys for printed in row.agenda_items for item in _with_whole(printed)
        )
    }


def _under(
    connection: Connection, items: Sequence[AgendaItemRow], reading_ids: Collection[int] | None
) -> list[_UnderRow]:
    """Return the readings of the sessions and bodies of `items`, of all or of `reading_ids`."""
    if not items:
        return []
    statement = (
        select(
            reading.c.id,
            reading.c.session,
            body.c.name,
            reading.c.agenda_items,
            reading.c.committee,
            reading.c.draft_symbol,
        )
        .join(resolution, resolution.c.id == reading.c.resolution_id)
        .join(body, body.c.id == resolution.c.body_id)
        .where(
            reading.c.session.in_(sorted({item.session for item in items})),
            body.c.name.in_(sorted({item.body for item in items})),
        )
    )
    if reading_ids is None:
        return fetch(connection, _UnderRow, statement)
    rows: list[_UnderRow] = []
    for batch in chunks(sorted(reading_ids)):
        rows += fetch(connection, _UnderRow, statement.where(reading.c.id.in_(batch)))
    return rows


def _with_whole(printed: str) -> list[str]:
    """Return an item, then the items of which it is a part: ``18 (b) (i)``, ``18 (b)``, ``18``."""
    items = [printed]
    while (position := items[-1].rfind(" (")) > 0:
        items.append(items[-1][:position])
    return items


def _first(allocated: dict[tuple[str, str, str], set[str]], keys: Iterable[tuple[str, str, str]]) -> set[str]:
    return next((allocated[key] for key in keys if key in allocated), set())
