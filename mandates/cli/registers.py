"""Whether a file is a register, or part of one, so that no answer is written over it."""

from __future__ import annotations

import contextlib
import pathlib
import urllib.parse

from mandates.domain.errors import UsageError

#: The endings of the files beside a database in use: those of SQLite, and the one in which writers take turns.
_SIDE_FILE_ENDINGS = ("-wal", "-shm", "-journal", "-turn")

_HEADER = b"SQLite format 3\0"


def is_register(path: pathlib.Path, in_use: str | None = None) -> bool:
    """Return whether `path`, which has no links in it, is a register, or a file that is kept beside one.

    Args:
        in_use: the register that the command works on, as it was named; None for the default one. It is recognized
            even under another name, or if it is damaged.
    """
    names = [path.name, *(path.name.removesuffix(end) for end in _SIDE_FILE_ENDINGS if path.name.endswith(end))]
    return any(_is_register_file(path.with_name(name), in_use) for name in names if name)


def _is_register_file(path: pathlib.Path, in_use: str | None) -> bool:
    if not path.is_file():
        return False
    return _is_in_use(path, in_use) or _holds_register(path)


def _is_in_use(path: pathlib.Path, in_use: str | None) -> bool:
    from mandates.store.urls import to_url  # noqa: PLC0415 - only where an answer goes to a file that is there

    with contextlib.suppress(OSError, UsageError):  # there is no register, or none that could be opened
        url = to_url(in_use)
        return url.get_backend_name() == "sqlite" and path.samefile(str(url.database))
    return False


def _holds_register(path: pathlib.Path) -> bool:
    """Return whether a file is a SQLite database that holds a register, or one whose content cannot be determined."""
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            return False
    import sqlite3  # noqa: PLC0415 - only where a database is there

    from mandates.store.tables import REVISION_TABLE  # noqa: PLC0415 - the same

    # "immutable" reads only the file, makes no other file and waits for nobody; with a log, its content is tried first
    name = f"file:{urllib.parse.quote(path.as_posix())}?mode=ro"
    log = path.with_name(f"{path.name}-wal")
    for options in ("", "&immutable=1") if log.exists() else ("&immutable=1",):
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(sqlite3.connect(name + options, uri=True)) as connection,
        ):
            query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
            return connection.execute(query, [REVISION_TABLE]).fetchone() is not None
    return True
