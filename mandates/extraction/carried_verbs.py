"""Verbs that only carry another one ("continue to submit"), and nouns of action ("the convening of a meeting")."""

from __future__ import annotations

import re

from mandates.extraction.action import Action
from mandates.extraction.action_words import Words
from mandates.extraction.verb_phrases import ADVERBS, NEXT_WORD, WORD

AFTER_AND = re.compile(
    r"(?:,\s+(?>(?:(?:and|or)\s+)?)|;\s+(?>(?:(?:and|or)\s+)?)|and(?<=\band)(?:/or)?\s+|or(?<=\bor)\s+)(?>(?:(?:also|then|further|thereafter|subsequently|shall|will|should|[a-z]+ly)\s+)?)([a-z-]+)\b"
)
_ADVERBIAL = rf"\s*(?:,[^,;]{{1,160}},)?\s*{ADVERBS}"
#: Between a noun of action and its object: "the creation, with the consent of the Government, of a force", "payment by
#: the States of their dues".
_OBJECT_OF = re.compile(
    r"\A(?:\s*,[^,;]{1,160},|\s+by\s(?:(?!of\s|by\s)[\w\u2019-]+\s){1,8}?(?=of\s+(?:the|their|its|all)\b|(?<=s\s)of\s+[a-z]))?\s*of\b"
)
_LEADING_ADVERBIAL = re.compile(r"\s*,(?:[^,;]{1,160},){1,3}")
#: Only the first of them: "for, in this regard, the convening of a conference, as agreed, on ...".
_FIRST_ADVERBIAL = re.compile(r"\s*,[^,;]{1,160},")
#: The same without commas: "encourages *in this regard* the establishment of a fund".
_BARE_ADVERBIAL = re.compile(
    r"\s*in\s+(?:this|that)\s+(?:regard|respect|context|connection)(?=\s+[a-z])"
    r"|\s*in\s+accordance\s+with\s[^,;]{1,80}?(?=\s+the\s+[a-z]+\s+of\s)"
)
#: What a body takes up at a meeting is an item before it, whatever it may then do: "consider, *at its next session*,
#: convening a meeting".
_AT_SESSION = re.compile(r"\s*,?\s*at\s+(?:its|their|the)\s[^,;]{1,80}?\b(?:sessions?|meetings?)\b")
#: "Consider *the possibility of* accession".
_POSSIBILITY = re.compile(r"\A\s*the\s+possibility\s+of\s+")
_ADVERBIALS = (_FIRST_ADVERBIAL, _LEADING_ADVERBIAL, _BARE_ADVERBIAL)
#: Words that begin a relative clause, whose nouns are not asked for: "States *that* have outstanding assessments".
_RELATIVES = frozenset({"whose", "that", "which", "who"})
#: How a verb carries another one: "to submit", "establishing", "the necessary measures to re-establish".
_CARRIED = (
    re.compile(r"\s+with\s+(?:the|its|their|his|her)\s+(?!practice\b)([a-z]+)\b(?=\s+of\b)"),
    re.compile(
        # "work together to build piers", "work swiftly within the thirty days allowed to form a council"
        rf"{_ADVERBIAL}(?:together\s+|within\s+(?:the\s+|a\s+)?[\w-]+\s+(?:days|weeks|months)\b[^,;]{{0,80}}?\s)?to\s+{ADVERBS}([a-z-]+)"
    ),
    re.compile(
        _ADVERBIAL
        + r"(?:about\s+|(?:with\s+)?the\s+(?:possibility|practice)\s+of\s+(?:[a-z]+ly\s+)?|its\s+|their\s+|the\s+)?"
        r"(?!(?<=,\s)(?:includ|regard|concern|start|beginn)ing\b|(?:follow|exist|ongo|remain|outstand|train|dur|pend|accord)ing\b"
        r"|(?:concluding\s+observations|guiding\s+principles|developing\s+(?:countries|States))\b)((?:re-)?[a-z]+ing)(?![\w-])"
    ),
    re.compile(
        r"\s+(?:the|its|their|his|her)\s+(?:[a-z]+\s+){0,2}?(?:responsibilit(?:y|ies)|commitments?|obligations?|dut(?:y|ies))"
        rf"\s+(?:(?:for|in)\s+{ADVERBS}(?=[a-z-]+ing\b)|(?:of|to)\s+{ADVERBS})([a-z-]+)"
    ),
    re.compile(
        r"(?!\s+(?:that|under)\b)(?!\s+(?:its\s+|their\s+|the\s+)?(?:[a-z]+\s+)?(?:consideration|examination|review|study|discussions?|recommendations?\s+on)\b)"
        r"(?!\s[^,;]{0,60}?\b(?:informed|apprised)\b)"
        r"[^,;]{1,80}?\b(?<!\w in their )(?<!\w in its )"
        r"(?:measures|steps|efforts?|action|actions|arrangements|preparations|consultations)\b(?!\s+(?:(?:already|being)\s+)?(?:taken|adopted|undertaken)\b)"
        rf"(?:[^,;]{{0,60}}?\sto|(?:,[^,;]{{1,60}},)?\s+for\s+the)\s+{ADVERBS}(?!(?:be|the|a|an|its|their|his|her|all|this|that|these|those|any|each)\b)([a-z-]+)"
    ),
)
#: To consider measures is not yet to take them.
_CARRIED_BY_CONSIDER = _CARRIED[:-1]
#: "Give due consideration to ratifying the Convention", "to the establishment of a fund".
_CONSIDERATION = re.compile(
    r"\s*(?:[a-z]+\s+){0,3}(?:consideration|attention|priority|thought)\s+to\s+(?:the\s+)?([a-z-]+)\b"
)
#: What is given in money, which is given whatever it is for: "make *voluntary contributions* to the work".
_MONEY = re.compile(r"\s*(?:(?!to\b)[a-z-]+,?\s+){0,4}?(?:financial|voluntary)\s+(?:and\s+[a-z-]+\s+)?contributions?\b")
#: The most verbs that may carry one another ("continue to consider establishing").
_MAX_CARRIERS = 5


