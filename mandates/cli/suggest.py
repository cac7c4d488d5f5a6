"""The known word that is most like an unknown one, as the end of an error message."""

from __future__ import annotations

from collections.abc import Iterable

from mandates.register.typed import closest


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean 'list'?` to end a sentence with, or an empty text."""
    match = closest(word, known)
    return f", did you mean '{match}'?" if match else ""
