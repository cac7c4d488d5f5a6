"""Whole documents: the founding one, and the same resolution in every form it may come in."""

from __future__ import annotations

import datetime as dt
import pathlib

from mandates.domain.resolution import ParagraphKind
from mandates.readers.document import Block, Document
from mandates.readers.markdown import read_markdown
from mandates.structure.parse import parse
from tests.structure.samples import (
    LINES,
    MASTHEAD,
    codes,
    labels,
    of_kind,
    only,
    operative,
    read,
    read_lines,
    read_pages,
    text_of,
)

SEED = pathlib.Path(__file__).parents[2] / "seeds" / "A_RES_71_12.md"


def test_the_founding_document_is_read_whole() -> None:
    found = only(parse(read_markdown(SEED.read_text(encoding="utf-8"), SEED.name)))
    assert found.symbol == "A/RES/71/12"
    assert found.title == "Cooperation between the United Nations and the Collective Security Treaty Organization"
    assert (found.body, found.session, found.agenda_items) == ("General Assembly", 71, ("126 (v)",))
    assert (found.draft_symbol, found.committee) == ("A/71/L.7", None)
    assert (found.adopted_on, found.meeting) == (dt.date(2016, 11, 21), "48th plenary meeting")
    assert found.problems == ()
    preamble = of_kind(found, ParagraphKind.PREAMBULAR)
    assert len(preamble) == 14
    assert preamble[5].text == (
        "Noting with satisfaction that, during its existence, the Collective Security Treaty Organization has "
        "transformed into a multifunctional structure with the potential to provide an adequate response to a wide "
        "range of threats and challenges within the area of its responsibility,"
    )
    assert labels(found) == [str(n) for n in range(1, 10)]
    assert operative(found)[1][1] == (
        "Notes with appreciation the significant practical contribution and efforts of the Collective Security Treaty "
        "Organization to strengthen its peacekeeping capacities and the system of regional security and stability, to "
        "counter terrorism and transnational organized crime, to combat illicit trafficking in drugs and weapons, and "
        "illegal migration and human trafficking, and to recover from natural and man-made disasters, thereby "
        "contributing to the attainment of the purposes and principles of the United Nations;"
    )
    assert len(found.paragraphs) == 23


def test_the_founding_documents_footnotes_are_apart_from_its_text() -> None:
    found = only(parse(read_markdown(SEED.read_text(encoding="utf-8"), SEED.name)))
    notes = {note.mark: note.text for paragraph in found.paragraphs for note in paragraph.footnotes}
    assert notes["1"] == "A/71/160-S/2016/621 and Add.1."
    assert notes["5"] == "Resolution 60/288."
    assert sorted(notes) == ["1", "2", "3", "4", "5", "6"]
    assert not any(note in paragraph.text for paragraph in found.paragraphs for note in notes.values())
    assert found.paragraphs[4].text.endswith("subregional organizations,")
    assert "13 January 2010 and 6 August 2013, which" in found.paragraphs[4].text


def test_text_gives_masthead_items_and_parents() -> None:
    found = only(read(text_of(LINES)))
    assert (found.symbol, found.session, found.agenda_items) == ("A/RES/77/901", 77, ("18 (b)",))
    assert (found.committee, found.draft_symbol) == ("Second Committee", None)
    assert found.title == "Harbours of small island developing States"
    assert labels(found) == ["1", "2", "3", "3 (a)", "3 (b)", "3 (b) (i)", "3 (b) (ii)", "4"]
    parents = {p.label: p.parent for p in of_kind(found, ParagraphKind.OPERATIVE)}
    at = {p.label: i for i, p in enumerate(found.paragraphs)}
    assert parents["3 (a)"] == parents["3 (b)"] == at["3"]
    assert parents["3 (b) (ii)"] == at["3 (b)"]
    assert parents["4"] is None


def test_paragraphs_of_word_files_carry_their_labels_apart() -> None:
    blocks = [Block(line) for line in MASTHEAD]
    blocks += [
        Block("Requests the Secretary-General:", label="1."),
        Block("To report to it\ue0003\ue001 at its next session;", label="(a)"),
        Block("See A/77/12.", label="3", style="footnote"),
    ]
    found = only(parse(Document(source="a.docx", format="docx", blocks=tuple(blocks))))
    assert operative(found) == [
        ("1", "Requests the Secretary-General:"),
        ("1 (a)", "To report to it at its next session;"),
    ]
    assert [(n.mark, n.text) for n in found.paragraphs[-1].footnotes] == [("3", "See A/77/12.")]


def test_a_pdf_gives_the_page_of_each_paragraph() -> None:
    found = only(
        read_pages(
            "United Nations A/RES/77/901 \nGeneral Assembly Distr.: General\n14 June 2023\n23-11111 (E)\n*2311111*\n"
            "Resolution adopted by the General Assembly \non 9 June 2023\n77/901. Harbours\nThe General Assembly, \n"
            "1. Takes note of the report \nof the Secretary-General on har",
            (
                "A/RES/77/901 Harbours \n2/2 23-11111\nbours and ports; \n2. Requests him to report.\n"
                "75th plenary meeting\n9 June 2023"
            ),
        )
    )
    assert [(p.label, p.page) for p in found.paragraphs] == [("1", 1), ("2", 2)]
    assert found.adopted_on == dt.date(2023, 6, 9)


def test_a_document_without_text_says_so() -> None:
    empty = read_pages("", "", source="scan.pdf")
    assert codes(empty.problems) == ["file.empty"]  # that it has pictures only is told where it is read
    assert empty.resolutions == ()
    assert codes(read("").problems) == ["file.empty"]


def test_what_is_left_behind_the_end_is_reported() -> None:
    found = read_lines(*LINES, "This sentence was printed by mistake and belongs to no paragraph at all.").resolutions[
        0
    ]
    assert codes(found.problems) == ["text.unplaced"]
    assert "printed by mistake" in found.problems[0].message


def test_a_resolution_without_operative_paragraph_is_reported() -> None:
    found = read_lines(*MASTHEAD, "Recalling its resolution 70/1 of 25 September 2015,").resolutions[0]
    assert codes(found.problems) == ["resolution.no_operative"]


def test_a_resolution_without_date_of_adoption_is_reported() -> None:
    lines = [line for line in LINES if not line.endswith("June 2023")]
    found = read_lines(*lines).resolutions[0]
    assert found.adopted_on is None
    assert codes(found.problems) == ["date.missing"]
