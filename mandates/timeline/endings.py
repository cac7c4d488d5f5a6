"""When recurring requests of a body end, according to its other resolutions on the same situation.

A reporting cycle belongs to the mandate that its resolution extends: it lasts as long as that mandate, including
extensions by later resolutions. It ends earlier if a later resolution terminates the mandate, or asks the same party
for the same again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz

from mandates.domain.deliverables import REPORTS
from mandates.domain.extended import Extended
from mandates.domain.symbols import Symbol
from mandates.extraction.extensions import is_during_a_period, is_reported_on

#: The least similarity, from 0 to 100, of the words of two clauses that ask for the same thing: measured on resolutions
#: that renew a cycle (80 to 100) and on different requests to one party about one situation (20 to 65).
_ALIKE = 75
#: How many characters at the beginning of a clause are compared: they say what it asks for.
_COMPARED = 300
#: The party that reports on the mandates of missions, but not on the measures or panels that a resolution also extends.
_REPORTER = "Secretary General"
_OF_MANDATE = re.compile(r"\bmandate\b|\bexpir")
_CITATION = re.compile(r"\(\d{4}\)|\d+")


class TimedDue(Protocol):
    """The properties of a due that tell how long a mandate lasts."""

    @property
    def kind(self) -> str:
        """The kind of due."""

    @property
    def phrase(self) -> str:
        """The words of the text that state it."""

    @property
    def every(self) -> str | None:
        """How often it recurs: an ISO 8601 duration or a keyword; None if it does not recur."""

    @property
    def after(self) -> str | None:
        """How long after an event it falls, as an ISO 8601 duration; None if it is not relative to an event."""

    @property
    def due_on(self) -> dt.date | None:
        """The due date, if it is known."""

    @property
    def ends_on(self) -> dt.date | None:
        """The last day of a recurrence, if it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A mandate with a due, or one that ends another mandate.

    Attributes:
        owners: names of the parties that are to act. situation: the matter that its resolution is about.
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
        """Whether it is a reporting cycle: at least one of its dues recurs."""
        return any(due.every for due in self.dues)

    @property
    def waits(self) -> bool:
        """Whether all its dues are relative to events that have no date yet."""
        return all(due.kind == "relative" and due.due_on is None and not due.every for due in self.dues)

    @property
    def before_end(self) -> bool:
        """Whether all its dues are relative to the end of a mandate: "one month before the mandate expires"."""
        return bool(self.dues) and self.waits and all(_OF_MANDATE.search(due.phrase) for due in self.dues)

    @property
    def named(self) -> dt.date:
        """The latest due date that its text states explicitly; `date.min` if it states none."""
        return max((due.due_on for due in self.dues if due.due_on and due.kind == "date"), default=dt.date.min)

    @property
    def until(self) -> dt.date | None:
        """The last day on which it applies by its own text; None if the text states none."""
        ends = (due.ends_on or (due.due_on if due.kind == "until" else None) for due in self.dues)
        return max((end for end in ends if end), default=None)


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day on which a mandate stands.

    Attributes:
        by: reference of the mandate that ends it; None if its own text does.
        lasts: whether it stands until the mandate that it belongs to ends, and nothing ended it before.
        renewed: whether `by` asks for the same, or extends the same, again.
    """

    on: dt.date
    by: str | None = None
    lasts: bool = False
    renewed: bool = False


#: The successive endings of a mandate, each with the adoption date since which it is known; None: since the mandate
#: itself was adopted.
Known = list[tuple[dt.date | None, Ending]]


class KnownLinks(NamedTuple):
    """Known links as pairs (older, newer): of mandates by their references, of resolutions by their symbols.

    Attributes:
        confirmed: the newer mandate asks for the same again. rejected: it has nothing to do with the older one.
        apart: pairs of resolutions of which neither continues the other.
        linked: the newer mandate, in a resolution that continues the older one's, asks for the same again, as derived
            from the texts.
    """

    confirmed: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    linked: frozenset[tuple[str, str]] = frozenset()

    def bars(self, older: Timed, newer: Timed) -> bool:
        """Return whether a newer mandate has nothing to do with an older one."""
        return (older.reference, newer.reference) in self.rejected or (older.symbol, newer.symbol) in self.apart


def endings(mandates: Iterable[Timed], links: KnownLinks | None = None) -> dict[str, Ending]:
    """Return the latest known ending of each mandate that ends, by its reference."""
    return {reference: known[-1][1] for reference, known in known_endings(mandates, links).items()}


def known_endings(mandates: Iterable[Timed], links: KnownLinks | None = None) -> dict[str, Known]:
    """Return all successive endings of each mandate that ends, in order of adoption, by its reference."""
    links = links or KnownLinks()
    situations: dict[str, list[Timed]] = {}
    for mandate in mandates:
        situations.setdefault(mandate.situation, []).append(mandate)
    endings_by_reference: dict[str, Known] = {}
    for on_situation in situations.values():
        on_situation.sort(key=lambda mandate: mandate.adopted_on)
        renewals_of = _renewals(on_situation, links)
        may_end = [mandate for mandate in on_situation if mandate.recurs or mandate.extended is not None]
        for mandate in on_situation:
            newer = [
                later for later in may_end if later.adopted_on > mandate.adopted_on and not links.bars(mandate, later)
            ]
            same_resolution = [
                later for later in on_situation if later.symbol == mandate.symbol and later is not mandate
            ]
            known = list(_known_ends(mandate, same_resolution, newer))
            for later in renewals_of.get(mandate.reference, ()):
                since, is_over = later.adopted_on, bool(known) and known[-1][1].on < later.adopted_on
                if (mandate.reference, later.reference) in links.confirmed or not (
                    is_over or links.bars(mandate, later)
                ):
                    known = [*((day, end) for day, end in known if day is None or day < since)]
                    known.append((since, Ending(since, later.reference, renewed=True)))
            if known:
                endings_by_reference[mandate.reference] = known
    return endings_by_reference


def _renewals(on_situation: Sequence[Timed], links: KnownLinks) -> dict[str, list[Timed]]:
    """Return the newer mandates that ask for the same as each mandate again, the earliest first, by its reference."""
    by_reference = {mandate.reference: mandate for mandate in on_situation}
    renewals: dict[str, list[Timed]] = {}
    for older, newer in links.confirmed | links.linked:
        if older in by_reference and newer in by_reference:
            renewals.setdefault(older, []).append(by_reference[newer])
    for newer_mandates in renewals.values():
        newer_mandates.sort(key=lambda mandate: (mandate.adopted_on, mandate.reference))
    return renewals


def _known_ends(
    mandate: Timed, same_resolution: Sequence[Timed], newer: Sequence[Timed]
) -> Iterator[tuple[dt.date | None, Ending]]:
    """Yield the endings of a mandate: by its own text, then by that of each newer mandate that changes the ending."""
    ending = Ending(mandate.until) if mandate.until else None
    if ending is not None:
        yield None, ending
    if not (mandate.recurs or mandate.before_end):
        yield from _end_of_single(mandate, newer)
        return
    extension = _mandate_of(mandate, same_resolution)
    if extension is not None and extension.until is not None and extension.until < mandate.named:
        extension = None  # what is asked for after its end does not belong to that mandate
    if ending is None and (ending := _period_end(mandate, same_resolution)) is not None:
        yield None, ending
    own_end = ending
    if own_end is None and extension is not None and extension.until is not None:
        ending = Ending(extension.until, extension.reference, lasts=True)
        yield None, ending
    if mandate.before_end:
        return  # a single report, before the end that the same resolution sets
    for later in newer:
        extended, since = later.extended, later.adopted_on
        is_over = ending is not None and ending.on < since
        if extended is not None and extended.cited == f"{_cited_symbol(mandate)}#{mandate.label}" and later.until:
            ending = Ending(later.until, later.reference)
            yield since, ending
        elif not is_over and extended is not None and extended.ends and _is_ended_by(mandate, later, extension):
            yield since, Ending(extended.ends_on or since, later.reference)
            return
        elif not is_over and _asks_anew(mandate, later, extension, newer):
            yield since, Ending(since, later.reference, renewed=True)
            return
        elif own_end is None and extension is not None and _extends(later, extension) and later.until:
            ending = Ending(max(later.until, ending.on if ending else later.until), later.reference, lasts=True)
            yield since, ending


def _end_of_single(mandate: Timed, newer: Sequence[Timed]) -> Iterator[tuple[dt.date, Ending]]:
    """Yield the first ending by a later resolution that extends the same again or ends it, before it ends by itself."""
    for later in newer:
        if _is_same_matter(later, mandate) and later.extended is not None and (later.until or later.extended.ends):
            ends_on = later.extended.ends_on or later.adopted_on
            if mandate.until is None or ends_on <= mandate.until:
                yield later.adopted_on, Ending(ends_on, later.reference, renewed=not later.extended.ends)
            return


def _period_end(mandate: Timed, same_resolution: Sequence[Timed]) -> Ending | None:
    """Return the end of the period during which a cycle recurs, if its resolution sets one."""
    if not is_during_a_period(mandate.clause):
        return None
    lasting = [candidate for candidate in same_resolution if candidate.until and not candidate.recurs]
    last = max(lasting, key=lambda candidate: candidate.until or dt.date.min, default=None)
    return Ending(last.until, last.reference) if last is not None and last.until else None


def _mandate_of(cycle: Timed, same_resolution: Sequence[Timed]) -> Timed | None:
    """Return the extension in the same resolution that a cycle belongs to: one it names, else the first."""
    lasting = [
        candidate
        for candidate in same_resolution
        if candidate.extended is not None and candidate.until and not candidate.recurs
    ]
    for text in (" ".join(cycle.owners), cycle.clause):
        for candidate in lasting:
            if candidate.extended is not None and _is_named(candidate.extended, text):
                return candidate
    extending = [candidate for candidate in lasting if candidate.deliverable in ("extension", "establish")]
    missions = [
        candidate for candidate in extending if candidate.extended is not None and is_reported_on(candidate.extended)
    ]
    if any(owner.replace("-", " ") == _REPORTER for owner in cycle.owners):
        return missions[0] if missions else None
    return next(iter(missions + extending), None)


def _is_named(extended: Extended, text: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in extended.names)


def _is_ended_by(cycle: Timed, later: Timed, extension: Timed | None) -> bool:
    """Return whether the cycle is about what `later` ends."""
    is_named = later.extended is not None and _is_named(later.extended, cycle.clause)
    return is_named or (extension is not None and _is_same_matter(later, extension))


def _is_same_matter(later: Timed, earlier: Timed) -> bool:
    """Return whether both extend or end the same thing."""
    if later.extended is None or earlier.extended is None:
        return False
    return later.extended.same(earlier.extended, str(Symbol.parse(earlier.symbol).number))


def _extends(later: Timed, extension: Timed) -> bool:
    """Return whether `later` extends what `extension` extended."""
    return not later.recurs and not (later.extended and later.extended.ends) and _is_same_matter(later, extension)


def _asks_anew(cycle: Timed, later: Timed, extension: Timed | None, newer: Sequence[Timed]) -> bool:
    """Return whether `later` renews the cycle: asks the same party in similar words or on the same mandate."""
    earlier, renewal = cycle, later
    if not later.recurs or (earlier.owners != renewal.owners and set(earlier.owners).isdisjoint(renewal.owners)):
        return False
    are_reports = earlier.deliverable in REPORTS and renewal.deliverable in REPORTS
    if earlier.deliverable != renewal.deliverable and not are_reports:
        return False
    same_resolution = [candidate for candidate in newer if candidate.symbol == renewal.symbol]
    later_extension = _mandate_of(later, same_resolution)
    if extension is not None and later_extension is not None:
        return _is_same_matter(later_extension, extension) and (are_reports or _alike(earlier, renewal))
    return _alike(earlier, renewal) or (are_reports and _implements(renewal, cycle))


def _alike(mandate: Timed, other: Timed) -> bool:
    return fuzz.token_sort_ratio(_words(mandate.clause), _words(other.clause)) >= _ALIKE


def _implements(later: Timed, cycle: Timed) -> bool:
    """Return whether a report covers the resolution of the cycle: "on the implementation of resolution 2139 (2014)"."""
    return _cited_symbol(cycle) in later.clause


def _words(clause: str) -> str:
    """Return the beginning of a clause in lower case, without numbers and the resolutions that it cites."""
    return _CITATION.sub("", clause.casefold())[:_COMPARED]


def _cited_symbol(mandate: Timed) -> str:
    return mandate.symbol.rpartition("/")[2]
