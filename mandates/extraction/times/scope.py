"""Whether a time belongs to the action that a clause asks for, or to what the clause merely speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mandates import lexicon
from mandates.extraction.times.tokens import at, backwards, before
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token


class Zone(Enum):
    """What part of its clause a time stands in."""

    ACTION = "action"
    SUBORDINATE = "subordinate"
    PURPOSE = "purpose"


@dataclass(frozen=True, slots=True)
class _Marker:
    words: tuple[str, ...]
    zone: Zone
    aside: bool
    condition: bool


@dataclass(frozen=True, slots=True)
class _Words:
    participles: dict[str, bool]
    delivering: frozenset[str]
    markers: dict[str, tuple[_Marker, ...]]


@lexicon.derived
def _words() -> _Words:
    data = lexicon.load("due")
    markers: dict[str, list[_Marker]] = {}
    for key, zone in (("subordinate", Zone.SUBORDINATE), ("purpose", Zone.PURPOSE)):
        for entry in data[key]:
            for phrase in entry["words"]:
                words = tuple(phrase.split())
                markers.setdefault(words[0], []).append(
                    _Marker(words, zone, entry.get("aside", False), entry.get("condition", False))
                )
    return _Words(
        {word: entry["recipient"] for entry in data["past_participle"] for word in entry["words"]},
        frozenset(word for entry in data["delivering_participle"] for word in entry["words"]),
        {
            word: tuple(sorted(with_same_start, key=lambda marker: -len(marker.words)))
            for word, with_same_start in markers.items()
        },
    )


def done_elsewhere(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the time at `start` says when something else was done: "the panel held in Paris in June 2015".

    Only names, short words and figures may stand between the participle and the time.
    """
    words = _words()
    if before(tokens, start, "expire|expires|expiring") and not before(tokens, start - 1, "shall|will|should"):
        return True  # "the terms that expire on 31 December"
    position, has_recipient = start - 1, False
    while position >= max(0, start - 20):
        token = tokens[position]
        if _is_participle(token):
            is_requested = _is_requested(tokens, position)
            return (
                (words.participles.get(token.lower, False) or not has_recipient)
                if is_requested is None
                else not is_requested
            )
        if token.lower not in listed("passed_over") and not token.text[0].isupper() and not token.lower.isdecimal():
            return False
        if token.lower == "," and not (
            position > 0 and tokens[position - 1].text[0].isupper() and position >= start - 5
        ):
            return False  # "held in Paris, from 3 to 5 June", but not "the information received, at its ... session"
        has_recipient = has_recipient or token.lower == "to"
        position -= 1
    return False


