"""Sessions in a clause: "at its seventy-third and seventy-fifth sessions", "at the 2022 session of the Council"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates import lexicon
from mandates.extraction.times.ordinals import ordinal_before
from mandates.extraction.times.tokens import at, before, words_before
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token

NEXT, CURRENT, EVERY, ANNUAL, SAME = "next", "current", "every", "annual", "same"

YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class SessionTime:
    """A reference to one or several sessions of one body.

    Attributes:
        start, end: offsets of the phrase with its preposition in the paragraph. first, last: its first and last token,
            without the preposition.
        sessions: numbers; years as text; ``"special 32"``; or one of `NEXT`, `CURRENT`, `EVERY`,
            `ANNUAL`, `SAME` (the one named before).
        preposition: the preposition that governs it, in lower case.
        possessive: whether it is "its" or "their" session.
        after: index of the first token after it, such as that of "of the General Assembly".
        subsequent: whether "and subsequent sessions" follows.
        named: index of the first token of the body, where the time is the body's own name: "the Seventy-ninth *World
            Health Assembly*".
    """

    start: int
    end: int
    first: int
    last: int
    sessions: tuple[int | str, ...]
    preposition: str
    possessive: bool
    after: int
    subsequent: bool = False
    named: int | None = None


@lexicon.derived
def _words() -> tuple[frozenset[tuple[str, ...]], frozenset[str]]:
    data = lexicon.load("due")
    prepositions = frozenset(tuple(entry["words"].split()) for entry in data["session_preposition"])
    return prepositions, frozenset(word for entry in data["session_part"] for word in entry["words"])


#: The nouns of sessions and of what is held like one.
_SESSION_NOUNS = frozenset({"session", "sessions", "segment", "assembly", "assemblies", "meeting"})


def find_sessions(tokens: Sequence[Token]) -> Iterator[SessionTime]:
    """Yield the references to sessions that a preposition of time governs, in order."""
    previous: SessionTime | None = None
    for index, token in enumerate(tokens):
        low = token.lower
        if low not in _SESSION_NOUNS:
            continue
        if low in ("session", "sessions"):
            time = _session_at(tokens, index, previous)
        elif low == "segment":
            time = _segment_at(tokens, index)
        elif low in ("assembly", "assemblies"):
            time = _assembly_at(tokens, index)
        elif before(tokens, _ordinal_start(tokens, index), "its") and _of_parties(tokens, index):
            time = _session_at(tokens, index)
        else:
            continue
        if time is not None:
            previous = time
            yield time


def _session_at(tokens: Sequence[Token], index: int, previous: SessionTime | None = None) -> SessionTime | None:
    modifiers: set[str] = set()
    subsequent = before(tokens, index, "and", "subsequent|following|future")  # "its tenth and subsequent sessions"
    # "and at subsequent sessions"
    with_preposition = before(tokens, index, "and", "to|at", "subsequent|following|future")
    first = _skip_modifiers(tokens, index - (3 if with_preposition else 2 if subsequent else 0), modifiers)
    subsequent = subsequent or with_preposition
    numbers, first = _numbers(tokens, first)
    after = index + 1
    years, after_years = _years_after(tokens, after)
    sessions: tuple[int | str, ...]
    coming = False
    if numbers:
        first = _skip_modifiers(tokens, first, modifiers)
        if years and "regular" in modifiers and not modifiers & {"resumed"} and at(tokens, after, "of|for"):
            sessions, after = years, after_years  # "the second regular session of 2024"
        elif "special" in modifiers:
            kind = "emergency" if "emergency" in modifiers else "special"
            sessions = tuple(f"{kind} {number}" for number in numbers)
        else:
            sessions = tuple(numbers)
    elif years:
        sessions, after = years, after_years
    else:
        earlier_years, start = _years_before(tokens, first)
        word_before = tokens[start - 1].lower if start > 0 else ""
        if earlier_years:
            sessions, first = earlier_years, start
        elif word_before in listed("coming") and not before(tokens, start - 1, "a|any"):
            sessions, first, coming = (NEXT,), start - 1, True
        elif word_before in listed("present"):
            sessions, first = (CURRENT,), start - (word_before != "this")
        elif word_before == "that" or (word_before == "same" and before(tokens, start - 1, "the")):
            sessions, first = (SAME,), start - 1
        elif word_before in ("every", "each"):
            sessions, first = (EVERY,), start - 1
        elif before(tokens, start, "each|every", "of", "its|the|their"):
            sessions, first = (EVERY,), start - 3
        elif "organizational" in modifiers and not modifiers & {"regular", "special"}:
            sessions = ("organizational",)
        elif "annual" in modifiers:
            sessions = (ANNUAL,)
        elif modifiers == {"substantive"} and before(tokens, start, "at|to", "its|the"):
            sessions = (NEXT,)  # of a body that holds one each year
        else:
            return None
    while first > 0 and (
        tokens[first - 1].lower in listed("coming") or tokens[first - 1].lower in listed("session_modifiers")
    ):
        first -= 1  # "its forthcoming seventy-third session"
    possessive = False
    if first > 0 and tokens[first - 1].lower in listed("determiners"):
        possessive = tokens[first - 1].lower in ("its", "their")
        first -= 1
    first -= before(tokens, first, "both")  # "at both the fifty-fourth and fifty-fifth sessions"
    governed = _preposition_before(tokens, first, sessions)
    if governed is None and previous is not None and numbers and _is_joined(tokens, previous, first):
        governed = first, previous.preposition
    if governed is None and numbers and before(tokens, first, "dedicate|devote"):
        governed = first, ""  # "to dedicate its tenth session to the plan"
    if governed is None and numbers and _carries_answer(tokens, first):
        governed = first - 1, "on"  # "to comment, in its report on its tenth session, on the plan"
    if governed is None:
        return None
    start, preposition = governed
    last = after - 1
    if coming and tokens[index].lower == "sessions":
        return None  # "at its forthcoming sessions" is no particular session
    if sessions == (EVERY,) and at(tokens, after, "of", "those|these|such"):
        return None  # "each session of those mechanisms"
    if at(tokens, after, "and", "thereafter", "on|every|each|annually|biennially|triennially|quadrennially|yearly|at"):
        pass  # "and thereafter on a biennial basis"
    elif at(tokens, after, "and", "subsequent|following|future|thereafter"):
        subsequent = not (after + 2 < len(tokens) and tokens[after + 2].lower.endswith("ing"))
    return SessionTime(
        tokens[start].start, tokens[last].end, first, last, sessions, preposition, possessive, after, subsequent
    )


def _carries_answer(tokens: Sequence[Token], first: int) -> bool:
    """Return whether what is asked is to be said in the report of the session at `first`: "*in its report on* its"."""
    report = first - 3
    return before(tokens, first, "his|her|its|their", "report", "on") and (
        before(tokens, report, "in|within") or before(tokens, report, "context|part|framework", "of")
    )


def _is_joined(tokens: Sequence[Token], previous: SessionTime, first: int) -> bool:
    """Return whether "and" joins the session at `first` to the `previous` one.

    Example: "its tenth session, in 2024, and *its eleventh*".
    """
    between = [token.lower for token in tokens[previous.last + 1 : first]]
    return bool(between) and between[-1] == "and" and all(YEAR.fullmatch(low) or low in _JOINING for low in between)


#: Tokens that may stand between two joined sessions.
_JOINING = frozenset((",", "and", "in", "(", ")"))


def _segment_at(tokens: Sequence[Token], index: int) -> SessionTime | None:
    """Return the session to which a segment with a year belongs, or None: "at its coordination segment in 1994"."""
    years, after = _years_after(tokens, index + 1)
    first = _phrase_start(tokens, index)
    governed = _preposition_before(tokens, first, years) if years else None
    if governed is None:
        return None
    start, preposition = governed
    possessive = tokens[first].lower in ("its", "their")
    return SessionTime(
        tokens[start].start, tokens[after - 1].end, first, after - 1, years, preposition, possessive, after
    )


def _ordinal_start(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the first token of the ordinal before `index`, or `index`."""
    ordinal = ordinal_before(tokens, index)
    return index if ordinal is None else ordinal[1]


