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
#: The most characters in which a pattern is looked for.
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
def needs_time() -> frozenset[str]:
    """Return the classes whose clauses count only if a time is set."""
    return frozenset(clause_class.key for clause_class in _classes() if clause_class.dated)


def beside(text: str, found: list[Opening]) -> list[Clause]:
    """Return the clauses of the openings `found` in `text` that are no mandates but are followed up."""
    clauses = []
    ends = [*(opening.boundary for opening in found), len(text)][1:]
    for opening, end in zip(found, ends, strict=True):
        if opening.lemma is not None:
            continue
        for clause_class in _classes():
            match = clause_class.said.match(text, opening.verb_start, min(end, opening.verb_start + _REACH))
            if match is None:
                continue
            clauses.append(
                Clause(
                    text=text,
                    start=opening.start,
                    end=len(text[:end].rstrip()),
                    verb=clause_class.verb,
                    verb_start=opening.verb_start,
                    verb_end=opening.verb_end,
                    class_=clause_class.key,
                )
            )
            break
    return clauses


def parties_beside(clause: Clause, context: Context) -> Parties:
    """Return who is to act: the organ itself, or the parties that the clause names."""
    if any(clause_class.by_organ for clause_class in _classes() if clause_class.key == clause.class_):
        return Parties(owners=(Party(name=context.resolution.body),))
    return find_parties(dataclasses.replace(clause, verb="request"), context)
