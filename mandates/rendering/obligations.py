"""Obligations as an answer: what `list` and `overdue` show, and every export of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.domain.kinds import Judgement
from mandates.domain.status import Status
from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.words import MARKS
from mandates.schema.items import ObligationRow

#: What stands for the owner where the paragraph names none.
NOBODY = Styled("nobody named", Style.QUIET)

#: Words shown before the first that a search found.
_LEAD = 4

#: Columns on a terminal. Who and what the clause says go below their row where the terminal is narrow.
_SCREEN = (
    Column("", minimum=1),
    Column("Reference", link=True),
    Column("Due", flexible=True, minimum=18, lines=2),
    Column("State", flexible=True, minimum=15, lines=2),
    Column("What"),
    Column("Title", flexible=True, minimum=26, lines=3, below=True),
    Column("Who", flexible=True, minimum=22, lines=2, below=True),
    Column("Clause", flexible=True, minimum=36, lines=2, below=True),
)

#: Columns of CSV and workbooks: everything, one value a cell.
_FLAT = (
    Column("reference"),
    Column("symbol", link=True),
    Column("label"),
    Column("title", flexible=True),
    Column("committee", flexible=True),
    Column("agenda_items"),
    Column("verb"),
    Column("owners", flexible=True),
    Column("lead", flexible=True),
    Column("focal_point", flexible=True),
    Column("deliverable"),
    Column("status", words=tuple(status.value for status in Status)),
    Column("state"),
    Column("days_late", number=True),
    Column("due_kind"),
    Column("due_body"),
    Column("due_session"),
    Column("due_phrase", flexible=True),
    Column("due_opens_on"),
    Column("due_on"),
    Column("submit_by"),
    Column("issue_by"),
    Column("evidence", flexible=True),
    Column("note", flexible=True),
    Column("judgement", words=tuple(word.value for word in Judgement)),
    Column("judgement_reason", flexible=True),
    Column("clause", flexible=True),
)


@dataclass(frozen=True)
class Obligations(Answer):
    """Rows of `list`, `overdue`, or part of another answer.

    Attributes:
        empty: what to say where there are none.
    """

    rows: Sequence[ObligationRow]
    title: str | None = None
    empty: str = "Nothing matches."

    def records(self) -> Iterator[ObligationRow]:
        """Yield one object an obligation."""
        return iter(self.rows)

    def flat(self) -> Grid:
        """Return all fields, one column each."""
        return Grid(_FLAT, [_flat_row(row) for row in self.rows])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal."""
        yield screen_grid(self.rows, empty=self.empty)

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield a sheet of all and, where there are several committees, one of each."""
        yield "Obligations", self.flat()
        by_committee: dict[str, list[ObligationRow]] = defaultdict(list)
        for row in self.rows:
            by_committee[row.committee or "Plenary"].append(row)
        for name in sorted(by_committee) if len(by_committee) > 1 else ():
            yield name, Grid(_FLAT, [_flat_row(row) for row in by_committee[name]])


def screen_grid(rows: Sequence[ObligationRow], *, caption: str | None = None, empty: str | None = None) -> Grid:
    """Return obligations as a person reads them."""
    return Grid(_SCREEN, [_screen_row(row) for row in rows], caption=caption, empty=empty)


def _screen_row(row: ObligationRow) -> tuple[Value, ...]:
    state = words.state_words(row)
    return (
        Styled(MARKS[row.state], state.style),
        Styled(row.reference, Style.STRONG),
        words.due_words(row.due),
        state,
        words.status_words(row.deliverable),
        title_words(row),
        who_words(row) or NOBODY,
        Styled(found_words(row) or row.clause, Style.QUIET),
    )


def title_words(row: ObligationRow) -> str | None:
    """Return the title of the resolution, with the committee and the agenda item it came from."""
    items = f"item {', '.join(row.agenda_items)}" if row.agenda_items else None
    origin = ", ".join(filter(None, (row.committee, items)))
    return " ".join(filter(None, (row.title, f"[{origin}]" if origin else None))) or None


def who_words(row: ObligationRow) -> tuple[str, ...]:
    """Return who is to act, and who is in charge."""
    charged = tuple(f"{word}: {name}" for word, name in (("lead", row.lead), ("focal", row.focal_point)) if name)
    return (*row.owners, *charged)


def found_words(row: ObligationRow) -> str:
    """Return the words around what a search found, with that between asterisks; empty where nothing was sought.

    What was found stands near the front, so that it is seen where a cell is cut.
    """
    pieces = [f"*{piece.text}*" if piece.found else piece.text for piece in row.matched]
    if pieces and not row.matched[0].found:
        words = pieces[0].removeprefix("…").split(" ")
        if len(words) > _LEAD + 1:
            pieces[0] = "… " + " ".join(words[-_LEAD - 1 :])
    return "".join(pieces).replace("* *", " ")


def _flat_row(row: ObligationRow) -> tuple[Value, ...]:
    due = row.due
    return (
        row.reference,
        row.symbol,
        row.label,
        row.title,
        row.committee,
        row.agenda_items,
        row.verb,
        row.owners,
        row.lead,
        row.focal_point,
        row.deliverable,
        row.status.value,
        row.state.value,
        row.days_late,
        due.kind if due else None,
        due.body if due else None,
        due.session if due else None,
        due.phrase if due else None,
        due.opens_on if due else None,
        due.due_on if due else None,
        row.submit_by,
        row.issue_by,
        words.evidence_words(row),
        row.note,
        row.judgement.value if row.judgement else None,
        row.judgement_reason,
        row.clause,
    )
