"""Who is to act, with whom, and to whom it is reported.

1. The organ itself acts on what it establishes, extends, proclaims or decides "to" do.
2. The subject of "decides that ..." is to act if it is able to; otherwise the organ.
3. A directive is for its addressee (`mandates.extraction.addressee`), or for the agent of the requested action
   (`mandates.extraction.agents`).
4. An item without a verb of its own is for the addressee of its chapeau.
5. Pronouns and short names are replaced by the names that they stand for.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from mandates import lexicon
from mandates.domain.mandate import Party
from mandates.domain.resolution import Span
from mandates.extraction.addressee import acting_event, addressee, may_name, subject
from mandates.extraction.agents import Found
from mandates.extraction.clause import Clause, Context
from mandates.extraction.coordination import complete, moved
from mandates.extraction.infinitives import surely_infinitive
from mandates.extraction.party_words import party_words
from mandates.extraction.pronouns import agrees, first_that_agrees, number_of, two_names
from mandates.extraction.relations import partners_and_recipients
from mandates.extraction.short_forms import full_name, has_abbreviation, is_abbreviation, is_short
from mandates.extraction.token import Token
from mandates.extraction.tokens import tokens
from mandates.extraction.verb_positions import GIVEN_TO, finite_verb, is_done, past_adverbials, past_reference
from mandates.lexicon.verbs import asking_infinitives, having
from mandates.reference.entities import resolve

#: How far into a clause its parties are looked for, in characters: most are near the beginning; the longest known list
#: has 900.
_REACH = 1400
#: Where the list of addressees may end: an infinitive, with the words after it that may confirm it.
_INFINITIVES = re.compile(r"\sto(?<!pursuant\sto)\s+(?P<verb>[a-z]+)(?P<rest>\S*)\s+(?:\S+\s+){3}")
#: Where further addressees with an infinitive of their own may follow.
_FURTHER = re.compile(
    r"and(?<=\band)\s+(?:(?:for|upon)\s+(?:[^\s;]+\s+){1,24}?|(?=the\s|[A-Z]|[\w-]+\s+[a-z]+s\s+to\s)(?:[\w\u2019'-]+\s+){1,8}?)"
    r"(?:not\s+)?to,?\s+[a-z]"
)
#: Replaces any certain infinitive, so that the same addressees are read only once (cached), whatever is requested.
_ANY_INFINITIVE = " to ensure this, then and there"
#: At how many infinitives the list is tried before the whole text is read.
_SHORT_TRIES = 2
#: The number of words after the "to" of an infinitive that must be present for the list of addressees to have ended.
_WORDS_AFTER = 3
_GIVEN_WORDS = [[word] for word in GIVEN_TO]
#: A name of more words than this that is not in the registry may contain more than the name.
_LONG_NAME = 12
_TO = re.compile(r"\s*[Tt]o\s")
#: Verbs of events, without an agent: "shall be held", "shall last four days".
_HAPPENING = frozenset({"be", "consist", "comprise", "include", "result", "last", "take", "begin", "open", "also"})
#: Parties that nothing needs to name in full, and the word before them that stays with the name then.
_TWO_SIDES = frozenset({"parties", "sides"})
_BOTH = re.compile(r"\b(?P<word>both|two)\s+\Z")
_JOINED = re.compile(r"\b(?:and|or)\b")
#: Modals by which the organ decides what a party is to do.
_ORDERING = frozenset({"shall", "should", "will", "may", "must"})
#: The number of words of "shall be", which show that an item is passive.
_PASSIVE_WORDS = 2


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a mandate.

    Attributes:
        reasons: what was uncertain: ``owner.none_named``; ``owner.may_be_named``, none found although the clause has
            signs of one; ``owner.agent``, the agent of a noun or passive; ``owner.from_context``, a short name
            completed; ``owner.short_form_left``, a short name that nothing completes; ``owner.abbreviation``, an
            abbreviation in a name; ``owner.pronoun_resolved``; ``owner.pronoun_unresolved``; ``owner.long_phrase``;
            ``owner.words_left``, words in the list of addressees that no name was read from.
    """

    owners: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    reasons: tuple[str, ...] = ()


