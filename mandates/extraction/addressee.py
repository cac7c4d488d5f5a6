"""Where in a clause the party stands: before the infinitive, as the subject of "that", or as the agent of a doing.

"Requests, in this regard, *the Secretary-General* to submit ..."; "decides that *the Committee* shall ..."; "invites
increased cooperation among *the specialized agencies* and ...". Rules: what a mandate's owner is, GUIDELINES of the
labels: a directive's addressee; the agent of a passive or a nominal action; the subject of "decides that" able to act.
"""

from __future__ import annotations

from dataclasses import dataclass

from mandates.extraction.noun_phrases import Conjunct, PhraseReader
from mandates.extraction.party_words import party_words
from mandates.extraction.tokens import Token


@dataclass(frozen=True, slots=True)
class Found:
    """The parties found in a passage.

    Attributes:
        how: ``addressee``, ``subject``, ``agent`` or ``none``.
    """

    words: list[Token]
    members: list[Conjunct]
    how: str


def addressee(words: list[Token], *, reiterated: bool = False) -> Found:
    """Return whom a directive addresses: the party before "to ...", or of "that ...", or the agent of what is asked."""
    at = past_reference(words) if reiterated else past_adverbials(words, 0)
    if at < len(words) and words[at].lower == "to" and not is_infinitive(words, at):
        at = past_adverbials(words, at + 1)  # "recommends to the General Assembly", "its request to the Committee"
    if at < len(words) and words[at].lower == "that":
        return subject(words, at + 1, passive_agents=True)
    stop = action(words, at)
    if stop == at:
        return Found(words, [], "none")
    if stop is None:
        return _without_infinitive(words, at)
    members = PhraseReader(words).parties(at, stop)
    if members and (members[0].party or _unknown_party(words, members[0], stop)):
        return Found(words, [m for i, m in enumerate(members) if m.party or i == 0], "addressee")
    return agents(words, at)


def subject(words: list[Token], at: int, *, passive_agents: bool) -> Found:
    """Return the subject of the "that" clause beginning at `at`, where it is a party that is to act.

    A passive has an agent only where it names one; with `passive_agents` that is returned.
    """
    at = past_adverbials(words, at)
    stop = finite_verb(words, at)
    reader = PhraseReader(words, subject=True)
    members = reader.parties(at, stop if stop is not None else len(words), close=stop is None)
    if stop is not None and is_passive(words, stop):
        return agents(words, stop, passive=True) if passive_agents else Found(words, [], "none")
    if members and members[0].party:
        return Found(words, [m for m in members if m.party], "subject")
    return agents(words, at) if passive_agents else Found(words, [], "none")


def agents(words: list[Token], at: int, *, passive: bool = False) -> Found:
    """Return the agents of a nominal or passive action: those named with by, between, among or "efforts of"."""
    known = party_words()
    reader = PhraseReader(words)
    end = len(words)
    for i in range(at, end - 1):
        lower = words[i].lower
        before = words[i - 1] if i > at else None
        if lower in ("including", "especially", "such"):
            break
        if lower == "by" and before is not None:
            if before.lower in ("up", "out", "down", "forth"):
                before = words[i - 2]
            done = known.is_participle(before) and before.key is None
            if done and not (passive and _is_main_passive(words, at, i)):
                continue
        elif lower in ("between", "among", "amongst"):
            if not any(t.lower in known.shared_doings for t in words[at:i]):
                continue
        elif lower == "of":
            if before is None or before.lower not in known.agent_doings:
                continue
        else:
            continue
        stop = action(words, i + 1)
        members = reader.parties(i + 1, stop if stop is not None else end, close=True)
        if members and members[0].party:
            return Found(words, [m for m in members if m.party], "agent")
    return Found(words, [], "none")


def past_adverbials(words: list[Token], at: int) -> int:
    """Return where the complement goes on after phrases such as "in this regard," or "as a matter of priority"."""
    known = party_words()
    i = at
    while i < len(words):
        token = words[i]
        if token.key is not None:
            return i
        lower = token.lower
        if lower == ",":
            i += 1
        elif lower in ("and", "or") and i > at:
            i += 1
        elif lower in known.trailing or (lower.endswith("ly") and lower not in known.parties):
            i += 1
        elif lower in ("in", "to", "for", "on", "at", "with") and i + 2 < len(words) and (
            words[i + 1].lower in ("this", "that", "the", "these") and words[i + 2].lower in _FIXED
        ):
            i += 3
        elif (lower in known.prepositions and lower != "to") or _opens_besides(lower):
            comma = next((k for k in range(i, len(words)) if words[k].lower == ","), None)
            if comma is None:
                return i
            i = comma + 1
        else:
            return i
    return i


