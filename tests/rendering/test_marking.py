import pytest

from mandates.rendering.marking import marked
from tests.rendering.made import CLAUSE

TEXT = "Welcomes the efforts, and encourages them to continue;"


def said(text, spans):
    return "".join(piece if isinstance(piece, str) else piece.text for piece in marked(text, spans))


def test_interpreted_words_are_named():
    spans = {"clause": [0, len(CLAUSE)], "verb": [0, 8], "owners": [[13, 30]], "due": [[None, None]][:0]}
    assert said(CLAUSE, spans).startswith("[verb: Requests] the [owner: Secretary-General] to submit")


def test_a_clause_that_is_a_part_stands_between_guillemets():
    spans = {"clause": [26, 53], "verb": [26, 36], "owners": [[37, 41]], "due": []}
    assert said(TEXT, spans) == "Welcomes the efforts, and \u00ab[verb: encourages] [owner: them] to continue\u00bb;"


@pytest.mark.parametrize(
    "spans",
    [
        {},
        {"clause": None, "verb": None, "owners": [None], "due": []},
        {"clause": [0, 9_999], "verb": [5, 3], "owners": [[-1, 4]], "due": [[100, 200]]},
    ],
)
def test_spans_that_are_missing_or_out_of_the_text_mark_nothing(spans):
    assert said(TEXT, spans) == TEXT


def test_of_overlapping_marks_the_first_is_kept():
    assert said(TEXT, {"verb": [0, 8], "owners": [[4, 20]]}) == "[verb: Welcomes]" + TEXT[8:]
