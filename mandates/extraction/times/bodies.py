"""Whose session is meant: "to the Council at its thirty-ninth session and to the Assembly at its seventy-fourth"."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates import lexicon
from mandates.extraction.clause import Context
from mandates.extraction.times.sessions import SessionTime
from mandates.extraction.times.tokens import at, backwards, before, words_before
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token
from mandates.reference import calendar

#: Full names of organs that are treated separately.
_ASSEMBLY, _HUMAN_RIGHTS, _ECONOMIC = "General Assembly", "Human Rights Council", "Economic and Social Council"
#: Longest time between the adoption of a resolution and a session for which it sets a task.
_HORIZON = dt.timedelta(days=6 * 366)


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in the clause: its first and last token, the name as written and its head noun."""

    first: int
    last: int
    name: str
    head: str

    @property
    def short(self) -> bool:
        """Whether the name is only a noun: "the Committee"."""
        return self.name.lower() == self.head


@dataclass(frozen=True, slots=True)
class Whose:
    """The body of a session: its full name, and whether another was as likely or a short name had no full one."""

    body: str
    doubtful: bool = False
    unresolved: bool = False


def mentions(tokens: Sequence[Token]) -> list[Mention]:
    """Return the bodies named in the clause, in order."""
    bodies: list[Mention] = []
    index = 0
    while index < len(tokens):
        if tokens[index].text[0].isupper():
            mention = mention_at(tokens, index)
            if mention is not None:
                bodies.append(mention)
                index = mention.last
        index += 1
    return bodies


def mention_at(tokens: Sequence[Token], first: int) -> Mention | None:
    """Return the body whose name begins at `first`, or None."""
    if tokens[first].lower == "the":
        return None
    last, head = first, ""
    index = first
    while index < len(tokens):
        token = tokens[index]
        if token.text[0].isupper() or token.text[0].isdigit():
            last = index
            if not head and token.lower in listed("body_nouns"):
                head = token.lower
            index += 1
            continue
        if tokens[last].lower == "parties" and at(
            tokens, index, "serving", "as", "the", "meeting", "of", "the", "parties", "to", "the"
        ):
            index += _SERVING  # "the Conference of the Parties serving as the meeting of the Parties to the Agreement"
            continue
        step = index
        while step < len(tokens) and step < index + 3 and tokens[step].lower in listed("joining"):
            step += 1
        joins = tokens[index].lower
        allowed = (
            step > index
            and step < len(tokens)
            and tokens[step].text[0].isupper()
            and not (joins == "to" and tokens[index - 1].lower not in ("parties", "right"))
            and not (
                joins == "and"
                and (
                    step > index + 1
                    or tokens[step].lower in listed("body_nouns")
                    or not _within_name(tokens, first, index)
                )
            )
            and not (joins in ("in", "with", "for") and not (head and tokens[index - 1].lower == head))
            and joins != "the"
        )
        if joins == "," and _list_in_name(tokens, index):
            step = index + 1
        elif not allowed:
            break
        index = step
    if not head:
        return None
    if tokens[first].lower in listed("offices") or tokens[last].lower in listed("offices"):
        return _body_of_office(tokens, first, last)
    last = _known_name_end(tokens, first, last)
    return Mention(first, last, _name_text(tokens, first, last), head)


