"""The vocabulary of requests: each entry says what it should of its example, and nothing of its counter-example."""

from __future__ import annotations

import pytest

from mandates import lexicon
from mandates.matching import clauses
from mandates.matching.parts import is_one_of_two
from tests.matching.made import document, request

ENTRIES = lexicon.load("matching")["clause"]
SAYS = {
    "reports": lambda text: clauses.asks(text, "action") > 0,
    "item": lambda text: clauses.asks_for_report(request("A/RES/80/301#4", items=(text,), deliverable="action")) == 1.0,
    "within": clauses.is_within,
    "extends": clauses.is_extension,
    "continues": clauses.continues,
}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["says"])
def test_each_entry_finds_its_example_and_not_its_counter_example(entry: dict[str, str]) -> None:
    says = SAYS[entry["says"]]
    assert (says(entry["example"]), says(entry["counter_example"])) == (True, False)


@pytest.mark.parametrize("entry", lexicon.load("matching")["pair"], ids=lambda entry: entry["example"][-25:])
def test_a_report_of_one_of_two_answers_a_part(entry: dict[str, str]) -> None:
    asked = request("A/RES/80/301#4", entry["example"])
    said = [is_one_of_two(document(title=entry[name]), asked) for name in ("document", "counter_example")]
    assert said == [True, False]
