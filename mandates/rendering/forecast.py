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
    """Obligations that fall due together.

    Attributes:
        body: the body at whose session they are due or, for dates, that asked for them; None for other groups.
        session: the session, or None.
        first: the opening day of the session or the first day of the month; for other groups the first due date.
        heading: the name of a group that is neither a session nor a month of a body.
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
    """The answer of `forecast`.

    Attributes:
        rows: the obligations that fall due in the period, in their state on `as_of`.
        by: the key in `GROUPED` by which they are grouped; None for sessions and, for those due on dates, months.
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
        """Return the groups in chronological order; by committee, owner or lead, the largest first."""
        if self.by is not None:
            return _grouped(self.rows, self.by)
        rows_by_key: dict[tuple[str, int | str | None, dt.date], list[ObligationRow]] = {}
        for row in self.rows:
            due = row.due
            if due is None or due.due_on is None:
                continue
            key: tuple[str, int | str | None, dt.date]
            if due.kind == "session" and due.body and due.session is not None:
                key = (due.body, due.session, due.opens_on or due.due_on)
            else:
                key = _group_of_date(Symbol.parse(row.symbol).body, due.due_on)
            rows_by_key.setdefault(key, []).append(row)
        groups = [Group(*key, tuple(rows)) for key, rows in rows_by_key.items()]
        return sorted(groups, key=lambda group: (group.first, group.body, str(group.session)))

    def records(self) -> Iterator[ForecastView]:
        """Yield one object: the whole forecast."""
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
        """Return the obligations, one per row, in chronological order."""
        return Obligations(self._rows_in_order()).flat()

    def _rows_in_order(self) -> list[ObligationRow]:
        """Return the obligations in the order of their groups, each once."""
        rows = [row for group in self.groups() for row in group.rows]
        return list({row.reference: row for row in rows}.values())

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the counts by session or month (or by `by`), the counts by owner, and then each group."""
        groups = self.groups()
        if not groups:
            yield Text((("Nothing in the register falls due.",),))
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


def _month(row: ObligationRow) -> tuple[str, ...]:
    return (f"{row.due.due_on:%B %Y}",) if row.due is not None and row.due.due_on is not None else ()


#: Other ways to group a forecast, each with a function that returns the groups of an obligation.
GROUPED: Mapping[str, Callable[[ObligationRow], tuple[str, ...]]] = {
    "committee": lambda row: (row.committee or "Plenary",),
    "owner": lambda row: row.owners or (NOBODY.text,),
    "lead": lambda row: (row.lead or "no lead",),
    "month": _month,
}


def _grouped(rows: Sequence[ObligationRow], by: str) -> list[Group]:
    """Return the groups of `rows` by a key of `GROUPED`: months in their order, others the largest first."""
    rows_by_name: dict[str, list[ObligationRow]] = {}
    for row in sorted(rows, key=_due_date):
        for name in GROUPED[by](row) if _due_date(row) < dt.date.max else ():
            rows_by_name.setdefault(name, []).append(row)
    groups = [
        Group(
            None,
            None,
            _due_date(members[0]).replace(day=1) if by == "month" else _due_date(members[0]),
            tuple(members),
            name,
        )
        for name, members in rows_by_name.items()
    ]
    if by == "month":
        return sorted(groups, key=lambda group: group.first)
    return sorted(groups, key=lambda group: (-len(group.rows), group.name))


def _due_date(row: ObligationRow) -> dt.date:
    return row.due.due_on if row.due is not None and row.due.due_on is not None else dt.date.max


def _group_of_date(body: str, date: dt.date) -> tuple[str, int | str | None, dt.date]:
    """Return the group key of a date: the session of `body` on that day or, if there is none, the month."""
    session = calendar.session_at(body, date)
    if session is None or session.opens_on is None:
        return body, None, date.replace(day=1)
    return body, session.session, session.opens_on


def by_owner(rows: Iterator[ObligationRow] | Sequence[ObligationRow]) -> list[tuple[str, int]]:
    """Return (owner, number of rows) pairs, the highest numbers first."""
    counts = Counter(owner for row in rows for owner in row.owners or (NOBODY.text,))
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _count_grid(title: str, counts: Sequence[tuple[str, int]], caption: str | None) -> Grid:
    chart = Chart(caption or title, ("Due",), tuple((name, (total,)) for name, total in counts[:12]))
    columns = (Column(title, flexible=True, minimum=24, lines=2), Column("Due", number=True))
    return Grid(columns, counts, caption=caption, chart=chart)


def _caption(group: Group) -> str:
    """Return the name of a group with its number of items and the timetable of its documents, if there is one."""
    report = next((row for row in group.rows if row.submit_by and row.issue_by), None)
    caption = f"{group.name}: {count(len(group.rows), 'item')}"
    if report is None or group.heading is not None:  # such a group has documents of several sessions
        return caption
    return f"{caption}; documents: submit by {day(report.submit_by)}, issue by {day(report.issue_by)}"
