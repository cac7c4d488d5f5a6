"""What holds of a register whatever is done to it, in whatever order: random sequences, and laws after each step.

1. `mandates.register.integrity` finds nothing.
2. What is expected is what follows from the texts and decisions in force, however they came about; and what the same
   actions lead to in another register, without those that were refused.
3. Undoing the last change brings everything to what it was before it.
4. What was answered for a day at its end is answered for that day ever after, also of what was to recur after it.
5. A register that is written out and read in again is the same to the last byte.
6. Counts are counts of what lists show.

The suite tries the same sequences each time. Set ``MANDATES_LAWS`` to a number of others, more than it has time for.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import pathlib
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import create_engine, delete, select

from mandates.domain.errors import MandatesError, UnknownReferenceError
from mandates.domain.filters import Filters
from mandates.domain.kinds import MandateClass
from mandates.domain.status import CLOSED
from mandates.reference import entities
from mandates.register import exchange, integrity, lists, maintenance, review, summaries
from mandates.register.unit_of_work import calendars
from mandates.schema.items import ObligationRow
from mandates.schema.lists import OwnerRow
from mandates.schema.summaries import SessionSummary
from mandates.store import states, tables
from mandates.store.engine import Connection, Register, open_register
from mandates.store.horizon import horizon, set_horizon
from mandates.timeline.ahead import AHEAD
from mandates.timeline.planning import plan
from tests import conftest
from tests.register import law_texts
from tests.register.law_actions import FILTERS, Action, calendar, perform
from tests.register.law_texts import HEADS, Document, Said

pytestmark = pytest.mark.long

#: How many sequences on a SQLite file, and on a PostgreSQL server.
SEQUENCES = int(os.environ.get("MANDATES_LAWS", "30"))
ON_POSTGRESQL = int(os.environ.get("MANDATES_LAWS_POSTGRESQL", "3"))
STEPS = int(os.environ.get("MANDATES_LAWS_STEPS", "20"))

BEGIN = dt.datetime(2017, 1, 10, 9, 30, tzinfo=dt.UTC)

#: All that is expected, of every class, each missed occurrence of a recurrence by itself.
EACH = Filters(every=True, classes=tuple(MandateClass))

#: How far after a day it is asked what was to recur by then: within what is stored, and beyond it.
AHEAD_OF_DAYS = (200, 500, 1000, 1800)

#: Sessions that are summed up.
SUMMARIES = (("General Assembly", "73"), ("General Assembly", "72"), ("Human Rights Council", "34"))

_SESSIONS = "body,session,year,opens_on,closes_on,source,confidence\n"
_CALENDARS = (
    (
        "General Assembly,73,2018,2018-10-02,2019-09-30,letter of the President,high\n"
        "General Assembly,76,2021,2022-03-01,2023-03-31,letter of the President,high\n"
    ),
    (
        "General Assembly,73,2018,2018-09-18,2019-08-30,a decision,high\n"
        f"{law_texts.UNHEARD},40,2019,2019-05-01,2019-05-10,a note,high\n"
    ),
)

_PASSAGES = st.lists(
    st.builds(
        Said,
        words=st.integers(0, len(law_texts.WORDS) - 1),
        owner=st.integers(0, len(law_texts.OWNERS) - 1),
        dues=st.integers(0, len(law_texts.DUES) - 1),
        class_=st.sampled_from((*[MandateClass.MANDATE] * 3, MandateClass.EXPECTED, MandateClass.OUTCOME)),
    ),
    min_size=1,
    max_size=3,
)


def _settings(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=not {"MANDATES_LAWS", "MANDATES_RANDOM"} & set(os.environ),
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True)
class Answer:
    """What was answered for a day at its end.

    Attributes:
        rows: what was expected; `ahead` together with what was to recur up to a later day.
        owners, summary: of all that was in the register; empty where it was asked about a part.
    """

    symbols: frozenset[str]
    rows: tuple[ObligationRow, ...]
    ahead: tuple[ObligationRow, ...]
    owners: tuple[OwnerRow, ...] = ()
    summary: SessionSummary | None = None


@dataclass(frozen=True)
class Snapshot:
    """The register before a change."""

    day: dt.date
    rows: dict[str, list[dict[str, Any]]]


class Laws(RuleBasedStateMachine):
    """A register to which things are done, and what is remembered of it.

    Attributes:
        performed: what was done and not refused. numbers: of the changes, in order.
        known: the symbols that were ever ingested, with the day. latest: the last text of each.
        answers: by day. before: the register before each change, by its number, while nothing else came between.
    """

    template: ClassVar[pathlib.Path]
    folder: ClassVar[pathlib.Path]
    server: ClassVar[str | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.place = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        self.calendars: list[str | None] = [None]
        for number, text in enumerate(_CALENDARS):
            path = self.folder / f"sessions{number}.csv"
            path.write_text(_SESSIONS + text)
            self.calendars.append(str(path))
        self.calendar: str | None = None
        self.register = self._fresh()
        self.now = BEGIN
        self.performed: list[Action] = []
        self.numbers: list[int] = []
        self.known: dict[str, dt.date] = {}
        self.texts: dict[str, list[Document]] = defaultdict(list)
        self.references: list[str] = []
        self.answers: dict[dt.date, Answer] = {}
        self.before: dict[int, Snapshot] = {}
        self.now_is: dict[str, list[dict[str, Any]]] | None = None
        self.waiting: list[str] = []
        self.steps = 0
        self.looked_at: tuple[Any, ...] = ()

    # what is done

    @initialize(symbol=st.sampled_from(sorted(HEADS)), passages=_PASSAGES)
    def begin(self, symbol: str, passages: list[Said]) -> None:
        self._ingest(Document(symbol, tuple((said,) for said in passages)))

    @rule(
        how=st.sampled_from(["new", "corrected", "corrected", "corrected", "again", "poorer"]),
        symbol=st.sampled_from(sorted(HEADS)),
        passages=_PASSAGES,
        edits=st.lists(
            st.tuples(st.sampled_from(law_texts.EDITS), st.integers(0, 3), st.integers(0, 30)), min_size=1, max_size=3
        ),
        what=st.integers(0, 7),
    )
    def ingest(self, how: str, symbol: str, passages: list[Said], edits: list[tuple[str, int, int]], what: int) -> None:
        earlier = self.texts[symbol]
        if how == "new" or not earlier:
            self._ingest(Document(symbol, tuple((said,) for said in passages), dated=what > 1))
        elif how == "corrected":
            self._ingest(law_texts.edited(earlier[-1], edits))
        elif how == "again":
            self._ingest(earlier[-1 - what % len(earlier)])
        else:
            self._ingest(law_texts.poorer(law_texts.edited(earlier[-1], edits[:1] if what % 2 else []), what))

    @precondition(lambda self: self.references)
    @rule(
        how=st.sampled_from(["report", "report", "report", "update", "update", "update", "assign", "correct", "bulk"]),
        item=st.integers(0, 12),
        what=st.integers(0, 30),
        other=st.integers(0, 20),
    )
    def track(self, how: str, item: int, what: int, other: int) -> None:
        if how == "report":
            self._do(how, reference=self._item(item), what=what, ago=(0, 0, 1, 40)[other % 4])
        elif how == "update":
            self._do(how, reference=self._item(item), what=what, later=self._whole(other))
        elif how == "assign":
            self._do(how, reference=self._whole(item) if other % 2 else self._item(item), what=what)
        elif how == "correct":
            self._do(how, reference=self._whole(item), what=what, dues=other)
        else:
            self._do(how, filters=other, what=what)

    @precondition(lambda self: self.references)
    @rule(item=st.integers(0, 12), what=st.integers(0, 30), dues=st.integers(0, 20))
    def enter(self, item: int, what: int, dues: int) -> None:
        self._do("add", reference=self._whole(item), what=what, dues=dues)

    @precondition(lambda self: self.waiting)
    @rule(which=st.integers(0, 3), accept=st.booleans())
    def judge(self, which: int, accept: bool) -> None:
        self._do("judge", reference=self.waiting[which % len(self.waiting)], accept=accept)

    @precondition(lambda self: self.numbers)
    @rule(back=st.sampled_from([0, 0, 0, 1, 2, 3, 5]), how=st.sampled_from(["any", "any", "own"]))
    def undo(self, back: int, how: str) -> None:
        if how == "own":
            self._do("undo last")
        else:
            self._do("undo", actor="Ben" if back % 2 else "Anna", back=back % len(self.numbers))

    @rule(
        days=st.sampled_from([1, 1, 7, 30, 90, 200, 400]),
        which=st.sampled_from([None, None, None, 0, 1, 2]),
        redate=st.booleans(),
        tidy=st.booleans(),
    )
    def wait(self, days: int, which: int | None, redate: bool, tidy: bool) -> None:
        self._wait(days)
        if tidy and days > 100:
            self._do("tidy")
        if which is not None:
            self.calendar = self.calendars[which]
            if redate:
                self._do("redate")

    # how it is done

    def _fresh(self) -> Register:
        """Return a new register with the sessions and entities that the program has."""
        if self.server is not None:
            conftest.empty(self.server)
            register = open_register(self.server, writing=True)
            with register.transaction() as connection:
                set_horizon(connection, BEGIN.date() + AHEAD)
            return register
        return self._fresh_file()

    def _fresh_file(self) -> Register:
        path = self.place / f"register{len(list(self.place.iterdir()))}.sqlite"
        shutil.copy(self.template, path)
        return open_register(path, writing=True)

    def _do(self, kind: str, *, actor: str = "Anna", **given: Any) -> Any:
        """Do something, which may be refused: then nothing is to change."""
        self.now += dt.timedelta(minutes=1)
        action = Action(kind, self.now, actor, self.calendar, given)
        before = self._content()
        count = len(self.numbers)
        undone = self.numbers[-1 - given["back"]] if kind == "undo" else None
        try:
            done = perform(self.register, action, self.numbers)
        except MandatesError:
            self.now_is = None
            assert self._content().rows == before.rows, "a refused action changed something"
            return None
        self.now_is = None
        self.performed.append(action)
        if kind == "undo last":
            undone = done.undone
        last = self.numbers[count - 1] if count else None
        if len(self.numbers) == count:
            self.before.clear()
        else:
            if undone is not None and undone == last and undone in self.before:
                self._same_as(self.before[undone])
            self.before = {self.numbers[-1]: before}
        return done

    def _ingest(self, document: Document) -> None:
        self._do("ingest", document=document)
        self.known.setdefault(document.symbol, self.day)
        if document not in self.texts[document.symbol][-1:]:
            self.texts[document.symbol].append(document)

    def _wait(self, days: int) -> None:
        self._remember(self.day)
        if days > 1:
            self._remember(self.day + dt.timedelta(days // 2))
        self.now += dt.timedelta(days)

    def _content(self) -> Snapshot:
        """Return what is in the register, which is read once for each state of it."""
        if self.now_is is None:
            with self.register.transaction() as connection:
                self.now_is = content(connection)
        return Snapshot(self.day, self.now_is)

    def _remember(self, day: dt.date) -> None:
        self.answers[day] = self._answer(day, frozenset(self.known))

    def _answer(self, day: dt.date, symbols: frozenset[str]) -> Answer:
        with calendar(self.calendar), self.register.transaction() as connection:
            through = day + dt.timedelta(AHEAD_OF_DAYS[day.toordinal() % len(AHEAD_OF_DAYS)])
            rows, ahead = (
                tuple(
                    _plain(row)
                    for row in lists.list_obligations(connection, replace(EACH, through=last), day)
                    if row.symbol in symbols
                )
                for last in (None, through)
            )
            if symbols != frozenset(self.known):
                return Answer(symbols, rows, ahead)
            turn, asked = divmod(day.toordinal(), 2)  # a summary takes longer than all the rest
            summary = _summary(connection, *SUMMARIES[turn % len(SUMMARIES)], day) if asked else None
            return Answer(symbols, rows, ahead, tuple(lists.owners(connection, day)), summary)

    @property
    def day(self) -> dt.date:
        return self.now.date()

    def _item(self, item: int) -> str:
        return self.references[item % len(self.references)]

    def _whole(self, item: int) -> str:
        return self._item(item).partition("@")[0]

    # laws

    @invariant()
    def laws_hold(self) -> None:
        self.steps += 1
        if self.looked_at == (self.day, len(self.numbers), self.calendar):
            return
        self.looked_at = (self.day, len(self.numbers), self.calendar)
        with calendar(self.calendar), self.register.transaction() as connection:
            rows = lists.list_obligations(connection, EACH, self.day)
            self._name(connection, rows)
            if self.steps % 2:
                _sound(connection)
            else:
                self._follows(connection, rows)
            if self.steps % 3 == 0:
                self._counts(connection)
            _undone(connection)
        days = sorted(self.answers)
        for day in days[self.steps % max(1, len(days)) :][:1]:
            self._as_answered(day)

    def _name(self, connection: Connection, rows: Sequence[ObligationRow]) -> None:
        """Remember what can be named: what is expected, and the mandates that it was expected of."""
        older = [one for one in self.references if "@" not in one]
        now = [row.reference for row in rows]
        wholes = {one.partition("@")[0] for one in now}
        self.references = [*now, *sorted({*older, *wholes})]
        self.waiting = [row.reference for row in review.waiting(connection)]

    def _follows(self, connection: Connection, rows: Sequence[ObligationRow]) -> None:
        """Law 2: what is expected today follows from the texts and decisions in force."""
        dates = calendars(connection).of(self.day)
        expected = []
        for one in states.material(connection, states.all_mandate_ids(connection)):
            known = tuple(end for end in one.facts.ended if end.since <= self.day)  # not by a text of days to come
            facts = replace(one.facts, ended=known)
            head, version = one.texts.heads[facts.reading_id], one.texts.versions[facts.version_id]
            for state in plan(facts, version, head, calendar=dates, horizon=self.day):
                if state.since <= self.day:
                    dates_ = (state.opens_on, state.due_on, state.ends_on)
                    expected.append((state.reference, state.status, state.owners, state.note, *dates_))
        found = [
            (
                row.reference,
                row.status.value,
                list(row.owners),
                row.note,
                row.due and row.due.opens_on,
                row.due and row.due.due_on,
                row.due and row.due.ends_on,
            )
            for row in rows
        ]
        assert sorted(found, key=str) == sorted(expected, key=str), f"{found} is not {expected}"

    def _as_answered(self, day: dt.date) -> None:
        """Law 4: the answer for an earlier day is what it was."""
        answer = self.answers[day]
        later = self._answer(day, answer.symbols)
        for now, was, words in ((later.rows, answer.rows, "answer"), (later.ahead, answer.ahead, "outlook")):
            numbered = {row.reference: row.id for row in was}
            rows = tuple(row if numbered.get(row.reference) else msgspec.structs.replace(row, id=0) for row in now)
            assert rows == was, f"the {words} for {day} is another than at its end: {_first_difference(rows, was)}"
        if later.owners:
            assert later.owners == answer.owners, f"the owners for {day} are others than at its end"
        if answer.summary is not None and later.summary is not None:
            assert later.summary == answer.summary, f"the summary for {day} is another than at its end"

    def _counts(self, connection: Connection) -> None:
        """Law 6: counts are counts of what lists show."""
        earlier = sorted(self.answers)[self.steps % max(1, len(self.answers)) :][:1]
        days = (self.day, *earlier, self.day + dt.timedelta(200), self.day + dt.timedelta(1200))
        day = days[self.steps % len(days)]
        filters = FILTERS[self.steps % len(FILTERS)]
        assert lists.count_obligations(connection, filters, day) == len(
            lists.list_obligations(connection, filters, day)
        )
        each = lists.list_obligations(connection, EACH, day)
        assert lists.count_obligations(connection, EACH, day) == len(each)
        rows = lists.list_obligations(connection, Filters(), day)
        load = _loads(rows)
        assert sum(row.missed or row.state == "overdue" for row in rows) == sum(row.state == "overdue" for row in each)
        for owner in lists.owners(connection, day):
            counts, wanted = (owner.open, owner.overdue, owner.settled), load.pop(owner.name, None)
            assert counts == wanted, f"{owner.name} on {day} has {counts}, not {wanted}"
        assert load == {}, f"{list(load)} have nothing on {day}"
        for one in lists.resolutions(connection, day):
            of_it = [row for row in rows if row.symbol == one.symbol and row.state not in CLOSED]
            late = [row for row in of_it if row.state == "overdue"]
            assert (one.open, one.overdue) == (len(of_it), len(late))
        if self.steps % 2 == 0:
            _sums(connection, day, each, *SUMMARIES[self.steps // 2 % len(SUMMARIES)])

    def _same_as(self, before: Snapshot) -> None:
        """Law 3: the register is what it was before the change that was just undone."""
        found = _differences(before, self._content().rows, self.day)
        assert found == [], found[:4]

    def teardown(self) -> None:
        try:
            with calendar(self.calendar), self.register.transaction() as connection:
                _sound(connection)
            for day in self.answers:
                self._as_answered(day)
            if len(self.performed) % 4 == 0:
                self._again()
            if len(self.performed) % 6 == 0:
                self._there_and_back()
        finally:
            self.register.close()
            shutil.rmtree(self.place)

    def _again(self) -> None:
        """Law 2: the same actions lead to the same in another register, and on each day led to what was answered."""
        numbers: list[int] = []
        waiting = sorted(self.answers)
        with self._fresh_file() as other:
            for action in self.performed:
                while waiting and waiting[0] < action.at.date():
                    self._same_list(other, waiting[0], self.answers[waiting.pop(0)].rows)
                if action.kind != "tidy":
                    perform(other, action, numbers)
            self._same_list(other, self.day, self._answer(self.day, frozenset(self.known)).rows)

    def _same_list(self, other: Register, day: dt.date, rows: Sequence[ObligationRow]) -> None:
        with calendar(self.calendar), other.transaction() as connection:
            found = [_plain(row) for row in lists.list_obligations(connection, EACH, day)]
        again, was = [_without_ids(row) for row in found], [_without_ids(row) for row in rows]
        assert again == was, f"the same actions lead to another list for {day}: {_first_difference(again, was)}"

    def _there_and_back(self) -> None:
        """Law 5: a register that is written out and read in again is the same to the last byte."""
        with calendar(self.calendar):
            with self.register.transaction() as connection:
                lines = list(exchange.export(connection))
            with self._fresh_file() as other, other.transaction() as connection:
                exchange.load(connection, lines)
                assert list(exchange.export(connection)) == lines


def _sound(connection: Connection) -> None:
    """Law 1: the integrity find nothing."""
    found = integrity.findings(connection)
    assert found == [], found[:4]


def _plain(row: ObligationRow) -> ObligationRow:
    """Return a row without the count of changes, which goes on."""
    return msgspec.structs.replace(row, version=0)


def _summary(connection: Connection, body: str, number: str, day: dt.date) -> SessionSummary | None:
    """Return the summary of a session without numbers that a row may get later; None where it is not known."""
    try:
        found = summaries.summary(connection, body, number, day)
    except UnknownReferenceError:
        return None
    rows = {
        name: tuple(_without_ids(row) for row in getattr(found, name))
        for name in ("due_rows", "new_rows", "carried_rows", "pressing")
    }
    return msgspec.structs.replace(found, **rows)


def _first_difference(found: Sequence[ObligationRow], wanted: Sequence[ObligationRow]) -> str:
    """Return the first row of each that the other does not have."""
    more = next((row for row in found if row not in wanted), None)
    less = next((row for row in wanted if row not in found), None)
    return f"{more} for {less}"


def _without_ids(row: ObligationRow) -> ObligationRow:
    """Return a row without numbers that another register may give otherwise."""
    evidence = tuple(msgspec.structs.replace(one, id=0) for one in row.evidence)
    return msgspec.structs.replace(
        row, id=0, mandate_id=0, resolution_id=0, superseded_by_id=None, evidence=evidence, version=0
    )


def _loads(rows: Sequence[ObligationRow]) -> dict[str, tuple[int, int, int]]:
    """Return open, overdue and settled obligations by the name of the entity that is to act."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        for name in {entities.identify(owner).name for owner in row.owners}:
            found[name][0] += row.state not in CLOSED
            found[name][1] += row.state == "overdue"
            found[name][2] += row.status.settled
    return {name: (counts[0], counts[1], counts[2]) for name, counts in found.items()}


