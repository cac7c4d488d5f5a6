"""Tables in which a person marks items as reported, stored as one change: all items or none."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import now, today
from mandates.domain.errors import InputError, UsageError
from mandates.rendering.text import count

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.issued import IssuedDocument
    from mandates.register.accepting import Mark
    from mandates.register.track import Outcome
    from mandates.store.engine import Register

#: The words for yes and no in a column of a table.
YES = frozenset({"yes", "y", "x", "1", "true", "accept", "oui"})
NO = frozenset({"", "no", "n", "0", "false", "reject", "non"})
#: An apostrophe that keeps a spreadsheet from reading a cell as a formula.
_GUARDED = re.compile(r"^'(?=[=+@-])")
#: The most changes that are described one by one.
_MOST_DESCRIBED = 12


def write(
    register: Register,
    marks: Sequence[Mark],
    *,
    actor: str,
    command: str,
    dry_run: bool,
    keeping: Sequence[IssuedDocument] = (),
    only_new: bool = False,
) -> Outcome:
    """Mark obligations as reported in one change, all or none, and keep the documents that answer them.

    With `only_new`, only documents that are not in the register are kept. A `dry_run` is rolled back.
    """
    from mandates.register import documents  # noqa: PLC0415 -- the same
    from mandates.register.accepting import mark_all  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same

    with working(register, actor=actor, at=now(), command=command, today=today()) as work:
        if keeping:
            documents.keep(work, keeping, only_new=only_new)
        done = mark_all(work, marks)
        if dry_run:
            work.connection.rollback()
    return done


def tell_done(console: Console, done: Outcome, *, dry_run: bool) -> None:
    """Write what was marked, and how to take it back, to standard error."""
    from mandates.rendering.history import difference_words  # noqa: PLC0415 -- `--help` is to be quick

    shown = done.changed if console.loudness > 0 else done.changed[:_MOST_DESCRIBED]
    for change in shown:
        console.notice(change.notice)
        words = difference_words(change.before, change.after) or "already so; nothing was changed"
        console.say(f"{change.reference}: {words}.")
    if len(done.changed) > len(shown):
        console.say(f"And {count(len(done.changed) - len(shown), 'other')}; -v lists them.")
    for words in done.confirmed:
        console.say(f"{words}, which ended with it.")
    if dry_run:
        console.say(f"{count(len(done.changed), 'item')} would change; nothing was changed.")
    elif done.change is not None:
        console.say(f"{count(len(done.changed), 'item')} changed. Take it back with: mandates undo {done.change}")


def rows_of(path: str, *, needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a CSV file with their places.

    Raises:
        InputError: the file cannot be read. UsageError: a column that is `needed` is missing.
    """
    from mandates.readers import kinds, limits  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.readers.opening import open_file  # noqa: PLC0415 -- the same

    try:
        with open_file(path) as file:
            text = kinds.decode(limits.read_bounded(file))
    except OSError as error:
        raise InputError(f"{path} cannot be opened ({error.strerror})", "check the name") from None
    except limits.Refusal as refusal:
        raise InputError(f"{path} {refusal.message}") from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        yield from _rows(path, reader, needed)
    except csv.Error as error:
        raise InputError(f"{path} is not a readable table: {error}", "save it as CSV again") from None


def _rows(path: str, reader: csv.DictReader[str], needed: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in needed if name not in names]
    if missing:
        raise UsageError(
            f"{path} has no column '{', '.join(missing)}'", f"name the columns in its first row: {', '.join(needed)}"
        )
    for number, row in enumerate(reader, start=2):
        cells = {name.strip().lower(): value or "" for name, value in row.items() if name}
        yield f"row {number}", {name: _GUARDED.sub("", value) for name, value in cells.items()}


def mark_of_row(row: dict[str, str], place: str) -> Mark:
    """Return the mark that a row of a table asks for.

    Raises:
        UsageError: its date or document cannot be read, or it has no document.
    """
    from mandates.cli.types import DATE  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.domain.commands import Report  # noqa: PLC0415 -- the same
    from mandates.register.accepting import Mark as Marked  # noqa: PLC0415 -- the same

    date_text = row.get("dated_on") or row.get("date") or row.get("on") or ""
    try:
        date = DATE.convert(date_text, None, None) if date_text.strip() else None
    except click.BadParameter as error:
        raise UsageError(f"{place}: {error.message}") from None
    document_text = row.get("document", "").strip()
    note = row.get("note", "").strip() or (None if document_text else row.get("title", "").strip() or None)
    url = row.get("url", "").strip() or None
    if not (document_text or note or url):
        raise UsageError(f"{place}: has no document", "give the symbol in the column document, or the URL")
    report = Report(
        document=document_symbol(document_text, place) if document_text else None,
        on=date,
        note=note or None,
        url=url,
        partial=row.get("partial", "").strip().lower() in YES,
        additional=True,
    )
    replaces = tuple(part.strip() for part in row.get("replaces", "").split(";") if part.strip())
    return Marked(reference=row.get("reference", "").strip(), report=report, place=place, replaces=replaces)


def documents_of_rows(rows: Sequence[tuple[str, dict[str, str]]]) -> list[IssuedDocument]:
    """Return the documents that rows of a table of `match` name, with what they answer."""
    from mandates.domain.issued import DocumentSymbol, Ground, IssuedDocument  # noqa: PLC0415 -- see above
    from mandates.domain.kinds import DocumentKind  # noqa: PLC0415 -- see above
    from mandates.domain.references import Reference  # noqa: PLC0415 -- the same
    from mandates.reference.series import forum_of  # noqa: PLC0415 -- the same

    documents: dict[str, IssuedDocument] = {}
    for place, row in rows:
        symbols = tuple(symbol.text for symbol in DocumentSymbol.all_in(row["document"]))
        if not symbols:
            continue
        reference = Reference.parse(row["reference"])
        ground = Ground(resolution=str(reference.symbol), labels=(reference.label,), words=row.get("words", ""))
        body, session = forum_of(symbols[0])
        earlier = documents.get(symbols[0])
        documents[symbols[0]] = IssuedDocument(
            symbols=symbols,
            kind=DocumentKind.OTHER,
            title=row.get("title") or None,
            dated_on=mark_of_row(row, place).report.on,
            body=body,
            session=session,
            answers=(*(earlier.answers if earlier else ()), ground),
            url=row.get("url") or None,
        )
    return list(documents.values())


def document_symbol(text: str, place: str | None = None) -> str:
    """Return the symbol of a document that a person wrote, in its printed form.

    Raises:
        UsageError: `text` is not a symbol of a document.
    """
    from mandates.domain.issued import DocumentSymbol  # noqa: PLC0415 -- `--help` is to be quick

    symbols = DocumentSymbol.all_in(text)
    if not symbols:
        where = f"{place}: " if place else ""
        raise UsageError(
            f"{where}'{text}' is not a document symbol",
            "write it like A/73/328; for a document without a symbol, give its URL or title",
        )
    return "-".join(symbol.text for symbol in symbols)
