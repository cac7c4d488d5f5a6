"""What an operative paragraph does with the resolutions it cites: prolongs, ends, renews or carries what they set.

Told by the verb before the citation ("Decides to renew"), the words that tie it to what was set ("the measures imposed
by"), and what is said after it ("shall remain in force until").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mandates import lexicon
from mandates.domain.citation import CitationKind
from mandates.extraction.cited_symbols import Mention, spaced

#: In characters: how far before a citation the verb may stand that governs it, and how far after it what it becomes.
_GOVERNED, _STANDING = 420, 160
#: In characters: how much may stand between "reaffirms" and what it reaffirms: "the arms embargo imposed by".
_SHORT = 90
#: In characters: the longest word before a noun, and "to " before a verb that begins a clause.
_NOUN_REACH, _TO = 12, 3
#: In characters: how far before a citation begin the words that tie it to what it set: "imposed by the Council in its".
_TIED = 160
#: In characters: the beginning of a phrase by which paragraphs that may have it are found.
_MARK = 6

#: What may stand between two citations of which the same is said.
_CONNECTED = spaced(
    r"(?: \([^()]{0,60}\))?(?:,? of \d{1,2} [A-Z][a-z]+ \d{4})?(?:,? (?:and|or|as well as)|,)(?: also)?"
    r"(?: (?:in|by|the provisions of))?(?: the)?\s*\Z"
)
#: What something is done for, in which a text is cited that is not prolonged itself.
_PURPOSE = spaced(
    r"\bto (?!the\b|an?\b|its\b|all\b)[a-z]+"
    r"|\b(?:for the purpose|with a view|in support of|without prejudice|consistent)\b"
)
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
_UNTIL = spaced(r"\b(?:until|for an? (?:further|additional|period|\w+) |for (?:further|\w+ (?:months|years|days)))")
_NOUN_BEFORE = spaced(r"\b(?:its|the|these|those|such|all|reporting|their|any|of) \Z")


@dataclass(frozen=True, slots=True)
class _Words:
    """The vocabulary of what is done with what is cited; verbs by the words that say them, without capitals."""

    #: with and without a capital
    verbs: frozenset[str]
    doing: Mapping[str, CitationKind]
    does: frozenset[str]
    setting: re.Pattern[str]
    pointing: re.Pattern[str]
    standing: re.Pattern[str]
    becomes: Mapping[str, tuple[CitationKind, CitationKind]]
    asked: re.Pattern[str]
    asking: re.Pattern[str]
    direct: re.Pattern[str]
    kept: re.Pattern[str]
    held: re.Pattern[str]
    following: re.Pattern[str]
    #: one of these stands in every paragraph that does more than cite
    marks: tuple[str, ...]


@lexicon.derived
def _words() -> _Words:
    data = lexicon.load("citations")
    verbs = lexicon.load("verbs")
    doing = {word: CitationKind(entry["kind"]) for entry in data["doing"] for word in entry["words"]}
    does = {word for entry in data["governing"] if entry["does"] for word in entry["words"]}
    within = [word for entry in data["governing"] if not entry["does"] for word in entry["words"]]  # "31 May" is none
    said = {*doing, *does, *(entry["form"] for entry in verbs["speaking"])}
    said |= {form for entry in verbs["verb"] for form in entry["forms"]}
    said -= {*data["not_verbs"]}
    becomes = {
        word: (CitationKind(entry["kind"]), CitationKind(entry["until"]))
        for entry in data["standing"]
        for word in entry["words"]
    }
    (setting,) = data["setting"]
    organs = _any(name for entry in data["organ"] for name in entry["words"])
    by = rf"(?:,? (?:by )?(?:the )?(?:{organs}),?)?"
    pointing = _any(word for entry in data["pointing"] for word in entry["words"])
    kept = _any(data["kept"])
    asking = _any(word for entry in data["asking"] for word in entry["words"])
    made, stated = _any(setting["words"]), _any(word for entry in data["asking"] for word in entry["made"])
    return _Words(
        verbs=frozenset({*said, *(word.capitalize() for word in said), *within}),
        doing=doing,
        does=frozenset(does),
        setting=spaced(
            rf"\b(?:(?:{made})(?: on [A-Z]\w+(?: [A-Z]\w+)*)?{by} (?:{_any(setting['links'])})"
            rf"|(?:{_any(setting['nouns'])})(?: [^,;]{{1,60}}?)?{by} (?:{_any(setting['noun_links'])}))"
            r"(?: the)?\s*\Z"
        ),
        pointing=spaced(rf"\b(?:{pointing})(?: (?:the )?(?:{organs}),? in)?(?: (?:the )?annex to)?(?: the)?\s*\Z"),
        standing=spaced(rf"[^;:]{{0,{_STANDING}}}?\b(?P<words>{_any(becomes)})\b"),
        becomes=becomes,
        asked=spaced(rf"(?: [a-z]+){{0,3}} (?:its|the|this|that|these)(?: [a-z]+)? (?:{asking})\b"),
        asking=spaced(
            rf"(?:(?: to (?:the )?[A-Z][^,;]{{0,60}}?)?,?(?: (?:as )?(?:{stated}))?{by} in"
            rf"|(?:.{{0,80}}| .*,) (?:{stated}){by} in|.* as (?:{stated}){by} (?:in|by)|.*, in)(?: the)?\s*\Z"
        ),
        direct=spaced(r"(?: that)?(?: all)?(?: of)?(?: (?:its|the))?\s*\Z"),
        kept=spaced(
            rf"(?: that)?(?: all)?(?: of)?(?: (?:its|the))?(?: [a-z]+)? (?:{kept})(?: on arms)?"
            rf" (?:of|in|(?:{made}) (?:{_any(setting['links'])}))(?: the)?\s*\Z"
        ),
        held=spaced(rf"\b(?:{_any(data['held'])})\b"),
        following=spaced(rf"\b(?:{_any(data['following'])})(?: the)?\s*\Z"),
        marks=_shortest(
            [
                *(word[1:] for word in doing),  # without the letter that may be a capital
                *(word[:_MARK] for entry in data["pointing"] for word in entry["words"]),
                *(word[:_MARK] for word in becomes),
            ]
        ),
    )


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words of which none holds another."""
    out: list[str] = []
    for word in sorted({*words}, key=lambda word: (len(word), word)):
        if not any(one in word for one in out):
            out.append(word)
    return tuple(out)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda word: (-len(word), word)))


