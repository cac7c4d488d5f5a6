"""Each entry of the vocabulary of times gives in its example what it says, and in its counter-example nothing."""

import pytest

from mandates import lexicon
from tests.extraction.due_reading import dues, read

DATA = lexicon.load("due")
ENTRIES = [
    (table, entry)
    for table, listed in DATA.items()
    if isinstance(listed, list) and table != "not_read"
    for entry in listed
]


def named(value):
    table, entry = value
    words = entry["words"]
    return f"{table}-{words if isinstance(words, str) else words[0]}"


@pytest.mark.parametrize("case", ENTRIES, ids=named)
def test_example(case):
    _, entry = case
    assert sorted(dues(entry["example"])) == sorted(filter(None, entry["due"].split("; ")))


@pytest.mark.parametrize("case", [case for case in ENTRIES if "counter_example" in case[1]], ids=named)
def test_counter_example(case):
    _, entry = case
    assert dues(entry["counter_example"]) == []


@pytest.mark.parametrize("case", ENTRIES, ids=named)
def test_example_uses_a_word_of_its_entry(case):
    _, entry = case
    words = [entry["words"]] if isinstance(entry["words"], str) else entry["words"]
    assert any(word in entry["example"] for word in words)


def _doubts(text):
    return [reason for reading in read(text) for reason in reading.reasons]


@pytest.mark.parametrize("entry", DATA["not_read"], ids=lambda entry: entry["example"])
def test_time_that_is_seen_and_not_read(entry):
    assert dues(entry["example"]) == [], "it is read: the form may go"
    assert "due.time_not_read" in _doubts(entry["example"])
    assert "due.time_not_read" not in _doubts(entry["counter_example"])
