"""How sure a reading is: an estimated probability that verb, owners and due are all right, from what was uncertain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mandates import lexicon
from mandates.domain.due import Due, DueKind
from mandates.extraction.clause import Clause
from mandates.extraction.deliverables import Deliverable
from mandates.extraction.due import DueReading
from mandates.extraction.owners import Parties
from mandates.reference.recurrence import REGULAR

#: The number of dues of a recurrence with its beginning.
_RECURRENCE_WITH_START = 2
#: A clause of at least this many words is long: its parts are harder to separate.
_LONG = 80


@dataclass(frozen=True, slots=True)
class _Weights:
    base: float
    unlisted: float
    odds: dict[str, float]


@lexicon.derived
def _weights() -> _Weights:
    data = lexicon.load("confidence")
    return _Weights(data["base"], data["unlisted"], {entry["key"]: entry["odds"] for entry in data["reason"]})


def reasons_of(
    clause: Clause, parties: Parties, due: DueReading, *, shares_action: bool, deliverable: Deliverable
) -> tuple[str, ...]:
    """Return the codes of all that was uncertain in an extraction, each once.

    They are explained in ``lexicon/confidence.toml``.

    Args:
        shares_action: whether the clause names only its addressee and takes its action from the next clause.
    """
    deliverable_reasons = ("deliverable.unsure",) if deliverable.unsure else ()
    return tuple(
        dict.fromkeys(
            (*_shape_reasons(clause, parties, due, shares_action), *parties.reasons, *due.reasons, *deliverable_reasons)
        )
    )


def _shape_reasons(clause: Clause, parties: Parties, due: DueReading, shares_action: bool) -> Iterator[str]:
    if clause.chapeau is not None:
        yield "clause.inherited"
    if clause.text.count(" ", clause.start, clause.end) >= _LONG:
        yield "clause.long"
    if shares_action:
        yield "clause.shared_action"
    if len(parties.owners) > 1:
        yield "owner.several"
    if len(due.due) > 1 and not _is_series(due.due):
        yield "due.several"


def _is_series(dues: Sequence[Due]) -> bool:
    """Whether `dues` are a recurrence with its beginning, or all sessions: an update at one, a report at the next."""
    if all(due.kind is DueKind.SESSION for due in dues) or len({due.phrase for due in dues}) == 1:
        return True
    recurring = [due for due in dues if due.kind is DueKind.RECURRING and due.every != REGULAR]
    days = [due for due in dues if due.kind is DueKind.DATE]
    return len(dues) == _RECURRENCE_WITH_START and len(recurring) == 1 and len(days) == 1


def confidence_of(reasons: Iterable[str]) -> float:
    """Return the probability, from 0 to 1 with two digits, that an extraction with these `reasons` is right."""
    weights = _weights()
    odds = weights.base / (1 - weights.base)
    for reason in reasons:
        odds *= weights.odds.get(reason, weights.unlisted)
    return round(odds / (1 + odds), 2)
