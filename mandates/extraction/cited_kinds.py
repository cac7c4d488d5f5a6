"""What an operative paragraph does with the resolutions it cites: prolongs, ends, renews or carries what they set.

This depends on the verb before the citation ("Decides to renew"), the words that tie it to what was set ("the measures
imposed by"), and the words after it ("shall remain in force until").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mandates import lexicon
from mandates.domain.citation import CitationKind
from mandates.extraction.cited_symbols import Mention, spaced

#: In characters: maximum distance from a citation back to its governing verb, and on to the words for what it becomes.
_VERB_REACH, _AFTER_REACH = 420, 160
#: In characters: maximum length of the words between "reaffirms" and the citation: "the arms embargo imposed by".
_SHORT_OBJECT = 90
#: In characters: the longest word before a noun, and the length of "to " before a verb that begins a clause.
_NOUN_REACH, _TO_LENGTH = 12, 3
#: In characters: maximum length of the words that tie a citation to what it set: "imposed by the Council in its".
_TIE_REACH = 160
#: In characters: length of the beginning of a phrase by which paragraphs are preselected.
_MARK_LENGTH = 6

#: Text that may stand between two citations that share verb and kind.
_CONNECTED = spaced(
    r"(?: \([^()]{0,60}\))?(?:,? of \d{1,2} [A-Z][a-z]+ \d{4})?(?:,? (?:and|or|as well as)|,)(?: also)?"
    r"(?: (?:in|by|the provisions of))?(?: the)?\s*\Z"
)
#: Words that begin a purpose; a text cited in it is not itself prolonged.
_PURPOSE = spaced(
    r"\bto (?!the\b|an?\b|its\b|all\b)[a-z]+"
    r"|\b(?:for the purpose|with a view|in support of|without prejudice|consistent)\b"
)
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
_UNTIL = spaced(r"\b(?:until|for an? (?:further|additional|period|\w+) |for (?:further|\w+ (?:months|years|days)))")
_NOUN_BEFORE = spaced(r"\b(?:its|the|these|those|such|all|reporting|their|any|of) \Z")


@dataclass(frozen=True, slots=True)
class _Words:
    """The compiled vocabulary for kinds of citations; verbs are keyed by their forms in lower case."""

    #: with and without a capital letter
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
    #: every paragraph that does more than cite contains one of these
    marks: tuple[str, ...]


@lexicon.derived
def _words() -> _Words:
    data = lexicon.load("citations")
    verbs = lexicon.load("verbs")
    doing = {word: CitationKind(entry["kind"]) for entry in data["doing"] for word in entry["words"]}
    does = {word for entry in data["governing"] if entry["does"] for word in entry["words"]}
    # in lower case only, as "31 May" contains no verb
    not_deciding = [word for entry in data["governing"] if not entry["does"] for word in entry["words"]]
    verb_forms = {*doing, *does, *(entry["form"] for entry in verbs["speaking"])}
    verb_forms |= {form for entry in verbs["verb"] for form in entry["forms"]}
    verb_forms -= {*data["not_verbs"]}
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
    made, stated = (
        _any(setting["words"]),
        _any(word for entry in data["asking"] for word in entry["made"]),
    )
    return _Words(
        verbs=frozenset({*verb_forms, *(word.capitalize() for word in verb_forms), *not_deciding}),
        doing=doing,
        does=frozenset(does),
        setting=spaced(
            rf"\b(?:(?:{made})(?: on [A-Z]\w+(?: [A-Z]\w+)*)?{by} (?:{_any(setting['links'])})"
            rf"|(?:{_any(setting['nouns'])})(?: [^,;]{{1,60}}?)?{by} (?:{_any(setting['noun_links'])}))"
            r"(?: the)?\s*\Z"
        ),
        pointing=spaced(rf"\b(?:{pointing})(?: (?:the )?(?:{organs}),? in)?(?: (?:the )?annex to)?(?: the)?\s*\Z"),
        standing=spaced(rf"[^;:]{{0,{_AFTER_REACH}}}?\b(?P<words>{_any(becomes)})\b"),
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
                *(word[1:] for word in doing),  # without the first letter, which may be a capital
                *(word[:_MARK_LENGTH] for entry in data["pointing"] for word in entry["words"]),
                *(word[:_MARK_LENGTH] for word in becomes),
            ]
        ),
    )


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that contain none of the other words."""
    shortest: list[str] = []
    for word in sorted({*words}, key=lambda word: (len(word), word)):
        if not any(shorter in word for shorter in shortest):
            shortest.append(word)
    return tuple(shortest)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda word: (-len(word), word)))


