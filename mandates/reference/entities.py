"""The registry of entities: who can be asked to act, under which names, now and formerly.

Data: ``data/entities.toml`` and ``data/states.toml``. A name resolves to an entity only as a whole, so that "the
Secretary-General of the League of Arab States" is not taken for ours.

`resolve` and `identify` read names as documents write them, `find` and `near` what a person types.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mandates import datafiles
from mandates.domain.errors import VocabularyError


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name an entity no longer bears, with the last year in which it did, and the first where it is known."""

    name: str
    until: int
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone who can be asked to act.

    Attributes:
        key: stable, in lower case with hyphens: ``secretary-general``.
        kind: one of `KINDS`.
        aliases: every other name, abbreviation and former name that may stand in a text.
        former: the former names among them, with their years.
        successor: key of the entity that took over its work, where that is another one.
        abbreviation: the usual one: ``OHCHR``.
        parent: key of the entity that it is part of.
        valid_from: the year since which it stands under its name; those of its former names are with them.
        valid_until: the last year in which it stood.
    """

    key: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()
    successor: str | None = None
    abbreviation: str | None = None
    parent: str | None = None
    valid_from: int | None = None
    valid_until: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a name stands for: the same for every spelling of it.

    Attributes:
        key: of the entity; None where the registry has none of that name.
        name: the entity's own name, else the name as written in its plain form.
    """

    key: str | None
    name: str


#: Kinds of entities, the words of ``entities.toml``.
KINDS = (
    "principal_organ",
    "official",
    "secretariat",
    "fund_or_programme",
    "specialized_agency",
    "related_organization",
    "subsidiary_body",
    "conference",
    "treaty_body",
    "special_procedure",
    "mission",
    "sanctions",
    "regional_organization",
    "organization",
    "group",
    "state",
)

#: Words before a name that do not change who is meant.
_LEADING = frozenset(
    [
        "the",
        "a",
        "an",
        "all",
        "any",
        "each",
        "every",
        "both",
        "those",
        "these",
        "this",
        "such",
        "other",
        "relevant",
        "concerned",
        "interested",
        "of",
        "its",
        "their",
        "his",
        "her",
        "respective",
    ]
)
#: What may follow a name of ours without making it another's: "the Department of Peace Operations of the Secretariat".
_OURS = frozenset(
    {
        "united nation",
        "united nation system",
        "united nation secretariat",
        "secretariat",
        "general assembly",
        "security council",
        "economic social council",
        "human right council",
    }
)
_WORD = re.compile(r"[0-9a-z\u00e0-\u024f]+")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_SPELLINGS = {
    "organisation": "organization",
    "organisations": "organization",
    "programs": "programme",
    "program": "programme",
    "center": "centre",
    "defense": "defence",
}


def normal(name: str) -> str:
    """Return `name` without case, articles, qualifiers, plural endings, hyphens and parentheses: what names share."""
    text = _PARENTHESIS.sub("", name) if "(" in name else name
    text = text.lower().replace("\u2019", "'").replace("'s ", " ").replace("s' ", "s ").replace("co-", "co")
    text = text.replace("counterterror", "counter-terror").replace("peacekeeping", "peace-keeping")
    words = _WORD.findall(text)
    start = 0
    while start < len(words) - 1 and words[start] in _LEADING:
        start += 1
    return " ".join([_singular(word) for word in words[start:] if word not in ("the", "and", "s")])


@functools.lru_cache(maxsize=1 << 12)
def _singular(word: str) -> str:
    word = _SPELLINGS.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@dataclass(frozen=True, slots=True)
class _Registry:
    entities: dict[str, Entity]
    by_name: dict[str, str]
    #: abbreviations as `_squeezed` leaves them
    by_abbreviation: dict[str, str]
    #: what an envoy is and for what: ("special envoy", "yemen")
    by_title: dict[tuple[str, str], str]
    #: by key, the names to search in: without the forms that every State's name takes
    names: dict[str, tuple[str, ...]]


def entities() -> Iterable[Entity]:
    """Return every entity, ours first, then those that a person added, then States."""
    return _registry().entities.values()


def entity(key: str) -> Entity | None:
    """Return the entity with this key."""
    return _registry().entities.get(key)


@datafiles.remembered
def resolve(name: str) -> str | None:
    """Return the key of the entity that `name` names as a whole, however it is written; None when none fits."""
    plain = normal(name)
    return _registry().by_name.get(plain) or _rewritten(plain)


def short(name: str) -> str:
    """Return the abbreviation of whom `name` names as a whole; where there is none the name: ``SG``, ``Governments``.

    >>> short("Secretary-General")
    'SG'
    """
    key = resolve(name)
    return (key and _registry().entities[key].abbreviation) or name


