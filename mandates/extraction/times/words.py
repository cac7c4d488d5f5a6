"""The small classes of words that the grammar of times goes by: the lists of ``[words]`` in `lexicon/due.toml`."""

from __future__ import annotations

from mandates import lexicon


@lexicon.derived
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(entry) for name, entry in lexicon.load("due")["words"].items()}


def listed(name: str) -> frozenset[str]:
    """Return the words of the list that is called `name`."""
    return _lists()[name]
