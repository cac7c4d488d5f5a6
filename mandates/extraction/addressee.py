"""Where in a clause the party stands: before the infinitive, as the subject of "that", or as the agent of a doing.

"Requests, in this regard, *the Secretary-General* to submit ..."; "decides that *the Committee* shall ..."; "invites
increased cooperation among *the specialized agencies* and ...".
"""

from __future__ import annotations

from itertools import pairwise

from mandates.extraction.action_words import words_of_action
from mandates.extraction.agents import HEAD_REACH, Found, agents, alone
from mandates.extraction.infinitives import is_infinitive
from mandates.extraction.noun_phrases import Conjunct
from mandates.extraction.party_lists import PartyListReader
from mandates.extraction.party_words import POSSESSIVES, party_words
from mandates.extraction.token import Token
from mandates.extraction.tokens import tokens
from mandates.extraction.verb_positions import action, finite_verb, is_passive, past_adverbials, past_reference


def addressee(words: list[Token], *, reiterated: bool = False, for_doing: bool = False) -> Found:
    """Return the parties that a directive addresses: before "to ...", as subject of "that ...", or as the agent of the
    requested action.

    Args:
        reiterated: whether the words follow "reiterates its request".
        for_doing: whether the verb asks for an activity ("calls for"), so that no addressee precedes a passive
            infinitive.
    """
    at = past_reference(words) if reiterated else past_adverbials(words, 0)
    if at < len(words) and words[at].lower in (("on", "upon", "for") if reiterated else ("upon", "from")):
        at = past_adverbials(words, at + 1)  # "its call on all parties", "its request for the Panel to report"
    if at < len(words) and words[at].lower == "to" and not is_infinitive(words, at):
        at = past_adverbials(words, at + 1)  # "recommends to the General Assembly", "its request to the Committee"
        that_index, infinitive = _that_pronoun(words, at), action(words, at)
        if that_index is not None and (infinitive is None or infinitive > that_index):
            members = PartyListReader(words).parties(at, that_index)
            if members and members[0].party:
                return Found(words, [member for member in members if member.party], "addressee")
    stop = action(words, at)
    if at < len(words) and words[at].lower == "that" and not _is_demonstrative(words, at, stop):
        return subject(words, at + 1, passive_agents=True)
    if stop == at:
        return Found(words, [], "none")
    if at < len(words) and _is_gerund(words[at]):
        return agents(words, at)  # "encourages empowering women to take part"
    if stop is None:
        return _without_infinitive(words, at)
    if reiterated and words[stop - 1].lower == "and":
        return Found(words, [], "none")  # "its call to uphold the law and *to* mend the nets"
    if for_doing and is_passive(words, stop + 1):  # "calls for care to be taken by pilots", but not "for those
        passive_result = agents(words, stop + 1, passive=True)  # responsible to be held accountable"
        return passive_result if passive_result.members else agents(words, at)
    if _is_shared_activity(words, at, stop):
        return agents(words, at)
    reader = PartyListReader(words)
    members = reader.parties(at, stop)
    if members and (for_doing or not members[0].party) and _is_wished_for(words, at, members[0]):
        return agents(words, at)  # "calls for stronger mechanisms to insure boats"
    if members and members[0].end < stop and words[members[0].end].lower in ("between", "among"):
        return agents(words, at)  # "encourages partnership between A and B to shorten delays"
    if members and not members[0].party:  # "requests, mindful of storms, tides and currents, *the Board* to"
        members = _after_adjunct(words, reader, 0, stop) or members
    if members and (members[0].party or _may_be_party(words, members[0], stop)):
        further = _further_addressees(words, members, stop)
        first = [member for i, member in enumerate(members) if member.party or i == 0]
        return Found(words, first + further, "addressee", stop, reader.words_left)
    return agents(words, at)


def _is_demonstrative(words: list[Token], that_index: int, stop: int | None) -> bool:
    """Whether "that" is the determiner of an addressee ("calls upon *that* Organization and others to")."""
    if stop is None or that_index + 1 >= stop:
        return False
    noun = words[that_index + 1]
    if noun.key is not None or not party_words().is_party(noun) or noun.lower.endswith("s"):
        return False
    verb = finite_verb(words, that_index + 1)
    return verb is None or verb > stop


