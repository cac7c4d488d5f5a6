"""Change the program in small ways and see whether the tests notice: cosmic-ray over what must not go wrong unseen.

python -m scripts.mutants [--sample 100] [--seed 1] [--only timeline]

Works in a copy under build/mutants. Of all mutants of the rooms below a sample is drawn, the same for the same seed;
each is run against the tests that are to notice it. Left out is what changes nothing that runs: annotations,
decorators that only remember, and texts. Prints each survivor with its change, and how many died.
"""

from __future__ import annotations

import argparse
import ast
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).parents[1]
COPY = ROOT / "build" / "mutants"
#: What is changed, with the tests that are to notice.
TARGETS = {
    "timeline": ("mandates/timeline", "tests/timeline tests/register"),
    "reference": ("mandates/reference", "tests/reference tests/timeline tests/extraction"),
    "times": ("mandates/extraction/times", "tests/extraction"),
    "store": ("mandates/store", "tests/store tests/register"),
    "register": ("mandates/register", "tests/register tests/cli"),
}
#: Changes that show in nothing but speed or a type checker.
LEFT_OUT = ("RemoveDecorator",)
#: Seconds after which a mutant that never ends counts as noticed.
TIMEOUT = 600


def main() -> None:
    """Draw, run and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=TARGETS, action="append")
    given = parser.parse_args()
    copy()
    sessions = {name: prepared(name) for name in given.only or TARGETS}
    jobs = [(name, job) for name, session in sessions.items() for job in drawable(session)]
    drawn = random.Random(given.seed).sample(jobs, min(given.sample, len(jobs)))  # noqa: S311 -- the same for a seed
    died = 0
    for name, session in sessions.items():
        keep(session, [job for where, job in drawn if where == name])
        command("exec", config_of(name), session)
        for change, outcome in outcomes(session):
            died += outcome != "SURVIVED"
            if outcome == "SURVIVED":
                print(f"survived: {change}", flush=True)
    print(f"{died} of {len(drawn)} mutants died ({len(jobs):,} could be drawn; seed {given.seed})")


def copy() -> None:
    """Copy what git knows, as it is now."""
    shutil.rmtree(COPY, ignore_errors=True)
    named = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607
    for name in named.stdout.splitlines():
        if (ROOT / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, COPY / name)


def config_of(name: str) -> pathlib.Path:
    """Return where the settings of one target are."""
    return COPY / f"{name}.toml"


def prepared(name: str) -> pathlib.Path:
    """Write the settings of one target, find its mutants, and return the file that holds them."""
    folder, tests = TARGETS[name]
    tested = f"{sys.executable} -m pytest -q -x -p no:randomly -p no:cacheprovider {tests}"
    config_of(name).write_text(
        f'[cosmic-ray]\nmodule-path = "{folder}"\ntimeout = {TIMEOUT}.0\nexcluded-modules = []\n'
        f'test-command = "{tested}"\n\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    session = COPY / f"{name}.sqlite"
    command("init", config_of(name), session)
    return session


def command(*words: object) -> None:
    """Run a command of cosmic-ray in the copy."""
    program = pathlib.Path(sys.executable).parent / "cosmic-ray"
    environment = {"PYTHONPATH": str(COPY), "PATH": f"{program.parent}:/usr/bin:/bin", "HOME": str(COPY)}
    subprocess.run([str(program), *map(str, words)], cwd=COPY, check=True, env=environment)  # noqa: S603


def drawable(session: pathlib.Path) -> list[str]:
    """Return the mutants that change what runs."""
    query = "SELECT job_id, module_path, operator_name, start_pos_row, start_pos_col FROM mutation_specs"
    with sqlite3.connect(session) as connection:
        rows = connection.execute(query).fetchall()
    quiet = {path: list(annotated(COPY / path)) for path in {row[1] for row in rows}}
    ordered = sorted(rows, key=lambda row: row[1:])
    return [
        job
        for job, path, operator, row, column in ordered
        if not operator.partition("/")[2].startswith(LEFT_OUT)
        and not any(begins <= (row, column) < ends for begins, ends in quiet[path])
    ]


def annotated(path: pathlib.Path) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where the annotations of a module begin and end: line and column."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for name in ("annotation", "returns"):
            found = getattr(node, name, None)
            if isinstance(found, ast.expr):
                yield (found.lineno, found.col_offset), (found.end_lineno or 0, found.end_col_offset or 0)


def keep(session: pathlib.Path, jobs: list[str]) -> None:
    """Leave only these mutants in a session."""
    with sqlite3.connect(session) as connection:
        connection.execute("CREATE TEMP TABLE kept (job_id TEXT PRIMARY KEY)")
        connection.executemany("INSERT INTO kept VALUES (?)", [(job,) for job in jobs])
        for table in ("mutation_specs", "work_items"):
            connection.execute(f"DELETE FROM {table} WHERE job_id NOT IN (SELECT job_id FROM kept)")  # noqa: S608


def outcomes(session: pathlib.Path) -> Iterator[tuple[str, str]]:
    """Yield what each mutant changed, and what became of it."""
    query = (
        "SELECT module_path, start_pos_row, operator_name, test_outcome, diff FROM mutation_specs "
        "JOIN work_results USING (job_id) ORDER BY module_path, start_pos_row"
    )
    with sqlite3.connect(session) as connection:
        for path, row, operator, outcome, diff in connection.execute(query):
            lines = [line for line in (diff or "").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
            yield f"{path}:{row} {operator.partition('/')[2]}\n  " + "\n  ".join(lines), outcome


if __name__ == "__main__":
    main()
