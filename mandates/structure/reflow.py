"""Printed lines to passages: each a paragraph, an item, a heading or another whole piece of text.

A document's lines may be whole paragraphs or broken at any width, with or without empty lines between paragraphs. Where
a line ends for want of room, or a page does, the passage goes on; the rules of `_begins` tell that from its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mandates.readers.document import MARK_CLOSE, MARK_OPEN
from mandates.structure import shapes, words
from mandates.structure.lines import Line

#: A line that fills less of the measure than this had room for the next word, whatever the widths of its letters.
_SURELY_SHORT = 0.8
#: A line that fills more of it than this may have been cut there.
_FULL = 0.6
#: “Section XVIII” and the like.
_LONGEST_DESIGNATOR = 14
_ROMAN_BEFORE = {
    "ii": "i",
    "iii": "ii",
    "iv": "iii",
    "v": "iv",
    "vi": "v",
    "vii": "vi",
    "viii": "vii",
    "ix": "viii",
    "x": "ix",
}
#: As far into a passage a label may stand to be its own: "10. (a) ".
_AT_HEAD = 6
_ENDS_VOTE = (".", "]", ":")
#: “VIII”, “A” on a line of their own.
_LONGEST_NUMERAL = 6
_BARE_LABEL = re.compile(r"\d{1,3}\.|\([a-z]{1,4}\)")
_LONGEST_LABEL = 6
_BEFORE_LAST_ITEM = ("; and", "; or", ", and", ", or")
_SEMICOLON = re.compile(rf";[\"”’)]*\s?(?:\d{{0,3}}|{MARK_OPEN}[^{MARK_CLOSE}]*{MARK_CLOSE})$")
_REFERENCE = re.compile(r"(?:and|or|to|above|below|of|through)\b")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_BROKEN_WORD = re.compile(r"[A-Za-z]+-\n[A-Za-z]+")
_HANGING = ("and", "or", "to", "as", "nor")
_LAST_WORD = re.compile(r"[A-Za-z-]{1,40}-$")


@dataclass(slots=True)
class Passage:
    """A whole piece of text.

    Attributes:
        text: on one line, words cut at line ends joined, footnote marks still in it.
        page: on which it starts.
        style, label: as in `Block`.
        ended: whether its last line ended of its own accord and not at a cut.
    """

    text: str
    page: int | None = None
    style: str | None = None
    label: str | None = None


def passages(lines: list[Line]) -> list[Passage]:
    """Return the passages that `lines` make up."""
    width = max((len(line.text) for line in lines), default=0)
    vocabulary = _Vocabulary(lines)
    out: list[Passage] = []
    parts: list[str] = []
    start: Line | None = None
    previous: Line | None = None
    number = 0
    voting = False
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if start is not None and voting and not line.gap:
            voting = not line.text.endswith(_ENDS_VOTE)
            vocabulary.add(parts, line.text)
        elif previous is None or start is None or _begins(previous, line, following, width, number, parts):
            if start is not None:
                out.append(_passage(start, parts))
            start, parts = line, [line.text]
            voting = _is_vote(line.text)
            if line.text[0].isdigit() and (label := shapes.label_of(line.text)) is not None:
                number = int(label.token)
        else:
            vocabulary.add(parts, line.text)
        previous = line
    if start is not None:
        out.append(_passage(start, parts))
    return out


def _is_vote(text: str) -> bool:
    """Tell whether `text` is the beginning of a closing line that goes on: “Adopted at the 2244th meeting by 12 votes”."""
    closing = shapes.closing_of(text)
    return closing is not None and not (closing["meeting"] or closing["vote"] or text.endswith(_ENDS_VOTE))


def _passage(start: Line, parts: list[str]) -> Passage:
    text = " ".join(" ".join(parts).split())
    return Passage(text, start.page, start.style, start.label)


def _begins(previous: Line, line: Line, following: Line | None, width: int, number: int, parts: list[str]) -> bool:
    """Tell whether a new passage begins with `line`.

    `number` is that of the last numbered paragraph, `parts` are the lines of the passage so far.
    """
    begun = parts[0]
    text, before = line.text, previous.text
    first = text[0]
    if len(before) <= _LONGEST_LABEL and _BARE_LABEL.fullmatch(before):
        return False  # a label set apart from its text
    if first == MARK_OPEN or (before[-1] == "-" and before[-2:-1].isalpha() and first.isalpha()):
        return False
    if first.islower():
        if text[1:2] == ")" or (first in "ivx" and "." in text[:5]):
            label = shapes.label_of(text)
            return label is not None and shapes.ends_sentence(before)
        if previous.style != line.style:
            return True
        return line.gap and not line.cut and before.rstrip('"”’ ')[-1:] in ".;:"
    if line.style is not None or previous.style is not None or line.label is not None:
        return not (line.cut and not shapes.ends_sentence(before))
    ended = shapes.ends_sentence(before)
    if len(text) <= _LONGEST_LABEL and _BARE_LABEL.fullmatch(text):
        return ended or line.gap
    if not first.isalpha():
        label = shapes.label_of(text)
        if label is not None:
            if label.style == "number":
                expected = int(label.token) in (1, number + 1)
                return (
                    ended
                    or line.gap
                    or (expected and (not previous.soft or shapes.OPERATIVE.match(label.rest) is not None))
                )
            if label.style == "item" and not line.gap and _lists_within(parts, label.token):
                return False
            if label.style == "item":
                begins = label.rest[0].isupper() and not (previous.soft or _REFERENCE.match(label.rest))
                return ended or line.gap or begins or before.endswith(_BEFORE_LAST_ITEM)
            return ended or line.gap or previous.soft is False
        if label is None and not line.gap and before[-1] not in ".;:":  # "(1982), 508 (1982)"
            return _stands_alone(text, begun)
    elif ended and (_SEMICOLON.search(before) or _heads(text, following)):
        return True
    if shapes.closing_of(text) or shapes.closing_of(before) or shapes.is_date(before):
        return True
    if line.gap and not line.cut:
        return ended or not _breaks_off(begun, before, width) or _looks_like_a_beginning(text)
    if shapes.opening_of(text) or (shapes.opening_of(before) and before[-1] in ",."):
        return True
    if (annex := shapes.annex_of(before)) is not None and not annex["title"]:
        return True
    if shapes.title_of(text, surely=True) or shapes.annex_of(text):
        return ended or previous.soft is not True
    if shapes.is_date(text):
        return not _is_sentence(begun) or before.rstrip('”"’ ').endswith(".")
    if shapes.is_masthead(text) or (len(text) < _LONGEST_NUMERAL and shapes.section_of(text)):
        return True
    goes_on = previous.soft if not line.cut or previous.soft else None
    if before[-1] == MARK_CLOSE and not goes_on:
        goes_on = None
    if not ended:
        if goes_on is not False and (_is_sentence(begun) or not _is_sentence(text)):
            return False
        return _short(before, text, width)
    full = goes_on is None and not _short(before, text, width)
    preambular = shapes.PREAMBULAR_SURELY if goes_on or full else shapes.PREAMBULAR
    if preambular.match(text) or (shapes.OPERATIVE.match(text) and not (goes_on and before[-1] == ",")):
        return True
    if goes_on or (before[-1] == "," and _is_sentence(begun)):
        return False
    if goes_on is False and before[-1] in ".;:":
        return True
    if line.cut and goes_on is None:
        return before.rstrip('"”’ ')[-1:] in ".;:"
    return _short(before, text, width)


def _stands_alone(text: str, begun: str) -> bool:
    """Tell whether a line that begins with a figure or a sign is a title, a date or a closing line."""
    return (
        shapes.is_masthead(text)
        or shapes.closing_of(text) is not None
        or shapes.title_of(text, surely=True) is not None
        or (shapes.is_date(text) and not _is_sentence(begun))
    )


def _lists_within(parts: list[str], token: str) -> bool:
    """Tell whether the item before `token` stands within the sentence of the passage so far: “namely, (a) capacity,”."""
    before = str(int(token) - 1) if token.isdigit() else chr(ord(token) - 1) if len(token) == 1 else ""
    before = _ROMAN_BEFORE.get(token, before)
    sign = f"({before})"
    return bool(before) and any(
        sign in part and not (i == 0 and part.find(sign) < _AT_HEAD) for i, part in enumerate(parts)
    )


def _breaks_off(begun: str, before: str, width: int) -> bool:
    """Tell whether a passage that does not end as one was cut: a sentence, on a line that is full."""
    return len(before) > width * _FULL and _is_sentence(begun)


def _is_sentence(text: str) -> bool:
    """Tell whether `text` begins a preambular or operative paragraph."""
    label = shapes.label_of(text)
    if label is not None and label.style != "number":
        return False
    sentence = text if label is None else label.rest
    return shapes.PREAMBULAR_SURELY.match(sentence) is not None or shapes.OPERATIVE.match(sentence) is not None


def _looks_like_a_beginning(text: str) -> bool:
    return (
        shapes.label_of(text) is not None
        or shapes.PREAMBULAR.match(text) is not None
        or shapes.OPERATIVE.match(text) is not None
        or shapes.opening_of(text) is not None
        or shapes.section_of(text) is not None
        or shapes.annex_of(text) is not None
        or shapes.title_of(text) is not None
    )


def _heads(text: str, following: Line | None) -> bool:
    """Tell whether `text` is the head of a section, a numbered paragraph following."""
    if shapes.section_of(text) is None:
        return False
    return len(text) < _LONGEST_DESIGNATOR or (following is not None and shapes.label_of(following.text) is not None)


def _short(before: str, text: str, width: int) -> bool:
    """Tell whether the line `before` had room for the first word of `text`."""
    word = text.split(None, 1)[0]
    return len(before) + 1 + len(word) <= width * _SURELY_SHORT


class _Vocabulary:
    """Settles whether a hyphen at the end of a line belongs to its word, by how the document writes the word elsewhere."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._words: frozenset[str] | None = None

    def add(self, parts: list[str], text: str) -> None:
        """Add the line `text` to those of its passage."""
        if parts[-1][-1] == "-" and parts[-1][-2:-1].isalpha():
            parts[-1] = self.joined(parts[-1], text)
        else:
            parts.append(text)

    def joined(self, left: str, right: str) -> str:
        """Return `left`, which ends with a hyphen, and `right` as one text."""
        head, tail = _LAST_WORD.search(left), _WORD.match(right.lower())
        if head is None or tail is None:
            return left + right
        if tail[0] in _HANGING:
            return f"{left} {right}"
        first, second = head[0][:-1].lower(), tail[0]
        return left[:-1] + right if self._is_one_word(first, second) and right[0].islower() else left + right

    def _is_one_word(self, first: str, second: str) -> bool:
        if self._words is None:
            text = "\n".join([line.text for line in self._lines])
            self._words = frozenset(_WORD.findall(_BROKEN_WORD.sub(" ", text).lower()))
        common = words.common()
        if f"{first}-{second}" in self._words:
            return False
        if f"{first}{second}" in self._words or f"{first}{second}" in common:
            return True
        nearest = first.rsplit("-", 1)[-1]
        compound = second in shapes.COMPOUND_ENDS or nearest in shapes.COMPOUND_BEGINNINGS
        return not (compound or (nearest in common and second.split("-", 1)[0] in common))