@datafiles.remembered
def identify(name: str) -> Identity:
    """Return who `name` stands for: the entity that bears it, else the name itself in its plain form."""
    plain = plain_form(name)
    key = resolve(plain)
    return Identity(None, plain) if key is None else Identity(key, _registry().entities[key].name)


_SOFT_HYPHEN = re.compile("\u00ad\\s*(?P<capital>[A-Z])?")
_TYPOGRAPHIC = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2212", "-"),
        **dict.fromkeys("'\u2018\u02bc\u2032`\u00b4", "\u2019"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"),
        "\u2014": "\u2013",
    }
)
_TIGHT_DASH = re.compile(r"(?<=\w)\u2013(?=\w)")
#: Spaces around a hyphen, but for "troop- and police-contributing".
_LOOSE_HYPHEN = re.compile(r"(?<=\w)(?:\s+-\s*|-\s+(?!(?:and|or|to|nor)\b))(?=\w)")
_ARTICLE = re.compile(r"[Tt]he\s+")


def plain_form(name: str) -> str:
    """Return `name` as written but for what printing and typing did to it, without "the" and closing punctuation."""
    text = name
    if "\u00ad" in text:
        text = _SOFT_HYPHEN.sub(lambda found: f"-{found['capital']}" if found["capital"] else "", text)
    text = " ".join(text.translate(_TYPOGRAPHIC).split())
    if "\u2013" in text:
        text = _TIGHT_DASH.sub("-", text)
    if "-" in text:
        text = _LOOSE_HYPHEN.sub("-", text)
    text = text.strip(" ,;:.\u2013-")
    article = _ARTICLE.match(text)
    return text[article.end() :] if article else text


#: Kinds of entities that "United Nations" before their name does not make others.
_OF_THE_UNITED_NATIONS = frozenset(
    {"principal_organ", "official", "secretariat", "fund_or_programme", "subsidiary_body", "treaty_body", "mission"}
)
_PART_OF = re.compile(" (?:of|in|within) ")
_COMMITTEE = re.compile(
    r"(?:security council )?committee (?:established )?(?:pursuant to|by) (?:paragraph \d+ of )?"
    r"(?:security council )?resolution (?P<number>\d+)(?: \d+)*(?: concerning .+)?"
)
_TITLE = re.compile(
    r"(?:united nation )?(?:secretary general )?"
    r"(?P<title>srsg|(?:special|personal) (?:representative|envoy|adviser|coordinator)|envoy)"
    r"(?: (?:of|to) secretary general)?(?: for| on| to| in) (?P<topic>.+)"
)


def _rewritten(plain: str) -> str | None:
    """Return the key of the entity that a name in its `normal` form names in other words than those listed."""
    registry = _registry()
    found = _as_part(plain, registry)
    if found is not None:
        return found
    if plain.startswith("un "):
        full = f"united nation {plain[3:]}"
        return registry.by_name.get(full) or _rewritten(full)
    if plain.startswith("united nation "):
        shorter = plain[len("united nation ") :]
        found = registry.by_name.get(shorter) or _as_part(shorter, registry)
        if found is not None and registry.entities[found].kind in _OF_THE_UNITED_NATIONS:
            return found
    committee = _COMMITTEE.fullmatch(plain)
    if committee is not None:
        return registry.by_name.get(f"{committee['number']} committee")
    title = _title(plain)
    return registry.by_title.get(title) if title is not None else None


def _as_part(plain: str, registry: _Registry) -> str | None:
    """Return the key of an entity named with what it is part of: "Treaty Section of the Office of Legal Affairs"."""
    by_name = registry.by_name
    head, of, rest = plain.rpartition(" of ")
    if of and rest in _OURS and head in by_name:
        return by_name[head]
    if " of human right council " in plain:
        return by_name.get(plain.replace(" of human right council ", " "))
    if plain.endswith(" concerned"):
        return by_name.get(plain[: -len(" concerned")])
    for link in _PART_OF.finditer(plain):
        key = by_name.get(plain[: link.start()])
        if key is not None:
            whole = plain[link.end() :]
            within = by_name.get(whole) or _as_part(whole, registry)
            if within is not None and within in _wholes(key, registry.entities):
                return key
    return None


def _wholes(key: str, known: Mapping[str, Entity]) -> Iterator[str]:
    """Yield the keys of what the entity is part of, the nearest first."""
    parent = known[key].parent
    while parent is not None:
        yield parent
        parent = known[parent].parent


def _title(plain: str) -> tuple[str, str] | None:
    found = _TITLE.fullmatch(plain)
    if found is None:
        return None
    return "special representative" if found["title"] == "srsg" else found["title"], found["topic"]


