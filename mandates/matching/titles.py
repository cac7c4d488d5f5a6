"""Requests found by the title of a document, its agenda item, and the session or the day that it is for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from mandates.domain.issued import IssuedDocument
from mandates.domain.match import Reason, Request
from mandates.matching.features import Features, features
from mandates.matching.occurrences import Fit, fit, forums, year_of
from mandates.matching.words import Titles, without_author, words_of

#: Resolutions whose titles are looked at; below the first a title is too far, from the second on it is near, from the
#: third on surely so.
_LOOKED_AT, _FAR, _NEAR, _SURELY = 16, 0.15, 0.35, 0.62
#: How much better than the next one a match must be.
_MARGIN = 0.06
_SHOWN = 3
#: A match by the title alone that scores less is not worth looking at.
_WORTH = 0.45
_OWNER = 0.5
#: What takes a request back that asks for a part of another report.
_WITHIN = 0.05


#: A request is young for so many years; then each takes something from its score, up to so much.
_YOUNG, _A_YEAR, _OLDEST = 3, 0.02, 0.2

_Found = tuple[float, Request, Fit, Features]


class Near(NamedTuple):
    """A request whose resolution has a title near a document's; `sure` where nothing else comes near it."""

    request: Request
    fit: Fit
    features: Features
    score: float
    sure: bool
    reasons: tuple[Reason, ...]


class TitleIndex:
    """The requests for reports by the titles of their resolutions."""

    def __init__(self, requests: Sequence[Request]) -> None:
        """Index `requests`."""
        self._requests: dict[int, list[Request]] = defaultdict(list)
        places: dict[str, int] = {}
        titles: dict[int, str] = {}
        for one in requests:
            if one.title:
                place = places.setdefault(one.resolution, len(places))
                titles[place] = one.title
                self._requests[place].append(one)
        self._titles = Titles(titles)
        self._said: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in requests:
            self._said[one.resolution, one.label].append(one.clause)

    def requests(self) -> list[Request]:
        """Return all requests."""
        return [one for some in self._requests.values() for one in some]

    def near(self, document: IssuedDocument) -> list[Near]:
        """Return the requests that may have asked for `document`, best first."""
        title = words_of(without_author(document.title or ""))
        agenda = words_of(" ".join(document.agenda_titles))
        if not title:
            return []
        weights = self._titles.weights
        places = dict.fromkeys(self._titles.near(title, most=_LOOKED_AT))
        if agenda:
            places |= dict.fromkeys(self._titles.near(agenda, most=_LOOKED_AT))
        known = forums(document)
        found: list[_Found] = []
        for place in places:
            own = self._titles.words(place)
            by_title = max(weights.shared(title, own), 0.9 * weights.covered(own, title))
            by_agenda = weights.shared(agenda, own) if agenda else 0.0
            if by_title < _FAR and by_agenda < _FAR:
                continue
            for request in self._requests[place]:
                fitting = fit(document, request, known)
                if fitting.occurrence is None or Reason.DUE_FAR in fitting.reasons:
                    continue
                speaks = features(
                    document, request, weights, words=title, told=title, due=fitting.closeness, bodies=known
                )
                if speaks.owner < _OWNER:
                    continue
                clause = weights.covered(title, self._paragraph(request))
                near = max(by_title, 0.75 * by_agenda + 0.25 * clause, 0.5 * (by_title + clause))
                if near < _NEAR:
                    continue
                score = (
                    0.62 * near
                    + 0.16 * clause
                    + 0.12 * fitting.closeness
                    + 0.06 * speaks.asks
                    + 0.04 * speaks.recipient
                )
                score -= _WITHIN if speaks.within else 0.0
                score -= _age(document, request) if fitting.closeness < 1.0 else 0.0
                found.append((score, request, fitting, speaks))
        found = [one for one in found if one[0] >= _WORTH]
        found.sort(key=lambda one: (-one[0], -_adopted(one[1]), one[1].reference))
        return self._judged(self._newest(found))

    def _newest(self, found: Sequence[_Found]) -> list[_Found]:
        """Return the requests without those of older resolutions with the same title: a newer one has replaced them."""
        kept: dict[frozenset[str], tuple[float, int]] = {}
        for _, request, fitting, _ in found:
            title = frozenset(words_of(request.title or ""))
            kept[title] = max(kept.get(title, (0.0, 0)), (fitting.closeness, _adopted(request)))
        return [
            one
            for one in found
            if one[2].closeness == 1.0 or _adopted(one[1]) >= kept[frozenset(words_of(one[1].title or ""))][1]
        ]

    def _paragraph(self, request: Request) -> tuple[str, ...]:
        """Return the words of all that the paragraph of a request asks for: "to submit such material"."""
        return words_of(" ".join(self._said[request.resolution, request.label]))

    def _judged(self, found: Sequence[_Found]) -> list[Near]:
        out = []
        for index, (score, request, fitting, speaks) in enumerate(found[:_SHOWN]):
            rest = [other for other, its, _, _ in found[1:] if its.resolution != request.resolution]
            beside = [
                other for other, its, _, _ in found if its.resolution == request.resolution and its.id != request.id
            ]
            sure = index == 0 and score >= _SURELY and (not rest or score - rest[0] >= _MARGIN)
            reasons = [Reason.PARAGRAPH_NOT_NAMED]
            if beside and score - max(beside) < _MARGIN:
                reasons.append(Reason.PARAGRAPH_SEVERAL)
            if score < _SURELY:
                reasons.append(Reason.TITLE_PARTLY)
            elif not sure:
                reasons.append(Reason.TITLE_TWICE)
            out.append(Near(request, fitting, speaks, score, sure, tuple(reasons)))
        return out


def _age(document: IssuedDocument, request: Request) -> float:
    """Return what takes an old request back that nothing but its title ties to a document."""
    year = year_of(document)
    if year is None or request.adopted_on is None:
        return 0.0
    return min(max(year - request.adopted_on.year - _YOUNG, 0) * _A_YEAR, _OLDEST)


def _adopted(request: Request) -> int:
    return (request.adopted_on or dt.date.min).toordinal()
