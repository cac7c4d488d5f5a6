"""A resolution that a copy gives in one piece, without line ends, parted into its paragraphs."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from mandates.structure import shapes
from mandates.structure.reflow import Passage

#: A passage is looked at where it is longer than this, as such a text is.
_SHORTEST = 100
_CAPITAL = re.compile(r"(?<=[,;:]\s)(?=[A-Z])")
_FIRST = re.compile(r"(?<=[,;:.])\s+(?=1\s?\.\s+[A-Z])")
_ITEM = re.compile(r"(?:(?<=:)|(?<=;)|(?<=; and)|(?<=; or)|(?<=,))\s+(?=\((?P<token>[a-z])\)\s)")
_NUMBER = re.compile(r"\d{1,3}\s?\.\s+")


def parted(passages: list[Passage]) -> list[Passage]:
    """Return `passages`, each that holds an opening and the paragraphs behind it parted into them."""
    out: list[Passage] = []
    for passage in passages:
        opening = _opening_in(passage.text) if len(passage.text) > _SHORTEST else None
        if opening is None:
            out.append(passage)
        else:
            pieces = _pieces(passage.text, opening)
            out += [dataclasses.replace(passage, text=piece) for piece in pieces if piece]
    return out


def _opening_in(text: str) -> tuple[int, int] | None:
    """Return where in `text` its opening stands, paragraph 1 following."""
    first = _first_number(text)
    if first is None:
        opening = shapes.opening_of(text) if text[0] == "T" else None
        rest = (opening["rest"] or "").strip() if opening is not None else ""
        return (0, text.index(rest)) if rest[:1].isupper() else None
    for match in shapes.OPENING_WITHIN.finditer(text, 0, first):
        if shapes.PREAMBULAR_SURELY.match(text, match.end()) or match.end() >= first:
            return match.start(), match.end()
    return None


def _first_number(text: str) -> int | None:
    if " 1." not in text and " 1 ." not in text:
        return None
    found = (match.end() for match in _FIRST.finditer(text))
    return next((at for at in found if _is_paragraph(text, at)), None)


def _is_paragraph(text: str, at: int) -> bool:
    number = _NUMBER.match(text, at)
    return number is not None and shapes.operative_at(text, number.end()) is not None


def _pieces(text: str, opening: tuple[int, int]) -> Iterator[str]:
    yield text[: opening[0]].strip()
    yield text[opening[0] : opening[1]].strip()
    first = _first_number(text) or len(text)
    begin = opening[1]
    for match in _CAPITAL.finditer(text, opening[1], first):
        if shapes.PREAMBULAR_SURELY.match(text, match.end()):
            yield text[begin : match.end()].strip()
            begin = match.end()
    yield text[begin:first].strip()
    begin, number = first, 1
    while begin < len(text):
        number += 1
        following = re.compile(rf"(?<=[,;:.])\s+(?={number}\s?\.\s+[A-Z])")
        ends = (match.end() for match in following.finditer(text, begin))
        end = next((at for at in ends if _is_paragraph(text, at)), len(text))
        yield from _items(text[begin:end].strip())
        begin = end


def _items(text: str) -> Iterator[str]:
    """Yield a paragraph and the items of its list."""
    begin, token = 0, "a"
    for match in _ITEM.finditer(text):
        if match["token"] == token and (token != "a" or text[match.start() - 1] == ":"):  # noqa: S105 - a label
            yield text[begin : match.start()]
            begin, token = match.end(), chr(ord(token) + 1)
    yield text[begin:]
