"""Whose session is meant: "to the Council at its thirty-ninth session and to the Assembly at its seventy-fourth"."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates import lexicon
from mandates.extraction.clause import Context
from mandates.extraction.times.sessions import SessionTime
from mandates.extraction.times.tokens import Token, at, before
from mandates.extraction.times.words import listed
from mandates.reference import calendar

#: Nouns at the heart of a body's name. Every body that meets in sessions is called one of these.
_ASSEMBLY, _HUMAN_RIGHTS, _ECONOMIC = "General Assembly", "Human Rights Council", "Economic and Social Council"
#: Longest time between adoption and a session that a resolution sets a task for.
_HORIZON = dt.timedelta(days=6 * 366)


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in the clause: its tokens, the name as written and the noun at its heart."""

    first: int
    last: int
    name: str
    head: str

    @property
    def short(self) -> bool:
        """Whether it is but a noun: "the Committee"."""
        return self.name.lower() == self.head


@dataclass(frozen=True, slots=True)
class Whose:
    """The body of a session: full name, and whether another was as likely or a short name found no full one."""

    body: str
    doubtful: bool = False
    unresolved: bool = False


def mentions(found: Sequence[Token]) -> list[Mention]:
    """Return the bodies named in the clause, in order."""
    bodies: list[Mention] = []
    index = 0
    while index < len(found):
        if found[index].text[0].isupper():
            mention = mention_at(found, index)
            if mention is not None:
                bodies.append(mention)
                index = mention.last
        index += 1
    return bodies


def mention_at(found: Sequence[Token], first: int) -> Mention | None:
    """Return the body whose name begins at `first`, or None."""
    if found[first].low == "the":
        return None
    last, head = first, ""
    index = first
    while index < len(found):
        token = found[index]
        if token.text[0].isupper() or token.text[0].isdigit():
            last = index
            if not head and token.low in listed("body_nouns"):
                head = token.low
            index += 1
            continue
        if found[last].low == "parties" and at(
            found, index, "serving", "as", "the", "meeting", "of", "the", "parties", "to", "the"
        ):
            index += _SERVING  # "the Conference of the Parties serving as the meeting of the Parties to the Agreement"
            continue
        step = index
        while step < len(found) and step < index + 3 and found[step].low in listed("joining"):
            step += 1
        joins = found[index].low
        allowed = (
            step > index
            and step < len(found)
            and found[step].text[0].isupper()
            and not (joins == "to" and found[index - 1].low not in ("parties", "right"))
            and not (
                joins == "and"
                and (
                    step > index + 1 or found[step].low in listed("body_nouns") or not _within_name(found, first, index)
                )
            )
            and not (joins in ("in", "with", "for") and not (head and found[index - 1].low == head))
            and joins != "the"
        )
        if joins == "," and _list_in_name(found, index):
            step = index + 1
        elif not allowed:
            break
        index = step
    if not head:
        return None
    if found[first].low in listed("offices") or found[last].low in listed("offices"):
        return _inside(found, first, last)
    last = _known_to(found, first, last)
    return Mention(first, last, _written(found, first, last), head)


def _known_to(found: Sequence[Token], first: int, last: int) -> int:
    """Return where the name ends that the calendar knows, where it goes on: "Technology *for Development*"."""
    if not at(found, last + 1, "for|and|to"):
        return last
    known = last
    for place in range(last + 2, min(last + _LONGEST_REST, len(found))):
        if found[place].text[0].isupper():
            known = place if calendar.resolve_body(_written(found, first, place)) is not None else known
        elif found[place].low not in listed("joining"):
            break
    return known


#: How many tokens a name may go on: "to Combat Desertification in Those Countries Experiencing".
_LONGEST_REST = 7


#: Tokens of "serving as the meeting of the Parties to the".
_SERVING = 9


