"""Who is to act, with whom, and to whom it is reported.

1. What the organ sets up, lengthens, proclaims or decides "to" do, it does itself.
2. Of "decides that ...", the subject is to act where it is able to; otherwise the organ.
3. A directive is for its addressee, or for the agent of what is asked (`mandates.extraction.addressee`).
4. An item without a verb of its own is for the addressee of its chapeau.
5. Pronouns and short names are replaced by what they stand for.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from mandates import lexicon
from mandates.domain.mandate import Party
from mandates.extraction.addressee import (
    GIVEN_TO,
    Found,
    addressee,
    finite_verb,
    is_done,
    may_name,
    past_adverbials,
    past_reference,
    subject,
)
from mandates.extraction.clause import Clause, Context
from mandates.extraction.coordination import complete, moved
from mandates.extraction.noun_phrases import Conjunct, surely_infinitive
from mandates.extraction.party_words import party_words
from mandates.extraction.pronouns import agrees, first_that_agrees, number_of, two_names
from mandates.extraction.relations import partners_and_recipients
from mandates.extraction.short_forms import full_name, is_short
from mandates.extraction.tokens import Token, tokens
from mandates.lexicon.verbs import asking_infinitives, having
from mandates.reference.entities import resolve

#: How far into a clause its parties are looked for, in characters: most stand near; the longest list met has 900.
_REACH = 1400
#: Where the list of addressees may end: an infinitive and the words after it that may tell.
_INFINITIVES = re.compile(r"(?<!pursuant)\sto\s+(?P<verb>[a-z]+)(?P<rest>\S*)\s+(?:\S+\s+){3}")
#: Where others may follow with an infinitive of their own.
_FURTHER = re.compile(
    r"\band\s+for\s+(?:[^\s;]+\s+){1,24}?(?:not\s+)?to,?\s+[a-z]|\band\s+(?=the\s|[A-Z]|[\w-]+\s+[a-z]+s\s+to\s)(?:[\w\u2019'-]+\s+){1,8}?(?:not\s+)?to,?\s+[a-z]"
)
#: Stands for an infinitive that surely is one, so that the same addressees are read once whatever is asked of them.
_ANY_INFINITIVE = " to ensure this, then and there"
#: At how many of them the list is looked for before the whole is read.
_TRIES = 2
#: A list of addressees has ended when so many words after its infinitive's "to" have been read.
_AFTER = 3
_GIVEN = [[word] for word in GIVEN_TO]
#: A name of more words that is not in the registry may have more than the name in it.
_LONG = 12
_TO = re.compile(r"\s*[Tt]o\s")
#: What happens, and what nobody does: "shall be held", "shall last four days".
_HAPPENING = frozenset({"be", "consist", "comprise", "include", "result", "last", "take", "begin", "open", "also"})
#: Words of "shall be", by which an item is seen to be passive.
_TWO = 2


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a mandate.

    Attributes:
        reasons: what was uncertain: ``owner.none_named``; ``owner.may_be_named``, none found though the clause has
            what goes with one; ``owner.agent``, the agent of a noun or passive;
            ``owner.from_context``, a short name completed; ``owner.short_form_left``, one that nothing completes;
            ``owner.pronoun_resolved``; ``owner.pronoun_unresolved``;
            ``owner.long_phrase``; ``owner.words_left``, words among those addressed that no name was read from.
    """

    owners: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    reasons: tuple[str, ...] = ()


class _Named(NamedTuple):
    """The parties found, which are the same wherever the same words follow a verb.

    Attributes:
        how: where they stood, as `Found` says it.
        parties: with spans counted from the end of the verb.
        numbers: for each the number of the pronoun that it is; None for a name.
        words_left: whether the list of addressees has words that none was read from.
    """

    how: str
    parties: tuple[Party, ...]
    numbers: tuple[str | None, ...]
    words_left: bool = False


def find_parties(clause: Clause, context: Context) -> Parties:
    """Return who is to act in `clause`, with whom, and to whom it is reported."""
    found, source = _found(clause)
    reasons: list[str] = []
    if found is None:
        owners = [_organ(context)]
    elif source is clause:
        owners, reasons = _in_context(found, clause, context)
    else:
        parent = context.paragraph.parent
        above = context if parent is None else replace(context, index=parent)
        owners, reasons = _in_context(found, source, above)
        owners = _elsewhere(owners)
    partners, recipients = partners_and_recipients(clause, context, owners)
    return Parties(tuple(owners), partners, recipients, tuple(dict.fromkeys(reasons)))


