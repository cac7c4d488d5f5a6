"""Sessions whose dates changed in the calendar as an answer: what they were, what they are, what is due at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Text
from mandates.schema.lists import RedatedRow


@dataclass(frozen=True)
class Moved(Answer):
    """What `db redate` shows."""

    sessions: Sequence[RedatedRow]

    def records(self) -> Iterator[RedatedRow]:
        """Yield one object a session; the pairs are before and after."""
        return iter(self.sessions)

    def flat(self) -> Grid:
        """Return one row a session."""
        names = ("body", "session", "opened_on", "opens_on", "closed_on", "closes_on", "references")
        columns = tuple(Column(name, flexible=name == "references") for name in names)
        rows = [(one.body, one.session, *one.opens_on, *one.closes_on, one.references) for one in self.sessions]
        return Grid(columns, rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal."""
        columns = (
            Column("Session"),
            Column("Was", flexible=True, minimum=16),
            Column("Is now", flexible=True, minimum=16),
            Column("Items", number=True),
        )
        rows = [
            (
                words.session_name(one.body, one.session),
                words.period(one.opens_on[0], one.closes_on[0]),
                words.period(one.opens_on[1], one.closes_on[1]),
                len(one.references),
            )
            for one in self.sessions
        ]
        yield Grid(columns, rows, empty="All dates are those of the calendar.")