def _sums(connection: Connection, day: dt.date, rows: Sequence[ObligationRow], body: str, number: str) -> None:
    """Assert that a summary's totals are those of the rows it shows."""
    listed = {row.reference: _plain(row) for row in rows}
    found = summaries.summary(connection, body, number, day)
    there = lists.list_obligations(connection, Filters(bodies=(body,), due_sessions=(number,)), day)
    listed |= {row.reference: _plain(row) for row in there}
    if day <= horizon(connection):
        assert {row.reference for row in there} == {row.reference for row in found.due_rows}
    for group, shown in (
        (found.fell_due, found.due_rows),
        (found.newly_asked, found.new_rows),
        (found.carried_over, found.carried_rows),
    ):
        done = sum(row.status.settled for row in shown)
        late = sum(row.state == "overdue" for row in shown)
        ended = sum(row.state == "ended" for row in shown)
        open_ = len(shown) - done - ended
        assert (group.total, group.done, group.open, group.overdue) == (len(shown), done, open_, late)
        assert all(_plain(row) == listed[row.reference] for row in shown)
    assert sum(one.total for one in found.by_deliverable) == found.fell_due.total
    assert {one.name: one.total for one in found.by_status} == Counter(row.status.value for row in found.due_rows)
    assert {one.name: (one.open, one.overdue, one.done) for one in found.by_owner} == _loads(found.due_rows)


