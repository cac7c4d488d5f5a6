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

#: From this score on a request is one that the document may be the answer to; so much better than the next it is the
#: one.
_ENOUGH, _MARGIN = 0.45, 0.04
#: One of several requests is likely from here on.
_LIKELY = 0.5
#: A request asks for a report from here on; surely from here.
_ASKS, _SURELY = 0.3, 0.7
#: The author may be who is asked from here on.
_OWNER = 0.3
#: Reasons with which a match is no more than possible.
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
#: Reasons beside which a match may still be certain.
_HARMLESS = frozenset({Reason.SETTLED, Reason.PARAGRAPH_NOT_NAMED})
#: A request that scores so much less than the best one is no rival of it.
_RIVAL = 0.2
#: So much more of the document's words in another request say that it may be that one.
_NEARER = 0.3
_MOST_POSSIBLE = 3
#: What does not say that it is a report has to have the very title of a request's resolution.
_SAME_TITLE = 0.9
#: What fits no better has no time, or is far away.
_UNTIMELY = 0.45


class _Scored(NamedTuple):
    """A request with what speaks for it; `named`, where it makes a request anew that stands in the resolution named."""

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
    """What a register knows that documents may answer.

    Attributes:
        by_resolution: the requests of each resolution that a document names and the register holds; empty for those
            that ask nothing.
        titles: the requests for reports of all resolutions, to be found by title.
        successors: by the numbers of requests, those of later resolutions that make them anew, the nearest first.
    """

    by_resolution: Mapping[str, Sequence[Request]]
    titles: TitleIndex
    successors: Mapping[int, Sequence[Request]] = field(default_factory=dict)

    def occurrences(self) -> Iterator[Occurrence]:
        """Yield all obligations that are known."""
        for requests in (*self.by_resolution.values(), *self.successors.values(), self.titles.requests()):
            for one in requests:
                yield from one.occurrences


def propose(document: IssuedDocument, known: Known, *, twice: bool = False) -> Proposal:
    """Return the obligations that `document` may answer; `twice`: another document has the same title."""
    # 1. Documents that answer nothing.
    if document.relation is not None and document.relation.type == "corrigendum":
        return Proposal(document=document, why_none=WhyNone.CORRIGENDUM)
    if not document.kind.answers:
        return Proposal(document=document, why_none=WhyNone.KIND)
    # 2. What it names.
    named = {ground.resolution for ground in document.answers}
    unheld = tuple(dict.fromkeys(one for one in named_in_order(document) if one not in known.by_resolution))
    found: list[Match] = []
    for ground in document.answers:
        if ground.resolution in known.by_resolution:
            found += _of_ground(document, ground, known, several=len(named) > 1)
    # 3. What it mentions, where nothing is named, and what has its title.
    if not document.answers:
        for ground in document.mentions:
            found += _of_mention(document, ground, known)
        found = _without_doubles(found)
        if not any(one.match_class is not MatchClass.POSSIBLE for one in found):
            found += _by_title(document, known, twice=twice)
    found = _without_doubles(found)
    why = None if found else _why_none(document, named, unheld)
    return Proposal(document=document, matches=tuple(found), names_unheld=unheld, why_none=why)


def named_in_order(document: IssuedDocument) -> list[str]:
    """Return the resolutions that a document answers, in its order."""
    return list(dict.fromkeys(ground.resolution for ground in document.answers))


def _why_none(document: IssuedDocument, named: set[str], unheld: Sequence[str]) -> WhyNone:
    if unheld and len(unheld) == len(named):
        return WhyNone.NOT_HELD
    return WhyNone.NO_REQUEST if document.answers else WhyNone.NOTHING_NAMED


def _of_ground(document: IssuedDocument, ground: Ground, known: Known, *, several: bool) -> list[Match]:
    """Return the matches with a resolution that a document names as what it answers."""
    requests = known.by_resolution[ground.resolution]
    scored = _scored(document, ground, requests, known.successors)
    plausible = [one for one in scored if _is_plausible(one)]
    reasons: list[Reason] = []
    if ground.labels:
        at = [one for one in scored if _at(one.label, ground.labels)]
        asking = [one for one in at if one.features.asks >= _ASKS]
        if asking or at:
            best = min(asking or at, key=lambda one: (one.features.owner < _OWNER, not _is_dated(one), -one.score))
            if not asking:
                reasons.append(Reason.PARAGRAPH_NO_REPORT)
            return [_match(document, ground, best, reasons, several=False, named=True, alone=len(asking) == 1)]
        reasons.append(Reason.PARAGRAPH_NOT_NAMED)
    else:
        reasons.append(Reason.PARAGRAPH_NOT_NAMED)
    if not plausible:
        rest = [one for one in scored if one.features.asks >= _ASKS and one.request.occurrences]
        return [
            _match(document, ground, one, [*reasons, Reason.PARAGRAPH_SEVERAL], several=several) for one in rest[:1]
        ]
    plausible = _nearest_in_words_first(plausible)
    best = plausible[0]
    rivals = [
        one
        for one in plausible[1:]
        if one.features.asks >= _SURELY
        and not one.features.within
        and best.score - one.score < _RIVAL
        and best.features.owner - one.features.owner < 0.5
    ]
    rivals += [one for one in scored if one.features.words - best.features.words > _NEARER and one.fit.closeness >= 0.9]
    alone = not rivals
    if not alone:
        reasons.append(Reason.PARAGRAPH_SEVERAL)
    match = _match(document, ground, best, reasons, several=several, alone=alone)
    if _is_outdone(best, scored):
        match = replace(match, match_class=MatchClass.POSSIBLE)
    found = [match]
    for other in best.fit.also:
        also = best._replace(fit=best.fit._replace(occurrence=other))
        found.append(_match(document, ground, also, reasons, several=several, alone=alone))
    close = [one for one in plausible[1:] if best.score - one.score < _MARGIN]
    return [
        *found,
        *(
            replace(_match(document, ground, one, reasons, several=several), match_class=MatchClass.POSSIBLE)
            for one in close[: _MOST_POSSIBLE - 1]
        ),
    ]


