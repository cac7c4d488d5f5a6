"""`mandates match` and `mandates accept`: the items that documents may answer, and storing the accepted matches."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.lists import list_options, read_lists
from mandates.cli.marks import NO, YES, documents_of_rows, mark_of_row, rows_of, tell_done, write
from mandates.cli.options import (
    TEXT_FORMATS,
    actor_option,
    as_of_option,
    dry_run_option,
    now,
    output_options,
    register_option,
    today,
)
from mandates.cli.proposal_numbers import is_numbers, numbers_of
from mandates.cli.types import POSITIVE
from mandates.domain.errors import InputError, TransitionError, UsageError
from mandates.domain.issued import IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.domain.problems import Problem
from mandates.rendering.text import count

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain.mandate import Reading
    from mandates.domain.match import Proposal
    from mandates.store.engine import Register

_EXIT_PROBLEMS = 1
#: The code of the problem of a JSON file that does not hold what `extract` writes.
_NO_READING = "json.not_a_reading"
#: The code of the problem of a file whose name has another symbol than its masthead.
_FILE_NAME = "document.file_name"


@click.command("match")
@click.argument("files", nargs=-1, metavar="FILE|DIR|ZIP|-...")
@list_options
@click.option("--accept", type=click.Choice(["certain"]), help="Accept the matches of this class.")
@click.option("--jobs", "-j", type=POSITIVE, metavar="N", help="Number of processes.  [default: all cores]")
@dry_run_option
@actor_option
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_match(
    *,
    files: tuple[str, ...],
    lists: tuple[str, ...],
    columns: tuple[str, ...],
    session: str | None,
    accept: str | None,
    jobs: int | None,
    dry_run: bool,
    actor: str,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Read issued documents and propose which items they answer.

    Reads reports, notes, letters and agendas, and lists of them. For each it shows the items it may answer, the words
    that say so, how certain the match is, and why it is not more certain. Writes nothing, except with --accept certain:
    then all items with a certain match are marked as reported, as one change. The columns of a list are found by their
    names; --map names a column for a field: --map title=Titre.

    \b
    Examples:
      mandates match reports/
      mandates match --list documents.csv --output proposals.csv
      mandates match --list agenda-81.csv --session 81
      mandates match reports/ --accept certain
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register.document_matches import propose_all  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.matches import Matches  # noqa: PLC0415 -- the same
    from mandates.schema.documents import proposal_to_record  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if not (files or lists):
        raise UsageError("no document is named", "give files, a folder, or a list with --list")
    reader = Read(console)
    reader.files(files, jobs)
    reader.lists(lists, columns, session)
    documents = reader.merged()
    with open_register(database, writing=accept is not None) as register:
        with register.transaction() as connection:
            proposals = propose_all(connection, documents, as_of)
        console.answer(Matches([proposal_to_record(proposal) for proposal in proposals]))
        _report_classes(console, proposals)
        if accept is not None:
            _accept_certain(register, proposals, actor=actor, dry_run=dry_run, console=console)
    if not documents:
        sys.exit(InputError.exit_code)
    if reader.problems:
        sys.exit(_EXIT_PROBLEMS)


class Read:
    """Reads the issued documents in files and lists, and counts the problems."""

    def __init__(self, console: Console) -> None:
        """Begin without documents."""
        self.problems = 0
        self._console = console
        self._read: list[IssuedDocument] = []
        self._listed: list[IssuedDocument] = []

    def files(self, files: Sequence[str], jobs: int | None) -> None:
        """Read files; resolutions among them are reported and left out."""
        from mandates import processes  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.cli.progress import progress  # noqa: PLC0415 -- the same
        from mandates.pipeline import read_file_safely  # noqa: PLC0415 -- the same
        from mandates.readers.files import find_files, split_archives  # noqa: PLC0415 -- the same

        if not files:
            return
        input_files = find_files(files)
        for problem in input_files.problems:
            self._problem(problem)
        jobs = jobs or processes.cores()
        paths = split_archives(input_files.paths) if jobs > 1 else input_files.paths
        results = processes.read_all(read_file_safely, paths, jobs)
        show_progress = self._console.loudness >= 0 and not sys.stdout.isatty()
        with contextlib.closing(results), progress(len(paths), shown=show_progress) as advance:
            for path, items in results:
                for item in items:
                    if isinstance(item, Problem):
                        if not (item.code == _NO_READING and self._list(path)):
                            self._problem(item)
                    elif isinstance(item, IssuedDocument):
                        self._read.append(item)
                        for problem in item.problems:
                            least = 0 if problem.code == _FILE_NAME else 1
                            self._console.say(f"{problem.where}: {problem.message} [{problem.code}]", least=least)
                    else:
                        symbol = item.resolution.symbol
                        self._read.append(_as_document(item))
                        self._console.say(f"{path}: is {symbol}, a resolution; read it with 'mandates ingest'")
                advance(path)

    def lists(self, lists: Sequence[str], columns: Iterable[str], session: str | None) -> None:
        """Read lists of documents, and of the agenda items of a session."""
        for _, item in read_lists(lists, columns, session):
            if isinstance(item, Problem):
                self._problem(item)
            else:
                self._listed.append(item)
                for problem in item.problems:
                    self._problem(problem)

    def _list(self, path: str) -> bool:
        """Read a JSON file as a list of documents; return whether it is one."""
        from mandates.extraction.catalogue import documents_of  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.readers.catalogue import read_list  # noqa: PLC0415 -- the same

        documents = [item for item in documents_of(read_list(path), path) if isinstance(item, IssuedDocument)]
        self._listed += documents
        return bool(documents)

    def merged(self) -> list[IssuedDocument]:
        """Return each document once: as it was read in a file, completed by its entry in a list."""
        from mandates.register.documents import completed  # noqa: PLC0415 -- `--help` is to be quick

        by_symbol: dict[str, IssuedDocument] = {}
        order: list[str] = []
        nameless: list[IssuedDocument] = []
        for document in (*self._read, *self._listed):
            if document.symbol is None:
                nameless.append(document)
                continue
            key = next((symbol for symbol in document.symbols if symbol in by_symbol), None)
            if key is None:
                key = document.symbol
                order.append(key)
                by_symbol |= dict.fromkeys(document.symbols, document)
            else:
                merged = completed(by_symbol[key], document)
                by_symbol |= dict.fromkeys((*by_symbol[key].symbols, *document.symbols), merged)
        return [*(by_symbol[key] for key in order), *nameless]

    def _problem(self, problem: Problem) -> None:
        self.problems += 1
        self._console.say(f"{problem.where}: {problem.message} [{problem.code}]", least=-9)


def _as_document(reading: Reading) -> IssuedDocument:
    """Return a resolution among the files as a document that answers nothing."""
    resolution = reading.resolution
    return IssuedDocument(
        symbols=(resolution.symbol,), kind=DocumentKind.RESOLUTION, title=resolution.title, source=resolution.source
    )


def _report_classes(console: Console, proposals: Sequence[Proposal]) -> None:
    classes = dict.fromkeys(("certain", "likely", "possible"), 0)
    for proposal in proposals:
        for match in [candidate for candidate in proposal.matches if candidate.state.value != "rejected"][:1]:
            classes[match.match_class.value] += 1
    none = len(proposals) - sum(classes.values())
    parts = ", ".join(f"{number:,} {name}" for name, number in classes.items() if number)
    console.say(f"{count(len(proposals), 'document')}: {parts or 'none matched'}, {none:,} without a match.")


def _accept_certain(
    register: Register, proposals: Sequence[Proposal], *, actor: str, dry_run: bool, console: Console
) -> None:
    from mandates.domain.kinds import MatchClass  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.accepting import mark_of, open_matches  # noqa: PLC0415 -- the same

    marks = [
        mark_of(proposal, match, today=today())
        for proposal in proposals
        for match in open_matches(proposal)
        if match.match_class is MatchClass.CERTAIN
    ]
    if not marks:
        console.say("No open item has a certain match; nothing was changed.")
        return
    keeping = [
        proposal.document
        for proposal in proposals
        if any(match.match_class is MatchClass.CERTAIN for match in open_matches(proposal))
    ]
    done = write(register, marks, actor=actor, command="match", dry_run=dry_run, keeping=keeping)
    tell_done(console, done, dry_run=dry_run)


@click.command("accept")
@click.argument("proposals", nargs=-1, metavar="FILE|NUMBER|N-M...")
@click.option("--all-likely", is_flag=True, help="All waiting proposals that are certain or likely.")
@click.option(
    "--reject", is_flag=True, help="Reject: the documents do not answer these items; do not propose them again."
)
@click.option("--reason", metavar="TEXT", help="The reason for rejecting; kept in the history.")
@dry_run_option
@actor_option
@register_option
@output_options()
def command_accept(
    *,
    proposals: tuple[str, ...],
    all_likely: bool,
    reject: bool,
    reason: str | None,
    dry_run: bool,
    actor: str,
    database: str | None,
    console: Console,
) -> None:
    """Accept what documents answer: proposals by their numbers, or those marked in a table.

    The numbers are those of `mandates review` and `mandates documents`. FILE is a table from `mandates match --output
    proposals.csv`, with "yes" or "x" in the column "accept" of each row that is right. All items are marked as
    reported, as one change, or none is.

    \b
    Examples:
      mandates accept 12 14-19
      mandates accept --all-likely --dry-run
      mandates accept 13 --reject
      mandates accept proposals.csv
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import documents  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    table = proposals[0] if len(proposals) == 1 and not is_numbers(proposals[0]) else None
    if not proposals and not all_likely:
        raise UsageError("no proposal is named", "give numbers such as 12 14-19, a table, or --all-likely")
    if proposals and all_likely:
        raise UsageError("--all-likely and proposals are given", "give only one of them")
    if table is not None and reject:
        raise UsageError("--reject takes no table", "give the numbers of the proposals, such as 12 14-19")
    if reason is not None and not reject:
        raise UsageError("--reason is for --reject only", "leave it out, or add --reject")
    if table is not None:
        _accept_table(table, dry_run=dry_run, actor=actor, database=database, console=console)
        return
    numbers = numbers_of(proposals, "a proposal")
    with (
        open_register(database, writing=True) as register,
        working(register, actor=actor, at=now(), command="accept", today=today()) as work,
    ):
        if all_likely:
            waiting = documents.waiting(work.connection, work.day)
            numbers += [
                match.number
                for proposal in waiting
                for match in proposal.matches
                if match.number is not None and match.match_class.value != "possible"
            ]
        if reject:
            names = documents.reject(work, numbers, reason=reason)
            console.say(f"{count(len(names), 'proposal')} rejected and not proposed again: {', '.join(names[:5])}.")
            if dry_run:
                work.connection.rollback()
            return
        done = documents.accept(work, list(dict.fromkeys(numbers)), today=today())
        if dry_run:
            work.connection.rollback()
    tell_done(console, done, dry_run=dry_run)


