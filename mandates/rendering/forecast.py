"""What is coming as an answer: by session of a body, by month for what is due on dates; with document timetables."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.domain.symbols import Symbol
from mandates.reference import calendar
from mandates.rendering import words
from mandates.rendering.answer import Answer, Chart, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.obligations import NOBODY, Obligations
from mandates.rendering.text import count, day
from mandates.schema.forecasts import ForecastGroup, ForecastView, OwnerLoad
from mandates.schema.items import ObligationRow

_ROWS = (
    Column("Reference"),
    Column("Due"),
    Column("What"),
    Column("Submit by"),
    Column("Issue by"),
    Column("Who", flexible=True, minimum=22, lines=2, below=True),
    Column("Clause", flexible=True, minimum=36, lines=2, below=True),
)


@dataclass(frozen=True, slots=True)
class Group:
    """What falls due together.

    Attributes:
        body: at which it is due or, for dates, which asked for it.
        session: the session, or None for a month.
        first: opening day of the session, or first day of the month.
    """

    body: str
    session: int | str | None
    first: dt.date
    rows: tuple[ObligationRow, ...]

    @property
    def name(self) -> str:
        """``GA 74`` or ``Security Council, March 2026``."""
        if self.session is not None:
            return words.session_name(self.body, self.session, short=False)
        return f"{self.body}, {self.first:%B %Y}"


@dataclass(frozen=True)
class Forecast(Answer):
    """What `forecast` shows.

    Attributes:
        rows: what falls due in the period, as it stands on `as_of`.
    """

    rows: Sequence[ObligationRow]
    as_of: dt.date
    until: dt.date
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The period."""
        return f"What falls due from {day(self.as_of)} to {day(self.until)}"

    def groups(self) -> list[Group]:
        """Return what falls due together, in order of time."""
        found: dict[tuple[str, int | str | None, dt.date], list[ObligationRow]] = {}
        for row in self.rows:
            due = row.due
            if due is None or due.due_on is None:
                continue
            key: tuple[str, int | str | None, dt.date]
            if due.kind == "session" and due.body and due.session is not None:
                key = (due.body, due.session, due.opens_on or due.due_on)
            else:
                key = _by_day(Symbol.parse(row.symbol).body, due.due_on)
            found.setdefault(key, []).append(row)
        groups = [Group(*key, tuple(rows)) for key, rows in found.items()]
        return sorted(groups, key=lambda group: (group.first, group.body, str(group.session)))

    def records(self) -> Iterator[ForecastView]:
        """Yield the one object."""
        groups = (
            ForecastGroup(
                body=group.body,
                session=group.session,
                month=None if group.session is not None else f"{group.first:%Y-%m}",
                first=group.first,
                by_owner=tuple(OwnerLoad(name=name, total=total) for name, total in by_owner(group.rows)),
                rows=group.rows,
            )
            for group in self.groups()
        )
        yield ForecastView(as_of=self.as_of, until=self.until, groups=tuple(groups))

    def flat(self) -> Grid:
        """Return the obligations, one row each, in order of time."""
        return Obligations([row for group in self.groups() for row in group.rows]).flat()

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the load by session or month, by owner, and then each group."""
        groups = self.groups()
        if not groups:
            yield Text((("Nothing that is in the register falls due.",),))
            return
        yield _count_grid("When", [(group.name, len(group.rows)) for group in groups], "By session or month")
        yield _count_grid("Owner", by_owner(row for group in groups for row in group.rows), "By owner")
        for group in groups:
            yield Grid(_ROWS, [_screen_row(row) for row in group.rows], caption=_caption(group))

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield the obligations, and the counts by owner."""
        yield "Forecast", self.flat()
        yield "By owner", _count_grid("Owner", by_owner(row for group in self.groups() for row in group.rows), None)


def _by_day(body: str, on: dt.date) -> tuple[str, int | str | None, dt.date]:
    """Return what a day is in: a session of the body that asks or, where it has none then, a month."""
    session = calendar.session_at(body, on)
    if session is None or session.opens_on is None:
        return body, None, on.replace(day=1)
    return body, session.session, session.opens_on


def by_owner(rows: Iterator[ObligationRow] | Sequence[ObligationRow]) -> list[tuple[str, int]]:
    """Return owners with how many of `rows` are theirs, the busiest first."""
    counts = Counter(owner for row in rows for owner in row.owners or (NOBODY.text,))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _count_grid(title: str, counts: Sequence[tuple[str, int]], caption: str | None) -> Grid:
    chart = Chart(caption or title, ("Due",), tuple((name, (total,)) for name, total in counts[:12]))
    columns = (Column(title, flexible=True, minimum=24, lines=2), Column("Due", number=True))
    return Grid(columns, counts, caption=caption, chart=chart)


def _caption(group: Group) -> str:
    """Return a group's name with its timetable, where its documents have one."""
    reports = next((row for row in group.rows if row.submit_by and row.issue_by), None)
    caption = f"{group.name}: {count(len(group.rows), 'item')}"
    if reports is None:
        return caption
    return f"{caption}; documents: submit by {day(reports.submit_by)}, issue by {day(reports.issue_by)}"


def _screen_row(row: ObligationRow) -> tuple[Value, ...]:
    return (
        Styled(row.reference, Style.STRONG),
        words.due_words(row.due),
        words.what_words(row),
        row.submit_by,
        row.issue_by,
        row.owners or NOBODY,
        Styled(row.clause, Style.QUIET),
    )
