"""What recurs in a clause: "annually", "every other year", "an annual report", and whether it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mandates import lexicon
from mandates.extraction.times.duration import Duration, Use
from mandates.extraction.times.ordinals import cardinal, ordinal_before
from mandates.extraction.times.sessions import YEAR
from mandates.extraction.times.tokens import at, backwards, before, words_before
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token
from mandates.reference.recurrence import REGULAR


@dataclass(frozen=True, slots=True)
class RecurringAdjective:
    """How often an adjective says that something recurs, and the nouns that it describes then."""

    every: str
    vehicles: frozenset[str]


@lexicon.derived
def recurring_words() -> tuple[dict[str, list[tuple[tuple[str, ...], str]]], dict[str, RecurringAdjective]]:
    """Return the adverbs by their first word, those with most words first, and the adjectives."""
    data = lexicon.load("due")
    adverbs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in data["recurring_adverb"]:
        for words in map(str.split, entry["words"]):
            adverbs.setdefault(words[0], []).append((tuple(words), entry["every"]))
    for same_start in adverbs.values():
        same_start.sort(key=lambda adverb: -len(adverb[0]))
    vehicles = all_vehicles()
    regular = frozenset(word for entry in data["recurring_vehicle"] if entry["regular"] for word in entry["words"])
    adjectives = {
        word: RecurringAdjective(entry["every"], regular if entry["every"] == REGULAR else vehicles)
        for entry in data["recurring_adjective"]
        for word in entry["words"]
    }
    return adverbs, adjectives


@lexicon.derived
def all_vehicles() -> frozenset[str]:
    """Return the nouns of what is delivered or held repeatedly."""
    return frozenset(word for entry in lexicon.load("due")["recurring_vehicle"] for word in entry["words"])


def recurrence_at(tokens: Sequence[Token], index: int) -> Duration | None:
    """Return the recurrence whose adverb or adjective stands at `index`, or None."""
    adverbs, adjectives = recurring_words()
    second = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    for words, every in adverbs.get(tokens[index].lower, ()):
        if len(words) > 1 and (words[1] != second or not at(tokens, index, *words)):  # most differ in the second word
            continue
        if _describes_participle(tokens, index):
            continue
        if is_share_of_period(tokens, index, index + len(words)):
            continue
        if len(words) > 1 or words[0] not in adjectives or is_adverb(tokens, index):
            last = index + len(words) - 1
            return Duration.of(tokens, index, last, every, Use.EVERY)
    adjective = adjectives.get(tokens[index].lower)
    if adjective is not None:
        noun = vehicle_noun(tokens, index, adjective.vehicles)
        if noun is None and adjective.every == REGULAR and _is_held(tokens, index):
            noun = vehicle_noun(tokens, index, all_vehicles())
        if noun is None and _is_held(tokens, index):
            noun = vehicle_noun(tokens, index, listed("held_each_time"))
        if noun is None and adjective.every != REGULAR:
            noun = object_noun(tokens, index)
        # "the Periodic Review of Law"
        is_name = adjective.every == REGULAR and index > 0 and tokens[index].text[0].isupper()
        if noun is not None and not is_name and is_asked_for(tokens, index, noun):
            return Duration.of(tokens, index, index, adjective.every, Use.EVERY, noun=noun)
    return None


def is_share_of_period(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether "each year" is a part of a period: "the staffing table *for each year of* the biennium"."""
    return before(tokens, start, "for") and at(tokens, end, "of")


def _describes_participle(tokens: Sequence[Token], index: int) -> bool:
    """Return whether an adverb is part of what a thing is called: "a proposal for *regularly* updated data banks"."""
    return (
        tokens[index].lower.endswith("ly")
        and index + 1 < len(tokens)
        and tokens[index + 1].lower.endswith("ed")
        and before(tokens, index, "for|of|with")
    )


