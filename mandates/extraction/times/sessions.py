"""Sessions in a clause: "at its seventy-third and seventy-fifth sessions", "at the 2022 session of the Council"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates import lexicon
from mandates.extraction.times.ordinals import ordinal_before
from mandates.extraction.times.tokens import Token, at, before
from mandates.extraction.times.words import listed

NEXT, CURRENT, EVERY, ANNUAL, SAME = "next", "current", "every", "annual", "same"

YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class SessionTime:
    """A reference to one or several sessions of one body.

    Attributes:
        start, end: the phrase with its preposition, in the paragraph. first, last: its tokens, without the preposition.
        sessions: numbers; years as text; ``"special 32"``; or one of `NEXT`, `CURRENT`, `EVERY`,
            `ANNUAL`, `SAME` (the one named before).
        preposition: what governs it, in lower case.
        possessive: whether it is "its" or "their" session.
        after: index of the first token after it: of "of the General Assembly" where that is said.
        subsequent: "and subsequent sessions" follows.
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


def find_sessions(found: Sequence[Token]) -> Iterator[SessionTime]:
    """Yield the references to sessions that a preposition of time governs, in order."""
    previous: SessionTime | None = None
    for index, token in enumerate(found):
        if token.low in ("session", "sessions"):
            time = _read(found, index, previous)
        elif token.low == "segment":
            time = _segment(found, index)
        elif token.low in ("assembly", "assemblies"):
            time = _assembly(found, index)
        elif (
            token.low == "meeting" and before(found, _ordinal_start(found, index), "its") and _of_parties(found, index)
        ):
            time = _read(found, index)
        else:
            continue
        if time is not None:
            previous = time
            yield time


def _read(found: Sequence[Token], index: int, previous: SessionTime | None = None) -> SessionTime | None:
    modifiers: set[str] = set()
    subsequent = before(found, index, "and", "subsequent|following|future")  # "its tenth and subsequent sessions"
    again = before(found, index, "and", "to|at", "subsequent|following|future")  # "and at subsequent sessions"
    first = _skip(found, index - (3 if again else 2 if subsequent else 0), modifiers)
    subsequent = subsequent or again
    numbers, first = _numbers(found, first)
    after = index + 1
    years, after_years = _years_after(found, after)
    sessions: tuple[int | str, ...]
    coming = False
    if numbers:
        first = _skip(found, first, modifiers)
        if years and "regular" in modifiers and not modifiers & {"resumed"} and at(found, after, "of|for"):
            sessions, after = years, after_years  # "the second regular session of 2024"
        elif "special" in modifiers:
            kind = "emergency" if "emergency" in modifiers else "special"
            sessions = tuple(f"{kind} {number}" for number in numbers)
        else:
            sessions = tuple(numbers)
    elif years:
        sessions, after = years, after_years
    else:
        before_it, start = _years_before(found, first)
        named = found[start - 1].low if start > 0 else ""
        if before_it:
            sessions, first = before_it, start
        elif named in listed("coming") and not before(found, start - 1, "a|any"):
            sessions, first, coming = (NEXT,), start - 1, True
        elif named in listed("present"):
            sessions, first = (CURRENT,), start - (named != "this")
        elif named == "that" or (named == "same" and before(found, start - 1, "the")):
            sessions, first = (SAME,), start - 1
        elif named in ("every", "each"):
            sessions, first = (EVERY,), start - 1
        elif before(found, start, "each|every", "of", "its|the|their"):
            sessions, first = (EVERY,), start - 3
        elif "organizational" in modifiers and not modifiers & {"regular", "special"}:
            sessions = ("organizational",)
        elif "annual" in modifiers:
            sessions = (ANNUAL,)
        else:
            return None
    while first > 0 and (
        found[first - 1].low in listed("coming") or found[first - 1].low in listed("session_modifiers")
    ):
        first -= 1  # "its forthcoming seventy-third session"
    possessive = False
    if first > 0 and found[first - 1].low in listed("determiners"):
        possessive = found[first - 1].low in ("its", "their")
        first -= 1
    first -= before(found, first, "both")  # "at both the fifty-fourth and fifty-fifth sessions"
    governed = _preposition(found, first, sessions)
    if governed is None and previous is not None and numbers and _goes_on(found, previous, first):
        governed = first, previous.preposition
    if governed is None:
        return None
    start, preposition = governed
    last = after - 1
    if coming and found[index].low == "sessions":
        return None  # "at its forthcoming sessions": no one session
    if sessions == (EVERY,) and at(found, after, "of", "those|these|such"):
        return None  # "each session of those mechanisms"
    if at(found, after, "and", "thereafter", "on|every|each|annually|biennially|triennially|quadrennially|yearly|at"):
        pass  # "and thereafter on a biennial basis"
    elif at(found, after, "and", "subsequent|following|future|thereafter"):
        subsequent = not (after + 2 < len(found) and found[after + 2].low.endswith("ing"))
    return SessionTime(
        found[start].start, found[last].end, first, last, sessions, preposition, possessive, after, subsequent
    )


