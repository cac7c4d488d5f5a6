"""Change the program in small ways and see whether the tests notice: mutants of cosmic-ray, where a fault goes unseen.

python -m scripts.mutants [--sample 100] [--seed 1] [--only timeline]      (or: make mutants SAMPLE=100 SEED=1)

Works in a copy under build/mutants. The tests are run once to record which of them run which line; the record is used
until a source or test changes. A sample of the mutants of TARGETS is drawn, the same number from each area, and the
same for the same seed. Each mutant is run against the tests that run the changed line, the fastest first, up to a
total of SECONDS. Prints each survivor with its change, and how many were killed.

Mutants that change no behaviour, or only speed, are left out: annotations, options of dataclasses and caches, sizes in
memory, whether `zip` checks that its arguments have one length, and comparisons by `==` instead of `is`.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import io
import itertools
import multiprocessing
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import coverage
import pytest
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator, operator_names

ROOT = pathlib.Path(__file__).parents[1]
COPY = ROOT / "build" / "mutants"
#: The record of which test runs which line, and of the time each test takes.
LINES = ROOT / "build" / "mutants.coverage"
TIMES = ROOT / "build" / "mutants.xml"
#: The folders and modules that are mutated, by area.
TARGETS = {
    "timeline": ["mandates/timeline"],
    "reference": ["mandates/reference"],
    "times": ["mandates/extraction/times", "mandates/extraction/due.py", "mandates/extraction/extensions.py"],
    "store": ["mandates/store"],
    "register": ["mandates/register"],
}
#: The tests that have to detect the mutants.
TESTS = [
    *("tests/timeline", "tests/reference", "tests/extraction", "tests/register", "tests/store"),
    "--deselect=tests/register/test_kill.py",
    *(f"tests/cli/test_{name}.py" for name in ("check", "marks", "view", "digest", "registry", "tracking", "listing")),
    *("tests/cli/test_reports.py", "tests/web/test_team.py", "tests/web/test_own.py"),
]
#: The operators whose changes only affect speed or type checking.
LEFT_OUT = ("RemoveDecorator", *(f"ReplaceComparisonOperator_{pair}" for pair in ("Is_Eq", "IsNot_NotEq")))
LEFT_OUT += tuple(f"ReplaceComparisonOperator_{pair}" for pair in ("Eq_Is", "NotEq_IsNot"))
#: The decorators whose options only affect speed, or what a type checker reports.
DECORATORS = ("dataclass(", "dataclasses.dataclass(", "functools.lru_cache(")
#: The names of sizes in memory, which only affect speed.
SIZES = ("_CACHED", "_MAPPED")
#: The limit of the recorded time of one mutant's tests, and the timeout after which it counts as detected; in seconds.
SECONDS = 30.0
TIMEOUT = 300.0
#: Third-party libraries that take long to import.
LIBRARIES = (
    "alembic.command",
    "click",
    "icalendar",
    "jinja2",
    "lxml.etree",
    "msgspec",
    "rapidfuzz",
)
#: A line run by so few tests may be run once and its result cached; then the tests of its module are run too.
FEW = 5


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """One change of a module: an operator, its n-th occurrence, and the first and last line of it."""

    module: str
    operator: str
    occurrence: int
    first: int
    last: int


@dataclass(slots=True)
class Known:
    """The record of running the tests once."""

    seconds: dict[str, float] = field(default_factory=dict)
    of_line: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    of_module: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def tests(self, mutant: Mutant) -> list[str]:
        """Return the tests to run against a mutant, the fastest first."""
        lines = statement(COPY / mutant.module, mutant)
        chosen = set().union(*(self.of_line.get((mutant.module, line), ()) for line in lines))
        if len(chosen) <= FEW:
            chosen |= self.of_module.get(mutant.module, set())
        if not chosen:  # it is run only when its module is imported, as tables are
            package = mutant.module.split("/")[1]
            chosen = {test for test in self.seconds if test.startswith(f"tests/{package}/")}
        ordered = sorted(chosen, key=lambda test: (self.seconds[test], test))
        spent = itertools.accumulate(self.seconds[test] for test in ordered)
        return [test for test, until in zip(ordered, spent, strict=True) if until <= SECONDS] or ordered[:1]


def main() -> None:
    """Draw the mutants, run them and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=TARGETS, action="append")
    options = parser.parse_args()
    copy()
    if not is_current():
        record()
    results = read_record()
    if not passes(sorted(results.seconds), "--collect-only"):
        raise SystemExit(f"some of the tests cannot be run any more: remove {LINES} and {TIMES}, which are made anew")
    areas = options.only or list(TARGETS)
    drawn: list[tuple[str, Mutant]] = []
    killed: Counter[str] = Counter()
    possible = 0
    for number, area in enumerate(areas):  # the same number of each, whatever their sizes
        mutants = sorted(
            mutant for target in TARGETS[area] for module in modules(target) for mutant in mutants_of(module)
        )
        sample_size = options.sample // len(areas) + (number < options.sample % len(areas))
        chosen = random.Random(options.seed).sample(mutants, min(sample_size, len(mutants)))  # noqa: S311 -- the same for a seed
        drawn += [(area, mutant) for mutant in chosen]
        possible += len(mutants)
    random.Random(options.seed).shuffle(drawn)  # noqa: S311 -- the same
    for number, (area, mutant) in enumerate(drawn, 1):
        change, survived = tried(mutant, results.tests(mutant))
        killed[area] += not survived
        if survived:
            print(f"survived: {mutant.module}:{mutant.first} {mutant.operator}\n{change}", flush=True)
        print(f"{killed.total()} of {number} died", file=sys.stderr, flush=True)
    drawn_by_area = Counter(area for area, _ in drawn)
    print(", ".join(f"{area} {killed[area]} of {drawn_by_area[area]}" for area in areas))
    print(f"{killed.total()} of {len(drawn)} mutants died ({possible:,} could be drawn; seed {options.seed})")


