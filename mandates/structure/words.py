"""Words that were cut in two, at the end of a line or by a stray space, made whole."""

from __future__ import annotations

import functools
import re
from importlib import resources

from mandates.structure.lines import Line
from mandates.structure.shapes import COMPOUND_BEGINNINGS, COMPOUND_ENDS, glued_at_head

_PUNCTUATION = ',;:.)”"’]'
_STRAY_APOSTROPHE = re.compile(r"(?<=[A-Za-z])[^\S\n](?=['’][a-z]{1,4}\b)")
#: "large -scale", but "country-owned and -driven"; "non- governmental"; "2024– 2034". A pattern that begins with plain
#: characters is found much faster.
_SPACE_BEFORE_HYPHEN = re.compile(r" -(?=[a-z]{2})(?<=[a-z] -)(?<!\band -)(?<!\bor -)(?<!\bto -)")
_SPACE_BEHIND_HYPHEN = re.compile(r"(?<=[A-Za-z]-) (?=[a-z])")
_SPACE_IN_YEARS = re.compile(r"(?<=\b[12]\d{3}[\u2013-]) (?=[12]\d{3}\b)")
_SPACED_OUT = re.compile(r"(?<!\w)[A-Za-z] (?:[a-z] ){2,30}[a-z](?!\w)")
#: A letter that is no word.
_LETTER_ALONE = re.compile(r" [b-z] ")
#: A single letter between two pieces of a word: "Encou r ages".
_LETTER_BETWEEN = re.compile(r"(?<![\w’'-])([A-Za-z]{1,16}) ([a-z]) ([a-z]{1,16})(?![\w’'-])")
#: So many lines with such a word, or one of which all letters stand alone, show that a text is a bad copy.
_BAD_COPY = 3
#: The maximum length of a piece of a word; longer unknown words are whole words.
_LONGEST_PIECE = 8
_LONGEST_WORD = 16
#: More different single letters than this, as in “Article 73 e”, indicate a word with spaces between its letters.
_MAX_SINGLE_LETTERS = 3
#: The maximum number of pairs to join; no genuine document has more, and hostile ones are not mended beyond it.
_MAX_PAIRS = 500
#: This many words are searched for in the whole text; after that, the set of its words is built.
_FEW_WORDS = 40
#: The maximum number of pieces times characters of the text; beyond it, a document is not mended.
_MAX_WORK = 1_000_000_000
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_BROKEN_WORD = re.compile(r"[a-z]+-\n[a-z]+")
_LAST_WORD = re.compile(r"[A-Za-z-]{1,40}-$")
#: The last word of a line if it has a hyphen; signs and marks may follow it.
_DIVIDED_AT_END = re.compile(
    r"(?<![\w-])(?P<word>(?P<first>[A-Za-z]+(?:-[a-z]+)?)-(?P<second>[a-z]+))(?![\w-])[^\s\w]{0,3}(?:\W?\d{1,3}\W?)?$"
)
_LONGEST_LINE_END = 60
#: Words after a hyphen that stands for the rest of a compound: "short- and long-term".
_AFTER_HANGING_HYPHEN = ("and", "or", "to", "as", "nor")
_WORD_BEFORE = re.compile(r"(?<![\w’'-])[A-Za-z]+$")
_WORD_AFTER = re.compile(r"([a-z]+)(?![\w’'-])")


@functools.cache
def common() -> frozenset[str]:
    """Return the common words of resolutions, in lower case."""
    text = resources.files(__package__).joinpath("words.txt").read_text(encoding="utf-8")
    return frozenset(text.partition("\n")[2].split())


