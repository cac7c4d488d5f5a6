"""The words with which parties are recognised: ``lexicon/owners.toml``, compiled once."""

from __future__ import annotations

from dataclasses import dataclass

from mandates import lexicon
from mandates.extraction.token import Token

_NO_PARTICIPLES = frozenset(
    {"children", "schoolchildren", "women", "men", "citizen", "garden", "oxygen", "often", "even", "need"}
)
#: Possessives, with the number or gender of what they can stand for.
POSSESSIVES = {"their": "plural", "its": "neuter", "his": "person", "her": "person"}
#: Minimum number of letters in a plural that names persons by its ending.
_SHORTEST_PERSON_NOUN = 6
#: Endings of adjectives, in "its request to intergovernmental bodies".
ADJECTIVE_ENDINGS = ("al", "ic", "ous")
_NOUN_ENDINGS = ("tion", "tions", "sion", "sions", "ments", "ness", "ity", "ities", "ism", "ship", "ances", "ences")


@dataclass(frozen=True, slots=True)
class PartyWords:
    """The word lists of ``owners.toml``, which explains the use of each."""

    organizations: frozenset[str]
    parties: frozenset[str]
    person_endings: tuple[str, ...]
    not_persons: frozenset[str]
    addressed_things: frozenset[str]
    listed_things: frozenset[str]
    acting_events: frozenset[str]
    being: frozenset[str]
    happening: frozenset[str]
    done_participles: frozenset[str]
    exerted: frozenset[str]
    empowered: frozenset[str]
    helping: frozenset[str]
    things: frozenset[str]
    thing_endings: tuple[str, ...]
    embracing: frozenset[str]
    appositions: frozenset[str]
    joint_heads: frozenset[str]
    mass_nouns: frozenset[str]
    event_nouns: frozenset[str]
    adjectival: frozenset[str]
    adjectival_pairs: frozenset[tuple[str, str]]
    name_adjectives: tuple[str, ...]
    whole_after_of: frozenset[str]
    auxiliaries: frozenset[str]
    ing_adjectives: frozenset[str]
    unshared: frozenset[str]
    sharing: frozenset[str]
    completed: frozenset[str]
    sides: frozenset[str]
    places: frozenset[str]
    parts_of_systems: frozenset[str]
    parties_to: frozenset[str]
    determiners: frozenset[str]
    leading: frozenset[str]
    trailing: frozenset[str]
    numbers: frozenset[str]
    standing: frozenset[str]
    naming: frozenset[str]
    prepositions: frozenset[str]
    relatives: frozenset[str]
    bounding: frozenset[str]  # what ends a run of nouns and adjectives
    bounding_subjects: frozenset[str]  # what ends that of a subject
    before_that: tuple[tuple[str, ...], ...]
    not_naming: frozenset[tuple[str, str]]
    examples: dict[str, tuple[tuple[str, ...], ...]]  # by their first word
    infinitive_takers: frozenset[str]
    infinitive_nouns: frozenset[str]
    base_verbs: frozenset[str]
    modals: frozenset[str]
    participles: frozenset[str]
    shared_doings: frozenset[str]
    agent_doings: frozenset[str]
    beneficiaries: frozenset[str]
    told_nouns: frozenset[str]
    given_nouns: frozenset[str]
    strengthened: frozenset[str]
    bodies: frozenset[str]
    plural_nouns: frozenset[str]
    office_holders: frozenset[str]
    pronouns: dict[str, str]

    def is_party(self, token: Token) -> bool:
        """Return whether the token can be the head noun of a phrase that names a party."""
        return token.key is not None or token.lower in self.parties or self.is_person_noun(token.lower)

    def is_person_noun(self, lower: str) -> bool:
        """Return whether a word is a plural that, by its ending, names persons: "bakers", "archivists"."""
        if not lower.endswith(self.person_endings) or len(lower) < _SHORTEST_PERSON_NOUN:
            return False
        return lower not in self.not_persons and lower not in self.things

    def is_thing(self, token: Token) -> bool:
        """Return whether the token names an activity or a thing."""
        if self.is_party(token):
            return False
        return token.lower in self.things or (len(token.lower) > 4 and token.lower.endswith(self.thing_endings))

    def is_noun_of_thing(self, token: Token) -> bool:
        """Return whether the token can only be a noun that names an activity or a thing, not an adjective."""
        if self.is_party(token):
            return False
        return token.lower in self.things or token.lower.endswith(_NOUN_ENDINGS)

    def is_base_verb(self, token: Token) -> bool:
        """Return whether the token can be a verb although it looks like a noun: "report", "implement"."""
        thing = token.lower in self.things and not token.lower.endswith(("s", *_NOUN_ENDINGS))
        return thing or token.lower in self.base_verbs

    def is_participle(self, token: Token) -> bool:
        """Return whether the token can be a past participle."""
        ended = token.lower.endswith(("ed", "en")) and token.lower not in _NO_PARTICIPLES
        return ended or token.lower in self.participles

    def is_post_modifier(self, token: Token) -> bool:
        """Return whether the token can modify a noun before it: "involved", "providing", "urgently"."""
        lower = token.lower
        if lower == "armed":
            return False  # "the Ruritania armed forces"
        return lower in self.trailing or lower in self.infinitive_takers or lower.endswith(("ing", "ed", "ly"))