def is_adverb(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a word that can also be an adjective ("quarterly", "monthly") is used as an adverb."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    stands_alone = following is None or not following.text[0].isalpha() or following.lower in listed("after_adverb")
    return stands_alone and not before(tokens, index, "a|an|the|its|their|his|her")


def vehicle_noun(tokens: Sequence[Token], index: int, vehicles: frozenset[str]) -> int | None:
    """Return the index of the noun that the adjective at `index` describes if it is one of the `vehicles`, or None."""
    for position in range(index + 1, min(index + 7, len(tokens))):
        low = tokens[position].lower
        if low in vehicles:
            is_named_after = position + 1 < len(tokens) and tokens[position + 1].lower in listed(
                "named_after_recurring"
            )
            return None if is_named_after else position
        if not (tokens[position].text[0].isalpha() or low == ",") or low in listed("not_in_phrase"):
            return None
    return None


def is_asked_for(tokens: Sequence[Token], index: int, noun: int) -> bool:
    """Return whether the adjective describes what is asked for, and not an existing thing that is only mentioned.

    Asked for: the object of a verb ("submit an annual report") or the vehicle ("in his next annual report", "as part of
    their regular briefings"). Existing: "the outcome of the annual discussions", "that the annual report shall".
    """
    position = index
    while position > 0 and tokens[position - 1].lower in listed("describing") | {",", "and"} and index - position < 5:
        position -= 1
    if _names_one_of_series(tokens, position, index):
        return False  # "in his fifth annual report"
    determiner = tokens[position - 1].lower if position > 0 else ""
    if determiner in listed("determiners"):
        position -= 1
    governor = tokens[position - 1].lower if position > 0 else ""
    indefinite = determiner in ("a", "an") or determiner not in listed("determiners")
    if governor == "of":
        return before(tokens, position, "part|context|framework|form|basis", "of") or (
            indefinite and before(tokens, position, "provision|submission|preparation|holding|convening", "of")
        )
    if attended(tokens, position):
        return False  # "the participation of small ports in the annual meeting"
    if governor == "including" or before(tokens, position, "including", "through|by"):
        return determiner != "the" and tokens[noun].lower in listed("told")
    if governor == "with" and determiner not in listed("determiners") and _follows_giving_verb(tokens, position):
        return True  # "provide the Council with regular updates"
    if governor in listed("speaking_of"):
        is_report = tokens[noun].lower in ("report", "reports", "reporting")
        is_own_report = (
            determiner in ("his", "her", "its", "their") and is_report and governor in ("to", "with", "through")
        )
        return determiner in ("a", "an") or is_own_report
    if determiner == "no" or governor in listed("existing"):
        return False  # "when no regular reports are due"
    is_dated = index > 0 and YEAR.fullmatch(tokens[index - 1].lower) is not None
    if is_dated or _is_in_list_of_means(tokens, index) or _is_paid_for(tokens, position):
        return False  # "in his 2026 annual report"
    if determiner in ("s", "\u2019", "'"):  # "the Registrar's first quarterly report", but "in the Registrar's ..."
        near = words_before(tokens, position, _LONGEST_NAME)
        return any(word in near for word in ("in", "within", "through"))
    if determiner in ("his", "her", "its", "their") and governor in listed("changing"):
        return False  # "to shorten its annual reports"
    if (
        governor == "prepare"
        and determiner in ("his", "her", "its", "their", "the")
        and tokens[noun].lower in _EVENT_NOUNS
    ):
        return False  # "to prepare its annual meetings"
    if governor in ("make", "making") and determiner == "the":
        return False  # "to make the annual discussion accessible"
    if not governor and tokens[noun].lower in listed("delivering_often"):
        return True  # "recommends the regular transmission of situation reports"
    if determiner == "the" and governor == "during" and tokens[noun].lower in _EVENT_NOUNS:
        return False  # "to improve the ways of talking during the annual meetings of the chairs"
    if determiner == "the" and governor not in ("in", "during", "within", "through", "continue", "include"):
        return governor in listed("giving")
    return True


def _names_one_of_series(tokens: Sequence[Token], first: int, adjective: int) -> bool:
    """Return whether an ordinal between `first` and the adjective, or right before `first`, names one of a series.

    Examples: "the *eleventh* annual progress report", "its sixteenth and *seventeenth* periodic reports"; the first of
    a series begins it: "a *first* annual report".
    """
    return any(
        ordinal is not None and ordinal[0] > 1
        for ordinal in (ordinal_before(tokens, end) for end in range(first, adjective + 1))
    )


def _is_in_list_of_means(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a "regular" thing is one of several means: "including control, *regular reviews* of risks"."""
    if not before(tokens, index, ",") or tokens[index].lower not in ("regular", "periodic"):
        return False
    return _follows(tokens, index, "means")


def attended(tokens: Sequence[Token], position: int) -> bool:
    """Return whether the event named at `position` is one in which others take part: "attendance at its meetings"."""
    return before(tokens, position, "in|at") and _follows(tokens, position, "attending")


def _follows(tokens: Sequence[Token], position: int, words: str) -> bool:
    """Return whether one of the listed `words` stands before `position`, with no ";" and no infinitive between."""
    for index in backwards(position - 1, _LONGEST_LIST):
        if tokens[index].lower in listed(words):
            return True
        if tokens[index].lower == ";" or (tokens[index].lower == "to" and tokens[index + 1].text[0].islower()):
            return False
    return False


def _is_paid_for(tokens: Sequence[Token], position: int) -> bool:
    """Return whether what recurs is only paid for: "to *finance*, as of 2026, annual meetings of the chairs"."""
    if tokens[position].lower == ",":  # the second comma of an aside
        position = next((i for i in range(position - 1, max(0, position - 6), -1) if tokens[i].lower == ","), position)
    return position > 0 and tokens[position - 1].lower in listed("paying")


#: Maximum number of tokens in a list of means up to its last member.
_LONGEST_LIST = 25
_EVENT_NOUNS = ("meeting", "meetings", "conference", "seminar", "workshop", "workshops", "events", "event")
#: Maximum number of tokens in the name of the reporting party before "'s".
_LONGEST_NAME = 8
#: Maximum number of tokens from a verb of giving to what is given, with who receives it between them.
_LONGEST_GIVING = 12


def object_noun(tokens: Sequence[Token], index: int) -> int | None:
    """Return the index after the adjective at `index` if its noun is the object of a verb of giving or holding.

    None otherwise. Examples: "to publish a monthly bulletin", "to hold an annual lecture", but not "to provide annual
    leave".
    """
    governor = (
        index - 1 - (index > 0 and (before(tokens, index, "a|an") or cardinal(tokens[index - 1].lower) is not None))
    )
    if governor < 0 or tokens[governor].lower not in listed("giving") | listed("holding_events"):
        return None
    for noun in range(index + 1, min(index + LONGEST_OBJECT, len(tokens))):
        low = tokens[noun].lower
        if low in listed("no_delivery"):
            return None
        if noun + 1 == len(tokens) or low in listed("not_in_phrase") or not tokens[noun].text[0].isalpha():
            break
    return index + 1 if index + 1 < len(tokens) else None


#: Maximum number of tokens from an adjective to its noun.
LONGEST_OBJECT = 7


def _is_held(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the adjective at `index` describes what is to be held: "to hold regular discussions"."""
    position = index
    while (
        position > 0
        and tokens[position - 1].lower in listed("describing") | {",", "and", "a", "an"}
        and index - position < 5
    ):
        position -= 1
    return position == 0 or tokens[position - 1].lower in listed(
        "holding_events"
    )  # also "encourages regular exchanges"


def _follows_giving_verb(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a verb of giving stands shortly before `index`, with no punctuation in between."""
    for position in backwards(index, _LONGEST_GIVING):
        if tokens[position].lower in listed("giving"):
            return True
        if not tokens[position].text[0].isalnum():
            return False
    return False
