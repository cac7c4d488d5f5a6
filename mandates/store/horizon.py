"""Up to which day recurrences are worked out and stored."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select, update

from mandates.store.tables import register


def horizon(connection: Connection) -> dt.date:
    """Return up to which day recurrences are worked out."""
    day: dt.date = connection.execute(select(register.c.horizon_on)).scalar_one()
    return day


def set_horizon(connection: Connection, day: dt.date) -> None:
    """Set up to which day recurrences are worked out; states have to be worked out anew."""
    connection.execute(update(register).values(horizon_on=day))
