"""Who is to act, with whom, and to whom it is reported."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mandates.extraction import anaphora
from mandates.extraction.addressee import Found, addressee, past_adverbials, past_reference, subject
from mandates.extraction.clause import Clause, Context
from mandates.extraction.coordination import complete
from mandates.extraction.entities import resolve
from mandates.extraction.relations import partners_and_recipients
from mandates.extraction.tokens import Token, tokens
from mandates.model import Party

#: Verbs by which the organ decides. What it sets up or lengthens it does itself.
_DECIDING = frozenset({"decide", "resolve", "agree"})
_OWN = frozenset({"establish", "extend", "proclaim", "designate"})
#: How far into a clause its parties are looked for, in characters: the longest list of addressees met is 900.
_REACH = 1400
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
    words = tokens(clause.text, clause.verb_end, min(clause.end, clause.verb_end + _REACH))
    owners, reasons = _owners(clause, context, words)
    partners, recipients = partners_and_recipients(clause, context, words, owners)
    return Parties(tuple(owners), partners, recipients, tuple(dict.fromkeys(reasons)))


def _owners(clause: Clause, context: Context, words: list[Token]) -> tuple[list[Party], list[str]]:
    if clause.verb in _OWN:
        return [_organ(context)], []
    if clause.verb in _DECIDING:
        return _deciding(clause, context, words)
    if clause.chapeau is not None:
        inherited = _inherited(clause, context)
        if inherited is not None:
            return inherited
    found = addressee(words, reiterated=clause.reiterated)
    return _named(clause, context, found)


def _deciding(clause: Clause, context: Context, words: list[Token]) -> tuple[list[Party], list[str]]:
    """Return the subject of "decides that ...", where that is a party able to act; otherwise the organ."""
    at = past_reference(words) if clause.reiterated else past_adverbials(words, 0)
    if clause.chapeau is not None and not _states_that(clause.chapeau):
        return [_organ(context)], []
    if clause.chapeau is None:
        if at >= len(words) or words[at].lower != "that":
            return [_organ(context)], []
        at += 1
    found = subject(words, at, passive_agents=False)
    if not found.members:
        return [_organ(context)], []
    return _named(clause, context, found)


def _states_that(chapeau: Clause) -> bool:
    said = chapeau.complement.rstrip(" :\u2013\u2014-").split()
    return bool(said) and said[-1] == "that"


def _inherited(clause: Clause, context: Context) -> tuple[list[Party], list[str]] | None:
    """Return the addressee of the chapeau, or None where the item names its own."""
    chapeau = clause.chapeau
    parent = context.paragraph.parent
    assert chapeau is not None  # noqa: S101 - the caller has looked
    within = replace(context, index=parent) if parent is not None else context
    words = tokens(chapeau.text, chapeau.verb_end, min(chapeau.end, chapeau.verb_end + _REACH))
    found = addressee(words, reiterated=chapeau.reiterated)
    if not found.members:
        return None
    owners, reasons = _named(chapeau, within, found)
    return [Party(name=owner.name, entity=owner.entity) for owner in owners], reasons


def _named(clause: Clause, context: Context, found: Found) -> tuple[list[Party], list[str]]:
    if not found.members:
        return [], ["owner.none_named"]
    reasons = ["owner.agent"] if found.how == "agent" else []
    owners: list[Party] = []
    for party in complete(clause.text, found.words, found.members):
        resolved, reason = anaphora.resolved(party, clause, context)
        if reason:
            reasons.append(reason)
        owners.extend(owner for owner in resolved if owner.name not in {o.name for o in owners})
    if any(len(owner.name.split()) > _LONG and owner.entity is None for owner in owners):
        reasons.append("owner.long_phrase")
    return owners, reasons


def _organ(context: Context) -> Party:
    body = context.resolution.body
    return Party(name=body, entity=resolve(body))