def past_reference(words: list[Token]) -> int:
    """Return where a repeated request goes on after "contained in paragraph 5 of its resolution 60/1": at "to" or "that"."""
    for i, token in enumerate(words[:40]):
        if token.lower in ("to", "that", "for") and token.key is None:
            return i
    return 0


_FIXED = frozenset("regard context end connection respect purpose meantime vein spirit same process".split())


def _opens_besides(lower: str) -> bool:
    return lower.endswith("ing") and lower not in ("existing", "developing", "participating", "remaining", "contracting")


def action(words: list[Token], at: int) -> int | None:
    """Return where the infinitive of what is asked begins ("to" or the "not" before it); None without one."""
    known = party_words()
    for i in range(at, len(words)):
        if words[i].lower != "to" or not is_infinitive(words, i):
            continue
        before = words[i - 1] if i > at else None
        if before is not None and before.lower in ("order", "as"):
            return None
        if before is not None and before.lower in known.infinitive_takers and before.key is None:
            continue
        while i > at and (words[i - 1].lower == "not" or _adverb(words[i - 1])):
            i -= 1  # noqa: PLW2901 - the adverb belongs to the infinitive
        return i
    return None


def _adverb(token: Token) -> bool:
    return token.key is None and token.lower.endswith("ly") and token.lower not in party_words().parties


def is_infinitive(words: list[Token], i: int) -> bool:
    """Whether "to" at `i` begins an infinitive: "to submit", "to, inter alia, ensure", "to:"."""
    known = party_words()
    k = i + 1
    if k < len(words) and words[k].lower == ",":
        return True
    if k >= len(words) or words[k].lower == ":":
        return True
    token = words[k]
    if token.key is not None or token.capital or not token.word or token.text[0].isdigit():
        return False
    lower = token.lower
    if lower in known.leading or lower in known.pronouns or lower in ("which", "whom", "what", "and", "or"):
        return False
    if lower in known.prepositions:
        return lower in ("further", "so")
    return not (known.is_party(token) or (lower.endswith(("ing", "tion", "ment")) and lower not in ("bring", "mention")))


def finite_verb(words: list[Token], at: int) -> int | None:
    """Return the modal or auxiliary of the clause whose subject begins at `at`; None when it has none."""
    known = party_words()
    relative = 0
    for i in range(at, len(words)):
        token = words[i]
        if token.key is not None:
            continue
        if token.lower in known.relatives and i > at:
            relative += 1
        elif token.lower in known.modals and not words[i - 1].lower == "to":
            if relative:
                relative -= 1
                continue
            return i
        elif token.lower in (";", ":"):
            return None
    return None


def is_passive(words: list[Token], i: int) -> bool:
    """Whether the verb that begins at `i` is in the passive: "shall be submitted"."""
    known = party_words()
    seen_be = False
    for token in words[i : i + 7]:
        if token.lower in ("be", "is", "are", "was", "were", "been", "being"):
            seen_be = True
        elif seen_be and known.is_participle(token):
            return True
        elif seen_be and not (token.lower.endswith("ly") or token.lower in known.trailing or token.lower == ","):
            return False
    return False


def _is_main_passive(words: list[Token], at: int, by: int) -> bool:
    """Whether "by" at `by` follows the passive verb beginning at `at` with no noun between."""
    return by - at <= 6 and is_passive(words, at)


def _unknown_party(words: list[Token], member: Conjunct, stop: int) -> bool:
    """Whether a noun that is neither a known party nor a thing may be one: it stands right before the infinitive."""
    return member.end == stop and not party_words().is_thing(words[member.head])


def _without_infinitive(words: list[Token], at: int) -> Found:
    """Return whom a clause names that has no infinitive: a chapeau's "Calls upon States:", else the agents."""
    colon = next((k for k in range(len(words) - 1, at, -1) if words[k].lower in (":", "\u2014")), None)
    stop = colon if colon is not None else len(words)
    members = PhraseReader(words).parties(at, stop, close=True)
    if members and members[0].party and members[0].head >= at:
        rest = words[members[-1].end : stop]
        if colon is not None or not rest or rest[0].lower in ("that", "for", ",", "in", "with", "as", "who", "which"):
            return Found(words, [m for m in members if m.party], "addressee")
    return agents(words, at)
