"""How sure a reading is: an estimated probability that verb, owners and due are all right."""

from __future__ import annotations

from mandates.extraction.clause import Clause


def confidence_of(reasons: tuple[str, ...]) -> float:
    return 0.9


def clause_reasons(clause: Clause, following: Clause | None) -> tuple[str, ...]:
    return ()
