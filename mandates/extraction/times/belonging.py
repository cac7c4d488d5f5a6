"""Whether a date or a length of time belongs to the action of a clause; the single tests beside `times.scope`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mandates import lexicon
from mandates.extraction.times.dates import DateTime
from mandates.extraction.times.durations import Duration
from mandates.extraction.times.scope import Zone, done_elsewhere, handed_over, zone
from mandates.extraction.times.sessions import YEAR, SessionTime
from mandates.extraction.times.tokens import Token, at, before
from mandates.extraction.times.words import listed
from mandates.lexicon.verbs import having


def decides(verb: str) -> bool:
    """Return whether the organ acts or decides itself by `verb`."""
    return verb in having("deciding", "enacting")


@lexicon.derived
def _lasting_words() -> frozenset[str]:
    """Return the words for what can last."""
    return frozenset(word for entry in lexicon.load("due")["lasting"] for word in entry["words"])


@lexicon.derived
def _target_years() -> frozenset[int]:
    return frozenset(int(year) for entry in lexicon.load("due")["target_year"] for year in entry["words"])


def of_session(date: DateTime, sessions: Iterable[SessionTime], found: Sequence[Token]) -> bool:
    """Return whether the date tells when a session is held: "at its sixty-second session, to be held in June 2019"."""
    if before(found, date.first, "and", "in|on"):
        return False  # "at its sixty-second session, and in 2020"
    for session in sessions:
        between = found[session.last + 1 : date.first]
        words = {token.low for token in between if not token.text[0].isupper()}
        day = date.precise and (date.closes_on - date.opens_on).days < 27 and "held" not in words
        if between and len(between) <= 16 and words <= listed("holding") and not day:
            return True
    return False


def of_action(found: Sequence[Token], date: DateTime, first: int) -> bool:
    """Return whether the date belongs to the action; an explicit deadline on a day does so wherever it stands."""
    if date.precise and date.preposition.endswith("later than"):
        return True
    made_by = before(found, first, "made") and date.preposition == "by"  # "inform it of progress made by 15 May"
    awaited = date.precise and date.role == "by" and handed_over(found, first, requested=False)
    elsewhere = done_elsewhere(found, first) and not made_by and not awaited
    loose = not date.precise and (date.preposition in ("in", "during", "at") or date.preposition in listed("spanning"))
    return not elsewhere and zone(found, first, loose=loose, definite=date.precise) is Zone.ACTION


def is_period(found: Sequence[Token], date: DateTime, first: int, verb: str) -> bool:
    """Return whether "to" or "ending" ends a period of the subject: "for the period from 1 July to 30 June 2017"."""
    if any(token.low in listed("extending") or token.low == "appointed" for token in found[:first]) or verb == "extend":
        return False
    if date.preposition != "to":
        return before(found, first, "year|biennium")  # "the accounts for the year ending 31 December 2025"
    ranged = [i for i in range(max(0, first - 8), first) if found[i].low in ("from", "between", "for")]
    return bool(ranged) or not date.precise


def convenes(found: Sequence[Token], first: int) -> bool:
    """Return whether before the token `first` the clause asks to hold or do something at a date."""
    return any(
        token.text in listed("convening")
        or (token.text in ("held", "convened") and before(found, i, "shall|should|will", "be"))
        for i, token in enumerate(found[:first])
    )


def of_event(found: Sequence[Token], first: int, verb: str) -> bool:
    """Return whether the date tells when something named is: "the Conference in 2025", "Expo, to be held in 2021"."""
    if _held_by_others(found, first) or _done_by(found, first - 1):
        return True
    if convenes(found, first):
        return False
    if not decides(verb) and before(found, first, "to", "be", "held|convened|launched|hosted"):
        return not _done_at(found, first - 3)
    place = first - 2 if before(found, first, ",") else first - 1
    if place >= 0 and (found[place].low in ("est", "gmt", "utc") or _told_to(found, place)):
        return False
    if place >= 0 and found[place].low in ("the", "of", "its", "this"):
        return True  # a name that was blanked out
    if place < 0 or not found[place].text[0].isupper():
        return False
    name = [token.low for token in found[max(0, place - 3) : place + 1]]
    return listed("body_nouns").isdisjoint(name)


def _told_to(found: Sequence[Token], last: int) -> bool:
    """Return whether the name that ends at `last` is of those who are told: "to report *to Member States* in 2019"."""
    place = last
    while place > 0 and (found[place].text[0].isupper() or found[place].low in ("the", "of", "and")):
        place -= 1
    return found[place].low == "to" and any(token.low in listed("telling") for token in found[:place])


def _done_at(found: Sequence[Token], end: int) -> bool:
    """Return whether something is to be done at an event named before `end`: "be opened *at a ceremony* to be held"."""
    for place in range(end - 1, max(0, end - _NEAR_EVENT), -1):
        if not found[place].text[0].isalpha():
            return False
        if found[place].low in ("a", "an"):
            return before(found, place, "at|during") and any(token.low == "be" for token in found[:place])
    return False


def _held_by_others(found: Sequence[Token], first: int) -> bool:
    """Return whether the date at `first` is that of elections: "to ensure fair elections in 2025 and 2026"."""
    place = first - 1
    while place > 1 and found[place].low in ("and", "or", ",") and YEAR.fullmatch(found[place - 1].low):
        place -= 2
        place -= found[place].low in ("in", "during")
    if place < 0 or found[place].low not in listed("held_events"):
        return False
    comma = next((i for i in range(place, -1, -1) if at(found, i, ",", "to|in|including|with|such|especially")), -1)
    return not convenes(found[comma + 1 :], place - comma)


def _done_by(found: Sequence[Token], last: int) -> bool:
    """Return whether the body whose name ends at `last` does what a noun names: "the review by the Commission"."""
    place = last
    while place > 0 and (found[place].text[0].isupper() or found[place].low in listed("joining")):
        place -= 1
    if found[place].low != "by" or place == 0 or before(found, place - 1, "for"):  # "for review by the Council in 2014"
        return False
    done = found[place - 1].low
    return not done.endswith("ed") and done not in ("consideration", "held", "made", "taken")


def is_target(found: Sequence[Token], date: DateTime, first: int) -> bool:
    """Return whether the date is one of the world's target years ("by 2030") and not set to the action itself."""
    target = date.preposition == "by" and not date.precise and date.closes_on.year in _target_years()
    return target and not _beside_verb(found, first)


