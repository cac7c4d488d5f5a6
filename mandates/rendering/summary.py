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

_COUNT_COLUMNS = (
    Column("Total", number=True),
    Column("Done", number=True),
    Column("Open", number=True),
    Column("Late", number=True),
    Column("Unissued", number=True),
    Column("Ended", number=True),
)

#: The names of the cells that `counts_of` returns.
COUNTED = ("name", "total", "done", "open", "overdue", "unissued", "ended")

#: The maximum number of bars in a chart; there may be hundreds of owners.
_MOST_BARS = 12

#: The three parts of a summary, in order: the key in the JSON, the heading, and the sentence if it is empty.
PARTS = (
    ("fell_due", "Due at this session", "Nothing is due at this session."),
    ("newly_asked", "Newly asked", "No request of this session is in the register."),
    ("carried_over", "Carried over from earlier", "Nothing was carried over from earlier sessions."),
)


@dataclass(frozen=True)
class Summary(Answer):
    """The answer of `summary`.

    Attributes:
        coming: the counts of what falls due at later sessions, one per session.
        items: whether the obligations themselves are listed below the counts.
        one_screen: whether only as much is shown as fits on a screen: the counts, the largest groups, and the most
            pressing obligations.
    """

    summary: SessionSummary
    coming: Sequence[GroupCount] = ()
    items: bool = True
    one_screen: bool = False
    many = False

    @property
    def title(self) -> str | None:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The session with its dates and the as-of date; None on one screen, where the grid of counts has it."""
        return None if self.one_screen else self._heading()

    def _heading(self) -> str:
        summary = self.summary
        name = words.session_name(summary.body, summary.session, short=False)
        session_period = words.period(summary.opens_on, summary.closes_on)
        return f"{name}{f' ({session_period})' if session_period else ''}, as of {day(summary.as_of)}"

    def records(self) -> Iterator[SessionSummary]:
        """Yield one object: the whole summary."""
        yield replace(self.summary, coming=tuple(self.coming)) if self.coming else self.summary

    def flat(self) -> Grid:
        """Return every count, with the name of its group."""
        columns = tuple(map(Column, ("group", *COUNTED, "days_late")))
        summary = self.summary
        groups: tuple[tuple[str, Sequence[GroupCount]], ...] = (
            ("fell_due", (summary.fell_due,)),
            ("newly_asked", (summary.newly_asked,)),
            ("carried_over", (summary.carried_over,)),
            ("committee", summary.by_committee),
            ("owner", summary.by_owner),
            ("deliverable", summary.by_deliverable),
            ("status", summary.by_status),
            ("coming", self.coming),
        )
        rows: list[tuple[Value, ...]] = [
            (name, *counts_of(group), summary.days_late if name == "fell_due" else None)
            for name, counts in groups
            for group in counts
        ]
        return Grid(columns, rows)

    def parts(self) -> Iterator[tuple[str, GroupCount, Sequence[ObligationRow], str]]:
        """Yield the three parts: the heading, the counts, the obligations, and the sentence if there are none."""
        summary = self.summary
        part_rows = (summary.due_rows, summary.new_rows, summary.carried_rows)
        for (key, heading, empty), rows in zip(PARTS, part_rows, strict=True):
            yield heading, getattr(summary, key), rows, empty

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the counts, then the counts by group, then the obligations."""
        summary = self.summary
        rows = [
            (
                heading if summary.read or group is not summary.newly_asked else f"{heading} (none is read)",
                *_counts(group),
            )
            for heading, group, _, _ in self.parts()
        ]
        if self.one_screen:
            yield Grid((Column("This session", minimum=10), *_COUNT_COLUMNS), rows, caption=self._heading())
            yield from self._rest_of_screen()
            return
        yield Grid((Column("This session", minimum=10), *_COUNT_COLUMNS), rows)
        if summary.days_late and summary.fell_due.overdue:
            days_late = {row.days_late for row in summary.due_rows if row.days_late}
            up_to = "up to " if len(days_late) > 1 else ""
            yield Text(
                ((Styled(f"What is still open is {up_to}{count(summary.days_late, 'day')} late.", Style.OVERDUE),),)
            )
        for heading, groups in self.breakdowns():
            yield count_grid(heading, groups)
        if self.items:
            for heading, _, part_rows, empty in self.parts():
                yield screen_grid(part_rows, caption=heading, empty=empty)

    def _rest_of_screen(self) -> Iterator[Grid | Text]:
        """Yield the largest groups and the most pressing obligations, one line each."""
        summary = self.summary
        groups = (("committee", summary.by_committee), ("owner", summary.by_owner))
        lines = tuple((group_line(name, counts),) for name, counts in groups if counts)
        if lines:
            yield Text(lines)
        yield Grid(
            _PRESSING_COLUMNS,
            [_pressing_row(row) for row in summary.pressing],
            empty="No open item is due at this session." if summary.fell_due.total else PARTS[0][2],
        )

    def breakdowns(self) -> Iterator[tuple[str, Sequence[GroupCount]]]:
        """Yield the counts by committee, deliverable, owner and status, and those of later sessions, if not empty."""
        summary = self.summary
        for name, groups in (
            ("committee", summary.by_committee),
            ("deliverable", summary.by_deliverable),
            ("owner", summary.by_owner),
            ("status", summary.by_status),
        ):
            if groups:
                yield f"Due at this session, by {name}", groups
        if self.coming:
            named = [replace(group, name=words.session_name(summary.body, group.name)) for group in self.coming]
            yield "Falls due later, by session", named

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield a sheet with the counts and one with the obligations of each part."""
        yield "Summary", self.flat()
        for heading, _, rows, _ in self.parts():
            yield heading, sheet_grid(rows)


#: The maximum length of a line of groups, so that it is not broken on a terminal of 80 characters.
_LINE_LENGTH = 80

#: Columns of the most pressing obligations, which take one line each.
_PRESSING_COLUMNS = (
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
    """Return as many groups as fit on a line: ``By committee (late): Third 54 (51), plenary 20, 3 others 26 (1)``.

    Owners are given by their abbreviations, which filters accept too.
    """
    prefix = f"By {name} (late): " if any(group.overdue for group in groups) else f"By {name}: "
    for shown in range(len(groups), 0, -1):
        parts = [_count_words(entities.short(group.name), group.total, group.overdue) for group in groups[:shown]]
        remaining = groups[shown:]
        if remaining:
            parts.append(
                _count_words(
                    count(len(remaining), "other"),
                    sum(group.total for group in remaining),
                    sum(group.overdue for group in remaining),
                )
            )
        if len(line := prefix + ", ".join(parts)) <= _LINE_LENGTH:
            return line
    return cut(line, _LINE_LENGTH)


def _count_words(name: str, total: int, overdue: int) -> str:
    return f"{name.removesuffix(' Committee')} {total:,}{f' ({overdue:,})' if overdue else ''}"


def not_read(sessions: Sequence[str]) -> Text:
    """Return a sentence that the requests of these sessions cannot be counted."""
    *before, last = sessions
    names = f"{', '.join(before)} and {last}" if before else last
    return Text(((f"No resolution of {names} is in the register: its requests are not counted.",),))


def count_grid(heading: str, groups: Sequence[GroupCount]) -> Grid:
    """Return named counts as a grid for people, with a chart."""
    name = heading.rpartition(" ")[2].capitalize()
    columns = (Column(name, flexible=True, minimum=20, lines=2), *_COUNT_COLUMNS)
    rows = [(words.status_words(group.name), *_counts(group)) for group in groups]
    return Grid(columns, rows, caption=heading, chart=count_chart(heading, groups))


def count_chart(heading: str, groups: Sequence[GroupCount]) -> Chart:
    """Return counts as a chart: a bar for each of the first groups, and one for all others together."""
    bars = [(words.status_words(group.name), _stack(group)) for group in groups[:_MOST_BARS]]
    others = [_stack(group) for group in groups[_MOST_BARS:]]
    if others:
        bars.append((f"{len(others)} others", tuple(map(sum, zip(*others, strict=True)))))
    return Chart(heading, ("Done", "Open, not late", "Late"), tuple(bars))


def _stack(group: GroupCount) -> tuple[int, ...]:
    return group.done, group.open - group.overdue, group.overdue


def _counts(group: GroupCount) -> tuple[Value, ...]:
    return group.total, group.done, group.open, words.late(group.overdue), group.unissued, group.ended


def counts_of(group: GroupCount) -> tuple[str | int, ...]:
    """Return the name and the counts of a group as cells of a flat table."""
    return group.name, group.total, group.done, group.open, group.overdue, group.unissued, group.ended
