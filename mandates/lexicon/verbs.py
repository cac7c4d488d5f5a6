"""The verb table, `verbs.toml`, as structure and extraction ask it: forms at the head of a paragraph, features."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mandates.lexicon import derived, load, remembered

#: Third-person forms that end in "es" and not "s" after a sibilant: "stresses", "establishes".
_SIBILANT = re.compile(r"(?:ss|sh|ch|x|zz)es\Z")


def plain_of(form: str) -> str:
    """Return the plain form of a verb from its third person: ``request`` for ``requests``.

    >>> plain_of("stresses"), plain_of("ratifies"), plain_of("urges")
    ('stress', 'ratify', 'urge')
    """
    if form.endswith("ies"):
        return f"{form[:-3]}y"
    return form[:-2] if _SIBILANT.search(form) else form[:-1]


def particles_of(entry: Mapping[str, Any], form: str) -> tuple[str, ...]:
    """Return the words of which one must follow a form of a ``[[verb]]``, if any: ``upon`` or ``on`` for ``calls``."""
    return () if form in entry.get("without_particles", ()) else tuple(entry.get("particles", ()))


@derived
def mandating_forms() -> frozenset[str]:
    """Return the forms, in lower case, that make a mandate: ``requests``, ``decides``."""
    return frozenset(form for entry in load("verbs")["verb"] for form in entry["forms"])


@derived
def finite_forms() -> frozenset[str]:
    """Return every form, in lower case, with which an organ directs, decides or speaks: ``requests``, ``welcomes``."""
    table = load("verbs")
    return mandating_forms().union(
        entry["form"] for group in ("repeating", "continuing", "speaking") for entry in table[group]
    )


@derived
def opening_forms() -> frozenset[str]:
    """Return the forms that an organ uses only at the beginning of a paragraph: ``informs``, ``has the honour``.

    A form that makes a mandate is none of them, even if it is in that list too.
    """
    return frozenset(entry["form"] for entry in load("verbs")["opening"]) - mandating_forms()


@derived
def adopting_forms() -> frozenset[str]:
    """Return the forms with which an organ adopts a text: ``adopts``, ``endorses``."""
    return frozenset(entry["form"] for entry in load("verbs")["speaking"] if entry.get("adopts"))


@derived
def asking_without_mandate() -> frozenset[str]:
    """Return the forms with which somebody is asked without a mandate resulting: ``exhorts``."""
    asking = frozenset(entry["form"] for entry in load("verbs")["opening"] if entry.get("asks"))
    return asking & opening_forms()


@derived
def asking_infinitives() -> str:
    """Return a pattern of the infinitives that ask others, as after "decides to": ``request``, ``call upon``."""
    not_asking = having("deciding", "enacting", "naming")
    particles_by_verb: dict[str, str] = {}
    for entry in load("verbs")["verb"]:
        if entry["key"] not in not_asking:
            particles_by_verb |= {plain_of(form): "|".join(particles_of(entry, form)) for form in entry["forms"]}
    return "|".join(
        rf"{verb}\s+(?:{particles})" if particles else verb for verb, particles in particles_by_verb.items()
    )


@derived
def _features() -> dict[str, frozenset[str]]:
    keys_by_feature: dict[str, set[str]] = {}
    for entry in load("verbs")["verb"]:
        for feature in entry.get("features", ()):
            keys_by_feature.setdefault(feature, set()).add(entry["key"])
    return {feature: frozenset(keys) for feature, keys in keys_by_feature.items()}


@remembered
def having(*features: str) -> frozenset[str]:
    """Return the keys of the verbs that have any of `features`, such as ``deciding`` or ``enacting``."""
    return frozenset().union(*(_features().get(feature, frozenset()) for feature in features))
