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
        how: ``addressee``, ``subject``, ``agent`` or ``none``.
        stop: index of the infinitive that ends the list of addressees, where there is one.
        words_left: whether words stand in the list that no party was read from.
    """

    words: list[Token]
    members: list[Conjunct]
    how: str
    stop: int | None = None
    words_left: bool = False


def addressee(words: list[Token], *, reiterated: bool = False, for_doing: bool = False) -> Found:
    """Return whom a directive addresses: the party before "to ...", or of "that ...", or the agent of what is asked.

    Args:
        reiterated: the words are those after "reiterates its request".
        for_doing: the verb asks for a doing ("calls for"), so that a passive infinitive has no addressee before it.
    """
    at = past_reference(words) if reiterated else past_adverbials(words, 0)
    if at < len(words) and words[at].lower in (("on", "upon", "for") if reiterated else ("upon",)):
        at = past_adverbials(words, at + 1)  # "its call on all parties", "its request for the Panel to report"
    if at < len(words) and words[at].lower == "to" and not is_infinitive(words, at):
        at = past_adverbials(words, at + 1)  # "recommends to the General Assembly", "its request to the Committee"
        clause, infinitive = _that_they(words, at), action(words, at)
        if clause is not None and (infinitive is None or infinitive > clause):
            members = PartyListReader(words).parties(at, clause)
            if members and members[0].party:
                return Found(words, [m for m in members if m.party], "addressee")
    stop = action(words, at)
    if at < len(words) and words[at].lower == "that" and not _points_at(words, at, stop):
        return subject(words, at + 1, passive_agents=True)
    if stop == at:
        return Found(words, [], "none")
    if at < len(words) and _is_gerund(words[at]):
        return agents(words, at)  # "encourages empowering women to take part"
    if stop is None:
        return _without_infinitive(words, at)
    if for_doing and is_passive(words, stop + 1):  # "calls for care to be taken by pilots", but not "for those
        named = agents(words, stop + 1, passive=True)  # responsible to be held accountable"
        return named if named.members else agents(words, at)
    if _is_shared_doing(words, at, stop):
        return agents(words, at)
    reader = PartyListReader(words)
    members = reader.parties(at, stop)
    if members and (for_doing or not members[0].party) and _is_wished(words, at, members[0]):
        return agents(words, at)  # "calls for stronger mechanisms to insure boats"
    if members and members[0].end < stop and words[members[0].end].lower in ("between", "among"):
        return agents(words, at)  # "encourages partnership between A and B to shorten delays"
    if members and not members[0].party:  # "requests, mindful of storms, tides and currents, *the Board* to"
        members = _behind_adjunct(words, reader, 0, stop) or members
    if members and (members[0].party or _unknown_party(words, members[0], stop)):
        further = _further_addressees(words, members, stop)
        first = [m for i, m in enumerate(members) if m.party or i == 0]
        return Found(words, first + further, "addressee", stop, reader.words_left)
    return agents(words, at)


def _points_at(words: list[Token], that: int, stop: int | None) -> bool:
    """Whether "that" points at the one addressed ("calls upon *that* Organization and others to")."""
    if stop is None or that + 1 >= stop:
        return False
    named = words[that + 1]
    if named.key is not None or not party_words().is_party(named) or named.lower.endswith("s"):
        return False
    verb = finite_verb(words, that + 1)
    return verb is None or verb > stop


def _is_shared_doing(words: list[Token], at: int, stop: int) -> bool:
    """Whether a doing of several is asked for: "continued cooperation and coordination *between* A and B to help"."""
    known = party_words()
    doing = False
    for i in range(at, min(at + 2 * _HEAD, stop)):
        if words[i].lower in ("between", "among", "amongst"):
            return doing
        if known.is_party(words[i]) or words[i].lower == ",":
            return False
        doing = doing or words[i].lower in known.shared_doings
    return False


def may_name(said: str) -> bool:
    """Whether `said`, in which no party was found, has what goes with one: an infinitive, "that", "by" and it."""
    words = tokens(said)
    at = past_adverbials(words, 0)
    if at < len(words) and words[at].lower == "that":
        return True
    if action(words, at) not in (None, at):
        return True
    known = party_words()
    return any(
        words[i].lower in ("by", "among", "between") and any(map(known.is_party, words[i + 1 : i + 1 + _HEAD]))
        for i in range(at, len(words))
    )


def _is_wished(words: list[Token], at: int, member: Conjunct) -> bool:
    """Whether a phrase names what there should be, not who is to act: "*improved* mechanisms", "*stronger* offices"."""
    first = words[member.first]
    if member.determined or first.key is not None or first.capital or words[member.head].key is not None:
        return False
    compared = first.lower.endswith(("ed", "er")) or first.lower in ("more", "better", "effective", "adequate")
    return compared and member.first < member.head and member.first <= at + 1


def _further_addressees(words: list[Token], members: list[Conjunct], stop: int) -> list[Conjunct]:
    """Return those after "and" that have an infinitive of their own: "urges A to pay, *and B* to publish".

    Not those that the first are to ask: "requests the Secretary-General to invite States, and agencies to attend".
    """
    known, acting = party_words(), words_of_action()
    reader = PartyListReader(words)
    asks = False  # others to do something, whose infinitive may be the next
    for k in range(stop + 1, len(words) - 2):
        if words[k].lower in (";", ":") or words[k].lower in known.relatives:
            break
        asks = asks or (words[k].key is None and (words[k].lower in acting.asking or words[k].lower in known.helping))
        if words[k].lower != "and":
            continue
        set_off, for_another = words[k - 1].lower == ",", words[k + 1].lower == "for"
        if asks and not (set_off and for_another):
            continue
        end = action(words, k + 1 + for_another)
        if end is None or end - k > (_LONGEST_NAME if not for_another else _WITH_ASIDE):
            continue
        named = reader.parties(k + 1 + for_another, end)
        if not named or not all(member.party for member in named):
            continue
        if named[-1].end != end and not (for_another and words[named[-1].end].lower == words[end - 1].lower == ","):
            continue
        head, other = words[named[0].head], words[members[0].head]
        listed = any(token.lower in _LISTING for token in words[stop:k])
        named_well = head.key is not None or (not listed and (named[0].determined or head.capital))
        further = for_another or (words[k + 1].lower != "other" and named_well)
        if (set_off and further) or (head.lower == other.lower and not listed):
            return named
    return []


#: Before a list, which those after "and" may go on with.
_LISTING = frozenset({"including", "with", "between", "among", "by", "through", "such", "of"})
#: Tokens of the longest name that has an infinitive of its own.
_LONGEST_NAME = 8
#: The same with what is said besides: "and for States parties, in accordance with their obligations, to".
_WITH_ASIDE = 24


def _that_they(words: list[Token], at: int) -> int | None:
    """Return where "that it" or "that they" begins: what those named before it are to do."""
    known = party_words()
    ends = (k for k in range(at, len(words) - 1) if words[k].lower == "that" and words[k + 1].lower in known.pronouns)
    return next(ends, None)


def _is_gerund(token: Token) -> bool:
    """Whether the token, at the head of what is asked, is a verb in -ing, not an adjective such as "neighbouring"."""
    return token.key is None and token.lower.endswith("ing") and token.lower not in party_words().ing_adjectives


def subject(words: list[Token], at: int, *, passive_agents: bool) -> Found:
    """Return the subject of the "that" clause beginning at `at`, where it is a party that is to act.

    A passive has an agent only where it names one; with `passive_agents` that is returned.
    """
    start = at
    at = past_adverbials(words, at)
    stop = finite_verb(words, at)
    reader = PartyListReader(words, subject=True)
    members = reader.parties(at, stop if stop is not None else len(words), close=stop is None)
    if stop is not None and not (members and members[0].party and _stands_out(words, members[0])):
        members = _behind_adjunct(words, reader, start, stop) or members
    if stop is None and not (members and members[0].party):
        members = _before_bare_verb(words, at) or members
    own_verb = passive_agents and bool(members) and members[0].party and _is_subjunctive(words, members[-1].end)
    if stop is not None and not own_verb and is_passive(words, stop):
        if not passive_agents:
            return Found(words, [], "none")
        found = agents(words, stop, passive=True)
        strengthens = any(token.lower in party_words().strengthened for token in words[stop : stop + _HEAD])
        return agents(words[:stop], at) if not found.members and strengthens else found
    if members and members[0].party:
        return Found(words, [m for m in members if m.party], "subject")
    if not passive_agents:
        return Found(words, [], "none")
    return _author(words, at) or agents(words, at)


def _author(words: list[Token], at: int) -> Found | None:
    """Return whose report is to say something: "requests that the reports *of the Registrar* address the matter"."""
    known = party_words()
    first = at
    while first < len(words) and words[first].lower in known.leading:
        first += 1
    for k in range(first + 1, min(first + _HEAD, len(words) - 1)):
        if words[k].lower != "of":
            continue
        members = PartyListReader(words).parties(k + 1, len(words), close=True)
        if words[k - 1].lower in known.told_nouns and members and members[0].party:
            further = len(members) == _TWO and members[1].first - members[0].end <= _TWO
            return Found(words, alone(words, members if further else members[:1]), "agent")
        return None
    return None


def _stands_out(words: list[Token], member: Conjunct) -> bool:
    """Whether a party is one by itself, not the rest of a list said first: "before selling pumps and *spare parts*"."""
    return member.determined or words[member.head].key is not None or words[member.head].capital


def _behind_adjunct(words: list[Token], reader: PartyListReader, start: int, stop: int) -> list[Conjunct]:
    """Return the subject behind a list in what is said first: "that, before shipping arms and fuel, *it* shall"."""
    if start >= len(words) or words[start].lower != ",":
        return []
    for k in range(stop - 1, start, -1):
        if words[k].lower == ",":
            members = reader.parties(k + 1, stop)
            if members and members[0].party and members[0].determined:
                return members
    return []


def _before_bare_verb(words: list[Token], at: int) -> list[Conjunct]:
    """Return the plural subject that only its verb shows: "that *national lighthouse systems* explore ways"."""
    known, acting = party_words(), words_of_action()
    first = at
    while first < len(words) and words[first].lower in known.leading:
        first += 1
    for k in range(first + 1, min(first + _HEAD, len(words) - 1)):
        token, before = words[k], words[k - 1]
        if not token.word or before.lower in known.prepositions or before.key is not None or token.key is not None:
            return []
        named = before.capital and before.lower in known.acting_events  # "that the Canal Process devise rules"
        if token.lower in acting.plain and token.text[0].islower() and (named or before.lower.endswith("s")):
            if known.is_noun_of_thing(before) and not named:
                return []
            return [Conjunct(first, k - 1, k, determined=first > at, party=True)]
    return []


def _is_subjunctive(words: list[Token], i: int) -> bool:
    """Whether a verb without auxiliary stands at `i`: "requests that the Board *ensure* that lists are printed"."""
    known = party_words()
    if i >= len(words) or words[i].key is not None or not words[i].text[0].islower():
        return False
    if words[i].lower in known.modals or words[i].lower in known.prepositions or words[i].lower in known.relatives:
        return False
    noun = known.is_noun_of_thing(words[i]) and not known.is_base_verb(words[i])
    return not noun and not known.is_post_modifier(words[i])


#: Members of a pair, and the words between them at most: "and the".
_TWO = 2
#: The noun of what is asked for stands among so many words: "a further informal briefing from the Registrar".
_HEAD = 5


def agents(words: list[Token], at: int, *, passive: bool = False) -> Found:
    """Return the agents of a nominal or passive action: those named with by, between, among or "efforts of"."""
    known = party_words()
    reader = PartyListReader(words)
    end = len(words)
    owner = _possessor(words, at)
    if owner is not None:
        return Found(words, [owner], "agent")
    infinitive = action(words, at)
    resumed = at  # where the passage goes on behind examples and the like
    for i in range(at, end - 1):
        if i < resumed:
            continue
        lower = words[i].lower
        before = words[i - 1] if i > at else None
        if (lower, words[i + 1].lower) in (("in", "order"), ("so", "as")):
            break  # "calls for openness in order to attract gifts by others"
        if lower in ("including", "especially", "such") or (
            before is not None and before.lower == "," and _aside(words, i)
        ):
            further = _agent_behind(words, i)
            if further is None:
                break
            resumed = further
            continue
        if lower == "by" and before is not None:
            if before.lower in ("up", "out", "down", "forth"):
                before = words[i - 2]
            done = known.is_participle(before) and before.key is None
            done = done and before.lower not in known.done_participles
            if done and not (passive and _is_main_passive(words, at, i)):
                continue
        elif lower in ("between", "among", "amongst"):
            if not any(t.lower in known.shared_doings for t in words[at:i]):
                continue
        elif lower == "from":
            told = not known.told_nouns.isdisjoint(t.lower for t in words[at : min(i, at + _HEAD)])
            if not told and not _is_given(words, at, i):
                continue
        elif lower == "of":
            if (
                before is None
                or before.lower not in known.agent_doings
                or _spoken_of(words, i)
                or _is_for(words, at, i)
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


def _possessor(words: list[Token], at: int) -> Conjunct | None:
    """Return whose doing is asked for: "requests the *Secretary-General's* first report to contain a plan"."""
    known = party_words()
    for i in range(at, min(at + _HEAD, len(words) - 1)):
        token = words[i]
        if not token.word:
            return None
        if i == at and token.lower in POSSESSIVES and any(w.lower in known.agent_doings for w in words[i + 1 : i + 3]):
            return Conjunct(i, i, i + 1, determined=True, party=True)  # "encourages their participation"
        if token.lower.endswith("'s") and token.capital:
            doings = known.agent_doings | known.told_nouns
            following = [word.lower for word in words[i + 1 : i + _HEAD]]
            owned = any(word in doings for word in following)
            return Conjunct(i, i, i + 1, determined=True, party=True) if owned and i <= at + 1 else None
    return None


def _is_given(words: list[Token], at: int, i: int) -> bool:
    """Whether "from" at `i` names who is to give what is asked for: "further pledges *from* all countries"."""
    known = party_words()
    given = [k for k in range(at, min(i, at + _HEAD)) if words[k].lower in known.given_nouns]
    between = {token.lower for token in words[given[-1] : i]} if given else set()
    return bool(given) and i - given[-1] <= _HEAD and between.isdisjoint(("for", "to", "on", "of"))


def _is_for(words: list[Token], at: int, of: int) -> bool:
    """Whether the doing before "of" is what others do something for: "support *for the work of* the Board"."""
    doing = False
    for token in words[at : of - 1]:
        if doing and token.lower in ("for", "to"):
            return True
        doing = doing or token.lower in party_words().agent_doings
    return False


def _spoken_of(words: list[Token], of: int) -> bool:
    """Whether the doing before "of" is said besides: "data from the work of some", "with the support of others"."""
    if of > 2 and words[of - 2].lower in party_words().determiners:
        return words[of - 3].lower in ("from", "with")
    return of > 1 and words[of - 2].lower == "with"


def alone(words: list[Token], members: list[Conjunct], *, done_by: bool = False) -> list[Conjunct]:
    """Return the parties without what is said after them: "a briefing by the Secretariat *on* the matter".

    With `done_by` what follows "of" is what is done: "the provision by donors *of* aid".
    """
    found = []
    for member in members:
        if not member.party:
            continue
        goes_on = member is not members[-1]  # "the Team in Arcadia, the Board and ..."
        end = next(
            (
                k
                for k in range(member.head + 1, member.end)
                if not (goes_on and words[k].lower == "in" and words[k + 1].capital)
                and not _in_name(words, member, k, done_by)
            ),
            member.end,
        )
        found.append(member._replace(end=end) if end != member.end else member)
        if end != member.end:
            break
    return found


def _in_name(words: list[Token], member: Conjunct, k: int, done_by: bool) -> bool:
    """Whether the token at `k` belongs to the name of an agent or of a body that receives a report."""
    if words[k].lower not in party_words().naming or words[k].key is not None:
        return True
    head, following = words[member.head], words[k + 1]
    capital = following.capital or (following.lower == "the" and k + 2 < len(words) and words[k + 2].capital)
    if words[k].lower == "of":
        named = head.key is None or head.lower.startswith("government")  # "the Government of Ruritania"
        if done_by and head.lower in _GOVERNING and party_words().is_thing(words[member.end - 1]):
            return False  # "the signing by the authorities of the Net Treaty"
        return not done_by or (named and (capital or (following.lower == "the" and not head.capital)))
    if words[k].lower == "in":
        return capital and head.key is None
    return capital and head.capital and head.key is None


def _aside(words: list[Token], i: int) -> bool:
    """Whether the token at `i`, after a comma, begins what only describes: ", drawn up by ...", ", which ..."."""
    known = party_words()
    token, following = words[i], words[i + 1]
    if token.key is not None or token.lower in known.prepositions:  # ", between" looks like a participle
        return False
    noun = known.is_noun_of_thing(following) or known.is_party(following)  # ", enhanced cooperation"
    return (known.is_participle(token) and not noun) or token.lower in known.relatives


#: Those of whom a thing behind "of" is what they do something with.
_GOVERNING = frozenset({"authorities", "government", "governments"})
#: How many words examples may take before their agent is named.
_EXAMPLES = 40


def _agent_behind(words: list[Token], i: int) -> int | None:
    """Return where ", by" or ", among" goes on behind the examples at `i`: "including through training, by States"."""
    for k in range(i + 1, min(i + _EXAMPLES, len(words) - 1)):
        if words[k].lower == "," and words[k + 1].lower in ("by", "among", "between"):
            return k + 1
    return None


def past_adverbials(words: list[Token], at: int) -> int:
    """Return where the complement goes on after phrases such as "in this regard," or "as a matter of priority"."""
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
            or (lower in known.trailing and not _of_several(words, i))
            or (lower.endswith("ly") and lower not in known.parties)
        ):
            i += 1
        elif (
            lower in ("in", "to", "for", "on", "at", "with")
            and i + 2 < len(words)
            and (words[i + 1].lower in ("this", "that", "the", "these") and words[i + 2].lower in _FIXED)
        ):
            i += 3
        elif lower in _WHICH and i and words[i - 1].lower == "," and _comma(words, i + 1) < len(words) - 1:
            i = _comma(words, i + 1) + 1  # "in connection with the mission, which the Council welcomes, that he"
        elif (lower in known.prepositions and lower not in ("to", "up", "upon")) or (i and _opens_besides(lower)):
            if (clause := _that_behind(words, i)) is not None:
                return clause
            comma = next((k for k in range(i, len(words)) if words[k].lower == ","), None)
            if comma is None:
                return i
            i = comma + 1
        else:
            return i
    return i


def _comma(words: list[Token], i: int) -> int:
    return next((k for k in range(i, len(words)) if words[k].lower == ","), len(words))


def _of_several(words: list[Token], i: int) -> bool:
    """Whether "each" or "both" at `i` begins a name: "each of the States"."""
    return words[i].lower in party_words().determiners and i + 1 < len(words) and words[i + 1].lower == "of"


def _that_behind(words: list[Token], i: int) -> int | None:
    """Return where "that" follows the adverbial at `i` with no comma: "demands in particular that the parties ..."."""
    for phrase in party_words().before_that:
        end = i + len(phrase)
        if end < len(words) and words[end].lower == "that" and tuple(t.lower for t in words[i:end]) == phrase:
            return end
    return None


def past_reference(words: list[Token]) -> int:
    """Return where a repeated request goes on after "contained in paragraph 5 of its resolution 60/1"."""
    if words and words[0].lower in ("on", "upon", "for"):
        return 0
    first = 1 if words and words[0].lower == "," else 0  # "its request, made in its resolution 60/1, that"
    if first >= len(words) or words[first].lower not in _REFERRING:
        return past_adverbials(words, 0)
    return next((i for i, t in enumerate(words[:40]) if t.lower in ("to", "that", "for") and t.key is None), 0)


_REFERRING = frozenset(
    ["contained", "in", "made", "set", "addressed", "expressed", "as", "under", "from", "of", "at", "by"]
)
_WHICH = frozenset({"which", "who"})
_FIXED = frozenset(
    ["regard", "context", "end", "connection", "respect", "purpose", "meantime", "vein", "spirit", "same", "process"]
)


def _opens_besides(lower: str) -> bool:
    return lower.endswith("ing") and lower not in party_words().ing_adjectives


def action(words: list[Token], at: int) -> int | None:
    """Return where the infinitive of what is asked begins ("to" or the "not" before it); None without one."""
    known = party_words()
    aside = False  # in ", who have the responsibility to protect civilians,"
    for i in range(at, len(words)):
        if words[i].lower == ",":
            aside = i + 1 < len(words) and words[i + 1].lower in known.relatives
        if aside or words[i].lower != "to" or not is_infinitive(words, i):
            continue
        before = words[i - 1] if i > at else None
        if before is not None and before.lower in ("order", "as"):
            return None
        if before is not None and before.key is None:
            so = [t.lower for t in words[i + 1 : i + 3]] == ["do", "so"]
            if before.lower in known.infinitive_takers or (so and before.lower in known.infinitive_nouns):
                continue
            able = before.lower in known.infinitive_nouns and i > at + 1 and words[i - 2].lower == "with"
            if able and action(words, i + 1) is not None:
                continue  # "arrangements with competence to manage stocks to share experiences"
            if before.lower in GIVEN_TO and i + 1 < len(words) and words[i + 1].lower not in words_of_action().plain:
                continue  # "making grants to island clinics"
        while i > at and (words[i - 1].lower == "not" or _adverb(words[i - 1])):
            i -= 1  # noqa: PLW2901 - the adverb belongs to the infinitive
        return i
    return None


#: What is given to someone or done to something, so that "to" may begin no infinitive.
GIVEN_TO = frozenset({"end", "halt", "grants", "aid", "loans", "gifts", "payments", "donations", "contributions"})


def _adverb(token: Token) -> bool:
    return token.key is None and token.lower.endswith("ly") and token.lower not in party_words().parties


#: Nouns as well as auxiliaries.
_NEEDS = frozenset({"need", "needs"})


def finite_verb(words: list[Token], at: int) -> int | None:
    """Return the modal or auxiliary of the clause whose subject begins at `at`; None when it has none."""
    known = party_words()
    relative = 0
    for i in range(at, len(words)):
        token = words[i]
        if token.key is not None:
            continue
        if token.lower in known.relatives and i > at:
            relative += 1
        elif token.lower in known.modals and words[i - 1].lower != "to":
            if (
                token.lower in _NEEDS
                and not relative
                and not (i + 1 < len(words) and words[i + 1].lower in ("to", "not"))
            ):
                continue  # "to meet the needs of the islands"
            if relative:
                relative -= 1
                continue
            return i
        elif token.lower in (";", ":"):
            return None
    return None


def is_done(words: list[Token], i: int) -> bool:
    """Whether the verb that begins at `i` tells what is done already: "decides that the Group *has completed* it"."""
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


def _is_main_passive(words: list[Token], at: int, by: int) -> bool:
    """Whether "by" at `by` follows the passive verb beginning at `at` with no noun between."""
    return by - at <= 6 and is_passive(words, at)


def _unknown_party(words: list[Token], member: Conjunct, stop: int) -> bool:
    """Whether a noun that is no known party may be one before the infinitive: it has a capital, or is no thing."""
    head, known = words[member.head], party_words()
    if member.end != stop:
        return False
    alone = member.determined and member.first == member.head and head.lower in known.addressed_things
    return head.capital or alone or not known.is_thing(head)


def _without_infinitive(words: list[Token], at: int) -> Found:
    """Return whom a clause names that has no infinitive: a chapeau's "Calls upon States:", else the agents."""
    colon = next((k for k in range(len(words) - 1, at, -1) if words[k].lower in (":", "\u2014")), None)
    stop = colon if colon is not None else len(words)
    members = PartyListReader(words).parties(at, stop, close=colon is None)
    if colon is None and not (members and members[0].party):
        members = PartyListReader(words, subject=True).parties(
            at, stop, close=True
        )  # "requests the Mission support ..."
    if (
        members
        and members[0].party
        and (colon is not None or members[-1].end == stop or _asked_by_name(words, members[0]))
    ):
        return Found(words, [m for m in members if m.party], "addressee")
    return agents(words, at)


def _asked_by_name(words: list[Token], member: Conjunct) -> bool:
    """Whether a phrase that no infinitive follows can be the one addressed, not a thing asked for ("a trust fund")."""
    head = words[member.head]
    return head.key is not None or head.lower not in party_words().organizations or (member.determined and head.capital)
