from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from mandates.domain.commands import Assign, Report, Update
from mandates.domain.errors import ConflictError, TransitionError, UnknownReferenceError, UsageError
from mandates.domain.filters import Filters
from mandates.domain.status import Role, State, Status
from mandates.register import integrity, lists
from mandates.register.history import history
from mandates.register.show import mandate_view
from mandates.register.summaries import coming, summary
from mandates.schema.items import ObligationRow
from mandates.store import changes
from mandates.store.engine import Connection
from tests.conftest import NOW
from tests.register import conftest
from tests.register.conftest import changed, ingests, listed, undoes
from tests.register.law_actions import last_change
from tests.register.samples import SYMBOL, clause, date_due, reading, session_due

AFTER_73 = dt.date(2019, 12, 1)
PLEDGE = "Encourages Member States to consider pledging contributions after the seventy-third session;"
R8 = f"{SYMBOL}#8"
SUBMITTED = Report(document="A/73/328", on=dt.date(2018, 8, 20))


def does(connection, command, *references, at=AFTER_73, **options):
    return conftest.does(connection, command, *references, at=at, **options)


@pytest.fixture
def stored(connection: Connection) -> Connection:
    """A register with #8 (due at session 73), #9 (73 and 75) and #10 (no due)."""
    given = reading(
        clause("8", session_due(73)),
        clause("9", session_due(73), session_due(75), deliverable="agenda_item", owner="General Assembly"),
        clause("10", text=PLEDGE, verb="encourage", deliverable="action", owner="Member States"),
    )
    ingests(connection, given, at=AFTER_73)
    return connection


def row(connection: Connection, reference: str, as_of: dt.date = AFTER_73) -> ObligationRow:
    return next(r for r in listed(connection, as_of) if r.reference == reference)


def test_list_has_overdue_first_and_undated_last(stored: Connection) -> None:
    rows = listed(stored, AFTER_73, settled=False)
    assert [(r.reference.partition("#")[2], r.state, r.days_late) for r in rows] == [
        ("8", State.OVERDUE, 75),
        ("9@75", State.UPCOMING, None),
        ("10", State.UNDATED, None),
    ]
    assert lists.count_obligations(stored, Filters(overdue=True), AFTER_73) == 1
    (by_itself,) = listed(stored, AFTER_73, states=(State.ENDED,))
    assert (by_itself.reference, by_itself.days_late) == (f"{SYMBOL}#9@73", None)


def test_report_settles_and_keeps_the_document(stored: Connection) -> None:
    done = does(stored, SUBMITTED, "71/500 # 8")
    assert changed(done).reference == R8
    settled = row(stored, R8)
    assert (settled.status, settled.state, settled.days_late) == (Status.REPORTED, State.SETTLED, None)
    assert [(e.document, e.on) for e in settled.evidence] == [("A/73/328", dt.date(2018, 8, 20))]


def test_as_of_a_day_before_the_report_it_was_open(stored: Connection) -> None:
    does(stored, Report(document="A/74/1", on=dt.date(2019, 12, 20)), R8, at="2019-12-20")
    assert row(stored, R8, dt.date(2019, 12, 1)).state is State.OVERDUE
    assert row(stored, R8, dt.date(2019, 12, 19)).state is State.OVERDUE
    assert row(stored, R8, dt.date(2019, 12, 20)).state is State.SETTLED


def test_report_twice_is_refused_and_says_what_there_is(stored: Connection) -> None:
    does(stored, SUBMITTED, R8)
    with pytest.raises(TransitionError, match="is already reported with A/73/328 on 2018-08-20"):
        does(stored, Report(document="A/73/999"), R8)
    with pytest.raises(TransitionError, match="already has A/73/328 as evidence"):
        does(stored, Report(document="A/73/328", additional=True), R8)
    does(stored, Report(document="A/73/328/Add.1", additional=True), R8)
    assert len(row(stored, R8).evidence) == 2
    assert row(stored, R8).status is Status.REPORTED


def test_a_corrigendum_settles_nothing_and_may_stand_beside_what_it_corrects(stored: Connection) -> None:
    with pytest.raises(UsageError, match=r"A/73/328/Corr\.1 only corrects A/73/328"):
        does(stored, Report(document="A/73/328/Corr.1"), R8)
    does(stored, SUBMITTED, R8)
    does(stored, Report(document="A/73/328/Corr.1", additional=True), R8)
    assert len(row(stored, R8).evidence) == 2


