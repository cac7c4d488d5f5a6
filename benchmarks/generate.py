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
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection

from benchmarks import bulk, proportions
from benchmarks.made_up import MadeUp
from mandates.domain.events import EVENT_VERSION, UNDECIDED, EventKind
from mandates.domain.mandate import Reading
from mandates.domain.status import Status
from mandates.reference.lookup import Dates
from mandates.register import projection
from mandates.register.preparing import PLACE, READ, Prepared, prepare
from mandates.register.unit_of_work import calendars
from mandates.store import reference_data, states, tables
from mandates.store.states import version_of
from mandates.timeline.ahead import AHEAD
from mandates.timeline.facts import Facts, Happened, Head
from mandates.timeline.periods import Calendars, Texts, periods
from mandates.timeline.planning import ObligationState, plan

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
_NOTES = ("Asked the desk about", "Awaiting clearance of", "See also the oral update on", "Deferred with")
_BEGUN = (Status.IN_PROGRESS, Status.IN_PROGRESS, Status.SUBMITTED)


#: The body whose resolutions have a situation in place of a title.
_UNTITLED = "Security Council"


class Decision(NamedTuple):
    """What a person decides on an obligation on a day, by field; the document that answers it is made evidence."""

    day: dt.date
    values: Row
    document: str | None


@dataclass(slots=True)
class Worked:
    """A mandate with all that follows from it, before it is known whether it still goes into the register."""

    facts: Facts
    version: Row
    states: list[ObligationState]
    decisions: list[tuple[int, Decision]] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)


