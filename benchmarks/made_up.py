"""Made-up resolutions in realistic proportions: any number of them, the same for the same seed."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from benchmarks import wording
from benchmarks.proportions import Choice, Proportions, draw_number
from benchmarks.wording import Wording
from mandates.domain.due import Due, DueKind
from mandates.domain.mandate import Mandate, Party, Reading
from mandates.domain.references import Reference
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution, Span
from mandates.domain.symbols import Symbol
from mandates.reference import calendar

#: The series of the resolutions that are made up, by organ, with the first session whose symbols have no roman
#: numerals. Earlier and special sessions (3 in 100 of the counts) are left out.
_SERIES = {
    "General Assembly": ("A/RES", 31),
    "Human Rights Council": ("A/HRC/RES", 1),
    "Economic and Social Council": ("E/RES", 1978),
    "United Nations Environment Assembly": ("UNEP/EA", 1),
    "Security Council": ("S/RES", 1946),
}

#: The average number of resolutions on one topic; older topics have more.
_RESOLUTIONS_A_TOPIC = 10


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies a resolution."""

    symbol: Symbol
    adopted_on: dt.date
    topic: str


class MadeUp:
    """Makes resolutions that were adopted up to a day.

    Attributes:
        words: makes the words of their texts.
    """

    def __init__(self, proportions: Proportions, *, seed: int, as_of: dt.date) -> None:
        self._is = proportions
        self._seed = seed
        self.words = Wording(seed)
        self._sessions = self._known_sessions(as_of)
        self._owners = _Owners(proportions, random.Random(f"owners {seed}"))

    def readings(self) -> Iterator[Reading]:
        """Yield an infinite sequence of extractions."""
        numbers: Counter[tuple[str, str]] = Counter()
        index = 0
        while True:
            rng = random.Random(f"{self._seed} {index}")
            series, session, first_day, last_day = self._sessions.draw(rng)
            series_key = (
                series,
                "" if series == "S/RES" else session,
            )  # the Council numbers its resolutions across years
            numbers[series_key] += 1
            symbol = Symbol(series, session, numbers[series_key])
            adopted_on = first_day + dt.timedelta(days=rng.randint(0, (last_day - first_day).days))
            topic = wording.topic(rng.randrange(1 + index // _RESOLUTIONS_A_TOPIC))
            yield self._reading(rng, Head(symbol, adopted_on, topic))
            index += 1

    def _known_sessions(self, as_of: dt.date) -> Choice:
        """Return (series, session, first day, last day) of the sessions in which resolutions are adopted."""
        sessions = []
        weights = [b - a for a, b in zip((0, *self._is.sessions.weights), self._is.sessions.weights, strict=False)]
        for (body, session), weight in zip(self._is.sessions.things, weights, strict=True):
            series, earliest = _SERIES[body]
            if not session.isdecimal() or int(session) < earliest:
                continue
            if series == "S/RES":
                first_day, last_day = dt.date(int(session), 1, 1), dt.date(int(session), 12, 31)
            else:
                dates = calendar.session(body, int(session) if series != "E/RES" else session)
                if dates is None or dates.opens_on is None or dates.closes_on is None:
                    continue
                first_day, last_day = dates.opens_on, dates.closes_on
            if first_day < as_of:
                sessions.append(((series, session, first_day, min(last_day, as_of)), weight))
        return Choice(tuple(thing for thing, _ in sessions), tuple(accumulate(weight for _, weight in sessions)))

    def _reading(self, rng: random.Random, head: Head) -> Reading:
        paragraphs: list[Paragraph] = []
        mandates: list[Mandate] = []
        words = self.words
        for _ in range(round(draw_number(self._is.preambular, rng))):
            text = words.preambular(rng, head.topic, draw_number(self._is.preambular_length, rng))
            paragraphs.append(Paragraph(kind=ParagraphKind.PREAMBULAR, text=text))
        number, letter, chapeau = 0, 0, None
        for _ in range(max(1, round(draw_number(self._is.operative, rng)))):
            is_item = chapeau is not None and letter < 26 and rng.random() < self._is.items
            if is_item:
                letter += 1
                label = f"{number} ({chr(96 + letter)})"
            else:
                number, letter, chapeau = number + 1, 0, len(paragraphs)
                label = str(number)
            text, paragraph_mandates = self._operative(rng, head, label)
            mandates += paragraph_mandates
            paragraphs.append(
                Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label=label, parent=chapeau if is_item else None)
            )
        resolution = Resolution(
            symbol=str(head.symbol),
            title=head.topic[0].upper() + head.topic[1:],
            body=head.symbol.body,
            session=head.symbol.body_session,
            adopted_on=head.adopted_on,
            agenda_items=(str(rng.randint(10, 180)),),
            source=f"{head.symbol}.pdf".replace("/", "_"),
            paragraphs=tuple(paragraphs),
        )
        return Reading(resolution=resolution, mandates=tuple(mandates))

    def _operative(self, rng: random.Random, head: Head, label: str) -> tuple[str, list[Mandate]]:
        """Return the text of a paragraph and the mandates in it."""
        count = self._is.mandates.draw(rng)
        length = draw_number(self._is.operative_length, rng)
        if count == 0:
            return self.words.without_mandate(rng, head.topic, length), []
        text = ""
        parts = []
        for _ in range(count):
            verb, deliverable, *kinds = self._is.shapes.draw(rng)
            owners = self._owners.draw(rng)
            dues = [self._due(rng, head, kind) for kind in kinds]
            clause = self.words.clause(
                rng,
                verb=verb,
                owners=[owner.name for owner in owners],
                deliverable=deliverable,
                body=head.symbol.body,
                dues=[due.phrase for due in dues],
                topic=head.topic,
                characters=length / count,
            )
            text += ", and " if text else ""
            parts.append((len(text), clause, verb, deliverable, owners, dues))
            text += clause.text
        text += ";"
        return text, [
            Mandate(
                reference=str(Reference.of(head.symbol, label, ordinal)),
                label=label,
                text=text,
                clause=clause.text,
                clause_span=Span(start, start + len(clause.text)),
                verb=verb,
                verb_span=_moved(clause.verb, start),
                reiterated=rng.random() < self._is.reiterated,
                owners=tuple(
                    Party(name=owner.name, entity=owner.entity, span=_moved(span, start))
                    for owner, span in zip(owners, clause.owners, strict=True)
                ),
                recipients=(Party(name=head.symbol.body),) if deliverable in ("report", "briefing") else (),
                deliverable=deliverable,
                due=tuple(
                    Due(
                        kind=due.kind,
                        phrase=due.phrase,
                        body=due.body,
                        session=due.session,
                        date=due.date,
                        after=due.after,
                        event=due.event,
                        every=due.every,
                        span=_moved(span, start),
                        opens_on=due.opens_on,
                        closes_on=due.closes_on,
                    )
                    for due, span in zip(dues, clause.due, strict=True)
                ),
                confidence=round(draw_number(self._is.confidence, rng), 2),
            )
            for ordinal, (start, clause, verb, deliverable, owners, dues) in enumerate(parts, 1)
        ]

    def _due(self, rng: random.Random, head: Head, kind: str) -> Due:
        """Return a due of a kind, with its words and dates."""
        if kind == "session":
            return self._session_due(rng, head)
        if kind in ("date", "until"):
            days = round(draw_number(self._is.until_days if kind == "until" else self._is.days, rng))
            date = head.adopted_on + dt.timedelta(days=days)
            phrase = f"{'until' if kind == 'until' else 'by'} {date.day} {date:%B %Y}"
            return Due(kind=DueKind(kind), phrase=phrase, date=date, opens_on=date, closes_on=date)
        if kind == "relative":
            after = self._is.after.draw(rng)
            return Due(kind=DueKind.RELATIVE, phrase=f"within {after} of {_EVENT}", after=after, event=_EVENT)
        every = self._is.every.draw(rng)
        return Due(kind=DueKind.RECURRING, phrase=_RECURRING.get(every, f"every {every}"), every=every)

    def _session_due(self, rng: random.Random, head: Head) -> Due:
        indexes = [
            index
            for index, (adopting_body, _) in enumerate(self._is.due_bodies.things)
            if adopting_body == head.symbol.body
        ]
        bodies = self._is.due_bodies
        choice = Choice(
            tuple(bodies.things[index][1] for index in indexes),
            tuple(accumulate(bodies.weights[index] - (bodies.weights[index - 1] if index else 0) for index in indexes)),
        )
        body = choice.draw(rng) if indexes else head.symbol.body
        current = calendar_at(body, head.adopted_on)
        if current is None:
            return Due(kind=DueKind.SESSION, phrase="at its next session", body=body, session="next")
        session: int | str = current + self._is.steps.draw(rng)
        phrase = f"at its {wording.ordinal(int(session))} session"
        if current > 1900:
            session, phrase = str(session), f"at its {session} session"
        dates = calendar.session(body, session)
        opens_on, closes_on = (dates.opens_on, dates.closes_on) if dates else (None, None)
        return Due(
            kind=DueKind.SESSION, phrase=phrase, body=body, session=session, opens_on=opens_on, closes_on=closes_on
        )


#: The event that windows are counted from, whose date no calendar has.
_EVENT = "the receipt of the report"

_RECURRING = {"P1Y": "annually", "P2Y": "biennially", "session": "at each session", "regular": "regularly"}


@dataclass(frozen=True, slots=True)
class _Owner:
    name: str
    entity: str | None


class _Owners:
    """Draws owners: the frequent ones as counted, the rare ones from made-up names, most of them seen once or twice."""

    def __init__(self, proportions: Proportions, rng: random.Random) -> None:
        self._is = proportions
        self._known = [_Owner(*pair) for pair in proportions.names.things]
        self._rare_share = proportions.rare_names / (proportions.rare_names + proportions.names.weights[-1])
        self._kinds = [rng.choice(_RARE) for _ in range(1_000)]

    def draw(self, rng: random.Random) -> list[_Owner]:
        owners: dict[str, _Owner] = {}
        for _ in range(self._is.owners.draw(rng)):
            if rng.random() < self._rare_share:
                number = int(rng.paretovariate(0.8))
                owner = _Owner(
                    self._kinds[number % 1_000].format(wording.made_up(random.Random(number), 4).title()), None
                )
            else:
                weights = self._is.names.weights
                owner = self._known[bisect(weights, rng.random() * weights[-1])]
            owners[owner.name] = owner
        return list(owners.values())


_RARE = (
    "Government of {}",
    "{} Commission",
    "Committee on {}",
    "States of {}",
    "Office for {}",
    "{} Panel",
    "Fund for {}",
)


def calendar_at(body: str, date: dt.date) -> int | None:
    """Return the number, or the year, of the regular session that `body` was in on `date`, or of the last before."""
    sessions = _regular(body)
    index = bisect([opens_on for opens_on, _ in sessions], date)
    return sessions[index - 1][1] if index else None


_REGULAR: dict[str, list[tuple[dt.date, int]]] = {}


def _regular(body: str) -> list[tuple[dt.date, int]]:
    if body not in _REGULAR:
        sessions = calendar.sessions(body, through=dt.date(2040, 1, 1))
        _REGULAR[body] = sorted(
            (session.opens_on, int(session.session))
            for session in sessions
            if session.opens_on and str(session.session).isdecimal()
        )
    return _REGULAR[body]


def _moved(span: tuple[int, int], start: int) -> Span:
    return Span(span[0] + start, span[1] + start)
