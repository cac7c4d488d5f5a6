"""Where in a clause the party stands: before the infinitive, as the subject of "that", or as the agent of a doing.

"Requests, in this regard, *the Secretary-General* to submit ..."; "decides that *the Committee* shall ..."; "invites
increased cooperation among *the specialized agencies* and ...".
"""

from __future__ import annotations

from typing import NamedTuple

from mandates.extraction.action_words import words_of_action
from mandates.extraction.noun_phrases import Conjunct, is_infinitive
from mandates.extraction.party_lists import PartyListReader
from mandates.extraction.party_words import POSSESSIVES, party_words
from mandates.extraction.tokens import Token, tokens


class Found(NamedTuple):
    """The parties found in a passage.

    Attributes:
        how: the role in which the parties were found: ``addressee``, ``subject``, ``agent`` or ``none``.
        stop: index of the infinitive that ends the list of addressees, if there is one.
        words_left: whether the list contains words that no party was read from.
    """

    words: list[Token]
    members: list[Conjunct]
    how: str
    stop: int | None = None
    words_left: bool = False


def addressee(words: list[Token], *, reiterated: bool = False, for_doing: bool = False) -> Found:
    """Return the parties that a directive addresses: before "to ...", as subject of "that ...", or as the agent of the
    requested action.

    Args:
        reiterated: whether the words follow "reiterates its request".
        for_doing: whether the verb asks for an activity ("calls for"), so that no addressee precedes a passive
            infinitive.
    """
    at = past_reference(words) if reiterated else past_adverbials(words, 0)
    if at < len(words) and words[at].lower in (("on", "upon", "for") if reiterated else ("upon",)):
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
    for i in range(start, min(start + 2 * _HEAD_REACH, stop)):
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
        words[i].lower in ("by", "among", "between") and any(map(known.is_party, words[i + 1 : i + 1 + _HEAD_REACH]))
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
        if words[i].lower in (";", ":") or words[i].lower in known.relatives:
            break
        asks_others = asks_others or (
            words[i].key is None and (words[i].lower in acting.asking or words[i].lower in known.helping)
        )
        if words[i].lower != "and":
            continue
        after_comma, for_another = words[i - 1].lower == ",", words[i + 1].lower == "for"
        if asks_others and not (after_comma and for_another):
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
        if (after_comma and is_addressee) or (head.lower == first_head.lower and not in_list):
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
    own_verb = passive_agents and bool(members) and members[0].party and _is_subjunctive(words, members[-1].end)
    if stop is not None and not own_verb and is_passive(words, stop):
        if not passive_agents:
            return Found(words, [], "none")
        result = agents(words, stop, passive=True)
        strengthens = any(token.lower in party_words().strengthened for token in words[stop : stop + _HEAD_REACH])
        return agents(words[:stop], at) if not result.members and strengthens else result
    if members and members[0].party:
        return Found(words, [member for member in members if member.party], "subject")
    if not passive_agents:
        return Found(words, [], "none")
    return _author(words, at) or agents(words, at)


def _author(words: list[Token], start: int) -> Found | None:
    """Return the author of a report that is to contain something: "requests that the reports *of the Registrar* address
    the matter".
    """
    known = party_words()
    noun_start = start
    while noun_start < len(words) and words[noun_start].lower in known.leading:
        noun_start += 1
    for i in range(noun_start + 1, min(noun_start + _HEAD_REACH, len(words) - 1)):
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
    for i in range(first + 1, min(first + _HEAD_REACH, len(words) - 1)):
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


#: The members of a pair, and the most words between them: "and the".
_PAIR = 2
#: The head noun of the request is among so many words: "a further informal briefing from the Registrar".
_HEAD_REACH = 5


