"""One session of a body as an answer: what is due at it, what it newly asked for, what was carried over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from mandates.domain.status import State
from mandates.reference import entities
from mandates.rendering import words
from mandates.rendering.answer import Answer, Chart, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.obligations import NOBODY, screen_grid, sheet_grid, who_words
from mandates.rendering.text import count, cut, day
from mandates.schema.items import ObligationRow
from mandates.schema.summaries import GroupCount, SessionSummary

_COUNTS = (
    Column("Total", number=True),
    Column("Done", number=True),
    Column("Open", number=True),
    Column("Late", number=True),
    Column("Unissued", number=True),
    Column("Ended", number=True),
)

#: The columns of `counts_of`.
COUNTED = ("name", "total", "done", "open", "overdue", "unissued", "ended")

#: Bars of a chart; there may be hundreds of owners.
_BARS = 12

#: The three parts of a summary, in order: key in the JSON, heading, and what to say where it is empty.
PARTS = (
    ("fell_due", "Due at this session", "Nothing is due at this session."),
    ("newly_asked", "Newly asked", "The resolutions of this session ask for nothing that is in the register."),
    ("carried_over", "Carried over from earlier", "Nothing was carried over from earlier sessions."),
)


@dataclass(frozen=True)
class Summary(Answer):
    """What `summary` shows.

    Attributes:
        coming: what falls due at the sessions that follow, one count a session.
        items: whether the obligations themselves are listed under the counts.
        one_screen: whether only what fits a screen is shown: the counts, the largest groups, what presses most.
    """

    summary: SessionSummary
    coming: Sequence[GroupCount] = ()
    items: bool = True
    one_screen: bool = False
    many = False

    @property
    def title(self) -> str | None:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The session with its window and the as-of date; on one screen it stands over the counts."""
        return None if self.one_screen else self._heading()

    def _heading(self) -> str:
        s = self.summary
        name = words.session_name(s.body, s.session, short=False)
        window = words.period(s.opens_on, s.closes_on)
        return f"{name}{f' ({window})' if window else ''}, as of {day(s.as_of)}"

    def records(self) -> Iterator[SessionSummary]:
        """Yield the one object."""
        yield replace(self.summary, coming=tuple(self.coming)) if self.coming else self.summary

    def flat(self) -> Grid:
        """Return every count, with the heading it stands under."""
        columns = tuple(map(Column, ("group", *COUNTED, "days_late")))
        s = self.summary
        groups: tuple[tuple[str, Sequence[GroupCount]], ...] = (
            ("fell_due", (s.fell_due,)),
            ("newly_asked", (s.newly_asked,)),
            ("carried_over", (s.carried_over,)),
            ("committee", s.by_committee),
            ("owner", s.by_owner),
            ("deliverable", s.by_deliverable),
            ("status", s.by_status),
            ("coming", self.coming),
        )
        rows: list[tuple[Value, ...]] = [
            (name, *counts_of(g), s.days_late if name == "fell_due" else None)
            for name, counts in groups
            for g in counts
        ]
        return Grid(columns, rows)

    def parts(self) -> Iterator[tuple[str, GroupCount, Sequence[ObligationRow], str]]:
        """Yield the three parts: heading, counts, obligations, and what to say where there are none."""
        s = self.summary
        rows = (s.due_rows, s.new_rows, s.carried_rows)
        for (key, heading, empty), part in zip(PARTS, rows, strict=True):
            yield heading, getattr(s, key), part, empty

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the counts, then owners, deliverables and statuses, then the obligations."""
        s = self.summary
        rows = [
            (heading if s.read or group is not s.newly_asked else f"{heading} (none is read)", *_counts(group))
            for heading, group, _, _ in self.parts()
        ]
        if self.one_screen:
            yield Grid((Column("This session", minimum=10), *_COUNTS), rows, caption=self._heading())
            yield from self._rest_of_screen()
            return
        yield Grid((Column("This session", minimum=10), *_COUNTS), rows)
        if s.days_late and s.fell_due.overdue:
            late = {row.days_late for row in s.due_rows if row.days_late}
            up_to = "up to " if len(late) > 1 else ""
            yield Text(((Styled(f"What is still open is {up_to}{count(s.days_late, 'day')} late.", Style.OVERDUE),),))
        for heading, groups in self.breakdowns():
            yield count_grid(heading, groups)
        if self.items:
            for heading, _, part, empty in self.parts():
                yield screen_grid(part, caption=heading, empty=empty)

    def _rest_of_screen(self) -> Iterator[Grid | Text]:
        """Yield the largest groups, a line each, and what presses most, a line each."""
        s = self.summary
        groups = (("committee", s.by_committee), ("owner", s.by_owner))
        lines = tuple((group_line(name, several),) for name, several in groups if several)
        if lines:
            yield Text(lines)
        yield Grid(
            _PRESSING,
            [_pressing_row(row) for row in s.pressing],
            empty="Nothing that is due at this session is open." if s.fell_due.total else PARTS[0][2],
        )

    def breakdowns(self) -> Iterator[tuple[str, Sequence[GroupCount]]]:
        """Yield what fell due by committee, deliverable, owner and status, and what is coming, where there is any."""
        s = self.summary
        for name, groups in (
            ("committee", s.by_committee),
            ("deliverable", s.by_deliverable),
            ("owner", s.by_owner),
            ("status", s.by_status),
        ):
            if groups:
                yield f"Due at this session, by {name}", groups
        if self.coming:
            named = [replace(group, name=words.session_name(s.body, group.name)) for group in self.coming]
            yield "Falls due later, by session", named

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield the counts and one sheet of obligations for each part."""
        yield "Summary", self.flat()
        for heading, _, part, _ in self.parts():
            yield heading, sheet_grid(part)


