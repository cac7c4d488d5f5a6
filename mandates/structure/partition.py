"""Passages to the resolutions they belong to: a document may hold several, or begin and end within one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mandates.structure import masthead, quoted, shapes, titles
from mandates.structure.furniture import DOCUMENT_SYMBOL
from mandates.structure.reflow import Passage
from mandates.structure.titles import Title

#: The maximum number of passages between a number and the opening: parts, lines of a title, the adopting clause.
_OPENING_REACH = 14
#: The same for a number without a full stop.
_SHORT_REACH = 2
_OWN_HEAD = re.compile(
    rf"united nations\s+{DOCUMENT_SYMBOL}\s*|resolutions?\s+adopted\s+by\s+the\b.*", re.IGNORECASE | re.DOTALL
)
_RESOLUTION_OF = re.compile(r"(?:resolution\s+of\s|of\s\d|adopted\s+by\s+the\s)", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """The passages of one resolution.

    Attributes:
        head: the passages before the number and title.
        title: the number and title; None if it has none.
        passages: the passages that follow.
    """

    head: list[Passage]
    title: Title | None
    passages: list[Passage]


def partition(passages: list[Passage]) -> tuple[list[Part], list[Passage]]:
    """Return the resolutions among `passages`, and the passages before the first, which belong to an earlier one."""
    title_indexes = [
        i
        for i, passage in enumerate(passages)
        if (title := titles.title_of(passage.text)) is not None and _heads_resolution(title, passages, i)
    ]
    first_title = title_indexes[0] if title_indexes else len(passages)
    opening = next((i for i in range(first_title) if _is_opening(passages[i].text)), None)
    if opening is None and not title_indexes:
        opening = next((i for i, passage in enumerate(passages) if i and _is_text(passage.text)), None)
        if opening is None or not any(
            _OWN_HEAD.fullmatch(passage.text) or _declares(passage.text) for passage in passages[:opening]
        ):
            return [], passages
    if opening is not None:
        lead, head = _lead(passages[:opening])
        untitled = Part(head, None, passages[opening:first_title])
        if not title_indexes:
            return [untitled], lead
    else:
        lead, head = _lead(passages[:first_title])
        untitled = None
    parts = [untitled] if untitled else []
    for position, start in enumerate(title_indexes):
        end = title_indexes[position + 1] if position + 1 < len(title_indexes) else len(passages)
        text_end = _own_head(passages, start + 1, end) if end < len(passages) else end
        title = titles.title_of(passages[start].text)
        text = passages[start + 1 : text_end]
        parts.append(Part(head, title, quoted.without_quotes(text) if title and title.quoted else text))
        head = passages[text_end:end]
    return parts, lead


def _declares(text: str) -> bool:
    """Whether `text` is the symbol of a declaration, which needs no opening: “UNEP/EA.4/HLS.1”."""
    symbol = masthead.parse_symbol(text) if "/" in text else None
    return symbol is not None and symbol.kind == "declaration"


def _is_opening(text: str) -> bool:
    return shapes.opening_of(text) is not None or shapes.narrative_of(text) is not None


def _heads_resolution(title: Title, passages: list[Passage], index: int) -> bool:
    """Whether the passage at `index` is the number and `title` of a resolution, with its text after it."""
    if title.dated or masthead.date_in_title(title) is not None:
        return True
    if any(shapes.annex_of(passage.text) for passage in passages[max(0, index - 2) : index]):
        return False  # a text that a resolution annexes
    for following in passages[index + 1 : index + 1 + (_OPENING_REACH if title.sure else _SHORT_REACH)]:
        text = following.text
        if _is_opening(text) or _RESOLUTION_OF.match(text) or shapes.states_its_subject(text):
            return True
        if titles.title_of(text) or (shapes.label_of(text) is not None and not title.text):
            return False
        if text.endswith(",") and shapes.PREAMBULAR.match(text):
            return True
        if shapes.operative_at(text) and shapes.ends_sentence(text):
            return True
    return False


def _lead(passages: list[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Return those of `passages` that end an earlier resolution, and those that are masthead."""
    cut = 0
    for index, passage in enumerate(passages):
        text = passage.text
        is_closing = shapes.closing_of(text) and not titles.title_of(text) and not text.lower().startswith("adopted by")
        if is_closing or (0 < cut == index and shapes.is_date(text)):
            cut = index + 1
    text_start = next((i for i, earlier in enumerate(passages[:cut]) if _is_text(earlier.text)), cut)
    return passages[text_start:cut], passages[:text_start] + passages[cut:]


def _is_text(text: str) -> bool:
    return (
        shapes.label_of(text) is not None
        or (shapes.ends_sentence(text) and len(text) > 60)
        or text[:1].islower()
        or shapes.closing_of(text) is not None
    )


def _own_head(passages: list[Passage], start: int, end: int) -> int:
    """Return the index between `start` and `end` at which the masthead of the following resolution begins."""
    for index in range(max(start, end - 12), end):
        if _OWN_HEAD.fullmatch(passages[index].text):
            return index
    section = shapes.section_of(passages[end - 1].text) if end - 1 > start else None
    return end - 1 if section is not None and section["roman_title"] else end  # “II. Decisions”
