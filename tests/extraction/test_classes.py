"""What is followed up beside mandates, and the parts of a mandate."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from mandates import lexicon
from mandates.domain.mandate import Enacted, Reading
from mandates.extraction.extract import extract
from mandates.extraction.outcome import asked
from mandates.readers.text import read_text
from mandates.schema.readings import reading_from_plain, reading_to_plain
from mandates.structure.parse import parse

HEAD = "Resolution adopted by the General Assembly on 14 December 2022\n\n77/349. Ferries\n\nThe General Assembly,\n\n"
VERBS = lexicon.load("verbs")["verb"]
CLASSES = lexicon.load("classes")


def reading(text: str) -> Reading:
    (resolution,) = parse(read_text(HEAD + text, "a.txt")).resolutions
    return extract(resolution)


def rows(text: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(m.reference[12:], m.class_, m.verb, tuple(o.name for o in m.owners)) for m in reading(text).mandates]


@pytest.mark.parametrize("entry", CLASSES["class"], ids=lambda entry: entry["example"][:40])
def test_examples_of_classes(entry: dict[str, Any]) -> None:
    assert [(m.class_, m.verb) for m in reading(f"1. {entry['example']}.").mandates] == [(entry["key"], entry["verb"])]
    if "counter_example" in entry:
        assert reading(f"1. {entry['counter_example']}.").mandates == ()


@pytest.mark.parametrize(
    "entry", [verb for verb in VERBS if "passive" in verb.get("features", ())], ids=lambda entry: entry["key"]
)
def test_examples_of_the_passive(entry: dict[str, str]) -> None:
    assert [clause.verb for clause in asked(entry["passive_example"])] == [entry["key"]]


@pytest.mark.parametrize("entry", CLASSES["enacted"], ids=lambda entry: entry["example"][:40])
def test_examples_of_what_is_done_by_its_adoption(entry: dict[str, str]) -> None:
    found = [reading(f"1. {entry[name]}.").mandates[0].enacted for name in ("example", "counter_example")]
    assert found == [Enacted(), None]


@pytest.mark.parametrize("entry", CLASSES["period"], ids=lambda entry: entry["example"])
def test_examples_of_the_time_that_a_budget_is_for(entry: dict[str, str]) -> None:
    (found,) = reading(f"1. Decides to appropriate 5,000 dollars {entry['example']} for the quays.").mandates
    assert found.due == ()  # which is no time to do something by
    assert found.enacted == Enacted(phrase=entry["example"], ends_on=dt.date.fromisoformat(entry["ends_on"]))


def test_an_undertaking_moves_no_reference_of_a_mandate() -> None:
    text = "1. Expresses its intention to review the plan by 30 June 2024, and requests the Board to help."
    assert rows(text) == [
        ("#1.2", "undertaking", "express", ("General Assembly",)),
        ("#1", "mandate", "request", ("Board",)),
    ]


def test_an_outcome_document_is_read_with_labels_of_its_own() -> None:
    text = (
        "1. Adopts the declaration annexed to the present resolution;\n\n2. Requests the Board to publish it.\n\n"
        "75th plenary meeting\n14 December 2022\n\nAnnex\n\nDeclaration on ferries\n\n"
        "1. We, the ministers, recognize the sea. We request the Secretary-General to report on it.\n\n"
        "2. We also decide to:\n\n(a) Build quays;\n\n(b) Paint buoys.\n\n"
        "3. The Secretary-General is requested to list them. Ferries are blue.\n\n4. Fares are low."
    )
    assert rows(text) == [
        ("#2", "mandate", "request", ("Board",)),
        ("#annex1", "outcome", "request", ("Secretary-General",)),
        ("#annex2(a)", "outcome", "decide", ("General Assembly",)),
        ("#annex2(b)", "outcome", "decide", ("General Assembly",)),
        ("#annex3", "outcome", "request", ("Secretary-General",)),
    ]
    assert reading(text).problems == ()


def test_what_of_an_outcome_document_was_not_read_is_said() -> None:
    text = (
        "Adopts the following Pact:\n\nPact\n\n1. We see the sea.\n\n2. We dream of more.\n\n"
        "3. We call upon States to sail.\n\n4. We hope."
    )
    assert [row[:3] for row in rows(text)] == [("#3", "outcome", "call_upon")]
    (problem,) = reading(text).problems
    assert problem.code == "outcome.not_read"
    assert re.match(r"2 of the 4 paragraphs", problem.message)


def test_a_part_has_its_own_addressee_where_it_names_a_body_that_acts() -> None:
    text = (
        "1. Decides that the ferry service shall work as follows:\n\n(a) The Secretary-General shall keep a list;\n\n"
        "(b) The list should be public;\n\n(c) Ferries."
    )
    (found,) = reading(text).mandates
    assert [part.owners for part in found.parts] == [("Secretary-General",), (), ()]


def test_the_items_of_a_chapeau_that_carries_the_mandate_are_its_parts() -> None:
    text = (
        "1. Requests the Secretary-General to include in his report:\n\n(a) A list of ferries, by 1 March 2024;\n\n"
        "(b) An account of quays:\n\n(i) Of stone;\n\n2. Requests the Board:\n\n(a) To meet."
    )
    found = reading(text)
    assert [(m.label, [(p.label, len(p.due)) for p in m.parts]) for m in found.mandates] == [
        ("1", [("1 (a)", 1), ("1 (b)", 0), ("1 (b) (i)", 0)]),
        ("2 (a)", []),
    ]
    assert reading_from_plain(reading_to_plain(found)).mandates == found.mandates
