"""Sessions of a body beside each other as an answer: what each asked for, and what became of what was due at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mandates.rendering import words
from mandates.rendering.answer import Answer, Chart, Column, Grid, Text, Value
from mandates.rendering.summary import COUNTED, counts_of, not_read
from mandates.rendering.text import count, day
from mandates.schema.summaries import Burden, GroupCount, SessionBurden

#: Groups shown on a terminal unless all are asked for.
_FIRST = 10

_WHOLE = (
    Column("Session"),
    *(Column(name, number=True) for name in ("Asked", "Due", "Reported", "Done", "Open", "Late", "Unissued", "Ended")),
)

#: Headings of the groups, with where each session has them.
_GROUPS: tuple[tuple[str, Callable[[SessionBurden], Sequence[GroupCount]]], ...] = (
    ("Deliverable", lambda one: one.by_deliverable),
    ("Committee", lambda one: one.by_committee),
    ("Owner", lambda one: one.by_owner),
)


@dataclass(frozen=True)
class BurdenAnswer(Answer):
    """What `summary --sessions` and `compare-sessions` show.

    Attributes:
        whole: whether all groups are shown, not the largest alone.
    """

    burden: Burden
    whole: bool = True
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The sessions and the as-of date."""
        names = [one.session for one in self.burden.sessions]
        follow = all(name.isdecimal() for name in names) and len(names) > 2
        consecutive = follow and [int(name) for name in names] == list(range(int(names[0]), int(names[-1]) + 1))
        said = f"{names[0]} to {names[-1]}" if consecutive else ", ".join(names[:-1]) + f" and {names[-1]}"
        said = names[0] if len(names) == 1 else said
        return f"{self.burden.body}, {count(len(names), 'session')}: {said}, as of {day(self.burden.as_of)}"

    def records(self) -> Iterator[Burden]:
        """Yield the one object."""
        yield self.burden

    def flat(self) -> Grid:
        """Return every count, one row a session and group."""
        columns = tuple(map(Column, ("session", "group", *COUNTED)))
        rows: list[tuple[Value, ...]] = []
        for one in self.burden.sessions:
            groups: list[tuple[str, GroupCount]] = [("asked", one.asked), ("due", one.due)]
            groups += [(heading.lower(), group) for heading, of in _GROUPS for group in of(one)]
            rows += [(one.session, name, *counts_of(g)) for name, g in groups]
            rows.append((one.session, "reported", "reported", one.reported, *([None] * (len(COUNTED) - 2))))
        return Grid(columns, rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the one table with its chart, then what was due by deliverable, committee and owner."""
        yield self._sessions()
        unread = [self._name(one) for one in self.burden.sessions if not one.read]
        if unread:
            yield not_read(unread)
        for heading, of in _GROUPS:
            yield self._grouped(heading, of)

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield the one table, the groups, and every count."""
        yield "Sessions", self._sessions()
        for heading, of in _GROUPS:
            yield f"By {heading.lower()}", self._grouped(heading, of)
        yield "Counts", self.flat()

    def _sessions(self) -> Grid:
        sessions = self.burden.sessions
        rows: list[tuple[Value, ...]] = [(self._name(one), *_figures(one)) for one in sessions]
        if len(sessions) == 2:
            pairs = zip(_plain_figures(sessions[0]), _plain_figures(sessions[1]), strict=True)
            rows.append(("Change", *(f"{after - before:+,}" if after != before else "0" for before, after in pairs)))
        bars = tuple(
            (self._name(one), (one.due.done, one.due.open - one.due.overdue, one.due.overdue)) for one in sessions
        )
        chart = Chart("Due at each session", ("Done", "Open, not late", "Late"), bars, in_text=True)
        return Grid(_WHOLE, rows, chart=chart)

    def _grouped(self, heading: str, of: Callable[[SessionBurden], Sequence[GroupCount]]) -> Grid:
        """Return what is due by one thing, a column a session: how much, and how much of that is late."""
        sessions = self.burden.sessions
        by_name = [{group.name: group for group in of(one)} for one in sessions]
        totals: dict[str, int] = {}
        for groups in by_name:
            for name, group in groups.items():
                totals[name] = totals.get(name, 0) + group.total
        names = sorted(totals, key=lambda name: (-totals[name], name))
        shown = names if self.whole else names[:_FIRST]
        rows: list[tuple[Value, ...]] = [
            (words.status_words(name), *(_cell(groups.get(name)) for groups in by_name)) for name in shown
        ]
        rest = names[len(shown) :]
        if rest:
            others = [[groups[name] for name in rest if name in groups] for groups in by_name]
            cells = (_cell_of(sum(g.total for g in some), sum(g.overdue for g in some)) for some in others)
            rows.append((count(len(rest), "other"), *cells))
        columns = (
            Column(heading, flexible=True, minimum=20, lines=1),
            *(Column(one.session, number=True) for one in sessions),
        )
        caption = f"Due at each session, by {heading.lower()} (due/late)"
        return Grid(columns, rows, caption=caption, empty="Nothing is due.")

    def _name(self, one: SessionBurden) -> str:
        return words.session_name(self.burden.body, one.session)


def _plain_figures(one: SessionBurden) -> tuple[int, ...]:
    due = one.due
    return one.asked.total, due.total, one.reported, due.done, due.open, due.overdue, due.unissued, due.ended


def _figures(one: SessionBurden) -> tuple[Value, ...]:
    *before, late, unissued, ended = _plain_figures(one)
    return (*before, words.late(late), unissued, ended)


def _cell(group: GroupCount | None) -> Value:
    return _cell_of(group.total, group.overdue) if group is not None else 0


def _cell_of(total: int, late: int) -> Value:
    return f"{total:,}/{late:,}" if late else total
