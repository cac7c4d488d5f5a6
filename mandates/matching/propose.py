"""What a document answers, told in steps: what it names first, then what has its title, agenda item and session."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mandates.domain.issued import Basis, Ground, IssuedDocument
from mandates.domain.kinds import DocumentKind, MatchClass
from mandates.domain.match import Match, Occurrence, Proposal, Reason, Request, WhyNone
from mandates.matching.clauses import asks_for_report
from mandates.matching.features import Features, document_words, features
from mandates.matching.occurrences import Fit, days_late, fit, forums
from mandates.matching.parts import is_one_of_two
from mandates.matching.titles import TitleIndex
from mandates.matching.words import Weights, without_author, words_of

#: The least score of a request that a document may answer, and by how much it must exceed the next one's to be the only
#: match.
_LEAST_SCORE, _MARGIN = 0.45, 0.04
#: The least score at which one of several requests is a likely match.
_LIKELY_SCORE = 0.5
#: The least value of `Features.asks` of a request that asks for a report, and of one that surely does.
_LEAST_ASKS, _SURELY_ASKS = 0.3, 0.7
#: The least value of `Features.owner` at which the author may be the party that is asked.
_LEAST_OWNER = 0.3
#: Reasons that make a match no more than possible.
_WEAK = frozenset(
    {
        Reason.RESOLUTION_MENTIONED,
        Reason.OWNER_DIFFERS,
        Reason.DUE_NONE,
        Reason.DUE_FAR,
        Reason.ASKS_TIME,
        Reason.TITLE_TWICE,
        Reason.TITLE_PARTLY,
        Reason.PARAGRAPH_NO_REPORT,
    }
)
#: Reasons that do not prevent a match from being certain.
_HARMLESS = frozenset({Reason.SETTLED, Reason.PARAGRAPH_NOT_NAMED})
#: A request that scores this much less than the best one does not compete with it.
_RIVAL_MARGIN = 0.2
#: How much larger `Features.words` of another request must be for the document to be possibly its answer.
_NEARER_WORDS = 0.3
_MOST_POSSIBLE = 3
#: A document that does not say that it is a report needs this score: the same title as the request's resolution.
_SAME_TITLE_SCORE = 0.9
#: An obligation that fits no better than this has no date, or one that is far from the document's.
_UNTIMELY_CLOSENESS = 0.45


class _Candidate(NamedTuple):
    """A request that a document may answer, with its features and the obligation that fits.

    `named` is the request in the resolution that the document names, where `request` is a renewal of it.
    """

    request: Request
    features: Features
    fit: Fit
    named: Request | None = None

    @property
    def label(self) -> str:
        """The label of the request in the resolution that the document names."""
        return (self.named or self.request).label

    @property
    def score(self) -> float:
        return self.features.score


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The requests in a register that documents may answer.

    Attributes:
        by_resolution: the requests of each resolution that a document names and the register holds; empty for
            resolutions that ask for nothing.
        titles: the requests for reports of all resolutions, to be found by title.
        successors: by the number of a request, the requests of later resolutions that renew it, the nearest first.
    """

    by_resolution: Mapping[str, Sequence[Request]]
    titles: TitleIndex
    successors: Mapping[int, Sequence[Request]] = field(default_factory=dict)

    def occurrences(self) -> Iterator[Occurrence]:
        """Yield all obligations of these requests."""
        for requests in (*self.by_resolution.values(), *self.successors.values(), self.titles.requests()):
            for request in requests:
                yield from request.occurrences


def propose(document: IssuedDocument, known: Known, *, twice: bool = False) -> Proposal:
    """Return the obligations that `document` may answer.

    Args:
        twice: whether another document has the same title.
    """
    # 1. Documents that answer nothing.
    if document.relation is not None and document.relation.type == "corrigendum":
        return Proposal(document=document, why_none=WhyNone.CORRIGENDUM)
    if not document.kind.answers:
        return Proposal(document=document, why_none=WhyNone.KIND)
    # 2. Resolutions that it names.
    named = {ground.resolution for ground in document.answers}
    unheld = tuple(
        dict.fromkeys(resolution for resolution in named_in_order(document) if resolution not in known.by_resolution)
    )
    matches: list[Match] = []
    for ground in document.answers:
        if ground.resolution in known.by_resolution:
            matches += _of_ground(document, ground, known, several=len(named) > 1)
    # 3. If it names none: resolutions that it mentions, and those with its title.
    if not document.answers:
        for ground in document.mentions:
            matches += _of_mention(document, ground, known)
        matches = _without_doubles(matches)
        if not any(match.match_class is not MatchClass.POSSIBLE for match in matches):
            matches += _by_title(document, known, twice=twice)
    matches = _without_doubles(matches)
    why = None if matches else _why_none(document, named, unheld)
    return Proposal(document=document, matches=tuple(matches), names_unheld=unheld, why_none=why)


