"""Finding the clauses of a paragraph by which the organ directs, decides or speaks.

A verb of the organ is one at which a clause can begin: at the beginning of the paragraph, after an introductory phrase,
or after a comma, a semicolon or "and"; possibly with adverbs before it ("and once again strongly urges"). Elsewhere the
same word has another subject ("the report, which requests ...") and is skipped.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mandates import lexicon
from mandates.extraction.action_words import words_of_action
from mandates.extraction.clause import Clause
from mandates.lexicon.patterns import by_first_letter, letter_first
from mandates.lexicon.verbs import finite_forms, opening_forms, particles_of, plain_of


class Opening(NamedTuple):
    """Where a clause of the organ begins.

    Attributes:
        boundary: where the text that precedes it ends (before ", and").
        start: the start of the verb phrase with its adverbs.
        lemma: the lemma of the verb; None for a verb that makes no mandate ("welcomes").
    """

    boundary: int
    start: int
    verb_start: int
    verb_end: int
    lemma: str | None
    reiterated: bool = False


@dataclass(frozen=True, slots=True)
class _Verb:
    """A lemma that a form can stand for, and what must or must not follow."""

    lemma: str
    particles: frozenset[str]
    not_before: frozenset[str]
    not_of_facts: bool = False
    only_before: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Words:
    """The verb lexicon, compiled."""

    verbs: dict[str, tuple[_Verb, ...]]  # by finite form
    nouns: dict[str, tuple[_Verb, ...]]  # by the noun that "reiterates its" is followed by
    finite: frozenset[str]  # every form by which an organ states its own acts
    ends: re.Pattern[str]  # the end of a word that has the last letters of one of them
    plain: dict[str, str]  # plain form -> finite form
    repeating: frozenset[str]
    continuing: frozenset[str]
    also_nouns: frozenset[str]
    mostly_nouns: frozenset[str]
    noun_followers: frozenset[str]
    also_of_others: frozenset[str]
    naming: frozenset[str]
    introductions: frozenset[str]
    facts: frozenset[str]
    doings: frozenset[str]
    #: a paragraph that begins with a verb that belongs to the organ only in this position: "informs"
    heading: re.Pattern[str]
    #: what may come between the beginning of a paragraph and a verb that opens a clause
    head: re.Pattern[str]
    #: what may directly precede a later one, back to where a clause can begin
    lead: re.Pattern[str]
    #: adverbs and phrases in commas between a verb and its particle
    filler: re.Pattern[str]
    #: where an item continues with an act of the organ: ", and further requests"
    going_on: re.Pattern[str]
    #: the noun after a repeating verb
    repeated: re.Pattern[str]
    #: the infinitive after a continuing verb
    continued: re.Pattern[str]
    #: the word after "to" and an adverb, and the next one
    after_to: re.Pattern[str]


def _alternatives(words: Iterable[str]) -> str:
    """Return a regular expression that matches any of `words`, longest first; a space matches any white space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return by_first_letter(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@lexicon.derived
def _words() -> _Words:
    data = lexicon.load("verbs")
    verbs: dict[str, list[_Verb]] = {}
    nouns: dict[str, list[_Verb]] = {}
    plain: dict[str, str] = {}
    for entry in data["verb"]:
        for form in entry["forms"]:
            verb = _Verb(
                entry["key"],
                frozenset(particles_of(entry, form)),
                frozenset(entry.get("not_before", ())),
                entry.get("not_of_facts", False),
                frozenset(entry.get("only_before", {}).get(form, ())),
            )
            verbs.setdefault(form, []).append(verb)
        plain |= {plain_of(form): form for form in entry["forms"]}
        for noun in entry["nouns"]:
            particles = frozenset(entry.get("noun_particles", ()))
            nouns.setdefault(noun, []).append(_Verb(entry["key"], particles, frozenset()))
    repeating = frozenset(entry["form"] for entry in data["repeating"])
    continuing = frozenset(entry["form"] for entry in data["continuing"])
    finite = finite_forms()
    endings = {end for form in finite for end in (form[-_ENDING:], form[-_ENDING:].upper())}
    words_in_ly = rf"(?!(?:{_alternatives(data['not_adverbs'])})\b)[a-z]+ly"
    adverb = (
        rf"(?:{_alternatives(data['adverbs'])}|(?:in|to|for|on|at|with)\s+(?:this|that|such|the\s+same)\s+[a-z]+"
        rf"|{words_in_ly})\b"
    )
    noun = _alternatives(nouns)
    phrase = rf"(?:{_alternatives(data['phrases'])})\s[^,;:]{{1,80}}?\s"
    before_verb = (
        r"(?>(?P<subject>the\s+(?:[a-z]+\s+){0,4}?(?:council|assembly)\s+)?)"
        rf"(?P<adverbs>(?>(?:{adverb},?\s+)*))(?(and)(?:{phrase})?)\Z"
    )
    return _Words(
        verbs={form: tuple(candidates) for form, candidates in verbs.items()},
        nouns={form: tuple(candidates) for form, candidates in nouns.items()},
        finite=finite,
        ends=re.compile(rf"[sS](?![\w\u2019'-])(?<={'|'.join(sorted(endings))})"),
        plain=plain,
        repeating=repeating,
        continuing=continuing,
        also_nouns=frozenset(data["also_nouns"]),
        mostly_nouns=frozenset(data["mostly_nouns"]),
        noun_followers=frozenset(data["noun_followers"]),
        also_of_others=frozenset(data["also_of_others"]),
        naming=frozenset(data["naming"]),
        introductions=frozenset(data["introductions"]),
        facts=frozenset(data["facts"]),
        doings=frozenset(data["doings"]),
        heading=re.compile(
            rf"[\W_]*(?P<start>(?>(?:{adverb},?\s+)*))(?P<verb>{_alternatives(opening_forms())})\b", re.IGNORECASE
        ),
        head=re.compile(rf"(?P<boundary>\A[\W_]*)(?P<and>(?!))?{before_verb}", re.IGNORECASE),
        lead=re.compile(
            r"(?P<boundary>[\s,;:.\u2013\u2014](?:(?<=\s)\s*(?:and|but|while)\s+"
            r"|(?:(?<!\s)|\s*[,;:.\u2013\u2014])\s*(?P<and>(?:and|but|while|or|as\s+well\s+as)\b,?\s*)?))"
            rf"{before_verb}",
            re.IGNORECASE,
        ),
        filler=re.compile(
            rf"(?>(?:\s+{adverb})*)(?:,[^,;:]{{1,120}},|,\s+{adverb})?\s+(?:{adverb}\s+)?", re.IGNORECASE
        ),
        going_on=re.compile(rf"[,;]\s+and\s[\w\s]{{0,60}}?\b(?:{_alternatives(verbs)})\b"),
        repeated=re.compile(
            rf"(?:,[^,;:]{{1,120}},)?(?>(?:\s+{adverb})*)\s+(?:its\s+(?:(?!to\b)[\w-]+\s+){{0,3}}?(?P<noun>{noun})\b"
            rf"|the\s+(?:(?:urgent|strong|previous|earlier|repeated)\s+)?(?P<named>{noun})"
            r"(?=\s+(?:(?:to|that|upon|on|for)\b|(?:contained\s+in|of\s+the\s+General\s+Assembly|by\s+the\s+General\s+Assembly)\b"
            r"[^,;]{0,160}?\s(?:to|that|for)\b)))",
            re.IGNORECASE,
        ),
        continued=re.compile(rf"\s+to\s+(?:[a-z]+ly\s+)?({_alternatives(plain)})\b"),
        after_to=re.compile(rf"\s+(?:{words_in_ly}\s+)?([a-z-]+)(?:\s+([a-z]+))?"),
    )


_LAST_WORD = re.compile(r"[\w\u2019'-]+\Z")
_QUOTED = re.compile(r"\u201c[^\u201d]*(?:\u201d|\Z)|\u00ab[^\u00bb]*(?:\u00bb|\Z)")
_NEXT_WORD = re.compile(r"\s*([A-Za-z'\u2019-]+|[^\sA-Za-z])")
_SPACE = re.compile(r"\s+")
#: The number of final letters that are compared before the whole word is.
_ENDING = 3

_PARTICLES = frozenset({"for", "to", "on", "upon"})
#: How far back the words before a verb are read, in characters: first a short way, where nearly every clause begins.
_NEAR_REACH, _REACH = 60, 200
#: The number of words after the verb among which "that" is looked for: "agrees, in this regard, that".
_BEFORE_THAT = 8


def openings(text: str, body: str = "", *, plain: bool = False, item: bool = False) -> Iterator[Opening]:
    """Yield the openings of the organ's clauses in `text`, in order; none if the sentence has another subject.

    Args:
        text: a paragraph.
        body: full name of the organ, for "The Council requests".
        plain: whether a plain form at the beginning is taken for the verb ("Request the Secretary-General"), as if a
            letter had been lost.
        item: whether `text` is an item of a list, which may begin with an action: "(a) Protect boats, and requests the
            Board to".
    """
    words = _words()
    if plain:
        first_word = _NEXT_WORD.match(text)
        finite = words.plain.get(first_word[1].casefold()) if first_word else None
        if first_word is None or finite is None:
            return
        yield _with_lemma(text, finite, Opening(0, 0, first_word.start(1), first_word.end(), None), words)
    in_list, item = item, item and words.going_on.search(text) is not None
    quotes: list[tuple[int, int]] | None = None  # those not yet passed, the next one last
    has_begun, last_end = plain, 0
    for verb_start, verb_end in _finite_forms(text, words):
        prefix = _prefix(text, verb_start, words)
        if prefix is None:
            continue
        if quotes is None:
            has_quotes = "\u201c" in text or "\u00ab" in text
            quotes = [match.span() for match in _QUOTED.finditer(text)][::-1] if has_quotes else []
        while quotes and quotes[-1][1] <= verb_start:
            quotes.pop()
        if quotes and quotes[-1][0] <= verb_start:
            continue
        form = text[verb_start:verb_end].casefold()
        if prefix["subject"] and not _is_organ(prefix["subject"], body):
            continue
        if not has_begun and not _may_introduce(text[: prefix.start()], body, words):
            heading = _heading(text, words) if not in_list else None
            if heading is not None:
                has_begun, last_end = True, heading.verb_end
                yield heading
            elif not (item or _is_plain_verb(text, words)):
                return
            elif not _begins_clause(text, prefix, verb_end, words):
                continue
        if prefix["boundary"] and form in words.continuing and not words.continued.match(text, verb_end):
            continue  # "to ensure that the Office, with the Board, *continues* its work and to report"
        if prefix["boundary"] and form in words.also_nouns and not _is_verbal(text, verb_end, form, words):
            continue
        if _is_subordinate(text[last_end : prefix.start()], prefix, form, words):
            continue
        opening = _with_lemma(
            text, form, Opening(prefix.start(), prefix.start("adverbs"), verb_start, verb_end, None), words
        )
        has_begun, last_end = True, opening.verb_end
        yield opening
    if not has_begun and not in_list and (heading := _heading(text, words)) is not None:
        yield heading


def _heading(text: str, words: _Words) -> Opening | None:
    """Return the opening made by a verb that belongs to the organ only at the beginning of a paragraph: "informs"."""
    match = words.heading.match(text)
    return Opening(0, match.start("start"), match.start("verb"), match.end("verb"), None) if match else None


def _prefix(text: str, verb_start: int, words: _Words) -> re.Match[str] | None:
    """Match the words before the verb at `verb_start`, back to where its clause can begin; None if none can."""
    return (
        (words.head.match(text, 0, verb_start) if verb_start <= _REACH else None)
        or words.lead.search(text, max(0, verb_start - _NEAR_REACH), verb_start)
        or words.lead.search(text, max(0, verb_start - _REACH), verb_start)
    )


def _finite_forms(text: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Yield start and end of the finite forms of an organ's verbs in `text`; all end in "s", which is quick to find."""
    for match in words.ends.finditer(text):
        end = match.end()
        start = text.rfind(" ", 0, end) + 1
        word = text[start:end].casefold()
        if word not in words.finite:
            if word.isalpha():
                continue
            last_word = _LAST_WORD.search(text, start, end)  # after a non-breaking space or a dash
            if last_word is None or last_word[0].casefold() not in words.finite:
                continue
            start = last_word.start()
        yield start, end


def _is_organ(subject: str, body: str) -> bool:
    """Whether `subject`, "the Council ", is the adopting organ."""
    name = " ".join(subject.split()[1:]).casefold()
    return body.casefold().endswith(name)


def _begins_clause(text: str, prefix: re.Match[str], end: int, words: _Words) -> bool:
    """Whether ", and" and a name show that the verb ending at `end` is the organ's: ", *and requests the Board*"."""
    if not prefix["and"] or not any(mark in prefix["boundary"] for mark in ",;"):
        return False
    follower = _NEXT_WORD.match(text, end)
    if follower is None:
        return False
    named = follower[1].casefold() in words.naming or follower[1][0].isupper()
    return named or (follower[1] == "to" and _is_plain_verb(text, words))  # "Welcome the plan, and decides to"


def _is_plain_verb(text: str, words: _Words) -> bool:
    """Whether `text` begins with a verb of the organ that lost its ending: "Welcome the report, and requests ..."."""
    first_word = _NEXT_WORD.match(text)
    return first_word is not None and f"{first_word[1].casefold()}s" in words.finite


def _may_introduce(prefix: str, body: str, words: _Words) -> bool:
    """Whether `prefix`, the text before the first verb, can be an introductory phrase."""
    first = _NEXT_WORD.match(prefix)
    if first is None:
        return True
    word = first[1].casefold()
    if word == "the" and body:  # "The General Assembly, with a view to ..., authorizes"
        organ = re.compile(rf"\W*the\s+{re.escape(body)}\W+", re.IGNORECASE).match(prefix)
        return organ is not None and _may_introduce(prefix[organ.end() :], "", words)
    return word in words.introductions or word.endswith(("ing", "ly"))


def _with_lemma(text: str, form: str, opening: Opening, words: _Words) -> Opening:
    """Return `opening` of the verb `form`, completed with the lemma and the end of the verb if it makes a mandate."""
    candidates, end, reiterated = words.verbs.get(form, ()), opening.verb_end, False
    if form in words.continuing:
        continued = words.continued.match(text, end)
        if continued:
            candidates, end = words.verbs[words.plain[continued[1]]], continued.end()
    elif form in words.repeating:
        repeated = words.repeated.match(text, end)
        if repeated and _asks_anew(text, repeated.end()):
            candidates = words.nouns[(repeated["noun"] or repeated["named"]).casefold()]
            end, reiterated = max(repeated.end("noun"), repeated.end("named")), True
    for verb in candidates:
        particle_end = _after_particle(text, end, verb.particles, words)
        if (
            verb.lemma == "call_for"
            and text[end:particle_end].strip() == "to"
            and not _is_infinitive(text, particle_end or end)
        ):
            continue  # "calls to action"
        if verb.not_of_facts and particle_end is not None and _states_fact(text, particle_end, words):
            continue
        if verb.only_before and not _followed_by(text, end, verb.only_before):
            continue
        if particle_end is not None and not _followed_by(text, particle_end, verb.not_before):
            if verb.lemma == "call_for" and text[end:particle_end].strip() in ("to", "that"):
                particle_end = (
                    end  # the request is the infinitive of "calls to extend it", the clause of "calls that ..."
                )
            return opening._replace(verb_end=particle_end, lemma=verb.lemma, reiterated=reiterated)
    return opening


def _asks_anew(text: str, end: int) -> bool:
    """Whether a repeated request says what is asked, not only where it stands: "its request *in decision 9 to* act"."""
    if not _REFERENCE.match(text, end):
        return True
    return any(
        asked[0] != "to" or _is_infinitive(text, asked.end()) for asked in _ASKED.finditer(text, end, end + _REACH)
    )


#: The beginning of a reference to where a request was made, and the words with which what is asked begins.
_REFERENCE = re.compile(
    r",?\s+(?:as\s+)?(?:contained|set\s+(?:out|forth)|made|expressed|reflected|taken|adopted)\s+(?:in|at|by)\b"
)
_ASKED = re.compile(r"\b(?:to|that|for|upon|on)\b|:")


def _after_particle(text: str, end: int, particles: frozenset[str], words: _Words) -> int | None:
    """Return the end of the particle required by the verb ending at `end`; `end` if none is required, None if
    absent.
    """
    if not particles:
        return end
    for gap in (_SPACE.match(text, end), words.filler.match(text, end)):
        if gap:
            word = _NEXT_WORD.match(text, gap.end())
            if word and word[1].casefold() in particles:
                return word.end()
    return None


def _is_infinitive(text: str, end: int) -> bool:
    """Whether "to", which ends at `end`, begins an infinitive: "calls *to* extend it", not "appeals *to* States"."""
    word = _words().after_to.match(text, end)
    acting = words_of_action()
    return word is not None and (word[1] in acting.plain or word[2] in acting.determiners or word[2] in ("it", "them"))


def _states_fact(text: str, end: int, words: _Words) -> bool:
    """Whether a verb is followed by "that" and a statement of fact: "agrees *that more is needed*"."""
    following = re.findall(r"[a-z]+|[,;]", text[end : end + _REACH].casefold())
    if "that" not in following[:_BEFORE_THAT]:
        return False
    in_relative = False
    for previous, word in itertools.pairwise(following[following.index("that") :]):
        in_relative = previous in ("which", "who") or (in_relative and previous != ",")
        if word in words.doings:
            return False
        if word in words.facts and not in_relative:
            return True
    return False


def _followed_by(text: str, end: int, excluded: frozenset[str]) -> bool:
    """Whether one of `excluded` is among the next four words."""
    return bool(excluded) and not excluded.isdisjoint(re.findall(r"[a-z]+", text[end : end + 60].casefold())[:4])


def _is_verbal(text: str, end: int, form: str, words: _Words) -> bool:
    """Whether the words after a form that may be a plural noun show that it is a verb."""
    next_word = _NEXT_WORD.match(text, end)
    if next_word is None:
        return False
    follower = next_word[1].casefold()
    if follower == ":" and not text[next_word.end() :].strip():
        return True  # ", and in this regard requests:", whose items follow
    if form in words.mostly_nouns:
        return follower in words.naming or next_word[1][0].isupper()
    if follower == ",":
        introduction = _NEXT_WORD.match(text, next_word.end())
        return introduction is not None and introduction[1].casefold() in words.introductions
    if follower in _PARTICLES:  # "requests for proposals", but "calls for peace"
        return any(follower in verb.particles for verb in words.verbs.get(form, ()))
    return "-" in follower or (follower.isalpha() and follower not in words.noun_followers)


_RELATIVE_ASIDE = re.compile(letter_first(r"\b(?:which|who|that|where|whether|whom)\s*,[^,;]*\Z"))
_COMPLEMENT = re.compile(r"\s*(?:[a-z]+\s+|,[^,]{1,120},\s*)?that\b")
_RELATIVE = re.compile(letter_first(r"\b(?:which|who|that|whose|where)\b"))


def _is_subordinate(text: str, prefix: re.Match[str], form: str, words: _Words) -> bool:
    """Whether the verb continues a relative clause of `text`, the words since the last verb of the organ."""
    if "," in text and _RELATIVE_ASIDE.search(text[-_REACH:]):  # "which, in paragraph 5, requests"
        return True
    if form not in words.also_of_others or prefix["adverbs"] or any(mark in prefix["boundary"] for mark in ",;:."):
        return False
    complement = _COMPLEMENT.match(text)
    return bool(_RELATIVE.search(text, complement.end() if complement else 0))


def clauses_at(text: str, found: list[Opening]) -> list[Clause]:
    """Return the mandate clauses of `text` with the openings `found`, each up to the next clause of the organ."""
    clauses = []
    ends = [*(opening.boundary for opening in found), len(text)][1:]
    for i, opening in enumerate(found):
        if opening.lemma is None:
            continue
        end, verb_end = ends[i], opening.verb_end
        if not text[verb_end:end].strip() and i + 1 < len(found):  # "authorizes and requests the Committee to ..."
            end, verb_end = ends[i + 1], found[i + 1].verb_end
        clauses.append(
            Clause(
                text=text,
                start=opening.start,
                end=len(text[:end].rstrip()),
                verb=opening.lemma,
                verb_start=opening.verb_start,
                verb_end=verb_end,
                reiterated=opening.reiterated,
            )
        )
    return clauses


def inherit(text: str, chapeau: Clause, own: list[Clause]) -> Clause:
    """Return the clause of an item that inherits the verb of its chapeau, up to the first of its `own` clauses."""
    return Clause(
        text=text,
        start=0,
        end=len(text[: own[0].start].rstrip(" ,;")) if own else len(text),
        verb=chapeau.verb,
        verb_start=0,
        verb_end=0,
        reiterated=chapeau.reiterated,
        chapeau=chapeau,
    )
