"""Whose text it is: the opening before the masthead around it, the masthead before any default."""

from __future__ import annotations

import datetime as dt

import pytest

from mandates.structure.parse import Structure
from tests.structure.samples import codes, only, read, read_lines

SPEAKS = (
    "At the 9912th meeting of the Security Council, held on 3 March 2026, on the item entitled “Ferries”, "
    "the President of the Security Council made the following statement on behalf of the Council:"
)
ASKS = "1. Requests the Secretary-General to report to it on ferries in two years."


def symbols(structure: Structure) -> list[str]:
    return [resolution.symbol for resolution in structure.resolutions]


def test_the_opening_is_believed_before_the_masthead_of_the_volume() -> None:
    found = read_lines(
        "United Nations",
        "A/79/53/Add.2",
        "General Assembly",
        "Official Records",
        "I. Resolutions",
        "58/71",
        "Rights of ferrymen",
        "The Human Rights Council,",
        "Recalling its resolution 41/3,",
        ASKS,
        "31st meeting",
        "4 April 2025",
        "II. Decisions",
        "58/102",
        "Outcome of a review",
        "The Human Rights Council,",
        "1. Adopts the outcome of the review.",
        "III. President's statements",
        "PRST 58/1",
        "Reports of the Complaint Procedure",
        "At the 31st meeting, on 4 April 2025, the President of the Human Rights Council made the following statement:",
        "“The Human Rights Council requests the Advisory Committee to submit a study.”",
    )
    assert symbols(found) == ["A/HRC/RES/58/71", "A/HRC/DEC/58/102"]
    assert {r.body for r in found.resolutions} == {"Human Rights Council"}
    assert found.resolutions[0].problems == ()
    assert [p.code for p in found.problems] == ["statement.left_out"]


@pytest.mark.parametrize(
    ("opening", "number", "symbol"),
    [
        ("The General Assembly,", "81/19. Ferries", "A/RES/81/19"),
        ("The Economic and Social Council,", "2026/19. Ferries", "E/RES/2026/19"),
        ("The Economic and Social Council,", "1918 (LVII). Ferries", "E/RES/1918 (LVII)"),
        ("The Economic and Social Council,", "1974/1918(LVII). Ferries", "E/RES/1918 (LVII)"),
        ("The General Assembly,", "2918 B (XXVII). Ferries", "A/RES/2918 (XXVII) B"),
        ("The General Assembly,", "317 A (III). Ferries", "A/RES/317 (III) A"),
        ("The General Assembly,", "3299 (S-VI). Ferries", "A/RES/3299 (S-VI)"),
        ("The United Nations Environment Assembly,", "6/19. Ferries", "UNEP/EA.6/RES.19"),
        ("The Commission on Human Rights,", "2003/19. Ferries", "E/CN.4/RES/2003/19"),
        (
            "The Conference of the Parties serving as the meeting of the Parties to the Paris Agreement,",
            "Decision 29/CMA.4",
            "29/CMA.4",
        ),
        ("The Sixty-seventh World Health Assembly,", "Resolution WHA67.29", "WHA67.29"),
        ("The Commission for Social Development,", "44/19. Ferries", None),
    ],
)
def test_the_number_is_of_the_organ_that_opens_the_text(opening: str, number: str, symbol: str | None) -> None:
    found = read_lines(number, opening, "Noting the storms,", ASKS)
    assert symbols(found) == ([symbol] if symbol else [])
    if symbol is None:
        assert found.problems


def test_a_number_alone_is_no_resolution_of_the_general_assembly() -> None:
    found = read_lines("60/19. Ferries", "Recalling the storms,", ASKS)
    assert symbols(found) == []
    assert [problem.code for problem in found.problems] == ["symbol.missing"]


def test_an_opening_of_another_organ_than_the_symbol_says() -> None:
    found = read_lines("A/RES/60/19", "General Assembly", "The Human Rights Council,", ASKS)
    assert symbols(found) == []
    assert "symbol.missing" in [problem.code for problem in found.problems]
    named = read_lines("A/RES/60/19", "General Assembly", "60/19. Ferries", "The Human Rights Council,", ASKS)
    assert symbols(named) == ["A/HRC/RES/60/19"]
    assert "organ.two" in codes(named.resolutions[0].problems)


def test_a_decision_tells_what_was_decided_at_a_meeting() -> None:
    found = only(
        read_lines(
            "United Nations E/DEC/2026/219",
            "Economic and Social Council",
            "2026/219. Ferries",
            "At its 12th plenary meeting, on 9 June 2026, the Economic and Social Council decided:",
            "(a) To approve the timetable of ferries;",
            "(b) To request the Secretary-General to report on it.",
        )
    )
    assert (found.symbol, found.title, found.meeting) == ("E/DEC/2026/219", "Ferries", "12th plenary meeting")
    assert found.adopted_on == dt.date(2026, 6, 9)
    assert [p.label for p in found.paragraphs] == ["1", "1 (a)", "1 (b)"]


