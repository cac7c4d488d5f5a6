"""Decisions told in the past."""

from __future__ import annotations

import pytest

from mandates.extraction.clauses import clauses_at
from mandates.extraction.narrative import is_narrative, narrated_openings

MEETING = "At its 30th plenary meeting, on 2 June 2026, the General Assembly"


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            f"{MEETING}, on the advice of its bureau, decided to defer the item and requested the Board to report.",
            [("decide", "decided to defer the item"), ("request", "requested the Board to report.")],
        ),
        (
            f"{MEETING}, as recommended by the bureau, took note of the report and called upon States to read it.",
            [("call_upon", "called upon States to read it.")],
        ),
        ("At its 2nd and 3rd meetings, on 2 and 3 June 2026, the Council elected two members asked for by it.", []),
        ("(no meeting) Requested the Board to meet.", []),
    ],
)
def test_clauses_told_in_the_past(text: str, clauses: list[tuple[str, str]]) -> None:
    found = clauses_at(text, list(narrated_openings(text))) if is_narrative(text) else []
    assert [(clause.verb, text[clause.start : clause.end]) for clause in found] == clauses


def test_the_verb_is_the_one_in_the_text() -> None:
    text = "At its 30th meeting, on 2 June 2026, the Council requested the Board to meet."
    (clause,) = clauses_at(text, list(narrated_openings(text)))
    assert text[clause.verb_start : clause.verb_end] == "requested"
    assert clause.complement == " the Board to meet."
