"""Reporting and mandate cycles as an answer: situation, what, cycle in words with the next date, legal basis.

The form is that of the table which the Security Council's secretariat keeps of the same name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from msgspec.structs import astuple, replace

from mandates.domain.status import State
from mandates.domain.symbols import Symbol
from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text
from mandates.rendering.text import day
from mandates.schema.cycles import CycleLine, CycleRow
from mandates.schema.items import DueRow, ObligationRow

#: Words that mark the dates given before a recurrence as its first dates.
_INTRODUCES_RECURRENCE = re.compile(
    r"\b(?:then|thereafter|afterwards|subsequent(?:ly)?|starting|beginning|commencing|first|from|and\s+every)\b"
)
_TOPIC = re.compile(r"\b(?:on|of|about|regarding)\s+(?!(?:a|an)\s+\w+\s+basis\b|\d)[^,;:]{1,60}(?=[,;:\s]|\Z)")
_FLEXIBLE = frozenset({"situation", "what", "owners", "cycle", "clause"})

_SCREEN_COLUMNS = (
    Column("What", flexible=True, minimum=18, lines=3),
    Column("Cycle [next]", flexible=True, minimum=22, lines=4),
    Column("Legal basis", flexible=True, minimum=14, lines=3),
    Column("Who", flexible=True, minimum=20, lines=3, below=True),
    Column("Clause", flexible=True, minimum=36, lines=2, below=True),
)


@dataclass(frozen=True)
class Cycles(Answer):
    """The answer of `cycles`: mandates with a time limit or a recurrence, grouped by situation.

    Attributes:
        ended: whether mandates that have ended are shown too, below those in force.
    """

    rows: Sequence[CycleRow]
    as_of: dt.date
    ended: bool = False
    title: str | None = "Reporting and mandate cycles"

    def records(self) -> Iterator[CycleLine]:
        """Yield one object per mandate."""
        return map(self._line, self._shown())

    def flat(self) -> Grid:
        """Return one row per mandate."""
        columns = tuple(Column(name, flexible=name in _FLEXIBLE) for name in CycleLine.__struct_fields__)
        return Grid(columns, [astuple(line) for line in self.records()])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield a grid for each situation, in alphabetical order: mandates in force, then those that have ended."""
        rows = self._shown()
        ended_count = sum(has_ended(row, self.as_of) for row in self.rows)
        if not rows:
            yield Text(
                (("No resolution in the register sets a cycle.",) if not ended_count else ("No cycle is in force.",),)
            )
        for (ended, name), group in groupby(rows, key=lambda row: (has_ended(row, self.as_of), row.situation)):
            lines = [self._line(row) for row in group]
            occurrences = Counter((line.what, line.cycle, line.legal_basis) for line in lines)
            yield Grid(
                _SCREEN_COLUMNS,
                [
                    (
                        _with_topic(line) if occurrences[line.what, line.cycle, line.legal_basis] > 1 else line.what,
                        line.cycle,
                        line.legal_basis,
                        line.owners,
                        Styled(line.clause, Style.QUIET),
                    )
                    for line in lines
                ],
                caption=f"{name}: ended" if ended else name,
            )
        if ended_count and not self.ended:
            yield Text(((f"{ended_count:,} more ended; --ended shows them.",),))

    def _line(self, row: CycleRow) -> CycleLine:
        first = row.obligations[0]
        return CycleLine(
            situation=row.situation,
            what=row.subject or words.status_words(first.deliverable),
            owners=first.owners,
            cycle=cycle_words(row, self.as_of),
            next_on=next_date(row, self.as_of),
            legal_basis=legal_basis(first),
            reference=first.mandate,
            clause=first.clause,
            deliverable=first.deliverable,
            ends_on=row.ends_on,
            ended_by=row.ended_by,
            ended=has_ended(row, self.as_of),
        )

    def _shown(self) -> list[CycleRow]:
        """Return the rows to show: mandates in force first, by situation, the latest resolution first."""
        rows = [row for row in self.rows if self.ended or not has_ended(row, self.as_of)]
        return sorted(
            rows,
            key=lambda row: (has_ended(row, self.as_of), row.situation.casefold(), _newest(row.obligations[0])),
        )


