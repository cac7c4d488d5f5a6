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

#: The number of titles that are compared; the similarity below which a title is too far, that from which it is near,
#: and the score from which a match is sure.
_TITLES_COMPARED, _FAR_TITLE, _NEAR_TITLE, _SURE_SCORE = 16, 0.15, 0.35, 0.62
#: By how much a match must score higher than the next one.
_MARGIN = 0.06
_SHOWN = 3
#: The least score of a match by title that is worth showing.
_LEAST_SCORE = 0.45
_LEAST_OWNER = 0.5
#: By how much the score of a request is reduced that asks for a part of another report.
_WITHIN_PENALTY = 0.05


#: The years in which the score of a request is not reduced, the reduction for each later year, and the largest one.
_YOUNG_YEARS, _YEAR_PENALTY, _MOST_PENALTY = 3, 0.02, 0.2

_Candidate = tuple[float, Request, Fit, Features]


class Near(NamedTuple):
    """A request whose resolution has a title like a document's; `sure` if it scores high and no other comes near it."""

    request: Request
    fit: Fit
    features: Features
    score: float
    sure: bool
    reasons: tuple[Reason, ...]


class TitleIndex:
    """An index of the requests for reports by the titles of their resolutions."""

    def __init__(self, requests: Sequence[Request]) -> None:
        """Index `requests`."""
        self._requests: dict[int, list[Request]] = defaultdict(list)
        places: dict[str, int] = {}
        titles: dict[int, str] = {}
        for request in requests:
            if request.title:
                place = places.setdefault(request.resolution, len(places))
                titles[place] = request.title
                self._requests[place].append(request)
        self._titles = Titles(titles)
        self._said: dict[tuple[str, str], list[str]] = defaultdict(list)
        for request in requests:
            self._said[request.resolution, request.label].append(request.clause)

    def requests(self) -> list[Request]:
        """Return all requests."""
        return [request for requests in self._requests.values() for request in requests]

    def near(self, document: IssuedDocument) -> list[Near]:
        """Return the requests that may have asked for `document`, best first."""
        title = words_of(without_author(document.title or ""))
        agenda = words_of(" ".join(document.agenda_titles))
        if not title:
            return []
        weights = self._titles.weights
        places = dict.fromkeys(self._titles.near(title, most=_TITLES_COMPARED))
        if agenda:
            places |= dict.fromkeys(self._titles.near(agenda, most=_TITLES_COMPARED))
        sessions = forums(document)
        candidates: list[_Candidate] = []
        for place in places:
            title_words = self._titles.words(place)
            by_title = max(weights.shared(title, title_words), 0.9 * weights.covered(title_words, title))
            by_agenda = weights.shared(agenda, title_words) if agenda else 0.0
            if by_title < _FAR_TITLE and by_agenda < _FAR_TITLE:
                continue
            for request in self._requests[place]:
                fitted = fit(document, request, sessions)
                if fitted.occurrence is None or Reason.DUE_FAR in fitted.reasons:
                    continue
                evidence = features(
                    document, request, weights, words=title, title_words=title, due=fitted.closeness, bodies=sessions
                )
                if evidence.owner < _LEAST_OWNER:
                    continue
                clause = weights.covered(title, self._paragraph(request))
                similarity = max(by_title, 0.75 * by_agenda + 0.25 * clause, 0.5 * (by_title + clause))
                if similarity < _NEAR_TITLE:
                    continue
                score = (
                    0.62 * similarity
                    + 0.16 * clause
                    + 0.12 * fitted.closeness
                    + 0.06 * evidence.asks
                    + 0.04 * evidence.recipient
                )
                score -= _WITHIN_PENALTY if evidence.within else 0.0
                score -= _age_penalty(document, request) if fitted.closeness < 1.0 else 0.0
                candidates.append((score, request, fitted, evidence))
        candidates = [candidate for candidate in candidates if candidate[0] >= _LEAST_SCORE]
        candidates.sort(key=lambda candidate: (-candidate[0], -_adopted(candidate[1]), candidate[1].reference))
        return self._judged(self._newest(candidates))

    def _newest(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """Return the candidates without those of older resolutions of a title that a newer one has replaced."""
        newest: dict[frozenset[str], tuple[float, int]] = {}
        for _, request, fitted, _ in candidates:
            title = frozenset(words_of(request.title or ""))
            newest[title] = max(newest.get(title, (0.0, 0)), (fitted.closeness, _adopted(request)))
        return [
            candidate
            for candidate in candidates
            if candidate[2].closeness == 1.0
            or _adopted(candidate[1]) >= newest[frozenset(words_of(candidate[1].title or ""))][1]
        ]

    def _paragraph(self, request: Request) -> tuple[str, ...]:
        """Return the words of all requests in the same paragraph, as one may refer to another: "such material"."""
        return words_of(" ".join(self._said[request.resolution, request.label]))

    def _judged(self, candidates: Sequence[_Candidate]) -> list[Near]:
        results = []
        for index, (score, request, fitted, evidence) in enumerate(candidates[:_SHOWN]):
            other_scores = [
                other_score
                for other_score, other_request, _, _ in candidates[1:]
                if other_request.resolution != request.resolution
            ]
            same_resolution = [
                other_score
                for other_score, other_request, _, _ in candidates
                if other_request.resolution == request.resolution and other_request.id != request.id
            ]
            sure = index == 0 and score >= _SURE_SCORE and (not other_scores or score - other_scores[0] >= _MARGIN)
            reasons = [Reason.PARAGRAPH_NOT_NAMED]
            if same_resolution and score - max(same_resolution) < _MARGIN:
                reasons.append(Reason.PARAGRAPH_SEVERAL)
            if score < _SURE_SCORE:
                reasons.append(Reason.TITLE_PARTLY)
            elif not sure:
                reasons.append(Reason.TITLE_TWICE)
            results.append(Near(request, fitted, evidence, score, sure, tuple(reasons)))
        return results


def _age_penalty(document: IssuedDocument, request: Request) -> float:
    """Return by how much the score of an old request is reduced that matches a document by its title alone."""
    year = year_of(document)
    if year is None or request.adopted_on is None:
        return 0.0
    return min(max(year - request.adopted_on.year - _YOUNG_YEARS, 0) * _YEAR_PENALTY, _MOST_PENALTY)


def _adopted(request: Request) -> int:
    return (request.adopted_on or dt.date.min).toordinal()
