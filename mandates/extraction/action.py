"""The head action: what a clause asks to be done."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """One head action of a clause.

    Attributes:
        verb: plain form ("submit"); for a noun of action, its verb ("the convening of" -> "convene").
        object: the words that the verb governs, up to the next action.
        agent: the words before the verb that name its agent; empty if the organ itself acts.
        leading: whether it is the first action of the clause, or coordinated with that under one "to".
        first: whether it is the first action, or shares the object of that: "develop and *fund* the programme".
    """

    verb: str
    object: str
    agent: str
    leading: bool = True
    first: bool = True