def handed_over(tokens: Sequence[Token], start: int, *, requested: bool = True) -> bool:
    """Return whether the time at `start` is that of a report or of its subject: "his report *submitted* at".

    If such a time is in the future, the report is due at it. With `requested`, a report "requested" for a session
    counts as well; it does not for dates, as "the report requested by 15 May" has another date.
    """
    for position in backwards(start, _NEAR_PARTICIPLE):
        low = tokens[position].lower
        if _words().participles.get(low, False):
            return before(tokens, position, _REPORTS)
        if requested and low == "requested":
            return any(tokens[i].lower == "report" for i in range(max(0, position - _LONGEST_TOPIC // 2), position))
        if low == "made" and position == start - 1:
            return before(tokens, position, "progress") and any(
                token.lower in listed("telling") for token in tokens[: position - 1]
            )
        if _is_participle(tokens[position]):
            return False
    return False


#: Maximum number of tokens from a participle to its time: "submitted to the Human Rights Council at".
_NEAR_PARTICIPLE = 9


def _is_participle(token: Token) -> bool:
    """Return whether the word is a past participle, by its ending or because the lexicon lists it."""
    low = token.lower
    if low in _words().participles:
        return True
    return low.endswith("ed") and len(low) > 5 and token.text[0].islower() and low not in listed("adjectives")


def _is_requested(tokens: Sequence[Token], participle: int) -> bool | None:
    """Return whether the participle says what is requested ("shall be submitted", "to be held"); None without "be"."""
    position = participle - 1
    while position >= 0:
        low = tokens[position].lower
        if not (low.endswith("ly") or low in ("and", "or", "also") or _is_participle(tokens[position])):
            break
        position -= 1
    if at(tokens, position, "is|are"):  # "to ensure that the update is presented at its session"
        is_ensured = any(at(tokens, i, "ensure", "that") for i in range(position))
        return (is_ensured and tokens[participle].lower in _words().delivering) or None
    if not at(tokens, position, "be"):
        return None
    if before(tokens, position, "to"):
        is_planned = position > 1 and tokens[position - 2].lower in listed("planned")
        return tokens[participle].lower in _words().delivering and not (
            is_planned and tokens[participle].lower == "held"
        )
    if before(tokens, position, "will"):  # "decides that the debate will be held", not "the meeting that will be held"
        return not before(tokens, position - 1, "which|that|who") or _to_be_handed_over(tokens, position - 2)
    return not before(tokens, position, "may|can|would|could|might")


_SUBJECT = "the|he|she|it|they|a|an|all|any|each|such"
_REPORTS = "report|reports|update|updates|briefing|briefings|study"
_REPORTING = "report|submit|provide|brief|inform|update|notify|present"
#: Maximum number of tokens between a marker and a time that depends on it.
_FARTHEST = 300


def zone(tokens: Sequence[Token], start: int, asides: bool = True, loose: bool = False, definite: bool = False) -> Zone:
    """Return the zone of the time at the token `start`: that of the last marker before it whose scope has not ended.

    Without `asides`, parenthetical phrases do not count, only relative clauses and purposes. A `loose` time ("in 2019")
    belongs to the parenthetical phrase that it ends. A `definite` time, a day or a recurrence, does not belong to a
    purpose that is the topic of a report: "progress *towards* peace".
    """
    if before(tokens, start, "if|where", "possible|feasible"):  # "to publish, and if possible on an annual basis, ..."
        return Zone.ACTION
    markers = _words().markers
    edge = start
    while edge > 0 and tokens[edge - 1].lower in listed("hedging"):  # ", ideally by the end of 2026"
        edge -= 1
    set_off = before(tokens, edge, ",") and (not loose or edge < start)
    commas = 0
    for position in backwards(start, _FARTHEST):
        low = tokens[position].lower
        if low in (";", "."):
            return Zone.ACTION
        if low == "that" and before(tokens, position, ",") and at(tokens, position + 1, _SUBJECT):
            return Zone.ACTION  # "requests, in the light of the report, which it welcomes, that he submit"
        if low == "and" and at(tokens, position + 1, "in|within", "his|her|its|their"):
            return Zone.ACTION  # "to write a guide, with a view to drawing lessons, and in his reports to say how"
        if (
            low == "to"
            and _infinitive(tokens, position)
            and (before(tokens, position, "and|,") or before(tokens, position, "well", "as"))
        ):
            return Zone.ACTION
        if low == "and" and at(tokens, position + 1, "further|also|then|thereafter|subsequently", _REPORTING):
            return Zone.ACTION  # "to review the units, in accordance with the policy, and further report every month"
        if low == ",":
            commas += 1
        for marker in markers.get(low, ()):
            if (
                (marker.aside and not asides)
                or not at(tokens, position, *marker.words)
                or position + len(marker.words) > start
                or (low == "where" and tokens[position + 1].lower in listed("conditions"))
                or (low == "ending" and (at(tokens, position + 1, "on") or tokens[position + 1].lower.isdecimal()))
                or (low in ("towards", "toward") and at(tokens, position + 1, "that|this", "end"))
            ):
                continue
            between = [token.lower for token in tokens[position + len(marker.words) : start]]
            is_outcome = at(tokens, position, "with", "a", "view", "that")
            if marker.zone is Zone.PURPOSE and definite and not is_outcome and _is_in_topic(tokens, position):
                continue  # "to report on progress towards peace by 30 April"
            if marker.zone is Zone.PURPOSE:
                # not "with a view to a decision by the Boards in 2016", "the goal of the Plan to halve losses by 2020"
                stated = (not loose or "ensure" in marker.words) and marker.words[-1] != "of"
                ended = set_off or (stated and bool(between) and between[0] in ("its", "their", "the", "a"))
                ended = ended or (low == "to" and len(between) <= 1)  # "to ensure, by 2020, ..."
                ended = ended or (definite and bool(between) and between[0] in listed("handing_over"))
                ended = ended or ("ensure" in marker.words and definite and _is_delivered(tokens, position, start))
            elif marker.aside:
                ended = commas > 0 and (set_off or before(tokens, position, ","))
                cites = not marker.condition and not listed("cited").isdisjoint(between)
                ended = ended or cites  # "as set out in paragraph 16 of"
                # "in accordance with the policy by 30 September", but not "with the strategy to reduce losses by then"
                follows = marker.words[-1] in ("with", "to") and "to" not in between
                ended = ended or (definite and commas == 0 and follows)
            else:  # "which is to be submitted"; or the sentence goes on: ", should convene"
                asks = sum(word in ("shall", "should") for word in between)
                person = low == "who" and before(tokens, position, ",")  # "the Chair, who shall present them at ..."
                due = "to be" in " ".join(between) and "was" not in between  # not "which was to be held in 2018"
                ended = asks > person or due or (person and set_off)
                ended = ended or between.count("will") > 1  # "which will act as secretariat, will be appointed"
                ended = (
                    ended
                    or (commas > 0 and low == "that")
                    # "which have not done so to submit"
                    or any(at(tokens, i, "so", "to") for i in range(position, start))
                    or (definite and _to_be_handed_over(tokens, position))
                    or (not before(tokens, position, ",") and _of_addressee(tokens, position, start))
                )
            if not ended:
                return marker.zone
            break
    return Zone.ACTION


def _to_be_handed_over(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the relative clause at `index` says what is to be done.

    Example: "an item, *which will be considered* triennially".
    """
    if not before(tokens, index, ","):
        return False
    has_passive = at(tokens, index, "which", "will|shall", "be") and index + 3 < len(tokens)
    return has_passive and (
        _words().participles.get(tokens[index + 3].lower, False) or at(tokens, index + 3, "considered")
    )


def _is_delivered(tokens: Sequence[Token], position: int, start: int) -> bool:
    """Return whether the passive of a verb of delivering stands right before `start`.

    Example: "to ensure that States *are informed* annually".
    """
    participle = start - 1
    return (
        participle > position
        and tokens[participle].lower in _words().delivering
        and before(tokens, participle, "is|are|be")
    )


def _is_in_topic(tokens: Sequence[Token], position: int) -> bool:
    """Return whether `position` is within the topic of a report: "to report on efforts *towards* peace"."""
    for preposition in backwards(position, _LONGEST_TOPIC):
        if tokens[preposition].lower == ";":
            return False
        if tokens[preposition].lower in ("on", "about", "concerning", "regarding", "covering"):
            preceding = backwards(preposition, _LONGEST_TOPIC // 2)
            if any(tokens[i].lower in listed("telling") for i in preceding):
                return True
    return False


#: Maximum length of a topic, in tokens.
_LONGEST_TOPIC = 40
#: Maximum number of tokens of a purpose that are searched for a delivery.
_PURPOSE_LENGTH = 60
_PURPOSES = (
    ("with", "a", "view", "to"),
    ("in", "order", "to"),
    ("so", "as", "to"),
    ("so", "that"),
    ("with", "the|an", "intention", "of|to"),
)
_PURPOSE_STARTS = frozenset(words[0] for words in _PURPOSES)


def in_purpose(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the session at `start` is the time of a purpose, in which nothing is delivered.

    "to send comments, with a view to adopting the code at its eighty-second session"; not "with a view to reporting to
    the Assembly at its eighty-second session".
    """
    if before(tokens, start, ","):
        return False
    for position in backwards(start, _PURPOSE_LENGTH):
        low = tokens[position].lower
        if low == ";" or low in listed("delivering"):
            return False
        if low == "to" and (before(tokens, position, "and|,") or before(tokens, position, "well", "as")):
            if _infinitive(tokens, position):
                return False
        elif low in _PURPOSE_STARTS and any(at(tokens, position, *words) for words in _PURPOSES):
            return True
    return False


def described_in_purpose(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the time at `start` is told of a thing that is itself only the purpose.

    Example: "to meet once more *in order to* draft rules, *which* will be submitted to the Parties at their first
    session".
    """
    relative = next((i for i in range(start - 1, 0, -1) if tokens[i].lower in ("which", ";")), 0)
    if (
        not relative
        or not at(tokens, relative, "which", "will|is|are")
        or any(token.lower == "," for token in tokens[relative:start])
    ):
        return False
    return _follows_purpose(tokens, relative)


def may_be_of_another(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the session at `start`, though taken for that of the action, may be that of something else.

    It stands behind "which" or "who", behind a purpose, or behind what is "to be submitted".
    """
    for position in backwards(start, _LONGEST_TOPIC):
        low = tokens[position].lower
        if low == ";" or (low == "to" and before(tokens, position, "and|,") and _infinitive(tokens, position)):
            return False  # "and to present it at" is an action of its own
        if low in ("which", "who") or (low in _PURPOSE_STARTS and any(at(tokens, position, *p) for p in _PURPOSES)):
            return True
        if low == "be" and before(tokens, position, "to"):
            return tokens[position + 1].lower in _words().delivering
    return False


def of_event_in_purpose(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the session at `start` only says when an event takes place that is part of a purpose.

    Example: "with a view to informing the debate *ahead of the third review* of the plan, at the tenth session".
    """
    if not before(tokens, start, ","):
        return False
    for position in range(start - 2, max(0, start - _LONGEST_ASIDE), -1):
        if tokens[position].lower in (",", ";", "to"):
            return False
        if tokens[position].lower in listed("reviewing_events"):
            noun_phrase = range(position, max(0, position - _LONGEST_NAME_OF_EVENT), -1)
            first = next((i for i in noun_phrase if tokens[i].lower == "the"), 0)
            return before(tokens, first, "at|during|for|before|of|to") and _follows_purpose(tokens, first)
    return False


#: Maximum number of tokens from "the" to the noun of an event: "the seventh biennial review".
_LONGEST_NAME_OF_EVENT = 5


def _follows_purpose(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the token at `start` stands in a purpose that no further action has ended."""
    for position in backwards(start, _PURPOSE_LENGTH):
        if at(tokens, position, "and", "to") or tokens[position].lower == ";":
            return False
        if tokens[position].lower in _PURPOSE_STARTS and any(at(tokens, position, *words) for words in _PURPOSES):
            return True
    return False


def in_manner(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the adverb at `start` describes the means of the action, not the action: "by *regularly*".

    "to protect reefs by mapping trawling grounds, inspecting nets regularly"; also "tasks that it may from time to
    time assign".
    """
    if any(before(tokens, position, "may|might|could|can|would") for position in (start, start - 1)):
        return True
    for position in backwards(start, _LONGEST_TOPIC):
        if tokens[position].lower == ";" or (tokens[position].lower == "to" and _infinitive(tokens, position)):
            return False
        if tokens[position].lower in ("by", "through") and position + 1 < len(tokens):
            following = position + 1 + (tokens[position + 1].lower.endswith("ly") and position + 2 < len(tokens))
            if tokens[following].lower.endswith("ing"):
                return True
    return False


def in_thing(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the adverb at `start` belongs to a thing that the clause speaks of, not to its action.

    Examples: "to find *ways to work regularly* with the ports", "good *practices in regularly* testing buoys", "the
    opportunity to be heard more regularly".
    """
    for position in range(start - 1, max(0, start - _LONGEST_ASIDE), -1):
        low = tokens[position].lower
        if low in (",", ";", "and"):
            return False
        following = position + 1 + tokens[position + 1].lower.endswith("ly")
        is_gerund = low in ("in", "for") and following < len(tokens) and tokens[following].lower.endswith("ing")
        if is_gerund or (low == "to" and _infinitive(tokens, position)):
            return tokens[position - 1].lower in listed("things_to_do")
    return False


def only_possible(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the time at `start` is of something that is only considered.

    Examples: "the *possibility of* meeting every year", "the *possibility of* a summit, to be held in May".
    """
    held = False  # past "to be held", which belongs to the event named before
    for position in backwards(start, _LONGEST_TOPIC):
        if at(tokens, position, "to", "be", "held|convened|organized"):
            held = True
            continue
        if at(tokens, position, "the", "need", "to", "convene|hold|organize"):
            return True  # "to consider the need to convene a meeting in 2026"
        if (
            tokens[position].lower == ";"
            or (tokens[position].lower == "," and not held and not _in_aside(tokens, position))
            or (
                tokens[position].lower == "to"
                and _infinitive(tokens, position)
                and not before(tokens, position, "need")
            )
        ):
            return False
        if tokens[position].lower in ("possibility", "feasibility", "desirability") and at(tokens, position + 1, "of"):
            return True
    return False


def _in_aside(tokens: Sequence[Token], comma: int) -> bool:
    """Return whether the comma begins or ends an aside after a verb: "of holding, if needed, a round"."""
    return any(
        tokens[i].lower == "," and tokens[i - 1].lower.endswith("ing")
        for i in range(max(1, comma - _LONGEST_ASIDE), comma + 1)
    )


#: Maximum number of tokens in an aside.
_LONGEST_ASIDE = 12


def prepared_for(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the time at `start` is that of an event that is prepared.

    Example: "in preparation for the debate *at its tenth session*", but not "in preparation for its tenth session".
    """
    for position in range(start - 1, max(1, start - _LONGEST_ASIDE), -1):
        if tokens[position].lower in (",", ";"):
            return False
        if tokens[position].lower == "preparation":
            return before(tokens, position, "in") and at(tokens, position + 1, "for|of") and position + 1 < start
    return False


def goes_into_report(tokens: Sequence[Token], start: int) -> bool:
    """Return whether the session at `start` is that of a report to which something is only contributed.

    Examples: "to provide input to the report to be submitted at its tenth session", "to hold a workshop to inform the
    preparation of a report, to be submitted at its tenth session".
    """
    for position in range(start - 1, max(2, start - _LONGEST_TOPIC // 2), -1):
        if tokens[position].lower in (",", ";") and not at(tokens, position, ",", "to", "be"):
            return False
        if tokens[position].lower in listed("told") and any(at(tokens, i, "to", "be") for i in range(position, start)):
            first = position
            while first > 0 and tokens[first - 1].lower in listed("determiners") | listed("describing"):
                first -= 1
            if before(tokens, first, "preparation", "of"):
                first -= 2 + before(tokens, first - 2, "the")
                return before(tokens, first, "for|inform")
            return before(tokens, first, "to|into|for") and tokens[first - 2].lower in listed("contributed")
    return False


def _of_addressee(tokens: Sequence[Token], marker: int, start: int) -> bool:
    """Return whether a relative clause describes the addressee: "States that have not done so to ratify by 2010"."""
    return not any(tokens[i].lower == "to" and _infinitive(tokens, i) for i in range(marker)) and any(
        tokens[i].lower == "to" and _infinitive(tokens, i) for i in range(marker, start)
    )


def _infinitive(tokens: Sequence[Token], index: int) -> bool:
    """Return whether "to" at `index` begins an infinitive."""
    following = index + 1
    while following < len(tokens) and tokens[following].lower.endswith("ly"):
        following += 1
    if following >= len(tokens):
        return False
    word = tokens[following]
    return word.text[0].islower() and word.lower not in listed("no_verb")
