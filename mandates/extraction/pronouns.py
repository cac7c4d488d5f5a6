"""What "them", "it", "he" and "both organizations" stand for: the first party before them that agrees in number."""

from __future__ import annotations

from collections.abc import Iterator

from mandates.domain.mandate import Party
from mandates.extraction.agents import alone
from mandates.extraction.coordination import complete
from mandates.extraction.noun_phrases import Conjunct
from mandates.extraction.party_lists import PartyListReader
from mandates.extraction.party_words import POSSESSIVES, party_words
from mandates.extraction.token import Token
from mandates.extraction.tokens import tokens
from mandates.reference.entities import entity

#: What a pronoun can stand for: ``plural`` (them), ``neuter`` (it), ``person`` (him, her), ``two`` (both of them).
Number = str

_TWO = 2
#: Nouns that after "both" or "the two" need no antecedent.
_TWO_WITHOUT_ANTECEDENT = frozenset({"parties", "sides"})


def number_of(party: Party, text: str) -> Number | None:
    """Return the number of `party`, read from `text`, if it is a pronoun; None if it is a name."""
    vocabulary = party_words()
    word = party.name.lower()
    if word in POSSESSIVES:
        return POSSESSIVES[word]
    if word in vocabulary.pronouns:
        return "two" if word == "both" else vocabulary.pronouns[word]
    if party.span is None or word in _TWO_WITHOUT_ANTECEDENT:
        return None
    words_before = text[max(0, party.span.start - 12) : party.span.start].lower().split()
    return "two" if words_before[-1:] == ["both"] or words_before[-2:] == ["the", "two"] else None


def agrees(parties: list[Party], number: Number) -> bool:
    """Return whether a pronoun of `number` can stand for `parties`."""
    if not parties:
        return False
    if number == "two":
        return len(parties) == 2
    several = len(parties) > 1 or _is_plural(parties[0].name)
    if number == "plural":
        return several
    return not several and _is_person(parties[0]) == (number == "person")


def first_that_agrees(text: str, start: int, end: int, number: Number) -> list[Party]:
    """Return the party, or list of parties, in ``text[start:end]`` that a pronoun of `number` stands for.

    That is the first agent that agrees with it ("the efforts of ...", "provided by ..."); if there is none, the first
    party that agrees.
    """
    # the Secretary-General of "the Secretary-General's efforts"
    words = tokens(text.replace("\u2019s ", ",  "), start, end)
    agreeing = [(i, parties) for i, parties in _parties(text, words, number) if agrees(parties, number)]
    agents = (parties for i, parties in agreeing if _is_agent(words, i))
    return next(agents, agreeing[0][1] if agreeing else [])


def two_names(text: str, start: int, end: int) -> list[Party]:
    """Return the two parties of "both States" if ``text[start:end]`` names exactly two, otherwise an empty list."""
    words = tokens(text, start, end)
    parties_by_name = {party.name: party for _, parties in _parties(text, words, "neuter") for party in parties}
    names = [party for party in parties_by_name.values() if party.name[0].isupper()]
    return names if len(names) == len(parties_by_name) == _TWO else []


def _parties(text: str, words: list[Token], number: Number) -> Iterator[tuple[int, list[Party]]]:
    """Yield the index and parties of each name in `words`; lists stay whole if the pronoun may stand for several."""
    reader = PartyListReader(words)
    index = 1 if words and words[0].start == 0 and words[0].key is None and words[0].capital else 0  # past "Commends"
    while index < len(words):
        members = (
            [member for member in reader.parties(index, len(words), close=True) if member.party]
            if _may_begin(words[index])
            else []
        )
        if (
            members and index and words[index - 1].lower == "by"
        ):  # "the endorsement by the authorities of the Declaration"
            members = alone(words, members, done_by=True)
        for group in _groups(members, number):
            yield index, complete(text, words, group)
        index = max(members[-1].end if members else 0, index + 1)


def _groups(members: list[Conjunct], number: Number) -> list[list[Conjunct]]:
    if not members or number in ("plural", "two"):
        return [members] if members else []
    return [[member] for member in members]


def _may_begin(token: Token) -> bool:
    vocabulary = party_words()
    if vocabulary.is_party(token) or token.capital:
        return True
    return token.lower in vocabulary.leading and token.lower not in ("this", "that")


def _is_agent(words: list[Token], i: int) -> bool:
    """Return whether the party at `i` is the agent of a noun or passive."""
    if i == 0:
        return False
    before = words[i - 1].lower
    return before == "by" or (before == "of" and i > 1 and words[i - 2].lower in party_words().agent_doings)


def _is_plural(name: str) -> bool:
    """Return whether the head noun of the name, its last party noun before a preposition, is plural."""
    vocabulary = party_words()
    words = name.lower().split()
    end = next((i for i, word in enumerate(words) if word in vocabulary.naming), len(words))
    party_nouns = (
        word for word in reversed(words[:end]) if word in vocabulary.parties or vocabulary.is_person_noun(word)
    )
    head = next(party_nouns, "")
    return head.endswith("s") or head in vocabulary.plural_nouns


def _is_person(party: Party) -> bool:
    known_entity = entity(party.entity) if party.entity else None
    if known_entity is not None:
        return known_entity.kind in ("official", "special_procedure")
    vocabulary = party_words()
    words = party.name.lower().split()
    end = next((i for i, word in enumerate(words) if word in vocabulary.naming), len(words))
    return end > 0 and words[end - 1] in vocabulary.office_holders
