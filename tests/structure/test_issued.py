"""Issued documents by their mastheads: symbols, form, dates, session, agenda items; what they are not taken for."""

from __future__ import annotations

import datetime as dt

import pytest

from mandates import lexicon
from mandates.domain.errors import UsageError
from mandates.domain.issued import DocumentSymbol, IssuedDocument, Relation
from mandates.domain.kinds import DocumentKind
from mandates.readers.document import Block, Document
from mandates.structure.issued import is_partial
from mandates.structure.issued_forms import form_of
from mandates.structure.parse import parse

REPORT = [
    "United Nations A/81/97–E/2026/44*",
    "General Assembly",
    "Economic and Social Council",
    "Distr.: General",
    "3 May 2026",
    "Original: English",
    "General Assembly Economic and Social Council",
    "Eighty-first session 2026 session",
    "Item 18 (b) of the preliminary list**",
    "Harbours and coasts",
    "Rebuilding of harbours in small island developing States",
    "Report of the Secretary-General",
    "Summary",
    (
        "The present report is submitted pursuant to General Assembly resolution 80/301. It covers the period from "
        "1 April 2025 to 31 March 2026 and describes what has been done."
    ),
    "* Reissued for technical reasons on 9 May 2026.",
    "** A/81/50.",
]


def issued(*lines: str, source: str = "given.txt") -> IssuedDocument:
    document = Document(source=source, format="text", blocks=(Block("\n\n".join(lines)),), by_line=True)
    found = parse(document).issued
    assert found is not None
    return found.document


def test_a_joint_report() -> None:
    found = issued(*REPORT)
    assert found.symbols == ("A/81/97", "E/2026/44")
    assert (found.kind, found.author) == (DocumentKind.REPORT, "Secretary-General")
    assert found.title == "Rebuilding of harbours in small island developing States"
    assert found.dated_on == dt.date(2026, 5, 3)
    assert (found.body, found.session, found.series) == ("General Assembly", 81, "A/81")
    assert found.agenda_items == ("18 (b)",)
    assert found.agenda_titles == ("Harbours and coasts",)
    assert found.period == (dt.date(2025, 4, 1), dt.date(2026, 3, 31))


def test_a_letter_whose_text_runs_on() -> None:
    found = issued(
        "United Nations S/2026/85",
        "Security Council",
        "Distr.: General",
        "6 February 2026",
        (
            "Letter dated 4 February 2026 from the Secretary-General addressed to the President of the "
            "Security Council "
            "I have the honour to transmit herewith the sixteenth quarterly report of the Office of the Harbours."
        ),
    )
    assert (found.kind, found.author, found.body, found.session) == (
        DocumentKind.LETTER,
        "Secretary-General",
        "Security Council",
        None,
    )
    assert found.form == (
        "Letter dated 4 February 2026 from the Secretary-General addressed to the President of the Security Council"
    )
    assert found.dated_on == dt.date(2026, 2, 6)  # the masthead, not the letter
    assert found.ordinal == 16


def test_a_note_with_the_report_behind_it() -> None:
    found = issued(
        "United Nations A/81/120",
        "General Assembly",
        "Distr.: General",
        "4 July 2026",
        "Eighty-first session",
        "Agenda item 18",
        "Harbours",
        "Report of the Special Rapporteur on harbours",
        "Note by the Secretary-General",
        "The Secretary-General has the honour to transmit to the General Assembly the report of the Special "
        "Rapporteur.",
    )
    assert (found.kind, found.title) == (DocumentKind.NOTE, "Report of the Special Rapporteur on harbours")


def test_a_supplement_behind_its_covers() -> None:
    found = issued(
        "A/81/39",
        "United Nations",
        "Report of the Special Committee on Harbours",
        "General Assembly",
        "Official Records",
        "Eighty-first Session",
        "Supplement No. 39",
        "United Nations • New York, 2026",
        "[2 June 2026]",
        "1. The Special Committee on Harbours was convened in accordance with General Assembly resolution 80/301.",
    )
    assert (found.kind, found.dated_on, found.session) == (DocumentKind.SUPPLEMENT, dt.date(2026, 6, 2), 81)


