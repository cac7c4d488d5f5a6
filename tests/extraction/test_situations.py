import pytest

from mandates import lexicon
from mandates.extraction.situations import situation

ENTRIES = lexicon.load("situations")["situation"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_each_entry_is_found_by_its_example(entry):
    assert situation([entry["example"]]) == entry["name"]


def test_names_and_words_are_there_once():
    words = [word for entry in ENTRIES for word in entry["words"]]
    assert len(set(words)) == len(words)
    assert len({entry["name"] for entry in ENTRIES}) == len(ENTRIES)


def test_what_is_spoken_of_most_wins():
    texts = ["Recalling the situation in the Sudan", "the people of South Sudan", "UNMISS in South Sudan"]
    assert situation(texts) == "South Sudan"
    assert situation(["UNMISS and UNISFA"]) == "South Sudan"  # of two the first


def test_a_word_in_another_does_not_count():
    assert situation(["The CARs of Malians and Ukrainetown"]) is None
    assert situation([]) is None