def _of_parties(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a conference of parties, whose sessions are called meetings, is named before the token `index`."""
    return any(at(tokens, i, "conference", "of", "the", "parties") for i in range(index))


def _assembly_at(tokens: Sequence[Token], index: int) -> SessionTime | None:
    """Return the session of a numbered World Health Assembly, or None: "the Seventy-ninth World Health Assembly"."""
    if not before(tokens, index, "world", "health"):
        return None
    numbers, first = _numbers(tokens, index - 2)
    if not numbers:
        return None
    first -= before(tokens, first, "the")
    governed = _preposition_before(tokens, first, tuple(numbers))
    start, preposition = governed if governed is not None else (first, "")
    is_considered = before(tokens, first, "by|of") and before(tokens, first - 1, "consideration")
    if governed is None and not is_considered:
        return None
    return SessionTime(
        start=tokens[start].start,
        end=tokens[index].end,
        first=index - 2,
        last=index,
        sessions=tuple(numbers),
        preposition=preposition,
        possessive=False,
        after=index + 1,
        named=index - 2,
    )


def _skip_modifiers(tokens: Sequence[Token], index: int, modifiers: set[str]) -> int:
    """Return the index of the first of the modifiers before `index`, and add them to `modifiers`."""
    while index > 0 and tokens[index - 1].lower in listed("session_modifiers"):
        index -= 1
        modifiers.add(tokens[index].lower)
    return index


def _numbers(tokens: Sequence[Token], index: int) -> tuple[list[int], int]:
    """Return the ordinals listed before `index`, in order, and the index of the first."""
    numbers: list[int] = []
    first, separator = index, ""
    while True:
        ordinal = ordinal_before(tokens, index)
        if ordinal is None:
            return numbers, first
        value, first = ordinal
        is_range = bool(numbers) and separator in ("to", "through")
        numbers[:0] = range(value, numbers[0]) if is_range and value < numbers[0] <= value + 12 else [value]
        index = first
        while before(tokens, index, "its|the|their|at|resumed|regular"):
            index -= 1  # "its seventy-third and at its seventy-fifth sessions"
        separator = tokens[index - 1].lower if index > 0 else ""
        if separator not in {"and", ",", "or", "to", "through", "/"}:
            return numbers, first
        index -= 1
        if index > 0 and tokens[index - 1].lower == ",":
            index -= 1


def _years_before(tokens: Sequence[Token], index: int) -> tuple[tuple[str, ...], int]:
    """Return the years listed before `index` ("its 2017 and 2018 sessions") and the index of the first."""
    years: list[str] = []
    first = index
    while index > 0 and YEAR.fullmatch(tokens[index - 1].lower):
        first = index - 1
        years.insert(0, tokens[first].lower)
        index = first
        if index > 1 and tokens[index - 1].lower in ("and", ",", "or"):
            index -= 2 if before(tokens, index, ",", "and") else 1
    return tuple(years), first


def _years_after(tokens: Sequence[Token], index: int) -> tuple[tuple[str, ...], int]:
    """Return the years of "session of 2013", "sessions of 2016 and 2017" and the index of the token after them."""
    if not at(tokens, index, "of|in|for"):
        return (), index
    after_body = _after_body(tokens, index)
    if after_body > index and before(tokens, index, "session|segment") and at(tokens, after_body, "in|of"):
        year = tokens[after_body + 1].lower if after_body + 1 < len(tokens) else ""
        if YEAR.fullmatch(year):  # "the substantive session of the Council in 2014": its body is read later
            return (year,), index
    years: list[str] = []
    position = index + 1
    while position < len(tokens) and YEAR.fullmatch(tokens[position].lower):
        years.append(tokens[position].lower)
        index = position + 1
        position = index + (2 if at(tokens, index, ",", "and") else 1 if at(tokens, index, "and|,|or") else 0)
        if position == index:
            break
    return tuple(years), index


def _after_body(tokens: Sequence[Token], index: int) -> int:
    """Return the index after "of the Economic and Social Council" at `index`, or `index` if no body stands there."""
    if not at(tokens, index, "of", "the"):
        return index
    position = index + 2
    while position < len(tokens) and (
        tokens[position].text[0].isupper()
        or (tokens[position].lower in ("and", "of", "on", "for", "the") and tokens[position - 1].text[0].isupper())
    ):
        position += 1
    return position if position > index + 2 else index


def _preposition_before(tokens: Sequence[Token], first: int, sessions: tuple[int | str, ...]) -> tuple[int, str] | None:
    """Return the index at which the governing preposition begins and its words, or None if it is not one of time."""
    prepositions, parts = _words()
    longest = max(map(len, prepositions))
    index = first
    if sessions == (EVERY,) and not before(tokens, first, "at|during|in|for|to|before"):
        return first, ""
    for depth in range(4):  # "at the beginning of the first part of its ... session"
        if depth and before(tokens, index, "on"):
            return index - 1, "on"  # "on the provisional agenda of its ... session"
        for length in range(longest, 0, -1):
            words = words_before(tokens, index, length)
            if len(words) == length and words in prepositions:
                return index - length, " ".join(words)
        if not before(tokens, index, "of"):
            return None
        part = index - 2
        if part < 1 or tokens[part].lower not in parts:
            return None
        index = _phrase_start(tokens, part)
    return None


def _phrase_start(tokens: Sequence[Token], last_noun: int) -> int:
    """Return the index of the first token of the noun phrase whose last noun is at `last_noun`."""
    index = last_noun
    while index > 0 and last_noun - index < 9 and tokens[index - 1].lower not in (",", ";", ":"):
        low, following = tokens[index - 1].lower, tokens[index].lower
        if low in listed("phrase_bounds") or (low in ("for", "of", "on", "to") and following in listed("determiners")):
            break  # but "the operational activities for development segment" is one phrase
        index -= 1
    return index
