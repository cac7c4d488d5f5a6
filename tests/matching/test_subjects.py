"""What a clause is about, once what clauses of any series say is taken off."""

import re

import pytest

from mandates import lexicon
from mandates.matching.subjects import (
    ALIKE,
    LEAST,
    alike,
    is_another_each_time,
    is_on_itself,
    is_reiterated,
    leans_on_others,
    searched,
    subject,
    telling,
)
from tests.register.samples import REPORT

SUBJECTS = lexicon.load("subjects")
GENERAL = ("Secretary-General",)
BEES = (
    "Requests the Secretary-General to submit to the General Assembly at its eightieth session a report on the decline "
    "of wild bees and other pollinators in mountain regions"
)


@pytest.mark.parametrize("entry", SUBJECTS["template"], ids=lambda entry: entry["example"][:30])
def test_each_template_is_in_its_example_and_not_in_its_counter_example(entry):
    assert re.search(entry["words"], entry["example"])
    assert not re.search(entry["words"], entry.get("counter_example", ""))


TOLD = {
    "each_time": is_another_each_time,
    "own": is_on_itself,
    "reiterated": is_reiterated,
    "elsewhere": leans_on_others,
}


@pytest.mark.parametrize(("name", "entry"), [(name, one) for name in TOLD for one in SUBJECTS[name]])
def test_what_is_asked_for_in_series_is_told_by_its_words(name, entry):
    told = TOLD[name]
    assert told(entry["example"])
    assert not told(entry["counter_example"])


@pytest.mark.parametrize(
    "clause",
    [
        REPORT,
        "Decides to remain actively seized of the matter.",
        "Requests the Secretary-General to report to the Council on the implementation of the present resolution",
        "Also requests the Secretary-General to seek the views of Member States and to submit a report thereon",
    ],
)
def test_a_template_is_about_nothing(clause):
    assert len(subject(clause, GENERAL)) < LEAST


def test_words_of_the_subject_stay_and_sessions_do_not():
    assert telling(BEES, GENERAL).endswith("on the decline of wild bees and other pollinators in mountain regions")
    assert {"bees", "pollinators"} <= searched(BEES, GENERAL)


def test_the_same_subject_is_told_from_another_in_the_same_template():
    again = BEES.replace("eightieth", "eighty-second").replace("decline", "marked decline")
    other = BEES.replace("wild bees and other pollinators in mountain regions", "coral reefs along tropical coasts")
    assert alike(subject(BEES, GENERAL), subject(again, GENERAL)) >= ALIKE
    assert alike(subject(BEES, GENERAL), subject(other, GENERAL)) < ALIKE
    assert alike((), subject(BEES)) == 0.0
