"""No input makes the second stage raise, and none makes it slow."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.domain.resolution import ParagraphKind
from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document
from mandates.readers.markdown import read_markdown
from mandates.readers.text import read_text
from mandates.structure.lines import Line
from mandates.structure.parse import Structure, parse
from mandates.structure.words import LineEnds, mend
from tests.growth import check_growth
from tests.structure.samples import LINES, read, text_of

PIECES = [
    *LINES,
    "1.",
    "(a)",
    "(i) x",
    "I",
    "A",
    "Annex",
    "• x",
    "---",
    "____",
    "¹ See A/1.",
    "1 Ibid.",
    "* Note.",
    "“The General Assembly,",
    "The Security Council",
    "Resolution 242 (1967)",
    "71/12. X",
    "485 (V). X",
    "Adopted at the 5th meeting",
    "In favour:",
    "”",
    "-",
    "_",
    "|",
    "L’Assemblée générale",
    "2/5 23-24966",
    "A/RES/71/12",
    "Notes 12",
    "x-",
    "y",
    "\f",
    "\x00",
    "\ufffe",
    MARK_OPEN,
    MARK_CLOSE,
    "é" * 9,
]


def check(found: Structure) -> None:
    """Fail where a result breaks what the model promises."""
    for resolution in found.resolutions:
        for index, paragraph in enumerate(resolution.paragraphs):
            assert paragraph.parent is None or 0 <= paragraph.parent < index
            assert MARK_OPEN not in paragraph.text
            assert (paragraph.label is None) <= (paragraph.kind is not ParagraphKind.OPERATIVE)
            assert "\n" not in paragraph.text
    for problem in (*found.problems, *(p for r in found.resolutions for p in r.problems)):
        assert problem.code
        assert "\n" not in problem.message


@given(st.text())
def test_any_text(text: str) -> None:
    check(read(text))
    check(parse(read_markdown(text, "a.md")))


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["\n", "\n\n", " \n"]))
def test_shuffled_pieces(pieces: list[str], end: str) -> None:
    text = end.join(pieces)
    check(read(text))
    check(parse(read_markdown(text, "a.md")))
    check(
        parse(Document(source="a.pdf", format="pdf", blocks=(Block(text, page=1), Block(text, page=2)), by_line=True))
    )
    blocks = tuple(
        Block(piece, label="1." if i % 3 else None, style="footnote" if i % 7 == 6 else None)
        for i, piece in enumerate(pieces)
    )
    check(parse(Document(source="a.docx", format="docx", blocks=blocks)))


@given(st.data())
def test_mangled_resolution(data: st.DataObject) -> None:
    text = text_of(LINES)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 200)))
        text = (
            text[:start] + data.draw(st.sampled_from(["", text[start:end] * 2, "\n", "“", "1. ", "(b) "])) + text[end:]
        )
    check(read(text))


HEAD = "71/12. X\n\nThe General Assembly,\n\n"


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 10,
        "1. ",
        "(a) x:\n\n",
        "“",
        "”\n\n",
        "¹",
        "x-\n",
        "_",
        "[",
        "](",
        "(",
        "The ",
        "The General Assembly,\n\n",
        "Annex\n\n",
        "A\n\nRequests it;\n\n",
        "1. Requests it:\n\n“Also this”;\n\n",
        "485 (V). X\n\n",
        "Resolution 5 (1946)\n\n",
        "71/12. X\n\n",
        "Agenda items 1, 2, ",
        "2/5 ",
        "on 4 May ",
        "1 See A/1.\n\n",
        "---\n\n1 See.\n\n",
        "x,1 ",
        "A/RES/71/12 ",
        "Also ",
        "ab cd ",
        "| ",
        "5th plenary meeting\n\n",
        "II\n\n1. Requests;\n\n",
        "\ufffe",
        f"{MARK_OPEN}1{MARK_CLOSE}",
        "# a ",
        "*a ",
        "<sup>1",
        "adopted on 1 May ",
    ],
)
def test_time_grows_with_the_text(hostile: str) -> None:
    def run(text: str) -> None:
        parse(read_text(text, "a.txt"))
        parse(read_markdown(text, "a.md"))

    check_growth(run, lambda times: HEAD + hostile * times, 800 // len(hostile) + 20)


def test_time_grows_with_the_cut_words_of_a_text() -> None:
    check_growth(lambda text: mend([Line(text)]), lambda times: "Amer ica " * times, 10_000)


def test_time_grows_with_the_words_cut_at_the_ends_of_lines() -> None:
    def join(text: str) -> None:
        lines = [Line(line) for line in text.splitlines()]
        ends, parts = LineEnds(lines), ["x"]
        for line in lines:
            ends.add(parts, line.text)

    def words(times: int) -> str:
        letters = itertools.islice(itertools.product("abcdefghij", repeat=5), times)
        return "".join([f"x q{''.join(word)}-\nqx y\n" for word in letters])

    check_growth(join, words, 2_000)
