"""The sentences of the beginning of an issued document, each with its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mandates.structure import shapes
from mandates.structure.reflow import Passage

#: The maximum number of characters read for what a document answers; some have a summary and contents at the start.
_MOST_CHARACTERS = 40_000
#: The minimum number of words of a sentence; what is shorter is a heading.
FEWEST_WORDS = 8
#: The dot leaders of a table of contents.
DOTS = re.compile(r"\.{4,}|(?:\. ){4,}")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?:[”\"’)\ue001]|\s?\d{1,2}(?=\s))*\s+(?=(?:\d{1,3}\.\s+)?[A-Z“\"(\[])|(?<=\.\*)\s+(?=[A-Z])"
)
_MARKED_END = re.compile(r"(?<=[\w)”]\.)\d{1,2}$")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|vol|para|paras|art|cf|pp?|e\.g|i\.e|Add|Rev|Corr)\.)$")
#: What stands between a letter and the letter that it forwards as an annex.
_SIGNED = re.compile(
    r"^\(Signed\)\s+(?:\S+\s+){1,6}?Annex(?:\s+to\s+the\s+letter\s+dated\s+.{10,200}?Council)?\s+(?=[A-Z])"
)


class Sentence(NamedTuple):
    """One sentence from the beginning of a document, and its page."""

    text: str
    page: int | None


def sentences_of(passages: Sequence[Passage]) -> Iterator[Sentence]:
    """Yield the sentences of `passages`; one that a page or line break divides is joined."""
    size = 0
    joined, page = "", None
    for passage in passages:
        text = passage.text.strip()
        if not text or DOTS.search(text) or size > _MOST_CHARACTERS:
            continue
        size += len(text)
        if joined and _goes_on(joined, text):
            joined = f"{joined} {text}"
            continue
        yield from _split(joined, page)
        joined, page = text, passage.page
    yield from _split(joined, page)


def _goes_on(joined: str, text: str) -> bool:
    if len(joined.split()) < FEWEST_WORDS or re.search(r"[.:;!?][”\"’)\d\s*]{0,6}$", joined):
        return False
    return not (shapes.label_of(text) is not None and not re.match(r"\d{3,4} \(", text)) or bool(
        re.match(r"\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d|\d{3,4} \((?:19|20)\d\d\)", text)
    )


def _split(joined: str, page: int | None) -> Iterator[Sentence]:
    start = 0
    for match in _SENTENCE_END.finditer(joined):
        if _ABBREVIATED.search(joined, start, match.start()):
            continue
        text = joined[start : match.start()].strip()
        if re.fullmatch(r"(?:\d{1,3}|[IVX]+|[A-Z])\.", text):
            continue
        if text:
            yield Sentence(_without_label(text), page)
        start = match.end()
    if joined[start:].strip():
        yield Sentence(_without_label(joined[start:].strip()), page)


def _without_label(text: str) -> str:
    """Return a sentence without its paragraph number, what precedes that, and a footnote mark at its end."""
    text = _MARKED_END.sub("", _SIGNED.sub("", text))
    return re.sub(r"^(?:(?:[IVX]+\.\s+)?(?:Introduction|INTRODUCTION)\s+)?\d{1,3}\.\s+(?=[A-Z])", "", text)
