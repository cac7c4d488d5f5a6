"""What copies do to a text: other labels and dashes, lost spaces and line ends, footnotes between items."""

from __future__ import annotations

import pytest

from mandates.structure.lines import clean
from tests.structure.samples import body, codes, labels, read, read_md

HEAD = "Resolution adopted by the General Assembly on 14 December 2022\n\n77/349. Ferries\n\nThe General Assembly,\n\n"


def paragraphs(text: str) -> list[tuple[str | None, str]]:
    (found,) = read(text).resolutions
    return [(p.label, p.text) for p in found.paragraphs]


@pytest.mark.parametrize("label", ["3.", "3)", "3 -", "3 \u2013", "(3)", "OP3.", "OP 3", "3"])
def test_the_numbers_of_working_texts(label: str) -> None:
    text = f"1. Requests a list;\n2. Invites comments;\n{label} Urges the Board to meet;\n4. Decides to wait."
    assert [mark for mark, _ in paragraphs(HEAD + text)] == ["1", "2", "3", "4"]


def test_numbered_preambular_paragraphs() -> None:
    assert paragraphs(f"{HEAD}PP1 Noting the storms,\n\nPP2. Recalling them,\n\nOP1 Requests a list.") == [
        (None, "Noting the storms,"),
        (None, "Recalling them,"),
        ("1", "Requests a list."),
    ]


def test_items_with_a_letter_and_a_full_stop() -> None:
    text = "1. Requests the Board:\na. To meet;\nb. To report.\n2. Decides to wait."
    assert [mark for mark, _ in paragraphs(HEAD + text)] == ["1", "1 (a)", "1 (b)", "2"]


def test_a_misread_number_stops_nothing() -> None:
    assert paragraphs(f"{HEAD}10. Decides to meet;\n\n1l. The Board shall report.") == [
        ("10", "Decides to meet;"),
        ("11", "The Board shall report."),
    ]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("re\u00adquests", "requests"),
        ("sub\u00ad\nmit now", "submit\nnow"),
        ("Counter\u00adTerrorism", "Counter-Terrorism"),
        ("counter\u00adterrorism", "counter-terrorism"),
        ("Secretary\u2013General", "Secretary-General"),
        ("Director - General", "Director-General"),
        ("Secretary\u2212General", "Secretary-General"),
        ("eighty\u2013first", "eighty-first"),
        ("eighty\u2212first", "eighty-first"),
        ("2020\u20132024, Assembly \u2013 Board", "2020\u20132024, Assembly \u2013 Board"),
    ],
)
def test_hyphens_and_dashes(written: str, read_as: str) -> None:
    assert clean(written) == read_as


def test_a_verb_glued_to_the_next_word() -> None:
    text = "1. Callsfor quiet;\n\n2. Also requeststhe Board to meet;\n\n3. Decidesto wait;\n\n4. Callsigns are kept."
    assert [said for _, said in paragraphs(HEAD + text)] == [
        "Calls for quiet;",
        "Also requests the Board to meet;",
        "Decides to wait;",
        "Callsigns are kept.",
    ]


def test_letters_that_stand_alone_in_a_bad_copy() -> None:
    text = "1. Encou r ages all S tates to be de v oted;\n\n2. In v ites vie ws;\n\n3. Re q uests the Board to w ork."
    whole = ["Encourages all States to be devoted;", "Invites views;", "Requests the Board to work."]
    assert [said for _, said in paragraphs(HEAD + text)] == whole
    spaced = "1. R e q u e s t s the Board to work;\n\n2. D e c i d e s to wait;\n\n3. I n v i t e s views."
    whole = ["Requests the Board to work;", "Decides to wait;", "Invites views."]
    assert [said for _, said in paragraphs(HEAD + spaced)] == whole
    good = "1. Invites the vic tims under annex b to write."
    assert [said for _, said in paragraphs(HEAD + good)] == ["Invites the vic tims under annex b to write."]


