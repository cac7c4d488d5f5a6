"""When what a body asked for again and again comes to an end, by what its other resolutions on the situation say.

A reporting cycle is of the mandate that its resolution extends: it lasts as long, and as long as later resolutions
extend that mandate anew. It ends before when a later resolution terminates the mandate, or asks the same party for the
same anew.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz

from mandates.domain.extended import Extended
from mandates.domain.symbols import Symbol
from mandates.extraction.extensions import is_during_a_period, is_reported_on

#: How alike, of 100, the words of two clauses are that ask for the same: measured on resolutions that renew a cycle
#: (80 to 100) and on different requests to one party about one situation (20 to 65).
_ALIKE = 75
#: So many characters of a clause say what it asks for.
_HEAD = 300
#: Deliverables that are one thing to those who wait for it.
_TOLD = frozenset({"report", "briefing"})
#: Who reports on the mandates of missions, and not on the measures or panels that a resolution also extends.
_REPORTER = "Secretary General"
_OF_MANDATE = re.compile(r"\bmandate\b|\bexpir")
_CITATION = re.compile(r"\(\d{4}\)|\d+")


class TimedDue(Protocol):
    """When something is due, as far as it tells how long things last."""

    @property
    def kind(self) -> str:
        """A kind of due."""

    @property
    def phrase(self) -> str:
        """The words."""

    @property
    def every(self) -> str | None:
        """How often it recurs."""

    @property
    def after(self) -> str | None:
        """How long after an event it is."""

    @property
    def due_on(self) -> dt.date | None:
        """The day."""

    @property
    def ends_on(self) -> dt.date | None:
        """The last day of a recurrence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A mandate with a time, or one that ends another.

    Attributes:
        owners: who is to act, by name. situation: what its resolution is about.
        extended: what it extends or ends.
    """

    reference: str
    symbol: str
    label: str
    clause: str
    deliverable: str
    owners: Sequence[str]
    dues: Sequence[TimedDue]
    situation: str
    adopted_on: dt.date
    extended: Extended | None

    @property
    def recurs(self) -> bool:
        """Whether it is a cycle."""
        return any(due.every for due in self.dues)

    @property
    def waits(self) -> bool:
        """Whether all its times are counted from events that have no date yet."""
        return all(due.kind == "relative" and due.due_on is None and not due.every for due in self.dues)

    @property
    def before_end(self) -> bool:
        """Whether its only time is counted from the end of a mandate: "one month before the mandate expires"."""
        return bool(self.dues) and self.waits and all(_OF_MANDATE.search(due.phrase) for due in self.dues)

    @property
    def named(self) -> dt.date:
        """The last day that it names itself."""
        return max((due.due_on for due in self.dues if due.due_on and due.kind == "date"), default=dt.date.min)

    @property
    def until(self) -> dt.date | None:
        """Until when it lasts."""
        ends = (due.ends_on or (due.due_on if due.kind == "until" else None) for due in self.dues)
        return max((end for end in ends if end), default=None)


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day on which something stands.

    Attributes:
        by: reference of what says so, where it is another mandate.
        lasts: it stands until the mandate it is of ends, and nothing ended it before.
        renewed: `by` asks for the same, or extends the same, anew.
    """

    on: dt.date
    by: str | None = None
    lasts: bool = False
    renewed: bool = False


#: What is known of an end, each with the day of adoption since which it is known; None: since the mandate is there.
Known = list[tuple[dt.date | None, Ending]]


class Said(NamedTuple):
    """What is said of links, older first: between mandates, by their references; between resolutions, by symbols.

    Attributes:
        confirmed: the newer asks for the same anew. rejected: it has nothing to do with the older one.
        apart: resolutions of which none continues the other.
        linked: the newer, of a resolution that continues the older one's, asks for the same anew; told by the texts.
    """

    confirmed: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    linked: frozenset[tuple[str, str]] = frozenset()

    def bars(self, older: Timed, newer: Timed) -> bool:
        """Whether a newer mandate has nothing to do with an older one."""
        return (older.reference, newer.reference) in self.rejected or (older.symbol, newer.symbol) in self.apart


def endings(mandates: Iterable[Timed], said: Said | None = None) -> dict[str, Ending]:
    """Return the endings that are known, by the references of the mandates that end."""
    return {reference: known[-1][1] for reference, known in known_endings(mandates, said).items()}


def known_endings(mandates: Iterable[Timed], said: Said | None = None) -> dict[str, Known]:
    """Return all that was known of endings, one text after the other, by the references of the mandates that end."""
    said = said or Said()
    situations: dict[str, list[Timed]] = {}
    for one in mandates:
        situations.setdefault(one.situation, []).append(one)
    found: dict[str, Known] = {}
    for together in situations.values():
        together.sort(key=lambda one: one.adopted_on)
        anew = _anew(together, said)
        ending = [one for one in together if one.recurs or one.extended is not None]
        for one in together:
            newer = [other for other in ending if other.adopted_on > one.adopted_on and not said.bars(one, other)]
            beside = [other for other in together if other.symbol == one.symbol and other is not one]
            known = list(_known(one, beside, newer))
            for other in anew.get(one.reference, ()):
                since, is_over = other.adopted_on, bool(known) and known[-1][1].on < other.adopted_on
                if (one.reference, other.reference) in said.confirmed or not (is_over or said.bars(one, other)):
                    known = [*((day, end) for day, end in known if day is None or day < since)]
                    known.append((since, Ending(since, other.reference, renewed=True)))
            if known:
                found[one.reference] = known
    return found


