"""Errors of the databases turned into errors of this program, with all messages in one place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from mandates.domain.errors import ConflictError, DatabaseUnavailableError, MandatesError, NotARegisterError

#: Parts of SQLite's messages (sqlite.org/rescode.html), with what they mean for a user and what helps.
_SQLITE: tuple[tuple[str, type[MandatesError], str, str], ...] = (
    ("locked", DatabaseUnavailableError, "is in use by another program", "try again when that one has finished"),
    ("disk is full", DatabaseUnavailableError, "cannot grow: the disk is full", "make room and run the command again"),
    (
        "readonly",  # also when reading, because of the write-ahead log next to the file
        DatabaseUnavailableError,
        "can only be read",
        "ask for the right to write to the file and its folder, or work on a copy elsewhere",
    ),
    ("unable to open", DatabaseUnavailableError, "cannot be opened", "check the path and the rights to it"),
    ("disk i/o", DatabaseUnavailableError, "cannot be read or written: the disk reports a fault", "check the disk"),
    ("not a database", NotARegisterError, "is not a register", "give the path of a register, or run 'mandates init'"),
    ("malformed", NotARegisterError, "is damaged", "go back to a copy: mandates db backup makes them"),
)

#: Classes of PostgreSQL's SQLSTATE (manual, appendix A).
_SQLSTATE: tuple[tuple[str, type[MandatesError], str, str], ...] = (
    ("40", ConflictError, "was changed by someone else at the same moment", "run the command again"),
    ("55P03", DatabaseUnavailableError, "is in use by another program", "try again when that one has finished"),
    ("53100", DatabaseUnavailableError, "cannot grow: the disk is full", "make room and run the command again"),
    ("53", DatabaseUnavailableError, "has no room for another connection", "try again later"),
    ("25006", DatabaseUnavailableError, "can only be read", "use a server that takes changes"),
    ("42501", DatabaseUnavailableError, "does not let this user do that", "ask its administrator for the right"),
)


def translate(error: DBAPIError, place: str) -> MandatesError | None:
    """Return `error` as an error for users of the register at `place`; None for a fault of the program itself."""
    original = error.orig
    message = str(original).strip()
    state = getattr(original, "sqlstate", None)
    if state:
        for prefix, error_class, reason, remedy in _SQLSTATE:
            if state.startswith(prefix):
                return error_class(f"the register {place} {reason}", remedy)
    for part, error_class, reason, remedy in _SQLITE:
        if part in message.lower() and not state:
            return error_class(f"the register {place} {reason}", remedy)
    is_lost = (state or "08").startswith("08") and "Operational" in type(original).__name__
    if error.connection_invalidated or is_lost:
        first_line = " ".join(message.split("\n")[0].split())
        return DatabaseUnavailableError(
            f"the register {place} does not answer ({first_line})", "check the address and that the server runs"
        )
    return None


@contextlib.contextmanager
def translated(place: str) -> Iterator[None]:
    """Translate errors that the database raises inside the block; faults of the program are raised unchanged."""
    try:
        yield
    except DBAPIError as error:
        translation = translate(error, place)
        if translation is None:
            raise
        raise translation from error
