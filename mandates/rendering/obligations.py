"""Obligations as an answer: what `list` and `overdue` show, and every export of rows."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.domain.kinds import Judgement
from mandates.domain.status import Status
from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.words import MARKS
from mandates.schema.items import ObligationRow
from mandates.schema.marks import WRITTEN, marked

#: The words for a missing owner, where the paragraph names none.
NOBODY = Styled("nobody named", Style.QUIET)

#: The number of words that are shown before the first match of a search.
_WORDS_BEFORE_MATCH = 4

#: Columns on a terminal. On a narrow one, the title, the parties and the clause go below their row.
_SCREEN_COLUMNS = (
    Column("", minimum=1),
    Column("Reference", link=True),
    Column("Due", flexible=True, minimum=18, lines=2),
    Column("State", flexible=True, minimum=15, lines=2),
    Column("What"),
    Column("Title", flexible=True, minimum=26, lines=3, below=True),
    Column("Who", flexible=True, minimum=22, lines=2, below=True),
    Column("Clause", flexible=True, minimum=36, lines=2, below=True),
)

#: The index of the first column that may go below its row.
_FIRST_BELOW = next(i for i, column in enumerate(_SCREEN_COLUMNS) if column.below)

#: Columns of CSV and workbooks: all fields, one value per cell.
_FLAT_COLUMNS = (
    Column("reference"),
    Column("symbol", link=True),
    Column("label"),
    Column("title", flexible=True),
    Column("committee", flexible=True),
    Column("agenda_items"),
    Column("class"),
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
    Column("parts", flexible=True),
    Column("document"),
    Column("document_date"),
    Column("id"),
    Column("version"),
    Column("entities"),
    Column("programmes"),
)

#: Columns of the sheets of a workbook: those that identify an item, those that people fill in, the others.
_SHEET_COLUMNS = (
    Column("reference", link=True, widest=28),
    Column("title", widest=34),
    Column("committee", widest=18),
    Column("agenda_items", widest=11),
    Column("deliverable", widest=12),
    Column("owners", widest=26),
    Column("due", widest=22),
    Column("state", widest=18),
    Column("status", words=tuple(status.value for status in Status), filled=True),
    Column("document", link=True, minimum=14, widest=18, filled=True),
    Column("document_date", minimum=12, filled=True),
    Column("lead", minimum=16, widest=20, filled=True),
    Column("focal_point", minimum=14, widest=18, filled=True),
    Column("note", minimum=28, widest=34, filled=True),
    Column("clause", widest=80, unprinted=True),
    Column("due_on", unprinted=True),
    Column("symbol", link=True, widest=20, unprinted=True),
    Column("label", unprinted=True),
    Column("verb", unprinted=True),
    Column("days_late", number=True, unprinted=True),
    Column("submit_by", unprinted=True),
    Column("issue_by", unprinted=True),
    Column("evidence", widest=24, unprinted=True),
    Column("entities", widest=30, unprinted=True),
    Column("programmes", widest=30, unprinted=True),
    Column("id", number=True, unprinted=True),
    Column("version", number=True, unprinted=True),
    Column(WRITTEN, hidden=True),
)


#: When documents for a session are to be submitted and issued, if there is enough room.
_TIMETABLE_COLUMNS = (Column("Submit by", spare=True), Column("Issue by", spare=True))


@dataclass(frozen=True)
class Obligations(Answer):
    """The answer of `list` and `overdue`, or a part of another answer.

    Attributes:
        empty: the sentence to show if there are no rows.
    """

    rows: Sequence[ObligationRow]
    title: str | None = None
    empty: str = "Nothing matches."

    def records(self) -> Iterator[ObligationRow]:
        """Yield one object per obligation."""
        return iter(self.rows)

    def flat(self) -> Grid:
        """Return all fields, one column each."""
        return Grid(_FLAT_COLUMNS, [_flat_row(row) for row in self.rows])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal."""
        yield screen_grid(self.rows, empty=self.empty)

    def sheets(self) -> Iterator[tuple[str, Grid]]:
        """Yield a sheet with all obligations and, if there are several committees, one for each of them."""
        yield "Obligations", sheet_grid(self.rows)
        by_committee: dict[str, list[ObligationRow]] = defaultdict(list)
        for row in self.rows:
            by_committee[row.committee or "Plenary"].append(row)
        for name in sorted(by_committee) if len(by_committee) > 1 else ():
            yield name, sheet_grid(by_committee[name])


def sheet_grid(rows: Sequence[ObligationRow]) -> Grid:
    """Return obligations as a sheet of a workbook in which people can update them."""
    return Grid(_SHEET_COLUMNS, [_sheet_row(row) for row in rows])


def _sheet_row(row: ObligationRow) -> tuple[Value, ...]:
    filled = marked(row)
    return (
        row.reference,
        row.title,
        row.committee,
        row.agenda_items,
        words.status_words(row.deliverable),
        row.owners,
        words.due_words(row.due),
        words.state_words(row).text,
        filled["status"],
        filled["document"] or None,
        dt.date.fromisoformat(filled["document_date"]) if filled["document_date"] else None,
        row.lead,
        row.focal_point,
        row.note,
        row.clause,
        row.due.due_on if row.due else None,
        row.symbol,
        row.label,
        row.verb,
        row.days_late,
        row.submit_by,
        row.issue_by,
        words.evidence_words(row),
        row.entities,
        row.programmes,
        row.id,
        row.version,
        json.dumps(filled, ensure_ascii=False),
    )


def screen_grid(
    rows: Sequence[ObligationRow], *, caption: str | None = None, empty: str | None = None, timetable: bool = False
) -> Grid:
    """Return obligations as a grid for people; with `timetable`, also the days to submit and issue documents."""
    columns: tuple[Column, ...] = _SCREEN_COLUMNS
    cells = [_screen_row(row) for row in rows]
    if timetable:
        columns = (*_SCREEN_COLUMNS[:_FIRST_BELOW], *_TIMETABLE_COLUMNS, *_SCREEN_COLUMNS[_FIRST_BELOW:])
        cells = [
            (*cell_row[:_FIRST_BELOW], row.submit_by, row.issue_by, *cell_row[_FIRST_BELOW:])
            for row, cell_row in zip(rows, cells, strict=True)
        ]
    return Grid(columns, cells, caption=caption, empty=empty)


def _screen_row(row: ObligationRow) -> tuple[Value, ...]:
    state = words.state_words(row)
    return (
        Styled(MARKS[row.state], state.style),
        Styled(row.reference, Style.STRONG),
        words.due_words(row.due),
        state,
        words.what_words(row),
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
    """Return the owners, the lead office and the focal point."""
    responsible = tuple(f"{role}: {name}" for role, name in (("lead", row.lead), ("focal", row.focal_point)) if name)
    return (*row.owners, *responsible)


def found_words(row: ObligationRow) -> str:
    """Return the text around the matches of a search, with each match between asterisks; empty without a search.

    The first match is near the front, so that it stays visible if the cell is cut.
    """
    pieces = [f"*{piece.text}*" if piece.found else piece.text for piece in row.matched]
    if pieces and not row.matched[0].found:
        words = pieces[0].removeprefix("…").split(" ")
        if len(words) > _WORDS_BEFORE_MATCH + 1:
            pieces[0] = "… " + " ".join(words[-_WORDS_BEFORE_MATCH - 1 :])
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
        row.class_.value,
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
        tuple(words.part_words(part) for part in row.parts),
        *(marked(row)[name] or None for name in ("document", "document_date")),
        row.id,
        row.version,
        row.entities,
        row.programmes,
    )
