"""What a command costs to start, against the bare import of the libraries it cannot do without, in one run.

python -m benchmarks.startup [--runs N]

Prints the processor time of each command (user and system) and its time by the clock, medians over runs taken by
turns, and the ratio of `mandates list` to the import of click and SQLAlchemy.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

from benchmarks.timing import MANDATES
from mandates import paths

BARE = "import click, sqlalchemy"


class Cost(NamedTuple):
    """The cost of one run, in milliseconds."""

    processor: float
    clock: float


def run(command: list[str]) -> Cost:
    """Run a command and return its cost."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after, clock = os.times(), time.perf_counter() - start
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(processor * 1000, clock * 1000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        register = str(pathlib.Path(folder) / "register.sqlite")
        for command in (["init"], ["ingest", str(paths.seeds())]):
            run([*MANDATES, *command, "--db", register])
        commands = {
            "python": [sys.executable, "-c", ""],
            BARE: [sys.executable, "-c", BARE],
            "mandates --help": [*MANDATES, "--help"],
            "mandates list": [*MANDATES, "list", "--db", register],
        }
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                costs[name].append(run(command))
    print(f"{'medians of ' + str(runs) + ' runs':<28} {'processor':>12} {'clock':>12}")
    medians = {
        name: Cost(*map(statistics.median, zip(*runs_of_command, strict=True)))
        for name, runs_of_command in costs.items()
    }
    for name, cost in medians.items():
        print(f"{name:<28} {cost.processor:9.0f} ms {cost.clock:9.0f} ms")
    ours, bare = medians["mandates list"], medians[BARE]
    print(f"mandates list / {BARE}: {ours.processor / bare.processor:.2f}, by the clock {ours.clock / bare.clock:.2f}")


if __name__ == "__main__":
    main()