#: Letters of a line that tells groups: it is not to break on a terminal of 80.
_LINE = 80

#: What presses most, a line each.
_PRESSING = (
    Column("Most pressing", link=True),
    Column("State"),
    Column("What"),
    Column("Who", flexible=True, minimum=14, lines=1),
    Column("Title", flexible=True, minimum=26, lines=1),
)


def _pressing_row(row: ObligationRow) -> tuple[Value, ...]:
    state = words.state_words(row)
    if row.days_late is not None:  # the line has no room for more
        state = Styled(f"{count(row.days_late, 'day')} late", state.style)
    elif row.state is State.UNISSUED:
        state = Styled("not issued", state.style)
    return (
        Styled(row.reference, Style.STRONG),
        state,
        words.status_words(row.deliverable),
        tuple(map(entities.short, who_words(row))) or NOBODY,
        Styled(row.title or row.clause, Style.QUIET),
    )


def group_line(name: str, groups: Sequence[GroupCount]) -> str:
    """Return as many groups as a line holds: ``By committee (late): Third 54 (51), plenary 20, 3 others 26 (1)``.

    Owners are named by their abbreviations, which filters take too.
    """
    head = f"By {name} (late): " if any(group.overdue for group in groups) else f"By {name}: "
    for shown in range(len(groups), 0, -1):
        parts = [_told(entities.short(group.name), group.total, group.overdue) for group in groups[:shown]]
        rest = groups[shown:]
        if rest:
            parts.append(_told(count(len(rest), "other"), sum(g.total for g in rest), sum(g.overdue for g in rest)))
        if len(line := head + ", ".join(parts)) <= _LINE:
            return line
    return cut(line, _LINE)


def _told(name: str, total: int, late: int) -> str:
    return f"{name.removesuffix(' Committee')} {total:,}{f' ({late:,})' if late else ''}"


def not_read(sessions: Sequence[str]) -> Text:
    """Return the sentence that nothing can be counted which these sessions asked for."""
    *before, last = sessions
    named = f"{', '.join(before)} and {last}" if before else last
    return Text(((f"No resolution of {named} is in the register: what it would ask for is not counted.",),))


def count_grid(heading: str, groups: Sequence[GroupCount]) -> Grid:
    """Return counts under names as a person reads them, with a chart of them."""
    name = heading.rpartition(" ")[2].capitalize()
    columns = (Column(name, flexible=True, minimum=20, lines=2), *_COUNTS)
    rows = [(words.status_words(group.name), *_counts(group)) for group in groups]
    return Grid(columns, rows, caption=heading, chart=count_chart(heading, groups))


def count_chart(heading: str, groups: Sequence[GroupCount]) -> Chart:
    """Return counts as bars: the first dozen, and all others as one."""
    shown = [(words.status_words(group.name), _stack(group)) for group in groups[:_BARS]]
    rest = [_stack(group) for group in groups[_BARS:]]
    if rest:
        shown.append((f"{len(rest)} others", tuple(map(sum, zip(*rest, strict=True)))))
    return Chart(heading, ("Done", "Open, not late", "Late"), tuple(shown))


def _stack(group: GroupCount) -> tuple[int, ...]:
    return group.done, group.open - group.overdue, group.overdue


def _counts(group: GroupCount) -> tuple[Value, ...]:
    return group.total, group.done, group.open, words.late(group.overdue), group.unissued, group.ended


def counts_of(group: GroupCount) -> tuple[str | int, ...]:
    """Return a group as the cells of a flat table: its name and its counts."""
    return group.name, group.total, group.done, group.open, group.overdue, group.unissued, group.ended
