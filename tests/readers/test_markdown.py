"""Markdown to text without markup."""

from __future__ import annotations

import pytest

from mandates.readers.document import MARK_CLOSE, MARK_OPEN
from mandates.readers.markdown import read_markdown


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (
            "*Recalling* its resolution [59/50](https://undocs.org/59/50) of 2004,",
            "Recalling its resolution 59/50 of 2004,",
        ),
        ("_Recalling_ **its** ***resolutions***", "Recalling its resolutions"),
        ("the Organization,<sup>1</sup> and", f"the Organization,{MARK_OPEN}1{MARK_CLOSE} and"),
        ("the Organization,<sup>[12]</sup>", f"the Organization,{MARK_OPEN}12{MARK_CLOSE}"),
        ("one<br/>two", "one\ntwo"),
        ('<span id="x">one</span>', "one"),
        (r"A\_B \* C", "A_B * C"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("1. *Requests* it;", "1. Requests it;"),
    ],
)
def test_markup(markdown: str, text: str) -> None:
    assert [b.text for b in read_markdown(markdown, "a.md").blocks] == [text]


def test_headings_are_blocks_of_their_own() -> None:
    found = read_markdown("intro\n\n## A *title* ##\n\ntext\n", "a.md")
    assert [(b.text.strip(), b.style) for b in found.blocks] == [
        ("intro", None),
        ("A title", "heading 2"),
        ("text", None),
    ]
    assert found.by_line


def test_a_quotation_is_read_without_its_signs() -> None:
    (block,) = read_markdown("> The Council,\n>\n> 1. Requests it:\n>    1. by May;\n", "a.md").blocks
    assert block.text == "The Council,\n\n1. Requests it:\n   1. by May;\n"


def test_footnotes_in_brackets_are_those_that_the_text_has_above() -> None:
    text = "Recalling its resolution\\[1\\],\n\n[2] Requests a list;\n\n\\[1\\] See 70/1.\n"
    note, body = read_markdown(text, "a.md").blocks
    assert (note.label, note.text, note.style) == ("1", "See 70/1.", "footnote")
    assert body.text.startswith(f"Recalling its resolution{MARK_OPEN}1{MARK_CLOSE},\n\n[2] Requests a list;")
