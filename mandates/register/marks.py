"""Tables in which people marked items: what was edited since the table was written becomes one change.

A value that was also changed in the register since then is a conflict, which is reported and left to people.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mandates.domain.commands import Assign, Command, Note, Report, Update
from mandates.domain.errors import MandatesError, UsageError
from mandates.domain.issued import DocumentSymbol
from mandates.domain.status import ANSWERED, Status
from mandates.register import lists, track
from mandates.register.parties import own_name
from mandates.register.references import find_obligation
from mandates.register.track import Changed
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.items import ObligationRow
from mandates.schema.marks import MARKED, marked
from mandates.store import locks, obligations


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a table, with the cells of those columns that the table has.

    Attributes:
        place: its place in the table, for messages: ``Obligations, row 12``.
        id, version: of the obligation; None if the table does not contain them.
        cells: the values of the editable columns. written: their values when the table was written; None if unknown.
    """

    place: str
    reference: str
    id: int | None
    version: int | None
    cells: Mapping[str, str]
    written: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The result of importing a table.

    Attributes:
        changed: the items that were changed, once for each kind of change.
        conflicts, refused: pairs of a place and the reason.
        change: the number of the change, for `undo`; None if nothing was written.
    """

    changed: tuple[Changed, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    change: int | None = None


def bring(work: UnitOfWork, lines: Sequence[Line]) -> Brought:
    """Apply the edits in the lines of a table as one change; conflicting and invalid edits are reported instead."""
    locks.many(work.connection)
    conflicts: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    changed: list[Changed] = []
    for row_and_lines in _rows(work, lines, refused):
        row, row_lines = row_and_lines
        place = f"{row.reference} ({row_lines[0].place})"
        edits, row_conflicts = _edits(row, row_lines)
        conflicts += [(place, conflict) for conflict in row_conflicts]
        if not edits:
            continue
        savepoint = work.connection.begin_nested()
        try:
            applied = [
                change
                for command in _commands(row, edits)
                for change in track.apply(work, command, track.Named(references=(row.reference,))).changed
            ]
        except MandatesError as error:
            savepoint.rollback()
            work.forget_sessions()
            work.forget_calendars()
            refused.append((place, error.reason))
        else:
            savepoint.commit()
            changed += applied
    return Brought(changed=tuple(changed), conflicts=tuple(conflicts), refused=tuple(refused), change=work.change_id)


def _rows(
    work: UnitOfWork, lines: Sequence[Line], refused: list[tuple[str, str]]
) -> Iterator[tuple[ObligationRow, list[Line]]]:
    """Yield each obligation that lines name, in its current state, with its lines; lines without one are refused."""
    by_id: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.id:
            by_id[line.id].append(line)
            continue
        try:
            by_id[find_obligation(work.connection, line.reference, work.day).obligation_id].append(line)
        except MandatesError as error:
            refused.append((line.place, error.reason))
    listed = obligations.of_obligations_there(work.connection, list(by_id), work.day)
    rows = {row.id: row for row in lists.shown(work.connection, listed, work.day)}
    for obligation_id, own_lines in by_id.items():
        if obligation_id in rows:
            yield rows[obligation_id], own_lines
        elif any(line.cells != line.written for line in own_lines):
            refused.append(
                (own_lines[0].place, f"{own_lines[0].reference} is not expected yet, or is of another register")
            )


def _edits(row: ObligationRow, lines: Sequence[Line]) -> tuple[dict[str, str], list[str]]:
    """Return the edits of an item, by column, and the conflicts with the register or with another line."""
    current = marked(row)
    edits: dict[str, str] = {}
    conflicts: list[str] = []
    for line in lines:
        written = line.written
        if written is None and (line.version is None or line.version == row.version):
            written = current
        for name in MARKED:
            cell = line.cells.get(name)
            if (
                cell is None
                or _stored_form(name, cell) == current[name]
                or (written is not None and cell == written.get(name, ""))
            ):
                continue
            column = name.replace("_", " ")
            if written is None or current[name] != written.get(name, ""):
                conflicts.append(f"{column} is '{current[name]}' in the register by now, and '{cell}' in the table")
            elif edits.setdefault(name, cell) != cell:
                conflicts.append(f"{column} is '{edits[name]}' on one sheet and '{cell}' on another")
    if conflicts:  # the edits of an item are applied all together or not at all
        others = [f"{name.replace('_', ' ')} '{cell}' is not taken over either" for name, cell in edits.items()]
        return {}, list(dict.fromkeys([*conflicts, *others]))
    return edits, []


def _stored_form(name: str, cell: str) -> str:
    """Return the value of a cell as the register stores it: with full names of departments and symbols of documents."""
    if name == "document":
        return _symbol(cell) or cell
    return own_name(cell) if name == "lead" and cell else cell


def _symbol(document: str) -> str | None:
    """Return the symbol of the document that a cell names, several joined by a hyphen; None if it names none."""
    return "-".join(symbol.text for symbol in DocumentSymbol.all_in(document)) or None


def _commands(row: ObligationRow, edits: Mapping[str, str]) -> Iterator[Command]:
    """Yield the commands for the edited cells.

    Raises:
        UsageError: the value of a cell is invalid, or a cell was emptied whose value a table cannot remove.
    """
    status = _status(edits["status"]) if "status" in edits else None
    document, on = edits.get("document"), _day(edits["document_date"]) if "document_date" in edits else None
    if document == "" or ("document_date" in edits and on is None):
        raise UsageError("a table cannot remove a document", "take it back with 'mandates undo'")
    settles = status is not None and status not in ANSWERED
    if status is not None and (settles or document is None):
        yield Update(status=status, on=on if document is None and status.settled else None)
    elif on is not None and document is None:
        raise UsageError("a table cannot change the date of a document", "take the document back first")
    if document:
        yield _report(document, on, partial=status is Status.PARTLY_REPORTED, additional=row.status.settled or settles)
    if "lead" in edits or "focal_point" in edits:
        yield Assign(lead=edits.get("lead"), focal_point=edits.get("focal_point"))
    if "note" in edits:
        if not edits["note"]:
            raise UsageError("a table cannot remove a note", "use 'mandates note REFERENCE --remove N'")
        yield Note(text=edits["note"])


def _report(document: str, on: dt.date | None, *, partial: bool, additional: bool) -> Report:
    report = Report(on=on, partial=partial, additional=additional)
    if document.startswith(("https://", "http://")):
        return replace(report, url=document)
    if len([part for part in document.split(";") if _symbol(part)]) > 1:
        raise UsageError(
            f"'{document}' is more than one document",
            "give only one; add the others with: mandates report --additional",
        )
    symbol = _symbol(document)
    return replace(report, document=symbol) if symbol else replace(report, note=document)


def _status(words: str) -> Status:
    try:
        return Status(words.lower().replace(" ", "_"))
    except ValueError:
        statuses = ", ".join(Status)
        raise UsageError(f"'{words}' is not a status", f"there are {statuses}") from None


def _day(words: str) -> dt.date | None:
    if not words:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise UsageError(f"'{words}' is not a date", "write it like 2019-12-01") from None
