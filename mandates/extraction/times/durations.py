"""Lengths of time in a clause: "within 90 days of", "every six months", "for a further period of one year"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from mandates import lexicon
from mandates.extraction.times.ordinals import cardinal, cardinal_before
from mandates.extraction.times.sessions import YEAR
from mandates.extraction.times.tokens import Token, at, before
from mandates.extraction.times.words import listed
from mandates.reference.recurrence import REGULAR

_UNITS = {"day": "D", "days": "D", "week": "W", "weeks": "W", "month": "M", "months": "M", "year": "Y", "years": "Y"}
_HOURS = frozenset(("hour", "hours"))
_HYPHENATED = re.compile(r"([a-z]+(?:-[a-z]+)?|\d{1,3})-(day|week|month|year)(s|ly)?")


class Use(Enum):
    """What a length of time is used for."""

    WITHIN = "within"  # counted from adoption: "within 90 days", "in six months"
    AFTER = "after"  # counted from another event, or before it
    EVERY = "every"
    LASTING = "lasting"  # "for a period of one year"


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time and its use.

    Attributes:
        start, end: the phrase, in the paragraph. first, last: its tokens.
        iso: ISO 8601: ``P90D``; ``P-30D`` before an event; ``regular`` for a recurrence without a length.
        use: see `Use`.
        event: tokens of the event from which it is counted (first, after last), or None for the adoption.
        noun: index of the noun that a recurrence describes ("annual report"); None where it stands by itself.
    """

    start: int
    end: int
    first: int
    last: int
    iso: str
    use: Use
    event: tuple[int, int] | None = None
    noun: int | None = None


@dataclass(frozen=True, slots=True)
class _Recurrence:
    every: str
    vehicles: frozenset[str]


@lexicon.derived
def _recurrences() -> tuple[dict[str, list[tuple[tuple[str, ...], str]]], dict[str, _Recurrence]]:
    """Return the adverbs by their first word, the longest first, and the adjectives."""
    data = lexicon.load("due")
    adverbs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in data["recurring_adverb"]:
        for words in map(str.split, entry["words"]):
            adverbs.setdefault(words[0], []).append((tuple(words), entry["every"]))
    for beginning in adverbs.values():
        beginning.sort(key=lambda adverb: -len(adverb[0]))
    vehicles = _vehicles()
    regular = frozenset(word for entry in data["recurring_vehicle"] if entry["regular"] for word in entry["words"])
    adjectives = {
        word: _Recurrence(entry["every"], regular if entry["every"] == REGULAR else vehicles)
        for entry in data["recurring_adjective"]
        for word in entry["words"]
    }
    return adverbs, adjectives


@lexicon.derived
def _vehicles() -> frozenset[str]:
    """Return the nouns of what is delivered or held time and again."""
    return frozenset(word for entry in lexicon.load("due")["recurring_vehicle"] for word in entry["words"])


@lexicon.derived
def _telling() -> frozenset[str]:
    """Return the words that a length or recurrence begins with or is measured in."""
    adverbs, adjectives = _recurrences()
    return frozenset(adverbs) | frozenset(adjectives) | frozenset(_UNITS) | _HOURS


def find_durations(found: Sequence[Token]) -> Iterator[Duration]:
    """Yield the lengths of time and recurrences, in order."""
    adverbs, adjectives = _recurrences()
    telling, after = _telling(), 0
    for index, token in enumerate(found):
        low = token.low
        if index < after or (low not in telling and "-" not in low):
            continue
        duration = _recurring(found, index) if low in adverbs or low in adjectives else None
        if duration is None and (low in _UNITS or low in _HOURS or "-" in low):
            duration = _measured(found, index)
        if duration is not None:
            yield from _of_the_same_event(found, index, duration)
            yield duration
            after = max(duration.last, index) + 1


