"""What keeps a database fast: run after an ingest, an import or a restore."""

from __future__ import annotations

from sqlalchemy import Connection

from mandates.store.tables import metadata

#: The number of rows of each index that SQLite samples; enough to compare indexes, in a tenth of a second at any size.
_ANALYSIS_LIMIT = 1000


def analyze(connection: Connection) -> None:
    """Run ANALYZE.

    The database chooses indexes by the statistics of the last analysis; PostgreSQL also updates them by itself, but
    minutes later.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={_ANALYSIS_LIMIT}")
        connection.exec_driver_sql("ANALYZE")
    else:
        connection.exec_driver_sql(f"ANALYZE {', '.join(sorted(metadata.tables))}")