def test_a_text_in_one_piece() -> None:
    text = (
        "S/RES/2993 (2026) Security Council Distr.: General 9 June 2026 Resolution 2993 (2026) Adopted by the Security "
        "Council at its 9988th meeting, on 9 June 2026 The Security Council, Recalling resolution 2048 (2012), in "
        "particular paragraph 1. Noting also, Acting under Chapter VII, 1. Decides: (a) To extend the Mission; (b) To "
        "keep paragraph 2. Open questions remain; 2. Requests a report."
    )
    assert paragraphs(text) == [
        (None, "Recalling resolution 2048 (2012), in particular paragraph 1. Noting also,"),
        (None, "Acting under Chapter VII,"),
        ("1", "Decides:"),
        ("1 (a)", "To extend the Mission;"),
        ("1 (b)", "To keep paragraph 2. Open questions remain;"),
        ("2", "Requests a report."),
    ]


def test_footnotes_between_items_cut_no_list() -> None:
    text = (
        "1. Requests the Board:\n(a) To draw up a list of all ferries that\nserve small ports;\n4\n"
        "Documents A/77/28, A/77/29 and\nA/77/29/Corr.1.\n(b) To send it;\n"
        "5 Document A/77/41.\n(c) To meet;\n* A/77/5.\n(d) To end."
    )
    assert [mark for mark, _ in paragraphs(HEAD + text)] == ["1", "1 (a)", "1 (b)", "1 (c)", "1 (d)"]


def test_markdown_footnotes() -> None:
    found = read_md(
        f"# x\n\n{HEAD}Recalling its resolution 70/2,[^1]\n\n1. *Requests* a list[^a] of ferries.\n\n"
        "[^1]: See A/70/2,\n  chapter I.\n[^a]: Document A/3.\n"
    )
    (resolution,) = found.resolutions
    assert [(p.text, [(n.mark, n.text) for n in p.footnotes]) for p in resolution.paragraphs] == [
        ("Recalling its resolution 70/2,", [("1", "See A/70/2, chapter I.")]),
        ("Requests a list of ferries.", [("a", "Document A/3.")]),
    ]
    assert codes(found.problems) == []


def test_alternatives_to_a_paragraph_have_labels_of_their_own() -> None:
    text = (
        "OP1. Requests a list;\n\nOP1 Alt. Invites comments;\n\nOP1 alt 2: Urges us to meet;\n\n"
        "OP1 bis alt. Calls for boats;\n\n2. Decides to wait;\n\n2 bis. Invites donors to give;\n\n"
        "2. Alt. [Urges speed;]"
    )
    marks = [mark for mark, _ in paragraphs(HEAD + text)]
    assert marks == ["1", "1 alt", "1 alt 2", "1 bis alt", "2", "2 bis", "2 alt"]


def test_numbers_with_bis_count_no_further() -> None:
    text = (
        "OP1. Requests a list;\n\nOP1bis. Invites comments;\n\nOP1 ter: Urges us to meet;\n\nOP2 alt Decides to wait."
    )
    assert [mark for mark, _ in paragraphs(HEAD + text)] == ["1", "1 bis", "1 ter", "2"]


def test_cyrillic_letters_in_english_words() -> None:
    assert clean("\u0421alls upon; \u0420\u043eland; St\u0430tes") == "Calls upon; Poland; States"
    assert clean("\u0421\u0421\u0421\u0420, \u0410/79/1") == "\u0421\u0421\u0421\u0420, \u0410/79/1"


def test_a_heading_that_names_the_council_and_the_number() -> None:
    text = (
        "Security Council resolution 2991 (2026)\n\nThe Security Council,\n\nRecalling its list,\n\n1. Decides to wait."
    )
    (found,) = read(text).resolutions
    assert found.symbol == "S/RES/2991 (2026)"


def test_a_declaration_needs_no_opening() -> None:
    text = (
        "UNEP/EA.4/HLS.1\n\nUnited Nations Environment Assembly\n\nFourth session\n\nNairobi, 11\u201315 March 2019\n\n"
        "Ministerial declaration on harbours\n\n1. We, the ministers, gathered in Nairobi, reaffirm our commitment to "
        "clean harbours everywhere.\n\n2. We request the Executive Director to report by 2025."
    )
    (found,) = read(text).resolutions
    assert (found.symbol, found.title) == ("UNEP/EA.4/HLS.1", "Ministerial declaration on harbours")
    assert [(p.label, p.text[:10]) for p in found.paragraphs] == [("1", "We, the mi"), ("2", "We request")]
    assert not read(text.replace("UNEP/EA.4/HLS.1", "UNEP/EA.4/INF.1")).resolutions


