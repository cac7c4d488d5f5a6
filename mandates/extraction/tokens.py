"""A passage as tokens, the name of a known entity being one.

"the Department of Economic and Social Affairs and the regional commissions" is five tokens: the "and" inside a name
cannot be mistaken for one between parties. Text in parentheses and footnote marks are skipped.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from mandates import lexicon
from mandates.extraction.token import Token
from mandates.reference.entities import Entity, entities, entity, resolve

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


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of ``text[start:end]``; of overlapping names, the longest of those that begin first."""
    end = len(text) if end is None else end
    first_words = _names_by_first_word()
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
        if lower in first_words:
            name_starts.append(len(words))
        words.append(Token(word, lower, first, last))
    return _with_names(text, words, name_starts) if name_starts else words


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


def _with_names(text: str, words: list[Token], name_starts: list[int]) -> list[Token]:
    """Return `words` with the words of each known name merged into one token; names may begin at `name_starts`."""
    result: list[Token] = []
    word_count, next_index = len(words), 0
    for start in name_starts:
        if start < next_index:
            continue  # within the name before it
        node: dict[str, Any] | None = _names_with(words[start].lower)
        longest, end_index = None, start + 1
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
    after_to = set(_names_by_first_word())
    for names in _names_by_first_word().values():
        for _, name in names:
            if "to" in name:
                after_to.update(after for word, after in itertools.pairwise(_words_of(name)) if word == "to")
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
def _names_by_first_word() -> dict[str, list[tuple[str, str]]]:
    """Return the names to find in running text, as (key, name) pairs, by their first word as in `_words_of`."""
    names_by_word: dict[str, list[tuple[str, str]]] = {}
    owner_words = lexicon.load("owners")
    leading = frozenset(owner_words["determiners"]) | frozenset(owner_words["qualifiers"])
    for entity_entry in entities():
        for name in _written(entity_entry):
            first = _TOKEN.match(name)
            word = _normalized(first[0]) if first else "the"
            if entity_entry.kind == "group" and (word in leading or not {"of", "and"}.isdisjoint(_words_of(name))):
                continue  # read in the same way as other phrases: "funds and programmes of the United Nations"
            if word == "the" or word[0] == "(":
                word = _words_of(name)[0]
            names_by_word.setdefault(word, []).append((entity_entry.key, name))
    return names_by_word


@lexicon.remembered
def _names_with(first_word: str) -> dict[str, Any]:
    """Return the names that begin with `first_word` as a tree of the other words.

    `_LEAF` maps to (key, name as written) pairs. Each word has its own tree, as a text has few of these words.
    """
    tree: dict[str, Any] = {}
    for key, name in _names_by_first_word()[first_word]:
        node = tree
        for word in _words_of(name)[1:]:
            node = node.setdefault(word, {})
        node.setdefault(_LEAF, []).append((key, name))
    return tree


def _words_of(name: str) -> list[str]:
    """Return the words of a known name as those of a text are compared with them, without articles."""
    words = [_normalized(word) for word in _TOKEN.findall(name) if word[0] != "("]
    return [word for word in words if word != "the"]
