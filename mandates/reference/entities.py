"""The registry of entities: who can be asked to act, under which names, now and formerly.

Data: ``data/entities.toml`` and ``data/states.toml``. A name resolves to an entity only as a whole, so that "the
Secretary-General of the League of Arab States" is not taken for ours.

`resolve` and `identify` read names as documents write them; `mandates.reference.entity_search`, what a person types.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mandates import datafiles
from mandates.domain.errors import VocabularyError


@dataclass(frozen=True, slots=True)
class FormerName:
    """A former name of an entity, with the last year of its use, and the first year where it is known."""

    name: str
    until: int
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity that can be asked to act.

    Attributes:
        key: a stable key in lower case with hyphens: ``secretary-general``.
        kind: one of `KINDS`.
        aliases: all other names, abbreviations and former names that may occur in a text.
        former: the former names among them, with their years.
        successor: the key of the entity that took over its work, if it is another one.
        abbreviation: the usual abbreviation: ``OHCHR``.
        parent: the key of the entity that it is part of.
        valid_from: the year since which it exists under its name; `former` has the years of former names.
        valid_until: the last year in which it existed.
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
    """The entity or party that a name stands for; the same for every spelling of the name.

    Attributes:
        key: the key of the entity; None if the registry has no entity of that name.
        name: the name of the entity, else the plain form of the name as written.
    """

    key: str | None
    name: str


#: Kinds of entities, as in ``entities.toml``.
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

#: Words before a name that do not change which entity it means.
_QUALIFIERS = frozenset(
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
#: What may follow "of" after a name of the same entity: "the Department of Peace Operations of the Secretariat".
_UNITED_NATIONS_BODIES = frozenset(
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
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_SPELLINGS = {
    "organisation": "organization",
    "organisations": "organization",
    "programs": "programme",
    "program": "programme",
    "center": "centre",
    "defense": "defence",
}


def normal(name: str) -> str:
    """Return `name` without case, articles, qualifiers, plural endings, hyphens and parentheses, for comparison."""
    text = _BRACKETED.sub("", name) if "(" in name else name
    text = _composed(text).lower().replace("\u2019", "'").replace("'s ", " ").replace("s' ", "s ").replace("co-", "co")
    text = text.replace("counterterror", "counter-terror").replace("peacekeeping", "peace-keeping")
    words = _WORD.findall(text)
    start = 0
    while start < len(words) - 1 and words[start] in _QUALIFIERS:
        start += 1
    return " ".join([_singular(word) for word in words[start:] if word not in ("the", "and", "s")])


def _composed(text: str) -> str:
    """Return `text` with letters and accents as one character each; copies from some systems have them apart."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@functools.lru_cache(maxsize=1 << 12)
def _singular(word: str) -> str:
    word = _SPELLINGS.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@dataclass(frozen=True, slots=True)
class Registry:
    """The entities by their keys, and the keys of entities by names, abbreviations and titles."""

    entities: dict[str, Entity]
    by_name: dict[str, str]
    #: by abbreviation, as `abbreviation_key` returns it
    by_abbreviation: dict[str, str]
    #: by the title and the topic of an envoy: ("special envoy", "yemen")
    by_title: dict[tuple[str, str], str]
    #: by key, the names to search: without the derived forms of the names of States
    names: dict[str, tuple[str, ...]]


def entities() -> Iterable[Entity]:
    """Return every entity: those of the program first, then those that a person added, then States."""
    return load_registry().entities.values()


def entity(key: str) -> Entity | None:
    """Return the entity with this key, or None."""
    return load_registry().entities.get(key)


@datafiles.remembered
def resolve(name: str) -> str | None:
    """Return the key of the entity that `name` as a whole stands for, in any spelling; None if there is none."""
    plain = normal(name)
    return load_registry().by_name.get(plain) or _resolve_variant(plain)


def short(name: str) -> str:
    """Return the abbreviation of the entity that `name` stands for, else `name` itself: ``SG``, ``Governments``.

    >>> short("Secretary-General")
    'SG'
    """
    key = resolve(name)
    return (key and load_registry().entities[key].abbreviation) or name


@datafiles.remembered
def identify(name: str) -> Identity:
    """Return the identity that `name` stands for: that of the entity of this name, else the name in its plain form."""
    plain = plain_form(name)
    key = resolve(plain)
    return Identity(None, plain) if key is None else Identity(key, load_registry().entities[key].name)


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
#: A hyphen with spaces around it, except in "troop- and police-contributing".
_SPACED_HYPHEN = re.compile(r"(?<=\w)(?:\s+-\s*|-\s+(?!(?:and|or|to|nor)\b))(?=\w)")
_ARTICLE = re.compile(r"[Tt]he\s+")


