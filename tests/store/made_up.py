"""A database in memory in which every table has some made-up rows, with pointers that lead every way.

In a register of a test nearly everything is there once, and what is asked of one thing is true of all there is. Here
each answer needs every one of its conditions.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    Engine,
    Float,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.pool import StaticPool

from mandates.domain.lifecycle import FOREVER
from mandates.domain.status import Status
from mandates.store import tables
from mandates.store.links import LONG_AFTER
from mandates.store.tables.columns import Json, UtcDateTime

#: The number of rows of each table, and of the states of obligations, of which not all hold on one day.
ROWS, STATES = 16, 60
#: The ids of the rows, and those that are asked for.
IDS, SOME = range(1, ROWS + 1), (2, 3, 5, 7)
#: The days on which everything happens; what holds still has no end.
DAYS = [dt.date(2019, month, day) for month in (1, 2, 3) for day in (10, 11, 12)]
#: The day for which things are asked, in the middle.
DAY = DAYS[4]

#: Values of columns whose words are not listed in the table.
WORDS: dict[str, tuple[Any, ...]] = {
    "verb": ("request", "decide", "urge"),
    "deliverable": ("report", "briefing", "action", "agenda_item", "review", "observance"),
    "committee": ("First Committee", "Second Committee", "Plenary"),
    "body": ("Assembly", "Board"),
    "name": ("Assembly", "Board", *(f"Committee {number}" for number in IDS)),
    "number": ("71", "72"),
    "session": ("71", "72"),
    "adopted_session": ("71", "72"),
    "due_session": ("71", "72"),
    "at_body": ("Assembly", "Board"),
    "situation": ("Arcadia", "Utopia"),
    "stem": ("Ports", "Reefs"),
    "title": ("Ports and reefs", "Reefs", "Harbours"),
    "symbol": tuple(f"A/RES/71/{number}" for number in IDS),
    "sort_key": tuple(f"A/RES/00071/{number:05}" for number in IDS),
    "item": ("18", "18 (b)", "19"),
    "label": ("1", "2", "2 (a)"),
    "reference": tuple(f"A/RES/71/{number}#{number}" for number in IDS),
    "scopes": ("read", "read track"),
    "confidence": (0.25, 0.5, 0.75),
    "score": (0.25, 0.5, 0.75),
    "position": (0, 1, 2),
    "lifecycle": (0, 1),
    "ended_in": (2019, FOREVER.year),
    "noun": ("mandate", "measures"),
    "key": ("71", "72", "2019-03-10", "2019-02-11", *map(str, IDS)),
    "mandate_class": ("mandate", "mandate", "outcome"),
    "basis": ("title", LONG_AFTER),
}
#: Plain data, by column.
DATA: dict[str, tuple[Any, ...]] = {
    "owners": ([], ["Board"]),
    "before": ({}, {"status": "pending"}, {"issued_id": 3}, {"answer_id": 2}),
    "after": ({"status": "reported"}, {"notes": []}),
    "details": ({}, {"mandates": 2}),
    "reading": ({"kind": "report"}, {"kind": "note"}),
    "value": ("urge", "x"),
    "filters": ({}, {"owners": ["Board"]}),
    "said": ({}, {"event": 3}),
    "chosen": ({}, {"language": "en"}),
    "limits": (None, {"owners": ["Board"]}),
    "enacted": (None, {"phrase": "for 2019", "ends_on": "2019-12-31"}),
    "names": ([], ["UNMISS"]),
    "cites": ([], ["2140"]),
    "agenda_items": (["18"], ["18 (b)"], ["19"]),
}
#: Data that mandates have in a form of its own, by table and column.
OF_VERSIONS: dict[str, tuple[Any, ...]] = {
    "owners": (
        [{"name": "Board", "entity": None, "span": None}],
        [{"name": "Panel", "entity": "panel", "span": [4, 9]}],
    ),
    "partners": ([], [{"name": "Forum", "entity": None, "span": None}]),
    "recipients": ([], [{"name": "Union", "entity": None, "span": None}]),
    "dues": (
        [],
        [{"kind": "session", "phrase": "at its seventy-first session", "body": "Assembly", "session": 71}],
        [{"kind": "until", "phrase": "until then", "date": "2019-03-10", "closes_on": "2019-03-10"}],
        [{"kind": "recurring", "phrase": "annually", "every": "P1Y"}],
    ),
}


def empty() -> Engine:
    """Return a new database with all tables, which takes any rows."""
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _without_checks(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA ignore_check_constraints = ON")

    tables.metadata.create_all(engine)
    return engine


def database() -> Engine:
    """Return a new database with the rows."""
    engine = empty()
    with engine.begin() as connection:
        for table in tables.metadata.sorted_tables:
            _fill(connection, table)
        for statement in AGREEING:
            connection.exec_driver_sql(statement)
    return engine


#: Pointers that agree with others in most rows: to what is in force, and from states to what they are states of.
AGREEING = (
    """UPDATE resolution SET reading_id = (SELECT max(id) FROM reading WHERE resolution_id = resolution.id)
       WHERE id IN (SELECT resolution_id FROM reading)""",
    """UPDATE mandate SET version_id = (SELECT max(id) FROM mandate_version WHERE mandate_id = mandate.id)
       WHERE id IN (SELECT mandate_id FROM mandate_version)""",
    "UPDATE obligation_state SET mandate_id = (SELECT mandate_id FROM obligation WHERE id = obligation_id)",
    """UPDATE obligation_state SET (resolution_id, version_id) =
       (SELECT resolution_id, version_id FROM mandate WHERE id = mandate_id)""",
    "UPDATE obligation_state SET reading_id = (SELECT reading_id FROM resolution WHERE id = resolution_id)",
)


def _fill(connection: Connection, table: Table) -> None:
    """Fill a table with rows that are the same each time, but in no order; values that have to be unique are."""
    chance = random.Random(table.name)
    seen: set[tuple[tuple[str, ...], tuple[Any, ...]]] = set()
    keys = _keys(table)
    rows = {"register": 1, "obligation_state": STATES, "party": STATES}.get(table.name, ROWS)
    for number in range(1, rows + 1):
        for _ in range(200):
            row = {column.name: _value(table, column, number, chance) for column in table.c}
            taken = {(key, tuple(row[name] for name in key)) for key in keys}
            if taken.isdisjoint(seen):
                seen |= taken
                if table.name == "obligation_state":
                    row |= _agreeing(row, number)
                connection.execute(table.insert(), row)
                break


def _agreeing(row: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the columns of a state that follow from others."""
    known_on, since, until = sorted((row["known_on"], row["since"], row["until"]))
    return {
        "sort_key": f"A/RES/00071/{number * 7 % (STATES + 1):05}",
        "known_on": known_on,
        "since": since,
        "until": until + dt.timedelta(days=until < FOREVER),
        "ended_in": until.year,
        "sort_date": row["due_on"] or FOREVER,
        "lifecycle": int(Status(row["status"]).settled),
        "due_every": row["due_every"] and "P1Y",
    }


