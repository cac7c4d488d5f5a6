"""Who is consulted or helps (partners), and the bodies that receive what is reported (recipients)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mandates.extraction import lexicon
from mandates.extraction.addressee import action, alone
from mandates.extraction.clause import Clause, Context
from mandates.extraction.coordination import complete
from mandates.extraction.entities import entity, resolve
from mandates.extraction.noun_phrases import PhraseReader
from mandates.extraction.party_words import party_words
from mandates.extraction.short_forms import full_name
from mandates.extraction.tokens import tokens
from mandates.model import Party

#: Kinds of entities that are addressed as a class or as a country and so receive no reports as bodies do.
_NO_BODIES = frozenset({"group", "state"})
#: How many characters may stand between the reporting and the "to" of the body that receives it.
_REPORT_REACH = 280
#: How far a list of partners or recipients is read, in characters.
_LIST_REACH = 420


@dataclass(frozen=True, slots=True)
class _Words:
    #: "in close consultation with"
    partners: re.Pattern[str]
    #: "through", before a name
    through: re.Pattern[str]
    #: "submit", "report"
    reporting: re.Pattern[str]
    #: "brief the", before a name
    informing: re.Pattern[str]
    #: a word and "to", before a name
    receiving: re.Pattern[str]
    not_receiving: frozenset[str]


@lexicon.derived
def _words() -> _Words:
    relations = lexicon.load("owners")["relations"]
    adjectives = "|".join(relations["partner_adjectives"])
    leads = []
    for phrase in relations["partner_leads"]:
        first, _, rest = phrase.partition(" ")
        article, _, noun = rest.rpartition("the ") if rest.startswith("the ") else ("", "", rest)
        gap = rf"\s+(?:the\s+)?(?:(?:{adjectives}),?\s+){{0,4}}" if first in ("in", "with") else r"\s+"
        leads.append(first + (gap + (article + noun).replace(" ", r"\s+") if rest else ""))
    name = r"\s+(?=(?:(?:the|its|all|relevant|other|his|her|their)\s+){0,3}[A-Z])"
    reporting, informing = "|".join(relations["reporting"]), "|".join(relations["informing"])
    return _Words(
        partners=re.compile(rf"\b(?:{'|'.join(leads)})(?=\s)"),
        through=re.compile(rf"\bthrough{name}"),
        reporting=re.compile(rf"\b(?:{reporting})\b"),
        informing=re.compile(rf"(?:\bto|\band|,|ly)\s+(?:{informing}){name}"),
        receiving=re.compile(rf"(?P<before>[\w\u2019-]+),?\s+to{name}"),
        not_receiving=frozenset(relations["not_receiving"]),
    )


def partners_and_recipients(
    clause: Clause, context: Context, owners: list[Party]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return those with whom the owners are to act, and those to whom they are to report."""
    names = {owner.name for owner in owners}
    partners = _parties(clause, context, _partner_lists(clause), known=True)
    recipients = _parties(clause, context, _recipient_lists(clause))
    return (
        tuple(p for p in partners if p.name not in names),
        tuple(p for p in recipients if p.name not in names and _is_body(p)),
    )


def _parties(clause: Clause, context: Context, starts: Iterator[int], *, known: bool = False) -> tuple[Party, ...]:
    """Return the parties of the lists that begin at `starts`, only those with a `known` head where that is asked."""
    found: dict[str, Party] = {}
    for start in starts:
        words = tokens(clause.text, start, min(clause.end, start + _LIST_REACH))
        stop = action(words, 0)
        members = PhraseReader(words).parties(0, stop if stop is not None else len(words), close=True)
        if known:
            members = [m for m in members if party_words().is_party(words[m.head]) or words[m.head].text.isupper()]
        for party in complete(clause.text, words, alone(words, members)):
            full = full_name(party.name, clause, context)
            named = party if full is None else replace(party, name=full, entity=resolve(full))
            found.setdefault(named.name, named)
    return tuple(found.values())


def _partner_lists(clause: Clause) -> Iterator[int]:
    words = _words()
    for pattern in (words.partners, words.through):
        for match in pattern.finditer(clause.text, clause.verb_end, clause.end):
            yield match.end()


def _recipient_lists(clause: Clause) -> Iterator[int]:
    words = _words()
    text, start, end = clause.text, clause.verb_end, clause.end
    for match in words.informing.finditer(text, start, end):
        yield match.end()
    said = [match.end() for match in words.reporting.finditer(text, start, end)]
    if not said:
        return
    for match in words.receiving.finditer(text, said[0] - 1 if said else start, end):
        before = match["before"]
        past = before.endswith("ed") and before != "addressed"
        near = any(0 <= match.end("before") - at <= _REPORT_REACH for at in said)
        if near and not past and before.lower() not in words.not_receiving:
            yield match.end()


def _is_body(party: Party) -> bool:
    """Whether the party is a body or office, not a class of addressees or a State."""
    found = entity(party.entity) if party.entity else None
    if found is not None:
        return found.kind not in _NO_BODIES
    return party.name[0].isupper() and bool(_BODY.search(party.name))


_BODY = re.compile(
    r"\b(?:Assembly|Council|Committee|Sub-?[Cc]ommittee|Commission|Conference|Board|Forum|Meeting|Group|Panel|Office|Secretariat"
    r"|Congress|Court|Team|Rapporteur|Commissioner|Director|Mechanism|Chair|Parties|Organization|Agency|Fund)\b"
)
