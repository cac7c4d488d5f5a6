"""What mastheads, numbers and closing lines say, in the styles of the organs and of the decades."""

from __future__ import annotations

import datetime as dt

import pytest

from mandates.structure.masthead import agenda_items, read_masthead
from tests.structure.samples import codes, only, read_lines

SENTENCE = "Requests the Secretary-General to report to it on the matter at its next session."


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("126 (v)", ("126 (v)",)),
        ("13 and 115", ("13", "115")),
        ("19 (b) and (c), 20 and 71 (a)", ("19 (b)", "19 (c)", "20", "71 (a)")),
        ("62, 67, 80 and 110", ("62", "67", "80", "110")),
    ],
)
def test_agenda_items(text: str, items: tuple[str, ...]) -> None:
    assert agenda_items(text) == items
    plural = "s" if len(items) > 1 else ""
    assert read_masthead([f"Agenda item{plural} {text}"]).agenda_items == items


@pytest.mark.parametrize(
    ("bracket", "committee", "draft"),
    [
        ("[on the report of the Third Committee (A/77/456/Add.2, para. 9)]", "Third Committee", None),
        ("[without reference to a Main Committee (A/77/L.7 and A/77/L.7/Add.1)]", None, "A/77/L.7"),
        ("[without reference to a Main Committee (A/S-25/L.2/Rev.1)]", None, "A/S-25/L.2/Rev.1"),
        (
            "[on the recommendation of the Commission on Narcotic Drugs (E/2019/28)]",
            "Commission on Narcotic Drugs",
            None,
        ),
        ("Resolutions adopted on the reports of the Sixth Committee 77", "Sixth Committee", None),
    ],
)
def test_committee_and_draft(bracket: str, committee: str | None, draft: str | None) -> None:
    head = read_masthead(["General Assembly", bracket])
    assert (head.committee, head.draft_symbol) == (committee, draft)


@pytest.mark.parametrize(
    ("lines", "symbol", "session", "adopted_on", "meeting"),
    [
        # General Assembly, two columns run together; the date broken from its line
        (
            [
                "United Nations A/RES/77/12",
                "General Assembly Distr.: General",
                "3 January 2023",
                "77/12. Rivers",
                "on 21 November 2022",
            ],
            "A/RES/77/12",
            77,
            None,
            None,
        ),
        (["A/RES/S-32/1", "S-32/1. Fight against corruption"], "A/RES/S-32/1", "special 32", None, None),
        (["United Nations\tA/RES/ES-10_20", "ES-10/20. Protection"], "A/RES/ES-10/20", "emergency 10", None, None),
        # in two parts under one number
        (
            ["United Nations A/RES/76/84 A-B", "76/84. Questions relating to information"],
            "A/RES/76/84 A-B",
            76,
            None,
            None,
        ),
        # old numbers
        (["General Assembly", "485 (V). Amendment of article 13"], "A/RES/485 (V)", 5, None, None),
        (["General Assembly", "486 A (V). Amendment of article 14"], "A/RES/486 (V) A", 5, None, None),
        (["A/RES/118/(II)", "118 (II). Reports"], "A/RES/118 (II)", 2, None, None),
        # Economic and Social Council
        (
            [
                "United Nations E/RES/2023/20",
                "Economic and Social Council",
                "2023 session",
                "Resolution adopted by the Economic and Social Council on 25 July 2023",
                "2023/20. Energy",
            ],
            "E/RES/2023/20",
            "2023",
            dt.date(2023, 7, 25),
            None,
        ),
        (
            ["Economic and Social Council", "76 (V). Communications", "Resolution of 5 August 1947"],
            "E/RES/76 (V)",
            5,
            dt.date(1947, 8, 5),
            None,
        ),
        # Human Rights Council
        (
            [
                "A/HRC/RES/44/3",
                "Human Rights Council",
                "Forty-fourth session",
                "30 June–17 July 2020",
                "Agenda item 3",
                "Resolution adopted by the Human Rights Council on 16 July 2020",
                "44/3. The right to education",
            ],
            "A/HRC/RES/44/3",
            44,
            dt.date(2020, 7, 16),
            None,
        ),
        # Environment Assembly
        (
            [
                "UNEP/EA.4/Res.7",
                "United Nations Environment Assembly of the",
                "United Nations Environment Programme",
                "4/7. Waste",
            ],
            "UNEP/EA.4/RES.7",
            4,
            None,
            None,
        ),
        # Security Council
        (
            [
                "United Nations S/RES/2349 (2017)",
                "Security Council",
                "Resolution 2349 (2017)",
                "Adopted by the Security Council at its 7911th meeting, on 31 March 2017",
            ],
            "S/RES/2349 (2017)",
            None,
            dt.date(2017, 3, 31),
            "7911th meeting",
        ),
        (["Resolution 734 (1992) of 29 January 1992"], "S/RES/734 (1992)", None, dt.date(1992, 1, 29), None),
        (
            ["RESOLUTION 804 (1993)", "Adopted by the Security Council at its 3168th meeting, on 29 January 1993"],
            "S/RES/804 (1993)",
            None,
            dt.date(1993, 1, 29),
            "3168th meeting",
        ),
        (["7 (1946). Resolution of 26 June 1946"], "S/RES/7 (1946)", None, dt.date(1946, 6, 26), None),
        (["54 (1948). Resolution of 15 July 1948", "[S/902]"], "S/RES/54 (1948)", None, dt.date(1948, 7, 15), None),
        (["Resolution 883 (1993)", "11 November 1993"], "S/RES/883 (1993)", None, dt.date(1993, 11, 11), None),
        (["Resolution 290", "of 8 December 1970"], "S/RES/290 (1970)", None, dt.date(1970, 12, 8), None),
        # a month misread in optical recognition
        (["Resolution 687 (1991)", "of 3 Apri] 1991"], "S/RES/687 (1991)", None, dt.date(1991, 4, 3), None),
    ],
)
def test_symbols_sessions_and_dates(
    lines: list[str], symbol: str, session: int | str | None, adopted_on: dt.date | None, meeting: str | None
) -> None:
    found = only(read_lines(*lines, SENTENCE))
    assert (found.symbol, found.session, found.adopted_on, found.meeting) == (symbol, session, adopted_on, meeting)
    assert [p.text for p in found.paragraphs] == [SENTENCE]


