"""The words by which head actions are found: ``[action]`` and the verbs of ``deliverables.toml``, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mandates import lexicon
from mandates.lexicon.patterns import letter_first


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of head actions, compiled."""

    forms: dict[str, str]  # inflected form -> plain form
    plain: frozenset[str]
    third_person: dict[str, str]  # "reports" -> "report"
    also_nouns: frozenset[str]
    after_verbs: dict[str, frozenset[str]]
    strong: frozenset[str]
    acting: frozenset[str]
    subjunctive: frozenset[str]
    asking: frozenset[str]
    passing_on: frozenset[str]
    nominal: dict[str, str]
    nominal_alone: dict[str, str]
    nominal_bare: dict[str, str]
    participles: frozenset[str]
    considered: dict[str, str]
    carriers: frozenset[str]
    not_before: frozenset[str]
    describes: frozenset[str]
    setting_up: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    purposes: frozenset[str]
    making: frozenset[str]
    tried: frozenset[str]
    stops: re.Pattern[str]
    asking_for: frozenset[str]
    given: re.Pattern[str]
    asked_for: re.Pattern[str]


@lexicon.derived
def words_of_action() -> Words:
    """Return the vocabulary by which head actions are found."""
    data = lexicon.load("deliverables")
    words = data["action"]
    plain = {verb for rule in data["rule"] for verb in rule.get("verbs", ())} | set(words["carriers"])
    irregular: dict[str, str] = words["irregular"]
    forms = {form: verb for verb in plain for form in _inflected(verb)} | irregular
    stops = "|".join(stop.replace(" ", r"\s+") for stop in words["stops"])
    return Words(
        forms=forms,
        plain=frozenset(plain),
        third_person={_third_person(verb): verb for verb in plain},
        also_nouns=frozenset(words["also_nouns"]),
        after_verbs={verb: frozenset(after) for verb, after in words["after_verbs"].items()},
        strong=frozenset(words["strong"]),
        acting=frozenset(words["acting"]),
        subjunctive=frozenset(words["subjunctive"]),
        asking=frozenset(words["asking"]),
        passing_on=frozenset(words["passing_on"]),
        nominal=words["nominal"],
        nominal_alone=words["nominal"] | words["nominal_alone"],
        nominal_bare=words["nominal_bare"],
        participles=frozenset(words["participles"]),
        considered={noun: words["nominal"][noun] for noun in words["considered"]},
        carriers=frozenset(words["carriers"]),
        not_before=frozenset(words["no_infinitive_after"]),
        describes=frozenset(words["describes"]),
        setting_up=frozenset(words["setting_up"]),
        determiners=frozenset(words["determiners"]),
        prepositions=frozenset(words["prepositions"]),
        purposes=frozenset(words["purposes"]),
        making=frozenset(words["making"]),
        tried=frozenset(words["tried"]),
        asking_for=frozenset(words["asking_for"]),
        given=re.compile(
            rf"\s*(?:(?:the|a|an|for)\s+)?(?:(?!(?:to|their|its|his|her)\s)[a-z-]+\s+){{0,3}}?(?:{'|'.join(words['nominal_bare'])})(?:\s*,|\s+(?:from|by|for)\b)"
        ),
        asked_for=re.compile(rf"\bfor\s+(?P<given>(?:[a-z-]+\s+){{0,3}}?(?:{'|'.join(words['asked_for'])})\b.*)"),
        stops=re.compile(letter_first(rf"\b(?:{stops})\b")),
    )


def _third_person(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"


def _inflected(verb: str) -> Iterator[str]:
    """Yield the possible -ing and -ed forms of `verb` (some do not exist, as they are only looked up)."""
    stem = verb.removesuffix("e")
    if verb.endswith("y"):
        yield f"{verb[:-1]}ied"
    yield from (f"{stem}ing", f"{verb}ing", f"{stem}ed", f"{stem}{stem[-1]}ing", f"{stem}{stem[-1]}ed")
