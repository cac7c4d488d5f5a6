"""How answers keep their time as a register grows: ``python -m benchmarks.scale``.

Makes registers of 10 thousand, 100 thousand and 1 million obligations in the same proportions (`generate.py`), times
whole commands on each in turn, and prints how many times longer the larger ones take. On SQLite, and also on PostgreSQL
if MANDATES_TEST_POSTGRESQL is set. Then prints the query plans and whether any of them reads a whole table. With
--folder the registers are kept and reused.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import pathlib
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from benchmarks import bulk, plans, wording
from benchmarks.generate import generate
from benchmarks.timing import MANDATES, Case, table, time_in_turn
from mandates.domain.errors import MandatesError
from mandates.domain.lifecycle import OPEN
from mandates.store.engine import open_register
from mandates.store.tables import ONGOING, body, obligation, obligation_state, reading, resolution

SIZES = (10_000, 100_000, 1_000_000)

#: How many times longer than on the smallest register an answer may take on the largest; and the same for cycles, whose
#: situations grow with a register.
TARGET, OF_CYCLES = 1.5, 2.0

#: The limit of every timed list, about a screen, so that the same amount is printed at all sizes.
SCREEN = 50

SESSION = "79"

#: Bodies whose cycles are timed for one resolution, and about how many resolutions of the body have its subject.
CYCLED = ("Security Council", "General Assembly")
_ON_ONE = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A register to measure on."""

    url: str
    size: int
    as_of: dt.date


def commands(register: Made, topic: str) -> list[Case]:
    """Return the commands that are timed on a register."""
    reporting = open_references(register)
    limit = ("--limit", str(SCREEN))
    a_year_ago = ("--as-of", (register.as_of - dt.timedelta(days=365)).isoformat())
    today = {
        "list": ("list", *limit),
        "list --owner": ("list", "--owner", "Human Rights", *limit),
        "list --all --sort symbol": ("list", "--all", "--sort", "symbol", *limit),
        "overdue": ("overdue", *limit),
        f"summary --session {SESSION}": ("summary", "--session", SESSION, *limit),
        "list --search, one topic": ("list", "--search", wording.name_in(topic), *limit),
        "list --search, a title": ("list", "--search", topic, *limit),
        "list --search, common words": ("list", "--search", "climate change", *limit),
    }
    cycled = {f"cycles, {name}": ("cycles", "--body", name, "--resolution", few_on(register, name)) for name in CYCLED}
    current = today | cycled
    lines = current | {f"{name}, a year ago": (*words, *a_year_ago) for name, words in current.items()}
    environment = {**os.environ, "MANDATES_DB": register.url, "COLUMNS": "100", "NO_COLOR": "1"}
    cases = [Case(name, lambda line=line: (*MANDATES, *line), environment) for name, line in lines.items()]  # type: ignore[misc]

    def report() -> Sequence[str]:
        return (*MANDATES, "report", next(reporting), "--document", "A/81/100")

    return [*cases, Case("report REF --document", report, environment)]


def open_references(register: Made) -> Iterator[str]:
    """Yield references of open obligations, spread over the register."""
    state = obligation_state.c
    with open_register(register.url) as opened, opened.transaction() as connection:
        middle = connection.execute(select(func.max(state.id))).scalar_one() // 2
        pending = (state.lifecycle == OPEN) & state.series.is_(None) & (state.ended_in == ONGOING)
        known = (state.since <= register.as_of) & (state.id >= middle)
        references = connection.execute(select(state.reference).where(pending, known).limit(200)).scalars().all()
    return itertools.cycle(references)


def few_on(register: Made, of: str) -> str:
    """Return a resolution of the body `of` whose subject has about `_ON_ONE` resolutions, at any size of register."""
    about = func.coalesce(reading.c.situation, reading.c.title)
    latest, count = func.max(resolution.c.id), func.count()
    statement = (
        select(latest)
        .join(reading, reading.c.id == resolution.c.reading_id)
        .join(body, body.c.id == resolution.c.body_id)
        .where(body.c.name == of)
        .group_by(about)
        .order_by(func.abs(count - _ON_ONE), latest)
    )
    with open_register(register.url) as opened, opened.transaction() as connection:
        resolution_id = connection.execute(statement.limit(1)).scalar_one()
        symbol: str = connection.execute(
            select(resolution.c.symbol).where(resolution.c.id == resolution_id)
        ).scalar_one()
    return symbol


