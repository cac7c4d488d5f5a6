"""Whatever happened to a document on its way, reading it gives readings and problems, never an error, and ends."""

from __future__ import annotations

import io
import json
import textwrap
import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mandates.domain.issued import IssuedDocument
from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.pipeline import understand
from mandates.readers.read import read_stream
from mandates.schema.readings import reading_from_plain, reading_to_plain
from tests.readers import samples
from tests.readers.word import level, note_reference, notes, numbered, numbering, paragraph, part, word

_SECONDS = 10.0  # of processor time; a whole document takes some thousandths

LEVELS = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)")
DOCX_PARTS = {
    "numbering": numbering(LEVELS),
    "footnotes": notes("See A/70/1.", "Resolution 70/2."),
    "header1": part("hdr", paragraph("A/RES/77/901")),
}
DOCX_BODY = "".join(
    [
        paragraph("77/901.\tHarbours of small island developing States"),
        paragraph("The General Assembly,"),
        paragraph("Recalling its resolution 70/1,", note_reference(1)),
        numbered("Takes note of the report;"),
        numbered("Requests the Secretary-General:"),
        numbered("To report to it at its seventy-ninth session;", level=1),
        '<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:titlePg/></w:sectPr>',
    ]
)
#: Stored without compression, so that what is changed is XML and not only checksums.
DOCX = word(DOCX_BODY, compression=0, **DOCX_PARTS)
PDF = samples.pdf()
ZIP = samples.archive({"a.txt": samples.TEXT.encode(), "b.pdf": PDF, "c.docx": DOCX})
JSON = "\n".join(
    json.dumps(reading_to_plain(found), ensure_ascii=False)
    for found in understand(read_stream(io.BytesIO(samples.TEXT.encode()), "given"))
    if isinstance(found, Reading)
).encode()
FILES = {
    "a.txt": samples.TEXT.encode(),
    "a.md": samples.MARKDOWN.encode(),
    "a.pdf": PDF,
    "a.docx": DOCX,
    "a.zip": ZIP,
    "a.jsonl": JSON,
}


def check(data: bytes, name: str) -> None:
    """Read `data` and fail where anything but readings and problems comes, or it takes too long."""
    started = time.process_time()
    for found in understand(read_stream(io.BytesIO(data), name)):
        assert isinstance(found, Reading | IssuedDocument | Problem)
        if isinstance(found, IssuedDocument):  # what is left of a masthead may be one of a report
            assert found.symbols
        elif isinstance(found, Problem):
            assert found.code
            assert found.message
            assert "\n" not in found.message
        else:
            written = reading_to_plain(found)
            assert reading_to_plain(reading_from_plain(written)) == written
            for mandate in found.mandates:
                assert mandate.clause == mandate.text[mandate.clause_span.start : mandate.clause_span.end]
    assert time.process_time() - started < _SECONDS


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file with bytes changed, cut out, put in, repeated, or parts of another file spliced in."""
    name = draw(st.sampled_from(sorted(FILES)))
    data = bytearray(FILES[name])
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        end = draw(st.integers(start, min(len(data), start + draw(st.sampled_from([1, 40, 4000])))))
        match draw(st.sampled_from(["change", "cut", "end", "put", "repeat", "splice"])):
            case "change":
                data[start:end] = draw(st.binary(min_size=end - start, max_size=end - start))
            case "cut":
                del data[start:end]
            case "end":
                del data[start:]
            case "put":
                data[start:start] = draw(st.binary(max_size=20))
            case "repeat":
                data[start:start] = data[start:end] * draw(st.integers(1, 50))
            case "splice":
                other = FILES[draw(st.sampled_from(sorted(FILES)))]
                data[start:end] = other[start:end]
    return name, bytes(data)


@settings(deadline=None, max_examples=150)
@given(mangled())
def test_mangled_files_give_readings_and_problems(given_file: tuple[str, bytes]) -> None:
    name, data = given_file
    check(data, name)


_LINES = samples.TEXT.splitlines()
_TOKENS = st.sampled_from(
    [
        *_LINES,
        *samples.MARKDOWN.splitlines(),
        *("1.", "(a)", "(i)", "II", "A", "Annex", "*", "1", "____", "---", "\f", "\ue000", "\ue0001\ue001", "“", ";"),
        *("A/RES/77/901", "S/RES/2349 (2017)", "13-48275 2/4", "at its seventy-ninth session", "Requests", ",", "("),
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(_TOKENS, max_size=80), st.sampled_from(["\n", "\n\n", " ", "\t", "\r\n", " \n"]))
@example(["(a)"] * 60, "\n")
@example(["1. Requests the Panel to report;"] * 60, "\n")
@example(["The General Assembly,", *["Requests the Secretary-General, "] * 60], " ")
def test_any_order_of_known_pieces_gives_readings_and_problems(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    check(text.encode(), "a.txt")
    check(text.encode(), "a.md")


@settings(deadline=None, max_examples=50)
@given(st.integers(60, 250), st.sampled_from(["\n\n", "\n \n"]))
def test_reading_is_the_same_whatever_the_line_width(width: int, between: str) -> None:
    usual = _paragraphs(samples.TEXT)
    wrapped = between.join(
        "\n".join(textwrap.wrap(" ".join(block.split()), width, break_on_hyphens=False)) if len(block) > 90 else block
        for block in samples.TEXT.split("\n\n")
    )
    assert _paragraphs(wrapped) == usual


def _paragraphs(text: str) -> list[tuple[str | None, str]]:
    (reading,) = understand(read_stream(io.BytesIO(text.encode()), "given.txt"))
    assert isinstance(reading, Reading)
    return [(p.label, p.text) for p in reading.resolution.paragraphs]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [
                paragraph("Text"),
                numbered("Text"),
                numbered("Text", 2, 1),
                numbered("Text", 99, 8),
                paragraph("Text", note_reference(1), note_reference(77)),
                paragraph("Gone", properties="<w:rPr><w:del/></w:rPr>"),
                f"<w:tbl><w:tr><w:tc>{paragraph('Cell')}</w:tc><w:tc/></w:tr></w:tbl>",
                "<w:tbl/>",
                "<w:p/>",
                "<w:sdt/>",
                "<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
                '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:t>x</w:t></w:r></w:p>',
                '<w:p><w:pPr><w:numPr><w:ilvl w:val="-3"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>',
                "<w:sectPr><w:headerReference/></w:sectPr>",
            ]
        ),
        max_size=20,
    )
)
def test_any_order_of_elements_of_word_gives_readings_and_problems(elements: list[str]) -> None:
    check(word("".join(elements), **DOCX_PARTS), "a.docx")
