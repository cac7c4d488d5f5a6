"""Labels, items, sections, parts, annexes and quoted texts: what is operative, and under which label."""

from __future__ import annotations

import string

import pytest

from mandates.domain.resolution import ParagraphKind, Resolution
from mandates.domain.symbols import int_to_roman
from tests.structure.samples import MASTHEAD, body, codes, labels, of_kind, operative, read_lines, shown

LETTERS = string.ascii_lowercase


def first(*lines: str) -> Resolution:
    """Return the first resolution of a document."""
    return read_lines(*lines).resolutions[0]


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["1.", "(a)", "(b)", "2."], ["1", "1 (a)", "1 (b)", "2"]),
        (
            ["1.", "(a)", "(i)", "(ii)", "(b)", "(i)", "2."],
            ["1", "1 (a)", "1 (a) (i)", "1 (a) (ii)", "1 (b)", "1 (b) (i)", "2"],
        ),
        # the letter i, and the numeral one
        (["1.", *(f"({c})" for c in "abcdefghij")], ["1", *(f"1 ({c})" for c in "abcdefghij")]),
        (
            ["1.", *(f"({c})" for c in "abcdefgh"), "(i)", "(ii)"],
            ["1", *(f"1 ({c})" for c in "abcdefgh"), "1 (h) (i)", "1 (h) (ii)"],
        ),
        (
            ["1.", "(i)", "(ii)", "(iii)", "(iv)", "(v)", "2."],
            ["1", "1 (i)", "1 (ii)", "1 (iii)", "1 (iv)", "1 (v)", "2"],
        ),
        (["1.", *(f"({c})" for c in (*LETTERS, "aa", "bb"))], ["1", *(f"1 ({c})" for c in (*LETTERS, "aa", "bb"))]),
        (["1.", "a)", "b)", "2."], ["1", "1 (a)", "1 (b)", "2"]),
        (["1.", "•", "•", "2.", "•"], ["1", "1 (1)", "1 (2)", "2", "2 (1)"]),
        # as optical recognition gives them
        (["1.", "(a)", "(6)", "{c)", "2."], ["1", "1 (a)", "1 (b)", "1 (c)", "2"]),
        (["1.", "(a)", "(5)", "(c)"], ["1", "1 (a)", "1 (b)", "1 (c)"]),
        (["1.", "(1)", "(ii)", "(a)", "(b)"], ["1", "1 (i)", "1 (ii)", "1 (ii) (a)", "1 (ii) (b)"]),
        (["1.", "(a)", "(bob)", "(c)", "(ad)", "(e)"], ["1", *(f"1 ({c})" for c in "abcde")]),
        # letters that run on under the next numeral
        (
            ["1.", "(i)", *(f"({c})" for c in "abcdefgh"), "(ii)", "(i)", "(j)", "(iii)"],
            [
                "1",
                "1 (i)",
                *(f"1 (i) ({c})" for c in "abcdefgh"),
                "1 (ii)",
                "1 (ii) (i)",
                "1 (ii) (j)",
                "1 (iii)",
            ],
        ),
    ],
)
def test_items(tokens: list[str], expected: list[str]) -> None:
    found = body(*(f"{token} {'Requests' if token[0].isdigit() else 'To wait for'} the report;" for token in tokens))
    assert labels(found) == expected
    assert found.problems == ()


def test_long_numerals() -> None:
    tokens = [f"({int_to_roman(n).lower()})" for n in range(1, 40)]
    found = body("1. Requests:", *(f"{token} To wait for the report;" for token in tokens), "2. Waits.")
    assert labels(found) == ["1", *(f"1 {token}" for token in tokens), "2"]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("tokens", "code", "message"),
    [
        (["1.", "(a)", "(c)", "2."], "numbering.gap", "paragraph 1 (b) is missing"),
        (["1.", "(b)", "(c)", "2."], "numbering.gap", "paragraph 1 (a) is missing"),
        (["1.", "(a)", "(i)", "(ii)", "(v)", "2."], "numbering.gap", "paragraph 1 (a) (iii) to 1 (a) (iv) is missing"),
        (["1.", "(a)", "(b)", "(b)", "(c)"], "numbering.repeated", "paragraph 1 (b) comes again"),
        (["1.", "(y)", "(z)", "(aa)", "(cc)"], "numbering.gap", "paragraph 1 (a) to 1 (x), 1 (bb) are missing"),
    ],
)
def test_items_left_out_or_repeated(tokens: list[str], code: str, message: str) -> None:
    found = body(*(f"{token} {'Requests' if token[0].isdigit() else 'To wait for'} the report;" for token in tokens))
    assert codes(found.problems) == [code]
    assert message in found.problems[0].message


