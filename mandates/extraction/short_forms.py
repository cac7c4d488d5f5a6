"""What short names stand for: "the Office", "the Committee", "the parties".

The full name is looked for where a reader looks: earlier in the paragraph, in the chapeau, in the title, in the
paragraphs before.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mandates import lexicon
from mandates.domain.resolution import ParagraphKind
from mandates.extraction.clause import Clause, Context
from mandates.extraction.coordination import clean
from mandates.extraction.noun_phrases import NounPhraseReader
from mandates.extraction.tokens import tokens
from mandates.reference.entities import entity, resolve


@dataclass(frozen=True, slots=True)
class _ShortForms:
    fixed: dict[str, str]
    #: by organ, what a short name stands for when its resolution gives no full one
    by_body: dict[str, dict[str, str]]
    nouns: frozenset[str]
    lower_nouns: frozenset[str]
    small_nouns: frozenset[str]
    #: by the last word of a short name, what may follow it in the full one
    prepositions: dict[str, list[str]]
    #: last words of short names whose full ones may go on in small letters
    on_topics: frozenset[str]
    #: a name that ends in "of the Committee"
    inner: re.Pattern[str]


@lexicon.derived
def _short_forms() -> _ShortForms:
    data = lexicon.load("owners")["short_forms"]
    nouns = sorted(data["nouns"], key=len, reverse=True)
    return _ShortForms(
        dict(data["fixed"]),
        data["by_body"],
        frozenset(nouns),
        frozenset(data["lower_nouns"]),
        frozenset(data["small_nouns"]),
        data["prepositions"],
        frozenset(data["on_topics"]),
        re.compile(rf"(?P<head>.+? of )the (?P<short>{'|'.join(map(re.escape, nouns))})\Z"),
    )


def full_name(name: str, clause: Clause, context: Context) -> str | None:
    """Return the full name that the short `name` ("Committee") stands for; None when it is not short or unclear."""
    full = _full_name(name, clause, context)
    return full and (_full_name(full, clause, context) or full)


def _full_name(name: str, clause: Clause, context: Context) -> str | None:
    forms = _short_forms()
    body = context.resolution.body
    if name in forms.nouns or name in forms.fixed:
        if body.endswith(f" {name}"):
            return body
        return forms.fixed.get(name) or _named_in_full(name, clause, context) or forms.by_body.get(body, {}).get(name)
    if name in forms.lower_nouns or _is_described(name, forms):
        return _named_in_full(name, clause, context, near=True)
    if name in forms.small_nouns:
        return _named_in_full(name.capitalize(), clause, context, near=True) or _described(name, clause)
    if _ABBREVIATION.fullmatch(name):
        return _spelt_out(name, clause, context)
    ending = _ENDS_SHORT.fullmatch(name)
    if ending is not None:
        full = _spelt_out(ending["short"], clause, context)
        return f"{ending['head']}the {full}" if full else None
    inner = forms.inner.match(name) if " of the " in name else None
    if inner is not None:
        full = _full_name(inner["short"], clause, context)
        return f"{inner['head']}the {full}" if full else None
    if name[0].islower():
        return _of_united_nations(name, clause) if " " in name else _these(name, clause)
    return _named_in_full(name, clause, context, near=True) if _CAPITALS.fullmatch(name) and not resolve(name) else None


#: A name of two words or three, of which more may have been said before: "the World Federation".
_CAPITALS = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z-]+){1,2}")


#: A name that ends in an abbreviation: "Executive Director of UN-Habitat".
_ENDS_SHORT = re.compile(r"(?P<head>.+ of )(?:the )?(?P<short>[A-Z][A-Za-z]*[A-Z][A-Z-]*|UN-[A-Z][a-z]+)")


def is_short(name: str) -> bool:
    """Whether `name` is a short form or an abbreviation that says nothing by itself: "Committee", "JLOM"."""
    if resolve(name) is not None:
        return False
    return name in _short_forms().nouns or _ABBREVIATION.fullmatch(name) is not None


def _is_described(name: str, forms: _ShortForms) -> bool:
    """Whether the name is a short one with a word more: "designated Expert"."""
    first, _, rest = name.partition(" ")
    return first.islower() and rest in forms.nouns


def _described(noun: str, clause: Clause) -> str | None:
    """Return how those that `noun` stands for were called before: "team of experts on tides", of "the team"."""
    for passage in _nearby(clause):
        words = tokens(passage) if f" {noun} " in passage else []
        reader = NounPhraseReader(words)
        for i in range(len(words) - 1, 0, -1):
            if words[i].lower != noun or words[i].capital:
                continue
            first = next((k for k in range(i, 0, -1) if words[k - 1].lower in _ARTICLES), i)
            phrase = reader.phrase(first, len(words)) if i - first < _ADJECTIVES else None
            if phrase is not None and phrase.head == i and phrase.end > i + 1:
                return clean(passage[words[first].start : words[phrase.end - 1].end])
    return None


_ARTICLES = frozenset({"the", "a", "an"})
#: Words that stand before the noun of a body described: "open-ended intergovernmental *working* group".
_ADJECTIVES = 5


def _these(noun: str, clause: Clause) -> str | None:
    """Return what kind of `noun` was named before where the clause says "these": "regional organizations"."""
    if f"these {noun} " not in clause.text[clause.start : clause.end]:
        return None
    for passage in _nearby(clause):
        words = tokens(passage) if f" {noun}" in passage else []
        reader = NounPhraseReader(words)
        for i in range(len(words) - 1, 0, -1):
            if words[i].lower != noun:
                continue
            for first in range(max(0, i - _ADJECTIVES), i):
                phrase = reader.phrase(first, len(words)) if words[first].word and not reader.bound(first) else None
                if phrase is not None and phrase.head == i and phrase.first < i:
                    return clean(passage[words[phrase.first].start : words[i].end])
    return None


def _of_united_nations(name: str, clause: Clause) -> str | None:
    """Return the name with "United Nations" where its paragraph has called those so: "the development system"."""
    whole = f"United Nations {name}"
    before = " ".join(clause.text[: clause.start].split())
    said = f"the {name}" in " ".join(clause.text[clause.start : clause.end].split())
    return whole if said and whole in before else None


def _named_in_full(short: str, clause: Clause, context: Context, *, near: bool = False) -> str | None:
    """Return the full name that `short` shortens: the nearest in the paragraph and chapeau, else the most frequent."""
    for passage in _nearby(clause):
        if short in passage:
            names = _names(short, passage)
            if names and names[0] != short:  # else what it stands for was named before this text
                return [name for name in names if name != short][-1]
    if near:
        return None
    title = context.resolution.title or ""
    if short in title:
        in_title = [name for name in _names(short, title) if name != short]
        if in_title:
            return in_title[-1]
    counts: Counter[str] = Counter()
    for paragraph in context.resolution.paragraphs[: context.index]:
        if short in paragraph.text:
            weight = 2 if paragraph.kind is ParagraphKind.OPERATIVE else 1
            for name in _names(short, paragraph.text):
                if name == short:
                    continue
                counts[name] += weight * (3 if resolve(name) else 1)
    if not counts:
        return None
    best = max(counts, key=counts.__getitem__)  # of equals the one named first
    return max((name for name in counts if name.startswith(best)), key=len)


_ABBREVIATION = re.compile(r"[A-Z][A-Za-z-]*[A-Z][A-Z-]*|UN-[A-Z][a-z]+")
#: Words of the longest name that is abbreviated.
_LONGEST_NAME = 14


def _spelt_out(short: str, clause: Clause, context: Context) -> str | None:
    """Return what `short` abbreviates where the text says so: "the Joint Lake Observation Mission (JLOM)"."""
    key = resolve(short)
    marked = re.compile(rf"\(\W*{re.escape(short)}\W*\)")
    passages = itertools.chain(_nearby(clause), [clause.text[clause.start :], context.resolution.title or ""])
    if key is None:  # one that is known says enough by itself unless its name stands near
        earlier = (paragraph.text for paragraph in reversed(context.resolution.paragraphs[: context.index]))
        passages = itertools.chain(passages, earlier)
    for passage in passages:
        found = marked.search(passage) if short in passage else None
        if found is None:
            continue
        words = re.findall(r"[\w\u2019'-]+|[,;:().]", passage[: found.start()])[-_LONGEST_NAME:]
        for length in range(2, len(words) + 1):
            name = words[-length:]
            if key is not None:
                if resolve(" ".join(name)) == key:
                    return " ".join(name)
                continue
            initials = "".join(word[0] for word in name if word[0].isupper())
            if name[0][0] == short[0] and initials.upper() == re.sub("[^A-Z]", "", short.upper()):
                return " ".join(name) if all(word[0].isalnum() for word in name) else None
    return None


def _nearby(clause: Clause) -> Iterator[str]:
    yield clause.text[: clause.start]
    if clause.chapeau is not None:
        yield clause.chapeau.text


_LEFT = r"(?:(?:[A-Z][\w\u2019-]*|\d{4})\s+(?:(?:and|of|for|on|the)\s+(?=[A-Z]))?){0,12}"
#: Where the words after a name go on to something else.
_PAST_NAME = re.compile(
    r"(?<!pursuant)(?<!right)(?<!rights)\s+to\s+[a-z]|\s+(?:(?:at|by|as|is|was|were|are|has|have|had|which|that|who|shall|should|may|will|would|can|must|during"
    r"|consisting|composed|comprising|under|with|within|from|through|or(?=\s+(?:the|any|other|mandated))|submitted|contained|adopted|held|entitled|presented|prepared|including|when"
    r"|while|after|before|upon|until|if|since|not|also|further|be|been)\b|and\s+(?:the|to|its|his|her|all|other|of|on|in|for"
    r"|by|[a-z]+s\s+(?:the|its|that))\b|in\s+(?:accordance|its|his|her|their|order|the\s+[a-z]|this|that|line|cooperation"
    r"|consultation|close|view|[a-z]+ing)\b|for\s+(?:its|his|her|their|the\s+[a-z]|a|an|[a-z]+ing|consideration|which)\b|on\s+"
    r"(?:its|his|her|their|a|an|progress|[a-z]+ing)\b)"
)
_DANGLING = re.compile(r"(?:\s+(?:and|or|of|in|on|for|to|the))+\Z")
#: The preposition with which the words after a name begin.
_LEAD = re.compile(r"\s+\w+\s")
_ESTABLISHED = (
    r"(?:established\s+)?(?:by|pursuant\s+to|under)\s+(?:paragraph\s+\d+\s+of\s+)?(?:Security\s+Council\s+)?"
    r"resolutions?(?=\s+\d)"
)
_CONTINUING = frozenset({"on", "of", "for", "against", "to", "in", "established"})
_GOES_ON = re.compile(rf"\s+(?:{'|'.join(sorted(_CONTINUING))})\b")
#: A word in small letters that stands in no name: "the Office of the High Commissioner *continue*".
_SMALL_WORD = re.compile(
    r"\s(?!(?:of|the|for|and|or|on|in|to|against|with|regard|from|at|by|as|under|pursuant|de|du|des|la|le|el|al)\b)[a-z]|\son\s\d"
)
#: How what founded a body is named, which is part of its name: "Committee established pursuant to resolution 1267".
_FOUNDED = re.compile(r"\s+(?:established|pursuant|by|under)\b")
#: What the longest name has behind its short form, in characters.
_LONGEST = 200
_NOT_NAMES = frozenset(
    [
        "The",
        "This",
        "That",
        "These",
        "Such",
        "Its",
        "His",
        "Her",
        "Their",
        "A",
        "An",
        "In",
        "At",
        "On",
        "For",
        "To",
        "By",
        "With",
        "Of",
        "And",
        "Also",
        "As",
        "All",
        "Any",
        "Each",
        "Both",
        "Under",
        "Upon",
        "La",
        "Le",
        "Les",
        "Following",
        "Pursuant",
        "Recalling",
        "Noting",
        "Requests",
        "Invites",
        "Welcomes",
        "Calls",
        "Urges",
        "Encourages",
        "Decides",
        "Further",
        "Taking",
        "Recognizing",
        "Reaffirming",
        "Commends",
        "Notes",
        "Directs",
        "Expresses",
        "Bearing",
        "Having",
        "Acknowledging",
        "Stressing",
        "Emphasizing",
        "Considering",
    ]
)


@lexicon.remembered
def _extended(short: str) -> re.Pattern[str]:
    forms = _short_forms()
    word = short.rpartition(" ")[2]
    if short[0].islower():
        capital = r"(?=(?:the\s+)?(?:[A-Z]|(?:armed\s+)?conflict))"  # "parties to the Convention", "to armed conflict"
    else:
        capital = "" if word in forms.on_topics else r"(?=(?:the\s+)?[A-Z])"
    leads = "|".join(
        _ESTABLISHED if lead == "established" else rf"{lead}(?=\s+{capital})"
        for lead in forms.prepositions.get(word, forms.prepositions["other"])
    )
    right = rf"(?:\s+(?:{leads})\s+(?:[^,;.:()\u201c\u201d]|\((?:19|20)\d\d\)){{3,200}})?" if leads else ""
    left = _LEFT if short[0].isupper() else ""
    return re.compile(rf"(?<![\w\u2019-]){left}{re.escape(short)}(?![\w-]){right}")


@lexicon.remembered
def _names(short: str, passage: str) -> tuple[str, ...]:
    """Return the names in `passage` that `short` shortens; see `_read_names`."""
    return tuple(_read_names(short, passage))


def _read_names(short: str, passage: str) -> Iterator[str]:
    """Yield the names in `passage` that `short` shortens, in order, and `short` itself where it stands alone."""
    for match in _extended(short).finditer(passage):
        text = match[0]
        at = text.index(short)
        left = text[:at].split()
        while left and (left[0] in _NOT_NAMES or left[0][0].islower() or left[0].endswith("ing")):
            left = left[1:]
        while "the" in left[:2]:  # "instructs the Commission", "Where the Committee"
            left = left[left.index("the") + 1 :]
        right = text[at + len(short) :]
        lead = _LEAD.match(right)
        cut = _PAST_NAME.search(right, lead.end() - 1 if lead else 0)
        if cut:
            right = right[: cut.start()]
        if (
            short[0].isupper()
            and short.rpartition(" ")[2] not in _short_forms().on_topics
            and not _FOUNDED.match(right)
        ):
            small = _SMALL_WORD.search(right)
            right = right[: small.start()] if small else right
        name = _DANGLING.sub("", clean(" ".join((*left, short)) + right.rstrip()))
        reach = _LONGEST if len(text) > len(short) or _GOES_ON.match(passage, match.end()) else 0
        for token in tokens(passage, match.start(), match.end() + reach):
            if token.start >= match.end():
                break
            if token.key and short in token.text:
                following = token.text.partition(short)[2].split()
                if _is_one_entity(token.text) and not (following and following[0] not in _CONTINUING):
                    name = clean(token.text)
                break
        yield name if len(name) > len(short) + 2 else short


def _is_one_entity(name: str) -> bool:
    """Whether the registry knows `name` as one entity, not as a group of them."""
    key = resolve(name)
    found = entity(key) if key else None
    return found is not None and found.kind != "group"