def _known_name_end(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return the last token of the name, with a continuation that the calendar knows.

    Example: "Technology *for Development*".
    """
    if not at(tokens, last + 1, "for|and|to"):
        return last
    known = last
    for position in range(last + 2, min(last + _LONGEST_NAME_REST, len(tokens))):
        if tokens[position].text[0].isupper():
            known = position if calendar.resolve_body(_name_text(tokens, first, position)) is not None else known
        elif tokens[position].lower not in listed("joining"):
            break
    return known


#: Maximum number of tokens in the continuation of a name: "to Combat Desertification in Those Countries Experiencing".
_LONGEST_NAME_REST = 7


#: Number of tokens in "serving as the meeting of the Parties to the".
_SERVING = 9


def _body_of_office(tokens: Sequence[Token], first: int, last: int) -> Mention | None:
    """Return the body named in the title of an office: "the President of the General Assembly"."""
    for index in range(first + 1, last):
        if tokens[index].lower == "of":
            begin = index + 1 + at(tokens, index + 1, "the")
            return mention_at(tokens, begin) if begin <= last else None
    return None


def _within_name(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Return whether "and" at `index` joins words inside a name: after "on" or "for", or before its head noun."""
    return tokens[index - 1].lower not in listed("body_nouns") or any(
        token.lower in ("on", "for") for token in tokens[first:index]
    )


def _list_in_name(tokens: Sequence[Token], comma: int) -> bool:
    """Return whether a comma stands inside a name: "Educational, Scientific and Cultural Organization"."""
    return (
        comma + 3 < len(tokens)
        and tokens[comma + 1].text[0].isupper()
        and tokens[comma + 1].lower not in listed("body_nouns")
        and tokens[comma + 2].lower == "and"
        and tokens[comma + 3].text[0].isupper()
    )


def _name_text(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.text for token in tokens[first : last + 1]).replace(" ,", ",")


def whose(time: SessionTime, tokens: Sequence[Token], verb_decides: bool, context: Context) -> Whose:
    """Return the body whose session `time` names.

    Candidates, in order of preference: the body named after the session ("of the Council"); the one right before it
    ("to the Assembly at its"); the nearest before it that acts or receives in the clause and could hold that session at
    that time; the adopting organ.
    """
    adopting_body = context.resolution.body
    if time.named is not None:
        return Whose(canonical(_name_text(tokens, time.named, time.last).replace("Assemblies", "Assembly")))
    if at(tokens, time.after, "of"):
        first = time.after + 1 + at(tokens, time.after + 1, "the")
        named = mention_at(tokens, first) if first < len(tokens) and tokens[first].text[0].isupper() else None
        if named is not None:
            return _resolve(named, tokens, context)
        common = _common_name(tokens, first)
        if common is not None:
            return Whose(canonical(common), unresolved=calendar.resolve_body(common) is None)
    bodies = mentions(tokens)
    preceding = [mention for mention in bodies if mention.last < time.first]
    if time.possessive and not preceding:  # "that, at its tenth session, the Committee should"
        preceding = [
            mention for mention in bodies if time.last < mention.first <= time.last + 12 and _subject(mention, tokens)
        ]
    session = time.sessions[0]
    acting = [mention for mention in reversed(preceding) if _takes_part(mention, tokens)]
    nearest = preceding[-1] if preceding else None
    if (
        nearest is not None
        and time.possessive
        and _adjacent(nearest, time, tokens)
        and not _of_document(nearest, tokens)
    ):
        candidate = _resolve(nearest, tokens, context, session)
        is_own_session = verb_decides and candidate.unresolved and possible(adopting_body, session, context)
        if (not is_own_session and possible(candidate.body, session, context) is not False) or possible(
            adopting_body, session, context
        ) is False:
            return candidate
    if not time.possessive and possible(adopting_body, session, context):
        return Whose(adopting_body)
    candidates = [_resolve(mention, tokens, context, session) for mention in acting]
    if verb_decides and possible(adopting_body, session, context):
        receivers = [
            _resolve(mention, tokens, context, session)
            for mention in acting
            if before(tokens, mention.first - before(tokens, mention.first, "the"), "to|by")
        ]
        candidates = receivers
    for candidate in candidates:
        if possible(candidate.body, session, context):
            doubtful = (
                candidate.body != adopting_body
                and bool(possible(adopting_body, session, context))
                and candidate is not candidates[0]
            )
            return Whose(candidate.body, doubtful, candidate.unresolved)
    if possible(adopting_body, session, context):
        some_unknown = any(possible(candidate.body, session, context) is None for candidate in candidates)
        return Whose(adopting_body, doubtful=some_unknown)
    likeliest = _most_named(session, context)
    if likeliest is not None and not any(
        possible(candidate.body, session, context) is None for candidate in candidates
    ):
        return Whose(likeliest, doubtful=True)
    for candidate in candidates:
        if possible(candidate.body, session, context) is None:
            return candidate
    for mention in reversed(preceding):
        candidate = _resolve(mention, tokens, context, session)
        if possible(candidate.body, session, context) is not False:
            return Whose(candidate.body, True, candidate.unresolved)
    return Whose(adopting_body, doubtful=bool(preceding))


def _common_name(tokens: Sequence[Token], first: int) -> str | None:
    """Return the name in small letters at `first` that only one body has, or None: "the high-level political forum"."""
    for last in range(first + 2, min(first + 5, len(tokens))):
        if not tokens[last - 1].text[0].islower():
            return None
        if tokens[last].lower in listed("body_nouns"):
            return _name_text(tokens, first, last)
    return None


def _subject(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Return whether the body is the subject of an action: "the Committee should", "the Council shall"."""
    return at(tokens, mention.last + 1, "should|shall|will|may|hold|consider|review|adopt|take")


def _most_named(session: int | str, context: Context) -> str | None:
    """Return the body in the calendar that can hold the session and is named most in the resolution, or None."""
    counts: Counter[str] = Counter()
    for head in ("commission", "committee", "forum"):
        for paragraph in context.resolution.paragraphs:
            for match in _names(head, paragraph.text):
                full = calendar.resolve_body(" ".join(match[0].split()))
                counts[full or ""] += full is not None
    return next((body for body, _ in counts.most_common() if body and possible(body, session, context)), None)


def _takes_part(mention: Mention, tokens: Sequence[Token]) -> bool:
    """Return whether the body acts or receives: "to the Council", "by the Committee", "that the Commission"."""
    position = mention.first
    while position and tokens[position - 1].lower in ("the", "its"):
        position -= 1
    if not position:
        return True
    return tokens[position - 1].lower in listed("acting") or tokens[position - 1].lower == ","


def _adjacent(mention: Mention, time: SessionTime, tokens: Sequence[Token]) -> bool:
    """Return whether at most a short parenthetical stands between the body and its session."""
    preposition = next((i for i in range(time.first, -1, -1) if tokens[i].start <= time.start), time.first)
    between = [token.lower for token in tokens[mention.last + 1 : preposition]]
    return len(between) <= 5 and listed("parting").isdisjoint(between)


def reported_by(time: SessionTime, tokens: Sequence[Token]) -> bool:
    """Return whether the session is that of the author of a document.

    Example: "the recommendations of the Committee at its ...".
    """
    for mention in mentions(tokens):
        if mention.last < time.first and time.possessive and _adjacent(mention, time, tokens):
            return _of_document(mention, tokens)
    return False


def given_to(time: SessionTime, tokens: Sequence[Token]) -> bool:
    """Return whether something is submitted to the body at its session: "to the Committee at its fortieth session"."""
    for mention in mentions(tokens):
        if mention.last < time.first and time.possessive and _adjacent(mention, time, tokens):
            position = mention.first - before(tokens, mention.first, "the")
            return before(tokens, position, "to") or before(tokens, position, "for", "consideration", "by")
    return False


def given_to_another(time: SessionTime, tokens: Sequence[Token], body: str, context: Context) -> bool:
    """Return whether the body right before the session is not `body`: a session of the former Commission."""
    for mention in mentions(tokens):
        if mention.last < time.first and time.possessive and _adjacent(mention, time, tokens):
            return _resolve(mention, tokens, context, time.sessions[0]).body != body
    return False


def each_its_own(time: SessionTime, tokens: Sequence[Token], context: Context) -> list[Whose]:
    """Return a body for each session, or an empty list.

    Example: "to the Assembly and the Council at their tenth and fifth sessions, *respectively*".
    """
    count = len(time.sessions)
    if count == 1 or not at(tokens, time.after + at(tokens, time.after, ","), "respectively"):
        return []
    bodies = [mention for mention in mentions(tokens) if mention.last < time.first][-count:]
    between = [token.lower for one, two in itertools.pairwise(bodies) for token in tokens[one.last + 1 : two.first]]
    if len(bodies) < count or not set(between) <= {",", "and", "to", "the"}:
        return []
    return [_resolve(mention, tokens, context, session) for mention, session in zip(bodies, time.sessions, strict=True)]


def is_itself_held(time: SessionTime, tokens: Sequence[Token], first: int) -> bool:
    """Return whether the session is what the body meets for: "shall *meet for* its first session in Nairobi"."""
    return time.preposition == "for" and time.possessive and before(tokens, first, "meet|convene|reconvene")


def past_consideration(time: SessionTime, tokens: Sequence[Token]) -> bool:
    """Return whether the session is that of a consideration which documents only relate to.

    Example: "to transmit the records *relating to the consideration* of the item by the Assembly at its tenth session".
    """
    for mention in mentions(tokens):
        if mention.last < time.first and time.possessive and _adjacent(mention, time, tokens):
            agent = mention.first - before(tokens, mention.first, "the") - 1
            return at(tokens, agent, "by") and _relates_to_consideration(tokens, agent)
    return False


def _relates_to_consideration(tokens: Sequence[Token], agent: int) -> bool:
    """Return whether the "by" at `agent` follows a consideration to which something only relates."""
    for position in backwards(agent, _LONGEST_CONSIDERATION):
        if tokens[position].lower in (",", ";"):
            return False
        if tokens[position].lower in listed("considerations"):
            related = position - before(tokens, position, "the|a|any")
            relation = words_before(tokens, related, 2)
            return relation[1:] in (("to",), ("with",)) and relation[0] in listed("relating")
    return False


#: Maximum number of tokens from "consideration" to "by".
_LONGEST_CONSIDERATION = 20


def asked_of_another(time: SessionTime, tokens: Sequence[Token]) -> bool:
    """Return whether the session is that of a body that the addressee is to ask: "that it request the Board at its"."""
    for mention in mentions(tokens):
        if mention.last < time.first and time.possessive and _adjacent(mention, time, tokens):
            position = mention.first - before(tokens, mention.first, "the")
            return position > 1 and before(tokens, position, "request|invite") and before(tokens, position - 1, "it|to")
    return False


def titles_office_holder(time: SessionTime, tokens: Sequence[Token], first: int) -> bool:
    """Return whether the session is part of the title of the addressee: "the Chair of the Board at its ... to"."""
    if before(tokens, first, "those") and any(token.lower in listed("offices") for token in tokens[:first]):
        return True  # "the Presidents, in particular those at the seventieth and seventy-first sessions"
    position = first
    while position > 0 and (tokens[position - 1].text[0].isupper() or tokens[position - 1].lower in listed("joining")):
        position -= 1
        if tokens[position].lower in listed("offices"):
            break
    else:
        return False
    if any(at(tokens, i, "to|that") for i in range(position)):
        return False
    return at(tokens, _past_body(tokens, time.after), "to|,|and")


def _past_body(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the token after "of the General Assembly" at `index`, or `index` if no body stands there."""
    if not at(tokens, index, "of"):
        return index
    position = index + 1
    while position < len(tokens) and (
        tokens[position].text[0].isupper() or tokens[position].lower in listed("joining")
    ):
        if tokens[position].lower == "to":
            break
        position += 1
    return position


def _of_document(mention: Mention, tokens: Sequence[Token]) -> bool:
    position = mention.first - before(tokens, mention.first, "the")
    return before(tokens, position, "of") and position > 1 and tokens[position - 2].lower in _documents()


@lexicon.derived
def _documents() -> frozenset[str]:
    return frozenset(word for entry in lexicon.load("due")["document"] for word in entry["words"])


def possible(body: str, session: int | str, context: Context) -> bool | None:
    """Return whether a resolution could set `body` a task for `session` when it was adopted; None if unknown."""
    adopted = context.resolution.adopted_on
    if isinstance(session, str) and session.isdecimal():
        if body in (_ASSEMBLY, _HUMAN_RIGHTS):
            return False
        return True if body == _ECONOMIC or calendar.sessions(body) else None
    if not isinstance(session, int):
        return None
    if adopted is None:
        own_session = context.resolution.session
        if body == context.resolution.body and isinstance(own_session, int):
            return own_session <= session <= own_session + 6
        return None
    if body == _ECONOMIC:
        return None if adopted.year < 1979 else False
    if body == "Security Council":
        return False
    meeting = calendar.session(body, session)
    if meeting is None:
        return False if body in (_ASSEMBLY, _HUMAN_RIGHTS) else None
    closes, opens = meeting.window_end or meeting.closes_on, meeting.opens_on
    return (closes is None or closes >= adopted) and (opens is None or opens <= adopted + _HORIZON)


def _resolve(mention: Mention, tokens: Sequence[Token], context: Context, session: int | str | None = None) -> Whose:
    """Return the body of a mention by its full name; a short name ("the Committee") is looked up in the resolution."""
    if not mention.short:
        return _by_fuller_name(mention, tokens, context)
    adopting_body = context.resolution.body
    if mention.head == adopting_body.split()[-1].lower():
        return Whose(adopting_body)
    if mention.head == "assembly":
        return Whose(_ASSEMBLY)
    preceding_text = context.paragraph.text[: tokens[mention.first].start]
    candidates = [canonical(name) for name in _named_elsewhere(mention.head, preceding_text, context)]
    for full_name in candidates:
        if session is None or possible(full_name, session, context):
            return Whose(full_name)
    if mention.head == "council":
        return Whose(_ECONOMIC)
    for full_name in candidates:
        if session is not None and possible(full_name, session, context) is None:
            return Whose(full_name)
    if not candidates and session is not None:
        bodies = [body for body in calendar.bodies() if mention.head in body.lower().split()]
        capable = [body for body in bodies if possible(body, session, context)]
        if len(capable) == 1:  # "the Forum at its twenty-second session", where only one forum can hold that
            return Whose(capable[0])
    return Whose(candidates[0]) if candidates else Whose(mention.name, unresolved=True)


def _by_fuller_name(mention: Mention, tokens: Sequence[Token], context: Context) -> Whose:
    """Return the body of a mention, by its fuller name if the calendar does not know it and there is only one.

    Example: "the Working Group" for "the Working Group on the Tides", unless the resolution names an Expert Working
    Group as well; if that is named before it in the clause, it is the one meant.
    """
    if calendar.resolve_body(mention.name) is not None:
        return Whose(canonical(mention.name))
    for earlier in mentions(tokens):
        if earlier.last < mention.first and earlier.name.endswith(f" {mention.name}"):
            return _by_fuller_name(earlier, tokens, context)
    names = _named_elsewhere(mention.head, context.paragraph.text[: tokens[mention.first].start], context)
    fuller = [name for name in names if mention.name in name and name != mention.name]
    shortest = min(fuller, key=len, default="")
    is_only_one = all(name.startswith(shortest) for name in fuller)
    continues = shortest.startswith(tuple(f"{mention.name} {joins} " for joins in ("on", "of", "for")))
    return Whose(canonical(shortest if is_only_one and continues else mention.name))


def canonical(name: str) -> str:
    """Return the name of a body in the calendar, or the name as written if it is not there."""
    return calendar.resolve_body(name) or name


def _named_elsewhere(head: str, preceding_text: str, context: Context) -> list[str]:
    """Return the full names with the head noun `head`: first those before it in its paragraph, then by frequency."""
    resolution = context.resolution
    nearby = [_clean_name(match) for match in _names(head, preceding_text)]
    counts = Counter(
        _clean_name(match)
        for text in (*(paragraph.text for paragraph in resolution.paragraphs), resolution.title or "")
        for match in _names(head, text)
    )
    names = [*reversed(nearby), *(name for name, _ in counts.most_common())]
    return [name for name in dict.fromkeys(names) if name.lower() != head]


def _clean_name(match: re.Match[str]) -> str:
    """Return the matched name on one line, without the article or the verb that begins its paragraph."""
    name = " ".join(match[0].split())
    return name.split(" ", 1)[1] if " " in name and (match.start() == 0 or name.startswith("The ")) else name


def _names(head: str, text: str) -> Iterator[re.Match[str]]:
    """Yield the names in `text` with the head noun `head`."""
    return _name_pattern(head).finditer(text) if head.capitalize() in text else iter(())


@functools.cache
def _name_pattern(head: str) -> re.Pattern[str]:
    """Return the pattern of names with the head noun `head`: "Legal Subcommittee", "Committee on Information"."""
    noun, word = head.capitalize(), r"[A-Z][\w\u2019-]*"
    return re.compile(
        rf"(?:(?:{word}|and(?=\s+{word}\s+{noun}))\s+){{0,5}}{noun}"
        rf"(?:\s+(?:on|for|of)(?:\s+the)?\s+{word}"
        rf"(?:(?:\s+(?:and|of|for|the|on|in|(?<=Right\s)to|(?<=Parties\s)to)){{0,2}}\s+{word}){{0,8}})?"
    )
