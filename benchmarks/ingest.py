"""How fast resolutions are read and stored, and in how much memory: ``python -m benchmarks.ingest``.

Reads the given folders, or made-up resolutions. Every figure is of a whole command in its own process, including
start-up. Compared commands run in turns: a ratio is the median of the ratios of all turns, since the speed of a shared
machine varies from minute to minute; times in seconds are those of the quickest run.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks import printed

#: Bare extraction of the text of PDFs, the lower bound for any program that reads them with PDFium.
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
    """The cost of one command: wall time and processor time in seconds, and peak memory in MB.

    The memory is that of all its processes together if it was watched, otherwise of its largest process.
    """

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str], *, watched: bool = False) -> Run:
    """Run `command` and return its cost; a failure other than "done with problems" ends the benchmark.

    If `watched`, memory is sampled through /proc, which takes time itself.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        watch = Watch(process.pid) if watched else None
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(f"{command} failed:\n{errors.decode(errors='replace')[-2000:]}")
    peak = watch.end() if watch else usage.ru_maxrss / 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, peak)


class Watch(threading.Thread):
    """Samples the total memory of the processes of a session, with each shared page counted once."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._peak = 0
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        """Sample 20 times a second."""
        while not self._ended.wait(0.05):
            self._peak = max(self._peak, sum(map(self._kilobytes, pathlib.Path("/proc").glob("[0-9]*"))))

    def end(self) -> float:
        """Stop and return the peak in MB."""
        self._ended.set()
        self.join()
        return self._peak / 1024

    def _kilobytes(self, process: pathlib.Path) -> int:
        try:
            if os.getsid(int(process.name)) != self._session:
                return 0
            lines = (process / "smaps_rollup").read_text().splitlines()
        except OSError:  # the process has ended
            return 0
        return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def in_turns(times: int, *commands: Callable[[], Run]) -> list[list[Run]]:
    """Return the runs of each command, all run in turns."""
    turns = [[command() for command in commands] for _ in range(times)]
    return [list(column) for column in zip(*turns, strict=True)]


def quickest(runs: Sequence[Run]) -> Run:
    """Return the quickest of the runs of a command."""
    return min(runs, key=lambda result: result.wall)


def ratio(runs: Sequence[Run], others: Sequence[Run]) -> float:
    """Return how many times as long as `others` the `runs` took: the median over the turns."""
    return statistics.median(measured.wall / reference.wall for measured, reference in zip(runs, others, strict=True))


def extract(folder: pathlib.Path, jobs: int, *, watched: bool = False) -> Run:
    """Return the cost of `mandates extract` of a folder."""
    return run([*_MANDATES, "extract", str(folder), "--jobs", str(jobs), "--quiet"], watched=watched)


def ingest(folder: pathlib.Path, jobs: int, *, watched: bool = False) -> Run:
    """Return the cost of `mandates ingest` of a folder into a new SQLite register."""
    with tempfile.TemporaryDirectory() as temporary:
        register = str(pathlib.Path(temporary) / "register.sqlite")
        run([*_MANDATES, "init", "--db", register])
        command = [*_MANDATES, "ingest", str(folder), "--db", register, "--jobs", str(jobs), "--quiet"]
        return run(command, watched=watched)


def resolutions(folder: pathlib.Path) -> int:
    """Return the number of resolutions in the files of a folder, which is that of the lines of `mandates extract`."""
    command = [*_MANDATES, "extract", str(folder), "--quiet"]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.count(b"\n")


def pdf_figures(folder: pathlib.Path, times: int) -> Iterator[str]:
    """Yield the figures of reading PDFs."""
    count = len(list(folder.glob("*.pdf")))
    bare, solo, dual = in_turns(
        times,
        lambda: run([sys.executable, "-c", _BARE, str(folder)]),
        lambda: extract(folder, 1),
        lambda: extract(folder, 2),
    )
    floor, single, double = map(quickest, (bare, solo, dual))
    yield f"{count} PDFs: bare text extraction {floor.wall:.2f} s ({floor.cpu:.2f} s of processor time)"
    yield f"  extract on one core: {single.wall:.2f} s ({single.cpu:.2f} s), {ratio(solo, bare):.2f} times the bare one"
    yield f"  extract with two processes: {double.wall:.2f} s, {ratio(solo, dual):.2f} times as fast"


def text_figures(folder: pathlib.Path, times: int) -> Iterator[str]:
    """Yield the figures of reading and storing texts."""
    files, count = sum(path.is_file() for path in folder.iterdir()), resolutions(folder)
    extract_runs, ingest_runs, parallel_runs = in_turns(
        times, lambda: extract(folder, 1), lambda: ingest(folder, 1), lambda: ingest(folder, 2)
    )
    read, stored, double = map(quickest, (extract_runs, ingest_runs, parallel_runs))
    yield f"{files} texts with {count} resolutions, read by one process:"
    yield f"  extract: {read.wall:.2f} s ({read.cpu:.2f} s of processor time), {count / read.wall:.0f} a second"
    times_as_long = ratio(ingest_runs, extract_runs)
    yield f"  ingest into SQLite, which stores while that process reads on: {stored.wall:.2f} s ({stored.cpu:.2f} s),"
    yield f"    {count / stored.wall:.0f} a second, {times_as_long:.2f} times as long"
    yield f"  ingest with two processes that read: {double.wall:.2f} s, {count / double.wall:.0f} a second"


def memory_figures(folder: pathlib.Path, counts: Sequence[int]) -> Iterator[str]:
    """Yield the peak memory of reading some files and many, and of storing them."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for count in counts:
        with tempfile.TemporaryDirectory() as temporary:
            for path in files[:count]:
                (pathlib.Path(temporary) / path.name).symlink_to(path.resolve())
            selection = pathlib.Path(temporary)
            runs = [
                extract(selection, 1, watched=True),
                extract(selection, 2, watched=True),
                ingest(selection, 1, watched=True),
            ]
        single, double, stored = (f"{result.peak:.0f} MB" for result in runs)
        number = min(count, len(files))
        yield f"Peak memory for {number} texts: extract {single}, with two processes {double} in all, ingest {stored}"


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdf", type=pathlib.Path, metavar="DIR", help="PDFs to read; default: 120 made-up ones")
    parser.add_argument("--text", type=pathlib.Path, metavar="DIR", help="texts to read; default: 1,300 made-up ones")
    parser.add_argument("--times", type=int, default=5, help="how often each command is run")
    parser.add_argument("--only", choices=["pdf", "text", "memory"], help="one kind of figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        pdfs, texts = options.pdf, options.text
        if pdfs is None and options.only in {None, "pdf"}:
            printed.write(pdfs := pathlib.Path(temporary) / "pdf", 120, "pdf")
        if texts is None and options.only != "pdf":
            printed.write(texts := pathlib.Path(temporary) / "text", 1300, "txt")
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
