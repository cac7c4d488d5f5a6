"""What a clause extends or brings to an end, in its own words: "mandate of UNMISS", and by what name it is known.

Later resolutions are set against earlier ones by it: the same mandate extended anew, or terminated.
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

#: Longer than any name of a mandate, in characters; what goes on is cut there.
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
            rf"\b(?P<doing>{_any(word for entry in data['doing'] for word in entry['words'])})\b", re.IGNORECASE
        ),
        ending=frozenset(word for entry in data["doing"] if entry["ends"] for word in entry["words"]),
        stop=re.compile(_bounded(stops[False])),
        stop_after_name=re.compile(_bounded(stops[False] + stops[True])),
        not_names=frozenset(data["not_names"]),
        short=re.compile(rf"\b(?:{_any(data['short_names'])})\b(?!\s+(?:of|on|in|for|and)\s+[A-Z]|\s+[A-Z])"),
        experts=frozenset(data["experts"]),
        standing=frozenset(data["standing"]),
        during=re.compile(rf"\bduring\s+(?:the|this|that|such)\s+(?:{_any(data['periods'])})\b"),
        leading=re.compile(rf"[\s,]*(?:{_any(data['leading'])})\b"),
    )


def is_reported_on(what: Extended) -> bool:
    """Whether the Secretary-General reports on it: a mission or an authorization, no experts and no measures."""
    if what.names:
        return all(_words().experts.isdisjoint(name.split()) for name in what.names)
    return what.noun in _words().standing


def is_during_a_period(clause: str) -> bool:
    """Whether a clause asks for something for as long as a period lasts that is set elsewhere."""
    return _words().during.search(clause) is not None


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _bounded(words: list[str]) -> str:
    marks = "".join(word for word in words if not word[0].isalpha())
    return (
        rf"\s*[{re.escape(marks)}](?!\s*\d)(?!\s+and\s+\d)|\s+(?:{_any(word for word in words if word[0].isalpha())})\b"
    )


def extended(clause: str, times: Iterable[str] = (), before: str = "") -> Extended | None:
    """Return what `clause` extends or ends; None where it names nothing.

    Args:
        clause: its words.
        times: the phrases in it that say until when.
        before: what stands before it in its paragraph, in which "its" mandate is named.
    """
    said = " ".join(clause.split())
    for phrase in times:
        said = said.replace(phrase, "", 1) if phrase else said
    said = _FROM_NOW.sub("", said)
    words = _words()
    doing = words.doing.search(said)
    own = None
    if doing is not None:
        rest = said[doing.end() :]
        begins = _LASTING.search(rest) if _PERIOD.match(rest) else _BEGINS.search(rest)
        if begins is not None and (words.leading.match(rest) or _PERIOD.match(rest)):
            rest = rest[begins.start() :]
        own = _OWN.match(rest)
        subject = _cut(rest, words)
    elif (found := _ENDED.search(said)) or (found := _THAT.search(said)):
        subject = _cut(found["subject"], words)
    elif found := _AUTHORIZING.search(said):
        subject = f"authorization {_cut(found['subject'], words)}"
    else:
        return None
    if own is not None and (known := _names(before, words)[-1:]):
        subject = f"{own['noun']} of {known[0]}"
    if not subject:
        return None
    ends = doing["doing"].casefold() in words.ending if doing is not None else _ENDED.search(said) is not None
    cited = _CITED.search(said)
    noun = _NOUN.search(subject)
    return Extended(
        subject=subject,
        names=frozenset(_names(subject, words)),
        noun=noun[0].replace("isation", "ization") if noun else "",
        cites=frozenset(_RESOLUTION.findall(subject)),
        ends=ends,
        ends_on=_from(clause) if ends else None,
        cited=f"{cited['number']}#{cited['label']}" if cited and "request" in subject else None,
    )


def _cut(rest: str, words: _Words) -> str:
    """Return the name at the head of `rest`."""
    rest = _DETERMINER.sub("", rest.strip(" ,"), count=1)
    known_as = _KNOWN_AS.match(rest)
    if known_as is not None:
        return known_as[0]
    short = words.stop_after_name.split(rest, maxsplit=1)[0].strip()
    if not _names(short, words):
        short = words.stop.split(rest, maxsplit=1)[0].strip()
    short = short.removesuffix(" and")
    return short if len(short) <= _LONGEST else f"{short[:_LONGEST].rsplit(' ', 1)[0]}\u2026"


def _names(text: str, words: _Words) -> list[str]:
    """Return the names in `text` in order: abbreviations, and words with capitals that stand together."""
    found = sorted((m.start(), m[0]) for pattern in (_ACRONYM, _PROPER, words.short) for m in pattern.finditer(text))
    return [name.split(" on ")[0] for _, name in found if name not in words.not_names]  # "Panel of Experts on Somalia"


def _from(clause: str) -> dt.date | None:
    """Return the day from which something is ended: "as of 3 December 2023"."""
    dates = find_dates(tokens(clause, 0, len(clause)))
    return next((date.opens_on for date in dates if date.role == "from" and date.precise), None)
