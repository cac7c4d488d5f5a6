"""The upgrade to items of agendas: those of agendas that a register holds already are there."""

from __future__ import annotations

import datetime as dt
import pathlib

from sqlalchemy import MetaData, insert, select

from tests.store.upgrading import opened, unpack, upgrade

READING = {
    "document": {
        "body": "General Assembly",
        "session": 73,
        "entries": [{"item": "18", "title": "Seas", "committee": None}, {"item": "18 (a)", "title": "Ports"}],
    }
}


def test_items_of_agendas_that_are_held_are_known_from_the_day_of_their_reading(tmp_path: pathlib.Path) -> None:
    address = str(tmp_path / "register.sqlite")
    unpack("0006", address)
    with opened(address) as connection:
        tables = MetaData()
        tables.reflect(connection)
        event, issued = tables.tables["event"], tables.tables["issued"]
        (read, *_) = connection.execute(select(event).where(event.c.kind == "ingested")).mappings()
        row = {**read, "id": 9000, "reference": "A/73/150", "resolution_id": None}
        connection.execute(insert(event).values(row))
        for number, symbol, held in ((900, "A/73/150", True), (901, "A/73/151", False)):
            values = {"id": number, "symbol": symbol, "kind": "agenda", "held": held, "digest": symbol}
            connection.execute(insert(issued).values(**values, reading=READING))
        change = tables.tables["change"]
        day = connection.execute(select(change.c.on_day).where(change.c.id == read["change_id"])).scalar_one()
    upgrade(address)
    with opened(address) as connection:
        rows = connection.exec_driver_sql(
            "SELECT issued_id, item, title, since, until FROM agenda_item ORDER BY id"
        ).all()
    since = day.isoformat() if isinstance(day, dt.date) else day
    assert rows == [(900, "18", "Seas", since, "9999-12-31"), (900, "18 (a)", "Ports", since, "9999-12-31")]