def test_a_presidential_statement_is_read_paragraph_by_paragraph() -> None:
    found = only(
        read_lines(
            "United Nations S/PRST/2026/19",
            "Security Council",
            "Statement by the President of the Security Council",
            SPEAKS,
            "“The Security Council welcomes the new ferries.",
            "“The Security Council, recalling its statements, requests the Secretary-General to report by 1 May.”",
        )
    )
    assert (found.symbol, found.body, found.adopted_on) == ("S/PRST/2026/19", "Security Council", dt.date(2026, 3, 3))
    assert [p.label for p in found.paragraphs] == ["1", "2"]
    assert found.title == "Ferries"
    assert found.paragraphs[1].text.endswith("to report by 1 May.")


def test_a_text_copied_in_a_press_release() -> None:
    found = only(
        read_lines(
            "SC/17998",
            "2 JUNE 2026",
            "Security Council Extends Ferry Mission",
            "The Security Council today extended the Mission until June.",
            "The full text of resolution 2992 (2026) reads as follows:",
            "“The Security Council,",
            "“Recalling its previous resolutions 2047 (2012) and 2110 (2013),",
            "“1.   Decides to extend the Mission until 30 June 2027;",
            "“2.   Decides to remain seized of the matter.”",
            "For information media. Not an official record.",
        )
    )
    assert (found.symbol, found.adopted_on) == ("S/RES/2992 (2026)", dt.date(2026, 6, 2))
    assert [(p.label, p.text[:7]) for p in found.paragraphs] == [(None, "Recalli"), ("1", "Decides"), ("2", "Decides")]


def test_a_resolution_of_another_organ_in_an_annex_is_the_annex() -> None:
    found = read_lines(
        "Economic and Social Council",
        "2026/29. Ferries",
        "The Economic and Social Council,",
        "1. Endorses the resolution annexed to the present resolution.",
        "9th plenary meeting",
        "3 June 2026",
        "Annex",
        "Resolution 82/3",
        "Ferries in Asia",
        "The Economic and Social Commission for Asia and the Pacific,",
        "1. Requests the Executive Secretary to report.",
    )
    assert symbols(found) == ["E/RES/2026/29"]


def test_a_resolution_of_the_world_health_assembly() -> None:
    found = only(
        read(
            "SIXTY-SIXTH WORLD HEALTH ASSEMBLY WHA66.29\nAgenda item 13.2 27 May 2013\nFerries and health\n"
            "The Sixty-sixth World Health Assembly,\nHaving considered the report;\nRecalling its earlier decisions;\n"
            "1. URGES Member States:1\n(1) to inspect ferries;\n1 And, where applicable, regional organizations.\n"
            "2 See A/66/8.\nWHA66.29\n2\n(2) to train crews;\n2. REQUESTS the Director-General to report.\n"
            "Ninth plenary meeting, 27 May 2013\nA66/VR/9\n"
        )
    )
    assert (found.symbol, found.body, found.session) == ("WHA66.29", "World Health Assembly", 66)
    assert (found.title, found.adopted_on) == ("Ferries and health", dt.date(2013, 5, 27))
    assert [(p.label, p.text.split()[0]) for p in found.paragraphs] == [
        (None, "Having"),
        (None, "Recalling"),
        ("1", "URGES"),
        ("1 (1)", "to"),
        ("1 (2)", "to"),
        ("2", "REQUESTS"),
    ]


def test_organs_that_share_a_name_are_told_by_the_symbol() -> None:
    found = read_lines(
        "CBD/COP/DEC/16/19",
        "Decision adopted by the Conference of the Parties to the Convention on Biological Diversity",
        "16/19. Ferries and whales",
        "The Conference of the Parties,",
        ASKS,
    )
    assert symbols(found) == ["CBD/COP/DEC/16/19"]


def test_a_statement_with_numbered_paragraphs() -> None:
    found = read_lines(
        "A/HRC/PRST/43/9",
        "Statement by the President",
        "PRST 43/9. Ferries",
        "At its 52nd meeting, on 29 May 2020, the President of the Human Rights Council made the following statement:",
        "“The Human Rights Council:",
        "“1. Requests the Board to report;",
        "“2. Decides to wait.”",
    )
    (statement,) = found.resolutions
    assert (statement.symbol, statement.title) == ("A/HRC/PRST/43/9", "Ferries")
    assert [(p.label, p.text) for p in statement.paragraphs] == [
        ("1", "Requests the Board to report;"),
        ("2", "Decides to wait."),
    ]


def test_decisions_in_a_volume_are_told_by_how_they_tell() -> None:
    tells = "At its {} plenary meeting, on 13 September 2024, the General Assembly decided to defer the item."
    found = read_lines(
        "A/79/49 (Vol. III)",
        "79/402. Ferries",
        tells.format("2nd"),
        "79/503. Quays",
        "A",
        tells.format("3rd"),
        "B",
        tells.format("4th"),
    )
    assert symbols(found) == ["A/DEC/79/402", "A/DEC/79/503"]
    assert [p.label for p in found.resolutions[1].paragraphs if p.label] == ["1", "2"]


def test_a_copy_that_tells_when_the_text_was_adopted() -> None:
    found = only(
        read_lines(
            "Resolution 2994 was adopted unanimously by the Security Council on 9 June 2026.",
            "Resolution 2994 (2026) reads as follows:",
            "The Security Council,",
            ASKS,
        )
    )
    assert (found.symbol, found.adopted_on) == ("S/RES/2994 (2026)", dt.date(2026, 6, 9))
