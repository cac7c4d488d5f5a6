"""The longer description of what a phrase in small letters refers to: "team of experts on tides" of "the team"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mandates import lexicon
from mandates.extraction.coordination import clean
from mandates.extraction.noun_phrases import NounPhraseReader
from mandates.extraction.party_words import party_words
from mandates.extraction.token import Token
from mandates.extraction.tokens import tokens
from mandates.reference.entities import entity


class Description(NamedTuple):
    """A description of a body.

    Attributes:
        sure: whether it identifies the body by itself: it says of what a name is given ("on *Arcadia*"), or is
            introduced with "a".
    """

    text: str
    sure: bool


_ARTICLES = frozenset({"the", "a", "an", "its", "this"})
#: The most words before the described body: "open-ended intergovernmental *working group*".
_ADJECTIVES = 5
#: What no longer belongs to a description: "the mission to Arcadia *and its report*".
_PAST = re.compile(
    r",|\sand\s(?:the|its|their|his|her)\b|\son\sthe\stheme\b|\sfor\s(?:the\speriod|\w+\s(?:months|years))\b"
)


@lexicon.remembered
def descriptions(name: str, passage: str) -> tuple[Description, ...]:
    """Return the descriptions in `passage` that say more after `name`, in order."""
    return tuple(_find(name, passage))


def _find(name: str, passage: str) -> Iterator[Description]:
    mentions = list(_pattern(name).finditer(passage))
    words = tokens(passage) if mentions else []
    reader = NounPhraseReader(words)
    for mention in mentions:
        at = next((i for i, word in enumerate(words) if word.end > mention.start()), 0)
        if words[at].key is not None and name in words[at].lower:  # a known name
            if words[at].end > mention.end():
                yield Description(clean(words[at].text), sure=True)
            continue
        after = next((i for i, word in enumerate(words) if word.start >= mention.end()), len(words))
        first = next((i for i in range(at, max(0, at - _ADJECTIVES), -1) if words[i - 1].lower in _ARTICLES), at)
        phrase = reader.phrase(first, len(words)) if after < len(words) else None
        if phrase is None or phrase.end <= after or not _may_identify(words[after - 1 : phrase.end]):
            continue
        end = next((word.start for word in words[after : phrase.end] if word.lower in party_words().auxiliaries), None)
        text = passage[words[first].start : words[phrase.end - 1].end if end is None else end]
        past = _PAST.search(text, mention.start() + len(name) - words[first].start)
        text = clean(text[: past.start()] if past else text)
        if text.endswith(name):
            continue
        following = next((word for word in words[after : phrase.end] if word.lower != "the"), words[after])
        yield Description(text, following.capital or words[first - 1].lower in ("a", "an"))


def _may_identify(words: list[Token]) -> bool:
    """Whether the words, from a preposition on, may tell which body it is; not "in 2016" or "to the Assembly"."""
    following = next((word for word in words[1:] if word.lower != "the"), None)
    if following is None or following.text.isdigit():
        return False
    known = entity(following.key) if following.key else None
    is_place = known is not None and known.kind == "state"
    return words[0].lower != "to" or is_place or (following.capital and words[1] is following and known is None)


@lexicon.remembered
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}\s+(?:of|on|for|to|in|against)\s+")
