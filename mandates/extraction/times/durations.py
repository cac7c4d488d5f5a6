"""Lengths of time in a clause: "within 90 days of", "every six months", "for a further period of one year"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mandates import lexicon
from mandates.extraction.times.duration import Duration, Use
from mandates.extraction.times.ordinals import cardinal, cardinal_before
from mandates.extraction.times.recurrences import (
    LONGEST_OBJECT,
    all_vehicles,
    is_adverb,
    is_asked_for,
    is_share_of_period,
    object_noun,
    recurrence_at,
    recurring_words,
    vehicle_noun,
)
from mandates.extraction.times.sessions import YEAR
from mandates.extraction.times.tokens import at, before, words_before
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token

_UNITS = {"day": "D", "days": "D", "week": "W", "weeks": "W", "month": "M", "months": "M", "year": "Y", "years": "Y"}
_HOURS = frozenset(("hour", "hours"))
_HYPHENATED = re.compile(r"([a-z]+(?:-[a-z]+)?|\d{1,3})-(day|week|month|year)(s|ly)?")


@lexicon.derived
def _trigger_words() -> frozenset[str]:
    """Return the words with which a recurrence begins and the units in which a length is measured."""
    adverbs, adjectives = recurring_words()
    return frozenset(adverbs) | frozenset(adjectives) | frozenset(_UNITS) | _HOURS


def find_durations(tokens: Sequence[Token]) -> Iterator[Duration]:
    """Yield the lengths of time and recurrences, in order."""
    adverbs, adjectives = recurring_words()
    triggers, after = _trigger_words(), 0
    for index, token in enumerate(tokens):
        low = token.lower
        if index < after or (low not in triggers and "-" not in low):
            continue
        duration = recurrence_at(tokens, index) if low in adverbs or low in adjectives else None
        if duration is None and (low in _UNITS or low in _HOURS or "-" in low):
            duration = _length_at(tokens, index)
        if duration is not None:
            yield from _sharing_event(tokens, index, duration)
            yield duration
            after = max(duration.last, index) + 1


def _sharing_event(tokens: Sequence[Token], index: int, last: Duration) -> Iterator[Duration]:
    """Yield the lengths before `last` that share its unit and event: "*60 and* 120 days after"."""
    if last.use not in (Use.AFTER, Use.WITHIN) or last.iso[-1] != _UNITS.get(tokens[index].lower):
        return
    last_number = cardinal_before(tokens, index)
    position = last_number[1] if last_number is not None else 0
    earlier: list[Duration] = []
    while position > 1 and tokens[position - 1].lower in ("and", "or", ","):
        position -= 2 if tokens[position - 1].lower == "," or tokens[position - 2].lower != "," else 3
        number = cardinal(tokens[position].lower) if position >= 0 and tokens[position].lower.isdecimal() else None
        if number is None:
            break
        sign = "P-" if last.iso.startswith("P-") else "P"
        duration = replace(
            last, iso=f"{sign}{number}{last.iso[-1]}", start=tokens[position].start, first=position, last=position
        )
        earlier.append(replace(duration, end=tokens[position].end))
    yield from reversed(earlier)


def _length_at(tokens: Sequence[Token], index: int) -> Duration | None:
    """Return the length whose unit stands at `index`, with the use that the words around it give, or None."""
    token = tokens[index]
    number: int | None
    hyphenated = _HYPHENATED.fullmatch(token.lower)
    if hyphenated:
        number, unit, first = cardinal(hyphenated[1]), _UNITS[hyphenated[2]], index
        if number is None:
            return None
        if hyphenated[3] == "ly":
            return _ly_recurrence(tokens, index, _normalized(number, unit))
        return _hyphenated(tokens, index, number, unit)
    if token.lower not in _UNITS and token.lower not in _HOURS:
        return None
    if at(tokens, index + 1, "of") and index + 2 < len(tokens) and _names_part(tokens[index + 2]):
        return None  # "the second week of June", "the first six months of 2026"
    unit, first = _UNITS.get(token.lower, "D"), index
    counted = _counted_in(tokens, index, unit)
    if counted is not None:
        return counted
    while before(tokens, first, "working|calendar|business|consecutive"):
        first -= 1
    if before(tokens, first, ")") and first > 2:  # "ninety (90) days"
        first -= 3
    number, first = _number(tokens, first)
    if number is None:
        return None
    if token.lower in _HOURS:  # "within seventy-two hours"; only whole days are kept
        number, rest = divmod(number, 24)
        if rest:
            return None
    return _with_governor(tokens, first, index, number, unit)


def _names_part(token: Token) -> bool:
    """Return whether the token is a month or year, of which the length is then a part."""
    return token.text[0].isupper() or YEAR.fullmatch(token.lower) is not None


def _number(tokens: Sequence[Token], first: int) -> tuple[int | None, int]:
    if first == 0:
        return None, first
    word = tokens[first - 1].lower
    if word == "more" and first > 1 and (counted := cardinal(tokens[first - 2].lower)) is not None:
        return counted, first - 2  # "for three more years"
    if word in listed("lengthening") and first > 1:
        counted = cardinal(tokens[first - 2].lower) if tokens[first - 2].lower not in ("a", "an") else None
        if counted is not None and before(tokens, first - 2, "for|of|by"):
            return counted, first - 2  # "for one additional year", "for a period of two further months"
        return 1, first - 1  # "for an additional year", "for another year"
    number = cardinal_before(tokens, first)
    if number is not None:
        return number
    if word in ("coming", "next", "following") and before(tokens, first - 1, "within|for", "the"):
        return 1, first  # "within the coming year", "for the next year"
    if word in ("every", "each"):
        return 1, first
    return None, first


def _with_governor(tokens: Sequence[Token], first: int, index: int, number: int, unit: str) -> Duration | None:
    iso = f"P{number}{unit}"
    last = index + 1 if at(tokens, index + 1, "\u2019|'") else index
    if before(tokens, first, "every|each"):
        if is_share_of_period(tokens, first - 1, last + 1):
            return None
        start = first - 2 if before(tokens, first, "once", "every") else first - 1
        event = _counted_from(tokens, last)
        return Duration.of(tokens, start, last, _normalized(number, unit), Use.EVERY, event=event)
    if _continues_within(tokens, first) and (
        not at(tokens, last + 1, f"of|{_RELATIONS}") or is_adoption(tokens, last + 2)
    ):
        return Duration.of(tokens, first, last, iso, Use.WITHIN)
    anchored = _anchored(tokens, first, last, iso)
    if anchored is not None:
        return anchored
    position = _past_limits(tokens, first)
    governor = tokens[position - 1].lower if position > 0 else ""
    if at(tokens, last + 1, "intervals"):  # "in two week intervals"
        start = first - 1 if governor in ("in", "at") else first
        return Duration.of(tokens, start, last + 1, _normalized(number, unit), Use.EVERY)
    if before(tokens, position, "intervals", "of") or governor == "intervals":
        return Duration.of(tokens, position - 1, last, _normalized(number, unit), Use.EVERY)
    if governor == "after" and tokens[position].lower in ("a", "an") and before(tokens, first, "period", "of"):
        return Duration.of(tokens, position - 1, last, iso, Use.WITHIN)
    counted = tokens[first].lower not in listed("lengthening")  # "in six months", but not "in the final year"
    if governor == "within" or (governor == "in" and counted and not before(tokens, first, "the|a|an")):
        return Duration.of(tokens, position - 1, last, iso, Use.WITHIN)
    if before(tokens, position, "not|no", "later", "than"):
        return Duration.of(tokens, position - 3, last, iso, Use.WITHIN)
    is_extension = governor == "by" and any(token.lower in listed("extending") for token in tokens[:position])
    is_pause = governor == "lasting" or (before(tokens, first, "of") and tokens[first - 2].lower in listed("pausing"))
    if is_pause and any(token.lower in listed("pausing") for token in tokens[:first]):
        return Duration.of(tokens, first - 1, last, iso, Use.LASTING)
    if governor == "for" or is_extension or (before(tokens, first, "period|term|duration", "of")):
        start = position - 1 if governor == "for" or is_extension else first
        return Duration.of(tokens, start, last, iso, Use.LASTING)
    return None


def _counted_in(tokens: Sequence[Token], index: int, unit: str) -> Duration | None:
    """Return the recurrence of so many things in a year, or None: "hold *two sessions a year*"."""
    if unit != "Y" or not before(tokens, index, "a|per|each|every"):
        return None
    for position in range(index - 2, max(-1, index - 2 - LONGEST_OBJECT), -1):
        low = tokens[position].lower
        number = cardinal(low) if low not in ("a", "an") else None
        if number is not None:
            counted = {token.lower for token in tokens[position + 1 : index - 1]}
            limits = listed("maximum").intersection(words_before(tokens, position, 3))
            if limits or counted.isdisjoint(all_vehicles() | listed("held_each_time") | listed("visited")):
                return None
            if not 0 < number <= _MONTHS or _MONTHS % number:
                return None
            every = _normalized(_MONTHS // number, "M")
            return Duration.of(tokens, position, index, every, Use.EVERY)
        if not tokens[position].text[0].isalpha() or low in listed("not_in_phrase"):
            return None
    return None


#: The months of a year.
_MONTHS = 12


def _past_limits(tokens: Sequence[Token], first: int) -> int:
    """Return the index of the first of the words that limit a number.

    Examples: "a maximum period of", "no more than", "a period not exceeding".
    """
    position = first
    while position > 0 and tokens[position - 1].lower in listed("before_number"):
        position -= 1
    compared = next((n for n in (3, 2, 1) if before(tokens, position, *_LIMITS[n])), 0)
    if not compared or before(tokens, position, "not|no", "later", "than"):
        return position
    outer = position - compared
    while outer > 0 and tokens[outer - 1].lower in listed("before_number"):
        outer -= 1
    governed = outer > 0 and tokens[outer - 1].lower in ("within", "in", "intervals", "for")
    return outer if governed or before(tokens, outer, "intervals", "of") else position


#: Words that make a length a maximum or minimum, by their number.
_LIMITS = {3: ("not|no", "more|longer|less|fewer", "than"), 2: ("not|less|more|up", "exceeding|than|to"), 1: ("only",)}


def _continues_within(tokens: Sequence[Token], first: int) -> bool:
    """Return whether an "and" before `first` joins another length: "within six months and *eleven months*"."""
    if not before(tokens, first, "and") or first < 2 or tokens[first - 2].lower not in _UNITS:
        return False
    number, start = _number(tokens, first - 2)
    return number is not None and before(tokens, start, "within")


def _counted_from(tokens: Sequence[Token], last: int) -> tuple[int, int] | None:
    """Return the tokens of the event after which something recurs, or None: "every two years following that review"."""
    if not at(tokens, last + 1, "following|after", "the|that|this|its|their|each|a|an") or is_adoption(
        tokens, last + 2
    ):
        return None
    return last + 2, _event_end(tokens, last + 2)


def _ly_recurrence(tokens: Sequence[Token], index: int, every: str) -> Duration | None:
    """Return the recurrence of a word like "six-monthly", or None: "on a six-monthly basis", "six-monthly updates"."""
    if at(tokens, index + 1, "basis"):
        start = index - 2 if before(tokens, index, "on", "a|an") else index
        return Duration.of(tokens, start, index + 1, every, Use.EVERY)
    if before(tokens, index, "at") and at(tokens, index + 1, "intervals"):
        return Duration.of(tokens, index - 1, index + 1, every, Use.EVERY)
    noun = vehicle_noun(tokens, index, all_vehicles()) or object_noun(tokens, index)
    if noun is not None and is_asked_for(tokens, index, noun):
        return Duration.of(tokens, index, index, every, Use.EVERY, noun=noun)
    if noun is None and is_adverb(tokens, index):
        return Duration.of(tokens, index, index, every, Use.EVERY)
    return None


def _hyphenated(tokens: Sequence[Token], index: int, number: int, unit: str) -> Duration | None:
    """Return the length "12-month" as that of an extension or term, or as the interval between reports, or None."""
    iso = f"P{number}{unit}"
    if before(tokens, index, "every|each"):
        last = index + at(tokens, index + 1, "period|interval|cycle|term")
        return Duration.of(tokens, index - 1, last, _normalized(number, unit), Use.EVERY)
    if at(tokens, index + 1, "basis"):
        start = index - 2 if before(tokens, index, "on", "a|an") else index
        return Duration.of(tokens, start, index + 1, _normalized(number, unit), Use.EVERY)
    delivered = at(tokens, index + 1, "updates|reports|briefings") or (
        before(tokens, index, "a|an") and at(tokens, index + 1, "update|report|briefing")
    )
    if delivered and is_asked_for(tokens, index, index + 1):
        return Duration.of(tokens, index, index, _normalized(number, unit), Use.EVERY, noun=index + 1)
    if at(tokens, index + 1, "intervals"):
        start = index - 1 if before(tokens, index, "at|in") else index
        return Duration.of(tokens, start, index + 1, iso, Use.EVERY)
    if before(tokens, index, "within", "a") and at(tokens, index + 1, "period|time|timeframe|time-frame"):
        last = index + 1 + at(tokens, index + 2, "frame|limit")
        return Duration.of(tokens, index - 2, last, iso, Use.WITHIN)
    if before(tokens, index, "during|in|over|throughout", "the") and _begins_with_adoption(tokens, index + 1):
        return Duration.of(tokens, index - 2, index + 1, iso, Use.WITHIN)
    if at(tokens, index + 1, "mandate") and before(tokens, index, "have|has|with", "a|an"):
        return Duration.of(tokens, index, index + 1, iso, Use.LASTING)
    position = index + 1
    while (
        position < len(tokens)
        and position < index + 3
        and tokens[position].lower in ("renewable", "extension", "mandate")
    ):
        position += 1
    if at(tokens, position, "period|term|extension|terms|duration"):
        start = index
        while start > 0 and (tokens[start - 1].lower in listed("before_number") or tokens[start - 1].lower == "for"):
            start -= 1
        if tokens[start].lower == "for":
            return Duration.of(tokens, start, position, iso, Use.LASTING)
    return None


def _begins_with_adoption(tokens: Sequence[Token], period: int) -> bool:
    """Return whether the period at `period` is counted from the adoption: "*period between the adoption of* this"."""
    return at(tokens, period, "period", "between|following|after|from") and is_adoption(tokens, period + 2)


_RELATIONS = "after|from|following|before|prior|preceding|advance|upon|ahead|starting|commencing|beginning"


def _anchored(tokens: Sequence[Token], first: int, last: int, iso: str) -> Duration | None:
    """Return a length counted from an event, or None: "30 days after the receipt", "within 90 days of the adoption"."""
    position = first
    while position > 0 and tokens[position - 1].lower in listed("before_number"):
        position -= 1
    within = before(tokens, position, "within|in")
    lasting = before(tokens, position, "for|until") or before(tokens, first, "period", "of")
    relation = last + 1
    if at(tokens, relation, "in", "advance") and not at(tokens, relation + 2, "of"):  # of what was named before it
        start = _past_limits(tokens, first)
        while before(tokens, start, "at|least|than|less|more|later|no|not"):
            start -= 1
        iso = iso.replace("P", "P-", 1)
        return Duration.of(tokens, start, relation + 1, iso, Use.AFTER)
    if at(tokens, relation, "in", "advance", "of"):
        relation += 1
    if within and at(tokens, relation, "stated|specified|prescribed|provided|set|established|stipulated"):
        end = _event_end(tokens, relation)
        return Duration.of(tokens, position - 1, end - 1, iso, Use.AFTER, event=(relation, end))
    related = at(tokens, relation, _RELATIONS)
    if not related and not (before(tokens, position, "within") and at(tokens, relation, "of")):
        if before(tokens, first, "after") and not within:  # from the adoption, or "members that have asked for time"
            is_past = any(at(tokens, i, "that|who|which", "has|have|had") for i in range(first))
            use = Use.AFTER if is_past else Use.WITHIN
            return Duration.of(tokens, first - 1, last, iso, use)
        return None
    if (lasting or before(tokens, first, "term", "of")) and at(tokens, relation, "upon"):
        return None  # "for a term of four years upon nomination by the Board"
    earlier = tokens[relation].lower in ("before", "prior", "preceding", "advance", "ahead")
    if earlier and lasting and not before(tokens, position, "until"):
        return None  # "a preparatory period of six months before the start of": that is how long it lasts
    event = relation + 1
    while at(tokens, event, "to|of|the|from|on|with"):
        event += 1
    if event >= len(tokens) or tokens[event].lower.isdecimal():
        return None  # "for one year from 1 March 2015", which is the start of the period
    end = _event_end(tokens, event)
    start = position - 1 if within or before(tokens, position, "for|until") else first
    while before(tokens, start, "than|later|no|not|least|at|earlier|less|more"):
        start -= 1
    adoption = is_adoption(tokens, event)
    use_of_event = Use.WITHIN if adoption and not earlier else Use.AFTER
    use = Use.LASTING if lasting else use_of_event
    iso = iso.replace("P", "P-", 1) if earlier else iso
    return Duration.of(tokens, start, end - 1, iso, use, event=None if adoption else (event, end))


def _event_end(tokens: Sequence[Token], event: int) -> int:
    end = event
    while end < len(tokens) and end < event + 24 and tokens[end].lower not in (",", ";", ":", "."):
        if end > event and tokens[end].lower == "and" and at(tokens, end + 1, "to|every|annually|thereafter|report"):
            break
        if end > event and tokens[end].lower == "to" and not at(tokens, end + 1, "the|a|an|its|their|be|expire|end"):
            break
        is_named = end > event and tokens[end - 1].lower in ("resolution", "decision", "adoption")
        if is_named and tokens[end].lower != "of" and is_adoption(tokens, event):
            break
        end += 1
    return end


def is_adoption(tokens: Sequence[Token], event: int) -> bool:
    """Return whether the event at `event` is the adoption of this resolution."""
    words = " ".join(token.lower for token in tokens[event : event + 9])
    return bool(_ADOPTION.match(words))


_ADOPTION = re.compile(
    r"(?:date of )?(?:the )?(?:adoption|passage|passing)(?: of (?:this|the present)| ?[,;]|$| on| to| and)"
    r"|(?:its|this|their) adoption|(?:date of )?(?:this|the present|present) (?:resolution|decision)|today|now\b"
)


def _normalized(number: int, unit: str) -> str:
    """Return a recurrence in its usual form, in which twelve months are a year."""
    if unit == "M" and number % 12 == 0:
        return f"P{number // 12}Y"
    return f"P{number}{unit}"
