"""The agents of a requested action that is named by a noun or a passive: "increased cooperation among *agencies*"."""

from __future__ import annotations

from typing import NamedTuple

from mandates.extraction.noun_phrases import Conjunct
from mandates.extraction.party_lists import PartyListReader
from mandates.extraction.party_words import POSSESSIVES, party_words
from mandates.extraction.token import Token
from mandates.extraction.verb_positions import action, is_passive

#: The head noun of the request is among so many words: "a further informal briefing from the Registrar".
HEAD_REACH = 5


class Found(NamedTuple):
    """The parties found in a passage.

    Attributes:
        how: the role in which the parties were found: ``addressee``, ``subject``, ``agent`` or ``none``.
        stop: index of the infinitive that ends the list of addressees, if there is one.
        words_left: whether the list contains words that no party was read from.
    """

    words: list[Token]
    members: list[Conjunct]
    how: str
    stop: int | None = None
    words_left: bool = False


def agents(words: list[Token], at: int, *, passive: bool = False) -> Found:
    """Return the agents of a nominal or passive action: the parties named with by, between, among or "efforts of"."""
    known = party_words()
    reader = PartyListReader(words)
    end = len(words)
    owner = _possessor(words, at)
    if owner is not None:
        return Found(words, [owner], "agent")
    infinitive = action(words, at)
    resumed = at  # where the passage resumes after examples and descriptions
    for i in range(at, end - 1):
        if i < resumed:
            continue
        lower = words[i].lower
        previous = words[i - 1] if i > at else None
        if (lower, words[i + 1].lower) in (("in", "order"), ("so", "as")):
            break  # "calls for openness in order to attract gifts by others"
        if lower in ("including", "especially", "such") or (
            previous is not None and previous.lower == "," and _begins_description(words, i)
        ):
            resumption = _agent_after_examples(words, i)
            if resumption is None:
                break
            resumed = resumption
            continue
        if lower == "by" and previous is not None:
            if previous.lower in ("up", "out", "down", "forth"):
                previous = words[i - 2]
            is_participle = known.is_participle(previous) and previous.key is None
            is_participle = is_participle and previous.lower not in known.done_participles
            is_near = i - at <= HEAD_REACH + 1
            if is_near and previous.lower in known.exerted and words[i - 2].lower in known.agent_doings:
                is_participle = False  # "encourages the efforts made by the Registrar"
            if is_participle and not (passive and _is_main_passive(words, at, i)):
                continue
        elif lower in ("between", "among", "amongst"):
            if not any(token.lower in known.shared_doings for token in words[at:i]):
                continue
        elif lower == "from":
            asks_for_statement = not known.told_nouns.isdisjoint(
                token.lower for token in words[at : min(i, at + HEAD_REACH)]
            )
            if not asks_for_statement and not _names_giver(words, at, i):
                continue
        elif lower == "of":
            if (
                previous is None
                or previous.lower not in known.agent_doings
                or _is_incidental(words, i)
                or _is_for_work(words, at, i)
            ):
                continue
        else:
            continue
        if lower in ("by", "of") and infinitive is not None and infinitive < i:
            break
        stop = action(words, i + 1) if lower != "from" else None
        members = reader.parties(i + 1, stop if stop is not None else end, close=True)
        if members and members[0].party and not (lower == "of" and words[members[0].head].lower in known.beneficiaries):
            return Found(words, alone(words, members, done_by=lower == "by"), "agent")
    return Found(words, [], "none")


def _possessor(words: list[Token], start: int) -> Conjunct | None:
    """Return the party in the possessive whose action is requested: "requests the *Secretary-General's* first report to
    contain a plan".
    """
    known = party_words()
    for i in range(start, min(start + HEAD_REACH, len(words) - 1)):
        token = words[i]
        if not token.word:
            return None
        if (
            i == start
            and token.lower in POSSESSIVES
            and any(word.lower in known.agent_doings for word in words[i + 1 : i + 3])
        ):
            return Conjunct(i, i, i + 1, determined=True, party=True)  # "encourages their participation"
        if token.lower.endswith("'s") and token.capital:
            doings = known.agent_doings | known.told_nouns
            following = [word.lower for word in words[i + 1 : i + HEAD_REACH]]
            is_owner = any(word in doings for word in following)
            return Conjunct(i, i, i + 1, determined=True, party=True) if is_owner and i <= start + 1 else None
    return None