def test_partial_report_can_be_completed(stored: Connection) -> None:
    does(stored, Report(document="A/73/1", partial=True), R8)
    assert row(stored, R8).status is Status.PARTLY_REPORTED
    does(stored, Report(document="A/73/2"), R8)
    assert row(stored, R8).status is Status.REPORTED


def test_days_that_cannot_be(stored: Connection) -> None:
    with pytest.raises(UsageError, match="in the future"):
        does(stored, Report(on=AFTER_73 + dt.timedelta(days=1)), R8)
    with pytest.raises(UsageError, match="before the adoption"):
        does(stored, Report(on=dt.date(2016, 11, 20)), R8)
    does(stored, Report(on=dt.date(2016, 11, 21)), R8)
    does(stored, Report(on=AFTER_73), f"{SYMBOL}#9@73")


@pytest.mark.parametrize("typed", ["71/500#8", "a/res/71/500 # 8", "A/RES/71/500#8", R8 + "@73"])
def test_one_reference_many_spellings(stored: Connection, typed: str) -> None:
    assert changed(does(stored, Update(note="seen"), typed)).reference == R8


def test_unknown_reference_suggests_the_right_one(stored: Connection) -> None:
    with pytest.raises(UnknownReferenceError, match=r"did you mean A/RES/71/500#8"):
        does(stored, Report(), "71/50#8")
    with pytest.raises(UnknownReferenceError, match=r"A/RES/71/500 has no #88. did you mean A/RES/71/500#8"):
        does(stored, Report(), "71/500#88")


def test_mandate_with_several_obligations_needs_one_named(stored: Connection) -> None:
    with pytest.raises(UsageError, match=r"#9@73, .*#9@75"):
        does(stored, Report(), f"{SYMBOL}#9")
    does(stored, Report(), f"{SYMBOL}#9@73")
    assert changed(does(stored, Report(), f"{SYMBOL}#9")).reference == f"{SYMBOL}#9@75"


def test_settled_needs_reopening(stored: Connection) -> None:
    does(stored, Update(status=Status.DISCONTINUED), R8)
    with pytest.raises(TransitionError, match="settled: discontinued"):
        does(stored, Update(status=Status.PENDING), R8)
    does(stored, Update(status=Status.PENDING, reopen=True), R8)
    assert row(stored, R8).status is Status.PENDING


def test_extension_needs_a_reason_and_keeps_what_was_read(stored: Connection) -> None:
    with pytest.raises(UsageError, match="no reason"):
        does(stored, Update(due=dt.date(2020, 6, 1)), R8)
    does(stored, Update(due=dt.date(2020, 6, 1), reason="letter of the President"), R8)
    extended = row(stored, R8).due
    assert (extended.due_on, extended.read_due_on) == (dt.date(2020, 6, 1), dt.date(2019, 9, 17))
    does(stored, Update(original_due=True), R8)
    assert row(stored, R8).due.due_on == dt.date(2019, 9, 17)


def test_each_extension_tells_what_was_there_before_and_the_return_what_was_read(stored: Connection) -> None:
    def told(**given: Any) -> tuple[object, object]:
        one = changed(does(stored, Update(**given), R8))
        before, after = (
            values["dues"][0] if "dues" in values else values["due_on"] for values in (one.before, one.after)
        )
        return tuple(due if isinstance(due, str) else (due["session"], due["phrase"]) for due in (before, after))

    read = (73, "at its session 73")
    assert told(due=session_due(75), reason="letter") == (read, (75, "extended"))
    assert told(due=session_due(76), reason="letter") == ((75, "extended"), (76, "extended"))
    assert told(original_due=True) == ((76, "extended"), read)
    assert told(due=dt.date(2020, 6, 1), reason="letter") == ("2019-09-17", "2020-06-01")
    assert told(due=dt.date(2020, 7, 1), reason="letter") == ("2020-06-01", "2020-07-01")
    assert told(original_due=True) == ("2020-07-01", "2019-09-17")


@pytest.mark.parametrize(("number", "told"), [(99, 99), (100, 100), (999, 999), (2024, "2024")])
def test_a_session_is_told_by_its_number_or_its_year(connection: Connection, number: int, told: int | str) -> None:
    ingests(connection, reading(clause("8", session_due(number, "Executive Board of a Fund"))), at=AFTER_73)
    one = changed(does(connection, Update(due=session_due(75), reason="letter"), R8))
    assert one.before["dues"][0]["session"] == told


def test_of_several_dues_the_one_that_moves_is_told(stored: Connection) -> None:
    one = changed(does(stored, Update(due=session_due(77), reason="letter"), f"{SYMBOL}#9@75"))
    assert [due["session"] for due in one.before["dues"]] == [75]


