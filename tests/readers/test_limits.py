"""Documents built to be slow or large end at a limit that says so."""

from __future__ import annotations

import io
import time
import zlib

import pytest

from mandates.domain.problems import Problem
from mandates.readers import limits
from mandates.readers.document import Document
from mandates.readers.read import Read, read_stream
from tests.readers import samples, word


def only(data: bytes, name: str = "given") -> Read:
    """Return the one thing that a file gives."""
    (found,) = read_stream(io.BytesIO(data), name)
    return found


def test_a_pdf_has_so_many_pages_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PDF_PAGES", 2)
    found = only(samples.pdf("\n".join(["A line of text"] * 200)))
    assert isinstance(found, Problem)
    assert found.code == "file.too_large"
    assert "5 pages" in found.message


def test_a_pdf_that_states_absurdly_many_pages_ends_quickly() -> None:
    data = samples.pdf("Text").replace(b"/Count 1", b"/Count 2000000000")
    started = time.process_time()
    list(read_stream(io.BytesIO(data), "given.pdf"))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("form", ["pdf", "text", "docx"])
def test_a_document_has_so_many_characters_at_most(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(limits, "DOCUMENT_CHARACTERS", 100)
    text = "The General Assembly decides. " * 10
    data = {"pdf": samples.pdf(text), "text": text.encode(), "docx": word.word(word.paragraph(text))}[form]
    found = only(data)
    assert isinstance(found, Problem)
    assert found.code == "file.too_large"
    assert "100" in found.message


def _with_stream(content: bytes, dictionary: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return samples.pdf("Text") + b"9 0 obj<<%b>>stream\n%b\nendstream endobj" % (dictionary, packed)


def test_a_stream_of_a_pdf_is_no_bomb() -> None:
    bomb = b"q " * 11_000_000
    found = only(_with_stream(bomb))
    assert isinstance(found, Problem)
    assert found.code == "file.bomb"
    assert isinstance(only(_with_stream(bomb, b"/Subtype/Image")), Document)
    assert isinstance(only(_with_stream(b"q " * 1_000_000)), Document)
    assert isinstance(only(_with_stream(bytes(i * i * 7919 >> 8 & 255 for i in range(300_000)))), Document)


def test_a_protected_pdf_says_so() -> None:
    encryption = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%b)/U(%b)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    found = only(samples.pdf("Text").replace(b"/Root 1 0 R", b"/Root 1 0 R" + encryption))
    assert isinstance(found, Problem)
    assert found.code == "file.encrypted"


def test_a_damaged_page_is_left_out_and_named() -> None:
    data = samples.pdf("\n".join(["A line of text"] * 60))
    damaged = data.replace(b"/Kids[5 0 R 7 0 R]", b"/Kids[5 0 R 9 0 R]")
    assert damaged != data
    (document,) = read_stream(io.BytesIO(damaged), "given.pdf")
    assert [problem.where for problem in document.problems] == ["given.pdf, page 2"]  # type: ignore[union-attr]


def test_a_word_file_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    large = only(word.word(word.paragraph(" " * 3_000_000)))
    assert isinstance(large, Problem)
    assert large.code == "file.bomb"
    monkeypatch.setattr(limits, "XML_BYTES", 100)
    heavy = only(word.word(word.paragraph("Text")))
    assert isinstance(heavy, Problem)
    assert heavy.code == "file.too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(encoding: str) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<!DOCTYPE w:document [<!ENTITY e0 "ha">{entities}]>'
    start = f'<?xml version="1.0" encoding="{encoding}"?>'
    document = word.part("document", "<w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body>").replace(
        '<?xml version="1.0"?>', start + laughs
    )
    found = only(word.word("", document=document.encode(encoding)))
    assert isinstance(found, Problem)
    assert found.code == "file.bomb"


def test_deeply_nested_xml_is_refused() -> None:
    found = only(word.word("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000))
    assert isinstance(found, Problem)
    assert found.code == "file.broken"


def test_deeply_nested_json_is_refused() -> None:
    for data in (b'{"a":' * 100_000, b"[" * 100_000, b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"):
        found = only(data, "given.json")
        assert isinstance(found, Problem)
        assert found.code == "json.broken"


def test_sizes_are_written_for_people() -> None:
    assert limits.size(200_000_000) == "200 MB"
    assert limits.size(9_999) == "9,999 bytes"
