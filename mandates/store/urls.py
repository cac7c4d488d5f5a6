"""Where a register is: a file name or a database URL, as people give them."""

from __future__ import annotations

import os
import pathlib

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from mandates.domain.errors import UsageError

_FORM = "give a file name, or a URL like postgresql://user@host/database"


def default_url() -> str:
    """Return `MANDATES_DB` where it is set, else the file in the user's data directory. Creates nothing."""
    given = os.environ.get("MANDATES_DB", "").strip()
    if given:
        return given
    import platformdirs  # noqa: PLC0415 - only where it is needed: start-up

    return str(pathlib.Path(platformdirs.user_data_dir("mandates", appauthor=False)) / "register.sqlite")


def to_url(url_or_path: str | os.PathLike[str] | None) -> URL:
    """Return the database URL that a file name, a URL or (None) the default means. Nothing is opened.

    Raises:
        UsageError: it is neither, or names a database that the program does not speak to.
    """
    given = os.fspath(url_or_path) if url_or_path else default_url()
    if "://" not in given:
        return URL.create("sqlite", database=str(pathlib.Path(given).expanduser().absolute()))
    try:
        url = make_url(given)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise UsageError(f"'{_hidden(given)}' is not a database URL", _FORM) from None
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise UsageError(f"'{backend}' is not a database for registers", _FORM)
    if not url.database or url.database == ":memory:":
        raise UsageError("a register needs a file", _FORM)
    return url.set(drivername="sqlite", database=str(pathlib.Path(url.database).expanduser().absolute()))


def shown(url: URL) -> str:
    """Return the URL as it may be printed: a SQLite register by its file name, any other without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def _hidden(text: str) -> str:
    """Return `text` without what stands between a scheme's slashes and an at sign: it may be a password."""
    scheme, _, rest = text.partition("://")
    return f"{scheme}://***@{rest.rpartition('@')[2]}" if "@" in rest else text
