"""Documents with several resolutions, with parts of others, and with none."""

from __future__ import annotations

import pytest

from tests.structure.samples import codes, labels, read_lines, read_pages

END = ("390th plenary meeting,", "12 December 1950.")


def test_a_page_with_several_resolutions() -> None:
    found = read_lines(
        "United Nations A/RES/486(V)",
        "General Assembly",
        "Resolutions adopted on reports of the Sixth Committee 77",
        "485 (V). Statute",
        "The General Assembly,",
        "Noting it,",
        "1. Decides to amend it;",
        "2. Fixes the fee.",
        *END,
        "486 (V). Term of office",
        "The General Assembly,",
        "Resolves that it be extended.",
        *END,
        "487 (V). Evidence",
        "The General Assembly,",
        "Noting the report,",
        "Invites the Secretary-General to",
    )
    assert [r.symbol for r in found.resolutions] == ["A/RES/485 (V)", "A/RES/486 (V)"]
    assert [labels(r) for r in found.resolutions] == [["1", "2"], ["1"]]
    assert [r.title for r in found.resolutions] == ["Statute", "Term of office"]
    assert codes(found.problems) == ["resolution.cut"]
    assert "A/RES/487 (V)" in found.problems[0].message


def test_the_end_of_an_earlier_resolution_is_not_taken() -> None:
    found = read_lines(
        "United Nations A/RES/31/35",
        "General Assembly",
        "9. Condemns the massacres of innocent people in their desperate attempt to thwart it;",
        "83rd plenary meeting",
        "30 November 1976",
        "31/35. Report",
        "The General Assembly,",
        "1. Endorses the report.",
        "83rd plenary meeting",
        "30 November 1976",
    )
    assert [labels(r) for r in found.resolutions] == [["1"]]
    assert codes(found.problems) == ["text.unplaced"]
    assert "Condemns the massacres" in found.problems[0].message


def test_documents_run_together_keep_their_mastheads() -> None:
    one = (
        "United Nations A/RES/71/{0}",
        "General Assembly",
        "Resolution adopted by the General Assembly on {0} December 2016",
        "[without reference to a Main Committee (A/71/L.{0})]",
        "71/{0}. Title {0}",
        "The General Assembly,",
        "1. Waits.",
        "6th plenary meeting",
    )
    found = read_lines(*(line.format(12) for line in one), *(line.format(13) for line in one))
    assert [(r.symbol, r.draft_symbol, str(r.adopted_on)) for r in found.resolutions] == [
        ("A/RES/71/12", "A/71/L.12", "2016-12-12"),
        ("A/RES/71/13", "A/71/L.13", "2016-12-13"),
    ]


def test_a_resolution_printed_twice_is_kept_once() -> None:
    one = ("71/12. Rivers", "The General Assembly,", "1. Waits.", *END)
    found = read_lines(*one, "71/12. Rivers", "The General Assembly,", "1. Waits;", "2. Waits again.", *END)
    assert [labels(r) for r in found.resolutions] == [["1", "2"]]
    assert codes(found.problems) == ["resolution.twice"]


def test_french_beside_english_is_left_out() -> None:
    found = read_lines(
        "118 (II). Reports",
        "The General Assembly",
        "1. Notes with approval that the Council has made arrangements;",
        *END,
        "118 (II). Rapports sur la situation et les tendances de l’économie mondiale",
        "L’Assemblée générale",
        "1. Note avec satisfaction que le Conseil économique et social a pris des dispositions pour les rapports;",
    )
    assert [labels(r) for r in found.resolutions] == [["1"]]
    assert codes(found.problems) == ["language.french_beside"]


def test_a_french_document_is_named() -> None:
    found = read_lines(
        "Résolution adoptée par l’Assemblée générale le 1er mars 2024",
        "78/1. Circularité d’une industrie de la canne à sucre",
        "L’Assemblée générale,",
        "Rappelant sa résolution 4/1 du 15 mars 2019 sur les moyens de parvenir à des modes de production durables,",
        "1. Prie le Secrétaire général de lui présenter un rapport sur la question à sa prochaine session.",
    )
    assert (found.resolutions, codes(found.problems)) == ((), ["language.french"])


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (
            [
                "United Nations A/53/601",
                "General Assembly",
                "Distr.: General",
                "Information from Territories",
                "Report of the Special Political and Decolonization Committee\n(Fourth Committee)",
                "I. Introduction",
                "1. At its 3rd meeting, the Assembly decided on draft resolution I.",
            ],
            (
                "is a report of the Special Political and Decolonization Committee (Fourth Committee) "
                "(A/53/601), not a resolution"
            ),
        ),
        (
            [
                "United Nations A/79/737-S/2025/43",
                "General Assembly",
                "Security Council",
                (
                    "Letter dated 17 January 2025 from the Permanent Representative of X addressed to the "
                    "Secretary-General"
                ),
                "I write to inform you of events.",
            ],
            (
                "is a letter dated 17 January 2025 from the Permanent Representative of X addressed to the "
                "Secretary-General"
            ),
        ),
        (
            ["United Nations A/71/160", "Strengthening of cooperation", "Report of the Secretary-General", "Summary"],
            "is a report of the Secretary-General (A/71/160)",
        ),
        (
            [
                "United Nations A/71/L.7",
                "General Assembly",
                "Algeria, Brazil and Chad: draft resolution",
                "The General Assembly,",
                "1. Waits.",
            ],
            "is a draft resolution (A/71/L.7)",
        ),
        (
            [
                "United Nations A/71/12",
                "Note by the Secretariat",
                "The Secretariat has the honour to transmit the text.",
            ],
            "is a note by the Secretariat",
        ),
    ],
)
def test_documents_that_are_no_resolution(lines: list[str], named: str) -> None:
    found = read_lines(*lines)
    assert found.resolutions == ()
    assert codes(found.problems) == ["document.no_resolution"]
    assert named in found.problems[0].message


def test_the_page_for_absent_documents() -> None:
    page = (
        "The document you are looking for does not exist in the Official Document System (ODS). Please \n"
        "contact the ODS support"
    )
    assert codes(read_pages(page).problems) == ["document.absent"]


def test_any_other_text() -> None:
    assert codes(read_lines("Dear reader,", "please buy milk.").problems) == ["document.no_resolution"]