def _of_the_same_event(found: Sequence[Token], index: int, last: Duration) -> Iterator[Duration]:
    """Yield the lengths that share unit and event with the `last`: "*60 and* 120 days after"."""
    if last.use not in (Use.AFTER, Use.WITHIN) or last.iso[-1] != _UNITS.get(found[index].low):
        return
    read = cardinal_before(found, index)
    place = read[1] if read is not None else 0
    earlier: list[Duration] = []
    while place > 1 and found[place - 1].low in ("and", "or", ","):
        place -= 2 if found[place - 1].low == "," or found[place - 2].low != "," else 3
        number = cardinal(found[place].low) if place >= 0 and found[place].low.isdecimal() else None
        if number is None:
            break
        sign = "P-" if last.iso.startswith("P-") else "P"
        one = replace(last, iso=f"{sign}{number}{last.iso[-1]}", start=found[place].start, first=place, last=place)
        earlier.append(replace(one, end=found[place].end))
    yield from reversed(earlier)


def _recurring(found: Sequence[Token], index: int) -> Duration | None:
    adverbs, adjectives = _recurrences()
    for words, every in adverbs.get(found[index].low, ()):
        if not at(found, index, *words):
            continue
        if len(words) > 1 or words[0] not in adjectives or _adverbial(found, index):
            last = index + len(words) - 1
            return Duration(found[index].start, found[last].end, index, last, every, Use.EVERY)
    adjective = adjectives.get(found[index].low)
    if adjective is not None:
        noun = _vehicle(found, index, adjective.vehicles)
        if noun is None and adjective.every == REGULAR and _is_held(found, index):
            noun = _vehicle(found, index, _vehicles())
        if noun is None and _is_held(found, index):
            noun = _vehicle(found, index, listed("held_each_time"))
        if noun is None and adjective.every != REGULAR:
            noun = _object(found, index)
        named = (
            adjective.every == REGULAR and index > 0 and found[index].text[0].isupper()
        )  # "the Periodic Review of Law"
        if noun is not None and not named and _asked_for(found, index, noun):
            start, end = found[index].start, found[noun].end
            return Duration(start, end, index, index, adjective.every, Use.EVERY, noun=noun)
    return None


def _adverbial(found: Sequence[Token], index: int) -> bool:
    """Return whether a word that can also be an adjective ("quarterly", "monthly") stands by itself."""
    following = found[index + 1] if index + 1 < len(found) else None
    alone = following is None or not following.text[0].isalpha() or following.low in listed("after_adverb")
    return alone and not before(found, index, "a|an|the|its|their|his|her")


def _vehicle(found: Sequence[Token], index: int, vehicles: frozenset[str]) -> int | None:
    """Return the noun that the adjective at `index` describes, when it is one that is delivered time and again."""
    for place in range(index + 1, min(index + 7, len(found))):
        low = found[place].low
        if low in vehicles:
            return None if at(found, place + 1, "questionnaire|questionnaires") else place
        if not (found[place].text[0].isalpha() or low == ",") or low in listed("not_in_phrase"):
            return None
    return None


def _asked_for(found: Sequence[Token], index: int, noun: int) -> bool:
    """Return whether the adjective describes what is asked for, and not a thing that is there and only spoken of.

    Asked for: the object of a verb ("submit an annual report") or the vehicle ("in his next annual report", "as part of
    their regular briefings"). There already: "the outcome of the annual discussions", "that the annual report shall".
    """
    place = index
    while place > 0 and found[place - 1].low in listed("describing") | {",", "and"} and index - place < 5:
        place -= 1
    determiner = found[place - 1].low if place > 0 else ""
    if determiner in listed("determiners"):
        place -= 1
    governor = found[place - 1].low if place > 0 else ""
    indefinite = determiner in ("a", "an") or determiner not in listed("determiners")
    if governor == "of":
        return before(found, place, "part|context|framework|form|basis", "of") or (
            indefinite and before(found, place, "provision|submission|preparation|holding|convening", "of")
        )
    if governor == "including" or before(found, place, "including", "through|by"):
        return determiner != "the" and found[noun].low in listed("told")
    if governor == "with" and determiner not in listed("determiners") and _given(found, place):
        return True  # "provide the Council with regular updates"
    if governor in listed("speaking_of"):
        report = found[noun].low in ("report", "reports", "reporting")
        owned = determiner in ("his", "her", "its", "their") and report and governor in ("to", "with", "through")
        return determiner in ("a", "an") or owned
    if determiner == "no":
        return False  # "when no regular reports are due"
    if determiner in ("s", "\u2019", "'"):  # "the Registrar's first quarterly report", but "in the Registrar's ..."
        return any(token.low in ("in", "within", "through") for token in found[max(0, place - _NAME) : place])
    if determiner in ("his", "her", "its", "their") and governor in listed("changing"):
        return False  # "to shorten its annual reports"
    if governor == "prepare" and determiner in ("his", "her", "its", "their", "the") and found[noun].low in _HELD:
        return False  # "to prepare its annual meetings"
    if not governor and found[noun].low in listed("delivering_often"):
        return True  # "recommends the regular transmission of situation reports"
    if determiner == "the" and governor not in ("in", "during", "within", "through", "continue", "include"):
        return governor in listed("giving")
    return True


