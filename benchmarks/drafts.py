"""How long `mandates check` takes in a large register: ``python -m benchmarks.drafts``.

Makes a register of 1 million obligations, about 40,000 resolutions (`generate.py`), or uses the one of --db. A draft is
the text of a resolution in it without its number: everything in it repeats earlier text, which is the worst case.
"""

from __future__ import annotations

import argparse
import functools
import pathlib
import tempfile

from sqlalchemy import func, select

from benchmarks.generate import AS_OF, generate
from benchmarks.timing import MANDATES, Case, table, time_in_turn
from mandates.domain.resolution import ParagraphKind
from mandates.store.engine import Connection, open_register
from mandates.store.tables import body, mandate, paragraph_text, reading, resolution

#: The number of requesting clauses in each draft, and the target time of a check in seconds.
CLAUSES, TARGET = 30, 3.0


def draft(connection: Connection, organ: str, clauses: int) -> str:
    """Return the newest resolution of an organ with this number of clauses, as the text of a draft."""
    newest = (
        select(resolution.c.reading_id, reading.c.title, reading.c.adopted_on)
        .join(reading, reading.c.id == resolution.c.reading_id)
        .join(body, body.c.id == resolution.c.body_id)
        .join(mandate, mandate.c.resolution_id == resolution.c.id)
        .where(body.c.name == organ)
        .group_by(resolution.c.id, resolution.c.reading_id, reading.c.title, reading.c.adopted_on)
        .having(func.count() == clauses)
        .order_by(reading.c.adopted_on.desc(), resolution.c.reading_id)
    )
    row = connection.execute(newest).first()
    if row is None:
        raise SystemExit(f"no resolution of the {organ} has {clauses} clauses")
    kinds = (ParagraphKind.PREAMBULAR.value, ParagraphKind.OPERATIVE.value)
    texts = select(paragraph_text).where(
        paragraph_text.c.reading_id == row.reading_id, paragraph_text.c.kind.in_(kinds)
    )
    lines = [organ, "", "Draft resolution", "", row.title or "", "", f"The {organ},", ""]
    for paragraph in connection.execute(texts.order_by(paragraph_text.c.position)):
        number = ""
        if paragraph.kind == ParagraphKind.OPERATIVE and paragraph.label:
            item = paragraph.label.rpartition("(")[2]
            number = f"    ({item} " if "(" in paragraph.label else f"{paragraph.label}. "
        lines += [f"{number}{paragraph.text}", ""]
    return "\n".join(lines)


def measure(database: str, clauses: int, runs: int) -> str:
    """Return a table of the time to check a draft of each organ."""
    with open_register(database) as register, register.transaction() as connection:
        resolution_count = connection.execute(select(func.count()).select_from(resolution)).scalar_one()
        drafts = {organ: draft(connection, organ, clauses) for organ in ("General Assembly", "Human Rights Council")}
    with tempfile.TemporaryDirectory() as folder:
        cases = []
        for organ, text in drafts.items():
            path = pathlib.Path(folder, f"{organ}.txt")
            path.write_text(text, encoding="utf-8")
            command = (
                *MANDATES,
                "check",
                str(path),
                "--as-of",
                AS_OF.isoformat(),
                "--db",
                database,
                "--format",
                "json",
            )
            cases.append(Case(f"draft of {clauses} clauses, {organ}", functools.partial(tuple, command)))
        time_in_turn(cases, runs)
    head = (f"{resolution_count:,} resolutions", "seconds", "target")
    return table(head, [(case.name, f"{case.median:.2f}", f"{TARGET:.0f}") for case in cases])


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", metavar="FILE|URL", help="a register that is there; by default one is made")
    parser.add_argument("--obligations", type=int, default=1_000_000, help="how many the one that is made has")
    parser.add_argument("--clauses", type=int, default=CLAUSES)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if options.db:
        print(measure(options.db, options.clauses, options.runs))
        return
    with tempfile.TemporaryDirectory() as folder:
        database = str(pathlib.Path(folder, "register.sqlite"))
        generate(database, obligations=options.obligations, as_of=AS_OF)
        print(measure(database, options.clauses, options.runs))


if __name__ == "__main__":
    main()