class _NamedParties(NamedTuple):
    """The parties found in the words after a verb; they depend on these words only, so that they can be cached.

    Attributes:
        how: their role, as in `Found`.
        parties: the parties, with spans relative to the end of the verb.
        numbers: for each party, the grammatical number if it is a pronoun; None for a name.
        words_left: whether the list of addressees has words that no party was read from.
    """

    how: str
    parties: tuple[Party, ...]
    numbers: tuple[str | None, ...]
    words_left: bool = False


def find_parties(clause: Clause, context: Context) -> Parties:
    """Return who is to act in `clause`, with whom, and who is to receive the report."""
    named, source = _owners_of(clause)
    reasons: list[str] = []
    if named is None:
        owners = [_adopting_organ(context)]
    elif source is clause:
        owners, reasons = _in_context(named, clause, context)
    else:
        parent = context.paragraph.parent
        parent_context = context if parent is None else replace(context, index=parent)
        owners, reasons = _in_context(named, source, parent_context)
        owners = _without_spans(owners)
    partners, recipients = partners_and_recipients(clause, context, owners)
    return Parties(tuple(owners), partners, recipients, tuple(dict.fromkeys(reasons)))


def _owners_of(clause: Clause) -> tuple[_NamedParties | None, Clause]:
    """Return the owners of `clause`, and the clause that names them: `clause` or its chapeau.

    The owners are None if the organ is to act.
    """
    chapeau = clause.chapeau
    if clause.verb in having("enacting"):
        return None, clause
    if clause.verb in having("deciding"):
        if chapeau is None:
            return _decided_on(clause), clause
        if _states_that(chapeau):
            text = clause.complement[:_REACH]
            return _able_subject(subject(tokens(text), 0, passive_agents=False), text), clause
        own_subject = _decided_on(clause)
        if own_subject is not None:  # "Decides: (a) That the Board shall ...; (b) To request the Registrar to ..."
            return own_subject, clause
        if _is_passive_item(clause):
            return None, clause
        return _decided_on(chapeau), chapeau
    if chapeau is not None:
        if _states_that(chapeau):
            text = clause.complement[:_REACH]
            return _named(subject(tokens(text), 0, passive_agents=True), text), clause
        addressees = _addressee(chapeau)
        if addressees.parties:
            return addressees, chapeau
    return _addressee(clause), clause


def _decided_on(clause: Clause) -> _NamedParties | None:
    """Return the subject of "decides that ..." if it is a party able to act, else None."""
    text = clause.complement[:_REACH]
    asking = _decides_to_ask().match(text)
    if asking is not None and (asking["to"] or clause.chapeau is not None):
        return _asked_by_decision(text, asking)
    if _TO.match(clause.text, clause.verb_end):
        return None
    words = tokens(text)
    at = past_reference(words) if clause.reiterated else past_adverbials(words, 0)
    if at >= len(words) or words[at].lower != "that":
        return None
    stop = finite_verb(words, at + 1)
    if (
        stop is not None
        and is_done(words, stop)
        and not any(token.lower in ("shall", "should", "will") for token in words)
    ):
        return None
    further = _further_subjects(words, stop, text)
    if stop is not None and _states_composition(words, stop):
        return further
    gathering = acting_event(words, past_adverbials(words, at + 1), stop)
    first = (
        _able_subject(subject(words, at + 1, passive_agents=False), text)
        if gathering is None
        else _named(Found(words, [gathering], "subject"), text)
    )
    if first is None or further is None:
        return first or further
    return first._replace(parties=first.parties + further.parties, numbers=first.numbers + further.numbers)


def _further_subjects(words: list[Token], modal: int | None, text: str) -> _NamedParties | None:
    """Return the subject of a second "that" clause: "decides that A shall meet, *and that B shall report*"."""
    if modal is None:
        return None
    for i in range(modal + 1, len(words) - 1):
        if words[i].lower in (";", ":"):
            break
        if words[i].lower != "that":
            continue
        if words[i - 1].lower not in ("and", ","):
            break  # "shall ensure that A is ready and that B is built"
        stop = finite_verb(words, i + 1)
        if stop is None or words[stop].lower not in _ORDERING or _states_composition(words, stop):
            continue
        result = subject(words, i + 1, passive_agents=False)
        if result.members and result.members[-1].end == stop and words[i + 1].lower not in party_words().pronouns:
            found = _able_subject(result, text)
            if found is not None:
                return found
    return None


