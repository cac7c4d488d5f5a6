"""What was probably meant by a word that is none of those known."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that is most like `word`, whatever its case, or None where none is."""
    import difflib  # noqa: PLC0415 -- needed only where something is wrong

    by_lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1)
    if found:
        return by_lower[found[0]]
    begun = [name for lower, name in by_lower.items() if len(word) > 1 and lower.startswith(word.lower())]
    return begun[0] if len(begun) == 1 else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean 'list'?` to end a sentence with, or nothing."""
    found = closest(word, known)
    return f", did you mean '{found}'?" if found else ""
