"""Timing whole processes: the same commands in turn, several times over, and the median of each."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

#: The command of the program: as a module of this interpreter, so that no installation is needed.
MANDATES = (sys.executable, "-m", "mandates")


@dataclass(slots=True)
class Case:
    """A command to time.

    Attributes:
        name: its name in the table. make: returns the command line of each run, which may differ.
        environment: its environment variables.
        seconds: the times of the runs so far. printed: the size of the last output in bytes.
    """

    name: str
    make: Callable[[], Sequence[str]]
    environment: Mapping[str, str] | None = None
    seconds: list[float] = field(default_factory=list)
    printed: int = 0

    def run(self) -> float:
        """Run once and return the seconds it took.

        Raises:
            RuntimeError: the command failed; has its error output.
        """
        command = list(self.make())
        started = time.perf_counter()
        result = subprocess.run(command, capture_output=True, env=self.environment, check=False)
        elapsed = time.perf_counter() - started
        if result.returncode:
            raise RuntimeError(f"{' '.join(command)} failed: {result.stderr.decode(errors='replace').strip()}")
        self.printed = len(result.stdout)
        return elapsed

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
    """Return a Markdown table with aligned columns; the first column is left-aligned, the others right-aligned."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
        return f"| {' | '.join([cells[0].ljust(widths[0]), *padded[1:]])} |"

    rule = [f":{'-' * (widths[0] - 1)}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join([line(head), f"| {' | '.join(rule)} |", *(line(row) for row in rows)])
