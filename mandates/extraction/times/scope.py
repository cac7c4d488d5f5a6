"""Whether a time belongs to the action that a clause asks for, or to what the clause merely speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from mandates import lexicon
from mandates.extraction.times.tokens import Token, at, before
from mandates.extraction.times.words import listed


class Zone(Enum):
    """What the words around a time are in their clause."""

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
        {word: tuple(sorted(listed, key=lambda m: -len(m.words))) for word, listed in markers.items()},
    )


def done_elsewhere(found: Sequence[Token], start: int) -> bool:
    """Return whether the time at `start` tells when something named was done: "the panel held in Paris in June 2015".

    Between the participle and the time only names, short words and figures are passed over.
    """
    words = _words()
    place, received = start - 1, False
    while place >= max(0, start - 20):
        token = found[place]
        if _is_participle(token):
            asked = _asked(found, place)
            return (words.participles.get(token.low, False) or not received) if asked is None else not asked
        if token.low not in listed("passed_over") and not token.text[0].isupper() and not token.low.isdecimal():
            return False
        if token.low == "," and not (place > 0 and found[place - 1].text[0].isupper() and place >= start - 5):
            return False  # "held in Paris, from 3 to 5 June", but not "the information received, at its ... session"
        received = received or token.low == "to"
        place -= 1
    return False


def handed_over(found: Sequence[Token], start: int, *, requested: bool = True) -> bool:
    """Return whether the time at `start` is that of a report, or what is reported on: "his report *submitted* at".

    Where such a time is still to come, it is when the report is due. A report may be `requested` for a session, but
    "the report requested by 15 May" has been given another date.
    """
    for place in range(start - 1, max(-1, start - _NEAR_PARTICIPLE), -1):
        low = found[place].low
        if _words().participles.get(low, False):
            return before(found, place, _REPORTS)
        if requested and low == "requested":
            return any(found[i].low == "report" for i in range(max(0, place - _LONGEST_TOPIC // 2), place))
        if low == "made" and place == start - 1:
            return before(found, place, "progress") and any(
                token.low in listed("telling") for token in found[: place - 1]
            )
        if _is_participle(found[place]):
            return False
    return False


#: How many tokens after a participle its time may stand: "submitted to the Human Rights Council at".
_NEAR_PARTICIPLE = 9


def _is_participle(token: Token) -> bool:
    """Return whether the word is a participle: by its ending, or as one of the lexicon's."""
    low = token.low
    if low in _words().participles:
        return True
    return low.endswith("ed") and len(low) > 5 and token.text[0].islower() and low not in listed("adjectives")


def _asked(found: Sequence[Token], participle: int) -> bool | None:
    """Return whether the participle says what is asked ("shall be submitted", "to be held"); None without "be"."""
    place = participle - 1
    while place >= 0:
        low = found[place].low
        if not (low.endswith("ly") or low in ("and", "or", "also") or _is_participle(found[place])):
            break
        place -= 1
    if place >= 0 and found[place].low in ("is", "are"):  # "to ensure that the update is presented at its session"
        ensured = any(at(found, i, "ensure", "that") for i in range(place))
        return (ensured and found[participle].low in _words().delivering) or None
    if place < 0 or found[place].low != "be":
        return None
    if before(found, place, "to"):
        return found[participle].low in _words().delivering
    if before(found, place, "will"):  # "decides that the debate will be held", not "the meeting that will be held"
        return not before(found, place - 1, "which|that|who") or _to_be_handed_over(found, place - 2)
    return not before(found, place, "may|can|would|could|might")


_SUBJECT = "the|he|she|it|they|a|an|all|any|each|such"
_REPORTS = "report|reports|update|updates|briefing|briefings|study"
_REPORTING = "report|submit|provide|brief|inform|update|notify|present"
#: How many tokens back a time may depend on a marker.
_FARTHEST = 300


