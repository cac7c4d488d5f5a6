"""Where the parts of a clause begin: what follows adverbials, the infinitive, the finite verb."""

from __future__ import annotations

from mandates.extraction.action_words import words_of_action
from mandates.extraction.infinitives import is_infinitive
from mandates.extraction.party_words import party_words
from mandates.extraction.token import Token


def past_adverbials(words: list[Token], at: int) -> int:
    """Return where the complement continues after phrases such as "in this regard," or "as a matter of priority"."""
    known = party_words()
    i = at
    while i < len(words):
        token = words[i]
        if token.key is not None:
            return i
        lower = token.lower
        if (
            lower == ","
            or (lower in ("and", "or") and i > at)
            or (lower in known.trailing and not _begins_name(words, i))
            or (lower.endswith("ly") and lower not in known.parties)
        ):
            i += 1
        elif (
            lower in ("in", "to", "for", "on", "at", "with")
            and i + 2 < len(words)
            and (words[i + 1].lower in ("this", "that", "the", "these") and words[i + 2].lower in _ADVERBIAL_NOUNS)
        ):
            i += 3
        elif lower in _WHICH and i and words[i - 1].lower == "," and _comma(words, i + 1) < len(words) - 1:
            i = _comma(words, i + 1) + 1  # "in connection with the mission, which the Council welcomes, that he"
        elif (lower in known.prepositions and lower not in ("to", "up", "upon")) or (i and _opens_participle(lower)):
            if (after := _after_short_adverbial(words, i)) is not None:
                return after
            comma = next((j for j in range(i, len(words)) if words[j].lower == ","), None)
            if comma is None:
                return i
            i = comma + 1
        else:
            return i
    return i


def _comma(words: list[Token], i: int) -> int:
    return next((j for j in range(i, len(words)) if words[j].lower == ","), len(words))


def _begins_name(words: list[Token], i: int) -> bool:
    """Whether "each" or "both" at `i` begins a name: "each of the States"."""
    return words[i].lower in party_words().determiners and i + 1 < len(words) and words[i + 1].lower == "of"


def _after_short_adverbial(words: list[Token], i: int) -> int | None:
    """Return where the complement continues after the adverbial at `i` without a comma: "demands in particular *that*",
    "invites in particular *the* Registrar".
    """
    known = party_words()
    for phrase in known.before_that:
        end = i + len(phrase)
        if end < len(words) and tuple(token.lower for token in words[i:end]) == phrase:
            following = words[end]
            begins_party = following.key is not None or following.capital or following.lower in known.determiners
            return end if following.lower == "that" or begins_party else None
    return None


def past_reference(words: list[Token]) -> int:
    """Return where a repeated request continues after "contained in paragraph 5 of its resolution 60/1"."""
    if words and words[0].lower in ("on", "upon", "for"):
        return 0
    if any(token.lower in party_words().agent_doings for token in words[1:_NEAR_DOING]) and words[0].lower == "of":
        return past_adverbials(words, 1)  # "its encouragement of the efforts made by the Registrar to help"
    first = 1 if words and words[0].lower == "," else 0  # "its request, made in its resolution 60/1, that"
    if first >= len(words) or words[first].lower not in _REFERENCE_WORDS:
        return past_adverbials(words, 0)
    return next(
        (i for i, token in enumerate(words[:40]) if token.lower in ("to", "that", "for") and token.key is None), 0
    )


#: The most words before an activity that is asked for again: "of the *continuing efforts* made by".
_NEAR_DOING = 4
_REFERENCE_WORDS = frozenset(
    ["contained", "in", "made", "set", "addressed", "expressed", "as", "under", "from", "of", "at", "by"]
)
_WHICH = frozenset({"which", "who"})
_ADVERBIAL_NOUNS = frozenset(
    ["regard", "context", "end", "connection", "respect", "purpose", "meantime", "vein", "spirit", "same", "process"]
)


def _opens_participle(lower: str) -> bool:
    return lower.endswith("ing") and lower not in party_words().ing_adjectives


def action(words: list[Token], at: int) -> int | None:
    """Return where the infinitive of the request begins ("to" or the "not" before it); None if there is none."""
    known = party_words()
    in_relative_clause = False  # in ", who have the responsibility to protect civilians,"
    for i in range(at, len(words)):
        lower = words[i].lower
        if lower == ",":
            in_relative_clause = i + 1 < len(words) and words[i + 1].lower in known.relatives
        if lower != "to" or in_relative_clause or not is_infinitive(words, i):
            continue
        previous = words[i - 1] if i > at else None
        if previous is not None and previous.lower in ("order", "as"):
            return None
        if previous is not None and previous.key is None:
            before_do_so = [token.lower for token in words[i + 1 : i + 3]] == ["do", "so"]
            if previous.lower in known.infinitive_takers or (before_do_so and previous.lower in known.infinitive_nouns):
                continue
            has_competence = previous.lower in known.infinitive_nouns and i > at + 1 and words[i - 2].lower == "with"
            if has_competence and action(words, i + 1) is not None:
                continue  # "arrangements with competence to manage stocks to share experiences"
            if previous.lower in GIVEN_TO and i + 1 < len(words) and words[i + 1].lower not in words_of_action().plain:
                continue  # "making grants to island clinics"
        while i > at and (words[i - 1].lower == "not" or _adverb(words[i - 1])):
            i -= 1  # noqa: PLW2901 - the adverb belongs to the infinitive
        return i
    return None


#: Things given or done to someone or something, so that a "to" after them need not begin an infinitive.
GIVEN_TO = frozenset({"end", "halt", "grants", "aid", "loans", "gifts", "payments", "donations", "contributions"})


def _adverb(token: Token) -> bool:
    return token.key is None and token.lower.endswith("ly") and token.lower not in party_words().parties


#: Auxiliaries that may also be nouns.
_NEEDS = frozenset({"need", "needs"})


def finite_verb(words: list[Token], at: int) -> int | None:
    """Return the index of the modal or auxiliary of the clause whose subject begins at `at`; None if it has none."""
    known = party_words()
    open_relatives = 0
    for i in range(at, len(words)):
        token = words[i]
        if token.key is not None:
            continue
        if token.lower in known.relatives and i > at:
            open_relatives += 1
        elif token.lower in known.modals and words[i - 1].lower != "to":
            if (
                token.lower in _NEEDS
                and not open_relatives
                and not (i + 1 < len(words) and words[i + 1].lower in ("to", "not"))
            ):
                continue  # "to meet the needs of the islands"
            if open_relatives:
                open_relatives -= 1
                continue
            return i
        elif token.lower in (";", ":"):
            return None
    return None


def is_done(words: list[Token], i: int) -> bool:
    """Whether the verb that begins at `i` states what has already been done: "decides that the Group *has completed*
    it".
    """
    following = words[i + 1] if i + 1 < len(words) else None
    return words[i].lower in ("has", "have") and following is not None and party_words().is_participle(following)


def is_passive(words: list[Token], i: int) -> bool:
    """Whether the verb that begins at `i` is in the passive: "shall be submitted"."""
    known = party_words()
    seen_be = False
    for token in words[i : i + 7]:
        if token.lower in ("be", "is", "are", "was", "were", "been", "being"):
            seen_be = True
        elif seen_be and known.is_participle(token):
            return True
        elif token.lower == "that" or (  # "shall ensure that lists are kept"
            seen_be and not (token.lower.endswith("ly") or token.lower in known.trailing or token.lower == ",")
        ):
            return False
    return False
