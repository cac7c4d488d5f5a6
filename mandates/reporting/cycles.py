"""Reporting and mandate cycles as an answer: situation, what, cycle in words with the next date, legal basis.

The form is that of the table which the Security Council's secretariat keeps of the same name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mandates.register.views import ObligationRow, State
from mandates.reporting import words
from mandates.reporting.answer import Answer, Column, Grid, Style, Styled, Text
from mandates.reporting.records import json_value
from mandates.reporting.text import day
from mandates.symbols import Symbol

_NAMES = ("situation", "what", "owners", "cycle", "next_on", "legal_basis", "reference", "clause")

_SCREEN = (
    Column("What", flexible=True, minimum=18, lines=3),
    Column("Cycle [next]", flexible=True, minimum=22, lines=4),
    Column("Legal basis", flexible=True, minimum=14, lines=3),
    Column("Who", flexible=True, minimum=20, lines=3, below=True),
    Column("Clause", flexible=True, minimum=36, lines=2, below=True),
)


@dataclass(frozen=True)
class Cycles(Answer):
    """What `cycles` shows: mandates with a time, those of one situation together.

    Attributes:
        situations: what each resolution is about, by its symbol, where its title does not say so.
        current: only what has a date on or after `as_of`, or recurs without one.
    """

    rows: Sequence[ObligationRow]
    as_of: dt.date
    situations: Mapping[str, str]
    current: bool = False
    title: str | None = "Reporting and mandate cycles"

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield one object a mandate."""
        for mandate in self._mandates():
            yield dict(zip(_NAMES, map(json_value, self._fields(mandate)), strict=True))

    def flat(self) -> Grid:
        """Return one row a mandate."""
        columns = tuple(Column(name, flexible=name in ("situation", "owners", "cycle", "clause")) for name in _NAMES)
        return Grid(columns, [self._fields(mandate) for mandate in self._mandates()])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield a grid for each situation, in alphabetical order."""
        mandates = self._mandates()
        if not mandates:
            yield Text((("No resolution in the register sets such a time.",),))
        for name, group in groupby(mandates, key=lambda mandate: self._situation(mandate[0])):
            rows = [self._fields(mandate) for mandate in group]
            yield Grid(
                _SCREEN,
                [
                    (what, cycle, basis, owners, Styled(clause, Style.QUIET))
                    for _, what, owners, cycle, _, basis, _, clause in rows
                ],
                caption=name,
            )

    def _fields(self, mandate: Sequence[ObligationRow]) -> tuple[Any, ...]:
        first = mandate[0]
        return (
            self._situation(first),
            words.status_words(first.deliverable),
            first.owners,
            cycle_words(mandate, self.as_of),
            next_date(mandate, self.as_of),
            legal_basis(first),
            first.mandate,
            first.clause,
        )

    def _mandates(self) -> list[list[ObligationRow]]:
        """Return the obligations of each mandate together, by situation, the latest resolution first."""
        together: dict[str, list[ObligationRow]] = {}
        for row in self.rows:
            if row.due is not None:
                together.setdefault(row.mandate, []).append(row)
        kept = [mandate for mandate in together.values() if not self.current or self._is_current(mandate)]
        return sorted(kept, key=lambda mandate: (self._situation(mandate[0]).casefold(), _newest(mandate[0])))

    def _situation(self, row: ObligationRow) -> str:
        return self.situations.get(row.symbol) or row.title or row.symbol

    def _is_current(self, mandate: Sequence[ObligationRow]) -> bool:
        undated = any(row.due and row.due.every and not row.due.due_on for row in mandate)
        return undated or next_date(mandate, self.as_of) is not None


def legal_basis(row: ObligationRow) -> str:
    """Return resolution and paragraph as lawyers cite them: ``2349 (2017), para. 5``."""
    symbol = row.symbol.removeprefix("S/RES/").removeprefix("A/RES/")
    return f"{symbol}, para. {row.label}"


def cycle_words(mandate: Sequence[ObligationRow], as_of: dt.date) -> str:
    """Return the cycle in words with its next date in brackets.

    ``31 Jan 2026; 15 Jun 2026``, ``until 31 May 2026``, ``20 Nov 2025, then every 60 days [19 Jan 2026]``.
    """
    fixed = [row.due for row in mandate if row.due and not row.due.every]
    cycles = {row.due.every: words.cycle(row.due.every) for row in mandate if row.due and row.due.every}
    parts = ["; ".join(dict.fromkeys(words.due_words(due) for due in fixed))] if fixed else []
    parts += ["; ".join(cycles.values())] if cycles else []
    text = ", then ".join(parts)
    next_on = next_date(mandate, as_of)
    ends_on = max((row.due.ends_on for row in mandate if row.due and row.due.ends_on), default=None)
    if cycles and ends_on:
        text = f"{text} until {day(ends_on)}"
    if cycles and next_on:
        return f"{text} [{day(next_on)}]"
    over = ends_on is not None and ends_on < as_of
    return f"{text} (passed)" if not next_on and (over or any(due.due_on for due in fixed)) else text


def next_date(mandate: Sequence[ObligationRow], as_of: dt.date) -> dt.date | None:
    """Return the first date on or after `as_of` on which something of the mandate is still expected."""
    dates = (row.due.due_on for row in mandate if row.due and row.state is not State.SETTLED)
    return min((date for date in dates if date and date >= as_of), default=None)


def _newest(row: ObligationRow) -> tuple[int, int, list[str]]:
    symbol = Symbol.parse(row.symbol)
    label = [part.zfill(6) for part in re.findall(r"\d+|\D+", row.label)]  # 8 before 13
    return -int(symbol.session) if symbol.session.isdigit() else 0, -symbol.number, label