def test_the_adopting_clause_under_a_title_is_no_part_of_it() -> None:
    head = "78/901. Lights\n\nResolution adopted by the General Assembly on 19 December 2023"
    text = f"{head}\n\nThe General Assembly,\n\n1. Decides to wait."
    (found,) = read(text).resolutions
    assert (found.title, str(found.adopted_on)) == ("Lights", "2023-12-19")


def test_the_title_under_a_symbol_of_any_series() -> None:
    head = "ESCAP/RES/78/1\n\nLights at sea\n\nThe Economic and Social Commission for Asia and the Pacific,"
    text = f"{head}\n\n1. Decides to wait."
    (found,) = read(text).resolutions
    assert (found.symbol, found.title) == ("ESCAP/RES/78/1", "Lights at sea")


@pytest.mark.parametrize(
    "lines",
    [
        "[1] Requests a list;\n\n[2] Invites comments;\n\n[3] Decides to wait.",
        "§ 1 Requests a list;\n\n§ 2 Invites comments;\n\n§ 3 Decides to wait.",
        "Para. 1: Requests a list;\n\nPara. 2: Invites comments;\n\nPara. 3: Decides to wait.",
        "(OP1) Requests a list;\n\n(OP2) Invites comments;\n\n(OP3) Decides to wait.",
    ],
)
def test_numbers_in_brackets_and_behind_signs(lines: str) -> None:
    assert [mark for mark, _ in paragraphs(HEAD + lines)] == ["1", "2", "3"]


def test_a_bullet_before_a_letter_is_the_letter() -> None:
    text = "1. Requests the Board:\n\n\u2022 (a) To meet;\n\n\u2022 (b) To report.\n\n2. Decides to wait."
    assert [mark for mark, _ in paragraphs(HEAD + text)] == ["1", "1 (a)", "1 (b)", "2"]


def test_parts_whose_letter_shares_a_line_with_a_title_in_capitals_or_was_lost() -> None:
    part = "The General Assembly,\n\n1. Requests a list.\n\n84th plenary meeting\n30 November 1987\n\n"
    text = f"42/39. Harbours\n\nA\n\nLAKES\n\n{part}B FREEDOM OF THE LAKES\n\n{part}Notification of storms\n\n{part}"
    (found,) = read(text).resolutions
    assert [p.label for p in found.paragraphs if p.label] == ["A.1", "B.1", "1"]
    assert found.problems == ()


def test_a_first_line_that_names_the_resolution() -> None:
    (found,) = read(
        "General Assembly resolution 77/407\n2 May 2023\n\nThe General Assembly,\n\n1. Decides."
    ).resolutions
    assert (found.symbol, str(found.adopted_on)) == ("A/RES/77/407", "2023-05-02")


PRESS = "Security Council\nSC/17001\n8 May 2026\n\nCouncil Speaks of Lakes\n\n"


def test_a_press_release_has_the_day_and_the_text() -> None:
    text = (
        f"{PRESS}The full text of resolution 2993 (2026) reads as follows:\n\n“The Security Council,\n\n"
        "“1. Decides to meet;\n\n“2. Requests a report.”\n\nStatements\n\nThe representative of Ghana spoke."
    )
    (found,) = read(text).resolutions
    assert (found.symbol, str(found.adopted_on)) == ("S/RES/2993 (2026)", "2026-05-08")
    assert [p.text for p in found.paragraphs] == ["Decides to meet;", "Requests a report."]


def test_a_press_release_that_quotes_a_presidential_statement() -> None:
    text = (
        f"{PRESS}The Council issued a statement (document S/PRST/2026/3), the full text of which reads as follows:\n\n"
        "“The Security Council expresses concern.\n\n“The Council requests the Secretary-General to report.”"
    )
    (found,) = read(text).resolutions
    assert (found.symbol, str(found.adopted_on)) == ("S/PRST/2026/3", "2026-05-08")
    assert [p.text for p in found.paragraphs][1:] == ["The Council requests the Secretary-General to report."]