def _inside(found: Sequence[Token], first: int, last: int) -> Mention | None:
    """Return the body in the name of an office: "the President of the General Assembly"."""
    for index in range(first + 1, last):
        if found[index].low == "of":
            begin = index + 1 + at(found, index + 1, "the")
            return mention_at(found, begin) if begin <= last else None
    return None


def _within_name(found: Sequence[Token], first: int, index: int) -> bool:
    """Return whether "and" at `index` joins words inside a name: after "on", "for", or before its noun."""
    return found[index - 1].low not in listed("body_nouns") or any(
        token.low in ("on", "for") for token in found[first:index]
    )


def _list_in_name(found: Sequence[Token], comma: int) -> bool:
    """Return whether a comma stands inside a name: "Educational, Scientific and Cultural Organization"."""
    return (
        comma + 3 < len(found)
        and found[comma + 1].text[0].isupper()
        and found[comma + 1].low not in listed("body_nouns")
        and found[comma + 2].low == "and"
        and found[comma + 3].text[0].isupper()
    )


def _written(found: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.text for token in found[first : last + 1]).replace(" ,", ",")


def whose(time: SessionTime, found: Sequence[Token], verb_decides: bool, context: Context) -> Whose:
    """Return the body whose session `time` names.

    In order: the body named after it ("of the Council"); the one right before it ("to the Assembly at its"); the
    nearest before it that acts or receives in the clause and could hold that session at that time; the adopting organ.
    """
    own = context.resolution.body
    if time.named is not None:
        return Whose(canonical(_written(found, time.named, time.last).replace("Assemblies", "Assembly")))
    if at(found, time.after, "of"):
        first = time.after + 1 + at(found, time.after + 1, "the")
        named = mention_at(found, first) if first < len(found) and found[first].text[0].isupper() else None
        if named is not None:
            return _full(named, found, context)
    named_here = mentions(found)
    before_it = [mention for mention in named_here if mention.last < time.first]
    if time.possessive and not before_it:  # "that, at its tenth session, the Committee should"
        before_it = [
            mention
            for mention in named_here
            if time.last < mention.first <= time.last + 12 and _subject(mention, found)
        ]
    session = time.sessions[0]
    acting = [mention for mention in reversed(before_it) if _acts(mention, found)]
    nearest = before_it[-1] if before_it else None
    if nearest is not None and time.possessive and _adjacent(nearest, time, found) and not _of_document(nearest, found):
        whole = _full(nearest, found, context, session)
        own_session = verb_decides and whole.unresolved and possible(own, session, context)
        if (not own_session and possible(whole.body, session, context) is not False) or possible(
            own, session, context
        ) is False:
            return whole
    if not time.possessive and possible(own, session, context):
        return Whose(own)
    likely = [_full(mention, found, context, session) for mention in acting]
    if verb_decides and possible(own, session, context):
        receivers = [
            _full(mention, found, context, session)
            for mention in acting
            if before(found, mention.first - before(found, mention.first, "the"), "to|by")
        ]
        likely = receivers
    for whole in likely:
        if possible(whole.body, session, context):
            doubtful = whole.body != own and bool(possible(own, session, context)) and whole is not likely[0]
            return Whose(whole.body, doubtful, whole.unresolved)
    if possible(own, session, context):
        unknown = any(possible(whole.body, session, context) is None for whole in likely)
        return Whose(own, doubtful=unknown)
    known = _likeliest(session, context)
    if known is not None and not any(possible(whole.body, session, context) is None for whole in likely):
        return Whose(known, doubtful=True)
    for whole in likely:
        if possible(whole.body, session, context) is None:
            return whole
    for mention in reversed(before_it):
        whole = _full(mention, found, context, session)
        if possible(whole.body, session, context) is not False:
            return Whose(whole.body, True, whole.unresolved)
    return Whose(own, doubtful=bool(before_it))


