"""Actions of a that-clause: "that the Committee should review ...", "that the report be submitted"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates.extraction.action import Action
from mandates.extraction.action_words import Words
from mandates.extraction.coordinated_actions import with_coordinated
from mandates.extraction.verb_phrases import (
    ADVERB,
    INFINITIVE,
    NEXT_WORD_AFTER_ASIDE,
    WORD,
    acts_on,
    is_not_verb,
    word_before,
)

_MODAL = re.compile(r"\b(?:shall|should|will|may|must|would|can|could|(?<!to )be)\b")
_IS_TO = re.compile(r"\b(?:is|are)\s+(?:not\s+)?to\b")
#: What stands before a "be" that is not a subjunctive: "which cannot be".
_NOT_PLAIN_BE = re.compile(r"\b(?:shall|should|will|may|might|must|would|can|could|cannot|not|to|[a-z]+ly|also)\s*\Z")
_PASSIVE = re.compile(r"\b(?:is|are)\s+(?:hereby\s+)?(?P<verb>[a-z-]+(?:ed|held|set))\b")
_RELATIVE = re.compile(r"\b(?:which|who|whom|whose|that)\b[^,;]*\Z")
_AFTER_MODAL = re.compile(
    rf"(?:\s*,[^,;]{{1,120}},|\s+(?:therefore|then|thus|only|henceforth|{ADVERB})\b)*"
    rf"(?:\s+(?P<be>be)\b(?:\s+{ADVERB}\b)?)?\s+(?P<verb>[a-z-]+)"
)
_TO_SOMEONE = re.compile(r"\s*to\s+the\s")
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_CAPITAL = re.compile(r"\b[A-Z]")
#: How far back a relative clause is looked for, in characters.
_RELATIVE_REACH = 400


def of_that_clause(text: str, start: int, words: Words) -> Iterator[Action]:
    """Yield the actions of "that the Committee should review ..." or "that the report be submitted"."""
    rest = text[start:]
    for modal in (*_MODAL.finditer(rest), *_IS_TO.finditer(rest)):
        before_modal = rest[max(0, modal.start() - _RELATIVE_REACH) : modal.start()]
        # A plain "be" is never that of a relative clause: "that the terms that end in May be extended".
        if _RELATIVE.search(before_modal) and (modal[0] != "be" or _NOT_PLAIN_BE.search(before_modal)):
            continue
        verb_match = _AFTER_MODAL.match(rest, modal.end())
        if verb_match is None:
            continue
        subject, form = _name_of_subject(rest[: modal.start()], text[:start]), verb_match["verb"]
        is_passive = bool(verb_match["be"]) or modal[0] == "be"
        if is_passive and form in words.forms:  # what is to be "submitted" or "held" is the subject
            yield from with_coordinated(words.forms[form], f"{subject}, {rest[verb_match.end() :]}", subject, words)
        elif is_passive:
            yield Action("be", rest[verb_match.start("verb") :], subject)
        else:
            yield from with_coordinated(form, rest[verb_match.end() :], subject, words)
        yield from _further_actions(rest, verb_match.end(), subject, words)
        return
    head_actions = list(_of_passive(rest, words)) or list(of_subjunctive(rest, words, text[:start]))
    yield from head_actions or [Action("", rest, "")]  # a verb that no rule knows
    yield from _further_actions(rest, 0, rest[:80], words)


def _name_of_subject(subject: str, before: str) -> str:
    """Return the subject, or for a pronoun the addressees named before "that": "recommends *to the Board* that *it*
    ...".
    """
    return before if subject.strip().lower() in _PRONOUNS and _TO_SOMEONE.match(before) else subject


def _of_passive(text: str, words: Words) -> Iterator[Action]:
    """Yield the action of "(that) the presence is established", which takes effect at once."""
    for match in _PASSIVE.finditer(text):
        verb = words.forms.get(match["verb"])
        if verb is not None and not _RELATIVE.search(text[max(0, match.start() - _RELATIVE_REACH) : match.start()]):
            subject = text[: match.start()]
            yield Action(verb, f"{subject}, {text[match.end() :]}", subject)
            return


def of_subjunctive(text: str, words: Words, before: str = "") -> Iterator[Action]:
    """Yield the actions of "(that) the Secretary-General provide a report", from the first plain verb that is no
    noun.
    """
    previous = ""
    for word in WORD.finditer(text):
        verb = words.third_person.get(word[0])  # "requests that the Secretary-General reports to the Council"
        if verb is not None and not (_CAPITAL.search(text, 0, word.start()) and acts_on(word, verb, words)):
            verb = None
        if (word[0] in words.plain or verb) and not _is_noun(word, previous, words):
            agent = _name_of_subject(text[: word.start()], before)
            yield from with_coordinated(verb or word[0], text[word.end() :], agent, words)
            return
        previous = word[0].casefold()


def _is_noun(word: re.Match[str], previous: str, words: Words) -> bool:
    """Whether `word`, which may be a plain verb, is in the position of a noun."""
    if previous in words.determiners or previous in words.prepositions:
        return True
    if word[0] not in words.also_nouns:
        return False
    return not acts_on(word, word[0], words, NEXT_WORD_AFTER_ASIDE)


#: A further clause of the same request: "and that it report thereon".
_AND_THAT = re.compile(r"\band\s+that\s+(?:it|he|she|they)\s+(?:should\s+|shall\s+|also\s+)?(?P<verb>[a-z]+)\b")


def _further_actions(text: str, start: int, agent: str, words: Words) -> Iterator[Action]:
    """Yield the actions that follow a that-clause with "and to": "that he review the matter and to report thereon"."""
    matches = [
        match
        for match in INFINITIVE.finditer(text, start)
        if word_before(text, match) == "and" and not is_not_verb(match["verb"])
    ]
    matches += [match for match in _AND_THAT.finditer(text, start) if match["verb"] in words.plain]
    matches.sort(key=lambda match: match.start())
    ends = [*(match.start() for match in matches), len(text)][1:]
    for match, end in zip(matches, ends, strict=True):
        yield from with_coordinated(match["verb"], text[match.end() : end], agent, words, leading=False)