def make_registers(sizes: Sequence[int], folder: pathlib.Path, server: str | None, as_of: dt.date) -> list[list[Made]]:
    """Return the registers by database; missing ones are made as of a day."""
    by_database = [[Made(str(folder / f"{size}.sqlite"), size, as_of) for size in sizes]]
    if server:
        url = make_url(server)
        by_database.append(
            [
                Made(url.set(database=f"mandates_scale_{size}").render_as_string(hide_password=False), size, as_of)
                for size in sizes
            ]
        )
    for files, *on_server in zip(*by_database, strict=True):
        for register in (files, *on_server):
            if not is_there(register):
                make(register, None if register is files else files)
    return by_database


def is_there(register: Made) -> bool:
    """Return whether a register of this size exists from an earlier run, in the program's revision."""
    try:
        with open_register(register.url) as opened, opened.transaction() as connection:
            return bool(connection.execute(select(func.count()).select_from(obligation)).scalar_one() >= register.size)
    except MandatesError:
        return False


def make(register: Made, model: Made | None = None) -> None:
    """Make a register, replacing an existing one; with the rows of `model` if it is not None."""
    started = time.perf_counter()
    if "://" in register.url:
        bulk.drop_database(register.url)
        bulk.create_database(register.url)
    else:
        for path in pathlib.Path(register.url).parent.glob(f"{register.size}.sqlite*"):
            path.unlink()
    if model:
        bulk.copy(model.url, register.url, at=dt.datetime.combine(register.as_of, dt.time(9), tzinfo=dt.UTC))
    else:
        generate(register.url, obligations=register.size, as_of=register.as_of)
    print(
        f"Made {register.size:,} obligations on {kind(register)} in {time.perf_counter() - started:.0f} s.", flush=True
    )


def kind(register: Made) -> str:
    """Return the name of the register's database program."""
    return "PostgreSQL" if "://" in register.url else "SQLite"


def measure(registers: Sequence[Made], runs: int) -> bool:
    """Time all commands on these registers, print the table, and return whether the target is met."""
    topic = busiest_topic(registers[0])
    cases = [commands(register, topic) for register in registers]
    print(f"\n{kind(registers[0])}: seconds, whole process, median of {runs} runs\n")
    rows = []
    is_met = True
    for size_cases in zip(*cases, strict=True):
        time_in_turn(size_cases, runs)
        smallest = size_cases[0].median
        ratio = size_cases[-1].median / smallest
        is_met = is_met and ratio <= (OF_CYCLES if size_cases[0].name.startswith("cycles") else TARGET)
        rows.append([size_cases[0].name, *(f"{case.median:.2f}" for case in size_cases), f"{ratio:.2f}"])
    print(table(["command", *(f"{register.size:,}" for register in registers), "times"], rows), flush=True)
    return is_met


def busiest_topic(register: Made) -> str:
    """Return the topic with the most resolutions in a register."""
    with open_register(register.url) as opened, opened.transaction() as connection:
        count = func.count()
        statement = select(reading.c.title, count).group_by(reading.c.title).order_by(count.desc(), "title")
        title: str = connection.execute(statement.limit(1)).scalar_one()
    return title


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=pathlib.Path, help="keep the registers here")
    parser.add_argument("--postgresql", default=os.environ.get("MANDATES_TEST_POSTGRESQL"), metavar="URL")
    options = parser.parse_args()
    is_met, today = True, dt.datetime.now(dt.UTC).date()
    with tempfile.TemporaryDirectory(prefix="mandates-scale-") as temporary:
        folder = options.folder or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for registers in make_registers(options.sizes, folder, options.postgresql, today):
            is_met = measure(registers, options.runs) and is_met
            is_met = plans.show(registers[-1].url, today, SESSION) and is_met
            if options.folder is None and "://" in registers[0].url:
                for register in registers:
                    bulk.drop_database(register.url)
    sys.exit(0 if is_met else 1)


if __name__ == "__main__":
    main()