def _names_giver(words: list[Token], start: int, from_index: int) -> bool:
    """Whether "from" at `from_index` names who is to give what is requested: "further pledges *from* all countries"."""
    known = party_words()
    noun_indices = [i for i in range(start, min(from_index, start + HEAD_REACH)) if words[i].lower in known.given_nouns]
    if words[from_index - 1].lower == ",":  # "assistance, in cash and in kind, from"
        from_index = next((i for i in range(from_index - 2, start, -1) if words[i].lower == ","), from_index)
    between = {token.lower for token in words[noun_indices[-1] : from_index]} if noun_indices else set()
    return (
        bool(noun_indices)
        and from_index - noun_indices[-1] <= HEAD_REACH
        and between.isdisjoint(("for", "to", "on", "of"))
    )


def _is_for_work(words: list[Token], start: int, of_index: int) -> bool:
    """Whether the activity before "of" is only what others support: "support *for the work of* the Board"."""
    seen_activity = False
    for token in words[start : of_index - 1]:
        if seen_activity and token.lower in ("for", "to"):
            return True
        seen_activity = seen_activity or token.lower in party_words().agent_doings
    return False


def _is_incidental(words: list[Token], of_index: int) -> bool:
    """Whether the activity before "of" is mentioned incidentally: "data from the work of some", "with the support of
    others".
    """
    if of_index > 2 and words[of_index - 2].lower in party_words().determiners:
        return words[of_index - 3].lower in ("from", "with")
    return of_index > 1 and words[of_index - 2].lower == "with"


def alone(words: list[Token], members: list[Conjunct], *, done_by: bool = False) -> list[Conjunct]:
    """Return the parties without the words that follow their names: "a briefing by the Secretariat *on* the matter".

    With `done_by`, "of" introduces the object of the action: "the provision by donors *of* aid".
    """
    parties = []
    for member in members:
        if not member.party:
            continue
        has_next = member is not members[-1]  # "the Team in Arcadia, the Board and ..."
        end = next(
            (
                i
                for i in range(member.head + 1, member.end)
                if not (has_next and words[i].lower == "in" and words[i + 1].capital)
                and not _in_name(words, member, i, done_by)
            ),
            member.end,
        )
        parties.append(member._replace(end=end) if end != member.end else member)
        if end != member.end:
            break
    return parties


def _in_name(words: list[Token], member: Conjunct, i: int, done_by: bool) -> bool:
    """Whether the token at `i` belongs to the name of an agent or of a body that receives a report."""
    if words[i].lower not in party_words().naming or words[i].key is not None:
        return True
    head, following = words[member.head], words[i + 1]
    before_capital = following.capital or (following.lower == "the" and i + 2 < len(words) and words[i + 2].capital)
    if "to" in (words[i].lower, words[member.head + 1].lower) and head.lower in party_words().parties_to:
        return before_capital  # "parties to the Net Convention on the Control of Nets"
    if words[i].lower == "of":
        extends_name = head.key is None or head.lower.startswith("government")  # "the Government of Ruritania"
        if done_by and head.lower in _GOVERNING and party_words().is_thing(words[member.end - 1]):
            return False  # "the signing by the authorities of the Net Treaty"
        return not done_by or (extends_name and (before_capital or (following.lower == "the" and not head.capital)))
    if words[i].lower == "in":
        return before_capital and head.key is None
    return before_capital and head.capital and head.key is None


def _begins_description(words: list[Token], i: int) -> bool:
    """Whether the token at `i`, after a comma, begins a mere description: ", drawn up by ...", ", which ..."."""
    known = party_words()
    token, following = words[i], words[i + 1]
    if token.key is not None or token.lower in known.prepositions:  # ", between" looks like a participle
        return False
    before_noun = known.is_noun_of_thing(following) or known.is_party(following)  # ", enhanced cooperation"
    return (known.is_participle(token) and not before_noun) or token.lower in known.relatives


#: Parties after which "of" and a thing name the object of their action.
_GOVERNING = frozenset({"authorities", "government", "governments"})
#: The most words that examples may have before the agent is named.
_EXAMPLES = 40


def _agent_after_examples(words: list[Token], i: int) -> int | None:
    """Return where ", by" or ", among" follows the examples at `i`: "including through training, by States"."""
    for j in range(i + 1, min(i + _EXAMPLES, len(words) - 1)):
        if words[j].lower == "," and words[j + 1].lower in ("by", "among", "between"):
            return j + 1
    return None


def _is_main_passive(words: list[Token], start: int, by_index: int) -> bool:
    """Whether "by" at `by_index` follows the passive verb beginning at `start` with no noun between."""
    return by_index - start <= 6 and is_passive(words, start)
