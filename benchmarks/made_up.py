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

#: The series of resolutions that are made, by organ, with the first session whose symbols are written without roman
#: numerals. What the counts have of earlier and of special sessions (3 in 100) is left out.
_SERIES = {
    "General Assembly": ("A/RES", 31),
    "Human Rights Council": ("A/HRC/RES", 1),
    "Economic and Social Council": ("E/RES", 1978),
    "United Nations Environment Assembly": ("UNEP/EA", 1),
    "Security Council": ("S/RES", 1946),
}

#: One topic is taken up by so many resolutions on average, the older topics by more.
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
        words: what their texts are made of.
    """

    def __init__(self, proportions: Proportions, *, seed: int, as_of: dt.date) -> None:
        self._is = proportions
        self._seed = seed
        self.words = Wording(seed)
        self._sessions = self._known_sessions(as_of)
        self._owners = _Owners(proportions, random.Random(f"owners {seed}"))

    def readings(self) -> Iterator[Reading]:
        """Yield readings without end."""
        numbers: Counter[tuple[str, str]] = Counter()
        index = 0
        while True:
            rng = random.Random(f"{self._seed} {index}")
            series, session, first, last = self._sessions.draw(rng)
            of = (series, "" if series == "S/RES" else session)  # the Council counts on from year to year
            numbers[of] += 1
            symbol = Symbol(series, session, numbers[of])
            adopted_on = first + dt.timedelta(days=rng.randint(0, (last - first).days))
            topic = wording.topic(rng.randrange(1 + index // _RESOLUTIONS_A_TOPIC))
            yield self._reading(rng, Head(symbol, adopted_on, topic))
            index += 1

    def _known_sessions(self, as_of: dt.date) -> Choice:
        """Return (series, session, first day, last day) of the sessions in which resolutions are adopted."""
        found = []
        weights = [b - a for a, b in zip((0, *self._is.sessions.weights), self._is.sessions.weights, strict=False)]
        for (body, session), weight in zip(self._is.sessions.things, weights, strict=True):
            series, earliest = _SERIES[body]
            if not session.isdecimal() or int(session) < earliest:
                continue
            if series == "S/RES":
                first, last = dt.date(int(session), 1, 1), dt.date(int(session), 12, 31)
            else:
                dates = calendar.session(body, int(session) if series != "E/RES" else session)
                if dates is None or dates.opens_on is None or dates.closes_on is None:
                    continue
                first, last = dates.opens_on, dates.closes_on
            if first < as_of:
                found.append(((series, session, first, min(last, as_of)), weight))
        return Choice(tuple(thing for thing, _ in found), tuple(accumulate(weight for _, weight in found)))

    def _reading(self, rng: random.Random, head: Head) -> Reading:
        paragraphs: list[Paragraph] = []
        mandates: list[Mandate] = []
        words = self.words
        for _ in range(round(draw_number(self._is.preambular, rng))):
            text = words.preambular(rng, head.topic, draw_number(self._is.preambular_length, rng))
            paragraphs.append(Paragraph(kind=ParagraphKind.PREAMBULAR, text=text))
        number, letter, chapeau = 0, 0, None
        for _ in range(max(1, round(draw_number(self._is.operative, rng)))):
            item = chapeau is not None and letter < 26 and rng.random() < self._is.items
            if item:
                letter += 1
                label = f"{number} ({chr(96 + letter)})"
            else:
                number, letter, chapeau = number + 1, 0, len(paragraphs)
                label = str(number)
            text, found = self._operative(rng, head, label)
            mandates += found
            paragraphs.append(
                Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label=label, parent=chapeau if item else None)
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
        places = []
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
            places.append((len(text), clause, verb, deliverable, owners, dues))
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
            for ordinal, (start, clause, verb, deliverable, owners, dues) in enumerate(places, 1)
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
        theirs = [place for place, (ours, _) in enumerate(self._is.due_bodies.things) if ours == head.symbol.body]
        bodies = self._is.due_bodies
        found = Choice(
            tuple(bodies.things[place][1] for place in theirs),
            tuple(accumulate(bodies.weights[place] - (bodies.weights[place - 1] if place else 0) for place in theirs)),
        )
        body = found.draw(rng) if theirs else head.symbol.body
        now = calendar_at(body, head.adopted_on)
        if now is None:
            return Due(kind=DueKind.SESSION, phrase="at its next session", body=body, session="next")
        session: int | str = now + self._is.steps.draw(rng)
        phrase = f"at its {wording.ordinal(int(session))} session"
        if now > 1900:
            session, phrase = str(session), f"at its {session} session"
        known = calendar.session(body, session)
        opens_on, closes_on = (known.opens_on, known.closes_on) if known else (None, None)
        return Due(
            kind=DueKind.SESSION, phrase=phrase, body=body, session=session, opens_on=opens_on, closes_on=closes_on
        )


#: What windows are counted from: something that no calendar knows.
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
        found: dict[str, _Owner] = {}
        for _ in range(self._is.owners.draw(rng)):
            if rng.random() < self._rare_share:
                number = int(rng.paretovariate(0.8))
                owner = _Owner(
                    self._kinds[number % 1_000].format(wording.made_up(random.Random(number), 4).title()), None
                )
            else:
                weights = self._is.names.weights
                owner = self._known[bisect(weights, rng.random() * weights[-1])]
            found[owner.name] = owner
        return list(found.values())


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
    place = bisect([opens_on for opens_on, _ in sessions], date)
    return sessions[place - 1][1] if place else None


_REGULAR: dict[str, list[tuple[dt.date, int]]] = {}


def _regular(body: str) -> list[tuple[dt.date, int]]:
    if body not in _REGULAR:
        known = calendar.sessions(body, through=dt.date(2040, 1, 1))
        _REGULAR[body] = sorted(
            (one.opens_on, int(one.session)) for one in known if one.opens_on and str(one.session).isdecimal()
        )
    return _REGULAR[body]


def _moved(place: tuple[int, int], start: int) -> Span:
    return Span(place[0] + start, place[1] + start)