def agents(words: list[Token], at: int, *, passive: bool = False) -> Found:
    """Return the agents of a nominal or passive action: the parties named with by, between, among or "efforts of"."""
    known = party_words()
    reader = PartyListReader(words)
    end = len(words)
    owner = _possessor(words, at)
    if owner is not None:
        return Found(words, [owner], "agent")
    infinitive = action(words, at)
    resumed = at  # where the passage resumes after examples and descriptions
    for i in range(at, end - 1):
        if i < resumed:
            continue
        lower = words[i].lower
        previous = words[i - 1] if i > at else None
        if (lower, words[i + 1].lower) in (("in", "order"), ("so", "as")):
            break  # "calls for openness in order to attract gifts by others"
        if lower in ("including", "especially", "such") or (
            previous is not None and previous.lower == "," and _begins_description(words, i)
        ):
            resumption = _agent_after_examples(words, i)
            if resumption is None:
                break
            resumed = resumption
            continue
        if lower == "by" and previous is not None:
            if previous.lower in ("up", "out", "down", "forth"):
                previous = words[i - 2]
            is_participle = known.is_participle(previous) and previous.key is None
            is_participle = is_participle and previous.lower not in known.done_participles
            if is_participle and not (passive and _is_main_passive(words, at, i)):
                continue
        elif lower in ("between", "among", "amongst"):
            if not any(token.lower in known.shared_doings for token in words[at:i]):
                continue
        elif lower == "from":
            asks_for_statement = not known.told_nouns.isdisjoint(
                token.lower for token in words[at : min(i, at + _HEAD_REACH)]
            )
            if not asks_for_statement and not _names_giver(words, at, i):
                continue
        elif lower == "of":
            if (
                previous is None
                or previous.lower not in known.agent_doings
                or _is_incidental(words, i)
                or _is_for_work(words, at, i)
            ):
                continue
        else:
            continue
        if lower in ("by", "of") and infinitive is not None and infinitive < i:
            break
        stop = action(words, i + 1) if lower != "from" else None
        members = reader.parties(i + 1, stop if stop is not None else end, close=True)
        if members and members[0].party and not (lower == "of" and words[members[0].head].lower in known.beneficiaries):
            return Found(words, alone(words, members, done_by=lower == "by"), "agent")
    return Found(words, [], "none")


def _possessor(words: list[Token], start: int) -> Conjunct | None:
    """Return the party in the possessive whose action is requested: "requests the *Secretary-General's* first report to
    contain a plan".
    """
    known = party_words()
    for i in range(start, min(start + _HEAD_REACH, len(words) - 1)):
        token = words[i]
        if not token.word:
            return None
        if (
            i == start
            and token.lower in POSSESSIVES
            and any(word.lower in known.agent_doings for word in words[i + 1 : i + 3])
        ):
            return Conjunct(i, i, i + 1, determined=True, party=True)  # "encourages their participation"
        if token.lower.endswith("'s") and token.capital:
            doings = known.agent_doings | known.told_nouns
            following = [word.lower for word in words[i + 1 : i + _HEAD_REACH]]
            is_owner = any(word in doings for word in following)
            return Conjunct(i, i, i + 1, determined=True, party=True) if is_owner and i <= start + 1 else None
    return None


def _names_giver(words: list[Token], start: int, from_index: int) -> bool:
    """Whether "from" at `from_index` names who is to give what is requested: "further pledges *from* all countries"."""
    known = party_words()
    noun_indices = [
        i for i in range(start, min(from_index, start + _HEAD_REACH)) if words[i].lower in known.given_nouns
    ]
    between = {token.lower for token in words[noun_indices[-1] : from_index]} if noun_indices else set()
    return (
        bool(noun_indices)
        and from_index - noun_indices[-1] <= _HEAD_REACH
        and between.isdisjoint(("for", "to", "on", "of"))
    )


def _is_for_work(words: list[Token], start: int, of_index: int) -> bool:
    """Whether the activity before "of" is only what others support: "support *for the work of* the Board"."""
    seen_activity = False
    for token in words[start : of_index - 1]:
        if seen_activity and token.lower in ("for", "to"):
            return True
        seen_activity = seen_activity or token.lower in party_words().agent_doings
    return False


def _is_incidental(words: list[Token], of_index: int) -> bool:
    """Whether the activity before "of" is mentioned incidentally: "data from the work of some", "with the support of
    others".
    """
    if of_index > 2 and words[of_index - 2].lower in party_words().determiners:
        return words[of_index - 3].lower in ("from", "with")
    return of_index > 1 and words[of_index - 2].lower == "with"


def alone(words: list[Token], members: list[Conjunct], *, done_by: bool = False) -> list[Conjunct]:
    """Return the parties without the words that follow their names: "a briefing by the Secretariat *on* the matter".

    With `done_by`, "of" introduces the object of the action: "the provision by donors *of* aid".
    """
    parties = []
    for member in members:
        if not member.party:
            continue
        has_next = member is not members[-1]  # "the Team in Arcadia, the Board and ..."
        end = next(
            (
                i
                for i in range(member.head + 1, member.end)
                if not (has_next and words[i].lower == "in" and words[i + 1].capital)
                and not _in_name(words, member, i, done_by)
            ),
            member.end,
        )
        parties.append(member._replace(end=end) if end != member.end else member)
        if end != member.end:
            break
    return parties


