"""Where the files are that come with the program: inside the package in a wheel, beside it in a checkout."""

from __future__ import annotations

import pathlib

_PACKAGE = pathlib.Path(__file__).resolve().parent


def _shipped(name: str) -> pathlib.Path:
    for folder in (_PACKAGE / f"_{name}", _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the installation is incomplete: no '{name}' beside or inside {_PACKAGE}")


def migrations() -> pathlib.Path:
    """Return the folder of Alembic's `env.py` and `versions`."""
    return _shipped("alembic")


def seeds() -> pathlib.Path:
    """Return the folder of the sample documents."""
    return _shipped("seeds")
