"""What an organ says that is followed up without being a mandate: its undertakings, what it looks forward to, what it
takes over from another body, what it stresses that somebody should do. The patterns are in `classes.toml`.
"""

from __future__ import annotations

import dataclasses
import re

from mandates import lexicon
from mandates.domain.mandate import Party
from mandates.extraction.clause import Clause, Context
from mandates.extraction.clauses import Opening
from mandates.extraction.owners import Parties, find_parties

#: The classes of such clauses.
BESIDE = frozenset({"undertaking", "expected", "by_reference", "expectation"})
#: As far as a pattern looks.
_REACH = 400


@dataclasses.dataclass(frozen=True, slots=True)
class _Class:
    key: str
    said: re.Pattern[str]
    verb: str
    dated: bool
    by_organ: bool


@lexicon.derived
def _classes() -> tuple[_Class, ...]:
    return tuple(
        _Class(
            entry["key"],
            re.compile(entry["said"], re.IGNORECASE | re.DOTALL),
            entry["verb"],
            entry["dated"],
            entry["by_organ"],
        )
        for entry in lexicon.load("classes")["class"]
    )


@lexicon.derived
def _any() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{known.said.pattern})" for known in _classes()), re.IGNORECASE | re.DOTALL)


@lexicon.derived
def needs_time() -> frozenset[str]:
    """Return the classes that count only where a time is set."""
    return frozenset(known.key for known in _classes() if known.dated)


def beside(text: str, found: list[Opening]) -> list[Clause]:
    """Return the clauses that those of the openings `found` make which are no mandates but are followed up."""
    clauses = []
    ends = [*(opening.boundary for opening in found), len(text)][1:]
    for opening, end in zip(found, ends, strict=True):
        if opening.lemma is not None or _any().match(text, opening.verb_start) is None:
            continue
        for known in _classes():
            match = known.said.match(text, opening.verb_start, min(end, opening.verb_start + _REACH))
            if match is None:
                continue
            clauses.append(
                Clause(
                    text=text,
                    start=opening.start,
                    end=len(text[:end].rstrip()),
                    verb=known.verb,
                    verb_start=opening.verb_start,
                    verb_end=opening.verb_end,
                    class_=known.key,
                )
            )
            break
    return clauses


def parties_beside(clause: Clause, context: Context) -> Parties:
    """Return who is to act: the organ itself, or those whom the clause names."""
    if any(known.by_organ for known in _classes() if known.key == clause.class_):
        return Parties(owners=(Party(name=context.resolution.body),))
    return find_parties(dataclasses.replace(clause, verb="request"), context)
