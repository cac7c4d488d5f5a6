"""Whether a date or a length of time belongs to the action of a clause; the single tests beside `times.scope`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mandates import lexicon
from mandates.extraction.times.dates import DateTime
from mandates.extraction.times.duration import Duration
from mandates.extraction.times.scope import Zone, done_elsewhere, handed_over, zone
from mandates.extraction.times.sessions import YEAR, SessionTime
from mandates.extraction.times.tokens import at, backwards, before, words_before
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token
from mandates.lexicon.verbs import having


def decides(verb: str) -> bool:
    """Return whether `verb` says that the organ itself acts or decides."""
    return verb in having("deciding", "enacting")


@lexicon.derived
def _lasting_words() -> frozenset[str]:
    """Return the nouns for things that can last."""
    return frozenset(word for entry in lexicon.load("due")["lasting"] for word in entry["words"])


@lexicon.derived
def _target_years() -> frozenset[int]:
    return frozenset(int(year) for entry in lexicon.load("due")["target_year"] for year in entry["words"])


def of_session(date: DateTime, sessions: Iterable[SessionTime], tokens: Sequence[Token]) -> bool:
    """Return whether the date says when a session is held: "at its sixty-second session, to be held in June 2019"."""
    if before(tokens, date.first, "and", "in|on"):
        return False  # "at its sixty-second session, and in 2020"
    for session in sessions:
        between = tokens[session.last + 1 : date.first]
        words = {token.lower for token in between if not token.text[0].isupper()}
        separate_day = date.precise and (date.closes_on - date.opens_on).days < 27 and "held" not in words
        if between and len(between) <= 16 and words <= listed("holding") and not separate_day:
            return True
    return False


def of_action(tokens: Sequence[Token], date: DateTime, first: int) -> bool:
    """Return whether the date belongs to the action; an explicit deadline on a day does unless it is an aim."""
    if date.precise and date.preposition.endswith("later than"):
        return not _is_aim(tokens, first)
    made_by = before(tokens, first, "made") and date.preposition == "by"  # "inform it of progress made by 15 May"
    report_due = date.precise and date.role == "by" and handed_over(tokens, first, requested=False)
    elsewhere = done_elsewhere(tokens, first) and not made_by and not report_due
    loose = not date.precise and (date.preposition in ("in", "during", "at") or date.preposition in listed("spanning"))
    return not elsewhere and zone(tokens, first, loose=loose, definite=date.precise) is Zone.ACTION


def _is_aim(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the date is that of an aim: "*with the objective of* using the new rules no later than May"."""
    near = backwards(first, _LONGEST_EVENT)
    aim = next((i for i in near if at(tokens, i, "with", "the", "objective|aim|goal", "of")), None)
    return aim is not None and not any(at(tokens, i, "and", "to") for i in range(aim, first))


