"""The token in which parties and times are read: a word, a known name, a number or a mark of punctuation.

`mandates.extraction.tokens` makes those of parties, in which the name of a known entity is one token;
`mandates.extraction.times.tokens` those of times, without quotations and citations.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Token:
    """A word, a known name, a number or a mark of punctuation.

    Attributes:
        lower: the text in lower case, with plain apostrophes and hyphens.
        start, end: offsets in the text.
        key: key of the entity if the token is a known name, or None.
    """

    text: str
    lower: str
    start: int
    end: int
    key: str | None = None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word or a name, not punctuation."""
        return self.text[0].isalnum()
