import pathlib
import re

import pytest

from mandates import lexicon
from mandates.extraction.confidence import confidence_of

REASONS = [entry["key"] for entry in lexicon.load("confidence")["reason"]]
#: What is unsure of a deliverable says nothing of who is to act and when.
DOUBTS = [key for key in REASONS if not key.startswith("deliverable.")]


def test_a_reading_without_doubts_has_the_base():
    assert confidence_of(()) == lexicon.load("confidence")["base"]


@pytest.mark.parametrize("reason", DOUBTS)
def test_each_reason_lowers_confidence_and_two_lower_it_further(reason):
    one = confidence_of((reason,))
    assert 0 < one < confidence_of(())
    assert confidence_of((reason, "owner.agent" if reason != "owner.agent" else "owner.several")) < one


def test_an_unsure_deliverable_leaves_the_confidence_as_it_is():
    assert confidence_of(("deliverable.unsure",)) == confidence_of(())


def test_a_reason_that_is_not_listed_counts_as_a_doubt():
    assert 0.5 < confidence_of(("other.unheard_of",)) < confidence_of(())


def test_a_folder_of_ones_own_may_weigh_differently(tmp_path):
    (tmp_path / "confidence.toml").write_text("base = 0.8\n", "utf-8")
    try:
        lexicon.use_folder(tmp_path)
        assert confidence_of(()) == 0.8
    finally:
        lexicon.use_folder(None)


def test_every_reason_that_code_gives_has_a_weight():
    root = pathlib.Path(__file__).parents[2]
    code = "".join(path.read_text("utf-8") for path in (root / "mandates" / "extraction").rglob("*.py"))
    given = set(re.findall(r'"((?:clause|owner|due|deliverable)\.[a-z_]+)"', code)) - {"due.session_not_read"}
    assert given == set(REASONS)
