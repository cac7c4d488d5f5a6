"""The verb table, `verbs.toml`, as structure and extraction ask it: forms at the head of a paragraph, features."""

from __future__ import annotations

import re

from mandates.lexicon import derived, load

#: Behind these the third person takes "es", not "s": "stresses", "establishes".
_SIBILANT = re.compile(r"(?:ss|sh|ch|x|zz)es\Z")


def plain_of(form: str) -> str:
    """Return the plain form of a verb by its third person: ``request`` for ``requests``.

    >>> plain_of("stresses"), plain_of("ratifies"), plain_of("urges")
    ('stress', 'ratify', 'urge')
    """
    if form.endswith("ies"):
        return f"{form[:-3]}y"
    return form[:-2] if _SIBILANT.search(form) else form[:-1]


@derived
def finite_forms() -> frozenset[str]:
    """Return every form, in small letters, by which an organ directs, decides or speaks: ``requests``, ``welcomes``."""
    table = load("verbs")
    mandating = {form for entry in table["verb"] for form in entry["forms"]}
    return frozenset(mandating).union(
        entry["form"] for part in ("repeating", "continuing", "speaking") for entry in table[part]
    )


@derived
def opening_forms() -> frozenset[str]:
    """Return the forms that an organ uses at the head of a paragraph only: ``informs``, ``has the honour``."""
    return frozenset(entry["form"] for entry in load("verbs")["opening"])


@derived
def adopting_forms() -> frozenset[str]:
    """Return the forms by which an organ adopts a text: ``adopts``, ``endorses``."""
    return frozenset(entry["form"] for entry in load("verbs")["speaking"] if entry.get("adopts"))


@derived
def asking_without_mandate() -> frozenset[str]:
    """Return the forms by which somebody is asked in a way that makes no mandate: ``exhorts``."""
    return frozenset(entry["form"] for entry in load("verbs")["opening"] if entry.get("asks"))


@derived
def asking_infinitives() -> str:
    """Return a pattern of the verbs by which another is asked, as after "decides to": ``request``, ``call upon``."""
    itself = having("deciding", "enacting", "naming")
    asking: dict[str, str] = {}
    for entry in load("verbs")["verb"]:
        if entry["key"] not in itself:
            asking |= {plain_of(form): "|".join(entry.get("particles", ())) for form in entry["forms"]}
    return "|".join(rf"{verb}\s+(?:{said})" if said else verb for verb, said in asking.items())


@derived
def _features() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in load("verbs")["verb"]:
        for feature in entry.get("features", ()):
            found.setdefault(feature, set()).add(entry["key"])
    return {feature: frozenset(keys) for feature, keys in found.items()}


def having(*features: str) -> frozenset[str]:
    """Return the lemmas of the verbs that have one of `features`: ``deciding``, ``enacting`` ..."""
    return frozenset().union(*(_features().get(feature, frozenset()) for feature in features))
