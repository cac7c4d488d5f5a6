"""From the facts about one mandate to its obligations as they stand: which are expected, from when, due when, settled.

`mandates.timeline.periods` asks for every period in which nothing was decided or read anew.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mandates.domain.due import due_from_plain
from mandates.domain.mandate import Party
from mandates.domain.status import Role, Status
from mandates.reference.lookup import Calendar
from mandates.timeline import occurrences
from mandates.timeline.facts import Decided, Facts, Head, Version, names_of
from mandates.timeline.occurrences import Adopted, Occurrence

OPEN, SETTLED = 0, 1

#: A day before all others: since when is expected what always was.
ALWAYS = dt.date(1, 1, 1)

#: Where what has no date stands among dates: behind all; and the end of what has none.
UNDATED = FOREVER = dt.date(9999, 12, 31)

#: Recurrences are stored so far ahead of the day they are worked out for, each occurrence with the day from which it
#: is to be seen: asking a register that nobody has written to for a while then costs no more than on the day itself.
AHEAD = dt.timedelta(days=2 * 366)

_NOTHING: Decided = {}


@dataclass(slots=True, kw_only=True)
class ObligationState:
    """How an obligation stands from `since` to the day before `until`.

    Attributes:
        obligation_id: None while it has none. continues: whether its passing will open the next of its series.
        parties: who has a part in its mandate, with their roles.
        rank_on: the day by which it is sorted. at_body: where it is due, else the body that adopted it.
    """

    obligation_id: int | None
    mandate_id: int
    resolution_id: int
    reading_id: int
    version_id: int
    paragraph_text_id: int
    since: dt.date
    until: dt.date = FOREVER
    key: str
    series: int | None
    occurrence: int
    continues: bool = False
    standing: int
    status: str
    settled_on: dt.date | None
    owners: list[str]
    lead: str | None
    focal_point: str | None
    evidence: list[dict[str, Any]]
    note: str | None
    superseded_by_id: int | None
    due_kind: str | None
    due_phrase: str | None
    due_body: str | None
    due_session: str | None
    due_every: str | None
    due_after: str | None
    due_event: str | None
    opens_on: dt.date | None
    due_on: dt.date | None
    read_due_on: dt.date | None
    ends_on: dt.date | None
    timetable_on: dt.date | None
    rank_on: dt.date
    sort_key: str
    reference: str
    label: str
    at_body: str
    body: str
    adopted_session: str | None
    verb: str
    deliverable: str
    parties: tuple[tuple[Role, Party], ...] = dataclasses.field(default=(), compare=False)

    @property
    def ended_in(self) -> int:
        """The year of its end."""
        return self.until.year

    @property
    def remarks(self) -> str | None:
        """The words that people added, for search."""
        words = [self.note, *(piece[name] for piece in self.evidence for name in ("document", "note"))]
        return "\n".join(filter(None, words)) or None


def plan(facts: Facts, version: Version, head: Head, *, calendar: Calendar, horizon: dt.date) -> list[ObligationState]:
    """Return the obligations of a mandate, each with the day from which it is to be seen; [] where it asks for nothing.

    Args:
        version, head: those that `facts` name. horizon: recurrences are worked out up to this day.
    """
    if not facts.held or not facts.in_text or facts.decided.get("not_a_mandate"):
        return []
    corrected = facts.decided.get("dues")
    dues = version.dues if corrected is None else tuple([due_from_plain(due) for due in corrected])
    adopted = Adopted(head.body, head.session, head.adopted_on)
    work = _Work(facts, version, head, adopted, calendar)
    members = occurrences.explicit(dues, adopted, calendar)
    planned = [work.state(one, work.adopted_on) for one in members if one.series is None]
    work.taken |= {one.key for one in members}
    for number in sorted({one.series for one in members if one.series is not None}):
        planned += _series(work, [one for one in members if one.series == number], calendar, horizon)
    if len(planned) == 1 and planned[0].series is None:
        planned[0].reference = facts.reference
    return planned


def _series(work: _Work, members: Sequence[Occurrence], calendar: Calendar, horizon: dt.date) -> list[ObligationState]:
    """Return one recurrence: what the text names, what was missed or settled, and what is expected up to `horizon`."""
    first = members[0]
    planned = [work.state(one, work.adopted_on) for one in members]
    last = members[-1]
    passed = {one.key for one in members}
    while True:
        # what is extended moves nothing but itself; what counts from an event goes on from the date that holds
        counted = last if last.due_on is not None else dataclasses.replace(last, due_on=planned[-1].due_on)
        following = occurrences.following(counted, first, calendar)
        if following is None or following.key in passed:
            return planned
        passed.add(following.key)
        key = work.free(following.key)
        visible_from = ALWAYS if work.decided_on(key) else _visible_after(planned[-1], horizon)
        if visible_from is None:
            planned[-1].continues = True
            return planned
        work.taken.add(key)
        named = following if key == following.key else dataclasses.replace(following, key=key)
        planned.append(work.state(named, visible_from))
        last = following


def _visible_after(state: ObligationState, horizon: dt.date) -> dt.date | None:
    """Return since when the next one is expected: this one is settled, or its time has passed; None while it is not."""
    if state.standing == SETTLED:
        return ALWAYS
    if state.due_on is not None and state.due_on < horizon:
        return state.due_on + dt.timedelta(days=1)
    return None


class _Work:
    """What all obligations of one mandate share.

    Attributes:
        taken: keys in use in the whole mandate.
    """

    def __init__(self, facts: Facts, version: Version, head: Head, adopted: Adopted, calendar: Calendar) -> None:
        self.facts = facts
        self._adopted = adopted
        self._calendar = calendar
        self.adopted_on = head.adopted_on or ALWAYS
        self.taken: set[str] = set()
        self._ids = {key: one for one, key in facts.keys.items()}
        self._head = head
        self._version = version
        decided = facts.decided
        self._verb = decided.get("verb", version.verb)
        self._deliverable = decided.get("deliverable", version.deliverable)
        # orders obligations due on one day: by symbol and place in the text
        self._sort_key = f"{head.sort_key}#{facts.position:04}"
        self._others = (
            *[(Role.PARTNER, party) for party in version.partners],
            *[(Role.RECIPIENT, party) for party in version.recipients],
        )
        self._owned = self._owned_by(version.owners)
        if decided.get("owners") is not None:
            self._owned = self._given_to(decided["owners"])

    def decided_on(self, key: str) -> bool:
        """Return whether something is decided on the obligation of this key."""
        return bool(self.facts.each.get(self._ids.get(key, 0)))

    def free(self, key: str) -> str:
        """Return a key that no other has: a day on which another recurrence has one gets a ``.2``."""
        turn, found = 1, key
        while found in self.taken:
            turn += 1
            found = f"{key}.{turn}"
        return found

    def state(self, one: Occurrence, visible_from: dt.date) -> ObligationState:
        """Return an occurrence with what is decided on it."""
        facts, head, version = self.facts, self._head, self._version
        obligation_id = self._ids.get(one.key)
        decided = facts.each.get(obligation_id, _NOTHING) if obligation_id is not None else _NOTHING
        read_due_on = one.due_on
        if decided.get("dues"):
            one = self._extended(one, decided["dues"][0])
        opens_on, due_on = _dates(one, decided) if decided else (one.opens_on, one.due_on)
        status = Status(decided.get("status", Status.PENDING)) if decided else Status.PENDING
        owners, parties = self._owned
        if decided.get("owners") is not None:
            owners, parties = self._given_to(decided["owners"])
        lead, focal_point = (decided.get(name) or facts.decided.get(name) for name in ("lead", "focal_point"))
        charged = ((Role.LEAD, lead), (Role.FOCAL, focal_point))
        parties = (*parties, *((role, Party(name=name)) for role, name in charged if name))
        return ObligationState(
            obligation_id=obligation_id,
            mandate_id=facts.mandate_id,
            resolution_id=facts.resolution_id,
            reading_id=head.reading_id,
            version_id=version.id,
            paragraph_text_id=version.paragraph_text_id,
            since=visible_from,
            key=one.key,
            series=one.series,
            occurrence=one.number,
            standing=SETTLED if status.settled else OPEN,
            status=status.value,
            settled_on=_day(decided.get("settled_on")),
            owners=owners,
            lead=lead,
            focal_point=focal_point,
            evidence=list(decided.get("evidence", ())),
            note=decided.get("note"),
            superseded_by_id=decided.get("superseded_by"),
            due_kind=one.kind,
            due_phrase=one.phrase,
            due_body=one.body,
            due_session=one.session,
            due_every=one.every,
            due_after=one.after,
            due_event=one.event,
            opens_on=opens_on,
            due_on=due_on,
            read_due_on=read_due_on,
            ends_on=one.ends_on,
            timetable_on=one.timetable_on,
            rank_on=due_on or UNDATED,
            sort_key=f"{self._sort_key}@{one.series or 0}.{one.number:04}@{one.key}",
            reference=f"{facts.reference}@{one.key}",
            label=facts.label,
            at_body=one.body or head.body,
            body=head.body,
            adopted_session=head.session,
            verb=self._verb,
            deliverable=self._deliverable,
            parties=parties,
        )

    def _extended(self, one: Occurrence, to: Mapping[str, Any]) -> Occurrence:
        """Return an occurrence at the time to which a person has extended it; it keeps its place among the others."""
        (there,) = occurrences.explicit([due_from_plain(to)], self._adopted, self._calendar)
        times = ("kind", "phrase", "body", "session", "opens_on", "due_on", "timetable_on")
        moved = dataclasses.replace(one, **{name: getattr(there, name) for name in times})
        return moved if there.body else dataclasses.replace(moved, timetable_on=one.timetable_on)

    def _owned_by(self, owners: Sequence[Party]) -> tuple[list[str], tuple[tuple[Role, Party], ...]]:
        return names_of(owners), (*[(Role.OWNER, party) for party in owners], *self._others)

    def _given_to(self, names: Sequence[str]) -> tuple[list[str], tuple[tuple[Role, Party], ...]]:
        """Return the same where a person has named the owners."""
        return self._owned_by([Party(name=name) for name in names])


def _dates(one: Occurrence, decided: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """Return when an occurrence opens and is due by what is decided."""
    opens_on, due_on = one.opens_on, one.due_on
    happened = _day(decided.get("happened_on"))
    if one.after and happened is not None:
        opens_on, due_on = happened, occurrences.counted_from(happened, one.after)
    due_on = _day(decided.get("due_on")) or due_on
    if opens_on is not None and due_on is not None and due_on < opens_on:
        opens_on = due_on  # what is to come earlier is open no later than that
    return opens_on, due_on


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)
