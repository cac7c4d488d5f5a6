"""The vocabulary of extraction: ``*.toml`` in this folder, to which users can add files of their own.

Every entry is a table with a realistic ``example`` and, if it could match too much, a ``counter_example``; the tests
check both. The user's folder has files with the same names; see `use_folder`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mandates import datafiles
from mandates.datafiles import FOLDER_VARIABLE, derived, remembered, use_folder

__all__ = ["FOLDER_VARIABLE", "derived", "load", "remembered", "use_folder"]


def load(name: str) -> Mapping[str, Any]:
    """Return the vocabulary `name` (``verbs`` for ``verbs.toml``); see `mandates.datafiles.load`."""
    return datafiles.load(__name__, f"{name}.toml")