def _subject(mention: Mention, found: Sequence[Token]) -> bool:
    """Return whether the body is said to act: "the Committee should", "the Council shall"."""
    return at(found, mention.last + 1, "should|shall|will|may|hold|consider|review|adopt|take")


def _likeliest(session: int | str, context: Context) -> str | None:
    """Return the body of the calendar, most named in the resolution, that can hold the session; None where none can."""
    counted: Counter[str] = Counter()
    for head in ("commission", "committee", "forum"):
        for paragraph in context.resolution.paragraphs:
            for match in _names(head, paragraph.text):
                full = calendar.resolve_body(" ".join(match[0].split()))
                counted[full or ""] += full is not None
    return next((body for body, _ in counted.most_common() if body and possible(body, session, context)), None)


def _acts(mention: Mention, found: Sequence[Token]) -> bool:
    """Return whether the body acts or receives: "to the Council", "by the Committee", "that the Commission"."""
    place = mention.first
    while place > 0 and found[place - 1].low in ("the", "its"):
        place -= 1
    if place == 0:
        return True
    return found[place - 1].low in listed("acting") or found[place - 1].low == ","


def _adjacent(mention: Mention, time: SessionTime, found: Sequence[Token]) -> bool:
    """Return whether only a short aside stands between the body and its session."""
    preposition = next((i for i in range(time.first, -1, -1) if found[i].start <= time.start), time.first)
    between = [token.low for token in found[mention.last + 1 : preposition]]
    return len(between) <= 5 and listed("parting").isdisjoint(between)


def reported_by(time: SessionTime, found: Sequence[Token]) -> bool:
    """Return whether the session is that of a document's author: "the recommendations of the Committee at its ..."."""
    for mention in mentions(found):
        if mention.last < time.first and time.possessive and _adjacent(mention, time, found):
            return _of_document(mention, found)
    return False


def given_to(time: SessionTime, found: Sequence[Token]) -> bool:
    """Return whether something is given to the body at its session: "to the Committee at its fortieth session"."""
    for mention in mentions(found):
        if mention.last < time.first and time.possessive and _adjacent(mention, time, found):
            place = mention.first - before(found, mention.first, "the")
            return before(found, place, "to") or before(found, place, "for", "consideration", "by")
    return False


def given_to_another(time: SessionTime, found: Sequence[Token], body: str, context: Context) -> bool:
    """Return whether the body right before the session is not `body`: a session of the former Commission."""
    for mention in mentions(found):
        if mention.last < time.first and time.possessive and _adjacent(mention, time, found):
            return _full(mention, found, context, time.sessions[0]).body != body
    return False


def titles_office_holder(time: SessionTime, found: Sequence[Token], first: int) -> bool:
    """Return whether the session is in the title of the one addressed: "the Chair of the Board at its ... to"."""
    place = first
    while place > 0 and (found[place - 1].text[0].isupper() or found[place - 1].low in listed("joining")):
        place -= 1
        if found[place].low in listed("offices"):
            break
    else:
        return False
    if any(at(found, i, "to|that") for i in range(place)):
        return False
    return at(found, _past_body(found, time.after), "to|,|and")


def _past_body(found: Sequence[Token], index: int) -> int:
    """Return the index after "of the General Assembly" at `index`, or `index`."""
    if not at(found, index, "of"):
        return index
    place = index + 1
    while place < len(found) and (found[place].text[0].isupper() or found[place].low in listed("joining")):
        if found[place].low == "to":
            break
        place += 1
    return place


def _of_document(mention: Mention, found: Sequence[Token]) -> bool:
    place = mention.first - before(found, mention.first, "the")
    return before(found, place, "of") and place > 1 and found[place - 2].low in _documents()


@lexicon.derived
def _documents() -> frozenset[str]:
    return frozenset(word for entry in lexicon.load("due")["document"] for word in entry["words"])


