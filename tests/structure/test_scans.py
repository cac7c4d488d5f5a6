"""What optical recognition does to old resolutions of the Security Council."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.structure.samples import only, read

ASKS = "1. Demands that ferries stop;\n2. Calls on the parties to meet.\n\nAdopted at the 2450th\nmeeting unanimously."


def test_a_line_that_begins_like_a_meeting_ends_no_preamble() -> None:
    found = only(
        read(
            "Resolution 599 (1982)\nof 3 April 1982\n\nThe Security Council,\n\nHaving considered the agenda of its\n"
            "2401st meeting,\nRecalling the statement made by the President at the\n2402nd meeting of the Council on\n"
            f"4 May in this matter,\n\n{ASKS}"
        )
    )
    assert [p.text for p in found.paragraphs] == [
        "Having considered the agenda of its 2401st meeting,",
        "Recalling the statement made by the President at the 2402nd meeting of the Council on 4 May in this matter,",
        "Demands that ferries stop;",
        "Calls on the parties to meet.",
    ]
    assert found.meeting == "2450th meeting"


SHORT = "Resolution 799 (1992)\n\nAdopted by the Security Council at its 3050th meeting,\non 2 March 1992"
ADMITS = "Recommends to the General Assembly\nthat Ferria be admitted"


@pytest.mark.parametrize(
    "text",
    [
        f"The Security Council\n\n{ADMITS}",
        f"The Security Council,\n\nHaving examined it\n\n{ADMITS}\n\nAdopted unanimously at the\n1977th meeting",
        f"The Security Council\nHaving examined the application of\nFerria for membership\n{ADMITS}",
    ],
)
def test_the_only_paragraph_that_lost_its_full_stop(text: str) -> None:
    found = only(read(f"{SHORT}\n\n{text}"))
    (paragraph,) = (p for p in found.paragraphs if p.label)
    assert paragraph.text == ADMITS.replace("\n", " ")
    assert found.adopted_on == dt.date(1992, 3, 2)


@pytest.mark.parametrize(
    ("head", "symbol", "adopted_on"),
    [
        ("371 (197-4). Resolution of 30 August 1974", "S/RES/371 (1974)", dt.date(1974, 8, 30)),
        ("Resolution 371 (197 4)\nof 30 Auqust 1974", "S/RES/371 (1974)", dt.date(1974, 8, 30)),
        ("Resolution 371 (1974)\nof 3 Dccember 1974", "S/RES/371 (1974)", dt.date(1974, 12, 3)),
    ],
)
def test_slips_in_years_and_months(head: str, symbol: str, adopted_on: dt.date) -> None:
    found = only(read(f"{head}\n\nThe Security Council,\n\n{ASKS}"))
    assert (found.symbol, found.adopted_on) == (symbol, adopted_on)


def test_a_closing_line_with_slips_is_no_paragraph() -> None:
    text = "Resolution 764 (1992)\nof 13 July 1992\n\nThe Security Council,\n\n1. Decides to meet.\n\n"
    (found,) = read(f"{text}Adopted unanimous at the 3O93rd meeting.").resolutions
    assert [p.text for p in found.paragraphs] == ["Decides to meet."]


def test_the_numbered_headings_of_a_declaration_are_no_paragraphs() -> None:
    text = "1. We see the sea.\n\nAction 1. We will build quays.\n\n2. We decide to wait."
    (found,) = read(f"A/RES/79/900\n\nThe General Assembly\n\nAdopts the following Pact:\n\n{text}").resolutions
    assert [(p.kind.value, p.label) for p in found.paragraphs][1:] == [
        ("operative", "1"), ("heading", None), ("operative", "2"),
    ]  # fmt: skip
