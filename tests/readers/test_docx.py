"""Word files: what Word would print, with all changes accepted."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.pipeline import understand
from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document
from mandates.readers.read import read_stream
from tests.readers.word import (
    level,
    note_reference,
    notes,
    numbered,
    numbering,
    paragraph,
    part,
    run,
    word,
)

_DELETED_MARK = "<w:rPr><w:del/></w:rPr>"


def blocks(data: bytes) -> list[Block]:
    """Return the blocks of a Word file."""
    (document,) = read_stream(io.BytesIO(data), "given.docx")
    assert isinstance(document, Document), document
    assert not document.by_line
    return list(document.blocks)


def texts(*body: str, **parts: str) -> list[str]:
    """Return what the paragraphs of a Word file with this body say."""
    return [block.text for block in blocks(word("".join(body), **parts))]


def problem(data: bytes) -> Problem:
    """Return the problem of a file that cannot be read."""
    (found,) = read_stream(io.BytesIO(data), "given.docx")
    assert isinstance(found, Problem), found
    return found


def deleted(text: str) -> str:
    return f"<w:del>{run(text).replace('w:t', 'w:delText')}</w:del>"


def test_typed_numbers_keep_their_tabs() -> None:
    body = paragraph("<w:r><w:t>8.</w:t><w:tab/><w:t>Requests</w:t></w:r>", " the Secretary-General;")
    assert texts(body) == ["8.\tRequests the Secretary-General;"]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("Calls upon ") + f"<w:ins>{run('all ')}</w:ins>" + run("States"), "Calls upon all States"),
        (run("Calls upon ") + deleted("some ") + run("States"), "Calls upon States"),
        (run("A ") + f"<w:moveFrom>{run('moved ')}</w:moveFrom>" + run("word"), "A word"),
        (run("A ") + f"<w:moveTo>{run('moved ')}</w:moveTo>" + run("word"), "A moved word"),
        (f'<w:hyperlink r:id="x">{run("70/1")}</w:hyperlink>', "70/1"),
        (f"<w:sdt><w:sdtContent>{run('controlled')}</w:sdtContent></w:sdt>", "controlled"),
        (f"<w:smartTag>{run('tagged')}</w:smartTag>", "tagged"),
        (run("seen") + run(" hidden", "<w:vanish/>"), "seen"),
        (run("seen") + run(" too", '<w:vanish w:val="0"/>'), "seen too"),
        ("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>operation</w:t></w:r>", "co-operation"),
        ("<w:r><w:t>co</w:t><w:softHyphen/><w:t>operation</w:t></w:r>", "cooperation"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText><w:t>code</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("9 June") + '<w:r><w:fldChar w:fldCharType="end"/>'
            "</w:r>" + run(" 2023"),
            "9 June 2023",
        ),
        ("<w:r><w:t>text</w:t><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>", "text"),
    ],
)
def test_a_paragraph_reads_as_it_is_printed(inner: str, text: str) -> None:
    assert texts(paragraph(inner)) == [text]


def test_a_paragraph_whose_end_was_deleted_runs_on() -> None:
    body = (
        paragraph("Requests the ", properties=_DELETED_MARK),
        paragraph("Secretary-General;"),
        paragraph(deleted("gone"), properties=_DELETED_MARK),
        paragraph("Decides."),
        paragraph("At the end", properties=_DELETED_MARK),
    )
    assert texts(*body) == ["Requests the Secretary-General;", "Decides.", "At the end"]


def test_a_changed_format_is_no_number() -> None:
    old = '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    data = word(paragraph("Text", properties=old), numbering=numbering(level(0, "decimal", "%1.")))
    assert blocks(data) == [Block("Text")]


def test_footnotes_stand_apart_with_the_marks_that_are_printed() -> None:
    starred = '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    body = (
        paragraph("Recalling its resolution 70/1,", note_reference(3), " and others,", note_reference(1)),
        paragraph("Adopted", starred, " again", note_reference(9)),
    )
    one, two, star, three = (f"{MARK_OPEN}{mark}{MARK_CLOSE}" for mark in "12*3")
    found = blocks(word("".join(body), footnotes=notes("First.", "Second.", "Third.")))
    assert found == [
        Block(f"Recalling its resolution 70/1,{one} and others,{two}"),
        Block("Third.", label="1", style="footnote"),
        Block("First.", label="2", style="footnote"),
        Block(f"Adopted{star} again{three}"),
        Block("Second.", label="*", style="footnote"),
    ]


def test_raised_figures_that_were_typed_are_marks_but_powers_and_ordinals_are_not() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = paragraph(
        "resolution 70/12,", run("3", raised), " at its 73", run("rd", raised), " session, 10", run("6", raised)
    )
    assert texts(body) == [f"resolution 70/12,{MARK_OPEN}3{MARK_CLOSE} at its 73rd session, 106"]


def test_the_head_of_the_first_page_comes_first() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header2"/>'
        '<w:headerReference w:type="first" r:id="header1"/><w:titlePg/></w:sectPr>'
    )
    found = blocks(
        word(
            paragraph("Seventy-seventh session") + section,
            header1=part("hdr", paragraph("A/RES/77/901")),
            header2=part("hdr", paragraph("Running head")),
        )
    )
    assert found == [Block("A/RES/77/901", style="header"), Block("Seventy-seventh session")]


def test_tables_give_a_block_a_row_unless_they_lay_out_paragraphs() -> None:
    cell = "<w:tc>{}</w:tc>".format
    rows = (
        "<w:tr>" + cell(paragraph("United Nations")) + cell(paragraph("A/RES/77/901")) + "</w:tr>"
        "<w:tr>" + cell(paragraph("")) + cell(paragraph("Alone")) + "</w:tr>"
        "<w:tr>" + cell(paragraph("1.")) + cell(paragraph("Requests") + paragraph("2.\tDecides")) + "</w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr>" + cell(paragraph("Deleted")) + "</w:tr>"
    )
    found = blocks(word(f"<w:tbl>{rows}</w:tbl>" + paragraph("After")))
    assert [(block.text, block.style) for block in found] == [
        ("United Nations\tA/RES/77/901", "table"),
        ("Alone", None),
        ("1.", None),
        ("Requests", None),
        ("2.\tDecides", None),
        ("After", None),
    ]


def test_styles_are_handed_on_by_name() -> None:
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>')
    assert blocks(word(paragraph("Title", properties='<w:pStyle w:val="H1"/>'), styles=styles)) == [
        Block("Title", style="heading 1")
    ]


def test_a_resolution_in_word_reads_like_one_in_text() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)")
    body = "".join(
        [
            paragraph("Resolution adopted by the General Assembly on 9 June 2023"),
            paragraph("77/901.\tHarbours of small island developing States"),
            paragraph("The General Assembly,"),
            paragraph("Recalling its resolution 70/1,", note_reference(1)),
            numbered("Takes note of the report;"),
            numbered("Requests the Secretary-General:"),
            numbered("To report to it at its seventy-ninth session;", level=1),
            numbered("To inform Member States.", level=1),
        ]
    )
    data = word(body, numbering=numbering(levels), footnotes=notes("Resolution of 25 September 2015."))
    (reading,) = understand(read_stream(io.BytesIO(data), "given.docx"))
    assert isinstance(reading, Reading)
    assert reading.resolution.symbol == "A/RES/77/901"
    assert [p.label for p in reading.resolution.paragraphs] == [None, "1", "2", "2 (a)", "2 (b)"]
    assert [note.text for p in reading.resolution.paragraphs for note in p.footnotes] == [
        "Resolution of 25 September 2015."
    ]
    assert [(m.label, m.verb, m.due[0].session if m.due else None) for m in reading.mandates] == [
        ("2 (a)", "request", 79),
        ("2 (b)", "request", None),
    ]


def test_a_file_made_by_another_program_reads_the_same() -> None:
    made = docx.Document()
    made.add_heading("77/901. Harbours", 1)
    made.add_paragraph("Takes note of the report;", style="List Number")
    made.add_paragraph("Requests the Panel to report.", style="List Number")
    made.add_paragraph("A point", style="List Bullet")
    stream = io.BytesIO()
    made.save(stream)
    assert [(block.label, block.text) for block in blocks(stream.getvalue())] == [
        (None, "77/901. Harbours"),
        ("1.", "Takes note of the report;"),
        ("2.", "Requests the Panel to report."),
        (None, "A point"),
    ]


def test_strict_and_macro_files_are_word_files_too() -> None:
    ordinary = word(numbered("Text"), numbering=numbering(level(0, "decimal", "%1.")))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ordinary)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            for ours, strict in (
                (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"wordprocessingml/main"),
                (
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"officeDocument/relationships",
                ),
            ):
                data = data.replace(ours, b"http://purl.oclc.org/ooxml/" + strict)
            new.writestr(info.filename, data)
    assert blocks(stream.getvalue()) == [Block("Text", label="1.")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word(""), "file.empty"),
        (word(paragraph("  ")), "file.empty"),
        (word("</w:p>"), "file.broken"),
        (word(paragraph("Text"), styles='<!DOCTYPE s [<!ENTITY a "aaaa">]><s>&a;</s>'), "file.bomb"),
    ],
)
def test_a_file_without_text_or_not_well_formed_says_so(data: bytes, code: str) -> None:
    assert problem(data).code == code


def test_a_text_box_with_more_than_a_few_words_is_named() -> None:
    def box(text: str) -> str:
        return f"<w:p><w:r><w:pict><w:txbxContent>{paragraph(text)}</w:txbxContent></w:pict></w:r></w:p>"

    lost = "1. Requests the Panel to report on ferries;"
    data = word(paragraph("Noting ferries,") + box("Please recycle") + box(lost) + box(lost))
    (document,) = read_stream(io.BytesIO(data), "a.docx")
    assert isinstance(document, Document)
    assert [block.text for block in document.blocks] == ["Noting ferries,"]
    (problem,) = document.problems
    assert (problem.code, lost in problem.message) == ("text.unplaced", True)
