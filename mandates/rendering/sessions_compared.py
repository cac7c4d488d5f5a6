"""Sessions of a body side by side as an answer: what each requested, and what became of what was due at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mandates.rendering import words
from mandates.rendering.answer import Answer, Chart, Column, Grid, Text, Value
from mandates.rendering.summary import COUNTED, counts_of, not_read
from mandates.rendering.text import count, day
from mandates.schema.summaries import Burden, GroupCount, SessionBurden

#: The number of groups that are shown on a terminal unless all are requested.
_MOST_GROUPS = 10

_SESSION_COLUMNS = (
    Column("Session"),
    *(Column(name, number=True) for name in ("Asked", "Due", "Reported", "Done", "Open", "Late", "Unissued", "Ended")),
)

#: Headings of the groups, each with a function that returns the groups of a session.
_GROUPS: tuple[tuple[str, Callable[[SessionBurden], Sequence[GroupCount]]], ...] = (
    ("Deliverable", lambda burden: burden.by_deliverable),
    ("Committee", lambda burden: burden.by_committee),
    ("Owner", lambda burden: burden.by_owner),
)


@dataclass(frozen=True)
class BurdenAnswer(Answer):
    """The answer of `summary --sessions` and `compare-sessions`.

    Attributes:
        whole: whether all groups are shown, not only the largest ones.
    """

    burden: Burden
    whole: bool = True
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The sessions and the as-of date."""
        names = [burden.session for burden in self.burden.sessions]
        numbered = all(name.isdecimal() for name in names) and len(names) > 2
        consecutive = numbered and [int(name) for name in names] == list(range(int(names[0]), int(names[-1]) + 1))
        sessions = f"{names[0]} to {names[-1]}" if consecutive else ", ".join(names[:-1]) + f" and {names[-1]}"
        sessions = names[0] if len(names) == 1 else sessions
        return f"{self.burden.body}, {count(len(names), 'session')}: {sessions}, as of {day(self.burden.as_of)}"

    def records(self) -> Iterator[Burden]:
        """Yield one object: the counts of all sessions."""
        yield self.burden

    def flat(self) -> Grid:
        """Return every count, one row per session and group."""
        columns = tuple(map(Column, ("session", "group", *COUNTED)))
        rows: list[tuple[Value, ...]] = []
        for burden in self.burden.sessions:
            groups: list[tuple[str, GroupCount]] = [("asked", burden.asked), ("due", burden.due)]
            groups += [(heading.lower(), group) for heading, groups_of in _GROUPS for group in groups_of(burden)]
            rows += [(burden.session, name, *counts_of(group)) for name, group in groups]
            rows.append((burden.session, "reported", "reported", burden.reported, *([None] * (len(COUNTED) - 2))))
        return Grid(columns, rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the table of sessions with its chart, then the obligations due by deliverable, committee and owner."""
        yield self._sessions()
        unread = [self._name(burden) for burden in self.burden.sessions if not burden.read]
        if unread:
            yield not_read(unread)
        for heading, groups_of in _GROUPS:
            yield self._grouped(heading, groups_of)

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield the table of sessions, the groups, and every count."""
        yield "Sessions", self._sessions()
        for heading, groups_of in _GROUPS:
            yield f"By {heading.lower()}", self._grouped(heading, groups_of)
        yield "Counts", self.flat()

    def _sessions(self) -> Grid:
        sessions = self.burden.sessions
        rows: list[tuple[Value, ...]] = [(self._name(burden), *_figures(burden)) for burden in sessions]
        if len(sessions) == 2:
            pairs = zip(_plain_figures(sessions[0]), _plain_figures(sessions[1]), strict=True)
            rows.append(("Change", *(f"{after - before:+,}" if after != before else "0" for before, after in pairs)))
        bars = tuple(
            (self._name(burden), (burden.due.done, burden.due.open - burden.due.overdue, burden.due.overdue))
            for burden in sessions
        )
        chart = Chart("Due at each session", ("Done", "Open, not late", "Late"), bars, in_text=True)
        return Grid(_SESSION_COLUMNS, rows, chart=chart)

    def _grouped(self, heading: str, groups_of: Callable[[SessionBurden], Sequence[GroupCount]]) -> Grid:
        """Return the obligations due by group, one column per session: their number, and how many of them are late."""
        sessions = self.burden.sessions
        by_name = [{group.name: group for group in groups_of(burden)} for burden in sessions]
        totals: dict[str, int] = {}
        for groups in by_name:
            for name, group in groups.items():
                totals[name] = totals.get(name, 0) + group.total
        names = sorted(totals, key=lambda name: (-totals[name], name))
        shown = names if self.whole else names[:_MOST_GROUPS]
        rows: list[tuple[Value, ...]] = [
            (words.status_words(name), *(_cell(groups.get(name)) for groups in by_name)) for name in shown
        ]
        remaining = names[len(shown) :]
        if remaining:
            others = [[groups[name] for name in remaining if name in groups] for groups in by_name]
            cells = (
                _cell_of(sum(group.total for group in groups), sum(group.overdue for group in groups))
                for groups in others
            )
            rows.append((count(len(remaining), "other"), *cells))
        columns = (
            Column(heading, flexible=True, minimum=20, lines=1),
            *(Column(burden.session, number=True) for burden in sessions),
        )
        caption = f"Due at each session, by {heading.lower()} (due/late)"
        return Grid(columns, rows, caption=caption, empty="Nothing is due.")

    def _name(self, burden: SessionBurden) -> str:
        return words.session_name(self.burden.body, burden.session)


def _plain_figures(burden: SessionBurden) -> tuple[int, ...]:
    due = burden.due
    return burden.asked.total, due.total, burden.reported, due.done, due.open, due.overdue, due.unissued, due.ended


def _figures(burden: SessionBurden) -> tuple[Value, ...]:
    *before, late, unissued, ended = _plain_figures(burden)
    return (*before, words.late(late), unissued, ended)


def _cell(group: GroupCount | None) -> Value:
    return _cell_of(group.total, group.overdue) if group is not None else 0


def _cell_of(total: int, overdue: int) -> Value:
    return f"{total:,}/{overdue:,}" if overdue else total
