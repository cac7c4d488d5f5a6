"""What is coming as an answer: by session of a body, by month for what is due on dates; with document timetables."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mandates.domain.symbols import Symbol
from mandates.reference import calendar
from mandates.rendering import words
from mandates.rendering.answer import Answer, Chart, Column, Grid, Text
from mandates.rendering.obligations import NOBODY, Obligations, screen_grid, sheet_grid
from mandates.rendering.text import count, day
from mandates.schema.forecasts import ForecastGroup, ForecastView, OwnerLoad
from mandates.schema.items import ObligationRow


@dataclass(frozen=True, slots=True)
class Group:
    """What falls due together.

    Attributes:
        body: at which it is due or, for dates, which asked for it; None for groups of another kind.
        session: the session, or None.
        first: opening day of the session, or first day of the month, else the first day on which something is due.
        heading: the name of a group of another kind.
    """

    body: str | None
    session: int | str | None
    first: dt.date
    rows: tuple[ObligationRow, ...]
    heading: str | None = None

    @property
    def name(self) -> str:
        """``GA 74``, ``Security Council, March 2026``, ``Third Committee``."""
        if self.heading is not None:
            return self.heading
        if self.session is not None:
            return words.session_name(self.body, self.session, short=False)
        return f"{self.body}, {self.first:%B %Y}"


@dataclass(frozen=True)
class Forecast(Answer):
    """What `forecast` shows.

    Attributes:
        rows: what falls due in the period, as it stands on `as_of`.
        by: what it is grouped by, of `GROUPED`; None for sessions and, for what is due on dates, months.
    """

    rows: Sequence[ObligationRow]
    as_of: dt.date
    until: dt.date
    by: str | None = None
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The period."""
        return f"What falls due from {day(self.as_of)} to {day(self.until)}"

    def groups(self) -> list[Group]:
        """Return what falls due together, in order of time; by committee, owner or lead the largest first."""
        if self.by is not None:
            return _grouped(self.rows, self.by)
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
                month=f"{group.first:%Y-%m}" if group.session is None and self.by in (None, "month") else None,
                first=group.first,
                by_owner=tuple(OwnerLoad(name=name, total=total) for name, total in by_owner(group.rows)),
                rows=group.rows,
                name=group.name,
            )
            for group in self.groups()
        )
        yield ForecastView(as_of=self.as_of, until=self.until, groups=tuple(groups), by=self.by)

    def flat(self) -> Grid:
        """Return the obligations, one row each, in order of time."""
        return Obligations(self._rows_in_order()).flat()

    def _rows_in_order(self) -> list[ObligationRow]:
        """Return the obligations in the order of their groups, each once."""
        rows = [row for group in self.groups() for row in group.rows]
        return list({row.reference: row for row in rows}.values())

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the load by session or month, by owner, and then each group."""
        groups = self.groups()
        if not groups:
            yield Text((("Nothing that is in the register falls due.",),))
            return
        counts = [(group.name, len(group.rows)) for group in groups]
        if self.by is None:
            yield _count_grid("When", counts, "By session or month")
        else:
            yield _count_grid(self.by.capitalize(), counts, f"By {self.by}")
        if self.by != "owner":
            yield _count_grid("Owner", by_owner(self.rows), "By owner")
        for group in groups:
            yield screen_grid(group.rows, caption=_caption(group), timetable=True)

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield the obligations, and the counts by owner."""
        yield "Forecast", sheet_grid(self._rows_in_order())
        if self.by not in (None, "owner"):
            counts = [(group.name, len(group.rows)) for group in self.groups()]
            yield f"By {self.by}", _count_grid(self.by.capitalize(), counts, None)
        yield "By owner", _count_grid("Owner", by_owner(self.rows), None)


def _months(row: ObligationRow) -> tuple[str, ...]:
    return (f"{row.due.due_on:%B %Y}",) if row.due is not None and row.due.due_on is not None else ()


#: What a forecast can be grouped by besides, each with the groups that an obligation is in.
GROUPED: Mapping[str, Callable[[ObligationRow], tuple[str, ...]]] = {
    "committee": lambda row: (row.committee or "Plenary",),
    "owner": lambda row: row.owners or (NOBODY.text,),
    "lead": lambda row: (row.lead or "no lead",),
    "month": _months,
}


def _grouped(rows: Sequence[ObligationRow], by: str) -> list[Group]:
    """Return groups of what falls due: months in their order, others the largest first."""
    found: dict[str, list[ObligationRow]] = {}
    for row in sorted(rows, key=_on):
        for name in GROUPED[by](row) if _on(row) < dt.date.max else ():
            found.setdefault(name, []).append(row)
    groups = [
        Group(None, None, _on(several[0]).replace(day=1) if by == "month" else _on(several[0]), tuple(several), name)
        for name, several in found.items()
    ]
    if by == "month":
        return sorted(groups, key=lambda group: group.first)
    return sorted(groups, key=lambda group: (-len(group.rows), group.name))


def _on(row: ObligationRow) -> dt.date:
    return row.due.due_on if row.due is not None and row.due.due_on is not None else dt.date.max


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
    if reports is None or group.heading is not None:  # which holds documents of several sessions
        return caption
    return f"{caption}; documents: submit by {day(reports.submit_by)}, issue by {day(reports.issue_by)}"