def kinds(text: str, found: Sequence[Mention], starts: Sequence[int]) -> list[CitationKind]:
    """Return what an operative paragraph does with each of the resolutions `found` in it.

    Args:
        text: its text.
        found: in its order.
        starts: where the clause begins in which each stands, 0 where it stands in none.
    """
    words = _words()
    if not any(map(text.__contains__, words.marks)):
        return [CitationKind.CITES] * len(found)
    out: list[CitationKind] = []
    first = 0
    for last, mention in enumerate(found):
        if last + 1 < len(found) and starts[first] == starts[last + 1]:
            following = found[last + 1]
            if following.start <= mention.end or _CONNECTED.match(text, mention.end, following.start):
                continue
        kind = _kind(text, found[first : last + 1], starts[first], words)
        out += [kind] * (last + 1 - first)
        first = last + 1
    return out


def _kind(text: str, group: Sequence[Mention], start: int, words: _Words) -> CitationKind:
    """Return what is done with a `group` of citations of which the same is said, in a clause that begins at `start`."""
    begin, end = group[0].start, max(mention.end for mention in group)
    low = max(start, begin - _GOVERNED, text.rfind(";", start, begin) + 1)
    before = text[low:begin]
    verbs = _verbs(before, words)
    verb, at, after = verbs[-1] if verbs else ("", 0, 0)
    governor = next((said for said, _, _ in reversed(verbs[:-1]) if said not in words.doing), "")
    rest = before[after:]
    doing = words.doing.get(verb)
    pointed = words.pointing.search(rest, max(0, len(rest) - _TIED))
    if doing is CitationKind.RENEWS or doing is CitationKind.CARRIES or (doing and verb.startswith("renew")):
        asked = words.asked.match(rest)
        if asked is not None and verb.startswith("renew") and " its " not in f"{asked[0]} ":
            asked = None
        if asked is not None and words.asking.match(rest, asked.end()):
            return CitationKind.RENEWS
    if doing is CitationKind.RENEWS:
        return doing if words.direct.match(rest) or words.kept.match(rest) else CitationKind.CITES
    if doing is CitationKind.CARRIES:
        named = any(mention.labels for mention in group) and words.direct.match(rest)
        short = len(rest) <= _SHORT and "," not in rest and words.setting.search(rest, max(0, len(rest) - _TIED))
        return doing if named or short or pointed or words.kept.match(rest) else _standing(text, end, words)
    if doing is not None:
        if not verb.endswith("s") and governor not in words.does and (governor or low + at > start + _TO):
            return CitationKind.CITES
        if pointed is not None:
            held = doing is CitationKind.EXTENDS and words.held.search(rest, 0, pointed.start())
            return CitationKind.CARRIES if held else doing
        if doing is CitationKind.EXTENDS and words.following.search(rest) and words.held.search(rest):
            return CitationKind.CITES if _PURPOSE.search(rest) else CitationKind.CARRIES
        tied = (
            words.setting.search(rest, max(0, len(rest) - _TIED)) or words.direct.match(rest) or words.kept.match(rest)
        )
        return doing if tied and not _PURPOSE.search(rest) else _standing(text, end, words)
    if verb and verb not in words.does:
        return CitationKind.CITES
    if verb and pointed is not None:
        return CitationKind.CARRIES
    return _standing(text, end, words)


def _verbs(text: str, words: _Words) -> list[tuple[str, int, int]]:
    """Return the verbs in `text` with where each begins and ends; no nouns: "its requests"."""
    return [
        (match[0].casefold(), match.start(), match.end())
        for match in _WORD.finditer(text)
        if match[0] in words.verbs and not _NOUN_BEFORE.search(text, max(0, match.start() - _NOUN_REACH), match.start())
    ]


def _standing(text: str, end: int, words: _Words) -> CitationKind:
    """Return what becomes of what was cited by the words after it: "shall remain in force until 31 May 2026"."""
    said = words.standing.match(text, end, end + _STANDING)
    if said is None:
        return CitationKind.CITES
    if _verbs(text[end : said.start("words")], words):
        return CitationKind.CITES
    plain, until = words.becomes[" ".join(said["words"].split())]
    return until if _UNTIL.search(text, said.end(), said.end() + _STANDING) else plain