def test_an_agenda_item_that_is_called_report_is_no_form() -> None:
    found = issued(
        "United Nations A/HRC/62/31",
        "General Assembly",
        "Distr.: General",
        "4 May 2026",
        "Human Rights Council",
        "Sixty-second session",
        "15 June-10 July 2026",
        "Agenda items 2 and 3",
        "Annual report of the High Commissioner and reports of the Office of the High Commissioner",
        "Promotion and protection of all human rights",
        "Harbours and the right to food",
        "Report of the Office of the United Nations High Commissioner for Human Rights",
        "Summary",
        "The present report was prepared pursuant to Human Rights Council resolution 59/12 and describes harbours.",
    )
    assert found.author == "Office of the United Nations High Commissioner for Human Rights"
    assert (found.title, found.body, found.session) == ("Harbours and the right to food", "Human Rights Council", 62)
    assert found.agenda_items == ("2", "3")


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        (
            (
                "Letter dated 2 May 2026 from the Permanent Representative of Chad to the United Nations "
                "addressed to the "
                "President of the Security Council"
            ),
            DocumentKind.STATE_LETTER,
        ),
        (
            (
                "Note verbale dated 2 May 2026 from the Permanent Mission of Chad to the United Nations "
                "addressed to the "
                "Secretary-General"
            ),
            DocumentKind.NOTE_VERBALE,
        ),
        (
            "Third report of the Advisory Committee on Administrative and Budgetary Questions on the budget for 2027",
            DocumentKind.ADVISORY_REPORT,
        ),
        ("Report of the Second Committee", DocumentKind.COMMITTEE_REPORT),
        (
            (
                "Note verbale dated 2 May 2026 from the Permanent Mission of Chad to the United Nations addressed to "
                "the Chair of the Committee"
            ),
            DocumentKind.NOTE_VERBALE,
        ),
        (
            "Letter dated 2 May 2026 from the Federal Minister for Europe addressed to the Secretary-General",
            DocumentKind.STATE_LETTER,
        ),
        (
            "Letter dated 2 May 2026 from the President of the Republic of Chad addressed to the Secretary-General",
            DocumentKind.STATE_LETTER,
        ),
        ("Statement submitted by Friends of Harbours, a non-governmental organization", DocumentKind.STATEMENT),
    ],
)
def test_kinds_that_answer_nothing(form: str, kind: DocumentKind) -> None:
    found = issued("United Nations A/81/300", "General Assembly", "Distr.: General", "2 May 2026", form, "1. We write.")
    assert found.kind is kind
    assert not found.kind.answers


def test_an_agenda_has_its_items_with_their_titles() -> None:
    found = issued(
        "United Nations A/81/150",
        "General Assembly",
        "Distr.: General",
        "20 July 2026",
        "Eighty-first session",
        "Provisional agenda of the eighty-first regular session of the General Assembly",
        "1. Opening of the session by the President of the General Assembly.",
        "18. Sustainable development:",
        "(a) Harbours of small island developing States (resolution 80/301);",
        "(b) Storms.",
    )
    assert found.kind is DocumentKind.AGENDA
    assert [(one.number, one.title) for one in found.entries] == [
        ("1", "Opening of the session by the President of the General Assembly"),
        ("18", "Sustainable development:"),
        ("18 (a)", "Harbours of small island developing States"),
        ("18 (b)", "Storms"),
    ]


def test_the_masthead_beats_the_name_of_the_file() -> None:
    found = issued(*REPORT, source="folder/A_81_98.en.pdf")
    assert found.symbols[0] == "A/81/97"
    assert [problem.code for problem in found.problems] == ["document.file_name"]
    assert issued(*REPORT, source="folder/A_81_97.en.pdf").problems == ()


def test_a_resolution_is_no_issued_document() -> None:
    text = "A/RES/80/301\n\n80/301. Harbours\n\nThe General Assembly,\n\nRecalling its work,\n\n1. Requests a report."
    found = parse(Document(source="given", format="text", blocks=(Block(text),), by_line=True))
    assert found.issued is None
    assert [one.symbol for one in found.resolutions] == ["A/RES/80/301"]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("A/79/797-S/2025/109", ["A/79/797", "S/2025/109"]),
        ("a/80/74/add.1 \u2013 e/2025/53/Add.1*", ["A/80/74/Add.1", "E/2025/53/Add.1"]),
        ("A/80/33", ["A/80/33"]),
        ("CEB/2025/4", ["CEB/2025/4"]),
        ("A/81/6 (Sect. 29A)", ["A/81/6 (Sect. 29A)"]),
        ("a/81/5(vol. I)", ["A/81/5 (Vol. I)"]),
        ("E/2026/33-E/C.18/2025/3", ["E/2026/33", "E/C.18/2025/3"]),
        ("a report", []),
        ("A/", []),
        ("A/81", []),
        ("A/9045", ["A/9045"]),
        ("S/2026", []),
        ("S/12611", ["S/12611"]),
    ],
)
def test_symbols_however_they_are_written(text: str, symbols: list[str]) -> None:
    assert [one.text for one in DocumentSymbol.all_in(text)] == symbols


def test_what_is_no_symbol_is_refused() -> None:
    with pytest.raises(UsageError):
        DocumentSymbol.parse("see the report")
    assert DocumentSymbol.parse("S/2025/71/rev.1").relation == Relation("revision", "S/2025/71")


@pytest.mark.parametrize("entry", lexicon.load("issued")["form"], ids=lambda entry: entry["example"][:40])
def test_each_form_is_told_by_its_line(entry: dict[str, str]) -> None:
    found = form_of(entry["example"])
    assert found is not None
    assert found.kind.value == entry["kind"]