def says_end(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the time at `first` says how long something lasts: "the measures *shall expire* on 1 May"."""
    participle = first > 1 and tokens[first - 1].lower in listed("ended") and before(tokens, first - 1, "be")
    verb = first - 2 if participle else first - 1
    ends = participle or (verb >= 0 and tokens[verb].lower in listed("ending"))
    while ends and verb > 0 and tokens[verb - 1].lower.endswith("ly"):
        verb -= 1
    return ends and before(tokens, verb, "shall|will")


def takes_effect(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the time at `first` says when something enters into force, which nobody has to do.

    Example: "measures, which shall *come into force* at midnight on 1 May".
    """
    for position in range(first - 1, max(0, first - _NEAR_FORCE), -1):
        if tokens[position].lower in (",", ";"):
            return False
        if tokens[position].lower in ("force", "effect"):
            verb = position - 1 - before(tokens, position, "into")
            return tokens[verb].lower in listed("entering")  # not "to put into effect by 2017"
    return False


#: Maximum number of tokens from "into force" to its date: "at 0001 hours eastern standard time on".
_NEAR_FORCE = 9


def is_period(tokens: Sequence[Token], date: DateTime, first: int, verb: str) -> bool:
    """Return whether "to" or "ending" gives the end of a period that the subject covers.

    Example: "for the period from 1 July to 30 June 2017".
    """
    if (
        any(token.lower in listed("extending") or token.lower == "appointed" for token in tokens[:first])
        or verb == "extend"
    ):
        return False
    if date.preposition != "to":
        return before(tokens, first, "year|biennium")  # "the accounts for the year ending 31 December 2025"
    near = words_before(tokens, first, 8)
    return not date.precise or any(word in near for word in ("from", "between", "for"))


def convenes(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the clause, before the token `first`, asks to hold or do something at a date."""
    return any(
        token.text in listed("convening")
        or (token.text in ("held", "convened") and before(tokens, i, "shall|should|will", "be"))
        for i, token in enumerate(tokens[:first])
    )


def of_event(tokens: Sequence[Token], first: int, verb: str) -> bool:
    """Return whether the date says when a named event takes place.

    Examples: "the Conference in 2025", "Expo, to be held in 2021".
    """
    if _is_election(tokens, first) or _done_by(tokens, first - 1):
        return True
    if _is_supported(tokens, first) or _is_anniversary(tokens, first) or _is_spent(tokens, first):
        return True
    if convenes(tokens, first):
        return False
    if not decides(verb) and before(tokens, first, "to", "be", "held|convened|launched|hosted|organized|organised"):
        return not _at_unnamed_event(tokens, first - 3)
    position = first - 2 if before(tokens, first, ",") else first - 1
    if position >= 0 and (tokens[position].lower in ("est", "gmt", "utc") or _is_told_body(tokens, position)):
        return False
    if position >= 0 and tokens[position].lower in ("the", "of", "its", "this"):
        return True  # a name that was blanked out
    if position < 0 or not tokens[position].text[0].isupper():
        return False
    return listed("body_nouns").isdisjoint(words_before(tokens, position + 1, 4))


def _is_told_body(tokens: Sequence[Token], last: int) -> bool:
    """Return whether the name that ends at `last` is that of a recipient: "to report *to Member States* in 2019"."""
    position = last
    while position > 0 and (tokens[position].text[0].isupper() or tokens[position].lower in ("the", "of", "and")):
        position -= 1
    return tokens[position].lower == "to" and any(token.lower in listed("telling") for token in tokens[:position])


def _at_unnamed_event(tokens: Sequence[Token], end: int) -> bool:
    """Return whether the action is to be done at an event named before `end`.

    Example: "be opened *at a ceremony* to be held".
    """
    for position in backwards(end, _NEAR_EVENT):
        if not tokens[position].text[0].isalpha():
            return False
        if tokens[position].lower in ("a", "an"):
            return before(tokens, position, "at|during") and any(token.lower == "be" for token in tokens[:position])
    return False


def _is_election(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the date at `first` is that of elections: "to ensure fair elections in 2025 and 2026"."""
    position = first - 1
    while position > 1 and tokens[position].lower in ("and", "or", ",") and YEAR.fullmatch(tokens[position - 1].lower):
        position -= 2
        position -= tokens[position].lower in ("in", "during")
    if position < 0 or tokens[position].lower not in listed("held_events"):
        return False
    comma = next((i for i in range(position, -1, -1) if at(tokens, i, ",", "to|in|including|with|such|especially")), -1)
    return not convenes(tokens[comma + 1 :], position - comma)


def _is_supported(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the date is that of an event for which others give support.

    Example: "to support the Group for the *organization of* its sixth session, in 2025".
    """
    for position in range(first - 1, max(2, first - _LONGEST_EVENT), -1):
        if tokens[position].lower == ";" or at(tokens, position, "and", "to"):
            return False
        if at(tokens, position, "prepare", "for", "the") and before(tokens, position, "to"):
            return True  # "to prepare for the meeting in 2027"
        if tokens[position].lower in listed("arranging") and at(tokens, position + 1, "of|for"):
            governor = position - 1 - before(tokens, position, "the")
            return tokens[governor].lower in ("for", "in", "to") and any(
                token.lower in listed("supporting") for token in tokens[:governor]
            )
    return False


#: Maximum number of tokens from the noun of an event to its date: "the anniversary of the adoption of the Charter in".
_LONGEST_EVENT = 18


def _is_anniversary(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the date is that of an anniversary, which is only spoken of.

    Example: "events for the tenth anniversary of the Charter in 2026", but not "to celebrate the tenth anniversary in
    2026" or "before the tenth anniversary in 2026".
    """
    for position in backwards(first, _LONGEST_EVENT):
        if tokens[position].lower in (",", ";"):
            return False
        if tokens[position].lower in ("anniversary", "anniversaries"):
            start = position
            while start > 0 and (
                tokens[start - 1].lower in listed("determiners")
                or tokens[start - 1].lower.endswith(("th", "st", "nd", "rd"))
            ):
                start -= 1
            dated = before(tokens, start, "before|by|during|on|at|until|after")
            return not dated and not (
                before(tokens, start - 1, "to") and tokens[start - 1].lower in listed("convening")
            )
    return False


def _is_spent(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the date is that for which money is meant: "for *expenditures* on the dock in 2025"."""
    for position in backwards(first, _LONGEST_EVENT):
        infinitive = tokens[position].lower == "to" and not at(tokens, position + 1, "the|its|their|a|an")
        if infinitive or tokens[position].lower in (",", ";", "be"):
            return False
        if tokens[position].lower in listed("spent"):
            return at(tokens, position + 1, "of|for|on|related|relating")
    return False


def _done_by(tokens: Sequence[Token], last: int) -> bool:
    """Return whether the body whose name ends at `last` is the agent of a noun: "the review by the Commission"."""
    position = last
    while position > 0 and (tokens[position].text[0].isupper() or tokens[position].lower in listed("joining")):
        position -= 1
    if (
        tokens[position].lower != "by" or position == 0 or before(tokens, position - 1, "for")
    ):  # "for review by the Council in 2014"
        return False
    noun = tokens[position - 1].lower
    return not noun.endswith("ed") and noun not in ("consideration", "held", "made", "taken")


def is_target(tokens: Sequence[Token], date: DateTime, first: int) -> bool:
    """Return whether the date is a global target year ("by 2030") and not a deadline of the action itself."""
    target = date.preposition == "by" and not date.precise and date.closes_on.year in _target_years()
    return target and not _is_next_to_verb(tokens, first)


def _is_next_to_verb(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the date stands next to the verb of an action: "to end, by 2030, the use", "to, by 2030, end"."""
    at_verb = before(tokens, first - 2, "to") or before(tokens, first - 1, "to")
    return first <= 1 or (before(tokens, first, ",") and at_verb)


def beside_action(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the time stands in a participle phrase after the action.

    Example: ", keeping Member States periodically updated".
    """
    comma = next((i for i in range(index, -1, -1) if tokens[i].lower == ","), None)
    return comma is not None and comma + 1 < len(tokens) and tokens[comma + 1].lower.endswith("ing")


def _is_event_length(tokens: Sequence[Token], length: Duration) -> bool:
    """Return whether the length is that of an event or of a term of office: "a session for a period of two weeks"."""
    for position in backwards(length.first, _NEAR_EVENT):
        if tokens[position].lower in listed("not_lasting"):
            return True
        if tokens[position].lower in (",", ";") and position < length.first - 1:
            return False
    return False


#: Maximum number of tokens between a length and the noun of the event that it measures.
_NEAR_EVENT = 14


#: Maximum number of tokens between the words for a period and its length.
_NEAR_PERIOD = 5


def can_last(tokens: Sequence[Token], measured: Duration, verb: str) -> bool:
    """Return whether the clause is about something that lasts, such as an extension or an establishment."""
    if verb in having("lasting"):
        return True
    initial = any(token.lower == "initial" for token in tokens[measured.first : measured.last])
    if initial and any(token.lower == "shall" for token in tokens[: measured.first]):
        return True  # "shall, for an initial period of one year, freeze all funds"
    if any(token.lower in listed("extending") for token in tokens[: measured.first]):
        return True
    if at(tokens, measured.first + 1, "mandate"):
        return True  # "shall have a three-year mandate"
    if measured.iso.startswith("P-") or _is_event_length(tokens, measured):
        return False  # "to meet for three days", "who shall serve for a period of three years"
    if any(token.lower in ("period", "duration") for token in tokens[measured.first : measured.last + 1]):
        return True
    near = words_before(tokens, measured.first, _NEAR_PERIOD)
    if before(tokens, measured.first, "period", "of") and ("additional" in near or "further" in near):
        return True  # "with an additional preparatory period of six months"
    if measured.iso.endswith("D") and not any(token.lower in listed("pausing") for token in tokens[: measured.first]):
        return False
    words = _lasting_words() | listed("pausing")
    return any(token.lower in words for token in tokens[: measured.first]) or measured.first <= 3
