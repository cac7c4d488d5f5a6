"""Plain text to lines and pages."""

from __future__ import annotations

from mandates.readers.document import MARK_OPEN
from mandates.readers.text import read_text


def test_text_is_lines_as_they_are() -> None:
    found = read_text("one \r\n\r\ntwo\rthree", "a.txt")
    assert (found.source, found.format, found.by_line, found.problems) == ("a.txt", "text", True, ())
    assert [(b.text, b.page) for b in found.blocks] == [("one \n\ntwo\nthree", None)]


def test_form_feeds_end_pages() -> None:
    assert [(b.text, b.page) for b in read_text("one\ftwo\f", "a.txt").blocks] == [("one", 1), ("two", 2), ("", 3)]


def test_the_signs_of_marks_do_not_come_from_a_file() -> None:
    assert read_text(f"é{MARK_OPEN}1", "a.txt").blocks[0].text == "é1"
