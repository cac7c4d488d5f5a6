"""What a verb governs: its noun phrases, apart from asides, purposes and what stands behind prepositions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates.extraction.action_words import words_of_action

_WORD = re.compile(r"[A-Za-z0-9][\w\u2019'-]*|[,;:()]")  # with figures: "in 2020 a further review"
_PUNCTUATION = frozenset(",;:()")
_ASIDE_FIRST = re.compile(r"\s*,\s*([a-z]+)\b[^,;]{1,160},")


def noun_phrases(text: str, transparent: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the noun phrases that a verb before `text` governs directly, not those behind a preposition.

    A phrase behind a preposition is skipped until a new determiner: in "to the Assembly at its seventieth session a
    report on the matter" only "a report" is given. The words of `transparent` do not count as prepositions
    ("provide the Panel with information").
    """
    words = words_of_action()
    phrase: list[str] = []
    direct, previous = True, ""
    aside = _ASIDE_FIRST.match(text)  # "provide, upon request, technical assistance"
    start = aside.end() if aside and aside[1] in words.prepositions and aside[1] != "to" else 0
    for word in _WORD.findall(text, start):
        plain = word.casefold()
        if plain in transparent and direct:
            plain = ","  # a new phrase begins
        preposition = plain in words.prepositions and not (plain == "following" and previous in words.determiners)
        opens = plain in words.determiners and previous not in words.prepositions and previous not in words.determiners
        if phrase and (preposition or opens or plain in _PUNCTUATION):
            yield " ".join(phrase)
            phrase = []
        if preposition:
            direct = False
        elif opens:
            direct = True
        if direct and plain not in _PUNCTUATION:
            phrase.append(word)
        previous = plain
    if phrase:
        yield " ".join(phrase)


def asked(text: str) -> str:
    """Return `text` up to where its purpose, examples or a relative clause begin."""
    stop = words_of_action().stops.search(text)
    return text[: stop.start()] if stop else text
