"""Texts in the manner of resolutions, from a seed: as long, with few common and many rare words."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from itertools import accumulate

from mandates.lexicon import numbers

_COMMON = """
the of and to in the for the of and on with by all relevant States international support development human rights
United Nations system implementation cooperation national including efforts their its sustainable as appropriate
measures promotion protection countries Member activities assistance security capacity women programme access
information regional economic social resources situation peace continue in particular organizations strengthening
effective participation framework challenges policies assessment conflict humanitarian climate change health
education water energy disarmament trade finance migration justice violence children youth persons disabilities
indigenous peoples environment biodiversity oceans science technology coordination partnership transparency
accountability governance institutions prevention response recovery resilience risk disaster poverty eradication
food agriculture nutrition employment infrastructure transport culture heritage dialogue tolerance decolonization
mediation peacekeeping sanctions terrorism narcotics crime corruption trafficking weapons nuclear missile outer
space law treaty convention protocol agreement mandate budget staff management oversight audit evaluation review
follow-up monitoring statistics data indicators
"""

_SYLLABLES = """
ba be bi bo bu ka ke ki ko ku da de di do du fa fe ga go la le li lo lu ma me mi mo mu na ne ni no nu pa pe po ra re
ri ro ru sa se si so su ta te ti to tu va ve vi vo za ze zi zo zu tar len mon ris val dor nes
"""

_PARTS = tuple(_SYLLABLES.split())

_PREAMBULAR = (
    "Recalling",
    "Reaffirming",
    "Noting",
    "Recognizing",
    "Welcoming",
    "Bearing in mind",
    "Deeply concerned about",
)
_NO_MANDATE = (
    "Welcomes",
    "Takes note of",
    "Reaffirms",
    "Notes with appreciation",
    "Expresses concern about",
    "Stresses",
)

#: Verbs whose printed form is not the lemma with an s.
_VERBS = {
    "appeal": "Appeals to",
    "call_for": "Calls for action by",
    "call_upon": "Calls upon",
    "recommend": "Recommends that",
    "demand": "Demands that",
}

#: The phrases that request each deliverable: the words before and after the due.
_ASKED = {
    "report": ("submit to the {body}", "a report on"),
    "briefing": ("brief the {body}", "on"),
    "agenda_item": ("include in the provisional agenda", "the item entitled"),
    "meeting": ("convene", "a meeting on"),
    "extension": ("extend", "the mandate of the mission for"),
    "establish": ("establish", "a working group on"),
    "review": ("review", "the progress made in"),
    "resources": ("provide", "the resources needed for"),
    "observance": ("observe", "the day of"),
    "instrument": ("elaborate", "a convention on"),
}
_ACTION = ("take", "action on")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with the spans of its parts, in characters from its beginning."""

    text: str
    verb: tuple[int, int]
    owners: tuple[tuple[int, int], ...]
    due: tuple[tuple[int, int], ...]


class Wording:
    """Makes texts; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(f"vocabulary {seed}")
        rare = [made_up(rng, 4) for _ in range(8_000)]
        words = [*_COMMON.split(), *rare]
        weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
        self._fragments = [
            " ".join(rng.choices(words, cum_weights=weights, k=rng.randint(4, 10))) for _ in range(20_000)
        ]
        self._length = sum(map(len, self._fragments)) / len(self._fragments) + 1

    def filling(self, rng: random.Random, characters: float) -> str:
        """Return running text of about this number of characters, at least a few words."""
        return " ".join(rng.choices(self._fragments, k=max(1, round(characters / self._length))))

    def preambular(self, rng: random.Random, topic: str, characters: float) -> str:
        """Return a preambular paragraph."""
        return f"{rng.choice(_PREAMBULAR)} {topic}, {self.filling(rng, characters - len(topic) - 14)},"

    def without_mandate(self, rng: random.Random, topic: str, characters: float) -> str:
        """Return an operative paragraph without a mandate."""
        return f"{rng.choice(_NO_MANDATE)} {topic}, {self.filling(rng, characters - len(topic) - 16)};"

    def clause(
        self,
        rng: random.Random,
        *,
        verb: str,
        owners: list[str],
        deliverable: str,
        body: str,
        dues: list[str],
        topic: str,
        characters: float,
    ) -> Clause:
        """Return a clause that asks `owners` for a deliverable by `dues` (their words)."""
        text = _VERBS.get(verb, f"{verb.replace('_', ' ').capitalize()}s")
        verb_end = len(text)
        owner_spans = []
        for number, owner in enumerate(owners):
            text += " " if number == 0 else " and "
            owner_spans.append((len(text), len(text) + len(owner)))
            text += owner
        before, after = _ASKED.get(deliverable, _ACTION)
        text += f" to {before.format(body=body)}"
        due_spans = []
        for number, due in enumerate(dues):
            text += " " if number == 0 else " and "
            due_spans.append((len(text), len(text) + len(due)))
            text += due
        text += f" {after} {topic}"
        text += f", {self.filling(rng, characters - len(text))}"
        return Clause(text, (0, verb_end), tuple(owner_spans), tuple(due_spans))


def made_up(rng: random.Random, syllables: int) -> str:
    """Return a made-up word of 2 to `syllables` syllables."""
    return "".join(rng.choices(_PARTS, k=rng.randint(2, syllables)))


_TOPICS = (
    "the situation in {}",
    "the question of {}",
    "the Convention of {}",
    "cooperation with the Organization of {}",
    "the {} Programme of Action",
    "assistance to {}",
)


@functools.lru_cache(maxsize=200_000)
def topic(number: int) -> str:
    """Return the topic of a number: ``the situation in Kadoru``; nearly always another for each number."""
    rng = random.Random(f"topic {number}")
    return rng.choice(_TOPICS).format(made_up(rng, 4).capitalize())


def name_in(title: str) -> str:
    """Return the made-up name in a topic or in a title made of one."""
    (name,) = set(title.lower().split()) - set(" ".join(_TOPICS).lower().split())
    return name


@functools.cache
def ordinal(number: int) -> str:
    """Return ``seventy-third`` for 73."""
    return numbers.written(number, ordinal=True)
