"""Timing whole processes: the same commands in turn, several times over, and the median of each."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

#: How the program is run: as a module by this interpreter, so that the figures need no installation.
MANDATES = (sys.executable, "-m", "mandates")


@dataclass(slots=True)
class Case:
    """A command to time.

    Attributes:
        name: what it is called in the table. make: gives the command line of each run, which may differ.
        environment: variables it runs with.
        seconds: of each run so far. printed: bytes of the last answer.
    """

    name: str
    make: Callable[[], Sequence[str]]
    environment: Mapping[str, str] | None = None
    seconds: list[float] = field(default_factory=list)
    printed: int = 0

    def run(self) -> float:
        """Run once and return the seconds it took.

        Raises:
            RuntimeError: it failed; says how.
        """
        command = list(self.make())
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, env=self.environment, check=False)
        taken = time.perf_counter() - started
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.decode(errors='replace').strip()}")
        self.printed = len(done.stdout)
        return taken

    @property
    def median(self) -> float:
        """Median seconds of the runs."""
        return statistics.median(self.seconds)


def time_in_turn(cases: Sequence[Case], runs: int) -> None:
    """Run each case once to warm the caches, then all of them in turn `runs` times."""
    for case in cases:
        case.run()
    for _ in range(runs):
        for case in cases:
            case.seconds.append(case.run())


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows under a head as a table in Markdown, aligned to be read as it is; the first column to the left."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
        return f"| {' | '.join([cells[0].ljust(widths[0]), *padded[1:]])} |"

    rule = [f":{'-' * (widths[0] - 1)}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join([line(head), f"| {' | '.join(rule)} |", *(line(row) for row in rows)])
