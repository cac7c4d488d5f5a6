"""What a register needs now and then so that it stays quick: after an ingest, an import, a restore."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from mandates.register.state import planning, projection, recurring
from mandates.register.tables import metadata

#: How many rows SQLite looks at of each index; enough to tell indexes apart, in a tenth of a second at any size.
_ANALYSIS_LIMIT = 1000


def tidy(session: Connection, *, as_of: dt.date) -> None:
    """Store recurrences ahead where half of what was stored is over, and count the tables."""
    behind = recurring.lapsed(session, as_of + planning.AHEAD / 2)
    if behind:
        projection.refresh(session, behind, as_of=as_of)
    count_tables(session)


def count_tables(session: Connection) -> None:
    """Let the database count its tables.

    It chooses an index by what it last counted; PostgreSQL counts by itself too, but minutes later.
    """
    if session.dialect.name == "sqlite":
        session.exec_driver_sql(f"PRAGMA analysis_limit={_ANALYSIS_LIMIT}")
        session.exec_driver_sql("ANALYZE")
    else:
        session.exec_driver_sql(f"ANALYZE {', '.join(sorted(metadata.tables))}")
