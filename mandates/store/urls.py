"""Where a register is: a file name or a database URL, as people give them."""

from __future__ import annotations

import os
import pathlib

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from mandates.domain.errors import UsageError

_URL_HINT = "give a file name, or a URL like postgresql://user@host/database"


def default_url() -> str:
    """Return `MANDATES_DB` if it is set, else the file in the user's data directory. Creates nothing."""
    location = os.environ.get("MANDATES_DB", "").strip()
    if location:
        return location
    import platformdirs  # noqa: PLC0415 - only where it is needed: start-up

    return str(pathlib.Path(platformdirs.user_data_dir("mandates", appauthor=False)) / "register.sqlite")


def to_url(url_or_path: str | os.PathLike[str] | None) -> URL:
    """Return the database URL for a file name, for a URL or, if None, for the default. Nothing is opened.

    Raises:
        UsageError: it is neither, or names a database that the program does not support.
    """
    location = os.fspath(url_or_path) if url_or_path else default_url()
    if "://" not in location:
        return URL.create("sqlite", database=str(pathlib.Path(location).expanduser().absolute()))
    try:
        url = make_url(location)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise UsageError(f"'{_without_password(location)}' is not a database URL", _URL_HINT) from None
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise UsageError(f"'{backend}' is not a database for registers", _URL_HINT)
    if not url.database or url.database == ":memory:":
        raise UsageError("a register needs a file", _URL_HINT)
    return url.set(drivername="sqlite", database=str(pathlib.Path(url.database).expanduser().absolute()))


def shown(url: URL) -> str:
    """Return the URL in a form that may be printed: the file name for SQLite, else the URL without the password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def _without_password(text: str) -> str:
    """Return `text` without the part between the slashes of the scheme and an at sign, which may have a password."""
    scheme, _, rest = text.partition("://")
    return f"{scheme}://***@{rest.rpartition('@')[2]}" if "@" in rest else text
