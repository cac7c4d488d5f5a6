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

#: Words that say that the dates before a recurrence are its first ones.
_THEN = re.compile(
    r"\b(?:then|thereafter|afterwards|subsequent(?:ly)?|starting|beginning|commencing|first|from|and\s+every)\b"
)
_TOPIC = re.compile(r"\b(?:on|of|about|regarding)\s+(?!(?:a|an)\s+\w+\s+basis\b|\d)[^,;:]{1,60}(?=[,;:\s]|\Z)")
_FLEXIBLE = frozenset({"situation", "what", "owners", "cycle", "clause"})

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
        ended: also what has ended, under what stands.
    """

    rows: Sequence[CycleRow]
    as_of: dt.date
    ended: bool = False
    title: str | None = "Reporting and mandate cycles"

    def records(self) -> Iterator[CycleLine]:
        """Yield one object a mandate."""
        return map(self._line, self._shown())

    def flat(self) -> Grid:
        """Return one row a mandate."""
        columns = tuple(Column(name, flexible=name in _FLEXIBLE) for name in CycleLine.__struct_fields__)
        return Grid(columns, [astuple(line) for line in self.records()])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield a grid for each situation, in alphabetical order: what stands, then what has ended."""
        shown = self._shown()
        over = sum(has_ended(row, self.as_of) for row in self.rows)
        if not shown:
            yield Text((("No resolution in the register sets such a time.",) if not over else ("Nothing stands.",),))
        for (gone, name), group in groupby(shown, key=lambda row: (has_ended(row, self.as_of), row.situation)):
            lines = [self._line(row) for row in group]
            seen = Counter((line.what, line.cycle, line.legal_basis) for line in lines)
            yield Grid(
                _SCREEN,
                [
                    (
                        _with_topic(line) if seen[line.what, line.cycle, line.legal_basis] > 1 else line.what,
                        line.cycle,
                        line.legal_basis,
                        line.owners,
                        Styled(line.clause, Style.QUIET),
                    )
                    for line in lines
                ],
                caption=f"{name}: ended" if gone else name,
            )
        if over and not self.ended:
            yield Text(((f"{over:,} more ended; --ended shows them.",),))

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
        """Return what is shown, what stands first, by situation, the latest resolution first."""
        kept = [row for row in self.rows if self.ended or not has_ended(row, self.as_of)]
        return sorted(
            kept,
            key=lambda row: (has_ended(row, self.as_of), row.situation.casefold(), _newest(row.obligations[0])),
        )


def _with_topic(line: CycleLine) -> str:
    """Return what is asked for with what it is on, to tell two requests of one paragraph apart."""
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
    dues = [one.due for one in row.obligations if one.due]
    fixed = [due for due in dues if not due.every or due.kind != "recurring"]
    cycles = list(dict.fromkeys(words.cycle(due.every) for due in dues if due.every))
    dates = "; ".join(dict.fromkeys(_date_words(due) for due in fixed))
    then = ", then " if dates and _THEN.search(row.obligations[0].clause) else "; "
    text = then.join(filter(None, (dates, "; ".join(cycles))))
    if has_ended(row, as_of):
        return f"{text} ({_over(row, as_of)})"
    own_end = max((due.ends_on for due in dues if due.ends_on), default=None)
    if cycles and own_end:
        text = f"{text} until {day(own_end)}"
    next_on = next_date(row, as_of)
    return f"{text} [{day(next_on)}]" if cycles and next_on else text


def _date_words(due: DueRow) -> str:
    """Return one date without the recurrence it begins."""
    return words.due_words(replace(due, every=None, phrase=due.phrase.partition(" ... ")[0]))


def _over(row: CycleRow, as_of: dt.date) -> str:
    """Return that it is over, since when and by what."""
    if row.ends_on is None or row.ends_on >= as_of:
        return "passed"
    dues = [one.due for one in row.obligations if one.due]
    recurs = any(due.every for due in dues)
    came = not recurs and not row.renewed and all(due.due_on and due.due_on <= row.ends_on for due in dues)
    if row.ended_by is None or came:
        return f"ended {day(row.ends_on)}" if recurs else "passed"
    by = _cited(*row.ended_by.split("#", 1))
    return f"renewed, {by}" if row.renewed else f"ended {day(row.ends_on)}, {by}"


def next_date(row: CycleRow, as_of: dt.date) -> dt.date | None:
    """Return the first date on or after `as_of` on which something of the mandate is still expected, before its end."""
    dates = (one.due.due_on for one in row.obligations if one.due and one.state is not State.SETTLED)
    within = (date for date in dates if date and date >= as_of and (row.ends_on is None or date <= row.ends_on))
    return min(within, default=None)


def has_ended(row: CycleRow, as_of: dt.date) -> bool:
    """Return whether nothing is to come: its end or all its dates have passed."""
    if row.ends_on is not None and row.ends_on < as_of:
        return True
    if any(one.due and one.due.every for one in row.obligations):
        return False
    dates = [one.due.due_on for one in row.obligations if one.due]
    return all(dates) and next_date(row, as_of) is None


def _newest(row: ObligationRow) -> tuple[int, int, list[str]]:
    symbol = Symbol.parse(row.symbol)
    label = [part.zfill(6) for part in re.findall(r"\d+|\D+", row.label)]  # 8 before 13
    return -int(symbol.session) if symbol.session.isdigit() else 0, -symbol.number, label
