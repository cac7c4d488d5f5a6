"""Words that were cut in two, at the end of a line or by a stray space, made whole."""

from __future__ import annotations

import functools
import re
from importlib import resources

from mandates.structure.lines import Line
from mandates.structure.shapes import COMPOUND_BEGINNINGS, COMPOUND_ENDS, glued_at_head

_SIGNS = ',;:.)”"’]'
_STRAY_APOSTROPHE = re.compile(r"(?<=[A-Za-z])[^\S\n](?=['’][a-z]{1,4}\b)")
#: "large -scale", but "country-owned and -driven"; "non- governmental"; "2024– 2034". A pattern that begins with plain
#: characters is found much sooner.
_SPACE_BEFORE_HYPHEN = re.compile(r" -(?=[a-z]{2})(?<=[a-z] -)(?<!\band -)(?<!\bor -)(?<!\bto -)")
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
#: So many words are looked for in the whole text; for more of them its words are gathered.
_FEW = 40
_MOST_WORK = 1_000_000_000
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_BROKEN_WORD = re.compile(r"[a-z]+-\n[a-z]+")
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
    whole = mended = "\n".join([line.text for line in lines])
    pieces = _pieces(whole)
    if sum(len(piece) == 1 for piece in pieces) > _LETTERS:
        mended = _SPACED_OUT.sub(lambda m: m[0].replace(" ", ""), mended)
    if len(pieces) * len(whole) <= _MOST_WORK:
        for pair in _cut_words(whole, pieces)[:_MOST_PAIRS]:
            mended = _closed_up(mended, pair)
        mended = _SPACE_BEFORE_HYPHEN.sub("-", mended)
        if ("’" in mended and " ’" in mended) or " '" in mended:
            mended = _STRAY_APOSTROPHE.sub("", mended)
    if mended != whole:
        for line, text in zip(lines, mended.split("\n"), strict=True):
            line.text = text


def with_space(text: str) -> str:
    """Return `text` with the space back between its first verb and the word glued to it: ``Callsfor``."""
    match = glued_at_head(text) if not text[0].islower() else None
    return f"{match['verb']} {text[match.start('next') :]}" if match is not None else text


def _pieces(text: str) -> set[str]:
    """Return what stands between spaces in `text` and is no common word, but could be part of one."""
    words = common()
    unknown = set(text.split()) - words
    tokens = {token.rstrip(_SIGNS) for token in unknown if token[0].islower()}
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


def _closed_up(text: str, pair: str) -> str:
    """Return `text` with the two words of `pair` made one wherever they stand as words."""
    joined = pair.replace(" ", "")
    parts: list[str] = []
    done, at = 0, text.find(pair)
    while at >= 0:
        end = at + len(pair)
        if _goes_on(text[at - 1 : at]) or _goes_on(text[end : end + 1]):
            at = text.find(pair, at + 1)
        else:
            parts += text[done:at], joined
            done, at = end, text.find(pair, end)
    return "".join((*parts, text[done:]))


def _goes_on(beside: str) -> bool:
    """Tell whether a word goes on with the character `beside` it, if there is one."""
    return beside.isalnum() or (beside != "" and beside in "_’'-")


class LineEnds:
    """Settles whether a hyphen at the end of a line belongs to its word, by how the document writes it elsewhere."""

    def __init__(self, lines: list[Line]) -> None:
        """`lines`: all of the document."""
        self._lines = lines
        self._asked = 0

    def add(self, parts: list[str], text: str) -> None:
        """Add the line `text` to the `parts` of its passage, a word cut between them made whole."""
        last = parts[-1]
        if last[-1] == "-" and last[-2:-1].isalpha():
            parts[-1] = self._joined(last, text)
        else:
            parts.append(text)

    def whole(self, text: str) -> str:
        """Return the passage `text` without the spaces that stray behind a hyphen or within a span of years."""
        hyphen = "-" in text and "- " in text  # one character is found much sooner than two
        if hyphen:
            text, *others = _SPACE_BEHIND_HYPHEN.split(text)
            for other in others:
                text = self._joined(text, other)
        if hyphen or ("\u2013" in text and "\u2013 " in text):
            text = _SPACE_IN_YEARS.sub("", text)
        return text

    def _joined(self, left: str, right: str) -> str:
        head, tail = _LAST_WORD.search(left[-41:]), _WORD.match(right.lower())
        if head is None or tail is None:
            return left + right
        if tail[0] in _HANGING:
            return f"{left} {right}"
        one = right[0].islower() and self._is_one_word(head[0][:-1].lower(), tail[0])
        return left[:-1] + right if one else left + right

    def _is_one_word(self, first: str, second: str) -> bool:
        if self._has(f"{first}-{second}"):
            return False
        known = common()
        if f"{first}{second}" in known or self._has(f"{first}{second}"):
            return True
        nearest = first.rsplit("-", 1)[-1]
        compound = second in COMPOUND_ENDS or nearest in COMPOUND_BEGINNINGS
        return not (compound or (nearest in known and second.split("-", 1)[0] in known))

    def _has(self, word: str) -> bool:
        """Tell whether the document has `word`, but for words cut at a line's end."""
        self._asked += 1
        if self._asked <= _FEW and word not in self._text:  # a short document is not taken apart for a few words
            return False
        return word in self._words

    @functools.cached_property
    def _text(self) -> str:
        return "\n".join([line.text for line in self._lines]).lower()

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(_BROKEN_WORD.sub(" ", self._text)))
