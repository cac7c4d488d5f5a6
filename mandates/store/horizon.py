"""Up to which day recurrences are worked out and stored."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select, update

from mandates.store.tables import register


def horizon(connection: Connection) -> dt.date:
    """Return the day up to which recurrences are computed."""
    day: dt.date = connection.execute(select(register.c.horizon_on)).scalar_one()
    return day


def set_horizon(connection: Connection, day: dt.date) -> None:
    """Set the day up to which recurrences are computed; afterwards states have to be computed again."""
    connection.execute(update(register).values(horizon_on=day))
