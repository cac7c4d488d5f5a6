"""A length of time in a clause, and what it is used for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mandates.extraction.token import Token


class Use(Enum):
    """What a length of time is used for."""

    WITHIN = "within"  # counted from adoption: "within 90 days", "in six months"
    AFTER = "after"  # counted from (or back from) another event
    EVERY = "every"
    LASTING = "lasting"  # "for a period of one year"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time and its use.

    Attributes:
        start, end: offsets of the phrase in the paragraph. first, last: its first and last token.
        iso: ISO 8601: ``P90D``; ``P-30D`` before an event; ``regular`` for a recurrence without a length.
        use: see `Use`.
        event: tokens (first, after last) of the event from which it is counted, or None for the adoption.
        noun: index of the noun that a recurrence describes ("annual report"); None where it stands by itself.
    """

    start: int
    end: int
    first: int
    last: int
    iso: str
    use: Use
    event: tuple[int, int] | None = None
    noun: int | None = None

    @classmethod
    def of(
        cls,
        tokens: Sequence[Token],
        first: int,
        last: int,
        iso: str,
        use: Use,
        *,
        event: tuple[int, int] | None = None,
        noun: int | None = None,
    ) -> Duration:
        """Return the length that the tokens from `first` to `last` say; its phrase goes on to the noun, if any."""
        end = tokens[last if noun is None else noun].end
        return cls(tokens[first].start, end, first, last, iso, use, event, noun)
