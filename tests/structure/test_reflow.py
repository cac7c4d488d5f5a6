"""Reading is the same however the lines were broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.structure.lines import Line
from mandates.structure.reflow import passages
from tests.structure.samples import LINES, MASTHEAD, body, operative, read, read_pages, text_of, wrapped

WHOLE = read(text_of(LINES)).resolutions


@given(st.integers(40, 100))
def test_empty_lines_between_all_lines_change_nothing(width: int) -> None:
    """As some converters write each printed line as a paragraph."""
    lines = wrapped(LINES, width, gap=False).split("\n")
    assert read(text_of(lines)) == read(text_of(LINES))


@given(width=st.integers(min_value=40, max_value=1200), gap=st.booleans())
def test_the_width_of_lines_changes_nothing(width: int, gap: bool) -> None:
    assert read(wrapped(LINES, width, gap=gap)).resolutions == WHOLE


@given(width=st.integers(min_value=45, max_value=130))
def test_the_place_of_page_breaks_changes_nothing(width: int) -> None:
    lines = wrapped(LINES, width, gap=False).split("\n")
    half = len(lines) // 2
    cut = read("\n".join(lines[:half]) + "\f" + "\n".join(lines[half:])).resolutions
    assert [(p.label, p.text) for p in cut[0].paragraphs] == [(p.label, p.text) for p in WHOLE[0].paragraphs]


@given(ends=st.lists(st.sampled_from([" \n", " \n ", "\n"]), min_size=3, max_size=3), at=st.integers(20, 60))
def test_spaces_at_line_ends_change_nothing(ends: list[str], at: int) -> None:
    lines = wrapped(LINES, 60, gap=False).split("\n")
    text = "".join(line + ends[i % 3 if i == at else 0] for i, line in enumerate(lines))
    assert read(text).resolutions == WHOLE


def joined(*lines: str, soft: bool | None = None) -> list[str]:
    """Return the passages that lines without gaps make up."""
    return [p.text for p in passages([Line(line, soft=soft) for line in lines])]


@pytest.mark.parametrize(
    "lines",
    [
        # numbers of resolutions at the head of a line
        ["Recalling its resolutions 425 (1978), 426 (1978), 501", "(1982), 508 (1982) and 520 (1982) on the matter,"],
        ["Recalling its resolutions 660 (1990) of 2 August 1990,", "661 (1990) of 6 August 1990 and all others,"],
        ["Reaffirming its resolutions 781 (1992) of 9 October 1992 and 816 (1993) of", "31 March 1993,"],
        # names of States and persons
        [
            "Noting the role of France, the Russian Federation,",
            "United Republic of Tanzania and Viet Nam in the talks,",
        ],
        ["Deeply concerned by the trial of Mr. Joao Silva, Mr.", "Paul Banda and Ms. Ana Lopes,"],
        # a word that looks like the beginning of a preamble
        ["Noting the Convention on the Development, Production,", "Stockpiling and Use of Such Weapons,"],
        ["Recalling the Copenhagen and the", "Beijing Declarations, and their reviews,"],
        # references to items
        ["1. Decides that the measures in paragraph 4", "(a) and (b) above shall lapse;"],
        ["1. Decides to lift the measures in paragraph 3.19", "(b) of the annex;"],
        # a list within a sentence
        ["1. Supports work in three fields, namely, (a) trade,", "(b) tourism and (c) mining, where needed;"],
        ["1. Notes that they are (1) lost,", "(2) stolen or (3) sold;"],
    ],
)
def test_what_goes_on(lines: list[str]) -> None:
    assert joined(*lines) == [" ".join(lines)]


@pytest.mark.parametrize(
    "lines",
    [
        ["Recalling its resolution 70/1,", "Deeply concerned at the floods,", "Guided also by the Charter,"],
        ["1. Takes note of the report;", "2. Decides to remain seized of the matter."],
        ["1. Requests the Secretary-General:", "(a) To report;", "(b) To inform States; and", "(c) To wait."],
        ["3. Notes the report;", "Follow-up and review", "4. Requests another;"],
        ["3. Notes the report;", "II", "1. Requests another;"],
        ["3. Decides to wait.", "48th plenary meeting", "21 November 2016"],
        ["3. Decides to wait.", "21 November 2016"],
        ["Adopted unanimously at the 2052nd meeting.", "Decisions"],
        ["Annex I", "Terms of reference", "1. The Panel shall meet."],
        ["The Security Council,", "Recalling its resolution 242 (1967),", "Decides to extend the mandate;"],
    ],
)
def test_what_begins(lines: list[str]) -> None:
    assert joined(*lines) == lines


def test_a_pdf_says_by_a_space_that_a_sentence_goes_on() -> None:
    found = passages(
        [Line("Decides to ask the General", soft=True), Line("Assembly to act;", soft=False), Line("Capacity-building")]
    )
    assert [p.text for p in found] == ["Decides to ask the General Assembly to act;", "Capacity-building"]


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("for that pur-", "pose and others", "for that purpose and others"),
        ("by the Commit-", "tee of Experts", "by the Committee of Experts"),
        ("its Asia-", "Pacific members", "its Asia-Pacific members"),
        ("at its sixty-", "first session", "at its sixty-first session"),
        ("a non-", "governmental organization", "a non-governmental organization"),
        ("for decision-", "making by States", "for decision-making by States"),
        ("long- and short-", "term plans, mid-", "long- and short-term plans, mid-"),
        ("low-", "and middle-income countries", "low- and middle-income countries"),
        ("the Secretary-", "General of the United Nations", "the Secretary-General of the United Nations"),
    ],
)
def test_words_cut_at_line_ends(left: str, right: str, whole: str) -> None:
    assert joined(f"1. Asks {left}", right) == [f"1. Asks {whole}"]


def test_the_document_settles_how_a_word_is_written() -> None:
    lines = ("1. Calls for co-operation in the field;", "2. Calls for further co-", "operation in the field;")
    assert joined(*lines)[1] == "2. Calls for further co-operation in the field;"


def test_a_paragraph_cut_by_a_gap_is_one() -> None:
    found = body(
        "Recalling that the General Assembly has asked all organs and bodies of the United",
        "Nations to act,",
        "1. Notes it.",
    )
    assert found.paragraphs[0].text.endswith("bodies of the United Nations to act,")


def test_a_raised_mark_ends_no_line() -> None:
    found = read_pages(
        "77/901. Harbours\nThe General Assembly, \n"
        "1. Takes note of the report of the Secretary-General,⟨1⟩\n and of that of the \nCommittee;⟨2⟩\n"
        "Budget for the period from 1 July 2022 \n2. Takes note of the Sendai Declaration⟨3⟩\n"
        "and the Sendai Framework.\n"
        "__________________\n⟨1⟩ A/77/1.\n⟨2⟩ A/77/2.\n⟨3⟩ Resolution 69/283."
    ).resolutions[0]
    assert operative(found) == [
        ("1", "Takes note of the report of the Secretary-General, and of that of the Committee;"),
        ("2", "Takes note of the Sendai Declaration and the Sendai Framework."),
    ]
    assert [[n.mark for n in p.footnotes] for p in found.paragraphs] == [["1", "2"], [], ["3"]]


def test_labels_may_stand_on_lines_of_their_own() -> None:
    found = read_pages(
        "77/901. Harbours\nThe General Assembly, \nRecalling it,\n1.\nTakes note of the report;\n2.\nWaits."
    ).resolutions[0]
    assert operative(found) == [("1", "Takes note of the report;"), ("2", "Waits.")]


def test_the_name_of_a_resolution_at_the_start_of_a_line_is_no_title() -> None:
    text = (
        "Calls upon all States, the regional commissions and the funds and programmes, in accordance with\n"
        "Security Council resolution 2998 (2026) of 4 May 2026, to keep their harbours open to the ferries of\n"
        "small island developing States;"
    )
    lines = [*MASTHEAD, f"1. {text}", "2. Decides to remain seized of the matter."]
    (found,) = read(text_of(lines, gap=False)).resolutions
    assert operative(found)[0] == ("1", text.replace("\n", " "))


def test_pages_without_spaces_at_the_ends_of_lines() -> None:
    """Most programs but word processors write none, so that a missing space does not end a paragraph."""
    lines = wrapped(LINES, 70, gap=False).split("\n")
    (found,) = read_pages("\n".join(lines)).resolutions
    assert [(p.label, p.text) for p in found.paragraphs] == [(p.label, p.text) for p in WHOLE[0].paragraphs]


def test_lists_of_states_on_several_lines_belong_to_the_vote() -> None:
    vote = [
        "In favour:",
        "Algeria, Benin, Chile, Cuba, Gambia,",
        "Ghana, Honduras and India",
        "Against:",
        "Albania,",
        "Chad]",
    ]
    lines = [*LINES, "[Adopted by a recorded vote of 8 to 2.", "The voting was as follows:", *vote]
    (found,) = read(text_of(lines, gap=False)).resolutions
    assert [problem.code for problem in found.problems] == []


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Noting the implemen-tation", "Noting the implementation of measures"),
        ("Noting the gender-and", "Noting the gender- and of measures"),
        ("Noting the health-care", "Noting the health-care of measures"),
        ("Noting the day-to-day", "Noting the day-to-day of measures"),
        ("Noting Economic Co-operation", "Noting Economic Co-operation of measures"),
    ],
)
def test_words_divided_at_the_end_of_a_line(line: str, whole: str) -> None:
    page = "\n".join([*MASTHEAD, f"{line} ", "of measures,", "1. Decides to remain seized of the matter."])
    (found,) = read_pages(page).resolutions
    assert found.paragraphs[0].text == f"{whole},"
