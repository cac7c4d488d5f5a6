"""Make a register of any size in realistic proportions: ``python -m benchmarks.generate 1000000 --db big.sqlite``.

Resolutions, mandates and dues are made up from the counts in `proportions.json`; what a register holds of them is
worked out by the register's own code, so that the result passes `mandates db check`. Same seed, same register.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks import bulk, proportions
from benchmarks.made_up import MadeUp
from mandates.domain.mandate import Reading
from mandates.register import tables
from mandates.register.state import expectations, planning
from mandates.register.state.planning import Decisions
from mandates.register.storing import readings
from mandates.register.views import Status

Row = dict[str, Any]

#: The day the register is of: what was due before it is mostly settled.
AS_OF = dt.date(2026, 6, 30)

#: Rows are written by so many resolutions at a time.
_CHUNK = 500

#: Assumed, as no corpus tells it: how often what has fallen due is settled, sooner or later; how often what has no
#: date is settled after some years; how often something open has been begun; how often a settled item has a document,
#: and an item a note of a person.
SETTLED_AFTER_DUE = 0.88
SETTLED_UNDATED = 0.55
UNDATED_YEARS = 3
BEGUN = 0.08
WITH_DOCUMENT = 0.8
WITH_NOTE = 0.03

_REPORTED = (Status.REPORTED,) * 18 + (Status.PARTLY_REPORTED,) + (Status.NOT_IMPLEMENTED,)
_DONE = (Status.IMPLEMENTED,) * 14 + (
    Status.REPORTED,
    Status.REPORTED,
    Status.SUPERSEDED,
    Status.DISCONTINUED,
    Status.NOT_IMPLEMENTED,
    Status.NOT_APPLICABLE,
)
_PEOPLE = ("amina", "bruno", "chen", "dalia", "emeka")
_UNDECIDED: Row = {"status": Status.PENDING.value, "evidence": []}
_NOTES = ("Asked the desk about", "Awaiting clearance of", "See also the oral update on", "Deferred with")
_BEGUN = (Status.IN_PROGRESS, Status.IN_PROGRESS, Status.SUBMITTED)


class Register:
    """Works out the rows of a register, resolution by resolution, until it has so many obligations.

    Attributes:
        rows: rows worked out and not yet taken, by table.
        obligations: how many there are so far.
    """

    def __init__(self, *, obligations: int, seed: int, as_of: dt.date) -> None:
        self._wanted = obligations
        self._as_of = as_of
        self._rng = random.Random(f"life {seed}")
        self._made_up = MadeUp(proportions.load(), seed=seed, as_of=as_of)
        self._ids: dict[str, int] = {}
        self._owners: dict[str, int] = {}
        self.rows: dict[str, list[Row]] = {name: [] for name in tables.metadata.tables}
        self.obligations = 0
        self.resolutions = 0

    def chunks(self) -> Iterator[dict[str, list[Row]]]:
        """Yield rows by table, tables in an order in which none points to a later one."""
        for reading in self._made_up.readings():
            self._resolution(reading)
            full = self.obligations == self._wanted
            if full or self.resolutions % _CHUNK == 0:
                yield self.rows
                for rows in self.rows.values():
                    rows.clear()
            if full:
                return

    def _resolution(self, reading: Reading) -> None:
        read = readings.rows_of(reading)
        resolution_id = self._add("resolution", read.resolution)
        self.resolutions += 1
        paragraph_ids = [self._add("paragraph", {"resolution_id": resolution_id, **row}) for row in read.paragraphs]
        batch = self._batch(read.resolution["adopted_on"] + dt.timedelta(days=14), "ingest")
        counts = {"paragraphs": len(read.paragraphs), "mandates": len(read.mandates)}
        self._event(batch, "ingested", read.resolution["symbol"], resolution_id=resolution_id, after=counts)
        for row in read.mandates:
            if self.obligations == self._wanted:
                return
            row["resolution_id"] = resolution_id
            row["paragraph_id"] = paragraph_ids[row.pop("paragraph")]
            self._mandate(row, read.resolution)

    def _mandate(self, row: Row, of_resolution: Row) -> None:
        mandate_id = self._next_id("mandate")
        known = {
            **row,
            "id": mandate_id,
            "resolution_withdrawn": False,
            **{name: of_resolution[name] for name in ("adopted_on", "body", "session", "sort_key")},
        }
        expected = self._expected(known)
        if self.obligations + len(expected) > self._wanted:  # only the last mandate of all: it asks without a date
            row["dues"] = known["dues"] = []
            expected = self._expected(known)
        self.rows["mandate"].append({"id": mandate_id, **row})
        decided: dict[int, Row] = {}
        remarks: dict[int, list[str]] = {}
        for one in expected:
            one["id"] = self._next_id("obligation")
            decided[one["id"]], document = self._decide(known, one)
            if document:
                remarks[one["id"]] = [document]
            if document or decided[one["id"]]:
                one["version"] = 2
        decisions = Decisions(each=decided, remarks=remarks)
        for one in planning.plan(known, expected, decisions=decisions, as_of=self._as_of):
            self._obligation(one, decided[one["id"]], *remarks.get(one["id"], ()))
        self.obligations += len(expected)

    def _expected(self, known: Row) -> list[Row]:
        """Return the rows of `obligation` of a mandate, as far as they were read."""
        wanted = expectations.expected(
            readings.dues_of(known), body=known["body"], session=known["session"], adopted_on=known["adopted_on"]
        )
        rows = [planning.read_columns(one, given=True) for one in wanted]
        if any(row["series"] for row in rows):  # those that are missed by now come with them
            return planning.plan(known, rows, decisions=Decisions(), as_of=self._as_of)
        return rows

    def _decide(self, known: Row, row: Row) -> tuple[Row, str | None]:
        """Return what people decided on an obligation, by field, and the document that settles it."""
        rng = self._rng
        due_on, adopted_on = row["read_due_on"], known["adopted_on"]
        decided: Row = {}
        document = None
        past = due_on is not None and due_on < self._as_of
        old = row["series"] is None and (self._as_of - adopted_on).days > UNDATED_YEARS * 365
        if (past and rng.random() < SETTLED_AFTER_DUE) or (due_on is None and old and rng.random() < SETTLED_UNDATED):
            status = rng.choice(_REPORTED if known["deliverable"] in ("report", "briefing") else _DONE)
            days = rng.randint(-120, 60) if past else rng.randint(100, 1000)
            settled_on = min((due_on if past else adopted_on) + dt.timedelta(days=days), self._as_of)
            decided = {"status": status.value, "settled_on": max(settled_on, adopted_on).isoformat()}
            if rng.random() < WITH_DOCUMENT:
                document = f"A/{rng.randint(31, 81)}/{rng.randint(1, 999)}"
        elif rng.random() < BEGUN:
            decided = {"status": rng.choice(_BEGUN).value}
        if rng.random() < WITH_NOTE:
            decided["note"] = f"{rng.choice(_NOTES)} {self._made_up.words.filling(rng, 60)}"
        return decided, document

    def _obligation(self, row: Row, decided: Row, document: str | None = None) -> None:
        """Add an obligation, who owes it, what was decided on it and the record of that."""
        self.rows["obligation"].append({column.name: row[column.name] for column in tables.obligation.c})
        if row["remarks"]:
            self.rows["remark"].append({"obligation_id": row["id"], "text": row["remarks"]})
        entities = {party["name"]: party["entity"] for party in row["parties"]}
        for name in row["owners"]:
            if name not in self._owners:
                self._owners[name] = self._add("owner", {"name": name, "entity": entities[name]})
            link = {"obligation_id": row["id"], "owner_id": self._owners[name]}
            self.rows["obligation_owner"].append({**link, "standing": row["standing"], "rank_on": row["rank_on"]})
        if not decided:
            return
        of = {"mandate_id": row["mandate_id"], "obligation_id": row["id"]}
        for field, value in decided.items():
            self._add("decision", {**of, "field": field, "value": value})
        day = row["settled_on"] or row["expected_from"] + dt.timedelta(days=90)
        after = dict(decided)
        if document:
            piece = {"document": document, "note": None, "url": None, "partial": False}
            self._add("evidence", {"obligation_id": row["id"], "dated_on": day, **piece})
            after["evidence"] = [{**piece, "on": day.isoformat()}]
        action = "report" if document else "update"
        self._event(
            self._batch(min(day, self._as_of), action),
            action,
            row["reference"],
            mandate_id=row["mandate_id"],
            obligation_id=row["id"],
            before={field: _UNDECIDED.get(field) for field in after},
            after=after,
        )

    def _batch(self, day: dt.date, command: str) -> int:
        at = dt.datetime.combine(day, dt.time(9, 30), tzinfo=dt.UTC)
        actor = self._rng.choice(_PEOPLE)
        return self._add(
            "batch", {"at": at, "actor": actor, "command": command, "undoes_id": None, "undone_by_id": None}
        )

    def _event(self, batch: int, action: str, reference: str, **values: Any) -> None:
        empty: Row = {
            "resolution_id": None,
            "mandate_id": None,
            "obligation_id": None,
            "before": {},
            "after": {},
            "reason": None,
            "dated": False,
        }
        self._add("event", {**empty, "batch_id": batch, "action": action, "reference": reference, **values})

    def _add(self, table: str, row: Row) -> int:
        row_id = self._next_id(table)
        self.rows[table].append({"id": row_id, **row})
        return row_id

    def _next_id(self, table: str) -> int:
        self._ids[table] = self._ids.get(table, 0) + 1
        return self._ids[table]


def generate(url: str, *, obligations: int, seed: int = 1, as_of: dt.date = AS_OF) -> None:
    """Make a register of so many obligations at `url`, a new file name or the URL of an empty database."""
    register = Register(obligations=obligations, seed=seed, as_of=as_of)
    gc.disable()  # nothing is made here that points back at itself, and looking for it takes a quarter of the time
    with bulk.filled(url, at=dt.datetime.combine(as_of, dt.time(9), tzinfo=dt.UTC)) as write:
        for rows in register.chunks():
            for table in tables.metadata.sorted_tables:
                write(table, rows[table.name])
            say(f"\r{register.obligations:,} of {obligations:,} obligations", end="")
        say("\rBuilding indexes ...".ljust(50))
    gc.enable()


def say(message: str, end: str = "\n") -> None:
    """Tell the person who waits; nothing where nobody watches."""
    if sys.stderr.isatty():
        print(message, end=end, file=sys.stderr, flush=True)


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("obligations", type=int, help="how many, exactly")
    parser.add_argument("--db", required=True, metavar="FILE|URL", help="a new file, or an empty PostgreSQL database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", type=dt.date.fromisoformat, default=AS_OF, help="the day the register is of")
    options = parser.parse_args()
    started = time.perf_counter()
    generate(options.db, obligations=options.obligations, seed=options.seed, as_of=options.as_of)
    print(f"{options.obligations:,} obligations in {options.db}, made in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
