"""What short names stand for: "the Office", "the Committee", "the parties".

The full name is looked for where a reader would look: earlier in the paragraph, in the chapeau, in the title, in the
previous paragraphs.
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
    #: by organ, what a short name stands for if its resolution contains no full one
    by_body: dict[str, dict[str, str]]
    nouns: frozenset[str]
    lower_nouns: frozenset[str]
    small_nouns: frozenset[str]
    #: by the last word of a short name, what may follow it in the full one
    prepositions: dict[str, list[str]]
    #: last words of short names whose full names may continue in lower case
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
    """Return the full name that the short `name` ("Committee") stands for; None if it is not short or unclear."""
    full = _full_name(name, clause, context)
    return full and (_full_name(full, clause, context) or full)


def _full_name(name: str, clause: Clause, context: Context) -> str | None:
    forms = _short_forms()
    body = context.resolution.body
    if name in forms.nouns or name in forms.fixed:
        if body.endswith(f" {name}"):
            return body
        return forms.fixed.get(name) or _named_in_full(name, clause, context) or forms.by_body.get(body, {}).get(name)
    if name in forms.lower_nouns or _has_qualifier(name, forms):
        return _named_in_full(name, clause, context, near=True)
    if name in forms.small_nouns:
        return _named_in_full(name.capitalize(), clause, context, near=True) or _description_of(name, clause)
    if _ABBREVIATION.fullmatch(name):
        return _expanded(name, clause, context)
    abbreviated = _ENDS_ABBREVIATED.fullmatch(name) if " of " in name else None
    if abbreviated is not None:
        full = _expanded(abbreviated["short"], clause, context)
        return f"{abbreviated['head']}the {full}" if full else None
    inner = forms.inner.match(name) if " of the " in name else None
    if inner is not None:
        full = _full_name(inner["short"], clause, context)
        return f"{inner['head']}the {full}" if full else None
    if name[0].islower():
        return _of_united_nations(name, clause) if " " in name else _kind_of_these(name, clause)
    return _named_in_full(name, clause, context, near=True) if _CAPITALS.fullmatch(name) and not resolve(name) else None


#: A name of two or three words that may have been given more fully before: "the World Federation".
_CAPITALS = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z-]+){1,2}")


#: A name that ends in an abbreviation: "Executive Director of UN-Habitat".
_ENDS_ABBREVIATED = re.compile(r"(?P<head>.+ of )(?:the )?(?P<short>[A-Z][A-Za-z]*[A-Z][A-Z-]*|UN-[A-Z][a-z]+)")


def is_short(name: str) -> bool:
    """Whether `name` is a short form or an abbreviation that identifies nothing by itself: "Committee", "JLOM"."""
    if resolve(name) is not None:
        return False
    return name in _short_forms().nouns or _ABBREVIATION.fullmatch(name) is not None


#: An abbreviation of three letters or more.
_IN_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")


def has_abbreviation(name: str) -> bool:
    """Whether a part of `name` is abbreviated: "authorities of the CAR"; readers differ on its full form."""
    return _IN_CAPITALS.search(name) is not None


def _has_qualifier(name: str, forms: _ShortForms) -> bool:
    """Whether the name is a short one with a qualifier before it: "designated Expert"."""
    first, _, rest = name.partition(" ")
    return first.islower() and rest in forms.nouns


def _description_of(noun: str, clause: Clause) -> str | None:
    """Return the longer description earlier in the text that `noun` refers to: "team of experts on tides", of "the
    team".
    """
    for passage in _nearby_passages(clause):
        words = tokens(passage) if f" {noun} " in passage else []
        reader = NounPhraseReader(words)
        for i in range(len(words) - 1, 0, -1):
            if words[i].lower != noun or words[i].capital:
                continue
            first = next((j for j in range(i, 0, -1) if words[j - 1].lower in _ARTICLES), i)
            phrase = reader.phrase(first, len(words)) if i - first < _ADJECTIVES else None
            if phrase is not None and phrase.head == i and phrase.end > i + 1:
                return clean(passage[words[first].start : words[phrase.end - 1].end])
    return None


_ARTICLES = frozenset({"the", "a", "an"})
#: The most words before the noun of a described body: "open-ended intergovernmental *working* group".
_ADJECTIVES = 5


def _kind_of_these(noun: str, clause: Clause) -> str | None:
    """Return the kind of `noun` named before that the clause calls "these": "regional organizations"."""
    if f"these {noun} " not in clause.text[clause.start : clause.end]:
        return None
    for passage in _nearby_passages(clause):
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
    """Return the name with "United Nations" if it was used with that earlier in its paragraph: "the development
    system".
    """
    full = f"United Nations {name}"
    text_before = " ".join(clause.text[: clause.start].split())
    is_named = f"the {name}" in " ".join(clause.text[clause.start : clause.end].split())
    return full if is_named and full in text_before else None


def _named_in_full(short: str, clause: Clause, context: Context, *, near: bool = False) -> str | None:
    """Return the full name that `short` stands for: the nearest in the paragraph and chapeau, else the most frequent.

    With `near`, only the paragraph and the chapeau are searched.
    """
    for passage in _nearby_passages(clause):
        if short in passage:
            names = _names_of(short, passage)
            if names and names[0] != short:  # else its full name comes before this text
                return [name for name in names if name != short][-1]
    if near:
        return None
    title = context.resolution.title or ""
    if short in title:
        in_title = [name for name in _names_of(short, title) if name != short]
        if in_title:
            return in_title[-1]
    counts: Counter[str] = Counter()
    for paragraph in context.resolution.paragraphs[: context.index]:
        if short in paragraph.text:
            weight = 2 if paragraph.kind is ParagraphKind.OPERATIVE else 1
            names = _names_of(short, paragraph.text)
            if (defined := _defined(short, names, paragraph.text)) is not None:
                return defined
            # "the Committee, the Counter-Terrorism Committee": what follows the short name is another body
            for name in itertools.takewhile(lambda name: name != short, names):
                counts[name] += weight * (3 if resolve(name) else 1)
    if not counts:
        return None
    most_frequent = max(counts, key=counts.__getitem__)  # of equally frequent ones, the first
    return max((name for name in counts if name.startswith(most_frequent)), key=len)


def _defined(short: str, names: tuple[str, ...], passage: str) -> str | None:
    """Return the name of `names` that `passage` defines `short` as: "the Committee on Lamps (“the Committee”)"."""
    for name in names:
        if name != short and re.search(rf"{re.escape(name)}\s+\(\W*the\s+{re.escape(short)}\W*\)", passage):
            return name
    return None


_ABBREVIATION = re.compile(r"[A-Z][A-Za-z-]*[A-Z][A-Z-]*|UN-[A-Z][a-z]+")
#: The most words of a name that is abbreviated.
_LONGEST_NAME = 14


def _expanded(short: str, clause: Clause, context: Context) -> str | None:
    """Return what `short` abbreviates if the text says so: "the Joint Lake Observation Mission (JLOM)"."""
    key = resolve(short)
    pattern = re.compile(rf"\(\W*{re.escape(short)}\W*\)")
    passages = itertools.chain(_nearby_passages(clause), [clause.text[clause.start :], context.resolution.title or ""])
    if key is None:  # a known abbreviation suffices by itself unless its name is nearby
        earlier = (paragraph.text for paragraph in reversed(context.resolution.paragraphs[: context.index]))
        passages = itertools.chain(passages, earlier)
    for passage in passages:
        mention = pattern.search(passage) if short in passage else None
        if mention is None:
            continue
        words = re.findall(r"[\w\u2019'-]+|[,;:().]", passage[: mention.start()])[-_LONGEST_NAME:]
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


def _nearby_passages(clause: Clause) -> Iterator[str]:
    yield clause.text[: clause.start]
    if clause.chapeau is not None:
        yield clause.chapeau.text


_WORDS_BEFORE = r"(?:(?:[A-Z][\w\u2019-]*|\d{4})\s+(?:(?:and|of|for|on|the)\s+(?=[A-Z]))?){0,12}"
#: Where the words after a name no longer belong to it.
_PAST_NAME = re.compile(
    r"(?<!pursuant)(?<!right)(?<!rights)\s+to\s+[a-z]|\s+(?:(?:at|by|as|is|was|were|are|has|have|had|which|that|who|shall|should|may|will|would|can|must|during"
    r"|consisting|composed|comprising|under|with|within|from|through|or(?=\s+(?:the|any|other|mandated))|submitted|contained|adopted|held|entitled|presented|prepared|including|when"
    r"|while|after|ensure|cease|refrain|before|upon|until|if|since|not|also|further|be|been)\b|and\s+(?:the|to|its|his|her|all|other|of|on|in|for"
    r"|by|[a-z]+s\s+(?:the|its|that))\b|in\s+(?:accordance|its|his|her|their|order|the\s+[a-z]|this|that|line|cooperation"
    r"|consultation|close|view|[a-z]+ing)\b|for\s+(?:its|his|her|their|the\s+[a-z]|a|an|[a-z]+ing|consideration|which)\b|on\s+"
    r"(?:its|his|her|their|a|an|progress|[a-z]+ing)\b)"
)
#: What follows a name inside a longer one.
_GOES_ON = re.compile(r"\s(?:and|in|of|for|on)\s[A-Z]")
_TRAILING_WORDS = re.compile(r"(?:\s+(?:and|or|of|in|on|for|to|the))+\Z")
#: The preposition with which the words after a name begin.
_PREPOSITION = re.compile(r"\s+\w+\s")
_ESTABLISHED = (
    r"(?:established\s+)?(?:by|pursuant\s+to|under)\s+(?:paragraph\s+\d+\s+of\s+)?(?:Security\s+Council\s+)?"
    r"resolutions?(?=\s+\d)"
)
_CONTINUING = frozenset({"on", "of", "for", "against", "to", "in", "established"})
_CONTINUES = re.compile(rf"\s+(?:{'|'.join(sorted(_CONTINUING))})\b")
#: A lower-case word that is part of no name: "the Office of the High Commissioner *continue*".
_SMALL_WORD = re.compile(
    r"\s(?!(?:of|the|for|and|or|on|in|to|against|with|regard|from|at|by|as|under|pursuant|de|du|des|la|le|el|al)\b)[a-z]|\son\s\d"
)
#: The beginning of a reference to what founded a body, which is part of its name: "Committee established pursuant to
#: resolution 1267".
_FOUNDED = re.compile(r"\s+(?:established|pursuant|by|under)\b")
#: The most characters of a name after its short form.
_MAX_EXTENSION = 200
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
def _extended_pattern(short: str) -> re.Pattern[str]:
    forms = _short_forms()
    last_word = short.rpartition(" ")[2]
    if short[0].islower():
        capital = r"(?=(?:the\s+)?(?:[A-Z]|(?:armed\s+)?conflict))"  # "parties to the Convention", "to armed conflict"
    else:
        capital = "" if last_word in forms.on_topics else r"(?=(?:the\s+)?[A-Z])"
    prepositions = "|".join(
        _ESTABLISHED if preposition == "established" else rf"{preposition}(?=\s+{capital})"
        for preposition in forms.prepositions.get(last_word, forms.prepositions["other"])
    )
    suffix = (
        rf"(?:\s+(?:{prepositions})\s+(?:[^,;.:()\u201c\u201d]|\((?:19|20)\d\d\)){{3,200}})?" if prepositions else ""
    )
    prefix = _WORDS_BEFORE if short[0].isupper() else ""
    return re.compile(rf"(?<![\w\u2019-]){prefix}{re.escape(short)}(?![\w-]){suffix}")


@lexicon.remembered
def _names_of(short: str, passage: str) -> tuple[str, ...]:
    """Return the names in `passage` that `short` stands for; see `_find_names`."""
    return tuple(_find_names(short, passage))


def _find_names(short: str, passage: str) -> Iterator[str]:
    """Yield the names in `passage` that `short` stands for, in order, and `short` itself where it is used alone."""
    for match in _extended_pattern(short).finditer(passage):
        text = match[0]
        short_start = text.index(short)
        words_before = text[:short_start].split()
        while words_before and (
            words_before[0] in _NOT_NAMES or words_before[0][0].islower() or words_before[0].endswith("ing")
        ):
            words_before = words_before[1:]
        while "the" in words_before[:2]:  # "instructs the Commission", "Where the Committee"
            words_before = words_before[words_before.index("the") + 1 :]
        text_after = text[short_start + len(short) :]
        preposition = _PREPOSITION.match(text_after)
        name_end = _PAST_NAME.search(text_after, preposition.end() - 1 if preposition else 0)
        if name_end:
            text_after = text_after[: name_end.start()]
        if (
            short[0].isupper()
            and short.rpartition(" ")[2] not in _short_forms().on_topics
            and not _FOUNDED.match(text_after)
        ):
            small_word = _SMALL_WORD.search(text_after)
            text_after = text_after[: small_word.start()] if small_word else text_after
        name = _TRAILING_WORDS.sub("", clean(" ".join((*words_before, short)) + text_after.rstrip()))
        extension = _MAX_EXTENSION if len(text) > len(short) or _CONTINUES.match(passage, match.end()) else 0
        for token in tokens(passage, match.start(), match.end() + extension):
            if token.start >= match.end():
                break
            if token.key and short in token.text:
                following = token.text.partition(short)[2].split()
                # "Centre for Human Rights" inside "Regional Centre for Human Rights and Peace in ..."
                is_inside = (
                    bool(words_before)
                    and words_before[-1] not in token.text
                    and _GOES_ON.match(name.partition(token.text)[2]) is not None
                )
                if not is_inside and _is_one_entity(token.text) and not (following and following[0] not in _CONTINUING):
                    name = clean(token.text)
                break
        yield name if len(name) > len(short) + 2 else short


def _is_one_entity(name: str) -> bool:
    """Whether the registry knows `name` as one entity, not as a group of them."""
    key = resolve(name)
    known = entity(key) if key else None
    return known is not None and known.kind != "group"