def _goes_on(found: Sequence[Token], previous: SessionTime, first: int) -> bool:
    """Return whether "and" joins a session to the one before it: "its tenth session, in 2024, and *its eleventh*"."""
    between = [token.low for token in found[previous.last + 1 : first]]
    return bool(between) and between[-1] == "and" and all(YEAR.fullmatch(low) or low in _JOINING for low in between)


#: What may stand between two sessions that are joined.
_JOINING = frozenset((",", "and", "in", "(", ")"))


def _segment(found: Sequence[Token], index: int) -> SessionTime | None:
    """Return the session that a segment with a year stands for: "at its coordination segment in 1994"."""
    years, after = _years_after(found, index + 1)
    first = _head(found, index)
    governed = _preposition(found, first, years) if years else None
    if governed is None:
        return None
    start, preposition = governed
    possessive = found[first].low in ("its", "their")
    return SessionTime(
        found[start].start, found[after - 1].end, first, after - 1, years, preposition, possessive, after
    )


def _ordinal_start(found: Sequence[Token], index: int) -> int:
    """Return the index of the first token of the ordinal before `index`, or `index`."""
    read = ordinal_before(found, index)
    return index if read is None else read[1]


def _of_parties(found: Sequence[Token], index: int) -> bool:
    """Return whether a conference of parties, whose sessions are called meetings, is named before the token `index`."""
    return any(at(found, i, "conference", "of", "the", "parties") for i in range(index))


def _assembly(found: Sequence[Token], index: int) -> SessionTime | None:
    """Return the session that a numbered World Health Assembly is: "the Seventy-ninth World Health Assembly"."""
    if not before(found, index, "world", "health"):
        return None
    numbers, first = _numbers(found, index - 2)
    if not numbers:
        return None
    first -= before(found, first, "the")
    governed = _preposition(found, first, tuple(numbers))
    start, preposition = governed if governed is not None else (first, "")
    considered = before(found, first, "by|of") and before(found, first - 1, "consideration")
    if governed is None and not considered:
        return None
    return SessionTime(
        start=found[start].start,
        end=found[index].end,
        first=index - 2,
        last=index,
        sessions=tuple(numbers),
        preposition=preposition,
        possessive=False,
        after=index + 1,
        named=index - 2,
    )


def _skip(found: Sequence[Token], index: int, modifiers: set[str]) -> int:
    """Return the index of the first of the modifiers before `index`, and note them."""
    while index > 0 and found[index - 1].low in listed("session_modifiers"):
        index -= 1
        modifiers.add(found[index].low)
    return index


