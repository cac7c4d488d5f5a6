"""How a mandate stood on each day, by what was known and decided by its end."""

from __future__ import annotations

import datetime as dt

from mandates.domain.lifecycle import FOREVER
from tests.register.samples import date_due, session_due
from tests.timeline.made import ADOPTED, brought_in, facts, happened, head, on, states, version, with_notes

IN = brought_in("2019-01-10")


def reported(day: str, **of) -> object:
    return happened(day, {"status": "pending"}, {"status": "reported"}, obligation_id=7, **of)


def test_a_text_counts_from_its_adoption() -> None:
    (one,) = states(facts(keys={7: "1"}), IN)
    assert (one.since, one.until) == (ADOPTED, FOREVER)


def test_a_text_without_a_date_counts_from_ever() -> None:
    (one,) = states(facts(keys={7: "1"}), IN, heads=(head(adopted_on=None),))
    assert one.since == dt.date.min


def test_a_decision_counts_from_the_day_on_which_it_was_made() -> None:
    now = facts(keys={7: "1"}, each={7: {"status": "reported"}})
    before, after = states(now, IN, reported("2019-06-02"))
    assert (before.status, before.since, before.until) == ("pending", ADOPTED, dt.date(2019, 6, 2))
    assert (after.status, after.since, after.until) == ("reported", dt.date(2019, 6, 2), FOREVER)


def test_what_was_decided_and_undone_on_one_day_never_was() -> None:
    undone = happened("2019-06-02", {"status": "reported"}, {"status": "pending"}, obligation_id=7)
    (one,) = states(facts(keys={7: "1"}), IN, reported("2019-06-02"), undone)
    assert (one.status, one.since, one.until) == ("pending", ADOPTED, FOREVER)


def test_what_was_undone_on_a_later_day_was_until_then() -> None:
    undone = happened("2019-06-05", {"status": "reported"}, {"status": "pending"}, obligation_id=7)
    found = states(facts(keys={7: "1"}), IN, reported("2019-06-02"), undone)
    assert [(one.status, str(one.since)) for one in found] == [
        ("pending", str(ADOPTED)),
        ("reported", "2019-06-02"),
        ("pending", "2019-06-05"),
    ]


def test_an_event_counts_from_no_day_before_that_of_an_earlier_one() -> None:
    """Clocks of two people differ: what happened later is later."""
    now = facts(keys={7: "1"}, each={7: {"status": "reported", "notes": with_notes("x")}})
    note = happened("2019-06-05", {"notes": []}, {"notes": with_notes("x")}, obligation_id=7)
    found = states(now, IN, note, reported("2019-06-02"))
    assert [(one.status, one.note, str(one.since)) for one in found] == [
        ("pending", None, str(ADOPTED)),
        ("reported", "x", "2019-06-05"),
    ]


def test_a_corrected_text_counts_from_the_day_it_was_read_and_the_first_one_before_all() -> None:
    now = facts(reading_id=2, version_id=2, keys={7: "2019-07-01"})
    again = happened("2019-05-20", {"reading_id": 1}, {"reading_id": 2}, of_resolution=True)
    differs = happened("2019-05-20", {"version_id": 1}, {"version_id": 2})
    moved = happened("2019-05-20", {"key": "2019-04-01"}, {"key": "2019-07-01"}, obligation_id=7)
    versions = version(date_due("2019-04-01")), version(date_due("2019-07-01"), number=2)
    found = states(now, IN, again, differs, moved, versions=versions, heads=(head(), head(2)))
    assert [(one.obligation_id, str(one.due_on), str(one.since)) for one in found] == [
        (7, "2019-04-01", str(ADOPTED)),
        (7, "2019-07-01", "2019-05-20"),
    ]


def test_what_is_no_longer_in_the_text_was_there_until_then() -> None:
    gone = happened("2019-05-20", {"in_text": True}, {"in_text": False})
    (one,) = states(facts(in_text=False, keys={7: "1"}), IN, gone)
    assert (one.since, one.until) == (ADOPTED, dt.date(2019, 5, 20))


def test_a_mandate_that_a_later_reading_brought_counts_from_then() -> None:
    added = happened("2019-05-20", {"in_text": False}, {"in_text": True})
    (one,) = states(facts(keys={7: "1"}), IN, added)
    assert (one.since, one.until) == (dt.date(2019, 5, 20), FOREVER)


def test_an_ingest_taken_back_was_in_the_register_until_then() -> None:
    out = happened("2019-03-01", {"held": True}, {"held": False}, of_resolution=True)
    found = states(facts(held=False, keys={7: "1"}), IN, out)
    assert [(str(one.since), str(one.until)) for one in found] == [("2019-01-10", "2019-03-01")]


def test_each_obligation_has_one_state_on_each_day() -> None:
    now = facts(keys={7: "73", 8: "75"}, each={7: {"status": "reported"}, 8: {"notes": with_notes("x")}})
    note = happened("2019-06-05", {"notes": []}, {"notes": with_notes("x")}, obligation_id=8)
    found = states(now, IN, reported("2019-06-02"), note, versions=(version(session_due(73), session_due(75)),))
    for day in (str(ADOPTED), "2019-06-01", "2019-06-02", "2019-06-05", "2030-01-01"):
        assert sorted(one.obligation_id for one in on(found, day)) == [7, 8], day
    assert on(found, "2016-11-20") == []
    assert len(found) == 4


def test_what_never_was_in_the_register_and_has_no_history_has_the_state_of_its_facts() -> None:
    assert [(one.since, one.until) for one in states(facts(keys={7: "1"}))] == [(ADOPTED, FOREVER)]
