"""What the words of a request say: that it asks for a report, a part of another one, more after the first."""

from __future__ import annotations

import dataclasses
import functools
import re

from mandates import lexicon
from mandates.domain.match import Request


@dataclasses.dataclass(frozen=True, slots=True)
class _Patterns:
    reports: re.Pattern[str]
    item: re.Pattern[str]
    within: re.Pattern[str]
    extends: re.Pattern[str]
    continues: re.Pattern[str]


@lexicon.derived
def _patterns() -> _Patterns:
    words: dict[str, list[str]] = {field.name: [] for field in dataclasses.fields(_Patterns)}
    for entry in lexicon.load("matching")["clause"]:
        words[entry["says"]].append(entry["words"].replace(" ", r"\s+"))
    return _Patterns(
        **{name: re.compile("|".join(alternatives), re.IGNORECASE) for name, alternatives in words.items()}
    )


def asks_for_report(request: Request) -> float:
    """Return how surely a request, or one of its items, asks for a report, from 0 to 1."""
    if any(_patterns().item.match(text) for text in request.items):
        return 1.0
    return asks(request.clause, request.deliverable)


@functools.lru_cache(maxsize=65536)
def asks(clause: str, deliverable: str) -> float:
    """Return how surely a clause asks for a report, from 0 to 1."""
    if deliverable == "report":
        return 1.0
    if deliverable == "briefing":
        return 0.7
    if is_extension(clause):
        return 0.6
    if deliverable == "review":
        return 0.5
    return 0.35 if _patterns().reports.search(clause) else 0.0


def asks_for_other(clause: str, form: str) -> bool:
    """Whether a document calls itself something that a clause does not ask for: a study instead of a report.

    >>> asks_for_other("To report each year on its work", "Study by the Expert Mechanism")
    True
    """
    product = next((name for name in lexicon.load("matching")["products"] if name in form.lower()), None)
    return product is not None and product not in clause.lower()


@functools.lru_cache(maxsize=65536)
def is_extension(clause: str) -> bool:
    """Whether a clause prolongs a request to report that is made elsewhere."""
    return _patterns().extends.search(clause) is not None


@functools.lru_cache(maxsize=65536)
def is_within(clause: str) -> bool:
    """Whether a clause asks for something to be included in another report."""
    return _patterns().within.search(clause) is not None


def continues(clause: str) -> bool:
    """Whether a clause asks for more reports after the first, without an interval: "and regularly thereafter"."""
    return _patterns().continues.search(clause) is not None
