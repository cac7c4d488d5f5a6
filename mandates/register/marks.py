"""Tables in which people marked items, brought back: what was edited since the table was written becomes one change.

What was changed in the register since then as well is a conflict, which is named and left to people.
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
    """A line of a table: what its columns hold, of those that the table has.

    Attributes:
        place: where it stands, for a person: ``Obligations, row 12``.
        id, version: of the obligation; None where the table does not say.
        cells: what the marked columns hold. written: what they held when the table was written; None if not known.
    """

    place: str
    reference: str
    id: int | None
    version: int | None
    cells: Mapping[str, str]
    written: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What came of a table.

    Attributes:
        changed: the items that were changed, once for each sort of change. conflicts, refused: places with why.
        change: number to give to `undo`; None where nothing was written.
    """

    changed: tuple[Changed, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    change: int | None = None


def bring(work: UnitOfWork, lines: Sequence[Line]) -> Brought:
    """Make the changes that the lines of a table ask for, as one change, but for those that cannot be."""
    locks.many(work.connection)
    conflicts: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    changed: list[Changed] = []
    for several in _rows(work, lines, refused):
        row, of = several
        place = f"{row.reference} ({of[0].place})"
        edits, clashes = _edits(row, of)
        conflicts += [(place, words) for words in clashes]
        if not edits:
            continue
        point = work.connection.begin_nested()
        try:
            done = [
                one
                for command in _commands(row, edits)
                for one in track.apply(work, command, track.Named(references=(row.reference,))).changed
            ]
        except MandatesError as error:
            point.rollback()
            work.forget_sessions()
            work.forget_calendars()
            refused.append((place, error.reason))
        else:
            point.commit()
            changed += done
    return Brought(changed=tuple(changed), conflicts=tuple(conflicts), refused=tuple(refused), change=work.change_id)


def _rows(
    work: UnitOfWork, lines: Sequence[Line], refused: list[tuple[str, str]]
) -> Iterator[tuple[ObligationRow, list[Line]]]:
    """Yield each obligation that lines name, as it stands, with its lines; what is not found is refused."""
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
    found = {row.id: row for row in lists.shown(work.connection, listed, work.day)}
    for number, of in by_id.items():
        if number in found:
            yield found[number], of
        elif any(line.cells != line.written for line in of):
            refused.append((of[0].place, f"{of[0].reference} is not expected yet, or is of another register"))


def _edits(row: ObligationRow, lines: Sequence[Line]) -> tuple[dict[str, str], list[str]]:
    """Return what was edited of an item, by column, and what clashes with the register or with another line."""
    now = marked(row)
    edits: dict[str, str] = {}
    clashes: list[str] = []
    for line in lines:
        written = line.written
        if written is None and (line.version is None or line.version == row.version):
            written = now
        for name in MARKED:
            cell = line.cells.get(name)
            if (
                cell is None
                or _means(name, cell) == now[name]
                or (written is not None and cell == written.get(name, ""))
            ):
                continue
            said = name.replace("_", " ")
            if written is None or now[name] != written.get(name, ""):
                clashes.append(f"{said} is '{now[name]}' in the register by now, and '{cell}' in the table")
            elif edits.setdefault(name, cell) != cell:
                clashes.append(f"{said} is '{edits[name]}' on one sheet and '{cell}' on another")
    if clashes:  # of an item all or nothing is taken over
        others = [f"{name.replace('_', ' ')} '{cell}' is not taken over either" for name, cell in edits.items()]
        return {}, list(dict.fromkeys([*clashes, *others]))
    return edits, []


def _means(name: str, cell: str) -> str:
    """Return what a cell comes to in the register, which calls departments and documents by their names."""
    if name == "document":
        return _symbol(cell) or cell
    return own_name(cell) if name == "lead" and cell else cell


def _symbol(document: str) -> str | None:
    """Return the symbol of the document that a cell names; None where it names none."""
    return "-".join(one.text for one in DocumentSymbol.all_in(document)) or None


def _commands(row: ObligationRow, edits: Mapping[str, str]) -> Iterator[Command]:
    """Yield the changes that edited cells ask for.

    Raises:
        UsageError: a cell holds something that cannot be, or was emptied where nothing is taken away.
    """
    status = _status(edits["status"]) if "status" in edits else None
    document, on = edits.get("document"), _day(edits["document_date"]) if "document_date" in edits else None
    if document == "" or ("document_date" in edits and on is None):
        raise UsageError("a document is not taken away by a table", "take it back with 'mandates undo'")
    settles = status is not None and status not in ANSWERED
    if status is not None and (settles or document is None):
        yield Update(status=status, on=on if document is None and status.settled else None)
    elif on is not None and document is None:
        raise UsageError("the date of a document is not changed by a table", "take the document back first")
    if document:
        yield _report(document, on, partial=status is Status.PARTLY_REPORTED, additional=row.status.settled or settles)
    if "lead" in edits or "focal_point" in edits:
        yield Assign(lead=edits.get("lead"), focal_point=edits.get("focal_point"))
    if "note" in edits:
        if not edits["note"]:
            raise UsageError("a note is not taken away by a table", "use 'mandates note REFERENCE --remove N'")
        yield Note(text=edits["note"])


def _report(document: str, on: dt.date | None, *, partial: bool, additional: bool) -> Report:
    report = Report(on=on, partial=partial, additional=additional)
    if document.startswith(("https://", "http://")):
        return replace(report, url=document)
    if len([part for part in document.split(";") if _symbol(part)]) > 1:
        raise UsageError(
            f"'{document}' is more than one document", "leave one there; report the others with --additional"
        )
    symbol = _symbol(document)
    return replace(report, document=symbol) if symbol else replace(report, note=document)


def _status(words: str) -> Status:
    try:
        return Status(words.lower().replace(" ", "_"))
    except ValueError:
        there = ", ".join(Status)
        raise UsageError(f"'{words}' is not a status", f"there are {there}") from None


def _day(words: str) -> dt.date | None:
    if not words:
        return None
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise UsageError(f"'{words}' is not a date", "write it like 2019-12-01") from None
