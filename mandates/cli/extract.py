"""`mandates extract`: read resolutions and print what was read, without a register."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import click

from mandates.cli.console import Console
from mandates.cli.options import output_options
from mandates.cli.types import POSITIVE
from mandates.domain.errors import InputError
from mandates.domain.problems import Problem
from mandates.rendering.text import count

_EXIT_PROBLEMS = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """One resolution or issued document, ready to be printed.

    Attributes:
        text: its JSON object, in UTF-8.
        mandates: the number of its mandates; None for an issued document.
        problems: the problems in it.
    """

    text: bytes
    mandates: int | None
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Tally:
    """The counts of a run so far."""

    files: int = 0
    resolutions: int = 0
    documents: int = 0
    mandates: int = 0
    problems: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        counts = f"{count(self.files, 'file')}: {count(self.resolutions, 'resolution')}, "
        counts += f"{count(self.documents, 'document')}, " if self.documents else ""
        counts += f"{count(self.mandates, 'mandate')}, {count(self.problems.total(), 'problem')}"
        kinds = ", ".join(f"{number:,} {code}" for code, number in self.problems.most_common())
        return f"{counts} ({kinds})." if kinds else f"{counts}."


@click.command("extract", short_help="Read resolutions and print what was read.")
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR|GLOB|-...")
@click.option("--jobs", "-j", type=POSITIVE, metavar="N", help="Number of processes.  [default: all cores]")
@output_options("jsonl", "json", default="jsonl", output=False)
def command_extract(files: tuple[str, ...], jobs: int | None, console: Console) -> None:
    """Extract the mandates from resolutions, and print one JSON object for each text.

    Reads PDF, Word (.docx), text, Markdown, its own JSON, and ZIP archives of these; folders with everything in them;
    "-" is standard input. Issued documents are read too. Needs no register. Problems and a summary go to standard
    error.

    \b
    Examples:
      mandates extract A_RES_71_12.pdf
      mandates extract session-71/ > session-71.jsonl
      mandates extract "71/*.docx" --format json
    """  # noqa: D301 - click's mark for lines that are not to be joined
    from mandates import processes  # noqa: PLC0415 - `--help` is to be quick
    from mandates.cli.progress import progress  # noqa: PLC0415 - the same
    from mandates.readers.files import find_files, split_archives  # noqa: PLC0415 - the same

    input_files = find_files(files)
    tally = Tally()
    for problem in input_files.problems:
        _tell(console, problem, tally)
    jobs = jobs or processes.cores()
    paths = split_archives(input_files.paths) if jobs > 1 else input_files.paths
    output = _Output(console.form)
    results = processes.read_all(functools.partial(print_readings, form=console.form), paths, jobs)
    show_progress = console.loudness >= 0 and not sys.stdout.isatty()
    with contextlib.closing(results), progress(len(paths), shown=show_progress) as advance:
        for path, items in results:
            tally.files += 1
            for item in items:
                if isinstance(item, Problem):
                    _tell(console, item, tally)
                    continue
                output.write(item.text)
                if item.mandates is None:
                    tally.documents += 1
                else:
                    tally.resolutions += 1
                    tally.mandates += item.mandates
                for problem in item.problems:
                    _tell(console, problem, tally, path)
            advance(path)
    output.close()
    if input_files.left_out:
        console.say(f"Skipped {count(input_files.left_out, 'file')} of other kinds.")
    console.say(str(tally))
    if not (tally.resolutions or tally.documents):
        sys.exit(InputError.exit_code)
    if tally.problems:
        sys.exit(_EXIT_PROBLEMS)


def print_readings(path: str, form: str) -> Iterator[Printed | Problem]:
    """Yield the JSON objects of the resolutions or the issued document in the file at `path`.

    A problem is yielded for each text that gave neither.
    """
    from mandates.domain.issued import IssuedDocument  # noqa: PLC0415 - `--help` is to be quick
    from mandates.pipeline import read_file_safely  # noqa: PLC0415 - `--help` is to be quick
    from mandates.schema.documents import document_to_json  # noqa: PLC0415 - the same
    from mandates.schema.readings import reading_to_json  # noqa: PLC0415 - the same

    for item in read_file_safely(path):
        if isinstance(item, Problem):
            yield item
            continue
        if isinstance(item, IssuedDocument):
            yield Printed(document_to_json(item, indented=form == "json"), None, item.problems)
            continue
        yield Printed(
            reading_to_json(item, indented=form == "json"),
            sum(mandate.class_ == "mandate" for mandate in item.mandates),
            item.problems,
        )


class _Output:
    """Writes JSON objects to standard output: a line for each, or one array of them."""

    def __init__(self, form: str) -> None:
        self._array = form == "json"
        self._count = 0
        self._stream = sys.stdout.buffer

    def write(self, text: bytes) -> None:
        """Write one object."""
        if self._array:
            self._stream.write(b",\n" if self._count else b"[\n")
        self._stream.write(text)
        if not self._array:
            self._stream.write(b"\n")
        self._count += 1

    def close(self) -> None:
        """End the array."""
        if self._array:
            self._stream.write(b"\n]\n" if self._count else b"[]\n")
        self._stream.flush()


def _tell(console: Console, problem: Problem, tally: Tally, path: str | None = None) -> None:
    """Count a problem and write it to standard error.

    With `path`, it is a problem in a resolution: these are left out with -q, because the JSON object has them too.
    """
    tally.problems[problem.code] += 1
    where = problem.where if path is None or path in problem.where else f"{path}: {problem.where}"
    console.say(f"{where}: {problem.message} [{problem.code}]", least=-9 if path is None else 0)
