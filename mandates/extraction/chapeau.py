"""Whether a paragraph that introduces a list asks something itself, or leaves what it asks to its items."""

from __future__ import annotations

import re

from mandates.extraction.action_words import words_of_action
from mandates.extraction.actions import plain_words
from mandates.extraction.clause import Clause
from mandates.extraction.verb_phrases import states_infinitive
from mandates.lexicon.verbs import having

#: The end of a text before a list; in old prints this may be just the addressee's name.
_INTRODUCES = re.compile(r"\s*(?:[:\u2013\u2014]\s*-?|(?<=\w))\s*\Z")
_OPEN_WORD = re.compile(
    r"[\s,]*\b(?:to(?:\s+continue(?:\s+to)?)?|that|inter\s+alia|as\s+follows|the\s+following)\s*,?\s*\Z", re.IGNORECASE
)
_MODAL_END = re.compile(r"\b(?:shall|should|will|may|must)\s*(?:,[^,;]*,)?\s*\Z")
_MODAL = re.compile(r"\b(?:shall|should|will|may|must|be)\b")
#: Prepositions that need an object from the list, so that the chapeau states the action ("to provide it with:").
_NEEDS_OBJECT = re.compile(
    r"\b(?:of|with|by|on|in|for|from|at|through|regarding|concerning|including|containing|covering|between|among)\s*\Z"
)
_THAT = re.compile(r"(?>(?:\s*,[^,;]*,|\s*\b(?:[a-z]+ly|also|further)\b)*)\s*,?\s*\bthat\b")
#: The beginning of a phrase that says when, where or on what terms, but not what.
_ADVERBIAL = re.compile(
    r"(?:in|for|with|at|on|upon|as|from|pending|pursuant|until|subject|during|following|including|and|or|without|under)\b"
)
_LATER_THAT = re.compile(r"\bthat\b")
_ITEM_VERB = re.compile(r"\W*(?:(?P<modal>[Ss]hall|[Ss]hould|[Ww]ill|[Mm]ay|[Mm]ust)|(?P<verb>[A-Za-z-]+))\b")
#: Words that show the word before them to be a verb: a lower-case object or a preposition.
_TAKES_OBJECT = re.compile(r"\s+(?:the|a|an|all|any|their|its|to|on|with|[a-z]+s)\b")
#: "apply the following duties", where the list is the object of a verb.
_STATES_FOLLOWING = re.compile(r"\w\s+(?:all\s+|each\s+of\s+)?the\s+following\s+(?:[a-z]+\s+){0,3}[a-z]+")
_THE_FOLLOWING = re.compile(
    r"\A\s*(?:[a-z]+ing\b|(?:[a-z]+\s+)?(?:the\s+following\s+\w|(?:a|an|any|further|full|increased|continued)\s))|\bfollowing\s+(?:\w+\s*){1,4}\Z"
)


def leaves_action_to_items(clause: Clause, first_item: str = "") -> bool:
    """Whether `clause` is a chapeau that stops at its addressee, at "to:" or at "that:".

    It may also stop at the subject of "that" if its `first_item` begins with the verb: "Decides that the Congress: (a)
    Shall be".
    """
    if _brings_verb(clause, first_item):
        return True
    text = plain_words(clause.complement)
    introduces = _INTRODUCES.search(text)
    if introduces is None:
        return False
    text = text[: introduces.start()]
    open_word = _OPEN_WORD.search(text)
    stated = text[: open_word.start()] if open_word else text
    if not stated.strip(" ,"):
        return True
    that_match = _THAT.match(stated) or (_LATER_THAT.search(stated) if clause.reiterated else None)
    if that_match is not None:
        return _leaves_that(stated[that_match.end() :])
    if open_word is None and _STATES_FOLLOWING.search(stated):
        return False
    if clause.verb in having("naming", "enacting") or states_infinitive(stated):
        return False
    if open_word is not None and open_word[0].split()[-1].lower() == "to":
        return not _NEEDS_OBJECT.search(stated)  # "Invites the following offices to:"
    return not _NEEDS_OBJECT.search(stated) and not _THE_FOLLOWING.search(text)


def _brings_verb(clause: Clause, item: str) -> bool:
    """Whether `item` begins with the verb that the "that" clause of its chapeau lacks."""
    text = plain_words(clause.complement)
    introduces = _INTRODUCES.search(text)
    that_match = _THAT.match(text)
    if introduces is None or that_match is None:
        return False
    subject = text[that_match.end() : introduces.start()]
    if _MODAL.search(subject) or not subject.strip() or states_infinitive(subject):
        return False
    first_word = _ITEM_VERB.match(item)
    if first_word is None:
        return False
    if first_word["modal"] is not None:
        return True
    verb, words = first_word["verb"].lower(), words_of_action()
    if first_word["verb"][0].isupper() and _TAKES_OBJECT.match(item, first_word.end()):
        return verb not in words.determiners and verb not in words.prepositions  # "(a) Train the crews in rescue"
    return verb in words.plain and (clause.verb == "demand" or verb not in words.also_nouns)


def _leaves_that(text: str) -> bool:
    """Whether "that ...:" has at most a subject ("that all States shall:"), or only says when or where it applies."""
    modal_end = _MODAL_END.search(text)
    if modal_end is not None:
        return not _MODAL.search(text[: modal_end.start()])
    phrases = [phrase for phrase in map(str.strip, text.split(",")) if phrase]
    return not _MODAL.search(text) and all(_ADVERBIAL.match(phrase) for phrase in phrases)