def zone(found: Sequence[Token], start: int, asides: bool = True, loose: bool = False, definite: bool = False) -> Zone:
    """Return what the time at the token `start` stands in, by the last marker before it that no new action ends.

    Without `asides` only relative clauses and purposes count. A `loose` time ("in 2019") belongs to the aside it ends.
    A `definite` one, a day or a recurrence, is not of the purposes that a report is about: "progress *towards* peace".
    """
    if before(found, start, "if|where", "possible|feasible"):  # "to publish, and if possible on an annual basis, ..."
        return Zone.ACTION
    markers = _words().markers
    edge = start
    while edge > 0 and found[edge - 1].low in listed("hedging"):  # ", ideally by the end of 2026"
        edge -= 1
    set_off = before(found, edge, ",") and (not loose or edge < start)
    commas = 0
    for place in range(start - 1, max(-1, start - 1 - _FARTHEST), -1):
        low = found[place].low
        if low in (";", "."):
            return Zone.ACTION
        if low == "that" and before(found, place, ",") and at(found, place + 1, _SUBJECT):
            return Zone.ACTION  # "requests, in the light of the report, which it welcomes, that he submit"
        if low == "and" and at(found, place + 1, "in|within", "his|her|its|their"):
            return Zone.ACTION  # "to write a guide, with a view to drawing lessons, and in his reports to say how"
        if (
            low == "to"
            and _infinitive(found, place)
            and (before(found, place, "and|,") or before(found, place, "well", "as"))
        ):
            return Zone.ACTION
        if low == "and" and at(found, place + 1, "further|also|then|thereafter|subsequently", _REPORTING):
            return Zone.ACTION  # "to review the units, in accordance with the policy, and further report every month"
        if low == ",":
            commas += 1
        for marker in markers.get(low, ()):
            if (
                (marker.aside and not asides)
                or not at(found, place, *marker.words)
                or place + len(marker.words) > start
                or (low == "where" and found[place + 1].low in listed("conditions"))
                or (low == "ending" and (at(found, place + 1, "on") or found[place + 1].low.isdecimal()))
                or (low in ("towards", "toward") and at(found, place + 1, "that|this", "end"))
            ):
                continue
            between = [token.low for token in found[place + len(marker.words) : start]]
            if marker.zone is Zone.PURPOSE and definite and _in_topic(found, place):
                continue  # "to report on progress towards peace by 30 April"
            if marker.zone is Zone.PURPOSE:
                # not "with a view to a decision by the Boards in 2016", "the goal of the Plan to halve losses by 2020"
                stated = (not loose or "ensure" in marker.words) and marker.words[-1] != "of"
                ended = set_off or (stated and bool(between) and between[0] in ("its", "their", "the", "a"))
                ended = ended or (low == "to" and len(between) <= 1)  # "to ensure, by 2020, ..."
                ended = ended or (definite and bool(between) and between[0] in listed("handing_over"))
                ended = ended or ("ensure" in marker.words and definite and _delivered(found, place, start))
            elif marker.aside:
                ended = commas > 0 and (set_off or before(found, place, ","))
                cites = not marker.condition and not listed("cited").isdisjoint(between)
                ended = ended or cites  # "as set out in paragraph 16 of"
                # "in accordance with the policy by 30 September", but not "with the strategy to reduce losses by then"
                follows = marker.words[-1] in ("with", "to") and "to" not in between
                ended = ended or (definite and commas == 0 and follows)
            else:  # "which is to be submitted"; or the sentence goes on: ", should convene"
                asks = sum(word in ("shall", "should") for word in between)
                person = low == "who" and before(found, place, ",")  # "the Chair, who shall present them at ..."
                due = "to be" in " ".join(between) and "was" not in between  # not "which was to be held in 2018"
                ended = asks > person or due or (person and set_off)
                ended = ended or between.count("will") > 1  # "which will act as secretariat, will be appointed"
                ended = (
                    ended
                    or (commas > 0 and low == "that")
                    or any(at(found, i, "so", "to") for i in range(place, start))  # "which have not done so to submit"
                    or (definite and _to_be_handed_over(found, place))
                    or (not before(found, place, ",") and _of_addressee(found, place, start))
                )
            if not ended:
                return marker.zone
            break
    return Zone.ACTION