@pytest.mark.parametrize("entry", lexicon.load("issued")["partial"], ids=lambda entry: entry["example"][:30])
def test_a_part_says_that_it_is_one(entry: dict[str, str]) -> None:
    def said(text: str) -> bool:
        return is_partial(*(text, "") if entry["in"] == "title" else ("", text))

    assert (said(entry["example"]), said(entry["counter_example"])) == (True, False)


def test_an_allocation_gives_each_item_its_committee() -> None:
    found = issued(
        *(
            "United Nations A/81/252",
            "General Assembly",
            "Distr.: General",
            "18 September 2026",
            "Eighty-first session",
        ),
        "Allocation of agenda items for the eighty-first session of the General Assembly",
        *("Plenary meetings", "1. Culture of peace (item 14).", "Second Committee", "1. Seas (item 18):"),
        *(
            "(a) Harbours;",
            "Special Political and Decolonization Committee (Fourth Committee)",
            "1. Outer space (item 48).",
        ),
    )
    assert [(one.number, one.title, one.committee) for one in found.entries] == [
        ("14", "Culture of peace", "Plenary meetings"),
        ("18", "Seas", "Second Committee"),
        ("18 (a)", "Harbours", "Second Committee"),
        ("48", "Outer space", "Special Political and Decolonization Committee (Fourth Committee)"),
    ]


def test_an_agenda_item_behind_the_place_and_days_of_a_session_is_read() -> None:
    found = issued(
        *("United Nations E/CN.6/2026/4", "Economic and Social Council", "Distr.: General", "16 December 2025"),
        *("Commission on the Status of Women", "Seventieth session"),
        "New York, 9–20 March 2026 Item 3 (c) of the provisional agenda*",
        *("Follow-up to the Conference", "Harbours and the status of women", "Report of the Secretary-General"),
        "1. The present report was prepared for the Commission, which asked for it a year ago.",
    )
    assert (found.agenda_items, found.agenda_titles) == (("3 (c)",), ("Follow-up to the Conference",))
    assert found.title == "Harbours and the status of women"


def test_a_masthead_run_together_in_one_line_has_its_session_and_item() -> None:
    found = issued(
        "United Nations E/CN.5/2026/8",
        "Economic and Social Council",
        "26 November 2025",
        "Commission for Social Development Sixty-fourth session 2\u201310 February 2026 Item 3 (b) of the provisional "
        "agenda* Follow-up to the World Summit for Social Development and the twenty-fourth special session of the "
        "General Assembly: review of plans and programmes that have to do with harbours",
        "Harbours",
        "Report of the Secretary-General",
        "1. The present report was asked for by the Council at its sixty-fourth session, in 2026, as a report.",
    )
    assert (found.body, found.session, found.agenda_items) == ("Commission for Social Development", 64, ("3 (b)",))
    assert found.ordinal is None


def test_the_session_of_an_organ_below_is_not_that_of_the_council() -> None:
    found = issued(
        "United Nations A/HRC/EMRIP/2026/2", "General Assembly", "6 May 2026", "Human Rights Council",
        "Nineteenth session", "Agenda item 3", "Harbours", "Report of the Expert Mechanism on Harbours", "1. We write.",
    )  # fmt: skip
    assert (found.body, found.session) == ("Human Rights Council", None)


def test_the_mark_of_a_footnote_at_the_end_of_a_sentence_is_left_out() -> None:
    found = issued(
        "United Nations A/81/300", "General Assembly", "2 May 2026", "Report of the Secretary-General",
        "1. The present report is submitted pursuant to General Assembly resolution 80/301.1",
    )  # fmt: skip
    assert found.opening.endswith("80/301.")


def test_the_masthead_of_a_pdf_whose_program_wrote_no_spaces_at_line_ends() -> None:
    lines = [
        "United Nations A/81/301", "General Assembly", "2 May 2026", "Original: English", "Eighty-first session",
        "Item 18 (b) of the preliminary list", "Harbours and coasts", "Rebuilding of harbours in small island States",
        "Report of the Secretary-General", "",
        "1. The present report is submitted pursuant to General Assembly resolution 80/301, in which the Assembly",
        "requested the Secretary-General to submit to it at its eighty-first session a report on harbours and on the",
        "means of rebuilding them, and covers the period from April 2025 to March 2026.",
    ]  # fmt: skip
    document = Document(source="given.pdf", format="pdf", blocks=(Block("\n".join(lines), page=1),), by_line=True)
    found = parse(document).issued
    assert found is not None
    assert found.document.symbols == ("A/81/301",)
    assert found.document.agenda_titles == ("Harbours and coasts",)
    assert found.document.title == "Rebuilding of harbours in small island States"
    assert found.document.opening.startswith("The present report is submitted pursuant to General Assembly resolution")
