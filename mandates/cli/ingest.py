"""`mandates ingest`: read resolutions into the register, one file after the other."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import click

from mandates.cli.console import Console
from mandates.cli.lists import list_options, read_lists
from mandates.cli.options import actor_option, now, output_options, register_option
from mandates.cli.types import POSITIVE
from mandates.domain.errors import DatabaseUnavailableError, InputError, UsageError
from mandates.domain.issued import IssuedDocument
from mandates.domain.problems import Problem
from mandates.rendering.text import count, plain

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from mandates.register.ingest import IngestResult
    from mandates.register.preparing import Prepared
    from mandates.store.engine import Register

_EXIT_PROBLEMS = 1
#: The outcomes of files and resolutions, in the order of the summary.
_OUTCOMES = ("new", "updated", "unchanged", "failed")
#: The most extractions, and the most seconds of reading, that are stored together.
_BATCH_SIZE, _BATCH_SECONDS = 64, 1.0


@dataclass(slots=True)
class Tally:
    """The counts of a run so far."""

    files: int = 0
    mandates: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    suggestions: int = 0
    documents: int = 0
    proposals: int = 0
    change: int | None = None

    @property
    def stored(self) -> int:
        """The number of resolutions that are now in the register as read."""
        return self.outcomes.total() - self.outcomes["failed"] - self.documents

    def lines(self) -> list[str]:
        """Return the summary of the run."""
        outcomes = ", ".join(f"{self.outcomes[name]:,} {name}" for name in _OUTCOMES if self.outcomes[name])
        counts = f"{count(self.stored, 'resolution')}, {count(self.mandates, 'mandate')}"
        counts += f", {count(self.documents, 'document')}" if self.documents else ""
        lines = [f"{count(self.files, 'file')}: {counts} ({outcomes or 'nothing done'})."]
        if self.problems:
            kinds = ", ".join(f"{number:,} {code}" for code, number in self.problems.most_common())
            lines.append(f"Problems: {kinds}.")
        if self.proposals:
            waiting = count(self.proposals, "proposal")
            lines.append(f"{waiting} of what documents answer: see mandates review.")
        if self.suggestions:
            waiting = count(self.suggestions, "changed reading")
            lines.append(f"{waiting} of what people worked on: see mandates review.")
        return lines


@click.command("ingest")
@click.argument("files", nargs=-1, metavar="FILE|DIR|GLOB|-...")
@list_options
@register_option
@actor_option
@click.option("--jobs", "-j", type=POSITIVE, metavar="N", help="Number of processes.  [default: all cores]")
@output_options("table", "jsonl", output=False)
def command_ingest(
    *,
    files: tuple[str, ...],
    lists: tuple[str, ...],
    columns: tuple[str, ...],
    session: str | None,
    database: str | None,
    actor: str,
    jobs: int | None,
    console: Console,
) -> None:
    """Read resolutions and issued documents into the register.

    Reads PDF, Word (.docx), text, Markdown, the JSON of `extract`, and ZIP archives of these; folders with everything
    in them; "-" is standard input. A file that cannot be read does not stop the others. A text that is already in the
    register is compared, and everything that people entered is kept. Every file listed is stored: after an
    interruption, run the same ingest again. Reports, notes, letters and agendas are stored as documents; what each may
    answer waits in `mandates review` until you accept it.

    A list of documents (--list) adds those for which there is no file. A list of agenda items, with the columns item,
    title and committee, says together with --session which committee each item of that session was allocated to:
    resolutions that name only their item are then found by --committee. A provisional agenda or an allocation of agenda
    items has the same effect.

    \b
    Examples:
      mandates ingest A_RES_71_12.pdf
      mandates ingest session-71/
      mandates ingest "71/*.docx" annexes.zip
      mandates ingest --list agenda-81.csv --session 81
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates import processes  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.cli.prepared import read_prepared  # noqa: PLC0415 -- the same
    from mandates.cli.progress import progress  # noqa: PLC0415 -- the same
    from mandates.readers.files import find_files, split_archives  # noqa: PLC0415 -- the same
    from mandates.register.housekeeping import tidy  # noqa: PLC0415 -- the same
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if not (files or lists):
        raise UsageError("no file is named", "give files, a folder, or a list with --list")
    with open_register(database, writing=True) as register:
        input_files = find_files(files)
        run = _Run(register, actor, console)
        for problem in input_files.problems:
            run.fail(problem.where, [problem])
        jobs = jobs or processes.cores()
        paths = split_archives(input_files.paths) if jobs > 1 else input_files.paths
        results = processes.read_all(read_prepared, paths, jobs)
        try:
            with contextlib.closing(results), progress(len(paths), shown=console.loudness >= 0) as advance:
                for path, items in results:
                    run.file(path, items)
                    advance(path)
            for path, item in read_lists(lists, columns, session):
                run.listed(path, item)
            run.store()
            run.keep()
        except KeyboardInterrupt:
            run.store()
            run.keep()
            run.report()
            console.say("Everything counted here is stored. Run the same command again for the rest.")
            raise
        if input_files.left_out:
            console.say(f"Skipped {count(input_files.left_out, 'file')} of other kinds.")
        run.report()
        if run.tally.outcomes["new"]:
            with (
                contextlib.suppress(DatabaseUnavailableError),
                working(register, actor=actor, at=now(), command="ingest") as work,
            ):
                tidy(work)
    if not (run.tally.stored or run.tally.documents):
        sys.exit(InputError.exit_code)
    if run.tally.problems:
        sys.exit(_EXIT_PROBLEMS)


