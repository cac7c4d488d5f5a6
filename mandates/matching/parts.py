"""Whether a document answers a part of a request only: one of two reports that the same words ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates import lexicon
from mandates.domain.issued import IssuedDocument
from mandates.domain.match import Request

#: The number of characters at the beginning of a document in which it says what it reports on.
_BEGINNING = 1500


@lexicon.derived
def _pairs() -> list[re.Pattern[str]]:
    return [re.compile(entry["words"].replace(" ", r"\s+")) for entry in lexicon.load("matching")["pair"]]


def is_one_of_two(document: IssuedDocument, request: Request) -> bool:
    """Whether a request asks for reports of two parties or on two things, and a document names only one of them.

    "Including reports from the leaderships of the civil and security presences" asks for two; a report "on the
    international security presence" is one of them.
    """
    text = f"{document.title or ''} {document.opening[:_BEGINNING]}"
    return any(_contains(text, first) != _contains(text, second) for first, second in _pairs_in(request.clause))


def _pairs_in(clause: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs whose reports a clause asks for, each member with the noun that both share."""
    for pattern in _pairs():
        for match in pattern.finditer(clause):
            noun = match.groupdict().get("noun")
            yield (f"{match['one']} {noun}", f"{match['other']} {noun}") if noun else (match["one"], match["other"])


def _contains(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text) is not None
