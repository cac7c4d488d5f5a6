"""Who is to act, with whom, and to whom it is reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mandates.extraction.addressee import Found, addressee, past_adverbials, past_reference, subject
from mandates.extraction.clause import Clause, Context
from mandates.extraction.coordination import complete
from mandates.extraction.entities import resolve
from mandates.extraction.party_words import party_words
from mandates.extraction.pronouns import agrees, first_that_agrees, number_of
from mandates.extraction.relations import partners_and_recipients
from mandates.extraction.short_forms import full_name
from mandates.extraction.tokens import Token, tokens
from mandates.model import Party

#: Verbs by which the organ decides. What it sets up or lengthens it does itself.
_DECIDING = frozenset({"decide", "resolve", "agree"})
_OWN = frozenset({"establish", "extend", "proclaim", "designate"})
#: How far into a clause its parties are looked for, in characters: the longest list of addressees met is 900.
_REACHES = (180, 500, 1400)
_LONG = 12


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a mandate.

    Attributes:
        reasons: what was uncertain: ``owner.none_named``, ``owner.pronoun_unresolved``, ``owner.from_context``,
            ``owner.long_phrase``, ``owner.agent`` (the agent of a nominal or passive action).
    """

    owners: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    reasons: tuple[str, ...] = ()


def find_parties(clause: Clause, context: Context) -> Parties:
    """Return who is to act in `clause`, with whom, and to whom it is reported."""
    owners, reasons = _owners(clause, context)
    partners, recipients = partners_and_recipients(clause, context, owners)
    return Parties(tuple(owners), partners, recipients, tuple(dict.fromkeys(reasons)))


def _owners(clause: Clause, context: Context) -> tuple[list[Party], list[str]]:
    if clause.verb in _OWN:
        return [_organ(context)], []
    if clause.verb in _DECIDING:
        return _deciding(clause, context)
    if clause.chapeau is not None:
        if _states_that(clause.chapeau):
            return _named(clause, context, subject(_words(clause), 0, passive_agents=True))
        inherited = _inherited(clause.chapeau, context)
        if inherited is not None:
            return inherited
    return _named(clause, context, _addressee(clause))


def _deciding(clause: Clause, context: Context) -> tuple[list[Party], list[str]]:
    """Return the subject of "decides that ...", where that is a party able to act; otherwise the organ."""
    if clause.chapeau is not None:
        if not _states_that(clause.chapeau):
            return [_organ(context)], []
        words, at = _words(clause), 0
    elif _TO.match(clause.text, clause.verb_end):
        return [_organ(context)], []
    else:
        words = _words(clause)
        at = past_reference(words) if clause.reiterated else past_adverbials(words, 0)
        if at >= len(words) or words[at].lower != "that":
            return [_organ(context)], []
        at += 1
    found = subject(words, at, passive_agents=False)
    if not found.members or _is_event(words[found.members[0].head]):
        return [_organ(context)], []
    return _named(clause, context, found)


_TO = re.compile(r"\s*to\s")


def _addressee(clause: Clause) -> Found:
    """Return whom the clause addresses, reading further only where the list of addressees is long."""
    for reach in _REACHES:
        words = _words(clause, reach)
        found = addressee(words, reiterated=clause.reiterated)
        if clause.verb_end + reach >= clause.end or (found.how == "addressee" and found.stop is not None):
            break
    return found


def _words(clause: Clause, reach: int = _REACHES[-1]) -> list[Token]:
    return tokens(clause.text, clause.verb_end, min(clause.end, clause.verb_end + reach))


def _is_event(head: Token) -> bool:
    """Whether the subject is a gathering, which does nothing by itself."""
    return head.key is None and head.lower in party_words().event_nouns


def _states_that(chapeau: Clause) -> bool:
    said = chapeau.complement.rstrip(" :\u2013\u2014-").split()
    return bool(said) and said[-1] == "that"


def _inherited(chapeau: Clause, context: Context) -> tuple[list[Party], list[str]] | None:
    """Return the addressee of the chapeau, or None where the item names its own."""
    parent = context.paragraph.parent
    within = replace(context, index=parent) if parent is not None else context
    found = _addressee(chapeau)
    if not found.members:
        return None
    owners, reasons = _named(chapeau, within, found)
    return [Party(name=owner.name, entity=owner.entity) for owner in owners], reasons


def _named(clause: Clause, context: Context, found: Found) -> tuple[list[Party], list[str]]:
    """Return the parties found, short names and pronouns resolved."""
    if not found.members:
        return [], ["owner.none_named"]
    reasons = ["owner.agent"] if found.how == "agent" else []
    owners: dict[str, Party] = {}
    for party in complete(clause.text, found.words, found.members):
        number = number_of(party, clause.text)
        if number is not None:
            meant = [_in_full(one, clause, context) for one in _antecedents(number, clause, context)]
            reasons.append("owner.pronoun_resolved" if meant else "owner.pronoun_unresolved")
        else:
            meant = [_in_full(party, clause, context)]
            reasons.extend(["owner.from_context"] if meant[0].name != party.name else [])
        for owner in meant or [party]:
            owners.setdefault(owner.name, owner)
    if any(len(owner.name.split()) > _LONG and owner.entity is None for owner in owners.values()):
        reasons.append("owner.long_phrase")
    return list(owners.values()), reasons


def _in_full(party: Party, clause: Clause, context: Context) -> Party:
    full = full_name(party.name, clause, context)
    return party if full is None else replace(party, name=full, entity=resolve(full))


def _antecedents(number: str, clause: Clause, context: Context) -> list[Party]:
    """Return what a pronoun of that number stands for: parties since the clause before it, that clause's, or earlier."""
    earlier = [c for c in context.previous if c.text == clause.text and c.end <= clause.start]
    since = earlier[-1].end if earlier else 0
    found = first_that_agrees(clause.text, since, clause.start, number)
    if found:
        return found
    for i in range(len(earlier) - 1, -1, -1):
        owners = list(find_parties(earlier[i], replace(context, previous=tuple(earlier[:i]))).owners)
        if agrees(owners, number):
            return owners
    found = first_that_agrees(clause.text, 0, since, number)
    if not found and clause.chapeau is not None:
        found = [replace(p, span=None) for p in first_that_agrees(clause.chapeau.text, 0, clause.chapeau.end, number)]
    if not found and number == "two" and context.resolution.title:
        title = context.resolution.title
        found = [replace(p, span=None) for p in first_that_agrees(title, 0, len(title), number)]
    return found


def _organ(context: Context) -> Party:
    body = context.resolution.body
    return Party(name=body, entity=resolve(body))
