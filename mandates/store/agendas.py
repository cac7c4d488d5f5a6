"""Items of agendas, with the committees to which they are allocated, and the readings adopted under them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, insert, select, tuple_, update

from mandates.domain.issued import PLENARY
from mandates.store import ids
from mandates.store.rows import chunks, columns_of, fetch
from mandates.store.tables import FOREVER, agenda_item, body, reading, resolution

#: A draft of the plenary: its resolution was adopted without reference to a committee, whatever its item says.
_OF_PLENARY = re.compile(r"[A-Z]+/(?:\w+/)*\d+/L\.\d")


class AgendaItemRow(NamedTuple):
    """An item of an agenda and one committee to which it is allocated, or None, from a day to before another one."""

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
    """Return the items of agendas that were known on a day: of all, or of the sessions that `reading_ids` are of."""
    statement = _ITEMS.where(agenda_item.c.since <= day, agenda_item.c.until > day).order_by(agenda_item.c.id)
    if reading_ids is None:
        return fetch(connection, AgendaItemRow, statement)
    sessions = (
        select(body.c.name, reading.c.session)
        .join(resolution, resolution.c.body_id == body.c.id)
        .join(reading, reading.c.resolution_id == resolution.c.id)
    )
    found: dict[int, AgendaItemRow] = {}
    for some in chunks(sorted(reading_ids)):
        of_these = tuple_(agenda_item.c.body, agenda_item.c.session).in_(sessions.where(reading.c.id.in_(some)))
        found |= {row.id: row for row in fetch(connection, AgendaItemRow, statement.where(of_these))}
    return list(found.values())


def add(connection: Connection, rows: Sequence[AgendaItemRow]) -> None:
    """Store items, with numbers of their own."""
    if rows:
        numbers = ids.allocate(connection, agenda_item, len(rows))
        values = [{**row._asdict(), "id": number} for number, row in zip(numbers, rows, strict=True)]
        connection.execute(insert(agenda_item), values)


def end(connection: Connection, item_ids: Collection[int], day: dt.date) -> None:
    """Let items be known to the day before `day`; those known only since that day were never known."""
    for some in chunks(sorted(item_ids)):
        connection.execute(update(agenda_item).where(agenda_item.c.id.in_(some)).values(until=day))
    connection.execute(delete(agenda_item).where(agenda_item.c.until <= agenda_item.c.since))


class _UnderRow(NamedTuple):
    id: int
    session: str
    name: str
    agenda_items: list[str]
    committee: str | None
    draft_symbol: str | None


def committees(connection: Connection, day: dt.date, reading_ids: Iterable[int] | None = None) -> dict[int, str]:
    """Return the committees that readings of resolutions do not name, by the agenda items that they were adopted under:
    of all readings, or of `reading_ids`. What came from the plenary, or may have come from several, is not there.
    """
    wanted = None if reading_ids is None else set(reading_ids)
    items = known_on(connection, day, wanted)
    allocated: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in items:
        if one.committee is not None:
            allocated[one.body, one.session, one.item].add(one.committee)
    if not allocated:
        return {}
    found = {}
    for row in _under(connection, items, wanted):
        if row.committee is not None or (row.draft_symbol and _OF_PLENARY.match(row.draft_symbol)):
            continue
        of = {
            committee
            for printed in row.agenda_items
            for committee in _first(allocated, [(row.name, row.session, one) for one in _with_whole(printed)])
        }
        if len(of) == 1 and of != {PLENARY}:
            found[row.id] = of.pop()
    return found


def under_titles(connection: Connection, words: Sequence[str], day: dt.date) -> set[int]:
    """Return the readings of resolutions adopted under items of agendas whose titles have all of `words`."""
    items = [one for one in known_on(connection, day) if all(word in one.title.lower() for word in words)]
    wanted = {(one.body, one.session, one.item) for one in items}
    return {
        row.id
        for row in _under(connection, items, None)
        if any((row.name, row.session, one) in wanted for printed in row.agenda_items for one in _with_whole(printed))
    }


def _under(
    connection: Connection, items: Sequence[AgendaItemRow], reading_ids: Collection[int] | None
) -> list[_UnderRow]:
    """Return the readings of the sessions that items are of."""
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
            reading.c.session.in_(sorted({one.session for one in items})),
            body.c.name.in_(sorted({one.body for one in items})),
        )
    )
    if reading_ids is None:
        return fetch(connection, _UnderRow, statement)
    found: list[_UnderRow] = []
    for some in chunks(sorted(reading_ids)):
        found += fetch(connection, _UnderRow, statement.where(reading.c.id.in_(some)))
    return found


def _with_whole(printed: str) -> list[str]:
    """Return an item, then those that it is a part of: ``18 (b) (i)``, ``18 (b)``, ``18``."""
    found = [printed]
    while (at := found[-1].rfind(" (")) > 0:
        found.append(found[-1][:at])
    return found


def _first(allocated: dict[tuple[str, str, str], set[str]], keys: Iterable[tuple[str, str, str]]) -> set[str]:
    return next((allocated[key] for key in keys if key in allocated), set())
