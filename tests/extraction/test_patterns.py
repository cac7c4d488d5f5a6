"""Patterns mean the same to every Python that the program runs on."""

from __future__ import annotations

import pathlib
import re

import pytest

import mandates

ROOT = pathlib.Path(mandates.__file__).parent
SOURCES = [path for path in sorted(ROOT.rglob("*")) if path.suffix in {".py", ".toml"}]
#: A group that is repeated and then keeps what it has: `(...)*+`, `(...)?+`, `(...){2}+`.
KEPT_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\}|\{\{\d*,?\d*\}\})\+")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_group_is_repeated_possessively(path: pathlib.Path) -> None:
    """Python 3.11.0 to 3.11.4 lose matches there where the group itself goes back: write `(?>(?:...)*)`."""
    found = KEPT_GROUP.search(path.read_text(encoding="utf-8"))
    assert found is None, f"{path}: {found}"