def _pairs(phrases: list[str]) -> frozenset[tuple[str, str]]:
    """Return phrases of two words as pairs."""
    return frozenset((first, second) for first, _, second in (phrase.partition(" ") for phrase in phrases))


def _by_first_word(phrases: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the words of phrases by the first of them."""
    by_first_word: dict[str, tuple[tuple[str, ...], ...]] = {}
    for words in (tuple(phrase.split()) for phrase in phrases):
        by_first_word[words[0]] = (*by_first_word.get(words[0], ()), words)
    return by_first_word


@lexicon.derived
def party_words() -> PartyWords:
    """Return the compiled vocabulary."""
    data = lexicon.load("owners")
    organizations = frozenset(data["organization_nouns"])
    prepositions = frozenset(data["naming_prepositions"]) | frozenset(data["other_prepositions"])
    relatives = frozenset(data["relatives"])
    return PartyWords(
        organizations=organizations,
        parties=organizations | frozenset(data["state_nouns"]) | frozenset(data["person_nouns"]),
        person_endings=tuple(data["person_endings"]),
        not_persons=frozenset(data["not_persons"]),
        addressed_things=frozenset(data["addressed_things"]),
        listed_things=frozenset(data["listed_things"]),
        acting_events=frozenset(data["acting_events"]),
        being=frozenset(data["being"]),
        happening=frozenset(data["happening"]),
        done_participles=frozenset(data["done_participles"]),
        exerted=frozenset(data["exerted"]),
        empowered=frozenset(data["empowered"]),
        helping=frozenset(data["helping"]),
        things=frozenset(data["thing_nouns"]),
        thing_endings=tuple(data["thing_endings"]),
        embracing=frozenset(data["embracing"]),
        appositions=frozenset(data["appositions"]),
        joint_heads=frozenset(data["joint_heads"]),
        mass_nouns=frozenset(data["mass_nouns"]),
        event_nouns=frozenset(data["event_nouns"]),
        adjectival=frozenset(data["adjectival"]),
        adjectival_pairs=_pairs(data["adjectival_pairs"]),
        name_adjectives=tuple(data["name_adjectives"]),
        whole_after_of=frozenset(data["whole_after_of"]),
        auxiliaries=frozenset(data["auxiliaries"]),
        ing_adjectives=frozenset(data["ing_adjectives"]),
        unshared=frozenset(data["unshared"]),
        sharing=frozenset(data["sharing"]),
        completed=frozenset(data["completed"]),
        sides=frozenset(data["sides"]),
        places=frozenset(data["places"]),
        parts_of_systems=frozenset(data["parts_of_systems"]),
        parties_to=frozenset(data["parties_to"]),
        determiners=frozenset(data["determiners"]),
        leading=frozenset(data["determiners"]) | frozenset(data["qualifiers"]),
        trailing=frozenset(data["trailing"]),
        numbers=frozenset(data["numbers"]),
        standing=frozenset(data["standing"]),
        naming=frozenset(data["naming_prepositions"]),
        prepositions=prepositions,
        relatives=relatives,
        bounding=prepositions | relatives | {"to"} | frozenset(data["auxiliaries"]),
        bounding_subjects=prepositions | relatives | {"to"} | frozenset(data["modals"]),
        before_that=tuple(tuple(phrase.split()) for phrase in data["before_that"]),
        not_naming=_pairs(data["not_naming"]),
        examples=_by_first_word(data["examples"]),
        infinitive_takers=frozenset(data["infinitive_takers"]),
        infinitive_nouns=frozenset(data["infinitive_nouns"]),
        base_verbs=frozenset(data["base_verbs"]),
        modals=frozenset(data["modals"]),
        participles=frozenset(data["participles"]),
        shared_doings=frozenset(data["shared_doings"]),
        agent_doings=frozenset(data["agent_doings"]),
        beneficiaries=frozenset(data["beneficiaries"]),
        told_nouns=frozenset(data["told_nouns"]),
        given_nouns=frozenset(data["given_nouns"]),
        strengthened=frozenset(data["strengthened"]),
        bodies=frozenset(data["relations"]["bodies"]),
        plural_nouns=frozenset(data["plural_nouns"]),
        office_holders=frozenset(data["office_holders"]),
        pronouns={word: number for number, words in data["pronouns"].items() for word in words},
    )
