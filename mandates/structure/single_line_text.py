"""A copy of a resolution without line breaks, divided into its paragraphs.

The opening ("The General Assembly,") is in that piece, or on a line of its own before it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from mandates.lexicon import verbs
from mandates.structure import shapes
from mandates.structure.reflow import Passage

#: Only longer passages are examined, as such a text is long.
_MIN_LENGTH = 100
_CAPITAL = re.compile(r"(?<=[,;:]\s)(?=[A-Z])")
_FIRST = re.compile(r"(?<=[,;:.])\s+(?=1\s?\.\s+[A-Z])")
_ITEM = re.compile(r"(?:(?<=:)|(?<=;)|(?<=; and)|(?<=; or)|(?<=,))\s+(?=\((?P<token>[a-z])\)\s)")
_NUMBER = re.compile(r"\d{1,3}\s?\.\s+")
_WORD = re.compile(r"[A-Z][a-z]+\b")


def parted(passages: list[Passage]) -> list[Passage]:
    """Return `passages`, with each that holds an opening and paragraphs split into these."""
    result: list[Passage] = []
    for before, passage in zip([None, *passages], passages, strict=False):
        opening = _opening_in(passage.text) if len(passage.text) > _MIN_LENGTH else None
        if opening is None and before is not None and _goes_on(before.text, passage.text):
            opening = (0, 0)
        if opening is None:
            result.append(passage)
        else:
            pieces = _pieces(passage.text, opening)
            result += [dataclasses.replace(passage, text=piece) for piece in pieces if piece]
    return result


def _opening_in(text: str) -> tuple[int, int] | None:
    """Return the start and end of the opening in `text` if paragraph 1 or its first words follow; otherwise None."""
    first = _first_number(text)
    if first is None:
        opening = shapes.opening_of(text) if text[0] == "T" else None
        rest = (opening["rest"] or "").strip() if opening is not None else ""
        return (0, text.index(rest)) if rest[:1].isupper() else None
    for match in shapes.OPENING_WITHIN.finditer(text, 0, first):
        if shapes.PREAMBULAR_SURELY.match(text, match.end()) or match.end() >= first:
            return match.start(), match.end()
    return None


def _goes_on(before: str, text: str) -> bool:
    """Whether `before` is an opening alone, and `text` all that follows: a preamble, then paragraph 1."""
    if len(text) <= _MIN_LENGTH or _first_number(text) is None:
        return False
    return shapes.PREAMBULAR_SURELY.match(text) is not None and shapes.OPENING.fullmatch(before) is not None


def _first_number(text: str) -> int | None:
    if " 1." not in text and " 1 ." not in text:
        return None
    ends = (match.end() for match in _FIRST.finditer(text))
    return next((end for end in ends if _is_paragraph(text, end)), None)


def _is_paragraph(text: str, start: int) -> bool:
    number = _NUMBER.match(text, start)
    if number is None:
        return False
    word = _WORD.match(text, number.end())  # "20. Welcomes ongoing efforts": a known verb is enough after a number
    return (word is not None and word[0].lower() in verbs.finite_forms()) or (
        shapes.operative_at(text, number.end()) is not None
    )


def _pieces(text: str, opening: tuple[int, int]) -> Iterator[str]:
    yield text[: opening[0]].strip()
    yield text[opening[0] : opening[1]].strip()
    first_paragraph = _first_number(text) or len(text)
    start = opening[1]
    for match in _CAPITAL.finditer(text, opening[1], first_paragraph):
        if shapes.PREAMBULAR_SURELY.match(text, match.end()):
            yield text[start : match.end()].strip()
            start = match.end()
    yield text[start:first_paragraph].strip()
    start, number = first_paragraph, 1
    while start < len(text):
        number += 1
        next_number = re.compile(rf"(?<=[,;:.])\s+(?={number}\s?\.\s+[A-Z])")
        ends = (match.end() for match in next_number.finditer(text, start))
        end = next((position for position in ends if _is_paragraph(text, position)), len(text))
        yield from _items(text[start:end].strip())
        start = end


def _items(text: str) -> Iterator[str]:
    """Yield the paragraph in `text` and the items of its list."""
    start, token = 0, "a"
    for match in _ITEM.finditer(text):
        if match["token"] == token and (token != "a" or text[match.start() - 1] == ":"):  # noqa: S105 - a label
            yield text[start : match.start()]
            start, token = match.end(), chr(ord(token) + 1)
    yield text[start:]