def test_a_ministerial_declaration_on_its_own() -> None:
    text = (
        "United Nations\tUNEP/EA.4_HLS.2\n\nMinisterial declaration\n\n"
        "We, the ministers for the environment, met in Nairobi in March to speak of lakes.\n\n"
        "We request the Executive Director to report."
    )
    (found,) = read(text).resolutions
    assert found.symbol == "UNEP/EA.4/HLS.2"
    assert [p.kind.value for p in found.paragraphs] == ["operative", "operative"]


def test_a_health_assembly_decision_that_tells_what_was_decided() -> None:
    text = (
        "SEVENTY-FOURTH WORLD HEALTH ASSEMBLY WHA74(16)\n31 May 2021\n\nSpecial session\n\n"
        "The Seventy-fourth World Health Assembly, having considered the report of the Director-General, decided:\n\n"
        "(1) to request the Director-General to convene a session;\n\n(2) to wait."
    )
    (found,) = read(text).resolutions
    assert (found.symbol, str(found.adopted_on)) == ("WHA74(16)", "2021-05-31")
    assert [p.label for p in found.paragraphs] == ["1", "1 (1)", "1 (2)"]


@pytest.mark.parametrize(
    ("head", "symbol"),
    [
        ("GC(67)/RES/8\n\nSafety of harbours", "GC(67)/RES/8"),
        ("41 C/Resolution 15\n\nRecommendation on open harbours", "41 C/Resolution 15"),
    ],
)
def test_organs_that_share_an_opening_are_told_by_their_symbols(head: str, symbol: str) -> None:
    (found,) = read(f"{head}\n\nThe General Conference,\n\n1. Requests the Director General to report.").resolutions
    assert found.symbol == symbol


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("Asamblea General\n\nLa Asamblea General,\n\n1. Solicita un informe.", "language.other", "in Spanish"),
        ("大会\n\n1. 请秘书长提交报告", "language.other", "in Chinese"),
        ("ZERO DRAFT\n\nDeclaration on lakes\n\nWe, the ministers", "document.no_resolution", "is a zero draft"),
        ("Security Council Press Statement on Lakes\n\nThe members", "document.no_resolution", "a press statement"),
        ("Draft resolution on ferries (rev. 2)\n\nThe General Assembly,\n\nPP1. Noting,\n\nOP1. Requests a list.",
         "document.no_resolution", "is a draft resolution, not a resolution; `mandates check` reads it"),
        ("Resolution 3/2021\n\nTHE CONFERENCE,\n\n1. Requests the Director-General to report.",
         "document.no_resolution", "opens with “THE CONFERENCE,” an organ whose texts are not known"),
    ],
)  # fmt: skip
def test_what_is_no_resolution_says_what_it_is(text: str, code: str, said: str) -> None:
    (problem,) = read(text).problems
    assert problem.code == code
    assert said in problem.message


def test_a_text_in_one_paragraph_after_its_opening_is_parted() -> None:
    preamble = "Recalling its resolution 70/1 of 25 September 2015, Noting with concern the state of the ferries, "
    text = (
        "1. Takes note of the report; 2. Welcomes ongoing repairs of ferries, and asks for more; "
        "3. Encourages supporting the crews; 4. Requests the Secretary-General: (a) To list the ferries; "
        "(b) To report on them."
    )
    marks = [mark for mark, _ in paragraphs(HEAD + preamble + text)]
    assert marks == [None, None, "1", "2", "3", "4", "4 (a)", "4 (b)"]
    assert [mark for mark, _ in paragraphs(HEAD.replace("\n\nThe", " The").replace(",\n\n", ", ") + preamble + text)][
        2:
    ] == marks[2:]


def test_numbers_with_a_dash_are_no_footnotes() -> None:
    lines = [
        "1 - Requests the Panel to report;",
        "2 - Invites States:",
        "a. To build quays;",
        "3 - Decides to remain seized.",
    ]
    found = body(*lines)
    assert labels(found) == ["1", "2", "2 (a)", "3"]