def plain_form(name: str) -> str:
    """Return `name` as written, without typographic variants of signs, a leading "the", and closing punctuation."""
    text = _composed(name)
    if "\u00ad" in text:
        text = _SOFT_HYPHEN.sub(lambda match: f"-{match['capital']}" if match["capital"] else "", text)
    text = " ".join(text.translate(_TYPOGRAPHIC).split())
    if "\u2013" in text:
        text = _TIGHT_DASH.sub("-", text)
    if "-" in text:
        text = _SPACED_HYPHEN.sub("-", text)
    text = text.strip(" ,;:.\u2013-")
    article = _ARTICLE.match(text)
    return text[article.end() :] if article else text


#: Kinds of entities that "United Nations" before the name does not change.
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


def _resolve_variant(plain: str) -> str | None:
    """Return the key of the entity that a name in its `normal` form stands for, if it is a variant of a listed name."""
    registry = load_registry()
    key = _resolve_part(plain, registry)
    if key is not None:
        return key
    if plain.startswith("un "):
        full_name = f"united nation {plain[3:]}"
        return registry.by_name.get(full_name) or _resolve_variant(full_name)
    if plain.startswith("united nation "):
        short_name = plain[len("united nation ") :]
        key = registry.by_name.get(short_name) or _resolve_part(short_name, registry)
        if key is not None and registry.entities[key].kind in _OF_THE_UNITED_NATIONS:
            return key
    committee = _COMMITTEE.fullmatch(plain)
    if committee is not None:
        return registry.by_name.get(f"{committee['number']} committee")
    title = _envoy_title(plain)
    return registry.by_title.get(title) if title is not None else None


def _resolve_part(plain: str, registry: Registry) -> str | None:
    """Return the key of an entity named with what it is part of: "Treaty Section of the Office of Legal Affairs"."""
    by_name = registry.by_name
    part_name, separator, owner = plain.rpartition(" of ")
    if separator and owner in _UNITED_NATIONS_BODIES and part_name in by_name:
        return by_name[part_name]
    if " of human right council " in plain:
        return by_name.get(plain.replace(" of human right council ", " "))
    if plain.endswith(" concerned"):
        return by_name.get(plain[: -len(" concerned")])
    for link in _PART_OF.finditer(plain):
        key = by_name.get(plain[: link.start()])
        if key is not None:
            whole_name = plain[link.end() :]
            whole_key = by_name.get(whole_name) or _resolve_part(whole_name, registry)
            if whole_key is not None and whole_key in _ancestors(key, registry.entities):
                return key
    return None


def _ancestors(key: str, entities_by_key: Mapping[str, Entity]) -> Iterator[str]:
    """Yield the keys of the entities that the entity is part of, the nearest first."""
    parent = entities_by_key[key].parent
    while parent is not None:
        yield parent
        parent = entities_by_key[parent].parent


def _envoy_title(plain: str) -> tuple[str, str] | None:
    match = _TITLE.fullmatch(plain)
    if match is None:
        return None
    return "special representative" if match["title"] == "srsg" else match["title"], match["topic"]


def abbreviation_key(abbreviation: str) -> str:
    """Return an abbreviation without case, spaces and hyphens, so that "un women" equals "UN-Women"."""
    return "".join(filter(str.isalnum, abbreviation.lower()))


#: The data files of the registry, and the file with the registry worked out from them, which takes long.
SOURCES, PREPARED = ("data/entities.toml", "data/states.toml"), "data/entities.json"


@datafiles.derived
def load_registry() -> Registry:
    """Return the registry with its indexes.

    Raises:
        VocabularyError: two entities share a key, a name, an abbreviation or a title, or a link leads nowhere.
    """
    written = datafiles.prepared(__package__, PREPARED, SOURCES)
    return _worked_out() if written is None else _restored(written)


def written() -> dict[str, Any]:
    """Return the registry worked out from its data files, as it is written into the file `PREPARED`."""
    registry = _worked_out()
    plain_names: dict[str, list[str]] = {}
    for plain, key in registry.by_name.items():
        plain_names.setdefault(key, []).append(plain)
    return {
        "entities": [
            {field: value for field, value in asdict(item).items() if value} for item in registry.entities.values()
        ],
        "plain_names": plain_names,
        "abbreviations": registry.by_abbreviation,
        "titles": [[*title, key] for title, key in registry.by_title.items()],
        "names": registry.names,
    }


def _restored(written: Mapping[str, Any]) -> Registry:
    """Return the registry that was `written`."""
    items = [
        Entity(
            **{
                **entry,
                "aliases": tuple(entry.get("aliases", ())),
                "former": tuple(FormerName(**old) for old in entry.get("former", ())),
            }
        )
        for entry in written["entities"]
    ]
    return Registry(
        entities={item.key: item for item in items},
        by_name={plain: key for key, names in written["plain_names"].items() for plain in names},
        by_abbreviation=written["abbreviations"],
        by_title={(title, topic): key for title, topic, key in written["titles"]},
        names={key: tuple(names) for key, names in written["names"].items()},
    )


