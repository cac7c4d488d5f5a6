"""A passage as tokens, the name of a known entity being one.

"the Department of Economic and Social Affairs and the regional commissions" is five tokens: the "and" inside a name
cannot be mistaken for one between parties. Text in parentheses and footnote marks are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mandates import lexicon
from mandates.reference.entities import Entity, entities, entity, resolve


class Token(NamedTuple):
    """A word, a known name or a mark of punctuation.

    Attributes:
        lower: the text in lower case, with plain apostrophes and "co-operation" without its hyphen.
        start, end: offsets in the text.
        key: key of the entity if the token is a known name, or None.
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


#: Letters and figures, but not the superscript figures of footnotes, which follow a word without a space.
_WORD = "[0-9A-Za-z\u00c0-\u024f]+"
#: A name with foreign particles in it: "Brigade du Fleuve", "Mouvement du 7 avril".
_FOREIGN = rf"[A-Z\u00c0-\u00de]{_WORD}+\s(?:du|des|de\sla|del)\s(?:\d+\s)?{_WORD}"
_SECOND_PART = rf"[-\u2010\u2011\u2019'./]{_WORD}"
# Most words have no second part and no apostrophe; "(?:x|)" finds that out much faster than "(?:x)*" or "(?:x)?".
_TOKEN = re.compile(
    rf"\([^()]*\)|{_FOREIGN}|{_WORD}(?:{_SECOND_PART}(?:{_SECOND_PART})*|)(?:\u2019(?<=s\u2019)|)|[,;:\u2013\u2014]"
)
#: The year of a resolution's number at the end of a name.
YEAR = re.compile(r"\s*\((?:19|20)\d\d\)")
_LEAF = ""
_new = tuple.__new__  # skips the constructor of `Token` for speed, as one is made for each word


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of ``text[start:end]``; of overlapping names, the longest of those that begin first."""
    end = len(text) if end is None else end
    tree = _names()
    words: list[Token] = []
    name_starts: list[int] = []  # indices of words with which a known name may begin
    for match in _TOKEN.finditer(text, start, end):
        word, (first, last) = match[0], match.span()
        if word.isalpha():
            lower = word.lower()
        elif word[0] == "(" or (word.isdigit() and text[first - 1] in ",;."):  # in parentheses; the mark of a footnote
            continue
        else:
            lower = _normalized(word)
        if lower in tree:
            name_starts.append(len(words))
        words.append(_new(Token, (word, lower, first, last, None)))
    return _with_names(text, words, name_starts, tree) if name_starts else words


def named(text: str) -> list[Token]:
    """Return the names of known entities in `text`, without those that are part of a longer, unknown name."""
    names = []
    words = tokens(text)
    for i, token in enumerate(words):
        if token.key is None:
            continue
        after = words[i + 1 : i + 4]
        if after and after[0].word and after[0].capital and after[0].key is None:
            continue  # "the Security Council Working Group on ..."
        if after and after[0].lower == "of":
            rest = [other for other in after[1:] if other.lower != "the"]
            if rest and rest[0].capital and resolve(text[token.start : rest[0].end]) != token.key:
                continue  # "the Secretary-General of the League of Arab States"
        names.append(token)
    return names


def _normalized(word: str) -> str:
    lower = word.lower()
    if not lower.isascii():
        lower = lower.translate(_PLAIN_MARKS)
    return "co" + lower[3:] if lower.startswith("co-o") else lower


_PLAIN_MARKS = str.maketrans({"\u2019": "'", "\u2010": "-", "\u2011": "-"})


def _with_names(text: str, words: list[Token], name_starts: list[int], tree: dict[str, Any]) -> list[Token]:
    """Return `words` with the words of each known name merged into one token; names may begin at `name_starts`."""
    result: list[Token] = []
    word_count, next_index = len(words), 0
    for start in name_starts:
        if start < next_index:
            continue  # within the name before it
        node, longest, end_index = tree.get(words[start].lower), None, start + 1
        while node is not None:
            for key, name in node.get(_LEAF, ()):
                if _matches_capitals(name, text[words[start].start : words[end_index - 1].end]):
                    year = YEAR.match(text, words[end_index - 1].end) if name.endswith(")") else None
                    longest = (key, end_index, year.end() if year else words[end_index - 1].end)
            while end_index < word_count and words[end_index].lower == "the":
                end_index += 1
            node = node.get(words[end_index].lower) if end_index < word_count else None
            end_index += 1
        if longest is not None:
            key, end_index, end = longest
            span = text[words[start].start : end]
            result += words[next_index:start]
            result.append(Token(span, span.lower(), words[start].start, end, key))
            next_index = end_index
    return result + words[next_index:]


def _matches_capitals(name: str, passage: str) -> bool:
    """Return whether `passage` has the capitals of `name`: all those of an abbreviation, the first of another name."""
    return name == passage if name.isupper() else passage[0] == name[0] or passage[0].isupper()


@lexicon.derived
def name_words_after_to() -> frozenset[str]:
    """Return the lower-case words after "to" that may belong to a known name: "to *nongovernmental* organizations".

    They begin a name, or continue one that contains the "to": "parties to *conflict*".
    """
    after_to = set(_names())
    nodes = [_names()]
    while nodes:
        node = nodes.pop()
        after_to.update(node.get("to", ()))
        nodes += [child for word, child in node.items() if word != _LEAF]
    return frozenset(after_to)


def _written(item: Entity) -> Iterator[str]:
    """Yield the names of an entity, those of a special procedure also with its parent: "Expert *of the Council* on"."""
    parent = entity(item.parent) if item.parent and item.kind == "special_procedure" else None
    for name in (item.name, *item.aliases):
        yield name
        topic = _TOPIC.search(name) if parent is not None else None
        if parent is not None and topic is not None and " of the " not in name[: topic.start()]:
            yield f"{name[: topic.start()]} of the {parent.name}{name[topic.start() :]}"


#: Where the topic of a special procedure begins.
_TOPIC = re.compile(r"\s(?:on|in|for)\s")


@lexicon.derived
def _names() -> dict[str, Any]:
    """Return the names to find in running text as a tree of words; `_LEAF` maps to (key, name as written) pairs."""
    tree: dict[str, Any] = {}
    owner_words = lexicon.load("owners")
    leading = frozenset(owner_words["determiners"]) | frozenset(owner_words["qualifiers"])
    for entity_entry in entities():
        for name in _written(entity_entry):
            words = [_normalized(word) for word in _TOKEN.findall(name) if word[0] != "("]
            if entity_entry.kind == "group" and (words[0] in leading or not {"of", "and"}.isdisjoint(words)):
                continue  # read in the same way as other phrases: "funds and programmes of the United Nations"
            node = tree
            for word in words:
                if word != "the":
                    node = node.setdefault(word, {})
            node.setdefault(_LEAF, []).append((entity_entry.key, name))
    return tree
