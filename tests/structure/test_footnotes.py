"""Footnotes apart from the text, their marks out of it, and figures that are no marks left in it."""

from __future__ import annotations

import pytest

from mandates.structure.footnotes import Marks, Notes
from tests.structure.samples import MASTHEAD, body, operative, read_lines, read_md, read_pages

NUMBERS = ("4", "5", "22", "36")


def taken(text: str, *known: str) -> tuple[str, list[str]]:
    """Return what is left of `text` and its marks, footnotes with the `known` ones being in the document."""
    notes = Notes()
    for mark in known:
        notes.add(mark, "See A/77/1.", None)
    return Marks(notes, raised_only=False).take(text)


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("the report of the Secretary-General;4", "the report of the Secretary-General;", ["4"]),
        ("on Human Rights,10 and the Covenants,", "on Human Rights, and the Covenants,", ["10"]),
        ("the specialized agencies13 and others", "the specialized agencies and others", ["13"]),
        ("(the Beijing Rules),82", "(the Beijing Rules),", ["82"]),
        ("entitled “Our future”9 and others", "entitled “Our future” and others", ["9"]),
        ("for the biennium 1998-1999;2", "for the biennium 1998-1999;", ["2"]),
        ("resolution 1981/39 of 11 March 1981,120", "resolution 1981/39 of 11 March 1981,", ["120"]),
        ("in paragraph 33.19 of Agenda 21;15", "in paragraph 33.19 of Agenda 21;", ["15"]),
        ("in pursuance of its resolution 43/47,134", "in pursuance of its resolution 43/47,", ["134"]),
        ("the reports of the Committees;4, 8", "the reports of the Committees;", ["4", "8"]),
        ("of Palestinian Rights, 101", "of Palestinian Rights,", ["101"]),
        ("under the item; 11/", "under the item;", ["11"]),
        ("adopted at its session¹² and later", "adopted at its session and later", ["12"]),
    ],
)
def test_marks_left_as_plain_figures(text: str, plain: str, marks: list[str]) -> None:
    assert taken(text) == (plain, marks)


@pytest.mark.parametrize(
    "text",
    [
        "notes that 1,300 posts and 2.4 million dollars were asked for",
        "by paragraphs 4, 5 and 22 of resolution 71/36",
        "on 4 May and 22 June 1999, and until 2030",
        "document A/71/160/Add.1 and Corr.2; E/CN.4/2006/30",
        "target 4.7, goal 16, Agenda 21 and paragraph7",
        "an area of 22 km² in the north",
        "the COVID-19 pandemic and CO2 emissions",
        "within 36 months, at least 5 per cent",
        "a sum of 11,134",
    ],
)
def test_figures_that_are_no_marks(text: str) -> None:
    assert taken(text, *NUMBERS) == (text, [])


def test_known_footnotes_settle_figures_set_apart() -> None:
    assert taken("the Committee of Experts, 31 and for it", "31") == ("the Committee of Experts, and for it", ["31"])
    assert taken("report of 10 March 1966 3 that the Force is", "3") == (
        "report of 10 March 1966 that the Force is",
        ["3"],
    )
    assert taken("12 December 199712 and later", "12") == ("12 December 1997 and later", ["12"])
    assert taken("S/8475, 22 S/8484 22 and S/8486, 22", "22")[0] == "S/8475, S/8484 and S/8486,"


def test_notes_under_a_rule_are_no_text() -> None:
    found = read_pages(
        "77/901. Harbours\nThe General Assembly, \nRecalling its resolution,⟨1⟩\n"
        "1. Takes note of the conclusions of the \n"
        "__________________\n⟨1⟩\nIbid., Seventieth Session, \nSupplement No. 4.\n* Reissued for technical reasons.",
        "A/RES/77/901 Harbours \n2/2 23-11111\nExpert Group;⟨2⟩\n__________________\n⟨2⟩ A/77/12.",
    ).resolutions[0]
    assert [p.text for p in found.paragraphs] == [
        "Recalling its resolution,",
        "Takes note of the conclusions of the Expert Group;",
    ]
    assert found.paragraphs[0].footnotes[0].text == "Ibid., Seventieth Session, Supplement No. 4."
    assert found.paragraphs[1].footnotes[0].mark == "2"


def test_a_raised_mark_at_a_line_head_is_no_note() -> None:
    found = read_pages(
        "77/901. Harbours\nThe General Assembly, \n1. Takes note of Council resolution 51/4,\n"
        "⟨18⟩ and encourages States \n"
        "to reply;\n2. Deplores weapons and \ntheir use.\n⟨19⟩ We decide to wait."
    ).resolutions[0]
    assert operative(found) == [
        ("1", "Takes note of Council resolution 51/4, and encourages States to reply;"),
        ("2", "Deplores weapons and their use. We decide to wait."),
    ]


def test_a_page_may_begin_with_its_notes() -> None:
    found = read_pages(
        "77/901. Harbours\nThe General Assembly, \n1. Decides to wait;",
        "⟨18⟩ A/77/1, which \nis out of print.\n⟨19⟩ United Nations, Treaty Series.\n2. Takes note of the list⟨18⟩ \n"
        "and the treaty.\n⟨19⟩",
    ).resolutions[0]
    assert operative(found) == [("1", "Decides to wait;"), ("2", "Takes note of the list and the treaty.")]
    assert [note.text for note in found.paragraphs[1].footnotes] == [
        "A/77/1, which is out of print.",
        "United Nations, Treaty Series.",
    ]


def test_notes_between_paragraphs_do_not_cut_a_sentence() -> None:
    found = body(
        "1. Requests the Council to study15",
        "14 Resolution 217 A (III).",
        "15 Ibid., Seventh Session, Annexes, agenda item 29.",
        "this matter further;",
        "2. Waits.",
    )
    assert operative(found) == [("1", "Requests the Council to study this matter further;"), ("2", "Waits.")]
    assert found.paragraphs[0].footnotes[0].text == "Ibid., Seventh Session, Annexes, agenda item 29."


def test_a_number_without_its_full_stop_is_no_note() -> None:
    found = body("1. Takes note of it;", "2 Calls for an end to the fighting;", "3. Waits.")
    assert [label for label, _ in operative(found)] == ["1", "2", "3"]


def test_notes_listed_at_the_end() -> None:
    found = read_lines(
        *MASTHEAD,
        "Recalling its resolution,83",
        "1. Demands an end.",
        "Adopted at the 1621st meeting.",
        "---",
        "| Footnotes |",
        "|-----------|",
        "| 83 See document S/10440. |",
    ).resolutions[0]
    assert [p.text for p in found.paragraphs] == ["Recalling its resolution,", "Demands an end."]
    assert found.paragraphs[0].footnotes[0].text == "See document S/10440."


def test_markdown_marks() -> None:
    text = (
        "### 77/901. Harbours\n\nThe General Assembly,\n\n"
        "1. *Notes* 12,500 boats<sup>1</sup> in <sup>2</sup> use;\n\n---\n\n<sup>1</sup> [A/77/1](#).\n\n"
        "<sup>2</sup> Ibid.\n\n2. Waits."
    )
    found = read_md(text).resolutions[0]
    assert operative(found) == [("1", "Notes 12,500 boats in use;"), ("2", "Waits.")]
    assert [(n.mark, n.text) for n in found.paragraphs[0].footnotes] == [("1", "A/77/1."), ("2", "Ibid.")]