def test_items_that_hang_under_nothing() -> None:
    found = first(
        "34 (1947). Resolution of 15 September 1947",
        "The Security Council,",
        "(a) Resolves to wait;",
        "(b) Requests a report.",
    )
    assert operative(found) == [("(a)", "Resolves to wait;"), ("(b)", "Requests a report.")]
    assert all(p.parent is None for p in found.paragraphs)


def test_a_label_may_hold_another() -> None:
    found = body("1. (a) Requests a report;", "(b) Invites comments;", "2. Waits.")
    assert operative(found) == [("1 (a)", "Requests a report;"), ("1 (b)", "Invites comments;"), ("2", "Waits.")]
    assert all(p.parent is None for p in found.paragraphs[:1])
    deeper = body("1. Decides:", "(a) (i) To review;", "(ii) To consider;", "(b) To wait.")
    assert labels(deeper) == ["1", "1 (a) (i)", "1 (a) (ii)", "1 (b)"]


def test_a_number_behind_a_paragraph_on_its_line() -> None:
    found = body("1. Requests a report;\t2.\tInvites comments;", "3. Waits.")
    assert operative(found)[1] == ("2", "Invites comments;")
    assert labels(found) == ["1", "2", "3"]


def test_numbers_misread_or_without_their_stop() -> None:
    found = body("I. Requests a report;", "2, Invites comments;", "3 Calls upon States to wait;", "4. Waits.")
    assert labels(found) == ["1", "2", "3", "4"]
    eleventh = body(*(f"{n}. Requests report {n};" for n in range(1, 11)), "ll. Requests another;", "12. Waits.")
    assert labels(eleventh) == [str(n) for n in range(1, 13)]


def test_unnumbered_paragraphs_get_their_ordinal() -> None:
    found = body("Recalling its resolution 70/1,", "Requests the Secretary-General to report;", "Decides to wait.")
    assert [(p.label, p.numbered) for p in of_kind(found, ParagraphKind.OPERATIVE)] == [("1", False), ("2", False)]


def test_the_council_may_name_itself_in_each_paragraph() -> None:
    found = first(
        "1 (1946). Resolution of 25 January 1946",
        "By Article 47 of the Charter, there shall be established a Military Staff Committee;",
        "Therefore",
        "1. The Security Council requests the members to meet;",
        "2. The Security Council directs that they report.",
    )
    assert labels(found) == ["1", "2"]
    plain = first(
        "22 (I). Privileges", "The General Assembly approves the annexed convention.", "Annex", "1. Parties shall wait."
    )
    assert operative(plain) == [("1", "The General Assembly approves the annexed convention.")]


def test_a_paragraph_that_lost_its_number_takes_the_one_left_out() -> None:
    found = body("Requests a report;", "2. Invites comments;", "Decides to wait;", "4. Waits.")
    assert [(p.label, p.numbered) for p in found.paragraphs] == [("1", False), ("2", True), ("3", False), ("4", True)]
    assert found.problems == ()


def test_an_unnumbered_paragraph_between_numbered_ones() -> None:
    assert labels(body("1. Requests a report;", "Invites comments;", "2. Waits.")) == ["1", "1 bis", "2"]