def _is_shared_activity(words: list[Token], start: int, stop: int) -> bool:
    """Whether a joint activity is requested: "continued cooperation and coordination *between* A and B to help"."""
    known = party_words()
    seen_activity = False
    for i in range(start, min(start + 2 * HEAD_REACH, stop)):
        if words[i].lower in ("between", "among", "amongst"):
            return seen_activity
        if known.is_party(words[i]) or words[i].lower == ",":
            return False
        seen_activity = seen_activity or words[i].lower in known.shared_doings
    return False


def may_name(said: str) -> bool:
    """Whether `said`, in which no party was found, has signs of one: an infinitive, "that", or "by" before a party."""
    words = tokens(said)
    at = past_adverbials(words, 0)
    if at < len(words) and words[at].lower == "that":
        return True
    if action(words, at) not in (None, at):
        return True
    known = party_words()
    return any(
        words[i].lower in ("by", "among", "between") and any(map(known.is_party, words[i + 1 : i + 1 + HEAD_REACH]))
        for i in range(at, len(words))
    )


def _is_wished_for(words: list[Token], start: int, member: Conjunct) -> bool:
    """Whether a phrase names what is wished for, not who is to act: "*improved* mechanisms", "*stronger* offices"."""
    first = words[member.first]
    if member.determined or first.key is not None or first.capital or words[member.head].key is not None:
        return False
    is_qualified = first.lower.endswith(("ed", "er")) or first.lower in ("more", "better", "effective", "adequate")
    return is_qualified and member.first < member.head and member.first <= start + 1


def _further_addressees(words: list[Token], members: list[Conjunct], stop: int) -> list[Conjunct]:
    """Return the addressees after "and" that have an infinitive of their own: "urges A to pay, *and B* to publish".

    Parties that the first addressees are to ask are left out: "requests the Secretary-General to invite States, and
    agencies to attend".
    """
    known, acting = party_words(), words_of_action()
    reader = PartyListReader(words)
    asks_others = False  # an earlier verb asks others, so that the next infinitive may be theirs
    for i in range(stop + 1, len(words) - 2):
        lower = words[i].lower
        if lower in (";", ":") or lower in known.relatives:
            break
        asks_others = asks_others or (words[i].key is None and (lower in acting.asking or lower in known.helping))
        if lower != "and":
            continue
        after_comma, for_another = words[i - 1].lower == ",", words[i + 1].lower in ("for", "upon")
        again = words[i + 1].lower == "upon"  # "calls upon A to pay *and upon B* to publish"
        if asks_others and not again and not (after_comma and for_another):
            continue
        end = action(words, i + 1 + for_another)
        if end is None or end - i > (_LONGEST_NAME if not for_another else _LONGEST_WITH_ADVERBIAL):
            continue
        candidates = reader.parties(i + 1 + for_another, end)
        if not candidates or not all(member.party for member in candidates):
            continue
        if candidates[-1].end != end and not (
            for_another and words[candidates[-1].end].lower == words[end - 1].lower == ","
        ):
            continue
        head, first_head = words[candidates[0].head], words[members[0].head]
        in_list = any(token.lower in _BEFORE_LIST for token in words[stop:i])
        is_named = head.key is not None or (not in_list and (candidates[0].determined or head.capital))
        is_addressee = for_another or (words[i + 1].lower != "other" and is_named)
        if again or (after_comma and is_addressee) or (head.lower == first_head.lower and not in_list):
            return candidates
    return []


#: Words before a list that the parties after "and" may continue.
_BEFORE_LIST = frozenset({"including", "with", "between", "among", "by", "through", "such", "of"})
#: The most tokens of a name with an infinitive of its own.
_LONGEST_NAME = 8
#: The same with a parenthetical: "and for States parties, in accordance with their obligations, to".
_LONGEST_WITH_ADVERBIAL = 24


def _that_pronoun(words: list[Token], start: int) -> int | None:
    """Return where "that it" or "that they" begins, which says what the parties named before it are to do."""
    known = party_words()
    places = (
        i for i in range(start, len(words) - 1) if words[i].lower == "that" and words[i + 1].lower in known.pronouns
    )
    return next(places, None)