def test_an_owner_that_is_named_twice_is_one(stored: Connection) -> None:
    done = changed(does(stored, Assign(owners=("OLA", "Bureau", "Office of Legal Affairs", "Bureau")), R8))
    assert done.after["owners"] == ["Office of Legal Affairs", "Bureau"]
    assert list(row(stored, R8).owners) == ["Office of Legal Affairs", "Bureau"]


def test_assign_mandate_or_one_obligation(stored: Connection) -> None:
    does(stored, Assign(owners=("Bureau",)), f"{SYMBOL}#9")
    does(stored, Assign(owners=("President",)), f"{SYMBOL}#9@75")
    assert row(stored, f"{SYMBOL}#9@73").owners == ("Bureau",)
    assert row(stored, f"{SYMBOL}#9@75").owners == ("President",)
    does(stored, Assign(owners=()), f"{SYMBOL}#9")
    assert row(stored, f"{SYMBOL}#9@73").owners == ("General Assembly",)
    assert row(stored, f"{SYMBOL}#9@75").owners == ("President",)


def test_several_that_are_named_change_together_or_not_at_all(stored: Connection) -> None:
    does(stored, Report(), f"{SYMBOL}#9@75")
    with pytest.raises(TransitionError, match="#9@75 is already reported"):
        does(stored, Report(document="A/73/1"), R8, f"{SYMBOL}#9@75")
    assert row(stored, R8).status is Status.PENDING
    done = does(stored, Report(document="A/73/1"), R8, f"{SYMBOL}#9@73")
    assert [one.reference for one in done.changed] == [R8, f"{SYMBOL}#9@73"]
    assert undoes(stored, done.change).references == (R8, f"{SYMBOL}#9@73")
    assert {row(stored, name, NOW.date()).status for name in (R8, f"{SYMBOL}#9@73")} == {Status.PENDING}


def test_undo_brings_everything_back(stored: Connection) -> None:
    before = listed(stored, AFTER_73)
    does(stored, SUBMITTED, R8)
    undone = undoes(stored, at=AFTER_73)
    assert undone.references == (R8,)
    after = listed(stored, AFTER_73)
    assert [replace(one, version=1) for one in after] == before
    assert [e.kind for e in history(stored, R8)] == ["undo", "report", "ingested"]
    undoes(stored, undone.change, at=AFTER_73)
    assert row(stored, R8).status is Status.REPORTED


def test_a_change_is_undone_for_as_long_as_its_undo_is_in_force(stored: Connection) -> None:
    """Each undo takes back the one before it, so that the first change is in force after every other one."""
    does(stored, Update(note="seen"), R8)
    numbers = [last_change(stored)]
    for turn in range(1, 6):
        undoes(stored, numbers[-1], at=AFTER_73)
        numbers = [*numbers, last_change(stored)]
        by = {number: changes.find(stored, number).undone_by_id for number in numbers}
        # of the chain every other one is in force, the last among them; the others are undone by the one after them
        assert by == {
            number: None if (len(numbers) - place) % 2 else numbers[place + 1] for place, number in enumerate(numbers)
        }, turn
        assert (row(stored, R8).note == "seen") == (by[numbers[0]] is None)


def test_undo_takes_only_ones_own_last_change_unless_named(stored: Connection) -> None:
    does(stored, Update(note="mine"), R8)
    other = does(stored, Update(status=Status.IN_PROGRESS), R8, actor="Ben")
    assert undoes(stored, at=AFTER_73).references == (R8,)
    assert (row(stored, R8).status, row(stored, R8).note) == (Status.IN_PROGRESS, None)
    undoes(stored, other.change, at=AFTER_73)
    assert row(stored, R8).status is Status.PENDING
    with pytest.raises(TransitionError, match="taken back already"):
        undoes(stored, other.change, at=AFTER_73)


def test_undo_of_what_was_changed_again_is_refused(stored: Connection) -> None:
    first = does(stored, Update(note="one"), R8)
    does(stored, Update(note="two"), R8)
    with pytest.raises(ConflictError, match="changed again"):
        undoes(stored, first.change)
    assert row(stored, R8).note == "two"


def test_undo_of_an_ingest_takes_it_off_the_lists(connection: Connection) -> None:
    given = reading(clause("8", date_due("2019-05-15")))
    ingests(connection, given)
    undoes(connection)
    assert listed(connection, AFTER_73) == listed(connection) == []
    assert lists.resolutions(connection, AFTER_73) == []
    assert ingests(connection, given).outcome == "updated"
    assert len(listed(connection, AFTER_73)) == len(listed(connection)) == 1


