"""The facts from which the state of a mandate is computed: versions of its text, decisions, events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mandates.domain.due import Due
from mandates.domain.events import UNDECIDED
from mandates.domain.kinds import MandateClass
from mandates.domain.mandate import Enacted, Party

#: What people have decided, by field; a field that is absent has the value that was extracted from the text.
Decided = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What all mandates of one extraction of a resolution share."""

    reading_id: int
    body: str
    session: str | None
    adopted_on: dt.date | None
    sort_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of what was extracted from a mandate's clause."""

    id: int
    paragraph_text_id: int
    verb: str
    deliverable: str
    owners: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    dues: tuple[Due, ...] = ()
    mandate_class: str = MandateClass.MANDATE
    enacted: Enacted | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a text says about the end of a mandate.

    Attributes:
        stands_until: the last day on which the mandate stands. by: the id of the mandate that ends it.
        renewed: whether that mandate asks for the same again.
        since, until: the days between which this is known, from `since` to the day before `until`.
    """

    stands_until: dt.date
    by: int
    renewed: bool
    since: dt.date
    until: dt.date


@dataclass(slots=True, kw_only=True)
class Facts:
    """The state of a mandate at one moment, by the texts and by people's decisions.

    Attributes:
        held: whether its resolution is in the register. in_text: whether the text in force contains it.
        decided: what is decided about it as a whole. keys: the keys of its obligations, by their ids.
        each: what is decided about its obligations, by their ids.
        ended: what is known about its end.
    """

    mandate_id: int
    resolution_id: int
    held: bool
    reading_id: int
    in_text: bool
    version_id: int
    reference: str
    label: str
    position: int
    decided: dict[str, Any] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    each: dict[int, dict[str, Any]] = field(default_factory=dict)
    ended: tuple[Ended, ...] = ()

    def copy(self) -> Facts:
        """Return a copy that can be changed independently."""
        return Facts(
            mandate_id=self.mandate_id,
            resolution_id=self.resolution_id,
            held=self.held,
            reading_id=self.reading_id,
            in_text=self.in_text,
            version_id=self.version_id,
            reference=self.reference,
            label=self.label,
            position=self.position,
            decided=dict(self.decided),
            keys=dict(self.keys),
            each={obligation_id: dict(decided) for obligation_id, decided in self.each.items()},
            ended=self.ended,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event as the timeline needs it: its day, what it changed, and the values of the fields before and after it.

    `obligation_id` is None if it changed the mandate or, with `of_resolution`, the resolution that contains it.
    """

    id: int
    day: dt.date
    of_resolution: bool
    obligation_id: int | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


#: Fields that are attributes of `Facts`.
_POINTERS = frozenset({"held", "reading_id", "in_text", "version_id", "reference", "label", "position"})
#: Fields that do not matter to the timeline.
_ELSEWHERE = frozenset({"digest", "ordinal", "suggestion_id", "link_id", "state"})


def take_back(facts: Facts, event: Happened) -> None:
    """Change `facts` back to what they were before `event`."""
    apply(facts, event.obligation_id, event.before)


def apply(facts: Facts, obligation_id: int | None, values: Mapping[str, Any]) -> None:
    """Set `values` in `facts`: of the mandate or its resolution or, with `obligation_id`, of an obligation."""
    for name, value in values.items():
        if obligation_id is None and name in _POINTERS:
            setattr(facts, name, value)
        elif name == "key" and obligation_id is not None:
            # keys are unique: another obligation that has this key on later days did not exist yet, or has lost it
            for other_id in [keyed_id for keyed_id, key in facts.keys.items() if key == value]:
                del facts.keys[other_id]
            facts.keys[obligation_id] = value
        elif name not in _ELSEWHERE:
            decided = facts.decided if obligation_id is None else facts.each.setdefault(obligation_id, {})
            if value is None or value == UNDECIDED.get(name):
                decided.pop(name, None)
            else:
                decided[name] = value


def names_of(parties: Sequence[Party]) -> list[str]:
    """Return the distinct names of parties, in their order."""
    return list(dict.fromkeys([party.name for party in parties]))
