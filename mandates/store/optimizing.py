"""What a database needs now and then so that it stays quick: after an ingest, an import, a restore."""

from __future__ import annotations

from sqlalchemy import Connection

from mandates.store.tables import metadata

#: How many rows SQLite looks at of each index; enough to tell indexes apart, in a tenth of a second at any size.
_ANALYSIS_LIMIT = 1000


def analyze(connection: Connection) -> None:
    """Run ANALYZE.

    The database chooses an index by what it last counted; PostgreSQL counts by itself too, but minutes later.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={_ANALYSIS_LIMIT}")
        connection.exec_driver_sql("ANALYZE")
    else:
        connection.exec_driver_sql(f"ANALYZE {', '.join(sorted(metadata.tables))}")
