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
from mandates.reference.entities import entity, resolve

#: Kinds of entities that are addressed as a class or as a country and so receive no reports as bodies do.
_NO_BODIES = frozenset({"group", "state"})
#: In characters: how far before a partner's "with" its "in close consultation" may begin, how far before the "to" of a
#: recipient the reporting may be said, and how far a list is read (most are short).
_LEAD_REACH = 80
_REPORT_REACH = 280
_LIST_REACHES = (120, 420)
#: A list has ended when so many words more have been read.
_AFTER_LIST = 8


@dataclass(frozen=True, slots=True)
class _Words:
    #: "in close consultation " at the end of what precedes "with"
    before_with: re.Pattern[str]
    #: "with the support of"
    with_help: re.Pattern[str]
    #: "submit", "report"
    reporting: re.Pattern[str]
    #: "brief", a quick look before that for "brief the", before a name
    informs: tuple[str, ...]
    informing: re.Pattern[str]
    not_receiving: frozenset[str]


# Patterns that begin with a literal are found fastest; what must stand before them is looked at afterwards.
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
        reporting=re.compile(rf"\b(?:{'|'.join(relations['reporting'])})\b"),
        informs=tuple(relations["informing"]),
        informing=re.compile(rf"(?:{'|'.join(relations['informing'])}){_NAME}"),
        not_receiving=frozenset(relations["not_receiving"]),
    )


def partners_and_recipients(
    clause: Clause, context: Context, owners: list[Party]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return those with whom the owners are to act, and those to whom they are to report."""
    partners = _parties(clause, context, _partner_lists(clause), known=True)
    recipients = _parties(clause, context, _recipient_lists(clause))
    if not partners and not recipients:
        return (), ()
    names = {owner.name for owner in owners}
    return (
        tuple(p for p in partners if p.name not in names),
        tuple(p for p in recipients if p.name not in names and _is_body(p)),
    )


def _parties(clause: Clause, context: Context, starts: Iterable[int], *, known: bool = False) -> tuple[Party, ...]:
    """Return the parties of the lists that begin at `starts`, only those with a `known` head where that is asked."""
    found: dict[str, Party] = {}
    for start in starts:
        for party in _list_at(clause, start, known):
            full = full_name(party.name, clause, context)
            if full is not None:
                party = replace(party, name=full, entity=resolve(full))  # noqa: PLW2901 - the same party
            found.setdefault(party.name, moved(party, start))
    return tuple(found.values())


def _list_at(clause: Clause, start: int, known: bool) -> tuple[Party, ...]:
    """Return the parties of the list that begins at `start`, reading further only where it is long."""
    said = clause.text[start : min(clause.end, start + _LIST_REACHES[-1])]
    for reach in _LIST_REACHES:
        found = _read_list(said[:reach], start + reach < clause.end, known)
        if found is not None:
            return found
    raise AssertionError("the last reading is of all there is")


@lexicon.remembered
def _read_list(said: str, cut: bool, known: bool) -> tuple[Party, ...] | None:
    """Return the parties that `said` begins with; None where it was `cut` before their list had surely ended."""
    words = tokens(said)
    stop = action(words, 0)
    members = PartyListReader(words).parties(0, stop if stop is not None else len(words), close=True)
    if cut and len(said) < _LIST_REACHES[-1] and members and members[-1].end >= len(words) - _AFTER_LIST:
        return None
    if known:
        members = [m for m in members if party_words().is_party(words[m.head]) or words[m.head].text.isupper()]
    return tuple(complete(said, words, alone(words, members)))


def _partner_lists(clause: Clause) -> Iterator[int]:
    """Yield where lists of partners begin."""
    words, said = _words(), clause.complement
    text, start, end = clause.text, clause.verb_end, clause.end
    for match in _WITH.finditer(text, start, end) if "with" in said else ():
        helped = words.with_help.match(text, match.start(), end)
        if helped is not None:
            yield helped.end()
        elif words.before_with.search(text, max(start, match.start() - _LEAD_REACH), match.start()):
            yield match.end()
    for word, pattern in (("through", _THROUGH), ("consulting", _CONSULTING)):
        if word in said:
            yield from (match.end() for match in pattern.finditer(text, start, end))


def _recipient_lists(clause: Clause) -> Iterator[int]:
    """Yield where lists of recipients begin."""
    words, said = _words(), clause.complement
    text, start, end = clause.text, clause.verb_end, clause.end
    informs = any(word in said for word in words.informs)
    for match in words.informing.finditer(text, start, end) if informs else ():
        if _MAY_INFORM.search(text, max(start, match.start() - 6), match.start()):
            yield match.end()
    for match in _RECEIVING.finditer(text, start, end):
        at = match.start()
        if not words.reporting.search(text, max(start, at - _REPORT_REACH), at):
            continue
        before = _LAST_WORD.search(text, max(start, at - 40), at)
        word = before["word"] if before is not None else ""
        past = word.endswith("ed") and word != "addressed" and before is not None and not before["be"]
        if not past and word.lower() not in words.not_receiving:
            yield match.end()


def _is_body(party: Party) -> bool:
    """Whether the party is a body or office, not a class of addressees or a State."""
    found = entity(party.entity) if party.entity else None
    if found is not None:
        return found.kind not in _NO_BODIES
    return party.name[0].isupper() and not party_words().bodies.isdisjoint(party.name.split())
