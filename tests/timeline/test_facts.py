"""What an event changes, and how it is taken back: what nobody decided any more is not there."""

from __future__ import annotations

from typing import Any

import pytest

from mandates.timeline.facts import apply, take_back
from tests.timeline.made import facts, happened, with_notes


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
