"""Finding the clauses of a paragraph by which the organ directs, decides or speaks.

A verb of the organ stands where a clause can begin: at the head of the paragraph, after an introductory phrase, or
after a comma, a semicolon or "and"; with adverbs before it ("and once again strongly urges"). Elsewhere the same
word belongs to someone else ("the report, which requests ...") and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mandates.extraction import lexicon
from mandates.extraction.clause import Clause


@dataclass(frozen=True, slots=True)
class _Verb:
    """An entry of the verb lexicon that a form can stand for."""

    lemma: str
    particles: frozenset[str]
    not_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """The verb lexicon, compiled."""

    #: a place where a clause can begin, adverbs, and a verb of the organ
    opening: re.Pattern[str]
    #: adverbs and phrases in commas between a verb and its particle
    filler: re.Pattern[str]
    verbs: dict[str, tuple[_Verb, ...]]
    nouns: dict[str, tuple[_Verb, ...]]
    repeated: re.Pattern[str]
    repeating: frozenset[str]
    continuing: frozenset[str]
    also_nouns: frozenset[str]
    noun_followers: frozenset[str]
    introductions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a clause of the organ begins.

    Attributes:
        boundary: where what precedes it ends (before ", and").
        start: of the verb phrase with its adverbs.
        lemma: None for a verb that makes no mandate ("welcomes").
    """

    boundary: int
    start: int
    verb_start: int
    verb_end: int
    lemma: str | None
    reiterated: bool = False


