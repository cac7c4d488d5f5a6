"""Running heads, job numbers and page numbers, as the offices print them."""

from __future__ import annotations

import pytest

from mandates.structure.furniture import is_numbers, is_symbol
from tests.structure.samples import operative, read, read_lines, read_pages, shown

FIRST = (
    "77/901. Harbours of small island \ndeveloping States\nThe General Assembly, \n1. Requests the Fund to help all "
)
SECOND = "States concerned;\n2. Waits."


@pytest.mark.parametrize(
    "text",
    [
        "2/5 23-24966",
        "23-24966 3/5",
        "23-24966 (E) 201223",
        "*2324966*",
        "GE.20-09865(E)",
        "2 GE.20-09865",
        "GE.20-09865 3",
        "Page 3 of 9",
        "- 4 -",
        "/...",
        "12",
    ],
)
def test_numbers(text: str) -> None:
    assert is_numbers(text)


@pytest.mark.parametrize(
    "text", ["12 June 2019", "2321 (2016)", "1. Requests", "17 of 2019", "(a)", "48th plenary meeting"]
)
def test_no_numbers(text: str) -> None:
    assert not is_numbers(text)


def test_symbols() -> None:
    assert all(map(is_symbol, ["A/RES/71/12", "A/RES/76/84 A-B", "S/RES/2349 (2017)", "A/HRC/RES/44/3", "A/RES/76/3*"]))
    assert not any(map(is_symbol, ["A/RES/71/12 of 2016", "and/or", "General Assembly"]))


@pytest.mark.parametrize(
    "head",
    [
        "A/RES/77/901\nHarbours of small island \ndeveloping States\n2/5 23-24966",  # even page, title on two lines
        "Harbours of small island \ndeveloping States A/RES/77/901\n23-24966 3/5",  # odd page
        "A/RES/77/901 Harbours of small island developing States\n2/5 23-24966",
        "A/RES/77/901 Harbours\n2/4",
        "A/RES/77/901\nPage 2",
        "A/HRC/RES/44/3\n2 GE.20-09865",
        "A/HRC/RES/44/3\nGE.20-09865 3",
        "E/RES/2023/20 Request to strengthen the role of the secretariat\n2/2 23-15123",
        "A/RES/77/901",
        "",
    ],
)
def test_running_heads_do_not_cut_a_paragraph(head: str) -> None:
    found = read_pages(FIRST, f"{head}\n{SECOND}").resolutions[0]
    assert operative(found) == [("1", "Requests the Fund to help all States concerned;"), ("2", "Waits.")]


@pytest.mark.parametrize(
    "foot",
    ["23-24966 (E)\n*2324966*", "GE.20-09865(E)\n*2009865*\nPlease recycle", "2", "A/HRC/RES/44/3\n2 GE.20-09865"],
)
def test_page_feet(foot: str) -> None:
    found = read_pages(f"{FIRST}\n{foot}", f"{SECOND}\n{foot}").resolutions[0]
    assert [text for _, text in operative(found)] == ["Requests the Fund to help all States concerned;", "Waits."]


def test_a_raised_mark_is_no_page_number() -> None:
    found = read_pages(
        FIRST, "A/RES/77/901 Harbours\n2/5 23-24966\nStates in the tenth,\n⟨7⟩\n eleventh and \nlater years."
    ).resolutions[0]
    assert operative(found)[0][1] == "Requests the Fund to help all States in the tenth, eleventh and later years."


