"""Whether "to" begins an infinitive ("to fund the office") or is a preposition ("to funds and programmes")."""

from __future__ import annotations

from mandates import lexicon
from mandates.extraction.party_words import ADJECTIVE_ENDINGS, party_words
from mandates.extraction.token import Token
from mandates.extraction.tokens import name_words_after_to, tokens

#: Words between "to" and the verb that look like prepositions: "to at least double", "to inter alia ensure".
_BEFORE_INFINITIVE = frozenset({"at", "no", "inter", "not", "so", "further", "once", "even"})
_NEVER_INFINITIVE = frozenset({"which", "whom", "what", "and", "or"})
#: Words after a verb that looks like a noun: "to press on".
_VERB_PARTICLES = frozenset({"on", "ahead", "forward"})
#: "the right to food", as part of a name.
_NO_INFINITIVE_AFTER = frozenset({"right", "rights"})


def is_infinitive(words: list[Token], i: int) -> bool:
    """Whether "to" at `i` begins an infinitive: "to submit", "to, inter alia, ensure", "to:"."""
    known = party_words()
    if i + 1 >= len(words) or not words[i + 1].word:
        return True
    token = words[i + 1]
    lower = token.lower
    if i and words[i - 1].text in _NO_INFINITIVE_AFTER:
        return False
    if lower in known.base_verbs and not token.capital:
        following = words[i + 2] if i + 2 < len(words) else None  # "to fund it", "to institute measures"
        takes_object = following is not None and (
            following.lower in known.leading
            or following.lower in known.pronouns
            or following.lower in _VERB_PARTICLES
            or known.is_thing(following)
        )
        return takes_object or not known.is_party(token)
    if token.key is not None or token.capital or token.text[0].isdigit():
        return False
    if lower in _BEFORE_INFINITIVE or (lower == "without" and i + 2 < len(words) and words[i + 2].lower == "delay"):
        return True
    if not i and lower.endswith(ADJECTIVE_ENDINGS) and i + 2 < len(words) and known.is_party(words[i + 2]):
        return False
    if lower in known.leading or lower in known.pronouns or lower in known.prepositions or lower in _NEVER_INFINITIVE:
        return False
    is_plural = lower.endswith("s") and lower[-2:-1] not in "suia"  # "exposed to storms", but "to address", "to focus"
    return not (is_plural or known.is_party(token) or lower.endswith(("ing", "tion", "tions")))


@lexicon.remembered
def surely_infinitive(verb: str) -> bool:
    """Whether "to" before the word `verb` begins an infinitive, whatever follows: "to ensure", but not "to fund"."""
    if verb == "do" or verb in party_words().base_verbs or verb in name_words_after_to():  # "to do so": as others do
        return False
    return is_infinitive(tokens(f"to {verb}"), 0)