def _found(clause: Clause) -> tuple[_Named | None, Clause]:
    """Return the owners of `clause` and where they stand, in it or in its chapeau; None where the organ is to act."""
    chapeau = clause.chapeau
    if clause.verb in having("enacting"):
        return None, clause
    if clause.verb in having("deciding"):
        if chapeau is None:
            return _decided(clause), clause
        if _states_that(chapeau):
            said = clause.complement[:_REACH]
            return _able(subject(tokens(said), 0, passive_agents=False), said), clause
        own = _decided(clause)
        if own is not None:  # "Decides: (a) That the Board shall ...; (b) To request the Registrar to ..."
            return own, clause
        if _is_passive_item(clause):
            return None, clause
        return _decided(chapeau), chapeau
    if chapeau is not None:
        if _states_that(chapeau):
            said = clause.complement[:_REACH]
            return _named(subject(tokens(said), 0, passive_agents=True), said), clause
        above = _addressee(chapeau)
        if above.parties:
            return above, chapeau
    return _addressee(clause), clause


def _decided(clause: Clause) -> _Named | None:
    """Return the subject of "decides that ...", where that is a party able to act."""
    said = clause.complement[:_REACH]
    asks = _decides_to_ask().match(said)
    if asks is not None and (asks["to"] or clause.chapeau is not None):
        return _asked_by_decision(said, asks)
    if _TO.match(clause.text, clause.verb_end):
        return None
    words = tokens(said)
    at = past_reference(words) if clause.reiterated else past_adverbials(words, 0)
    if at >= len(words) or words[at].lower != "that":
        return None
    stop = finite_verb(words, at + 1)
    if stop is not None and is_done(words, stop) and not any(t.lower in ("shall", "should", "will") for t in words):
        return None
    if stop is not None and _says_what_is(words, stop):
        return None
    event = _acting_event(words, at + 1, stop)
    return _able(subject(words, at + 1, passive_agents=False), said) if event is None else _named(event, said)


@lexicon.derived
def _decides_to_ask() -> re.Pattern[str]:
    """Return how the organ decides to ask another: "decides to request the Board to report"."""
    return re.compile(rf"\s*(?P<to>[Tt]o\s+)?(?i:[a-z]+ly\s+|also\s+|further\s+)?(?i:{asking_infinitives()})\b")


def _asked_by_decision(said: str, asks: re.Match[str]) -> _Named | None:
    """Return whom the organ decides to ask; None where it names none, so that the organ itself is to act."""
    found = addressee(tokens(said, asks.end()))
    asked = found.stop is not None or asks[0].endswith("recommend")  # not "decides to invite all States to the meeting"
    return _named(found, said) if asked and found.how == "addressee" else None


def _says_what_is(words: list[Token], modal: int) -> bool:
    """Whether the organ says what something is or is made up of: "decides that the Board *shall consist of* five"."""
    known = party_words()
    verb = next((t.lower for t in words[modal + 1 :] if t.lower not in known.trailing), "")
    return words[modal].lower != "be" and verb in known.being


def _is_passive_item(clause: Clause) -> bool:
    """Whether an item says what is to be or to be held: "Decides that the Congress: (a) *Shall be held* in May"."""
    words = tokens(clause.complement[:_REACH])
    if len(words) < _TWO or words[0].lower not in party_words().modals:
        return False
    return words[1].lower in _HAPPENING


def _able(found: Found, said: str) -> _Named | None:
    """Return the subject found unless it is none or a gathering, which does nothing by itself."""
    if not found.members or _is_event(found.words[found.members[0].head]):
        return None
    itself = (
        len(found.members) == 1 and found.words[found.members[0].head].lower == "it"
    )  # "decides that it shall meet"
    return None if itself else _named(found, said)


def _acting_event(words: list[Token], at: int, stop: int | None) -> Found | None:
    """Return the gathering that by its name does something: "decides that the Canal Process shall elect a Chair"."""
    known = party_words()
    at = past_adverbials(words, at)
    if stop is None or stop + 1 >= len(words) or stop - at < _TWO or words[at].lower != "the":
        return None
    head = words[stop - 1]
    named = head.capital and head.key is None and head.lower in known.acting_events and words[at + 1].capital
    if not named or words[stop + 1].lower in known.happening:
        return None
    return Found(words, [Conjunct(at + 1, stop - 1, stop, determined=True, party=True)], "subject")


def _is_event(head: Token) -> bool:
    """Whether the head of a subject names a gathering."""
    return head.key is None and head.lower in party_words().event_nouns


def _states_that(chapeau: Clause) -> bool:
    said = chapeau.complement.rstrip(" :\u2013\u2014-").split()
    return bool(said) and said[-1] == "that"