def _undone(connection: Connection) -> None:
    """Assert that a change says it is undone where an undo of it is in force, and only there."""
    columns = (tables.change.c.id, tables.change.c.undoes_id, tables.change.c.undone_by_id)
    rows = connection.execute(select(*columns).order_by(tables.change.c.id.desc())).all()
    by: dict[int, int] = {}
    for row in rows:  # the last first: whatever undoes it is known
        if row.undoes_id is not None and row.id not in by:
            by[row.undoes_id] = row.id
    found = {row.id: row.undone_by_id for row in rows if row.undone_by_id is not None}
    assert found == by, f"{found} instead of {by}"


# law 3: what is compared

#: Tables that only tell what happened.
_TOLD = ("change", "event", "former_reference", "register")


def content(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return all rows that a change may touch."""
    found = {}
    for name, table in tables.metadata.tables.items():
        if name not in ("entity", "register"):
            columns = [column.name for column in table.columns]
            keys = ", ".join(column.name for column in table.primary_key.columns)
            rows = connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {name} ORDER BY {keys}")
            found[name] = [dict(zip(columns, row, strict=True)) for row in rows.all()]
    found["horizon"] = [{"id": 1, "day": horizon(connection)}]
    return found


def _differences(before: Snapshot, now: dict[str, list[dict[str, Any]]], day: dt.date) -> list[str]:
    """Return what is otherwise than before the change that was undone, one line each."""
    was = before.rows
    found: list[str] = []
    for name in ("resolution", "reading", "paragraph", "paragraph_text", "mandate", "mandate_version", "session"):
        found += _rows_differ(name, was[name], now[name])
    for name in ("person", "body", "document", "citation", "suggestion"):
        found += _rows_differ(name, was[name], now[name])
    found += _rows_differ("relation", was["relation"], now["relation"], key="version_id")
    # counts of changes go on
    found += _rows_differ("obligation", was["obligation"], now["obligation"], without=("version",))
    in_force = [row for row in was["evidence"] if row["in_force"]]
    found += _rows_differ("evidence", in_force, [row for row in now["evidence"] if row["in_force"]], same=True)
    found += _new_in_force(was, now)
    decided = [{name: value for name, value in row.items() if name != "id"} for row in now["decision"]]
    undecided = [{name: value for name, value in row.items() if name != "id"} for row in was["decision"]]
    if sorted(decided, key=str) != sorted(undecided, key=str):
        found.append(f"decision: {undecided} became {decided}")
    same_horizon = was["horizon"] == now["horizon"]
    whole = day == before.day and same_horizon
    then, since = (_states(rows, None if whole else day, same_horizon) for rows in (was, now))
    if not same_horizon:  # what was worked out when it was asked for is stored now
        stored = {row["obligation_id"] for row in was["obligation_state"] if row["ended_in"] == tables.ONGOING}
        since = {key: state for key, state in since.items() if key[0] in stored}
    for key in sorted({*then, *since}, key=str):
        one, other = then.get(key, {}), since.get(key, {})
        changed = {
            name: (one.get(name), other.get(name))
            for name in {*one, *other}
            if not _equal(one.get(name), other.get(name))
        }
        if changed:
            found.append(f"state {key}: {changed}")
    return found


def _rows_differ(
    name: str,
    before: list[dict[str, Any]],
    now: list[dict[str, Any]],
    *,
    key: str = "id",
    without: tuple[str, ...] = (),
    same: bool = False,
) -> Iterator[str]:
    """Yield the rows of before that are otherwise or gone; with `same` also those that are new."""
    found = {row[key]: row for row in now}
    for row in before:
        other = found.pop(row[key], None)
        if other is None:
            yield f"{name}: {row} is gone"
            continue
        changed = {
            one: (row[one], other[one]) for one in row if one not in without and not _equal(row[one], other[one])
        }
        if changed:
            yield f"{name} {row[key]}: {changed}"
    if same and found:
        yield f"{name}: {list(found.values())} came"


def _equal(one: Any, other: Any) -> bool:
    """Whether two values are the same; a file may hold plain data with spaces and without."""
    if one == other or not (isinstance(one, str) and isinstance(other, str)):
        return bool(one == other)
    return one[:1] in ("[", "{") and other[:1] in ("[", "{") and json.loads(one) == json.loads(other)


def _new_in_force(was: dict[str, list[dict[str, Any]]], now: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Yield the rows that only the change brought and that are in force still."""
    old = {name: {row["id"] for row in rows if "id" in row} for name, rows in was.items()}
    new = {name: [row for row in rows if row.get("id") not in old[name]] for name, rows in now.items()}
    in_force = {row["reading_id"] for row in now["resolution"] if row["id"] in old["resolution"]}
    yield from (f"resolution: {row} is held" for row in new["resolution"] if row["held"])
    yield from (f"mandate: {row} is in the text" for row in new["mandate"] if row["in_text"] and _old(row, old))
    yield from (f"reading: {row} is in force" for row in new["reading"] if row["id"] in in_force)
    versions = {row["version_id"] for row in now["mandate"] if row["id"] in old["mandate"]}
    yield from (f"version: {row} is in force" for row in new["mandate_version"] if row["id"] in versions)
    yield from (f"suggestion: {row} waits" for row in new["suggestion"] if row["state"] != "undone")


def _old(row: dict[str, Any], old: dict[str, set[Any]]) -> bool:
    return row["resolution_id"] in old["resolution"]


def _states(
    rows: dict[str, list[dict[str, Any]]], day: dt.date | None, same_horizon: bool
) -> dict[Any, dict[str, Any]]:
    """Return the states, by obligation and the day from which they are known, with parties and remarks; with `day`
    those of that day.
    """
    parties: dict[int, list[Any]] = defaultdict(list)
    for row in rows["party"]:
        parties[row["state_id"]].append((row["entity_id"], row["role"], row["lifecycle"], row["sort_date"]))
    remarks = {row["state_id"]: row["text"] for row in rows["remark"]}
    left_out = {"id"} if day is None else {"id", "known_on", "since", "until"}
    if not same_horizon:
        left_out |= {"continues"}
    found = {}
    for row in rows["obligation_state"]:
        if day is not None and not str(row["since"]) <= day.isoformat() < str(row["until"]):
            continue
        plain = {name: value for name, value in row.items() if name not in left_out}
        plain |= {"parties": sorted(parties[row["id"]]), "remark": remarks.get(row["id"])}
        found[row["obligation_id"], row["known_on"] if day is None else None] = plain
    return found


# the tests


@pytest.fixture(scope="module")
def folder() -> Iterator[pathlib.Path]:
    """Give a folder with a register to be copied, in memory where there is such a place."""
    memory = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        path = pathlib.Path(name) / "template.sqlite"
        maintenance.create(path, at=BEGIN)
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:  # which are the same without: to read them again and again takes long
            connection.execute(delete(tables.session))
        engine.dispose()
        yield pathlib.Path(name)


@pytest.fixture
def laws(folder: pathlib.Path) -> Callable[[str | None], type[Laws]]:
    """Give the machine for a server, or for files."""

    def made(server: str | None) -> type[Laws]:
        return type("Laws", (Laws,), {"template": folder / "template.sqlite", "folder": folder, "server": server})

    return made


def test_laws_hold_on_sqlite(laws: Callable[[str | None], type[Laws]]) -> None:
    run_state_machine_as_test(laws(None), settings=_settings(SEQUENCES))


def test_what_is_added_by_hand_is_linked_at_once(laws: Callable[[str | None], type[Laws]]) -> None:
    """A sequence that was found: an undo linked what had been added, and so left other states than before."""
    state = laws(None)()
    first = Said(words=5, owner=0, dues=18, class_=MandateClass.MANDATE)
    others = [replace(first, words=0, dues=8), replace(first, words=0, dues=0)]
    again = [replace(first, words=1, owner=3, dues=16, class_=MandateClass.OUTCOME), replace(first, words=1)]
    state.begin(symbol="A/RES/71/500", passages=[first, *others])
    state.laws_hold()
    state.wait(days=500, redate=False, tidy=False, which=None)
    state.laws_hold()
    later = [replace(first, owner=3, dues=19), *again]
    state.ingest(edits=[], how="corrected", passages=later, symbol="A/RES/73/40", what=6)
    state.laws_hold()
    for item in range(6):
        state.enter(dues=14, item=item, what=28)
        state.laws_hold()
        state.undo(back=0, how="any")
        state.laws_hold()
        state.enter(dues=14, item=item, what=28)
        state.laws_hold()
    state.teardown()


@pytest.mark.postgresql
def test_laws_hold_on_postgresql(laws: Callable[[str | None], type[Laws]], postgresql_emptied: str) -> None:
    run_state_machine_as_test(laws(postgresql_emptied), settings=_settings(ON_POSTGRESQL))