def test_the_layout_of_the_human_rights_council() -> None:
    first = (
        "GE.20-09865(E)\n*2009865*\nHuman Rights Council\nForty-fourth session\n30 June–17 July 2020\nAgenda item 3\n"
        "Promotion and protection of all human rights, civil,\n"
        "political, economic, social and cultural rights,\nincluding the right to development\n"
        "Resolution adopted by the Human Rights Council\non 16 July 2020\n44/3. The right to education\n"
        "The Human Rights Council,\n"
        "Guided by the purposes and principles of the Charter,\n"
        "1. Welcomes the work of the Special Rapporteur on the right to \n"
        "United Nations A/HRC/RES/44/3\nGeneral Assembly Distr.: General\n23 July 2020\nOriginal: English"
    )
    second = (
        "A/HRC/RES/44/3\n2 GE.20-09865\neducation;\n2. Decides to remain seized of the matter.\n27th meeting\n"
        "16 July 2020\n[Adopted without a vote.]"
    )
    found = read_pages(first, second).resolutions[0]
    assert (found.symbol, found.session, found.title) == ("A/HRC/RES/44/3", 44, "The right to education")
    assert (found.agenda_items, found.meeting, str(found.adopted_on)) == (("3",), "27th meeting", "2020-07-16")
    assert operative(found) == [
        ("1", "Welcomes the work of the Special Rapporteur on the right to education;"),
        ("2", "Decides to remain seized of the matter."),
    ]


def test_the_layout_of_the_economic_and_social_council() -> None:
    first = (
        "United Nations E/RES/2023/20\nEconomic and Social Council Distr.: General\n2 August 2023\n"
        "23-15123 (E) 100823 \n*2315123*\n"
        "2023 session\nAgenda item 15\nRegional cooperation\n"
        "Resolution adopted by the Economic and Social Council \non 25 July 2023\n"
        "[on the recommendation of the Economic Commission for Europe (E/2023/15/Add.1)]\n"
        "2023/20. Request to strengthen the role of the secretariat of the \nEconomic Commission for Europe\n"
        "The Economic and Social Council, \nNoting decision I (70) of the Commission,\n"
        "Endorses that decision, annexed to the present resolution, and requests \n"
        "the Secretary-General to act.\n43rd plenary meeting\n25 July 2023"
    )
    second = (
        "E/RES/2023/20 Request to strengthen the role of the secretariat\n2/2 23-15123\nAnnex\nDecision I (70)\n"
        "1. Decides to request action."
    )
    found = read_pages(first, second).resolutions[0]
    assert (found.symbol, found.session, found.committee) == ("E/RES/2023/20", "2023", "Economic Commission for Europe")
    assert found.title == "Request to strengthen the role of the secretariat of the Economic Commission for Europe"
    assert [label for label, _ in operative(found)] == ["1"]


def test_heads_left_in_the_flow_of_a_bulletin() -> None:
    found = read_lines(
        "United Nations A/RES/31/192",
        "General Assembly",
        "VIII. Resolutions adopted on the reports of the Fifth Committee",
        "31/192. Statute of the Unit",
        "The General Assembly,",
        "Recalling its resolutions,",
        "Noting the work of the Unit,",
        "Having considered its report,",
        "1. Approves the statute of the",
        "164",
        "General Assembly—Thirty-first Session",
        "Unit as annexed;",
        "2. Waits.",
        "106th plenary meeting",
        "22 December 1976",
    ).resolutions[0]
    assert operative(found) == [("1", "Approves the statute of the Unit as annexed;"), ("2", "Waits.")]
    assert found.committee == "Fifth Committee"


def test_feet_and_heads_in_text_without_pages() -> None:
    found = read(
        "Resolution 2577 (2021)\n\nThe Security Council,\n\nCondemning those who are\n\n"
        "* Reissued for technical reasons on 4 June 2021.\n\n21-07038* (E)\n\n*2107038*\n\nS/RES/2577 (2021)\n\n"
        "responsible for attacks,\n\n1. Requests a report on the attacks, including those\n\n2/5 21-07038\n\n"
        "S/RES/2577 (2021)\n\non hospitals;\n\n2. Waits.\n\n21-07038 5/5"
    ).resolutions[0]
    assert shown(found) == [
        (None, "Condemning those who are responsible for attacks,"),
        ("1", "Requests a report on the attacks, including those on hospitals;"),
        ("2", "Waits."),
    ]