def carried(verb: str, text: str, words: Words) -> tuple[str, str] | None:
    """Return the verb that `verb` only carries ("continue to submit", "consider establishing") and its object.

    None if it carries none.
    """
    result = None
    if verb in {"give", "pay"} and (consideration := _CONSIDERATION.match(text)):
        verbs = words.forms if consideration[1].endswith("ing") else words.considered if verb == "give" else {}
        inner = verbs.get(consideration[1])
        if inner is not None:
            verb, text = result = inner, _OBJECT_OF.sub("", text[consideration.end() :])
    for _ in range(_MAX_CARRIERS):
        if verb not in words.carriers or (verb == "consider" and _AT_SESSION.match(text)):
            return result
        match = next(
            (
                candidate
                for pattern in (_CARRIED if verb != "consider" else _CARRIED_BY_CONSIDER)
                if (candidate := pattern.match(text)) and not _skips_verb(candidate, words)
            ),
            None,
        )
        if match is None:
            if verb == "make" and (money := _MONEY.match(text)):
                return "donate", text[money.end() :]
            named = _POSSIBILITY.sub(" ", text)
            nominal = nominal_action(named, words.considered if verb == "consider" else words.nominal, words)
            return (nominal.verb, nominal.object) if nominal is not None else result
        inner = words.forms.get(match[1], match[1])
        verb, text = words.nominal.get(inner, inner), text[match.end() :]
        result = verb, text
    return result


def _skips_verb(match: re.Match[str], words: Words) -> bool:
    """Whether another verb comes between a verb and the one it would carry, or the latter is no verb.

    For example "increase efforts and mobilize funds to ...", "make arrangements for the summit".
    """
    text_between = match.string[: match.start(1)]
    if text_between.endswith(" for the ") and match[1] not in words.nominal:
        return True  # "arrangements for the summit"
    return any(verb[1] in words.plain and verb[1] not in words.also_nouns for verb in AFTER_AND.finditer(text_between))


def nominal_action(text: str, nouns: dict[str, str], words: Words) -> Action | None:
    """Return the action that one of `nouns` at the beginning of `text` names ("the convening of a meeting").

    None if there is none.
    """
    starts = dict.fromkeys(
        adverbial.end() if adverbial else 0 for adverbial in (pattern.match(text) for pattern in _ADVERBIALS)
    )
    found = (_nominal_from(text, start, nouns, words) for start in starts)
    return next((action for action in found if action is not None), None)


def _describes_next(word: re.Match[str], words: Words) -> bool:
    """Whether the noun `word` only describes the next: "national *financing* frameworks"."""
    after = NEXT_WORD.match(word.string, word.end())
    return after is not None and after[1] in words.describes


def _nominal_from(text: str, start: int, nouns: dict[str, str], words: Words) -> Action | None:
    for count, word in enumerate(WORD.finditer(text, start)):
        plain = word[0].casefold()
        if plain in nouns and word[0][0].islower() and not _describes_next(word, words):
            rest = _OBJECT_OF.sub("", text[word.end() :])
            return Action(nouns[plain], rest, agent=rest)  # "the convening by the Committee of ..."
        if plain in words.prepositions or plain in _RELATIVES or count > 8 or (count and plain in words.participles):
            return None  # "States *making* contributions"
    return None
