"""What an organ did, told in the past: “At its 41st plenary meeting, the General Assembly decided to defer the item”.

The sentence is read as if it were in the present: “Decides to defer the item”. All offsets remain those of the text,
as no past form of a verb is shorter than the present one.
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
#: The text before a verb of the organ: its name, a parenthetical, another verb, an adverb.
_BEFORE_VERB = re.compile(r"(?:\A|,|\b(?:and|also|further)|\b[A-Z][\w'’-]+)\s*\Z")
_PREFIX_LENGTH = 40
_WORD_END = re.compile(r"[a-z]*")


def is_narrative(text: str) -> bool:
    """Return whether `text` narrates what an organ did at a meeting."""
    return _MEETING.match(text) is not None or (text[:4] == "The " and tells_decision(text))


def narrated_openings(text: str) -> Iterator[Opening]:
    """Yield the openings of the organ's clauses in `text`, which narrates what it did or is an item of such a text."""
    present, first = _in_present(text)
    if first is None:
        return
    # the words before the first verb say when, where and on whose recommendation
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
def _present_forms() -> dict[str, str]:
    """Return the present forms of verbs by their past forms: “decides” by “decided”."""
    return {(f"{form[:-1]}d" if form.endswith("es") else f"{form[:-1]}ed"): form for form in finite_forms()}


def _in_present(text: str) -> tuple[str, int | None]:
    """Return `text` with its verbs in the present, and the offset of the first one of the organ (None if none)."""
    present_forms = _present_forms()
    parts: list[str] = []
    copied_to = 0
    first: int | None = None
    for match in _PAST.finditer(text):
        form = present_forms.get(match[0].lower())
        if form is None:
            continue
        if first is None and _BEFORE_VERB.search(text[max(0, match.start() - _PREFIX_LENGTH) : match.start()]):
            first = match.start()
        parts += text[copied_to : match.start()], form.ljust(len(match[0]))
        copied_to = match.end()
    return "".join((*parts, text[copied_to:])), first