_HELD = ("meeting", "meetings", "conference", "seminar", "workshop", "workshops", "events", "event")
#: How many tokens before "'s" the name of the one who reports may begin.
_NAME = 8


def _object(found: Sequence[Token], index: int) -> int | None:
    """Return the noun that the adjective at `index` describes, where a verb of giving or holding has it for its object:
    "to publish a monthly bulletin", "to hold an annual lecture", but not "to provide annual leave".
    """
    governor = index - 1 - before(found, index, "a|an")
    if governor < 0 or found[governor].low not in listed("giving") | listed("holding_events"):
        return None
    for noun in range(index + 1, min(index + _LONGEST_OBJECT, len(found))):
        low = found[noun].low
        if low in listed("no_delivery"):
            return None
        if noun + 1 == len(found) or low in listed("not_in_phrase") or not found[noun].text[0].isalpha():
            break
    return index + 1 if index + 1 < len(found) else None


#: How many tokens after an adjective its noun may stand.
_LONGEST_OBJECT = 7


def _is_held(found: Sequence[Token], index: int) -> bool:
    """Return whether the adjective at `index` describes what is to be held: "to hold regular discussions"."""
    place = index
    while place > 0 and found[place - 1].low in listed("describing") | {",", "and", "a", "an"} and index - place < 5:
        place -= 1
    return place == 0 or found[place - 1].low in listed("holding_events")  # also "encourages regular exchanges"


def _given(found: Sequence[Token], index: int) -> bool:
    """Return whether the last verb of giving before `index` is near, with no punctuation between."""
    for place in range(index - 1, max(0, index - 12), -1):
        if found[place].low in listed("giving"):
            return True
        if not found[place].text[0].isalnum():
            return False
    return False


def _measured(found: Sequence[Token], index: int) -> Duration | None:
    """Return the length whose unit stands at `index`, by what governs it."""
    token = found[index]
    number: int | None
    hyphenated = _HYPHENATED.fullmatch(token.low)
    if hyphenated:
        number, unit, first = cardinal(hyphenated[1]), _UNITS[hyphenated[2]], index
        if number is None:
            return None
        if hyphenated[3] == "ly":
            return _in_ly(found, index, _normal(number, unit))
        return _hyphenated(found, index, number, unit)
    if token.low not in _UNITS and token.low not in _HOURS:
        return None
    if at(found, index + 1, "of") and index + 2 < len(found) and _names_part(found[index + 2]):
        return None  # "the second week of June", "the first six months of 2026"
    unit, first = _UNITS.get(token.low, "D"), index
    while before(found, first, "working|calendar|business|consecutive"):
        first -= 1
    if before(found, first, ")") and first > 2:  # "ninety (90) days"
        first -= 3
    number, first = _number(found, first)
    if number is None:
        return None
    if token.low in _HOURS:  # "within seventy-two hours"; less than days is no length that is kept
        number, rest = divmod(number, 24)
        if rest:
            return None
    return _governed(found, first, index, number, unit)


