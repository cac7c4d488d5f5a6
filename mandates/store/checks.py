"""What must hold in the tables of every register, whatever happened to the process that wrote them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

#: Each invariant with the query for its violations (a label per row); the same on both databases.
_INVARIANTS: tuple[tuple[str, str], ...] = (
    (
        "its reading in force is not one of its own",
        """SELECT r.symbol FROM resolution r LEFT JOIN reading g ON g.id = r.reading_id AND g.resolution_id = r.id
           WHERE g.id IS NULL""",
    ),
    (
        "its version in force is not one of its own",
        """SELECT m.reference FROM mandate m LEFT JOIN mandate_version v ON v.id = m.version_id AND v.mandate_id = m.id
           WHERE v.id IS NULL""",
    ),
    (
        "its version stands in a paragraph of another resolution",
        """SELECT m.reference FROM mandate m JOIN mandate_version v ON v.mandate_id = m.id
           JOIN paragraph_text t ON t.id = v.paragraph_text_id JOIN paragraph p ON p.id = t.paragraph_id
           WHERE p.resolution_id <> m.resolution_id""",
    ),
    (
        "a paragraph is read from another resolution",
        """SELECT r.symbol FROM paragraph_text t JOIN paragraph p ON p.id = t.paragraph_id
           JOIN reading g ON g.id = t.reading_id JOIN resolution r ON r.id = p.resolution_id
           WHERE g.resolution_id <> p.resolution_id""",
    ),
    (
        "decided for another mandate than its obligation's",
        """SELECT m.reference FROM decision d JOIN obligation o ON o.id = d.obligation_id
           JOIN mandate m ON m.id = d.mandate_id WHERE o.mandate_id <> d.mandate_id""",
    ),
    (
        "told of another mandate than its obligation's",
        """SELECT m.reference FROM event e JOIN obligation o ON o.id = e.obligation_id
           JOIN mandate m ON m.id = e.mandate_id WHERE o.mandate_id <> e.mandate_id""",
    ),
    (
        "told of without its reference",
        """SELECT m.reference FROM event e JOIN mandate m ON m.id = e.mandate_id WHERE e.reference IS NULL""",
    ),
    (
        "suggested for another mandate than its version's",
        """SELECT m.reference FROM suggestion s JOIN mandate_version v ON v.id = s.version_id
           JOIN mandate m ON m.id = s.mandate_id WHERE v.mandate_id <> s.mandate_id""",
    ),
    (
        "two suggestions wait for it",
        """SELECT m.reference FROM suggestion s JOIN mandate m ON m.id = s.mandate_id WHERE s.state = 'open'
           GROUP BY m.reference HAVING COUNT(*) > 1""",
    ),
    (
        "superseded by what is not there",
        """SELECT s.reference FROM obligation_state s LEFT JOIN mandate m ON m.id = s.superseded_by_id
           WHERE s.superseded_by_id IS NOT NULL AND m.id IS NULL""",
    ),
    (
        "a recurrence with two open occurrences of which neither is late",
        """SELECT MIN(s.reference) FROM obligation_state s
           WHERE s.ended_in = 9999 AND s.series IS NOT NULL AND s.lifecycle = 0 AND s.due_on IS NULL
           AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.obligation_id = s.obligation_id)
           GROUP BY s.mandate_id, s.series HAVING COUNT(*) > 1""",
    ),
    (
        "its symbol leads to another document",
        """SELECT i.symbol FROM issued i LEFT JOIN issued_symbol s ON s.symbol = i.symbol
           WHERE s.issued_id IS NULL OR s.issued_id <> i.id""",
    ),
    (
        "undone by a change that does not undo it",
        """SELECT CAST(c.id AS TEXT) FROM change c JOIN change u ON u.id = c.undone_by_id
           WHERE u.undoes_id IS NULL OR u.undoes_id <> c.id""",
    ),
    (
        "the periods of its state overlap",
        """SELECT a.reference FROM obligation_state a JOIN obligation_state b
           ON b.obligation_id = a.obligation_id AND b.id > a.id AND b.known_on < a.until AND a.known_on < b.until""",
    ),
    (
        "found under another year than that of its end",
        """SELECT reference FROM obligation_state
           WHERE ended_in <> CAST(SUBSTR(CAST(until AS TEXT), 1, 4) AS INTEGER)""",
    ),
    (
        "its parties are listed under another lifecycle or date",
        """SELECT s.reference FROM party p JOIN obligation_state s ON s.id = p.state_id
           WHERE p.lifecycle <> s.lifecycle OR p.sort_date <> s.sort_date""",
    ),
    (
        "an entity is a part of itself, or of a part of itself",
        """SELECT a.name FROM entity a JOIN entity b ON b.id = a.parent_id WHERE a.id = b.id OR b.parent_id = a.id""",
    ),
)

_SEARCH = {"paragraph_text_fts": "paragraph_text", "remark_fts": "remark", "reading_fts": "reading"}


def findings(connection: Connection) -> Iterator[str]:
    """Yield the violated invariants of the tables, one line each."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        yield from _sqlite(connection)
    for complaint, query in _INVARIANTS:
        statement = query.replace("DATE '", "'") if sqlite else query
        for (reference,) in connection.execute(text(statement)):
            yield f"{reference}: {complaint}"


def search_findings(connection: Connection) -> Iterator[str]:
    """Yield the indexes of full-text search that differ from their tables; SQLite only, where it takes write access."""
    if connection.dialect.name != "sqlite":
        return
    for index, table in _SEARCH.items():
        try:
            connection.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - our constants
        except DatabaseError:
            yield f"search: {index} does not hold what {table} holds"


def _sqlite(connection: Connection) -> Iterator[str]:
    for (line,) in connection.exec_driver_sql("PRAGMA quick_check(20)"):
        if line != "ok":
            yield f"file: {line}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"foreign key: row {row[1]} of {row[0]} points nowhere in {row[2]}"
    for index in _SEARCH:
        triggers = f"SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{index}%'"  # noqa: S608 - our constants
        if connection.exec_driver_sql(triggers).scalar_one() < 3:
            yield f"search: the triggers that keep {index} are gone"
