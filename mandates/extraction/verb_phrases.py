"""Which words of a text are verbs: infinitives ("to submit"), and words that may also be nouns ("report thereon")."""

from __future__ import annotations

import functools
import re

from mandates.extraction.action_words import Words, words_of_action

WORD = re.compile(r"[A-Za-z][\w\u2019'-]*|[,;:()]")
#: An adverb before a verb: "fully", "at least", "further" (but "to further the aim" has none).
ADVERB = (
    r"(?:(?!(?:ap|sup|com|re)p?ly\b)[a-z]+ly|also|not|at\s+least"
    r"|(?:further|better)(?!\s+(?:the|their|its|this|these|and)\b))"
)
#: Any number of them: "fully, promptly and effectively".
ADVERBS = rf"(?>(?:{ADVERB}(?:\s*,\s*(?=[a-z]+ly\s)|\s+and\s+(?=[a-z]+ly\s)|\s+))*)"
# A pattern that begins with a letter and has a lookbehind after it is many times faster than one beginning with "\\b".
INFINITIVE = re.compile(
    rf"to(?<=\bto)(?:,\s(?:as|where|in|inter|if)\s[^,;]{{1,60}},)?\s+{ADVERBS}(?P<verb>(?!appropriate\s+(?!the\b|an?\b|such\b|to\b|under\b|\d))[a-z][a-z-]+)(?![\w-])"
)
#: Words and endings that show a word after "to" to be no verb ("to international peace").
_NOT_A_VERB = re.compile(
    r"(?:the|this|that|these|those|its|their|his|her|our|all|any|each|every|such|other|which|whom|whose|a|an|both|be|being|it|them|him|\w+-"
    r"|paragraphs?|resolutions?|articles?|women|men|children|persons|people|safe|adequate|affordable|human|peace|justice|armed|and|or"
    r"|disasters?|conflicts?|climate|gender|poverty|health|violence|torture|migration|by-catch|small|relevant|least|urgent|more|foreign|nuclear|consumer"
    r"|[a-z]+[^suia]s|(?!ap?peal|reveal|deal|heal|signal)\w+al|(?!bring|harness|witness)\w+(?:ic|ous|ity|ness|ing|ism)|(?!mention|function|question|sanction|apportion)\w+tions?"
    r"|(?!implement|supplement|complement|document|augment|comment)\w+ments?)"
)
NEXT_WORD = re.compile(r"\s+([A-Za-z-]+)")
#: The same after a parenthetical: "that the Board review, at its fifth session, *its* rules".
NEXT_WORD_AFTER_ASIDE = re.compile(r"(?:\s*,[^,;]{1,120},)?\s+([A-Za-z-]+)")
#: More characters than any word has.
_WORD_LENGTH = 40


def states_infinitive(said: str) -> bool:
    """Whether `said`, the words after the verb of a clause, contains an infinitive ("the Committee to review ...")."""
    not_before = words_of_action().not_before
    return any(
        word_before(said, match) not in not_before and not is_not_verb(match["verb"])
        for match in INFINITIVE.finditer(said)
    )


@functools.lru_cache(maxsize=4096)
def is_not_verb(word: str) -> bool:
    """Whether `word`, after "to", can be no verb: "to *the*", "to *international* peace"."""
    return _NOT_A_VERB.fullmatch(word) is not None


def word_before(text: str, match: re.Match[str]) -> str:
    """Return the word or punctuation before `match`; empty at the beginning."""
    preceding = text[max(0, match.start() - _WORD_LENGTH) : match.start()].rstrip()
    word = preceding[preceding.rfind(" ") + 1 :]
    return word[-1] if word.endswith((",", ";", ":", "(")) else word


def acts_on(match: re.Match[str], verb: str, words: Words, next_word: re.Pattern[str] = NEXT_WORD) -> bool:
    """Whether what follows `match` shows `verb`, which may be a noun, to be a verb: an object, or "report thereon"."""
    after = next_word.match(match.string, match.end())
    return after is not None and (
        after[1].casefold() in words.determiners or after[1] in words.after_verbs.get(verb, frozenset())
    )
