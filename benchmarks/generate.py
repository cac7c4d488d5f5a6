"""Make a register of any size in realistic proportions: ``python -m benchmarks.generate 1000000 --db big.sqlite``.

Resolutions, mandates and dues are made up from the counts in `proportions.json`; the rows of the register are computed
by the register's own code, so that the result passes `mandates db check`. The same seed gives the same register.
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

#: The day of the register: most items due before it are settled.
AS_OF = dt.date(2026, 6, 30)

#: The number of resolutions whose rows are written at a time.
_CHUNK = 500

#: Assumptions, as no corpus has these figures: the share of items past their due date that are settled; the share of
#: undated items that are settled after some years; the share of open items that were begun; the share of settled items
#: with a document, and of items with a note.
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


#: The body whose resolutions have a situation instead of a title.
_UNTITLED = "Security Council"


class Decision(NamedTuple):
    """A person's decisions on an obligation on a day, by field; the document that answers it becomes evidence."""

    day: dt.date
    values: Row
    document: str | None


@dataclass(slots=True)
class Worked:
    """A mandate with its obligations, before it is known whether it still fits into the register."""

    facts: Facts
    version: Row
    states: list[ObligationState]
    decisions: list[tuple[int, Decision]] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)


class Register:
    """Computes the rows of a register, resolution by resolution, until it has the requested number of obligations.

    Attributes:
        rows: rows computed and not yet yielded, by table.
        obligations: the number of obligations so far.
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
        """Yield rows by table, in an order in which no table refers to a later one."""
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
        prepared = prepare(reading)
        if prepared.body == _UNTITLED:
            prepared.reading["situation"] = prepared.reading["title"]
        bodies = reference_data.body_ids(self._connection, [prepared.body])
        resolution_id, reading_id = self._next_id("resolution"), self._next_id("reading")
        self.rows["resolution"].append(
            {
                "id": resolution_id,
                "symbol": prepared.symbol,
                "sort_key": prepared.sort_key,
                "body_id": bodies[prepared.body],
                "held": True,
                "reading_id": reading_id,
                "digest": prepared.extraction_digest,
            }
        )
        self.rows["reading"].append({"id": reading_id, "resolution_id": resolution_id, **prepared.reading})
        self.resolutions += 1
        text_ids = [self._paragraph(resolution_id, reading_id, row) for row in prepared.paragraphs]
        for row in prepared.citations:
            self._cite(text_ids[row["paragraph"]], None, row)
        ingested = self._ingest(resolution_id, prepared)
        head = Head(
            reading_id=reading_id,
            body=prepared.body,
            session=prepared.reading["session"],
            adopted_on=prepared.reading["adopted_on"],
            sort_key=prepared.sort_key,
        )
        for row in prepared.mandates:
            if self.obligations == self._wanted:
                return
            self._mandate(row, text_ids[row["paragraph"]], head, resolution_id, ingested)

    def _paragraph(self, resolution_id: int, reading_id: int, row: Row) -> int:
        paragraph_id = self._add("paragraph", {"resolution_id": resolution_id})
        return self._add("paragraph_text", {"paragraph_id": paragraph_id, "reading_id": reading_id, **row})

    def _ingest(self, resolution_id: int, prepared: Prepared) -> Happened:
        """Add the ingest of a resolution, two weeks after its adoption."""
        day = min(prepared.reading["adopted_on"] + dt.timedelta(days=14), self._as_of)
        before, after = {"held": False}, {"held": True}
        event_id = self._event(
            self._change(day, "ingest"),
            EventKind.INGESTED,
            prepared.symbol,
            resolution_id=resolution_id,
            before=before,
            after=after,
            details={"paragraphs": len(prepared.paragraphs), "mandates": len(prepared.mandates)},
        )
        return Happened(id=event_id, day=day, of_resolution=True, obligation_id=None, before=before, after=after)

    def _mandate(self, row: Row, text_id: int, head: Head, resolution_id: int, ingested: Happened) -> None:
        mandate_id, version_id = self._next_id("mandate"), self._next_id("mandate_version")
        version = {"id": version_id, "mandate_id": mandate_id, "paragraph_text_id": text_id}
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
        if (
            self.obligations + len(worked.facts.keys) > self._wanted
        ):  # only for the last mandate: it gets no due, and so one obligation
            facts.keys.clear()
            facts.each.clear()
            worked = self._work_out(facts, {**version, "dues": []}, head, ingested, undecided=True)
        self.obligations += len(worked.facts.keys)
        mandate = {"id": mandate_id, "resolution_id": resolution_id, "in_text": True, "version_id": version_id}
        self.rows["mandate"].append({**mandate, **{name: row[name] for name in PLACE}})
        self.rows["mandate_version"].append(worked.version)
        for citation in row["citations"]:
            self._cite(text_id, version_id, citation)
        if row["relation"] is not None:
            self.rows["relation"].append({"version_id": version_id, **row["relation"]})
        self._keep(worked)

    def _work_out(
        self, facts: Facts, version: Row, head: Head, ingested: Happened, *, undecided: bool = False
    ) -> Worked:
        """Return a mandate with its obligations after all decisions up to the register's day."""
        mandate_version = version_of(version)
        horizon = self._as_of + AHEAD
        last_id = self._ids.get("obligation", 0)
        planned = plan(facts, mandate_version, head, calendar=self._calendar, horizon=horizon)
        for number, state in enumerate(planned, last_id + 1):
            facts.keys[number] = state.key
        worked = Worked(facts, version, [])
        if not undecided:
            candidates = [(number, self._decide(state, head)) for number, state in enumerate(planned, last_id + 1)]
            worked.decisions = sorted(
                ((n, decision) for n, decision in candidates if decision), key=lambda pair: pair[1].day
            )
        for number, decision in worked.decisions:
            facts.each[number] = self._decided(decision)
            before = {name: UNDECIDED.get(name) for name in decision.values}
            worked.happened.append(
                Happened(
                    id=0,
                    day=max(decision.day, ingested.day),
                    of_resolution=False,
                    obligation_id=number,
                    before=before | ({"evidence": []} if decision.document else {}),
                    after=facts.each[number],
                )
            )
        texts = Texts(versions={mandate_version.id: mandate_version}, heads={head.reading_id: head})
        happened = [ingested, *worked.happened]
        worked.states = periods(facts, happened, texts, calendars=self._calendars, horizon=horizon)
        numbers = {key: number for number, key in facts.keys.items()}
        for state in worked.states:
            if state.obligation_id is None:  # opened by settling another
                state.obligation_id = numbers.setdefault(state.key, last_id + len(numbers) + 1)
                facts.keys[state.obligation_id] = state.key
        return worked

    def _decide(self, state: ObligationState, head: Head) -> Decision | None:
        """Return a random decision on an obligation, or None."""
        rng = self._rng
        due_on, adopted_on = state.read_due_on, head.adopted_on or self._as_of
        values: Row = {}
        document = None
        is_past = due_on is not None and due_on < self._as_of
        is_old = state.series is None and (self._as_of - adopted_on).days > UNDATED_YEARS * 365
        if (is_past and rng.random() < SETTLED_AFTER_DUE) or (
            due_on is None and is_old and rng.random() < SETTLED_UNDATED
        ):
            status = rng.choice(_REPORTED if state.deliverable in ("report", "briefing") else _DONE)
            days = rng.randint(-120, 60) if is_past else rng.randint(100, 1000)
            settled_on = min((due_on if is_past and due_on else adopted_on) + dt.timedelta(days=days), self._as_of)
            values = {"status": status.value, "settled_on": max(settled_on, adopted_on).isoformat()}
            if rng.random() < WITH_DOCUMENT:
                document = f"A/{rng.randint(31, 81)}/{rng.randint(1, 999)}"
        elif rng.random() < BEGUN:
            values = {"status": rng.choice(_BEGUN).value}
        if rng.random() < WITH_NOTE:
            words = f"{rng.choice(_NOTES)} {self._made_up.words.filling(rng, 60)}"
            values["notes"] = [{"text": words, "on": None, "by": None, "files": [], "links": []}]
        if not values:
            return None
        settled_day = values.get("settled_on")
        day = (
            dt.date.fromisoformat(settled_day) if settled_day else max(state.since, adopted_on) + dt.timedelta(days=90)
        )
        return Decision(min(day, self._as_of), values, document)

    def _decided(self, decision: Decision) -> Row:
        """Return the values of a decision, with its document as a numbered piece of evidence."""
        if decision.document is None:
            return dict(decision.values)
        day = decision.values["settled_on"]
        evidence = {"id": self._next_id("evidence"), "document": decision.document, "on": day}
        return {**decision.values, "evidence": [{**evidence, "note": None, "url": None, "partial": False}]}

    def _keep(self, worked: Worked) -> None:
        """Add the obligations of a mandate with their decisions and events; its states are added later."""
        mandate_id = worked.facts.mandate_id
        for number, key in worked.facts.keys.items():
            version = 2 if number in worked.facts.each else 1
            self.rows["obligation"].append({"id": number, "mandate_id": mandate_id, "key": key, "version": version})
        self._ids["obligation"] = max(worked.facts.keys)
        references = {state.obligation_id: state.reference for state in worked.states}
        for (number, decision), happened in zip(worked.decisions, worked.happened, strict=True):
            for name, value in decision.values.items():
                ids = {"mandate_id": mandate_id, "obligation_id": number}
                self._add("decision", {**ids, "field": name, "value": value})
            for evidence in happened.after.get("evidence", ()):
                self._evidence(number, evidence)
            kind = EventKind.REPORT if decision.document else EventKind.UPDATE
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

    def _evidence(self, obligation_id: int, evidence: Row) -> None:
        symbol = evidence["document"]
        if symbol not in self._documents:
            self._documents[symbol] = self._add("document", {"symbol": symbol})
        self.rows["evidence"].append(
            {
                "id": evidence["id"],
                "obligation_id": obligation_id,
                "document_id": self._documents[symbol],
                "dated_on": dt.date.fromisoformat(evidence["on"]),
                "note": evidence["note"],
                "url": evidence["url"],
                "partial": evidence["partial"],
                "in_force": True,
            }
        )

    def _keep_states(self) -> None:
        """Add the pending states with their parties and remarks, and the sessions that they name."""
        party_ids = projection.party_ids(self._connection, self._new_states)
        self._sessions()
        for state in self._new_states:
            period = {"known_on": state.known_on, "ended_in": state.ended_in}
            state_id = self._add("obligation_state", {**period, **states.as_values(state)})
            links = {(party_ids[party.name, party.entity], role.value) for role, party in state.parties}
            for entity_id, role in sorted(links):
                link = {"state_id": state_id, "entity_id": entity_id, "role": role}
                self.rows["party"].append({**link, "lifecycle": state.lifecycle, "sort_date": state.sort_date})
            if state.remarks:
                self.rows["remark"].append({"state_id": state_id, "text": state.remarks})
        self._new_states.clear()

    def _sessions(self) -> None:
        """Store the sessions that states name and the calendar knows."""
        session_names = dict.fromkeys((state.at_body, state.due_session) for state in self._new_states)
        dates: dict[tuple[str, str], Dates] = {}
        for body, number in session_names:
            session = self._calendar.session(body, number) if number else None
            if session is not None and number is not None:
                full_name = self._calendar.resolve_body(body) or body
                dates[full_name, number] = Dates(session.opens_on, session.closes_on, session.exact)
        reference_data.add_sessions(self._connection, dates, reference_data.sessions(self._connection))

    def _cite(self, text_id: int, version_id: int | None, row: Row) -> None:
        values = {name: value for name, value in row.items() if name != "paragraph"}
        self._add("citation", {"paragraph_text_id": text_id, "version_id": version_id, **values})

    def _change(self, day: dt.date, command: str) -> int:
        moment = dt.datetime.combine(day, dt.time(9, 30), tzinfo=dt.UTC)
        name = self._rng.choice(_PEOPLE)
        if name not in self._people:
            self._people[name] = self._add("person", {"name": name})
        values = {"at": moment, "on_day": day, "person_id": self._people[name], "command": command}
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
    """Make a register with this number of obligations at `url`, a new file name or the URL of an empty database."""
    gc.disable()  # no reference cycles are made here, and looking for them takes a quarter of the time
    with bulk.filled(url, at=dt.datetime.combine(as_of, dt.time(9), tzinfo=dt.UTC)) as filling:
        register = Register(filling.connection, obligations=obligations, seed=seed, as_of=as_of)
        for rows in register.chunks():
            for table in tables.metadata.sorted_tables:
                filling.write(table, rows[table.name])
            say(f"\r{register.obligations:,} of {obligations:,} obligations", end="")
        say("\rBuilding indexes ...".ljust(50))
    gc.enable()


def say(message: str, end: str = "\n") -> None:
    """Print a message for the user if standard error is a terminal."""
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
