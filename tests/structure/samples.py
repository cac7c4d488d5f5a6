"""Resolutions written for tests, in the forms that documents have them in."""

from __future__ import annotations

import textwrap

from mandates.domain.problems import Problem
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution
from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document
from mandates.readers.markdown import read_markdown
from mandates.readers.text import read_text
from mandates.structure.parse import Structure, parse

MASTHEAD = [
    "United Nations A/RES/77/901",
    "General Assembly",
    "Distr.: General",
    "14 June 2023",
    "Seventy-seventh session",
    "Agenda item 18 (b)",
    "Resolution adopted by the General Assembly on 9 June 2023",
    "[on the report of the Second Committee (A/77/443/Add.2, para. 9)]",
    "77/901. Harbours of small island developing States",
    "The General Assembly,",
]
PREAMBLE = [
    (
        "Recalling its resolutions 70/1 of 25 September 2015, 71/312 of 6 July 2017 and 76/296 of 21 July 2022, "
        "and all its earlier resolutions on the harbours and coasts of small island developing States,"
    ),
    (
        "Deeply concerned at the damage that storms have done, in Dominica, Fiji and Vanuatu among others, to "
        "harbours, markets and cold stores on which fishing communities depend,"
    ),
    "Convinced that the rebuilding of harbours should serve sustainable development,",
]
OPERATIVE = [
    (
        "1. Takes note of the report of the Secretary-General on harbours, and of the conclusions that the United"
        " Nations Conference on Trade and Development and the regional commissions have drawn from it in the "
        "light of the Samoa Pathway, adopted on 14 November 2014;"
    ),
    (
        "2. Requests the Secretary-General to submit to the General Assembly at its seventy-ninth session a "
        "report on the implementation of the present resolution, including a review of the insurance of harbours;"
    ),
    (
        "3. Invites the regional commissions, in cooperation with Governments and relevant organizations of the "
        "United Nations system:"
    ),
    "(a) To share with Member States, upon request, their experience in building harbours that resist storms;",
    "(b) To hold, within existing resources, a workshop before the end of 2024 on:",
    "(i) Insurance against storms, in particular parametric insurance;",
    "(ii) Cold stores that run on solar energy;",
    (
        "4. Decides to include in the provisional agenda of its seventy-ninth session, under the item entitled "
        "“Sustainable development”, the sub-item entitled “Harbours of small island developing States”."
    ),
]
CLOSING = ["75th plenary meeting", "9 June 2023"]
LINES = [*MASTHEAD, *PREAMBLE, *OPERATIVE, *CLOSING]


def text_of(lines: list[str], *, gap: bool = True) -> str:
    """Return `lines` as text, with empty lines between them or without."""
    return ("\n\n" if gap else "\n").join(lines)


def wrapped(lines: list[str], width: int, *, gap: bool = True) -> str:
    """Return `lines` broken at `width`, with empty lines between paragraphs or without."""
    return text_of([textwrap.fill(line, width, break_long_words=False) for line in lines], gap=gap)


def read(text: str, source: str = "a.txt") -> Structure:
    """Return what is read from plain text."""
    return parse(read_text(text, source))


def read_lines(*lines: str, source: str = "a.txt") -> Structure:
    """Return what is read from plain text, a paragraph a line."""
    return read(text_of(list(lines)), source)


def read_pages(*pages: str, source: str = "a.pdf") -> Structure:
    """Return what is read from a PDF whose pages have these lines; “⟨1⟩” is a raised mark."""
    marked = (page.replace("⟨", MARK_OPEN).replace("⟩", MARK_CLOSE).strip("\n") for page in pages)
    blocks = tuple(Block(page, page=number) for number, page in enumerate(marked, start=1))
    return parse(Document(source=source, format="pdf", blocks=blocks, by_line=True))


def read_md(text: str) -> Structure:
    """Return what is read from Markdown."""
    return parse(read_markdown(text, "a.md"))


def only(structure: Structure) -> Resolution:
    """Return the one resolution of a document without problems of its own."""
    assert structure.problems == ()
    (resolution,) = structure.resolutions
    return resolution


def body(*lines: str) -> Resolution:
    """Return the resolution whose text, behind its opening, has these paragraphs."""
    return only(read_lines(*MASTHEAD, *lines, *CLOSING))


def shown(resolution: Resolution, *kinds: ParagraphKind) -> list[tuple[str | None, str]]:
    """Return label and text of the paragraphs of these kinds, or of all."""
    return [(p.label, p.text) for p in resolution.paragraphs if not kinds or p.kind in kinds]


def operative(resolution: Resolution) -> list[tuple[str | None, str]]:
    """Return label and text of the operative paragraphs."""
    return shown(resolution, ParagraphKind.OPERATIVE)


def labels(resolution: Resolution) -> list[str | None]:
    """Return the labels of the operative paragraphs."""
    return [label for label, _ in operative(resolution)]


def of_kind(resolution: Resolution, kind: ParagraphKind) -> list[Paragraph]:
    """Return the paragraphs of a kind."""
    return [p for p in resolution.paragraphs if p.kind is kind]


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """Return the codes of `problems`."""
    return [problem.code for problem in problems]