def mend(lines: list[Line]) -> None:
    """Join words that stray spaces divide within a line: ``Amer ica``, ``Encou r ages``, ``Da ’esh``.

    A piece is not a common word, but together with its neighbour it is one. The lines are changed in place.
    """
    original = mended = "\n".join([line.text for line in lines])
    pieces = _pieces(original)
    if sum(len(piece) == 1 for piece in pieces) > _MAX_SINGLE_LETTERS:
        mended = _SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), mended)
    if any(len(piece) == 1 for piece in pieces):
        mended = _LETTER_BETWEEN.sub(_joined_if_word, mended)
    if len(pieces) * len(original) <= _MAX_WORK:
        for pair in _cut_words(mended, pieces)[:_MAX_PAIRS]:
            mended = _with_pair_joined(mended, pair)
        mended = _SPACE_BEFORE_HYPHEN.sub("-", mended)
        if ("’" in mended and " ’" in mended) or " '" in mended:
            mended = _STRAY_APOSTROPHE.sub("", mended)
    if mended != original:
        for line, text in zip(lines, mended.split("\n"), strict=True):
            line.text = text


def _joined_if_word(match: re.Match[str]) -> str:
    """Return three pieces as one word if they make a common one and do not all stand by themselves."""
    joined, words = match[1] + match[2] + match[3], common()
    is_cut = joined.lower() in words and not all(piece.lower() in words for piece in match.groups())
    return joined if is_cut else match[0]


def _is_spaced_word(text: str) -> bool:
    """Whether letters with spaces between them are a common word: "R e q u e s t s"."""
    return text.replace(" ", "").lower() in common()


def are_cut(lines: list[Line]) -> bool:
    """Return whether so many words have letters that stand alone that the text is a bad copy: "Encou r ages",
    "R e q u e s t s".
    """
    cut = 0
    for line in lines:
        if _LETTER_ALONE.search(line.text) is None:  # most
            continue
        pieces = any(_joined_if_word(match) != match[0] for match in _LETTER_BETWEEN.finditer(line.text))
        cut += pieces or any(_is_spaced_word(match[0]) for match in _SPACED_OUT.finditer(line.text))
        if cut == _BAD_COPY:
            return True
    return False


def mend_line_ends(lines: list[Line]) -> None:
    """Join words that a program divided at the end of a line: ``protec-tion``, ``gender-and ethnic-based``.

    A divided word of a PDF is whole, with its hyphen, at the end of its line. It is joined if it is common without the
    hyphen, and the document does not write it with one elsewhere. The lines are changed in place.
    """
    divided = [
        (line, match)
        for line in lines
        if "-" in line.text[-_LONGEST_LINE_END:] and (match := _divided_at_end(line.text))
    ]
    if not divided:
        return
    elsewhere = "\n".join([line.text.rpartition(" ")[0] for line in lines]).lower()
    for line, match in divided:
        first, second = match["first"], match["second"]
        if second in _AFTER_HANGING_HYPHEN:
            joined = f"{first}- {second}"
        elif _makes_one_word(first, second) and match["word"].lower() not in elsewhere:
            joined = f"{first}{second}"
        else:
            continue
        line.text = f"{line.text[: match.start('first')]}{joined}{line.text[match.end('second') :]}"


def _divided_at_end(text: str) -> re.Match[str] | None:
    return _DIVIDED_AT_END.search(text, max(0, len(text) - _LONGEST_LINE_END))


def _makes_one_word(first: str, second: str) -> bool:
    words = common()
    last_part = first.rsplit("-", 1)[-1]
    is_compound = last_part in words and second in words  # "health-care", "day-to-day"
    return first.islower() and not is_compound and f"{last_part}{second}" in words


def with_space(text: str) -> str:
    """Return `text` with the missing space after its first verb restored: ``Callsfor``."""
    match = glued_at_head(text) if not text[0].islower() else None
    return f"{match['verb']} {text[match.start('next') :]}" if match is not None else text


def _pieces(text: str) -> set[str]:
    """Return the space-separated tokens of `text` that are not common words but could be pieces of one."""
    words = common()
    unknown = set(text.split()) - words
    tokens = {token.rstrip(_PUNCTUATION) for token in unknown if token[0].islower()}
    return {token for token in tokens if len(token) <= _LONGEST_PIECE and token.isalpha() and token.islower()} - words