def _with_topic(line: CycleLine) -> str:
    """Return what is asked for with its topic, to tell two requests of one paragraph apart."""
    topic = _TOPIC.search(line.clause)
    return f"{line.what} {' '.join(topic[0].split())}" if topic else line.what


def legal_basis(row: ObligationRow) -> str:
    """Return resolution and paragraph as lawyers cite them: ``2349 (2017), para. 5``."""
    return _cited(row.symbol, row.label)


def _cited(symbol: str, label: str) -> str:
    label = re.sub(r"\.\d+\Z", "", label)
    label = re.sub(r"(?<=\w)\(", " (", label)
    return f"{symbol.removeprefix('S/RES/').removeprefix('A/RES/')}, para. {label}"


def cycle_words(row: CycleRow, as_of: dt.date) -> str:
    """Return the cycle in words with its next date in brackets.

    ``31 Jan 2026; 15 Jun 2026``, ``until 31 May 2026``, ``20 Nov 2025, then every 60 days [19 Jan 2026]``,
    ``every 90 days (ended 3 Dec 2023, 2715 (2023), para. 1)``.
    """
    dues = [obligation.due for obligation in row.obligations if obligation.due]
    dated = [due for due in dues if not due.every or due.kind != "recurring"]
    recurrences = list(dict.fromkeys(words.cycle(due.every) for due in dues if due.every))
    dates = "; ".join(dict.fromkeys(_date_words(due) for due in dated))
    then = ", then " if dates and _INTRODUCES_RECURRENCE.search(row.obligations[0].clause) else "; "
    text = then.join(filter(None, (dates, "; ".join(recurrences))))
    if has_ended(row, as_of):
        return f"{text} ({_end_words(row, as_of)})"
    own_end = max((due.ends_on for due in dues if due.ends_on), default=None)
    if recurrences and own_end:
        text = f"{text} until {day(own_end)}"
    next_on = next_date(row, as_of)
    return f"{text} [{day(next_on)}]" if recurrences and next_on else text


def _date_words(due: DueRow) -> str:
    """Return one date without the recurrence that begins on it."""
    return words.due_words(replace(due, every=None, phrase=due.phrase.partition(" ... ")[0]))


def _end_words(row: CycleRow, as_of: dt.date) -> str:
    """Return that a mandate has ended or was renewed, with the date and the paragraph that did so where known."""
    if row.ends_on is None or row.ends_on >= as_of:
        return "passed"
    dues = [obligation.due for obligation in row.obligations if obligation.due]
    recurs = any(due.every for due in dues)
    all_due = not recurs and not row.renewed and all(due.due_on and due.due_on <= row.ends_on for due in dues)
    if row.ended_by is None or all_due:
        return f"ended {day(row.ends_on)}" if recurs else "passed"
    renewed_in = _cited(*row.ended_by.split("#", 1))
    return f"renewed, {renewed_in}" if row.renewed else f"ended {day(row.ends_on)}, {renewed_in}"


def next_date(row: CycleRow, as_of: dt.date) -> dt.date | None:
    """Return the first date from `as_of` to the end of the mandate on which one of its open obligations is due."""
    dates = (
        obligation.due.due_on
        for obligation in row.obligations
        if obligation.due and obligation.state is not State.SETTLED
    )
    within = (date for date in dates if date and date >= as_of and (row.ends_on is None or date <= row.ends_on))
    return min(within, default=None)


def has_ended(row: CycleRow, as_of: dt.date) -> bool:
    """Return whether the mandate has no future due date: its end or all its dates have passed."""
    if row.ends_on is not None and row.ends_on < as_of:
        return True
    if any(obligation.due and obligation.due.every for obligation in row.obligations):
        return False
    dates = [obligation.due.due_on for obligation in row.obligations if obligation.due]
    return all(dates) and next_date(row, as_of) is None


def _newest(row: ObligationRow) -> tuple[int, int, list[str]]:
    symbol = Symbol.parse(row.symbol)
    label = [part.zfill(6) for part in re.findall(r"\d+|\D+", row.label)]  # 8 before 13
    return -int(symbol.session) if symbol.session.isdigit() else 0, -symbol.number, label