class _Waiting(NamedTuple):
    """A part of a file that is not reported yet: rows to be stored, or a function that reports the rest of the file."""

    path: str
    rows: Prepared | None = None
    tell: Callable[[], None] | None = None


class _Run:
    """One run: stores what is read, reports the outcomes and counts them.

    Extractions of a short time are stored together; a file is reported only after it is stored.
    """

    def __init__(self, register: Register, actor: str, console: Console) -> None:
        self.tally = Tally()
        self._register = register
        self._actor = actor
        self._console = console
        self._at: dt.datetime = now()
        self._sources: dict[str, str] = {}
        self._waiting: list[_Waiting] = []
        self._documents: list[tuple[str, IssuedDocument]] = []
        self._listed: list[tuple[str, IssuedDocument]] = []
        self._resolutions: set[str] = set()
        self._waits_since = 0.0

    def file(self, path: str, items: Iterable[Prepared | IssuedDocument | Problem]) -> None:
        """Take the extractions of a file, to be stored now or together with those of the next files."""
        self.tally.files += 1
        problems: list[Problem] = []
        stored = False
        for item in items:
            if isinstance(item, Problem):
                problems.append(item)
            elif isinstance(item, IssuedDocument):
                if item.symbol is None:
                    message = f"is {item.form or 'a document'} without a symbol; add the symbol as its first line"
                    problems.append(Problem("document.no_symbol", path, message))
                else:
                    self._documents.append((path, item))
                    stored = True
            else:
                self._wait(_Waiting(path, rows=item))
                stored = True
        self._wait(_Waiting(path, tell=functools.partial(self._rest if stored else self.fail, path, problems)))

    def listed(self, path: str, item: IssuedDocument | Problem) -> None:
        """Take an entry of a list: it completes a document of a file, or is kept as a document of its own."""
        from mandates.register.documents import completed  # noqa: PLC0415 -- `--help` is to be quick

        if isinstance(item, Problem):
            self.fail(path, [item])
            return
        for problem in item.problems:
            self._problem(path, problem)
        if item.symbol is None:
            if item.entries:
                message = "lists agenda items; name the session of the General Assembly: --session 81"
                self.fail(path, [Problem("list.no_session", path, message)])
            else:
                message = "has no symbol and is not stored; mark what it answers with 'mandates match'"
                self._problem(path, Problem("document.no_symbol", item.source or path, message))
            return
        symbols = set(item.symbols)
        for index, (file, document) in enumerate(self._documents):
            if symbols & set(document.symbols):
                self._documents[index] = file, completed(document, item)
                return
        (self._documents if item.entries else self._listed).append((path, item))

    def store(self) -> None:
        """Store the waiting extractions, and report their outcomes."""
        from mandates.register.ingest import ingest_all  # noqa: PLC0415 -- `--help` is to be quick

        waiting, self._waiting = self._waiting, []
        prepared = [entry.rows for entry in waiting if entry.rows is not None]
        results = ingest_all(self._register, prepared, actor=self._actor, at=self._at, change_id=self.tally.change)
        for entry in waiting:
            if entry.rows is not None:
                self._stored(entry.path, entry.rows, next(results))
            elif entry.tell is not None:
                entry.tell()

    def keep(self) -> None:
        """Keep the issued documents that were read, suggest what they answer, and report their outcomes."""
        from mandates.register import documents  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same

        read, self._documents = self._documents, []
        listed, self._listed = self._listed, []
        resolutions, self._resolutions = self._resolutions, set()
        if not (read or listed or resolutions):
            return
        with working(
            self._register, actor=self._actor, at=self._at, command="ingest", change_id=self.tally.change
        ) as work:
            results = documents.keep(work, [document for _, document in read])
            new = documents.unknown(work.connection, [document for _, document in listed])
            read += [kept for kept in listed if kept[1] in new]
            results += documents.keep(work, new)
            documents.refresh(work, resolutions)
            self.tally.proposals = documents.count_waiting(work.connection)
        for (path, document), kept in zip(read, results, strict=True):
            self.tally.change = kept.change or self.tally.change
            self.tally.outcomes[kept.outcome] += 1
            self.tally.documents += 1
            self._document(path, document, kept.outcome)

    def fail(self, path: str, problems: list[Problem]) -> None:
        """Report that a file gave nothing, and why."""
        self.tally.outcomes["failed"] += 1
        for problem in problems:
            self.tally.problems[problem.code] += 1
        reason = "; ".join(dict.fromkeys(problem.message for problem in problems))
        self._console.say(f"failed     {path}: {reason}", least=-9)
        self._line(path, "failed", problems=problems)

    def report(self) -> None:
        """Report the summary of the run."""
        for line in self.tally.lines():
            self._console.say(line)

    def _wait(self, entry: _Waiting) -> None:
        if not self._waiting:
            self._waits_since = time.monotonic()
        self._waiting.append(entry)
        if len(self._waiting) >= _BATCH_SIZE or time.monotonic() - self._waits_since > _BATCH_SECONDS:
            self.store()

    def _rest(self, path: str, problems: list[Problem]) -> None:
        for problem in problems:
            self._problem(path, problem)

    def _stored(self, path: str, rows: Prepared, result: IngestResult) -> None:
        self.tally.change = result.change
        self.tally.outcomes[result.outcome] += 1
        self.tally.mandates += result.mandates
        self.tally.suggestions += result.suggestions
        if result.outcome != "unchanged":
            self._resolutions.add(result.symbol)
        earlier_path = self._sources.setdefault(result.symbol, path)
        problems = [Problem(*fields) for fields in rows.reading["problems"]]
        self._line(path, result.outcome, result, problems)
        if earlier_path != path:
            message = f"is also in {earlier_path}; the one read last counts"
            self._problem(path, Problem("ingest.duplicate", result.symbol, message))
        for problem in problems:
            self._problem(path, problem)

    def _line(
        self,
        path: str,
        outcome: str,
        result: IngestResult | None = None,
        problems: Iterable[Problem] = (),
    ) -> None:
        """Print the result of a file, or of one resolution of it."""
        if self._console.form == "jsonl":
            record = {
                "file": path,
                "outcome": outcome,
                "symbol": result.symbol if result else None,
                "mandates": result.mandates if result else 0,
                "changes": list(result.changes) if result else [],
                "problems": [
                    {"code": problem.code, "where": problem.where, "message": problem.message} for problem in problems
                ],
            }
            click.echo(json.dumps(record))
        elif result and self._console.loudness >= 0:
            counts = count(result.mandates, "mandate")
            counts += f", {count(result.others, 'other')}" if result.others else ""
            click.echo(f"{outcome:<9}  {result.symbol:<20}  {counts:<13}  {plain(path)}")
            for change in result.changes:
                click.echo(f"           {plain(change)}")

    def _document(self, path: str, document: IssuedDocument, outcome: str) -> None:
        """Print the result of an issued document."""
        if self._console.form == "jsonl":
            problems = [
                {"code": problem.code, "where": problem.where, "message": problem.message}
                for problem in document.problems
            ]
            record: dict[str, object] = {"file": path, "outcome": outcome, "symbol": document.symbol, "mandates": 0}
            click.echo(json.dumps({**record, "changes": [], "problems": problems, "kind": document.kind.value}))
        elif self._console.loudness >= 0:
            kind = document.kind.value.replace("_", " ")
            click.echo(f"{outcome:<9}  {document.symbol or '':<20}  {kind:<13}  {plain(path)}")

    def _problem(self, path: str, problem: Problem) -> None:
        self.tally.problems[problem.code] += 1
        where = problem.where if path in problem.where else f"{path}: {problem.where}"
        self._console.say(f"problem    {where}: {problem.message} [{problem.code}]", least=1)