def _worked_out() -> Registry:
    """Return the registry of the data files with their additions."""
    registry = Registry({}, {}, {}, {}, {})
    entities_by_key, by_name = registry.entities, registry.by_name
    for item, names, abbreviations in (*_other_entities(), *_states()):
        if item.key in entities_by_key:
            raise VocabularyError(f"two entities have the key '{item.key}'", "give one of them another key")
        entities_by_key[item.key] = item
        for name in (item.name, *item.aliases, *abbreviations):
            other = by_name.setdefault(normal(name), item.key)
            if other != item.key:
                raise VocabularyError(f"'{name}' names both '{other}' and '{item.key}'", "remove it from one of them")
        for abbreviation in abbreviations:
            other = registry.by_abbreviation.setdefault(abbreviation_key(abbreviation), item.key)
            if other != item.key:
                raise VocabularyError(f"'{abbreviation}' is short for '{other}' and '{item.key}'", "remove one of them")
        registry.names[item.key] = names
        for name in names if item.kind == "official" else ():
            title = _envoy_title(normal(name))
            if title is not None and registry.by_title.setdefault(title, item.key) != item.key:
                raise VocabularyError(f"'{' for '.join(title)}' names two officials", "remove it from one of them")
    for item in entities_by_key.values():
        _check_links(item, entities_by_key)
    return registry


def _check_links(item: Entity, entities_by_key: Mapping[str, Entity]) -> None:
    for field in ("parent", "successor"):
        path, key = [item.key], getattr(item, field)
        while key is not None:
            if key not in entities_by_key:
                raise VocabularyError(f"the {field} of entity '{path[-1]}', '{key}', does not exist", "correct it")
            if key in path:
                raise VocabularyError(f"by '{field}', entity '{key}' leads back to itself", f"remove one {field}")
            path.append(key)
            key = getattr(entities_by_key[key], field)


def _other_entities() -> Iterator[tuple[Entity, tuple[str, ...], tuple[str, ...]]]:
    """Yield the entities of ``entities.toml``, each with the names to search and its abbreviations."""
    for entry in datafiles.load(__package__, "data/entities.toml")["entity"]:
        missing = [field for field in ("key", "name", "kind") if field not in entry]
        if missing:
            raise VocabularyError(f"an entity ({entry.get('key', 'without key')}) has no '{missing[0]}'", "add it")
        if entry["kind"] not in KINDS:
            raise VocabularyError(
                f"entity '{entry['key']}' is of the unknown kind '{entry['kind']}'", f"use one of {', '.join(KINDS)}"
            )
        former = tuple(FormerName(old["name"], old["until"], old.get("since")) for old in entry.get("former", ()))
        abbreviations = tuple(entry.get("abbreviations", ()))
        aliases = (*entry.get("aliases", ()), *abbreviations, *(old.name for old in former))
        usual_abbreviation = entry.get("abbreviation") or next(iter(abbreviations), None)
        former_abbreviations = tuple(old.name for old in former if old.name.isupper())
        item = Entity(
            key=entry["key"],
            name=entry["name"],
            kind=entry["kind"],
            aliases=aliases,
            former=former,
            abbreviation=usual_abbreviation,
            **_links(entry),
        )
        yield (
            item,
            (item.name, *aliases),
            (*((usual_abbreviation,) if usual_abbreviation else ()), *abbreviations, *former_abbreviations),
        )


def _links(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {field: entry.get(field) for field in ("successor", "parent", "valid_from", "valid_until")}


def _states() -> Iterator[tuple[Entity, tuple[str, ...], tuple[str, ...]]]:
    """Yield the States, each with the names to search and its abbreviations."""
    data = datafiles.load(__package__, "data/states.toml")
    for entry in data["states"]:
        names = (entry["name"], *entry.get("aliases", ()))
        governments = entry.get("governments", ())
        aliases = [*names[1:], *governments, *(form.format(name) for name in names for form in data["forms"])]
        if "adjective" in entry:
            aliases += [form.format(entry["adjective"]) for form in data["adjective_forms"]]
        abbreviation = entry.get("abbreviation")
        state = Entity(
            state_key(entry["name"]), entry["name"], "state", tuple(aliases), abbreviation=abbreviation, **_links(entry)
        )
        yield state, (*names, *governments), (abbreviation,) if abbreviation else ()


def state_key(name: str) -> str:
    """Return the key of the State with this name: ``state-viet-nam``."""
    return "state-" + re.sub(
        r"[^a-z]+", "-", _BRACKETED.sub("", name).lower().replace("\u00f4", "o").replace("\u00fc", "u")
    )
