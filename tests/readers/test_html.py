"""Web pages of resolutions."""

from __future__ import annotations

import io

from mandates.readers.document import Document
from mandates.readers.read import read_stream
from mandates.structure.parse import parse

PAGE = """<!doctype html><html><head><title>Ferries</title><script>1. Requests nothing;</script></head><body>
<nav>Home</nav><main><p>Resolution adopted by the General Assembly on 14 December 2022</p>
<h2>77/364. Ferries</h2><p><em>The General Assembly</em>,</p>
<p>Recalling its resolution
 70/3,<sup>1</sup></p>
<ol><li>Requests the Secretary-General:<ol type="a"><li>To report;</li><li>To meet&nbsp;States;</li></ol></li></ol>
<p>2. Decides to remain seized of the matter.</p></main><aside>Related: Quays</aside></body></html>"""


def document(page: str) -> Document:
    (read,) = read_stream(io.BytesIO(page.encode()), "page")
    assert isinstance(read, Document)
    return read


def test_a_page_is_read_as_its_text() -> None:
    (found,) = parse(document(PAGE)).resolutions
    assert (found.symbol, found.title) == ("A/RES/77/364", "Ferries")
    assert [(p.label, p.text) for p in found.paragraphs] == [
        (None, "Recalling its resolution 70/3,"),
        ("1", "Requests the Secretary-General:"),
        ("1 (a)", "To report;"),
        ("1 (b)", "To meet States;"),
        ("2", "Decides to remain seized of the matter."),
    ]
    assert [note.mark for note in found.paragraphs[0].footnotes] == ["1"]


def test_a_page_without_a_resolution_says_what_to_do() -> None:
    found = parse(document("<html><body><p>Search results: 12</p></body></html>"))
    assert found.resolutions == ()
    assert [problem.code for problem in found.problems] == ["document.no_resolution"]
    assert "download the document itself" in found.problems[0].message


def test_a_page_nested_without_end_is_bounded() -> None:
    assert document("<html><body>" + "<div>" * 5000 + "deep").format == "html"


def test_an_encyclopaedia_page_has_the_number_in_its_title() -> None:
    page = (
        "<html><head><title>United Nations Security Council Resolution 2997 - Library</title></head><body>"
        "<p>Adopted by the Security Council at its 10021st meeting, on 10 June 2026</p><dl>"
        "<dd>The Security Council,</dd><dd>Recalling its plans,<sup>[1]</sup></dd><dd>1. Requests a list.</dd></dl>"
        "<p><sup>1</sup> S/2026/1.</p></body></html>"
    )
    (found,) = parse(document(page)).resolutions
    assert (found.symbol, str(found.adopted_on)) == ("S/RES/2997 (2026)", "2026-06-10")
    assert [(p.label, p.text) for p in found.paragraphs] == [(None, "Recalling its plans,"), ("1", "Requests a list.")]