def _in_name(words: list[Token], member: Conjunct, i: int, done_by: bool) -> bool:
    """Whether the token at `i` belongs to the name of an agent or of a body that receives a report."""
    if words[i].lower not in party_words().naming or words[i].key is not None:
        return True
    head, following = words[member.head], words[i + 1]
    before_capital = following.capital or (following.lower == "the" and i + 2 < len(words) and words[i + 2].capital)
    if words[i].lower == "of":
        extends_name = head.key is None or head.lower.startswith("government")  # "the Government of Ruritania"
        if done_by and head.lower in _GOVERNING and party_words().is_thing(words[member.end - 1]):
            return False  # "the signing by the authorities of the Net Treaty"
        return not done_by or (extends_name and (before_capital or (following.lower == "the" and not head.capital)))
    if words[i].lower == "in":
        return before_capital and head.key is None
    return before_capital and head.capital and head.key is None


def _begins_description(words: list[Token], i: int) -> bool:
    """Whether the token at `i`, after a comma, begins a mere description: ", drawn up by ...", ", which ..."."""
    known = party_words()
    token, following = words[i], words[i + 1]
    if token.key is not None or token.lower in known.prepositions:  # ", between" looks like a participle
        return False
    before_noun = known.is_noun_of_thing(following) or known.is_party(following)  # ", enhanced cooperation"
    return (known.is_participle(token) and not before_noun) or token.lower in known.relatives


#: Parties after which "of" and a thing name the object of their action.
_GOVERNING = frozenset({"authorities", "government", "governments"})
#: The most words that examples may have before the agent is named.
_EXAMPLES = 40


def _agent_after_examples(words: list[Token], i: int) -> int | None:
    """Return where ", by" or ", among" follows the examples at `i`: "including through training, by States"."""
    for j in range(i + 1, min(i + _EXAMPLES, len(words) - 1)):
        if words[j].lower == "," and words[j + 1].lower in ("by", "among", "between"):
            return j + 1
    return None


def past_adverbials(words: list[Token], at: int) -> int:
    """Return where the complement continues after phrases such as "in this regard," or "as a matter of priority"."""
    known = party_words()
    i = at
    while i < len(words):
        token = words[i]
        if token.key is not None:
            return i
        lower = token.lower
        if (
            lower == ","
            or (lower in ("and", "or") and i > at)
            or (lower in known.trailing and not _begins_name(words, i))
            or (lower.endswith("ly") and lower not in known.parties)
        ):
            i += 1
        elif (
            lower in ("in", "to", "for", "on", "at", "with")
            and i + 2 < len(words)
            and (words[i + 1].lower in ("this", "that", "the", "these") and words[i + 2].lower in _ADVERBIAL_NOUNS)
        ):
            i += 3
        elif lower in _WHICH and i and words[i - 1].lower == "," and _comma(words, i + 1) < len(words) - 1:
            i = _comma(words, i + 1) + 1  # "in connection with the mission, which the Council welcomes, that he"
        elif (lower in known.prepositions and lower not in ("to", "up", "upon")) or (i and _opens_participle(lower)):
            if (that_index := _that_after(words, i)) is not None:
                return that_index
            comma = next((j for j in range(i, len(words)) if words[j].lower == ","), None)
            if comma is None:
                return i
            i = comma + 1
        else:
            return i
    return i


def _comma(words: list[Token], i: int) -> int:
    return next((j for j in range(i, len(words)) if words[j].lower == ","), len(words))


def _begins_name(words: list[Token], i: int) -> bool:
    """Whether "each" or "both" at `i` begins a name: "each of the States"."""
    return words[i].lower in party_words().determiners and i + 1 < len(words) and words[i + 1].lower == "of"


def _that_after(words: list[Token], i: int) -> int | None:
    """Return where "that" follows the adverbial at `i` without a comma: "demands in particular that the parties
    ...".
    """
    for phrase in party_words().before_that:
        end = i + len(phrase)
        if end < len(words) and words[end].lower == "that" and tuple(token.lower for token in words[i:end]) == phrase:
            return end
    return None


def past_reference(words: list[Token]) -> int:
    """Return where a repeated request continues after "contained in paragraph 5 of its resolution 60/1"."""
    if words and words[0].lower in ("on", "upon", "for"):
        return 0
    first = 1 if words and words[0].lower == "," else 0  # "its request, made in its resolution 60/1, that"
    if first >= len(words) or words[first].lower not in _REFERENCE_WORDS:
        return past_adverbials(words, 0)
    return next(
        (i for i, token in enumerate(words[:40]) if token.lower in ("to", "that", "for") and token.key is None), 0
    )


