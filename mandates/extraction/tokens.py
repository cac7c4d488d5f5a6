"""A passage as tokens, the name of a known entity being one.

"the Department of Economic and Social Affairs and the regional commissions" is five tokens: the "and" inside a name
cannot be mistaken for one between parties. What stands in parentheses and the marks of footnotes are passed over.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from mandates import lexicon
from mandates.reference.entities import entities, resolve


class Token(NamedTuple):
    """A word, a known name or a mark of punctuation.

    Attributes:
        lower: the text in lower case, apostrophes and the hyphen of "co-operation" evened out.
        start, end: where it stands in the text.
        key: of the entity that a known name names.
    """

    text: str
    lower: str
    start: int
    end: int
    key: str | None = None

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word or a name, not punctuation."""
        return self.text[0].isalnum()


#: Letters and figures, but not the raised figures of footnotes, which cling to the word before them.
_WORD = "[0-9A-Za-z\u00c0-\u024f]+"
#: A name with foreign small words in it: "Brigade du Fleuve", "Mouvement du 7 avril".
_FOREIGN = rf"[A-Z\u00c0-\u00de]{_WORD}\s(?:du|des|de\sla|del)\s(?:\d+\s)?{_WORD}"
_TOKEN = re.compile(
    rf"\([^()]*\)|{_FOREIGN}|{_WORD}(?:[-\u2010\u2011\u2019'./]{_WORD})*(?:(?<=s)\u2019)?|[,;:\u2013\u2014]"
)
#: The year of a resolution's number at the end of a name.
YEAR = re.compile(r"\s*\((?:19|20)\d\d\)")
_LEAF = ""
_token = tuple.__new__  # past the constructor of `Token`: one is made for each word of each clause


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of ``text[start:end]``; of names that overlap, the longest that begins first."""
    end = len(text) if end is None else end
    tree = _names()
    words: list[Token] = []
    heads: list[int] = []  # where a known name may begin
    for match in _TOKEN.finditer(text, start, end):
        word, (first, last) = match[0], match.span()
        if word.isalpha():
            lower = word.lower()
        elif word[0] == "(" or (word.isdigit() and text[first - 1] in ",;."):  # in parentheses; the mark of a footnote
            continue
        else:
            lower = _lower(word)
        if lower in tree:
            heads.append(len(words))
        words.append(_token(Token, (word, lower, first, last, None)))
    return _with_names(text, words, heads, tree) if heads else words


def named(text: str) -> list[Token]:
    """Return the names of known entities in `text`, without those that are part of a longer name not known."""
    found = []
    words = tokens(text)
    for i, token in enumerate(words):
        if token.key is None:
            continue
        after = words[i + 1 : i + 4]
        if after and after[0].word and after[0].capital and after[0].key is None:
            continue  # "the Security Council Working Group on ..."
        if after and after[0].lower == "of":
            rest = [t for t in after[1:] if t.lower != "the"]
            if rest and rest[0].capital and resolve(text[token.start : rest[0].end]) != token.key:
                continue  # "the Secretary-General of the League of Arab States"
        found.append(token)
    return found


def _lower(word: str) -> str:
    lower = word.lower()
    if not lower.isascii():
        lower = lower.translate(_EVEN)
    return "co" + lower[3:] if lower.startswith("co-o") else lower


_EVEN = str.maketrans({"\u2019": "'", "\u2010": "-", "\u2011": "-"})


def _with_names(text: str, words: list[Token], heads: list[int], tree: dict[str, Any]) -> list[Token]:
    """Return `words` with those of each known name made one; names begin at `heads`."""
    out: list[Token] = []
    count, done = len(words), 0
    for i in heads:
        if i < done:
            continue  # within the name before it
        node, best, k = tree.get(words[i].lower), None, i + 1
        while node is not None:
            for key, name in node.get(_LEAF, ()):
                if _written_so(name, text[words[i].start : words[k - 1].end]):
                    year = YEAR.match(text, words[k - 1].end) if name.endswith(")") else None
                    best = (key, k, year.end() if year else words[k - 1].end)
            while k < count and words[k].lower == "the":
                k += 1
            node = node.get(words[k].lower) if k < count else None
            k += 1
        if best is not None:
            key, k, end = best
            span = text[words[i].start : end]
            out += words[done:i]
            out.append(Token(span, span.lower(), words[i].start, end, key))
            done = k
    return out + words[done:]


def _written_so(name: str, passage: str) -> bool:
    """Whether `passage` has the capitals of `name`: all of an abbreviation's, the first of another's."""
    return name == passage if name.isupper() else passage[0] == name[0] or passage[0].isupper()


@lexicon.derived
def name_words_after_to() -> frozenset[str]:
    """Return the words in lower case that after "to" may be of a known name: "to *nongovernmental* organizations".

    They begin one, or go on with one that holds the "to": "parties to *conflict*".
    """
    found = set(_names())
    nodes = [_names()]
    while nodes:
        node = nodes.pop()
        inner = {word: after for word, after in node.items() if word != _LEAF}
        found.update(inner.get("to", ()))
        nodes += inner.values()
    return frozenset(found)


@lexicon.derived
def _names() -> dict[str, Any]:
    """Return the names to be found in running text as a tree of words; `_LEAF` holds keys with names as written."""
    tree: dict[str, Any] = {}
    words_of_owners = lexicon.load("owners")
    leading = frozenset(words_of_owners["determiners"]) | frozenset(words_of_owners["qualifiers"])
    for item in entities():
        for name in (item.name, *item.aliases):
            words = [_lower(word) for word in _TOKEN.findall(name) if word[0] != "("]
            if item.kind == "group" and (words[0] in leading or not {"of", "and"}.isdisjoint(words)):
                continue  # to be read as other phrases are: "funds and programmes of the United Nations"
            node = tree
            for word in words:
                if word != "the":
                    node = node.setdefault(word, {})
            node.setdefault(_LEAF, []).append((item.key, name))
    return tree