def _names_part(token: Token) -> bool:
    """Return whether a month or year follows, of which the length is a part."""
    return token.text[0].isupper() or YEAR.fullmatch(token.low) is not None


def _number(found: Sequence[Token], first: int) -> tuple[int | None, int]:
    if first == 0:
        return None, first
    word = found[first - 1].low
    if word == "more" and first > 1 and (counted := cardinal(found[first - 2].low)) is not None:
        return counted, first - 2  # "for three more years"
    if word in listed("lengthening") and first > 1:
        counted = cardinal(found[first - 2].low) if found[first - 2].low not in ("a", "an") else None
        if counted is not None and before(found, first - 2, "for|of|by"):
            return counted, first - 2  # "for one additional year", "for a period of two further months"
        return 1, first - 1  # "for an additional year", "for another year"
    number = cardinal_before(found, first)
    if number is not None:
        return number
    if word in ("coming", "next", "following") and before(found, first - 1, "within", "the"):
        return 1, first  # "within the coming year"
    if word in ("every", "each"):
        return 1, first
    return None, first


def _governed(found: Sequence[Token], first: int, index: int, number: int, unit: str) -> Duration | None:
    iso = f"P{number}{unit}"
    last = index + 1 if at(found, index + 1, "\u2019|'") else index
    if before(found, first, "every|each"):
        start = first - 2 if before(found, first, "once", "every") else first - 1
        event = _counted_from(found, last)
        return Duration(found[start].start, found[last].end, start, last, _normal(number, unit), Use.EVERY, event)
    if _goes_on_within(found, first) and (not at(found, last + 1, f"of|{_RELATIONS}") or _is_adoption(found, last + 2)):
        return Duration(found[first].start, found[last].end, first, last, iso, Use.WITHIN)
    anchored = _anchored(found, first, last, iso)
    if anchored is not None:
        return anchored
    place = _past_limits(found, first)
    governor = found[place - 1].low if place > 0 else ""
    if before(found, place, "intervals", "of") or governor == "intervals":
        return Duration(found[place - 1].start, found[last].end, place - 1, last, _normal(number, unit), Use.EVERY)
    if governor == "after" and found[place].low in ("a", "an") and before(found, first, "period", "of"):
        return Duration(found[place - 1].start, found[last].end, place - 1, last, iso, Use.WITHIN)
    counted = found[first].low not in listed("lengthening")  # "in six months", but not "in the final year"
    if governor == "within" or (governor == "in" and counted and not before(found, first, "the|a|an")):
        return Duration(found[place - 1].start, found[last].end, place - 1, last, iso, Use.WITHIN)
    if before(found, place, "not|no", "later", "than"):
        return Duration(found[place - 3].start, found[last].end, place - 3, last, iso, Use.WITHIN)
    lengthened = governor == "by" and any(token.low in listed("extending") for token in found[:place])
    paused = governor == "lasting" or (before(found, first, "of") and found[first - 2].low in listed("pausing"))
    if paused and any(token.low in listed("pausing") for token in found[:first]):
        return Duration(found[first - 1].start, found[last].end, first - 1, last, iso, Use.LASTING)
    if governor == "for" or lengthened or (before(found, first, "period|term|duration", "of")):
        start = place - 1 if governor == "for" or lengthened else first
        return Duration(found[start].start, found[last].end, start, last, iso, Use.LASTING)
    return None


def _past_limits(found: Sequence[Token], first: int) -> int:
    """Return where the words before a number begin: "a maximum period of", "no more than", "a period not exceeding"."""
    place = first
    while place > 0 and found[place - 1].low in listed("before_number"):
        place -= 1
    compared = next((n for n in (3, 2, 1) if before(found, place, *_LIMITS[n])), 0)
    if not compared or before(found, place, "not|no", "later", "than"):
        return place
    outer = place - compared
    while outer > 0 and found[outer - 1].low in listed("before_number"):
        outer -= 1
    governed = outer > 0 and found[outer - 1].low in ("within", "in", "intervals", "for")
    return outer if governed or before(found, outer, "intervals", "of") else place