def kinds(text: str, found: Sequence[Mention], starts: Sequence[int]) -> list[CitationKind]:
    """Return what an operative paragraph does with each of the resolutions `found` in it.

    Args:
        text: the text of the paragraph.
        found: the mentions of resolutions, in text order.
        starts: for each mention the offset of its clause, or 0 if it stands in none.
    """
    words = _words()
    if not any(map(text.__contains__, words.marks)):
        return [CitationKind.CITES] * len(found)
    result: list[CitationKind] = []
    group_start = 0
    for index, mention in enumerate(found):
        if index + 1 < len(found) and starts[group_start] == starts[index + 1]:
            following = found[index + 1]
            if following.start <= mention.end or _CONNECTED.match(text, mention.end, following.start):
                continue
        kind = _kind(text, found[group_start : index + 1], starts[group_start], words)
        result += [kind] * (index + 1 - group_start)
        group_start = index + 1
    return result


def _kind(text: str, group: Sequence[Mention], start: int, words: _Words) -> CitationKind:
    """Return the common kind of a `group` of citations in a clause that begins at `start`."""
    begin, end = group[0].start, max(mention.end for mention in group)
    lowest = max(start, begin - _VERB_REACH, text.rfind(";", start, begin) + 1)
    before = text[lowest:begin]
    verbs = _verbs(before, words)
    verb, verb_start, verb_end = verbs[-1] if verbs else ("", 0, 0)
    governor = next((earlier for earlier, _, _ in reversed(verbs[:-1]) if earlier not in words.doing), "")
    after_verb = before[verb_end:]
    doing = words.doing.get(verb)
    pointing = words.pointing.search(after_verb, max(0, len(after_verb) - _TIE_REACH))
    if doing is CitationKind.RENEWS or doing is CitationKind.CARRIES or (doing and verb.startswith("renew")):
        asked = words.asked.match(after_verb)
        if asked is not None and verb.startswith("renew") and " its " not in f"{asked[0]} ":
            asked = None
        if asked is not None and words.asking.match(after_verb, asked.end()):
            return CitationKind.RENEWS
    if doing is CitationKind.RENEWS:
        return doing if words.direct.match(after_verb) or words.kept.match(after_verb) else CitationKind.CITES
    if doing is CitationKind.CARRIES:
        has_labels = any(mention.labels for mention in group) and words.direct.match(after_verb)
        is_short = (
            len(after_verb) <= _SHORT_OBJECT
            and "," not in after_verb
            and words.setting.search(after_verb, max(0, len(after_verb) - _TIE_REACH))
        )
        return (
            doing
            if has_labels or is_short or pointing or words.kept.match(after_verb)
            else _kind_by_words_after(text, end, words)
        )
    if doing is not None:
        if (
            not verb.endswith("s")
            and governor not in words.does
            and (governor or lowest + verb_start > start + _TO_LENGTH)
        ):
            return CitationKind.CITES
        if pointing is not None:
            mentions_kept = doing is CitationKind.EXTENDS and words.held.search(after_verb, 0, pointing.start())
            return CitationKind.CARRIES if mentions_kept else doing
        if doing is CitationKind.EXTENDS and words.following.search(after_verb) and words.held.search(after_verb):
            return CitationKind.CITES if _PURPOSE.search(after_verb) else CitationKind.CARRIES
        is_tied = (
            words.setting.search(after_verb, max(0, len(after_verb) - _TIE_REACH))
            or words.direct.match(after_verb)
            or words.kept.match(after_verb)
        )
        return doing if is_tied and not _PURPOSE.search(after_verb) else _kind_by_words_after(text, end, words)
    if verb and verb not in words.does:
        return CitationKind.CITES
    if verb and pointing is not None:
        return CitationKind.CARRIES
    return _kind_by_words_after(text, end, words)


def _verbs(text: str, words: _Words) -> list[tuple[str, int, int]]:
    """Return the verbs in `text`, in lower case, with start and end; no nouns such as "its requests"."""
    return [
        (match[0].casefold(), match.start(), match.end())
        for match in _WORD.finditer(text)
        if match[0] in words.verbs and not _NOUN_BEFORE.search(text, max(0, match.start() - _NOUN_REACH), match.start())
    ]


def _kind_by_words_after(text: str, end: int, words: _Words) -> CitationKind:
    """Return the kind that the words after a citation give it: "shall remain in force until 31 May 2026"."""
    match = words.standing.match(text, end, end + _AFTER_REACH)
    if match is None:
        return CitationKind.CITES
    if _verbs(text[end : match.start("words")], words):
        return CitationKind.CITES
    plain, until = words.becomes[" ".join(match["words"].split())]
    return until if _UNTIL.search(text, match.end(), match.end() + _AFTER_REACH) else plain