def _accept_table(path: str, *, dry_run: bool, actor: str, database: str | None, console: Console) -> None:
    from mandates.store.engine import open_register  # noqa: PLC0415 -- `--help` is to be quick

    rows = list(_accepted_rows(path))
    if not rows:
        console.say('No row has "yes" in the column "accept"; nothing was changed.')
        return
    marks = [mark_of_row(row, place) for place, row in rows]
    keeping = documents_of_rows(rows)
    with open_register(database, writing=True) as register:
        done = write(register, marks, actor=actor, command="accept", dry_run=dry_run, keeping=keeping, only_new=True)
    tell_done(console, done, dry_run=dry_run)


@click.command("documents")
@click.option("--unmatched", is_flag=True, help="Only those that answer no item, with the reason.")
@click.option("--rejected", is_flag=True, help="Only those with a rejected match.")
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_documents(
    *, unmatched: bool, rejected: bool, as_of: dt.date, database: str | None, console: Console
) -> None:
    """List the stored documents: which items each answers, and which answer none and why.

    \b
    Examples:
      mandates documents
      mandates documents --unmatched
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import documents  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.matches import Documents  # noqa: PLC0415 -- the same
    from mandates.schema.documents import proposal_to_record  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        proposals = documents.proposals(connection, as_of)
    if unmatched:
        proposals = [proposal for proposal in proposals if not proposal.matches]
    if rejected:
        proposals = [
            proposal for proposal in proposals if any(match.state.value == "rejected" for match in proposal.matches)
        ]
    console.answer(Documents([proposal_to_record(proposal) for proposal in proposals]))


def _accepted_rows(path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows that a person accepted and that are not in the register yet, with their places."""
    for place, row in rows_of(path, needed=("accept", "reference", "document")):
        answer = row["accept"].strip().lower()
        if answer not in YES | NO:
            raise UsageError(f"{place}: '{row['accept']}' in the column accept", "write yes or no")
        if answer in YES and row.get("state", "") == "rejected":
            raise TransitionError(f"{place}: this was rejected", "undo that first with 'mandates undo'")
        if answer in YES and row.get("state", "") != "accepted":
            yield place, row