def test_gaps_and_repetitions_are_reported() -> None:
    gap = body("1. Requests a report;", "4. Invites comments;", "6. Waits.")
    assert codes(gap.problems) == ["numbering.gap"]
    assert "paragraph 2-3, 5 are missing" in gap.problems[0].message
    assert gap.problems[0].where == "A/RES/77/901"
    repeated = body("1. Requests a report;", "2. Requests another;", "2. Waits.")
    assert codes(repeated.problems) == ["numbering.repeated"]


def test_a_chapeau_without_number() -> None:
    found = body(
        "Adopts the following declaration:", "Declaration on harbours", "1. We have met in Apia.", "2. We will wait."
    )
    assert labels(found) == ["chapeau", "1", "2"]
    assert [p.parent for p in of_kind(found, ParagraphKind.OPERATIVE)] == [None, 0, 0]


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        (["Invites States to:", "Dredge the harbour;", "Light the pier.", "Requests a report."], 2),
        (["Invites States:", "To dredge the harbour; and", "To light the pier;", "Requests a report."], 2),
        (["1. Requests the Registrar to:", "Light the pier.", "2. Waits."], 1),
        # a chapeau that the print left without a colon
        (["Requests the Registrar", "(a) To light the pier;", "(b) To dredge the harbour;", "Waits."], 2),
        # what does not end as an item does not begin a list, nor does another verb of the organ
        (["Invites States, having regard to the following:", "The harbour is silted up.", "Requests a report."], 0),
        (["Decides as follows:", "Requests the Registrar to light the pier;", "Waits."], 0),
    ],
)
def test_items_that_lost_their_labels_hang_under_their_chapeau(lines: list[str], items: int) -> None:
    found = of_kind(body(*lines), ParagraphKind.OPERATIVE)
    assert [p.parent for p in found[: items + 1]] == [None, *[0] * items]
    assert [p.parent for p in found[items + 1 :]] == [None] * (len(found) - items - 1)
    assert found[-1].text == lines[-1].removeprefix("2. ")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # sections that begin again at 1: the number alone is ambiguous only where both have it
        (
            ["I", "Harbours", "1. Requests a report;", "2. Waits;", "II", "Boats", "1. Requests another;"],
            ["I.1", "2", "II.1"],
        ),
        (["Section I. Harbours", "1. Requests a report;", "Section II. Boats", "2. Waits."], ["1", "2"]),
        # the numbers of the sections were lost
        (["1. Requests a report;", "Boats", "1. Requests another;"], ["I.1", "II.1"]),
        (["1. Requests a report;", "Recalling its earlier ones,", "1. Requests another;"], ["I.1", "II.1"]),
        # sections of one unnumbered paragraph each
        (["A", "Pay", "Approves the pay;", "B", "Margin", "1. Notes it;", "2. Waits."], ["A.1", "B.1", "2"]),
        # numbers that go on across headings
        (["1. Requests a report;", "Boats", "2. Requests another;", "Follow-up:", "3. Waits."], ["1", "2", "3"]),
    ],
)
def test_sections(lines: list[str], expected: list[str]) -> None:
    found = body(*lines)
    assert labels(found) == expected
    assert found.problems == ()


def test_a_heading_names_the_section_of_what_follows() -> None:
    found = body("1. Requests a report;", "II", "Boats and nets", "2. Waits;", "Follow-up", "3. Waits again.")
    sections = {p.label: p.section for p in of_kind(found, ParagraphKind.OPERATIVE)}
    assert sections == {"1": None, "2": "II. Boats and nets", "3": "Follow-up"}
    assert [text for _, text in shown(found, ParagraphKind.HEADING)] == ["II", "Boats and nets", "Follow-up"]


def test_parts_of_one_resolution() -> None:
    found = first(
        "United Nations A/RES/76/84 A-B",
        "Resolutions adopted by the General Assembly on 9 December 2021",
        "76/84. Questions relating to information",
        "A",
        "Information",
        "The General Assembly,",
        "Noting it,",
        "1. Requests a report;",
        "(a) On radio;",
        "2. Waits.",
        "B",
        "Policies",
        "The General Assembly,",
        "Recalling it,",
        "1. Requests another.",
        "53rd plenary meeting",
        "9 December 2021",
    )
    assert (found.symbol, found.title) == ("A/RES/76/84 A-B", "Questions relating to information")
    assert labels(found) == ["A.1", "A.1 (a)", "2", "B.1"]
    assert [p.section for p in of_kind(found, ParagraphKind.PREAMBULAR)] == ["A. Information", "B. Policies"]