@lexicon.derived
def _decides_to_ask() -> re.Pattern[str]:
    """Return a pattern of how the organ decides to ask another: "decides to request the Board to report"."""
    return re.compile(rf"\s*(?P<to>[Tt]o\s+)?(?i:[a-z]+ly\s+|also\s+|further\s+)?(?i:{asking_infinitives()})\b")


def _asked_by_decision(text: str, asking: re.Match[str]) -> _NamedParties | None:
    """Return whom the organ decides to ask; None if it names nobody, so that the organ itself is to act."""
    result = addressee(tokens(text, asking.end()))
    # not "decides to invite all States to the meeting"
    is_request = result.stop is not None or asking[0].endswith("recommend")
    is_wish = result.how == "agent" and asking[0].endswith(("encourage", "call for"))
    return _named(result, text) if is_wish or (is_request and result.how == "addressee") else None


def _states_composition(words: list[Token], modal: int) -> bool:
    """Whether the organ states what something is or consists of: "decides that the Board *shall consist of* five"."""
    known = party_words()
    verb = next((token.lower for token in words[modal + 1 :] if token.lower not in known.trailing), "")
    return words[modal].lower != "be" and verb in known.being


def _is_passive_item(clause: Clause) -> bool:
    """Whether an item states what is to be or to be held: "Decides that the Congress: (a) *Shall be held* in May"."""
    words = tokens(clause.complement[:_REACH])
    if len(words) < _PASSIVE_WORDS or words[0].lower not in party_words().modals:
        return False
    return words[1].lower in _HAPPENING


def _able_subject(result: Found, text: str) -> _NamedParties | None:
    """Return the parties of `result`; None if there are none, or only a gathering, which does not act by itself."""
    if not result.members or _is_event(result.words[result.members[0].head]):
        return None
    # "decides that it shall meet"
    is_pronoun = len(result.members) == 1 and result.words[result.members[0].head].lower == "it"
    return None if is_pronoun else _named(result, text)


def _is_event(head: Token) -> bool:
    """Whether the head of a subject names a gathering."""
    return head.key is None and head.lower in party_words().event_nouns


def _states_that(chapeau: Clause) -> bool:
    words = chapeau.complement.rstrip(" :\u2013\u2014-").split()
    return bool(words) and words[-1] == "that"


def _addressee(clause: Clause) -> _NamedParties:
    """Return the parties that the clause addresses; the whole text is read only if the list of addressees is long."""
    text, for_doing = clause.complement[:_REACH], clause.verb == "call_for"
    if not text.startswith(" that ") and not for_doing:  # their parties depend on later words
        for infinitive in itertools.islice(_INFINITIVES.finditer(text), _SHORT_TRIES):
            words_before = text[: infinitive.start()].lower().split()[-2:]
            has_competence = words_before[:1] == ["with"] and words_before[-1] in party_words().infinitive_nouns
            if has_competence or words_before[-1:] in _GIVEN_WORDS or _FURTHER.search(text, infinitive.end("verb")):
                break  # "making grants to clinics"; "boards with competence to"; "urges A to pay, and B to publish"
            is_sure = infinitive["rest"] in ("", ",") and surely_infinitive(infinitive["verb"])
            shortened = text[: infinitive.start()] + _ANY_INFINITIVE if is_sure else text[: infinitive.end()]
            named = _read_addressees(shortened, True, clause.reiterated, for_doing)
            if named is not None:
                return named
    named = _read_addressees(text, False, clause.reiterated, for_doing)
    assert named is not None  # noqa: S101 - the whole text was read
    return named


@lexicon.remembered
def _read_addressees(text: str, is_cut: bool, reiterated: bool, for_doing: bool) -> _NamedParties | None:
    """Return the parties that `text` addresses.

    None if it `is_cut` and it is not certain that the list of addressees ends before the cut.
    """
    result = addressee(tokens(text), reiterated=reiterated, for_doing=for_doing)
    if is_cut and not (
        result.how == "addressee" and result.stop is not None and result.stop < len(result.words) - _WORDS_AFTER
    ):
        return None
    return _named(result, text)


def _named(result: Found, text: str) -> _NamedParties:
    parties = complete(text, result.words, result.members)
    return _NamedParties(
        result.how, tuple(parties), tuple(number_of(party, text) for party in parties), result.words_left
    )


