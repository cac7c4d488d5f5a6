"""What "them", "it", "he" and "both organizations" stand for: the first party before them that agrees in number."""

from __future__ import annotations

from collections.abc import Iterator

from mandates.domain.mandate import Party
from mandates.extraction.agents import alone
from mandates.extraction.coordination import complete
from mandates.extraction.noun_phrases import Conjunct
from mandates.extraction.party_lists import PartyListReader
from mandates.extraction.party_words import POSSESSIVES, party_words
from mandates.extraction.tokens import Token, tokens
from mandates.reference.entities import entity

#: What a pronoun can stand for: ``plural`` (them), ``neuter`` (it), ``person`` (him, her), ``two`` (both of them).
Number = str

_TWO = 2
#: Nouns that after "both" or "the two" are called by no other name.
_TWO_AS_THEY_ARE = frozenset({"parties", "sides"})


def number_of(party: Party, text: str) -> Number | None:
    """Return the number of the pronoun that `party`, read from `text`, is; None when it is a name."""
    known = party_words()
    word = party.name.lower()
    if word in POSSESSIVES:
        return POSSESSIVES[word]
    if word in known.pronouns:
        return "two" if word == "both" else known.pronouns[word]
    if party.span is None or word in _TWO_AS_THEY_ARE:
        return None
    before = text[max(0, party.span.start - 12) : party.span.start].lower().split()
    return "two" if before[-1:] == ["both"] or before[-2:] == ["the", "two"] else None


def agrees(parties: list[Party], number: Number) -> bool:
    """Whether a pronoun of that number can stand for `parties`."""
    if not parties:
        return False
    if number == "two":
        return len(parties) == 2
    several = len(parties) > 1 or _is_plural(parties[0].name)
    if number == "plural":
        return several
    return not several and _is_person(parties[0]) == (number == "person")


def first_that_agrees(text: str, start: int, end: int, number: Number) -> list[Party]:
    """Return the party, or list of parties, in ``text[start:end]`` that a pronoun of that number stands for.

    That is the first that agrees with it among those who do something ("the efforts of ...", "provided by ..."), else
    the first that agrees.
    """
    # the Secretary-General of "the Secretary-General's efforts"
    words = tokens(text.replace("\u2019s ", ",  "), start, end)
    found = [(i, parties) for i, parties in _parties(text, words, number) if agrees(parties, number)]
    doing = (parties for i, parties in found if _does(words, i))
    return next(doing, found[0][1] if found else [])


def two_names(text: str, start: int, end: int) -> list[Party]:
    """Return the two parties that "both States" are where ``text[start:end]`` names two and no more, else none."""
    words = tokens(text, start, end)
    found = {party.name: party for _, parties in _parties(text, words, "neuter") for party in parties}
    names = [party for party in found.values() if party.name[0].isupper()]
    return names if len(names) == len(found) == _TWO else []


def _parties(text: str, words: list[Token], number: Number) -> Iterator[tuple[int, list[Party]]]:
    """Yield the parties named in `words`, lists as such where the pronoun may stand for several, with their places."""
    reader = PartyListReader(words)
    i = 1 if words and words[0].start == 0 and words[0].key is None and words[0].capital else 0  # past "Commends"
    while i < len(words):
        members = [m for m in reader.parties(i, len(words), close=True) if m.party] if _may_begin(words[i]) else []
        if members and i and words[i - 1].lower == "by":  # "the endorsement by the authorities of the Declaration"
            members = alone(words, members, done_by=True)
        for group in _groups(members, number):
            yield i, complete(text, words, group)
        i = max(members[-1].end if members else 0, i + 1)


def _groups(members: list[Conjunct], number: Number) -> list[list[Conjunct]]:
    if not members or number in ("plural", "two"):
        return [members] if members else []
    return [[member] for member in members]


def _may_begin(token: Token) -> bool:
    known = party_words()
    if known.is_party(token) or token.capital:
        return True
    return token.lower in known.leading and token.lower not in ("this", "that")


def _does(words: list[Token], i: int) -> bool:
    """Whether the party at `i` is the one who does something."""
    if i == 0:
        return False
    before = words[i - 1].lower
    return before == "by" or (before == "of" and i > 1 and words[i - 2].lower in party_words().agent_doings)


def _is_plural(name: str) -> bool:
    """Whether the head of the name, its last party noun before a preposition, is in the plural."""
    known = party_words()
    words = name.lower().split()
    end = next((i for i, word in enumerate(words) if word in known.naming), len(words))
    persons = (word for word in reversed(words[:end]) if word in known.parties or known.is_person_noun(word))
    head = next(persons, "")
    return head.endswith("s") or head in known.plural_nouns


def _is_person(party: Party) -> bool:
    found = entity(party.entity) if party.entity else None
    if found is not None:
        return found.kind in ("official", "special_procedure")
    known = party_words()
    words = party.name.lower().split()
    end = next((i for i, word in enumerate(words) if word in known.naming), len(words))
    return end > 0 and words[end - 1] in known.office_holders
