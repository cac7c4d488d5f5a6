"""The registry of entities: who can be asked to act, under which names, now and formerly.

Data: ``data/entities.toml`` and ``data/states.toml``. A name resolves to an entity only as a whole, so that "the
Secretary-General of the League of Arab States" is not taken for ours.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mandates import datafiles
from mandates.domain.errors import VocabularyError


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name an entity no longer bears, with the last year in which it did."""

    name: str
    until: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone who can be asked to act.

    Attributes:
        key: stable, in lower case with hyphens: ``secretary-general``.
        kind: one of `KINDS`.
        aliases: every other name, abbreviation and former name.
        former: the former names among them, with their years.
        successor: key of the entity that took over its work, where that is another one.
    """

    key: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()
    successor: str | None = None


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


def entities() -> Iterable[Entity]:
    """Return every entity, ours first, then those that a person added, then States."""
    return _registry().entities.values()


def entity(key: str) -> Entity | None:
    """Return the entity with this key."""
    return _registry().entities.get(key)


@datafiles.remembered
def resolve(name: str) -> str | None:
    """Return the key of the entity that `name` names as a whole, however it is written; None when none fits."""
    by_name = _registry().by_name
    plain = normal(name)
    key = by_name.get(plain)
    if key is not None:
        return key
    head, of, rest = plain.rpartition(" of ")
    if of and rest in _OURS:
        return by_name.get(head)
    if " of human right council " in plain:
        return by_name.get(plain.replace(" of human right council ", " "))
    if plain.endswith(" concerned"):
        return by_name.get(plain[: -len(" concerned")])
    return None


def suggest(name: str, limit: int = 3) -> list[Entity]:
    """Return the entities whose names come nearest to `name`, nearest first; none that is far from it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed only after a miss

    registry = _registry()
    found: dict[str, None] = {}
    for hit in process.extract(
        normal(name), registry.by_name.keys(), scorer=fuzz.WRatio, limit=4 * limit, score_cutoff=80
    ):
        found[registry.by_name[hit[0]]] = None
    return [registry.entities[key] for key in list(found)[:limit]]


@datafiles.derived
def _registry() -> _Registry:
    known: dict[str, Entity] = {}
    by_name: dict[str, str] = {}
    for item in (*_listed(), *_states()):
        if item.key in known:
            raise VocabularyError(f"two entities have the key '{item.key}'", "give one of them another key")
        known[item.key] = item
        for name in (item.name, *item.aliases):
            other = by_name.setdefault(normal(name), item.key)
            if other != item.key:
                raise VocabularyError(f"'{name}' names both '{other}' and '{item.key}'", "take it from one of them")
    return _Registry(known, by_name)


def _listed() -> Iterator[Entity]:
    for entry in datafiles.load(__package__, "data/entities.toml")["entity"]:
        missing = [field for field in ("key", "name", "kind") if field not in entry]
        if missing:
            raise VocabularyError(f"an entity ({entry.get('key', 'without key')}) has no '{missing[0]}'", "add it")
        if entry["kind"] not in KINDS:
            raise VocabularyError(
                f"entity '{entry['key']}' is of the unknown kind '{entry['kind']}'", f"use one of {', '.join(KINDS)}"
            )
        former = tuple(FormerName(old["name"], old["until"]) for old in entry.get("former", ()))
        names = (*entry.get("aliases", ()), *entry.get("abbreviations", ()), *(old.name for old in former))
        yield Entity(entry["key"], entry["name"], entry["kind"], names, former, entry.get("successor"))


def _states() -> Iterator[Entity]:
    data = datafiles.load(__package__, "data/states.toml")
    for entry in data["states"]:
        names = (entry["name"], *entry.get("aliases", ()))
        aliases = [*names[1:], *(form.format(name) for name in names for form in data["forms"])]
        if "adjective" in entry:
            aliases += [form.format(entry["adjective"]) for form in data["adjective_forms"]]
        yield Entity(state_key(entry["name"]), entry["name"], "state", tuple(aliases))


def state_key(name: str) -> str:
    """Return the key of the State of that name: ``state-viet-nam``."""
    return "state-" + re.sub(
        r"[^a-z]+", "-", _PARENTHESIS.sub("", name).lower().replace("\u00f4", "o").replace("\u00fc", "u")
    )
