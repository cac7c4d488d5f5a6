"""Sessions whose dates changed in the calendar as an answer: what they were, what they are, what is due at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Text
from mandates.schema.lists import RedatedRow


@dataclass(frozen=True)
class Moved(Answer):
    """The answer of `db redate`."""

    sessions: Sequence[RedatedRow]

    def records(self) -> Iterator[RedatedRow]:
        """Yield one object per session; its pairs of dates are (before, after)."""
        return iter(self.sessions)

    def flat(self) -> Grid:
        """Return one row per session."""
        names = ("body", "session", "opened_on", "opens_on", "closed_on", "closes_on", "references")
        columns = tuple(Column(name, flexible=name == "references") for name in names)
        rows = [
            (session.body, session.session, *session.opens_on, *session.closes_on, session.references)
            for session in self.sessions
        ]
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
                words.session_name(session.body, session.session),
                words.period(session.opens_on[0], session.closes_on[0]),
                words.period(session.opens_on[1], session.closes_on[1]),
                len(session.references),
            )
            for session in self.sessions
        ]
        yield Grid(columns, rows, empty="All dates agree with the calendar.")