def test_annexes_are_never_operative() -> None:
    found = first(
        *MASTHEAD,
        "1. Adopts the statute annexed to the present resolution.",
        "75th plenary meeting",
        "9 June 2023",
        "Annex",
        "Statute of the Fund",
        "1. The Fund shall decide:",
        "(a) Requests for grants;",
        "2. It shall report.",
        "Appendix I",
        "1. Requests the Board to wait.",
    )
    assert labels(found) == ["1"]
    annexed = of_kind(found, ParagraphKind.ANNEX)
    assert [p.label for p in annexed] == ["1", "1 (a)", "2", "1"]
    assert annexed[0].section == "Annex. Statute of the Fund"
    assert annexed[3].section == "Appendix I"
    assert found.problems == ()


def test_a_part_may_follow_an_annex() -> None:
    found = first(
        "36/120. Question of X",
        "A",
        "The General Assembly,",
        "1. Adopts the list in the annex.",
        "Annex",
        "1. Item one.",
        "B",
        "The General Assembly,",
        "1. Requests a report.",
        "93rd plenary meeting",
    )
    assert labels(found) == ["A.1", "B.1"]


def test_a_text_recommended_to_another_organ_is_not_operative() -> None:
    plain = first(
        "United Nations E/RES/2019/19",
        "2019/19. Cybercrime",
        "The Economic and Social Council",
        "Recommends to the General Assembly the adoption of the following draft resolution:",
        "The General Assembly,",
        "Recalling its resolution 65/230,",
        "1. Requests a report;",
        "2. Waits.",
        "36th plenary meeting",
    )
    assert [text for _, text in operative(plain)] == [
        "Recommends to the General Assembly the adoption of the following draft resolution:"
    ]
    quoted = body(
        "1. Adopts the declaration;",
        "2. Recommends that the Assembly adopt the following draft resolution:",
        "“The General Assembly,",
        "“Welcoming the declaration,",
        "“1. Adopts it;",
        "“2. Requests a report.”",
        "3. Waits.",
    )
    assert labels(quoted) == ["1", "2", "3"]
    assert [p.label for p in of_kind(quoted, ParagraphKind.ANNEX)] == [None, None, "1", "2"]


def test_an_amendment_stays_with_its_paragraph() -> None:
    found = body(
        "1. Decides to amend article 13 as follows:",
        "“Members shall be paid travel expenses”;",
        "2. Decides that paragraph 64 of the recommendations shall read:",
        "“64. The Assembly should invite the Secretary-General:",
        "“(a) To appoint a Director-General;”",
        "3. Decides on this addition to the statute:",
        "1. In hearing an appeal, a panel of three judges shall sit.",
        "4. Waits.",
    )
    assert labels(found) == ["1", "2", "3", "3 (1)", "4"]
    assert operative(found)[0][1].endswith("as follows: “Members shall be paid travel expenses”;")
    assert operative(found)[1][1].endswith(
        "“64. The Assembly should invite the Secretary-General: “(a) To appoint a Director-General;”"
    )
    assert found.problems == ()


def test_a_preamble_keeps_what_only_looks_operative() -> None:
    found = body(
        "Noting the report,", "Welcomes the efforts of the Fund,", "Acting under Chapter VII,", "1. Requests a report."
    )
    assert len(of_kind(found, ParagraphKind.PREAMBULAR)) == 3


def test_deep_lists_stay_readable() -> None:
    lines = [f"{'(a)' if n % 2 else '(i)'} To consider:" for n in range(2000)]
    found = body("1. Requests:", *lines)
    assert max(len(label or "") for label in labels(found)) < 40