def _to_be_handed_over(found: Sequence[Token], which: int) -> bool:
    """Return whether a relative clause says what is to be done: "an item, *which will be considered* triennially"."""
    if not before(found, which, ","):
        return False
    handed = at(found, which, "which", "will|shall", "be") and which + 3 < len(found)
    return handed and (_words().participles.get(found[which + 3].low, False) or at(found, which + 3, "considered"))


def _delivered(found: Sequence[Token], place: int, start: int) -> bool:
    """Return whether it is ensured that something is delivered: "to ensure that States *are informed* annually"."""
    participle = start - 1
    return (
        participle > place and found[participle].low in _words().delivering and before(found, participle, "is|are|be")
    )


def _in_topic(found: Sequence[Token], place: int) -> bool:
    """Return whether `place` stands in what is reported on: "to report on efforts *towards* peace"."""
    for on in range(place - 1, max(0, place - _LONGEST_TOPIC), -1):
        if found[on].low == ";":
            return False
        if found[on].low in ("on", "about", "concerning", "regarding", "covering"):
            told = range(on - 1, max(-1, on - 1 - _LONGEST_TOPIC // 2), -1)
            if any(found[i].low in listed("telling") for i in told):
                return True
    return False


#: A topic is no longer than this, in tokens.
_LONGEST_TOPIC = 40
#: How many tokens of a purpose are looked through for what is delivered.
_PURPOSE_LENGTH = 60


def in_purpose(found: Sequence[Token], start: int) -> bool:
    """Return whether the session at `start` is when a purpose is to be reached, and nothing is delivered.

    "to send comments, with a view to adopting the code at its eighty-second session"; not "with a view to reporting to
    the Assembly at its eighty-second session".
    """
    if before(found, start, ","):
        return False
    for place in range(start - 1, max(-1, start - _PURPOSE_LENGTH), -1):
        low = found[place].low
        if low == ";" or low in listed("delivering"):
            return False
        joined = before(found, place, "and|,") or before(found, place, "well", "as")
        if low == "to" and joined and _infinitive(found, place):
            return False
        for words in (("with", "a", "view", "to"), ("in", "order", "to"), ("so", "as", "to"), ("so", "that")):
            if at(found, place, *words):
                return True
    return False


def in_manner(found: Sequence[Token], start: int) -> bool:
    """Return whether the adverb at `start` says how something is done by which another is reached: "by *regularly*".

    "to protect reefs by mapping trawling grounds, inspecting nets regularly"; also "tasks that it may from time to
    time assign".
    """
    if any(before(found, place, "may|might|could|can|would") for place in (start, start - 1)):
        return True
    for place in range(start - 1, max(-1, start - _LONGEST_TOPIC), -1):
        if found[place].low == ";" or (found[place].low == "to" and _infinitive(found, place)):
            return False
        if found[place].low in ("by", "through") and place + 1 < len(found):
            following = place + 1 + (found[place + 1].low.endswith("ly") and place + 2 < len(found))
            if found[following].low.endswith("ing"):
                return True
    return False


def only_possible(found: Sequence[Token], start: int) -> bool:
    """Return whether the time at `start` is of what is but thought of: "the *possibility of* meeting every year"."""
    for place in range(start - 1, max(-1, start - _LONGEST_TOPIC), -1):
        if found[place].low in (";", ",") or (found[place].low == "to" and _infinitive(found, place)):
            return False
        if found[place].low in ("possibility", "feasibility", "desirability") and at(found, place + 1, "of"):
            return True
    return False


def _of_addressee(found: Sequence[Token], marker: int, start: int) -> bool:
    """Return whether a relative clause describes the addressee: "States that have not done so to ratify by 2010"."""
    return not any(found[i].low == "to" and _infinitive(found, i) for i in range(marker)) and any(
        found[i].low == "to" and _infinitive(found, i) for i in range(marker, start)
    )


def _infinitive(found: Sequence[Token], to: int) -> bool:
    """Return whether "to" at `to` begins an infinitive."""
    following = to + 1
    while following < len(found) and found[following].low.endswith("ly"):
        following += 1
    if following >= len(found):
        return False
    word = found[following]
    return word.text[0].islower() and word.low not in listed("no_verb")
