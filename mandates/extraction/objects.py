"""What a verb governs: its noun phrases, apart from asides, purposes and what stands behind prepositions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates import lexicon
from mandates.extraction.action_words import words_of_action

_WORD = re.compile(r"[A-Za-z0-9][\w\u2019'-]*|[,;:()]")  # with figures: "in 2020 a further review"
_PUNCTUATION = frozenset(",;:()")
#: The name of a recipient before what it is given: "to the Office on Drugs and Crime *information* on cases".
_TO_NAME = re.compile(
    r"(?:\s+[a-z]+ly)?\s+to\s+(?:the\s+)?[A-Z][\w\u2019-]*(?:\s+(?:(?:of|on|for|and|in|to)\s+(?:the\s+)?)*[A-Z][\w\u2019-]*)*"
    r"(?:,?\s+(?:at|by|in|during|before)\s[^,;]{1,60}?\bsession\b,?)?\s+"
    r"(?=[a-z])(?!(?:parties|members|concerned|in|with|and|or|on|for|that|which|who|whose|to|at|by|as|under|of)\b|[a-z]+ed\b|[a-z]+ing\b)"
)
_INITIAL_ADVERBIAL = re.compile(r"\s*,\s*([a-z]+)\b[^,;]{1,160},")


def noun_phrases(text: str, transparent: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the noun phrases that a verb before `text` governs directly, not those after a preposition.

    A phrase after a preposition is skipped until a new determiner: in "to the Assembly at its seventieth session a
    report on the matter" only "a report" is yielded. The words of `transparent` do not count as prepositions
    ("provide the Panel with information"). What another verb governs is not yielded ("support to implement the plan").
    """
    words = words_of_action()
    phrase: list[str] = []
    is_governed, previous, purpose = True, "", ""
    adverbial = _INITIAL_ADVERBIAL.match(text)  # "provide, upon request, technical assistance"
    start = adverbial.end() if adverbial and adverbial[1] in words.prepositions and adverbial[1] != "to" else 0
    text = _quantities().sub("", text.replace(" as well as ", " and "))
    recipient = _TO_NAME.match(text, start)
    recipient_end = recipient.end() if recipient else -1
    for match in _WORD.finditer(text, start):
        word = match[0]
        lowered = word.casefold()
        if match.start() == recipient_end:
            is_governed = lowered not in words.prepositions  # "to the Council *periodic* reports"
        if lowered in transparent and is_governed:
            lowered = ","  # a new phrase begins
        is_preposition = lowered in words.prepositions and not (
            lowered == "following" and previous in words.determiners
        )
        begins_phrase = (
            lowered in words.determiners and previous not in words.prepositions and previous not in words.determiners
        )
        if purpose == "to" and word in words.plain and word not in words.also_nouns:
            return
        if previous in {",", "and"} and word in words.participles:  # "provide data, *requesting* help"
            return
        if phrase and (is_preposition or begins_phrase or lowered in _PUNCTUATION):
            yield " ".join(phrase)
            phrase = []
        if is_preposition:
            is_governed = False
        elif begins_phrase:
            is_governed = True
        if is_governed and lowered not in _PUNCTUATION:
            phrase.append(word)
        purpose = lowered if previous not in _PUNCTUATION else ""  # ", to be closed in May, a fund" is parenthetical
        previous = lowered
    if phrase:
        yield " ".join(phrase)


@lexicon.derived
def _quantities() -> re.Pattern[str]:
    words: list[str] = lexicon.load("deliverables")["action"]["quantities"]
    return re.compile(rf"\b(?:{'|'.join(words)})\s+")


def asked(text: str) -> str:
    """Return `text` up to where its purpose, examples or a relative clause begin."""
    stop = words_of_action().stops.search(text)
    return text[: stop.start()] if stop else text