def test_undo_of_an_ingest_somebody_has_worked_on_is_refused(stored: Connection) -> None:
    does(stored, Update(note="seen"), R8, actor="Ben")
    with pytest.raises(ConflictError, match="worked on"):
        undoes(stored)
    assert len(listed(stored)) == 4


def test_change_on_what_one_saw_fails_when_it_is_no_longer_so(stored: Connection) -> None:
    does(stored, Update(note="one"), R8, version=1)
    with pytest.raises(ConflictError, match="changed by someone else"):
        does(stored, Update(note="two"), R8, version=1)
    does(stored, Update(note="two"), R8, version=2)


def test_summary_of_a_session(stored: Connection) -> None:
    late = summary(stored, "GA", "73", AFTER_73)
    assert (late.fell_due.overdue, late.days_late) == (1, 75)
    assert summary(stored, "GA", "74", AFTER_73).carried_over.open == 1
    does(stored, SUBMITTED, R8)
    found = summary(stored, "GA", "73", AFTER_73)
    due = found.fell_due
    assert (due.total, due.done, due.open, due.overdue, due.ended) == (2, 1, 0, 0, 1)
    assert found.days_late is None
    assert {g.name: g.total for g in found.by_owner} == {"Secretary-General": 1, "General Assembly": 1}
    assert summary(stored, "GA", "71", AFTER_73).newly_asked.total == 4
    assert summary(stored, "GA", "74", AFTER_73).carried_over.total == 0
    assert [g.total for g in coming(stored, "GA", "73", AFTER_73)] == [0, 1]


def test_filters(stored: Connection) -> None:
    does(stored, Update(note="Waiting for the archipelago's reply"), f"{SYMBOL}#10")
    for filters, expected in (
        ({"owners": ("secretary",)}, ["8"]),
        ({"owners": ("UNGA",)}, ["9@73", "9@75"]),
        ({"owners": ("general-assembly",)}, ["9@73", "9@75"]),
        ({"deliverables": ("agenda_item",)}, ["9@73", "9@75"]),
        ({"verbs": ("encourage",)}, ["10"]),
        ({"sessions": ("75",)}, ["9@75"]),
        ({"bodies": ("General Assembly",), "sessions": ("71",)}, ["8", "9@73", "9@75", "10"]),
        ({"undated": True}, ["10"]),
        ({"since": dt.date(2020, 1, 1)}, ["9@75"]),
        ({"until": dt.date(2020, 1, 1), "limit": 1}, ["8"]),
        ({"search": "archipelago replies"}, ["10"]),
        ({"search": '"seventy-third session" -pledging', "sort": "-symbol"}, ["9@75", "9@73", "8"]),
        ({"statuses": (Status.REPORTED,)}, []),
        ({"resolutions": ("A/RES/71/501",)}, []),
    ):
        rows = listed(stored, AFTER_73, **filters)
        assert [r.reference.partition("#")[2] for r in rows] == expected, filters


def test_mandate_view(stored: Connection) -> None:
    does(stored, SUBMITTED, R8)
    found = mandate_view(stored, "71/500#8", AFTER_73)
    assert found.text[slice(*found.spans["verb"])] == "Requests"
    assert [o.reference for o in found.obligations] == [R8]
    assert [e.kind for e in found.history] == ["report", "ingested"]


def test_lists_of_resolutions_and_owners(stored: Connection) -> None:
    (found,) = lists.resolutions(stored, AFTER_73)
    assert (found.symbol, found.mandates, found.open, found.overdue) == (SYMBOL, 3, 3, 1)
    assert ("General Assembly", 1) in [(o.name, o.open) for o in lists.owners(stored, AFTER_73)]


def test_the_day_on_which_one_session_closes_and_the_next_opens_counts_for_one(connection: Connection) -> None:
    opening = dt.date(2019, 9, 17)
    text = reading(
        clause("1", session_due(73)), clause("2", date_due(opening.isoformat())), clause("3", session_due(74))
    )
    ingests(connection, text)
    counts = {}
    for number in ("73", "74"):
        found = summary(connection, "GA", number, dt.date(2019, 12, 1))
        counts[number] = [row.label for row in found.due_rows], [row.label for row in found.carried_rows]
    assert counts == {"73": (["1"], []), "74": (["2", "3"], ["1"])}
    assert row(connection, f"{SYMBOL}#1", opening).state is State.UNISSUED
    assert row(connection, f"{SYMBOL}#1", opening + dt.timedelta(days=1)).state is State.OVERDUE


