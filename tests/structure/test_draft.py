"""Drafts: texts with an opening and paragraphs that have no symbol of their own yet."""

import pytest

from mandates.readers.text import read_text
from mandates.structure.parse import parse

TEXT = (
    "The General Assembly,\n\nRecalling its resolution 70/199 of 22 December 2015,\n\n"
    "1. Requests the Secretary-General to report to it at its eighty-second session;\n\n"
    "2. Decides to remain seized of the matter.\n"
)
LIMITED = (
    "United Nations\tA/C.2/80/L.12\n\nGeneral Assembly\n\nDistr.: Limited\n27 October 2025\nOriginal: English\n\n"
    "Eightieth session\n\nSecond Committee\n\nAgenda item 18 (a)\n\n"
    "Chile, Iceland,* Kenya and Viet Nam: revised draft resolution\n\nWild pollinators of mountain regions\n\n"
)
COUNCIL = (
    "United Nations\tS/2025/812\n\nSecurity Council\n\nDistr.: General\n30 October 2025\nOriginal: English\n\n"
    "Norway: draft resolution\n\nThe Security Council,\n\nRecalling its resolution 2471 (2019),\n\n"
    "1. Decides to extend the mandate of the Mission until 31 October 2026;\n"
)
RIGHTS = (
    "A/HRC/60/L.7\n\nHuman Rights Council\n\nSixtieth session\n\nPanama: draft resolution\n\n"
    "60/\u2026\tRights of lighthouse keepers\n\nThe Human Rights Council,\n\n1. Invites States to report;\n"
)


def only(text):
    (found,) = parse(read_text(text, "draft.txt"), drafts=True).resolutions
    return found


@pytest.mark.parametrize(
    ("text", "draft_symbol", "title", "body", "session"),
    [
        (LIMITED + TEXT, "A/C.2/80/L.12", "Wild pollinators of mountain regions", "General Assembly", 80),
        ("General Assembly\nEightieth session\n\nDraft resolution\n\nBees\n\n" + TEXT, None, "Bees",
         "General Assembly", 80),
        ("Bees in the mountains\n\n" + TEXT, None, "Bees in the mountains", "General Assembly", None),
        (TEXT, None, None, "General Assembly", None),
        (COUNCIL, "S/2025/812", None, "Security Council", None),
        (RIGHTS, "A/HRC/60/L.7", "Rights of lighthouse keepers", "Human Rights Council", 60),
    ],
)  # fmt: skip
def test_a_draft_is_read_with_what_its_masthead_says(text, draft_symbol, title, body, session):
    found = only(text)
    assert (found.draft_symbol, found.title, found.body, found.session) == (draft_symbol, title, body, session)
    assert found.adopted_on is None
    assert [one.label for one in found.paragraphs if one.label][:1] == ["1"]


def test_a_draft_is_no_resolution_where_drafts_are_not_asked_for():
    assert parse(read_text(LIMITED + TEXT, "draft.txt")).resolutions == ()
    assert parse(read_text(TEXT, "draft.txt")).resolutions == ()