def _keys(table: Table) -> list[tuple[str, ...]]:
    """Return the columns that are unique together."""
    keys = [tuple(column.name for column in table.primary_key.columns)]
    keys += [tuple(one.columns.keys()) for one in table.constraints if isinstance(one, UniqueConstraint)]
    return keys + [tuple(one.columns.keys()) for one in table.indexes if one.unique]


def _value(table: Table, column: Column[Any], number: int, chance: random.Random) -> Any:
    if column.name == "id":
        return number
    if column.nullable and chance.random() < 0.3:
        return None
    if column.name in ("until", "ended_from") and chance.random() < 0.5:
        return FOREVER
    words = _words(table, column)
    if words is None:
        return _of_type(column, number, chance)
    return words[int(chance.random() * len(words))]


def _words(table: Table, column: Column[Any]) -> tuple[Any, ...] | None:
    """Return the values to choose from, where there is a list of them."""
    if column.name == "state_id":
        return tuple(range(1, STATES + 1))
    if column.foreign_keys or column.name.endswith("_id"):
        return tuple(IDS)
    if column.name in WORDS and not isinstance(column.type, Json):
        return WORDS[column.name]
    for one in (*table.constraints, *column.constraints):
        listed = (
            re.fullmatch(rf"{column.name} IN \((.*)\)", str(one.sqltext)) if isinstance(one, CheckConstraint) else None
        )
        if listed:
            return tuple(re.findall(r"'([^']*)'", listed[1]))
    if isinstance(column.type, Json):
        of_table = OF_VERSIONS if table.name == "mandate_version" else {}
        return of_table.get(column.name) or DATA.get(column.name, ([],))
    return None


def _of_type(column: Column[Any], number: int, chance: random.Random) -> Any:
    kind = column.type
    if isinstance(kind, Boolean):
        return chance.random() < 0.6
    if isinstance(kind, UtcDateTime):
        return dt.datetime.combine(DAYS[int(chance.random() * len(DAYS))], dt.time(12), dt.UTC)
    if isinstance(kind, Date):
        return DAYS[int(chance.random() * len(DAYS))]
    if isinstance(kind, Float):
        return chance.random()
    if isinstance(kind, Integer):
        return int(chance.random() * ROWS)
    if isinstance(kind, LargeBinary):
        return b"content"
    return f"{column.name} {number}"
