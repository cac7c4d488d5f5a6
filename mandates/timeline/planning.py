"""From the facts about one mandate to its obligations as they stand: which are expected, from when, due when, settled.

`mandates.timeline.periods` calls `plan` for every period in which no decision and no text changed.
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
from mandates.domain.lifecycle import ALWAYS, FOREVER, OPEN, SETTLED, UNDATED
from mandates.domain.mandate import Enacted, Party
from mandates.domain.status import Role, Status
from mandates.lexicon.verbs import having
from mandates.reference.lookup import Calendar
from mandates.timeline import occurrences
from mandates.timeline.facts import Decided, Ended, Facts, Head, Version, names_of
from mandates.timeline.occurrences import Adopted, Occurrence

#: Deliverables that come about by themselves when their time comes, so that they are never overdue.
_BY_ITSELF = frozenset({"agenda_item", "extension", "observance"})

#: Deliverables that an organ brings about by its own decision: "Decides that the theme of its session shall be ..."
_BY_DECISION = frozenset({"action", "establish", "meeting", "resources"})

#: What takes place on days that the text sets: "from 14 to 18 May 2001", and a meeting "on 14 May".
_MEETING = "meeting"
_ON_A_DAY, _ON_DAYS = "on ", "from "

#: A deliverable that is provided continuously. Like what a party is only wished to do repeatedly, and what an organ
#: decides to do itself or lets another do, at its own sessions or without a report, it is a practice: never overdue.
_RESOURCES = "resources"

#: Phrases for an end that is not a day: "until the end of its fifty-fifth session".
_ENDS = ("until ", "through the end ")

_DAY = dt.timedelta(days=1)

_EMPTY: Decided = {}


@dataclass(slots=True, kw_only=True)
class ObligationState:
    """The state of an obligation from `since` to the day before `until`, as it is known from `known_on` on.

    If `since` is not before `until`, the state was expected, and something changed before it came about.

    Attributes:
        obligation_id: None until it is stored. continues: whether its passing will open the next of its recurrence.
        parties: the parties to its mandate, with their roles.
        sort_date: the day by which it is sorted. at_body: the body where it is due, else the one that adopted it.
        ended_from: the day from which nothing is expected any more, although nobody settled it.
        ended_by_id: the mandate that ends it; `renewed` if that one asks for the same again.
        follows: whether an earlier one of its recurrence is open and will be overdue before it.
        unlisted: whether it is listed only if its class is selected: it is not a mandate, and has no date.
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
    series: int | None  # the number of its recurrence
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
        """The year in which the state ends."""
        return self.until.year

    @property
    def remarks(self) -> str | None:
        """The text that people added, for search; None if there is none."""
        texts = [notes.brief(text_note) for text_note in self.notes]
        texts += [piece[name] for piece in self.evidence for name in ("document", "note")]
        return "\n".join(filter(None, texts)) or None


def plan(facts: Facts, version: Version, head: Head, *, calendar: Calendar, horizon: dt.date) -> list[ObligationState]:
    """Return the obligations of a mandate, each with the day from which it is visible; [] if it has none.

    Args:
        version, head: those that `facts` name. horizon: the day up to which recurrences are computed.
    """
    if not facts.held or not facts.in_text or facts.decided.get("not_a_mandate"):
        return []
    corrected = facts.decided.get("dues")
    dues = version.dues if corrected is None else tuple([due_from_plain(due) for due in corrected])
    adopted = Adopted(head.body, head.session, head.adopted_on)
    work = _Work(facts, version, head, adopted, calendar)
    members = occurrences.explicit(dues, adopted, calendar, version.clause)
    if work.enacted is not None:
        members = [_with_enacted_end(occurrence, work.enacted) for occurrence in members]
    if facts.ended:
        members = [_with_later_end(occurrence, facts.ended) for occurrence in members]
    planned = [work.state(occurrence, work.adopted_on) for occurrence in members if occurrence.recurrence is None]
    work.taken |= {occurrence.key for occurrence in members}
    for number in sorted({occurrence.recurrence for occurrence in members if occurrence.recurrence is not None}):
        recurrence = _recurrence(
            work, [occurrence for occurrence in members if occurrence.recurrence == number], calendar, horizon
        )
        _mark_following(recurrence)
        planned += recurrence
    if len(planned) == 1 and planned[0].series is None:
        planned[0].reference = facts.reference
    return planned


