"""What short names stand for: "the Office", "the Committee", "the parties".

The full name is looked for where a reader would look: earlier in the paragraph, in the chapeau, in the title, in the
previous paragraphs.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from mandates import lexicon
from mandates.domain.resolution import ParagraphKind, Resolution
from mandates.extraction.abbreviations import written_out
from mandates.extraction.clause import Clause, Context
from mandates.extraction.coordination import clean
from mandates.extraction.descriptions import descriptions
from mandates.extraction.full_names import defined, names_of
from mandates.extraction.noun_phrases import NounPhraseReader
from mandates.extraction.short_form_words import ShortFormWords, short_form_words
from mandates.extraction.tokens import tokens
from mandates.extraction.treaties import treaty_names
from mandates.reference.entities import entity, resolve


def full_name(name: str, clause: Clause, context: Context) -> str | None:
    """Return the full name that the short `name` ("Committee") stands for; None if it is not short or unclear."""
    full = _full_name(name, clause, context)
    return full and (_full_name(full, clause, context) or full)


def _full_name(name: str, clause: Clause, context: Context) -> str | None:
    forms = short_form_words()
    body = context.resolution.body
    if name in forms.nouns or name in forms.fixed:
        if body.endswith(f" {name}"):
            return body
        return (
            forms.fixed.get(name)
            or _named_in_full(name, clause, context)
            or forms.by_body.get(body, {}).get(name)
            or _only_full_name(name, context)
        )
    if name in forms.lower_nouns or _has_qualifier(name, forms):
        return _named_in_full(name, clause, context, near=True)
    if name in forms.small_nouns:
        return (
            _named_in_full(name.capitalize(), clause, context, near=True)
            or _description_of(name, clause)
            or _only_description(name, context)
        )
    if _ABBREVIATION.fullmatch(name):
        return _expanded(name, clause, context)
    abbreviated = _ENDS_ABBREVIATED.fullmatch(name) if " of " in name else None
    if abbreviated is not None:
        full = _expanded(abbreviated["short"], clause, context, within_name=True)
        return f"{abbreviated['head']}the {full}" if full else None
    part = forms.part.fullmatch(name)
    if part is not None:
        full = _full_name(part["short"], clause, context)
        return f"{part['part']} of the {full}" if full else None
    inner = forms.inner.match(name) if " the " in name else None
    if inner is not None:
        short = inner["short"]
        is_treaty = short in forms.instruments
        full = _treaty(short, clause, context) if is_treaty else _full_name(short, clause, context)
        return f"{inner['head']}the {full}" if full else None
    if name[0].islower() and name.partition(" of ")[0].rpartition(" ")[2] in forms.small_nouns:
        return _of_united_nations(name, clause) or _only_description(name, context)
    if name[0].islower():
        return _of_united_nations(name, clause) if " " in name else _kind_of_these(name, clause)
    if resolve(name) is not None:
        return _of_same_entity(name, context) if _LONG_CAPITALS.fullmatch(name) else None
    if _CAPITALS.fullmatch(name) is None:
        is_body = _LONG_CAPITALS.fullmatch(name) is not None and _head_noun(name) in forms.nouns
        return _only_full_name(name, context) if is_body else None
    near = _named_in_full(name, clause, context, near=True)
    return near or (_only_full_name(name, context) if name.rpartition(" ")[2] in forms.nouns else None)


#: A name of two or three words that may have been given more fully before: "the World Federation".
_CAPITALS = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z-]+){1,2}")
#: The same of any length: "the Ad Hoc Harbour Group of the Whole".
_LONG_CAPITALS = re.compile(r"[A-Z][a-z]+(?:,? (?:of|of the|and|[A-Z][a-z-]+)){2,9}")


#: A name that ends in an abbreviation: "Executive Director of UN-Habitat".
_ENDS_ABBREVIATED = re.compile(r"(?P<head>.+ of )(?:the )?(?P<short>[A-Z][A-Za-z]*[A-Z][A-Z-]*|UN-[A-Z][a-z]+)")


def is_short(name: str) -> bool:
    """Whether `name` is a short form or an abbreviation that identifies nothing by itself: "Committee", "JLOM"."""
    if resolve(name) is not None:
        return False
    return name in short_form_words().nouns or _ABBREVIATION.fullmatch(name) is not None


def is_abbreviation(name: str) -> bool:
    """Whether the whole `name` is an abbreviation: "JLOM"."""
    return _ABBREVIATION.fullmatch(name) is not None


#: An abbreviation of three letters or more.
_IN_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")


def has_abbreviation(name: str) -> bool:
    """Whether a part of `name` is abbreviated: "authorities of the CAR"; readers differ on its full form."""
    return _IN_CAPITALS.search(name) is not None


def _has_qualifier(name: str, forms: ShortFormWords) -> bool:
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
            names = names_of(short, passage)
            if names and names[0] != short:  # else its full name comes before this text
                return [name for name in names if name != short][-1]
    if near:
        return None
    title = context.resolution.title or ""
    if short in title:
        in_title = [name for name in names_of(short, title) if name != short]
        if in_title:
            return in_title[-1]
    counts: Counter[str] = Counter()
    for paragraph in context.resolution.paragraphs[: context.index]:
        if short in paragraph.text:
            weight = 2 if paragraph.kind is ParagraphKind.OPERATIVE else 1
            names = names_of(short, paragraph.text)
            if (name_defined := defined(short, names, paragraph.text)) is not None:
                return name_defined
            for name in _own_names(names, short):
                counts[name] += weight * (3 if resolve(name) else 1)
    if not counts:
        return None
    most_frequent = max(counts, key=counts.__getitem__)  # of equally frequent ones, the first
    return max((name for name in counts if name.startswith(most_frequent)), key=len)


def _treaty(short: str, clause: Clause, context: Context) -> str | None:
    """Return the full name of the treaty that `short` ("Convention") stands for.

    It is looked for nearby, in a definition ("(the Convention)"), in the title, and then in the whole resolution if
    that names no other.
    """
    for passage in _nearby_passages(clause):
        names = treaty_names(short, passage)
        if names and names[0] != short:
            return [name for name in names if name != short][-1]
    texts = list(_texts(context.resolution))
    for text in texts:
        name = defined(short, treaty_names(short, text), text)
        if name is not None:
            return name
    in_title, in_all = (
        [name for text in some for name in treaty_names(short, text) if name != short] for some in (texts[:1], texts)
    )
    return _the_one(in_title) or _the_one(in_all)


def _only_full_name(short: str, context: Context) -> str | None:
    """Return the one full name that the whole resolution has for `short`; None if it has none, or several.

    What is named beside the short name is another body: "the Committee and the Committee established by ...".
    """
    passages = [names_of(short, text) for text in _texts(context.resolution) if short in text]
    own = [list(_own_names(names, short)) for names in passages]
    others = {resolve(name) or name for names, first in zip(passages, own, strict=True) for name in names[len(first) :]}
    return _the_one([name for first in own for name in first if (resolve(name) or name) not in others])


def _of_same_entity(name: str, context: Context) -> str | None:
    """Return the longer name that the resolution gives the known body `name`: "Independent Lamp Inquiry to Assist in
    Repairs" for "Independent Lamp Inquiry".
    """
    key = resolve(name)
    known = entity(key) if key else None
    texts = [text for text in _texts(context.resolution) if f"{name} " in text]
    if known is None or known.kind == "state" or not texts:
        return None
    found = (full for text in texts if _may_go_on(name, text) for full in _longer_names(name, text))
    fuller = max(found, key=len, default=None)
    if fuller is None and _head_noun(name) in short_form_words().on_topics:
        full = _only_full_name(name, context)
        return full if full is not None and _goes_on(name, full) and resolve(full) in (None, key) else None
    return fuller


@lexicon.remembered
def _longer_names(name: str, text: str) -> tuple[str, ...]:
    """Return the names in `text` that go on after `name` and stand for the same entity."""
    key = resolve(name)
    names = (clean(token.text) for token in tokens(text) if token.key == key)
    return tuple(full for full in names if _goes_on(name, full))


def _goes_on(name: str, full: str) -> bool:
    """Whether `full` is `name` and more after a preposition: not "Lamp Compact Office" for "Lamp Compact"."""
    return full.startswith(f"{name} ") and _MORE.match(full, len(name)) is not None


def _may_go_on(name: str, text: str) -> bool:
    """Whether `text` has `name` with more behind it: few texts have, and only those are worth cutting into tokens."""
    start = text.find(name)
    while start >= 0:
        if _MORE.match(text, start + len(name)):
            return True
        start = text.find(name, start + 1)
    return False


#: What a longer name has behind the shorter one: "for the Lakes".
_MORE = re.compile(r" [a-z]+ (?:the )?[A-Z]")


def _head_noun(name: str) -> str:
    """Return the noun of a name before "of": "Group" of "Ad Hoc Harbour Group of the Whole"."""
    return name.partition(" of ")[0].rpartition(" ")[2]


def _own_names(names: Iterable[str], short: str) -> Iterator[str]:
    """Yield the names that stand before the first use of the short name alone: what follows it is another body ("the
    Committee, the Counter-Terrorism Committee").
    """
    return itertools.takewhile(lambda name: name != short, names)


def _only_description(name: str, context: Context) -> str | None:
    """Return the one longer description that the whole resolution has for `name`, in small letters: "mission to
    Arcadia" for "mission"; None if it has none, or several.
    """
    texts = [text for text in _texts(context.resolution) if name in text]
    found = [description for text in texts for description in descriptions(name, text)]
    counts = Counter(description.text for description in found)
    title = context.resolution.title or ""
    sure = {description.text for description in found if description.sure or description.text in title}
    return _the_one([text for text in counts.elements() if text in sure or counts[text] > 1])


def _texts(resolution: Resolution) -> Iterator[str]:
    """Yield the texts in which a resolution can name someone in full."""
    yield resolution.title or ""
    for paragraph in resolution.paragraphs:
        yield paragraph.text
        for footnote in paragraph.footnotes:
            yield footnote.text


def _the_one(names: list[str]) -> str | None:
    """Return the most frequent of `names`, the longest of equally frequent ones, if they all name the same: each has
    all words of the next shorter one.
    """
    if not names:
        return None
    counts = Counter(names)
    by_length = sorted((_main_words(name) for name in counts), key=len)
    if any(not shorter <= longer for shorter, longer in itertools.pairwise(by_length)):
        return None
    return max(counts, key=lambda name: (counts[name], len(name)))


def _main_words(name: str) -> frozenset[str]:
    return frozenset(_words_of(name))


def _words_of(name: str) -> list[str]:
    """Return the words of a name, in order, without "of" and the like."""
    return [word.lower() for word in name.split() if word.lower() not in _SMALL_WORDS]


_SMALL_WORDS = frozenset({"of", "on", "the", "for", "to", "in", "a", "an", "and"})


_ABBREVIATION = re.compile(r"[A-Z][A-Za-z-]*[A-Z][A-Z-]*|UN-[A-Z][a-z]+")


def _expanded(short: str, clause: Clause, context: Context, *, within_name: bool = False) -> str | None:
    """Return what `short` abbreviates if the resolution says so: "the Joint Lake Observation Mission (JLOM)".

    Within a longer name, the abbreviation of a State suffices unless its name is nearby: "Government of the DRC".
    """
    key = resolve(short)
    known = entity(key) if key else None
    passages = itertools.chain(_nearby_passages(clause), [clause.text[clause.start :]])
    if not within_name or known is None or known.kind != "state":
        passages = itertools.chain(passages, _texts(context.resolution))
    names = (written_out(short, passage) for passage in passages)
    full = next((name for name in names if name is not None), None)
    is_miswritten = full is not None and known is not None and _words_of(full) == _words_of(known.name)
    return known.name if is_miswritten and known is not None else full  # "Office *of* Drugs and Crime"


def _nearby_passages(clause: Clause) -> Iterator[str]:
    yield clause.text[: clause.start]
    if clause.chapeau is not None:
        yield clause.chapeau.text