_REFERENCE_WORDS = frozenset(
    ["contained", "in", "made", "set", "addressed", "expressed", "as", "under", "from", "of", "at", "by"]
)
_WHICH = frozenset({"which", "who"})
_ADVERBIAL_NOUNS = frozenset(
    ["regard", "context", "end", "connection", "respect", "purpose", "meantime", "vein", "spirit", "same", "process"]
)


def _opens_participle(lower: str) -> bool:
    return lower.endswith("ing") and lower not in party_words().ing_adjectives


def action(words: list[Token], at: int) -> int | None:
    """Return where the infinitive of the request begins ("to" or the "not" before it); None if there is none."""
    known = party_words()
    in_relative_clause = False  # in ", who have the responsibility to protect civilians,"
    for i in range(at, len(words)):
        if words[i].lower == ",":
            in_relative_clause = i + 1 < len(words) and words[i + 1].lower in known.relatives
        if in_relative_clause or words[i].lower != "to" or not is_infinitive(words, i):
            continue
        previous = words[i - 1] if i > at else None
        if previous is not None and previous.lower in ("order", "as"):
            return None
        if previous is not None and previous.key is None:
            before_do_so = [token.lower for token in words[i + 1 : i + 3]] == ["do", "so"]
            if previous.lower in known.infinitive_takers or (before_do_so and previous.lower in known.infinitive_nouns):
                continue
            has_competence = previous.lower in known.infinitive_nouns and i > at + 1 and words[i - 2].lower == "with"
            if has_competence and action(words, i + 1) is not None:
                continue  # "arrangements with competence to manage stocks to share experiences"
            if previous.lower in GIVEN_TO and i + 1 < len(words) and words[i + 1].lower not in words_of_action().plain:
                continue  # "making grants to island clinics"
        while i > at and (words[i - 1].lower == "not" or _adverb(words[i - 1])):
            i -= 1  # noqa: PLW2901 - the adverb belongs to the infinitive
        return i
    return None


#: Things given or done to someone or something, so that a "to" after them need not begin an infinitive.
GIVEN_TO = frozenset({"end", "halt", "grants", "aid", "loans", "gifts", "payments", "donations", "contributions"})


def _adverb(token: Token) -> bool:
    return token.key is None and token.lower.endswith("ly") and token.lower not in party_words().parties


#: Auxiliaries that may also be nouns.
_NEEDS = frozenset({"need", "needs"})


def finite_verb(words: list[Token], at: int) -> int | None:
    """Return the index of the modal or auxiliary of the clause whose subject begins at `at`; None if it has none."""
    known = party_words()
    open_relatives = 0
    for i in range(at, len(words)):
        token = words[i]
        if token.key is not None:
            continue
        if token.lower in known.relatives and i > at:
            open_relatives += 1
        elif token.lower in known.modals and words[i - 1].lower != "to":
            if (
                token.lower in _NEEDS
                and not open_relatives
                and not (i + 1 < len(words) and words[i + 1].lower in ("to", "not"))
            ):
                continue  # "to meet the needs of the islands"
            if open_relatives:
                open_relatives -= 1
                continue
            return i
        elif token.lower in (";", ":"):
            return None
    return None


def is_done(words: list[Token], i: int) -> bool:
    """Whether the verb that begins at `i` states what has already been done: "decides that the Group *has completed*
    it".
    """
    following = words[i + 1] if i + 1 < len(words) else None
    return words[i].lower in ("has", "have") and following is not None and party_words().is_participle(following)


def is_passive(words: list[Token], i: int) -> bool:
    """Whether the verb that begins at `i` is in the passive: "shall be submitted"."""
    known = party_words()
    seen_be = False
    for token in words[i : i + 7]:
        if token.lower in ("be", "is", "are", "was", "were", "been", "being"):
            seen_be = True
        elif seen_be and known.is_participle(token):
            return True
        elif seen_be and not (token.lower.endswith("ly") or token.lower in known.trailing or token.lower == ","):
            return False
    return False


def _is_main_passive(words: list[Token], start: int, by_index: int) -> bool:
    """Whether "by" at `by_index` follows the passive verb beginning at `start` with no noun between."""
    return by_index - start <= 6 and is_passive(words, start)


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