def named_in_order(document: IssuedDocument) -> list[str]:
    """Return the resolutions that a document answers, in the order in which it names them."""
    return list(dict.fromkeys(ground.resolution for ground in document.answers))


def _why_none(document: IssuedDocument, named: set[str], unheld: Sequence[str]) -> WhyNone:
    if unheld and len(unheld) == len(named):
        return WhyNone.NOT_HELD
    return WhyNone.NO_REQUEST if document.answers else WhyNone.NOTHING_NAMED


def _of_ground(document: IssuedDocument, ground: Ground, known: Known, *, several: bool) -> list[Match]:
    """Return the matches with a resolution that a document names as the one that it answers."""
    requests = known.by_resolution[ground.resolution]
    candidates = _candidates(document, ground, requests, known.successors)
    plausible = [candidate for candidate in candidates if _is_plausible(candidate)]
    reasons: list[Reason] = []
    if ground.labels:
        labelled = [candidate for candidate in candidates if _is_at(candidate.label, ground.labels)]
        asking = [candidate for candidate in labelled if candidate.features.asks >= _LEAST_ASKS]
        if asking or labelled:
            best = min(
                asking or labelled,
                key=lambda candidate: (
                    candidate.features.owner < _LEAST_OWNER,
                    not _is_dated(candidate),
                    -candidate.score,
                ),
            )
            if not asking:
                reasons.append(Reason.PARAGRAPH_NO_REPORT)
            return [_match(document, ground, best, reasons, several=False, named=True, alone=len(asking) == 1)]
        reasons.append(Reason.PARAGRAPH_NOT_NAMED)
    else:
        reasons.append(Reason.PARAGRAPH_NOT_NAMED)
    if not plausible:
        reporting = [
            candidate
            for candidate in candidates
            if candidate.features.asks >= _LEAST_ASKS and candidate.request.occurrences
        ]
        return [
            _match(document, ground, candidate, [*reasons, Reason.PARAGRAPH_SEVERAL], several=several)
            for candidate in reporting[:1]
        ]
    plausible = _nearest_in_words_first(plausible)
    best = plausible[0]
    rivals = [
        candidate
        for candidate in plausible[1:]
        if candidate.features.asks >= _SURELY_ASKS
        and not candidate.features.within
        and best.score - candidate.score < _RIVAL_MARGIN
        and best.features.owner - candidate.features.owner < 0.5
    ]
    rivals += [
        candidate
        for candidate in candidates
        if candidate.features.words - best.features.words > _NEARER_WORDS and candidate.fit.closeness >= 0.9
    ]
    alone = not rivals
    if not alone:
        reasons.append(Reason.PARAGRAPH_SEVERAL)
    match = _match(document, ground, best, reasons, several=several, alone=alone)
    if _is_outdone(best, candidates):
        match = replace(match, match_class=MatchClass.POSSIBLE)
    matches = [match]
    for occurrence in best.fit.also:
        joint = best._replace(fit=best.fit._replace(occurrence=occurrence))
        matches.append(_match(document, ground, joint, reasons, several=several, alone=alone))
    close = [candidate for candidate in plausible[1:] if best.score - candidate.score < _MARGIN]
    return [
        *matches,
        *(
            replace(_match(document, ground, candidate, reasons, several=several), match_class=MatchClass.POSSIBLE)
            for candidate in close[: _MOST_POSSIBLE - 1]
        ),
    ]


def _of_mention(document: IssuedDocument, ground: Ground, known: Known) -> list[Match]:
    """Return a match with a resolution that a document merely mentions, if everything else supports it; else none."""
    requests = known.by_resolution.get(ground.resolution, ())
    candidates = [candidate for candidate in _candidates(document, ground, requests) if _is_plausible(candidate)]
    if not candidates:
        return []
    best = candidates[0]
    sure = best.features.owner >= 0.9 and best.fit.closeness >= 1.0 and best.features.recipient >= 1.0
    rivals = [
        candidate
        for candidate in candidates[1:]
        if candidate.features.asks >= _SURELY_ASKS and not candidate.features.within
    ]
    if sure and document.kind is DocumentKind.SUPPLEMENT and not rivals:
        return [_match(document, ground, best, [Reason.PARAGRAPH_NOT_NAMED], several=True)]
    reasons = [Reason.RESOLUTION_MENTIONED, Reason.PARAGRAPH_NOT_NAMED]
    return [_match(document, ground, best, reasons, several=True)] if best.score >= 0.6 else []