@pytest.mark.parametrize(
    ("closing", "meeting", "closed_on"),
    [
        (["48th plenary meeting", "21 November 2016"], "48th plenary meeting", dt.date(2016, 11, 21)),
        (["320th plenary meeting,", "12 December 1950."], "320th plenary meeting", dt.date(1950, 12, 12)),
        (["105th (resumed) plenary meeting", "4 July 2018"], "105th (resumed) plenary meeting", dt.date(2018, 7, 4)),
        (["22nd meeting 1 October 2009", "[Adopted without a vote.]"], "22nd meeting", dt.date(2009, 10, 1)),
        (
            ["Hundred and second plenary meeting,", "31 October 1947."],
            "Hundred and second plenary meeting",
            dt.date(1947, 10, 31),
        ),
        (["Adopted unanimously at the 2052nd meeting."], "2052nd meeting", None),
        (
            ["Adopted at the 202nd meeting by 9 votes to 2 (Poland,", "Ukrainian Soviet Socialist Republic)."],
            "202nd meeting",
            None,
        ),
        (["Adopted at the 2100th meeting by consensus."], "2100th meeting", None),
        (
            [
                "57th meeting",
                "1 April 2022",
                "[Adopted by a recorded vote of 22 to 6, with 1 abstention. The voting was as follows:",
                "In favour:",
                "Argentina, Benin, Brazil, Finland",
                "Against:",
                "Cuba",
                "Abstaining:",
                "Bolivia (Plurinational State of)]",
            ],
            "57th meeting",
            dt.date(2022, 4, 1),
        ),
    ],
)
def test_closing_lines_stay_out_of_the_last_paragraph(
    closing: list[str], meeting: str, closed_on: dt.date | None
) -> None:
    found = read_lines("71/12. Rivers", "The General Assembly,", f"1. {SENTENCE}", *closing).resolutions[0]
    assert [p.text for p in found.paragraphs] == [SENTENCE]
    assert (found.meeting, found.adopted_on) == (meeting, closed_on)
    assert codes(found.problems) == ([] if closed_on else ["date.missing"])


def test_a_title_may_take_several_lines_and_carry_a_mark() -> None:
    found = read_lines("66/288. The future", "we want *", "The General Assembly,", f"1. {SENTENCE}").resolutions[0]
    assert found.title == "The future we want"


def test_the_masthead_settles_what_the_title_misprints() -> None:
    (found,) = read_lines(
        "United Nations A/RES/2345(XXII)", "2345 (XXIII). Rescue", "The General Assembly,", SENTENCE
    ).resolutions
    assert found.symbol == "A/RES/2345 (XXII)"
    assert codes(found.problems) == ["symbol.two", "date.missing"]


def test_the_year_of_the_date_settles_a_misread_number() -> None:
    (found,) = read_lines(
        "Resolution 434 (1973)", "of 18 September 1978", "The Security Council,", SENTENCE
    ).resolutions
    assert found.symbol == "S/RES/434 (1978)"
    assert codes(found.problems) == ["symbol.two"]


def test_the_file_name_is_the_last_resort() -> None:
    (found,) = read_lines("The General Assembly,", f"1. {SENTENCE}", source="in/A_RES_77_12.txt").resolutions
    assert found.symbol == "A/RES/77/12"
    assert codes(found.problems) == ["symbol.from_file_name", "date.missing"]
    nowhere = read_lines("The General Assembly,", f"1. {SENTENCE}", source="notes.txt")
    assert (nowhere.resolutions, codes(nowhere.problems)) == ((), ["symbol.missing"])


def test_the_file_name_never_overrules_the_text() -> None:
    (found,) = read_lines(
        "71/12. Rivers", "The General Assembly,", f"1. {SENTENCE}", source="A_RES_99_99.txt"
    ).resolutions
    assert found.symbol == "A/RES/71/12"