def _numbers(found: Sequence[Token], index: int) -> tuple[list[int], int]:
    """Return the ordinals listed before `index`, in order, and the index of the first."""
    numbers: list[int] = []
    first, separator = index, ""
    while True:
        read = ordinal_before(found, index)
        if read is None:
            return numbers, first
        value, first = read
        ranged = bool(numbers) and separator in ("to", "through")
        numbers[:0] = range(value, numbers[0]) if ranged and value < numbers[0] <= value + 12 else [value]
        index = first
        while before(found, index, "its|the|their|at|resumed|regular"):
            index -= 1  # "its seventy-third and at its seventy-fifth sessions"
        separator = found[index - 1].low if index > 0 else ""
        if separator not in {"and", ",", "or", "to", "through", "/"}:
            return numbers, first
        index -= 1
        if index > 0 and found[index - 1].low == ",":
            index -= 1


def _years_before(found: Sequence[Token], index: int) -> tuple[tuple[str, ...], int]:
    """Return the years listed before `index` ("its 2017 and 2018 sessions") and the index of the first."""
    years: list[str] = []
    first = index
    while index > 0 and YEAR.fullmatch(found[index - 1].low):
        first = index - 1
        years.insert(0, found[first].low)
        index = first
        if index > 1 and found[index - 1].low in ("and", ",", "or"):
            index -= 2 if before(found, index, ",", "and") else 1
    return tuple(years), first


def _years_after(found: Sequence[Token], index: int) -> tuple[tuple[str, ...], int]:
    """Return the years of "session of 2013", "sessions of 2016 and 2017" and the index of the token after them."""
    if not at(found, index, "of|in|for"):
        return (), index
    held = _past_body(found, index)
    if held > index and before(found, index, "session|segment") and at(found, held, "in|of"):
        year = found[held + 1].low if held + 1 < len(found) else ""
        if YEAR.fullmatch(year):  # "the substantive session of the Council in 2014": its body is still to be read
            return (year,), index
    years: list[str] = []
    place = index + 1
    while place < len(found) and YEAR.fullmatch(found[place].low):
        years.append(found[place].low)
        index = place + 1
        place = index + (2 if at(found, index, ",", "and") else 1 if at(found, index, "and|,|or") else 0)
        if place == index:
            break
    return tuple(years), index


def _past_body(found: Sequence[Token], index: int) -> int:
    """Return the index after "of the Economic and Social Council" at `index`; `index` where no body stands there."""
    if not at(found, index, "of", "the"):
        return index
    place = index + 2
    while place < len(found) and (
        found[place].text[0].isupper()
        or (found[place].low in ("and", "of", "on", "for", "the") and found[place - 1].text[0].isupper())
    ):
        place += 1
    return place if place > index + 2 else index


def _preposition(found: Sequence[Token], first: int, sessions: tuple[int | str, ...]) -> tuple[int, str] | None:
    """Return where the governing preposition begins and its words, or None where no preposition of time governs."""
    prepositions, parts = _words()
    index = first
    if sessions == (EVERY,) and not before(found, first, "at|during|in|for|to|before"):
        return first, ""
    for depth in range(4):  # "at the beginning of the first part of its ... session"
        if depth and before(found, index, "on"):
            return index - 1, "on"  # "on the provisional agenda of its ... session"
        for length in (3, 2, 1):
            words = tuple(token.low for token in found[max(0, index - length) : index])
            if len(words) == length and words in prepositions:
                return index - length, " ".join(words)
        if not before(found, index, "of"):
            return None
        head = index - 2
        if head < 1 or found[head].low not in parts:
            return None
        index = _head(found, head)
    return None


def _head(found: Sequence[Token], head: int) -> int:
    """Return the index of the first token of the noun phrase whose last noun is at `head`."""
    index = head
    while index > 0 and head - index < 9 and found[index - 1].low not in (",", ";", ":"):
        low, following = found[index - 1].low, found[index].low
        if low in listed("phrase_bounds") or (low in ("for", "of", "on", "to") and following in listed("determiners")):
            break  # but "the operational activities for development segment" is one phrase
        index -= 1
    return index
