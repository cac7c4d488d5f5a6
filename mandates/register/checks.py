"""What must hold in every register, whatever happened to the process that wrote it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text

#: Each invariant with the query that finds what breaks it (a label per row); the same on both databases.
_INVARIANTS: tuple[tuple[str, str], ...] = (
    (
        "settled, but its standing says open (or the reverse)",
        """SELECT reference FROM obligation WHERE standing <> 2 AND (standing = 1) <>
           (status NOT IN ('pending', 'in_progress', 'submitted'))""",
    ),
    (
        "its status is not what was decided",
        """SELECT o.reference FROM obligation o LEFT JOIN decision d
           ON d.obligation_id = o.id AND d.field = 'status'
           WHERE o.status <> COALESCE(CAST(d.value AS TEXT), '"pending"') AND
           '"' || o.status || '"' <> COALESCE(CAST(d.value AS TEXT), '"pending"')""",
    ),
    (
        "sorted under another date than it is due",
        "SELECT reference FROM obligation WHERE rank_on <> COALESCE(due_on, DATE '9999-12-31')",
    ),
    (
        "a recurrence without exactly one latest expectation",
        """SELECT m.reference FROM obligation o JOIN mandate m ON m.id = o.mandate_id
           WHERE o.series IS NOT NULL AND o.standing <> 2
           GROUP BY m.reference, o.mandate_id, o.series, o.occurrence HAVING COUNT(*) > 1""",
    ),
    (
        "an obligation shown although its mandate is withdrawn",
        """SELECT o.reference FROM obligation o JOIN mandate m ON m.id = o.mandate_id
           WHERE o.standing <> 2 AND (m.withdrawn OR o.dropped)""",
    ),
    (
        "its owners are listed under another standing or date",
        """SELECT o.reference FROM obligation_owner w JOIN obligation o ON o.id = w.obligation_id
           WHERE w.standing <> o.standing OR w.rank_on <> o.rank_on""",
    ),
)


def findings(session: Connection) -> list[str]:
    """Return what is broken in the register, one line each; [] when all holds."""
    dialect: Callable[[Connection], list[str]] = _sqlite if session.dialect.name == "sqlite" else lambda _: []
    found = dialect(session)
    for complaint, query in _INVARIANTS:
        statement = query.replace("DATE '", "'") if session.dialect.name == "sqlite" else query
        found += [f"{reference}: {complaint}" for (reference,) in session.execute(text(statement))]
    return found


def _sqlite(session: Connection) -> list[str]:
    found = [f"file: {line}" for (line,) in session.exec_driver_sql("PRAGMA quick_check(20)") if line != "ok"]
    found += [
        f"foreign key: row {row[1]} of {row[0]} points nowhere in {row[2]}"
        for row in session.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return found
