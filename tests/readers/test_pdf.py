"""PDF files to lines, with what is set raised told apart."""

from __future__ import annotations

import ctypes
import io

import pypdfium2
import pytest
from pypdfium2 import raw

from mandates.readers.document import MARK_CLOSE, MARK_OPEN
from mandates.readers.limits import Refusal
from mandates.readers.pdf import read_pdf

Piece = tuple[str, float, float, float]


def pdf(*pages: list[Piece]) -> bytes:
    """Return a PDF; a piece is its text, size, and place from the left and the foot of the page."""
    document = pypdfium2.PdfDocument.new()
    for pieces in pages:
        page = document.new_page(595, 842)
        for text, size, x, y in pieces:
            piece = raw.FPDFPageObj_NewTextObj(document, b"Times-Roman", size)
            encoded = (text + "\0").encode("utf-16-le")
            raw.FPDFText_SetText(piece, ctypes.cast(ctypes.c_char_p(encoded), raw.FPDF_WIDESTRING))
            raw.FPDFPageObj_Transform(piece, 1, 0, 0, 1, x, y)
            raw.FPDFPage_InsertObject(page, piece)
        raw.FPDFPage_GenerateContent(page)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_block_for_each_page() -> None:
    found = read_pdf(
        pdf([("General Assembly", 10, 70, 700), ("Recalling", 10, 70, 680)], [("Requests", 10, 70, 700)]), "a.pdf"
    )
    assert (found.source, found.format, found.by_line) == ("a.pdf", "pdf", True)
    assert [(b.text, b.page) for b in found.blocks] == [("General Assembly\nRecalling", 1), ("Requests", 2)]


def test_raised_figures_are_marked() -> None:
    pieces = [
        ("Recalling its report", 10, 70, 700),
        ("12", 6.5, 160, 704),
        ("of 31 March 2022", 10, 70, 680),
        ("7", 6.5, 143, 684),
    ]
    (block,) = read_pdf(pdf(pieces), "a.pdf").blocks
    assert f"report{MARK_OPEN}12{MARK_CLOSE}" in block.text.replace("\n", "").replace(" ", "")
    assert f"2022{MARK_OPEN}7{MARK_CLOSE}" in block.text.replace("\n", "").replace(" ", "")


def test_figures_of_the_texts_own_size_are_not() -> None:
    (block,) = read_pdf(pdf([("Agenda item 12", 10, 70, 700), ("in 2024", 10, 70, 680)]), "a.pdf").blocks
    assert block.text == "Agenda item 12\nin 2024"


def test_a_page_without_text_is_an_empty_block() -> None:
    assert [b.text for b in read_pdf(pdf([]), "a.pdf").blocks] == [""]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"not a pdf", pdf([("x", 10, 70, 700)])[:300]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_pdf(data, "a.pdf")
    assert refused.value.code == "file.broken"


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandates.readers.limits.PDF_PAGES", 1)
    with pytest.raises(Refusal) as refused:
        read_pdf(pdf([], []), "a.pdf")
    assert refused.value.code == "file.too_large"


def test_raised_figures_within_a_line_and_notes_wherever_they_stand() -> None:
    note = [("1", 6, 70, 103), ("See A/HRC/59/41, annex, and", 9, 76, 100), ("A/79/175.", 9, 70, 88)]
    pieces = [
        ("Noting the report on ferries,", 10, 70, 700),
        ("1", 6, 180, 702),
        ("on quays and on the buoys of small ports,", 10, 186, 700),
        ("1. Requests the Master to send the list of the", 10, 70, 680),
    ]
    last = ("ferries of 2063,", 10, 70, 666)
    foot = ("3/7", 9, 500, 40)
    for page in ([*pieces, last, *note, foot], [*note, *pieces, last, foot], [*pieces, *note, last, foot]):
        (block,) = read_pdf(pdf(page), "a.pdf").blocks
        text = " ".join(block.text.split())
        assert f"ferries,{MARK_OPEN}1{MARK_CLOSE} on quays" in text
        assert "list of the ferries of 2063, _____ " in text
        assert text.endswith(f"{MARK_OPEN}1{MARK_CLOSE} See A/HRC/59/41, annex, and A/79/175. 3/7")


def test_notes_whose_numbers_are_not_raised_are_told_by_the_marks_in_the_text() -> None:
    pieces = [
        ("Noting the report on ferries,", 10, 70, 700),
        ("1", 6, 180, 702),
        ("on the quays of small ports,", 10, 186, 700),
        ("2", 6, 300, 702),
        ("1. Requests the Master to send the list of the", 10, 70, 680),
        ("1See A/HRC/59/41, annex, and", 9, 70, 100),
        ("A/79/175.", 9, 70, 88),
        ("2Adopted in 2063.", 9, 70, 76),
        ("1/4", 9, 500, 40),
    ]
    (block,) = read_pdf(pdf(pieces), "a.pdf").blocks
    text = " ".join(block.text.split())
    assert "list of the _____ " in text
    first, second = (f"{MARK_OPEN}{mark}{MARK_CLOSE}" for mark in "12")
    assert text.endswith(f"{first}See A/HRC/59/41, annex, and A/79/175. {second}Adopted in 2063. 1/4")


def test_marks_are_only_a_little_smaller_in_web_browsers_and_follow_years() -> None:
    pieces = [
        ("Noting the report of 4 May 2063", 10, 70, 700),
        ("1", 8.3, 210, 704),
        (" on ferries and", 10, 216, 700),
        ("2064", 10, 70, 680),
        ("2", 6.5, 91, 684),
        (" on quays,", 10, 95, 680),
    ]
    (block,) = read_pdf(pdf(pieces), "a.pdf").blocks
    assert block.text.replace("\u200b", "").replace(" ", "").split("\n") == [
        f"Notingthereportof4May2063{MARK_OPEN}1{MARK_CLOSE}onferriesand",
        f"2064{MARK_OPEN}2{MARK_CLOSE}onquays,",
    ]


def test_a_page_number_in_small_type_is_no_mark() -> None:
    (block,) = read_pdf(pdf([("of the small ports,", 10, 70, 60), ("12", 6.5, 300, 40)]), "a.pdf").blocks
    assert MARK_OPEN not in block.text


def test_a_line_with_a_raised_mark_is_one_line() -> None:
    for y in (702, 704, 706):
        pieces = [("Noting ferries,", 10, 70, 700), ("1", 6, 140, y), ("Quays and buoys", 10, 146, 700)]
        (block,) = read_pdf(pdf(pieces), "a.pdf").blocks
        assert "\n" not in block.text


def test_a_scanned_page_among_others_is_named() -> None:
    document = pypdfium2.PdfDocument(pdf([("Noting ferries,", 10, 70, 700)], [], []))
    bitmap = pypdfium2.PdfBitmap.new_native(8, 8, raw.FPDFBitmap_BGR)
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(bitmap)
    page = document[1]
    page.insert_obj(image)
    page.gen_content()
    stream = io.BytesIO()
    document.save(stream)
    (problem,) = read_pdf(stream.getvalue(), "a.pdf").problems
    assert (problem.code, problem.where) == ("page.broken", "a.pdf, page 2")
    assert "only an image" in problem.message
