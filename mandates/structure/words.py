"""Words that were cut in two, at the end of a line or by a stray space, made whole."""

from __future__ import annotations

import functools
import re
from importlib import resources

from mandates.structure.lines import Line
from mandates.structure.shapes import COMPOUND_BEGINNINGS, COMPOUND_ENDS

_SIGNS = ',;:.)”"’]'
_STRAY_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\s(?=['’][a-z]{1,4}\b)")
#: "large -scale", but "country-owned and -driven"; "non- governmental"; "2024– 2034".
_SPACE_BEFORE_HYPHEN = re.compile(r"(?<=[a-z])(?<!\band)(?<!\bor)(?<!\bto) (?=-[a-z]{2})")
_SPACE_BEHIND_HYPHEN = re.compile(r"(?<=[A-Za-z]-) (?=[a-z])")
_SPACE_IN_YEARS = re.compile(r"(?<=\b[12]\d{3}[\u2013-]) (?=[12]\d{3}\b)")
_SPACED_OUT = re.compile(r"(?<!\w)[A-Za-z] (?:[a-z] ){2,30}[a-z](?!\w)")
#: The longest piece looked at; longer unknown words are whole ones.
_LONGEST_PIECE = 8
_LONGEST_WORD = 16
#: More single letters than these (“Article 73 e”) are a word spaced out.
_LETTERS = 3
#: More work than this is no document's; hostile ones are read as they are.
_MOST_PAIRS = 500
_MOST_WORK = 1_000_000_000
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_BROKEN_WORD = re.compile(r"[A-Za-z]+-\n[A-Za-z]+")
_LAST_WORD = re.compile(r"[A-Za-z-]{1,40}-$")
_HANGING = ("and", "or", "to", "as", "nor")
_BEFORE = re.compile(r"(?<![\w’'-])[A-Za-z]+$")
_AFTER = re.compile(r"([a-z]+)(?![\w’'-])")


@functools.cache
def common() -> frozenset[str]:
    """Return the common words of resolutions, in lower case."""
    text = resources.files(__package__).joinpath("words.txt").read_text(encoding="utf-8")
    return frozenset(text.partition("\n")[2].split())


def mend(lines: list[Line]) -> None:
    """Make words whole that a stray space cut within a line: ``Amer ica``, ``suffi cient``, ``Da ’esh``.

    A piece is no common word, and with its neighbour it is one.
    """
    whole = "\n".join([line.text for line in lines])
    pieces = _pieces(whole)
    if sum(len(piece) == 1 for piece in pieces) > _LETTERS:
        for line in lines:
            line.text = _SPACED_OUT.sub(lambda m: m[0].replace(" ", ""), line.text)
    if len(pieces) * len(whole) > _MOST_WORK:
        return
    for pair in _cut_words(whole, pieces)[:_MOST_PAIRS]:
        between = re.compile(rf"(?<![\w’'-]){pair}(?![\w’'-])")
        for line in lines:
            if pair in line.text:
                line.text = between.sub(pair.replace(" ", ""), line.text)
    if " -" in whole:
        for line in lines:
            if " -" in line.text:
                line.text = _SPACE_BEFORE_HYPHEN.sub("", line.text)
    if " ’" in whole or " '" in whole:
        for line in lines:
            if " ’" in line.text or " '" in line.text:
                line.text = _STRAY_APOSTROPHE.sub("", line.text)


def _pieces(text: str) -> set[str]:
    """Return what stands between spaces in `text` and is no common word, but could be part of one."""
    words = common()
    tokens = {token.rstrip(_SIGNS) for token in set(text.split()) - words}
    return {t for t in tokens if len(t) <= _LONGEST_PIECE and t.isalpha() and t.islower()} - words


def _cut_words(text: str, pieces: set[str]) -> list[str]:
    """Return the pairs in `text` that make a common word, one of them in `pieces`; those of two pieces first."""
    words = common()
    found: dict[str, bool] = {}
    for piece in sorted(pieces):
        at = text.find(f" {piece}")
        while at >= 0:
            end = at + 1 + len(piece)
            if not text[end : end + 1].isalnum():
                left = _BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
                right = _AFTER.match(text, end + 1) if text[end : end + 1] == " " else None
                for first, second in ((left and left[0], piece), (piece, right and right[1])):
                    if first and second and f"{first}{second}".lower() in words:
                        both = first.lower() not in words and second not in words
                        found[f"{first} {second}"] = both
            at = text.find(f" {piece}", end)
    return sorted(found, key=lambda pair: (not found[pair], pair))


class LineEnds:
    """Settles whether a hyphen at the end of a line belongs to its word, by how the document writes it elsewhere."""

    def __init__(self, lines: list[Line]) -> None:
        """`lines`: all of the document."""
        self._lines = lines
        self._words: frozenset[str] | None = None

    def add(self, parts: list[str], text: str) -> None:
        """Add the line `text` to the `parts` of its passage, a word cut between them made whole."""
        last = parts[-1]
        if last[-1] == "-" and last[-2:-1].isalpha():
            parts[-1] = self._joined(last, text)
        else:
            parts.append(text)

    def whole(self, text: str) -> str:
        """Return the passage `text` without the spaces that stray behind a hyphen or within a span of years."""
        if "- " in text:
            text, *others = _SPACE_BEHIND_HYPHEN.split(text)
            for other in others:
                text = self._joined(text, other)
        return _SPACE_IN_YEARS.sub("", text) if "\u2013 " in text or "- " in text else text

    def _joined(self, left: str, right: str) -> str:
        head, tail = _LAST_WORD.search(left[-41:]), _WORD.match(right.lower())
        if head is None or tail is None:
            return left + right
        if tail[0] in _HANGING:
            return f"{left} {right}"
        one = right[0].islower() and self._is_one_word(head[0][:-1].lower(), tail[0])
        return left[:-1] + right if one else left + right

    def _is_one_word(self, first: str, second: str) -> bool:
        if self._words is None:
            text = "\n".join([line.text for line in self._lines])
            self._words = frozenset(_WORD.findall(_BROKEN_WORD.sub(" ", text).lower()))
        if f"{first}-{second}" in self._words:
            return False
        known = common()
        if f"{first}{second}" in self._words or f"{first}{second}" in known:
            return True
        nearest = first.rsplit("-", 1)[-1]
        compound = second in COMPOUND_ENDS or nearest in COMPOUND_BEGINNINGS
        return not (compound or (nearest in known and second.split("-", 1)[0] in known))