def _addressee(clause: Clause) -> _Named:
    """Return whom the clause addresses, reading further only where the list of addressees is long."""
    said, for_doing = clause.complement[:_REACH], clause.verb == "call_for"
    if not said.startswith(" that ") and not for_doing:  # which are told by words further on
        for ends in itertools.islice(_INFINITIVES.finditer(said), _TRIES):
            before = said[: ends.start()].lower().split()[-2:]
            able = before[:1] == ["with"] and before[-1] in party_words().infinitive_nouns
            if able or before[-1:] in _GIVEN or _FURTHER.search(said, ends.end("verb")):
                break  # "making grants to clinics"; "boards with competence to"; "urges A to pay, and B to publish"
            sure = ends["rest"] in ("", ",") and surely_infinitive(ends["verb"])
            list_to_end = said[: ends.start()] + _ANY_INFINITIVE if sure else said[: ends.end()]
            found = _read_addressees(list_to_end, True, clause.reiterated, for_doing)
            if found is not None:
                return found
    found = _read_addressees(said, False, clause.reiterated, for_doing)
    assert found is not None  # noqa: S101 - the last reading is of all there is
    return found


@lexicon.remembered
def _read_addressees(said: str, cut: bool, reiterated: bool, for_doing: bool) -> _Named | None:
    """Return whom `said` addresses; None where it was `cut` before the list of addressees had surely ended."""
    found = addressee(tokens(said), reiterated=reiterated, for_doing=for_doing)
    if cut and not (found.how == "addressee" and found.stop is not None and found.stop < len(found.words) - _AFTER):
        return None
    return _named(found, said)


def _named(found: Found, said: str) -> _Named:
    parties = complete(said, found.words, found.members)
    return _Named(found.how, tuple(parties), tuple(number_of(party, said) for party in parties), found.words_left)


def _in_context(found: _Named, clause: Clause, context: Context) -> tuple[list[Party], list[str]]:
    """Return the parties found in `clause`, short names and pronouns replaced, and what was uncertain."""
    if not found.parties:
        return [], ["owner.none_named", *(["owner.may_be_named"] if may_name(clause.complement[:_REACH]) else [])]
    reasons = ["owner.agent"] if found.how == "agent" else []
    if found.words_left:
        reasons.append("owner.words_left")
    owners: dict[str, Party] = {}
    for party, number in zip(_placed(found, clause), found.numbers, strict=True):
        if number is not None:
            meant = [_in_full(one, clause, context) for one in _antecedents(number, party, clause, context)]
            reasons.append("owner.pronoun_resolved" if meant else "owner.pronoun_unresolved")
        else:
            meant = [_in_full(party, clause, context)]
            if meant[0].name != party.name:
                reasons.append("owner.from_context")
            elif party.name in party_words().standing:
                reasons.append("owner.pronoun_unresolved")
            elif is_short(party.name):
                reasons.append("owner.short_form_left")
        for owner in meant or [party]:
            owners.setdefault(owner.name, owner)
    if any(len(owner.name.split()) > _LONG and owner.entity is None for owner in owners.values()):
        reasons.append("owner.long_phrase")
    return list(owners.values()), reasons


def _placed(found: _Named, clause: Clause) -> list[Party]:
    """Return the parties with their spans in the text of `clause`."""
    return [moved(party, clause.verb_end) for party in found.parties]


def _in_full(party: Party, clause: Clause, context: Context) -> Party:
    full = full_name(party.name, clause, context)
    return party if full is None else replace(party, name=full, entity=resolve(full))


def _antecedents(number: str, pronoun: Party, clause: Clause, context: Context) -> list[Party]:
    """Return what a `pronoun` of that number stands for.

    Looked for before it in its own clause ("in connection with the decision of the Registrar, that *he*"), since the
    clause before it in the paragraph, among the owners of that clause, further back, in the chapeau and, for "both", in
    the title.
    """
    own = first_that_agrees(clause.text, clause.verb_end, pronoun.span.start, number) if pronoun.span else []
    if own:
        return own
    earlier = [c for c in context.previous if c.text == clause.text and c.end <= clause.start]
    since = earlier[-1].end if earlier else 0
    parties = first_that_agrees(clause.text, since, clause.start, number)
    if parties:
        return parties
    for before in reversed(earlier):
        found, source = _found(before)
        if found is not None:
            owners = _placed(found, source)
            if agrees(owners, number) and not any(found.numbers):
                return owners if source is before else _elsewhere(owners)
    parties = first_that_agrees(clause.text, 0, since, number)
    if parties:
        return parties
    if number == "two":
        named = two_names(clause.text, 0, clause.start)
        if named:
            return named
    elsewhere = [clause.chapeau.text] if clause.chapeau is not None else []
    if number == "two" and context.resolution.title:
        elsewhere.append(context.resolution.title)
    for text in elsewhere:
        parties = first_that_agrees(text, 0, len(text), number)
        if parties:
            return _elsewhere(parties)
    return []


def _elsewhere(parties: list[Party]) -> list[Party]:
    """Return parties named in another text, without their spans in it."""
    return [replace(party, span=None) for party in parties]


def _organ(context: Context) -> Party:
    body = context.resolution.body
    return Party(name=body, entity=resolve(body))