def _alternatives(words: Any) -> str:
    """Return a regular expression of `words`, longest first, their spaces meaning any white space."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered)


@lexicon.derived
def _words() -> _Words:
    data = lexicon.load("verbs")
    verbs: dict[str, list[_Verb]] = {}
    nouns: dict[str, list[_Verb]] = {}
    for entry in data["verb"]:
        known = _Verb(entry["key"], frozenset(entry.get("particles", ())), frozenset(entry.get("not_before", ())))
        for form in (*entry["forms"], *entry["participles"]):
            verbs.setdefault(form, []).append(known)
        for noun in entry["nouns"]:
            nouns.setdefault(noun, []).append(
                _Verb(entry["key"], frozenset(entry.get("noun_particles", ())), frozenset())
            )
    repeating = frozenset(entry["form"] for entry in data["repeating"])
    continuing = frozenset(entry["form"] for entry in data["continuing"])
    speaking = {entry["form"] for entry in data["speaking"]}
    finite = [form for entry in data["verb"] for form in entry["forms"]]
    participles = [form for entry in data["verb"] for form in entry["participles"]]
    adverb = (
        rf"(?:{_alternatives(data['adverbs'])}|(?:in|to|for|on|at|with)\s+(?:this|that|such|the\s+same)\s+[a-z]+"
        r"|(?!(?:assembly|family|supply|reply|july|only)\b)[a-z]+ly)\b"
    )
    forms = _alternatives([*finite, *speaking, *repeating, *continuing])
    opening = re.compile(
        r"(?P<boundary>\A|\s*[,;:.\u2013\u2014]\s*(?:(?:and|but|while|or|as\s+well\s+as)\b,?\s*)?|\s+(?:and|but|while)\s+)"
        r"(?P<subject>the\s+(?:[a-z]+\s+){0,4}?(?:council|assembly)\s+)?+"
        rf"(?P<adverbs>(?>{adverb},?\s+)*+)"
        rf"(?:(?P<form>\b(?:{forms}))|(?P<participle>\b(?:{_alternatives(participles)})))(?![\w\u2019'-])",
        re.IGNORECASE,
    )
    filler = re.compile(rf"(?>\s+{adverb})*+(?:,[^,;:]{{1,120}},)?\s+(?:{adverb}\s+)?", re.IGNORECASE)
    repeated = re.compile(
        rf"(?:,[^,;:]{{1,120}},)?(?>\s+{adverb})*+\s+(?:its|the|their)\s+(?:[\w-]+\s+){{0,3}}?(?P<noun>{_alternatives(nouns)})\b",
        re.IGNORECASE,
    )
    return _Words(
        opening,
        filler,
        {form: tuple(v) for form, v in verbs.items()},
        {noun: tuple(v) for noun, v in nouns.items()},
        repeated,
        repeating,
        continuing,
        frozenset(data["also_nouns"]),
        frozenset(data["noun_followers"]),
        frozenset(data["introductions"]),
    )


_QUOTED = re.compile(r"\u201c[^\u201d]*(?:\u201d|\Z)|\u00ab[^\u00bb]*(?:\u00bb|\Z)")
_NEXT_WORD = re.compile(r"\s*([A-Za-z'\u2019-]+|[^\sA-Za-z])")


def openings(text: str, body: str = "") -> Iterator[Opening]:
    """Yield where clauses of the organ begin in `text`, in order; none when the sentence has another subject."""
    words = _words()
    quoted: list[tuple[int, int]] | None = None
    begun = False
    for match in words.opening.finditer(text):
        if quoted is None:
            quoted = [m.span() for m in _QUOTED.finditer(text)]
        at = match.start("form") if match["form"] else match.start("participle")
        if match["participle"] and match["boundary"]:
            continue  # a participle is the operative verb only at the head of a paragraph, in older texts
        if any(a <= at < b for a, b in quoted):
            continue
        subject = match["subject"]
        if subject and not _is_organ(subject, body):
            continue
        if not begun and not _may_introduce(text[: match.start()], words):
            return
        opening = _read(text, match, words)
        if opening is None or (begun and _subordinate(text, match)):
            continue
        begun = True
        yield opening


def _is_organ(subject: str, body: str) -> bool:
    name = " ".join(subject.split()[1:]).casefold()
    return body.casefold().endswith(name)


def _may_introduce(lead: str, words: _Words) -> bool:
    """Whether `lead`, what stands before the first verb, can be an introductory phrase."""
    first = _NEXT_WORD.match(lead)
    if first is None:
        return True
    word = first[1].casefold()
    return word in words.introductions or word.endswith(("ing", "ly"))


def _read(text: str, match: re.Match[str], words: _Words) -> Opening | None:
    """Return the opening that `match` makes, or None when the word is no verb here."""
    group = "form" if match["form"] else "participle"
    form = match[group].casefold()
    at, end = match.span(group)
    boundary, start = match.start(), match.start("adverbs")
    if match["boundary"] and form in words.also_nouns and not _verbal(text, end, words):
        return None
    if form in words.continuing:
        inner = re.compile(rf"\s+to\s+({_alternatives(f.rstrip('s') for f in words.verbs)})\b").match(text, end)
        if inner:
            plain = next(f for f in words.verbs if f.rstrip("s") == inner[1])
            for verb in words.verbs[plain]:
                verb_end = _after_particle(text, inner.end(), verb.particles, words)
                if verb_end is not None:
                    return Opening(boundary, start, at, verb_end, verb.lemma)
        return Opening(boundary, start, at, end, None)
    if form in words.repeating:
        noun = words.repeated.match(text, end)
        if noun:
            noun_end = noun.end("noun" if noun["noun"] else "named")
            for verb in words.nouns[(noun["noun"] or noun["named"]).casefold()]:
                verb_end = _after_particle(text, noun_end, verb.particles, words)
                if verb_end is not None:
                    return Opening(boundary, start, at, verb_end, verb.lemma, reiterated=True)
        return Opening(boundary, start, at, end, None)
    for verb in words.verbs.get(form, ()):
        verb_end = _after_particle(text, end, verb.particles, words)
        if verb_end is None or _followed_by(text, verb_end, verb.not_before):
            continue
        return Opening(boundary, start, at, verb_end, verb.lemma)
    return Opening(boundary, start, at, end, None)


def _after_particle(text: str, end: int, particles: frozenset[str], words: _Words) -> int | None:
    """Return where the particle ends that the verb ending at `end` needs; `end` when it needs none, None if absent."""
    if not particles:
        return end
    for skipped in (re.compile(r"\s+").match(text, end), words.filler.match(text, end)):
        if skipped:
            word = _NEXT_WORD.match(text, skipped.end())
            if word and word[1].casefold() in particles:
                return word.end()
    return None


def _followed_by(text: str, end: int, refused: frozenset[str]) -> bool:
    """Whether one of `refused` is among the next four words."""
    return bool(refused) and not refused.isdisjoint(re.findall(r"[a-z]+", text[end : end + 60].casefold())[:4])


def _verbal(text: str, end: int, words: _Words) -> bool:
    """Whether what follows a form that may be a plural noun shows that it is a verb."""
    word = _NEXT_WORD.match(text, end)
    if word is None:
        return False
    if word[1] == ",":
        after = _NEXT_WORD.match(text, word.end())
        return after is not None and _may_introduce(after[1], words)
    return "-" in word[1] or (word[1].isalpha() and word[1].casefold() not in words.noun_followers)


_RELATIVE = re.compile(r"\b(?:which|who|that|where|whether|whom)\s*,[^,;]*\Z")


def _subordinate(text: str, match: re.Match[str]) -> bool:
    """Whether the verb continues a relative clause ("which, in paragraph 5, requests")."""
    return bool(_RELATIVE.search(text[max(0, match.start() - 160) : match.start()]))


def clauses_at(text: str, found: list[Opening]) -> list[Clause]:
    """Return the mandate clauses that the openings `found` of `text` make, each up to the next clause of the organ."""
    clauses = []
    for i, opening in enumerate(found):
        if opening.lemma is None:
            continue
        end = found[i + 1].boundary if i + 1 < len(found) else len(text)
        end = len(text[:end].rstrip())
        clauses.append(
            Clause(
                text=text,
                start=opening.start,
                end=end,
                verb=opening.lemma,
                verb_start=opening.verb_start,
                verb_end=opening.verb_end,
                reiterated=opening.reiterated,
            )
        )
    return clauses


def inherit(text: str, chapeau: Clause) -> Clause:
    """Return the clause that an item makes with the verb and addressee of its chapeau."""
    return Clause(
        text=text,
        start=0,
        end=len(text),
        verb=chapeau.verb,
        verb_start=0,
        verb_end=0,
        reiterated=chapeau.reiterated,
        chapeau=chapeau,
    )