def _recurrence(
    work: _Work, members: Sequence[Occurrence], calendar: Calendar, horizon: dt.date
) -> list[ObligationState]:
    """Return the states of one recurrence: named in the text, missed or settled, and expected up to `horizon`."""
    first = members[0]
    planned = [work.state(member, work.adopted_on) for member in members]
    last = members[-1]
    passed_keys = {member.key for member in members}
    earlier = _Earlier(last, first, calendar, passed_keys)
    expected_from: dt.date | None = work.adopted_on  # None: the next occurrence is not expected yet
    while True:
        # an extension moves only its own occurrence; what is counted from an event continues from the date in effect
        counted = last if last.due_on is not None else dataclasses.replace(last, due_on=planned[-1].due_on)
        following = occurrences.following(counted, first, calendar)
        if following is None or following.key in passed_keys:
            break
        key = work.free(following)
        is_decided = work.decided_on(key)
        is_stopped = work.stopped(following, key)
        if expected_from is not None and not is_decided and not is_stopped:
            after = _visible_after(planned[-1], horizon)
            planned[-1].continues = after is None
            # an occurrence is not expected before its predecessor, which may have been extended
            expected_from = None if after is None else max(expected_from, after)
        if (is_stopped or expected_from is None) and not is_decided and not work.decided_later(following):
            break
        passed_keys.add(following.key)
        earlier.last = last = following
        if is_stopped or (expected_from is None and not is_decided):
            continue
        work.taken.add(key)
        occurrence = following if key == following.key else dataclasses.replace(following, key=key)
        planned.append(
            work.state(occurrence, work.adopted_on if is_decided or expected_from is None else expected_from)
        )
    work.earlier.append(earlier)
    return planned


@dataclass(slots=True)
class _Earlier:
    """The keys of a recurrence, with those of occurrences that are not expected yet.

    So the keys of a later recurrence do not change when these are expected.

    Attributes:
        last: the occurrence up to which `keys` are known.
    """

    last: Occurrence
    first: Occurrence
    calendar: Calendar
    keys: set[str]

    def has(self, occurrence: Occurrence) -> bool:
        """Return whether this recurrence has, or will have, the key of an `occurrence` of another recurrence."""
        if occurrence.due_on is None and self.last.due_on is None:  # both are numbered
            return occurrence.key in self.keys or occurrence.every == self.last.every
        while occurrence.key not in self.keys:
            if self.last.due_on is None or occurrence.due_on is None or self.last.due_on >= occurrence.due_on:
                return False
            following = occurrences.following(self.last, self.first, self.calendar)
            if following is None or following.key in self.keys:
                return False
            self.keys.add(following.key)
            self.last = following
        return True


def _with_enacted_end(occurrence: Occurrence, enacted: Enacted) -> Occurrence:
    """Return an occurrence of a mandate fulfilled by its adoption, due at the end of its period if there is one."""
    if enacted.ends_on is None or occurrence.kind is not None:
        return occurrence
    return dataclasses.replace(occurrence, kind=DueKind.UNTIL, phrase=enacted.phrase, due_on=enacted.ends_on)


def _with_later_end(member: Occurrence, ended: Sequence[Ended]) -> Occurrence:
    """Return a member of a recurrence with a later end than that of its own text, if another text extends it."""
    last = max(end.stands_until for end in ended)
    return dataclasses.replace(member, ends_on=last) if member.ends_on is not None and member.ends_on < last else member


def _mark_following(planned: Sequence[ObligationState]) -> None:
    """Mark the members of a recurrence that will be overdue together with an earlier one."""
    first: dt.date | None = None
    for state in sorted(planned, key=lambda each_state: each_state.sort_date):
        if state.lifecycle != OPEN or state.due_on is None:
            continue
        state.follows = first is not None and state.due_on > first
        if first is None and state.ended_from > state.due_on + _DAY:
            first = state.due_on


def _visible_after(state: ObligationState, horizon: dt.date) -> dt.date | None:
    """Return the day from which the next one is expected: when this one is settled or past due; None until then."""
    if state.lifecycle == SETTLED:
        return ALWAYS
    if state.due_on is not None and state.due_on < horizon:
        return state.due_on + dt.timedelta(days=1)
    return None