def _by_title(document: IssuedDocument, known: Known, *, twice: bool) -> list[Match]:
    """Return the matches by title, agenda item and session."""
    without_text = not document.opening
    matches: list[Match] = []
    for near in known.titles.near(document):
        reasons = [Reason.RESOLUTION_NOT_NAMED, *near.reasons]
        if twice:
            reasons.append(Reason.TITLE_TWICE)
        timeless = document.dated_on is None and not any(forums(document).values())
        elsewhere = (near.features.recipient == 0 or not forums(document)) and Reason.DUE_UNDATED in near.fit.reasons
        formless = document.form is None and near.score < _SAME_TITLE_SCORE
        sure = without_text and not twice and near.sure and not (timeless or elsewhere or formless)
        if not sure and Reason.TITLE_PARTLY not in reasons and not twice:
            reasons.append(Reason.TITLE_PARTLY)
        ground = Ground(resolution=near.request.resolution, basis=Basis.TITLE, words=document.title or "")
        candidate = _Candidate(near.request, near.features, near.fit)
        matches.append(replace(_match(document, ground, candidate, reasons, several=True), score=round(near.score, 3)))
    return matches[:_MOST_POSSIBLE]


def _candidates(
    document: IssuedDocument,
    ground: Ground,
    requests: Sequence[Request],
    successors: Mapping[int, Sequence[Request]] | None = None,
) -> list[_Candidate]:
    """Return the requests of one resolution as candidates, best first.

    A request without an obligation near the document's date is replaced by the first of its `successors` that has one.
    """
    weights = Weights([words_of(candidate.clause) for candidate in requests])
    words = document_words(document, ground.words)
    naming_words = words_of(f"{without_author(document.title or '')} {ground.words}")
    candidates = []
    for request in requests:
        answered, fitted = _open_request(document, request, (successors or {}).get(request.id, ()))
        evidence = features(document, answered, weights, words=words, title_words=naming_words, due=fitted.closeness)
        candidates.append(_Candidate(answered, evidence, fitted, None if answered is request else request))
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.request.reference))


def _open_request(document: IssuedDocument, request: Request, successors: Sequence[Request]) -> tuple[Request, Fit]:
    """Return a request with its obligation that fits a document; if none does, the first successor that has one."""
    fitted = fit(document, request)
    if fitted.occurrence is None:
        for successor in successors:
            successor_fit = fit(document, successor)
            if successor_fit.occurrence is not None and successor_fit.closeness > _UNTIMELY_CLOSENESS:
                return successor, successor_fit
    return request, fitted