def _in_context(named: _NamedParties, clause: Clause, context: Context) -> tuple[list[Party], list[str]]:
    """Return the parties found in `clause` with short names and pronouns replaced, and the codes of what was
    uncertain.
    """
    if not named.parties:
        return [], ["owner.none_named", *(["owner.may_be_named"] if may_name(clause.complement[:_REACH]) else [])]
    reasons = ["owner.agent"] if named.how == "agent" else []
    if named.words_left:
        reasons.append("owner.words_left")
    owners: dict[str, Party] = {}
    for party, number in zip(_with_spans(named, clause), named.numbers, strict=True):
        if number is not None:
            resolved = [
                _in_full(antecedent, clause, context) for antecedent in _antecedents(number, party, clause, context)
            ]
            reasons.append("owner.pronoun_resolved" if resolved else "owner.pronoun_unresolved")
        else:
            resolved = [_in_full(party, clause, context)]
            if resolved[0].name != party.name:
                reasons.append("owner.from_context")
            elif len(named.parties) == 1 and party.name in _TWO_SIDES:
                resolved = [_with_both(party, clause)]
            elif party.name in party_words().standing:
                reasons.append("owner.pronoun_unresolved")
            elif is_short(party.name):
                reasons.append("owner.short_form_left")
            if any(has_abbreviation(owner.name) for owner in (party, *resolved)):
                reasons.append("owner.abbreviation")
        for owner in resolved or [_with_both(party, clause)]:
            owners.setdefault(owner.name, owner)
    if any(len(owner.name.split()) > _LONG_NAME and owner.entity is None for owner in owners.values()):
        reasons.append("owner.long_phrase")
    return list(owners.values()), reasons


def _with_spans(named: _NamedParties, clause: Clause) -> list[Party]:
    """Return the parties with their spans in the text of `clause`."""
    return [moved(party, clause.verb_end) for party in named.parties]


def _in_full(party: Party, clause: Clause, context: Context) -> Party:
    name = full_name(party.name, clause, context)
    if name is None:
        return party
    return replace(party, name=name, entity=resolve(name) or (party.entity if is_abbreviation(party.name) else None))


def _with_both(party: Party, clause: Clause) -> Party:
    """Return a party that nothing names in full with the "both" or "two" before it, which says who it is."""
    span = party.span
    both = _BOTH.search(clause.text, 0, span.start) if span is not None else None
    if (
        span is None
        or both is None
        or party.name == both["word"]
        or _JOINED.search(clause.text, both.end(), span.end + 5)
    ):
        return party  # "both local and religious leaders", "both the Board and ..."
    return replace(party, name=f"{both['word']} {party.name}", span=Span(both.start(), span.end))


def _antecedents(number: str, pronoun: Party, clause: Clause, context: Context) -> list[Party]:
    """Return the parties that a `pronoun` of the given number stands for.

    They are looked for before it in its own clause ("in connection with the decision of the Registrar, that *he*"),
    then after the previous clause of the paragraph, among the owners of that clause, further back, in the chapeau and,
    for "both", in the title.
    """
    own_antecedents = (
        first_that_agrees(clause.text, clause.verb_end, pronoun.span.start, number) if pronoun.span else []
    )
    if own_antecedents:
        return own_antecedents
    earlier = [
        previous for previous in context.previous if previous.text == clause.text and previous.end <= clause.start
    ]
    last_end = earlier[-1].end if earlier else 0
    parties = first_that_agrees(clause.text, last_end, clause.start, number)
    if parties:
        return parties
    for previous_clause in reversed(earlier):
        named_owners, source = _owners_of(previous_clause)
        if named_owners is not None:
            owners = _with_spans(named_owners, source)
            if agrees(owners, number) and not any(named_owners.numbers):
                return owners if source is previous_clause else _without_spans(owners)
    parties = first_that_agrees(clause.text, 0, last_end, number)
    if parties:
        return parties
    if number == "two":
        names = two_names(clause.text, 0, clause.start)
        if names:
            return names
    elsewhere = [clause.chapeau.text] if clause.chapeau is not None else []
    if number == "two" and context.resolution.title:
        elsewhere.append(context.resolution.title)
    for text in elsewhere:
        parties = first_that_agrees(text, 0, len(text), number)
        if parties:
            return _without_spans(parties)
    return []


def _without_spans(parties: list[Party]) -> list[Party]:
    """Return parties named in another text, without their spans in it."""
    return [replace(party, span=None) for party in parties]


def _adopting_organ(context: Context) -> Party:
    body = context.resolution.body
    return Party(name=body, entity=resolve(body))