class _Work:
    """The context that all obligations of one mandate share.

    Attributes:
        taken: keys in use in the whole mandate. earlier: the recurrences planned so far.
        enacted: how long it lasts, if it is fulfilled by its adoption.
    """

    def __init__(self, facts: Facts, version: Version, head: Head, adopted: Adopted, calendar: Calendar) -> None:
        self.facts = facts
        self._adopted = adopted
        self._calendar = calendar
        self.adopted_on = head.adopted_on or ALWAYS
        self.taken: set[str] = set()
        self.earlier: list[_Earlier] = []
        self._ids = {key: obligation_id for obligation_id, key in facts.keys.items()}
        self._head = head
        self._version = version
        decided = facts.decided
        self._verb = decided.get("verb", version.verb)
        self._deliverable = decided.get("deliverable", version.deliverable)
        undecided = decided.get("owners") is None
        self._owner_names = names_of(version.owners) if undecided else []
        self._deciding = self._verb in having("deciding", "enacting")
        is_own_decision = self._owner_names == [head.body] and self._deciding
        decided_on = self._deciding and self._deliverable in _BY_DECISION
        self._by_itself = (
            self._deliverable in _BY_ITSELF
            or version.mandate_class == MandateClass.EXPECTED  # an expected event happens or does not
            or (decided_on and (is_own_decision or self._deliverable == _MEETING))
        )
        is_intention = version.mandate_class == MandateClass.UNDERTAKING and self._owner_names == [head.body]
        self._practice = (
            is_own_decision
            or is_intention
            or decided_on
            or self._verb in having("wishing")
            or self._deliverable == _RESOURCES
        )
        self.enacted = version.enacted if undecided and decided.get("dues") is None else None
        # sorts obligations due on one day by symbol and position in the text
        self._sort_key = f"{head.sort_key}#{facts.position:04}"
        self._others = (
            *[(Role.PARTNER, party) for party in version.partners],
            *[(Role.RECIPIENT, party) for party in version.recipients],
        )
        self._owned = self._owned_by(version.owners)
        if decided.get("owners") is not None:
            self._owned = self._given_to(decided["owners"])

    def decided_on(self, key: str) -> bool:
        """Return whether there is a decision on the obligation with this key."""
        return bool(self.facts.each.get(self._ids.get(key, 0)))

    def stopped(self, occurrence: Occurrence, key: str) -> bool:
        """Return whether an occurrence of a recurrence does not come about because its mandate has ended by then.

        An occurrence with a decision stays.
        """
        over = occurrence.due_on is not None and any(occurrence.due_on > end.stands_until for end in self.facts.ended)
        return over and not self.decided_on(key)

    def decided_later(self, occurrence: Occurrence) -> bool:
        """Return whether there is a decision on an obligation that comes after this one and is not planned yet."""
        place = _key_order(occurrence.key)
        return any(
            self.facts.each.get(number)
            and key not in self.taken
            and place < _key_order(key)
            and _same_key_kind(occurrence.key, key)
            for key, number in self._ids.items()
        )

    def free(self, occurrence: Occurrence) -> str:
        """Return a unique key: a day that is the key in another recurrence gets the suffix ``.2``."""
        count = 1 + sum(earlier.has(occurrence) for earlier in self.earlier)
        key = occurrence.key if count == 1 else f"{occurrence.key}.{count}"
        while key in self.taken:
            count += 1
            key = f"{occurrence.key}.{count}"
        return key

    def state(self, occurrence: Occurrence, visible_from: dt.date) -> ObligationState:
        """Return the state of an occurrence, with the decisions on it."""
        facts, head, version = self.facts, self._head, self._version
        obligation_id = self._ids.get(occurrence.key)
        decided = facts.each.get(obligation_id, _EMPTY) if obligation_id is not None else _EMPTY
        read_due_on = occurrence.due_on
        if decided.get("dues"):
            occurrence = self._extended(occurrence, decided["dues"][0])
        opens_on, due_on = _dates(occurrence, decided) if decided else (occurrence.opens_on, occurrence.due_on)
        status = Status(decided.get("status", Status.PENDING)) if decided else Status.PENDING
        ended_from, end = self._end(occurrence, due_on, moved="due_on" in decided or "dues" in decided)
        owners, parties = self._owned
        if decided.get("owners") is not None:
            owners, parties = self._given_to(decided["owners"])
        lead, focal_point = (decided.get(name) or facts.decided.get(name) for name in ("lead", "focal_point"))
        judgement: Mapping[str, str] = facts.decided.get("judgement") or _EMPTY
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
            key=occurrence.key,
            series=occurrence.recurrence,
            occurrence=occurrence.number,
            lifecycle=SETTLED if status.settled else OPEN,
            status=status.value,
            settled_on=_day(decided.get("settled_on")),
            owners=owners,
            lead=lead,
            focal_point=focal_point,
            mandate_class=version.mandate_class,
            unlisted=version.mandate_class != MandateClass.MANDATE and occurrence.kind is None and due_on is None,
            judgement=judgement.get("word"),
            judgement_reason=judgement.get("reason"),
            evidence=list(decided.get("evidence", ())),
            notes=list(decided.get("notes", ())),
            note=notes.newest(decided.get("notes", ())),
            superseded_by_id=decided.get("superseded_by"),
            due_kind=occurrence.kind,
            due_phrase=occurrence.phrase,
            due_body=occurrence.body,
            due_session=occurrence.session,
            due_every=occurrence.every,
            due_after=occurrence.after,
            due_event=occurrence.event,
            opens_on=opens_on,
            due_on=due_on,
            read_due_on=read_due_on,
            ends_on=occurrence.ends_on,
            timetable_on=occurrence.timetable_on,
            sort_date=due_on or UNDATED,
            sort_key=f"{self._sort_key}@{occurrence.recurrence or 0}.{occurrence.number:04}@{occurrence.key}",
            reference=f"{facts.reference}@{occurrence.key}",
            label=facts.label,
            at_body=occurrence.body or head.body,
            body=head.body,
            adopted_session=head.session,
            verb=self._verb,
            deliverable=self._deliverable,
            ended_from=ended_from,
            ended_by_id=end.by if end else None,
            renewed=end is not None and end.renewed,
            parties=parties,
        )

    def _end(self, occurrence: Occurrence, due_on: dt.date | None, *, moved: bool) -> tuple[dt.date, Ended | None]:
        """Return the day from which an occurrence is no longer expected, and the ending by another mandate, if any.

        What was due while its mandate stood stays, unless a later text asks for that single thing again: then it was
        done, or is awaited there. What a person has `moved` to another day stays too.
        """
        endings = [] if moved else self.facts.ended
        endings = [
            ending
            for ending in endings
            if due_on is None or due_on > ending.stands_until or (occurrence.is_once and ending.renewed)
        ]
        ending = min(endings, key=lambda ending: (ending.stands_until, ending.by), default=None)
        if self.enacted is not None and not moved and self.adopted_on > ALWAYS:
            return self.adopted_on + _DAY, None
        is_own_session = self._deciding and occurrence.body is not None and self._owner_names == [occurrence.body]
        is_practice = (self._practice or is_own_session) and occurrence.every is not None
        phrase = occurrence.phrase or ""
        on_days = phrase.startswith(_ON_DAYS) or (self._deliverable == _MEETING and phrase.startswith(_ON_A_DAY))
        has_set_days = occurrence.kind == DueKind.DATE and occurrence.recurrence is None and on_days
        lapses = (
            self._by_itself
            or is_practice
            or has_set_days
            or occurrence.kind == DueKind.UNTIL
            or phrase.startswith(_ENDS)
        )
        last = min(
            ending.stands_until if ending else dt.date.max, due_on if lapses and due_on and not moved else dt.date.max
        )
        return (FOREVER if last >= FOREVER else last + _DAY), ending

    def _extended(self, occurrence: Occurrence, to: Mapping[str, Any]) -> Occurrence:
        """Return an occurrence with the due to which a person has extended it; it keeps its place in the recurrence."""
        (extended,) = occurrences.explicit([due_from_plain(to)], self._adopted, self._calendar)
        fields = ("kind", "phrase", "body", "session", "opens_on", "due_on", "timetable_on")
        replaced = dataclasses.replace(
            occurrence, **{field_name: getattr(extended, field_name) for field_name in fields}
        )
        return replaced if extended.body else dataclasses.replace(replaced, timetable_on=occurrence.timetable_on)

    def _owned_by(self, owners: Sequence[Party]) -> tuple[list[str], tuple[tuple[Role, Party], ...]]:
        return names_of(owners), (*[(Role.OWNER, party) for party in owners], *self._others)

    def _given_to(self, names: Sequence[str]) -> tuple[list[str], tuple[tuple[Role, Party], ...]]:
        """Return the same for owners that a person has named."""
        return self._owned_by([Party(name=name) for name in names])


def _key_order(key: str) -> tuple[int, str]:
    """Return a sort key for the keys of a recurrence: dates in ISO form, numbers by value."""
    plain = key.partition(".")[0]
    return len(plain), plain


def _same_key_kind(key: str, other: str) -> bool:
    """Return whether two keys are both dates or both numbers."""
    return ("-" in key) == ("-" in other)


def _dates(occurrence: Occurrence, decided: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """Return when an occurrence opens and is due, by the decisions on it."""
    opens_on, due_on = occurrence.opens_on, occurrence.due_on
    event_on = _day(decided.get("happened_on"))
    if occurrence.after and event_on is not None:
        opens_on, due_on = event_on, occurrences.counted_from(event_on, occurrence.after)
    due_on = _day(decided.get("due_on")) or due_on
    if opens_on is not None and due_on is not None and due_on < opens_on:
        opens_on = due_on  # if it was moved forward, it opens no later than its due date
    return opens_on, due_on


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)
