"""What an event changes, and how it is taken back: what nobody decided any more is not there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandates.timeline.facts import apply, take_back
from mandates.timeline.periods import facts_on
from tests.timeline.made import brought_in, facts, happened, with_notes


@pytest.mark.parametrize(
    ("name", "nothing", "something"),
    [
        ("status", "pending", "reported"),
        ("status", None, "implemented"),
        ("evidence", [], [{"document": "A/73/1"}]),
        ("notes", [], with_notes("seen")),
        ("owners", None, ["Bureau"]),
        ("due_on", None, "2020-06-01"),
    ],
)
@pytest.mark.parametrize("obligation", [None, 7])
def test_what_is_decided_is_there_until_it_is_taken_back(
    name: str, nothing: Any, something: Any, obligation: int | None
) -> None:
    now = facts(keys={7: "73"})
    event = happened("2020-01-15", {name: nothing}, {name: something}, obligation_id=obligation)
    apply(now, obligation, event.after)
    decided = now.decided if obligation is None else now.each[7]
    assert decided == {name: something}
    take_back(now, event)
    assert decided == {}


def test_an_empty_list_of_owners_is_a_decision() -> None:
    now = facts()
    apply(now, None, {"owners": []})
    assert now.decided == {"owners": []}


def test_texts_and_names_are_those_that_they_were() -> None:
    now = facts(in_text=False, version_id=2, reference="A/RES/71/500#2")
    before = {"in_text": True, "version_id": 1, "reference": "A/RES/71/500#1", "held": True}
    take_back(now, happened("2020-01-15", before, {}))
    assert (now.in_text, now.version_id, now.reference, now.decided) == (True, 1, "A/RES/71/500#1", {})
    apply(now, None, {"digest": "abc", "ordinal": 3, "suggestion_id": 1, "link_id": 1, "state": "open"})
    assert now.decided == {}


def test_a_key_that_one_had_is_given_back_and_nobody_else_has_it() -> None:
    now = facts(keys={7: "2019-05-15", 8: "2020-05-15"})
    apply(now, 7, {"key": "2020-05-15"})
    assert now.keys == {7: "2020-05-15"}
    assert (now.each, now.decided) == ({}, {})


@pytest.mark.parametrize(
    ("day", "verb"),
    [
        ("2016-11-20", None),
        ("2019-06-04", None),
        ("2019-06-05", "urge"),
        ("2019-06-09", "urge"),
        ("2019-06-10", "decide"),
        ("2030-01-01", "decide"),
    ],
)
def test_facts_of_a_day_are_those_known_by_its_end(day: str, verb: str | None) -> None:
    events = [
        brought_in("2019-06-01"),
        happened("2019-06-05", {"verb": None}, {"verb": "urge"}),
        happened("2019-06-10", {"verb": "urge"}, {"verb": "decide"}),
    ]
    found = facts_on(facts(decided={"verb": "decide"}), events, dt.date.fromisoformat(day))
    assert found.decided.get("verb") == verb


def test_before_a_text_that_was_taken_back_its_facts_are_the_earliest() -> None:
    events = [
        brought_in("2019-06-01"),
        happened("2019-06-05", {"verb": None}, {"verb": "urge"}),
        happened("2019-06-10", {"held": True}, {"held": False}, of_resolution=True),
    ]
    now = facts(held=False, decided={"verb": "urge"})
    found = [facts_on(now, events, dt.date.fromisoformat(day)) for day in ("2019-05-31", "2019-06-01", "2019-06-05")]
    assert [(one.held, one.decided.get("verb")) for one in found] == [(True, None), (True, None), (True, "urge")]
    assert not facts_on(now, events, dt.date(2019, 6, 10)).held
