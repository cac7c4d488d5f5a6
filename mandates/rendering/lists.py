"""Resolutions, owners and sessions as answers: what the bare nouns list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import astuple

from mandates.domain.status import Role
from mandates.reference.calendar import Session
from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.text import day
from mandates.schema.lists import OwnerRow, ResolutionRow, SessionRow


@dataclass(frozen=True)
class Resolutions(Answer):
    """The answer of `resolutions`."""

    rows: Sequence[ResolutionRow]
    title: str | None = None

    def records(self) -> Iterator[ResolutionRow]:
        """Yield one object per resolution."""
        return iter(self.rows)

    def flat(self) -> Grid:
        """Return all fields, one column each."""
        names = ("symbol", "title", "body", "session", "adopted_on", "paragraphs", "mandates", "open", "overdue")
        columns = tuple(Column(name, flexible=name == "title") for name in names)
        return Grid(columns, [[getattr(row, name) for name in names] for row in self.rows])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal."""
        columns = (
            Column("Resolution"),
            Column("Title", flexible=True, minimum=24, lines=2),
            Column("Adopted", minimum=11),
            Column("Paragraphs", number=True, spare=True),
            Column("Mandates", number=True),
            Column("Open", number=True),
            Column("Late", number=True),
        )
        rows: list[tuple[Value, ...]] = [
            (
                Styled(row.symbol, Style.STRONG),
                row.title or Styled("no title", Style.QUIET),
                row.adopted_on,
                row.paragraphs,
                row.mandates,
                row.open,
                words.late(row.overdue),
            )
            for row in self.rows
        ]
        yield Grid(columns, rows, empty="No resolution matches.")


@dataclass(frozen=True)
class Owners(Answer):
    """The answer of `owners`."""

    rows: Sequence[OwnerRow]
    title: str | None = None
    role: Role = Role.OWNER

    def records(self) -> Iterator[OwnerRow]:
        """Yield one object per owner, or per party of another role."""
        return iter(self.rows)

    def flat(self) -> Grid:
        """Return all fields, one column each."""
        names = ("name", "entity", "mandates", "open", "overdue", "settled")
        columns = tuple(Column(name, flexible=name == "name") for name in names)
        return Grid(columns, [[getattr(row, name) for name in names] for row in self.rows])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal."""
        columns = (
            Column(self.role.words.capitalize(), flexible=True, minimum=30, lines=2),
            Column("Mandates", number=True),
            Column("Open", number=True),
            Column("Late", number=True),
            Column("Settled", number=True),
        )
        rows: list[tuple[Value, ...]] = [
            (row.name, row.mandates, row.open, words.late(row.overdue), row.settled) for row in self.rows
        ]
        yield Grid(columns, rows, empty=f"No {self.role.words} matches.")


@dataclass(frozen=True)
class Views(Answer):
    """The answer of `view`: the saved filters of each view by its name, as plain data."""

    kept: Mapping[str, Mapping[str, Any]]
    title: str | None = None

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield one object per view."""
        return ({"name": name, "filters": dict(filters)} for name, filters in self.kept.items())

    def flat(self) -> Grid:
        """Return one row per view."""
        columns = (Column("View"), Column("Filters", flexible=True, minimum=30, lines=6))
        return Grid(columns, self._rows(), empty="No view is saved; 'mandates view save NAME' saves one.")

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal."""
        yield self.flat()

    def _rows(self) -> list[tuple[Value, ...]]:
        return [(Styled(name, Style.STRONG), "; ".join(filter_words(filters))) for name, filters in self.kept.items()]


def filter_words(filters: Mapping[str, Any], sign: str = "") -> Iterator[str]:
    """Yield the words of each filter: ``committees: Second``; ``not deliverables: agenda_item``."""
    for name, value in filters.items():
        if isinstance(value, Mapping):
            yield from filter_words(value, "not ")
            continue
        value_text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield f"{sign}{name.replace('_', ' ')}" + ("" if value is True else f": {value_text}")


@dataclass(frozen=True)
class Sessions(Answer):
    """The answer of `sessions`: dates of sessions and their document timetables, as of a date."""

    rows: Sequence[Session]
    as_of: dt.date
    title: str | None = None

    def records(self) -> Iterator[SessionRow]:
        """Yield one object per session."""
        for row in self.rows:
            timetable = row.timetable
            yield SessionRow(
                body=row.body,
                session=row.session,
                opens_on=row.opens_on,
                closes_on=row.closes_on,
                submit_by=timetable.submit_by if timetable else None,
                issue_by=timetable.issue_by if timetable else None,
                exact=row.exact,
                confidence=row.confidence.value,
                place=row.place or None,
                note=row.note or None,
                source=row.source,
            )

    def flat(self) -> Grid:
        """Return all fields, one column each."""
        names = SessionRow.__struct_fields__
        columns = tuple(Column(name, flexible=name in ("note", "source")) for name in names)
        rows = [
            ["yes" if value is True else "no" if value is False else value for value in astuple(row)]
            for row in self.records()
        ]
        return Grid(columns, rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal; for a single session also the source of its dates."""
        columns = (
            Column("", minimum=1),
            Column("Session", flexible=True, minimum=14),
            Column("Opens"),
            Column("Closes"),
            Column("Submit by"),
            Column("Issue by"),
            Column("Dates", spare=True),
        )
        yield Grid(columns, [self._row(row) for row in self.rows], empty="No such session is known.")
        if len(self.rows) == 1:
            row = self.rows[0]
            facts = [("Dates", _CONFIDENCE_WORDS[row.confidence.value]), ("Note", row.note), ("Source", row.source)]
            yield Text(tuple((f"{name}: {value}",) for name, value in facts if value))

    def _row(self, row: Session) -> tuple[Value, ...]:
        timetable = row.timetable
        current = row.includes(self.as_of)
        return (
            Styled(">", Style.DUE) if current else "",
            f"{words.abbreviation(row.body)} {row.session}",
            _date(row.opens_on, exact=row.exact),
            _date(row.closes_on, exact=row.exact),
            timetable.submit_by if timetable else None,
            timetable.issue_by if timetable else None,
            _CONFIDENCE_WORDS[row.confidence.value],
        )


_CONFIDENCE_WORDS = {
    "high": "from a source",
    "medium": "from one source",
    "planned": "as announced",
    "year": "year only",
    "rule": "by the rule",
    "window": "about",
}


def _date(value: dt.date | None, *, exact: bool) -> Value:
    if value is None:
        return Styled("not known", Style.QUIET)
    return value if exact else Styled(f"~{day(value)}", Style.QUIET)
