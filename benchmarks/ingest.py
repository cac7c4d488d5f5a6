"""How fast resolutions are read and stored, and in how much memory: ``python -m benchmarks.ingest``.

Reads the folders that are given, or made-up resolutions. Every figure is of a whole command in a process of its own,
start-up included; what is compared runs in turns, and the quickest of several runs counts.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks import printed

#: Bare extraction of the text of PDFs, the floor for anything that reads them with PDFium.
_BARE = """
import pathlib, sys, pypdfium2
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.pdf")):
    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        for page in pdf:
            page.get_textpage().get_text_range()
"""
_MANDATES = [sys.executable, "-m", "mandates"]


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took: seconds by the clock, seconds of processor time, and its largest process in MB."""

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str | os.PathLike[str]]) -> Run:
    """Return what `command` took; a failure other than "done with problems" ends the benchmark."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"{command} failed:\n{errors.decode(errors='replace')[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best(times: int, *commands: Callable[[], Run]) -> list[Run]:
    """Return the quickest run of each command, all run in turns."""
    runs = [[command() for command in commands] for _ in range(times)]
    return [min(column, key=lambda each: each.wall) for column in zip(*runs, strict=True)]


def extract(folder: pathlib.Path, jobs: int, *more: str) -> Run:
    """Return what `mandates extract` of a folder took."""
    return run([*_MANDATES, "extract", folder, "--jobs", str(jobs), "--quiet", *more])


def ingest(folder: pathlib.Path, jobs: int) -> Run:
    """Return what `mandates ingest` of a folder into a new SQLite register took."""
    with tempfile.TemporaryDirectory() as place:
        register = str(pathlib.Path(place) / "register.sqlite")
        run([*_MANDATES, "init", "--db", register])
        return run([*_MANDATES, "ingest", folder, "--db", register, "--jobs", str(jobs), "--quiet"])


def pdf_figures(folder: pathlib.Path, times: int) -> Iterator[str]:
    """Yield the figures of reading PDFs."""
    count = len(list(folder.glob("*.pdf")))
    bare, one, two = best(
        times,
        lambda: run([sys.executable, "-c", _BARE, folder]),
        lambda: extract(folder, 1),
        lambda: extract(folder, 2),
    )
    yield f"{count} PDFs: bare text extraction {bare.wall:.2f} s ({bare.cpu:.2f} s of processor time)"
    yield f"  extract on one core: {one.wall:.2f} s ({one.cpu:.2f} s), {one.wall / bare.wall:.2f} times the bare one"
    yield f"  extract with two processes: {two.wall:.2f} s, {one.wall / two.wall:.2f} times as fast"


def text_figures(folder: pathlib.Path, times: int) -> Iterator[str]:
    """Yield the figures of reading and storing texts."""
    count = sum(path.is_file() for path in folder.iterdir())
    read, stored = best(times, lambda: extract(folder, 1), lambda: ingest(folder, 1))
    yield f"{count} texts on one core: extract {read.wall:.2f} s, {count / read.wall:.0f} a second"
    yield f"  ingest into SQLite: {stored.wall:.2f} s, {count / stored.wall:.0f} a second"


def memory_figures(folder: pathlib.Path, counts: Sequence[int]) -> Iterator[str]:
    """Yield the peak memory of reading some files and many, and of storing them."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for count in counts:
        with tempfile.TemporaryDirectory() as place:
            for path in files[:count]:
                (pathlib.Path(place) / path.name).symlink_to(path.resolve())
            here = pathlib.Path(place)
            one, two, stored = extract(here, 1), extract(here, 2), ingest(here, 1)
        sizes = f"extract {one.peak:.0f} MB, with two processes {two.peak:.0f} MB each, ingest {stored.peak:.0f} MB"
        yield f"Peak memory for {min(count, len(files))} texts: {sizes}"


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdf", type=pathlib.Path, metavar="DIR", help="PDFs to read; default: 120 made-up ones")
    parser.add_argument("--text", type=pathlib.Path, metavar="DIR", help="texts to read; default: 1,300 made-up ones")
    parser.add_argument("--times", type=int, default=3, help="how often each command is run")
    parser.add_argument("--only", choices=["pdf", "text", "memory"], help="one kind of figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        pdfs, texts = options.pdf, options.text
        if pdfs is None and options.only in {None, "pdf"}:
            printed.write(pdfs := pathlib.Path(place) / "pdf", 120, "pdf")
        if texts is None and options.only != "pdf":
            printed.write(texts := pathlib.Path(place) / "text", 1300, "txt")
        figures: list[Iterator[str]] = []
        if options.only in {None, "pdf"}:
            figures.append(pdf_figures(pdfs, options.times))
        if options.only in {None, "text"}:
            figures.append(text_figures(texts, options.times))
        if options.only in {None, "memory"}:
            figures.append(memory_figures(texts, (100, 1300)))
        for lines in figures:
            for line in lines:
                print(line, flush=True)


if __name__ == "__main__":
    main()