def files() -> list[pathlib.Path]:
    """Return the files in git and untracked ones, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True)  # noqa: S607
    return [path for name in listed.stdout.decode().splitlines() if (path := ROOT / name).is_file()]


def copy() -> None:
    """Copy the project to COPY, where it is mutated, and compile its modules once."""
    shutil.rmtree(COPY, ignore_errors=True)
    for path in files():
        target = COPY / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    subprocess.run([sys.executable, "-m", "compileall", "-q", "mandates"], cwd=COPY, check=True)


def is_current() -> bool:
    """Return whether the record is newer than every source and test."""
    if not (LINES.exists() and TIMES.exists()):
        return False
    recorded_at = min(LINES.stat().st_mtime, TIMES.stat().st_mtime)
    return all(path.stat().st_mtime < recorded_at for path in files() if path.suffix in {".py", ".toml", ".csv"})


def record() -> None:
    """Run the tests once, and record which of them run which line and how long each takes."""
    settings = COPY / "mutants.coveragerc"
    settings.write_text("[run]\nsource = mandates\nrelative_files = true\n", encoding="utf-8")
    measuring = ["--cov", f"--cov-config={settings}", "--cov-context=test", "--cov-report=", f"--junitxml={TIMES}"]
    plain = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(COPY), "COVERAGE_FILE": str(LINES)}
    command = [sys.executable, "-m", "pytest", *plain, *measuring, *TESTS]
    subprocess.run(command, cwd=COPY, check=True, env=environment, stdout=sys.stderr)  # noqa: S603


def read_record() -> Known:
    """Return the contents of the record."""
    results = Known()
    for case in ET.parse(TIMES).iter("testcase"):  # noqa: S314 -- ours
        if case.find("skipped") is None:
            test = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            results.seconds[test] = float(case.get("time", 0))
    data = coverage.CoverageData(str(LINES))
    data.read()
    for path in data.measured_files():
        for line, contexts in data.contexts_by_lineno(path).items():
            ran = {name for context in contexts if (name := context.rpartition("|")[0]) in results.seconds}
            results.of_line[path, line] |= ran
            results.of_module[path] |= ran
    return results


def modules(place: str) -> Iterator[str]:
    """Yield the modules of a folder, or the module itself."""
    path = COPY / place
    for module in [path] if path.is_file() else sorted(path.rglob("*.py")):
        yield module.relative_to(COPY).as_posix()


def mutants_of(module: str) -> Iterator[Mutant]:
    """Yield the mutants of a module that change behaviour."""
    path = COPY / module
    nodes = list(ast_nodes(get_ast_from_path(path)))
    quiet = list(without_effect(path))
    for name in operator_names():
        operator = get_operator(name)
        if operator.arguments() or name.partition("/")[2].startswith(LEFT_OUT):
            continue
        places = (place for node in nodes for place in operator().mutation_positions(node))
        for occurrence, (start, end) in enumerate(places):
            if not any(begins <= start < ends for begins, ends in quiet):
                yield Mutant(module, name, occurrence, start[0], end[0])


def without_effect(path: pathlib.Path) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the start and end of each part of a module that changes nothing (see above), as (line, column)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        options = [one for one in getattr(node, "decorator_list", ()) if ast.unparse(one).startswith(DECORATORS)]
        checks = [one.value for one in getattr(node, "keywords", ()) if one.arg == "strict"]
        sizes = [node.value] if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in SIZES else []
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None), *options, *checks, *sizes):
            if isinstance(part, ast.expr):
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)


def statement(path: pathlib.Path, mutant: Mutant) -> Iterable[int]:
    """Return the lines of the smallest statement around a mutant; only the header if it has a body."""
    smallest = range(mutant.first, mutant.last + 1)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):  # outer ones come first
        if isinstance(node, ast.stmt) and node.lineno <= mutant.first <= (node.end_lineno or 0):
            body = getattr(node, "body", None)
            smallest = range(node.lineno, body[0].lineno if body else (node.end_lineno or 0) + 1)
    return smallest


def tried(mutant: Mutant, tests: list[str]) -> tuple[str, bool]:
    """Apply a mutant, run the tests, and revert it; return the change, and whether it survived."""
    path = COPY / mutant.module
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()
    with use_mutation(path, get_operator(mutant.operator)(), mutant.occurrence) as (before, after):
        changed = difflib.unified_diff(before.splitlines(), (after or "").splitlines(), lineterm="", n=0)
        lines = [f"  {line}" for line in changed if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        return "\n".join(lines), not tests or passes(tests)


def passes(tests: list[str], *more: str) -> bool:
    """Return whether the tests pass in the copy, run in a forked process that has the libraries loaded."""
    for library in LIBRARIES:
        importlib.import_module(library)
    child = multiprocessing.get_context("fork").Process(target=run_tests, args=(tests, *more))
    child.start()
    child.join(TIMEOUT)
    if child.is_alive() and child.pid is not None:
        os.killpg(child.pid, signal.SIGKILL)
        child.join()
    return child.exitcode == pytest.ExitCode.OK


def run_tests(tests: list[str], *more: str) -> None:
    """Run the tests and end the process with pytest's exit code."""
    os.setsid()
    os.chdir(COPY)
    sys.path[0] = str(COPY)
    sys.dont_write_bytecode = True
    os.environ |= {"PYTHONPATH": str(COPY), "PYTHONDONTWRITEBYTECODE": "1"}
    test_list = COPY / "mutants.tests"
    test_list.write_text("".join(f"{test}\n" for test in tests), encoding="utf-8")
    sys.stdout = sys.stderr = io.StringIO()
    os._exit(pytest.main(["-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *more, f"@{test_list}"]))


if __name__ == "__main__":
    main()
