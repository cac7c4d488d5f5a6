"""What a mandate asks to be delivered, from the head actions of its clause and the rules of ``deliverables.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from mandates import lexicon
from mandates.extraction.action import Action
from mandates.extraction.action_words import words_of_action
from mandates.extraction.objects import asked, noun_phrases
from mandates.lexicon.patterns import letter_first

#: The number of words of an addressee or subject that contain its own name, not one in a relative clause.
_NAME_WORDS = 8
#: An officer or office of a body, which does not act as the body.
_OFFICER = re.compile(
    r"\W*(?:(?:also|further|again)\W+)?(?:to\s+)?the\s+(?:President|Chair\w*|Bureau|Secretariat|Secretary)\b"
)
#: Words that may come between "to" and the name of a body, as in "to the Economic and Social Council".
_NAME = r"(?:(?!(?:be|by|with|for|on|in|at|from|through|under)\b)[\w\u2019'-]+\s+){0,7}?"
#: How the name of a recipient begins; an infinitive does not: "to familiarize members of the Forum".
_NAME_BEGINS = (
    r"(?=(?:the|its|his|her|their|this|that|these|those|all|each|any|every|both|relevant|other|it|him)\b|[A-Z])"
)
#: Where the means of an action begin, apart from examples of them: "including by".
_BY_MEANS = re.compile(r"by(?<=\bby)(?<!including\sby)(?<!alia\sby)(?:,[^,;]{1,140},)?\s+(?P<verb>[a-z]+ing)\b")
_WITH = frozenset({"with"})
#: What stands between the verb of the clause and the name of who acts: "invites *also, in this regard,* the Board".
_BEFORE_NAME = re.compile(
    r"(?:\s*,[^,;]{1,200},(?=\s*(?:the\s|\Z))|(?:in|at|after|upon|during|following|subject|with|without)\s[^,;]{1,160},(?=\s*the\s)"
    r"|(?:also|further|furthermore|moreover|therefore|accordingly|in\s+(?:this|that)\s+(?:regard|respect|context))\b|\W)*"
)
#: A thing given "to" someone before "with" names none: "provide access *to the films with* subtitles".
_GIVEN_TO = re.compile(r"\A\s*(?:[\w-]+\s+){1,3}to\s")
#: Examples of recipients before the thing given to them: "countries, in particular the poorest, with funds".
_EXAMPLES = re.compile(r",\s*(?:including|in particular|especially|particularly|such as)\b[^,;]{1,160}(?=,\s+with\s)")
#: An aside before the object, which begins no list of examples there: "provide, inter alia, assistance".
_INTER_ALIA = re.compile(r"\A\s*,\s*inter\s+alia,")
_LEADING_ASIDES = re.compile(
    r"\A(?:\s+[a-z]+ly)?(?:\s*,)+(?:(?!\s*to\b)[^,;]{0,160},)*?(?=\s+(?!(?:and|or|as|in|on|at|by|to|for|from|with|within|through|upon|under|after|before|during)\b"
    r"|[a-z]+ing\b)[a-z])"
)
_WORD = re.compile(r"\w+")
#: The number of actions, if no rule fits, that are checked for words of another deliverable.
_NEAR_ACTIONS = 2
#: The number of characters within which the first object of a verb is found.
_BEGINNING_LENGTH = 120
#: The deliverable of a clause that no rule fits.
ACTION = "action"


class Deliverable(NamedTuple):
    """What is to be delivered.

    Attributes:
        unsure: whether another deliverable is plausible: it fits another action of the clause, or its content is named.
    """

    kind: str
    unsure: bool


class _Phrase:
    """A passage in lower case, with its words."""

    __slots__ = ("text", "words")

    def __init__(self, text: str, words: frozenset[str] | None = None) -> None:
        self.text = text.lower()
        self.words = frozenset(_WORD.findall(self.text)) if words is None else words


class _Objects:
    """Words and phrases, one of which must be among the objects of a verb; case is ignored."""

    def __init__(self, listed: list[str]) -> None:
        plain = [entry.lower() for entry in listed]
        self._words = frozenset(entry for entry in plain if _WORD.fullmatch(entry))
        self._phrases = _any_of([entry for entry in plain if entry not in self._words])

    def among(self, phrase: _Phrase) -> bool:
        """Whether `phrase` contains one of the objects."""
        if not self._words.isdisjoint(phrase.words):
            return True
        return self._phrases is not None and self._phrases.search(phrase.text) is not None


class _Rule:
    """One rule of the lexicon; None for a condition that it does not set.

    A condition is compiled when it is first checked: most rules are decided by an earlier one, and compiling all of
    them takes longer than reading a text.
    """

    def __init__(self, rank: int, entry: dict[str, Any], data: Mapping[str, Any]) -> None:
        self.rank = rank
        self.deliverable: str = entry["deliverable"]
        self.first_only = self.deliverable in data["first_only"]
        self.leading_only = self.deliverable in data["leading_only"]
        self.needs_agent: bool = entry.get("needs_agent", False)
        self._entry = entry

    @cached_property
    def objects(self) -> _Objects | None:
        """Words of which one has to be among the objects."""
        return _Objects(self._entry["objects"]) if "objects" in self._entry else None

    @cached_property
    def words(self) -> re.Pattern[str] | None:
        """Words of which one has to be in what is asked."""
        return _any_of(self._entry.get("words"))

    @cached_property
    def without(self) -> _Objects | None:
        """Words that may not be among the objects."""
        return _Objects(self._entry["without"]) if "without" in self._entry else None

    @cached_property
    def agents(self) -> re.Pattern[str] | None:
        """Words of which one has to be in the name of the agent."""
        return _any_of(self._entry.get("agents"))

    @cached_property
    def opens(self) -> re.Pattern[str] | None:
        """How the object has to begin."""
        return re.compile(self._entry["opens"]) if "opens" in self._entry else None

    @cached_property
    def phrase(self) -> re.Pattern[str] | None:
        """What has to be in the whole text of the action."""
        return re.compile(letter_first(self._entry["phrase"])) if "phrase" in self._entry else None

    @cached_property
    def recipients(self) -> re.Pattern[str] | None:
        """Bodies of which one has to be the recipient."""
        return _to_one_of(self._entry["recipients"]) if "recipients" in self._entry else None

    def fits(self, said: _ActionText) -> bool:
        """Whether this rule fits `said`, the text of an action that has one of its verbs."""
        return (
            (not self.needs_agent or bool(said.agent.strip()))
            and (self.agents is None or self._agent_fits(said.agent))
            and (self.objects is None or self.objects.among(said.joined))
            and (self.words is None or bool(self.words.search(said.asked)))
            and (self.recipients is None or bool(self.recipients.search(said.object)))
            and (self.opens is None or bool(self.opens.match(said.object) or self.opens.match(said.opening)))
            and (self.phrase is None or bool(self.phrase.search(said.whole)))
            and (self.without is None or self._phrase_fits(said.phrases, self.without))
        )

    def _agent_fits(self, agent: str) -> bool:
        if not agent.strip():
            return True
        agent = " ".join(agent.split()[:_NAME_WORDS])
        return self.agents is not None and bool(self.agents.search(agent)) and not _OFFICER.match(agent)

    def _phrase_fits(self, phrases: list[_Phrase], without: _Objects) -> bool:
        if self.objects is None:
            return not any(map(without.among, phrases))
        return any(self.objects.among(phrase) and not without.among(phrase) for phrase in phrases)


class _ActionText:
    """The text of an action, analysed only as far as a rule requires."""

    def __init__(self, action: Action) -> None:
        self.verb = action.verb
        self.agent = action.agent[_BEFORE_NAME.match(action.agent).end() :]  # type: ignore[union-attr] # matches anything
        self.object = _INTER_ALIA.sub("", _parentheticals().sub("", action.object))
        self.whole = f"{self.agent} {self.object}"

    @cached_property
    def opening(self) -> str:
        """The object without the asides before it: "provide, within its means, from May on, *charts*"."""
        return _LEADING_ASIDES.sub("", self.object, count=1)

    @cached_property
    def asked(self) -> str:
        """The object up to its purpose, examples or a relative clause."""
        return asked(self.object)

    @cached_property
    def phrases(self) -> list[_Phrase]:
        """The noun phrases that the verb governs."""
        giving, with_pattern = _giving()
        governed = list(noun_phrases(asked(self.opening), _WITH if self.verb in giving else frozenset()))
        if self.verb in giving and not _GIVEN_TO.match(self.object):
            # "provide the Office on Drugs and Crime, in due time, with adequate resources"
            text = asked(_EXAMPLES.sub("", self.object))
            governed += [next(noun_phrases(text[match.end() :]), "") for match in with_pattern.finditer(text)]
        return [_Phrase(phrase) for phrase in governed]

    @cached_property
    def joined(self) -> _Phrase:
        """The phrases joined into one text."""
        phrases = self.phrases
        if len(phrases) == 1:
            return phrases[0]
        return _Phrase(
            " | ".join([phrase.text for phrase in phrases]), frozenset().union(*[phrase.words for phrase in phrases])
        )


def _any_of(words: list[str] | None) -> re.Pattern[str] | None:
    if not words:
        return None
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(letter_first(rf"\b(?:{alternatives})\b"))


def _to_one_of(bodies: list[str]) -> re.Pattern[str]:
    """Return a pattern of one of `bodies`, or an abbreviation, as a recipient: after "to" or directly after the
    verb.
    """
    names = "|".join(re.escape(body) for body in bodies)
    prefix = rf"(?:\bto\s+{_NAME_BEGINS}|\bconsideration\s+(?:by|of)\s+|\A\s*(?:,[^,;]{1, 160},\s*)?)"
    return re.compile(rf"{prefix}{_NAME}(?:{names}|[A-Z]{{3,}})\b")


@lexicon.derived
def _rules() -> dict[str, tuple[_Rule, ...]]:
    """Return the rules by the verb they apply to."""
    by_verb: dict[str, list[_Rule]] = {}
    data = lexicon.load("deliverables")
    for rank, entry in enumerate(data["rule"]):
        rule = _Rule(rank, entry, data)
        for verb in entry["verbs"]:
            by_verb.setdefault(verb, []).append(rule)
    return {verb: tuple(rules) for verb, rules in by_verb.items()}


@lexicon.derived
def _parentheticals() -> re.Pattern[str]:
    words: list[str] = lexicon.load("deliverables")["asides"]
    return re.compile("|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)))


@lexicon.derived
def _giving() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the verbs of giving "someone with something", and a pattern of that "with"."""
    words = lexicon.load("deliverables")["action"]
    other = "".join(rf"(?<!\b{re.escape(word)}\swith)" for word in words["with_another"])
    return frozenset(words["giving_with"]), re.compile(rf"with(?<=\bwith){other}\s+")