class Register:
    """Works out the rows of a register, resolution by resolution, until it has so many obligations.

    Attributes:
        rows: rows worked out and not yet taken, by table.
        obligations: how many there are so far.
    """

    def __init__(self, connection: Connection, *, obligations: int, seed: int, as_of: dt.date) -> None:
        self._connection = connection
        self._wanted = obligations
        self._as_of = as_of
        self._rng = random.Random(f"life {seed}")
        self._made_up = MadeUp(proportions.load(), seed=seed, as_of=as_of)
        self._calendars: Calendars = calendars(connection)
        self._calendar = self._calendars.of(as_of)
        self._ids: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self._documents: dict[str, int] = {}
        self._new_states: list[ObligationState] = []
        self.rows: dict[str, list[Row]] = {name: [] for name in tables.metadata.tables}
        self.obligations = 0
        self.resolutions = 0

    def chunks(self) -> Iterator[dict[str, list[Row]]]:
        """Yield rows by table, tables in an order in which none points to a later one."""
        for reading in self._made_up.readings():
            self._resolution(reading)
            full = self.obligations == self._wanted
            if full or self.resolutions % _CHUNK == 0:
                self._keep_states()
                yield self.rows
                for rows in self.rows.values():
                    rows.clear()
            if full:
                return

    def _resolution(self, reading: Reading) -> None:
        read = prepare(reading)
        if read.body == _UNTITLED:
            read.reading["situation"] = read.reading["title"]
        bodies = reference_data.body_ids(self._connection, [read.body])
        resolution_id, reading_id = self._next_id("resolution"), self._next_id("reading")
        self.rows["resolution"].append(
            {
                "id": resolution_id,
                "symbol": read.symbol,
                "sort_key": read.sort_key,
                "body_id": bodies[read.body],
                "held": True,
                "reading_id": reading_id,
                "digest": read.digest,
            }
        )
        self.rows["reading"].append({"id": reading_id, "resolution_id": resolution_id, **read.reading})
        self.resolutions += 1
        places = [self._paragraph(resolution_id, reading_id, row) for row in read.paragraphs]
        for row in read.citations:
            self._cite(places[row["paragraph"]], None, row)
        ingested = self._ingest(resolution_id, read)
        head = Head(
            reading_id=reading_id,
            body=read.body,
            session=read.reading["session"],
            adopted_on=read.reading["adopted_on"],
            sort_key=read.sort_key,
        )
        for row in read.mandates:
            if self.obligations == self._wanted:
                return
            self._mandate(row, places[row["paragraph"]], head, resolution_id, ingested)

    def _paragraph(self, resolution_id: int, reading_id: int, row: Row) -> int:
        paragraph_id = self._add("paragraph", {"resolution_id": resolution_id})
        return self._add("paragraph_text", {"paragraph_id": paragraph_id, "reading_id": reading_id, **row})

    def _ingest(self, resolution_id: int, read: Prepared) -> Happened:
        """Add the ingest of a resolution, two weeks after its adoption."""
        day = min(read.reading["adopted_on"] + dt.timedelta(days=14), self._as_of)
        before, after = {"held": False}, {"held": True}
        event_id = self._event(
            self._change(day, "ingest"),
            EventKind.INGESTED,
            read.symbol,
            resolution_id=resolution_id,
            before=before,
            after=after,
            details={"paragraphs": len(read.paragraphs), "mandates": len(read.mandates)},
        )
        return Happened(id=event_id, day=day, of_resolution=True, obligation_id=None, before=before, after=after)

    def _mandate(self, row: Row, place: int, head: Head, resolution_id: int, ingested: Happened) -> None:
        mandate_id, version_id = self._next_id("mandate"), self._next_id("mandate_version")
        version = {"id": version_id, "mandate_id": mandate_id, "paragraph_text_id": place}
        version |= {name: row[name] for name in READ}
        facts = Facts(
            mandate_id=mandate_id,
            resolution_id=resolution_id,
            held=True,
            reading_id=head.reading_id,
            in_text=True,
            version_id=version_id,
            reference=row["reference"],
            label=row["label"],
            position=row["position"],
        )
        worked = self._work_out(facts, version, head, ingested)
        if self.obligations + len(worked.facts.keys) > self._wanted:  # only the last of all: it asks without a date
            facts.keys.clear()
            facts.each.clear()
            worked = self._work_out(facts, {**version, "dues": []}, head, ingested, undecided=True)
        self.obligations += len(worked.facts.keys)
        mandate = {"id": mandate_id, "resolution_id": resolution_id, "in_text": True, "version_id": version_id}
        self.rows["mandate"].append({**mandate, **{name: row[name] for name in PLACE}})
        self.rows["mandate_version"].append(worked.version)
        for one in row["citations"]:
            self._cite(place, version_id, one)
        if row["relation"] is not None:
            self.rows["relation"].append({"version_id": version_id, **row["relation"]})
        self._keep(worked)

    def _work_out(
        self, facts: Facts, version: Row, head: Head, ingested: Happened, *, undecided: bool = False
    ) -> Worked:
        """Return a mandate with the obligations that it has after all that people decided on it up to the day."""
        read = version_of(version)
        horizon = self._as_of + AHEAD
        first = self._ids.get("obligation", 0)
        planned = plan(facts, read, head, calendar=self._calendar, horizon=horizon)
        for number, state in enumerate(planned, first + 1):
            facts.keys[number] = state.key
        worked = Worked(facts, version, [])
        if not undecided:
            found = [(number, self._decide(state, head)) for number, state in enumerate(planned, first + 1)]
            worked.decisions = sorted(((n, one) for n, one in found if one), key=lambda each: each[1].day)
        for number, one in worked.decisions:
            facts.each[number] = self._decided(one)
            before = {name: UNDECIDED.get(name) for name in one.values}
            worked.happened.append(
                Happened(
                    id=0,
                    day=max(one.day, ingested.day),
                    of_resolution=False,
                    obligation_id=number,
                    before=before | ({"evidence": []} if one.document else {}),
                    after=facts.each[number],
                )
            )
        texts = Texts(versions={read.id: read}, heads={head.reading_id: head})
        happened = [ingested, *worked.happened]
        worked.states = periods(facts, happened, texts, calendars=self._calendars, horizon=horizon)
        numbers = {key: number for number, key in facts.keys.items()}
        for state in worked.states:
            if state.obligation_id is None:  # what a settled one has opened
                state.obligation_id = numbers.setdefault(state.key, first + len(numbers) + 1)
                facts.keys[state.obligation_id] = state.key
        return worked

    def _decide(self, state: ObligationState, head: Head) -> Decision | None:
        """Return what people decided on an obligation, if anything."""
        rng = self._rng
        due_on, adopted_on = state.read_due_on, head.adopted_on or self._as_of
        decided: Row = {}
        document = None
        past = due_on is not None and due_on < self._as_of
        old = state.series is None and (self._as_of - adopted_on).days > UNDATED_YEARS * 365
        if (past and rng.random() < SETTLED_AFTER_DUE) or (due_on is None and old and rng.random() < SETTLED_UNDATED):
            status = rng.choice(_REPORTED if state.deliverable in ("report", "briefing") else _DONE)
            days = rng.randint(-120, 60) if past else rng.randint(100, 1000)
            settled_on = min((due_on if past and due_on else adopted_on) + dt.timedelta(days=days), self._as_of)
            decided = {"status": status.value, "settled_on": max(settled_on, adopted_on).isoformat()}
            if rng.random() < WITH_DOCUMENT:
                document = f"A/{rng.randint(31, 81)}/{rng.randint(1, 999)}"
        elif rng.random() < BEGUN:
            decided = {"status": rng.choice(_BEGUN).value}
        if rng.random() < WITH_NOTE:
            words = f"{rng.choice(_NOTES)} {self._made_up.words.filling(rng, 60)}"
            decided["notes"] = [{"text": words, "on": None, "by": None, "files": [], "links": []}]
        if not decided:
            return None
        settled = decided.get("settled_on")
        day = dt.date.fromisoformat(settled) if settled else max(state.since, adopted_on) + dt.timedelta(days=90)
        return Decision(min(day, self._as_of), decided, document)

    def _decided(self, one: Decision) -> Row:
        """Return what is decided, with the document as a piece of evidence that has a number."""
        if one.document is None:
            return dict(one.values)
        day = one.values["settled_on"]
        piece = {"id": self._next_id("evidence"), "document": one.document, "on": day}
        return {**one.values, "evidence": [{**piece, "note": None, "url": None, "partial": False}]}

    def _keep(self, worked: Worked) -> None:
        """Add the obligations of a mandate, what was decided on them and the record of that; its states wait."""
        mandate_id = worked.facts.mandate_id
        for number, key in worked.facts.keys.items():
            version = 2 if number in worked.facts.each else 1
            self.rows["obligation"].append({"id": number, "mandate_id": mandate_id, "key": key, "version": version})
        self._ids["obligation"] = max(worked.facts.keys)
        references = {state.obligation_id: state.reference for state in worked.states}
        for (number, one), happened in zip(worked.decisions, worked.happened, strict=True):
            for name, value in one.values.items():
                of = {"mandate_id": mandate_id, "obligation_id": number}
                self._add("decision", {**of, "field": name, "value": value})
            for piece in happened.after.get("evidence", ()):
                self._evidence(number, piece)
            kind = EventKind.REPORT if one.document else EventKind.UPDATE
            self._event(
                self._change(happened.day, kind.value),
                kind,
                references[number],
                mandate_id=mandate_id,
                obligation_id=number,
                before=happened.before,
                after=happened.after,
            )
        self._new_states += worked.states

    def _evidence(self, obligation_id: int, piece: Row) -> None:
        symbol = piece["document"]
        if symbol not in self._documents:
            self._documents[symbol] = self._add("document", {"symbol": symbol})
        self.rows["evidence"].append(
            {
                "id": piece["id"],
                "obligation_id": obligation_id,
                "document_id": self._documents[symbol],
                "dated_on": dt.date.fromisoformat(piece["on"]),
                "note": piece["note"],
                "url": piece["url"],
                "partial": piece["partial"],
                "in_force": True,
            }
        )

    def _keep_states(self) -> None:
        """Add the states that wait, with their parties and remarks, and the sessions that they name."""
        party_ids = projection.party_ids(self._connection, self._new_states)
        self._sessions()
        for state in self._new_states:
            period = {"known_on": state.known_on, "ended_in": state.ended_in}
            state_id = self._add("obligation_state", {**period, **states.as_values(state)})
            links = {(party_ids[one.name, one.entity], role.value) for role, one in state.parties}
            for entity_id, role in sorted(links):
                of = {"state_id": state_id, "entity_id": entity_id, "role": role}
                self.rows["party"].append({**of, "lifecycle": state.lifecycle, "sort_date": state.sort_date})
            if state.remarks:
                self.rows["remark"].append({"state_id": state_id, "text": state.remarks})
        self._new_states.clear()

    def _sessions(self) -> None:
        """Store the sessions that states name and the calendar knows."""
        named = dict.fromkeys((one.at_body, one.due_session) for one in self._new_states)
        found: dict[tuple[str, str], Dates] = {}
        for body, number in named:
            known = self._calendar.session(body, number) if number else None
            if known is not None and number is not None:
                full = self._calendar.resolve_body(body) or body
                found[full, number] = Dates(known.opens_on, known.closes_on, known.exact)
        reference_data.add_sessions(self._connection, found, reference_data.sessions(self._connection))

    def _cite(self, place: int, version_id: int | None, row: Row) -> None:
        plain = {name: value for name, value in row.items() if name != "paragraph"}
        self._add("citation", {"paragraph_text_id": place, "version_id": version_id, **plain})

    def _change(self, day: dt.date, command: str) -> int:
        at = dt.datetime.combine(day, dt.time(9, 30), tzinfo=dt.UTC)
        name = self._rng.choice(_PEOPLE)
        if name not in self._people:
            self._people[name] = self._add("person", {"name": name})
        values = {"at": at, "on_day": day, "person_id": self._people[name], "command": command}
        return self._add("change", {**values, "undoes_id": None, "undone_by_id": None})

    def _event(self, change_id: int, kind: EventKind, reference: str, **values: Any) -> int:
        empty: Row = {
            "change_id": change_id,
            "kind": kind.value,
            "version": EVENT_VERSION,
            "reference": reference,
            "resolution_id": None,
            "mandate_id": None,
            "obligation_id": None,
            "details": {},
            "reason": None,
            "quiet": False,
        }
        return self._add("event", {**empty, **values})

    def _add(self, table: str, row: Row) -> int:
        row_id = self._next_id(table)
        self.rows[table].append({"id": row_id, **row})
        return row_id

    def _next_id(self, table: str) -> int:
        self._ids[table] = self._ids.get(table, 0) + 1
        return self._ids[table]


def generate(url: str, *, obligations: int, seed: int = 1, as_of: dt.date = AS_OF) -> None:
    """Make a register of so many obligations at `url`, a new file name or the URL of an empty database."""
    gc.disable()  # nothing is made here that points back at itself, and looking for it takes a quarter of the time
    with bulk.filled(url, at=dt.datetime.combine(as_of, dt.time(9), tzinfo=dt.UTC)) as filling:
        register = Register(filling.connection, obligations=obligations, seed=seed, as_of=as_of)
        for rows in register.chunks():
            for table in tables.metadata.sorted_tables:
                filling.write(table, rows[table.name])
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