def find(text: str) -> list[Entity]:
    """Return the entities that a person means by `text`: a key, abbreviation or name, in any case, or part of a name.

    What is called so comes alone; else those with `text` in a name, that begin with it and are shorter first.
    """
    registry = _registry()
    typed = plain_form(text)
    exact = [
        registry.by_abbreviation.get(_squeezed(typed)),
        typed.lower().replace(" ", "-"),
        resolve(typed),
    ]
    called_so = [registry.entities[key] for key in dict.fromkeys(exact) if key is not None and key in registry.entities]
    return called_so or _with_part(normal(typed), registry)


def abbreviated(text: str) -> Entity | None:
    """Return the entity that `text` is an abbreviation of, in any case."""
    registry = _registry()
    key = registry.by_abbreviation.get(_squeezed(plain_form(text)))
    return None if key is None else registry.entities[key]


def _with_part(plain: str, registry: _Registry) -> list[Entity]:
    """Return the entities with `plain` in a name from the beginning of a word on, else with all its words."""
    words = plain.split()
    if not words:
        return []
    found = [(name, key) for name, key in _searched() if f" {plain}" in f" {name}"]
    if not found:
        found = [
            (name, key)
            for name, key in _searched()
            if all(any(word.startswith(typed) for word in name.split()) for typed in words)
        ]
    ranks: dict[str, tuple[bool, bool, int]] = {}
    for name, key in found:
        rank = (registry.entities[key].kind == "state", not name.startswith(plain), len(name))
        ranks[key] = min(rank, ranks.get(key, rank))
    return [registry.entities[key] for key in sorted(ranks, key=lambda key: ranks[key])]


#: Words that do not tell one name from another.
_COMMON = frozenset(
    {"of", "for", "on", "in", "to", "by", "with", "at", "a", "an", "its", "all", "united", "nation", "un"}
)
#: How much of what was typed has to be in a name, by weight of words.
_ENOUGH = 0.5


def near(text: str, limit: int = 3) -> list[Entity]:
    """Return the entities that may be meant by a name that is none, the likeliest first; none that only looks alike.

    An abbreviation is compared with abbreviations. Other names are near when they share significant words, each
    spelt nearly so: words that few names have count for more.
    """
    registry = _registry()
    plain = normal(plain_form(text))
    if not plain:
        return []
    keys = dict.fromkeys([*_near_abbreviations(_squeezed(text), registry), *_sharing_words(plain)])
    return [registry.entities[key] for key in list(keys)[:limit]]


def _near_abbreviations(typed: str, registry: _Registry) -> list[str]:
    """Return the keys of the entities with nearly the abbreviation `typed`: one letter differs, of seven two."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - needed only after a miss

    found: list[tuple[int, int, str]] = []
    for abbreviation, key in registry.by_abbreviation.items():
        if typed.removeprefix("un") == abbreviation.removeprefix("un"):
            found.append((0, 0, key))
        elif sorted(typed) == sorted(abbreviation):
            found.append((1, 0, key))
        elif typed[:1] == abbreviation[:1] and min(len(typed), len(abbreviation)) > 2:
            allowed = 2 if len(abbreviation) > 6 else 1
            distance = OSA.distance(typed, abbreviation, score_cutoff=allowed)
            if distance <= allowed:
                found.append((distance, abs(len(typed) - len(abbreviation)), key))
    return [key for *_, key in sorted(found)]


def _sharing_words(plain: str) -> list[str]:
    """Return the keys of the entities with most of the significant words of `plain` in a name, most alike first."""
    typed = dict.fromkeys(word for word in plain.split() if word not in _COMMON)
    weights = _weights()
    alike = {word: _alike(word, weights) for word in typed}
    rarest = max(weights.values())
    whole = sum(max((weights[same] for same in alike[word]), default=rarest) for word in typed)
    shares: dict[str, float] = {}
    for name, key in _searched():
        words = {word for word in name.split() if word not in _COMMON}
        shared = sum(max((weights[same] for same in alike[word] if same in words), default=0.0) for word in typed)
        if whole and shared >= _ENOUGH * whole:
            share = 2 * shared / (whole + sum(weights[word] for word in words))
            shares[key] = max(share, shares.get(key, 0.0))
    return sorted(shares, key=lambda key: -shares[key])


def _alike(typed: str, words: Mapping[str, float]) -> list[str]:
    """Return those of `words` that `typed` is, or else is a slip of: one letter of six is wrong, of ten two."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - needed only after a miss

    allowed = 0 if len(typed) < 6 else 1 if len(typed) < 10 else 2
    if typed in words or not allowed:
        return [typed] if typed in words else []
    begun = (word for word in words if word[0] == typed[0])
    return [word for word in begun if OSA.distance(word, typed, score_cutoff=allowed) <= allowed]


@datafiles.derived
def _searched() -> tuple[tuple[str, str], ...]:
    """Return the names to search in, as `normal` leaves them, with the keys of those that bear them."""
    return tuple({(normal(name), key): None for key, names in _registry().names.items() for name in names})


