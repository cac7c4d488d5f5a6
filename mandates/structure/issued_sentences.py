"""The sentences of the beginning of an issued document, each with its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mandates.structure import shapes
from mandates.structure.reflow import Passage

#: Characters that are read for what a document answers: summaries and contents stand before the first sentence of some.
_MOST_CHARACTERS = 40_000
#: So many words are a sentence, not a heading.
FEWEST_WORDS = 8
#: Dots of a table of contents.
DOTS = re.compile(r"\.{4,}|(?:\. ){4,}")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?:[”\"’)\ue001]|\s?\d{1,2}(?=\s))*\s+(?=(?:\d{1,3}\.\s+)?[A-Z“\"(\[])|(?<=\.\*)\s+(?=[A-Z])"
)
_MARKED_END = re.compile(r"(?<=[\w)”]\.)\d{1,2}$")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|vol|para|paras|art|cf|pp?|e\.g|i\.e|Add|Rev|Corr)\.)$")
#: What stands between a letter and the one that it sends on.
_SIGNED = re.compile(
    r"^\(Signed\)\s+(?:\S+\s+){1,6}?Annex(?:\s+to\s+the\s+letter\s+dated\s+.{10,200}?Council)?\s+(?=[A-Z])"
)


class Sentence(NamedTuple):
    """One sentence of the beginning, and its page."""

    text: str
    page: int | None


def sentences_of(passages: Sequence[Passage]) -> Iterator[Sentence]:
    """Yield the sentences of the text, joined where a page or a line ended within one."""
    size = 0
    whole, page = "", None
    for passage in passages:
        text = passage.text.strip()
        if not text or DOTS.search(text) or size > _MOST_CHARACTERS:
            continue
        size += len(text)
        if whole and _goes_on(whole, text):
            whole = f"{whole} {text}"
            continue
        yield from _split(whole, page)
        whole, page = text, passage.page
    yield from _split(whole, page)


def _goes_on(whole: str, text: str) -> bool:
    if len(whole.split()) < FEWEST_WORDS or re.search(r"[.:;!?][”\"’)\d\s*]{0,6}$", whole):
        return False
    return not (shapes.label_of(text) is not None and not re.match(r"\d{3,4} \(", text)) or bool(
        re.match(r"\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d|\d{3,4} \((?:19|20)\d\d\)", text)
    )


def _split(whole: str, page: int | None) -> Iterator[Sentence]:
    start = 0
    for match in _SENTENCE_END.finditer(whole):
        if _ABBREVIATED.search(whole, start, match.start()):
            continue
        text = whole[start : match.start()].strip()
        if re.fullmatch(r"(?:\d{1,3}|[IVX]+|[A-Z])\.", text):
            continue
        if text:
            yield Sentence(_without_label(text), page)
        start = match.end()
    if whole[start:].strip():
        yield Sentence(_without_label(whole[start:].strip()), page)


def _without_label(text: str) -> str:
    """Return a sentence without the number of its paragraph, what stands before it, and the mark of a footnote."""
    text = _MARKED_END.sub("", _SIGNED.sub("", text))
    return re.sub(r"^(?:(?:[IVX]+\.\s+)?(?:Introduction|INTRODUCTION)\s+)?\d{1,3}\.\s+(?=[A-Z])", "", text)