def _cut_words(text: str, pieces: set[str]) -> list[str]:
    """Return the pairs of words in `text` that together make a common word and of which one is in `pieces`.

    Pairs of two pieces come first.
    """
    words = common()
    pairs: dict[str, bool] = {}
    for piece in sorted(pieces):
        start = text.find(f" {piece}")
        while start >= 0:
            end = start + 1 + len(piece)
            if not text[end : end + 1].isalnum():
                left = _WORD_BEFORE.search(text, max(0, start - _LONGEST_WORD), start)
                right = _WORD_AFTER.match(text, end + 1) if text[end : end + 1] == " " else None
                for first, second in ((left and left[0], piece), (piece, right and right[1])):
                    if first and second and f"{first}{second}".lower() in words:
                        both_unknown = first.lower() not in words and second not in words
                        pairs[f"{first} {second}"] = both_unknown
            start = text.find(f" {piece}", end)
    return sorted(pairs, key=lambda pair: (not pairs[pair], pair))


def _with_pair_joined(text: str, pair: str) -> str:
    """Return `text` with the two words of `pair` joined wherever they occur as whole words."""
    joined = pair.replace(" ", "")
    parts: list[str] = []
    copied, start = 0, text.find(pair)
    while start >= 0:
        end = start + len(pair)
        if _continues_word(text[start - 1 : start]) or _continues_word(text[end : end + 1]):
            start = text.find(pair, start + 1)
        else:
            parts += text[copied:start], joined
            copied, start = end, text.find(pair, end)
    return "".join((*parts, text[copied:]))


def _continues_word(character: str) -> bool:
    """Whether `character`, which may be empty, belongs to the same word as the one beside it."""
    return character.isalnum() or (character != "" and character in "_’'-")


class LineEnds:
    """Decides whether a hyphen at the end of a line belongs to the word, by how the document writes it elsewhere."""

    def __init__(self, lines: list[Line]) -> None:
        """`lines`: all lines of the document."""
        self._lines = lines
        self._asked = 0

    def add(self, parts: list[str], text: str) -> None:
        """Add the line `text` to the `parts` of its passage; a word divided between them is joined."""
        last = parts[-1]
        if last[-1] == "-" and last[-2:-1].isalpha():
            parts[-1] = self._joined(last, text)
        else:
            parts.append(text)

    def whole(self, text: str) -> str:
        """Return the passage `text` without stray spaces after a hyphen or within a span of years."""
        has_hyphen = "-" in text and "- " in text  # a single character is found much faster than two
        if has_hyphen:
            text, *fragments = _SPACE_BEHIND_HYPHEN.split(text)
            for fragment in fragments:
                text = self._joined(text, fragment)
        if has_hyphen or ("\u2013" in text and "\u2013 " in text):
            text = _SPACE_IN_YEARS.sub("", text)
        return text

    def _joined(self, left: str, right: str) -> str:
        head, tail = _LAST_WORD.search(left[-41:]), _WORD.match(right.lower())
        if head is None or tail is None:
            return left + right
        if tail[0] in _AFTER_HANGING_HYPHEN:
            return f"{left} {right}"
        is_one_word = right[0].islower() and self._is_one_word(head[0][:-1].lower(), tail[0])
        return left[:-1] + right if is_one_word else left + right

    def _is_one_word(self, first: str, second: str) -> bool:
        if self._has(f"{first}-{second}"):
            return False
        common_words = common()
        if f"{first}{second}" in common_words or self._has(f"{first}{second}"):
            return True
        last_part = first.rsplit("-", 1)[-1]
        compound = second in COMPOUND_ENDS or last_part in COMPOUND_BEGINNINGS
        return not (compound or (last_part in common_words and second.split("-", 1)[0] in common_words))

    def _has(self, word: str) -> bool:
        """Whether `word` is in the document, apart from words divided at the end of a line."""
        self._asked += 1
        if self._asked <= _FEW_WORDS and word not in self._text:  # the set of words is not built for a few words
            return False
        return word in self._words

    @functools.cached_property
    def _text(self) -> str:
        return "\n".join([line.text for line in self._lines]).lower()

    @functools.cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(_BROKEN_WORD.sub(" ", self._text)))
