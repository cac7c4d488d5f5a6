"""`mandates extract`: read resolutions and print what was read, without a register."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import click

from mandates.errors import InputError
from mandates.model import Problem

_EXIT_PROBLEMS = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """One resolution, ready to be printed.

    Attributes:
        text: its JSON object.
        mandates: how many it holds.
        problems: those in it.
    """

    text: str
    mandates: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Tally:
    """What a run has read so far."""

    files: int = 0
    resolutions: int = 0
    mandates: int = 0
    problems: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        counts = f"{_count(self.files, 'file')}, {_count(self.resolutions, 'resolution')}, "
        counts += f"{_count(self.mandates, 'mandate')}, {_count(self.problems.total(), 'problem')}"
        kinds = ", ".join(f"{code} {number}" for code, number in sorted(self.problems.items()))
        return f"{counts} ({kinds})" if kinds else counts


@click.command("extract", short_help="Read resolutions and print what was read.")
@click.argument("files", nargs=-1, required=True, metavar="FILE|DIR|GLOB|-...")
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "json"]), default="jsonl", show_default=True,
    help="One JSON object a line, or all in one indented array.",
)  # fmt: skip
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="Processes to read with.  [default: all cores]")
@click.option("--quiet", "-q", is_flag=True, help="No summary and no progress; problems are still shown.")
def command_extract(files: tuple[str, ...], form: str, jobs: int | None, quiet: bool) -> None:
    """Read resolutions and print what was read: one JSON object for each.

    Reads PDF, Word (.docx), text, Markdown, the JSON it writes, and ZIP archives of these; folders with all in them;
    "-" is standard input. Needs no register. Problems and a summary go to standard error.

    \b
    Examples:
      mandates extract A_RES_71_12.pdf
      mandates extract session-71/ > session-71.jsonl
      mandates extract "71/*.docx" --format json
    """  # noqa: D301 - click's mark for lines that are not to be joined
    from mandates import parallel  # noqa: PLC0415 - `--help` is to be quick
    from mandates.cli.progress import progress  # noqa: PLC0415 - the same
    from mandates.readers.files import find_files, split_archives  # noqa: PLC0415 - the same

    found = find_files(files)
    tally = Tally()
    for problem in found.problems:
        _tell(problem, tally)
    jobs = jobs or parallel.cores()
    paths = split_archives(found.paths) if jobs > 1 else found.paths
    out = _Output(form)
    results = parallel.read_all(functools.partial(print_readings, form=form), paths, jobs)
    shown = not quiet and not sys.stdout.isatty()
    with contextlib.closing(results), progress(len(paths), shown=shown) as advance:
        for path, items in results:
            tally.files += 1
            for item in items:
                if isinstance(item, Problem):
                    _tell(item, tally)
                    continue
                out.write(item.text)
                tally.resolutions += 1
                tally.mandates += item.mandates
                for problem in item.problems:
                    _tell(problem, tally, source=path)
            advance(path)
    out.close()
    if not quiet:
        if found.left_out:
            click.echo(f"Left out: {_count(found.left_out, 'file')} of other kinds", err=True)
        click.echo(str(tally), err=True)
    if not tally.resolutions:
        sys.exit(InputError.exit_code)
    if tally.problems:
        sys.exit(_EXIT_PROBLEMS)


def print_readings(path: str, form: str) -> Iterator[Printed | Problem]:
    """Yield what the file at `path` holds as JSON, an object for each resolution; a problem for what gave none."""
    from mandates.interchange import reading_to_json  # noqa: PLC0415 - `--help` is to be quick
    from mandates.pipeline import read_file_safely  # noqa: PLC0415 - the same

    for item in read_file_safely(path):
        if isinstance(item, Problem):
            yield item
            continue
        text = json.dumps(reading_to_json(item), ensure_ascii=False, indent=2 if form == "json" else None)
        yield Printed(text, len(item.mandates), item.problems)


class _Output:
    """Standard output, as a line for each object or one array of them."""

    def __init__(self, form: str) -> None:
        self._array = form == "json"
        self._count = 0
        self._stream = sys.stdout.buffer

    def write(self, text: str) -> None:
        """Write one object."""
        if self._array:
            text = ("[\n" if not self._count else ",\n") + text
        else:
            text += "\n"
        self._count += 1
        self._stream.write(text.encode("utf-8", "backslashreplace"))  # JSON's own way to write half a character

    def close(self) -> None:
        """End the array."""
        if self._array:
            self._stream.write(b"\n]\n" if self._count else b"[]\n")
        self._stream.flush()


def _tell(problem: Problem, tally: Tally, source: str | None = None) -> None:
    tally.problems[problem.code] += 1
    where = problem.where if source is None or source in problem.where else f"{source}: {problem.where}"
    line = f"{where}: {problem.message} [{problem.code}]"
    click.echo("".join(c if c.isprintable() else "\ufffd" for c in line), err=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
