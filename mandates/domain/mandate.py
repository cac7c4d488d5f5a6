"""A mandate, those it names, and all that was read from one resolution."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mandates.domain.due import Due, due_from_plain, due_to_plain
from mandates.domain.problems import Problem
from mandates.domain.resolution import Resolution, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An owner, partner or recipient.

    Attributes:
        name: the name as written, completed as a reader would complete it ("United Nations funds").
        entity: the key of the entity in the registry (`reference/data/entities.toml`), or ``None`` if there is none.
        span: the span of the name in the text of the paragraph; ``None`` if it was inherited or resolved.
    """

    name: str
    entity: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatePart:
    """A list item that is a part of what its chapeau asks for.

    Attributes:
        owners: who is to act on it, if the item itself says so; due: when it is due, if the item itself says so.
    """

    label: str | None
    text: str
    owners: tuple[str, ...] = ()
    due: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enacted:
    """An act that is done by the adoption itself, such as an appropriation, and the day on which it ends, if stated."""

    phrase: str | None = None
    ends_on: dt.date | None = None


def enacted_to_plain(enacted: Enacted | None) -> dict[str, Any] | None:
    """Return an act done by the adoption as plain data, in the form in which it is stored."""
    if enacted is None:
        return None
    return {"phrase": enacted.phrase, "ends_on": enacted.ends_on.isoformat() if enacted.ends_on else None}


def enacted_from_plain(data: Mapping[str, Any] | None) -> Enacted | None:
    """Return the act from plain data in the form of `enacted_to_plain`."""
    if data is None:
        return None
    ends_on = data["ends_on"]
    return Enacted(phrase=data["phrase"], ends_on=dt.date.fromisoformat(ends_on) if ends_on else None)


def part_to_plain(part: MandatePart) -> dict[str, Any]:
    """Return a part as plain data, in the form in which it is stored."""
    return {
        "label": part.label,
        "text": part.text,
        "owners": list(part.owners),
        "due": [due_to_plain(due) for due in part.due],
    }


def part_from_plain(data: Mapping[str, Any]) -> MandatePart:
    """Return the part from plain data in the form of `part_to_plain`."""
    return MandatePart(
        label=data["label"],
        text=data["text"],
        owners=tuple(data["owners"]),
        due=tuple(due_from_plain(due) for due in data["due"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One clause of an operative paragraph that directs someone to act or decides that something happens.

    Attributes:
        reference: ``A/RES/71/12#8``; the second mandate of a paragraph is ``A/RES/71/12#8.2``.
        label: the label of its paragraph.
        text: the whole paragraph. clause: the clause itself, ``text[clause_span.start:clause_span.end]``.
        verb: the lemma of the operative verb (from the list in DESIGN). verb_span: the span of its words; ``None`` if
            it is inherited from a chapeau.
        reiterated: whether the organ repeats an earlier request.
        class_: ``mandate``; for other clauses that are followed up ``outcome``, ``undertaking``, ``expected``,
            ``by_reference`` or ``expectation``.
        parts: the list items of a chapeau that carries the mandate.
        enacted: set if it is done by the adoption itself, with the day on which it ends.
        confidence: the estimated probability, 0 to 1, that the whole extraction is right.
        reasons: machine-readable codes of what is uncertain, such as ``owner.pronoun_unresolved``.
    """

    reference: str
    label: str
    text: str
    clause: str
    clause_span: Span
    verb: str
    verb_span: Span | None
    reiterated: bool = False
    owners: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    deliverable: str = "action"
    due: tuple[Due, ...] = ()
    class_: str = "mandate"
    parts: tuple[MandatePart, ...] = ()
    enacted: Enacted | None = None
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The extraction from one resolution: its structure, its mandates, its problems."""

    resolution: Resolution
    mandates: tuple[Mandate, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