def test_an_extension_to_a_session_moves_the_window_and_the_timetable(stored: Connection) -> None:
    extend = Update(due=session_due(75), granted_by="A/DEC/73/555", reason="late data")
    (done,) = does(stored, extend, R8).changed
    assert [one["session"] for one in (*done.before["dues"], *done.after["dues"])] == [73, 75]
    found = row(stored, R8)
    assert found.due is not None
    assert (found.due.session, found.due.opens_on, found.due.due_on, found.due.read_due_on) == (
        75,
        dt.date(2020, 9, 15),
        dt.date(2021, 9, 14),
        dt.date(2019, 9, 17),
    )
    assert (found.due.extended_from, found.due.phrase) == ("GA 73", "extended by A/DEC/73/555")
    assert (found.state, found.submit_by) == (State.UPCOMING, dt.date(2020, 7, 7))
    assert [one.reference for one in listed(stored, AFTER_73, due_sessions=("75",))] == [R8, f"{SYMBOL}#9@75"]
    assert row(stored, R8, AFTER_73 - dt.timedelta(days=1)).due.session == 73
    does(stored, Update(due=dt.date(2020, 6, 1), reason="shorter"), R8)
    found = row(stored, R8)
    assert (found.due.due_on, found.due.session, found.due.extended_from) == (dt.date(2020, 6, 1), 73, "GA 73")
    does(stored, Update(original_due=True), R8)
    assert row(stored, R8).due.extended_from is None
    assert integrity.findings(stored) == []


def test_a_window_never_ends_before_it_begins(stored: Connection) -> None:
    does(stored, Update(due=dt.date(2018, 1, 1), reason="advanced"), R8)
    found = row(stored, R8)
    assert (found.due.opens_on, found.due.due_on) == (dt.date(2018, 1, 1), dt.date(2018, 1, 1))


def test_what_is_granted_has_to_be_named(stored: Connection) -> None:
    with pytest.raises(UsageError, match="the new date is missing"):
        does(stored, Update(granted_by="A/DEC/73/555", note="seen"), R8)


def test_lead_and_focal_point_stand_beside_the_owners(stored: Connection) -> None:
    (done,) = does(stored, Assign(lead="DESA", focal_point=" Ms.  Rivera "), R8).changed
    assert done.after == {"lead": "Department of Economic and Social Affairs", "focal_point": "Ms. Rivera"}
    found = row(stored, R8)
    assert (found.owners, found.lead, found.focal_point) == (
        ("Secretary-General",),
        "Department of Economic and Social Affairs",
        "Ms. Rivera",
    )
    for filters in ({"leads": ("DESA",)}, {"focal_points": ("rivera",)}):
        assert [one.reference for one in listed(stored, AFTER_73, **filters)] == [R8]
    assert [one.name for one in lists.owners(stored, AFTER_73, role=Role.LEAD)] == [found.lead]
    assert row(stored, R8, AFTER_73 - dt.timedelta(days=1)).lead is None
    does(stored, Assign(focal_point="Mr. Okafor"), f"{SYMBOL}#9@75")
    assert [row(stored, f"{SYMBOL}#9@{key}").focal_point for key in ("73", "75")] == [None, "Mr. Okafor"]
    does(stored, Assign(lead=""), R8)
    assert (row(stored, R8).lead, row(stored, R8).focal_point) == (None, "Ms. Rivera")
    assert integrity.findings(stored) == []


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2018-08-07", State.UPCOMING),  # six weeks before the session opens it is to be issued
        ("2018-08-08", State.UNISSUED),
        ("2018-09-18", State.UNISSUED),
        ("2019-09-17", State.UNISSUED),  # the session closes
        ("2019-09-18", State.OVERDUE),
    ],
)
def test_a_report_is_unissued_from_the_day_after_its_slot_until_its_session_has_closed(
    connection: Connection, day: str, state: State
) -> None:
    given = clause("1", session_due(73)), clause("2", session_due(73), deliverable="meeting")
    ingests(connection, reading(*given), at="2017-01-10")
    on = dt.date.fromisoformat(day)
    assert row(connection, f"{SYMBOL}#1", on).state is state
    assert row(connection, f"{SYMBOL}#2", on).state is not State.UNISSUED
    unissued = [f"{SYMBOL}#1"] if state is State.UNISSUED else []
    for filters in (Filters(unissued=True), Filters(states=(State.UNISSUED,))):
        assert [one.reference for one in lists.list_obligations(connection, filters, on)] == unissued
        assert lists.count_obligations(connection, filters, on) == len(unissued)
    does(connection, Report(document="A/73/1", on=on), f"{SYMBOL}#1", at=day)
    assert row(connection, f"{SYMBOL}#1", on).state is State.SETTLED