def _is_gerund(token: Token) -> bool:
    """Whether the token, which begins the request, is a verb in -ing, not an adjective such as "neighbouring"."""
    return token.key is None and token.lower.endswith("ing") and token.lower not in party_words().ing_adjectives


def subject(words: list[Token], at: int, *, passive_agents: bool) -> Found:
    """Return the subject of the "that" clause beginning at `at`, if it is a party that is to act.

    For a clause in the passive, the agent that it names is returned, but only with `passive_agents`.
    """
    start = at
    at = past_adverbials(words, at)
    stop = finite_verb(words, at)
    reader = PartyListReader(words, subject=True)
    members = reader.parties(at, stop if stop is not None else len(words), close=stop is None)
    if stop is not None and not (members and members[0].party and _is_distinct(words, members[0])):
        members = _after_adjunct(words, reader, start, stop) or members
    if stop is None and not (members and members[0].party):
        members = _before_bare_verb(words, at) or members
    if not (members and members[0].party) and (gathering := acting_event(words, at, stop)) is not None:
        members = [gathering]
    if stop is None and members and _states_composition(words, members[-1].end):
        return Found(words, [], "none")
    own_verb = (
        passive_agents
        and bool(members)
        and members[0].party
        and (_is_subjunctive(words, members[-1].end) or _acts_after_aside(words, members[-1].end))
    )
    if stop is not None and not own_verb and is_passive(words, stop) and not _is_empowered(words, stop):
        if not passive_agents:
            return Found(words, [], "none")
        result = agents(words, stop, passive=True)
        strengthens = any(token.lower in party_words().strengthened for token in words[stop : stop + HEAD_REACH])
        return agents(words[:stop], at) if not result.members and strengthens else result
    if members and members[0].party:
        return Found(words, [member for member in members if member.party], "subject")
    if not passive_agents:
        return Found(words, [], "none")
    return _author(words, at) or agents(words, at)


def acting_event(words: list[Token], start: int, stop: int | None) -> Conjunct | None:
    """Return the gathering whose name shows that it acts: "decides that the Canal Process shall elect a Chair"."""
    known = party_words()
    if stop is None or stop + 1 >= len(words) or stop - start < _PAIR or words[start].lower != "the":
        return None
    head = words[stop - 1]
    is_named = head.capital and head.key is None and head.lower in known.acting_events and words[start + 1].capital
    does_own = stop + 2 < len(words) and words[stop + 2].lower in POSSESSIVES  # "should focus *its* discussions on"
    if not is_named or (words[stop + 1].lower in known.happening and not does_own):
        return None
    return Conjunct(start + 1, stop - 1, stop, determined=True, party=True)


def _states_composition(words: list[Token], verb: int) -> bool:
    """Whether the verb at `verb` says what its subject consists of: "recommends that the Board *consist of* five"."""
    return verb < len(words) and words[verb].lower != "be" and words[verb].lower in party_words().being


def _is_empowered(words: list[Token], verb: int) -> bool:
    """Whether the passive at `verb` says what its subject may or must do: "the Board *is entitled to* meet"."""
    return any(
        token.lower in party_words().empowered and following.lower == "to"
        for token, following in pairwise(words[verb : verb + HEAD_REACH])
    )


def _author(words: list[Token], start: int) -> Found | None:
    """Return the author of a report that is to contain something: "requests that the reports *of the Registrar* address
    the matter".
    """
    known = party_words()
    noun_start = start
    while noun_start < len(words) and words[noun_start].lower in known.leading:
        noun_start += 1
    for i in range(noun_start + 1, min(noun_start + HEAD_REACH, len(words) - 1)):
        if words[i].lower != "of":
            continue
        members = PartyListReader(words).parties(i + 1, len(words), close=True)
        if words[i - 1].lower in known.told_nouns and members and members[0].party:
            is_pair = len(members) == _PAIR and members[1].first - members[0].end <= _PAIR
            return Found(words, alone(words, members if is_pair else members[:1]), "agent")
        return None
    return None


def _is_distinct(words: list[Token], member: Conjunct) -> bool:
    """Whether a party is named on its own, not as the rest of an earlier list: "before selling pumps and *spare
    parts*".
    """
    return member.determined or words[member.head].key is not None or words[member.head].capital


