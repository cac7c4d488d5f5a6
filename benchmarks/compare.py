"""Listing and marking done, against two programs that people keep such lists with: ``python -m benchmarks.compare``.

todoman and Taskwarrior get the same items as the register, with the same states, words, owners and dates. Each then
lists the open items and marks single items as done; whole processes are timed, in turn.

Installing them: ``python -m venv todoman && todoman/bin/pip install todoman`` (then give ``--todoman
todoman/bin/todo``), and Taskwarrior from the system's packages: ``apt-get install taskwarrior``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Todo
from sqlalchemy import select

from benchmarks.generate import AS_OF, generate
from benchmarks.timing import MANDATES, Case, table, time_in_turn
from mandates.domain.lifecycle import OPEN
from mandates.store.engine import open_register
from mandates.store.tables import ONGOING, mandate_version, obligation_state

_HELP = "todoman: see the head of this file. Taskwarrior: apt-get install taskwarrior."

#: Taskwarrior 2.6 fails on earlier dates; the few tasks that have one are imported without it.
_TASKWARRIOR_FROM = dt.date(1981, 1, 1)

#: The number of characters of a clause used as the title of a task.
_TITLE = 120


@dataclass(frozen=True, slots=True)
class Item:
    """One obligation as a task."""

    reference: str
    title: str
    due_on: dt.date | None
    owner: str
    open: bool

    @property
    def uid(self) -> str:
        """The same identifier in every program."""
        return str(uuid5(NAMESPACE_URL, self.reference))


def items(register: str) -> list[Item]:
    """Return all obligations of a register as tasks."""
    state = obligation_state.c
    of_clause = mandate_version.c.id == state.version_id
    statement = select(state.reference, state.due_on, state.owners, state.lifecycle, mandate_version.c.clause)
    current = statement.join(mandate_version, of_clause).where((state.ended_in == ONGOING), state.since <= AS_OF)
    with open_register(register) as opened, opened.transaction() as connection:
        rows = connection.execute(current.order_by(state.obligation_id)).all()
    return [
        Item(row.reference, row.clause[:_TITLE], row.due_on, ", ".join(row.owners), row.lifecycle == OPEN)
        for row in rows
    ]


def ours(folder: pathlib.Path, size: int) -> tuple[list[Item], list[Case]]:
    """Make a register; return its items and the commands to time."""
    register = str(folder / "register.sqlite")
    generate(register, obligations=size, as_of=dt.datetime.now(dt.UTC).date())
    environment = {**os.environ, "MANDATES_DB": register, "COLUMNS": "100"}
    tasks = items(register)
    references = _open(tasks)
    mark = (*MANDATES, "report")
    return tasks, [
        Case("list", lambda: (*MANDATES, "list"), environment),
        Case("mark", lambda: (*mark, next(references).reference, "--document", "A/81/100"), environment),
    ]


def todoman(program: str, folder: pathlib.Path, found: Sequence[Item]) -> list[Case]:
    """Write the items as todoman's files, one each; return the commands to time."""
    todos = folder / "todos" / "mandates"
    todos.mkdir(parents=True)
    for item in found:
        _write_todo(todos / f"{item.uid}.ics", item)
    config = folder / "todoman.py"
    settings = {"path": str(folder / "todos" / "*"), "cache_path": str(folder / "todoman-cache.sqlite")}
    config.write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()), encoding="utf-8")
    todo = (program, "--config", str(config))
    environment = {**os.environ, "COLUMNS": "100"}
    listed = json.loads(subprocess.run((*todo, "--porcelain", "list"), capture_output=True, check=True).stdout)
    numbers = iter([str(entry["id"]) for entry in listed])
    return [
        Case("list", lambda: (*todo, "list"), environment),
        Case("mark", lambda: (*todo, "done", next(numbers)), environment),
    ]


def taskwarrior(program: str, folder: pathlib.Path, found: Sequence[Item]) -> list[Case]:
    """Import the items into Taskwarrior; return the commands to time."""
    config = folder / "taskrc"
    config.write_text(f"data.location={folder / 'tasks'}\nconfirmation=off\ndefaultwidth=100\n", encoding="utf-8")
    (folder / "tasks").mkdir()
    tasks = folder / "tasks.json"
    tasks.write_text(json.dumps([_task(item) for item in found]), encoding="utf-8")
    environment = {**os.environ, "TASKRC": str(config)}
    subprocess.run((program, "import", str(tasks)), env=environment, capture_output=True, check=True)
    marked = _open(found)
    return [
        Case("list", lambda: (program, "list"), environment),
        Case("mark", lambda: (program, next(marked).uid, "done"), environment),
    ]


def _open(tasks: Sequence[Item]) -> Iterator[Item]:
    """Yield open items, from the middle on."""
    open_tasks = [item for item in tasks if item.open and "@" not in item.reference]
    return itertools.islice(open_tasks, len(open_tasks) // 2, None)


def _write_todo(path: pathlib.Path, item: Item) -> None:
    todo = Todo()
    todo.add("uid", item.uid)
    todo.add("dtstamp", dt.datetime.combine(AS_OF, dt.time(), tzinfo=dt.UTC))
    todo.add("summary", item.title)
    todo.add("categories", [item.owner])
    todo.add("status", "NEEDS-ACTION" if item.open else "COMPLETED")
    if not item.open:
        todo.add("completed", dt.datetime.combine(AS_OF, dt.time(), tzinfo=dt.UTC))
    if item.due_on:
        todo.add("due", item.due_on)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//mandates//benchmark//EN")
    calendar.add_component(todo)
    path.write_bytes(calendar.to_ical())


def _task(item: Item) -> dict[str, str]:
    stamp = f"{AS_OF:%Y%m%d}T000000Z"
    task = {"uuid": item.uid, "description": item.title, "entry": stamp, "status": "pending", "project": item.owner}
    if item.due_on and item.due_on >= _TASKWARRIOR_FROM:
        task["due"] = f"{item.due_on:%Y%m%d}T000000Z"
    if not item.open:
        task |= {"status": "completed", "end": stamp}
    return task


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--todoman", metavar="PROGRAM", default=shutil.which("todo"))
    parser.add_argument("--taskwarrior", metavar="PROGRAM", default=shutil.which("task"))
    options = parser.parse_args()
    programs = {"todoman": (options.todoman, todoman), "Taskwarrior": (options.taskwarrior, taskwarrior)}
    for name, (program, _) in programs.items():
        if program is None:
            print(f"{name} is not installed and left out. {_HELP}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="mandates-compare-") as temporary:
        folder = pathlib.Path(temporary)
        tasks, cases = ours(folder, options.tasks)
        timed = {"mandates": cases}
        for name, (program, prepare) in programs.items():
            if program is not None:
                timed[name] = prepare(program, folder, tasks)
        for turn in zip(*timed.values(), strict=True):
            time_in_turn(turn, options.runs)
    open_count = sum(item.open for item in tasks)
    print(f"{len(tasks):,} tasks, {open_count:,} of them open; seconds, whole process, median of {options.runs} runs\n")
    rows = [[name, *(f"{case.median:.2f}" for case in cases)] for name, cases in timed.items()]
    print(table(["program", "list what is open", "mark one as done"], rows))
    slower = any(
        own_case.median > other_case.median
        for name in timed
        for own_case, other_case in zip(timed["mandates"], timed[name], strict=True)
    )
    sys.exit(1 if slower else 0)


if __name__ == "__main__":
    main()