def _beside_verb(found: Sequence[Token], first: int) -> bool:
    """Return whether the date stands at the verb of an action: "to end, by 2030, the use", "to, by 2030, end"."""
    at_verb = before(found, first - 2, "to") or before(found, first - 1, "to")
    return first <= 1 or (before(found, first, ",") and at_verb)


def beside_action(found: Sequence[Token], index: int) -> bool:
    """Return whether the time stands in a phrase beside the action: ", keeping Member States periodically updated"."""
    comma = next((i for i in range(index, -1, -1) if found[i].low == ","), None)
    return comma is not None and comma + 1 < len(found) and found[comma + 1].low.endswith("ing")


def _is_gathering(found: Sequence[Token], measured: Duration) -> bool:
    """Return whether the length is that of an event or of a term of office: "a session for a period of two weeks"."""
    for place in range(measured.first - 1, max(-1, measured.first - _NEAR_EVENT), -1):
        if found[place].low in listed("not_lasting"):
            return True
        if found[place].low in (",", ";") and place < measured.first - 1:
            return False
    return False


#: How many tokens before a length the event is named that is so long.
_NEAR_EVENT = 10


#: How many tokens before its length a period begins.
_NEAR_PERIOD = 5


def can_last(found: Sequence[Token], measured: Duration, verb: str) -> bool:
    """Return whether the clause speaks of something that lasts: an extension, an establishment."""
    if verb in having("lasting"):
        return True
    initial = any(token.low == "initial" for token in found[measured.first : measured.last])
    if initial and any(token.low == "shall" for token in found[: measured.first]):
        return True  # "shall, for an initial period of one year, freeze all funds"
    if any(token.low in listed("extending") for token in found[: measured.first]):
        return True
    if at(found, measured.first + 1, "mandate"):
        return True  # "shall have a three-year mandate"
    if measured.iso.startswith("P-") or _is_gathering(found, measured):
        return False  # "to meet for three days", "who shall serve for a period of three years"
    if any(token.low in ("period", "duration") for token in found[measured.first : measured.last + 1]):
        return True
    if before(found, measured.first, "period", "of") and any(
        token.low in ("additional", "further")
        for token in found[max(0, measured.first - _NEAR_PERIOD) : measured.first]
    ):
        return True  # "with an additional preparatory period of six months"
    if measured.iso.endswith("D") and not any(token.low in listed("pausing") for token in found[: measured.first]):
        return False
    words = _lasting_words() | listed("pausing")
    return any(token.low in words for token in found[: measured.first]) or measured.first <= 3