def _of_mention(document: IssuedDocument, ground: Ground, known: Known) -> list[Match]:
    """Return a match with a resolution that a document merely mentions, where all else speaks for it."""
    requests = known.by_resolution.get(ground.resolution, ())
    scored = [one for one in _scored(document, ground, requests) if _is_plausible(one)]
    if not scored:
        return []
    best = scored[0]
    sure = best.features.owner >= 0.9 and best.fit.closeness >= 1.0 and best.features.recipient >= 1.0
    rivals = [one for one in scored[1:] if one.features.asks >= _SURELY and not one.features.within]
    if sure and document.kind is DocumentKind.SUPPLEMENT and not rivals:
        return [_match(document, ground, best, [Reason.PARAGRAPH_NOT_NAMED], several=True)]
    reasons = [Reason.RESOLUTION_MENTIONED, Reason.PARAGRAPH_NOT_NAMED]
    return [_match(document, ground, best, reasons, several=True)] if best.score >= 0.6 else []


def _by_title(document: IssuedDocument, known: Known, *, twice: bool) -> list[Match]:
    """Return the matches by title, agenda item and session."""
    listed = not document.opening
    found: list[Match] = []
    for one in known.titles.near(document):
        reasons = [Reason.RESOLUTION_NOT_NAMED, *one.reasons]
        if twice:
            reasons.append(Reason.TITLE_TWICE)
        timeless = document.dated_on is None and not any(forums(document).values())
        elsewhere = (one.features.recipient == 0 or not forums(document)) and Reason.DUE_UNDATED in one.fit.reasons
        formless = document.form is None and one.score < _SAME_TITLE
        sure = listed and not twice and one.sure and not (timeless or elsewhere or formless)
        if not sure and Reason.TITLE_PARTLY not in reasons and not twice:
            reasons.append(Reason.TITLE_PARTLY)
        ground = Ground(resolution=one.request.resolution, basis=Basis.TITLE, words=document.title or "")
        scored = _Scored(one.request, one.features, one.fit)
        found.append(replace(_match(document, ground, scored, reasons, several=True), score=round(one.score, 3)))
    return found[:_MOST_POSSIBLE]


def _scored(
    document: IssuedDocument,
    ground: Ground,
    requests: Sequence[Request],
    successors: Mapping[int, Sequence[Request]] | None = None,
) -> list[_Scored]:
    """Return the requests of one resolution with what speaks for each, best first; in place of those of which nothing
    is open near the document, their `successors`.
    """
    weights = Weights([words_of(one.clause) for one in requests])
    words = document_words(document, ground.words)
    told = words_of(f"{without_author(document.title or '')} {ground.words}")
    found = []
    for first in requests:
        request, fitting = _standing(document, first, (successors or {}).get(first.id, ()))
        speaks = features(document, request, weights, words=words, told=told, due=fitting.closeness)
        found.append(_Scored(request, speaks, fitting, None if request is first else first))
    return sorted(found, key=lambda one: (-one.score, one.request.reference))


def _standing(document: IssuedDocument, request: Request, successors: Sequence[Request]) -> tuple[Request, Fit]:
    """Return a request with the obligation that fits a document, or the first of its successors that has one."""
    fitting = fit(document, request)
    if fitting.occurrence is None:
        for later in successors:
            other = fit(document, later)
            if other.occurrence is not None and other.closeness > _UNTIMELY:
                return later, other
    return request, fitting


def _nearest_in_words_first(plausible: Sequence[_Scored]) -> list[_Scored]:
    """Return requests of one resolution, best first: of those that score the same and are due at the same time, the
    one whose words are the document's.
    """
    best = plausible[0]
    nearer = [
        one
        for one in plausible[1:]
        if best.score - one.score < _MARGIN
        and one.features.words - best.features.words > _NEARER
        and one.fit.closeness >= best.fit.closeness
    ]
    first = max(nearer, key=lambda one: one.features.words, default=best)
    return [first, *(one for one in plausible if one is not first)]


