"""From the facts about one mandate to its obligations as they stand: which are expected, from when, due when, settled.

`mandates.timeline.periods` asks for every period in which nothing was decided or read anew.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mandates.domain import notes
from mandates.domain.due import DueKind, due_from_plain
from mandates.domain.kinds import MandateClass
from mandates.domain.mandate import Enacted, Party
from mandates.domain.status import Role, Status
from mandates.lexicon.verbs import having
from mandates.reference.lookup import Calendar
from mandates.timeline import occurrences
from mandates.timeline.facts import Decided, Ended, Facts, Head, Version, names_of
from mandates.timeline.occurrences import Adopted, Occurrence

OPEN, SETTLED = 0, 1

#: A day before all others: since when is expected what always was.
ALWAYS = dt.date(1, 1, 1)

#: Where what has no date stands among dates: behind all; and the end of what has none.
UNDATED = FOREVER = dt.date(9999, 12, 31)

#: Deliverables that come about by themselves when their time comes: nobody is late with them.
_BY_ITSELF = frozenset({"agenda_item", "extension", "observance"})

#: Those that an organ brings about by deciding on them for itself: "Decides that the theme of its session shall be ..."
_BY_DECISION = frozenset({"action", "establish", "meeting", "resources"})

#: What takes place on days that are set for it: "from 14 to 18 May 2001", and a meeting "on 14 May".
_HELD = "meeting"
_ON_A_DAY, _ON_DAYS = "on ", "from "

#: What somebody is only wished to do again and again is a practice, as is what an organ decides to do itself or that
#: another does, at its own sessions or without a report, and what is provided all the time: nobody is late with that.
_PROVIDED = "resources"

#: "until the end of its fifty-fifth session": an end that is no day.
_ENDS = ("until ", "through the end ")

_DAY = dt.timedelta(days=1)

_NOTHING: Decided = {}


@dataclass(slots=True, kw_only=True)
class ObligationState:
    """How an obligation stands from `since` to the day before `until`, as is known from `known_on` on.

    Where `since` is not before `until`, it was expected to come, and something changed before it did.

    Attributes:
        obligation_id: None while it has none. continues: whether its passing will open the next of its series.
        parties: who has a part in its mandate, with their roles.
        sort_date: the day by which it is sorted. at_body: where it is due, else the body that adopted it.
        ended_from: from this day on nothing is expected any more, though nobody settled it.
        ended_by_id: the mandate that ends it; `renewed` where that asks for the same anew.
        follows: whether an earlier one of its series is open and will be late before it.
        unlisted: whether lists have it only where its class is asked for: it is no mandate, and has no date.
    """

    obligation_id: int | None
    mandate_id: int
    resolution_id: int
    reading_id: int
    version_id: int
    paragraph_text_id: int
    known_on: dt.date
    since: dt.date
    until: dt.date = FOREVER
    key: str
    series: int | None
    occurrence: int
    continues: bool = False
    lifecycle: int
    status: str
    settled_on: dt.date | None
    owners: list[str]
    lead: str | None
    focal_point: str | None
    mandate_class: str
    unlisted: bool
    judgement: str | None
    judgement_reason: str | None
    evidence: list[dict[str, Any]]
    notes: list[notes.Note]
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
    sort_date: dt.date
    sort_key: str
    reference: str
    label: str
    at_body: str
    body: str
    adopted_session: str | None
    verb: str
    deliverable: str
    ended_from: dt.date = FOREVER
    ended_by_id: int | None = None
    renewed: bool = False
    follows: bool = False
    parties: tuple[tuple[Role, Party], ...] = dataclasses.field(default=(), compare=False)

    @property
    def ended_in(self) -> int:
        """The year of its end."""
        return self.until.year

    @property
    def remarks(self) -> str | None:
        """The words that people added, for search."""
        words = [notes.brief(one) for one in self.notes]
        words += [piece[name] for piece in self.evidence for name in ("document", "note")]
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
    members = occurrences.explicit(dues, adopted, calendar, version.clause)
    if work.enacted is not None:
        members = [_lasting(one, work.enacted) for one in members]
    if facts.ended:
        members = [_extended(one, facts.ended) for one in members]
    planned = [work.state(one, work.adopted_on) for one in members if one.series is None]
    work.taken |= {one.key for one in members}
    for number in sorted({one.series for one in members if one.series is not None}):
        series = _series(work, [one for one in members if one.series == number], calendar, horizon)
        _mark_following(series)
        planned += series
    if len(planned) == 1 and planned[0].series is None:
        planned[0].reference = facts.reference
    return planned


def _series(work: _Work, members: Sequence[Occurrence], calendar: Calendar, horizon: dt.date) -> list[ObligationState]:
    """Return one recurrence: what the text names, what was missed or settled, and what is expected up to `horizon`."""
    first = members[0]
    planned = [work.state(one, work.adopted_on) for one in members]
    last = members[-1]
    passed = {one.key for one in members}
    earlier = _Earlier(last, first, calendar, passed)
    expected_from: dt.date | None = work.adopted_on  # None: what comes next is not expected yet
    while True:
        # what is extended moves nothing but itself; what counts from an event goes on from the date that holds
        counted = last if last.due_on is not None else dataclasses.replace(last, due_on=planned[-1].due_on)
        following = occurrences.following(counted, first, calendar)
        if following is None or following.key in passed:
            break
        key = work.free(following)
        is_decided = work.decided_on(key)
        is_stopped = work.stopped(following, key)
        if expected_from is not None and not is_decided and not is_stopped:
            after = _visible_after(planned[-1], horizon)
            planned[-1].continues = after is None
            # none is expected before the one that it follows, which may have been given more time
            expected_from = None if after is None else max(expected_from, after)
        if (is_stopped or expected_from is None) and not is_decided and not work.decided_later(following):
            break
        passed.add(following.key)
        earlier.last = last = following
        if is_stopped or (expected_from is None and not is_decided):
            continue
        work.taken.add(key)
        named = following if key == following.key else dataclasses.replace(following, key=key)
        planned.append(work.state(named, work.adopted_on if is_decided or expected_from is None else expected_from))
    work.earlier.append(earlier)
    return planned


@dataclass(slots=True)
class _Earlier:
    """The keys of a recurrence, also of what is not expected yet: what a later recurrence is called is to be the same
    before and after that.

    Attributes:
        last: the occurrence up to which `keys` are known.
    """

    last: Occurrence
    first: Occurrence
    calendar: Calendar
    keys: set[str]

    def has(self, one: Occurrence) -> bool:
        """Return whether an occurrence of this recurrence has, or will have, the key of that one of another."""
        if one.due_on is None and self.last.due_on is None:  # numbered one after the other
            return one.key in self.keys or one.every == self.last.every
        while one.key not in self.keys:
            if self.last.due_on is None or one.due_on is None or self.last.due_on >= one.due_on:
                return False
            following = occurrences.following(self.last, self.first, self.calendar)
            if following is None or following.key in self.keys:
                return False
            self.keys.add(following.key)
            self.last = following
        return True


def _lasting(one: Occurrence, enacted: Enacted) -> Occurrence:
    """Return what is done by its adoption with the end of the time that it is for, where that is said."""
    if enacted.ends_on is None or one.kind is not None:
        return one
    return dataclasses.replace(one, kind=DueKind.UNTIL, phrase=enacted.phrase, due_on=enacted.ends_on)


def _extended(one: Occurrence, ended: Sequence[Ended]) -> Occurrence:
    """Return a member of a series that ends later than its own text says, because another text extends it."""
    last = max(end.stands_until for end in ended)
    return dataclasses.replace(one, ends_on=last) if one.ends_on is not None and one.ends_on < last else one


def _mark_following(planned: Sequence[ObligationState]) -> None:
    """Mark the members of a series that will be late together with an earlier one."""
    first: dt.date | None = None
    for state in sorted(planned, key=lambda one: one.sort_date):
        if state.lifecycle != OPEN or state.due_on is None:
            continue
        state.follows = first is not None and state.due_on > first
        if first is None and state.ended_from > state.due_on + _DAY:
            first = state.due_on


def _visible_after(state: ObligationState, horizon: dt.date) -> dt.date | None:
    """Return since when the next one is expected: this one is settled, or its time has passed; None while it is not."""
    if state.lifecycle == SETTLED:
        return ALWAYS
    if state.due_on is not None and state.due_on < horizon:
        return state.due_on + dt.timedelta(days=1)
    return None


class _Work:
    """What all obligations of one mandate share.

    Attributes:
        taken: keys in use in the whole mandate. earlier: the recurrences planned so far.
        enacted: until when it lasts, where it is done by its adoption.
    """

    def __init__(self, facts: Facts, version: Version, head: Head, adopted: Adopted, calendar: Calendar) -> None:
        self.facts = facts
        self._adopted = adopted
        self._calendar = calendar
        self.adopted_on = head.adopted_on or ALWAYS
        self.taken: set[str] = set()
        self.earlier: list[_Earlier] = []
        self._ids = {key: one for one, key in facts.keys.items()}
        self._head = head
        self._version = version
        decided = facts.decided
        self._verb = decided.get("verb", version.verb)
        self._deliverable = decided.get("deliverable", version.deliverable)
        undecided = decided.get("owners") is None
        self._owner_names = names_of(version.owners) if undecided else []
        self._deciding = self._verb in having("deciding", "enacting")
        own = self._owner_names == [head.body] and self._deciding
        decided_on = self._deciding and self._deliverable in _BY_DECISION
        self._by_itself = (
            self._deliverable in _BY_ITSELF
            or version.mandate_class == MandateClass.EXPECTED  # it comes or does not come
            or (decided_on and (own or self._deliverable == _HELD))
        )
        intended = version.mandate_class == MandateClass.UNDERTAKING and self._owner_names == [head.body]
        self._practice = (
            own or intended or decided_on or self._verb in having("wishing") or self._deliverable == _PROVIDED
        )
        self.enacted = version.enacted if undecided and decided.get("dues") is None else None
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

    def stopped(self, one: Occurrence, key: str) -> bool:
        """Return whether a later occurrence of a recurrence does not come about, because its mandate has ended by then.

        One on which something is decided stays.
        """
        over = one.due_on is not None and any(one.due_on > end.stands_until for end in self.facts.ended)
        return over and not self.decided_on(key)

    def decided_later(self, one: Occurrence) -> bool:
        """Return whether something is decided on an obligation that comes after this one and is not planned yet."""
        place = _place(one.key)
        return any(
            self.facts.each.get(number) and key not in self.taken and place < _place(key) and _alike(one.key, key)
            for key, number in self._ids.items()
        )

    def free(self, one: Occurrence) -> str:
        """Return a key that no other has: a day on which another recurrence has one gets a ``.2``."""
        turn = 1 + sum(earlier.has(one) for earlier in self.earlier)
        found = one.key if turn == 1 else f"{one.key}.{turn}"
        while found in self.taken:
            turn += 1
            found = f"{one.key}.{turn}"
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
        ended_from, end = self._end(one, due_on, moved="due_on" in decided or "dues" in decided)
        owners, parties = self._owned
        if decided.get("owners") is not None:
            owners, parties = self._given_to(decided["owners"])
        lead, focal_point = (decided.get(name) or facts.decided.get(name) for name in ("lead", "focal_point"))
        judgement: Mapping[str, str] = facts.decided.get("judgement") or _NOTHING
        charged = ((Role.LEAD, lead), (Role.FOCAL, focal_point))
        parties = (*parties, *((role, Party(name=name)) for role, name in charged if name))
        return ObligationState(
            obligation_id=obligation_id,
            mandate_id=facts.mandate_id,
            resolution_id=facts.resolution_id,
            reading_id=head.reading_id,
            version_id=version.id,
            paragraph_text_id=version.paragraph_text_id,
            known_on=self.adopted_on,
            since=visible_from,
            key=one.key,
            series=one.series,
            occurrence=one.number,
            lifecycle=SETTLED if status.settled else OPEN,
            status=status.value,
            settled_on=_day(decided.get("settled_on")),
            owners=owners,
            lead=lead,
            focal_point=focal_point,
            mandate_class=version.mandate_class,
            unlisted=version.mandate_class != MandateClass.MANDATE and one.kind is None and due_on is None,
            judgement=judgement.get("word"),
            judgement_reason=judgement.get("reason"),
            evidence=list(decided.get("evidence", ())),
            notes=list(decided.get("notes", ())),
            note=notes.newest(decided.get("notes", ())),
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
            sort_date=due_on or UNDATED,
            sort_key=f"{self._sort_key}@{one.series or 0}.{one.number:04}@{one.key}",
            reference=f"{facts.reference}@{one.key}",
            label=facts.label,
            at_body=one.body or head.body,
            body=head.body,
            adopted_session=head.session,
            verb=self._verb,
            deliverable=self._deliverable,
            ended_from=ended_from,
            ended_by_id=end.by if end else None,
            renewed=end is not None and end.renewed,
            parties=parties,
        )

    def _end(self, one: Occurrence, due_on: dt.date | None, *, moved: bool) -> tuple[dt.date, Ended | None]:
        """Return from when nothing is expected of an occurrence, and what says so where that is another mandate.

        What was due while its mandate stood stays, unless a later text asks for that one thing anew: it was done, or is
        awaited there. So does what a person has `moved` to a day.
        """
        ends = [] if moved else self.facts.ended
        ends = [end for end in ends if due_on is None or due_on > end.stands_until or (one.is_once and end.renewed)]
        end = min(ends, key=lambda end: (end.stands_until, end.by), default=None)
        if self.enacted is not None and not moved and self.adopted_on > ALWAYS:
            return self.adopted_on + _DAY, None
        at_home = self._deciding and one.body is not None and self._owner_names == [one.body]
        practice = (self._practice or at_home) and one.every is not None
        phrase = one.phrase or ""
        on_days = phrase.startswith(_ON_DAYS) or (self._deliverable == _HELD and phrase.startswith(_ON_A_DAY))
        held = one.kind == DueKind.DATE and one.series is None and on_days
        lapses = self._by_itself or practice or held or one.kind == DueKind.UNTIL or phrase.startswith(_ENDS)
        last = min(end.stands_until if end else dt.date.max, due_on if lapses and due_on and not moved else dt.date.max)
        return (FOREVER if last >= FOREVER else last + _DAY), end

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


def _place(key: str) -> tuple[int, str]:
    """Return what orders the keys of a series: days as they are written, numbers by their size."""
    plain = key.partition(".")[0]
    return len(plain), plain


def _alike(key: str, other: str) -> bool:
    """Return whether two keys are both of days, or both of numbers."""
    return ("-" in key) == ("-" in other)


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
