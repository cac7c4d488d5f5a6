"""Brackets of negotiation in a draft: "[Requests / Invites] the Board", "at its [next / eighty-second] session".

Of alternatives the first is read. Brackets around a whole paragraph are taken off; all others stay, as their words are
read as they are.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from mandates.domain.problems import Problem
from mandates.domain.resolution import Resolution
from mandates.lexicon.verbs import finite_forms

#: "[Requests / Invites]", "[eighty-second / eighty-third]".
_SLASHED = re.compile(r"\[\s*(?P<first>[^\[\]/]{1,200}?)\s+/\s+[^\[\]]{1,400}\]")
#: "[Requests/Invites]", "[Requests] [Invites]": two verbs of the organ, whatever is between.
_VERBS = re.compile(r"\[\s*(?P<first>[A-Za-z]+)(?P<others>(?:(?:/|\]\s*/?\s*\[)\s*[A-Za-z]+\s*){1,4})\]")
_WORD = re.compile(r"[A-Za-z]+")


def without_alternatives(resolution: Resolution) -> tuple[Resolution, tuple[Problem, ...]]:
    """Return a draft with the first of all alternatives in brackets, and a problem for each paragraph that has some."""
    paragraphs, problems = [], []
    for paragraph in resolution.paragraphs:
        taken: list[str] = []
        text = "".join(_first(_unwrapped(paragraph.text), taken))
        paragraphs.append(dataclasses.replace(paragraph, text=text) if text != paragraph.text else paragraph)
        if taken:
            message = f"has alternatives in brackets; the first is read: {', '.join(taken)}"
            problems.append(Problem("draft.alternatives", f"paragraph {paragraph.label or 'of the preamble'}", message))
    return dataclasses.replace(resolution, paragraphs=tuple(paragraphs)), tuple(problems)


def _first(text: str, taken: list[str]) -> Iterator[str]:
    """Yield the pieces of `text`, with the first of alternatives; what stood there is added to `taken`."""
    at = 0
    matches = [*_SLASHED.finditer(text), *(match for match in _VERBS.finditer(text) if _is_verbs(match))]
    for match in sorted(matches, key=lambda one: one.start()):
        if match.start() >= at:
            yield text[at : match.start()]
            yield match["first"]
            taken.append(match[0])
            at = match.end()
    yield text[at:]


def _is_verbs(match: re.Match[str]) -> bool:
    return all(word.lower() in finite_forms() for word in _WORD.findall(match[0]))


def _unwrapped(text: str) -> str:
    """Return `text` without brackets around all of it, and without one whose other half stood before its number."""
    depth = 0
    for position, character in enumerate(text):
        depth += {"[": 1, "]": -1}.get(character, 0)
        if depth < 0:  # "[OP8. Urges ...;]"
            return text[:position] + text[position + 1 :]
        if depth == 0 and text[:1] == "[" and position >= len(text.rstrip(" ;.,")) - 1 and character == "]":
            return text[1:position] + text[position + 1 :]
    return text[1:] if depth == 1 and text[:1] == "[" and text.count("[") > text.count("]") else text