def _is_outdone(best: _Scored, scored: Sequence[_Scored]) -> bool:
    """Whether another request asks for a report more surely, of which no obligation is near the document."""
    return any(
        one.fit.occurrence is None
        and one.features.asks > max(best.features.asks, _SURELY)
        and one.features.owner >= best.features.owner
        and not one.features.within
        for one in scored
    )


def _is_dated(one: _Scored) -> bool:
    return one.fit.occurrence is not None and one.fit.occurrence.due_on is not None


def _is_plausible(one: _Scored) -> bool:
    return (
        one.features.asks >= _ASKS
        and one.features.owner >= _OWNER
        and one.fit.occurrence is not None
        and one.score >= _ENOUGH
    )


def _at(label: str, named: Sequence[str]) -> bool:
    """Whether a request stands in one of the paragraphs named: itself, an item of it, its chapeau, its section."""
    mine = re.sub(r"[\s.]", "", label).lower()
    for one in named:
        theirs = re.sub(r"[\s.]", "", one).lower()
        if mine == theirs or mine.startswith(f"{theirs}(") or theirs.startswith(f"{mine}("):
            return True
        if re.fullmatch(r"[IVXLC]+", one.partition(".")[0]) and label.partition(".")[0] == one:
            return True
    return False


def _match(
    document: IssuedDocument,
    ground: Ground,
    one: _Scored,
    given: Sequence[Reason],
    *,
    several: bool,
    named: bool = False,
    alone: bool = False,
) -> Match:
    """Return the match with a request, its class by what is known of it."""
    reasons = [*given, *one.fit.reasons]
    if one.named is not None:
        reasons.append(Reason.RESOLUTION_RENEWED)
    if ground.basis is Basis.TITLE and Reason.RESOLUTION_NOT_NAMED not in reasons:
        reasons.append(Reason.RESOLUTION_IN_TITLE)
    if ground.basis is Basis.PARENT:
        reasons.append(Reason.AS_PARENT)
    if several and Reason.RESOLUTION_NOT_NAMED not in reasons and Reason.RESOLUTION_MENTIONED not in reasons:
        reasons.append(Reason.RESOLUTION_SEVERAL)
    if one.features.owner < 0.3 or (one.features.owner < 0.5 and not named):
        reasons.append(Reason.OWNER_DIFFERS)
    if one.features.recipient == 0:
        reasons.append(Reason.RECIPIENT_DIFFERS)
    if one.features.within:
        reasons.append(Reason.PARAGRAPH_WITHIN_OTHER)
    partial = document.partial or is_one_of_two(document, one.request)
    if partial:
        reasons.append(Reason.PARTIAL)
    if document.asks_time:
        reasons.append(Reason.ASKS_TIME)
    occurrence = one.fit.occurrence
    if occurrence is None:
        occurrence = one.request.occurrences[-1]
    if occurrence.settled:
        reasons.append(Reason.SETTLED)
    reasons = list(dict.fromkeys(reasons))
    added = document.relation is not None
    return Match(
        obligation_id=occurrence.id,
        mandate_id=one.request.id,
        reference=occurrence.reference,
        resolution=one.request.resolution,
        label=one.request.label,
        match_class=_class(reasons, one, named=named, alone=alone),
        score=round(one.score, 3),
        words=ground.words,
        page=ground.page,
        clause=one.request.clause,
        due_on=occurrence.due_on,
        days_late=days_late(document.dated_on, occurrence.due_on, without=occurrence.days_late),
        reasons=tuple(reasons),
        partial=partial,
        additional=added or occurrence.settled,
    )


def _class(reasons: Sequence[Reason], one: _Scored, *, named: bool, alone: bool) -> MatchClass:
    """Return the class: certain where a document names the paragraph, or one resolution that asks one thing."""
    if _WEAK & set(reasons):
        return MatchClass.POSSIBLE
    if Reason.PARAGRAPH_SEVERAL in reasons and one.score < _LIKELY:
        return MatchClass.POSSIBLE
    vague = Reason.DUE_UNDATED in reasons and Reason.PARAGRAPH_NOT_NAMED in reasons
    if vague and Reason.RESOLUTION_NOT_NAMED not in reasons and (one.features.owner < 0.9 or not alone):
        return MatchClass.POSSIBLE
    if alone and (named or Reason.PARAGRAPH_NOT_NAMED in reasons) and not set(reasons) - _HARMLESS:
        return MatchClass.CERTAIN
    return MatchClass.LIKELY


def _without_doubles(found: Sequence[Match]) -> list[Match]:
    """Return one match for each obligation, the surest, best first."""
    order = list(MatchClass)
    best: dict[int, Match] = {}
    for one in sorted(found, key=lambda one: (order.index(one.match_class), -one.score)):
        best.setdefault(one.obligation_id, one)
    return list(best.values())


def is_request(request: Request) -> bool:
    """Whether a request asks for what a document may be."""
    return asks_for_report(request) >= _ASKS