@lexicon.remembered
def deliverable_of(asked_for: tuple[Action, ...]) -> Deliverable:
    """Return the deliverable of a clause with these actions: that of the first rule of the lexicon that fits one."""
    by_verb = _rules()
    best: _Rule | None = None
    fitting: set[str] = set()
    for action in asked_for:
        rules = by_verb.get(action.verb)
        if rules is None:
            continue
        text = _ActionText(action)
        for rule in rules:
            ranks_lower = best is not None and rule.rank >= best.rank
            if ranks_lower and (len(fitting) > 1 or rule.deliverable in fitting):
                continue  # it changes neither the choice nor whether another fits
            if not rule.fits(text):
                continue
            fitting.add(rule.deliverable)
            if ranks_lower:
                break
            if action.first if rule.first_only else action.leading or not rule.leading_only:
                best = rule
                break
    if best is not None:
        return Deliverable(best.deliverable, unsure=len(fitting) > 1)
    means = next(iter(map(_of_means, asked_for[:1])), None)
    if means is not None:
        return Deliverable(means, unsure=True)
    return Deliverable(ACTION, unsure=bool(fitting) or any(map(_is_nearly_other, asked_for[:_NEAR_ACTIONS])))


def _of_means(action: Action) -> str | None:
    """Return the deliverable of the means of an action that no rule fits: "be open *by submitting reports*".

    None if it names no means, or those of which another deliverable is made.
    """
    verbs, decided = _means()
    match = _BY_MEANS.search(asked(action.object))
    verb = words_of_action().forms.get(match["verb"]) if match is not None else None
    if match is None or verb not in verbs:
        return None
    kind = deliverable_of((Action(verb, action.object[match.end() :], action.agent),)).kind
    return kind if kind in decided else None


@lexicon.derived
def _means() -> tuple[frozenset[str], frozenset[str]]:
    """Return the verbs of means, and the deliverables that a means decides."""
    words = lexicon.load("deliverables")["action"]
    return frozenset(words["means"]), frozenset(words["decided_by_means"])


def _is_nearly_other(action: Action) -> bool:
    """Whether an action that no rule fits names the content of another deliverable: "the *meetings* shall be
    coordinated".
    """
    near_words = _near_words()
    if not near_words.isdisjoint(_WORD.findall(" ".join(action.agent.split()[:_NAME_WORDS]).lower())):
        return True
    if near_words.isdisjoint(_WORD.findall(action.object[:_BEGINNING_LENGTH].lower())):  # most
        return False
    first_phrase = next(noun_phrases(asked(action.object)), "")
    return not near_words.isdisjoint(_WORD.findall(first_phrase.lower()))


@lexicon.derived
def _near_words() -> frozenset[str]:
    return frozenset(lexicon.load("deliverables")["near"])