def possible(body: str, session: int | str, context: Context) -> bool | None:
    """Return whether `body` can be given a task for `session` when the resolution was adopted; None where unknown."""
    adopted = context.resolution.adopted_on
    if isinstance(session, str) and session.isdecimal():
        if body in (_ASSEMBLY, _HUMAN_RIGHTS):
            return False
        return True if body == _ECONOMIC or calendar.sessions(body) else None
    if not isinstance(session, int):
        return None
    if adopted is None:
        own = context.resolution.session
        if body == context.resolution.body and isinstance(own, int):
            return own <= session <= own + 6
        return None
    if body == _ECONOMIC:
        return None if adopted.year < 1979 else False
    if body == "Security Council":
        return False
    known = calendar.session(body, session)
    if known is None:
        return False if body in (_ASSEMBLY, _HUMAN_RIGHTS) else None
    closes, opens = known.window_end or known.closes_on, known.opens_on
    return (closes is None or closes >= adopted) and (opens is None or opens <= adopted + _HORIZON)


def _full(mention: Mention, found: Sequence[Token], context: Context, session: int | str | None = None) -> Whose:
    """Return the full name of a body mentioned, that of a short one ("the Committee") found in the resolution."""
    if not mention.short:
        return Whose(canonical(mention.name))
    own = context.resolution.body
    if mention.head == own.split()[-1].lower():
        return Whose(own)
    if mention.head == "assembly":
        return Whose(_ASSEMBLY)
    here = context.paragraph.text[: found[mention.first].start]
    candidates = [canonical(name) for name in _named_elsewhere(mention.head, here, context)]
    for full in candidates:
        if session is None or possible(full, session, context):
            return Whose(full)
    if mention.head == "council":
        return Whose(_ECONOMIC)
    for full in candidates:
        if session is not None and possible(full, session, context) is None:
            return Whose(full)
    if not candidates and session is not None:
        known = [body for body in calendar.bodies() if mention.head in body.lower().split()]
        able = [body for body in known if possible(body, session, context)]
        if len(able) == 1:  # "the Forum at its twenty-second session", where only one forum can hold that
            return Whose(able[0])
    return Whose(candidates[0]) if candidates else Whose(mention.name, unresolved=True)


def canonical(name: str) -> str:
    """Return the calendar's name of a body, or the name as written where it has none."""
    return calendar.resolve_body(name) or name


def _named_elsewhere(head: str, here: str, context: Context) -> list[str]:
    """Return the full names with the noun `head`: those before it in its paragraph, then the most named first."""
    resolution = context.resolution
    near = [_plain(match) for match in _names(head, here)]
    counted = Counter(
        _plain(match)
        for text in (*(paragraph.text for paragraph in resolution.paragraphs), resolution.title or "")
        for match in _names(head, text)
    )
    names = [*reversed(near), *(name for name, _ in counted.most_common())]
    return [name for name in dict.fromkeys(names) if name.lower() != head]


def _plain(match: re.Match[str]) -> str:
    """Return the name found, in one line, without the article or the verb that begins its paragraph."""
    name = " ".join(match[0].split())
    return name.split(" ", 1)[1] if " " in name and (match.start() == 0 or name.startswith("The ")) else name


def _names(head: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the names in `text` with the noun `head`."""
    return _name_pattern(head).finditer(text) if head.capitalize() in text else iter(())


@functools.cache
def _name_pattern(head: str) -> re.Pattern[str]:
    """Return the pattern of names with the noun `head`: "Legal Subcommittee", "Committee on Information"."""
    noun, word = head.capitalize(), r"[A-Z][\w\u2019-]*"
    return re.compile(
        rf"(?:(?:{word}|and(?=\s+{word}\s+{noun}))\s+){{0,5}}{noun}"
        rf"(?:\s+(?:on|for|of)(?:\s+the)?\s+{word}"
        rf"(?:(?:\s+(?:and|of|for|the|on|in|(?<=Right\s)to|(?<=Parties\s)to)){{0,2}}\s+{word}){{0,8}})?"
    )
