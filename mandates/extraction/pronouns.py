"""What "them", "it", "he" and "both organizations" stand for: the first party before them that agrees in number."""

from __future__ import annotations

from mandates.extraction.coordination import complete
from mandates.extraction.entities import entity
from mandates.extraction.noun_phrases import Conjunct, PhraseReader
from mandates.extraction.party_words import PartyWords, party_words
from mandates.extraction.tokens import Token, tokens
from mandates.model import Party

#: What a pronoun can stand for: ``plural`` (them), ``neuter`` (it), ``person`` (him, her), ``two`` (both organizations).
Number = str


def number_of(party: Party, text: str) -> Number | None:
    """Return the number of the pronoun that `party`, read from `text`, is; None when it is a name."""
    known = party_words()
    word = party.name.lower()
    if word in known.pronouns:
        return "two" if word == "both" else known.pronouns[word]
    if party.span is not None:
        before = text[max(0, party.span.start - 12) : party.span.start].lower().split()
        if before and before[-1] == "both" and word not in ("parties", "sides"):
            return "two"
        if before[-2:] == ["the", "two"] and word not in ("parties", "sides"):
            return "two"
    return None


def agrees(parties: list[Party], number: Number) -> bool:
    """Whether a pronoun of that number can stand for `parties`."""
    if not parties:
        return False
    if number == "two":
        return len(parties) == 2
    if number == "plural":
        return len(parties) > 1 or _is_plural(parties[0].name)
    if len(parties) != 1 or _is_plural(parties[0].name):
        return False
    return _is_person(parties[0]) == (number == "person")


def first_that_agrees(text: str, start: int, end: int, number: Number) -> list[Party]:
    """Return the first party, or list of parties, in ``text[start:end]`` that a pronoun of that number can stand for."""
    words = tokens(text.replace("\u2019s ", "   "), start, end)  # the Secretary-General of "the Secretary-General's efforts"
    reader = PhraseReader(words)
    known = party_words()
    i = 0
    while i < len(words):
        members = reader.parties(i, len(words), close=True) if _may_begin(words, i, known) else []
        members = [m for m in members if m.party]
        if not members:
            i += 1
            continue
        for group in _groups(members, number):
            found = complete(text, words, group)
            if agrees(found, number):
                return found
        i = max(members[-1].end, i + 1)
    return []


def _groups(members: list[Conjunct], number: Number) -> list[list[Conjunct]]:
    """Return the sublists of a list that a pronoun may stand for: the whole for a plural, else one."""
    return [members] if number in ("plural", "two") else [[member] for member in members]


def _may_begin(words: list[Token], i: int, known: PartyWords) -> bool:
    token = words[i]
    if token.key is not None or token.capital or token.lower in known.parties:
        return True
    return token.lower in known.leading and token.lower not in ("this", "that")


def _is_plural(name: str) -> bool:
    known = party_words()
    for word in reversed(name.split(" of ")[0].split(" to ")[0].split(" in ")[0].split()):
        lower = word.lower()
        if lower in known.parties or lower in ("states", "governments"):
            return lower.endswith("s") or lower in ("media", "people", "police", "women", "personnel", "staff")
    return False


def _is_person(party: Party) -> bool:
    found = entity(party.entity) if party.entity else None
    if found is not None:
        return found.kind in ("official", "special_procedure")
    head = party.name.split(" of ")[0].split(" on ")[0].split(" for ")[0].lower()
    return head.endswith(
        ("president", "chair", "chairman", "chairperson", "rapporteur", "expert", "envoy", "representative", "adviser",
         "coordinator", "director", "commissioner", "secretary", "secretary-general", "ombudsperson", "mediator", "minister",
         "prosecutor", "registrar", "administrator", "director-general")
    )