def _after_adjunct(words: list[Token], reader: PartyListReader, start: int, stop: int) -> list[Conjunct]:
    """Return the subject that follows an introductory adjunct with a list: "that, before shipping arms and fuel, *it*
    shall".
    """
    if start >= len(words) or words[start].lower != ",":
        return []
    for i in range(stop - 1, start, -1):
        if words[i].lower == ",":
            members = reader.parties(i + 1, stop)
            if members and members[0].party and members[0].determined:
                return members
    return []


def _before_bare_verb(words: list[Token], start: int) -> list[Conjunct]:
    """Return a plural subject that is recognized only by its verb: "that *national lighthouse systems* explore
    ways".
    """
    known, acting = party_words(), words_of_action()
    first = start
    while first < len(words) and words[first].lower in known.leading:
        first += 1
    for i in range(first + 1, min(first + HEAD_REACH, len(words) - 1)):
        token, previous = words[i], words[i - 1]
        if not token.word or previous.lower in known.prepositions or previous.key is not None or token.key is not None:
            return []
        is_event = previous.capital and previous.lower in known.acting_events  # "that the Canal Process devise rules"
        if token.lower in acting.plain and token.text[0].islower() and (is_event or previous.lower.endswith("s")):
            if known.is_noun_of_thing(previous) and not is_event:
                return []
            return [Conjunct(first, i - 1, i, determined=first > start, party=True)]
    return []


def _is_subjunctive(words: list[Token], i: int) -> bool:
    """Whether there is a verb without auxiliary at `i`: "requests that the Board *ensure* that lists are printed"."""
    known = party_words()
    if i >= len(words) or words[i].key is not None or not words[i].text[0].islower():
        return False
    if words[i].lower in known.modals or words[i].lower in known.prepositions or words[i].lower in known.relatives:
        return False
    is_noun = known.is_noun_of_thing(words[i]) and not known.is_base_verb(words[i])
    return not is_noun and not known.is_post_modifier(words[i])


def _acts_after_aside(words: list[Token], i: int) -> bool:
    """Whether a verb without auxiliary follows an aside at `i`: "that the Board, when meeting, *ensure* that"."""
    if i >= len(words) or words[i].lower != ",":
        return False
    plain, determiners = words_of_action().plain, party_words().determiners
    is_named = words[i - 1].key is not None  # "that the Secretary-General, ..., *suspend* hostile actions"
    return any(
        words[j].lower == ","
        and words[j + 1].text in plain
        and (words[j + 2].lower in determiners or (is_named and not _joins(words[j + 2])))
        for j in range(i + 1, len(words) - 2)
    )


def _joins(token: Token) -> bool:
    """Whether a token shows that the one before it is a noun: "of", "and", a comma."""
    return not token.word or token.lower in ("and", "or") or token.lower in party_words().prepositions


#: The members of a pair, and the most words between them: "and the".
_PAIR = 2


def _may_be_party(words: list[Token], member: Conjunct, stop: int) -> bool:
    """Whether a noun before the infinitive that is no known party may be one: it is capitalized or no known thing."""
    head, known = words[member.head], party_words()
    if member.end != stop:
        return False
    is_addressed_noun = member.determined and member.first == member.head and head.lower in known.addressed_things
    return head.capital or is_addressed_noun or not known.is_thing(head)


def _without_infinitive(words: list[Token], start: int) -> Found:
    """Return the parties of a clause without an infinitive: the addressees ("Calls upon States:"), else the agents."""
    colon = next((i for i in range(len(words) - 1, start, -1) if words[i].lower in (":", "\u2014")), None)
    stop = colon if colon is not None else len(words)
    members = PartyListReader(words).parties(start, stop, close=colon is None)
    if colon is None and not (members and members[0].party):
        # "requests the Mission support ..."
        members = PartyListReader(words, subject=True).parties(start, stop, close=True)
    if (
        members
        and members[0].party
        and (colon is not None or members[-1].end == stop or _can_be_addressed(words, members[0]))
    ):
        return Found(words, [member for member in members if member.party], "addressee")
    return agents(words, start)


def _can_be_addressed(words: list[Token], member: Conjunct) -> bool:
    """Whether a phrase that no infinitive follows can be the addressee, not a thing requested ("a trust fund")."""
    head = words[member.head]
    return head.key is not None or head.lower not in party_words().organizations or (member.determined and head.capital)