@datafiles.derived
def _weights() -> dict[str, float]:
    """Return how much each significant word of the names tells: the more, the fewer entities have it."""
    had = Counter(word for word, _ in {(word, key) for name, key in _searched() for word in name.split()})
    return {word: 1 + math.log(len(_registry().entities) / count) for word, count in had.items() if word not in _COMMON}


def _squeezed(abbreviation: str) -> str:
    """Return an abbreviation without case, spaces and hyphens, so that "un women" is UN-Women."""
    return "".join(filter(str.isalnum, abbreviation.lower()))


@datafiles.derived
def _registry() -> _Registry:
    registry = _Registry({}, {}, {}, {}, {})
    known, by_name = registry.entities, registry.by_name
    for item, names, abbreviations in (*_listed(), *_states()):
        if item.key in known:
            raise VocabularyError(f"two entities have the key '{item.key}'", "give one of them another key")
        known[item.key] = item
        for name in (item.name, *item.aliases, *abbreviations):
            other = by_name.setdefault(normal(name), item.key)
            if other != item.key:
                raise VocabularyError(f"'{name}' names both '{other}' and '{item.key}'", "take it from one of them")
        for abbreviation in abbreviations:
            other = registry.by_abbreviation.setdefault(_squeezed(abbreviation), item.key)
            if other != item.key:
                raise VocabularyError(f"'{abbreviation}' is short for '{other}' and '{item.key}'", "take one away")
        registry.names[item.key] = names
        for name in names if item.kind == "official" else ():
            title = _title(normal(name))
            if title is not None and registry.by_title.setdefault(title, item.key) != item.key:
                raise VocabularyError(f"'{' for '.join(title)}' is two officials", "take it from one of them")
    for item in known.values():
        _check_links(item, known)
    return registry


def _check_links(item: Entity, known: Mapping[str, Entity]) -> None:
    for field in ("parent", "successor"):
        passed, key = [item.key], getattr(item, field)
        while key is not None:
            if key not in known:
                raise VocabularyError(f"the {field} of entity '{passed[-1]}', '{key}', is not there", "correct it")
            if key in passed:
                raise VocabularyError(f"by '{field}', entity '{key}' comes round to itself", f"take one {field} away")
            passed.append(key)
            key = getattr(known[key], field)


def _listed() -> Iterator[tuple[Entity, tuple[str, ...], tuple[str, ...]]]:
    """Yield the entities of ``entities.toml``, each with the names to search in and its abbreviations."""
    for entry in datafiles.load(__package__, "data/entities.toml")["entity"]:
        missing = [field for field in ("key", "name", "kind") if field not in entry]
        if missing:
            raise VocabularyError(f"an entity ({entry.get('key', 'without key')}) has no '{missing[0]}'", "add it")
        if entry["kind"] not in KINDS:
            raise VocabularyError(
                f"entity '{entry['key']}' is of the unknown kind '{entry['kind']}'", f"use one of {', '.join(KINDS)}"
            )
        former = tuple(FormerName(old["name"], old["until"], old.get("since")) for old in entry.get("former", ()))
        listed = tuple(entry.get("abbreviations", ()))
        aliases = (*entry.get("aliases", ()), *listed, *(old.name for old in former))
        usual = entry.get("abbreviation") or next(iter(listed), None)
        short = tuple(old.name for old in former if old.name.isupper())
        item = Entity(
            key=entry["key"],
            name=entry["name"],
            kind=entry["kind"],
            aliases=aliases,
            former=former,
            abbreviation=usual,
            **_links(entry),
        )
        yield item, (item.name, *aliases), (*((usual,) if usual else ()), *listed, *short)


def _links(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {field: entry.get(field) for field in ("successor", "parent", "valid_from", "valid_until")}


def _states() -> Iterator[tuple[Entity, tuple[str, ...], tuple[str, ...]]]:
    """Yield the States, each with the names to search in and its abbreviations."""
    data = datafiles.load(__package__, "data/states.toml")
    for entry in data["states"]:
        names = (entry["name"], *entry.get("aliases", ()))
        governments = entry.get("governments", ())
        aliases = [*names[1:], *governments, *(form.format(name) for name in names for form in data["forms"])]
        if "adjective" in entry:
            aliases += [form.format(entry["adjective"]) for form in data["adjective_forms"]]
        usual = entry.get("abbreviation")
        item = Entity(
            state_key(entry["name"]), entry["name"], "state", tuple(aliases), abbreviation=usual, **_links(entry)
        )
        yield item, (*names, *governments), (usual,) if usual else ()


def state_key(name: str) -> str:
    """Return the key of the State of that name: ``state-viet-nam``."""
    return "state-" + re.sub(
        r"[^a-z]+", "-", _PARENTHESIS.sub("", name).lower().replace("\u00f4", "o").replace("\u00fc", "u")
    )
