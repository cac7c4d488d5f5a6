"""Words that were cut in two, at the end of a line or by a stray space, made whole."""

from __future__ import annotations

import functools
import re
from importlib import resources

from mandates.structure.lines import Line

_SIGNS = ',;:.)”"’]'
_STRAY_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\s(?=['’][a-z]{1,4}\b)")
_SPACED_OUT = re.compile(r"(?<!\w)[A-Za-z] (?:[a-z] ){2,30}[a-z](?!\w)")
#: The longest piece looked at; longer unknown words are whole ones.
_LONGEST_PIECE = 12
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
    if _SPACED_OUT.search(whole):
        for line in lines:
            line.text = _SPACED_OUT.sub(lambda m: m[0].replace(" ", ""), line.text)
    for pair in _cut_words(whole):
        joined = pair.replace(" ", "")
        between = re.compile(rf"(?<![\w’'-]){pair}(?![\w’'-])")
        for line in lines:
            if pair in line.text:
                line.text = between.sub(joined, line.text)
    if " ’" in whole or " '" in whole:
        for line in lines:
            line.text = _STRAY_APOSTROPHE.sub("", line.text)


def _cut_words(text: str) -> list[str]:
    """Return the pairs of pieces in `text` that make a common word, those of two unknown pieces first."""
    words = common()
    pieces = {token.rstrip(_SIGNS) for token in set(text.split()) - words}
    unknown = {
        piece for piece in pieces if piece.isalpha() and piece.islower() and len(piece) <= _LONGEST_PIECE
    } - words
    found: dict[str, bool] = {}
    for piece in sorted(unknown):
        at = text.find(f" {piece}")
        while at >= 0:
            end = at + 1 + len(piece)
            if not text[end : end + 1].isalnum():
                left = _BEFORE.search(text, max(0, at - _LONGEST_PIECE), at)
                right = _AFTER.match(text, end + 1) if text[end : end + 1] == " " else None
                for first, second in ((left and left[0], piece), (piece, right and right[1])):
                    if first and second and f"{first}{second}".lower() in words:
                        both = first.lower() not in words and second not in words
                        found[f"{first} {second}"] = both
            at = text.find(f" {piece}", end)
    return sorted(found, key=lambda pair: (not found[pair], pair))
