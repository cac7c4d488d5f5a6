"""Who is consulted or helps (partners), and the bodies that receive what is reported (recipients)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mandates import lexicon
from mandates.domain.mandate import Party
from mandates.extraction.agents import alone
from mandates.extraction.clause import Clause, Context
from mandates.extraction.coordination import complete, moved
from mandates.extraction.party_lists import PartyListReader
from mandates.extraction.party_words import party_words
from mandates.extraction.short_forms import full_name
from mandates.extraction.tokens import tokens
from mandates.extraction.verb_positions import action
from mandates.lexicon.patterns import letter_first
from mandates.reference.entities import entity, resolve

#: Kinds of entities that are classes or countries and do not receive reports as bodies do.
_NO_BODIES = frozenset({"group", "state"})
#: In characters: maximum distance from "in close consultation" to the "with" of a partner, and from a verb of reporting
#: to the "to" of a recipient; lengths at which the reading of a list stops, tried in turn (most lists are short).
_BEFORE_WITH_REACH = 80
_REPORT_REACH = 280
_LIST_REACHES = (120, 420)
#: A list has surely ended if at least this many more words have been read after it.
_AFTER_LIST = 8


@dataclass(frozen=True, slots=True)
class _Words:
    #: "in close consultation " at the end of what precedes "with"
    before_with: re.Pattern[str]
    #: "with the support of"
    with_help: re.Pattern[str]
    #: "submit", "report"
    reporting: re.Pattern[str]
    #: "brief"; checked first, before the pattern for "brief the" and a name
    informs: tuple[str, ...]
    informing: re.Pattern[str]
    not_receiving: frozenset[str]


# Patterns that begin with a literal are fastest to search; the text before a match is checked afterwards.
_WITH = re.compile(r"with\s+")
_NAME = r"\s+(?=(?:(?:the|its|all|relevant|other|his|her|their)\s+){0,3}[A-Z])"
#: "to", before a name.
_RECEIVING = re.compile(rf" to{_NAME}")
_THROUGH = re.compile(rf"through{_NAME}")
_CONSULTING = re.compile(r"consulting\s+")
_LAST_WORD = re.compile(r"(?P<be>\bbe\s+)?(?P<word>[\w\u2019-]+),?\Z")
_MAY_INFORM = re.compile(r"(?:\bto|\band|,|ly)\s+\Z")


@lexicon.derived
def _words() -> _Words:
    relations = lexicon.load("owners")["relations"]
    adjectives, joint, adverbs, helps = (
        "|".join(relations[key]) for key in ("partner_adjectives", "partner_nouns", "partner_adverbs", "partner_helps")
    )
    return _Words(
        before_with=re.compile(
            rf"\b(?:(?:in|after|through)\s+(?:the\s+)?(?:(?:{adjectives}),?\s+){{0,4}}(?:{joint})|{adverbs})"
            r"(?:,[^,;]{1,40},)?\s+\Z"
        ),
        with_help=re.compile(rf"with\s+(?:the\s+)?(?:(?:{adjectives}),?\s+){{0,4}}(?:{helps})\s+(?:of|from)\s+"),
        reporting=re.compile(letter_first(rf"\b(?:{'|'.join(relations['reporting'])})\b")),
        informs=tuple(relations["informing"]),
        informing=re.compile(rf"(?:{'|'.join(relations['informing'])}){_NAME}"),
        not_receiving=frozenset(relations["not_receiving"]),
    )


def partners_and_recipients(
    clause: Clause, context: Context, owners: list[Party]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return the parties with which the owners are to act (partners), and those to which they report (recipients)."""
    partners = _parties(clause, context, _partner_lists(clause), known=True)
    recipients = _parties(clause, context, _recipient_lists(clause))
    if not partners and not recipients:
        return (), ()
    names = {owner.name for owner in owners}
    return (
        tuple(party for party in partners if party.name not in names),
        tuple(party for party in recipients if party.name not in names and _is_body(party)),
    )


def _parties(clause: Clause, context: Context, starts: Iterable[int], *, known: bool = False) -> tuple[Party, ...]:
    """Return the parties of the lists that begin at `starts`; with `known` only those with a known head noun."""
    parties: dict[str, Party] = {}
    for start in starts:
        for party in _list_at(clause, start, known):
            long_name = full_name(party.name, clause, context)
            if long_name is not None:
                party = replace(party, name=long_name, entity=resolve(long_name))  # noqa: PLW2901 - the same party
            parties.setdefault(party.name, moved(party, start))
    return tuple(parties.values())


def _list_at(clause: Clause, start: int, known: bool) -> tuple[Party, ...]:
    """Return the parties of the list that begins at `start`; more text is read only if the list is long."""
    text = clause.text[start : min(clause.end, start + _LIST_REACHES[-1])]
    for reach in _LIST_REACHES:
        parties = _read_list(text[:reach], start + reach < clause.end, known)
        if parties is not None:
            return parties
    raise AssertionError("the last reading is of all there is")


@lexicon.remembered
def _read_list(text: str, cut: bool, known: bool) -> tuple[Party, ...] | None:
    """Return the parties at the beginning of `text`, or None if it was `cut` before their list had surely ended."""
    words = tokens(text)
    action_start = action(words, 0)
    members = PartyListReader(words).parties(0, action_start if action_start is not None else len(words), close=True)
    if cut and len(text) < _LIST_REACHES[-1] and members and members[-1].end >= len(words) - _AFTER_LIST:
        return None
    if known:
        members = [
            member
            for member in members
            if party_words().is_party(words[member.head]) or words[member.head].text.isupper()
        ]
    return tuple(complete(text, words, alone(words, members)))


def _partner_lists(clause: Clause) -> Iterator[int]:
    """Yield the offsets at which lists of partners begin."""
    words, complement = _words(), clause.complement
    text, start, end = clause.text, clause.verb_end, clause.end
    for match in _WITH.finditer(text, start, end) if "with" in complement else ():
        help_match = words.with_help.match(text, match.start(), end)
        if help_match is not None:
            yield help_match.end()
        elif words.before_with.search(text, max(start, match.start() - _BEFORE_WITH_REACH), match.start()):
            yield match.end()
    for word, pattern in (("through", _THROUGH), ("consulting", _CONSULTING)):
        if word in complement:
            yield from (match.end() for match in pattern.finditer(text, start, end))


def _recipient_lists(clause: Clause) -> Iterator[int]:
    """Yield the offsets at which lists of recipients begin."""
    words, complement = _words(), clause.complement
    text, start, end = clause.text, clause.verb_end, clause.end
    informs = any(word in complement for word in words.informs)
    for match in words.informing.finditer(text, start, end) if informs else ():
        if _MAY_INFORM.search(text, max(start, match.start() - 6), match.start()):
            yield match.end()
    for match in _RECEIVING.finditer(text, start, end):
        start_of_to = match.start()
        if not words.reporting.search(text, max(start, start_of_to - _REPORT_REACH), start_of_to):
            continue
        word_match = _LAST_WORD.search(text, max(start, start_of_to - 40), start_of_to)
        word = word_match["word"] if word_match is not None else ""
        is_participle = word.endswith("ed") and word != "addressed" and word_match is not None and not word_match["be"]
        if not is_participle and word.lower() not in words.not_receiving:
            yield match.end()


def _is_body(party: Party) -> bool:
    """Return whether the party is a body or office, not a class of addressees or a State."""
    known = entity(party.entity) if party.entity else None
    if known is not None:
        return known.kind not in _NO_BODIES
    return party.name[0].isupper() and not party_words().bodies.isdisjoint(party.name.split())
