"""What a clause extends or brings to an end, in its own words: "mandate of UNMISS", and by what name it is known.

Later resolutions are compared with earlier ones by it: the same mandate extended again, or terminated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mandates import lexicon
from mandates.domain.extended import Extended
from mandates.extraction.times.dates import find_dates
from mandates.extraction.times.tokens import tokens

#: Maximum number of characters in the name of a mandate; a longer one is truncated.
_LONGEST = 140
_THAT = re.compile(
    r"(?:\bthat\b[ ,]*|\A(?=The\b))(?P<subject>(?!ha(?:s|ve)\b|if\b)[^,;]{3,160}?)\s+(?:(?:shall|will|should)\s+)?"
    r"(?:continue|remain|apply|operate|be\s+(?:extended|renewed|terminated|lifted|maintained))\b"
)
_ENDED = re.compile(r"\b(?P<subject>(?:all\s+)?the\s+[^,;]{3,100}?)\s+shall\s+(?:be\s+(?:terminated|lifted)|expire)\b")
_AUTHORIZING = re.compile(r"\bauthori[sz]es?\b[^;]*?(?P<subject>\bto\s+[a-z]+\b[^;]*)", re.IGNORECASE)
_DETERMINER = re.compile(
    r"\A(?:(?:all|once|again|further)\s+)*(?:the|its|their|his|a|an|this|these)\b\s*", re.IGNORECASE
)
_FROM_NOW = re.compile(
    r"(?:with effect |starting )?from (?:the )?date of (?:the )?(?:adoption of )?(?:this|the present) resolution"
)
_OWN = re.compile(r"\s*(?:its|their|his)\s+(?P<noun>mandate|authori[sz]ations?|term|operations?|activities)\b")
_BEGINS = re.compile(r"\b(?:the|its|their|his|all|resolutions?|provisions?|measures|authori[sz]ations?|[A-Z]\w+)\b")
_PERIOD = re.compile(r"[\s,]*a\s+period\b")
_LASTING = re.compile(r"\bthe\s+(?:mandate|provisions|measures|authori[sz]ations?|prohibitions?)\b")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]*[A-Z][A-Z0-9-]{1,}\b")
_PROPER = re.compile(r"\b[A-Z][\w-]+(?:\s+(?:(?:of|and|for|on|in|the|to)\s+){0,2}[A-Z][\w-]+)+")
_CITED = re.compile(
    r"\bparagraphs?\s+(?P<label>\d+(?:\s*\(\w\))?)\s+of\s+(?:its\s+)?resolution\s+(?P<number>\d+\s*\(\d{4}\))"
)
_KNOWN_AS = re.compile(r"[^,;:]{0,140}?[A-Z]\w+\s+\((?:the\s+)?[A-Z][\w -]*\)")
_RESOLUTION = re.compile(r"\b(\d{1,4})\s*\((?:19|20)\d\d\)")
_NOUN = re.compile(r"\b[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class _Words:
    doing: re.Pattern[str]
    ending: frozenset[str]
    stop: re.Pattern[str]
    stop_after_name: re.Pattern[str]
    not_names: frozenset[str]
    short: re.Pattern[str]
    experts: frozenset[str]
    standing: frozenset[str]
    during: re.Pattern[str]
    leading: re.Pattern[str]


@lexicon.derived
def _words() -> _Words:
    data = lexicon.load("extensions")
    stops: dict[bool, list[str]] = {True: [], False: []}
    for entry in data["stop"]:
        stops[entry["named"]] += entry["words"]
    return _Words(
        doing=re.compile(
            rf"\b(?P<doing>{_any(word for entry in data['doing'] for word in entry['words'])})\b",
            re.IGNORECASE,
        ),
        ending=frozenset(word for entry in data["doing"] if entry["ends"] for word in entry["words"]),
        stop=re.compile(_stop_pattern(stops[False])),
        stop_after_name=re.compile(_stop_pattern(stops[False] + stops[True])),
        not_names=frozenset(data["not_names"]),
        short=re.compile(rf"\b(?:{_any(data['short_names'])})\b(?!\s+(?:of|on|in|for|and)\s+[A-Z]|\s+[A-Z])"),
        experts=frozenset(data["experts"]),
        standing=frozenset(data["standing"]),
        during=re.compile(rf"\bduring\s+(?:the|this|that|such)\s+(?:{_any(data['periods'])})\b"),
        leading=re.compile(rf"[\s,]*(?:{_any(data['leading'])})\b"),
    )


def is_reported_on(what: Extended) -> bool:
    """Return whether the Secretary-General reports on it: a mission or an authorization, not experts or measures."""
    if what.names:
        return all(_words().experts.isdisjoint(name.split()) for name in what.names)
    return what.noun in _words().standing


def is_during_a_period(clause: str) -> bool:
    """Return whether a clause asks for something during a period that is set elsewhere."""
    return _words().during.search(clause) is not None


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _stop_pattern(words: list[str]) -> str:
    marks = "".join(word for word in words if not word[0].isalpha())
    return (
        rf"\s*[{re.escape(marks)}](?!\s*\d)(?!\s+and\s+\d)|\s+(?:{_any(word for word in words if word[0].isalpha())})\b"
    )


def extended(clause: str, times: Iterable[str] = (), before: str = "") -> Extended | None:
    """Return what `clause` extends or ends, or None if it names nothing.

    Args:
        clause: the words of the clause.
        times: the phrases in it that give the end of the period.
        before: the text before it in its paragraph, in which the owner of "its" mandate is named.
    """
    text = " ".join(clause.split())
    for phrase in times:
        text = text.replace(phrase, "", 1) if phrase else text
    text = _FROM_NOW.sub("", text)
    words = _words()
    doing = words.doing.search(text)
    own_noun = None
    if doing is not None:
        after_verb = text[doing.end() :]
        subject_start = _LASTING.search(after_verb) if _PERIOD.match(after_verb) else _BEGINS.search(after_verb)
        if subject_start is not None and (words.leading.match(after_verb) or _PERIOD.match(after_verb)):
            after_verb = after_verb[subject_start.start() :]
        own_noun = _OWN.match(after_verb)
        subject = _subject_name(after_verb, words)
    elif (match := _ENDED.search(text)) or (match := _THAT.search(text)):
        subject = _subject_name(match["subject"], words)
    elif match := _AUTHORIZING.search(text):
        subject = f"authorization {_subject_name(match['subject'], words)}"
    else:
        return None
    if own_noun is not None and (names_before := _names(before, words)[-1:]):
        subject = f"{own_noun['noun']} of {names_before[0]}"
    if not subject:
        return None
    ends = doing["doing"].casefold() in words.ending if doing is not None else _ENDED.search(text) is not None
    cited = _CITED.search(text)
    noun = _NOUN.search(subject)
    return Extended(
        subject=subject,
        names=frozenset(_names(subject, words)),
        noun=noun[0].replace("isation", "ization") if noun else "",
        cites=frozenset(_RESOLUTION.findall(subject)),
        ends=ends,
        ends_on=_ends_on(clause) if ends else None,
        cited=f"{cited['number']}#{cited['label']}" if cited and "request" in subject else None,
    )


def _subject_name(rest: str, words: _Words) -> str:
    """Return the name with which `rest` begins, without its article."""
    rest = _DETERMINER.sub("", rest.strip(" ,"), count=1)
    known_as = _KNOWN_AS.match(rest)
    if known_as is not None:
        return known_as[0]
    name = words.stop_after_name.split(rest, maxsplit=1)[0].strip()
    if not _names(name, words):
        name = words.stop.split(rest, maxsplit=1)[0].strip()
    name = name.removesuffix(" and")
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST].rsplit(' ', 1)[0]}\u2026"


def _names(text: str, words: _Words) -> list[str]:
    """Return the names in `text` in order: abbreviations, and sequences of words with capitals."""
    matches = sorted(
        (match.start(), match[0]) for pattern in (_ACRONYM, _PROPER, words.short) for match in pattern.finditer(text)
    )
    # "Panel of Experts on Somalia" is known as "Panel of Experts"
    return [name.split(" on ")[0] for _, name in matches if name not in words.not_names]


def _ends_on(clause: str) -> dt.date | None:
    """Return the day from which something ends ("as of 3 December 2023"), or None if the clause gives none."""
    dates = find_dates(tokens(clause, 0, len(clause)))
    return next((date.opens_on for date in dates if date.role == "from" and date.precise), None)
