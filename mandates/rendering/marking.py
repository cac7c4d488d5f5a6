"""A paragraph with the words marked that were interpreted: ``[verb: Requests] the [owner: Secretary-General]``.

The marks are text, so that they survive any format, printing without colour and reading aloud.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mandates.rendering.answer import Style, Styled

#: The spans that are marked, with the name and the style of each. Where spans overlap, the one listed first wins.
_MARKED = (("verb", "verb", Style.VERB), ("owners", "owner", Style.OWNER), ("due", "due", Style.DATE))


def marked(text: str, spans: Mapping[str, Any]) -> tuple[str | Styled, ...]:
    """Return `text` in pieces with verb, owners and due phrases marked.

    If the clause is only a part of the paragraph, it stands between guillemets and the rest has the quiet style.
    """
    clause = next(_ranges(spans.get("clause"), len(text)), None)
    if clause is None or not (text[: clause[0]].strip() or text[clause[1] :].strip(" ;.,")):
        clause = (0, len(text))
    start, end = clause
    pieces: list[str | Styled] = []
    if start > 0:
        pieces += [Styled(text[:start], Style.QUIET), "\u00ab"]
    position = start
    for begin, stop, name, style in _inside(spans, clause):
        pieces += [text[position:begin], f"[{name}: ", Styled(text[begin:stop], style), "]"]
        position = stop
    pieces.append(text[position:end])
    if start > 0 or end < len(text):
        pieces += ["\u00bb"] if start > 0 else []
        pieces.append(Styled(text[end:], Style.QUIET))
    return tuple(piece for piece in pieces if piece and (not isinstance(piece, Styled) or piece.text))


def _inside(spans: Mapping[str, Any], clause: tuple[int, int]) -> list[tuple[int, int, str, Style]]:
    """Return the marks within the clause as (begin, end, name, style), in order and without overlaps."""
    marks: list[tuple[int, int, str, Style]] = []
    for key, word, style in _MARKED:
        for begin, stop in _ranges(spans.get(key), clause[1]):
            if begin >= clause[0] and all(stop <= mark[0] or begin >= mark[1] for mark in marks):
                marks.append((begin, stop, word, style))
    return sorted(marks)


def _ranges(value: Any, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a span (a pair, a list of pairs, or None), except those outside the text."""
    if not value:
        return
    pairs = [value] if isinstance(value[0], int) else value
    for pair in pairs:
        if pair and 0 <= pair[0] < pair[1] <= end:
            yield pair[0], pair[1]
