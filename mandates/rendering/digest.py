"""A digest as an answer: what is newly late, late, not issued, due soon, changed by others, to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.register.digest import LATER, SOON, Digest
from mandates.rendering.answer import Answer, Column, Grid, Text, Value
from mandates.rendering.history import history_grid
from mandates.rendering.obligations import Obligations, screen_grid
from mandates.rendering.text import count, day
from mandates.schema.history import EventRow
from mandates.schema.items import ObligationRow

#: The maximum number of items that are shown of each part; the others are only counted.
_SHOWN = 20


@dataclass(frozen=True)
class DigestAnswer(Answer):
    """The answer of `digest`.

    Attributes:
        parts: headings with their items. changed: changes by others. to_check: references that await a decision.
    """

    parts: Sequence[tuple[str, Sequence[ObligationRow]]]
    changed: Sequence[EventRow]
    to_check: Sequence[str]
    title: str = "Mandates"

    def records(self) -> Iterator[ObligationRow]:
        """Yield one object per item."""
        return (row for _, rows in self.parts for row in rows)

    def flat(self) -> Grid:
        """Return the items with all their fields, one column per field."""
        return Obligations([row for _, rows in self.parts for row in rows]).flat()

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield each part that is not empty."""
        for heading, rows in self.parts:
            if rows:
                yield screen_grid(rows[:_SHOWN], caption=f"{heading} ({len(rows):,})")
            if len(rows) > _SHOWN:
                yield Text(((f"and {count(len(rows) - _SHOWN, 'other')}",),))
        if self.changed:
            yield history_grid(self.changed[:_SHOWN], caption=f"Changed by others ({len(self.changed):,})")
        if self.to_check:
            references: list[tuple[Value, ...]] = [(name,) for name in self.to_check[:_SHOWN]]
            yield Grid((Column("Reference", link=True),), references, caption=f"To check ({len(self.to_check):,})")


def answer_of(sent: Digest) -> DigestAnswer:
    """Return a digest as an answer, with its title."""
    parts = (
        (f"Newly late, since {day(sent.since)}", sent.newly_late),
        ("Late", sent.late),
        ("Not issued, though its day has passed", sent.unissued),
        (f"To do within {SOON} days", sent.soon),
        (f"To do within {LATER} days", sent.later),
    )
    numbers = (
        ("newly late", len(sent.newly_late)),
        ("late", len(sent.late)),
        ("not issued", len(sent.unissued)),
        (f"to do in {SOON} days", len(sent.soon)),
        ("changed", len(sent.changed)),
    )
    return DigestAnswer(parts, sent.changed, sent.to_check, title=subject(numbers, day(sent.as_of)))


def subject(numbers: Sequence[tuple[str, int]], as_of: str) -> str:
    """Return the subject of a mail: ``Mandates, 28 Nov 2026: 2 newly late, 3 due in 30 days``."""
    counts = ", ".join(f"{number:,} {what}" for what, number in numbers if number)
    return f"Mandates, {as_of}: {counts}" if counts else f"Mandates, {as_of}"
