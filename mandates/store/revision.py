"""The revision of a register's schema against the program's, without loading Alembic.

Revisions are numbered in order ("0001", "0002"), so that an older one can be distinguished from one of a newer program.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from mandates.domain.errors import NotARegisterError, RevisionError
from mandates.store.tables import REVISION_TABLE

#: The revision this program works with: the last file of `alembic/versions` (a test checks this).
HEAD = "0016"


def read(connection: Connection) -> str | None:
    """Return the revision of the register in this database; None if there is no register."""
    if connection.dialect.name == "sqlite":
        table_exists = text("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name")
    else:
        table_exists = text("SELECT 1 WHERE to_regclass(:name) IS NOT NULL")
    if connection.execute(table_exists, {"name": REVISION_TABLE}).first() is None:
        return None
    row = connection.execute(text(f"SELECT version_num FROM {REVISION_TABLE}")).first()  # noqa: S608 - our constant
    return str(row[0]) if row else None


def require_head(connection: Connection, place: str) -> None:
    """Raise unless the register in this database has the revision that this program works with.

    Raises:
        NotARegisterError: there is no register.
        RevisionError: it is older (run ``mandates db upgrade``) or of a newer program.
    """
    current = read(connection)
    if current is None:
        raise NotARegisterError(f"{place} is not a register of mandates", "run 'mandates init', or check --db")
    if current == HEAD:
        return
    if current.isdigit() and current < HEAD:
        raise RevisionError(
            f"the register {place} is of revision {current}, this program works with {HEAD}",
            "run 'mandates db upgrade'",
        )
    raise RevisionError(
        f"the register {place} is of revision {current}, which this program ({HEAD}) does not know",
        "upgrade the program",
    )