def _nearest_in_words_first(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return candidates of one resolution, best first.

    Of those that score about the same and fit the date no worse, the one that shares most words with the document is
    the first.
    """
    best = candidates[0]
    nearer = [
        candidate
        for candidate in candidates[1:]
        if best.score - candidate.score < _MARGIN
        and candidate.features.words - best.features.words > _NEARER_WORDS
        and candidate.fit.closeness >= best.fit.closeness
    ]
    first = max(nearer, key=lambda candidate: candidate.features.words, default=best)
    return [first, *(candidate for candidate in candidates if candidate is not first)]


def _is_outdone(best: _Candidate, candidates: Sequence[_Candidate]) -> bool:
    """Whether another candidate more surely asks for a report, but has no obligation near the document's date."""
    return any(
        candidate.fit.occurrence is None
        and candidate.features.asks > max(best.features.asks, _SURELY_ASKS)
        and candidate.features.owner >= best.features.owner
        and not candidate.features.within
        for candidate in candidates
    )


def _is_dated(candidate: _Candidate) -> bool:
    return candidate.fit.occurrence is not None and candidate.fit.occurrence.due_on is not None


def _is_plausible(candidate: _Candidate) -> bool:
    return (
        candidate.features.asks >= _LEAST_ASKS
        and candidate.features.owner >= _LEAST_OWNER
        and candidate.fit.occurrence is not None
        and candidate.score >= _LEAST_SCORE
    )


def _is_at(label: str, paragraphs: Sequence[str]) -> bool:
    """Whether a label is one of `paragraphs`, an item or the chapeau of one, or in a section that they name."""
    normalized = re.sub(r"[\s.]", "", label).lower()
    for paragraph in paragraphs:
        other = re.sub(r"[\s.]", "", paragraph).lower()
        if normalized == other or normalized.startswith(f"{other}(") or other.startswith(f"{normalized}("):
            return True
        if re.fullmatch(r"[IVXLC]+", paragraph.partition(".")[0]) and label.partition(".")[0] == paragraph:
            return True
    return False


def _match(
    document: IssuedDocument,
    ground: Ground,
    candidate: _Candidate,
    shared_reasons: Sequence[Reason],
    *,
    several: bool,
    named: bool = False,
    alone: bool = False,
) -> Match:
    """Return the match with a candidate.

    Args:
        shared_reasons: those that hold for all candidates of the resolution.
        several: whether the resolution is only one of several that the document may answer.
        named: whether the document names the paragraph.
        alone: whether no other candidate competes with this one.
    """
    reasons = [*shared_reasons, *candidate.fit.reasons]
    if candidate.named is not None:
        reasons.append(Reason.RESOLUTION_RENEWED)
    if ground.basis is Basis.TITLE and Reason.RESOLUTION_NOT_NAMED not in reasons:
        reasons.append(Reason.RESOLUTION_IN_TITLE)
    if ground.basis is Basis.PARENT:
        reasons.append(Reason.AS_PARENT)
    if several and Reason.RESOLUTION_NOT_NAMED not in reasons and Reason.RESOLUTION_MENTIONED not in reasons:
        reasons.append(Reason.RESOLUTION_SEVERAL)
    if candidate.features.owner < 0.3 or (candidate.features.owner < 0.5 and not named):
        reasons.append(Reason.OWNER_DIFFERS)
    if candidate.features.recipient == 0:
        reasons.append(Reason.RECIPIENT_DIFFERS)
    if candidate.features.within:
        reasons.append(Reason.PARAGRAPH_WITHIN_OTHER)
    partial = document.partial or is_one_of_two(document, candidate.request)
    if partial:
        reasons.append(Reason.PARTIAL)
    if document.asks_time:
        reasons.append(Reason.ASKS_TIME)
    occurrence = candidate.fit.occurrence
    if occurrence is None:
        occurrence = candidate.request.occurrences[-1]
    if occurrence.settled:
        reasons.append(Reason.SETTLED)
    reasons = list(dict.fromkeys(reasons))
    added = document.relation is not None
    return Match(
        obligation_id=occurrence.id,
        mandate_id=candidate.request.id,
        reference=occurrence.reference,
        resolution=candidate.request.resolution,
        label=candidate.request.label,
        match_class=_class(reasons, candidate, named=named, alone=alone),
        score=round(candidate.score, 3),
        words=ground.words,
        page=ground.page,
        clause=candidate.request.clause,
        due_on=occurrence.due_on,
        days_late=days_late(document.dated_on, occurrence.due_on, without=occurrence.days_late),
        reasons=tuple(reasons),
        partial=partial,
        additional=added or occurrence.settled,
    )


def _class(reasons: Sequence[Reason], candidate: _Candidate, *, named: bool, alone: bool) -> MatchClass:
    """Return the class: certain if the document names the paragraph, or a resolution with a single request."""
    if _WEAK & set(reasons):
        return MatchClass.POSSIBLE
    if Reason.PARAGRAPH_SEVERAL in reasons and candidate.score < _LIKELY_SCORE:
        return MatchClass.POSSIBLE
    vague = Reason.DUE_UNDATED in reasons and Reason.PARAGRAPH_NOT_NAMED in reasons
    if vague and Reason.RESOLUTION_NOT_NAMED not in reasons and (candidate.features.owner < 0.9 or not alone):
        return MatchClass.POSSIBLE
    if alone and (named or Reason.PARAGRAPH_NOT_NAMED in reasons) and not set(reasons) - _HARMLESS:
        return MatchClass.CERTAIN
    return MatchClass.LIKELY


def _without_doubles(matches: Sequence[Match]) -> list[Match]:
    """Return the best match of each obligation, best first."""
    order = list(MatchClass)
    best: dict[int, Match] = {}
    for match in sorted(matches, key=lambda match: (order.index(match.match_class), -match.score)):
        best.setdefault(match.obligation_id, match)
    return list(best.values())


def is_request(request: Request) -> bool:
    """Whether a request asks for something that a document can be: a report."""
    return asks_for_report(request) >= _LEAST_ASKS