def _anew(together: Sequence[Timed], said: Said) -> dict[str, list[Timed]]:
    """Return what asks for the same as each mandate anew, by its reference, the earliest first."""
    by_reference = {one.reference: one for one in together}
    found: dict[str, list[Timed]] = {}
    for older, newer in said.confirmed | said.linked:
        if older in by_reference and newer in by_reference:
            found.setdefault(older, []).append(by_reference[newer])
    for several in found.values():
        several.sort(key=lambda one: (one.adopted_on, one.reference))
    return found


def _known(one: Timed, beside: Sequence[Timed], newer: Sequence[Timed]) -> Iterator[tuple[dt.date | None, Ending]]:
    """Yield what is known of the end of a mandate: by its own text, then by that of each newer one that says more."""
    ending = Ending(one.until) if one.until else None
    if ending is not None:
        yield None, ending
    if not (one.recurs or one.before_end):
        yield from _renewed(one, newer)
        return
    home = _mandate_of(one, beside)
    if home is not None and home.until is not None and home.until < one.named:
        home = None  # what is asked for after its end is not of that mandate
    if ending is None and (ending := _period(one, beside)) is not None:
        yield None, ending
    own = ending
    if own is None and home is not None and home.until is not None:
        ending = Ending(home.until, home.reference, lasts=True)
        yield None, ending
    if one.before_end:
        return  # one report, before the end that was set with it
    for other in newer:
        what, since = other.extended, other.adopted_on
        over = ending is not None and ending.on < since
        if what is not None and what.cited == f"{_cited_symbol(one)}#{one.label}" and other.until:
            ending = Ending(other.until, other.reference)
            yield since, ending
        elif not over and what is not None and what.ends and _is_of(one, other, home):
            yield since, Ending(what.ends_on or since, other.reference)
            return
        elif not over and _asks_anew(one, other, home, newer):
            yield since, Ending(since, other.reference, renewed=True)
            return
        elif own is None and home is not None and _extends(other, home) and other.until:
            ending = Ending(max(other.until, ending.on if ending else other.until), other.reference, lasts=True)
            yield since, ending


def _renewed(one: Timed, newer: Sequence[Timed]) -> Iterator[tuple[dt.date, Ending]]:
    """Yield the day, before it ends by itself, on which a later resolution extends the same anew or ends it."""
    for other in newer:
        if _same(other, one) and other.extended is not None and (other.until or other.extended.ends):
            on = other.extended.ends_on or other.adopted_on
            if one.until is None or on <= one.until:
                yield other.adopted_on, Ending(on, other.reference, renewed=not other.extended.ends)
            return


def _period(one: Timed, beside: Sequence[Timed]) -> Ending | None:
    """Return the end of the period for which something is asked for again and again, where its resolution sets one."""
    if not is_during_a_period(one.clause):
        return None
    set_there = [other for other in beside if other.until and not other.recurs]
    last = max(set_there, key=lambda other: other.until or dt.date.min, default=None)
    return Ending(last.until, last.reference) if last is not None and last.until else None


def _mandate_of(one: Timed, beside: Sequence[Timed]) -> Timed | None:
    """Return the extension in the same resolution that a cycle goes with: of whom it names, else the first of all."""
    lasting = [other for other in beside if other.extended is not None and other.until and not other.recurs]
    for said in (" ".join(one.owners), one.clause):
        for other in lasting:
            if other.extended is not None and _named(other.extended, said):
                return other
    extending = [other for other in lasting if other.deliverable in ("extension", "establish")]
    missions = [other for other in extending if other.extended is not None and is_reported_on(other.extended)]
    if any(owner.replace("-", " ") == _REPORTER for owner in one.owners):
        return missions[0] if missions else None
    return next(iter(missions + extending), None)


def _named(what: Extended, said: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", said) for name in what.names)


def _is_of(one: Timed, other: Timed, home: Timed | None) -> bool:
    """Whether the cycle is about what `other` ends."""
    about = other.extended is not None and _named(other.extended, one.clause)
    return about or (home is not None and _same(other, home))


def _same(other: Timed, earlier: Timed) -> bool:
    """Whether both extend or end one thing."""
    if other.extended is None or earlier.extended is None:
        return False
    return other.extended.same(earlier.extended, str(Symbol.parse(earlier.symbol).number))


def _extends(other: Timed, home: Timed) -> bool:
    """Whether `other` extends anew what `home` extended."""
    return not other.recurs and not (other.extended and other.extended.ends) and _same(other, home)


def _asks_anew(one: Timed, other: Timed, home: Timed | None, newer: Sequence[Timed]) -> bool:
    """Whether `other` asks the same party for the cycle anew: in like words, or of the same mandate, extended anew."""
    mine, theirs = one, other
    if not other.recurs or (mine.owners != theirs.owners and set(mine.owners).isdisjoint(theirs.owners)):
        return False
    told = {mine.deliverable, theirs.deliverable} <= _TOLD
    if mine.deliverable != theirs.deliverable and not told:
        return False
    beside = [one_newer for one_newer in newer if one_newer.symbol == theirs.symbol]
    theirs_home = _mandate_of(other, beside)
    if home is not None and theirs_home is not None:
        return _same(theirs_home, home) and (told or _alike(mine, theirs))
    return _alike(mine, theirs) or (told and _implements(theirs, one))


def _alike(mine: Timed, theirs: Timed) -> bool:
    return fuzz.token_sort_ratio(_words(mine.clause), _words(theirs.clause)) >= _ALIKE


def _implements(theirs: Timed, one: Timed) -> bool:
    """Whether a report is on the resolution of the cycle too: "on the implementation of resolution 2139 (2014)"."""
    return _cited_symbol(one) in theirs.clause


def _words(clause: str) -> str:
    """Return what a clause asks for, without the resolutions it cites."""
    return _CITATION.sub("", clause.casefold())[:_HEAD]


def _cited_symbol(one: Timed) -> str:
    return one.symbol.rpartition("/")[2]
