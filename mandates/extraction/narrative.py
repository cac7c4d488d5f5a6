"""What an organ did, told in the past: “At its 41st plenary meeting, the General Assembly decided to defer the item”.

The sentence is read as the organ would have said it: “Decides to defer the item”. All offsets stay those of the text,
as no form of a verb in the past is shorter than the one in the present.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates import lexicon
from mandates.extraction.clauses import Opening, openings
from mandates.lexicon.verbs import finite_forms
from mandates.structure.shapes import tells_decision

_MEETING = re.compile(r"At (?:its|the)\s.{0,80}?\bmeetings?\b")
_PAST = re.compile(r"\b(?:[A-Z](?<=\A.))?[a-z]+ed\b")
#: What stands before a verb of the organ: its name, an aside, another verb, an adverb.
_BEFORE = re.compile(r"(?:\A|,|\b(?:and|also|further)|\b[A-Z][\w'’-]+)\s*\Z")
_NEAR = 40
_WORD_END = re.compile(r"[a-z]*")


def tells(text: str) -> bool:
    """Tell whether `text` tells what an organ did at a meeting."""
    return _MEETING.match(text) is not None or (text[:4] == "The " and tells_decision(text))


def told(text: str) -> Iterator[Opening]:
    """Yield where clauses of the organ begin in `text`, which tells what it did, or is an item of such a text."""
    present, first = _in_present(text)
    if first is None:
        return
    # what stands before the first verb says when, where and on whose recommendation
    for opening in openings(present[first:]):
        verb_end = opening.verb_end + first
        rest = _WORD_END.match(text, verb_end)
        yield opening._replace(
            boundary=opening.boundary + first,
            start=opening.start + first,
            verb_start=opening.verb_start + first,
            verb_end=rest.end() if rest is not None else verb_end,
        )


@lexicon.derived
def _presents() -> dict[str, str]:
    """Return the forms of the present by those of the past: “decided” by “decides”."""
    return {(f"{form[:-1]}d" if form.endswith("es") else f"{form[:-1]}ed"): form for form in finite_forms()}


def _in_present(text: str) -> tuple[str, int | None]:
    """Return `text` with its verbs in the present, and where the first one of the organ begins."""
    presents = _presents()
    parts: list[str] = []
    done = 0
    first: int | None = None
    for match in _PAST.finditer(text):
        form = presents.get(match[0].lower())
        if form is None:
            continue
        if first is None and _BEFORE.search(text[max(0, match.start() - _NEAR) : match.start()]):
            first = match.start()
        parts += text[done : match.start()], form.ljust(len(match[0]))
        done = match.end()
    return "".join((*parts, text[done:])), first
