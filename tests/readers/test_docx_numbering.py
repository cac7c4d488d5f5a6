"""Automatic numbers of Word files, as Word prints them."""

from __future__ import annotations

import io

import pytest

from mandates.readers.document import Document
from mandates.readers.docx_numbering import format_number
from mandates.readers.read import read_stream
from tests.readers.word import level, numbered, numbering, paragraph, part, word

_OUTLINE = (
    level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "(%3)")
    + level(3, "decimal", "%1.%4")
)  # fmt: skip


def labels(*body: str, **parts: str) -> list[str | None]:
    """Return the numbers printed before the paragraphs of a Word file."""
    (document,) = read_stream(io.BytesIO(word("".join(body), **parts)), "given.docx")
    assert isinstance(document, Document), document
    return [block.label for block in document.blocks]


def at(*levels: int, number: int = 1) -> list[str]:
    return [numbered("Text", number, each) for each in levels]


def test_deeper_levels_start_again_under_each_higher_one() -> None:
    assert labels(*at(0, 1, 1, 2, 2, 1, 2, 0, 1), numbering=numbering(_OUTLINE)) == [
        "1.", "(a)", "(b)", "(i)", "(ii)", "(c)", "(i)", "2.", "(a)",
    ]  # fmt: skip


def test_a_number_may_be_made_of_several_levels() -> None:
    assert labels(*at(0, 0, 3, 3), numbering=numbering(_OUTLINE))[2:] == ["2.1", "2.2"]


def test_a_level_that_was_skipped_counts_from_its_start() -> None:
    levels = level(0, "decimal", "%1.", start=4) + level(1, "decimal", "%1.%2")
    assert labels(*at(1, 1), numbering=numbering(levels)) == ["4.1", "4.2"]


def test_lists_of_one_kind_count_on_unless_they_start_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    body = [*at(0, 0), *at(0, number=2), *at(0, 0, number=3), *at(0)]
    assert labels(*body, numbering=numbering(_OUTLINE, "", "", anew)) == ["1.", "2.", "3.", "7.", "8.", "9."]


def test_a_list_may_have_levels_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "Section %1")}</w:lvlOverride>'
    assert labels(*at(0), *at(0, number=2), numbering=numbering(_OUTLINE, "", own)) == ["1.", "Section II"]


@pytest.mark.parametrize(("restart", "expected"), [("0", "(c)"), ("1", "(a)"), (None, "(a)")])
def test_a_level_may_be_told_when_to_start_again(restart: str | None, expected: str) -> None:
    more = "" if restart is None else f'<w:lvlRestart w:val="{restart}"/>'
    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)", more)
    assert labels(*at(0, 1, 1, 0, 1), numbering=numbering(levels))[-1] == expected


def test_legal_numbers_print_every_level_in_figures() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert labels(*at(0, 0, 1), numbering=numbering(levels)) == ["I.", "II.", "2.1"]


def test_empty_paragraphs_count_and_bullets_print_no_number() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "bullet", "•")
    body = [numbered("One"), numbered(""), numbered("Three"), numbered("Point", level=1)]
    assert labels(*body, numbering=numbering(levels)) == ["1.", "3.", None]


def test_deleted_paragraphs_do_not_count() -> None:
    gone = numbered("Two").replace("</w:pPr>", "<w:rPr><w:del/></w:rPr></w:pPr>").replace("<w:r>", "<w:del><w:r>")
    gone = gone.replace("</w:r>", "</w:r></w:del>")
    assert labels(numbered("One"), gone, numbered("Three"), numbering=numbering(_OUTLINE)) == ["1.", "2."]


def test_a_style_may_carry_the_number_and_a_paragraph_take_it_off() -> None:
    def style(key: str, inner: str) -> str:
        return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{key}"/>{inner}</w:style>'

    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = part(
        "styles",
        style("Para", number)
        + style("Item", f'<w:basedOn w:val="Para"/>{number}')
        + style("Child", '<w:basedOn w:val="Item"/>')
        + style("Loop", '<w:basedOn w:val="Loop"/>'),
    )
    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)", '<w:pStyle w:val="Item"/>')
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = [
        paragraph("Text", properties=f'<w:pStyle w:val="{key}"/>{more}')
        for key, more in (("Para", ""), ("Item", ""), ("Child", ""), ("Para", off), ("Para", ""), ("Loop", ""))
    ]
    assert labels(*body, numbering=numbering(levels), styles=styles) == ["1.", "(a)", "(b)", None, "2.", None]


def test_a_list_style_lends_its_levels() -> None:
    linked = (
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Paras"/></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num>'
    )
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = part("styles", f'<w:style w:type="numbering" w:styleId="Paras">{number}</w:style>')
    given = numbering(_OUTLINE).replace("</w:numbering>", linked + "</w:numbering>")
    assert labels(*at(0, 1, number=9), numbering=given, styles=styles) == ["1.", "(a)"]


def test_lists_that_are_not_there_print_nothing() -> None:
    assert labels(*at(0, number=5), *at(8), numbering=numbering(_OUTLINE)) == [None, None]
    assert labels(*at(0)) == [None]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (28, "lowerLetter", "bb"),
        (27, "upperLetter", "AA"),
        (0, "lowerLetter", "0"),
        (10**9, "upperLetter", "1000000000"),
        (1994, "upperRoman", "MCMXCIV"),
        (10**9, "lowerRoman", "1000000000"),
        (3, "ordinal", "3rd"),
        (3, "cardinalText", "Three"),
        (21, "ordinalText", "Twenty-first"),
        (20, "ordinalText", "Twentieth"),
        (100, "ordinalText", "One hundredth"),
        (199, "cardinalText", "One hundred ninety-nine"),
        (200, "cardinalText", "200"),
        (200, "ordinalText", "200th"),
        (1, "ordinal", "1st"),
        (12, "ordinal", "12th"),
        (22, "ordinal", "22nd"),
        (111, "ordinal", "111th"),
        (5, "none", ""),
        (5, "chineseCounting", "5"),
    ],
)
def test_numbers_in_their_forms(number: int, form: str, printed: str) -> None:
    assert format_number(number, form) == printed