#: Words by which a length is at most or at least so long, by how many they are.
_LIMITS = {3: ("not|no", "more|longer|less|fewer", "than"), 2: ("not|less|more|up", "exceeding|than|to"), 1: ("only",)}


def _goes_on_within(found: Sequence[Token], first: int) -> bool:
    """Return whether an "and" before `first` joins a further length: "within six months and *eleven months*"."""
    if not before(found, first, "and") or first < 2 or found[first - 2].low not in _UNITS:
        return False
    number, start = _number(found, first - 2)
    return number is not None and before(found, start, "within")


def _counted_from(found: Sequence[Token], last: int) -> tuple[int, int] | None:
    """Return the event after which something recurs: "every two years following that review"."""
    if not at(found, last + 1, "following|after", "the|that|this|its|their|each|a|an") or _is_adoption(found, last + 2):
        return None
    return last + 2, _event_end(found, last + 2)


def _in_ly(found: Sequence[Token], index: int, every: str) -> Duration | None:
    """Return the recurrence that "six-monthly" says: "on a six-monthly basis", "six-monthly updates"."""
    if at(found, index + 1, "basis"):
        start = index - 2 if before(found, index, "on", "a|an") else index
        return Duration(found[start].start, found[index + 1].end, start, index + 1, every, Use.EVERY)
    if before(found, index, "at") and at(found, index + 1, "intervals"):
        return Duration(found[index - 1].start, found[index + 1].end, index - 1, index + 1, every, Use.EVERY)
    noun = _vehicle(found, index, _vehicles()) or _object(found, index)
    if noun is not None and _asked_for(found, index, noun):
        return Duration(found[index].start, found[noun].end, index, index, every, Use.EVERY, noun=noun)
    if noun is None and _adverbial(found, index):
        return Duration(found[index].start, found[index].end, index, index, every, Use.EVERY)
    return None


def _hyphenated(found: Sequence[Token], index: int, number: int, unit: str) -> Duration | None:
    """Return what "12-month" measures: an extension or term, or the distance of reports."""
    iso = f"P{number}{unit}"
    if before(found, index, "every|each"):
        last = index + at(found, index + 1, "period|interval|cycle|term")
        return Duration(found[index - 1].start, found[last].end, index - 1, last, _normal(number, unit), Use.EVERY)
    if at(found, index + 1, "basis"):
        start = index - 2 if before(found, index, "on", "a|an") else index
        return Duration(found[start].start, found[index + 1].end, start, index + 1, _normal(number, unit), Use.EVERY)
    delivered = at(found, index + 1, "updates|reports|briefings") or (
        before(found, index, "a|an") and at(found, index + 1, "update|report|briefing")
    )
    if delivered and _asked_for(found, index, index + 1):
        end = found[index + 1].end
        return Duration(found[index].start, end, index, index, _normal(number, unit), Use.EVERY, noun=index + 1)
    if at(found, index + 1, "intervals"):
        start = index - 1 if before(found, index, "at|in") else index
        return Duration(found[start].start, found[index + 1].end, start, index + 1, iso, Use.EVERY)
    if before(found, index, "within", "a") and at(found, index + 1, "period|time|timeframe|time-frame"):
        last = index + 1 + at(found, index + 2, "frame|limit")
        return Duration(found[index - 2].start, found[last].end, index - 2, last, iso, Use.WITHIN)
    if at(found, index + 1, "mandate") and before(found, index, "have|has|with", "a|an"):
        return Duration(found[index].start, found[index + 1].end, index, index + 1, iso, Use.LASTING)
    place = index + 1
    while place < len(found) and place < index + 3 and found[place].low in ("renewable", "extension", "mandate"):
        place += 1
    if at(found, place, "period|term|extension|terms|duration"):
        start = index
        while start > 0 and (found[start - 1].low in listed("before_number") or found[start - 1].low == "for"):
            start -= 1
        if found[start].low == "for":
            return Duration(found[start].start, found[place].end, start, place, iso, Use.LASTING)
    return None


_RELATIONS = "after|from|following|before|prior|preceding|advance|upon|ahead|starting|commencing|beginning"


def _anchored(found: Sequence[Token], first: int, last: int, iso: str) -> Duration | None:
    """Return "30 days after the receipt", "within 90 days of the adoption", "60 days before the end of the mandate"."""
    place = first
    while place > 0 and found[place - 1].low in listed("before_number"):
        place -= 1
    within = before(found, place, "within|in")
    lasting = before(found, place, "for|until") or before(found, first, "period", "of")
    relation = last + 1
    if at(found, relation, "in", "advance") and not at(found, relation + 2, "of"):  # of what was named before it
        start = _past_limits(found, first)
        while before(found, start, "at|least|than|less|more|later|no|not"):
            start -= 1
        iso = iso.replace("P", "P-", 1)
        return Duration(found[start].start, found[relation + 1].end, start, relation + 1, iso, Use.AFTER)
    if at(found, relation, "in", "advance", "of"):
        relation += 1
    if within and at(found, relation, "stated|specified|prescribed|provided|set|established|stipulated"):
        end = _event_end(found, relation)
        return Duration(found[place - 1].start, found[end - 1].end, place - 1, end - 1, iso, Use.AFTER, (relation, end))
    related = at(found, relation, _RELATIONS)
    if not related and not (before(found, place, "within") and at(found, relation, "of")):
        if before(found, first, "after") and not within:  # from the adoption, or "members that have asked for time"
            told = any(at(found, i, "that|who|which", "has|have|had") for i in range(first))
            use = Use.AFTER if told else Use.WITHIN
            return Duration(found[first - 1].start, found[last].end, first - 1, last, iso, use)
        return None
    earlier = found[relation].low in ("before", "prior", "preceding", "advance", "ahead")
    if earlier and lasting and not before(found, place, "until"):
        return None  # "a preparatory period of six months before the start of": so long it lasts
    event = relation + 1
    while at(found, event, "to|of|the|from|on|with"):
        event += 1
    if event >= len(found) or found[event].low.isdecimal():
        return None  # "for one year from 1 March 2015": that is a start
    end = _event_end(found, event)
    start = place - 1 if within or before(found, place, "for|until") else first
    while before(found, start, "than|later|no|not|least|at|earlier|less|more"):
        start -= 1
    adoption = _is_adoption(found, event)
    counted = Use.WITHIN if adoption and not earlier else Use.AFTER
    use = Use.LASTING if lasting else counted
    iso = iso.replace("P", "P-", 1) if earlier else iso
    return Duration(
        found[start].start, found[end - 1].end, start, end - 1, iso, use, None if adoption else (event, end)
    )


def _event_end(found: Sequence[Token], event: int) -> int:
    end = event
    while end < len(found) and end < event + 24 and found[end].low not in (",", ";", ":", "."):
        if end > event and found[end].low == "and" and at(found, end + 1, "to|every|annually|thereafter|report"):
            break
        if end > event and found[end].low == "to" and not at(found, end + 1, "the|a|an|its|their|be|expire|end"):
            break
        named = end > event and found[end - 1].low in ("resolution", "decision", "adoption")
        if named and found[end].low != "of" and _is_adoption(found, event):
            break
        end += 1
    return end


def _is_adoption(found: Sequence[Token], event: int) -> bool:
    """Return whether the event at `event` is the adoption of this resolution."""
    words = " ".join(token.low for token in found[event : event + 9])
    return bool(_ADOPTION.match(words))


_ADOPTION = re.compile(
    r"(?:date of )?(?:the )?(?:adoption|passage|passing)(?: of (?:this|the present)| ?[,;]|$| on| to| and)"
    r"|(?:its|this|their) adoption|(?:date of )?(?:this|the present|present) (?:resolution|decision)|today|now\b"
)


def _normal(number: int, unit: str) -> str:
    """Return the usual form of a recurrence: twelve months are a year."""
    if unit == "M" and number % 12 == 0:
        return f"P{number // 12}Y"
    return f"P{number}{unit}"
